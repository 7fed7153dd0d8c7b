"""The demands of the norms of one batch, and which of them its cases meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
from msgspec import Struct, field

from lovgraf.authoring.lint.coverage.asked import lifters, own_limits, routes
from lovgraf.authoring.lint.coverage.demands import Demand, Demands, Subjects
from lovgraf.authoring.lint.coverage.edges import Limit, around, as_of_beside, can_lie, days_apart
from lovgraf.authoring.lint.coverage.possible import Possible
from lovgraf.authoring.scenarios.batches import Batch, Rows
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes, Logic
from lovgraf.conditions.tree import FALSE, TRUE, Condition, Leaf, Range
from lovgraf.conditions.words import Words
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import BASE, Text
from lovgraf.facts.fact import AS_OF, Ref
from lovgraf.facts.values import State
from lovgraf.law import Norm
from lovgraf.reports.phrases import verdict_name, written_date
from lovgraf.verdicts.evaluate import evaluate
from lovgraf.verdicts.program import Program, Programs

# What is lacking, in words.

REFUSED = Text(
    "reglen kan ikke skrives om til kolonner, så dens scenarier kan ikke måles",
    "the norm cannot be turned into columns, so that its scenarios cannot be measured",
)
AREA = {
    "inside": Text("ingen sag er omfattet", "no case is inside"),
    "outside": Text("ingen sag falder udenfor", "no case is outside"),
}
ROUTE = {
    "open": Text("ingen omfattet sag kan bruge vejen", "no addressed case can take the route"),
    "closed": Text("ingen sag er afskåret fra vejen", "no case is barred from the route"),
}


def no_verdict(name: str) -> Text:
    """No case gets a verdict."""
    return Text(
        f"ingen sag får udfaldet »{verdict_name(name, 'da').lower()}«",
        f'no case gets the verdict "{verdict_name(name, "en").lower()}"',
    )


def no_exemption(name: Text, state: str) -> Text:
    """No case is lifted by a norm, or none is left as it is."""
    if state == "granted":
        return Text(
            f"ingen omfattet sag løftes af »{name.da}«",
            f'no addressed case is lifted by "{name.en}"',
        )
    return Text(
        f"ingen omfattet sag er uden »{name.da}«", f'no addressed case is without "{name.en}"'
    )


def no_limit(found: Limit, side: int, name: Text) -> Text:
    """No case lies next to a limit and turns on it."""
    if found.cut is not None:
        value = around(found)[side]
        other = around(found)[1 - side]
        return Text(
            f"{name.da}: ingen sag med {_in_words(value, 'da')}, der ville falde anderledes ud med "
            f"{_in_words(other, 'da')}",
            f"{name.en}: no case with {_in_words(value, 'en')} that would be judged otherwise with "
            f"{_in_words(other, 'en')}",
        )
    days = found.days - 1 + side
    when = {
        0: Text("samme dag", "the same day"),
        1: Text("dagen før", "the day before"),
        -1: Text("dagen efter", "the day after"),
    }[days]
    return Text(
        f"{name.da}: ingen sag på grænsen ({when.da}), som udfaldet beror på",
        f"{name.en}: no case on the limit ({when.en}) on which the verdict turns",
    )


def _in_words(value: object, lang: str) -> str:
    if isinstance(value, date):
        return written_date(value, "en" if lang == "en" else "da")
    return str(value)


def limit_name(found: Limit, side: int, key: str) -> str:
    """A name for one side of a limit that does not change with the words."""
    where = key.replace(BASE, "")
    if found.cut is None:
        return f"{where} {'true' if side else 'false'}"
    after = "+" if found.cut.after else ""
    return f"{where} {found.cut.value}{after} {'above' if side else 'below'}"


NOT_ADDRESSED = "not-addressed"


class Observer(Struct):
    """Notes what the norms of batches demand, and which of it their cases show."""

    subjects: Subjects
    demands: Demands = field(default_factory=Demands)
    _possible: dict[str, list[Possible]] = field(default_factory=dict)

    def observe(self, batch: Batch) -> None:
        """Note what the norms of a batch ask for and what its cases show."""
        for program, rows in batch.programs_with_cases():
            _NormCases(self, batch, program, rows).take()
        for iri in batch.programs.refused:
            self.refused(batch.law.norms[iri])

    def refused(self, norm: Norm) -> None:
        """Note a norm that columns cannot express."""
        self.demands.ask(Demand("unmeasured", self.subjects.of(norm), "", REFUSED), False)

    def possible(self, program: Program, programs: Programs) -> Possible:
        """The cells of a norm, once for the same conditions."""
        known = self._possible.setdefault(program.norm.iri, [])
        found = next((p for p in known if p.program.conditions == program.conditions), None)
        if found is None:
            found = Possible.of(program, programs.facts, programs.view.as_of)
            known.append(found)
        return found


class _NormCases(Struct, dict=True):
    """One norm of a batch with the cases about it; there may be none."""

    observer: Observer
    batch: Batch
    program: Program
    rows: Rows

    def __post_init__(self) -> None:
        self.subject = self.observer.subjects.of(self.program.norm)
        self.demands = self.observer.demands
        programs = self.batch.programs
        self.possible = self.observer.possible(self.program, programs)
        self.words = Words(self.batch.law.graph, programs.facts)
        self.atoms = self.batch.memory.plan.atoms if len(self.rows) else {}
        self.codes = self.batch.own_codes(self.rows) if len(self.rows) else {}
        self.verdicts = self._judge(self.codes, len(self.rows))
        logic = Logic(self.atoms, self.codes)
        self.logic = logic if len(self.rows) else None

    def _judge(self, codes: dict[str, Codes], size: int) -> list[str]:
        if not size:
            return []
        possible = self.batch.memory.combinations
        found = evaluate(self.program, self.atoms, codes, size, possible)
        return [VERDICTS[verdict] for verdict in found.verdicts.tolist()]

    def _true(self, condition: Condition) -> tuple[Bools, Bools]:
        """Where a condition is certainly true among the cases, and where certainly false."""
        size = len(self.rows)
        if self.logic is None:
            return np.zeros(0, np.bool_), np.zeros(0, np.bool_)
        true, false = self.logic.evaluate(condition)
        return np.broadcast_to(true, (size,)), np.broadcast_to(false, (size,))

    def take(self) -> None:
        """Note everything about the norm."""
        self._verdicts()
        self._area()
        addressed, _ = self._true(self.program.addressed)
        self._exemptions(addressed)
        self._routes(addressed)
        self._limits()

    def _verdicts(self) -> None:
        for verdict in self._conceivable():
            demand = Demand("verdict", self.subject, verdict, no_verdict(verdict))
            self.demands.ask(demand, verdict in self.verdicts, self._can_be(verdict))

    def _conceivable(self) -> list[str]:
        """The verdicts that the norm's form does not rule out."""
        program = self.program
        ruled_out = {
            NOT_ADDRESSED: program.addressed == TRUE,
            "exempt": program.exempt == FALSE,
            "fulfilled": program.met == FALSE,
            "pending": program.pending == FALSE,
            "unattainable": program.reach == TRUE,
        }
        return [verdict for verdict in VERDICTS if not ruled_out.get(verdict)]

    def _can_be(self, verdict: str) -> Callable[[], bool]:
        return lambda: verdict in self.possible.verdicts

    def _area(self) -> None:
        """A binding of a pattern needs a case inside and one outside, by any of its norms."""
        binding = self.observer.subjects.binding(self.program.norm)
        if binding is None:
            return
        seen = {verdict == NOT_ADDRESSED for verdict in self.verdicts}
        for outside, name in ((False, "inside"), (True, "outside")):
            possible = self._can_be(NOT_ADDRESSED) if outside else None
            demand = Demand("area", binding, name, AREA[name])
            self.demands.ask(demand, outside in seen, possible)

    def _exemptions(self, addressed: Bools) -> None:
        exempt = np.array([verdict == "exempt" for verdict in self.verdicts], np.bool_)
        for norm, condition in lifters(self.batch.programs.view, self.program.norm):
            true, false = self._true(condition)
            other = self.observer.subjects.of(norm)
            for name, met in (
                ("granted", (addressed & true & exempt).any()),
                ("not-granted", (addressed & false).any()),
            ):
                what = no_exemption(other.label, name)
                demand = Demand("exemption", self.subject, f"{other.name} {name}", what)
                self.demands.ask(demand, bool(met), self._can_lift(condition, name == "granted"))

    def _can_lift(self, condition: Condition, lifts: bool) -> Callable[[], bool]:
        return lambda: self.possible.some(condition, lifts, "exempt" if lifts else None)

    def _routes(self, addressed: Bools) -> None:
        for route, condition in routes(self.batch.programs.view, self.program):
            true, false = self._true(condition)
            subject = self.observer.subjects.route(route)
            for name, met in (("open", (addressed & true).any()), ("closed", false.any())):
                demand = Demand("route", subject, name, ROUTE[name])
                self.demands.ask(demand, bool(met), self._can_be_certain(condition, name == "open"))

    def _can_be_certain(self, condition: Condition, holds: bool) -> Callable[[], bool]:
        return lambda: self.possible.some(condition, holds)

    def _limits(self) -> None:
        """Each side of each limit, where a verdict can turn on it."""
        tests = list(self._sides())
        size = sum(len(rows) for _, _, rows, _ in tests)
        moved = self._moved(tests) if size else []
        start = 0
        for limit, side, rows, _ in tests:
            own = moved[start : start + len(rows)]
            start += len(rows)
            turned = any(a != self.verdicts[row] for a, row in zip(own, rows, strict=True))
            self.demands.ask(self._limit(limit, side), turned, self._can_turn(limit, side))

    def _limit(self, limit: Limit, side: int) -> Demand:
        subject = self.subject
        if limit.stated is not None:
            subject = self.observer.subjects.named(limit.stated, self.subject.act)
        key = limit.key.replace(self.program.norm.iri, self.subject.iri)
        what = no_limit(limit, side, self._name(limit))
        return Demand("limit", subject, limit_name(limit, side, key), what)

    def _can_turn(self, limit: Limit, side: int) -> Callable[[], bool]:
        here, there = (limit.high, limit.low) if side else (limit.low, limit.high)
        facts, program = self.batch.programs.facts, self.program

        def can_turn() -> bool:
            day = as_of_beside(limit, side)
            if day is None:
                cells = self.possible
            elif program.norm.in_force.contains(day):
                cells = Possible.of(program, facts, day)
            else:
                return False
            return can_lie(limit, side, facts) and cells.turns(limit.key, here, there)

        return can_turn

    def _sides(self) -> Iterator[tuple[Limit, int, list[int], int]]:
        """Each limit and side (1 is above), the cases there, and the code across."""
        facts = self.batch.programs.facts
        for limit in own_limits(self.program, facts, self.possible.atoms):
            for side in (0, 1):
                rows = self._beside(limit, side)
                yield limit, side, rows, self._across(limit, side) if rows else 0

    def _beside(self, limit: Limit, side: int) -> list[int]:
        """The cases that lie next to a limit on one side, by their place among the norm's."""
        if not len(self.rows):
            return []
        if limit.cut is not None:
            codes = self._codes_at(limit, side)
            return np.flatnonzero(codes[self.codes[limit.key]]).tolist()
        wanted = limit.days - 1 + side
        known = self.codes[limit.key] == side
        return [
            row
            for row in np.flatnonzero(known).tolist()
            if days_apart(self._day(limit.first, row), self._day(limit.second, row)) == wanted
        ]

    def _day(self, operand: object, row: int) -> State:
        if operand == AS_OF:
            return self.batch.as_of
        if isinstance(operand, Ref):
            return self.batch.value(operand.iri, int(self.rows[row]))
        return operand  # type: ignore[return-value]

    def _codes_at(self, limit: Limit, side: int) -> Bools:
        """For each code of an atom whether it stands for the nearest value on one side alone."""
        value = around(limit)[side]
        return self.atoms[limit.key].coding.truth(Leaf(limit.key, Range(value, value)))[0]

    def _across(self, limit: Limit, side: int) -> int:
        """The code that a case would have on the other side of a limit."""
        if limit.cut is None:
            return 1 - side
        return int(np.flatnonzero(self._codes_at(limit, 1 - side))[0])

    def _moved(self, tests: list[tuple[Limit, int, list[int], int]]) -> list[str]:
        """The verdicts of cases moved across a limit, for all limits in one go."""
        places = np.array([row for _, _, rows, _ in tests for row in rows], np.int64)
        codes = {key: own[places] for key, own in self.codes.items()}
        start = 0
        for limit, _, rows, across in tests:
            own = codes[limit.key].copy()
            own[start : start + len(rows)] = across
            codes[limit.key] = own
            start += len(rows)
        return self._judge(codes, len(places))

    def _name(self, limit: Limit) -> Text:
        compare = self.possible.atoms[limit.key].compare
        return self.words.name(limit.key) if compare is None else self.words.question(compare)
