"""An exemption that a register names without its day holds on the day that is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import VERDICTS
from lovgraf.engine.in_memory import Memory
from lovgraf.engine.one_record import OneByOne
from lovgraf.facts.values import State
from lovgraf.law import Law
from lovgraf.law.presumptions import profile_of
from lovgraf.verdicts.program import compile_programs
from tests.examples import WHOLE, one_in

PRESUMPTION = "https://w3id.org/lovgraf/presumption/registered-exemption-holds"
CONNECTION = "https://w3id.org/lovgraf/law/2012/528/par/3/stk/1/norm/connection"


@pytest.fixture(scope="module")
def presuming(law: Law) -> Law:
    return replace(law, profile=profile_of(law.graph, law.facts, "register"))


Judges = Callable[[date], OneByOne]
"""What judges records on a day."""


@pytest.fixture(scope="module")
def judges(presuming: Law) -> Judges:
    """Each day's, made once."""

    def of_day(day: date) -> OneByOne:
        programs, again = (
            compile_programs(presuming.at(day), "person").presuming(presuming.profile)
            for _ in range(2)
        )
        assert again.facts is programs.facts, "made once"
        assert all(again.programs[iri] is one for iri, one in programs.programs.items())
        return OneByOne(Memory.compile(programs))

    return cache(of_day)


def verdicts(judges: Judges, day: date, **given: State) -> dict[str, tuple[str, tuple[str, ...]]]:
    records = judges(day)
    programs = records.memory.plan.programs
    columns = programs.view.law.facts.columns
    seen = records.read({columns[name].iri: value for name, value in given.items()})
    found = {norm: records.verdict(seen, norm) for norm in programs.programs}
    return {norm: (one.verdict, one.rests_on) for norm, one in found.items()}


KNOWN: dict[str, State] = {
    "birth_date": date(1980, 5, 1), "home_in_denmark": True, "digital_post": False,
    "exemption_ground": ("1",),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("day", one_in(2, [date(2024, 6, 1), date(2014, 12, 1)]))
def test_a_registered_ground_without_a_day_is_an_exemption(judges: Judges, day: date) -> None:
    assert verdicts(judges, day, **KNOWN)[CONNECTION] == ("exempt", (PRESUMPTION,))


def test_a_day_that_is_stated_is_not_overridden(judges: Judges) -> None:
    found = verdicts(judges, date(2024, 6, 1), exempted_on=date(2014, 5, 1), **KNOWN)
    assert found[CONNECTION][0] == "undetermined"


def test_nothing_is_presumed_of_whoever_is_connected(judges: Judges) -> None:
    """Whether the exemption or the joining came last decides, and the register does not say."""
    joined = KNOWN | {"digital_post": True, "digital_post_since": date(2014, 11, 2)}
    found = verdicts(judges, date(2014, 12, 1) if WHOLE else date(2024, 6, 1), **joined)
    assert not any(PRESUMPTION in rests_on for _, rests_on in found.values())


@pytest.mark.slow
@pytest.mark.parametrize("day", one_in(2, [date(2024, 6, 1), date(2014, 12, 1)]))
def test_it_brings_no_breach_that_no_day_of_exemption_has(judges: Judges, day: date) -> None:
    presumed = verdicts(judges, day, **KNOWN)
    breached = {norm for norm, (verdict, _) in presumed.items() if verdict == "breached"}
    for since in (day, day.replace(year=day.year - 1)):
        full = verdicts(judges, day, exempted_on=since, exemption_unlimited=True, **KNOWN)
        assert breached <= {norm for norm, (verdict, _) in full.items() if verdict == "breached"}


def test_a_table_is_read_so_too(presuming: Law, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "id;birth_date;home_in_denmark;digital_post;exemption_ground;exempted_on\n"
        "a;1980-05-12;ja;nej;1;\nb;1980-05-12;ja;nej;0;\n",
        "utf-8",
    )
    request = CheckRequest(date(2014, 12, 1), presuming, fail_on=frozenset(VERDICTS))
    result = check_dataset(path, request)
    found = {one.id: cause.verdict for one in result.findings for cause in result.causes
             if cause.id == one.cause and cause.norm == CONNECTION}  # fmt: skip
    assert found == {"a": "exempt", "b": "breached"}
