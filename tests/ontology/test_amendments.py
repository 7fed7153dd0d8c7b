"""Real amendments as proposals: laid over the law before them, they give the law after them.

The law before is the law without what began on the day and with what ended the day before. Verdicts
are compared on the records of all scenarios.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from checker.engine import Memory, Record, Verdict, verdicts_for
from checker.law import load_law
from checker.law.graph import LawGraph
from checker.law.norms import Norm
from checker.law.routes import AccessRoute
from checker.law.time import key_provision
from checker.law.view import Law, LawView
from checker.proposals.overlay import lay_over
from checker.proposals.proposal import Proposal, read_proposal
from checker.records.single import read_pairs
from checker.scenarios.cases import read_scenarios
from checker.scenarios.records import record_of
from checker.terms import BASE, CORE, ELI
from checker.verdicts.program import compile_programs

HERE = Path(__file__).parent
FILES = sorted((HERE / "amendments").glob("*.ttl"))
MOST = 100


@cache
def law() -> Law:
    return load_law()


@cache
def records() -> dict[str, list[Record]]:
    """The records of the scenarios by type, each once."""
    found: dict[str, list[Record]] = defaultdict(list)
    for case in read_scenarios(HERE.parent / "scenarios"):
        record = record_of(law(), case)
        if record not in found[case.record_type]:
            found[case.record_type].append(record)
    return found


def law_before(day: date) -> Law:
    """The law as if nothing had begun or ended with a day."""
    whole, graph = law(), Graph(store="SimpleMemory", bind_namespaces="none")
    for triple in whole.graph:
        graph.add(triple)
    things: list[Norm | AccessRoute] = [*whole.norms.values(), *whole.access.routes]
    eve = RdfLiteral(day - timedelta(days=1))
    for thing in things:
        node = URIRef(thing.iri)
        if thing.in_force.start == day:
            for predicate in (CORE.inForceFrom, CORE.commencedBy, CORE.commencesWith):
                graph.remove((node, predicate, None))
            graph.add((node, CORE.uncommenced, RdfLiteral(True)))
        if thing.in_force.end == day - timedelta(days=1):
            step: Node | None = node
            while step is not None:
                for end in list(graph.objects(step, CORE.inForceUntil)):
                    if str(end) == str(eve):
                        graph.remove((step, CORE.inForceUntil, end))
                step = key_provision(graph, step) or graph.value(step, ELI.is_part_of)
    return Law(LawGraph(graph, "before", ()))


def verdicts(view: LawView, record_type: str) -> list[dict[str, Verdict]]:
    programs = compile_programs(view, record_type)
    assert not programs.refused
    own = records()[record_type]
    return Memory.compile(programs).verdicts(own[:: max(1, len(own) // MOST)])


@cache
def amendment(path: Path) -> tuple[Proposal, Law, Law]:
    """The proposal, the law before it, and the law with it."""
    proposal = read_proposal(path)
    assert proposal.commencement
    before = law_before(proposal.commencement)
    found = lay_over(before, [proposal])
    assert [missing.what for missing in found.not_applied] == []
    return proposal, before, found.law


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_amendment_gives_the_law_after_it(path: Path) -> None:
    proposal, before, laid = amendment(path)
    day = proposal.commencement
    assert day is not None
    changed = set(law().at(day).norms) ^ set(before.at(day).norms)
    types = {law().norms[iri].record_type for iri in changed if law().norms[iri].judged}
    routes = {r.iri for r in law().at(day).routes} ^ {r.iri for r in before.at(day).routes}
    if routes:
        types |= {"person", "filing"}
    assert types
    differs = False
    for record_type in sorted(types & records().keys()):
        real, made = verdicts(law().at(day), record_type), verdicts(laid.at(day), record_type)
        shared = set(real[0]) & set(made[0])
        assert set(real[0]) == set(made[0])
        for row, (one, other) in enumerate(zip(real, made, strict=True)):
            assert {i: one[i] for i in shared} == {i: other[i] for i in shared}, row
        differs = differs or real != verdicts(before.at(day), record_type)
    assert differs, "the amendment changes nothing on these records"


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_day_before_nothing_has_changed(path: Path) -> None:
    proposal, _, laid = amendment(path)
    assert proposal.commencement is not None
    eve = proposal.commencement - timedelta(days=1)
    assert set(laid.at(eve).norms) == set(law().at(eve).norms)
    assert {r.iri for r in laid.at(eve).routes} == {r.iri for r in law().at(eve).routes}


UNREAD = HERE / "amendments/unread/exemption-expiry-2017.ttl"
CONNECTION = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
DUE = "birth_date=1970-01-01 home_in_denmark=true cpr_status=01 digital_post=false"


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2017, 10, 1), date(2018, 11, 2), date(2020, 6, 1)])
def test_an_amendment_that_was_not_read_settles_what_the_law_leaves_open_and_nothing_else(
    day: date,
) -> None:
    overlay = lay_over(law(), [read_proposal(UNREAD)])
    assert overlay.not_applied == ()
    real, made = law().at(day), overlay.law.at(day)
    cases = []
    for exempted in ("2014-11-15", "2015-03-01", "2016-05-01", "2017-06-01"):
        for ground in ("1", "4", "7"):
            pairs = f"{DUE} exempted_on={exempted} exemption_ground={ground}"
            pairs += " exemption_unlimited=false"
            cases.append(read_pairs(pairs.split(), real.law.facts, "person"))
    settled = 0
    for one, other in zip(
        verdicts_for(real, cases, "person", [CONNECTION]),
        verdicts_for(made, cases, "person", [CONNECTION]),
        strict=True,
    ):
        before, after = one[CONNECTION].verdict, other[CONNECTION].verdict
        if before == "undetermined":
            settled += after == "exempt"
        else:
            assert after == before
    assert settled or day < date(2017, 11, 1)
