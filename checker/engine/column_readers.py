"""How the columns of a file become arrays: days, numbers, places in a list, digits, texts.

Each distinct text of a column of few values is looked up once a piece; dates and numbers are read
from the bytes. What is not usual is doubtful, as in the engine's own reading (`usual_rows_sql`):
more often than there, never less often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.own_process import is_own
from lovgraf.engine.array_ops import Number, chosen
from lovgraf.engine.array_path import UNUSUAL, ArrayPath, digits_of
from lovgraf.engine.arrow_arrays import without_pandas
from lovgraf.engine.by_engine import read_by_engine, texts_by_engine
from lovgraf.engine.joined_arrays import joined_arrays
from lovgraf.engine.lookups import DAYS, FIRST_DAY, NUMBERS, STEPPED
from lovgraf.engine.second_look import FLAWS, places_of
from lovgraf.engine.text_numbers import (
    DateForm,
    Flags,
    days_of,
    flags_of,
    numbers_of,
    text_bytes,
    without_mark,
)
from lovgraf.engine.text_ops import Digits, Texts
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import AMOUNT, MARKS, Plain, Told
from lovgraf.readers.pieces import OddFileError, Pieces
from lovgraf.readers.reading import ACCOUNT, LONGEST_NO_TEXT, TEXT_NULL_WORDS, UNREAD, Reader

YEAR_FIRST = "%Y-%m-%d"
"""The form of a date that Arrow reads as a day by itself."""
_UNITS = {"s": 86_400, "ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
"""How many of a unit make a day."""
_FIRST_NUMBER = int(NUMBERS[0])
_LONGEST_NULL = max(len(word.encode()) for word in TEXT_NULL_WORDS)
if is_own():
    without_pandas()
_NULL_WORDS = pa.array(sorted(TEXT_NULL_WORDS))
WHOLE = frozenset(
    {pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32()}
)
_SPACE, _EXCLAMATION, _NO_BREAK = 0x20, 0x21, 0xC2
Found = tuple[Any, Flags]
"""What arrays see of a column, and where it is doubtful."""
_REMEMBERED = 20_000
"""Texts of a column of which it is remembered what they say."""


class ColumnReader(Struct, frozen=True):
    """Reads one column of a piece: `name` in the file, whether its texts come as dictionaries, and
    the `kind` of what they may come as: `truth`, `day`, or nothing else.

    `clean` makes texts of what is none, and leaves out of them what makes no difference, before
    they are read and kept. `flaws` gives for each row the number of its flaw in `FLAWS`; None where
    there are none, or where `read` calls the rows doubtful that have some.
    """

    name: str
    coded: bool
    read: Callable[[Any], Found]
    kind: str = ""
    clean: Callable[[Any], Any] = lambda array: array
    flaws: Callable[[Any], Any] = lambda _array: None
    beside: tuple[str, ...] = ()
    """Further columns that give the same, each as a dictionary."""
    nulls: frozenset[str] = frozenset()
    """Words for nothing in these."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the file that it reads."""
        return (self.name, *self.beside)

    def written(self, columns: Sequence[Any]) -> Any:
        """What stands in these columns."""
        return joined_arrays(columns, self.nulls) if self.beside else columns[0]


def column_reader(
    pieces: Pieces,
    types: Mapping[str, Any],
    how: Plain,
    column: Column | None,
    own: str,
    array_path: ArrayPath,
    unread: Callable[[str], None] = lambda _text: None,
) -> ColumnReader:
    """How a column is read; `own` is its name in the vocabulary. `unread` is told of each text that
    cannot be read.

    Raises `OddFileError` where only the data engine can read it.
    """
    if how.parts and column is not None:
        return _joined_reader(pieces, types, how, column, own in array_path.texts, unread)
    looked_up = own in array_path.inputs
    if how.column is None or how.column not in pieces.columns or column is None:
        raise OddFileError
    name = pieces.columns[how.column]
    kind = types.get(name)
    if looked_up and column.datatype == "decimal":
        raise OddFileError
    if kind == pa.string():
        return _text_reader(name, how, column, own in array_path.texts, unread)
    if how.source is None:
        raise OddFileError
    if how.source != how.column:
        found = _text_reader(name, how, column, own in array_path.texts, unread)
        first = (
            _as_texts(found.coded)
            if kind in WHOLE
            else texts_by_engine(how.source, how.column, found.coded)
        )
        return replace(found, coded=False, kind="", clean=_after(first, found))
    if kind == pa.bool_() and how.truth:
        return ColumnReader(name, False, _truth)
    if kind == pa.date32() and column.datatype == "date":
        return ColumnReader(name, False, _within(FIRST_DAY, DAYS[1]))
    if how.total and kind in WHOLE and column.datatype == "integer":
        return ColumnReader(
            name, False, _within(_FIRST_NUMBER, NUMBERS[1]) if looked_up else _as_it_is
        )
    if isinstance(kind, pa.TimestampType) and kind.tz is None and column.datatype == "date":
        return ColumnReader(name, False, _midnights(kind.unit))
    if how.parsed is None or how.default:
        raise OddFileError
    if column.datatype == "date":
        read = _within(FIRST_DAY, DAYS[1])
        return ColumnReader(name, False, read_by_engine(how.parsed, how.column, pa.date32(), read))
    if column.datatype == "integer":
        read = _within(_FIRST_NUMBER, NUMBERS[1]) if looked_up else _as_it_is
        return ColumnReader(name, False, read_by_engine(how.parsed, how.column, pa.int64(), read))
    raise OddFileError


def _joined_reader(
    pieces: Pieces,
    types: Mapping[str, Any],
    how: Plain,
    column: Column,
    as_text: bool,
    unread: Callable[[str], None],
) -> ColumnReader:
    """How columns of texts are read that give one fact together."""
    names = [pieces.columns.get(part, "") for part in how.parts]
    if any(types.get(name) != pa.string() for name in names):
        raise OddFileError
    found = _text_reader(names[0], how, column, as_text, unread)
    if not found.coded:
        raise OddFileError
    return replace(found, beside=tuple(names[1:]), nulls=how.nulls)


def _text_reader(
    name: str, how: Plain, column: Column, as_text: bool, unread: Callable[[str], None]
) -> ColumnReader:
    if how.parsed is None:
        return _written_reader(name, how, column, as_text, unread)
    return _parsed_reader(name, how, column, as_text)


def _as_texts(coded: bool) -> Callable[[Any], Any]:
    """Writes whole numbers as texts, as the data engine does."""

    def text(array: Any) -> Any:
        if not coded:
            return array.cast(pa.string())
        found = array.dictionary_encode()
        return pa.DictionaryArray.from_arrays(found.indices, found.dictionary.cast(pa.string()))

    return text


def _after(first: Callable[[Any], Any], reader: ColumnReader) -> Callable[[Any], Any]:
    return lambda array: reader.clean(first(array))


def _written_reader(
    name: str, how: Plain, column: Column, as_text: bool, unread: Callable[[str], None]
) -> ColumnReader:
    """How a column of texts is read whose values are looked up as they are written."""
    if as_text:
        raise OddFileError
    if column.datatype in STEPPED:
        return ColumnReader(name, False, _without(how.nulls, _blank))
    if how.amounts and not how.nulls:
        return ColumnReader(name, False, _amounts)
    places = _Places(how, unread)
    if column.datatype != "boolean" or not how.spellings or not how.common:
        return ColumnReader(name, True, places.read, flaws=places.flaws)
    return ColumnReader(
        name, True, _yes_or_no(how.listed, places.read), "truth", flaws=places.flaws
    )


def _parsed_reader(name: str, how: Plain, column: Column, as_text: bool) -> ColumnReader:
    """How a column of texts is read whose values are numbers, dates or of a form."""
    if how.default:
        raise OddFileError
    if column.datatype == "integer":
        return ColumnReader(name, True, _whole_numbers(how.nulls))
    if column.datatype == "date":
        form = DateForm.of(how.form) if how.form else None
        if form is None:
            return ColumnReader(name, False, _without(how.nulls, _blank))
        kind = "day" if how.form == YEAR_FIRST and not how.nulls else ""
        return ColumnReader(name, False, _without(how.nulls, lambda a: _days(a, form)), kind)
    if count := how.digits:
        read = _without(how.nulls, lambda array: _digits(array, count))
        if place := how.marked:
            marks = MARKS.encode()
            return ColumnReader(
                name, False, read, clean=lambda a: without_mark(a, count + 1, place, marks)
            )
        return ColumnReader(name, False, read)
    if as_text and digits_of(column):
        raise OddFileError
    return ColumnReader(name, False, _without(how.nulls, _texts_of(column)))


def _truth(array: Any) -> Found:
    known = flags_of(array)
    if known is False:
        return np.zeros(len(array), np.uint8), False
    places = np.uint8(2) - _yes(array)
    return places if known is True else places * known.view(np.uint8), False


def _midnights(unit: str) -> Callable[[Any], Found]:
    """Reads times as the days that they begin; another time of a day is doubtful."""
    whole = _UNITS[unit]

    def read(array: Any) -> Found:
        valid = flags_of(array)
        if valid is False:
            return Number(np.zeros(len(array), np.int32), False), False
        times = np.frombuffer(array.buffers()[1], np.int64, len(array), array.offset * 8)
        days = times // whole
        odd = (days * whole != times) | (days < FIRST_DAY) | (days > FIRST_DAY + DAYS[1] - 1)
        return Number(days.astype(np.int32), valid), odd & valid if odd.any() else False

    return read


def _as_it_is(array: Any) -> Found:
    return Number(_plain(array), flags_of(array)), False


def _plain(array: Any) -> Any:
    days = array.type == pa.date32()
    kind = np.dtype(np.int32 if days else array.type.to_pandas_dtype())
    found = np.frombuffer(array.buffers()[1], kind, len(array), array.offset * kind.itemsize)
    return found if days else found.astype(np.int64)


def _within(first: int, count: int) -> Callable[[Any], Found]:
    def read(array: Any) -> Found:
        values, valid = _plain(array), flags_of(array)
        if valid is False:
            return Number(values, False), False
        beyond = (values < first) | (values > first + count - 1)
        return Number(values, valid), beyond & valid if beyond.any() else False

    return read


def _blank(array: Any) -> Found:
    """A column of no form that is read at once: whatever stands there is doubtful."""
    return Number(np.zeros(len(array), np.int32), False), flags_of(array)


def _amounts(array: Any) -> Found:
    """Numbers with decimals, of which nothing is asked but whether they can be read."""
    usual = pc.match_substring_regex(array, f"^{AMOUNT}$").fill_null(True)
    strange = ~usual.to_numpy(zero_copy_only=False)
    found = Number(np.zeros(len(array), np.int64), flags_of(array))
    return found, strange if strange.any() else False


class _Places:
    """Reads a column of texts that each have a place in a list, or none and a flaw."""

    def __init__(self, how: Plain, unread: Callable[[str], None]) -> None:
        self._how, self._unread = how, unread
        self._place = {text: n for n, text in enumerate(how.spellings, start=1)}
        self._place |= dict.fromkeys(how.nulls, 0)
        self._by_value = places_of(how)
        self._odd: dict[str, tuple[int, int]] = {}

    def read(self, array: Any) -> Found:
        """The place of each row's text; one that has none is doubtful."""
        each = np.array([*(place for place, _ in self._each(array)), 0], np.uint8)
        found = of_dictionary(array, each)
        return found, found == UNUSUAL if each.max() == UNUSUAL else False

    def flaws(self, array: Any) -> Any:
        """The number of each row's flaw; None where there are none."""
        if not pa.types.is_dictionary(array.type):
            return None
        each = np.array([*(flaw for _, flaw in self._each(array)), 0], np.uint8)
        return of_dictionary(array, each) if each.any() else None

    def _each(self, array: Any) -> Iterator[tuple[int, int]]:
        for text in array.dictionary.to_pylist():
            place = self._place.get(text)
            yield (place, 0) if place is not None else self._unlisted(text)

    def _unlisted(self, text: str | None) -> tuple[int, int]:
        """The place and the flaw of a text that is not listed."""
        if text is None or self._how.told is None:
            return UNUSUAL, 0
        if text not in self._odd:
            if len(self._odd) > _REMEMBERED:
                self._odd.clear()
            found = self._odd[text] = self._told(self._how.told(text))
            if FLAWS[found[1]] in UNREAD:
                self._unread(text)
            return found
        return self._odd[text]

    def _told(self, found: Told | None) -> tuple[int, int]:
        if found is None:
            return UNUSUAL, 0
        if found.value is not None or found.literal == self._how.blank_value:
            place = self._by_value.get(found.literal, UNUSUAL)
        else:
            place = UNUSUAL
        return (place, 0) if place == UNUSUAL else (place, FLAWS.index(found.flaw))


def _yes_or_no(values: Sequence[str], read: Callable[[Any], Found]) -> Callable[[Any], Found]:
    """Reads a column that comes as yes and no, or as the words for it; `values` says which of them
    its own words are."""
    place = [values.index(v) + 1 if v in values else UNUSUAL for v in ("false", "true")]

    def read_truths(array: Any) -> Found:
        if array.type != pa.bool_():
            return read(array)
        known = flags_of(array)
        if known is False:
            return np.zeros(len(array), np.uint8), False
        found = np.array(place, np.uint8)[_yes(array)]
        if known is not True:
            found *= known.view(np.uint8)
        return found, found == UNUSUAL if UNUSUAL in place else False

    return read_truths


def _yes(array: Any) -> Any:
    end = array.offset + len(array)
    bits = np.frombuffer(array.buffers()[1], np.uint8)
    return np.unpackbits(bits, count=end, bitorder="little")[array.offset :]


def of_dictionary(array: Any, each: Any) -> Any:
    """The value of each row of a dictionary array; the last of `each` is that of no value."""
    indices = array.indices
    places = np.frombuffer(indices.buffers()[1], np.int32, len(indices), indices.offset * 4)
    found = np.take(each, places, mode="clip")
    valid = flags_of(indices)
    if valid is False:
        return np.full(len(found), each[-1], each.dtype)
    return found if valid is True else chosen(valid, found, each[-1])


def _whole_numbers(nulls: frozenset[str]) -> Callable[[Any], Found]:
    def read(array: Any) -> Found:
        texts = array.dictionary.to_pylist()
        numbers, strange = np.zeros(len(texts) + 1, np.int64), np.zeros(len(texts) + 1, np.bool_)
        given = np.ones(len(texts) + 1, np.bool_)
        given[-1] = False
        for n, text in enumerate(texts):
            if text in nulls:
                given[n] = False
            elif text.isascii() and text.isdigit() and int(text) < _FIRST_NUMBER + NUMBERS[1]:
                numbers[n] = int(text)
            else:
                given[n], strange[n] = False, True
        valid = of_dictionary(array, given)
        doubt = of_dictionary(array, strange) if strange.any() else False
        return Number(of_dictionary(array, numbers), valid), doubt

    return read


def _without(nulls: frozenset[str], read: Callable[[Any], Found]) -> Callable[[Any], Found]:
    """Reads a column of texts in which some texts are blanks."""
    if not nulls:
        return read
    words = pa.array(sorted(nulls))

    def with_nulls(array: Any) -> Found:
        none = pc.is_in(array, words)
        return read(pc.if_else(none, pa.scalar(None, pa.string()), array))

    return with_nulls


def _days(array: Any, form: DateForm) -> Found:
    if array.type == pa.date32():
        return _within(FIRST_DAY, DAYS[1])(array)
    values, valid, strange = days_of(array, form)
    return Number(values, valid), strange


def _digits(array: Any, count: int) -> Found:
    values, valid, strange = numbers_of(array, count)
    return Digits(values, count, valid), strange


def _texts(array: Any) -> Found:
    """Texts that need no trimming and stand for themselves."""
    valid = flags_of(array)
    if valid is False:
        return Texts(array, False), False
    starts, data = text_bytes(array)
    sizes = np.diff(starts)
    last = np.take(data, starts[1:] - 1, mode="clip")
    first = np.take(data, starts[:-1], mode="clip")
    odd = (first <= _EXCLAMATION) | (first == _NO_BREAK) | (last == _SPACE) | (sizes == 0)
    if (data[starts[0] : starts[-1]] == 0).any():
        odd |= pc.match_substring(array, "\0").fill_null(False).to_numpy(zero_copy_only=False)
    short = np.flatnonzero((sizes <= _LONGEST_NULL) & valid)
    if len(short):
        words = array.take(pa.array(short))
        odd[short] |= pc.is_in(words, _NULL_WORDS).to_numpy(zero_copy_only=False)
    if odd.any():
        return Texts(array, valid), odd & valid
    return Texts(array, valid), False


def _texts_of(column: Column) -> Callable[[Any], Found]:
    """Reads texts as `_texts`; where a column has a word for nothing, one that may answer yes or no
    is doubtful, and so is an account without a digit at its end."""
    reader = Reader(column)
    if not reader.answered and column.format != ACCOUNT:
        return _texts
    words = pa.array(reader.words, pa.string())

    def read(array: Any) -> Found:
        found, odd = _texts(array)
        doubt = pc.less_equal(pc.binary_length(array), LONGEST_NO_TEXT)
        if column.format == ACCOUNT:
            doubt = pc.or_(doubt, pc.invert(pc.match_substring_regex(array, "[0-9]$")))
        doubt = pc.and_(doubt, pc.invert(pc.is_in(array, words))).fill_null(False)
        return found, odd | doubt.to_numpy(zero_copy_only=False)

    return read
