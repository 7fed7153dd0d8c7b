"""When a norm is in force, derived from commencement."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.facts.period import Period
from lovgraf.law.norms import natural
from lovgraf.law.time import Interval, interval
from tests.checker.small_law import graph_of

NORM = "<law/2029/1/par/2/norm/n> a core:Norm ; core:provision <law/2029/1/par/2> "


def of(turtle: str, name: str = "law/2029/1/par/2/norm/n") -> Interval:
    """The interval of a resource in the small law with further Turtle."""
    return interval(graph_of(turtle), URIRef(BASE + name))


def test_a_norm_follows_its_act() -> None:
    assert of(NORM + ".") == Interval(date(2030, 1, 1), None)


def test_the_nearest_start_and_the_earliest_end_count() -> None:
    found = of(
        NORM
        + """; core:inForceUntil "2035-12-31"^^xsd:date .
        <law/2029/1/par/2> core:inForceFrom "2031-01-01"^^xsd:date .
        <law/2029/1> core:inForceUntil "2033-12-31"^^xsd:date ."""
    )
    assert found == Interval(date(2031, 1, 1), date(2033, 12, 31))


def test_commencement_by_an_order() -> None:
    found = of(
        NORM
        + """. <law/2029/1/par/2> core:commencedBy <law/2030/7/par/1> .
        <law/2030/7/par/1> eli:is_part_of <law/2030/7> .
        <law/2030/7> core:inForceFrom "2032-05-01"^^xsd:date ."""
    )
    assert found == Interval(date(2032, 5, 1), None)


def test_commencement_with_another_norm_and_none_at_all() -> None:
    assert of(NORM + "; core:commencesWith <law/2029/1/par/1> .").start == date(2030, 1, 1)
    assert of(NORM + "; core:uncommenced true .").start is None
    assert not of(NORM + "; core:uncommenced true .").contains(date(2040, 1, 1))


def test_both_ends_are_included() -> None:
    found = Interval(date(2030, 1, 1), date(2030, 1, 31))
    days = (date(2029, 12, 31), date(2030, 1, 1), date(2030, 1, 31), date(2030, 2, 1))
    assert [found.contains(day) for day in days] == [False, True, True, False]


def test_periods() -> None:
    assert Period.parse("P1Y6M") == Period(months=18)
    assert Period.parse("P2W3D") == Period(days=17)
    for text in ("P", "5D", "PT5H", "P1.5M"):
        with pytest.raises(InputError):
            Period.parse(text)


def test_section_ten_comes_after_section_nine() -> None:
    found = ["par/10", "par/9", "par/9a"]
    assert sorted(found, key=natural) == ["par/9", "par/9a", "par/10"]
