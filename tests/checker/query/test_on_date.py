"""The law in force on a date names today's authorities and texts, and leads nowhere that is not in
force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from lovgraf.core.terms import BASE, CORE, ELI
from lovgraf.law import Law, load_law
from lovgraf.law.authorities import ORG, change_day, holders_on
from lovgraf.law.norms import KINDS
from lovgraf.law.participants import stated
from lovgraf.law.time import key_provision
from lovgraf.query import graphs
from lovgraf.query.contents import Contents, contents_of
from lovgraf.query.data import contents_from
from tests.checker.query.lines import read
from tests.checker.small_law import NORM, law_of, old_ships
from tests.examples import one_in

_TRIPLE = re.compile(r"(<[^>]*>|_:\S+) <([^>]*)> (<[^>]*>|_:\S+)")
_DAY = timedelta(days=1)
T1, T2 = date(2014, 12, 1), date(2026, 11, 29)
_MADE_TODAY = (CORE.bearer, CORE.competentAuthority, CORE.appealTo, CORE.provider)

AUTHORITIES = """
@prefix org: <http://www.w3.org/ns/org#> .
<authority/quay> a org:Organization , core:PublicAuthority .
<authority/port> a org:Organization , core:PublicAuthority .
<authority/dock> a org:Organization , core:PublicAuthority .
<change/2032> a org:ChangeEvent ; core:attestedOn "2032-01-01"^^xsd:date ;
  org:originalOrganization <authority/quay> ; org:resultingOrganization <authority/port> ;
  core:transfer [ core:to <authority/port> ; core:underAct <law/2029/1> ] .
<change/2034> a org:ChangeEvent ; core:attestedOn "2034-01-01"^^xsd:date ;
  org:originalOrganization <authority/port> ; org:resultingOrganization <authority/dock> .
<report/x> a core:Claim ; core:about <authority/quay> .
"""
VERSIONS = """
<law/2029/1> core:consolidatedBy <law/2031/5> , <law/2033/7> .
<law/2031/5> a core:Act ; eli:date_document "2031-03-01"^^xsd:date ;
  rdfs:label "lbk. 5"@da, "consolidation 5"@en ; core:consolidates <law/2029/1> .
<law/2033/7> a core:Act ; eli:date_document "2033-03-01"^^xsd:date ;
  rdfs:label "lbk. 7"@da, "consolidation 7"@en ; core:consolidates <law/2029/1> .
<law/2029/1/par/1/stk/2> a core:Provision ; eli:is_part_of <law/2029/1/par/1> .
<law/2033/7/par/1> a core:Provision ; eli:is_part_of <law/2033/7> .
<law/2033/7/par/1/stk/3> a core:Provision ; eli:is_part_of <law/2033/7/par/1> .
"""


def on(law: Law, day: date) -> Graph:
    return read(contents_of(law).in_force(day))


def names(graph: Graph, subject: str, predicate: URIRef) -> set[str]:
    found = graph.objects(URIRef(BASE + subject), predicate)
    return {str(one).removeprefix(BASE).removeprefix("core#") for one in found}


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (date(2031, 12, 31), "quay"),
        (date(2032, 1, 1), "port"),
        (date(2033, 12, 31), "port"),
        (date(2034, 1, 1), "dock"),
    ],
)
def test_a_plain_pattern_names_who_has_the_task(day: date, holder: str) -> None:
    said = """; core:competentAuthority <authority/quay> ;
      core:appeal [ core:appealTo <authority/quay> ]"""
    law = law_of(old_ships(said), AUTHORITIES)
    graph = on(law, day)
    assert names(graph, NORM, CORE.competentAuthority) == {f"authority/{holder}"}
    appeal = graph.value(URIRef(BASE + NORM), CORE.appeal)
    assert [*graph.objects(appeal, CORE.appealTo)] == [URIRef(f"{BASE}authority/{holder}")]
    assert names(graph, "report/x", CORE.about) == {"authority/quay"}
    whole = read(contents_of(law).everything())
    assert names(whole, NORM, CORE.competentAuthority) == {"authority/quay"}


@pytest.mark.parametrize(
    ("day", "in_use"),
    [
        (date(2031, 2, 28), {"law/2029/1"}),
        (date(2031, 3, 1), {"law/2029/1", "law/2031/5"}),
        (date(2033, 3, 1), {"law/2029/1", "law/2033/7"}),
    ],
)
def test_of_an_act_and_its_consolidations_the_newest_is_in_force(
    day: date, in_use: set[str]
) -> None:
    graph = on(law_of(old_ships(), VERSIONS), day)
    assert {str(s).removeprefix(BASE) for s in graph.subjects(RDF.type, CORE.Act)} == in_use
    others = set(graph.subjects(RDF.type, CORE.VersionOfOtherDays))
    assert {str(one).removeprefix(BASE) for one in others}.isdisjoint(in_use)


def test_a_repealed_act_is_not_in_force_though_a_route_is_carried_on_under_it() -> None:
    more = """<law/2029/1> core:repealedBy <law/2035/1> .
    <law/2035/1> a core:Act ; core:inForceFrom "2035-01-01"^^xsd:date .
    <route/x> a core:AccessRoute ; core:provision <law/2029/1/par/2> ;
      core:inForceUntil "2035-06-30"^^xsd:date ."""
    law = law_of(old_ships('; core:inForceUntil "2034-12-31"^^xsd:date'), more)
    act, place = URIRef(f"{BASE}law/2029/1"), URIRef(f"{BASE}law/2029/1/par/2")
    for day, is_act, is_there in (
        (date(2034, 12, 31), True, True),
        (date(2035, 1, 1), False, True),
        (date(2035, 7, 1), False, False),
    ):
        graph = on(law, day)
        assert ((act, RDF.type, CORE.Act) in graph) is is_act, day
        assert ((place, RDF.type, CORE.Provision) in graph) is is_there, day
    whole = read(contents_of(law).everything())
    assert str(whole.value(act, CORE.holdsUntil)) == "2034-12-31"


def test_a_rule_is_found_under_its_number_in_the_consolidation_in_use() -> None:
    more = """<law/2029/1/par/1> core:restatedAs <law/2033/7/par/1/stk/3> ."""
    law = law_of(old_ships(), VERSIONS, more)
    before, after = on(law, date(2033, 2, 28)), on(law, date(2033, 3, 1))
    assert names(before, NORM, CORE.provision) == {"law/2029/1/par/1"}
    assert names(after, NORM, CORE.provision) == {"law/2033/7/par/1/stk/3"}
    assert names(after, NORM, CORE.namedAfter) == {"law/2029/1/par/1"}
    same = "<law/2029/1/par/1/stk/3> a core:Provision ; eli:is_part_of <law/2029/1/par/1> ."
    both = on(law_of(old_ships(), VERSIONS, more, same), date(2033, 3, 1))
    places = {"law/2033/7/par/1/stk/3", "law/2029/1/par/1/stk/3"}
    assert names(both, NORM, CORE.provision) == places
    place = "law/2033/7/par/1/stk/3"
    assert names(after, place, ELI.is_part_of) == {"law/2033/7/par/1", "law/2029/1/par/1"}


# The shipped law.


@cache
def shipped() -> tuple[Law, Contents]:
    law = load_law()
    return law, contents_from(law)


@cache
def shipped_on(day: date) -> Graph:
    """The law of a date, as far as these tests ask: what all is, rests on and whose task it is."""
    only = (RDF.type, CORE.provision, ELI.is_part_of, *_MADE_TODAY)
    return read(shipped()[1].in_force(day), only)


@dataclass
class Read:
    """Of some triples: the rules and terms that they make, and the links between such things."""

    there: set[str]
    links: list[tuple[str, str, str]]


@cache
def parts() -> list[tuple[tuple[int, ...], Read]]:
    """All that the law of a date may say, read once, with what has to hold for it."""
    law, contents = shipped()
    watched = {str(s) for s in law.graph.subjects(RDF.type, CORE.Term)} | set(law.norms)
    home = graphs.homes(list(stated(law.graph)))
    homes = {f"_:{node}": str(over) for node, over in home.items()}
    texts = [(part.about, part.text) for part in contents.parts]
    texts += [*contents.derived.items(), *contents.dated.items()]
    found = []
    for about, text in texts:
        there, links = set[str](), list[tuple[str, str, str]]()
        for s, p, o in _triples(text):
            subject = homes.get(s, s.strip("<>"))
            if p == str(RDF.type) and subject in watched:
                there.add(subject)
            if subject in watched and o.strip("<>") in watched:
                links.append((subject, p, o.strip("<>")))
        if there or links:
            found.append((about, Read(there, links)))
    return found


def _triples(text: bytes) -> Iterator[tuple[str, str, str]]:
    for line in text.decode().split("\n"):
        if match := _TRIPLE.fullmatch(line):
            yield match[1], match[2], match[3]


@pytest.mark.slow
def test_nothing_in_force_leads_to_a_rule_or_term_that_is_not() -> None:
    law, contents = shipped()
    across = {str(one) for one in law.graph.subjects(CORE.acrossDays, Literal(True))}
    seen = set[str]()
    for day in (*one_in(16, law.days_of_change), T1, T2):
        holds = [life.contains(day) for life in contents.lives]
        said = [one for about, one in parts() if all(holds[number] for number in about)]
        there = set[str]().union(*(one.there for one in said))
        for one in said:
            for s, p, o in one.links:
                assert p in across or o in there, (day, s, p, o)
                seen.add(p)
    assert {str(CORE.exempts), str(CORE.overrides), str(CORE.usesTerm)} <= seen


@pytest.mark.slow
@pytest.mark.parametrize("day", one_in(3, [T1, date(2019, 6, 1), T2]))
def test_whoever_is_named_has_the_task_on_the_day(day: date) -> None:
    law = shipped()[0]
    gone = {
        old
        for event in law.graph.subjects(RDF.type, ORG.ChangeEvent)
        if (changed := change_day(law.graph, event)) is not None and changed <= day
        for old in law.graph.objects(event, ORG.originalOrganization)
        if (event, CORE.transfer, None) not in law.graph
    }
    graph = shipped_on(day)
    rules = {s for kind in KINDS for s in graph.subjects(RDF.type, CORE[kind])}
    assert rules
    for s, p, o in graph:
        if p in _MADE_TODAY:
            assert o not in gone, (s, p, o)
    for norm in rules:
        for stated_one in law.graph.objects(norm, CORE.bearer):
            holders = holders_on(law.graph, str(stated_one), day, str(norm))
            assert set(graph.objects(norm, CORE.bearer)) >= set(holders)


@pytest.mark.slow
@pytest.mark.parametrize("day", one_in(3, [T1, date(2019, 6, 1), T2]))
def test_each_rule_rests_on_a_provision_in_force(day: date) -> None:
    law, graph = shipped()[0], shipped_on(day)
    for norm in (s for kind in KINDS for s in graph.subjects(RDF.type, CORE[kind])):
        assert key_provision(law.graph, norm) is None or (norm, CORE.provision, None) in graph
        for place in graph.objects(norm, CORE.provision):
            assert (place, RDF.type, None) in graph, (norm, place)


def test_what_was_repealed_or_replaced_is_no_act_today() -> None:
    graph = shipped_on(T2)
    acts = {str(s).removeprefix(BASE) for s in graph.subjects(RDF.type, CORE.Act)}
    assert {"law/2012/528", "law/2021/686", "law/2023/1010", "law/2025/1463"} <= acts
    gone = {"2011/474", "2006/117", "2014/1459", "2013/5", "2017/646", "2020/1297", "2022/702"}
    gone |= {"2020/1782", "2021/1062", "2022/316", "2024/807", "2016/801", "2013/1022"}
    assert acts.isdisjoint(f"law/{one}" for one in gone)
    early = {s for s in graph.subjects(RDF.type, CORE.Provision) if "law/2011/474/" in str(s)}
    assert not early


def test_no_number_of_an_old_text_answers_for_another_rule() -> None:
    graph = shipped_on(T2)
    act, now = f"{BASE}law/2021/783/par/11", f"{BASE}law/2025/333/par/11"
    first = [*graph.subjects(CORE.provision, URIRef(f"{act}/stk/4"))]
    assert len(first) == 1
    assert first == [*graph.subjects(CORE.provision, URIRef(f"{now}/stk/4"))]
    assert len([*graph.subjects(CORE.provision, URIRef(f"{now}/stk/5"))]) == 2
    assert (URIRef(f"{now}/stk/5"), ELI.is_part_of, URIRef(act)) in graph
