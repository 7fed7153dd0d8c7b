"""An issuer's list of electronic identifications, and the truth about the same issues."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from bench.registers.table import YEAR, Table, day_number, is_in

AS_OF = date(2025, 6, 1)
EXTRACT = [
    "id", "type", "issued_on", "issued_eid", "route", "birth_date", "cpr_basis", "country",
    "identity_document", "identity_document_valid", "appeared_in_person", "identity_verified",
    "assurance_level", "identification_means", "digital_proofing_completed",
]  # fmt: skip
ROUTES = {"app": 60, "citizen-centre": 30, "bank": 9, "representation": 0.9, "prison-service": 0.1}
BLANK = {
    "cpr_basis": 0.2, "country": 0.4, "assurance_level": 0.02, "identity_document_valid": 0.05,
}  # fmt: skip


def write(path: Path, rows: int, seed: int, full: bool = False, as_of: date = AS_OF) -> None:
    """Write a list of issues; with `full`, the truth about the same issues."""
    issuances(rows, seed, as_of).write_register(path, full, EXTRACT, BLANK)


def issuances(rows: int, seed: int, as_of: date) -> Table:
    """Issues with all columns, none of them lost."""
    table, today = Table(rows, seed), day_number(as_of)
    table.put("id", np.array([f"E{number}" for number in range(1, rows + 1)], dtype=object))
    table.put("type", "issuance")
    issued = table.back(today, 0.8, day_number(date(2022, 6, 1)))
    table.put_days("issued_on", issued)
    route = table.pick(ROUTES)
    table.put("route", route)
    table.put("issued_eid", "mitid")
    table.put_days(
        "birth_date",
        issued - (table.dice.triangular(13, 25, 90, rows) * YEAR).astype(np.int64) - 30,
    )
    table.put("cpr_basis", table.pick({"registered": 97, "administrative": 2, "tax": 1}))
    table.put("country", "DK")
    table.put(
        "country", table.pick({"ES": 3, "TH": 2, "US": 3, "GB": 2}), route == "representation"
    )
    foreign = table.chance(0.08)
    document = np.where(foreign, "foreign-passport", "danish-passport").astype(object)
    licence = table.chance(0.3, is_in(route, ["citizen-centre", "bank"]))
    document[licence] = "driving-licence"
    table.put("identity_document", document)
    _identified(table, route == "app")
    _rest(table)
    return table


def _identified(table: Table, app: np.ndarray) -> None:
    """How identity was proved."""
    in_person = ~app
    for name in (
        "identity_document_valid", "identity_verified", "document_on_list",
        "identification_recorded", "contact_recorded", "issued_by_registration_unit",
    ):  # fmt: skip
        table.put_bool(name, table.chance(0.998))
    table.put_bool("appeared_in_person", in_person)
    table.put_bool("digital_proofing_completed", app)
    table.put_bool("checked_against_source", app)
    table.put("assurance_level", "substantial")
    high = table.chance(0.02, in_person)
    table.put("assurance_level", "high", high)
    table.put("identification_means", table.pick({"app": 92, "code-display": 5, "audio-reader": 1}))
    table.put("identification_means", "app", app)
    document = table.columns["identity_document"]
    table.put("photo_identification", "home-passport", document == "danish-passport")
    table.put("photo_identification", "other", document == "foreign-passport")
    table.put("photo_identification", "eea-driving-licence", document == "driving-licence")
    table.put("second_document", "none")
    table.put("further_document", "none")
    table.put_bool("identity_document_shows_cpr", document != "foreign-passport")
    table.no("second_document_shows_cpr", "further_document_shows_cpr")


def _rest(table: Table) -> None:
    """What happened afterwards, and what is true of few."""
    blocked = table.chance(0.01)
    table.put("block_cause", "none")
    table.put("block_cause", "holder-request", blocked)
    table.put("block_cause_known_on", table.columns["issued_on"], blocked)
    table.put_bool("issued_eid_blocked", blocked)
    for name in ("block_requester_identified", "block_reason_recorded", "holder_informed_of_block"):
        table.put_bool(name, table.chance(0.97, blocked), blocked)
    table.put_bool("holder_can_be_informed", table.everyone)
    table.put_bool("bank_customer", table.columns["route"] == "bank")
    prison = table.columns["route"] == "prison-service"
    table.put_bool("convicted_inmate", prison)
    table.put_bool("prison_identification", prison)
    abroad = table.columns["route"] == "representation"
    table.put("fee_paid_dkk", "0")
    table.put("fee_paid_dkk", "260", abroad)
    table.put("fee_paid_on", table.columns["issued_on"], abroad)
    table.put("documents_handed_out", "1")
    table.put("physical_means_ordered", "0")
    table.put("means_price_dkk", "0")
    asked = table.chance(0.01)
    table.put_bool("guidance_requested", asked)
    table.put_bool("guidance_offered", asked)
    table.no(
        "customer_known_documented", "document_in_doubt",
        "earlier_physical_identification_documented", "fee_waived", "found_unable",
        "guardianship_documented", "information_withheld", "issued_eid_suspended",
        "migrated_from_nemid", "oces_certificate_active", "on_closed_day",
        "outside_office_hours", "paid_in_foreign_currency", "requested_by_authority",
        "vouched_by_authority", "witness",
    )  # fmt: skip
