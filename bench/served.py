"""`lovgraf serve` as a process of its own, and what it and its processes use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_SERVE = "from lovgraf_web import serve; serve(port=0)"


@dataclass
class Served:
    """A server: the address of its endpoint, and its process."""

    address: str
    pid: int
    spent: dict[int, float]

    def megabytes(self, deepest: int | None = None) -> float:
        """Memory of the server and its processes, what they share counted once; 0 where the
        system does not tell. `deepest` leaves out what descends from it by more steps."""
        total = 0
        for pid in _below(self.pid, deepest):
            total += next(
                (int(line.split()[1]) for line in _lines(pid, "smaps_rollup") if "Pss:" in line), 0
            )
        return total / 1000

    def processor(self) -> float:
        """Seconds of processor time of the server and its processes, ended ones as last seen."""
        for pid in _below(self.pid):
            said = "".join(_lines(pid, "stat")).rpartition(")")[2].split()
            if said:
                self.spent[pid] = (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
        return sum(self.spent.values())


@contextmanager
def served() -> Iterator[Served]:
    """A server on a free port of this machine."""
    command = [sys.executable, "-c", _SERVE]
    quiet = subprocess.DEVNULL  # it logs a line a request
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True) as process:
        assert process.stdout is not None
        try:
            words = process.stdout.readline().split()
            yield Served(f"{words[0]}sparql", process.pid, {})
        finally:
            process.terminate()


def _below(top: int, deepest: int | None = None) -> set[int]:
    """A process and all that descend from it, by so many steps at most."""
    parents = {}
    for folder in _PROC.glob("[0-9]*"):
        said = "".join(_lines(int(folder.name), "stat")).rpartition(")")[2].split()
        if said:
            parents[int(folder.name)] = int(said[1])
    found, steps = {top}, 0
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        if steps == deepest:
            break
        found |= more
        steps += 1
    return found


def _lines(pid: int, name: str) -> list[str]:
    try:
        return (_PROC / str(pid) / name).read_text("ascii").splitlines()
    except OSError:
        return []
