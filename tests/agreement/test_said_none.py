"""A word for nothing in a column denies what the column's being given would imply."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import State
from lovgraf.law import Law
from lovgraf.reference import verdicts
from lovgraf.reference.operators import evaluate

DAY = date(2014, 12, 1)
HAS = str(RECORD.hasNemkonto)
NORMS = [
    "https://w3id.org/lovgraf/law/2007/798/par/1/stk/1/pkt/1/norm/designate-account",
    "https://w3id.org/lovgraf/law/2007/798/par/1/stk/1/pkt/2/norm/designate-account-minor",
    "https://w3id.org/lovgraf/law/2007/798/par/1/stk/2/norm/designate-account-entity",
]
ADULT: dict[str, State] = {
    str(RECORD.birthDate): date(1995, 2, 1),
    str(RECORD.cprBasis): "registered",
    str(RECORD.cprStatus): "01",
}


@pytest.mark.parametrize(("account", "has"), [("none", False), ("1234-567890", True), (None, None)])
def test_an_account_that_is_denied_is_not_had(account: State, has: bool | None, law: Law) -> None:
    """Whoever has no account has not designated one (lov om offentlige betalinger, § 1, stk. 1)."""
    record = ADULT if account is None else {**ADULT, str(RECORD.nemkonto): account}
    view = law.at(DAY)
    assert evaluate(law.facts, record, DAY)[HAS] is has
    columns = verdicts_for(view, [record], "person")[0]
    told = record if has is None else {**record, HAS: has}
    one_by_one, meant = verdicts(view, [record, told], "person", NORMS)
    for found in ({n: columns[n] for n in one_by_one}, one_by_one):
        assert {n: v.verdict for n, v in found.items()} == {n: v.verdict for n, v in meant.items()}
