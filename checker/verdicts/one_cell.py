"""The verdict of a norm on one cell, as `evaluate` gives it on many, where cells come one by one.

What a norm leaves open in a cell is told by the answers on the way to its open questions, and many
cells have these in common; what their completions say is found out once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
import numpy as np

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import (
    FALSE,
    TRUE,
    UNKNOWN,
    Answers,
    Codes,
    Pair,
    Tables,
    question_key,
)
from lovgraf.conditions.tree import Compare, Condition, Count, Leaf, Question
from lovgraf.verdicts.completions import settle
from lovgraf.verdicts.decide import (
    BREACHED,
    EXEMPT,
    FULFILLED,
    NO_REASON,
    NOT_ADDRESSED,
    PENDING,
    UNATTAINABLE,
    UNCERTAIN,
    UNDETERMINED,
    Reason,
)
from lovgraf.verdicts.feasible import Combinations, Component
from lovgraf.verdicts.grid import Grid
from lovgraf.verdicts.knowledge import KnownFacts
from lovgraf.verdicts.outlook import judged
from lovgraf.verdicts.patterns import Classes, Numbers, parts
from lovgraf.verdicts.program import Program
from lovgraf.verdicts.settling import settle_one
from lovgraf.verdicts.told import Told

MOST = 4000
"""What norms leave open, to remember."""
_MOST_RELATIONS = 64
"""Verdicts of each to remember."""
Tells = Callable[[frozenset[str]], KnownFacts]
"""Tells what a record says of some facts (by IRI)."""
_Settled = tuple[int, Reason]


class _Left(msgspec.Struct):
    """What a norm leaves open in some cells: the components of its open atoms (None where all
    completions agree), and the verdict for each choice of relations between these, by name."""

    components: list[Component] | None
    classes: Mapping[str, Classes]
    found: dict[tuple[bytes, ...], _Settled]


class Open(NamedTuple):
    """What a verdict still turns on in a cell: the answers on the way to its open questions, and
    the codes of their atoms, by key."""

    trail: bytes = b""
    live: tuple[tuple[str, int], ...] = ()


NOTHING = Open()
"""What a verdict turns on that is certain."""


class Cell(msgspec.Struct):
    """A norm on the codes of its atoms: what is certain, and what is left open of the verdict and
    of whether what it takes can be had."""

    program: Program
    codes: Mapping[str, int]
    verdict: int
    open: Open
    reach: int
    open_reach: Open


class Judgment(NamedTuple):
    """The verdict of a cell and its reason; `exact` where what can occur was found out in full."""

    verdict: int
    reason: Reason
    exact: bool


@dataclass
class OneCell:
    """Judges cells of one coding."""

    atoms: Mapping[str, Atom]
    combinations: Combinations
    tables: Tables = field(default_factory=dict, repr=False)
    _left: dict[object, _Left] = field(default_factory=dict, repr=False)

    def cell(self, program: Program, codes: Mapping[str, int], answers: Answers) -> Cell:
        """A norm on a cell; `codes` has those of its atoms, `answers` rest on the same."""
        verdict, reach = _decided(program, answers), answers.of(program.reach)
        open_ = _open(program, codes, answers) if verdict == UNCERTAIN else NOTHING
        doubt = reach == UNKNOWN and verdict in (BREACHED, UNCERTAIN)
        open_reach = _open(program.reaching, codes, answers) if doubt else NOTHING
        return Cell(program, codes, verdict, open_, reach, open_reach)

    def judge(self, cell: Cell, tells: Tells | None = None) -> Judgment:
        """The verdict of a cell; `tells` what a record says beside its codes."""
        verdict, reason, program = cell.verdict, NO_REASON, cell.program
        asked = _Asked(self.combinations, tells)
        if verdict == UNCERTAIN:
            verdict, reason = self._settled(cell, False, cell.open, asked)
        if verdict == UNDETERMINED and reason == NO_REASON:
            reason = judged(program)
        if verdict == BREACHED and cell.reach == FALSE:
            verdict = UNATTAINABLE
        elif verdict == BREACHED and cell.reach == UNKNOWN:
            found, why = self._settled(cell, True, cell.open_reach, asked)
            verdict = UNATTAINABLE if found == BREACHED else BREACHED
            reason = reason if why is NO_REASON else why
        return Judgment(verdict, reason, asked.exact)

    def _settled(self, cell: Cell, reaching: bool, open_: Open, asked: _Asked) -> _Settled:
        key = cell.program.norm.iri, reaching, open_
        left = self._left.get(key)
        if left is None:
            return self._find(cell, reaching, open_, asked)
        if left.components is None:
            return left.found[()]
        asked.again()
        for component in left.components:
            asked.name(component, left.classes, cell.codes)
        found = left.found.get(tuple(asked.names))
        return found or self._find(cell, reaching, open_, asked)

    def _find(self, cell: Cell, reaching: bool, open_: Open, asked: _Asked) -> _Settled:
        """Look at all completions, and remember what they say."""
        key = cell.program.norm.iri, reaching, open_
        program = cell.program.reaching if reaching else cell.program
        asked.again()
        answers = Answers(self.atoms, cell.codes, self.tables)
        if program.norm.discretionary:  # whether it can be met counts too
            found = self._as_many(program, cell.codes, asked)
        else:
            live, grid = tuple([one for one, _ in open_.live]), Grid(program, answers).verdicts
            found = settle_one(program, self.atoms, cell.codes, live, asked, grid)
        if key not in self._left:
            self._left[key] = _Left(asked.components, asked.told_apart, {})
            while len(self._left) > MOST:
                del self._left[next(iter(self._left))]
        kept = self._left[key].found
        if len(kept) >= _MOST_RELATIONS:
            kept.clear()
        kept[tuple(asked.names)] = found
        return found

    def _as_many(self, program: Program, codes: Mapping[str, int], asked: _Asked) -> _Settled:
        """The same as one of many cells."""
        own = {key: np.array([code], np.int64) for key, code in codes.items()}
        found = settle(program, self.atoms, own, 1, asked)
        place = int(found.reason[0])
        return int(found.verdicts[0]), NO_REASON if place < 0 else found.reasons[place]


class _Asked(msgspec.Struct):
    """Tells which combinations can occur in a record, and remembers what it was asked.

    `components` are None as long as it was not; `names` are those of the relations, `exact` whether
    all of them are.
    """

    combinations: Combinations
    tells: Tells | None
    components: list[Component] | None = None
    told_apart: Mapping[str, Classes] = msgspec.field(default_factory=dict)
    names: list[bytes] = msgspec.field(default_factory=list)
    exact: bool = True

    def again(self) -> None:
        """Begin to ask for a norm."""
        self.components, self.told_apart = None, {}
        self.names.clear()

    @property
    def truths(self) -> dict[tuple[str, Question], Pair]:
        """What each code of an atom says of a question."""
        return self.combinations.truths

    def classes(self, program: Program) -> Mapping[str, Classes]:
        """The codes of each atom that a norm tells apart."""
        self.told_apart = self.combinations.classes(program)
        return self.told_apart

    def apart(self, live: tuple[str, ...], keys: tuple[str, ...]) -> list[Component]:
        """The components of a norm's atoms that have something to complete."""
        self.components = self.combinations.apart(live, keys)
        return self.components

    def kinds(
        self,
        component: Component,
        codes: Mapping[str, Codes],
        told: Told,
        size: int,
        classes: Mapping[str, Classes],
    ) -> tuple[Numbers, Numbers]:
        """The kinds of several records."""
        return self.combinations.kinds(component, codes, told, size, classes)

    def related(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        _told: KnownFacts | None = None,
    ) -> tuple[Bools | None, bool]:
        """Which points can occur, by all that the record tells, and whether that is exact."""
        name = self.name(component, classes, codes)
        return self.combinations.related(component, classes, codes, name)

    def name(
        self, component: Component, classes: Mapping[str, Classes], codes: Mapping[str, int]
    ) -> KnownFacts | None:
        """Remember the name of the relation; gives what the record tells."""
        tells, below = self.tells, self.combinations.below_live(component)
        known_facts = None if tells is None else tells(below)
        name, exact = self.combinations.named(component, classes, codes, known_facts)
        self.names.append(name if exact else name + b"?")
        self.exact = self.exact and exact
        return known_facts


def _decided(program: Program, answers: Answers) -> int:
    """The verdict by what is certain (see `decide`)."""
    for condition, wanted, verdict in (
        (program.addressed, FALSE, NOT_ADDRESSED),
        (program.exempt, TRUE, EXEMPT),
        (program.met, TRUE, FULFILLED),
        (program.pending, TRUE, PENDING),
    ):
        answer = answers.of(condition)
        if answer == wanted:
            return verdict
        if answer == UNKNOWN:
            return UNCERTAIN
    if program.norm.kind == "BestEffortObligation":
        return UNDETERMINED
    if answers.of(program.reach) == FALSE:
        return UNATTAINABLE
    return UNDETERMINED if program.norm.discretionary else BREACHED


def _open(program: Program, codes: Mapping[str, int], answers: Answers) -> Open:
    """What a norm's verdict still turns on in a cell (see `residue`): cells with the same have the
    same verdict by the same relations."""
    if program.norm.discretionary:  # which then rests on all codes, by whether it can be met
        return Open(live=tuple(codes.items()))
    trail, live, visited = bytearray(), set[str](), set[int]()

    def visit(condition: Condition) -> None:
        visited.add(id(condition))
        answer = answers.of(condition)
        trail.append(answer)
        if answer != UNKNOWN:
            return
        if isinstance(condition, Leaf | Count | Compare):
            live.add(question_key(condition))
        for part in parts(condition):
            if id(part) not in visited:
                visit(part)

    for number, condition in enumerate(program.conditions[:-1]):
        if id(condition) not in visited:
            visit(condition)
        if answers.of(condition) == (TRUE if number else FALSE):
            break
    return Open(bytes(trail), tuple([(key, codes[key]) for key in sorted(live)]))
