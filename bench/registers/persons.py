"""A register of persons as the CPR office would give it, and the truth about the same people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from bench.registers import persons_papers, persons_post
from bench.registers.table import YEAR, Days, Mask, Table, cpr_numbers, day_number, is_in, iso

AS_OF = date(2014, 12, 1)
EXTRACT = [
    "id", "type", "cpr_number", "birth_date", "death_date", "citizenship", "cpr_status",
    "residence_country", "home_in_denmark", "home_since", "arrived_on", "moved_from_country",
    "left_on", "moved_to_country", "emigrated_on", "address_abroad", "no_fixed_address",
    "name_address_protection", "protected_on", "protection_until", "residence_document",
    "residence_document_since", "permit_scheme", "lawful_fixed_residence", "digital_post",
    "digital_post_since", "digital_post_ended_on", "connection_basis", "exemption_ground",
    "exempted_on", "exemption_unlimited", "eid", "eid_since", "has_nemkonto", "nemkonto",
    "nemkonto_active_on", "payer_agreement", "cpr_basis", "ever_registered",
]  # fmt: skip
STATUS = {
    "01": 77.6, "03": 0.3, "05": 0.8, "07": 0.05, "20": 2.5, "30": 0.02, "50": 0.02,
    "60": 0.06, "70": 0.15, "80": 8.5, "90": 10.0,
}  # fmt: skip
RESIDENT = ("01", "03")
FOREIGN = {
    "PL": 12, "DE": 8, "RO": 7, "NO": 6, "SE": 6, "GB": 6, "SY": 6, "TR": 8, "IQ": 4, "LT": 4,
    "SO": 4, "US": 4, "CN": 4, "IN": 3, "PK": 3, "IT": 3, "ES": 3, "IS": 3, "TH": 3, "IR": 2,
    "none": 0.5,
}  # fmt: skip
ABROAD = {
    "SE": 14, "NO": 14, "GB": 13, "DE": 12, "US": 9, "ES": 8, "FR": 6, "PL": 4, "CH": 4, "AU": 3,
    "GL": 3, "FO": 2, "TH": 3, "TR": 3, "IS": 2,
}  # fmt: skip
NORDIC = ("SE", "NO", "FI", "IS", "FO", "AX")
EVENTS_ON_OTHERS = ("20", "30", "50", "60")
LONG = 7
MOVE_NOTICE = "cpr-number former-address future-address move-date name"
ARRIVAL_NOTICE = (
    "church citizenship civil-status civil-status-date cpr-number future-address"
    " last-address-abroad move-date name nordic-address nordic-number relatives sex-and-birth"
)
NOTICE_DAYS = 5
BLANK = {
    "home_in_denmark": 0.3, "home_since": 0.4, "residence_country": 0.02, "citizenship": 0.003,
    "moved_from_country": 0.1, "moved_to_country": 0.05, "eid": 0.02, "eid_since": 0.3,
    "digital_post_since": 0.02, "connection_basis": 0.05, "cpr_basis": 0.5, "has_nemkonto": 0.01,
    "ever_registered": 0.7, "exemption_unlimited": 0.4, "address_abroad": 0.6,
    "lawful_fixed_residence": 0.5, "payer_agreement": 0.9,
}  # fmt: skip


def write(path: Path, rows: int, seed: int, full: bool = False, as_of: date = AS_OF) -> None:
    """Write a register of persons; with `full`, the truth about the same persons."""
    table = people(rows, seed, as_of)
    if full:
        table.write(path)
        return
    for name, share in BLANK.items():
        table.blank(name, share)
    # What a register cannot know is not in it: stays abroad that nobody told of.
    unseen = is_in(table.columns["cpr_status"], RESIDENT) & table.marks["unseen"]
    for name in ("left_on", "moved_to_country"):
        table.put(name, "", unseen)
    table.write(path, EXTRACT)


def people(rows: int, seed: int, as_of: date) -> Table:
    """Persons with all columns, none of them lost."""
    table = Table(rows, seed)
    today = day_number(as_of)
    table.put("id", np.array([f"R{number}" for number in range(1, rows + 1)], dtype=object))
    table.put("type", "person")
    birth = _born(table, today)
    _home(table, birth, today)
    arrived = _arrivals(table, birth, today)
    _departures(table, birth, arrived, today)
    persons_papers.add(table, birth, arrived, today)
    persons_post.add(table, birth, today)
    _rare(table)
    return table


def _born(table: Table, today: int) -> Days:
    """Numbers, status, birth and death."""
    status = table.pick(STATUS)
    ages = table.dice.triangular(0, 38, 92, table.rows) * YEAR
    old = status == "90"
    ages[old] = table.dice.triangular(40, 90, 115, table.rows)[old] * YEAR
    grown = is_in(status, ["80", "20"])
    ages[grown] = table.dice.triangular(16, 34, 85, table.rows)[grown] * YEAR
    birth: Days = today - 1 - ages.astype(np.int64)
    table.put("cpr_status", status)
    table.put("cpr_number", cpr_numbers(birth))
    table.put_days("birth_date", birth)
    death = table.between(birth + (0.4 * (today - birth)).astype(np.int64), today - 1)
    table.put_days("death_date", death, old)
    by_other = table.pick({"tax": 60, "administrative": 25, "atp": 15})
    table.put("cpr_basis", "registered")
    table.put("cpr_basis", by_other, status == "20")
    table.put_bool("ever_registered", ~is_in(status, EVENTS_ON_OTHERS))
    return birth


def _home(table: Table, birth: Days, today: int) -> None:
    """Citizenship and home."""
    status = table.columns["cpr_status"]
    foreign = table.chance(0.08) | table.chance(0.4, status == "80")
    foreign |= table.chance(0.95, status == "20")
    other = table.pick(FOREIGN)
    citizenship = np.where(foreign, other, "DK").astype(object)
    several = table.chance(0.015) & (other != "none") & ~foreign
    citizenship[several] = "DK " + other[several]
    two = table.chance(0.01, foreign) & is_in(other, ["PL", "DE", "SE", "GB"])
    citizenship[two] = other[two] + " US"
    table.put("citizenship", citizenship)
    home = is_in(status, RESIDENT)
    table.put_bool("home_in_denmark", home)
    table.put_days("home_since", birth, home)
    table.put("residence_country", "DK", home)
    table.put("residence_country", "GL", is_in(status, ["05", "07"]))
    table.put("residence_country", table.pick(ABROAD), is_in(status, ["20", "80"]))
    table.put_bool("address_abroad", table.chance(0.7, is_in(status, ["20", "80"])))
    table.put_bool("no_fixed_address", table.chance(0.0015, home))
    protected = table.chance(0.012, home)
    since = table.back(today, 0.4, today - 350)
    table.put_bool("name_address_protection", protected)
    table.put_days("protected_on", since, protected)
    table.put_days("protection_until", since + 365, protected)
    table.put_bool("works_in_denmark", table.chance(0.6, home) | table.chance(0.6, status == "20"))


def _arrivals(table: Table, birth: Days, today: int) -> Days:
    """Moves from abroad: of foreigners, and of people who came back."""
    status, citizenship = table.columns["cpr_status"], table.columns["citizenship"]
    danish = np.char.startswith(citizenship.astype(str), "DK")
    home = is_in(status, RESIDENT)
    known = ~is_in(status, EVENTS_ON_OTHERS)
    moved_in = table.chance(0.88, ~danish & known) | table.chance(0.04, danish & home)
    back = moved_in & danish
    lived = (today - birth) > 3 * YEAR
    moved_in &= lived
    back &= lived
    ended = np.where(status == "90", _death(table, today), today) - YEAR * (status == "80")
    arrived = table.back(ended.astype(np.int64), 8, birth + 1)
    moved_in &= arrived < ended
    back &= moved_in
    arrived[back] = np.maximum(arrived, birth + 900)[back]
    table.put_bool("immigrated", moved_in)
    table.put_days("arrived_on", arrived, moved_in)
    origin = np.where(danish | (citizenship == "none"), table.pick(ABROAD), citizenship)
    origin = np.array([text.split()[0] for text in origin], dtype=object)
    table.put("moved_from_country", origin, moved_in)
    table.put("expected_stay_months", table.between(LONG, 60).astype(str).astype(object), moved_in)
    told = table.chance(0.99, moved_in)
    table.put_bool("immigration_notified", told, moved_in)
    late = np.where(table.chance(0.04), table.between(6, 60), table.between(0, NOTICE_DAYS))
    table.put_days("immigration_notified_on", arrived + late, told)
    table.put_bool("notified_by_household", table.chance(0.02, moved_in), moved_in)
    table.put("arrival_notice_content", ARRIVAL_NOTICE, told)
    table.put_days("home_since", arrived, moved_in & home)
    table.marks["returned"] = back
    return np.where(moved_in, arrived, birth)


def _death(table: Table, today: int) -> Days:
    """The day of death, or today."""
    texts = table.columns["death_date"].astype(str)
    days = np.full(table.rows, today, dtype=np.int64)
    dead = texts != ""
    days[dead] = texts[dead].astype("datetime64[D]").astype(np.int64) - 30
    return days


def _departures(table: Table, birth: Days, arrived: Days, today: int) -> None:
    """Moves abroad: registered, over again, or told to nobody."""
    status = table.columns["cpr_status"]
    home, gone = is_in(status, RESIDENT), status == "80"
    back = table.marks["returned"]
    working = home & ~back & (today - birth > 20 * YEAR) & (arrived < today - 4 * YEAR)
    kinds = {"weekend_commuter": 0.0015, "seafarer": 0.001, "posted_abroad_by_state": 0.0003}
    away = np.zeros(table.rows, dtype=np.bool_)
    for name, share in {**kinds, "posted_family": 0.0003, "shares_commuter_pattern": 0.0}.items():
        has = table.chance(share, working & ~away)
        table.put_bool(name, has)
        away |= has
    short = table.chance(0.001, working & ~away)
    silent = table.chance(0.0005, working & ~away & ~short)
    table.marks["unseen"] = away | silent | table.chance(0.5, short)
    left = table.back(today, 9, np.maximum(arrived + 300, np.minimum(birth + 5000, today - 1)))
    before = arrived - 1 - table.between(200, 2000)
    left[back] = np.maximum(before, birth + 60)[back]
    recent = table.back(today, 0.2, today - 150)
    left[away | short | silent] = recent[away | short | silent]
    departed = gone | back | away | short | silent
    table.put_bool("departed", departed)
    table.put_days("left_on", left, departed)
    country = np.where(gone, table.columns["residence_country"], table.pick(ABROAD))
    country[gone & (country == "")] = "DE"
    table.put("moved_to_country", country.astype(object), departed)
    table.put_days("emigrated_on", left, gone)
    months = table.between(LONG, 48)
    months[short] = table.between(1, 6)[short]
    table.put("expected_absence_months", months.astype(str).astype(object), departed)
    table.put_bool("home_kept_available", away | short, departed)
    _notices(table, left, departed, departed & ~away & ~short & ~silent)


def _notices(table: Table, left: Days, departed: Mask, told: Mask) -> None:
    """What was told of a move abroad, by whom and how."""
    told = table.chance(0.97, told)
    nordic = is_in(table.columns["moved_to_country"], NORDIC) & departed
    registered = nordic & (table.columns["cpr_status"] == "80")
    registered |= nordic & table.marks["returned"]
    table.put_bool("emigration_notified", told, departed)
    table.put_days("emigration_notified_on", left - table.between(0, 20), told)
    digital = table.chance(0.93, told) & (left > day_number(date(2013, 12, 1)))
    table.put("emigration_channel", "paper", told)
    table.put("emigration_channel", "digital", digital)
    table.put("departure_notice_content", MOVE_NOTICE, told)
    table.put_bool("nordic_registered", registered, departed)
    table.put_days("nordic_registered_on", left, registered)


def _rare(table: Table) -> None:
    """What is true of next to nobody."""
    home = is_in(table.columns["cpr_status"], RESIDENT)
    moved = table.chance(0.003, home)
    day = np.full(table.rows, day_number(AS_OF) - 90)
    table.put_bool("moved_in_denmark", moved)
    table.put("moved_on", iso(day), moved)
    table.put_bool("move_notified", moved, moved)
    table.put("move_notified_on", iso(day + table.between(0, NOTICE_DAYS)), moved)
    table.put("move_channel", "digital", moved)
    table.put("move_notice_content", "", None)
    table.put(
        "move_notice_content", "cpr-number former-address future-address move-date name", moved
    )
    table.put_bool("move_notified_by_household", table.chance(0.02, moved))
    table.put_bool("protocol_or_forces", np.zeros(table.rows, dtype=np.bool_))
    table.put("police_threat_ground", "none")
    table.put("threatened_family", "none")
    table.put("nemkonto_count", "1")
    table.no(
        "alternative_offered", "alternative_requested", "arrival_documents_missing",
        "arrival_given_up", "arrival_giving_up_reported", "giving_up_reported",
        "move_giving_up_reported", "departure_given_up", "move_given_up", "code_letter_tampered",
        "eid_codes_shared", "eid_key_compromised", "eid_password_compromised",
        "enters_for_military_service", "holding_conditions_broken", "imprisoned_on_arrival",
        "key_card_copied", "long_protection_requested", "move_alternative_offered",
        "move_alternative_requested", "password_kept_with_key", "permit_lapsed",
        "posted_by_greenland", "protection_alternative_offered",
        "protection_alternative_requested", "protection_extended", "protection_requested",
        "protocol_without_rights", "signature_data_changed", "sought_in_vain",
        "tax_case_needs_number", "without_abode", "first_entry_lasting_permit",
    )  # fmt: skip
    table.put_bool("sought_in_vain", table.columns["cpr_status"] == "70")
    table.put_bool("covered_by_atp", table.columns["cpr_basis"] == "atp")
