"""Which heading a reader took for which fact, and which code a word means, for the next upload.

Of headings and words only hashes are kept: nothing of what a file says can be read from them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lovgraf.facts.fact import Column
from lovgraf.facts.spelling import squeeze
from lovgraf_web.jobs.application import MAPPINGS, jobs
from lovgraf_web.jobs.settings import replace as write
from lovgraf_web.pages.dataset.choices import Choice, Chosen

_MOST = 2_000
"""Headings of a reader that are remembered, the last ones."""


def remember(owner: str, columns: Iterable[Choice], given: Chosen) -> None:
    """Keep what was chosen for columns that are not known by their headings."""
    path = _path(owner)
    kept = _read(path)
    for column, name in zip(columns, given.names, strict=True):
        if not column.header.strip() or (
            column.known == name and not given.codes.get(column.place)
        ):
            continue
        codes = given.codes.get(column.place, {})
        key = _hash(owner, squeeze(column.header))
        kept.pop(key, None)
        kept[key] = {
            "name": name,
            "codes": {_hash(owner, word): code for word, code in codes.items()},
        }
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write(path, json.dumps(dict(list(kept.items())[-_MOST:])))


def recalled(
    owner: str, columns: Iterable[Choice], facts: Mapping[str, Column]
) -> tuple[Choice, ...]:
    """Columns as this reader took them before, where the fact is still among the `facts`."""
    kept = _read(_path(owner))
    return tuple(_recalled(owner, column, kept, facts) for column in columns)


def _recalled(
    owner: str, column: Choice, kept: dict[str, Any], facts: Mapping[str, Column]
) -> Choice:
    found = kept.get(_hash(owner, squeeze(column.header)))
    if found is None or (found["name"] is not None and found["name"] not in facts):
        return column
    column = column.read_as(facts.get(found["name"]))
    codes = tuple(
        (word, found["codes"].get(_hash(owner, word), code)) for word, code in column.codes
    )
    return replace(
        column, name=found["name"], suggested=found["name"] or column.suggested, how="before",
        codes=codes, left=found["name"] is None,
    )  # fmt: skip


def _path(owner: str) -> Path:
    return jobs().root / MAPPINGS / f"{_hash(owner, 'mapping')}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(owner: str, text: str) -> str:
    return hashlib.sha256(f"{owner}\n{text}".encode()).hexdigest()[:32]
