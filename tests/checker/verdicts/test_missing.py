"""What is told to be missing is not stated in the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.repairs import disputes_in
from lovgraf.law.view import Law
from tests.examples import dice, drawn, one_in

AS_OF = date(2014, 12, 1)
FLAGS = ("homeInDenmark", "departed", "emigrationNotified", "immigrated", "immigrationNotified")
DAYS = (
    "leftOn", "arrivedOn", "emigratedOn", "emigrationNotifiedOn", "immigrationNotifiedOn",
    "homeSince", "residenceDocumentSince", "residenceDocumentAppliedOn",
)  # fmt: skip
OF_EXEMPTION = ("digitalPost", "exemptionRequested", "exemptionRequestedAfterLeaving")
DAYS_OF_EXEMPTION = ("digitalPostSince", "exemptedOn", "exemptionRequestedOn", "leftOn")


def _records(flags: tuple[str, ...], days: tuple[str, ...]) -> list[dict[str, Any]]:
    chance = dice(7)
    found = []
    for _ in range(drawn(3, of=60, whole=6)):
        record: dict[str, Any] = {"cprBasis": "registered", "birthDate": date(1980, 5, 5)}
        record |= {flag: chance.random() < 0.5 for flag in flags if chance.random() < 0.6}
        record |= {
            day: AS_OF - timedelta(days=chance.randrange(4000))
            for day in days
            if chance.random() < 0.6
        }
        found.append({str(RECORD[name]): value for name, value in record.items()})
    return found


@pytest.mark.slow
@pytest.mark.drawn
def test_what_is_missing_is_not_stated(law: Law) -> None:
    view, of_each = law.at(AS_OF), _records(FLAGS, DAYS)
    records = [*of_each, *_records(OF_EXEMPTION, DAYS_OF_EXEMPTION)]
    asked = [0, 0]
    norms = one_in(6, [norm.iri for norm in view.judged("person")])
    for number, (record, found) in enumerate(
        zip(records, verdicts_for(view, records, norms=norms), strict=True)
    ):
        parts = {iri for one in disputes_in(law.facts, record, AS_OF) for iri in one.columns}
        known = record.keys() - parts
        stated = {name for name, column in law.facts.columns.items() if column.iri in known}
        for verdict in found.values():
            asked[number // len(of_each)] += len(verdict.missing)
            assert not stated & set(verdict.missing), (verdict, record)
    assert min(asked) > 5 * len(of_each)
