"""The usual values of a column: those that the data engine reads by itself, without a second look.

A row of usual values is the rule, and its words of items can be looked up. Whatever is not usual (a
rare spelling, a flaw, a value out of range) sends the whole row through the column's `ColumnSql`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

NAMED = 120
"""Usual values that get a comparison of their own; only the rows left over reach the later ones."""

_FEW = 3
"""Listed values from which a search is faster than one comparison after the other."""

AMOUNT = "[0-9]{1,15}([.,][0-9]{1,2})?"
"""What a number with decimals is as a rule."""

PLACES = 254
"""Values that have a place of their own, at most."""

DIGITS = {"CprNumber": 10, "CvrNumber": 8}
"""How many digits a usual value of a format has."""
MARKED = {"CprNumber": 6}
"""After how many of them one of the `MARKS` may stand, which is left out."""
MARKS = " -"


class Told(Struct, frozen=True):
    """What a text says: its value, SQL of that, and the flaw that is reported of it."""

    value: object
    literal: str
    flaw: str | None


@dataclass(frozen=True)
class Plain:
    """How usual values of a column are told.

    `blank` is an SQL condition that there is none, `blank_value` SQL of what a blank is read as.
    Either `values` lists the usual values, each by an SQL condition with SQL of what it is read as,
    most frequent first; or `parsed` is SQL for the typed value of every usual value, NULL for
    others. `total` says that every value is usual, `digits` that usual values have so many digits
    (once a mark after `marked` of them is left out, where that is not 0).
    `spellings` are the listed values as `written`, where each is told by being equal to its own;
    `truth` is a column that is yes (the first listed value), no (the second) or blank itself.
    `source` is SQL of the column that all this is about, `form` the form of its dates, if it holds
    texts; `nulls` are its texts that are blanks; `common` says that no mapping gives its texts a
    meaning of their own. `column` is SQL of the column as the file has it, of which `source` is the
    text; `parts` are those of several columns that give it together. `told` says of any other text
    what it says, None where only the data engine can tell; `others` is SQL of values that only such
    texts were seen to say.
    """

    blank: str
    blank_value: str
    parsed: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    total: bool = False
    digits: int = 0
    marked: int = 0
    written: str | None = None
    spellings: tuple[str, ...] = ()
    truth: str | None = None
    source: str | None = None
    form: str | None = None
    nulls: frozenset[str] = frozenset()
    common: bool = False
    column: str | None = None
    parts: tuple[str, ...] = ()
    told: Callable[[str], Told | None] | None = field(default=None, compare=False, repr=False)
    others: tuple[str, ...] = ()
    amounts: bool = False
    """Whether numbers are read by the engine's own parser where they are `AMOUNT`."""

    @property
    def own_column(self) -> str:
        """SQL of a column of the file that gives a text as it is: of several that give one fact
        together the first, where the others give nothing."""
        return self.column or self.parts[0]

    @property
    def default(self) -> bool:
        """Whether a blank is read as a value."""
        return self.blank_value != "NULL" and not self.blank_value.startswith("CAST(NULL ")

    def value(self, parsed: str | None) -> str:
        """SQL for the typed value of a usual value; `parsed` is that of `parsed`."""
        if parsed is not None:
            if not self.default:
                return parsed
            return f"CASE WHEN {self.blank} THEN {self.blank_value} ELSE {parsed} END"
        return self._cases([value for _, value in self.values], self.blank_value, "NULL")

    def place(self, unusual: int) -> str:
        """SQL for the place of a listed value, counted from 1; 0 for a blank."""
        if len(self.spellings) > _FEW:
            listed = ", ".join("'" + text.replace("'", "''") + "'" for text in self.spellings)
            code = f"enum_code(TRY_CAST({self.written} AS ENUM ({listed})))::UTINYINT"
            return (
                f"CASE WHEN {self.blank} THEN 0::UTINYINT "
                f"ELSE coalesce({code} + 1::UTINYINT, {unusual}::UTINYINT) END"
            )
        places = [f"{n}::UTINYINT" for n in range(1, len(self.values) + 1)]
        return self._cases(places, "0::UTINYINT", f"{unusual}::UTINYINT")

    def unusual(self, parsed: str) -> str | None:
        """SQL condition that a value is not usual, where values are parsed; None: never."""
        if self.total:
            return None
        strange = f"{parsed} IS NULL AND NOT {self.blank}"
        return f"({self.blank} OR {strange})" if self.digits and self.default else f"({strange})"

    @property
    def listed(self) -> list[str]:
        """SQL of the values that have a place, in the order of their places."""
        return [*(value for _, value in self.values), *self.others]

    def _cases(self, results: Sequence[str], blank: str, otherwise: str) -> str:
        conditions = [condition for condition, _ in self.values]
        branches = [(self.blank, blank), *zip(conditions, results, strict=True)]
        if self.total:
            otherwise = branches.pop()[1]
        shown = " ".join(f"WHEN {condition} THEN {result}" for condition, result in branches)
        return f"CASE {shown} ELSE {otherwise} END" if shown else otherwise
