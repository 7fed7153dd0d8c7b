"""A payer's list of payments, and the truth about the same payments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from bench.registers.table import YEAR, Table, day_number

AS_OF = date(2026, 6, 1)
EXTRACT = [
    "id", "type", "paid_on", "payer", "recipient_cpr_basis", "recipient_cpr_status",
    "recipient_birth_date", "paid_to", "recipient_has_nemkonto", "account_abroad",
    "through_nemkonto_system",
]  # fmt: skip
PAYERS = {"udbetaling-danmark": 55, "municipality": 25, "tax-administration": 18, "other": 2}
BLANK = {
    "recipient_cpr_basis": 0.3, "account_abroad": 0.8, "recipient_has_nemkonto": 0.01,
}  # fmt: skip


def write(path: Path, rows: int, seed: int, full: bool = False, as_of: date = AS_OF) -> None:
    """Write a list of payments; with `full`, the truth about the same payments."""
    payments(rows, seed, as_of).write_register(path, full, EXTRACT, BLANK)


def payments(rows: int, seed: int, as_of: date) -> Table:
    """Payments with all columns, none of them lost."""
    table, today = Table(rows, seed), day_number(as_of)
    table.put("id", np.array([f"U{number}" for number in range(1, rows + 1)], dtype=object))
    table.put("type", "payment")
    table.put_days("paid_on", table.back(today, 0.3, today - 360))
    table.put("payer", table.pick(PAYERS))
    status = table.pick({"01": 93, "03": 0.3, "05": 0.5, "20": 1.5, "80": 4.5, "70": 0.05})
    table.put("recipient_cpr_status", status)
    table.put("recipient_cpr_basis", "registered")
    table.put("recipient_cpr_basis", table.pick({"tax": 6, "administrative": 4}), status == "20")
    ages = (table.dice.triangular(1, 45, 95, rows) * YEAR).astype(np.int64)
    table.put_days("recipient_birth_date", today - 400 - ages)
    account = table.chance(0.97) & (table.chance(0.6) | (status == "01"))
    table.put_bool("recipient_has_nemkonto", account)
    designated = table.chance(0.004, account)
    set_off = table.chance(0.006, account & ~designated)
    table.put_bool("other_account_designated", designated)
    table.put_bool("set_off_requested", set_off)
    table.put("paid_to", "holding-account")
    table.put("paid_to", "nemkonto", account)
    table.put("paid_to", "other-account", designated)
    table.put("paid_to", "set-off", set_off)
    table.put("paid_to", "other-account", table.chance(0.002, account & ~designated & ~set_off))
    _rest(table, account)
    return table


def _rest(table: Table, account: np.ndarray) -> None:
    held = table.columns["paid_to"] == "holding-account"
    table.put_bool("through_nemkonto_system", table.chance(0.999))
    table.put_bool("account_abroad", table.chance(0.01, account))
    table.put_bool("held_amount_released", table.chance(0.5, held), held)
    table.no(
        "account_use_agreed", "benefit_account_reported", "benefit_account_requested",
        "compensation_claimed", "compensation_dispensation", "compensation_paid",
        "compensation_repaid", "designation_unauthorised", "held_amount_return_requested",
        "held_amount_returned", "loss_covered_otherwise", "nemkonto_required_by_law",
        "other_law_governs_payment", "paid_elsewhere_before", "payer_decides_account",
        "payer_excepted", "payment_failed", "recipient_has_benefit_account",
        "reported_to_police", "right_holder_transfer_requested",
    )  # fmt: skip
