"""Which presumptions a verdict rests on: those without which it would be another.

Source: semantics, section 3 (presumptions are data). Whether a verdict rests on a presumption is
asked by taking it away: what its column is behind is then as it is stated. A breach that rests on a
presumption too weak to hold it against anybody is what it is without: open, and to be heard about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes
from lovgraf.verdicts.decide import (
    BREACHED,
    NO_REASON,
    UNATTAINABLE,
    UNDETERMINED,
    NormVerdicts,
    Verdicts,
)
from lovgraf.verdicts.patterns import Numbers
from lovgraf.verdicts.program import Presumed, Program, as_stated

Judge = Callable[[Program, Mapping[str, Codes], Numbers], NormVerdicts]
"""Judges some cells by a program, given their codes."""


class Resting(Struct, frozen=True, dict=True):
    """Finds what the verdicts of a norm on cells rest on; `codes` has a code a cell."""

    program: Program
    codes: Mapping[str, Codes]
    judge: Judge

    @cached_property
    def _applies(self) -> Mapping[str, Bools]:
        """In which cells each presumption applies."""
        return {one.iri: self.codes[one.iri] == 1 for one in self.program.presumed}

    def mark(self, result: NormVerdicts) -> None:
        """Say of each verdict what it rests on; open the breaches that nobody may be held to."""
        decided = result.verdicts != UNDETERMINED
        some = np.flatnonzero(np.logical_or.reduce([*self._applies.values()]) & decided)
        found = self._differ(self.program.presumed, some, result)
        if not len(found):
            return
        rests: dict[int, list[Presumed]] = {cell: [] for cell in found.tolist()}
        for one, cells in self._each(found, result):
            for cell in cells.tolist():
                rests[cell].append(one)
        for cell, ones in rests.items():
            # Where any of several would do, it rests on all of them.
            ones = ones or [one for one in self.program.presumed if self._applies[one.iri][cell]]
            rests[cell] = ones
            names = tuple(sorted(one.iri for one in ones))
            result.reasons[cell] = replace(result.reasons.get(cell, NO_REASON), rests_on=names)
        self._open(result, rests)

    def _open(self, result: NormVerdicts, rests: Mapping[int, Sequence[Presumed]]) -> None:
        """Judge breaches that rest on what is too weak without all that is."""
        cells = np.array(
            [
                cell
                for cell, ones in rests.items()
                if result.verdicts[cell] in (BREACHED, UNATTAINABLE)
                and any(not one.holds_against for one in ones)
            ],
            np.int64,
        )
        if not len(cells):
            return
        again = self.held(cells)
        result.verdicts[cells] = again.verdicts
        for place, cell in enumerate(cells.tolist()):
            result.reasons[cell] = again.reasons.get(place, NO_REASON)

    def held(self, cells: Numbers) -> NormVerdicts:
        """The verdicts on some cells without the presumptions that are held against nobody."""
        weak = [one for one in self.program.presumed if not one.holds_against]
        return self._without(weak, cells)

    def _each(self, found: Numbers, result: NormVerdicts) -> Iterator[tuple[Presumed, Numbers]]:
        """Each presumption, with those cells among `found` whose verdict is another without it.

        `found` are the cells that are told apart by all of them together; where one alone applies
        it is that one. The others are judged at once, whichever presumption is taken away.
        """
        applied = [(one, self._applies[one.iri][found]) for one in self.program.presumed]
        alone = np.sum([there for _, there in applied], axis=0) == 1
        yield from ((one, found[there & alone]) for one, there in applied)
        asked = [(one, found[there & ~alone]) for one, there in applied]
        asked = [(one, cells) for one, cells in asked if len(cells)]
        if not asked:
            return
        codes = [self._codes_without([one], cells) for one, cells in asked]
        joined = {key: np.concatenate([some[key] for some in codes]) for key in codes[0]}
        every = np.concatenate([cells for _, cells in asked])
        without = self.judge(self.program.bare, joined, every).verdicts
        ends = np.cumsum([len(cells) for _, cells in asked])
        for (one, cells), verdicts in zip(asked, np.split(without, ends[:-1]), strict=True):
            yield one, cells[verdicts != result.verdicts[cells]]

    def _differ(self, removed: Sequence[Presumed], cells: Numbers, result: NormVerdicts) -> Numbers:
        """Those of some cells whose verdict is another without some presumptions."""
        if not len(cells):
            return cells
        without: Verdicts = self._without(removed, cells).verdicts
        return cells[np.flatnonzero(without != result.verdicts[cells])]

    def _without(self, removed: Sequence[Presumed], cells: Numbers) -> NormVerdicts:
        """The verdicts on some cells, where what some presumptions filled is unknown."""
        return self.judge(self.program.bare, self._codes_without(removed, cells), cells)

    def _codes_without(self, removed: Sequence[Presumed], cells: Numbers) -> dict[str, Codes]:
        codes: dict[str, Codes] = {}
        for key in self.program.keys:
            code = self.codes[key][cells]
            behind = [self._applies[one.iri][cells] for one in removed if key in one.keys]
            if behind:
                stated = self.codes[as_stated(key)][cells]
                code = np.where(np.logical_or.reduce(behind), stated, code)
            codes[key] = code
        return codes
