"""A real cluster for the tests of this folder, which run in one process after another.

Where pyspark or a whole Java is absent they are skipped, and say so.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator

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
def standalone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    """A master and two workers, of which one session takes both; a test may add more."""
    spark_is_there()
    found = Standalone(tmp_path_factory.mktemp("spark"))
    with (found.conf / "spark-defaults.conf").open("a") as settings:
        settings.write(SETTINGS)
    try:
        found.workers(2)
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="session")
def running(standalone: Standalone) -> Iterator[Cluster]:
    """A session on the cluster, for all tests that only need some cluster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(standalone.conf))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_DIRS", str(standalone.folder / "scratch"))
        with cluster(standalone.url) as session:
            yield session


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files into parts of a few hundred rows."""
    monkeypatch.setattr("lovgraf.check.spark.check._LEAST", 1 << 15)
