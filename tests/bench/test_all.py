"""All measurements in one run, which ends in time."""

from __future__ import annotations

import sys

from bench.all import PARTS, Part, done

QUICK, SLOW = "pass", "import time; time.sleep(60)"


def test_what_is_not_done_in_time_is_ended() -> None:
    assert done([sys.executable, "-S", "-c", QUICK], 30)
    assert not done([sys.executable, "-S", "-c", SLOW], 0.1)
    assert not done([sys.executable, "-S", "-c", "exit(2)"], 30)


def test_the_part_of_registers_is_told_when_to_begin_no_more() -> None:
    first = PARTS[0]
    assert first.command(40)[-2:] == ["--minutes", "30.0"]
    assert sum(part.share for part in PARTS) < 1.001
    assert Part("bench.web", 0.1).command(4)[-1] == "bench.web"
