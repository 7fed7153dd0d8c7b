"""What the kinds of a partition answer to questions, each looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes, Logic, Pair, question_key
from lovgraf.conditions.tree import Question
from lovgraf.proposals.counting import Kinds
from lovgraf.proposals.tables import Numbers, Table
from lovgraf.verdicts.patterns import distinct


class Facets:
    """The answers on the tables of a partition; `constants` are the codes that are the same for
    everyone. `owner` has the number of the table that each atom (by key) is of."""

    def __init__(
        self, atoms: Mapping[str, Atom], tables: Sequence[Table], constants: Mapping[str, Codes]
    ) -> None:
        self._atoms, self._tables, self._constants = atoms, tables, constants
        self.owner = {key: n for n, table in enumerate(tables) for key in table.keys}
        self._answers: dict[Question, tuple[int | None, Pair]] = {}
        self._kinds: dict[frozenset[Question], Kinds] = {}

    def answer(self, question: Question) -> tuple[int | None, Pair]:
        """The number of the table that a question is about, and for each of its kinds whether the
        answer is certainly yes, and certainly no. Without a table one answer is for everyone."""
        found = self._answers.get(question)
        if found is None:
            axis = self.owner.get(question_key(question))
            codes = self._constants if axis is None else self._tables[axis].codes
            found = self._answers[question] = axis, Logic(self._atoms, codes).evaluate(question)
        return found

    def kinds(self, asked: Iterable[Question]) -> Kinds:
        """What counts the kinds that some questions tell apart, on every table."""
        questions = frozenset(asked)
        found = self._kinds.get(questions)
        if found is None:
            found = self._kinds[questions] = self._told_apart(questions)
        return found

    def _told_apart(self, questions: frozenset[Question]) -> Kinds:
        answers: dict[int, list[Numbers]] = {}
        for question in questions:
            axis, (true, false) = self.answer(question)
            if axis is not None:
                answers.setdefault(axis, []).append(true + 2 * false.astype(np.int64))
        first = {
            axis: distinct(answers[axis], table.size)[0] if axis in answers else np.zeros(1, int)
            for axis, table in enumerate(self._tables)
        }

        def ask(question: Question) -> tuple[int | None, Pair]:
            axis, (true, false) = self.answer(question)
            kept = slice(None) if axis is None else first[axis]
            return axis, (true[kept], false[kept])

        return Kinds({axis: len(kinds) for axis, kinds in first.items()}, ask)
