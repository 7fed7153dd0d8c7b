"""A bank's customers, persons and companies, whose names and addresses the law asks for."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.foreign.block import Block, Columns, days, flags, padded, put, shuffled

AS_OF = date(2026, 6, 1)
TODAY = 20_605
FORMS = {"%d-%m-%Y": 98, "%Y-%m-%d": 2}
UNKNOWN = (
    "Rådgiver", "Filial", "Regnr", "Saldo", "Login kl", "Internt", "Mobil", "Husstand", "Bydel",
    "Segment", "Kredit", "Kontakt kl", "Mærkat", "Kort", "Kampagne", "Enhed", "Afdeling", "Rente",
    "Batch kl", "Anmærkning", "Kampagnekode",
)  # fmt: skip


def columns(block: Block) -> Columns:
    """The columns of some customers."""
    birth, serial = block.born(TODAY - 6_000)
    company = block.chance(0.09)
    start = TODAY - 40 - block.below(3_300)
    verified = block.chance(0.99)
    ended = block.chance(0.08)
    end = np.minimum(start + 30 + block.below(2_000), TODAY - 1)
    number = block.repeat(block.numbers(birth, serial), 0.005)
    words = block.unknown(["name", "address"])
    none = pa.scalar(None, pa.string())
    found = {
        "Sagsnummer": pc.binary_join_element_wise(
            "K", padded(np.arange(block.first, block.first + block.rows), 9), ""
        ),
        "Type": block.pick({"kunde": 98, "customer": 2}),
        "Virksomhedsart": block.pick({"bank": 1}),
        "Kundetype": put(
            block.pick({"person": 1}), company, block.pick({"juridisk person": 97, "public": 1})
        ),
        "Kundenavn": block.blank(
            pc.binary_join_element_wise(words["name"], words["address"], ", "), 0.001
        ),
        "Postadresse": block.blank(
            pc.binary_join_element_wise(words["address"], "vej 7", ""), 0.01
        ),
        "CPR-nr.": block.spoiled(
            put(number, company, none), 0.003, ["oplyses", "0101-80", "1234567890123"]
        ),
        "CVR-nr.": put(none, company, padded(block.below(89_999_999) + 10_000_000, 8)),
        "Fødselsdato": block.spoiled(
            block.mixed(block.blank(days(birth, ~company), 0.02), FORMS), 0.003,
            ["01-01-0001", "99-99-9999"],
        ),
        "Kunde siden": days(start),
        "Produkttype": block.pick({"konto": 90, "account": 3, "pension": 6, "livsforsikring": 1}),
        "Identitet kontrolleret": block.blank(flags(verified), 0.01),
        "Legitimeret den": block.mixed(days(start - block.below(4), verified), FORMS),
        "Legitimationskilde": block.pick({"dokument": 40, "eid": 55, "": 5}),
        "Fysisk til stede": block.pick({"ja": 40, "nej": 50, "": 10}),
        "Risikoklasse": block.spoiled(
            block.pick({"normal": 90, "limited": 6, "increased": 4, "": 1}), 0.003, ["3", "A+"]
        ),
        "PEP": block.pick({"nej": 97, "none": 2, "domestic": 0.2, "abroad": 0.1, "": 1}),
        "Første transaktionsdato": block.blank(days(start + block.below(30)), 0.05),
        "Kundeforhold ophørt": flags(ended),
        "Ophørsdato": days(end, ended),
        "Opbevares til": days(end + 1_826, ended),
        "Overvåges": flags(block.chance(0.998)),
        "Formål oplyst": block.blank(flags(block.chance(0.97)), 0.05),
        "Oplysninger ajour": block.blank(flags(block.chance(0.9)), 0.1),
        "Mistanke": block.blank(flags(block.chance(0.001)), 0.5),
    }  # fmt: skip
    return shuffled(found | block.unknown(UNKNOWN), 4)
