"""One record explained: the tree, what decides, what would turn the verdict, the ways."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.terms import BASE, Text
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.explain import explain_record
from lovgraf.explain.decisive import decisive
from lovgraf.explain.model import ALL, ANY, Explanation, PersonVerdict, Why
from lovgraf.explain.turns import changes_of, followers
from lovgraf.facts.values import State
from tests.checker.small_law import AS_OF, NORM, fact, old_ships, ship, view_of

OLD: dict[str, State] = {"built_on": date(2000, 1, 1), "sails": True}
ROUTES = """
<capability/pass> a core:Capability ; rdfs:label "havnepas"@da, "harbour pass"@en .
<class/swedish> a owl:Class ; rdfs:label "svensk"@da, "Swedish"@en ; owl:equivalentClass
  [ owl:onProperty record:flag ; owl:hasValue "SE" ] .
<route/harbour> a core:AccessRoute ; core:grants <capability/pass> ; core:eligible <class/swedish> ;
  core:inForceFrom "2030-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
  core:fee [ a core:Fee ; core:amount 185.0 ; core:inForceUntil
    "2030-05-31"^^<http://www.w3.org/2001/XMLSchema#date> ;
    core:inForceFrom "2030-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ] ,
  [ a core:Fee ; core:amount 190.0 ; core:inForceFrom
    "2030-06-01"^^<http://www.w3.org/2001/XMLSchema#date> ] ;
  rdfs:label "i havnen"@da, "at the harbour"@en ."""


def explain(*turtle: str, **facts: State) -> Explanation:
    """The explanation of one ship under the small law."""
    return explain_record(view_of(*turtle), ship(**facts), "ship")


def only(found: Explanation) -> PersonVerdict:
    (verdict,) = found.verdicts
    return verdict


def texts(why: Why) -> list[str]:
    """The English texts of a tree, from the top."""
    return [why.text.en, *(text for child in why.children for text in texts(child))]


def test_the_tree_says_what_was_asked_and_what_the_record_says() -> None:
    found = only(explain(old_ships(), **OLD, inspected=False))
    assert found.verdict == "breached"
    assert found.link == "https://example.org/ship-act"
    assert found.provision_label == Text("skibsloven, § 1", "the Ship Act, s. 1")
    said = texts(found.why)
    assert "the ship's age is at least 20" in said
    addressed = found.why.children[0]
    assert addressed.value == "true"
    age = next(c for c in addressed.children[0].children if c.text.en.startswith("the ship's age"))
    assert age.facts == ((Text("skibets alder", "the ship's age"), Text("30", "30")),)


def test_turns_are_changes_that_really_turn_the_verdict() -> None:
    view = view_of(old_ships())
    record = ship(**OLD, inspected=False)
    found = only(explain_record(view, record, "ship"))
    assert [(t.changes[0][0], t.verdict) for t in found.turns] == [
        ("inspected", "fulfilled"), ("inspected_on", "fulfilled"), ("sails", "not-addressed"),
    ]  # fmt: skip
    day = next(t for t in found.turns if t.changes[0][0] == "inspected_on")
    assert day.changes[0][2].en == "1 June 2030", "not earlier than today"
    assert day.by == (Text("ejeren", "the owner"),)
    for change, verdict in ((((fact("inspected"), True),), "fulfilled"),):
        after = record | changes_of(
            view.law.facts, record, change, followers(view.law.facts), AS_OF
        )
        assert verdicts_for(view, [after], "ship")[0][BASE + NORM].verdict == verdict


def test_a_fulfilled_duty_has_no_turns() -> None:
    assert only(explain(old_ships(), **OLD, inspected=True)).turns == ()


def test_two_facts_are_changed_where_one_is_not_enough() -> None:
    turtle = """
<class/all> a owl:Class ; owl:equivalentClass [ owl:unionOf (
  [ owl:onProperty record:sails ; owl:hasValue true ]
  [ owl:onProperty record:sails ; owl:hasValue false ] ) ] .
<duty/both> a sh:NodeShape ; rdfs:label "begge"@da, "both"@en ;
  sh:property [ sh:path record:masts ; sh:hasValue 3 ] ;
  sh:property [ sh:path record:flag ; sh:hasValue "NO" ] .
<law/2029/1/par/1/norm/inspection> a core:Obligation ; core:provision <law/2029/1/par/1> ;
  core:recordType record:Ship ; core:addressee <class/all> ; core:duty <duty/both> ;
  rdfs:label "x"@da, "x"@en ."""
    (turn,) = only(explain(turtle, sails=True, masts=2, flag="DK")).turns
    assert turn.verdict == "fulfilled"
    assert [(name, value.en) for name, _, value in turn.changes] == [
        ("flag", "Norwegian"), ("masts", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("flag", "open_", "blocking"),
    [("SE", "true", None), ("DK", "false", "Swedish"), (None, "unknown", "Swedish")],
)
def test_routes_say_what_stands_in_the_way_and_the_fee_of_the_day(
    flag: str | None, open_: str, blocking: str | None
) -> None:
    more = "; core:requires <capability/pass>"
    (route,) = only(explain(old_ships(more), ROUTES, **OLD, inspected=False, flag=flag)).routes
    assert (route.open, route.fee_dkk) == (open_, "190")
    assert (route.blocking.en if route.blocking else None) == blocking


def leaf(name: str, value: str) -> Why:
    return Why(Text(name, name), value)


def test_only_what_decides_is_shown() -> None:
    failing = Why(Text("a", "a"), "false", (), (leaf("x", "true"), leaf("y", "false")), ALL, True)
    assert [c.text.en for c in decisive(failing).children] == ["y"]
    holding = Why(Text("o", "o"), "true", (), (leaf("x", "true"), leaf("y", "false")), ANY, True)
    assert [c.text.en for c in decisive(holding).children] == ["x"]
    unsure = Why(
        Text("u", "u"), "unknown", (), (leaf("x", "true"), leaf("y", "unknown")), ALL, True
    )
    assert [c.text.en for c in decisive(unsure).children] == ["y"]


def test_names_are_enough_where_many_alternatives_fail() -> None:
    named = [
        Why(Text(n, n), "false", (), (leaf(n + "1", "false"), leaf(n + "2", "false")), ALL, True)
        for n in "abc"
    ]
    shown = decisive(Why(Text("o", "o"), "false", (), tuple(named), ANY, True))
    assert [(c.text.en, c.children) for c in shown.children] == [("a", ()), ("b", ()), ("c", ())]
