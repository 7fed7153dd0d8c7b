"""A tax agency's customers, many with a number that a tax case gave them; days with full stops."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.foreign.block import Block, Columns, days, is_in, padded, put, shuffled

AS_OF = date(2026, 6, 1)
TODAY = 20_605
FORMS = {"%d.%m.%Y": 96, "%d-%m-%Y": 3, "%Y-%m-%d": 1}
STATUS = {"1": 80, "3": 0.3, "5": 0.5, "20": 8, "80": 9, "70": 0.2, "90": 2}
CITIZENS = {
    "DK": 75, "PL": 5, "RO": 4, "DE": 3, "SE": 3, "UA": 2, "LT": 2, "DK PL": 0.6, "DK;SE": 0.5,
    "Danmark": 2, "polsk": 0.3, "": 1,
}  # fmt: skip
COUNTRIES = {"DK": 85, "SE": 4, "DE": 3, "PL": 3, "NO": 2, "RO": 1, "LT": 1, "": 1}
UNKNOWN = (
    "Kaldenavn", "Gade", "Distrikt", "Restance", "Opdateret kl", "Fritekst", "Mobil", "Efterled",
    "Bydel", "Kontor", "Forskud", "Kørt kl", "Mærke", "Bilag", "Mellemled", "Stednavn", "Team",
    "Årsopgørelse", "Bogført kl", "Kommentar", "Fax",
)  # fmt: skip
RAGGED = 0.002
"""A share of rows with a value too many, in a CSV."""


def columns(block: Block) -> Columns:
    """The columns of some customers; every one a text, as a system for print gives them."""
    birth, serial = block.born(TODAY - 500)
    status = block.pick(STATUS)
    gone, other = is_in(status, "80"), is_in(status, "20")
    left = np.maximum(birth + 400, TODAY - 30 - block.below(6_000))
    moved = block.chance(0.15)
    post, eid = block.chance(0.85), block.chance(0.9)
    exempt = block.chance(0.5, ~post)
    number = block.numbers(birth, serial)
    basis = put(block.pick({"registered": 1}), other, block.pick({"tax": 8, "administrative": 1}))
    found = {
        "Løbenummer": padded(np.arange(block.first, block.first + block.rows), 9),
        "Type": block.pick({"person": 1}),
        "PNR": block.spoiled(block.repeat(number, 0.01), 0.003, ["9999999999", "CVR", "?"]),
        "Født": block.spoiled(block.mixed(days(birth), FORMS), 0.004, ["00.00.0000", "30.02.1999"]),
        "Statuskode": block.blank(status, 0.01),
        "CPR-grundlag": block.blank(basis, 0.3),
        "Nationalitet": block.spoiled(block.pick(CITIZENS), 0.003, ["5001", "EU"]),
        "Opholdsland": block.pick(COUNTRIES),
        "Fraflyttet til land": put(
            block.pick({"": 1}), gone, block.pick({"SE": 2, "DE": 1, "": 1})
        ),
        "Rejst den": block.mixed(days(left, gone), FORMS),
        "Udrejsedato": block.mixed(block.blank(days(left, gone), 0.1), FORMS),
        "Har anmeldt udrejse": put(block.pick({"": 1}), gone, block.pick({"J": 96, "N": 4})),
        "Ankomstdato": block.mixed(
            days(np.maximum(birth + 1, TODAY - block.below(5_000)), moved), FORMS
        ),
        "Er tilflyttet": put(block.pick({"N": 1}), moved, block.pick({"J": 1})),
        "e-Boks": put(block.pick({"N": 1}), post, block.pick({"J": 98, "": 2})),
        "Tilslutningsdato": block.mixed(days(TODAY - block.below(4_000), post), FORMS),
        "Fritagelseskode": put(
            block.pick({"0": 98, "": 2}), exempt, block.pick({"3": 4, "6": 2, "1": 1, "1 6": 1})
        ),
        "Fritagelsesdato": block.mixed(days(TODAY - block.below(3_000), exempt), FORMS),
        "NemID/MitID": put(block.pick({"nej": 1}), eid, block.pick({"MitID": 97, "NemID": 3})),
        "eID siden": block.mixed(days(TODAY - block.below(1_500), eid), FORMS),
        "Har NemKonto": block.pick({"J": 95, "N": 4, "": 1}),
        "NemKonto-nummer": pc.cast(pa.array(block.below(10**13) + 10**13), pa.string()),
        "Modtager offentlige ydelser": block.pick({"J": 30, "N": 60, "": 10}),
        "Beskæftiget i Danmark": block.pick({"J": 60, "N": 20, "": 20}),
        "Bopæl i Danmark": put(block.pick({"J": 1}), gone | other, block.pick({"N": 9, "": 1})),
    }
    return shuffled(found | block.unknown(UNKNOWN), 3)
