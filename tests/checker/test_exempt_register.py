"""A register with a column of yes and no of exemption: who must be written to, and what is said
where that column is left out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.summing_up import summing_up
from lovgraf.check.work_list import work_list
from lovgraf.core.errors import InputError
from lovgraf.core.fail_on import DEFAULT_FAIL_ON
from lovgraf.core.result import INFERRED, CheckResult, NoFindings
from lovgraf.core.terms import BASE
from lovgraf.explain.about import read_about
from lovgraf.explain.matching import matcher_of
from lovgraf.facts.repairs import disputes_in
from lovgraf.law import Law
from lovgraf.law.names import cited_on
from lovgraf.law.presumptions import profile_of
from lovgraf.law.provisions import act_of
from lovgraf.law.within import acts_in_use, acts_judging, places_on, read_places, within
from lovgraf.readers.csvw import NO_MAPPING
from lovgraf.readers.headers import HeaderBook
from lovgraf.readers.single import read_pairs
from lovgraf.reports.as_letters import numbers
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.reports.read import read_lines
from lovgraf.reports.summary import of_check
from tests.examples import WHOLE, one_in

ABOUT = () if WHOLE else (f"{BASE}law/2012/528/par/3/stk/1/norm/connection",)
"""The norm that is asked where one is enough; all where the whole is asked for."""
HEADER = "CPR-nummer;CPR-status;Bopæl i Danmark;Tilsluttet Digital Post;{}"
PEOPLE = (
    "670278-0618;01;Ja;Nej;Nej",  # must be written to
    "831143-1187;01;Ja;Nej;Ja",
    "810160-2584;01;Ja;Nej;",  # nobody can know
    "700758-0154;01;Ja;Ja;Nej",
    "700758-0155;01;;Nej;Nej",  # must: the home follows from the status
    "670278-0619;01;Ja;;Ja",  # exempt, connected or not
)


def checked(
    law: Law,
    folder: Path,
    heading: str = "Fritagelse",
    left_out: Sequence[str] = (),
    about: tuple[str, ...] = ABOUT,
    show_values: bool = False,
) -> CheckResult:
    """The check of the people, the last column under a heading; some columns are left out."""
    path = folder / "people.csv"
    path.write_text("\n".join([HEADER.format(heading), *PEOPLE]), "utf-8")
    mapping = None
    if left_out:
        mapping = folder / "people.json"
        headings = HEADER.format(heading).split(";")
        columns = [
            {"titles": one} | ({"suppressOutput": True} if one in left_out else {})
            for one in headings
        ]
        mapping.write_text(json.dumps({
            "@context": ["http://www.w3.org/ns/csvw", {"lovgraf": "https://w3id.org/lovgraf/core#"}],
            "url": "people.csv", "lovgraf:recordType": "person",
            "tableSchema": {"columns": columns},
        }))  # fmt: skip
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    return check_dataset(
        path, CheckRequest(date(2014, 12, 1), law, mapping, about=about, show_values=show_values)
    )


@pytest.mark.slow
def test_yes_and_no_of_exemption_say_who_must_be_written_to(law: Law, tmp_path: Path) -> None:
    result = checked(law, tmp_path, show_values=True)
    read_from = {finding.row: finding.who.get(INFERRED) for finding in result.findings}
    assert read_from == {1: None, 5: "home_in_denmark=cpr_status"}
    table = "".join(FORMATS["csv"].write(result, ReportOptions("en", show_values=True)))
    assert "Home in Denmark (blank) from CPR status" in table
    assert ";Exempt from Digital Post, Exempted on, Exemption ground, Unlimited exemption;" in table
    assert '"Exempt from Digital Post"" (yes or no where it is blank; or else ""Exempted' in table
    meaning = work_list(result).meaning.en
    assert meaning.startswith("2 of 6 records do not comply with one or more rules, and 1 may be")
    (note,) = (note.en for note in result.notes if "'Fritagelse'" in note.en)
    assert "no where none is, or where it has ended by the register" in note
    for heading in ("Fritaget", "Undtaget DP", "Exempt"):
        assert law.facts.columns["exempt"].name in _read(law, heading)


def test_who_can_be_asked_nothing_is_told_the_headings_and_likely_columns(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "cpr_number;birth_date;home_in_denmark;DP-tilsl.\n;1980-01-01;ja;nej\n", "utf-8"
    )
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    with pytest.raises(InputError) as refused:
        check_dataset(path, CheckRequest(date(2014, 12, 1), law, about=ABOUT))
    said = refused.value.message.en
    assert "Not read: 'DP-tilsl.'. If a column of the file is, say, \"" in said
    assert said.count("_") < 8  # few columns are named


def test_an_exemption_that_ran_out_unless_it_has_no_limit_is_told_so(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "id;birth_date;home_in_denmark;digital_post;exempted_on;exemption_ground\n"
        "1;1980-01-01;ja;nej;2012-12-20;2\n2;1980-01-01;ja;nej;2014-11-20;2\n",
        "utf-8",
    )
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    result = check_dataset(path, CheckRequest(date(2014, 12, 1), law, about=ABOUT))
    told = [one.message.en for one in result.causes if one.missing == ("exemption_unlimited",)]
    assert any("ran out on 1 November 2014 unless it has no time limit" in one for one in told)


def _read(law: Law, heading: str) -> frozenset[str]:
    from lovgraf.readers.headers import HeaderBook

    return HeaderBook(law.facts).candidates(heading)


@pytest.mark.slow
def test_nothing_decided_is_never_told_as_nothing_found(law: Law, tmp_path: Path) -> None:
    result = checked(law, tmp_path, left_out=["Fritagelse"])
    work = work_list(result)
    assert work.undecided
    for said in (work.meaning.da, work.meaning.en):
        assert said.startswith("5 ")
        assert "'Fritagelse'" in said
    assert "None of" not in work.meaning.en
    for form in ("text", "html", "json"):
        report = "".join(FORMATS[form].write(result, ReportOptions("en")))
        assert "may be in breach of a rule" in " ".join(report.split())
        assert "Nothing found" not in report
    assert "may be in breach" in of_check(result, ReportOptions("en"), Path("r.html"))
    chosen = read_lines(result.intake.of_choice())[0]
    assert "'Fritagelse' (you left it out)" in chosen.en


@pytest.mark.slow
def test_only_the_rules_of_an_act_are_asked(law: Law, tmp_path: Path) -> None:
    act = read_places(law, ["law/2012/528"])
    result = checked(law, tmp_path, about=act)
    assert {norm.provision.split("/par/")[0] for norm in result.norms} == {*act}
    assert {finding.row for finding in result.findings} == {1, 5}
    assert result.beside[0].en.startswith("Only rules of these were asked: Act on Public Digital")
    assert act[0] in acts_judging(law, "person")
    assert acts_in_use(law, "person", date(2014, 12, 1))[act[0]] == act
    today = acts_in_use(law, "person", date(2026, 11, 30))
    (consolidation,) = (text for text, acts in today.items() if act[0] in acts)
    assert consolidation.endswith("law/2021/686")
    assert len({cited_on(law.graph, text, date(2026, 11, 30)).text for text in today}) == len(today)
    assert read_places(law, ["law/2021/686"]) == act
    asked = read_about(law, "law/2021/686/par/3/stk/1", "person", date(2026, 11, 30)).norms
    assert asked == read_about(law, "law/2012/528/par/3/stk/1", "person", date(2026, 11, 30)).norms
    with pytest.raises(InputError, match="--about"):
        read_about(law, "law/2021/686/par/99", "person", date(2026, 11, 30))
    with pytest.raises(InputError, match="--about"):
        read_places(law, ["law/2099/1"])


@pytest.mark.parametrize(
    "said",
    one_in(
        3, ["law/2023/1010", "law/2013/5", "CPR-loven", "cpr", "CPR Act", "personregisterloven"]
    ),
)
def test_an_act_is_named_as_people_say_it_and_asked_with_those_of_its_text(
    law: Law, said: str
) -> None:
    both = {f"{BASE}law/2013/5", f"{BASE}law/2023/1010"}
    today = date(2026, 11, 30)
    assert {*places_on(law, [said], today)} == both
    asked = read_about(law, said, "person", today).norms
    assert both <= {act_of(law.graph, law.norms[norm].provision) for norm in asked}
    assert all(within(law.norms[norm], both) for norm in asked)
    assert places_on(law, ["Digital Post"], today) == (f"{BASE}law/2012/528",)
    one = (f"{BASE}law/2013/5/par/24",)
    assert places_on(law, ["law/2013/5/par/24"], today) == one
    with pytest.raises(InputError, match="CPR Act"):
        places_on(law, ["Danmarks Riges Lov"], today)


@pytest.mark.parametrize(
    "words",
    ["Which of these 5,000 people must we write to?", "Hvem af disse 5.000 skal vi skrive til?"],
)
def test_a_question_of_many_is_led_to_the_check_of_a_file(law: Law, words: str) -> None:
    found = matcher_of(law).find(words)
    assert found.outside is not None
    assert "lovgraf check" in found.outside.told.en


def test_a_column_is_complete_by_its_heading(law: Law) -> None:
    book = HeaderBook(law.facts)
    assert NO_MAPPING.called("Fritaget for Digital Post", book, ["exempt"]) == "exempt"
    assert NO_MAPPING.called("exempted_on", book) == "exempted_on"
    assert NO_MAPPING.called("Farve", book) == "Farve"


def test_the_column_of_yes_and_no_sums_up_what_else_is_missing(law: Law) -> None:
    details = ("exempted_on", "exemption_ground", "exemption_unlimited")
    assert summing_up(law.facts, (), details) == {"exempt": details}
    assert summing_up(law.facts, ("exemption_ground",), details[::2]) == {}
    assert summing_up(law.facts, ("exempt", "exempted_on"), details) == {"exempt": details}


@pytest.mark.parametrize(("exempt", "ground"), [("yes", "0"), ("no", "3")])
def test_an_exemption_and_its_ground_contradict_each_other(
    law: Law, exempt: str, ground: str
) -> None:
    day = date(2014, 12, 1)
    facts = law.at(day).facts_of_day
    record = read_pairs([f"exempt={exempt}", f"exemption_ground={ground}"], facts, "person")
    assert disputes_in(facts, record, day)


@pytest.mark.slow
def test_an_exemption_that_ran_out_is_told_with_its_day_before_other_breaches(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "ran_out.csv"
    head = "birth_date,cpr_status,home_in_denmark,digital_post,exempted_on,exemption_unlimited,"
    path.write_text(
        f"{head}exemption_ground\n"
        "1950-01-01,01,true,false,,,0\n"
        "1951-01-01,01,true,false,,,0\n"
        "1952-01-01,01,true,false,2012-11-05,false,1\n"
        "1953-01-01,01,true,false,2014-01-05,false,1\n"
        "1954-01-01,01,true,false,2012-11-05,true,1\n",
        "utf-8",
    )
    result = check_dataset(path, CheckRequest(date(2014, 12, 1), law, about=ABOUT))
    first, second, *_ = work_list(result).of("breach")
    assert first.what.en.startswith("The exemption ran out on 1 November 2014")
    assert (first.count, second.count) == (1, 2)
    assert [one.row for one in result.findings if one.cause == first.id] == [3]


def exempt_register(
    law: Law,
    folder: Path,
    complete: tuple[str, ...] = (),
    show_values: bool = False,
    fail_on: frozenset[str] = DEFAULT_FAIL_ON,
    about: tuple[str, ...] = ABOUT,
) -> CheckResult:
    """The check of a register that has yes and no of exemption and its day, no ground."""
    path = folder / "exempt.csv"
    path.write_text(
        "CPR-nummer;CPR-status;Tilsluttet Digital Post;Fritaget;Fritaget den\n"
        "670278-0618;01;Nej;Nej;\n"
        "831143-1187;01;Nej;Ja;05-03-2014\n"  # ran out on 1 November 2016, if it could
        "810160-2584;01;Nej;Ja;05-11-2014\n"  # the same
        "700758-0154;01;Nej;Ja;05-03-2015\n"  # holds till 1 November 2017
        "700758-0155;01;Ja;Ja;05-03-2014\n",
        "utf-8",
    )
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    return check_dataset(
        path,
        CheckRequest(
            date(2016, 12, 1),
            law,
            complete=complete,
            fail_on=fail_on,
            show_values=show_values,
            about=about,
        ),  # fmt: skip
    )


@pytest.mark.slow
def test_an_exemption_without_a_ground_that_ran_out_if_it_could_is_told_with_its_day(
    law: Law, tmp_path: Path
) -> None:
    result = exempt_register(law, tmp_path)
    first = work_list(result).of("possible")[0]
    assert first.what.en == (
        "The exemption ran out on 1 November 2016 unless it has no time limit, and the person is "
        "not connected to Digital Post."
    )
    assert (first.count, first.columns) == (2, ("exemption_ground", "exemption_unlimited"))
    assert "Exempt from Digital Post" not in first.remedy.en
    assert "write to them" in first.remedy.en
    assert [one.row for one in result.open_findings if one.cause == first.id] == [2, 3]


@pytest.mark.slow
def test_an_exemption_said_to_have_a_limit_is_told_with_its_day_while_its_ground_is_open(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "exempt.csv"
    path.write_text(
        "CPR-nummer;CPR-status;Tilsluttet Digital Post;Fritaget;Fritaget den;"
        "Tidsubegrænset fritagelse\n"
        "831143-1187;01;Nej;Ja;05-03-2014;Nej\n"
        "700758-0154;01;Nej;Ja;05-03-2015;Nej\n",
        "utf-8",
    )
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    result = check_dataset(path, CheckRequest(date(2016, 12, 1), law, about=ABOUT))
    (first,) = work_list(result).of("possible")
    assert first.what.en.startswith(
        "The exemption ran out on 1 November 2016 unless it has no time limit"
    )
    assert (first.count, first.columns) == (1, ("exemption_ground",))
    assert [one.row for one in result.open_findings if one.cause == first.id] == [1]


@pytest.mark.slow
def test_whom_to_write_to_is_a_list_of_persons(law: Law, tmp_path: Path) -> None:
    result = exempt_register(law, tmp_path, show_values=True)
    found = numbers(result)
    assert (found.at_once, found.first, found.unlisted) == (1, 2, 0)
    options = ReportOptions("en", show_values=True)
    text = "".join(map(str, FORMATS["letters"].pieces(result, options)))
    rows = [*csv.DictReader(io.StringIO(text[1:]), delimiter=";")]
    assert [(row["CPR-nummer"], row["Write to them"]) for row in rows] == [
        ("670278-0618", "yes"), ("831143-1187", "find out first"), ("810160-2584", "find out first")
    ]  # fmt: skip
    told = "You must be connected to Digital Post."
    assert [row["What to tell them"] for row in rows] == [told, *[f"find out first: {told}"] * 2]
    assert "unless it has no time limit" in rows[1]["Reason"]
    said = "".join(map(str, FORMATS["text"].pieces(result, replace(options, width=500))))
    assert (
        'People to write to: 1 at once; 2 once this was found out: "Exemption ground", "Unlimited '
        'exemption". The list, a line a person: add --letters letters.csv.' in said
    )


@pytest.mark.slow
def test_the_report_beside_the_list_says_whom_to_write_to_and_little_more(
    law: Law, tmp_path: Path
) -> None:
    result = exempt_register(law, tmp_path, show_values=True, about=())
    options = ReportOptions("en", letters="letters.csv", width=500)
    lines = "".join(map(str, FORMATS["text"].pieces(result, options))).splitlines()
    assert lines[3].startswith("People to write to: 1 at once; 2 once this was found out:")
    assert lines[3].endswith("The list: letters.csv.")
    assert lines[4:6] == [
        " 1  at once: The person is not connected to Digital Post.",
        " 2  find out first: The exemption ran out on 1 November 2016 unless it has no time limit, "
        "and the person is not connected to Digital Post.",
    ]
    assert any(line.startswith("exempt.csv: ") for line in lines)
    assert lines[-1].endswith("The whole report: without --letters, or with --all.")
    every = "".join(map(str, FORMATS["text"].pieces(result, replace(options, all=True))))
    assert "Connection to Digital Post" in every
    nobody = structs.replace(
        result, norms=(), causes=(), findings=NoFindings(), open_findings=NoFindings()
    )
    said = "".join(map(str, FORMATS["text"].pieces(nobody, options)))
    assert "There is nobody to write to." in said


@pytest.mark.slow
def test_no_of_everybody_is_told_and_leaves_open_what_the_ground_may_say(
    law: Law, tmp_path: Path
) -> None:
    """An exemption of whoever is registered as emigrated has no expiry, whatever is recorded."""
    result = exempt_register(law, tmp_path, ("exemption_unlimited",), about=())
    assert result.notes[0].en == (
        '"Unlimited exemption" is not in the dataset and counts as no for everybody, as was said.'
    )
    assert [one.row for one in result.findings] == [1]
    (cause,) = (c for c in result.causes if c.missing == ("exemption_ground",))
    assert cause.count == 2


@pytest.mark.slow
@pytest.mark.parametrize("there", [True, False])
def test_a_ground_that_is_blank_and_means_no_contradicts_an_exemption(
    law: Law, tmp_path: Path, there: bool
) -> None:
    """Whether the column is there and blank, or not there: nobody who is exempt is in breach."""
    path = tmp_path / "exempt.csv"
    head, blank = (";Fritagelsesgrund", ";") if there else ("", "")
    rows = ("670278-0618;01;Nej;Nej;", "831143-1187;01;Nej;Ja;05-03-2016")
    lines = [f"CPR-nummer;CPR-status;Tilsluttet Digital Post;Fritaget;Fritaget den{head}"]
    path.write_text("\n".join([*lines, *(row + blank for row in rows)]), "utf-8")
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    asked = CheckRequest(date(2016, 12, 1), law, complete=("exemption_ground",), about=ABOUT)
    result = check_dataset(path, asked)
    assert [one.row for one in result.findings] == [1]
    flaws = [one for one in result.quality if one.severity == "error"]
    assert len(flaws) == 2  # the yes, and its day
    assert all("which means no in this file" in flaw.message.en for flaw in flaws)
    assert {(flaw.count, flaw.examples) for flaw in flaws} == {(1, (2,))}


@pytest.mark.slow
def test_that_a_blank_ground_may_mean_none_is_said_with_how_to_say_so(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = ("670278-0618;01;Ja;Nej;", "831143-1187;01;Ja;Nej;1")
    path.write_text("\n".join([HEADER.format("Fritagelsesgrund"), *rows]), "utf-8")
    presumed = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    result = check_dataset(path, CheckRequest(date(2014, 12, 1), presumed, about=ABOUT))
    assert result.may_be_none == ("exemption_ground",)
    said = "".join(map(str, FORMATS["text"].pieces(result, ReportOptions("en", width=500))))
    assert 'Where a blank in "Exemption ground" means no, or that there is none, say so' in said
    assert "(--complete exemption_ground)" in said
    asked = CheckRequest(date(2014, 12, 1), presumed, complete=("exemption_ground",), about=ABOUT)
    assert check_dataset(path, asked).may_be_none == ()


@pytest.mark.slow
def test_breaches_that_nobody_looks_for_are_told_to_be_missing_from_the_list(
    law: Law, tmp_path: Path
) -> None:
    result = exempt_register(law, tmp_path, fail_on=frozenset({"pending"}))
    assert numbers(result).unlisted == 1
    said = "".join(map(str, FORMATS["text"].pieces(result, ReportOptions("en", width=500))))
    assert "Not in the list: 1 verdicts that are only counted" in said


@pytest.mark.slow
def test_a_day_of_exemption_contradicts_a_ground_that_nobody_has(law: Law, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    head = "CPR-nummer;CPR-status;Tilsluttet Digital Post;Fritaget den"
    rows = ("670278-0618;01;Nej;", "831143-1187;01;Nej;05-03-2016")
    path.write_text("\n".join([head, *rows]), "utf-8")
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    asked = CheckRequest(date(2016, 12, 1), law, complete=("exemption_ground",), about=ABOUT)
    (flaw,) = (one for one in check_dataset(path, asked).quality if one.severity == "error")
    assert (flaw.count, flaw.examples) == (1, (2,))
    assert '"Exempted on" is given, but "Exemption ground" is blank' in flaw.message.en


def test_a_blank_day_is_asked_for_where_the_file_has_a_column_of_it(
    law: Law, tmp_path: Path
) -> None:
    """Without a column of days a stated exemption holds; with one, a blank day is missing."""
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    duty = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    found = []
    for days in (None, ("2014-11-01", "", ""), ("", "", "")):
        path = tmp_path / "register.csv"
        head = "id;birth_date;cpr_status;digital_post;exempt" + (";exempted_on" if days else "")
        people = ("nej;ja", "nej;ja", "nej;nej")
        rows = (
            f"{n};1980-01-01;01;{one}" + (f";{days[n]}" if days else "")
            for n, one in enumerate(people)
        )
        path.write_text("\n".join((head, *rows)), "utf-8")
        request = CheckRequest(date(2014, 12, 1), law, about=(duty,))
        result = check_dataset(path, request)
        (norm,) = [one for one in result.norms if one.norm == duty]
        found.append({verdict: n for verdict, n in norm.verdicts.items() if n})
        missing = {name for one in result.causes if one.norm == duty for name in one.missing}
        assert ("exempted_on" in missing) is bool(days)
    assert found[0] == {"exempt": 2, "breached": 1}
    assert found[1] == {"exempt": 1, "undetermined": 1, "breached": 1}
    assert found[2] == {"undetermined": 2, "breached": 1}
