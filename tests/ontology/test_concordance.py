"""Where provisions stand in later consolidations: stated where the number differs."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, absolute, relative
from lovgraf.law import Law
from lovgraf.law.names import act_on, norm_cited_on
from lovgraf.law.provisions import act_of

_TODAY = date(2026, 11, 28)


def test_a_concordance_says_of_which_act_when_it_was_made_and_what_it_leaves_out(law: Law) -> None:
    graph = law.graph
    found = [*graph.subject_objects(CORE.concordance)]
    assert found
    for consolidation, one in found:
        act = graph.value(one, CORE.restates)
        assert (act, CORE.consolidatedBy, consolidation) in graph, consolidation
        assert graph.value(one, CORE.readOn), consolidation
        assert len([*graph.objects(one, CORE.verification)]) == 2
        for left_out in graph.objects(one, CORE.notLocated):
            assert (left_out, RDF.type, CORE.Provision) in graph, left_out
            assert act_of(graph, str(left_out)) == str(act)
            assert (left_out, CORE.restatedAs, None) not in graph, left_out


def test_what_is_restated_stands_in_a_text_that_was_compared(law: Law) -> None:
    graph = law.graph
    found = [*graph.subject_objects(CORE.restatedAs)]
    assert found
    for thing, place in found:
        assert _known(graph, thing), thing
        assert (place, RDF.type, CORE.Provision) in graph, place
        assert len([*graph.objects(place, RDFS.label)]) == 2, place
        assert (URIRef(act_of(graph, str(place))), CORE.concordance, None) in graph, place


def _known(graph: Graph, thing: Node) -> bool:
    return (thing, RDF.type, CORE.Provision) in graph or "/norm/" in str(thing)


def test_every_norm_in_force_is_cited_by_the_text_in_use_but_for_what_is_not_located(
    law: Law,
) -> None:
    graph = law.graph
    old = {
        relative(norm.provision)
        for norm in law.at(_TODAY).norms.values()
        if (act := act_of(graph, norm.provision)) != act_on(graph, act, _TODAY)
        and norm_cited_on(graph, norm, _TODAY).place is None
    }
    assert old == {
        "law/2012/528/par/10d",
        "law/2017/651/par/30/stk/2/pkt/1",
        "law/2017/651/par/30/stk/2/pkt/2",
    }


@pytest.mark.parametrize(
    ("norm", "place"),
    [
        ("law/2013/5/par/3/stk/3/norm/notice-of-number", "law/2023/1010/par/3/stk/4"),
        ("law/2013/5/par/3/stk/1/nr/1/norm/number-on-registration",
         "law/2023/1010/par/3/stk/1/nr/1"),
        ("law/2013/5/par/29/stk/3/norm/marketing-protection", "law/2023/1010/par/29/stk/2"),
        ("law/2013/622/par/28/stk/2/pkt/1/norm/digital-request",
         "law/2023/1010/par/28/stk/3/pkt/1"),
        ("law/2014/311/par/3/stk/6/norm/new-number-on-misuse", "law/2023/1010/par/3/stk/8"),
        ("law/2017/651/par/1/stk/4/norm/exempt-by-rules", "law/2025/1463/par/1/stk/7"),
        ("law/2017/651/par/1/stk/4/norm/big-notes-apply-to-all", "law/2025/1463/par/1/stk/4"),
        ("law/2017/651/par/55/stk/5/pkt/2/norm/nothing-confidential-published",
         "law/2025/1463/par/55/stk/6/pkt/3"),
        ("law/2021/783/par/11/stk/4/norm/internal-login", "law/2025/333/par/11/stk/4"),
        ("law/2013/5/par/6/stk/6/norm/entrust-to-ics", "law/2023/1010/par/6/stk/9/pkt/1"),
    ],
)  # fmt: skip
def test_a_norm_stands_where_the_text_in_use_has_it(law: Law, norm: str, place: str) -> None:
    cited = norm_cited_on(law.graph, law.norms[absolute(norm)], _TODAY)
    assert cited.place == absolute(place)
