"""A report of `lovgraf check --format json`, read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from lovgraf.check.untyped import untyped
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.readers.json_keys import RepeatedKey, read_json, repeated_key


class SavedCause(Struct, frozen=True):
    """A cause of a saved report."""

    id: str
    norm: str
    provision: str
    verdict: str
    message: Text
    count: int


class SavedRun(Struct, frozen=True):
    """What a saved report says. `ids` and `rows` count the findings, those of verdicts left open
    among them, by (cause, id) and (cause, file and row); `ids` is None where the report was written
    without `--show-values`, or lists a record that has no id."""

    name: str
    as_of: date
    records: int
    causes: Mapping[str, SavedCause]
    ids: Counter[tuple[str, str]] | None
    rows: Counter[tuple[str, str]]
    receipt: Mapping[str, str]
    labels: Mapping[str, Text]
    untyped: int = 0
    """How many records say a type that cannot be read; no rule was asked of them."""


def read_run(path: Path) -> SavedRun:
    """Read a report. Raises `InputError` for what is no JSON report of `lovgraf check`."""
    try:
        text = path.read_text("utf-8-sig")
        return _run(path.name, read_json(text))
    except RepeatedKey as error:
        raise repeated_key(text, error.key, path.name) from None
    except FileNotFoundError:
        raise InputError(
            "Filen findes ikke; kontrollér stien.",
            "There is no such file; check the path.",
            path.name,
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(
            "Filen er ikke en rapport fra lovgraf check --format json.",
            "The file is no report of lovgraf check --format json.",
            path.name,
        ) from None


def _run(name: str, report: dict[str, Any]) -> SavedRun:
    causes = {str(cause["cause"]): _cause(cause) for cause in report["causes"]}
    findings = [
        (str(f["cause"]), f["id"], f"{f.get('file', '')}:{f['row']}")
        for f in (*report["findings"], *report.get("open_findings", ()))
    ]
    named = all(identity is not None for _, identity, _ in findings)
    flaws = report.get("record_quality", ())
    return SavedRun(
        name,
        date.fromisoformat(report["as_of"]),
        int(report["records"]),
        causes,
        Counter((cause, str(i)) for cause, i, _ in findings) if named else None,
        Counter((cause, row) for cause, _, row in findings),
        {str(key): str(value) for key, value in report["receipt"].items()},
        {str(n["norm"]): _text(n["title"]) for n in report["norms"]},
        sum(int(flaw["count"]) for flaw in flaws if untyped(flaw["code"], flaw["column"])),
    )


def _cause(cause: dict[str, Any]) -> SavedCause:
    return SavedCause(
        str(cause["cause"]),
        str(cause["norm"]),
        str(cause["provision"]),
        str(cause["verdict"]),
        _text(cause["message"]),
        int(cause["count"]),
    )


def _text(both: dict[str, Any]) -> Text:
    return Text(str(both["da"]), str(both["en"]))
