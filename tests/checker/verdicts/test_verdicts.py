"""The seven verdicts, on a law that exists only in the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import Verdict, verdicts_for
from lovgraf.facts.values import NONE
from lovgraf.reference.solver.engine import Solver
from tests.checker.small_law import AS_OF, DUTY, NORM, breach_possible, old_ships, ship, view_of

OLD: dict[str, Any] = {"built_on": date(2000, 1, 1), "sails": True}
DEADLINE = """; core:deadline [ core:trigger record:boughtOn ; core:period "P5D"^^xsd:duration ;
  core:performedOn record:inspectedOn ]"""


def judge(*turtle: str, as_of: date = AS_OF, **facts: Any) -> Verdict:
    """The verdict of the small law's norm on one ship."""
    return verdicts_for(view_of(*turtle, as_of=as_of), [ship(**facts)], "ship")[0][BASE + NORM]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"built_on": date(2010, 6, 2), "sails": True, "inspected": False}, "not-addressed"),
        ({"built_on": date(2010, 6, 1), "sails": True, "inspected": False}, "breached"),
        ({"built_on": date(2010, 5, 31), "sails": True, "inspected": True}, "fulfilled"),
        ({"built_on": date(2000, 1, 1), "sails": False, "inspected": False}, "not-addressed"),
    ],
)
def test_threshold_on_the_day_before_the_day_and_the_day_after(
    facts: dict[str, Any], verdict: str
) -> None:
    assert judge(old_ships(), **facts).verdict == verdict


def test_a_missing_fact_that_decides_is_named() -> None:
    assert judge(old_ships(), **OLD) == breach_possible("inspected")


def test_a_missing_fact_that_cannot_matter_is_not_named() -> None:
    found = judge(old_ships(), sails=False)
    assert (found.verdict, found.missing) == ("not-addressed", ())


def test_a_fact_is_true_where_a_date_implies_it() -> None:
    assert judge(old_ships(), **OLD, inspected_on=date(2030, 1, 1)).verdict == "fulfilled"


EXEMPTION = """
<class/granted> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:flag ; owl:hasValue "NO" ] .
<law/2029/1/par/2/norm/foreign> a core:Exemption ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:exempts <law/2029/1/par/1/norm/inspection> ;
  core:granted <class/granted> ; rdfs:label "undtaget"@da, "exempt"@en ."""
BUT = """
<class/tanker> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:cargo ; owl:hasValue "oil" ] .
<law/2029/1/par/2/norm/tankers> a core:Obligation ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:overrides <law/2029/1/par/2/norm/foreign> ;
  core:addressee <class/tanker> ; core:duty <duty/inspected> ."""


@pytest.mark.parametrize(("flag", "verdict"), [("NO", "exempt"), ("DK", "breached")])
def test_an_exemption_lifts_the_duty(flag: str, verdict: str) -> None:
    assert judge(old_ships(), EXEMPTION, **OLD, inspected=False, flag=flag).verdict == verdict


@pytest.mark.parametrize(
    ("cargo", "verdict"),
    [(("oil",), "breached"), (("coal",), "exempt"), (("coal", "oil"), "breached")],
)
def test_an_exception_to_the_exception_restores_the_duty(
    cargo: tuple[str, ...], verdict: str
) -> None:
    found = judge(old_ships(), EXEMPTION, BUT, **OLD, inspected=False, flag="NO", cargo=cargo)
    assert found.verdict == verdict


def test_an_unknown_exemption_leaves_a_breach_undetermined_but_not_a_release() -> None:
    assert judge(old_ships(), EXEMPTION, **OLD, inspected=False).missing == ("flag",)
    assert judge(old_ships(), EXEMPTION, sails=False).verdict == "not-addressed"


@pytest.mark.parametrize(
    ("bought", "inspected_on", "as_of", "verdict"),
    [
        (date(2030, 5, 1), date(2030, 5, 6), AS_OF, "fulfilled"),
        (date(2030, 5, 1), date(2030, 5, 7), AS_OF, "breached"),
        (date(2030, 5, 1), NONE, date(2030, 5, 6), "pending"),
        (date(2030, 5, 1), NONE, date(2030, 5, 7), "breached"),
        (NONE, NONE, AS_OF, "pending"),
        (date(2030, 7, 1), NONE, AS_OF, "pending"),
        (NONE, date(2030, 5, 1), AS_OF, "fulfilled"),
        (date(2030, 5, 30), date(2030, 6, 2), AS_OF, "pending"),
    ],
)
def test_deadlines(bought: Any, inspected_on: Any, as_of: date, verdict: str) -> None:
    facts = {"bought_on": bought, "inspected_on": inspected_on}
    inspected = inspected_on is not NONE
    found = judge(old_ships(DEADLINE), as_of=as_of, **OLD, **facts, inspected=inspected)
    assert found.verdict == verdict


def test_a_date_that_did_not_happen_by_its_companion_fact() -> None:
    found = judge(old_ships(DEADLINE), **OLD, bought_on=date(2030, 5, 1), inspected=False)
    assert found.verdict == "breached"


@pytest.mark.slow
def test_bank_days_pass_over_weekends_and_holidays() -> None:
    # 5 June 2030 (Constitution Day) is no bank day, so the fourth after 31 May is Friday 7 June.
    deadline = "; core:deadline [ core:trigger record:boughtOn ; core:bankDays 4 ]"
    facts = {**OLD, "bought_on": date(2030, 5, 31), "inspected": False}
    assert judge(old_ships(deadline), as_of=date(2030, 6, 7), **facts).verdict == "pending"
    assert judge(old_ships(deadline), as_of=date(2030, 6, 8), **facts).verdict == "breached"


@pytest.mark.slow
@pytest.mark.parametrize(("done", "verdict"), [(7, "fulfilled"), (8, "breached"), (11, "breached")])
def test_a_bank_day_deadline_is_missed_on_the_weekend_after_it(done: int, verdict: str) -> None:
    deadline = """; core:deadline [ core:trigger record:boughtOn ; core:bankDays 4 ;
      core:performedOn record:inspectedOn ]"""
    facts = {**OLD, "bought_on": date(2030, 5, 31), "inspected": True}
    found = judge(
        old_ships(deadline), as_of=date(2030, 7, 1), **facts, inspected_on=date(2030, 6, done)
    )
    assert found.verdict == verdict


def test_a_gap_in_the_law_strikes_the_subjects_own_duty_only() -> None:
    turtle = old_ships(CAPABILITY).replace("core:bearer core:Subject", "core:bearer <authority/x>")
    found = judge(turtle, ROUTES, **OLD, inspected=False, name="x", flag="DK", masts=1)
    assert found.verdict == "breached"


def test_a_shortest_time() -> None:
    deadline = """; core:deadline [ core:trigger record:boughtOn ; core:bound core:AtLeast ;
      core:period "P1M"^^xsd:duration ; core:performedOn record:inspectedOn ]"""
    facts = {**OLD, "bought_on": date(2030, 1, 31), "inspected": True}
    assert judge(old_ships(deadline), **facts, inspected_on=date(2030, 2, 27)).verdict == "breached"
    assert (
        judge(old_ships(deadline), **facts, inspected_on=date(2030, 2, 28)).verdict == "fulfilled"
    )


CAPABILITY = "; core:requires <capability/pass>"
ROUTES = """
<capability/pass> a core:Capability ; core:heldBy <class/holder> .
<class/holder> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:name ; owl:hasValue "held" ] .
<class/swedish> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:flag ; owl:hasValue "SE" ] .
<class/masted> a owl:Class ; owl:equivalentClass [ owl:onProperty record:masts ; owl:someValuesFrom
  [ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minExclusive 2 ] ) ] ] .
<place/harbour> a core:Place ; core:withinReachOf <class/masted> .
<route/harbour> a core:AccessRoute ; core:grants <capability/pass> ; core:eligible <class/swedish> ;
  core:place <place/harbour> ; core:inForceFrom "2030-01-01"^^xsd:date .
<capability/loop> a core:Capability .
<route/loop> a core:AccessRoute ; core:grants <capability/loop> ; core:needs <capability/pass> ;
  core:inForceFrom "2030-01-01"^^xsd:date .
<route/round> a core:AccessRoute ; core:grants <capability/pass> ; core:needs <capability/loop> ;
  core:inForceFrom "2030-01-01"^^xsd:date ."""


@pytest.mark.parametrize(
    ("facts", "verdict", "missing"),
    [
        ({"name": "held", "flag": "DK", "masts": 1}, "breached", ()),
        ({"name": "x", "flag": "SE", "masts": 3}, "breached", ()),
        ({"name": "x", "flag": "SE", "masts": 2}, "unattainable", ()),
        ({"name": "x", "flag": "DK", "masts": 3}, "unattainable", ()),
        ({"name": "x", "flag": "SE"}, "breached", ("masts",)),
        ({"flag": "DK"}, "breached", ("name",)),
    ],
)
def test_what_cannot_be_had_is_the_laws_gap(
    facts: dict[str, Any], verdict: str, missing: tuple[str, ...]
) -> None:
    """The circle of routes through `loop` gives nothing: the least fixpoint."""
    found = judge(old_ships(CAPABILITY), ROUTES, **OLD, inspected=False, **facts)
    assert (found.verdict, found.missing) == (verdict, missing)


def test_best_effort_is_never_breached() -> None:
    turtle = old_ships().replace("a core:Obligation", "a core:BestEffortObligation")
    assert judge(turtle, **OLD, inspected=False).verdict == "undetermined"
    assert judge(turtle, **OLD, inspected=True).verdict == "fulfilled"


def test_a_discretionary_norm_names_the_authority() -> None:
    more = "; core:discretionary true ; core:competentAuthority <authority/harbour>"
    found = judge(old_ships(more), **OLD, inspected=False)
    assert (found.verdict, found.judgment) == ("undetermined", (BASE + "authority/harbour",))


def test_a_judgment_is_named_only_where_the_verdict_turns_on_it() -> None:
    judged = """
<fact/seaworthy> a record:JudgmentFact ; record:datatype xsd:boolean ;
  core:judgedBy <authority/harbour> .
<class/granted> a owl:Class ; owl:equivalentClass
  [ owl:onProperty <fact/seaworthy> ; owl:hasValue true ] .
<law/2029/1/par/2/norm/good> a core:Exemption ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:exempts <law/2029/1/par/1/norm/inspection> ;
  core:granted <class/granted> ."""
    found = judge(old_ships(), judged, **OLD, inspected=False)
    assert (found.verdict, found.judgment) == ("undetermined", (BASE + "authority/harbour",))
    assert judge(old_ships(), judged, sails=False).verdict == "not-addressed"


def test_all_completions_agree_although_kleene_does_not() -> None:
    """More than 6 masts if Danish, more than 3 if not: 12 masts settle it without the flag."""
    turtle = f"""{DUTY}
<class/any> a owl:Class ; owl:equivalentClass [ owl:unionOf (
  [ owl:intersectionOf ( [ owl:onProperty record:flag ; owl:hasValue "DK" ]
    [ owl:onProperty record:masts ; owl:someValuesFrom [ owl:onDatatype xsd:integer ;
      owl:withRestrictions ( [ xsd:minExclusive 6 ] ) ] ] ) ]
  [ owl:intersectionOf (
    [ owl:complementOf [ owl:onProperty record:flag ; owl:hasValue "DK" ] ]
    [ owl:onProperty record:masts ; owl:someValuesFrom [ owl:onDatatype xsd:integer ;
      owl:withRestrictions ( [ xsd:minExclusive 3 ] ) ] ] ) ] ) ] .
<{NORM}> a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ;
  core:addressee <class/any> ; core:duty <duty/inspected> ; rdfs:label "x"@da, "x"@en ."""
    assert judge(turtle, masts=12, inspected=False).verdict == "breached"
    assert judge(turtle, masts=2, inspected=False).verdict == "not-addressed"
    assert judge(turtle, masts=5, inspected=False).missing == ("flag",)


def test_a_norm_gives_no_verdict_before_it_commences() -> None:
    assert verdicts_for(view_of(old_ships(), as_of=date(2029, 12, 31)), [ship()], "ship") == [{}]


def test_what_cannot_be_compiled_is_refused_by_name() -> None:
    turtle = old_ships().replace(
        "sh:property [ sh:path record:inspected ; sh:hasValue true ]",
        'sh:sparql [ sh:select "SELECT $this WHERE { }" ]',
    )
    with pytest.raises(NotCompilable, match="sparql"):
        judge(turtle, **OLD)


SHOWN = """
record:shownFlag a record:DerivedFact ; record:datatype xsd:string ; record:recordType record:Ship ;
  record:operator record:FirstKnown ; record:first record:flag ; record:second record:name ;
  rdfs:label "vist flag"@da, "shown flag"@en ."""


def test_codes_that_a_first_known_fact_passes_on_are_told_apart() -> None:
    law = (old_ships(), SHOWN, EXEMPTION.replace("record:flag", "record:shownFlag"))
    found = judge(*law, **OLD, inspected=False)
    assert (found.verdict, found.missing) == ("undetermined", ("flag", "name"))
    assert judge(*law, **OLD, inspected=False, flag="NO").verdict == "exempt"
    assert judge(*law, **OLD, inspected=False, flag="SE").verdict == "breached"
    assert judge(*law, **OLD, inspected=False, name="NO").verdict == "exempt"  # the first known


def test_codes_are_told_apart_through_two_facts() -> None:
    seen = SHOWN.replace("record:flag", "record:shownFlag").replace(
        "record:shownFlag a", "record:seenFlag a"
    )
    law = (old_ships(), SHOWN, seen, EXEMPTION.replace("record:flag", "record:seenFlag"))
    assert judge(*law, **OLD, inspected=False).verdict == "undetermined"
    assert judge(*law, **OLD, inspected=False, flag="NO").verdict == "exempt"


def test_no_records_have_no_verdicts() -> None:
    assert verdicts_for(view_of(old_ships()), [], "ship") == []


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [
        (date(2030, 5, 23), "pending"),
        (date(2030, 5, 24), "pending"),
        (date(2030, 5, 25), "breached"),
    ],
)
def test_a_deadline_that_ends_before_an_event_does_not_wait_for_it(
    as_of: date, verdict: str
) -> None:
    """Seven days before the last of May, the 24th is the last day."""
    deadline = """; core:deadline [ core:beforeEvent record:boughtOn ;
      core:period "P7D"^^xsd:duration ; core:performedOn record:inspectedOn ]"""
    law, facts = old_ships(deadline), OLD | {"bought_on": date(2030, 5, 31), "inspected": False}
    assert judge(law, as_of=as_of, **facts).verdict == verdict
    (solved,) = Solver(view_of(law, as_of=as_of), "ship").possible(ship(**facts)).values()
    assert solved.verdicts == {verdict}
    assert judge(law, as_of=as_of, **OLD, bought_on=NONE, inspected=False).verdict == "pending"
