"""What the law can see of a row, as the few small items that a row is read into.

Columns with few values (booleans, short code lists) go in as they are. Of dates, numbers and free
text only the answers count: whether a value is there, in which class of a fact it falls, whether a
boolean fact that is derived from it holds. All else is computed from these items, once a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import passes
from lovgraf.conditions.tree import Compare, Condition, Count, Leaf, Question, Typed, questions
from lovgraf.facts.codes import code_book
from lovgraf.facts.fact import Column, Derived, Fact, Judgment, Presumption
from lovgraf.facts.operators import operator_of
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary

FEW_CODES = 30
FEW_SEVERAL = 12


class Item(Struct, frozen=True):
    """One small number of a row: `kind` says which, `key` of what, `size` how many values.

    Kinds: `raw` (a column's value), `given` (0 blank, 1 given, 2 the column's word for "none"),
    `boolean` (what a yes or no fact comes to: 0 no, 1 yes, 2 neither), `class` (a class of an
    atom, the last for no value), `answer` (whether a question of record quality is answered no).
    """

    kind: str
    key: str
    size: int
    stated: bool = False
    """Whether it is told without presumptions, beside what it is with them."""

    @property
    def bits(self) -> int:
        """The bits it takes."""
        return max(1, (self.size - 1).bit_length())


class Items(Struct):
    """The items that some atoms and quality conditions need, in the order they were found."""

    facts: FactVocabulary
    present: frozenset[str]
    found: dict[tuple[str, str, bool], Item] = field(default_factory=dict)
    answers: dict[str, Question] = field(default_factory=dict)
    _determined: dict[tuple[str, bool], bool] = field(default_factory=dict)

    @classmethod
    def collect(
        cls,
        facts: FactVocabulary,
        present: Iterable[str],
        atoms: Mapping[str, Atom],
        quality: Iterable[Condition],
        stated: Mapping[str, Atom],
    ) -> Items:
        """The items for a table that has the columns `present`; those `stated` are told without
        presumptions as well."""
        items = cls(facts, frozenset(present))
        for key, atom in atoms.items():
            items._atom(key, atom)
        for key, atom in stated.items():
            items._atom(key, atom, stated=True)
        for condition in quality:
            for question in questions(condition):
                items._question(question)
        return items

    def has(self, kind: str, key: str) -> bool:
        """Whether an item was found."""
        return (kind, key, False) in self.found

    def of_kind(self, kind: str) -> list[Item]:
        """The items of one kind."""
        return [item for item in self.found.values() if item.kind == kind]

    def determined(self, iri: str, stated: bool = False) -> bool:
        """Whether the items settle a fact's value; asks for the items that do."""
        key = iri, stated and self.facts.touched(iri)
        if key not in self._determined:
            self._determined[key] = self._settle(self.facts[iri], key[1])
        return self._determined[key]

    def _settle(self, fact: Fact, stated: bool) -> bool:
        if isinstance(fact, Judgment):
            return True
        if isinstance(fact, Column):
            size = raw_size(fact)
            here = fact.name in self.present
            self._determined[fact.iri, stated] = not here or size is not None
            if here:
                self._add(
                    Item("given", fact.iri, 3) if size is None else Item("raw", fact.iri, size)
                )
            self._conditions_of(fact)
            if self._told_by_days(fact):
                self._add(Item("boolean", fact.iri, 3))
            return self._determined[fact.iri, stated]
        if isinstance(fact, Presumption):
            settled = [self.determined(iri) for iri in fact.asks]
            if not all(settled):
                self._add(Item("boolean", fact.iri, 3))
            return True
        assert isinstance(fact, Derived)
        settled = [self.determined(operand, stated) for operand in fact.operand_facts]
        if all(settled):
            return True
        if fact.datatype == "boolean":
            self._add(Item("boolean", fact.iri, 3, stated))
            return True
        if operator_of(fact).partial:
            self._add(Item("given", fact.iri, 3, stated))
        return False

    def _told_by_days(self, column: Column) -> bool:
        """Whether a blank is decided by which of two days is the later, or still to come."""
        if column.episode is None or column.datatype != "boolean":
            return False
        found = (self.facts[iri] for iri in column.implying)
        return any(isinstance(fact, Column) and fact.name in self.present for fact in found)

    def _conditions_of(self, column: Column) -> None:
        """What decides whether a blank means "no value", is implied by another column, or is what
        another column contradicts."""
        for other in (
            *(iri for iri, _ in column.none_when),
            *column.implying,
            *column.presumed,
        ):
            self.determined(other)
        for found in self.facts.disputes_of.get(column.iri, ()):
            for one in self.facts.with_raising(found):
                if all(self._is_there(iri) for iri in one.pair):
                    for asked in one.asks:
                        self.determined(asked, stated=True)

    def _is_there(self, iri: str) -> bool:
        """Whether the table has a column."""
        fact = self.facts.facts.get(iri)
        return isinstance(fact, Column) and fact.name in self.present

    def _add(self, item: Item) -> None:
        self.found.setdefault((item.kind, item.key, item.stated), item)

    def _atom(self, key: str, atom: Atom, stated: bool = False) -> None:
        compare = atom.compare
        iris = [compare.fact, compare.other] if compare else [key]
        below = (*atom.coding.asks, *atom.coding.behind)
        asked = [self.determined(iri, stated) for iri in (*iris, *below)]
        if not all(asked[: len(iris)]):
            self._add(Item("class", key, atom.coding.classes + 1, stated))

    def _question(self, question: Question) -> None:
        iris = [question.fact]
        if isinstance(question, Compare):
            iris.append(question.other)
        # What is derived is computed under presumptions, of which record quality knows nothing.
        apart = [isinstance(self.facts[i], Derived) and self.facts.touched(i) for i in iris]
        if not any(apart):
            settled = [self.determined(iri) for iri in iris]
            if all(settled) or self._follows(question):
                return
        name = f"answer{len(self.answers)}"
        if question not in self.answers.values():
            self.answers[name] = question
            self._add(Item("answer", name, 2))

    def _follows(self, question: Question) -> bool:
        """Whether the answer follows from what a table's values can be at all, or from presence.

        Values have their fact's datatype, those of a closed list are its codes, and a fact with one
        value at most has one if it is given.
        """
        fact = self.facts[question.fact]
        if isinstance(question, Count):
            known = isinstance(fact, Column) or self.has("given", fact.iri)
            return known and (not fact.multi or (question.low <= 1 and question.high is None))
        if not isinstance(question, Leaf) or not question.every:
            return False
        if isinstance(question.test, Typed):
            return question.test.datatype == fact.datatype
        codes = closed_codes(fact)
        return bool(codes) and all(passes(question.test, code) for code in codes)


def closed_codes(fact: Fact) -> tuple[str, ...]:
    """All values that a column of codes can have, sorted; none for other facts."""
    book = code_book(fact) if isinstance(fact, Column) else None
    return tuple(sorted(book.exact)) if book else ()


def raw_size(column: Column) -> int | None:
    """How many values a column of few values may have, blank included; None for all others."""
    if column.datatype == "boolean":
        return 3
    if column.datatype != "string" or column.code_list is None or column.format is not None:
        return None
    codes = len(column.code_list.notations)
    if column.multi:
        return 1 << codes if codes <= FEW_SEVERAL else None
    return codes + 1 if codes <= FEW_CODES else None


def raw_values(column: Column) -> list[State]:
    """The values of such a column, in the order of their items."""
    if column.code_list is None:
        return [None, False, True]
    codes = column.code_list.notations
    if not column.multi:
        return [None, *codes]
    sets = range(1, 1 << len(codes))
    each = (tuple([code for n, code in enumerate(codes) if some >> n & 1]) for some in sets)
    return [None, *each]
