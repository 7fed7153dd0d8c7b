"""Codes of an atom between which a norm makes no difference: whatever else is so, it says the same.

A column of several values (the grounds of an exemption) has a code for each set of them, and more
codes than can be tried where other facts are open too. Most say the same to a norm: that some
ground is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.tree import Compare, Condition, Constant, questions
from lovgraf.verdicts.left import FAILS, HOLDS, Asked, Column, Forms, Left, few
from lovgraf.verdicts.patterns import Classes, distinct

FEW = 64
"""Codes of an atom that are told apart without a look at what they leave of the conditions."""


class Joining(Struct):
    """Finds the codes of atoms between which norms make no difference; what it finds out of a part
    of their conditions serves all of them."""

    atoms: Mapping[str, Atom]
    forms: Forms = field(default_factory=Forms)
    _left: dict[tuple[str, Classes], Left] = field(default_factory=dict)

    def joined(
        self, conditions: Iterable[Condition], classes: Mapping[str, Classes]
    ) -> dict[str, Classes]:
        """The classes of codes of each atom, those of many joined that leave the same of every
        condition."""
        whole, found = tuple(conditions), dict(classes)
        for key, own in classes.items():
            if len(own) > FEW:
                found[key] = self._joined(whole, key, own)
        return found

    def _joined(self, conditions: tuple[Condition, ...], key: str, classes: Classes) -> Classes:
        asked = (q for c in conditions for q in questions(c) if question_key(q) == key)
        if any(isinstance(question, Compare) for question in asked):
            return classes
        left, size = self._left_of(key, classes), len(classes)
        columns = [left.of(condition).numbers(size) for condition in conditions]
        _, number = distinct(columns, size)
        alike: dict[int, list[int]] = {}
        for some, same in zip(classes, number.tolist(), strict=True):
            alike.setdefault(same, []).extend(some)
        return tuple(map(tuple, alike.values()))

    def _left_of(self, key: str, classes: Classes) -> Left:
        """What each class of codes of an atom leaves of conditions, whatever else is answered."""
        if (key, classes) not in self._left:
            coding, first = self.atoms[key].coding, [some[0] for some in classes]

            def answer(asked: Asked) -> Column:
                if isinstance(asked, Constant | Compare) or question_key(asked) != key:
                    return Column(np.zeros(1, np.int64), [self.forms.number(asked)])
                return few(np.where(coding.truth(asked)[0][first], HOLDS, FAILS), [HOLDS, FAILS])

            self._left[key, classes] = Left(self.forms, len(classes), answer)
        return self._left[key, classes]


def joined(
    conditions: Iterable[Condition], atoms: Mapping[str, Atom], classes: Mapping[str, Classes]
) -> dict[str, Classes]:
    """The same for the conditions of one norm."""
    return Joining(atoms).joined(conditions, classes)
