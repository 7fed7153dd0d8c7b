"""An agency's list of those to whom it pays a benefit abroad: few who live in Denmark."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from bench.foreign.block import Block, Columns, days, flags, is_in, put, shuffled

AS_OF = date(2026, 6, 1)
TODAY = 20_605
COUNTRIES = {
    "ES": 16, "SE": 18, "NO": 10, "DE": 14, "GB": 8, "FR": 6, "TH": 6, "US": 6, "TR": 3, "PL": 3,
    "CH": 2, "AU": 1, "GL": 2, "Spanien": 0.6, "Sverige": 0.5, "DK": 4,
}  # fmt: skip
CITIZENS = {"DK": 80, "DK SE": 2, "DK, US": 1, "SE": 4, "PL": 4, "TR": 3, "DE": 3, "none": 0.1}
FORMS = {"%Y-%m-%d": 98.5, "%d-%m-%Y": 1, "%Y%m%d": 0.5}
UNKNOWN = (
    "Payee", "Street", "Zip", "Gross", "Loaded at", "Remark", "Phone", "Second payee", "Town",
    "Office", "Net", "Sent at", "Flag", "Batch", "Trustee", "Region", "Unit", "Withheld",
    "Printed at", "Hint", "Caseworker",
)  # fmt: skip


def columns(block: Block) -> Columns:
    """The columns of some recipients."""
    birth, serial = block.born(TODAY - 6_000)
    status = block.pick({"80": 90, "01": 5, "20": 3, "90": 2})
    gone = is_in(status, "80")
    left = np.maximum(birth + 400, TODAY - 90 - block.below(12_000))
    post = block.chance(0.45)
    exempt = block.chance(0.3, ~post)
    eid = block.chance(0.5)
    account = block.chance(0.93)
    number = block.repeat(block.numbers(birth, serial, "-"), 0.02)
    found = {
        "Case number": pa.array(np.arange(block.first, block.first + block.rows) * 3 + 700_000_001),
        "Record type": block.pick({"person": 1}),
        "Personal number": block.spoiled(number, 0.004, ["-", "010100", "applied for"]),
        "Date of birth": block.spoiled(
            block.mixed(days(birth), FORMS), 0.003, ["1950", "0000-00-00", "unknown"]
        ),
        "CPR status": block.blank(status, 0.03),
        "Citizenship": block.blank(block.pick(CITIZENS), 0.05),
        "Country of residence": block.spoiled(block.pick(COUNTRIES), 0.003, ["XX", "Jugoslavien"]),
        "Home in Denmark": block.blank(flags(is_in(status, "01")), 0.2),
        "Date of departure": block.blank(days(left, gone), 0.06),
        "Moved abroad": flags(gone),
        "Departure notified": block.blank(flags(block.chance(0.97)), 0.1),
        "Digital Post": flags(post),
        "Connected on": block.blank(days(TODAY - block.below(4_000), post), 0.05),
        "Connection basis": put(block.pick({"": 1}), post, block.pick({"voluntary": 1})),
        "Exemption ground": put(
            block.pick({"0": 1}), exempt, block.pick({"1": 1, "2": 1, "3": 2, "6": 5, "3 6": 1})
        ),
        "Exempted on": days(TODAY - block.below(3_000), exempt),
        "Electronic ID": put(block.pick({"none": 1}), eid, block.pick({"mitid": 95, "nemid": 5})),
        "eID since": days(TODAY - block.below(1_500), eid),
        "Has a NemKonto": flags(account),
        "NemKonto account": put(block.pick({"": 1}), account, _accounts(block)),
        "NemKonto active on": block.blank(days(TODAY - block.below(5_000), account), 0.04),
        "Receives public payment": block.pick({"yes": 98, "no": 1, "": 1}),
        "Agreement with the payer": block.blank(flags(block.chance(0.05)), 0.6),
        "Works in Denmark": block.blank(flags(block.chance(0.02)), 0.8),
        "Name and address protection": flags(block.chance(0.004)),
    }
    return shuffled(found | block.unknown(UNKNOWN), 2)


def _accounts(block: Block) -> pa.Array:
    return pa.array(block.below(10**13) + 10**13).cast(pa.string())
