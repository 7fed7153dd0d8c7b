"""A column that a heading only resembles is taken where its codes say so too, and asked about
elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.core.intake import VALUES
from lovgraf.core.result import CheckResult
from lovgraf.facts.vocabulary import FactsOfDay
from lovgraf.law import Law
from lovgraf.law.presumptions import profile_of
from lovgraf.readers.preview import PreviewColumn, preview
from tests.checker.asked_about import POST
from tests.checker.records.vocabulary import Opened
from tests.examples import one_in, one_of_each

CPR = ("700758-0154", "640278-0618", "831143-1187", "810160-2584")


def people(folder: Path, header: str, codes: Sequence[str], number: str = "CPR-nr") -> Path:
    """A register with a column of codes, and whether each is connected and exempt."""
    rows = [f"{who};{code};Nej;Nej" for who, code in zip(CPR, codes, strict=True)]
    path = folder / "people.csv"
    path.write_text("\n".join([f"{number};{header};Digital Post;Fritaget", *rows]), "cp1252")
    return path


def checked(law: Law, path: Path, about: tuple[str, ...] = POST) -> CheckResult:
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    return check_dataset(path, CheckRequest(date(2026, 11, 30), law, about=about))


def looked(law: Law, path: Path) -> PreviewColumn:
    return preview(path, law.facts).columns[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "codes",
    one_in(
        2,
        [
            ("01", "80", "90", "01"),
            ("1", "80", "90", "70"),
            ("Bopæl i Danmark", "Udrejst", "Død", "Bopæl i Danmark"),
        ],
    ),
)
def test_a_heading_and_its_codes_say_what_it_is(
    law: Law, tmp_path: Path, codes: Sequence[str]
) -> None:
    path = people(tmp_path, "Status", codes)
    seen = looked(law, path)
    assert (seen.name, seen.suggested, seen.certain) == (None, "cpr_status", True)
    result = checked(law, path, about=())
    assert {one.row for one in result.findings if one.row in (2, 3)} == set()
    (note,) = (note for note in result.notes if "'Status'" in note.en)
    assert note == result.notes[0]  # a report in text shows the first few
    assert note.en.endswith("pass it over: --column 'Status='.")
    assert note.da.startswith("'Status' er læst som »CPR-status«")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "codes", "number"),
    one_in(
        2,
        [
            ("Status", ("10", "20", "30", "30"), "CPR-nr"),  # not all of the list
            ("Status", ("20", "30", "50", "60"), "CPR-nr"),  # none that most people have
            ("Status", ("01", "80", "80", "01"), "CPR-nr"),  # too few
            ("Status", ("1", "3", "5", "7"), "CPR-nr"),  # any small numbers
            ("Status", ("01", "80", "90", "01"), "Lbnr."),  # beside no number of the register
        ],
    ),
)
def test_what_codes_do_not_say_is_asked(
    law: Law, tmp_path: Path, header: str, codes: Sequence[str], number: str
) -> None:
    path = people(tmp_path, header, codes, number)
    assert not looked(law, path).certain
    with pytest.raises(InputError, match="--column 'Status=cpr_status'"):
        checked(law, path)


@pytest.mark.slow
def test_what_none_of_its_values_can_be_is_not_offered_but_mapped(law: Law, tmp_path: Path) -> None:
    days = ("05-03-2014", "06-03-2014", "01-12-2013", "02-12-2013")
    path = people(tmp_path, "CPR-statsu", days)
    with pytest.raises(InputError, match="lovgraf map FILE") as refused:
        checked(law, path)
    assert "--column" not in refused.value.message.en


@pytest.mark.slow
def test_the_status_of_something_else_is_left_alone(law: Law, tmp_path: Path) -> None:
    path = people(tmp_path, "Sagsstatus", ("01", "80", "90", "01"))
    assert looked(law, path).name is None
    assert "cpr_status" not in checked(law, path).columns


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "may_be"),
    one_in(
        2,
        [
            ("Adresseland", {"residence_country"}),
            ("Adr_land", {"residence_country"}),
            ("Land", {"residence_country", "citizenship", "moved_to_country"}),
            ("Landekode", {"residence_country", "citizenship", "moved_to_country"}),
        ],
    ),
)
def test_a_heading_that_may_mean_much_is_offered_what_it_may_mean(
    law: Law, tmp_path: Path, header: str, may_be: set[str]
) -> None:
    found = looked(law, people(tmp_path, header, ("DK", "SE", "DE", "DK")))
    assert found.name is None
    assert not found.certain
    assert {found.suggested, *found.others, *found.near} - {None} == may_be


@pytest.mark.slow
def test_what_a_heading_may_be_is_what_its_values_can_be(law: Law, tmp_path: Path) -> None:
    path = people(tmp_path, "Fraflyttet dato", ("01-02-2013", "", "", ""))
    with pytest.raises(InputError) as refused:
        checked(law, path)
    said = refused.value.message.en
    assert "--column 'Fraflyttet dato=left_on' or --column 'Fraflyttet dato=moved_on'" in said
    assert "departed" not in said


DAY_OR_ANSWER = one_of_each(
    itemgetter(2),
    [
        ("Fritagelse registreret", ("05-03-2014", "", "01-12-2013", ""), "exempted_on"),
        ("Fritagelse registreret", ("Ja", "Nej", "Nej", "Ja"), "exempt"),
        ("Fritaget (J/N)", ("J", "N", "N", "J"), "exempt"),
        ("Exempt since", ("05-03-2014", "", "01-12-2013", ""), "exempted_on"),
    ],
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "values", "read"),
    DAY_OR_ANSWER,
)
def test_what_may_be_a_day_or_an_answer_is_what_its_values_are(
    law: Law, tmp_path: Path, header: str, values: Sequence[str], read: str
) -> None:
    rows = [f"{who};01;Nej;{value}" for who, value in zip(CPR, values, strict=True)]
    path = tmp_path / "people.csv"
    path.write_text("\n".join([f"CPR-nr;CPR-status;Digital Post;{header}", *rows]), "cp1252")
    assert read in checked(law, path).columns


@pytest.mark.slow
@pytest.mark.parametrize(("beside", "read"), [("CPR-status", True), ("Navn", False)])
def test_a_register_calls_its_columns_by_their_labels(
    law: Law, tmp_path: Path, beside: str, read: bool
) -> None:
    codes = ("01", "80", "80", "01") if read else ("A", "B", "C", "D")
    days = ("", "01-02-2010", "05-06-2011", "")
    rows = [f"{who};{c};Nej;{day}" for who, c, day in zip(CPR, codes, days, strict=True)]
    path = tmp_path / "people.csv"
    path.write_text("\n".join([f"CPR-nr;{beside};Digital Post;Udrejsedato", *rows]), "cp1252")
    if not read:
        with pytest.raises(InputError, match="may be several columns"):
            checked(law, path)
        return
    result = checked(law, path)
    assert "emigrated_on" in result.columns
    (note,) = (note for note in result.notes if "'Udrejsedato'" in note.en)
    assert "The other columns, of one register, say so" in note.en
    assert "--column 'Udrejsedato='" in note.en


@pytest.mark.slow
def test_days_beside_a_yes_are_offered_as_the_days_that_the_words_say(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = [f"{who};01;Nej;Ja;05-03-2014" for who in CPR]
    head = "CPR-nr;CPR-status;Digital Post;Fritaget;Fritaget {} dato"
    path.write_text("\n".join([head.format("siden"), *rows]), "cp1252")
    with pytest.raises(InputError, match="--column 'Fritaget siden dato=exempted_on'"):
        checked(law, path)
    path.write_text("\n".join([head.format("til"), *rows]), "cp1252")
    with pytest.raises(InputError, match="no column reads them"):
        checked(law, path)


STATES = ("01", "01", "01", "80", "80", "80", "90")
DAYS = ("", "", "", "01-02-2010", "05-06-2011", "07-08-2012", "")
LANDS = ("Danmark", "DK", "Danmark", "Spanien", "SE", "Norge", "")


def of_states(folder: Path, header: str, cells: Sequence[str]) -> Path:
    """A register with the state of seven people in it, and a column of one heading."""
    who = ("700758-0154", "640278-0618", "831143-1187", "810160-2584", "700770-0157", "610270-0618",
           "620270-0619")  # fmt: skip
    rows = [f"{one};{s};Nej;{cell}" for one, s, cell in zip(who, STATES, cells, strict=True)]
    path = folder / "people.csv"
    path.write_text("\n".join([f"CPR-nr;CPR-status;Digital Post;{header}", *rows]), "cp1252")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "cells", "read"),
    one_in(
        3,
        [
            ("Fraflyttet den", DAYS, "left_on"),
            ("Fraflyttet", DAYS, "left_on"),  # by itself a yes or no
            ("Udrejst d.", DAYS, "left_on"),  # resembles one that is known
            ("Land", LANDS, "residence_country"),
            ("Adresseland", LANDS, "residence_country"),
        ],
    ),
)
def test_what_may_be_several_columns_is_what_the_rows_hold(
    law: Law, tmp_path: Path, header: str, cells: Sequence[str], read: str
) -> None:
    path = of_states(tmp_path, header, cells)
    seen = preview(path, law.facts).columns[3]
    assert (seen.suggested, seen.certain) == (read, True)
    result = checked(law, path)
    assert read in result.columns
    (note,) = (note for note in result.notes if f"'{header}'" in note.en)
    assert f"--column '{header}='" in note.en


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Fraflyttet den", (*DAYS[:2], "03-04-2009", *DAYS[3:])),  # somebody lives here
        ("Fraflyttet den", (*DAYS[:4], "", *DAYS[5:])),  # somebody left, and nobody knows when
        ("Land", ("Danmark", "SE", *LANDS[2:])),
        ("Land", (*LANDS[:3], "Spanien", "DK", *LANDS[5:])),  # citizens of Denmark abroad
        ("Land", ("", "", "", *LANDS[3:])),  # where they moved to, or live
    ],
)
def test_what_the_rows_do_not_tell_is_not_taken(
    law: Law, tmp_path: Path, header: str, cells: Sequence[str]
) -> None:
    seen = preview(of_states(tmp_path, header, cells), law.facts).columns[3]
    assert not seen.certain
    assert seen.name is None


ACCOUNTS = ("DK5000400440116243", "8471-0001234567", "0400 440116243")


@pytest.mark.parametrize(
    ("values", "name"),
    [(("ja", "nej", "ja"), "has_nemkonto"), (("J", "N", ""), "has_nemkonto"),
     (("ja", "?", ""), "has_nemkonto"), (ACCOUNTS, "nemkonto"),
     ((*ACCOUNTS, "nej"), "nemkonto"), (("", "", ""), "nemkonto"), (("?", "?"), "nemkonto")],
)  # fmt: skip
def test_a_heading_of_accounts_over_yes_and_no_says_whether_there_is_one(
    law: Law, tmp_path: Path, values: Sequence[str], name: str
) -> None:
    path, facts = tmp_path / "d.csv", FactsOfDay(law.facts)
    path.write_text("\n".join(["id;NemKonto", *(f"{n};{v}" for n, v in enumerate(values))]))
    table = Opened(path, facts=facts).table
    assert {"nemkonto", "has_nemkonto"} & table.values.keys() == {name}
    (read,) = (one for one in table.intake.tables[0].columns if one.header == "NemKonto")
    assert read.told_by == (VALUES if name == "has_nemkonto" else None)
    mapping = tmp_path / "m.json"
    column = {"titles": "NemKonto", "name": "nemkonto"}
    mapping.write_text(json.dumps({"tableSchema": {"columns": [column]}}))
    assert "nemkonto" in Opened(path, facts=facts, mapping=mapping).table.values


@pytest.mark.parametrize("headers", ["NemKonto;NemKonto-nummer", "NemKonto-nummer;NemKonto"])
def test_accounts_beside_a_yes_or_no_are_read_both(law: Law, tmp_path: Path, headers: str) -> None:
    path, first = tmp_path / "d.csv", headers.startswith("NemKonto;")
    pairs = [(a, b) if first else (b, a) for a, b in zip(("ja", "nej"), ACCOUNTS[:2], strict=True)]
    path.write_text(
        "\n".join([f"id;{headers}", *(f"{n};{a};{b}" for n, (a, b) in enumerate(pairs))])
    )
    opened = Opened(path, facts=FactsOfDay(law.facts))
    assert opened["has_nemkonto"] == [True, False]
    assert len(set(opened["nemkonto"])) == 2
    assert not opened.table.lost


@pytest.mark.parametrize("header", ["IBAN", "Kontonr.", "Bank account"])
def test_an_account_that_may_be_another_is_asked_about(
    law: Law, tmp_path: Path, header: str
) -> None:
    path = tmp_path / "d.csv"
    path.write_text("\n".join([f"id;Har NemKonto;{header}", *(f"1;ja;{one}" for one in ACCOUNTS)]))
    opened = Opened(path, facts=FactsOfDay(law.facts))
    (lost,) = opened.table.lost
    assert lost.near == ("nemkonto",)
    assert lost.undecided
