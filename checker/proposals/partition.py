"""A partition of all kinds of records: independent tables of kinds.

The tables are independent: whatever kinds are taken from them, there is a valid record of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from lovgraf.conditions.atoms import Atom, input_columns
from lovgraf.conditions.kleene import Codes, Logic, Pair, question_key
from lovgraf.conditions.tree import Condition, Count, Leaf, Question, questions
from lovgraf.facts.values import State
from lovgraf.proposals.counting import Kinds
from lovgraf.proposals.judge import Judge
from lovgraf.proposals.needed import Needed
from lovgraf.proposals.tables import Table
from lovgraf.proposals.validity import Doubts
from lovgraf.proposals.views import Numbers
from lovgraf.verdicts.patterns import distinct
from lovgraf.verdicts.program import Programs

# What the kinds of a partition answer to questions, each looked up once.


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


class Partition(Struct, dict=True):
    """The tables of kinds, and the codes that are the same for everyone.

    `alike` maps the codes of each atom to the first that the conditions see alike. `unsettled`
    counts classes and kinds of which it is not known whether they can occur, for `unexamined` facts
    (by IRI) as far as it is known for which; `unreached` are values of columns (by IRI) that no
    record has which gives all that is asked.
    """

    atoms: Mapping[str, Atom]
    tables: list[Table]
    constants: dict[str, int]
    alike: dict[str, Numbers]
    base: dict[str, State]
    judge: Judge
    needed: Needed
    programs: Programs
    conditions: Sequence[Condition]
    doubts: Doubts
    unsettled: int = 0
    unreached: tuple[tuple[str, str], ...] = ()
    unexamined: tuple[str, ...] = ()

    def questions_of(self, key: str) -> list[Question]:
        """The questions that the conditions ask about an atom, each once."""
        asked = (q for c in self.conditions for q in questions(c))
        return [q for q in dict.fromkeys(asked) if question_key(q) == key]

    @cached_property
    def facets(self) -> Facets:
        """The answers of the tables' kinds to questions."""
        return Facets(self.atoms, self.tables, self.constants_as_codes())

    @cached_property
    def whole_judge(self) -> Judge:
        """A judge of records that may give any column from which something follows."""
        columns = input_columns(self.atoms, self.programs.facts)
        return Judge(self.programs, self.conditions, {}, columns)

    def constants_as_codes(self) -> dict[str, Numbers]:
        """The codes that are the same for everyone, as arrays that broadcast."""
        return {key: np.array([code]) for key, code in self.constants.items()}


def told_apart(conditions: Iterable[Condition], atoms: Mapping[str, Atom]) -> dict[str, Numbers]:
    """For each atom the first code that the questions of the conditions answer alike."""
    asked_of: dict[str, dict[Leaf | Count, None]] = {}
    compared = {key for key, atom in atoms.items() if atom.compare is not None}
    for condition in conditions:
        for question in questions(condition):
            if isinstance(question, Leaf | Count):
                asked_of.setdefault(question.fact, {})[question] = None
    found: dict[str, Numbers] = {}
    for key, atom in atoms.items():
        coding = atom.coding
        codes = np.arange(coding.size)
        if key not in compared:
            first: dict[tuple[bool, ...], int] = {}
            truths = [coding.truth(question)[0] for question in asked_of.get(key, ())]
            for code in range(coding.unknown):
                codes[code] = first.setdefault(tuple([bool(t[code]) for t in truths]), code)
        found[key] = codes
    return found
