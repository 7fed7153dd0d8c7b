"""All measurements in one run, which ends in time."""

from __future__ import annotations

import os
import sys

import pytest

import bench.all
from bench.all import PARTS, Part, done

QUICK, SLOW = "pass", "import time; time.sleep(60)"


def test_what_is_not_done_in_time_is_ended() -> None:
    assert done([sys.executable, "-S", "-c", QUICK], 30) == 0
    assert done([sys.executable, "-S", "-c", SLOW], 0.1) is None
    assert done([sys.executable, "-S", "-c", "raise SystemExit(2)"], 30) == 2


def test_what_failed_is_told_apart_from_what_had_no_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = {"bench.foreign": 2, "bench.web": None}
    monkeypatch.setattr(bench.all, "done", lambda command, _s: ends.get(command[3], 0))
    monkeypatch.setattr(sys, "argv", ["bench"])
    monkeypatch.setenv("TMPDIR", os.environ.get("TMPDIR", "/tmp"))
    with pytest.raises(SystemExit):
        bench.all.main()
    said = capsys.readouterr().out.splitlines()[-2:]
    assert said[0] == "not measured to its end, it failed, see above: bench.foreign"
    assert said[1] == "not measured to its end, its minutes were up: bench.web"


def test_the_part_of_registers_is_told_when_to_begin_no_more() -> None:
    first = PARTS[0]
    assert first.command(40)[-2:] == ["--minutes", "30.0"]
    assert sum(part.share for part in PARTS) < 1.001
    assert Part("bench.web", 0.1).command(4)[-1] == "bench.web"
