"""Texts that are not usual, read one by one as their column's reader reads them.

A text that is not written as most are, that is mended or that cannot be read, costs no more than
itself: what it says takes its place among the arrays. Where it says what these cannot hold, its row
stays doubtful and is read in full.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.engine.array_ops import Number
from lovgraf.engine.lookups import DAYS, FIRST_DAY, NUMBERS
from lovgraf.engine.text_numbers import DateForm, Flags, days_of
from lovgraf.engine.text_ops import Digits
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import Plain, Told
from lovgraf.readers.reading import MONTH_FIRST, UNREAD, UNREADABLE

FLAWS: tuple[str | None, ...] = (None, UNREADABLE, "null-word", "leading-zero", MONTH_FIRST)
"""The flaws of a text by their numbers."""
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_DAY = FIRST_DAY + DAYS[1] - 1
_FIRST_NUMBER = int(NUMBERS[0])
_LAST_NUMBER = _FIRST_NUMBER + NUMBERS[1] - 1
_DAY_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d")
"""Forms of days that occur beside the one that most of a column have."""
_PROBES = date(1999, 12, 31), date(2001, 2, 3), date(1951, 3, 2), date(2012, 2, 29)
"""Days that tell whether all days of a form are read: parts that could be either, and the last."""
_REMEMBERED = 20_000
"""Texts of a column of which it is remembered what they say."""


def places_of(how: Plain) -> dict[str, int]:
    """The place of each listed value, by its SQL; 0 is what a blank is read as."""
    found: dict[str, int] = {}
    for place, literal in enumerate([how.blank_value, *how.listed]):
        found.setdefault(literal, place)
    return found


def as_text(array: Any) -> Any:
    """An array whose texts are no dictionary."""
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


class Again(Struct, frozen=True):
    """A column after a second look: `rows` were read, with the numbers of their `flaws`; `strange`
    are the others that stay doubtful; `texts` are what is kept, a value where one was read, or as
    they were where nothing is kept."""

    values: Any
    strange: Flags
    texts: Any
    rows: Any
    flaws: Any


class _Found(Struct):
    """What some rows say: whether that was `read`, the number that arrays hold, whether there is
    one, the number of the flaw, and the text that is kept (None: no text is)."""

    read: Any
    numbers: Any
    given: Any
    flaws: Any
    texts: Any | None

    @classmethod
    def of(cls, size: int, kept: bool) -> _Found:
        """Of rows of which none is read yet."""
        return cls(
            np.zeros(size, np.bool_),
            np.zeros(size, np.int64),
            np.zeros(size, np.bool_),
            np.zeros(size, np.uint8),
            pa.nulls(size, pa.string()) if kept else None,
        )

    def take(self, rows: Any, days: Any) -> None:
        """Some rows say days."""
        self.read[rows] = self.given[rows] = True
        self.numbers[rows] = days
        if self.texts is not None:
            self.keep(rows, pa.array(days, pa.date32()).cast(pa.string()))

    def keep(self, rows: Any, texts: Any) -> None:
        """Texts are kept of some rows, which are in order."""
        mask = np.zeros(len(self.read), np.bool_)
        mask[rows] = True
        self.texts = pc.replace_with_mask(self.texts, pa.array(mask), texts)

    def only_read(self) -> _Found:
        """Of the rows that were read."""
        read, texts = self.read, self.texts
        texts = None if texts is None else texts.filter(pa.array(read))
        return _Found(read[read], self.numbers[read], self.given[read], self.flaws[read], texts)


_Held = tuple[int | None, str | None, int]
"""What arrays hold of a text (None: nothing), what is kept of it, the number of its flaw."""


class SecondLook(Struct, frozen=True, dict=True):
    """Reads the doubtful texts of a column; `number` gives what arrays hold of a value that a text
    says, and None where they cannot hold it. Texts are made where they are `kept`."""

    how: Plain
    number: Callable[[Any], int | None]
    unread: Callable[[str], None] = lambda _text: None
    """Is told of each text that cannot be read."""
    kept: bool = True
    _known: dict[str, _Held | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls, how: Plain, column: Column, unread: Callable[[str], None], kept: bool = True
    ) -> SecondLook:
        """The second look at a column."""
        numbers = {"date": _day, "integer": _whole, "decimal": _no_number}
        return cls(how, numbers.get(column.datatype, _digits), unread, kept)

    def __call__(self, written: Any, array: Any, values: Any, strange: Flags) -> Again:
        """See `Again`: of a column as it is `written`, what is kept of it (`array`), and what was
        read of it, and where it was doubtful."""
        none = np.zeros(0, np.intp)
        unchanged = Again(values, strange, array, none, none)
        if self.how.told is None or not isinstance(values, Number | Digits):
            return unchanged
        rows = np.arange(len(array)) if strange is True else np.flatnonzero(strange)
        texts = as_text(written.take(pa.array(rows)))
        if texts.type != pa.string() or texts.null_count:
            return unchanged
        found = _Found.of(len(rows), self.kept)
        self._days(texts, found)
        self._one_by_one(texts, found)
        if not found.read.any():
            return unchanged
        rows, found = rows[found.read], found.only_read()
        left = np.full(len(array), strange) if isinstance(strange, bool) else strange.copy()
        left[rows] = False
        return Again(
            _changed(values, rows, found.numbers, found.given, len(array)),
            left if left.any() else False,
            array if found.texts is None else _replaced(array, rows, found.texts),
            rows,
            found.flaws,
        )

    def _days(self, texts: Any, found: _Found) -> None:
        """Read the days that are written in another form than most, form by form."""
        rows = np.arange(len(texts))
        for form in self._forms:
            if not len(rows):
                return
            days, valid, _ = days_of(texts, form)
            if valid is False:
                continue
            read = np.full(len(rows), valid) if valid is True else valid
            found.take(rows[read], days[read])
            rows, texts = rows[~read], texts.filter(pa.array(~read))

    @cached_property
    def _forms(self) -> list[DateForm]:
        """The forms in which the column's reader reads every day; none where a mapping may give
        some day a meaning of its own."""
        if self.number is not _day or self.how.told is None or not self.how.common:
            return []
        forms = []
        for written in _DAY_FORMS:
            told = [self.how.told(day.strftime(written)) for day in _PROBES]
            form = DateForm.of(written)
            read = [one is not None and one.flaw is None and one.value for one in told]
            if form is not None and read == list(_PROBES):
                forms.append(form)
        return forms

    def _one_by_one(self, texts: Any, found: _Found) -> None:
        """Read the other texts, each once."""
        rows = np.flatnonzero(~found.read)
        if not len(rows):
            return
        others = texts.take(pa.array(rows)).dictionary_encode()
        each = [self._held(text) for text in others.dictionary.to_pylist()]
        held = [one or (None, None, 0) for one in each]
        which = others.indices.to_numpy()
        found.read[rows] = np.array([one is not None for one in each])[which]
        found.numbers[rows] = np.array([number or 0 for number, _, _ in held], np.int64)[which]
        found.given[rows] = np.array([number is not None for number, _, _ in held])[which]
        found.flaws[rows] = np.array([flaw for _, _, flaw in held], np.uint8)[which]
        if self.kept:
            each_text = pa.array([text for _, text, _ in held], pa.string())
            found.keep(rows, each_text.take(pa.array(which)))

    def _held(self, text: str) -> _Held | None:
        """What is held of a text; None where its row stays doubtful."""
        if text not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            assert self.how.told is not None
            found = self._known[text] = self._of(self.how.told(text))
            if found is not None and FLAWS[found[2]] in UNREAD:
                self.unread(text)
        return self._known[text]

    def _of(self, told: Told | None) -> _Held | None:
        if told is None or (told.value is None and self.how.default):
            return None
        flaw = FLAWS.index(told.flaw)
        if told.value is None:
            return None, None, flaw
        number = self.number(told.value)
        return None if number is None else (number, str(told.value), flaw)


def _day(value: Any) -> int | None:
    day = value.toordinal() - _EPOCH
    return day if FIRST_DAY <= day <= _LAST_DAY else None


def _whole(value: Any) -> int | None:
    return value if _FIRST_NUMBER <= value <= _LAST_NUMBER else None


def _no_number(_value: Any) -> int:
    """Arrays hold no number with decimals, and nothing is asked of them."""
    return 0


def _digits(value: Any) -> int | None:
    return int(value)


def _changed(values: Any, rows: Any, numbers: Any, given: Any, size: int) -> Any:
    """Numbers, days or digits with others in some rows."""
    own = np.array(np.broadcast_to(values.values, size))
    own[rows] = numbers
    valid = values.valid
    valid = np.full(size, valid) if isinstance(valid, bool) else np.array(valid)
    valid[rows] = given
    return replace(values, values=own, valid=True if valid.all() else valid)


def _replaced(array: Any, rows: Any, kept: Any) -> Any:
    """A column of texts with others in some rows."""
    mask = np.zeros(len(array), np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(as_text(array), pa.array(mask), kept)
