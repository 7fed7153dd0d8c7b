"""Which codes of an atom a fact's symbolic state can have, and what days that needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from lovgraf.conditions.atoms import Atom
from lovgraf.facts.symbols import ORIGIN, Moment, Open, Span, Symbol
from lovgraf.facts.values import NONE
from lovgraf.verdicts.symbols import Symbols
from lovgraf.verdicts.values import class_of
from lovgraf.verdicts.worlds import World


def coded(
    key: str, atom: Atom, codes: Sequence[int], world: World, symbols: Symbols
) -> Iterator[tuple[list[int], World]]:
    """The worlds in which an atom has some of these codes, each with the codes it may have there.

    A world that comes more than once stands for another way in which the codes can be had.
    """
    if atom.compare is not None:
        for first, here in symbols.states(atom.compare.fact, world):
            for second, after in symbols.states(atom.compare.other, here):
                for code in codes:
                    for last in _compared(atom.compare.relation, first, second, code == 1, after):
                        yield [code], last
        return
    none = atom.coding.none
    for state, after in symbols.states(key, world):
        if isinstance(state, Moment | Span):
            for code in codes:
                found = None if code == none else _between(atom, state, code, after)
                if found is not None:
                    yield [code], found
        elif fitting := _fitting(key, atom, state, codes, symbols):
            yield fitting, after


def _fitting(
    key: str, atom: Atom, state: Symbol, codes: Sequence[int], symbols: Symbols
) -> list[int]:
    """The codes among some that a state without days can have."""
    none = atom.coding.none
    if state is Open.FREE or state is Open.BLANK:
        return list(codes)
    if state is NONE:
        return [code for code in codes if code == none]
    classes = symbols.classes(key, state)
    if classes is None and (own := class_of(atom, state)) is not None:
        classes = frozenset({own})
    return [c for c in codes if c != none and (classes is None or c in classes)]


def _between(atom: Atom, state: Moment | Span, code: int, world: World) -> World | None:
    """With a day or a length of time in the class between two cuts."""
    cuts = atom.partition.cuts
    here: World | None = world
    for cut, reached in ((code - 1, True), (code, False)):
        if here is None or not 0 <= cut < len(cuts):
            continue
        value = cuts[cut].value
        if isinstance(state, Moment) and isinstance(value, date):
            limit = Moment(ORIGIN, value.toordinal())
            here = here.by(limit, state) if reached else here.after(limit, state)
        elif isinstance(state, Span) and isinstance(value, int):
            here = here.reaches(state, value) if reached else here.falls_short(state, value)
    return here


def _compared(
    relation: str, first: Symbol, second: Symbol, holds: bool, world: World
) -> Iterator[World]:
    """With a comparison of two facts true, or false."""
    if NONE in (first, second) and not (isinstance(first, Open) or isinstance(second, Open)):
        both = first is NONE and second is NONE
        if holds == (both or relation != "equal"):
            yield world
        return
    if not (isinstance(first, Moment) and isinstance(second, Moment)):
        yield world
        return
    found: list[World | None]
    match relation:
        case "less":
            found = [world.after(second, first) if holds else world.by(second, first)]
        case "less-or-equal":
            found = [world.by(first, second) if holds else world.after(first, second)]
        case _:
            if holds == (relation == "equal"):
                one = world.by(first, second)
                found = [None if one is None else one.by(second, first)]
            else:
                found = [world.after(first, second), world.after(second, first)]
    yield from (each for each in found if each is not None)
