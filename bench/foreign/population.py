"""An extract of a register of persons: everybody, with status codes that have lost their zero."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.foreign.block import Block, Columns, days, flags, is_in, put, shuffled

AS_OF = date(2014, 12, 1)
TODAY = 16_405
STATUS = {"1": 77, "3": 0.4, "5": 0.8, "7": 0.1, "20": 2.5, "60": 0.1, "70": 0.2, "80": 9, "90": 10}
FOREIGN = {
    "PL": 12,
    "DE": 8,
    "RO": 7,
    "NO": 6,
    "SY": 6,
    "TR": 8,
    "GB": 6,
    "SE": 5,
    "IN": 3,
    "US": 4,
}
TWO = {"DK US": 4, "DK SE": 3, "DE TR": 2, "GB DK": 2, "DK NO": 2}
ABROAD = {"SE": 14, "NO": 14, "GB": 13, "DE": 12, "US": 9, "ES": 8, "FR": 6, "GL": 3, "TH": 3}
FORMS = {"%d-%m-%Y": 97, "%Y-%m-%d": 2, "%d.%m.%Y": 1}
UNKNOWN = (
    "Efternavn", "Vejnavn", "Postnr", "Skat2013", "Ajour", "Notat", "Telefon", "Fornavn", "Sogn",
    "Vejkode", "Gebyr", "Oprettet kl", "Markering", "Reference", "Mellemnavn", "Postdistrikt",
    "Husnr", "Boligareal", "Hentet kl", "Bemærkning", "Kirke",
)  # fmt: skip


def columns(block: Block) -> Columns:
    """The columns of some persons."""
    birth, serial = block.born(TODAY)
    status = block.pick(STATUS)
    home, gone, dead = is_in(status, "1", "3"), is_in(status, "80"), is_in(status, "90")
    foreign = block.chance(0.08) | block.chance(0.4, gone)
    citizenship = put(block.pick({"DK": 1}), foreign, block.pick(FOREIGN))
    citizenship = put(citizenship, block.chance(0.02), block.pick(TWO))
    moved = block.chance(0.85, foreign) | block.chance(0.03, ~foreign)
    arrived = np.maximum(birth + 1, TODAY - block.below(9_000))
    left = np.maximum(birth + 2, TODAY - block.below(4_000))
    protected = block.chance(0.012, home)
    grown = birth < TODAY - 5_500
    post = block.chance(0.86, home & grown) | block.chance(0.1, gone & grown)
    exempt = block.chance(0.7, home & grown & ~post)
    eid = block.chance(0.8, grown)
    account = block.chance(0.9)
    number = block.numbers(birth, serial)
    found = {
        "Løbenummer": pa.array(np.arange(block.first, block.first + block.rows) + 10_000_000),
        "Registreringstype": block.pick({"person": 1}),
        "Personnummer": block.spoiled(block.repeat(number, 0.004), 0.001, ["ukendt", "000000"]),
        "Fødselsdato": block.spoiled(
            block.mixed(block.blank(days(birth), 0.005), FORMS), 0.003,
            ["00-00-0000", "31-02-1970", "1-1-70"],
        ),
        "Personstatus": pc.cast(block.blank(status, 0.002), pa.int16()),
        "Statsborgerskab": block.spoiled(block.blank(citizenship, 0.004), 0.002, ["ZZ", "5100"]),
        "Dødsdato": days(TODAY - 1 - block.below(700), dead),
        "Bopæl i Danmark": block.blank(flags(home), 0.3),
        "Bopæl siden": block.blank(days(np.where(moved, arrived, birth), home), 0.4),
        "Bopælsland": block.blank(put(block.pick({"DK": 1}), gone, block.pick(ABROAD)), 0.02),
        "Indrejsedato": block.mixed(days(arrived, moved), FORMS),
        "Fraflytningsland": block.blank(put(block.pick({"": 1}), moved, block.pick(ABROAD)), 0.1),
        "Afrejsedato": days(left, gone),
        "Udrejsedato": days(left, gone),
        "Tilflytningsland": put(block.pick({"": 1}), gone, block.pick(ABROAD)),
        "Navne- og adressebeskyttelse": flags(protected),
        "Beskyttet fra": days(TODAY - block.below(360), protected),
        "Beskyttet til": days(TODAY + block.below(360), protected),
        "Uden fast bopæl": flags(block.chance(0.0015, home)),
        "Digital Post": flags(post),
        "Tilsluttet den": days(np.maximum(TODAY - block.below(900), birth + 5_500), post),
        "Fritagelsesgrund": put(
            block.pick({"0": 1}), exempt,
            block.pick({"1": 3, "2": 2, "3": 6, "4": 2, "1 3": 1, "2 4": 1}),
        ),
        "Fritaget den": days(TODAY - block.below(30), exempt),
        "Elektronisk id": put(block.pick({"ingen": 1}), eid, block.pick({"NemID": 1})),
        "eID siden": block.blank(days(TODAY - block.below(1_500), eid), 0.3),
        "Har NemKonto": block.blank(flags(account), 0.01),
        "CPR-grundlag": block.blank(block.pick({"registered": 95, "tax": 3, "atp": 1}), 0.5),
    }  # fmt: skip
    return shuffled(found | block.unknown(UNKNOWN), 1)
