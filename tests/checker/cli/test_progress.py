"""How far the work is: on a terminal, or in lines where asked for."""

from __future__ import annotations

import sys

import pytest

from lovgraf.core.terms import Text
from tests.checker.cli.said import Capture


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from lovgraf.cli.progress import progress_bar

    with progress_bar("da") as tell:
        assert tell is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress_bar("da") as tell:
        assert tell is not None
        tell(None, Text("Læser", "Reading"))
        tell(0.5, Text("Læser", "Reading"))


def test_progress_is_told_in_lines_where_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from lovgraf.cli.progress import progress_bar

    clock = iter([0.0, 1.0, 5.0, 21.0])
    monkeypatch.setattr("lovgraf.cli.progress.time.monotonic", lambda: next(clock))
    with progress_bar("en", lines=True) as tell:
        assert tell is not None
        for fraction in (None, 0.2, 0.7):
            tell(fraction, Text("Læser", "Reading\nrows"))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "lovgraf: Reading rows", "lovgraf: Reading rows (70 %, 0:00:09 left)",
    ]  # fmt: skip
