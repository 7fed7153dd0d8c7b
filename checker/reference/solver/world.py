"""The facts of one record as symbols: columns, and every derived fact by its operator's formula.

Source: `ontology/record.ttl`; semantics, section 3; for what contradicts itself `docs/index.md`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date

from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import AS_OF, Column, Derived, Fact, Operand, Ref
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.days import Day, Lemmas
from lovgraf.reference.solver.operators import formula_of
from lovgraf.reference.solver.symbols import (
    NOTHING,
    Amount,
    Code,
    Codes,
    Symbol,
    Value,
    constant,
    is_one,
    joined,
)
from lovgraf.reference.solver.terms import Truth, both, either, not_, real, truth, whole


class Said(Struct):
    """What else holds of the terms that stand for a fact: at all times, as far as needed, and in a
    plain example."""

    always: list[Truth] = field(default_factory=list)
    plainly: list[Truth] = field(default_factory=list)
    lemmas: list[Lemmas] = field(default_factory=list)


class Open(Struct):
    """The terms of facts that are open, the same in every record of a law.

    `mentioned` are the texts that the law holds each fact against, by IRI.
    """

    vocabulary: FactVocabulary
    mentioned: Mapping[str, frozenset[str]]
    _made: dict[str, tuple[Value, Said]] = field(default_factory=dict)

    def value(self, fact: Fact, name: str) -> tuple[Value, Said]:
        """A value of a fact's kind that is open, called by a name, and what holds of it."""
        if name not in self._made:
            said = Said()
            self._made[name] = self._make(fact, name, said), said
        return self._made[name]

    def _make(self, fact: Fact, name: str, said: Said) -> Value:
        if fact.datatype == "boolean":
            return truth(name)
        if fact.datatype == "date":
            number = whole(name)
            said.always += [number >= 1, number <= date.max.toordinal()]
            return Day(number, name)
        if fact.datatype == "integer":
            return Amount(whole(name))
        if fact.datatype == "decimal":
            return Amount(real(name), None)
        listed = isinstance(fact, Column) and fact.code_list is not None
        texts = self._texts(fact)
        if fact.multi:
            has = {text: truth(f"{name}#{text}") for text in sorted(texts)}
            several = Codes(has, 0 if listed else whole(f"{name}#others"))
            said.always += [several.size >= 1] + ([] if listed else [several.others >= 0])
            return several
        code = Code(whole(name))
        said.always.append(code.is_in(texts) if listed else code.number >= 0)
        return code

    def _texts(self, fact: Fact) -> frozenset[str]:
        """The texts that a fact may be: all codes of its list, else those that are mentioned."""
        absent = {fact.absent_value} if isinstance(fact, Column) else set()
        if isinstance(fact, Column) and fact.code_list is not None:
            return frozenset(fact.code_list.notations) - absent
        return self.mentioned.get(fact.iri, frozenset()) - absent


class World:
    """One record whose facts become symbols when asked for.

    A record that is not there yet is not completed: each of the columns (by IRI) that are `wanted`
    may be given or left blank, and a blank of which nothing is known has no value.
    """

    def __init__(
        self,
        opened: Open,
        given: Mapping[str, State],
        as_of: date,
        wanted: Container[str] | None = None,
    ) -> None:
        self.vocabulary, self.as_of, self.wanted = opened.vocabulary, as_of, wanted
        self._open, self._given = opened, given
        self._symbols: dict[str, Symbol] = {}
        self._asked: dict[str, Symbol] = {}
        self.said: dict[str, Said] = {}
        """What holds of the terms of each fact that was asked for."""
        self._path: list[str] = []

    def symbol(self, iri: str) -> Symbol:
        """A fact as it is in a completion, which may leave it blank."""
        found = self._symbols.get(iri)
        if found is None:
            if iri in self._path:
                raise InputError(
                    f"Kendsgerningen {iri} afhænger af sig selv.",
                    f"The fact {iri} rests on itself.",
                )
            self._path.append(iri)
            try:
                found = self._symbols[iri] = self._make(self.vocabulary[iri])
            finally:
                self._path.pop()
        return found

    def asked(self, iri: str) -> Symbol:
        """A fact as a norm asks for it: where it is blank it has any value."""
        found = self._asked.get(iri)
        if found is None:
            symbol = self.symbol(iri)
            if symbol.blank is False:
                found = symbol
            elif self.wanted is not None:
                found = Symbol(symbol.value, either(symbol.none, symbol.blank))
            else:
                value = self._opened(self.vocabulary[iri], f"{iri}#any")
                value = joined(symbol.blank, value, symbol.value, f"{iri}#asked")
                found = Symbol(value, both(not_(symbol.blank), symbol.none))
            self._asked[iri] = found
        return found

    def operand(self, operand: Ref | Operand) -> Symbol:
        """An operand: a fact, the as-of date, or a value."""
        if isinstance(operand, Ref):
            return constant(self.as_of) if operand == AS_OF else self.symbol(operand.iri)
        return constant(operand)

    def about(self, iri: str) -> Said:
        """What holds of the terms of a fact."""
        return self.said.setdefault(iri, Said())

    def implications(self, iri: str, facts: Iterable[str]) -> Truth:
        """That a column agrees with those (of some facts) whose being given implies it; it holds
        of what begins and ends again."""
        column = self.vocabulary[iri]
        if not isinstance(column, Column) or column.episode or column.datatype != "boolean":
            return True
        found, yes = set(facts), self.symbol(iri)

        def given(others: Iterable[str]) -> Truth:
            return either(*(self.symbol(other).given for other in others if other in found))

        rules = [not_(both(is_one(yes, True), given(column.implied_false_by)))]
        if not column.implied_false_by:
            rules.append(not_(both(is_one(yes, False), given(column.implied_true_by))))
        return both(*rules)

    def _make(self, fact: Fact) -> Symbol:
        if isinstance(fact, Column):
            return self._column(fact)
        if isinstance(fact, Derived):
            return formula_of(fact)(Call(fact, self))
        return Symbol(self._opened(fact, fact.iri))

    def _opened(self, fact: Fact, name: str) -> Value:
        value, said = self._open.value(fact, name)
        own = self.about(fact.iri)
        own.always += said.always
        own.lemmas += said.lemmas
        return value

    def _column(self, column: Column) -> Symbol:
        """What is given; else what given columns imply, no before yes; else none where something
        says so; else open."""
        if self.wanted is not None:
            return self._any(column, self.wanted)
        raw = self._given.get(column.iri)
        if raw is not None and raw is not NONE:
            return _normal(column, raw)
        for implied, others in ((False, column.implied_false_by), (True, column.implied_true_by)):
            for other in others:
                if (said := self._said_by(column, other, implied)) is not None:
                    return constant(said)
        if raw is NONE:
            return NOTHING
        nones = []
        for other, wanted in column.none_when:
            symbol = self.symbol(other)
            says = is_one(symbol, wanted)
            if symbol.known and says is True:
                return NOTHING
            nones.append(says)
        if column.absent_value is not None:
            nones.append(truth(f"{column.iri}#none"))
        none = either(*nones)
        return Symbol(None if none is True else self._opened(column, column.iri), none)

    def _any(self, column: Column, wanted: Container[str]) -> Symbol:
        """A column of a record that is not there yet: what is given stands, whatever others say."""
        given = column.iri in wanted and truth(f"{column.iri}#given")
        said = either(*(is_one(self.symbol(other), no) for other, no in column.none_when))
        absent = False if column.absent_value is None else truth(f"{column.iri}#none")
        return Symbol(
            self._opened(column, column.iri),
            either(both(not_(given), said), both(given, absent)),
            both(not_(given), not_(said)),
        )

    def _said_by(self, column: Column, other: str, implied: bool) -> bool | None:
        """What another column says of a blank: the later of a beginning and an end decides, and
        what is still to come says nothing."""
        day = self._given.get(other)
        if day is None or day is NONE:
            return None
        source = self.vocabulary[other]
        if isinstance(source, Column) and day == source.absent_value:
            return not implied
        episode = column.episode
        if episode is None or other not in (episode.beginning, episode.ending):
            return implied
        begun, ended = (
            found if isinstance(found := self._given.get(iri), date) else None
            for iri in (episode.beginning, episode.ending)
        )
        if not isinstance(day, date) or day > self.as_of:
            return None
        if begun is None or ended is None or max(begun, ended) > self.as_of:
            return implied
        if other == episode.beginning:
            return implied if ended < begun else None
        return not implied if ended < begun else implied


def _normal(column: Column, raw: State) -> Symbol:
    """One code of a column with several is all of them; no code at all is none."""
    if raw == column.absent_value:
        return NOTHING
    if not column.multi:
        return constant(raw)
    codes = raw if isinstance(raw, tuple) else (raw,)
    kept = tuple(sorted({str(code) for code in codes} - {str(column.absent_value)}))
    return constant(kept) if kept else NOTHING
