"""One thing that shapes ask for and that would not be checked."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.readers.triples.places import Places

Triple = tuple[Node, Node, Node]


class Finding(Struct, frozen=True):
    """What is not checked, and the triple that says so.

    `drop` are the triples that have to go so that the rest can be checked; where `hard`, no
    rest can be checked rightly.
    """

    what: Text
    triple: Triple
    drop: tuple[Triple, ...] = ()
    shape: Node | None = None
    hard: bool = False


class NotChecked(Struct, frozen=True):
    """What a report lists as not checked, with the shape and where it stands, as far as known."""

    what: Text
    shape: Node | None
    file: str | None
    line: int | None

    def said(self) -> Text:
        """What it is and where."""
        if self.line is None:
            return self.what
        return Text(f"linje {self.line}: {self.what.da}", f"line {self.line}: {self.what.en}")


_MOST = 5


def listed(found: Iterable[Finding], places: Places) -> tuple[NotChecked, ...]:
    """Findings in the order of the files, each thing at each place once."""
    rows = {NotChecked(f.what, f.shape, *places.of(f.triple)): None for f in found}
    seen: dict[tuple[str, str | None, int | None], NotChecked] = {}
    for row in sorted(rows, key=_order):
        seen.setdefault((row.what.en, row.file, row.line), row)
    return tuple(seen.values())


def refusal(rows: tuple[NotChecked, ...], hard: bool) -> InputError:
    """The error for what would not be checked; `hard` where nothing helps but mending it."""
    said = [row.said() if n else row.what for n, row in enumerate(rows[:_MOST])]
    da, en = "; ".join(text.da for text in said), "; ".join(text.en for text in said)
    if len(rows) > _MOST:
        da, en = f"{da}; og {len(rows) - _MOST} til", f"{en}; and {len(rows) - _MOST} more"
    other = Text("", "")
    if not hard:
        other = Text(
            ", eller lad det ude (--ignore-unknown)", ", or leave it out (--ignore-unknown)"
        )
    da, en = (text if text.endswith("?") else f"{text}." for text in (da, en))
    return InputError(
        f"Formerne kræver noget, som ikke ville blive kontrolleret: {da} Ret det{other.da}.",
        f"The shapes ask for what would not be checked: {en} Mend it{other.en}.",
        rows[0].file,
        rows[0].line,
    )


def _order(row: NotChecked) -> tuple[str, int, str, str]:
    return row.file or "", row.line or 0, row.what.en, str(row.shape)
