"""A session of Spark for the tests of this folder, which run in one process after another.

It is one of this machine, unless a test that is tried asks for a real cluster (`on_cluster`): those
are tried where the whole is asked for, and all others on that cluster with them.

Where pyspark or a whole Java is absent they are skipped, and say so.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.standalone import QUICK, Standalone
from lovgraf.check.spark.cluster import Cluster, cluster
from lovgraf.check.spark.java import require_java
from lovgraf.core.errors import InputError

SETTINGS = "spark.cores.max 2\n" + "".join(
    f"spark.{part}.extraJavaOptions {QUICK}\n" for part in ("driver", "executor")
)


def spark_is_there() -> None:
    """Skip where Spark cannot run."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("SPARK NOT TESTED: pyspark is not installed (make spark)")
    try:
        require_java()
    except InputError as error:
        pytest.skip(f"SPARK NOT TESTED: {error}")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment of Python to be sent along (`env.tar.gz`), which finds its
    packages in this one's, and tells in `ran` that it was used."""
    folder = tmp_path_factory.mktemp("environment")
    own = folder / "env"
    making = [sys.executable, "-m", "venv", "--copies", "--without-pip", str(own)]
    subprocess.run(making, check=True, timeout=300)
    (packages,) = (own / "lib").glob("python*/site-packages")
    here = {path for path in sys.path if path.endswith("site-packages")}
    (packages / "here.pth").write_text("\n".join({*here, sysconfig.get_path("purelib")}))
    told = folder / "ran"
    (packages / "told.pth").write_text(f"import pathlib; pathlib.Path({str(told)!r}).touch()\n")
    with tarfile.open(folder / "env.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(own, ".")
    return folder


@pytest.fixture(scope="session")
def standalone(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Standalone]:
    """A master and two workers, of which one session takes both; a test may add more. What runs on
    them is the environment that is sent along, as docs/spark.md says."""
    spark_is_there()
    archive = request.getfixturevalue("environment") / "env.tar.gz"
    found = Standalone(tmp_path_factory.mktemp("spark"))
    with (found.conf / "spark-defaults.conf").open("a") as settings:
        settings.write(SETTINGS)
        settings.write(f"spark.archives {archive.as_uri()}#env\n")
        settings.write("spark.pyspark.python ./env/bin/python\n")
    try:
        found.workers(2)
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="session")
def on_cluster(standalone: Standalone) -> Iterator[Cluster]:
    """A session on the cluster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(standalone.conf))
        patch.delenv("PYSPARK_PYTHON", raising=False)
        patch.setenv("SPARK_LOCAL_DIRS", str(standalone.folder / "scratch"))
        with cluster(standalone.url) as session:
            yield session


@pytest.fixture(scope="session")
def running(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Cluster]:
    """A session for all tests that only need some: on the cluster where one is asked for, else on
    this machine, with one task at a time, each of which may fail once."""
    if any("on_cluster" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield request.getfixturevalue("on_cluster")
        return
    spark_is_there()
    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(
        f"spark.driver.memory 512m\nspark.driver.extraJavaOptions {QUICK}\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LAUNCHER_OPTS", QUICK)
        patch.setenv("SPARK_LOCAL_DIRS", str(folder / "scratch"))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        with cluster("local[1,2]") as session:
            yield session


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files into parts of a few hundred rows."""
    monkeypatch.setattr("lovgraf.check.spark.check._LEAST", 1 << 15)
