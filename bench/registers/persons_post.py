"""Digital Post, eID and NemKonto of persons."""

from __future__ import annotations

from datetime import date

import numpy as np

from bench.registers.table import YEAR, Days, Table, day_number, is_in

START = day_number(date(2014, 11, 1))
EID_START = day_number(date(2010, 7, 1))


def add(table: Table, birth: Days, today: int) -> None:
    """Give people what they have of the public digital services."""
    status = table.columns["cpr_status"]
    home, alive = is_in(status, ("01", "03")), status != "90"
    age = (today - birth) / YEAR
    _eid(table, home, alive & (age >= 15), today)  # noqa: PLR2004
    _post(table, home, birth, status, today)
    adult = alive & (age > 18)  # noqa: PLR2004
    account = table.chance(0.985, adult & home) | table.chance(0.5, adult & ~home)
    account |= table.chance(0.2, alive & home & ~adult)
    table.put_bool("has_nemkonto", account)
    numbers = table.between(10_000_000_000_000, 99_999_999_999_999).astype(str).astype(object)
    table.put("nemkonto", numbers, account)
    paid = table.chance(0.6, home & adult) | table.chance(0.3, adult & ~home)
    paid &= account | table.chance(0.5)
    table.put_bool("receives_public_payment", paid)
    first = np.maximum(table.back(today, 6, birth + 1), birth + 1)
    table.put_days("first_payment_on", first, paid)
    table.put_days("nemkonto_active_on", np.minimum(first, today - 1), account)
    table.put_bool("payer_agreement", np.zeros(table.rows, dtype=np.bool_))


def _eid(table: Table, home: np.ndarray, old_enough: np.ndarray, today: int) -> None:
    has = table.chance(0.88, home & old_enough) | table.chance(0.25, ~home & old_enough)
    table.put("eid", "none")
    table.put("eid", "nemid", has)
    table.put_days("eid_since", table.back(today, 2, EID_START), has)
    bank = table.chance(0.96, home & old_enough) | has
    table.put_bool("bank_identified", bank)
    table.put_bool("bank_verified_address", table.chance(0.97, bank))
    table.put_bool("eid_blocked", np.zeros(table.rows, dtype=np.bool_))
    table.no("eid_password_changed", "new_code_requested", "signature_renewed")


def _post(table: Table, home: np.ndarray, birth: Days, status: np.ndarray, today: int) -> None:
    """Who is connected, who is exempt, and who has left and stayed connected."""
    fifteen = birth + int(15 * YEAR) + 1
    bound = home & (fifteen < today) & (today >= START)
    exempt = table.chance(0.11, bound)
    connected = table.chance(0.998, bound & ~exempt)
    early = table.chance(0.3, connected) & (fifteen < START - 900)
    abroad = table.chance(0.1, (status == "80") & (fifteen < today))
    since = np.maximum(np.where(early, START - table.between(1, 800), START), fifteen)
    since = np.where(home, np.maximum(since, _day_of(table, "home_since", since)), since)
    since = np.where(early & (since < START), since, np.maximum(since, START))
    table.put_bool("digital_post", connected | abroad)
    table.put_days("digital_post_since", np.minimum(since, today), connected | abroad)
    table.put("connection_basis", "mandatory", connected)
    table.put("connection_basis", "voluntary", abroad)
    ended = table.chance(0.001, home & ~connected & ~exempt)
    table.put_days("digital_post_ended_on", np.full(table.rows, today - 20), ended)
    table.put("exemption_ground", "0")
    table.put("exemption_ground", table.pick({"1": 20, "2": 15, "3": 45, "6": 15, "7": 5}), exempt)
    table.put_days("exempted_on", np.maximum(START, np.minimum(since, today)), exempt)
    table.put_bool("exemption_unlimited", np.zeros(table.rows, dtype=np.bool_))
    table.put_bool("exemption_requested", exempt)
    table.put_days("exemption_requested_on", np.full(table.rows, START - 60), exempt)
    table.put_bool("exemption_requested_after_leaving", np.zeros(table.rows, dtype=np.bool_))


def _day_of(table: Table, name: str, other: Days) -> Days:
    """A column's days as numbers, another day where it has none."""
    texts = table.columns[name].astype(str)
    given = texts != ""
    days = other.copy()
    days[given] = texts[given].astype("datetime64[D]").astype(np.int64)
    return days
