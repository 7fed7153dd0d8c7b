"""Which rule counts a deadline, what is refused, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.explain.model import Why
from lovgraf.explain.person import explain_person
from lovgraf.facts.period import Period
from lovgraf.law import Law
from lovgraf.law.deadline_words import deadline_said
from lovgraf.law.deadlines import Deadline
from tests.checker.small_law import NORM, law_of, old_ships
from tests.examples import examples

WEEKEND = """
<calendar/weekend> a core:Calendar ; core:closedDay [ core:dayOfWeek 6 ] , [ core:dayOfWeek 7 ] .
<calendar/longer> a core:Calendar ; core:widens <calendar/weekend> ;
  core:closedDay [ core:dayOfWeek 1 ] .
<calendar/other> a core:Calendar ; core:closedDay [ core:dayOfWeek 3 ] .
<rule/all> a core:DeadlineRule ; core:periodKind core:DaysAfter , core:MonthsAfter ;
  core:reading [ core:movesPast <calendar/weekend> ] .
"""
DEADLINE = (
    """; core:deadline [ core:trigger record:boughtOn ; core:period "P5D"^^xsd:duration {} ]"""
)


def closing(law: Law) -> str | None:
    """The rule that counts the deadline of the small law's norm."""
    (deadline,) = law.norms[BASE + NORM].deadlines
    return deadline.closing.rule.removeprefix(BASE) if deadline.closing else None


def test_a_rule_is_bound_by_the_kind_of_deadline() -> None:
    assert closing(law_of(old_ships(DEADLINE.format("")), WEEKEND)) == "rule/all"
    months = WEEKEND.replace("core:DaysAfter , ", "")
    assert closing(law_of(old_ships(DEADLINE.format("")), months)) is None
    assert closing(law_of(old_ships(DEADLINE.format("")))) is None


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("core:forBearer core:Subject", "rule/own"),
        ("core:forBearer core:Minister", "rule/all"),
        ("core:forLawFrom core:EuropeanSource", "rule/own"),
        ("core:forLawFrom core:OutsideSource", "rule/all"),
    ],
)
def test_a_rule_goes_before_another_where_it_applies(more: str, expected: str) -> None:
    own = f"""{WEEKEND} <law/2029/1> core:implements <eu/1> . <eu/1> a core:EuropeanSource .
<rule/own> a core:DeadlineRule ; core:periodKind core:DaysAfter ; core:precedes <rule/all> ;
  core:reading [] ; {more} ."""
    assert closing(law_of(old_ships(DEADLINE.format("")), own)) == expected


def test_a_deadline_may_name_its_own_rule() -> None:
    own = WEEKEND + "<rule/own> a core:DeadlineRule ; core:reading [] ."
    named = DEADLINE.format("; core:countedBy <rule/own>")
    assert closing(law_of(old_ships(named), own)) == "rule/own"
    with pytest.raises(InputError, match="own"):
        closing(law_of(old_ships(named), WEEKEND))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("core:periodKind core:DaysAfter ; core:reading []", "precedes"),
        ("core:reading [] , [ core:movesPast <calendar/weekend> ]", "openPoint"),
        ("core:reading [] ; core:openPoint <f>", "openPoint"),
        (
            "core:openPoint <f> ; core:reading [ core:movesPast <calendar/other> ] , "
            "[ core:movesPast <calendar/weekend> ]",
            "closed days of one",
        ),
        (
            "core:periodKind core:BankDaysAfter ; "
            "core:reading [ core:movesPast <calendar/weekend> ]",
            "bank days",
        ),
    ],
)
def test_rules_that_make_no_sense_are_refused_by_name(rule: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as found:
        closing(
            law_of(
                old_ships(DEADLINE.format("")),
                WEEKEND,
                f"<rule/odd> a core:DeadlineRule ; {rule} .",
            )
        )
    assert "odd" in found.value.message.da


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_explanation_says_why_a_deadline_ends_later(lang: str) -> None:
    """18 May 2030 is a Saturday; the days late are counted from the Monday."""
    source = "; <http://purl.org/dc/terms/source> <law/2029/1/par/2> ] ."
    rule = WEEKEND.replace("<calendar/weekend> ] .", f"<calendar/weekend> {source}")
    done = "; core:performedOn record:inspectedOn"
    view = law_of(old_ships(DEADLINE.format(done)), rule)
    pairs = ["built_on=1980-01-01", "sails=true", "bought_on=2030-05-13", "inspected_on=2030-05-21"]
    explained = explain_person(
        pairs, as_of=date(2030, 6, 1), law=view, record_type="ship", turns=True
    )
    (verdict,) = explained.verdicts
    assert verdict.verdict == "breached"
    late = next(step for step in verdict.why.children if step.facts)
    told = late.facts[0][1]
    wanted = {
        "da": "mandag den 20. maj 2030: den sidste dag, lørdag den 18. maj 2030, er en lukkedag, "
        "så fristen udløber først da (kilde: skibsloven, § 2)",
        "en": "Monday 20 May 2030: the last day, Saturday 18 May 2030, is a closed day, "
        "so the deadline ends only then (source: the Ship Act, s. 2)",
    }
    assert told[lang] == wanted[lang]
    # Nobody can have it inspected last month: no advice names the day that would have been in time.
    advised = {(turn.changes[0][0], turn.changes[0][2].en) for turn in verdict.turns}
    assert not {change for change in advised if change[0] == "inspected_on"}
    assert ("days from the end of the deadline until it was done", "1") in set(_facts(late))


MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
WEEKDAYS = {
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
SENTENCE = {
    "da": r"(.+): den sidste dag, (.+), er en lukkedag, så fristen udløber først da",
    "en": r"(.+): the last day, (.+), is a closed day, so the deadline ends only then",
}


def _read(text: str, lang: str) -> date:
    """A date as a reader reads it, with the day of the week where it is said."""
    parts = text.replace(".", "").replace(" den ", " ").split()
    number, month, year = parts[-3:]
    day = date(int(year), MONTHS[lang].split().index(month) + 1, int(number))
    if len(parts) > 3:
        assert parts[0] == WEEKDAYS[lang].split()[day.weekday()]
    return day


@pytest.mark.slow
@given(st.dates(date(2030, 1, 1), date(2031, 12, 31)), st.integers(0, 20))
@examples(40)
def test_what_is_said_of_a_deadline_is_so(bought: date, after: int) -> None:
    """The last day, the day on which the deadline ends and the days that it was missed by are read
    back from both languages, and are those that the calendar gives."""
    law = _weekend_law()
    last, done = bought + timedelta(days=5), bought + timedelta(days=after)
    end = last + timedelta(days=max(7 - last.weekday(), 0) if last.weekday() > 4 else 0)
    pairs = ["built_on=1980-01-01", "sails=true", f"bought_on={bought}", f"inspected_on={done}"]
    (verdict,) = explain_person(
        pairs, as_of=date(2032, 6, 1), law=law, record_type="ship", turns=False
    ).verdicts
    assert verdict.verdict == ("fulfilled" if done <= end else "breached")
    timed = next(step for step in verdict.why.children if step.facts)
    for lang in ("da", "en"):
        told = timed.facts[0][1][lang]
        found = re.fullmatch(SENTENCE[lang], told)
        days = [_read(part, lang) for part in (found.groups() if found else (told,))]
        assert days == ([end, last] if end != last else [last])
    counted = dict(_facts(timed)).get("days from the end of the deadline until it was done")
    assert counted == str((done - end).days)


@cache
def _weekend_law() -> Law:
    return law_of(old_ships(DEADLINE.format("; core:performedOn record:inspectedOn")), WEEKEND)


def _facts(why: Why) -> Iterator[tuple[str, str]]:
    yield from ((name.en, value.en) for name, value in why.facts)
    for child in why.children:
        yield from _facts(child)


def test_a_time_before_an_event_is_said() -> None:
    graph = law_of().graph
    before = Deadline((f"{BASE}record#boughtOn",), Period(days=14), before_event=True)
    assert deadline_said(before, graph).en == 'at the latest 14 days before "bought on"'
