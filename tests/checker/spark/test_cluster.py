"""A cluster that cannot be used is told in one line, in bounded time."""

from __future__ import annotations

import py_compile
import socket
import stat
import sys
import threading
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from zipimport import zipimporter

import pytest

import lovgraf
from lovgraf.check.spark import java
from lovgraf.check.spark.cluster import Cluster, cluster
from lovgraf.check.spark.failures import translated_failure
from lovgraf.check.spark.looking import Dataset, Given, look_at
from lovgraf.check.spark.shipping import compiled, packed
from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.readers.csvw import NO_MAPPING
from lovgraf.readers.inputs import InputFile


def refused(master: str) -> str:
    """What is said of a master."""
    with pytest.raises(InputError) as told, cluster(master):
        pass
    assert told.value.message.da != told.value.message.en
    return told.value.message.en


def fake_java(folder: Path, said: str) -> str:
    """A program that says what some Java says."""
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(folder)


@pytest.mark.parametrize("master", ["spark:/host", "host:7077", "local[x]", "yarn-client", ""])
def test_what_is_no_master(master: str) -> None:
    assert "--master is no address" in refused(master)


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert "pip install 'lovgraf[spark]'" in refused("local[1]")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, "there is none"),
        ('openjdk version "11.0.2" 2019-01-15', "this one is 11"),
        ('java version "1.8.0_281"', "this one is 8"),
        ("no idea", "this one is unknown"),
        ('openjdk version "25.0.1" 2025-10-21', "lacks the module jdk.incubator.vector"),
    ],
)
def test_a_java_that_spark_does_not_start_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str | None, expected: str
) -> None:
    home = str(tmp_path) if said is None else fake_java(tmp_path, said)
    monkeypatch.setenv("JAVA_HOME", home)
    with pytest.raises(InputError, match=expected):
        java.require_java()


@pytest.mark.slow
def test_a_master_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lovgraf.check.spark.cluster.require_java", lambda: None)
    pytest.importorskip("pyspark", reason="SPARK NOT TESTED: pyspark is not installed")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        assert "master does not answer" in refused(f"spark://127.0.0.1:{port}")


def test_what_waits_for_workers_that_do_not_come_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a driver that is alone is told of it; what it waits for fails as it is cancelled."""
    cancelled = threading.Event()
    alone = SimpleNamespace(getExecutorMemoryStatus=lambda: SimpleNamespace(size=lambda: 1))
    context = SimpleNamespace(
        _jsc=SimpleNamespace(sc=lambda: alone), cancelAllJobs=cancelled.set, stop=lambda: None
    )
    monkeypatch.setenv("LOVGRAF_SPARK_WAIT", "0.1")
    running = Cluster(context, local=False)

    def action() -> None:
        assert cancelled.wait(60)
        raise RuntimeError("Job 1 was cancelled")

    try:
        with pytest.raises(InputError, match=r"had no worker for 0 seconds.*LOVGRAF_SPARK_WAIT"):
            running.run(action)
    finally:
        running.stop()


@pytest.mark.slow
def test_a_file_that_the_workers_cannot_see(tmp_path: Path, law: Law) -> None:
    given = Given(InputFile(tmp_path / "away.csv", "away.csv"), date(2014, 12, 1))
    dataset = Dataset((given,), True, law.facts, NO_MAPPING, None, frozenset(), 1 << 20)
    with pytest.raises(InputError, match="workers cannot read the file"):
        look_at(dataset, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ModuleNotFoundError: No module named 'duckdb.experimental'", "lack the Python package d"),
        ("[PYTHON_VERSION_MISMATCH] Python in worker has different version", "another version"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited", "Java could not start"),
        ('Cannot run program "python9": error=2', "do not find the Python"),
        ("Job aborted: ExecutorLostFailure (executor 1 exited)", "lost its workers"),
        ("boom: ZeroDivisionError: 7301900000", r"could not do the work \(ZeroDivisionError\)"),
    ],
)
def test_what_spark_says_is_told_without_its_text(text: str, expected: str) -> None:
    told = translated_failure(RuntimeError(text))
    with pytest.raises(InputError, match=expected):
        raise told
    assert "7301900000" not in told.message.en + told.message.da


@pytest.mark.slow
def test_the_program_is_packed_the_same_way_each_time(tmp_path: Path) -> None:
    py_compile.compile(str(lovgraf.__file__), doraise=True)  # also where Python keeps no bytecode
    one, other = packed(tmp_path / "a.zip"), packed(tmp_path / "b.zip")
    assert one.read_bytes() == other.read_bytes()
    found = zipimporter(str(one)).find_spec("lovgraf")
    assert found is not None
    assert str(found.origin).endswith(".pyc"), "workers need not compile it"


def test_a_module_goes_along_as_it_is_compiled_here(tmp_path: Path) -> None:
    module = tmp_path / "one.py"
    module.write_text("said = 1\n")
    assert compiled(module) is None
    made = Path(str(py_compile.compile(str(module), doraise=True)))
    code = compiled(module)
    assert code is not None
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.py", "said = 2\n")
        archive.writestr("one.pyc", code)
    assert 1 in zipimporter(str(tmp_path / "a.zip")).get_code("one").co_consts
    made.write_bytes(bytes(4) + made.read_bytes()[4:])
    assert compiled(module) is None, "another Python's"
    py_compile.compile(str(module), doraise=True)
    module.write_text("said = 12\n")
    assert compiled(module) is None, "of what stood there before"
    assert compiled(tmp_path / "data.ttl") is None
