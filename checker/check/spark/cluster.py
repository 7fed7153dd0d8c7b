"""A Spark cluster for the time of one run: started, watched, and left with nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from lovgraf.check.spark.failures import translated_failure
from lovgraf.check.spark.java import require_java
from lovgraf.check.spark.shipping import packed
from lovgraf.core.errors import InputError
from lovgraf.core.extras import not_installed
from lovgraf.core.private import PrivateFolder

T = TypeVar("T")
CONNECT = 5.0
"""Seconds that a master has to answer."""
_MASTER = re.compile(r"(local(\[(\*|[0-9]+)(,[0-9]+)?\])?|spark://.+|k8s://.+|yarn)")
_ENVIRONMENT = {"LOVGRAF_CACHE": "memory"}
"""Workers keep nothing on disk: they cannot tell by files which version they run."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def waiting() -> float:
    """Seconds to wait for workers (`LOVGRAF_SPARK_WAIT`, else 60)."""
    with suppress(ValueError):
        return float(os.environ["LOVGRAF_SPARK_WAIT"]) if "LOVGRAF_SPARK_WAIT" in os.environ else 60
    return 60


class Cluster:
    """A running Spark; `context` is its `SparkContext`."""

    def __init__(self, context: Any, local: bool) -> None:
        self.context = context
        self._local = local
        self._lost = threading.Event()
        self._done = threading.Event()
        self._waiting = waiting()
        if not local:
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()

    @property
    def cores(self) -> int:
        """How many tasks run at once."""
        return int(self.context.defaultParallelism)

    def run(self, action: Callable[[], T]) -> T:
        """What an action gives.

        Raises `InputError` where the cluster fails, or has no worker for longer than `waiting`.
        """
        try:
            return action()
        except InputError:
            raise
        except Exception as error:
            if self._lost.is_set():
                raise _no_workers(self._waiting) from None
            raise translated_failure(error) from None

    def share(self, value: T) -> Any:
        """A value that all tasks can read (`.value`)."""
        return self.context.broadcast(value)

    def over(self, items: list[Any], task: Callable[[Any], Any]) -> Any:
        """A distributed collection with what a task makes of each item, one partition an item."""
        return self.context.parallelize(items, max(len(items), 1)).map(task)

    def stop(self) -> None:
        """End the run on the cluster."""
        self._done.set()
        with suppress(Exception):
            self.context.stop()

    def _watch(self) -> None:
        """Cancel what waits for workers that do not come."""
        step = min(1.0, self._waiting / 4)
        alone = 0.0
        while not self._done.wait(step):
            with suppress(Exception):
                # The driver counts as one.
                there = self.context._jsc.sc().getExecutorMemoryStatus().size() > 1
                alone = 0.0 if there else alone + step
                if alone >= self._waiting:
                    self._lost.set()
                    self.context.cancelAllJobs()


@contextmanager
def cluster(master: str) -> Iterator[Cluster]:
    """Spark with a master, such as `spark://host:7077` or `local[2]`.

    Raises `InputError` where pyspark or Java is not there, or the master does not answer.
    """
    local = master.startswith("local")
    _check_master(master)
    try:
        import pyspark
    except ImportError:
        raise not_installed("spark", "--engine spark", "--engine spark") from None
    require_java()
    _reach(master)
    # What a worker runs in a session of its own must be the Python that runs here.
    if local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with PrivateFolder() as folder:
        files = None if local else [str(packed(folder / "lovgraf.zip"))]
        with _quiet(), _own_interrupt():
            try:
                context = pyspark.SparkContext(
                    conf=_conf(master), pyFiles=files, environment=_ENVIRONMENT
                )
            except Exception as error:
                _end_java()
                raise translated_failure(error) from None
        _choose_python(context)
        running = Cluster(context, local)
        try:
            yield running
        finally:
            running.stop()
            _end_java()


@contextmanager
def _own_interrupt() -> Iterator[None]:
    """Keep what this process does on SIGINT, which pyspark replaces."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    own = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, own)


def _choose_python(context: Any) -> None:
    """Have the workers run the Python that the settings of Spark name, which pyspark heeds only
    where `spark-submit` starts it."""
    named = context.getConf().get("spark.pyspark.python")
    if named and "PYSPARK_PYTHON" not in os.environ:
        context.pythonExec = named


def _conf(master: str) -> Any:
    from pyspark import SparkConf

    conf = SparkConf()
    conf.setMaster(master).setAppName("lovgraf")
    conf.set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false")
    # Spark's own log tells of every error in a task with its text.
    conf.set("spark.log.level", "OFF")
    if master.startswith("local") or _host(master)[0] in _LOOPBACK:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
    return conf


def _check_master(master: str) -> None:
    if not _MASTER.fullmatch(master):
        raise InputError(
            "--master er ikke en adresse på en Spark-klynge, fx spark://vært:7077 eller local[4].",
            "--master is no address of a Spark cluster, such as spark://host:7077 or local[4].",
        )


def _host(master: str) -> tuple[str, int]:
    """The first host and port of a master's address."""
    first = master.removeprefix("spark://").split(",")[0]
    host, _, port = first.rpartition(":")
    return (host or port).strip("[]"), int(port) if host and port.isdigit() else 7077


def _reach(master: str) -> None:
    """Raise `InputError` where none of a standalone cluster's masters answers."""
    if not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        with suppress(OSError), socket.create_connection(_host(address), CONNECT):
            return
    raise InputError(
        "Spark-klyngens master svarer ikke; kontrollér --master, og om klyngen kører.",
        "The Spark cluster's master does not answer; check --master and whether the cluster runs.",
    )


def _no_workers(seconds: float) -> InputError:
    return InputError(
        f"Spark-klyngen har ikke haft en arbejder i {seconds:.0f} sekunder; se, om arbejderne "
        "kører og har ledige kerner. LOVGRAF_SPARK_WAIT ændrer ventetiden.",
        f"The Spark cluster has had no worker for {seconds:.0f} seconds; see whether its workers "
        "run and have free cores. LOVGRAF_SPARK_WAIT changes the wait.",
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Java, which inherits it, write its errors nowhere; `LOVGRAF_DEBUG` shows them."""
    if os.environ.get("LOVGRAF_DEBUG"):
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)


def _end_java() -> None:
    """End the Java process that pyspark started, and let it start another one later."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is None:
        return
    with suppress(Exception):
        gateway.shutdown()
    process = getattr(gateway, "proc", None)
    if process is not None:
        with suppress(Exception):
            process.stdin.close()
            process.wait(20)
        if process.poll() is None:
            process.kill()
            process.wait()
    SparkContext._gateway = SparkContext._jvm = None
