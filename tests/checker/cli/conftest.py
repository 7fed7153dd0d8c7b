"""A stand-in for the checker, which the command line asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import asdict

from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult
from lovgraf.readers.inputs import InputFile


class Checked:
    """Stands in for the checker: hands back a result and remembers what it was asked."""

    def __init__(self, answer: CheckResult | BaseException) -> None:
        self.answer, self.asked = answer, dict[str, Any]()

    def __call__(self, file: InputFile, request: CheckRequest, **more: Any) -> CheckResult:
        self.asked = {"path": file.path, **asdict(request), **more}
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Callable[[CheckResult | BaseException], Checked]:
    """Put a stand-in in the checker's place, with a law of one type of record."""

    def install(answer: CheckResult | BaseException) -> Checked:
        stand_in = Checked(answer)
        facts = SimpleNamespace(record_types={"x": "person", "y": "filing"})
        law = SimpleNamespace(first_day=date(2004, 10, 10), facts=facts)
        monkeypatch.setattr("lovgraf.runs.dataset.check_dataset", stand_in)
        monkeypatch.setattr("lovgraf.law.load_law", lambda extra: law)
        monkeypatch.setattr("lovgraf.cli.values.presuming", lambda law, _name, _default: law)
        return stand_in

    monkeypatch.setenv("LOVGRAF_LANG", "en")
    monkeypatch.delenv("LOVGRAF_DEBUG", raising=False)
    return install
