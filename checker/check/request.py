"""The request of a check, in one value."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from msgspec import Struct

from lovgraf.check.receipt import file_digest
from lovgraf.core.cache import program_digest, stable_text
from lovgraf.core.fail_on import DEFAULT_FAIL_ON
from lovgraf.law.view import Law
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.table import Reading


class CheckRequest(Struct, frozen=True):
    """What a check is asked for: its result follows from this, from the law, and from the file.

    `engine` is `columns`, or `reference` for HermiT and pySHACL. Records that get a verdict of
    `fail_on` are listed one by one (`undetermined` only by cause). `exact` looks at every row again
    whose kind leaves a verdict open, however many there are (`RowRecheck`). What is presumed of
    records is the law's `profile`; `all_norms` asks norms that the file has no columns for,
    `about` only those of some places in the law (by IRI). The rest is how the file is read
    (`lovgraf.readers.table.Reading`).
    """

    as_of: date
    law: Law
    mapping: Path | None = None
    record_type: str | None = None
    complete: Collection[str] = ()
    engine: str = "columns"
    fail_on: frozenset[str] = DEFAULT_FAIL_ON
    show_values: bool = False
    exact: bool = False
    accept_unread: Collection[str] = ()
    all_norms: bool = False
    about: tuple[str, ...] = ()

    @property
    def reading(self) -> Reading:
        """How a file is read for it."""
        return Reading(
            self.law.at(self.as_of).facts_of_day, self.mapping, self.record_type, self.complete,
            self.show_values, self.accept_unread,
        )  # fmt: skip

    @property
    def how(self) -> str:
        """A hash of how the files are read and what is presumed of them: what a result follows from
        beside the law, its day and the files themselves."""
        parts = [
            file_digest(self.mapping) if self.mapping else "",
            stable_text((self.record_type, sorted(self.complete), sorted(self.accept_unread))),
            stable_text((self.law.profile, self.all_norms)),
            *([stable_text(self.about)] if self.about else ()),
        ]
        return _hash(parts)

    def key(self, file: InputFile, digest: str) -> str:
        """A hash of all that the result of a file follows from."""
        parts = [
            program_digest(), self.law.source.digest, digest, file.name, self.how,
            self.as_of.isoformat(), stable_text(file.sheet),
            stable_text((self.engine, self.fail_on, self.show_values, self.exact)),
        ]  # fmt: skip
        return _hash(parts)


def _hash(parts: Iterable[str]) -> str:
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:40]
