"""A bank's list of customers, and the truth about the same customers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from bench.registers.table import YEAR, Table, cpr_numbers, day_number

AS_OF = date(2025, 6, 1)
EXTRACT = [
    "id", "type", "business", "customer_kind", "name", "address", "cpr_number", "cvr_number",
    "birth_date",
    "onboarded_on", "product", "identity_verified", "identity_verified_on", "physically_present",
    "risk", "politically_exposed", "first_transaction_on", "relationship_ended_on",
    "documents_kept_until",
]  # fmt: skip
BLANK = {
    "birth_date": 0.01, "address": 0.01, "physically_present": 0.1, "risk": 0.02,
}  # fmt: skip
KEPT_YEARS = 5


def write(path: Path, rows: int, seed: int, full: bool = False, as_of: date = AS_OF) -> None:
    """Write a list of customers; with `full`, the truth about the same customers."""
    table = customers(rows, seed, as_of)
    if full:
        table.write(path)
        return
    for name, share in BLANK.items():
        table.blank(name, share)
    table.put("customer_kind", "", table.columns["customer_kind"] == "person")
    table.write(path, EXTRACT)


def customers(rows: int, seed: int, as_of: date) -> Table:
    """Customers with all columns, none of them lost."""
    table, today = Table(rows, seed), day_number(as_of)
    table.put("id", np.array([f"K{number}" for number in range(1, rows + 1)], dtype=object))
    table.put("type", "customer")
    table.put("business", "bank")
    entity = table.chance(0.08)
    table.put("customer_kind", np.where(entity, "legal-entity", "person").astype(object))
    table.put("name", "present")
    table.put("address", "present")
    start = table.back(today, 5, day_number(date(2017, 7, 1)))
    birth = start - (table.dice.triangular(18, 35, 85, rows) * YEAR).astype(np.int64)
    table.put("cpr_number", cpr_numbers(birth), ~entity)
    table.put_days("birth_date", birth, ~entity)
    numbers = table.between(10_000_000, 99_999_999).astype(str).astype(object)
    table.put("cvr_number", numbers, entity)
    table.put_days("onboarded_on", start)
    table.put("product", table.pick({"account": 92, "pension": 6, "life-insurance": 2}))
    _identified(table, start, entity)
    _ended(table, start, today)
    _rest(table)
    return table


def _identified(table: Table, start: np.ndarray, entity: np.ndarray) -> None:
    """What the bank did to know its customers."""
    verified = table.chance(0.997)
    table.put_bool("identity_verified", verified)
    table.put_days("identity_verified_on", start - table.between(0, 5), verified)
    table.put("verification_source", table.pick({"document": 40, "eid": 55, "register": 5}))
    table.put_bool("physically_present", table.chance(0.4))
    table.put("risk", table.pick({"normal": 90, "limited": 6, "increased": 4}))
    table.put("politically_exposed", table.pick({"none": 998, "domestic": 1.5, "abroad": 0.5}))
    table.put_bool("beneficial_owners_identified", entity | table.everyone)
    for name in (
        "due_diligence_done", "purpose_obtained", "monitored", "information_current",
        "ownership_clarified", "informed_of_data_rules", "extra_measures", "risk_documented",
        "management_approved", "funds_origin_established", "enhanced_monitoring",
        "on_behalf_clarified", "reidentified", "report_considered", "risk_countered",
        "owner_data_on_request", "identified_in_the_year",
        "policy_circumstances_clarified", "beneficiary_name_obtained", "management_verified",
        "owner_extract_obtained", "owner_measures_recorded", "first_payment_own_account",
        "further_measures", "high_risk_measures_complete", "former_exposure_assessed",
    ):  # fmt: skip
        table.put_bool(name, table.chance(0.999))
    table.put_days(
        "informed_of_data_rules_on", start, table.columns["informed_of_data_rules"] == "true"
    )
    table.put_bool("birth_date_obtained", table.everyone)


def _ended(table: Table, start: np.ndarray, today: int) -> None:
    """Relationships that have ended, and how long their papers are kept."""
    ended = table.chance(0.1)
    end = table.between(start + 30, today - 1)
    ended &= end < today
    table.put_bool("relationship_ended", ended)
    table.put_days("relationship_ended_on", end, ended)
    kept = end.astype("datetime64[D]") + 0
    until = _years_on(kept.astype(object).tolist(), KEPT_YEARS)
    table.put("documents_kept_until", np.array(until, dtype=object), ended)
    table.put_bool("transaction_made", table.everyone)
    table.put_days("first_transaction_on", np.minimum(start + table.between(1, 30), today))


def _years_on(days: list[date], years: int) -> list[str]:
    """The same day some years later; of 29 February, the day before."""
    leap = 29
    return [
        day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, leap) else day.day)
        .isoformat()
        for day in days
    ]  # fmt: skip


def _rest(table: Table) -> None:
    """What is true of few."""
    rare = {
        "acts_for_other": 0.004, "circumstances_changed": 0.002, "identity_doubted": 0.001,
        "suspicion": 0.001, "third_party_reliance": 0.002, "outsourced": 0.0,
        "securities_account": 0.05,
    }  # fmt: skip
    for name, share in rare.items():
        table.put_bool(name, table.chance(share))
    for name in ("representative_identified", "authority_checked"):
        table.put_bool(name, table.everyone)
    table.put("representative_kind", "other")
    table.put("third_party_kind", "covered")
    for name in ("third_party_checked", "third_party_data_available", "third_party_commitment"):
        table.put_bool(name, table.everyone)
    table.put_bool("owners_registrable", table.columns["customer_kind"] == "legal-entity")
    table.put_bool("beneficiary_named", table.everyone)
    table.put_bool("usable_as_collateral", table.chance(0.1))
    table.put("surrender_option", "full")
    table.put("annual_premium_eur", "2000")
    table.put("single_premium_eur", "0")
    table.no(
        "occasional", "beneficiary_exposed", "beneficiary_verified", "cpr_number_withheld",
        "cvr_number_withheld", "discrepancy_reported", "employment_scheme",
        "exception_documented", "group_branch_exempt", "high_risk_country",
        "high_risk_transaction", "identification_failed", "information_insufficient",
        "legal_proceedings_assistance", "management_is_owner", "other_documentation",
        "other_law_requires_longer", "other_use_of_data", "owner_contact_due",
        "owner_discrepancy", "paid_out", "political_office_ended", "pooled_client_account",
        "premium_from_bank_account", "reduced_procedure", "relationship_refused",
        "surrender_used", "temporary_gambling_account", "transaction_after_failure",
        "transactions_blocked", "verification_postponed", "supplier_controlled",
        "supplier_vetted", "appointed_person_informed",
    )  # fmt: skip
