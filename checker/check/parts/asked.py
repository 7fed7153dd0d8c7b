"""What a check of several files was asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lovgraf.check.receipt import file_digest
from lovgraf.core.cache import program_digest, stable_text
from lovgraf.core.fail_on import DEFAULT_FAIL_ON
from lovgraf.law.view import Law
from lovgraf.readers.inputs import InputFile


@dataclass(frozen=True)
class Asked:
    """What a check was asked for: the arguments of `check_dataset` that a result follows from."""

    as_of: date
    law: Law
    mapping: Path | None = None
    record_type: str | None = None
    complete: tuple[str, ...] = ()
    engine: str = "columns"
    fail_on: frozenset[str] = DEFAULT_FAIL_ON
    show_values: bool = False
    exact: bool = False
    accept_unread: tuple[str, ...] = ()
    all_norms: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """What a table is checked with, in whichever way it was opened."""
        return {
            "as_of": self.as_of, "law": self.law, "mapping": self.mapping, "engine": self.engine,
            "fail_on": self.fail_on, "show_values": self.show_values, "exact": self.exact,
            "all_norms": self.all_norms,
        }  # fmt: skip

    def key(self, file: InputFile, digest: str) -> str:
        """A hash of all that the result of a file follows from."""
        parts = [
            program_digest(), self.law.source.digest, digest, file.name,
            file_digest(self.mapping) if self.mapping else "",
            stable_text((self.as_of.isoformat(), self.record_type, sorted(self.complete))),
            stable_text((self.engine, self.fail_on, self.show_values, self.exact)),
            stable_text((sorted(self.accept_unread), file.sheet)),
            stable_text((self.law.profile, self.all_norms)),
        ]  # fmt: skip
        text = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:40]
