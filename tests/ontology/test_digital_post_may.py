"""Whom the Digital Post texts let do what: permissions give no verdict, so they are asked here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lovgraf.conditions.kleene import Logic
from lovgraf.core.terms import absolute
from lovgraf.engine.in_memory import Memory
from lovgraf.explain.may import entitlements
from lovgraf.law import Law
from lovgraf.verdicts.program import Programs
from tests.scenarios.cases import Scenario, record_of

EARLY = "law/2012/528/par/4/stk/3"
EARLY_ENTITY = "law/2012/528/par/4/stk/4/pkt/2/norm/revoke"
EARLY_ORDER = "law/2013/1553/par/11/stk/4/pkt/2/norm/revoke"
LEAVE_ABROAD = "law/2012/528/par/4/stk/2/pkt/2/norm/revoke"
LOG_IN = "law/2021/2017/par/15/stk/1/norm/join-voluntarily"
WRITE = "law/2012/528/par/8/norm/write-person-2016"
NO_ADDRESS = "law/2013/1553/par/3/nr/5/norm/exemption"
HOME = "birth_date=1970-06-01 cpr_status=01"
ABROAD = "cpr_status=80 left_on=2010-01-01 emigrated_on=2010-01-01"
JOINED = f"birth_date=1970-06-01 {ABROAD} digital_post_since=2013-02-01 connection_basis=voluntary"
ENTITY = "type=legal-entity"

CASES = [
    # A resident joins with a signature and withdraws without one, until the day before the duty.
    (f"{EARLY}/norm/early-person", "2014-10-31", f"{HOME} eid=nemid", "true"),
    (f"{EARLY}/norm/early-person", "2014-10-31", f"{HOME} eid=none", "false"),
    (f"{EARLY}/norm/early-person", "2014-11-01", f"{HOME} eid=nemid", "not in force"),
    (f"{EARLY}/pkt/2/norm/revoke", "2014-10-31", f"{HOME} digital_post=true eid=none", "true"),
    (f"{EARLY}/pkt/2/norm/revoke", "2014-10-31", f"{HOME} digital_post=false eid=nemid", "false"),
    (f"{EARLY}/pkt/2/norm/revoke", "2014-11-01", f"{HOME} digital_post=true", "not in force"),
    (EARLY_ORDER, "2014-05-10", f"{HOME} digital_post=true", "true"),
    (EARLY_ORDER, "2014-05-10", f"{HOME} digital_post=false eid=nemid", "false"),
    (EARLY_ENTITY, "2013-10-31", f"{ENTITY} digital_post=true", "true"),
    (EARLY_ENTITY, "2013-10-31", f"{ENTITY} digital_post=false digital_signature=true", "false"),
    # From abroad one withdraws what one has joined and not yet left.
    (LEAVE_ABROAD, "2014-10-31", f"{JOINED} digital_post=true", "true"),
    (LEAVE_ABROAD, "2014-10-31", f"{JOINED} digital_post=false", "false"),
    (LEAVE_ABROAD, "2014-11-01", f"{JOINED} digital_post=true", "not in force"),
    # From 15 years (order, s. 2 no. 3; Act, s. 4(2)), though an eID is to be had from 13.
    (LOG_IN, "2025-05-31", f"birth_date=2010-06-01 {ABROAD} digital_post=false eid=mitid", "false"),
    (LOG_IN, "2025-06-01", f"birth_date=2010-06-01 {ABROAD} digital_post=false eid=mitid", "true"),
    (LOG_IN, "2025-06-01", f"birth_date=2010-06-01 {ABROAD} digital_post=true eid=mitid", "false"),
    (LOG_IN, "2025-06-01", f"birth_date=2010-06-01 {ABROAD} digital_post=false", "unknown"),
    # The dead neither write nor are exempted.
    (WRITE, "2017-01-01", "birth_date=1940-01-01 cpr_status=90 digital_post=true", "false"),
    (WRITE, "2017-01-01", "birth_date=1940-01-01 cpr_status=01 digital_post=true", "true"),
    (
        NO_ADDRESS,
        "2017-01-01",
        "birth_date=1940-01-01 cpr_status=90 no_fixed_address=true",
        "false",
    ),
    (NO_ADDRESS, "2017-01-01", "birth_date=1940-01-01 cpr_status=01 no_fixed_address=true", "true"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("norm", "as_of", "facts", "expected"), CASES)
def test_who_may(law: Law, norm: str, as_of: str, facts: str, expected: str) -> None:
    given = dict(pair.split("=") for pair in facts.split())
    kind = given.pop("type", "person")
    case = Scenario(Path(), norm, {"as_of": as_of, "type": kind, "facts": given})
    view = law.at(date.fromisoformat(as_of))
    if absolute(norm) not in view.norms:
        assert expected == "not in force"
        return
    condition = entitlements(view, kind)[absolute(norm)]
    memory = Memory.compile(Programs(view, law.facts), [condition])
    told = memory.computed(record_of(law, case))
    true, false = Logic(memory.plan.atoms, told.codes).evaluate(condition)
    assert ("true" if true[0] else "false" if false[0] else "unknown") == expected
