"""A word for nothing in a column denies what the column's being given would imply."""

from __future__ import annotations

from datetime import date

from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import Record, verdicts_for
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


def test_an_account_that_is_denied_is_not_had(law: Law) -> None:
    """Whoever has no account has not designated one (lov om offentlige betalinger, § 1, stk. 1)."""
    accounts: list[tuple[State, bool | None]] = [
        ("none", False), ("1234-567890", True), (None, None),
    ]  # fmt: skip
    view, records, told = law.at(DAY), list[Record](), list[Record]()
    for account, has in accounts:
        record = ADULT if account is None else {**ADULT, str(RECORD.nemkonto): account}
        assert evaluate(law.facts, record, DAY)[HAS] is has
        records.append(record)
        told.append(record if has is None else {**record, HAS: has})
    columns = verdicts_for(view, records, "person", NORMS)
    referred = verdicts(view, [*records, *told], "person", NORMS)
    for own, one_by_one, meant in zip(
        columns, referred[: len(records)], referred[len(records) :], strict=True
    ):
        assert one_by_one
        for found in ({n: own[n] for n in one_by_one}, one_by_one):
            assert {n: v.verdict for n, v in found.items()} == {
                n: v.verdict for n, v in meant.items()
            }
