"""Headings as agencies write them, and what `lovgraf map` makes of them: never the opposite, never
somebody else's, and for sure only what they say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lovgraf.facts.expected import expected
from lovgraf.facts.vocabulary import FactsOfDay
from lovgraf.law import Law
from lovgraf.readers.headers import HeaderBook
from lovgraf.readers.heading import HeadingIndex, heading_of
from lovgraf.readers.preview import preview
from lovgraf.readers.reading import UNREADABLE, Reader
from lovgraf.readers.suggesting import Suggested, Values, suggest
from tests.checker.records.vocabulary import Opened
from tests.examples import one_in

YES, DAYS = ("ja", "nej"), ("01-02-2014", "14-05-2015", "28-02-2016")
LANDS, NUMBERS, MONTHS = ("DK", "SE", "US"), ("720580-0836", "630255-2097"), ("3", "5", "12")

CPR = [
    # the path, its values, what it is for sure, what it may be offered as, what it must never be
    ("Personnr.", NUMBERS, "cpr_number", (), ()),
    ("Fødselsdato", DAYS, "birth_date", (), ("death_date",)),
    ("Dødsdato", DAYS, "death_date", (), ("birth_date",)),
    ("Dato", DAYS, None, (), ("death_date", "birth_date")),
    ("Siden", DAYS, None, (), ("home_since",)),
    ("Udrejsedato", DAYS, None, ("emigrated_on", "left_on"), ("arrived_on",)),
    ("Udrejse/Dato", DAYS, None, ("emigrated_on", "left_on"), ("death_date", "arrived_on")),
    ("Indrejse/Dato", DAYS, "arrived_on", (), ("left_on", "emigrated_on", "death_date")),
    ("Udrejse/Anmeldt", YES, "emigration_notified", (), ("immigration_notified",)),
    ("Indrejse/Anmeldt", YES, "immigration_notified", (), ("emigration_notified",)),
    ("Udrejse/AnmeldtDen", DAYS, "emigration_notified_on", (), ("immigration_notified_on",)),
    ("Udrejse/Land", LANDS, "moved_to_country", (), ("moved_from_country", "residence_country")),
    ("Udrejse/Flyttet", YES, None, (), ("moved_in_denmark", "immigrated")),
    ("DigitalPost/Tilsluttet", YES, "digital_post", (), ("immigrated",)),
    ("DigitalPost/Siden", DAYS, "digital_post_since", (), ("home_since",)),
    ("DigitalPost/Frameldt", YES, None, (), ("digital_post", "departed", "immigrated")),
    ("DigitalPost/Fritagelsesgrund", ("0", "1"), "exemption_ground", (), ()),
    ("Statsborgerskaber/Land", LANDS, "citizenship", (), ("residence_country",)),
    ("Person/Stamdata/Foedselsdato", DAYS, "birth_date", (), ()),
    ("Ægtefælle/Fødselsdato", DAYS, None, (), ("birth_date",)),
    ("Ægtefælles fødselsdato", DAYS, None, (), ("birth_date",)),
    ("Ægtefælles CPR-nr.", NUMBERS, None, (), ("cpr_number",)),
    ("Barn/Personnummer", NUMBERS, None, (), ("cpr_number",)),
    ("Mors CPR", NUMBERS, None, (), ("cpr_number",)),
    ("Værge cpr", NUMBERS, None, (), ("cpr_number",)),
    ("Spouse date of birth", DAYS, None, (), ("birth_date",)),
    ("Child/date_of_birth", DAYS, None, (), ("birth_date",)),
    ("Father's date of birth", DAYS, None, (), ("birth_date",)),
    ("Contact person born", DAYS, None, (), ("birth_date",)),
    ("Fraflyttet fra", LANDS, None, (), ("moved_to_country",)),
    ("Tilflyttet til", LANDS, None, (), ("moved_from_country",)),
    ("Tilflyttet fra", LANDS, "moved_from_country", (), ("moved_to_country",)),
    ("Fraflyttet til", LANDS, "moved_to_country", (), ("moved_from_country",)),
    ("Fraflyttet", YES, None, ("departed", "moved_in_denmark"), ("immigrated", "left_on")),
    ("Tilflyttet", YES, None, ("immigrated",), ("departed", "arrived_on")),
    ("Forventet ophold (mdr.)", MONTHS, "expected_stay_months", (), ()),
    ("Modtager offentlig ydelse", YES, "receives_public_payment", (), ()),
    ("Navne- og adressebeskyttet", YES, "name_address_protection", (), ()),
    ("Bopæl til", DAYS, None, (), ("home_since",)),
    ("Bopæl fra", DAYS, "home_since", (), ()),
    ("Civilstand", ("G", "U", "F"), None, (), ("cpr_status", "eid")),
    ("Vejkode", ("1234", "4321"), None, (), ("cpr_status", "exemption_ground")),
    ("Kommunekode", ("101", "751"), None, (), ("cpr_status", "exemption_ground")),
    ("Gift den", DAYS, None, (), ("birth_date", "death_date")),
]
BENEFITS = [
    ("Sagsnr.", ("1", "2", "3"), "id", (), ()),
    ("Flyttet til udlandet", YES, "departed", (), ("immigrated", "moved_in_denmark")),
    ("Flyttet til", LANDS, None, (), ("moved_from_country",)),
    ("Offentlig udbetaling", YES, "receives_public_payment", (), ()),
    ("Ophold (mdr.)", MONTHS, None, (), ("expected_absence_months",)),
    ("Udlandsophold (mdr.)", MONTHS, None, ("expected_absence_months",), ("expected_stay_months",)),
    ("Ydelse pr. md.", ("1000", "2000"), None, (), ("expected_stay_months",)),
    ("Fritaget til", DAYS, None, (), ("exempted_on",)),
    ("Fritaget d.", DAYS, "exempted_on", (), ()),
    ("Afmeldt Digital Post", YES, None, (), ("digital_post",)),
    ("Frameldt Digital Post", YES, None, (), ("digital_post",)),
    ("Not connected to Digital Post", YES, None, (), ("digital_post",)),
    ("Emigrated from", LANDS, None, (), ("moved_to_country",)),
    ("Country moved to", LANDS, "moved_to_country", (), ("moved_from_country",)),
    ("Departed", DAYS, None, (), ("departed", "arrived_on")),
    ("Arrived", YES, None, (), ("departed", "arrived_on")),
]
BANK = [
    ("skaerpet", YES, None, ("enhanced_monitoring", "extra_measures"), ()),
    ("ophoert_dato", DAYS, "relationship_ended_on", (), ("onboarded_on",)),
    ("oprettet", DAYS, "onboarded_on", (), ("relationship_ended_on",)),
    ("PEP godkendt", YES, None, (), ("politically_exposed",)),
    ("Identifikation mislykket", YES, "identification_failed", (), ("transaction_after_failure",)),
    ("Reel ejer fødselsdato", DAYS, None, (), ()),
    ("Kontaktperson/Navn", ("Ane", "Bo"), None, (), ("name",)),
    ("bilag/navn", ("a.pdf", "b.pdf"), None, (), ("name",)),
    ("Sagsbehandlers navn", ("Ane", "Bo"), None, (), ("name",)),
    ("Ikke risikovurderet", YES, None, (), ("risk_documented",)),
]
PAYMENTS = [
    ("udbetalt_den", DAYS, "paid_on", (), ()),
    ("cpr_status", ("01", "80"), None, ("recipient_cpr_status",), ()),
    ("ydelsesspecifik_konto", YES, None, ("benefit_account_reported",), ()),
    ("kontonr", ("1234567890",), None, (), ("paid_to", "payer")),
    ("modregning_begaeret", YES, "set_off_requested", (), ()),
]
FILINGS = [
    ("ansoeger/foedt", DAYS, "filer_birth_date", (), ("filed_on",)),
    ("ansoeger/type", ("person",), "filer_type", (), ("type",)),
    ("modtaget/dato", DAYS, "filed_on", (), ("filer_birth_date",)),
    ("modtaget/kanal", ("digital",), "channel", (), ()),
    ("behandling/afvist", YES, "rejected", (), ()),
    ("behandling/godkendt", YES, None, (), ("rejected",)),
    ("behandling/modtKarakter", YES, None, (), ("accepted_for_advantages",)),
]
TABLE = [
    (kind, *row)
    for kind, rows in (
        ("person", CPR), ("person", BENEFITS), ("customer", BANK), ("payment", PAYMENTS),
        ("filing", FILINGS),
    )
    for row in rows
]  # fmt: skip


@cache
def index_of(law: Law, kind: str) -> HeadingIndex:
    columns = [c for c in law.facts.columns.values() if kind in c.record_types]
    return HeadingIndex(columns, law.facts.heading_words)


def taken_for(law: Law, kind: str, path: str, values: tuple[str, ...]) -> Suggested:
    """What is made of a heading: the fact it is taken for, or those it may be."""
    *above, own = path.split("/")
    book, index = HeaderBook(law.facts), index_of(law, kind)
    seen = Values(dict.fromkeys(values, 9))
    heading = heading_of(own, law.facts.heading_words, above)
    known = {n for n in book.candidates(own) if kind in law.facts.columns[n].record_types}
    fitting = {n for n in known if index.fits_under(heading, law.facts.columns[n])}
    one = suggest(heading, seen, index, ())
    if len(fitting) == 1 and (one is None or one.name in fitting):
        name = fitting.pop()
        kinds = law.facts.columns[name].datatype, values
        if kinds not in (("date", YES), ("boolean", DAYS)):
            return Suggested(name, certain=True)
    if len(fitting) > 1:
        return Suggested(None, others=tuple(sorted(fitting)))
    return one or Suggested(None)


@pytest.mark.parametrize(("kind", "path", "values", "sure", "offered", "never"), one_in(4, TABLE))
def test_a_heading_becomes_what_it_says_and_never_the_opposite(
    law: Law, kind: str, path: str, values: tuple[str, ...], sure: str | None,
    offered: tuple[str, ...], never: tuple[str, ...],
) -> None:  # fmt: skip
    found = taken_for(law, kind, path, values)
    offer = {found.name, *found.others} - {None}
    assert not offer & {*never}
    assert (found.name if found.certain else None) == sure
    assert {*offered} <= offer


def test_the_table_is_no_short_one() -> None:
    assert len(TABLE) >= 60


def test_nested_data_is_named_by_its_paths(law: Law, tmp_path: Path) -> None:
    rows = "".join(
        f"<p id='{n}'><Foedselsdato>1960-08-0{n}</Foedselsdato><DigitalPost><Tilsluttet>nej"
        f"</Tilsluttet></DigitalPost><Udrejse><Dato>2014-01-0{n}</Dato></Udrejse></p>"
        for n in range(1, 9)
    )
    path = tmp_path / "d.xml"
    path.write_text(f"<u><ps>{rows}</ps></u>", encoding="utf-8")
    found = {column.shown: column for column in preview(path, law.facts).columns}
    post, left = found["DigitalPost/Tilsluttet"], found["Udrejse/Dato"]
    assert (post.name or post.suggested) == "digital_post"
    assert (left.name, left.suggested, left.others) == (None, None, ("emigrated_on", "left_on"))


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_the_labels_of_programs_for_statistics_are_used(
    law: Law, tmp_path: Path, ending: str
) -> None:
    pandas, stat = pytest.importorskip("pandas"), pytest.importorskip("pyreadstat")
    frame = pandas.DataFrame({"V1": [1.0, 2.0] * 4, "V2": ["01-02-1980"] * 8, "V3": [0.0, 1.0] * 4})
    labels = ["Løbenummer", "Fødselsdato", "Bopæl i Danmark"]
    path = tmp_path / f"d.{ending}"
    write = {"sav": stat.write_sav, "dta": stat.write_dta}[ending]
    write(frame, str(path), column_labels=labels, variable_value_labels={"V3": {0: "nej", 1: "ja"}})
    found = preview(path, law.facts).columns
    assert [column.name for column in found] == ["id", "birth_date", "home_in_denmark"]
    assert found[2].shown == "V3 (Bopæl i Danmark)"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("svensk", ("SE",)), ("Amerikansk", ("US",)), ("dansk, tyrkisk", ("DK", "TR")),
        ("5100", ("DK",)), ("5120", ("SE",)), ("statsløs", ("none",)), ("Stateless", ("none",)),
        ("5999", None), ("koreansk", None),
    ],
)  # fmt: skip
def test_citizenship_as_a_register_writes_it(
    law: Law, text: str, value: tuple[str, ...] | None
) -> None:
    column = law.facts.columns["citizenship"]
    found = Reader(column).read(text)
    assert found.value == value
    assert (found.flaw == UNREADABLE) == (value is None)
    assert "5100" in expected(column).en


@pytest.mark.parametrize("given", ["Tilsluttet Digital Post", "Fritaget", "Har NemKonto"])
def test_an_opposite_is_that_of_the_column_it_is_most_like_also_if_the_file_has_that(
    tmp_path: Path, law: Law, given: str
) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f"id;{given};Frameldt Digital Post\n1;ja;nej\n2;nej;ja\n3;ja;nej\n")
    (lost,) = Opened(path, facts=FactsOfDay(law.facts)).table.lost
    assert lost.denies == "digital_post"
    has = given == "Tilsluttet Digital Post"
    assert ("which 'Tilsluttet Digital Post' gives already" in lost.why.en) == has
    assert ("lovgraf:codes" in lost.why.en) != has
