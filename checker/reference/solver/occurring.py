"""Whether any record is so, by z3: a record that is, or the proof that none is.

Nothing is known of the record at the start. What the solver rules out no complete record is; what
it finds is to be judged again, since it may not know of every shape that a valid record meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import z3
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.tree import And, Condition, Named, Not, Or, facts_of
from lovgraf.core.errors import InputError
from lovgraf.facts.countries import country_codes
from lovgraf.facts.fact import Column, Fact
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.reference.solver.conditions import Asked
from lovgraf.reference.solver.days import Day, Lemmas
from lovgraf.reference.solver.norms import below, mentioned
from lovgraf.reference.solver.search import Search
from lovgraf.reference.solver.symbols import Amount, Code, Codes, Symbol, number_of
from lovgraf.reference.solver.terms import Truth, both, is_so, not_, truth
from lovgraf.reference.solver.world import Open, World

_OLDEST, _LATEST = timedelta(days=36_000), timedelta(days=400)
"""How long before and after the as-of date the days of an example lie rather than elsewhere."""


class _Terms(Struct, frozen=True):
    """What a condition says of a record, and the facts that it rests on, sorted."""

    holds: Truth
    below: tuple[str, ...]
    complete: tuple[Truth, ...]
    """That what it asks about is not left unknown."""


def conjuncts(conditions: Iterable[Condition]) -> list[Condition]:
    """The conditions that are to hold where some hold together, as small as they get."""
    found: dict[Condition, None] = {}
    for condition in conditions:
        match condition:
            case And(parts):
                found |= dict.fromkeys(conjuncts(parts))
            case Not(Or(parts)):
                found |= dict.fromkeys(conjuncts(map(Not, parts)))
            case Not(Not(part)) | Named(_, part):
                found |= dict.fromkeys(conjuncts([part]))
            case Not(Named(_, part)):
                found |= dict.fromkeys(conjuncts([Not(part)]))
            case _:
                found[condition] = None
    return list(found)


class Occurring:
    """Answers whether some conditions can hold together of a record of some facts on a date.

    `conditions` are all that will be asked, `shapes` what a valid record meets, `columns` (by IRI)
    those that it may give, each with a text that nothing mentions. A question takes at most so
    many `seconds`.
    """

    def __init__(
        self,
        facts: FactVocabulary,
        as_of: date,
        conditions: Iterable[Condition],
        shapes: Iterable[Condition],
        columns: Mapping[str, str],
        seconds: float = 2,
    ) -> None:
        self._facts, self._as_of, self._columns = facts, as_of, columns
        self._found: dict[Condition, _Terms] = {}
        self._lemmas: dict[tuple[object, ...], Lemmas] = {}
        self._as_usual: dict[str, Truth] = {}
        self._bits: dict[Condition, int] = {}
        self.reasons: list[int] = []
        """What was found to hold of no record together, as bits (see `held`)."""
        self._search = Search(seconds)
        asked, rest_on = [], set[str]()
        for condition in (*conditions, *(shapes := [*shapes])):
            try:
                rest_on |= below(facts, facts_of(condition))
            except InputError:
                continue  # told where it is asked
            asked.append(condition)
        self._texts = mentioned(facts, asked, rest_on)
        self._world = World(Open(facts, self._texts), {}, as_of, columns)
        self._asked = Asked(self._world)
        known = [self._known(shape) for shape in shapes]
        self._shapes = [
            (one, frozenset(columns.keys() & {*one.below})) for one in known if one is not None
        ]

    def record(self, conditions: Sequence[Condition]) -> dict[str, State] | None:
        """The values of columns (by IRI; None where it is blank) in a record of which conditions
        hold; None where there is no such record.

        It meets the shapes that there are formulas for. Raises `GaveUp`, and `InputError` for a
        condition without a formula.
        """
        parts = conjuncts(conditions)
        terms = [self._of(part) for part in parts]
        shapes = self._about({iri for one in terms for iri in one.below})
        rest_on = sorted({iri for one in (*terms, *shapes) for iri in one.below})
        said = [self._world.said[iri] for iri in rest_on if iri in self._world.said]
        always = [part for one in said for part in one.always]
        always += [one.holds for one in shapes]
        wanted = [both(one.holds, *one.complete) for one in terms]
        never = [part for part, one in zip(parts, wanted, strict=True) if one is False]
        if never or any(part is False for part in always):
            self._rule_out(never[:1] or parts)
            return None
        found = {lemma.key: lemma for one in said for lemma in one.lemmas}
        lemmas = [self._lemmas.setdefault(key, lemma) for key, lemma in found.items()]
        plain = [*self._plain(rest_on), *(part for one in said for part in one.plainly)]
        always = [part for part in always if part is not True]
        model = self._search.model(always, lemmas, plain, wanted)
        if isinstance(model, frozenset):
            self._rule_out([parts[number] for number in sorted(model)])
            return None
        return self._values(model, rest_on)

    def held(self, conditions: Sequence[Condition]) -> int:
        """What holds where some conditions do, as a bit for each; see `reasons`."""
        held = 0
        for part in conjuncts(conditions):
            held |= self._bits.setdefault(part, 1 << len(self._bits))
        return held

    def _rule_out(self, parts: Sequence[Condition]) -> None:
        self.reasons.append(self.held(parts))

    def _known(self, shape: Condition) -> _Terms | None:
        try:
            return replace(self._of(shape), complete=())
        except InputError:
            return None

    def _of(self, condition: Condition) -> _Terms:
        found = self._found.get(condition)
        if found is None:
            facts = facts_of(condition)
            rest_on = below(self._facts, facts)
            blank = (not_(self._world.symbol(iri).blank) for iri in sorted(facts))
            complete = tuple(part for part in blank if part is not True)
            found = _Terms(self._asked(condition), tuple(sorted(rest_on)), complete)
            self._found[condition] = found
        return found

    def _about(self, facts: set[str]) -> list[_Terms]:
        """The shapes that rest on no other columns than some; they may be about what is blank."""
        return [shape for shape, columns in self._shapes if columns and columns <= facts]

    def _plain(self, facts: Iterable[str]) -> list[Truth]:
        """That the days of columns lie in the lifetime of those who live, and of what can have
        several codes there is one."""
        return [self._plain_value(iri) for iri in facts if self._plain_value(iri) is not True]

    def _plain_value(self, iri: str) -> Truth:
        if iri not in self._as_usual:
            value = self._world.symbol(iri).value if iri in self._columns else None
            self._as_usual[iri] = True
            if isinstance(value, Day):
                first, last = self._as_of - _OLDEST, self._as_of + _LATEST
                within = value.number >= first.toordinal(), value.number <= last.toordinal()
                self._as_usual[iri] = both(*within)
            elif isinstance(value, Codes):
                self._as_usual[iri] = value.size <= 1
        return self._as_usual[iri]

    def _values(self, model: Any, facts: Iterable[str]) -> dict[str, State]:
        columns = [self._facts[iri] for iri in facts if iri in self._columns]
        return {one.iri: self._value(one, self._world.symbol(one.iri), model) for one in columns}

    def _value(self, column: Fact, symbol: Symbol, model: Any) -> State:
        def holds(part: Truth) -> bool:
            return part if isinstance(part, bool) else is_so(model, part)

        def number(term: Any) -> Any:
            if isinstance(term, int):
                return term
            found = model.eval(term, model_completion=True)
            return found.as_long() if z3.is_int_value(found) else found.as_fraction()

        assert isinstance(column, Column)
        value, absent = symbol.value, column.absent_value
        if not holds(truth(f"{column.iri}#given")):
            return None
        if holds(symbol.none):
            assert absent is not None
            return (absent,) if column.multi else absent
        if isinstance(value, Day):
            return date.fromordinal(number(value.number))
        if isinstance(value, Amount):
            amount = number(value.total)
            if column.datatype == "integer":
                return int(amount)
            return Decimal(amount.numerator) / Decimal(amount.denominator)
        if isinstance(value, Code):
            return self._text(column, number(value.number))
        if isinstance(value, Codes):
            codes = [text for text, part in value.has.items() if holds(part)]
            others = self._others(column)
            return tuple(sorted([*codes, *others[: number(value.others)]]))
        return holds(value)

    def _text(self, column: Column, number: int) -> str:
        texts = self._texts.get(column.iri, frozenset())
        if column.code_list is not None:
            texts |= set(column.code_list.notations)
        known = {number_of(text): text for text in texts}
        return known[number] if number in known else self._others(column)[0]

    def _others(self, column: Column) -> list[str]:
        """Texts that nothing mentions."""
        texts = self._texts.get(column.iri, frozenset())
        if column.format == "Country":
            return sorted({*country_codes().values()} - texts)
        word = self._columns[column.iri]
        return [text for text in (word, *(f"{word}{n}" for n in range(9))) if text not in texts]
