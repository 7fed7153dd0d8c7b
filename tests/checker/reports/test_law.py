"""The law as text and JSON, on a small graph."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.facts.period import Period
from lovgraf.law.deadline_words import deadline_said, deadlines_said, period_text
from lovgraf.law.deadlines import Deadline
from lovgraf.law.graph import load_graph
from lovgraf.law.view import Law, load_law
from lovgraf.reports import law as reports
from lovgraf.reports.law_norm import said_of
from tests.checker.lint.coverage.test_coverage import DEADLINE, EXEMPTION
from tests.checker.small_law import law_of, old_ships

TURTLE = """
@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<law/2001/1> a core:Act ; rdfs:label "lov nr. 1"@da , "Act no. 1"@en ;
  core:inForceFrom "2001-01-01"^^xsd:date ; core:amendedBy <law/2005/2> ;
  rdfs:seeAlso <https://www.retsinformation.dk/eli/lta/2001/1> .
<law/2005/2> a core:Act ; rdfs:label "lov nr. 2"@da , "Act no. 2"@en ;
  core:inForceFrom "2005-01-01"^^xsd:date .
<law/2001/1/par/2> a core:Provision ; eli:is_part_of <law/2001/1> ; core:amendedBy <law/2005/2> ;
  rdfs:label "§ 2"@da , "s. 2"@en .
<law/2001/1/par/10> a core:Provision ; eli:is_part_of <law/2001/1> ;
  rdfs:label "§ 10"@da , "s. 10"@en .
<law/2001/1/par/2/norm/old> a core:Obligation ; core:provision <law/2001/1/par/2> ;
  rdfs:label "Gammel pligt"@da , "Old duty"@en ; core:inForceUntil "2004-12-31"^^xsd:date .
<law/2001/1/par/10/norm/new> a core:Obligation ; core:provision <law/2001/1/par/10> ;
  rdfs:label "Ny pligt"@da , "New duty"@en ; core:inForceFrom "2005-01-01"^^xsd:date ;
  skos:definition "Man skal."@da , "One must."@en .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """Two provisions of one act, one norm each."""
    file = tmp_path_factory.mktemp("law") / "small.ttl"
    Path(file).write_text(TURTLE, encoding="utf-8")
    return Law(load_graph(files=[file]))


def test_what_is_in_force_on_a_date(small: Law) -> None:
    text = "".join(reports.as_text(reports.in_force(small.at(date(2004, 1, 1))), "da"))
    assert text.startswith("Retstilstanden den 1. januar 2004\n")
    assert "lov nr. 1, § 2 [law/2001/1/par/2]\n  Gammel pligt" in text
    assert "i kraft fra 1. januar 2001 til og med 31. december 2004" in text
    assert "Ny pligt" not in text
    assert text.endswith("1 regel.\n")


def test_an_act_with_its_norms_in_order_and_its_history(small: Law) -> None:
    part = reports.one_provision(small, reports.find(small, "law/2001/1"), date(2006, 1, 1))
    text = "".join(reports.as_text(part, "en"))
    assert text.index("Old duty") < text.index("New duty")
    assert "Act no. 2 (1 January 2005)" in text
    assert "https://www.retsinformation.dk/eli/lta/2001/1\n" in text


def test_what_amends_the_act_and_its_provision_is_told_once(small: Law) -> None:
    part = reports.one_provision(small, reports.find(small, "law/2001/1/par/2"), date(2006, 1, 1))
    assert "".join(reports.as_text(part, "en")).count("Act no. 2 (1 January 2005)") == 1


@pytest.mark.parametrize(
    ("day", "then", "count"),
    [
        (date(2000, 12, 31), (False, False, False), "2 rules, 0 of them in force on"),
        (date(2001, 1, 1), (True, True, False), "2 rules, 1 of them in force on"),
        (date(2004, 12, 31), (True, True, False), "2 rules, 1 of them in force on"),
        (date(2005, 1, 1), (True, False, True), "2 rules, 1 of them in force on"),
    ],
)
def test_what_is_not_in_force_on_the_date_says_so(
    small: Law, day: date, then: tuple[bool, ...], count: str
) -> None:
    part = reports.one_provision(small, reports.find(small, "law/2001/1"), day)
    lines = "".join(reports.as_text(part, "en")).splitlines()
    told = [line for line in lines if "in force from" in line]
    assert len(told) == 3
    assert tuple("; not in force on " not in line for line in told) == then
    assert lines[-1].startswith(count)


def test_an_authority_before_a_norm_is_in_force_has_the_name_of_its_first_day() -> None:
    law = load_law()
    norm = f"{BASE}law/2023/1010/par/38/stk/2/nr/5"
    for day in (date(2022, 1, 1), date(2023, 6, 23)):
        part = reports.one_provision(law, norm, day)
        assert "bearer: the Ministry of the Interior and Health" in "".join(
            reports.as_text(part, "en")
        )


def test_json_of_a_provision(small: Law) -> None:
    iri = reports.find(small, f"{BASE}law/2001/1/par/10/")
    content = json.loads(
        "".join(reports.as_json(reports.one_provision(small, iri, date(2006, 1, 1))))
    )
    assert content["provision"] == f"{BASE}law/2001/1/par/10"
    assert content["in_force"] == {"from": "2005-01-01", "until": None}
    assert content["in_force_on_date"]
    assert content["periods"] == [content["in_force"]]
    assert content["history"][0]["relation"] == "amendedBy"
    assert [norm["in_force_on_date"] for norm in content["norms"]] == [True]


def refused(law: Law, name: str) -> Text:
    with pytest.raises(InputError) as error:
        reports.find(law, name)
    return error.value.message


def test_an_unknown_provision_names_its_act_and_the_nearest(small: Law) -> None:
    assert refused(small, "law/2001/1/par/11") == Text(
        "Grafen kender lov nr. 1 (law/2001/1), men ikke law/2001/1/par/11. Nærmest er "
        "law/2001/1/par/10, law/2001/1/par/2.",
        "The graph knows the Act no. 1 (law/2001/1), but not law/2001/1/par/11. Nearest are "
        "law/2001/1/par/10, law/2001/1/par/2.",
    )
    told = refused(small, "law/2005/2/par/1/stk/3")
    assert "(law/2005/2), but not law/2005/2/par/1/stk/3. See lovgraf law law/2005/2." in told.en
    assert "Se lovgraf law law/2005/2." in told.da
    told = refused(small, "law/2001/9/par/1")
    assert told.en.startswith(
        "The act of law/2001/9/par/1 is not in the graph. Like law/2001/1. lovgraf law lists the 2"
    )
    assert told.da.startswith("Loven i law/2001/9/par/1 er ikke i grafen. Ligner law/2001/1")
    assert "Like" not in refused(small, "law/1985/317/par/1").en


def test_of_a_consolidation_the_act_that_it_restates_is_named_too(law: Law) -> None:
    told = refused(law, "law/2025/1463/par/14/stk/4")
    assert "anti-money-laundering Act (consolidation no. 1463 of 18 November 2025)" in told.en
    assert told.en.endswith(
        "It restates law/2017/651, where the provisions are named. "
        "There it is law/2017/651/par/14/stk/4."
    )
    near = refused(law, "law/2025/1463/par/14/stk/40").en.split("Nearest are ")[1].split(", ")
    assert all(one.startswith("law/2017/651/par/14/stk/") for one in near)
    sections = refused(law, "law/2012/528/par/77").en.split("Nearest are ")[1]
    assert sections == "law/2012/528/par/13, law/2012/528/par/12, law/2012/528/par/11."


def test_what_is_to_be_kept_lasts_and_is_not_done_on_a_day(law: Law) -> None:
    (keep,) = (
        norm
        for norm in law.norms.values()
        if norm.iri.endswith("law/2017/651/par/30/stk/2/pkt/1/norm/keep")
    )
    (said,) = deadlines_said(keep, law.graph)
    assert said.en == "kept for at least 5 years after the end of the business relationship"
    assert said.da == "opbevares i mindst 5 år efter forretningsforbindelsens ophør"


def test_one_provision_tells_who_what_and_by_when() -> None:
    deadline = "; core:requires <capability/papers>" + DEADLINE
    law = law_of(old_ships(deadline), EXEMPTION, "<capability/papers> a core:Capability .")
    part = reports.one_provision(law, reports.find(law, "law/2029/1/par/1"), date(2030, 6, 1))
    lines = [
        f"{what.en}: {said.en}" for what, said in said_of(part.norms[0], law.graph, part.as_of)
    ]
    assert any(line.endswith(": old ships") for line in lines)
    assert any(line.endswith(': at the latest 5 days after "bought on"') for line in lines)
    assert "lifted or displaced by: museum" in lines
    text = "".join(reports.as_text(part, "da"))
    assert "senest 5 dage efter »købt den«" in text
    assert "løftes eller fortrænges af: museum" in text
    content = json.loads("".join(reports.as_json(part)))
    assert len(content["norms"][0]["said"]) == len(lines)
    whole = json.loads("".join(reports.as_json(reports.in_force(law.at(date(2030, 6, 1))))))
    assert "said" not in whole["norms"][0]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(months=1), "1 month"),
        (Period(bank_days=5), "5 bank days"),
        (Period(months=2, days=1), "2 months and 1 day"),
        (Period(months=60), "5 years"),
        (Period(), "0 days"),
    ],
)
def test_a_period_in_words(period: Period, said: str) -> None:
    assert period_text(period).en == said


def test_a_deadline_before_an_event_from_several_days_or_not_before_one() -> None:
    graph = law_of(old_ships()).graph
    bought, built = (f"{BASE}record#{name}" for name in ("boughtOn", "builtOn"))
    before = Deadline((bought,), Period(), before_event=True)
    latest = Deadline((bought, built), Period(months=3))
    least = Deadline((built,), Period(days=1), at_least=True)
    assert deadline_said(before, graph).en == 'at the latest with "bought on"'
    assert deadline_said(Deadline((built,), Period()), graph).da == "samme dag som »bygget den«"
    assert deadline_said(latest, graph).da == (
        "senest 3 måneder efter den seneste af »købt den« og »bygget den«"
    )
    assert deadline_said(least, graph).en == 'not before 1 day after "built on"'
