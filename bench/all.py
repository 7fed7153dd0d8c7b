"""`python -m bench.all`: every table of `docs/performance.md` in one run.

The parts run one after another, each as a program of its own whose lines appear as they come. A
part that is not done when its minutes are up is ended, and what was left out is named at the end.
The registers that nobody here made come first and have most of the time.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from lovgraf.core.private import PrivateFolder

_SPARE = 0.75
"""The share of its minutes after which a part that is told them begins nothing more."""


@dataclass(frozen=True)
class Part:
    """A program of `bench`: its share of all minutes, at most, and whether it is told them."""

    name: str
    share: float
    told: bool = False

    def command(self, minutes: float, more: Sequence[str] = ()) -> list[str]:
        """How it is run."""
        until = ["--minutes", f"{_SPARE * minutes:.1f}"] if self.told else []
        return [sys.executable, "-u", "-m", self.name, *until, *more]


PARTS = (
    Part("bench.foreign", 0.47, told=True),
    Part("bench", 0.12),
    Part("bench.spark", 0.07),
    Part("bench.rdf", 0.07),
    Part("bench.queries", 0.09),
    Part("bench.assess", 0.03),
    Part("bench.web", 0.04),
    Part("bench.cold", 0.03),
    Part("bench.presumptions", 0.02),
    Part("bench.interview", 0.06, told=True),
)
"""In their order; what all take at most is all the time that there is."""


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(prog="python -m bench.all", description=__doc__)
    parser.add_argument("--minutes", type=float, default=150, help="when all has ended")
    parser.add_argument("--only", help="parts by name, with commas between")
    options = parser.parse_args()
    names = options.only.split(",") if options.only else [part.name for part in PARTS]
    end, ends = time.monotonic() + 60 * options.minutes, dict[str, int | None]()
    for part in PARTS:
        if part.name not in names:
            continue
        seconds = min(60 * part.share * options.minutes, end - time.monotonic())
        print(f"\n== python -m {part.name}", flush=True)
        # What a part leaves that was ended goes with its folder.
        with PrivateFolder() as work:
            os.environ["TMPDIR"] = str(work)
            ends[part.name] = done(part.command(seconds / 60), seconds) if seconds > 0 else None
    for name, status in ends.items():
        if status != 0:
            why = "its minutes were up" if status is None else "it failed, see above"
            print(f"not measured to its end, {why}: {name}")
    if any(ends.values()):
        raise SystemExit(1)


def done(command: Sequence[str], seconds: float) -> int | None:
    """Run a command with all that it starts for so many seconds at most; how it ended, None where
    it was ended."""
    process = subprocess.Popen(list(command), stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


if __name__ == "__main__":
    main()
