"""What scenarios are asked to show of a law that exists only here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lovgraf.authoring.lint.coverage import Accepted, Coverage, measure, read_accepted
from lovgraf.authoring.lint.coverage.report import as_json, as_text
from lovgraf.authoring.scenarios import Scenario
from lovgraf.core.errors import InputError
from lovgraf.law import Law
from tests.checker.small_law import NORM, law_of, old_ships

EXEMPTION = """
<law/2029/1/par/2/norm/museum> a core:Exemption ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:exempts <law/2029/1/par/1/norm/inspection> ;
  core:granted <class/museum> ; rdfs:label "museum"@da, "museum"@en .
<class/museum> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:flag ; owl:hasValue "DK" ] .
"""
DEADLINE = """; core:deadline [ core:trigger record:boughtOn ; core:period "P5D"^^xsd:duration ;
  core:performedOn record:inspectedOn ]"""
ROUTE = """
<capability/papers> a core:Capability .
<route/port> a core:AccessRoute ; core:grants <capability/papers> ; core:eligible <class/swede> ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ;
  rdfs:label "havnen"@da, "the port"@en .
<class/swede> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:flag ; owl:hasValue "SE" ] .
"""


def case(verdict: str, as_of: str = "2030-06-01", **facts: str) -> Scenario:
    """A case about the small law's norm."""
    raw = {"name": f"{as_of} {facts}", "as_of": as_of, "type": "ship", "facts": facts,
           "verdict": verdict, "why": ""}  # fmt: skip
    return Scenario(Path("small/ships.yaml"), "law/2029/1/par/1", raw)


NEW = case("not-addressed", built_on="2010-06-02", sails="true")
GOOD = case("fulfilled", built_on="2010-06-01", sails="true", inspected="true")
BAD = case("breached", built_on="2010-06-01", sails="true", inspected="false")


def gaps(law: Law, *cases: Scenario) -> set[tuple[str, str]]:
    """The kind and detail of what is lacking."""
    return {(gap.kind, gap.detail) for gap in measure(law, list(cases)).gaps}


def limit(value: str) -> tuple[str, str]:
    """The name of a limit of the ships' age."""
    return "limit", f"record#shipAge {value}"


def test_a_norm_without_cases_lacks_every_verdict_and_both_sides_of_its_limit() -> None:
    found = measure(law_of(old_ships()), [])
    assert {(gap.kind, gap.detail) for gap in found.gaps} == {
        ("verdict", "not-addressed"),
        ("verdict", "fulfilled"),
        ("verdict", "breached"),
        limit("20 above"),
        limit("20 below"),
    }
    assert (found.norms, found.with_scenario) == (1, 0)
    assert {gap.subject.name for gap in found.gaps} == {NORM, "class/old"}


def test_cases_inside_outside_and_on_the_edge_leave_nothing_out() -> None:
    assert gaps(law_of(old_ships()), NEW, GOOD, BAD) == set()


def test_a_case_far_from_the_limit_is_not_on_it() -> None:
    older = case("breached", built_on="1900-06-01", sails="true", inspected="false")
    newer = case("not-addressed", built_on="2020-06-01", sails="true")
    assert gaps(law_of(old_ships()), newer, GOOD, older) == {limit("20 below")}
    assert limit("20 above") in gaps(law_of(old_ships()), newer, older)


def test_a_case_on_the_limit_that_does_not_turn_on_it_does_not_count() -> None:
    moored = case("not-addressed", built_on="2010-06-02", sails="false")
    assert gaps(law_of(old_ships()), moored, GOOD, BAD) == {limit("20 below")}


def test_an_exemption_needs_a_case_that_has_it_and_one_that_has_not() -> None:
    law = law_of(old_ships(), EXEMPTION)
    other = ("exemption", "law/2029/1/par/2/norm/museum not-granted")
    having = ("exemption", "law/2029/1/par/2/norm/museum granted")
    assert {having, other, ("verdict", "exempt")} <= gaps(law, NEW, GOOD, BAD)
    facts = {"built_on": "2010-06-01", "sails": "true"}
    foreign = case("breached", flag="SE", inspected="false", **facts)
    inspected = case("fulfilled", flag="NO", inspected="true", **facts)
    museum = case("exempt", flag="DK", inspected="false", **facts)
    assert gaps(law, NEW, inspected, foreign) == {having, ("verdict", "exempt")}
    assert gaps(law, NEW, museum) == {other, ("verdict", "fulfilled"), ("verdict", "breached")}
    assert gaps(law, NEW, inspected, foreign, museum) == set()


def test_a_deadline_needs_its_last_day_and_the_day_after() -> None:
    law = law_of(old_ships(DEADLINE))
    base = {"built_on": "2000-06-01", "sails": "true"}
    not_done = {**base, "inspected": "false", "inspected_on": "none"}
    done = {**base, "inspected": "true", "bought_on": "2030-05-01"}
    edges = [
        case("pending", bought_on="2030-05-27", **not_done),
        case("breached", bought_on="2030-05-26", **not_done),
        case("fulfilled", inspected_on="2030-05-06", **done),
        case("breached", inspected_on="2030-05-07", **done),
    ]
    wanted = {key for kind, key in gaps(law) if kind == "limit" and "deadline" in key}
    start = f"{NORM}/deadline/0"
    assert wanted == {
        f"{start}/{name} 1 {side}" for name in ("late", "over") for side in ("above", "below")
    }
    assert {key for _, key in gaps(law, *edges)}.isdisjoint(wanted)
    assert f"{start}/late 1 below" in {key for _, key in gaps(law, *edges[:2], edges[3])}


def test_a_route_needs_a_case_that_can_take_it_and_one_that_cannot() -> None:
    law = law_of(old_ships("; core:requires <capability/papers>"), ROUTE)
    facts = {"built_on": "2010-06-01", "sails": "true", "inspected": "false"}
    open_, closed = case("breached", flag="SE", **facts), case("unattainable", flag="DK", **facts)
    assert {("route", "open"), ("route", "closed")} <= gaps(law, NEW, GOOD)
    found = gaps(law, NEW, GOOD, open_)
    assert ("route", "open") not in found
    assert {("route", "closed"), ("verdict", "unattainable")} <= found
    assert gaps(law, NEW, GOOD, open_, closed) == set()


def test_what_no_record_can_be_is_not_asked_for() -> None:
    always = old_ships().replace("sh:hasValue true", "sh:maxCount 5")
    assert ("verdict", "breached") not in gaps(law_of(always), NEW)
    never = EXEMPTION.replace(
        'record:flag ; owl:hasValue "DK"', "record:sails ; owl:hasValue false"
    )
    assert not [key for kind, key in gaps(law_of(old_ships(), never)) if kind == "exemption"
                and key.endswith(" granted")]  # fmt: skip


def test_a_norm_that_is_never_in_force_is_not_asked_for() -> None:
    law = law_of(old_ships("; core:uncommenced true"))
    assert gaps(law) == set()


def test_a_version_that_no_case_falls_in_is_asked_for_too() -> None:
    law = law_of(old_ships(), EXEMPTION.replace("core:granted", 'core:inForceFrom '
                 '"2031-01-01"^^xsd:date ; core:granted'))  # fmt: skip
    assert ("exemption", "law/2029/1/par/2/norm/museum granted") in gaps(law, NEW, GOOD, BAD)


def test_an_accepted_gap_has_a_reason_and_is_told_when_it_is_stale(tmp_path: Path) -> None:
    law = law_of(old_ships())
    file = tmp_path / "accepted.yaml"
    file.write_text(
        "- gap: class/old limit record#shipAge 20 below\n  reason: cannot be\n"
        f"- gap: {NORM} verdict breached\n  reason: never\n",
        encoding="utf-8",
    )
    found = measure(law, [GOOD, BAD], read_accepted(file))
    assert [gap.detail for gap in found.accepted] == ["record#shipAge 20 below"]
    assert found.stale == (f"{NORM} verdict breached",)


@pytest.mark.parametrize(
    "text",
    [
        "- gap: x\n",
        "- gap: x\n  reason: ''\n",
        "x: [",
        "- 7\n",
        "- gap: x\n  reason: a\n  reason: b\n",
        "- gap: x\n  reason: a\n- gap: x\n  reason: b\n",
    ],
)
def test_an_accepted_gap_without_reason_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "accepted.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read_accepted(file)


def test_only_what_is_about_an_act() -> None:
    law = law_of(old_ships())
    assert {gap.subject.name for gap in measure(law, [], about=["law/2029/1"]).gaps} == {
        NORM,
        "class/old",
    }
    assert measure(law, [], about=["law/2029/11"]).gaps == ()


def test_a_case_that_cannot_be_used_stops_it() -> None:
    with pytest.raises(InputError, match="no column wings"):
        measure(law_of(old_ships()), [case("breached", wings="2")])


def test_the_report_counts_first_and_names_what_is_lacking() -> None:
    law = law_of(old_ships())
    found = measure(law, [GOOD, BAD])
    english, danish = ("".join(as_text(found, law, lang)) for lang in ("en", "da"))
    assert english.startswith("2 scenarios. 1 of 1 norms that give verdicts have at least one.\n")
    assert "the ship's age: no case with 19 that would be judged otherwise with 20" in english
    assert 'no case gets the verdict "not addressed"' in english
    assert "skibets alder: ingen sag med 19" in danish
    assert "\nlaw/2029/1: the Ship Act (2)\n" in english
    data = json.loads(as_json(found))
    assert {gap["gap"] for gap in data["gaps"]} == {
        f"{NORM} verdict not-addressed",
        "class/old limit record#shipAge 20 below",
    }
    assert data["counts"]["verdict"] == {"asked": 3, "shown": 2}


def test_nothing_lacking_is_said() -> None:
    law = law_of(old_ships())
    full: Coverage = measure(law, [NEW, GOOD, BAD], Accepted({}))
    assert "Nothing is lacking." in "".join(as_text(full, law, "en"))


def test_an_exemption_that_only_a_judgment_grants_needs_no_case_that_it_lifts() -> None:
    judged = EXEMPTION.replace(
        'record:flag ; owl:hasValue "DK"', "record:deserving ; owl:hasValue true"
    )
    fact = """
record:deserving a record:JudgmentFact ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; core:judgedBy <authority/fleet> ;
  rdfs:label "fortjent"@da, "deserving"@en .
"""
    keys = {key for kind, key in gaps(law_of(old_ships(), judged, fact)) if kind == "exemption"}
    assert keys == set()


def test_a_route_that_a_judgment_opens_needs_no_case() -> None:
    fact = """
record:deserving a record:JudgmentFact ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; core:judgedBy <authority/fleet> ;
  rdfs:label "fortjent"@da, "deserving"@en .
"""
    judged = ROUTE.replace(
        'record:flag ; owl:hasValue "SE"', "record:deserving ; owl:hasValue true"
    )
    law = law_of(old_ships("; core:requires <capability/papers>"), judged, fact)
    assert not [key for kind, key in gaps(law) if kind == "route"]


RECALLED = """
record:recalledBy a record:DerivedFact ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; record:operator record:HappenedBy ; {of} ; {at} ;
  rdfs:label "indkaldt"@da, "recalled"@en .
record:recallDay a record:DerivedFact ; record:datatype xsd:date ; record:recordType record:Ship ;
  record:operator record:CalendarRule ; record:of record:boughtOn ; record:years 1 ;
  record:month 11 ; record:day 1 ; rdfs:label "indkaldelse"@da, "recall"@en .
"""


@pytest.mark.parametrize(
    ("of", "at", "asked"),
    [
        ("record:recallDay", '"2029-11-01"^^xsd:date', {"true"}),
        ("record:recallDay", '"2029-10-31"^^xsd:date', {"false"}),
        ("record:recallDay", '"2029-09-12"^^xsd:date', set()),
        ("record:boughtOn", '"2029-09-12"^^xsd:date', {"true", "false"}),
        ('"2030-01-01"^^xsd:date', "record:asOf", {"true"}),
        ('"2029-12-31"^^xsd:date', "record:asOf", set()),
        ('"2030-02-01"^^xsd:date', "record:asOf", {"true", "false"}),
    ],
)
def test_a_day_on_which_no_case_can_lie_is_not_asked_for(of: str, at: str, asked: set[str]) -> None:
    law = law_of(
        old_ships().replace("record:sails ;", "record:recalledBy ;"),
        RECALLED.format(of=f"record:of {of}", at=f"record:at {at}"),
    )
    found = {detail for kind, detail in gaps(law) if kind == "limit" and "recalled" in detail}
    assert found == {f"record#recalledBy {side}" for side in asked}
