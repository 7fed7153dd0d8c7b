"""A case system's list of filings, and the truth about the same filings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from bench.registers.table import YEAR, Table, day_number

AS_OF = date(2014, 12, 1)
EXTRACT = [
    "id", "type", "area", "channel", "filed_on", "filer_birth_date", "filer_home_in_denmark",
    "filer_type", "filer_digital_post_exempt", "filer_exemption_basis", "rejected",
    "available_on",
]  # fmt: skip
AREAS = {
    "domestic-move": 30, "day-care-place": 12, "school-enrolment": 8, "health-card": 10,
    "eu-health-insurance-card": 6, "name-change": 5, "marriage-conditions": 4, "burial": 2,
    "assistive-aids": 5, "departure": 4, "child-maintenance": 3, "parking-permit": 3,
    "building-permit": 3, "rats": 1, "choice-of-doctor": 4,
}  # fmt: skip
CHANNELS = {"digital": 93.0, "paper": 4.0, "phone": 1.0, "in-person": 2.0}
BLANK = {
    "rejected": 0.02, "filer_home_in_denmark": 0.3, "available_on": 0.5, "filer_birth_date": 0.01,
}  # fmt: skip


def write(path: Path, rows: int, seed: int, full: bool = False, as_of: date = AS_OF) -> None:
    """Write a list of filings; with `full`, the truth about the same filings."""
    filings(rows, seed, as_of).write_register(path, full, EXTRACT, BLANK)


def filings(rows: int, seed: int, as_of: date) -> Table:
    """Filings with all columns, none of them lost."""
    table, today = Table(rows, seed), day_number(as_of)
    table.put("id", np.array([f"I{number}" for number in range(1, rows + 1)], dtype=object))
    table.put("type", "filing")
    table.put("area", table.pick(AREAS))
    channel = table.pick(CHANNELS)
    table.put("channel", channel)
    filed = table.back(today, 0.7, today - 700)
    table.put_days("filed_on", filed)
    table.put_days("available_on", filed, channel == "digital")
    company = (table.columns["area"] == "building-permit") & table.chance(0.5)
    table.put("filer_type", "person")
    table.put("filer_type", "legal-entity", company)
    birth = filed - (table.dice.triangular(18, 36, 90, rows) * YEAR).astype(np.int64)
    table.put_days("filer_birth_date", birth, ~company)
    table.put_bool("filer_home_in_denmark", ~table.chance(0.02))
    digital = channel == "digital"
    exempt = table.chance(0.05, digital) | table.chance(0.5, ~digital)
    exempt &= ~company
    table.put_bool("filer_digital_post_exempt", exempt)
    table.put("filer_exemption_basis", "par5-1", exempt)
    _treated(table, digital, exempt)
    _rest(table, digital)
    return table


def _treated(table: Table, digital: np.ndarray, exempt: np.ndarray) -> None:
    """What was made of filings that came another way."""
    other = ~digital
    asked = table.chance(0.6, other & exempt)
    special = table.chance(0.15, other)
    offered = asked | special
    advantage = table.chance(0.02, other & ~offered)
    nature = table.chance(0.02, other & ~offered & ~advantage)
    table.put_bool("alternative_requested", asked)
    table.put_bool("special_circumstances", special)
    table.put_bool("special_circumstances_exist", special)
    table.put_bool("alternative_offered", offered)
    table.put_bool("accepted_for_advantages", advantage)
    table.put_bool("accepted_for_nature_of_case", nature)
    rejected = other & ~offered & ~advantage & ~nature
    table.put_bool("rejected", table.chance(0.9, rejected))


def _rest(table: Table, digital: np.ndarray) -> None:
    """The filer's means, the solution, and what is true of few."""
    able = digital | table.chance(0.5)
    table.put_bool("filer_has_eid", able)
    table.put_bool("filer_can_get_eid", able | table.chance(0.5))
    table.put("filing_kind", "application")
    day = table.columns["filed_on"]
    rats = table.columns["area"] == "rats"
    table.put("observed_on", day, rats)
    for name in ("digital_representation_used", "nemlog_in_used", "mitid_accepted"):
        table.put_bool(name, digital)
    card = table.columns["area"] == "health-card"
    table.put_bool("entitled_to_health_benefits", table.everyone)
    table.put_bool("health_card_issued", card)
    table.no(
        "about_special_health_card", "court_portal", "filer_special_protection",
        "filer_under_free_movement", "meeting_called", "meeting_found_needless",
        "only_other_contact", "protection_beyond_one_year", "public_task",
        "rejected_for_lack_of_residence_document", "reported_via_nemrefusion",
        "secure_authentication_required", "self_service_mandatory",
    )  # fmt: skip
