"""What facts become if a period, a number or a day in the definition of one is changed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.period import Period
from lovgraf.facts.vocabulary import Derived, FactVocabulary, Operand, Ref

NUMBERS = ("years", "month", "day")
DAYS = ("from", "to", "at", "of", "first", "second", "third", "fourth")


@dataclass(frozen=True)
class Redefined:
    """A derived fact with another definition; `names` are the facts that replace others, by IRI."""

    fact: str
    name: str
    what: Text
    facts: tuple[Derived, ...]
    names: Mapping[str, str]


def redefined(
    vocabulary: FactVocabulary, asked: frozenset[str], wanted: Callable[[str], bool]
) -> Iterator[Redefined]:
    """Every change of a wanted derived fact on which some facts rest, with the facts that follow
    it."""
    below = [fact for fact in vocabulary.lineage(asked) if isinstance(fact, Derived)]
    for fact in below:
        if not wanted(fact.iri):
            continue
        for name, what, roles in _changes(fact):
            mark = f"{fact.iri}~{name}"
            changed = {fact.iri: replace(fact, iri=mark, roles=roles)}
            facts = _followed(below, changed, mark)
            yield Redefined(
                fact.iri,
                name,
                what,
                tuple(facts.values()),
                {old: new.iri for old, new in facts.items() if old in asked},
            )


def _followed(below: list[Derived], changed: dict[str, Derived], mark: str) -> dict[str, Derived]:
    """The changed fact with all that rest on it, each under a name of its own."""
    found = dict(changed)
    growing = True
    while growing:
        growing = False
        for fact in below:
            if fact.iri not in found and any(iri in found for iri in fact.operand_facts):
                found[fact.iri] = replace(fact, iri=f"{mark}~{fact.iri}")
                growing = True
    names = {old: new.iri for old, new in found.items()}
    return {
        old: replace(new, roles={role: _named(ops, names) for role, ops in new.roles.items()})
        for old, new in found.items()
    }


def _named(
    operands: tuple[Ref | Operand, ...], names: Mapping[str, str]
) -> tuple[Ref | Operand, ...]:
    return tuple(Ref(names.get(o.iri, o.iri)) if isinstance(o, Ref) else o for o in operands)


def _changes(
    fact: Derived,
) -> Iterator[tuple[str, Text, dict[str, tuple[Ref | Operand, ...]]]]:
    for role, operands in fact.roles.items():
        for place, operand in enumerate(operands):
            for step in (-1, 1):
                value = _moved(fact, role, operand, step)
                if value is None or value == operand:
                    continue
                name = f"{role} {step:+}" if len(operands) == 1 else f"{role} {operand} {step:+}"
                what = Text(
                    f"»{fact.label.da}« med {value} i stedet for {operand}",
                    f'"{fact.label.en}" with {value} instead of {operand}',
                )
                changed = (*operands[:place], value, *operands[place + 1 :])
                yield name, what, {**fact.roles, role: changed}


def _moved(fact: Derived, role: str, operand: Ref | Operand, step: int) -> Operand | None:
    """An operand shifted by one of its units; None where it has none, or not every year a day."""
    if role == "period":
        return moved_period(str(operand), step)
    if role in NUMBERS and isinstance(operand, int):
        number = {key: int(str(fact.roles[key][0])) for key in NUMBERS if key in fact.roles}
        number[role] += step
        days = monthrange(2015, month)[1] if 1 <= (month := number.get("month", 2)) <= 12 else 0
        return number[role] if 1 <= number.get("day", 1) <= days else None
    if role in DAYS and isinstance(operand, date):
        return operand + timedelta(days=step)
    return None


def moved_period(text: str, step: int) -> str | None:
    """A duration longer or shorter by one of its smallest unit; None where that cannot be."""
    try:
        found = Period.parse(text)
    except InputError:
        return None
    days, months = found.days + step * bool(found.days), found.months
    if not found.days:
        months += step
    return None if days < 0 or months < 0 else f"P{months}M{days}D"
