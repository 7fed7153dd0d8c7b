"""A duty names whoever has the task on the day, for each authority with a successor."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE, label
from lovgraf.law.authorities import ORG, change_day, holders_on, name_in, name_on
from lovgraf.law.view import Law, load_law
from lovgraf.reports.law import as_text, one_provision

_DAY = timedelta(days=1)
TODAY = date(2026, 11, 28)


@cache
def _law() -> Law:
    return load_law()


def change_days(graph: Graph) -> dict[Node, date]:
    """The day of each change that has one."""
    found = {e: change_day(graph, e) for e in graph.subjects(RDF.type, ORG.ChangeEvent)}
    return {event: day for event, day in found.items() if day is not None}


def _on(name: str, day: date, task: str | None = None) -> list[str]:
    task = None if task is None else f"{BASE}{task}"
    found = holders_on(_law().graph, f"{BASE}authority/{name}", day, task)
    return [str(one).removeprefix(f"{BASE}authority/") for one in found]


def test_each_dated_change_takes_effect_on_its_day() -> None:
    graph = _law().graph
    days = change_days(graph)
    assert len(days) > 8
    for event, day in days.items():
        for old in graph.objects(event, ORG.originalOrganization):
            assert name_on(graph, str(old), day - _DAY) == label(graph, old)
            assert name_on(graph, str(old), day) != label(graph, old), (old, day)


@pytest.mark.parametrize(
    ("name", "day", "task", "holder"),
    [
        ("interior-ministry", date(2014, 6, 1), None, "interior-ministry"),
        ("interior-ministry", date(2021, 6, 1), None, "interior-ministry-2020"),
        ("interior-ministry", TODAY, None, "interior-ministry-2023"),
        ("finance-ministry", TODAY, None, "ministry-of-digital-affairs"),
        ("state-administration", date(2019, 3, 31), "law/2014/552/par/31a", "state-administration"),
        ("state-administration", TODAY, "law/2014/552/par/31a", "family-law-agency"),
        ("state-administration", TODAY, "law/2011/474/par/33", "siri"),
        ("tax-administration", date(2018, 6, 30), "law/2007/798/par/4a", "tax-administration"),
        ("tax-administration", TODAY, "law/2025/696/par/16", "tax-administration-2018"),
        ("finance-minister", TODAY, "law/2021/783/par/2", "digitalisation-minister"),
        ("finance-minister", TODAY, "law/2012/528/par/2", "finance-minister"),
        ("municipal-council", TODAY, None, "municipal-council"),
    ],
)
def test_who_has_the_task(name: str, day: date, task: str | None, holder: str) -> None:
    assert _on(name, day, task) == [holder]


def test_where_the_graph_does_not_say_who_all_are_named() -> None:
    found = name_on(_law().graph, f"{BASE}authority/state-administration", TODAY)
    assert found.da == (
        "Familieretshuset eller Styrelsen for International Rekruttering og Integration"
    )


def test_no_norm_in_force_today_names_an_authority_that_was_succeeded() -> None:
    law = _law()
    graph = law.graph
    changed = {
        old for e in change_days(graph) for old in graph.objects(e, ORG.originalOrganization)
    }
    partly = {
        old
        for event in change_days(graph)
        for old in graph.objects(event, ORG.originalOrganization)
        if (event, CORE.transfer, None) in graph and (old, CORE.succeededBy, None) not in graph
    }
    for norm in law.at(TODAY).norms.values():
        for who in (norm.bearer, norm.authority):
            if who is not None and URIRef(who) in changed - partly:
                assert name_in(graph, who, TODAY, norm) != label(graph, URIRef(who)), norm.iri


def test_the_law_names_the_ministry_of_the_day() -> None:
    law = _law()
    iri = f"{BASE}law/2013/5/par/2/stk/1/pkt/1"

    def said(day: date) -> str:
        return "".join(as_text(one_provision(law, iri, day), "en"))

    assert "the Ministry of Economic Affairs and the Interior" in said(date(2014, 12, 1))
    assert "the Ministry of the Interior and Health" in said(TODAY)
    assert "Economic Affairs" not in said(TODAY)


def _names(graph: Graph, who: Node) -> list[re.Pattern[str]]:
    """An authority's names as sentences have them: small at the front or not, in the genitive."""
    found = []
    for name in graph.objects(who, RDFS.label):
        word = str(name).removeprefix("the ")
        first, rest = re.escape(word[0]), re.escape(word[1:])
        found.append(re.compile(rf"(?<!\w)(?i:{first}){rest}s?(?!\w)"))
    return found


@pytest.mark.parametrize(
    ("end", "before"),
    [(ORG.originalOrganization, timedelta()), (ORG.resultingOrganization, _DAY)],
    ids=["that its task has left", "that its task has yet to get"],
)
def test_no_norm_says_in_its_words_a_name(end: URIRef, before: timedelta) -> None:
    law = _law()
    graph = law.graph
    wrong = []
    for event, changed in change_days(graph).items():
        day = changed - before
        for old, named in (
            (old, named)
            for old in graph.objects(event, ORG.originalOrganization)
            for named in graph.objects(event, end)
        ):
            names = _names(graph, named)
            for iri, norm in law.at(day).norms.items():
                if str(old) not in (norm.bearer, norm.authority):
                    continue
                texts = [
                    str(text)
                    for part in (RDFS.label, SKOS.definition)
                    for text in graph.objects(URIRef(iri), part)
                ]
                said = [t for t in texts if any(name.search(t) for name in names)]
                if said and named not in holders_on(graph, str(old), day, norm.iri):
                    wrong.append((iri.removeprefix(BASE), said[0]))
    assert not wrong, wrong


def test_a_name_whose_day_was_not_seen_is_told_with_that() -> None:
    """Before the day on which a new name is first seen, and after it."""
    for day in (date(2015, 7, 1), date(2021, 1, 1)):
        text = "".join(as_text(one_provision(_law(), f"{BASE}law/2013/5/par/25/stk/3", day), "en"))
        assert "on the authority's name: The day was not seen" in text
