"""Leaves as column expressions: each fact of a set of conditions becomes one coded column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from lovgraf.conditions.coding import (
    MAX_ASKS,
    ClassValue,
    Coding,
    Partition,
    Passing,
    code_groups,
    distinct_tests,
    ordered_cuts,
    ordered_values,
    refuse_wide,
)
from lovgraf.conditions.tree import Compare, Count, Matches, OneOf, Question, Scalar
from lovgraf.core.cache import stable_text
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column, Derived, Fact, Judgment, Presumption
from lovgraf.facts.operators import operator_of
from lovgraf.facts.vocabulary import FactVocabulary

_EMPTY: dict[str, Scalar] = {
    "date": date(2000, 1, 1), "integer": 0, "decimal": Decimal(0), "boolean": False, "string": "",
}  # fmt: skip
OTHER = "\uffff"
"""Stands for any text that no test mentions."""


class Atom(Struct, frozen=True, dict=True):
    """A coded fact: its coding and how a row gets its code."""

    coding: Coding
    partition: Partition
    fact: Fact | None
    compare: Compare | None = None

    @cached_property
    def text(self) -> str:
        """A text that is the same in every process, but for how its fact is defined."""
        return stable_text((self.coding, self.partition, self.compare))


def compare_key(compare: Compare) -> str:
    """The key under which a comparison of two facts is coded."""
    return f"{compare.fact} {compare.relation} {compare.other}"


def make_atoms(questions: Iterable[Question], facts: FactVocabulary) -> dict[str, Atom]:
    """One atom for each fact (and each comparison) that the questions ask about, by key.

    Raises `NotCompilable` where a fact's questions cannot be coded, `InputError` for an undeclared
    fact.
    """
    by_fact, compares = _grouped(questions)
    atoms = {iri: _atom(facts[iri], asked, facts) for iri, asked in sorted(by_fact.items())}
    for key, compare in sorted(compares.items()):
        atoms[key] = _compare_atom(key, compare, facts)
    return atoms


class Codable:
    """The questions of several norms, as long as all of them can be coded together."""

    def __init__(self, facts: FactVocabulary) -> None:
        self._facts = facts
        self._asked: dict[str, list[Question]] = {}

    def add(self, questions: Iterable[Question]) -> None:
        """Add the questions of one more norm, or none of them where `make_atoms` would refuse
        them beside the others: raises `NotCompilable` then."""
        by_fact, compares = _grouped(questions)
        for key, compare in compares.items():
            _compare_atom(key, compare, self._facts)
        wider = {}
        for iri, asked in by_fact.items():
            before = self._asked.get(iri, [])
            wider[iri] = list(dict.fromkeys([*before, *asked]))
            if len(wider[iri]) > len(before):
                _partition(self._facts[iri], wider[iri])
        self._asked |= wider


def _grouped(
    questions: Iterable[Question],
) -> tuple[dict[str, list[Question]], dict[str, Compare]]:
    """The questions about each fact, and the comparisons of two by key."""
    by_fact: dict[str, list[Question]] = {}
    compares: dict[str, Compare] = {}
    for question in questions:
        if isinstance(question, Compare):
            compares[compare_key(question)] = question
        else:
            by_fact.setdefault(question.fact, []).append(question)
    return by_fact, compares


def asks_of(fact: Fact, facts: FactVocabulary) -> tuple[str, ...]:
    """The columns to name when a fact is unknown, by IRI."""
    if isinstance(fact, Derived):
        if fact.asks_for:
            return fact.asks_for
        found: set[str] = set()
        for operand in fact.operand_facts:
            found |= set(asks_of(facts[operand], facts))
        return tuple(sorted(found))
    return (fact.iri,) if isinstance(fact, Column) else ()


def behind(asks: tuple[str, ...], facts: FactVocabulary, *iris: str) -> tuple[str, ...]:
    """The columns to name, the first that is blank, when facts are unknown but `asks` stated."""
    if not 0 < len(asks) <= MAX_ASKS:
        return ()
    below = dict.fromkeys(column for iri in iris for column in facts.columns_below(iri))
    return tuple(column for column in below if column not in asks)


def _atom(fact: Fact, asked: list[Question], facts: FactVocabulary) -> Atom:
    partition = _partition(fact, asked)
    values: tuple[ClassValue, ...]
    if isinstance(fact, Judgment):
        judge = fact.judged_by or fact.iri
        coding = Coding(fact.iri, (False, True), (), False, judge, of_law=fact.of_law)
        return Atom(coding, Partition(boolean=True), fact)
    if partition.boolean:
        values = (False, True)
    elif partition.cuts or fact.datatype in ("date", "integer", "decimal"):
        values = ordered_values(partition.cuts, _EMPTY[fact.datatype])
    elif fact.multi:
        values = _subsets(partition)
    elif partition.tests:
        values = _tested(partition)
    else:
        values = (_other(fact, partition), *(min(g, key=repr) for g in partition.groups))
    asks = asks_of(fact, facts)
    return Atom(
        Coding(
            fact.iri,
            values,
            asks,
            can_be_none(fact, facts),
            datatype=fact.datatype,
            behind=behind(asks, facts, fact.iri),
        ),
        partition,
        fact,
    )


def _partition(fact: Fact, asked: list[Question]) -> Partition:
    tests = distinct_tests(asked)
    if fact.multi and any(isinstance(q, Count) and not _of_presence(q) for q in asked):
        raise NotCompilable(
            fact.iri,
            Text(
                "et antal værdier ud over ingen og nogen",
                "a number of values other than none and some",
            ),
        )
    if fact.datatype == "boolean":
        return Partition(boolean=True)
    if fact.datatype in ("date", "integer", "decimal"):
        if any(isinstance(test, Matches) for test in tests):
            raise NotCompilable(
                fact.iri,
                Text("et mønster på et tal eller en dato", "a pattern on a number or date"),
            )
        return Partition(cuts=ordered_cuts(tests, fact.datatype != "decimal"))
    textual = tuple(t for t in tests if not isinstance(t, OneOf))
    if not textual:
        groups = code_groups(tests)
        refuse_wide(fact.iri, len(groups) if fact.multi else 0)
        return Partition(groups=groups)
    if fact.multi:
        raise NotCompilable(
            fact.iri,
            Text(
                "et mønster på en oplysning med flere værdier",
                "a pattern on a fact with several values",
            ),
        )
    refuse_wide(fact.iri, len(tests))
    return Partition(tests=tuple(tests))


def _of_presence(count: Count) -> bool:
    """Whether a count only asks if there is any value."""
    return count.low <= 1 and count.high in (None, 0)


def can_be_none(fact: Fact, facts: FactVocabulary) -> bool:
    """Whether a complete record can be without a value of the fact."""
    if isinstance(fact, Column):
        presumed = (facts[iri] for iri in fact.presumed)
        return (
            bool(fact.none_when)
            or fact.absent_value is not None
            or any(isinstance(one, Presumption) and one.value is None for one in presumed)
        )
    if isinstance(fact, Derived):
        operands = [can_be_none(facts[operand], facts) for operand in fact.operand_facts]
        return operator_of(fact).can_be_none(fact, operands)
    return False


def _subsets(partition: Partition) -> tuple[tuple[Scalar, ...], ...]:
    """Class `mask - 1` of a multi-valued fact has a value of each group in the mask."""
    members = [*(min(g, key=repr) for g in partition.groups), OTHER]
    return tuple(
        tuple(m for bit, m in enumerate(members) if mask >> bit & 1)
        for mask in range(1, 1 << len(members))
    )


def _tested(partition: Partition) -> tuple[Passing, ...]:
    """Classes by text tests are told apart by bits, one a test."""
    return tuple(
        Passing(frozenset(t for bit, t in enumerate(partition.tests) if bits >> bit & 1))
        for bits in range(1 << len(partition.tests))
    )


def _other(fact: Fact, partition: Partition) -> Scalar:
    mentioned = frozenset().union(*partition.groups)
    if isinstance(fact, Column) and fact.code_list:
        for notation in fact.code_list.notations:
            if notation not in mentioned:
                return notation
    return OTHER


def _compare_atom(key: str, compare: Compare, facts: FactVocabulary) -> Atom:
    first, second = facts[compare.fact], facts[compare.other]
    if first.multi or second.multi or first.datatype != second.datatype:
        raise NotCompilable(
            key,
            Text(
                "en sammenligning af oplysninger med flere værdier eller af forskellig type",
                "a comparison of facts of several values or of different types",
            ),
        )
    asks = tuple(sorted({*asks_of(first, facts), *asks_of(second, facts)}))
    others = behind(asks, facts, compare.fact, compare.other)
    coding = Coding(key, (False, True), asks, False, behind=others)
    return Atom(coding, Partition(boolean=True), None, compare)


def input_columns(atoms: Mapping[str, Atom], facts: FactVocabulary) -> list[Column]:
    """The columns that atoms rest on, in order of name."""
    found: set[str] = set()
    for atom in atoms.values():
        iris = [atom.compare.fact, atom.compare.other] if atom.compare else [atom.coding.key]
        for iri in iris:
            found |= facts.inputs(iri)
    columns = [facts[iri] for iri in sorted(found)]
    return sorted((c for c in columns if isinstance(c, Column)), key=lambda c: c.name)
