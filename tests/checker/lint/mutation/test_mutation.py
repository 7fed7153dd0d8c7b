"""Changes of a law that exists only here: which of them do its scenarios notice?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lovgraf.authoring.lint.mutation import mutate
from lovgraf.authoring.lint.mutation.changes import moved_period
from lovgraf.authoring.lint.mutation.mutants import Outcome
from lovgraf.authoring.lint.mutation.report import Score, as_json, as_text, families
from lovgraf.authoring.scenarios import Scenario, read_scenarios
from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law
from tests.checker.lint.coverage.test_coverage import (
    BAD,
    DEADLINE,
    EXEMPTION,
    GOOD,
    NEW,
    ROUTE,
    case,
)
from tests.checker.small_law import NORM, graph_of, law_of, old_ships
from tests.examples import whole

MOORED = case("not-addressed", built_on="2000-06-01", sails="false")


def outcomes(law: Law, *cases: Scenario) -> dict[str, Outcome]:
    """What became of each change, by key."""
    return {
        outcome.change.key: outcome for act in mutate(law, list(cases)) for outcome in act.outcomes
    }


def survivors(law: Law, *cases: Scenario) -> set[str]:
    """The changes that no case notices."""
    return {key for key, outcome in outcomes(law, *cases).items() if outcome.survived}


def test_without_cases_every_change_survives() -> None:
    found = outcomes(law_of(old_ships()))
    assert {
        "class/old 2.low 20 -1",
        "class/old 2.low 20 +1",
        "class/old 1 dropped",
        "class/old 1 not",
        "class/old 2 dropped",
        "duty/inspected not",
        "law/2029/1 inForceFrom 2030-01-01 +1",
    } <= set(found)
    assert all(outcome.survived for outcome in found.values())


def test_cases_on_both_sides_of_everything_notice_every_change() -> None:
    first = case("breached", "2030-01-01", built_on="2000-06-01", sails="true", inspected="false")
    before = case("none", "2029-12-31", built_on="2000-06-01", sails="true")
    assert survivors(law_of(old_ships()), NEW, GOOD, BAD, MOORED, first, before) == set()


@pytest.mark.parametrize(
    ("left_out", "unnoticed"),
    [
        (NEW, {"class/old 2.low 20 -1", "class/old 2 dropped"}),
        (MOORED, {"class/old 1 dropped"}),
    ],
)
def test_a_change_that_only_one_case_notices_survives_without_it(
    left_out: Scenario, unnoticed: set[str]
) -> None:
    cases = [kept for kept in (NEW, GOOD, BAD, MOORED) if kept is not left_out]
    found = survivors(law_of(old_ships()), *cases)
    assert {key for key in found if not key.startswith("law/2029/1 inForce")} == unnoticed


def test_the_case_that_notices_is_named() -> None:
    found = outcomes(law_of(old_ships()), NEW, GOOD, BAD)
    assert found["class/old 2.low 20 +1"].killed_by in {GOOD.id, BAD.id}
    assert found["class/old 2.low 20 -1"].killed_by == NEW.id


def test_a_dropped_exemption_is_noticed_by_whom_it_lifts() -> None:
    law = law_of(old_ships(), EXEMPTION)
    key = f"{NORM} lifted by law/2029/1/par/2/norm/museum dropped"
    facts = {"built_on": "2010-06-01", "sails": "true", "inspected": "false"}
    museum, foreign = case("exempt", flag="DK", **facts), case("breached", flag="NO", **facts)
    assert outcomes(law, foreign)[key].survived
    assert outcomes(law, museum)[key].killed_by == museum.id
    other = "class/museum DK becomes NO"
    assert {other, key} <= set(outcomes(law))
    assert outcomes(law, museum)[other].killed_by


@pytest.mark.slow
def test_a_deadline_is_changed_by_a_day_either_way() -> None:
    law = law_of(old_ships(DEADLINE))
    base = {"built_on": "2000-06-01", "sails": "true", "inspected": "false", "inspected_on": "none"}
    last_day = case("pending", bought_on="2030-05-27", **base)
    too_late = case("breached", bought_on="2030-05-26", **base)
    shorter, longer = f"{NORM} deadline 0 days -1", f"{NORM} deadline 0 days +1"
    assert {shorter, longer} <= survivors(law)
    assert outcomes(law, last_day)[shorter].killed_by
    assert outcomes(law, last_day)[longer].survived
    assert outcomes(law, too_late)[longer].killed_by
    assert outcomes(law, too_late)[shorter].survived


def test_a_route_is_closed_or_opened_to_all() -> None:
    law = law_of(old_ships("; core:requires <capability/papers>"), ROUTE)
    facts = {"built_on": "2010-06-01", "sails": "true", "inspected": "false"}
    swede, dane = case("breached", flag="SE", **facts), case("unattainable", flag="DK", **facts)
    closed, opened = "route/port closed", "route/port eligible dropped"
    required = f"{NORM} requires capability/papers dropped"
    assert {closed, opened, required} <= survivors(law)
    assert outcomes(law, swede)[closed].killed_by
    assert outcomes(law, swede)[opened].survived
    assert outcomes(law, dane)[opened].killed_by
    assert outcomes(law, dane)[required].killed_by


def test_a_derived_fact_is_computed_otherwise() -> None:
    built_in_time = """
record:daysOfAct a record:DerivedFact ; record:datatype xsd:integer ;
  record:recordType record:Ship ; record:operator record:DaysBetween ;
  record:from "2010-01-01"^^xsd:date ; record:to record:builtOn ;
  rdfs:label "dage"@da, "days"@en .
"""
    text = old_ships().replace("record:shipAge", "record:daysOfAct")
    law = law_of(text.replace("minInclusive 20", "minInclusive 0"), built_in_time)
    first = case("breached", built_on="2010-01-01", sails="true", inspected="false")
    later, earlier = ("record#daysOfAct from +1", "record#daysOfAct from -1")
    assert {later, earlier} <= survivors(law)
    assert outcomes(law, first)[later].killed_by
    assert outcomes(law, first)[earlier].survived
    eve = case("not-addressed", built_on="2009-12-31", sails="true")
    assert outcomes(law, eve)[earlier].killed_by


def test_a_change_that_no_record_could_notice_does_not_count() -> None:
    twice = old_ships().replace(
        "[ owl:onProperty record:sails ; owl:hasValue true ]",
        "[ owl:onProperty record:sails ; owl:hasValue true ] "
        "[ owl:onProperty record:sails ; owl:hasValue true ]",
    )
    found = outcomes(law_of(twice))
    assert found["class/old 1 dropped"].equivalent
    assert found["class/old 2 dropped"].equivalent
    assert not found["class/old 1 not"].equivalent


def test_a_commencement_is_moved_by_a_day_either_way() -> None:
    law = law_of(old_ships())
    earlier, later = (f"law/2029/1 inForceFrom 2030-01-01 {step}" for step in ("-1", "+1"))
    eve = case("none", "2029-12-31", built_on="2000-06-01", sails="true")
    first = case("breached", "2030-01-01", built_on="2000-06-01", sails="true", inspected="false")
    assert {earlier, later} <= survivors(law, GOOD)
    assert outcomes(law, eve)[earlier].killed_by == eve.id
    assert outcomes(law, eve)[later].survived
    assert outcomes(law, first)[later].killed_by == first.id


def test_the_commencement_of_an_exemption_changes_the_norm_that_it_lifts() -> None:
    dated = EXEMPTION.replace(
        "core:granted", 'core:inForceFrom "2030-03-01"^^xsd:date ; core:granted'
    )
    law = law_of(old_ships(), dated)
    facts = {"built_on": "2000-06-01", "sails": "true", "inspected": "false", "flag": "DK"}
    eve, first = case("breached", "2030-02-28", **facts), case("exempt", "2030-03-01", **facts)
    key = "law/2029/1/par/2/norm/museum inForceFrom 2030-03-01"
    assert {f"{key} -1", f"{key} +1"} <= survivors(law, GOOD)
    assert outcomes(law, eve)[f"{key} -1"].killed_by == eve.id
    assert outcomes(law, first)[f"{key} +1"].killed_by == first.id


def test_the_law_is_left_as_it_was() -> None:
    text = old_ships(DEADLINE), EXEMPTION
    law = law_of(*text)
    assert list(mutate(law, [GOOD]))
    assert len(law.graph) == len(graph_of(*text))
    assert list(map(str, law.graph.objects(None, CORE.inForceFrom))) == ["2030-01-01"]
    assert law.norms[BASE + NORM].in_force.start is not None


def test_what_a_case_says_is_missing_is_noticed_too() -> None:
    law = law_of(old_ships(), EXEMPTION)
    facts = {"built_on": "2010-06-01", "sails": "true", "inspected": "false"}
    unknown = case("undetermined", **facts)
    strict = Scenario(unknown.file, unknown.provision, {**unknown.raw, "missing": ["flag"]})
    key = "class/old 2 dropped"
    assert outcomes(law, strict)[key].survived
    young = case("undetermined", sails="true", inspected="false", flag="NO")
    asked = Scenario(young.file, young.provision, {**young.raw, "missing": ["built_on"]})
    assert outcomes(law, asked)[key].killed_by


@pytest.mark.parametrize(
    ("text", "step", "expected"),
    [("P5D", 1, "P0M6D"), ("P3M", -1, "P2M0D"), ("P1Y", 1, "P13M0D"), ("P1M1D", -1, "P1M0D")],
)
def test_a_period_changes_by_its_smallest_unit(text: str, step: int, expected: str) -> None:
    assert moved_period(text, step) == expected


def test_the_report_gives_the_score_in_all_and_by_act_and_the_survivors() -> None:
    law = law_of(old_ships())
    found, of = list(mutate(law, [NEW, GOOD, BAD])), {f"{BASE}law/2029/1": "ships"}
    score = Score(outcome for act in found for outcome in act.outcomes)
    assert 0 < score.killed < score.changes
    english, danish = ("".join(as_text(found, law, 3, of, lang)) for lang in ("en", "da"))
    share = f"{100 * score.killed / score.changes:.1f}"
    said = f"{score.killed} of {score.changes} ({share}%)"
    assert f"law/2029/1: the Ship Act. {said}\n" in english
    assert english.endswith(
        f"\nships: {said}\nIn all: {said}\n"
        "0 changes change no verdict of any possible record and do not count.\n"
    )
    assert f"({share.replace('.', ',')} %)" in danish
    assert 'without "sails: yes" [1 dropped]' in english
    data = json.loads("".join(as_json(found, 3, of)))
    assert (data["noticed"], data["changes"]) == (score.killed, score.changes)
    (act,) = data["acts"]
    assert (act["family"], act["noticed"], act["changes"]) == ("ships", score.killed, score.changes)
    by_key = {entry["change"]: entry for entry in act["outcomes"]}
    assert by_key["class/old 1 dropped"]["outcome"] == "survived"
    assert by_key["class/old 2.low 20 -1"]["noticed_by"] == NEW.id


def test_an_act_is_told_before_the_next_is_tried() -> None:
    other = old_ships().replace("2029/1", "2029/2").replace("class/old", "class/older")
    act = """
<law/2029/2> a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date ;
  rdfs:label "loven"@da, "the Act"@en . <law/2029/2/par/1> eli:is_part_of <law/2029/2> ;
  rdfs:label "§ 1"@da, "s. 1"@en .
"""
    law = law_of(old_ships(), other, act)
    found = mutate(law, [NEW, GOOD, BAD])
    assert next(found).act == f"{BASE}law/2029/1"
    second = next(found)
    assert second.act == f"{BASE}law/2029/2"
    keys = {outcome.change.key for outcome in second.outcomes}
    assert "class/older 1 dropped" in keys
    assert "duty/inspected not" not in keys  # both acts use it: it counts with the first
    about = list(mutate(law, [NEW, GOOD, BAD], ["law/2029/2"]))
    assert [(one.act, one.outcomes) for one in about] == [(second.act, second.outcomes)]


def asking(may: str, as_of: str = "2030-06-01", **raw: str) -> Scenario:
    """A case about what a ship may do: one of 2000 under a flag, for the route or norm named."""
    flag = raw.pop("flag")
    one = case("yes", as_of, built_on="2000-06-01", flag=flag)
    kept = {key: value for key, value in one.raw.items() if key != "verdict"}
    return Scenario(one.file, "law/2029/1/par/2", {**kept, **raw, "may": may})


def test_what_a_record_may_do_brings_in_no_change_of_its_own() -> None:
    asked = EXEMPTION.replace("core:granted", "core:eligible <class/museum> ; core:granted")
    law = law_of(old_ships(), asked)
    before = asking("none", "2029-12-31", flag="DK")
    assert outcomes(law, GOOD, before).keys() == outcomes(law, GOOD).keys()


def test_a_change_of_a_route_is_noticed_by_whom_it_is_open_to() -> None:
    law = law_of(old_ships("; core:requires <capability/papers>"), ROUTE)
    swede = asking("yes", route="route/port", flag="SE")
    dane = asking("no", route="route/port", flag="DK")
    closed, opened = "route/port closed", "route/port eligible dropped"
    other = "class/swede SE becomes DK"
    assert {closed, opened, other} <= survivors(law)
    assert outcomes(law, swede)[closed].killed_by == swede.id
    assert outcomes(law, swede)[opened].survived
    assert outcomes(law, swede)[other].killed_by == swede.id
    assert outcomes(law, dane)[opened].killed_by == dane.id
    assert outcomes(law, dane)[other].killed_by == dane.id


def test_a_moved_day_of_a_route_is_noticed_by_whom_it_is_open_to_that_day() -> None:
    dated = ROUTE.replace("core:grants", 'core:inForceFrom "2030-03-01"^^xsd:date ; core:grants')
    law = law_of(old_ships("; core:requires <capability/papers>"), dated)
    eve = asking("none", "2030-02-28", route="route/port", flag="SE")
    first = asking("yes", "2030-03-01", route="route/port", flag="SE")
    key = "route/port inForceFrom 2030-03-01"
    assert {f"{key} -1", f"{key} +1"} <= survivors(law)
    assert outcomes(law, eve)[f"{key} -1"].killed_by == eve.id
    assert outcomes(law, first)[f"{key} +1"].killed_by == first.id


def test_a_moved_day_on_which_all_are_judged_as_before_does_not_count() -> None:
    norm = EXEMPTION.split("<class/museum> a")[0].replace("/museum>", "/again>", 1)
    again = norm.replace("core:granted", 'core:inForceFrom "2030-03-01"^^xsd:date ; core:granted')
    law = law_of(old_ships(), EXEMPTION, again)
    key = "law/2029/1/par/2/norm/again inForceFrom 2030-03-01"
    assert outcomes(law)[f"{key} -1"].equivalent
    assert outcomes(law)[f"{key} +1"].equivalent


def test_a_file_is_the_family_of_what_it_states(tmp_path: Path) -> None:
    file = tmp_path / "ships.ttl"
    file.write_text("@prefix c: <c#> . <law/2029/1> a c:Act .", encoding="utf-8")
    assert families([file]) == {f"{BASE}law/2029/1": "ships"}


@pytest.mark.slow
@whole("test_cases_on_both_sides_of_everything_notice_every_change")
def test_part_of_the_real_law(law: Law) -> None:
    folder = Path(__file__).parents[3] / "scenarios" / "digital-post"
    cases = [c for c in read_scenarios(folder) if c.provision.startswith("law/2016/821")]
    found = list(mutate(law, cases, ["law/2016/821"]))
    score = Score(outcome for act in found for outcome in act.outcomes)
    assert score.changes
    assert 100 * score.killed >= 60 * score.changes, "".join(
        as_text(found, law, len(cases), {}, "en")
    )
