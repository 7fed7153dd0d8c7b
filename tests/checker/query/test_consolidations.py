"""A norm is found by the consolidation that shows it, and cited by it, while that is the newest in
use."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import Graph, Literal, URIRef

from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law
from lovgraf.law.names import norm_cited_on
from lovgraf.query.contents import contents_of
from lovgraf.query.run import Engine
from tests.checker.query.lines import read
from tests.checker.small_law import NORM, law_of, old_ships

MORE = """
<law/2029/1> core:consolidatedBy <law/2031/5> , <law/2033/7> .
<law/2031/5> a core:Act ; eli:date_document "2031-03-01"^^xsd:date ;
  rdfs:label "lbk. 5"@da, "consolidation 5"@en ;
  core:concordance [ a core:Concordance ; core:restates <law/2029/1> ] .
<law/2033/7> a core:Act ; eli:date_document "2033-03-01"^^xsd:date ;
  rdfs:label "lbk. 7"@da, "consolidation 7"@en ;
  core:concordance [ a core:Concordance ; core:restates <law/2029/1> ] .
<law/2033/7/par/9> a core:Provision ; eli:is_part_of <law/2033/7> ;
  rdfs:label "§ 9"@da, "s. 9"@en .
"""
LAST = "core:restates <law/2029/1> ] .\n<law/2033/7/par/9>"


def shown(law: Law, day: date) -> set[str]:
    """The consolidations that show the norm on a day."""
    graph = read(contents_of(law).in_force(day))
    found = graph.objects(URIRef(BASE + NORM), CORE.inConsolidation)
    return {str(one).removeprefix(BASE) for one in found}


def cited(graph: Graph, thing: str) -> list[str]:
    """How a thing is cited, in English."""
    found = graph.objects(URIRef(BASE + thing), CORE.citation)
    return [str(one) for one in found if isinstance(one, Literal) and one.language == "en"]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2031, 2, 28), set()),
        (date(2031, 3, 1), {"law/2031/5"}),
        (date(2033, 2, 28), {"law/2031/5"}),
        (date(2033, 3, 1), {"law/2033/7"}),
    ],
)
def test_the_newest_in_use_shows_it(day: date, found: set[str]) -> None:
    assert shown(law_of(old_ships(), MORE), day) == found


def test_one_that_has_lost_the_provision_does_not() -> None:
    lost = MORE.replace(LAST, LAST.replace(" ]", "; core:notLocated <law/2029/1/par/1> ]"))
    assert lost != MORE
    assert shown(law_of(old_ships(), lost), date(2034, 1, 1)) == set()


def test_one_that_shows_it_elsewhere_does() -> None:
    elsewhere = f"{MORE}<{NORM}> core:restatedAs <law/2033/7/par/9> ."
    assert shown(law_of(old_ships(), elsewhere), date(2034, 1, 1)) == {"law/2033/7"}


def test_it_is_cited_by_the_newest_in_use_and_its_provision_by_its_own_act() -> None:
    law = law_of(old_ships(), MORE)
    contents = contents_of(law)
    norm = law.norms[BASE + NORM]
    place = norm.provision.removeprefix(BASE)
    days = [date(2031, 2, 28), date(2031, 3, 1), date(2033, 2, 28), date(2033, 3, 1)]
    on_days = [read(contents.in_force(day)) for day in days]
    wanted = [[norm_cited_on(law.graph, norm, day).text.en] for day in days]
    assert [cited(graph, NORM) for graph in on_days] == wanted
    assert [text.startswith("consolidation") for (text,) in wanted] == [False, True, True, True]
    assert {tuple(cited(graph, place)) for graph in on_days} == {tuple(wanted[0])}
    assert cited(read(contents.everything()), NORM) == wanted[0]


@pytest.mark.slow
def test_what_the_consolidation_of_the_cpr_act_shows_is_found_by_its_name(engine: Engine) -> None:
    """S. 56(1) was read in consolidation 5 of 2013, and stands in consolidation 1010 of 2023."""
    text = """ASK { <law/2013/5/par/56/stk/1/norm/complain-in-4-weeks>
      core:inConsolidation <law/2023/1010> }"""
    assert b"true" in engine.run(text, date(2025, 8, 1)).content
    assert b"true" not in engine.run(text, date(2014, 12, 1)).content
