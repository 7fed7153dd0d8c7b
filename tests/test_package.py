"""The wheel holds all data and works outside its checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples import WHOLE, whole
from tests.places import ROOT

pytestmark = pytest.mark.slow

INSTALLED = {
    "checker": "lovgraf", "web": "lovgraf_web",
    "ontology": "lovgraf_ontology", "shapes": "lovgraf_shapes",
}  # fmt: skip
"""What the folders of the repository are called where they are installed."""
FILES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")


def _run(
    command: list[str], cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_", "PYTEST"))}
    if path is not None:
        env |= {"PYTHONPATH": str(path)}
    return subprocess.run(
        command, cwd=cwd, env=env, text=True, capture_output=True, check=False, timeout=600
    )


def _built(source: Path, target: Path) -> Path:
    """A wheel built from a copy of the sources, so that nothing old in `build/` gets in."""
    for folder in (*INSTALLED, "src"):
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(ROOT / folder, source / folder, symlinks=True, ignore=ignored)
    for name in FILES:
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target)]
    done = _run([*build, str(source)], source)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The wheel, built once, as of a day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1417392000")
        yield _built(tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed into, alone."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-compile"]  # what is run is compiled then
    done = _run([*pip, "--no-deps", "--no-index", "--target", str(target), str(wheel)], target)
    assert done.returncode == 0, done.stderr
    return target


def test_every_file_of_the_packages_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"{name}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, name in INSTALLED.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert {name for name in inside if ".dist-info/" not in name} == expected
    assert {name.split("/")[0] for name in expected} == set(INSTALLED.values())


def test_no_name_is_taken_from_anyone_else(wheel: Path) -> None:
    """What is installed is imported by names that begin with ours."""
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert all(re.match(r"lovgraf(_[a-z]+$|-[\d.]+(\w+)?\.dist-info$|$)", name) for name in names)
    finder = Path(sysconfig.get_path("purelib")).glob("__editable__.lovgraf-*.pth")
    for path in finder:  # the editable install of a checkout, where this is one
        assert path.read_text("utf-8").strip() == str(ROOT / "src")
    assert {path.name for path in (ROOT / "src").iterdir() if path.suffix == ""} == set(
        INSTALLED.values()
    )


@whole("test_wheels_of_the_same_files_get_the_same_bytes")
def test_two_builds_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    second = _built(tmp_path / "source", tmp_path / "wheel")
    assert second.read_bytes() == wheel.read_bytes()


def test_archives_of_the_same_files_get_the_same_bytes(tmp_path: Path) -> None:
    """Whoever packs them, when and in which order, and as often as one likes."""
    for number in (1, 2):
        source = tmp_path / f"of-{number}" / "lovgraf"
        source.mkdir(parents=True)
        for name in ("a", "b")[:: 1 if number == 1 else -1]:
            (source / name).write_text(name * 3)
            os.utime(source / name, (number, number))
        (source / "a").chmod(0o600 if number == 1 else 0o644)
        with tarfile.open(tmp_path / f"{number}.tar.gz", "w:gz") as packed:
            packed.add(source, "lovgraf", recursive=False)
            for path in source.iterdir():
                packed.add(path, f"lovgraf/{path.name}")
    script, names = ROOT / ".ci" / "same_bytes.py", ["1.tar.gz", "2.tar.gz", "2.tar.gz"]
    env = os.environ | {"SOURCE_DATE_EPOCH": "1417392000"}
    command = [sys.executable, str(script), *names]
    subprocess.run(command, cwd=tmp_path, env=env, check=True, timeout=60)
    assert (tmp_path / "1.tar.gz").read_bytes() == (tmp_path / "2.tar.gz").read_bytes()
    with tarfile.open(tmp_path / "1.tar.gz") as packed:
        assert packed.getnames() == ["lovgraf", "lovgraf/a", "lovgraf/b"]
        found = packed.extractfile("lovgraf/b")
        assert found is not None
        assert found.read() == b"bbb"
        assert {member.mtime for member in packed} == {1417392000}


def test_wheels_of_the_same_files_get_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the umask of whoever packs them."""
    content = {"lovgraf/a.py": b"a = 1\n", "lovgraf-1.dist-info/RECORD": b"lovgraf/a.py,,\n"}
    for umask in ("022", "077"):
        own = tmp_path / umask
        own.mkdir()
        pack = (
            f"import os; os.umask(0o{umask})\nimport zipfile\n"
            f"with zipfile.ZipFile('one.whl', 'w', zipfile.ZIP_DEFLATED) as made:\n"
            f"    for name, content in {content}.items():\n"
            "        open('one', 'wb').write(content)\n"
            "        made.write('one', name)\n"
            "        os.unlink('one')\n"
        )
        subprocess.run([sys.executable, "-c", pack], cwd=own, check=True, timeout=60)
    made = [tmp_path / umask / "one.whl" for umask in ("022", "077")]
    assert made[0].read_bytes() != made[1].read_bytes()
    env = os.environ | {"SOURCE_DATE_EPOCH": "1417392000"}
    script = [sys.executable, str(ROOT / ".ci" / "same_bytes.py"), *map(str, made)]
    subprocess.run(script, env=env, check=True, timeout=60)
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == content
        assert {one.external_attr >> 16 for one in packed.infolist()} == {0o100644}
        assert {one.date_time for one in packed.infolist()} == {(2014, 12, 1, 0, 0, 0)}


def test_metadata_names_licence_python_and_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = archive.read(name).decode()
    assert "\nLicense-Expression: EUPL-1.2\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    licence = name.replace("METADATA", "licenses/LICENSE")
    assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
    points = archive.read(name.replace("METADATA", "entry_points.txt")).decode()
    assert "lovgraf = lovgraf.cli:main" in points


@whole("test_every_file_of_the_packages_is_in_the_wheel_and_nothing_else")
def test_the_installed_command_works_elsewhere(installed: Path, tmp_path: Path) -> None:
    command = str(installed / "bin" / "lovgraf")
    if WHOLE:  # as do the pages, below
        law = _run([command, "law", "--as-of", "2014-12-01"], tmp_path, installed)
        assert law.returncode == 0, law.stderr
        assert "Digital Post" in law.stdout
    shutil.copy(ROOT / "examples" / "payments.csv", tmp_path)  # about them there are fewest norms
    check = [command, "check", "payments.csv", "--as-of", "2026-06-10", "--format", "json"]
    result = _run([*check, "--output", "result.json"], tmp_path, installed)
    assert result.returncode in (0, 1), result.stderr
    assert '"norms"' in (tmp_path / "result.json").read_text(encoding="utf-8")


@whole("test_the_installed_command_works_elsewhere")
def test_the_installed_pages_work_elsewhere(installed: Path, tmp_path: Path) -> None:
    code = (
        "import lovgraf, lovgraf_web; print(lovgraf.__file__, lovgraf_web.__file__); "
        "client = lovgraf_web.create_app().test_client(); "
        "pages = [client.get(p) for p in ('/da/law', '/static/site.css', '/healthz')]; "
        "print([page.status_code for page in pages]); print('Digital Post' in pages[0].text)"
    )
    done = _run([sys.executable, "-c", code], tmp_path, installed)
    where, answers, told = done.stdout.splitlines()
    assert where.count(str(installed)) == 2, where
    assert answers == "[200, 200, 200]", done.stderr
    assert told == "True"
