"""Rights of residence hold for those whom the orders name, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lovgraf.authoring.scenarios import Scenario, record_of
from lovgraf.conditions.kleene import Logic
from lovgraf.core.terms import absolute
from lovgraf.engine.in_memory import Memory
from lovgraf.explain.may import entitlements
from lovgraf.law import Law
from lovgraf.verdicts.program import Programs

Facts = dict[str, str]
Rights = Callable[[date, Facts, str], bool]
DAY_2011, DAY_2020 = date(2014, 12, 1), date(2026, 11, 24)
OLD, NEW = "law/2011/474/par/", "law/2020/1457/par/"
FAMILY = {
    "citizenship": "US",
    "eu_family_member": "true",
    "residence_right_basis": "family",
    "lived_apart_from_principal": "false",
    "principal_tie_ended": "none",
    "stay_interruption": "none",
}
OF_WORKER, OF_SEEKER = (f"{OLD}8/stk/1/norm/family", f"{OLD}8/stk/3/norm/family-of-job-seeker")
PERMANENT_2011 = f"{OLD}19/stk/1/norm/permanent"
PERMANENT_2020 = f"{NEW}18/stk/1/norm/permanent"
STAY_2011 = f"{OLD}34/stk/1/pkt/2/norm/stay-meanwhile"
STAY_2020 = f"{NEW}32/stk/2/norm/appeal"
GERMAN = {"citizenship": "DE", "principal_tie_ended": "none", "stay_interruption": "none"}
APART = {**FAMILY, "lived_apart_from_principal": "true"}
POSTED = {
    "citizenship": "US",
    "eu_family_member": "false",
    "posted_by_eu_provider": "true",
    "principal_tie_ended": "none",
    "stay_interruption": "none",
}
OF_POSTED = {
    "citizenship": "US",
    "eu_family_member": "false",
    "family_of_posted_third_country": "true",
    "principal_tie_ended": "none",
    "stay_interruption": "none",
}


@pytest.fixture
def has(law: Law) -> Rights:
    """Whether a record certainly has a right on a day; it must certainly have it or lack it."""

    def found(day: date, facts: Facts, norm: str) -> bool:
        record = record_of(law, Scenario(Path("rights.yaml"), "", {"facts": facts}))
        view = law.at(day)
        condition = entitlements(view, "person")[absolute(norm)]
        memory = Memory.compile(Programs(view, law.facts), [condition])
        logic = Logic(memory.plan.atoms, memory.computed(record).codes)
        true, false = logic.evaluate(condition)
        assert bool(true[0]) != bool(false[0])
        return bool(true[0])

    return found


@pytest.mark.parametrize(
    ("day", "norm", "of_seeker"),
    [
        (DAY_2011, OF_WORKER, False),
        (DAY_2011, f"{OLD}9/stk/1/norm/family-of-others", False),
        (DAY_2011, OF_SEEKER, True),
        (DAY_2020, f"{NEW}10/stk/1/norm/family", False),
        (DAY_2020, f"{NEW}11/norm/family-of-job-seeker", True),
    ],
)
@pytest.mark.parametrize("is_of_seeker", [True, False])
def test_the_family_of_a_job_seeker_has_a_right_of_its_own(
    has: Rights, day: date, norm: str, of_seeker: bool, is_of_seeker: bool
) -> None:
    facts = {**FAMILY, "family_of_job_seeker": str(is_of_seeker).lower()}
    assert has(day, facts, norm) is (of_seeker is is_of_seeker)


@pytest.mark.parametrize(
    ("facts", "since", "norm", "day", "permanent"),
    [
        (GERMAN, "2009-12-01", PERMANENT_2011, DAY_2011, True),
        (GERMAN, "2009-12-02", PERMANENT_2011, DAY_2011, False),
        (POSTED, "2009-12-01", PERMANENT_2011, DAY_2011, True),
        (FAMILY, "2009-12-01", PERMANENT_2011, DAY_2011, True),
        (APART, "2009-12-01", PERMANENT_2011, DAY_2011, False),
        (APART, "2021-11-24", PERMANENT_2020, DAY_2020, True),
        (APART, "2021-11-25", PERMANENT_2020, DAY_2020, False),
        (OF_POSTED, "2009-12-01", PERMANENT_2011, DAY_2011, False),
        (OF_POSTED, "2021-11-24", PERMANENT_2020, DAY_2020, False),
    ],
)
def test_five_years_give_a_permanent_right_to_those_whom_the_order_names(
    has: Rights, facts: Facts, since: str, norm: str, day: date, permanent: bool
) -> None:
    assert has(day, {**facts, "lawful_stay_since": since}, norm) is permanent


@pytest.mark.parametrize(("day", "norm"), [(DAY_2011, STAY_2011), (DAY_2020, STAY_2020)])
@pytest.mark.parametrize(
    ("appealed", "decision", "stays"),
    [
        ("2014-11-03", "refused", True),
        ("2014-11-10", "refused", True),
        ("2014-11-11", "refused", False),
        ("2014-11-10", "lapsed", True),
        ("2014-11-10", "issued", False),
        (None, "refused", False),
    ],
)
def test_an_appeal_within_seven_days_lets_the_alien_stay(
    has: Rights, day: date, norm: str, appealed: str | None, decision: str, stays: bool
) -> None:
    facts = {
        **GERMAN,
        "residence_decision": decision,
        "residence_decision_notified_on": "2014-11-03",
        "residence_appeal_filed": "false" if appealed is None else "true",
        "residence_appeal_filed_on": appealed or "none",
    }
    assert has(day, facts, norm) is stays
