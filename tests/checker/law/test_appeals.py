"""Which appeals are about what is decided under a norm."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law, Norm
from lovgraf.law.appeals import Appeal, appeals_in
from lovgraf.law.authorities import name_in

COUNCIL, MINISTRY = f"{BASE}authority/council", f"{BASE}authority/ministry"
APPEAL = Appeal(
    norm=f"{BASE}law/2029/1/par/9/norm/appeal",
    of=(f"{BASE}law/2029/1/par/1",),
    decided_by=frozenset({COUNCIL}),
    to=(MINISTRY,),
    handed_in_to=(),
    excluded=False,
)


@pytest.fixture(scope="module")
def norm(law: Law) -> Norm:
    """Any norm, to be changed."""
    return next(iter(law.norms.values()))


@pytest.mark.parametrize(
    ("place", "bearer", "authority", "covered"),
    [
        ("par/1", COUNCIL, None, True),
        ("par/1/stk/2", str(CORE.Subject), COUNCIL, True),
        ("par/1", str(CORE.Subject), None, True),
        ("par/1", MINISTRY, None, False),
        ("par/12", COUNCIL, None, False),
    ],
    ids=["its own", "a part of it", "nobody said to decide", "another decides", "another section"],
)
def test_by_the_provision_and_by_who_decides(
    norm: Norm, place: str, bearer: str, authority: str | None, covered: bool
) -> None:
    provision = f"{BASE}law/2029/1/{place}"
    one = replace(
        norm, iri=f"{provision}/norm/x", provisions=(provision,), bearer=bearer, authority=authority
    )
    assert APPEAL.about(one) == covered
    assert not APPEAL.about(replace(one, iri=APPEAL.norm))


def test_each_appeal_names_a_body_or_excludes_one(law: Law) -> None:
    appeals = appeals_in(law)
    assert len(appeals) > 20
    assert all(bool(one.to) != one.excluded for one in appeals)
    assert all(any(map(one.about, law.norms.values())) for one in appeals)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2014, 12, 1), "Økonomi- og Indenrigsministeriet"),
        (date(2024, 1, 15), "Indenrigs- og Sundhedsministeriet"),
    ],
)
def test_the_body_is_named_as_it_is_on_the_day(law: Law, day: date, name: str) -> None:
    rule = f"{BASE}law/2013/5/par/56/stk/1/norm/complain-in-4-weeks"
    (appeal,) = [one for one in appeals_in(law) if one.norm == rule]
    assert name_in(law.graph, appeal.to[0], day, law.norms[rule]).da == name
