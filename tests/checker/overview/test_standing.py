"""Where groups stand: what is told of all and of some is what their members' verdicts are."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from lovgraf.conditions.tree import Not, all_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.explain import explain_person
from lovgraf.law import Law, load_graph
from lovgraf.proposals.case_space import possible
from lovgraf.proposals.overview.standing import (
    GroupStanding,
    _with_part,
    asked,
    duties,
    groups,
    members,
    rights,
    standing,
)
from lovgraf.verdicts.program import Programs, compile_programs
from tests.examples import whole

DAY = date(1970, 1, 1)
HAT = f"{BASE}law/1900/1/par/1/norm/hat"
GIANTS, HATTERS = f"{BASE}group/giants", f"{BASE}group/hatters"


@pytest.fixture(scope="module")
def hats() -> Law:
    """The invented law of the pages' tests."""
    return Law(load_graph(files=[Path(__file__).parents[2] / "web" / "law.ttl"]))


def test_every_group_under_a_duty(hats: Law) -> None:
    view = hats.at(DAY)
    assert [group.iri for group in groups(view, "person")] == [GIANTS, HATTERS]
    found = {one.group: one for one in standing(view, view.norms[HAT])}
    assert set(found[None].some) == {"obliged", "exempt", "not-addressed", "on-request"}
    assert not found[None].every
    assert set(found[GIANTS].some) == {"obliged", "exempt", "on-request"}
    assert "not-addressed" in found[HATTERS].some
    before = hats.at(date(1950, 1, 1))
    giants = {one.group: one for one in standing(before, before.norms[HAT])}[GIANTS]
    assert giants.every == ("obliged",)
    assert giants.some == ()


def test_what_is_told_is_what_records_get(hats: Law) -> None:
    """Go through all records there could be of the few facts, and compare."""
    view = hats.at(DAY)
    facts = {column.name: column.iri for column in hats.facts.columns.values()}
    sizes, answers = (10, 60, 69, 70, 80), (True, False)
    all_of_them = list(product(sizes, answers, answers))
    records: list[Record] = [
        {facts["head_size"]: size, facts["wears_hat"]: hat, facts["relieved"]: relieved}
        for size, hat, relieved in all_of_them
    ]
    memory = Memory.compile(compile_programs(view, "person"), (), (), {})
    verdicts = [row[HAT].verdict for row in memory.verdicts(records)]
    inside = {
        None: [True] * len(records),
        GIANTS: [size >= 70 for size, _, _ in all_of_them],
        HATTERS: [hat for _, hat, _ in all_of_them],
    }
    for found in standing(view, view.norms[HAT]):
        own = {v for v, member in zip(verdicts, inside[found.group], strict=True) if member}
        told = {*found.every, *found.some}
        assert ("obliged" in told) == bool(own & {"fulfilled", "breached"})
        assert ("exempt" in told) == ("exempt" in own)
        assert ("not-addressed" in told) == ("not-addressed" in own)


def test_an_invented_member_for_each_standing(hats: Law) -> None:
    view = hats.at(DAY)
    shown: dict[str, dict[str, str]] = {
        one.standing: dict(one.values) for one in members(view, view.norms[HAT], GIANTS)
    }
    assert set(shown) == {"obliged", "exempt", "on-request"}
    expected = {"obliged": {"fulfilled", "breached"}, "exempt": {"exempt"}}
    for name, verdicts in expected.items():
        pairs = [f"{key}={value}" for key, value in shown[name].items()]
        said = explain_person(pairs, as_of=DAY, law=hats)
        (verdict,) = [one.verdict for one in said.verdicts if one.norm == HAT]
        assert verdict in verdicts
    with pytest.raises(InputError, match="no such group"):
        members(view, view.norms[HAT], f"{BASE}group/dwarfs")


def test_a_duty_of_everybody_has_an_example(hats: Law) -> None:
    view = hats.at(DAY)
    norm = view.norms[f"{BASE}law/1901/2/par/2/norm/link"]
    for group in (None, GIANTS):
        assert [one.standing for one in members(view, norm, group)] == ["obliged"]
    assert all(one.every == ("obliged",) for one in standing(view, norm))


def test_a_group_of_which_nobody_is_found_is_not_called_free(hats: Law) -> None:
    view = hats.at(DAY)
    norm = view.norms[HAT]
    part = asked(view, norm)[0]
    giants = next(group.condition for group in groups(view, "person") if group.iri == GIANTS)
    nobody = all_of(giants, Not(giants))
    everyone = possible(Programs(view, hats.facts), also=[*part.conditions(), giants])
    with pytest.raises(InputError, match="does not say that nobody"):
        _with_part(GroupStanding(HAT, GIANTS), everyone, part, nobody)


def test_rights_are_told_apart_from_duties(hats: Law) -> None:
    view = hats.at(DAY)
    (relief,) = rights(view, "person")
    assert relief.kind == "Exemption"
    assert relief not in duties(view, "person")
    found = {one.group: one for one in standing(view, relief)}
    assert found[GIANTS].every == ("may",)
    assert set(found[None].some) == {"may", "not-addressed"}


@pytest.mark.slow
def test_all_is_not_said_where_some_kinds_of_person_are_unsettled(law: Law) -> None:
    view = law.at(date(2014, 12, 1))
    for norm in duties(view, "person")[:3]:
        (part,) = asked(view, norm)
        also = [*part.conditions(), *(group.condition for group in groups(view, "person"))]
        programs = compile_programs(view, "person")
        unsettled = possible(Programs(view, programs.facts), also=also).unsettled
        for found in standing(view, norm):
            assert not (unsettled and found.every), found


@pytest.mark.slow
@whole("test_every_group_under_a_duty")
def test_the_connection_duty_of_2014_passes_the_groups_abroad_by(law: Law) -> None:
    view = law.at(date(2014, 12, 1))
    norm = view.norms[f"{BASE}law/2012/528/par/3/stk/1/norm/connection"]
    found = {one.group: one for one in standing(view, norm)}
    assert found[f"{BASE}group/1"].every == ("not-addressed",)
    assert "obliged" in found[None].some
    assert "on-request" in found[None].some
