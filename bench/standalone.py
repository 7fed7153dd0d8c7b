"""A standalone Spark cluster on this machine's loopback address: a master and workers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 300.0
"""Seconds that a process has to start: many more than it takes, since others may be at work."""
QUICK = (
    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 "
    "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
"""For a Java that runs for a short time: compiling once, not better and better, takes less, and so
does loading Spark's classes without going through what they do."""
_ADDRESS = re.compile(r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")


class Standalone:
    """A master, and as many workers of one core as were added; ended by `stop`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self._settings()
        log = self._start("master", "org.apache.spark.deploy.master.Master", "--port", "0")
        self.url = _waited(log, self.processes[-1], _ADDRESS)

    def workers(self, number: int) -> list[subprocess.Popen[bytes]]:
        """Add workers, and wait until the master knows them."""
        logs = []
        for _ in range(number):
            name = f"worker{len(self.processes)}"
            logs.append(self._start(
                name, "org.apache.spark.deploy.worker.Worker", "--port", "0", "--cores", "1",
                "--memory", "1g", "--work-dir", str(self.folder / name), self.url,
            ))  # fmt: skip
        for log, process in zip(logs, self.processes[-number:], strict=True):
            _waited(log, process, re.compile("(Successfully registered with master)"))
        return self.processes[-number:]

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """End a worker and what it runs at once, as a machine that loses its power."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End all processes."""
        for process in reversed(self.processes):
            self.kill(process)

    def _settings(self) -> None:
        """What drivers of this cluster take as their defaults (`SPARK_CONF_DIR`)."""
        conf = self.folder / "conf"
        conf.mkdir()
        (conf / "spark-defaults.conf").write_text(
            "spark.driver.memory 512m\nspark.executor.memory 512m\n"
            f"spark.local.dir {self.folder / 'scratch'}\n"
        )
        (conf / "log4j2.properties").write_text(
            "rootLogger.level = info\nrootLogger.appenderRef.stderr.ref = console\n"
            "appender.console.type = Console\nappender.console.name = console\n"
            "appender.console.target = SYSTEM_ERR\nappender.console.layout.type = PatternLayout\n"
            "appender.console.layout.pattern = %m%n\n"
        )
        self.conf = conf

    def _start(self, name: str, main: str, *arguments: str) -> Path:
        import pyspark

        log = self.folder / f"{name}.log"
        environment = os.environ | {
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_CONF_DIR": str(self.conf),
            "SPARK_LOCAL_DIRS": str(self.folder / "scratch"),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": QUICK,
            "SPARK_LAUNCHER_OPTS": QUICK,
            "PYSPARK_PYTHON": sys.executable,
        }
        command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"), main]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--webui-port", "0", *arguments],
                env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return log


def _waited(log: Path, process: subprocess.Popen[bytes], wanted: re.Pattern[str]) -> str:
    """What a process writes at last; raises `TimeoutError` where it does not, or has ended."""
    end = time.monotonic() + PATIENCE
    while True:
        over = process.poll() is not None or time.monotonic() > end
        said = log.read_text(errors="replace")
        if found := wanted.search(said):
            return found[1]
        if over:
            raise TimeoutError(f"{log.stem} has not said {wanted.pattern!r}:\n{said[-2000:]}")
        time.sleep(0.05)
