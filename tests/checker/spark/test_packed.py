"""An environment of Python that is sent along to the workers, as docs/spark.md says."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.standalone import Standalone
from tests.places import ROOT

pytestmark = pytest.mark.slow
CHECK = [sys.executable, "-c", "from lovgraf.cli import main; main()", "check"]


def packed(folder: Path) -> Path:
    """An environment that finds its packages in this one's, and tells in `ran` that it was used."""
    environment = folder / "env"
    making = [sys.executable, "-m", "venv", "--copies", "--without-pip", str(environment)]
    subprocess.run(making, check=True, timeout=300)
    (packages,) = (environment / "lib").glob("python*/site-packages")
    here = {path for path in sys.path if path.endswith("site-packages")}
    (packages / "here.pth").write_text("\n".join({*here, sysconfig.get_path("purelib")}))
    told = folder / "ran"
    (packages / "told.pth").write_text(f"import pathlib; pathlib.Path({str(told)!r}).touch()\n")
    with tarfile.open(folder / "env.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(environment, ".")
    return folder / "env.tar.gz"


@pytest.fixture
def free(standalone: Standalone) -> Iterator[Standalone]:
    """The cluster, with a worker whose core no session of another test holds."""
    (worker,) = standalone.workers(1)
    yield standalone
    standalone.kill(worker)


def test_workers_run_the_environment_that_is_sent_along(free: Standalone, tmp_path: Path) -> None:
    archive = packed(tmp_path)
    conf = tmp_path / "conf"
    conf.mkdir()
    settings = (free.conf / "spark-defaults.conf").read_text()
    (conf / "spark-defaults.conf").write_text(
        f"{settings}spark.archives {archive.as_uri()}#env\nspark.pyspark.python ./env/bin/python\n"
    )
    data = tmp_path / "payments.csv"  # of the kind of record with the fewest norms
    data.write_bytes(b"".join((ROOT / "examples/payments.csv").read_bytes().splitlines(True)[:3]))
    environment = {**os.environ, "SPARK_CONF_DIR": str(conf)}
    environment.pop("PYSPARK_PYTHON", None)
    done = subprocess.run(
        [*CHECK, str(data), "--as-of", "2026-06-10", "--engine", "spark", "--master"]
        + [free.url, "--format", "json", "--output", str(tmp_path / "r.json")],
        env=environment, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert (tmp_path / "r.json").exists()
    assert (tmp_path / "ran").exists()
