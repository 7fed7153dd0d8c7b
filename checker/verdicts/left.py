"""What conditions leave open of many records at once, told by numbers: the same for the same.

Two norms that ask much alike leave the same open of most records: what one of them asks beside is
answered. Then what is found out for the one holds for the other (`alike_norms.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct, field

from lovgraf.conditions.tree import And, Condition, Constant, Named, Not, Or, Question
from lovgraf.verdicts.patterns import Numbers, distinct

HOLDS, FAILS = 0, 1
"""The numbers of what leaves nothing open."""
_NONE = np.zeros(1, np.int64)
Asked = Question | Constant
_Form = bool | Asked | tuple[type[Condition], frozenset[int]]


class Forms(Struct):
    """Numbers for what is left of conditions: a question, or what is made of what has numbers."""

    _numbers: dict[_Form, int] = field(default_factory=lambda: {True: HOLDS, False: FAILS})
    _forms: list[_Form] = field(default_factory=lambda: [True, False])
    _asked: dict[int, frozenset[Asked]] = field(default_factory=dict)

    def number(self, form: _Form) -> int:
        """The number of a form."""
        found = self._numbers.setdefault(form, len(self._forms))
        if found == len(self._forms):
            self._forms.append(form)
        return found

    def opposite(self, part: int) -> int:
        """What is left where it is denied."""
        return 1 - part if part in (HOLDS, FAILS) else self.number((Not, frozenset([part])))

    def joined(self, kind: type[And] | type[Or], parts: Iterable[int]) -> int:
        """What is left of parts of which all must hold, or one."""
        idle, settles = (HOLDS, FAILS) if kind is And else (FAILS, HOLDS)
        left: set[int] = set()
        for part in parts:
            if part == settles:
                return settles
            form = self._forms[part]
            if isinstance(form, tuple) and form[0] is kind:
                left |= form[1]
            elif part != idle:
                left.add(part)
        if not left:
            return idle
        return left.pop() if len(left) == 1 else self.number((kind, frozenset(left)))

    def asked(self, number: int) -> frozenset[Asked]:
        """The questions that are left."""
        if number not in self._asked:
            form = self._forms[number]
            if isinstance(form, bool):
                found = frozenset[Asked]()
            elif isinstance(form, tuple):
                found = frozenset[Asked]().union(*map(self.asked, form[1]))
            else:
                found = frozenset([form])
            self._asked[number] = found
        return self._asked[number]


class Column(Struct, frozen=True):
    """What is left of a condition in each of some records: one of the `forms`, at the `place` that
    each has; one place stands for all."""

    place: Numbers
    forms: Sequence[int]

    def numbers(self, size: int) -> Numbers:
        """The number of what is left in each record."""
        return np.broadcast_to(np.array(self.forms, np.int64)[self.place], (size,))


class Left(Struct):
    """What is left of conditions in `size` records; `answer` tells it of a question.

    Conditions are known by identity, and kept as long as this.
    """

    forms: Forms
    size: int
    answer: Callable[[Asked], Column]
    _known: dict[int, tuple[Condition, Column]] = field(default_factory=dict)

    def of(self, condition: Condition) -> Column:
        """What is left of a condition."""
        known = self._known.get(id(condition))
        if known is None:
            known = self._known[id(condition)] = condition, self._find(condition)
        return known[1]

    def _find(self, condition: Condition) -> Column:
        match condition:
            case Named(_, part):
                return self.of(part)
            case Not(part):
                inner = self.of(part)
                return Column(inner.place, [*map(self.forms.opposite, inner.forms)])
            case And(parts) | Or(parts):
                kind = And if isinstance(condition, And) else Or
                return self._joined(kind, [self.of(part) for part in parts])
            case _:
                return self.answer(condition)

    def _joined(self, kind: type[And] | type[Or], columns: Sequence[Column]) -> Column:
        join = self.forms.joined
        fixed = join(kind, [one.forms[0] for one in columns if len(one.forms) == 1])
        several = [one for one in columns if len(one.forms) > 1]
        if not several or fixed == (FAILS if kind is And else HOLDS):
            return Column(_NONE, [fixed])
        if len(several) == 1:
            (one,) = several
            return _few(one.place, [join(kind, [fixed, form]) for form in one.forms])
        first, place = distinct([one.place for one in several], self.size)
        each = zip(*(_at(one, first) for one in several), strict=True)
        return _few(place, [join(kind, [fixed, *own]) for own in each])


def few(place: Numbers, forms: Mapping[int, int] | Sequence[int]) -> Column:
    """A column without forms that no record has."""
    there, own = np.unique(place, return_inverse=True)
    return _few(own.reshape(-1), [forms[n] for n in there.tolist()])


def _at(column: Column, rows: Numbers) -> list[int]:
    """The forms of some records."""
    return [column.forms[place] for place in column.place[rows].tolist()]


def _few(place: Numbers, forms: Sequence[int]) -> Column:
    """A column in which each form stands once."""
    places: dict[int, int] = {}
    own = [places.setdefault(form, len(places)) for form in forms]
    if len(places) == 1:
        return Column(_NONE, forms[:1])
    if len(places) == len(forms):
        return Column(place, forms)
    return Column(np.array(own, np.int64)[place], [*places])
