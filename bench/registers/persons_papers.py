"""Papers of people from abroad: certificates, cards, permits, and how they were got."""

from __future__ import annotations

import numpy as np

from bench.registers.table import YEAR, Days, Table, is_in

NORDIC = ("DK", "SE", "NO", "IS", "FI")
EEA = ("PL", "DE", "RO", "GB", "LT", "IT", "ES")


def add(table: Table, birth: Days, arrived: Days, today: int) -> None:
    """Give people the document by which they may stay, and the case that led to it."""
    citizenship = table.columns["citizenship"].astype(str)
    words = [set(text.split()) for text in citizenship]
    nordic = np.array([bool(own & set(NORDIC)) for own in words])
    european = np.array([bool(own & set(EEA)) for own in words]) & ~nordic
    home = is_in(table.columns["cpr_status"], ("01", "03"))
    third = ~nordic & ~european
    family = table.chance(0.02, third & home)
    table.put_bool("eu_family_member", family)
    table.put("residence_document", "none")
    table.put("residence_document", "registration-certificate", european & home)
    table.put("residence_document", "permit", third & home & ~family)
    table.put("residence_document", "residence-card", family)
    holds = home & ~nordic
    applied = arrived + table.between(0, 20)
    decided = np.minimum(applied + table.between(0, 15), today - 1)
    applied = np.minimum(applied, decided)
    table.put_days("residence_document_since", decided, holds)
    got = holds & (european | family)
    table.put_bool("residence_document_applied", got)
    table.put_days("residence_document_applied_on", applied, got)
    table.put_bool("residence_decision_made", got)
    table.put_days("residence_decision_on", decided, got)
    table.put("residence_decision", "issued", got)
    table.put("residence_application", "registration-certificate", got & european)
    table.put("residence_application", "family-card", got & family)
    table.put(
        "residence_right_basis",
        table.pick({"worker": 70, "student": 15, "self-employed": 5, "self-sufficient": 10}),
        european,
    )
    table.put("residence_right_basis", "family", family)
    table.put("permit_scheme", "other", third & home & ~family)
    table.put_bool("lawful_fixed_residence", home)
    table.put_bool("permanent_residence_right", got & (today - arrived > 6 * YEAR))
    table.put_bool("permanent_card_applied", np.zeros(table.rows, dtype=np.bool_))
    table.put_days("residence_card_expires_on", decided + int(5 * YEAR), family)
    for name in (
        "application_receipt_issued", "conditions_documented", "residence_decision_in_writing",
        "refusal_in_writing_with_reasons",
    ):  # fmt: skip
        table.put_bool(name, got)
    table.no(
        "family_of_job_seeker", "family_of_posted_third_country", "posted_by_eu_provider",
        "residence_basis_changed", "municipal_opinion_requested", "municipal_opinion_given",
        "order_or_fraud_ground", "state_security_prevents_reasons", "residence_card_withdrawn",
        "new_document_applied",
    )  # fmt: skip
    # Told within five days of the later of home and papers; by one in twenty-five later.
    notified = table.columns["immigration_notified_on"] != ""
    days = np.maximum(arrived, decided) + np.where(
        table.chance(0.04), table.between(6, 60), table.between(0, 5)
    )
    table.put_days("immigration_notified_on", np.minimum(days, today - 1), notified & holds)
    danish = np.array(["DK" in own for own in words])
    table.put_bool("danish_passport", table.chance(0.75, danish))
