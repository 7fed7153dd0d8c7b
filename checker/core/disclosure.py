"""The disclosure of cells of a dataset: as they stand where that was asked for (`--show-values`),
else their shape alone.

A cell is anybody's name, diagnosis or address, whatever its column is called: columns shift, and
headings turn out to be a first record. So nothing in a file is told because of where it stands.
Whatever tells of a cell, a heading or a literal asks here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from unicodedata import category

from msgspec import Struct

from lovgraf.core.terms import Text

LONGEST = 40
"""Characters of a cell that are told."""
_MORE = "…"
_SPACE = re.compile(r"\s", re.ASCII)
_PLAIN = re.compile(r"[ -~]")
_FEW, _MANY = 2, 5
"""So many headings that are known make a row one of headings: few where they are half of it, many
in any case. A record may by chance hold a word or two that are names of columns too."""
_PERSONAL = re.compile(r"\d{4}|@")
_LONGEST_HEADING = 60


def shape(text: str) -> str:
    """A text with `X` and `x` for its letters, `9` for its digits and `*` for signs beyond ASCII.

    The shape of a shape is itself.

    >>> shape("Anna-Sofie, 2. th.")
    'Xxxx-Xxxxx, 9. xx.'
    """
    disclosed = "".join(map(_sign, text[:LONGEST]))
    return disclosed + _MORE if len(text) > LONGEST else disclosed


def _sign(char: str) -> str:
    kind = category(char)
    if kind == "Lu":
        return "X"
    if kind[0] in "LM":
        return "x"
    if kind[0] == "N":
        return "9"
    if _SPACE.fullmatch(char):
        return " "
    return char if _PLAIN.fullmatch(char) else "*"


def disclosed(text: str, show_values: bool) -> str:
    """A cell as it may be told."""
    return text if show_values else shape(text)


def cut(text: str) -> str:
    """A cell with no more characters than are told of one."""
    return text[:LONGEST] + _MORE if len(text) > LONGEST else text


def disclosed_values(values: Iterable[str], show_values: bool) -> list[str]:
    """Cells as they may be told, each once."""
    return list(dict.fromkeys(disclosed(value, show_values) for value in values))


def told_apart(counts: Mapping[str, int], show_values: bool) -> dict[str, Text]:
    """Words of a column as they may be told, by how often each is there where several have one
    shape: of a *H* and a *M* one can tell at least which is the frequent one."""
    shapes = Counter(shape(word) for word in counts)
    if show_values:
        return {word: Text(word, word) for word in counts}
    found = dict[str, Text]()
    order = sorted(counts, key=lambda word: (-counts[word], word))
    for number, word in enumerate(order, 1):
        masked = shape(word)
        found[word] = Text(masked, masked) if shapes[masked] == 1 else Text(
            f"{masked} (ord nr. {number}, {counts[word]} gange)",
            f"{masked} (word no. {number}, {counts[word]} times)",
        )  # fmt: skip
    return found


def disclosed_sql(text: str, show_values: bool) -> str:
    """The same of an SQL expression, in the data engine; never more than `LONGEST` characters."""
    found = f"left({text}, {LONGEST})"
    if not show_values:
        for pattern, sign in _PATTERNS:
            found = f"regexp_replace({found}, '{pattern}', '{sign}', 'g')"
    return f"{found} || CASE WHEN length({text}) > {LONGEST} THEN '{_MORE}' ELSE '' END"


_PATTERNS = (
    (r"\p{Lu}", "X"),
    (r"[\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{M}]", "x"),
    (r"\p{N}", "9"),
    (r"[\t\n\v\f\r]", " "),
    (r"[^ -~]", "*"),
)


class Headings(Struct, frozen=True):
    """The headings of a file as they may be told: as they stand where they were asked for, or where
    enough of them are known that the row is one of headings; else their shape and place."""

    headers: Sequence[str]
    as_written: bool

    @classmethod
    def of(cls, headers: Sequence[str], known: Collection[int], show_values: bool) -> Headings:
        """Those of which some (by place) are names that the vocabulary or a mapping has."""
        filled = sum(bool(header.strip()) for header in headers)
        found = len(set(known))
        certain = found >= _MANY or found >= _FEW and 2 * found >= filled
        return cls(headers, show_values or certain)

    def shows(self, place: int) -> bool:
        """Whether a heading is told as it stands; not one that holds something like a number of a
        person."""
        return self.as_written and not _PERSONAL.search(self.headers[place])

    def disclosed(self, place: int) -> str:
        """A heading, or its shape."""
        header = self.headers[place]
        return header if self.shows(place) else shape(header)

    def column(self, place: int) -> str | None:
        """What a finding calls the column; None where only its place may be told."""
        return self.headers[place] if self.shows(place) else None

    def named(self, place: int) -> Text:
        """A heading within a sentence, after "the column"."""
        shown = repr(self.disclosed(place)[:_LONGEST_HEADING])
        if self.shows(place):
            return Text(shown, shown)
        return Text(f"nr. {place + 1} ({shown})", f"no. {place + 1} ({shown})")
