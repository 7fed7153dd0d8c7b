"""What the command line said, in this process and as a program."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

PROGRAM = [sys.executable, "-c", "from lovgraf.cli import main; main()"]

HEEDING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""Who runs the tests in the background has SIGINT ignored, and so would a child."""
LISTENING = [sys.executable, "-c", HEEDING + "from lovgraf.cli import main; main()"]
"""The program as one starts it from a terminal."""

Capture = pytest.CaptureFixture[str]


def one_line(capsys: Capture) -> str:
    """What stands on standard error: exactly one line; nothing on standard output."""
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("lovgraf: ")
    assert captured.err.count("\n") == 1
    assert captured.err.endswith("\n")
    return captured.err


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line as a program of its own, in Danish unless `env` says otherwise."""
    options.setdefault("timeout", 300)
    environment = {**os.environ, "LOVGRAF_LANG": "da", **options.pop("env", {})}
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment, capture_output=True, encoding="utf-8", check=False, **options,
    )  # fmt: skip
