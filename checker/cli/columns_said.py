"""What the columns of a file are, as the command itself says it: a mapping of a few words."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lovgraf.core.errors import InputError
    from lovgraf.facts.vocabulary import FactVocabulary

_OPTION = "--column"
"""What messages call the mapping."""


def mapping_of(
    said: Sequence[str], mapping: Path | None, facts: FactVocabulary, held: ExitStack
) -> Path | None:
    """The mapping that says what is said of columns (`HEADING=COLUMN`; `HEADING=` leaves one out),
    as a file that goes with `held`; else the one that is given. Raises `InputError` for both, and
    for what names no column."""
    if not said:
        return mapping
    if mapping is not None:
        raise _error(
            "--column og --mapping kan ikke bruges sammen; skriv det i mappingen.",
            "--column and --mapping do not go together; write it into the mapping.",
        )
    from lovgraf.core.private import PrivateFolder
    from lovgraf.readers.csvw_writing import write_mapping

    headers, names, shows = zip(*(_column(one, facts) for one in said), strict=True)
    who = [place for place, one in enumerate(shows) if one]
    path = held.enter_context(PrivateFolder()) / _OPTION
    written = write_mapping(_OPTION, headers, names, facts, None, who=who)
    path.write_text(written, encoding="utf-8")
    return path


def _column(said: str, facts: FactVocabulary) -> tuple[str, str | None, bool]:
    """A heading, and the canonical name of the column that it is said to be; None leaves it out,
    but for what is said to say who somebody is (True)."""
    from lovgraf.core.safe import plain
    from lovgraf.readers.headers import book_of, did_you_mean, suggestion
    from lovgraf.readers.who import Who

    header, mark, name = (part.strip() for part in said.rpartition("="))
    if not mark or not header:
        raise _error(
            "--column skrives som OVERSKRIFT=KOLONNE, fx --column 'Status=cpr_status'.",
            "--column is written as HEADING=COLUMN, such as --column 'Status=cpr_status'.",
        )
    if not name:
        return header, None, False
    found = book_of(facts).candidates(name)
    if len(found) == 1:
        return header, min(found), False
    if not found and Who(facts).called(name):
        return header, None, True
    hint = did_you_mean(suggestion(name, sorted(found) or facts.columns))
    raise _error(
        f"--column: {plain(name)} er ikke netop én kolonne; lovgraf columns viser dem.{hint.da}",
        f"--column: {plain(name)} is not exactly one column; lovgraf columns lists them.{hint.en}",
    )


def _error(danish: str, english: str) -> InputError:
    from lovgraf.core.errors import InputError

    return InputError(danish, english)
