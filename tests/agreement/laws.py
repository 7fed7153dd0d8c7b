"""Strategies for whole small laws: norms with deadlines, exemptions and routes; and for records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from lovgraf.core.terms import RECORD
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law, LawGraph
from lovgraf.law.store import NumberStore, graph_of
from lovgraf.law.view import LawView
from tests.agreement.expressions import ANY, LETTERS, class_expressions, shapes
from tests.checker.small_law import read_into
from tests.examples import WHOLE

AS_OF = date(2014, 11, 3)
VOCABULARY = Path(__file__).with_name("vocabulary.ttl")
PREFIXES = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
_NORM = "law/2010/1/par/1/norm"
_PERIODS = [
    'core:period "P5D"^^xsd:duration', 'core:period "P1M"^^xsd:duration',
    'core:period "P1M10D"^^xsd:duration', "core:bankDays 3", 'core:period "P0D"^^xsd:duration',
]  # fmt: skip


@st.composite
def deadlines(draw: st.DrawFn) -> str:
    """A deadline of any kind."""
    kind = draw(st.sampled_from(["most", "most", "open", "least", "before"]))
    done, event, *rest = draw(st.permutations(["markedOn", "endedOn", "startedOn", "latest"]))
    if kind == "before":
        return f"[ core:beforeEvent record:{event} ; core:performedOn record:{done} ]"
    triggers = ", ".join(f"record:{t}" for t in rest[: draw(st.integers(1, 2))])
    body = f"core:trigger {triggers} ; {draw(st.sampled_from(_PERIODS))}"
    if kind != "open":
        body += f" ; core:performedOn record:{done}"
    if kind == "least":
        body += " ; core:bound core:AtLeast"
    return f"[ {body} ]"


class _Writer:
    """Collects the Turtle of one law."""

    def __init__(self, draw: st.DrawFn, facts: list[str], judged: bool) -> None:
        self.draw, self.facts, self.judged = draw, facts, judged
        self.lines: list[str] = []
        self._number = 0

    def name(self, kind: str) -> str:
        self._number += 1
        return f"<{kind}/{self._number}>"

    def new_class(self, leaves: int = 3) -> str:
        name = self.name("class")
        body = self.draw(class_expressions(self.facts, leaves, self.judged))
        self.lines.append(f"{name} a owl:Class ; owl:equivalentClass {body} .")
        return name

    def norm(self, kind: str, body: str) -> str:
        name = self.name(_NORM)
        self.lines.append(
            f"{name} a core:{kind} ; core:provision <law/2010/1/par/1> ; "
            f"core:recordType record:Thing ; core:bearer core:Subject ; {body} ."
        )
        return name

    def obligation(self, capabilities: list[str]) -> str:
        draw = self.draw
        duty = self.name("duty")
        self.lines.append(f"{duty} a sh:NodeShape ; {draw(shapes(self.facts))} .")
        body = f"core:addressee {self.new_class(5)} ; core:duty {duty}"
        kind = draw(st.sampled_from(["Obligation"] * 4 + ["Prohibition", "BestEffortObligation"]))
        number = draw(st.sampled_from([0, 0, 1, 1, 2]))
        for found in draw(st.lists(deadlines(), min_size=number, max_size=number)):
            body += f" ; core:deadline {found}"
        if capabilities and draw(st.sampled_from([True, False])):
            body += f" ; core:requires {draw(st.sampled_from(capabilities))}"
        elif draw(st.sampled_from([False, False, True])):
            body += " ; core:discretionary true ; core:competentAuthority <authority/judge>"
        return self.norm(kind, body)

    def lift(self, targets: list[str]) -> str:
        """An exemption from a norm, or a norm that overrides one (an exemption perhaps)."""
        target = self.draw(st.sampled_from(targets))
        if self.draw(st.booleans()):
            return self.norm(
                "Exemption", f"core:exempts {target} ; core:granted {self.new_class()}"
            )
        return self.norm(
            "Permission", f"core:overrides {target} ; core:addressee {self.new_class()}"
        )

    def access(self) -> list[str]:
        """Capabilities with routes that may need each other, in circles too."""
        draw = self.draw
        capabilities = [self.name("capability") for _ in range(draw(st.integers(1, 3)))]
        evidence, place = self.name("evidence"), self.name("place")
        self.lines.append(f"{evidence} a core:EvidenceType .")
        self.lines.append(f"{place} a core:Place ; core:withinReachOf {self.new_class(2)} .")
        for capability in capabilities:
            held = f"; core:heldBy {self.new_class(2)}" if draw(st.booleans()) else ""
            self.lines.append(f"{capability} a core:Capability {held} .")
        for _ in range(draw(st.integers(1, 4))):
            body = f"core:grants {draw(st.sampled_from(capabilities))}"
            if draw(st.booleans()):
                body += f" ; core:eligible {self.new_class(2)}"
            if draw(st.sampled_from([False, False, True])):
                body += f" ; core:place {place}"
            for need in draw(st.lists(st.sampled_from([*capabilities, evidence]), max_size=2)):
                body += f" ; core:needs {need}"
            self.lines.append(
                f"{self.name('route')} a core:AccessRoute ; {body} ; core:recordType record:Thing ;"
                ' core:inForceFrom "2010-01-01"^^xsd:date .'
            )
        return capabilities


@st.composite
def laws(
    draw: st.DrawFn,
    norms: int = 3,
    facts: int = 8,
    judged: bool = False,
    among: Sequence[str] = ANY,
) -> str:
    """The Turtle of a law with some norms over some of the facts."""
    chosen = draw(st.lists(st.sampled_from(among), min_size=2, max_size=facts, unique=True))
    writer = _Writer(draw, chosen, judged)
    capabilities = writer.access() if draw(st.booleans()) else []
    targets = [writer.obligation(capabilities) for _ in range(norms)]
    for _ in range(draw(st.integers(0, 3))):
        targets.append(writer.lift(targets))
    return PREFIXES + "\n".join(writer.lines)


def telling(turtle: str) -> bool:
    """Whether a law has a deadline, an exemption, an override or a route: where one law alone is
    drawn it is no simpler, and any will do where several are."""
    words = "core:deadline", "core:exempts", "core:overrides", "core:grants"
    return WHOLE or any(word in turtle for word in words)


@cache
def _vocabulary() -> NumberStore:
    return read_into(NumberStore(), VOCABULARY.read_text(encoding="utf-8"))


def view_of(turtle: str) -> LawView:
    """The law of some Turtle over the vocabulary, on the test's date."""
    store = read_into(NumberStore.of_plain(_vocabulary().plain), turtle)
    return Law(LawGraph(graph_of(store), "test", ("test.ttl",))).at(AS_OF)


def _day(number: int) -> date:
    return AS_OF + timedelta(days=number)


DAYS = [
    *(_day(n) for n in (-10, -7, -6, -5, -4, -3, -1, 0, 1, 5, 40, -31, -32, -184, -185)),
    date(2014, 5, 3), date(2014, 5, 4), date(2014, 10, 3), date(2012, 12, 31), date(2012, 2, 29),
    date(1999, 11, 3), date(1999, 11, 4), date(2013, 12, 31), date(2013, 7, 1), date(2014, 8, 31),
]  # fmt: skip
VALUES: Mapping[str, st.SearchStrategy[State]] = {
    "flag": st.booleans(),
    "mark": st.booleans(),
    "markedOn": st.sampled_from(DAYS),
    "number": st.integers(-1, 5),
    "amount": st.sampled_from([Decimal("0"), Decimal("1.5"), Decimal("2"), Decimal("9.5")]),
    "code": st.sampled_from(LETTERS),
    "codes": st.lists(st.sampled_from(LETTERS), min_size=1, max_size=3, unique=True).map(
        lambda found: tuple(sorted(found))
    ),
    "paper": st.sampled_from([NONE, "b", "c", "d"]),
    "country": st.sampled_from(["DK", "HR", "GB", "US"]),
    "word": st.sampled_from(["a", "ab", "xyz", "A", "bb"]),
    "startedOn": st.sampled_from(DAYS),
    "endedOn": st.sampled_from(DAYS),
}
_MAY_BE_NONE = ["markedOn", "number", "startedOn", "endedOn", "codes", "word", "amount", "flag"]


@st.composite
def records(draw: st.DrawFn, unknown: int = 0) -> dict[str, State]:
    """A record that does not contradict itself; `unknown` of its columns are left blank at most."""
    record: dict[str, State] = {name: draw(values) for name, values in VALUES.items()}
    for name in draw(st.sets(st.sampled_from(_MAY_BE_NONE), max_size=2)):
        record[name] = NONE
    if record["mark"] is False:
        record["markedOn"] = NONE
    if unknown:
        for name in draw(st.sets(st.sampled_from(sorted(record)), min_size=1, max_size=unknown)):
            record[name] = None
    return {str(RECORD[name]): state for name, state in record.items()}


_CONTRADICT: Mapping[str, st.SearchStrategy[State]] = {
    **VALUES,
    "mark": st.sampled_from([True, False, False, NONE]),
    "open": st.sampled_from([True, False, NONE]),
    "code": st.sampled_from([*LETTERS, "d"]),
    "codes": st.sampled_from([("a",), ("a", "b"), ("c",), NONE]),
}


@st.composite
def contradictory_records(draw: st.DrawFn, unknown: int = 3) -> dict[str, State]:
    """A record that may contradict itself in every way; some of its columns may be blank."""
    record: dict[str, State] = {name: draw(values) for name, values in _CONTRADICT.items()}
    for name in draw(st.sets(st.sampled_from(_MAY_BE_NONE), max_size=1)):
        record[name] = NONE
    for name in draw(st.sets(st.sampled_from(sorted(record)), max_size=unknown)):
        record[name] = None
    return {str(RECORD[name]): state for name, state in record.items()}
