"""What a column may be by its heading and by its values: for whoever maps it.

A heading alone names few columns of strangers' files. What is suggested is not read unless
somebody agrees to it, or it is certain: the heading has the words of one column's, in whatever
order, and its values are what that column holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from msgspec import Struct, field

from lovgraf.core.terms import Text
from lovgraf.facts.countries import country_names
from lovgraf.facts.fact import Column
from lovgraf.facts.spelling import fold, strip
from lovgraf.readers.days_written import READ, days_written, form_of
from lovgraf.readers.heading import Heading, HeadingIndex
from lovgraf.readers.reading import (
    CROSS,
    FALSE,
    SEPARATORS,
    TRUE,
    UNREADABLE,
    Form,
    Reader,
    answers,
    are_codes,
    is_number,
)

MOST_CODES = 24
"""Distinct values up to which a column is taken to hold codes."""
_LONGEST_CODE = 40
_SHORT = 4
"""Characters that no code of a long list has more than."""
_LIKE, _VERY_LIKE = 0.55, 0.8
"""Shares: of a heading and a code that is like one of ours."""
_DOUBT = frozenset("?*")
"""What whoever is not sure of a word writes with it."""
_APART = 0.05
"""How much better a column has to fit than the next."""
_TELLING = 0.5
"""The score from which values alone suggest a column."""
_MOST_ASKED = 4
"""Columns that are offered where a heading may mean several."""
_DENIALS = ("ikke ", "ikke-", "not ", "non-", "ej ", "u", "un", "in", "non ")
_YES = TRUE | {"✓", "rigtigt", "sandt", "t"}
_NO = FALSE | {"f", "forkert", "nix"}


class Values(Struct, frozen=True):
    """The distinct texts of a column with how often each was seen; `all` says whether these are
    all of them."""

    counts: Mapping[str, int]
    all: bool = True

    @property
    def seen(self) -> int:
        """How many texts there are that say something."""
        return sum(self.counts.values())


class Suggested(Struct, frozen=True):
    """What a column may be: its canonical name (None: one of `others`), whether its values (and not
    its heading) say so, the form of its dates where they have one of their own, and the code
    that each text means that is none of ours (None: cannot be told)."""

    name: str | None
    by_values: bool = False
    dates: str | None = None
    codes: Mapping[str, str | None] = field(default_factory=dict)
    certain: bool = False
    """Whether it is the only one that the heading can mean, and all its words say so."""
    others: tuple[str, ...] = ()
    """The columns that it may be as well."""


def few(values: Values) -> bool:
    """Whether the values of a column may be codes, be it of a list as long as that of countries."""
    short = all(len(text) <= _SHORT for text in values.counts)
    return values.all and (short or len(values.counts) <= MOST_CODES)


MEANS = Text("Hvad betyder {word} i {header}?", "What does {word} mean in {header}?")
"""How whoever maps a column is asked for the code of one of its words."""


def read_as(column: Column, words: Iterable[tuple[str, int]], most: int = MOST_CODES) -> Suggested:
    """How the few words of a column, with their numbers, are read as what somebody says it is."""
    return fitting(column, Values(dict(words)), most)


def fitting(column: Column, values: Values, most: int = MOST_CODES) -> Suggested:
    """How the values of a column that is known are to be read, where not as they stand; `most`
    distinct ones are taken to be codes."""
    reader = _reader(column, values, {})
    unread = [text for text in values.counts if reader.read(text).flaw == UNREADABLE]
    if not unread:
        return Suggested(column.name)
    if column.datatype == "date":
        return Suggested(column.name, dates=days_written(values.counts, reader).dates)
    boolean = column.datatype == "boolean"
    words = reader.book is not None or boolean
    if not words or not values.all or len(values.counts) > most:
        return Suggested(column.name)
    if column.multi:
        parts = _parts_unread(reader, unread)
        unread = [part for part in parts if not _of_others(part, reader, parts)]
    short = sorted(text for text in unread if len(text) <= _LONGEST_CODE)
    codes = {text: None if _is_open(reader, text) else code_of(column, text) for text in short}
    if boolean and len(values.counts) == 2:
        codes |= _opposites(short)
    return Suggested(column.name, codes=codes)


def _reader(column: Column, values: Values, codes: dict[str, str]) -> Reader:
    """What reads a column with these values, some of which are codes of ours."""
    if column.datatype != "boolean":
        return Reader(column, Form(codes=codes))
    written = answers(column, values.counts)
    return Reader(column, Form(codes=codes, coded=are_codes(values.counts), answers=written))


def _is_open(reader: Reader, text: str) -> bool:
    """Whether what a text of a column of yes and no says is not told by itself, as it mostly is."""
    form = reader.form
    return (form.coded and is_number(text)) or (False in form.answers and fold(text) == CROSS)


def seen_with(word: str, words: Iterable[tuple[str, int]]) -> int:
    """How many cells have a word, alone or among several; `words` are the cells with their
    numbers."""
    return sum(count for text, count in words if text == word or word in _parts(text))


def _parts(text: str) -> set[str]:
    """The values of a cell that may have several."""
    return {part for part in map(strip, SEPARATORS.split(text)) if part}


def _parts_unread(reader: Reader, texts: Iterable[str]) -> set[str]:
    """The values of cells that may have several which are not read."""
    parts = {part for text in texts for part in _parts(text)}
    return {part for part in parts if reader.read(part).flaw == UNREADABLE}


def _of_others(text: str, reader: Reader, unread: Collection[str]) -> bool:
    """Whether a text lists several codes, with blanks between, each of which is read or asked
    about by itself."""
    parts = text.split()
    return len(parts) > 1 and all(
        part in unread or reader.read(part).flaw != UNREADABLE for part in parts
    )


def _opposites(texts: Sequence[str]) -> dict[str, str]:
    """Two words of which one denies the other."""
    return {
        text: code
        for no in texts
        for yes in texts
        if fold(no) in {f"{word}{fold(yes)}" for word in _DENIALS}
        for text, code in ((yes, "true"), (no, "false"))
    }


def is_text(column: Column) -> bool:
    """Whether a column takes any text, so that its values say nothing of what it is."""
    return column.datatype == "string" and column.code_list is None


def is_yes_or_no(values: Values) -> bool:
    """Whether all that a column says is yes or no."""
    return bool(values.counts) and values.all and all(
        fold(text) in _YES | _NO for text in values.counts
    )  # fmt: skip


def is_country(column: Column) -> bool:
    """Whether a column holds countries."""
    return column.code_list is None and column.format == "Country"


def codes_of(column: Column) -> dict[str, Text]:
    """The codes that a column takes with what they mean; none where it takes no codes."""
    if column.datatype == "boolean":
        return {"true": Text("ja", "yes"), "false": Text("nej", "no")}
    if is_country(column):
        return country_names()
    concepts = column.code_list.concepts if column.code_list else ()
    return {concept.notation: concept.label for concept in concepts}


def code_of(column: Column, text: str) -> str | None:
    """The code that a foreign word means; None where more than one could be meant, or none, or
    whoever wrote it was in doubt (`01?`)."""
    word = fold(text)
    if _DOUBT.intersection(word):
        return None
    if column.datatype == "boolean":
        return "true" if word in _YES else "false" if word in _NO else None
    if column.code_list is None:
        return None
    spellings: dict[str, set[str]] = {}
    for concept in column.code_list.concepts:
        for spelling in (
            concept.notation, concept.label.da, concept.label.en, *concept.spellings,
        ):  # fmt: skip
            spellings.setdefault(fold(spelling), set()).add(concept.notation)
    meant = {spelling for spelling in spellings if not _denies(word, spelling)}
    # A number is that code or another one, never nearly one; so is one with a letter (`1a`).
    exact = sum(map(str.isalpha, word)) < min(3, sum(map(str.isdecimal, word)) + 1)
    near = get_close_matches(word, meant, n=1, cutoff=1.0 if exact else _VERY_LIKE)
    found = set(spellings[near[0]]) if near else set()
    if not found and len(word) > 2 and not exact:
        found = {c for s, codes in spellings.items() if s.startswith(word) for c in codes}
    return found.pop() if len(found) == 1 else None


def _denies(one: str, other: str) -> bool:
    """Whether one of two words denies the other: `inaktiv`, `ikke tilmeldt`."""
    return any(one == f"{no}{other}" or other == f"{no}{one}" for no in _DENIALS)


def suggest(
    heading: Heading, values: Values, index: HeadingIndex, taken: Collection[str]
) -> Suggested | None:
    """Which of the columns of an index a heading that is not known may mean, by its words and its
    values."""
    scored = list[_Scored]()
    for column in index.columns:
        loose = index.loosely(heading, column)
        if column.name in taken or (index.forbidden(heading, column) and not loose):
            continue
        like, exact = (_LIKE, False) if loose else index.likeness(heading, column)
        share, found = _share(column, values)
        if values.seen and share < READ:
            continue
        if like >= _LIKE or (_telling(column) and values.seen and not heading.elsewhere):
            score = like + _weight(column, values)
            scored.append(_Scored(like >= _LIKE, score, exact, column.name, found))
    scored.sort(key=lambda one: (one.by_heading, one.exact, one.score), reverse=True)
    if not scored:
        return None
    first = scored[0]
    alike = [one for one in scored[1:] if first.too_like(one)]
    if alike and first.by_heading and len(alike) < _MOST_ASKED:
        return Suggested(None, others=tuple(one.name for one in (first, *alike)))
    if alike:
        return None
    if not first.by_heading and len([one for one in scored if one.score > _TELLING]) != 1:
        return None
    certain = first.by_heading and first.exact and bool(values.seen)
    return Suggested(
        first.name, not first.by_heading, first.found.dates, first.found.codes, certain
    )


class _Scored(Struct, frozen=True):
    """How well a column fits, whether its heading does, and whether in all its words."""

    by_heading: bool
    score: float
    exact: bool
    name: str
    found: Suggested

    def too_like(self, other: _Scored) -> bool:
        """Whether another fits so much alike that neither is suggested."""
        same = (self.by_heading, self.exact) == (other.by_heading, other.exact)
        return same and (self.exact or self.score - other.score < _APART)


def fit(column: Column, values: Values) -> bool:
    """Whether a column reads most of some values; of none it might."""
    return not values.seen or _share(column, values)[0] >= READ


def reads_some(column: Column, values: Values) -> bool:
    """Whether a column reads any of some values; of none it might."""
    return not values.seen or _share(column, values)[0] > 0


def days_behind(columns: Iterable[Column], lacking: Iterable[Column]) -> list[Column]:
    """The columns of days, of those that a file lacks, from which a yes of some columns follows."""
    behind = {iri for one in columns for iri in one.implied_true_by}
    return [one for one in lacking if one.iri in behind and one.datatype == "date"]


def meant_by(near: Iterable[Column], values: Values, lacking: Iterable[Column]) -> tuple[str, ...]:
    """Those of some columns that read what stands under a heading (canonical names). Where days
    stand under one that asks for yes or no, the columns of days (of those that a file lacks) that
    such a yes follows from; all of them where none reads it."""
    near = sorted(near, key=lambda one: one.name)
    days = days_behind(near, lacking)
    found = [one.name for one in near if fit(one, values)]
    found = found or sorted(one.name for one in days if fit(one, values))
    return tuple(found or [one.name for one in near])


def _share(column: Column, values: Values) -> tuple[float, Suggested]:
    """The share of values that a column reads, its dates and codes as they are suggested."""
    found = fitting(column, values)
    told = {text: code for text, code in found.codes.items() if code}
    reader = _reader(column, values, told)
    form = form_of(found.dates) if found.dates else None
    read = sum(
        count
        for text, count in values.counts.items()
        if reader.read(text).flaw != UNREADABLE or (form and form.read(text))
    )
    return (read / values.seen if values.seen else 0.0), found


def _telling(column: Column) -> bool:
    """Whether the values of a column tell it from most others."""
    return column.format in ("CprNumber", "CvrNumber") or (
        column.code_list is not None and not column.multi
    )


def _weight(column: Column, values: Values) -> float:
    """How much it says that a column reads some values: a number with a check, or words of a list,
    say much; bare digits say nothing."""
    if column.format in ("CprNumber", "CvrNumber"):
        return 1.0
    if column.code_list is None:
        return 0.0
    words = [text for text in values.counts if len(text) > 2 and not text.isdigit()]
    return 0.8 if len(words) > 1 and len(words) >= len(values.counts) / 2 else 0.0
