"""The wheel holds all data and works outside its checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("checker", "web", "ontology", "shapes")
FILES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")


def _run(
    command: list[str], cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_", "PYTEST"))}
    if path is not None:
        env |= {"PYTHONPATH": str(path)}
    return subprocess.run(command, cwd=cwd, env=env, text=True, capture_output=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, so that nothing old in `build/` gets in."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for folder in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(ROOT / folder, source / folder, ignore=ignored)
    for name in FILES:
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target)]
    done = _run([*build, str(source)], source)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed into, alone."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = _run([*pip, "--no-deps", "--no-index", "--target", str(target), str(wheel)], target)
    assert done.returncode == 0, done.stderr
    return target


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert expected - inside == set()
    assert any(name.startswith("ontology/") and name.endswith(".ttl") for name in inside)
    assert any(name.startswith("shapes/") and name.endswith(".ttl") for name in inside)
    others = {name for name in inside - expected if ".dist-info/" not in name}
    assert others == set()


def test_metadata_names_licence_python_and_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = archive.read(name).decode()
    assert "\nLicense-Expression: EUPL-1.2\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    licence = name.replace("METADATA", "licenses/LICENSE")
    assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
    points = archive.read(name.replace("METADATA", "entry_points.txt")).decode()
    assert "lovgraf = checker.cli:main" in points


def test_the_installed_command_works_elsewhere(installed: Path, tmp_path: Path) -> None:
    where = _run(
        [sys.executable, "-c", "import checker, web; print(checker.__file__, web.__file__)"],
        tmp_path,
        installed,
    )
    assert where.stdout.count(str(installed)) == 2, where.stdout + where.stderr
    command = str(installed / "bin" / "lovgraf")
    law = _run([command, "law", "--as-of", "2014-12-01"], tmp_path, installed)
    assert law.returncode == 0, law.stderr
    assert "Digital Post" in law.stdout
    shutil.copy(ROOT / "examples" / "persons.csv", tmp_path)
    check = [command, "check", "persons.csv", "--as-of", "2014-12-01", "--format", "json"]
    result = _run([*check, "--output", "result.json"], tmp_path, installed)
    assert result.returncode in (0, 1), result.stderr
    assert '"norms"' in (tmp_path / "result.json").read_text(encoding="utf-8")


def test_the_installed_pages_work_elsewhere(installed: Path, tmp_path: Path) -> None:
    code = (
        "from web import create_app; client = create_app().test_client(); "
        "print([client.get(p).status_code for p in ('/da/law', '/static/site.css', '/healthz')])"
    )
    done = _run([sys.executable, "-c", code], tmp_path, installed)
    assert done.stdout.strip() == "[200, 200, 200]", done.stderr
