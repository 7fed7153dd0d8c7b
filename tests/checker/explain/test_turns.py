"""Advice is possible: it changes only what somebody can change, from the as-of date on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lovgraf.authoring.scenarios.cases import read_scenarios, record_of
from lovgraf.explain import Explainer
from lovgraf.explain.turns import possible
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law
from lovgraf.reports.person_text import write_person
from tests.checker.small_law import AS_OF, fact, old_ships, ship, view_of
from tests.examples import dice, drawn, one_in, whole

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NOBODY = {"birth_date", "death_date", "citizenship", "cpr_status", "id", "home_in_denmark"}


def persons(law: Law, as_of: date, number: int) -> list[dict[str, State]]:
    """Records of scenarios of duties with some facts of others mixed in, and some left out."""
    draw = dice(11)
    cases = [c for c in read_scenarios(SCENARIOS) if not c.error and c.record_type == "person"]
    cases = [c for c in cases if "may" not in c.raw]
    known = [record_of(law, case) for case in draw.sample(cases, 2 * number)]
    found = []
    for one, other in zip(known[::2], known[1::2], strict=True):
        mixed = {**one, **{k: v for k, v in other.items() if draw.random() < 0.3}}
        found.append({k: v for k, v in mixed.items() if draw.random() < 0.9})
    return found


@whole("test_what_can_be_changed")
@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.parametrize("as_of", one_in(2, [date(2014, 12, 1), date(2025, 12, 1)]))
def test_no_advice_is_about_what_nobody_can_change(law: Law, as_of: date) -> None:
    explainer = Explainer(law.at(as_of))
    advised = 0
    for record in persons(law, as_of, drawn(1, of=25, whole=4)):
        found = explainer.explain(record)
        for verdict in found.verdicts:
            assert verdict.looked == (verdict.verdict in ("breached", "unattainable"))
            for turn in verdict.turns:
                advised += 1
                assert all(who.da and who.en for who in turn.by)
                assert len(turn.by) == len(turn.changes)
                for name, _, _ in turn.changes:
                    column = law.facts.columns[name]
                    assert column.changeable_by
                    assert name not in NOBODY
                    old = record.get(column.iri)
                    assert not (isinstance(old, date) and old <= as_of), "the past is past"
    assert advised


@pytest.mark.parametrize("lang", ["da", "en"])
def test_where_nothing_can_be_done_that_is_said(lang: str) -> None:
    from lovgraf.explain import explain_record

    view = view_of(old_ships("; core:deadline [ a core:Deadline ; core:trigger record:boughtOn ;"
                             ' core:period "P5D"^^xsd:duration ;'
                             " core:performedOn record:inspectedOn ]"))  # fmt: skip
    late: dict[str, State] = {
        "built_on": date(2000, 1, 1), "sails": True, "inspected": True,
        "inspected_on": date(2030, 5, 20), "bought_on": date(2030, 1, 1), "masts": 2,
    }  # fmt: skip
    found = explain_record(view, ship(**late), "ship")
    (verdict,) = found.verdicts
    assert verdict.verdict == "breached"
    changed = {name for turn in verdict.turns for name, _, _ in turn.changes}
    assert "inspected_on" not in changed, "what was done late was done late"
    if not verdict.turns:
        text = "".join(write_person(found, lang))  # type: ignore[arg-type]
        assert ("Nothing was found" in text) or ("Der er ikke fundet noget" in text)


def test_what_can_be_changed() -> None:
    facts = view_of(old_ships()).law.facts
    told = ship(inspected=True, inspected_on=date(2030, 5, 1), masts=2)

    def can(record: dict[str, State], **change: State) -> bool:
        return possible(facts, record, ship(**change), AS_OF)

    assert not can(told, inspected=False), "what was done cannot be undone"
    assert not can(told, inspected_on=AS_OF), "what was done on a day is not done on another"
    assert not can({}, inspected_on=date(2030, 5, 31)), "nothing is done before today"
    assert can({}, inspected_on=AS_OF)
    assert can({}, inspected=True)
    assert can(told, masts=3)
    assert not can({}, built_on=AS_OF), "nobody can change when it was built"
    assert not can({fact("inspected_on"): AS_OF}, inspected=False)
    assert can({}, built_on=NONE) is True


def test_every_column_says_who_can_change_it(law: Law) -> None:
    columns = law.facts.columns
    for name in NOBODY:
        assert isinstance(columns[name], Column)
        assert not columns[name].changeable_by
    assert columns["emigration_notified"].changeable_by
    assert not columns["emigration_notified"].reversible
