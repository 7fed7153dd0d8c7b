"""Spark says of every file what DuckDB says: on a cluster of a master and two workers where the
whole is asked for, else in a session of this machine."""

from __future__ import annotations

import csv
import gzip
import random
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from msgspec import structs

from lovgraf.authoring.sample import write_sample
from lovgraf.check.dataset import check_dataset
from lovgraf.check.findings_table import write
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.check import check_in
from lovgraf.check.spark.cluster import Cluster
from lovgraf.check.spark.findings import findings_folder
from lovgraf.core.errors import InputError
from lovgraf.core.output import write_output
from lovgraf.law import Law
from lovgraf.law.graph import ONTOLOGY
from lovgraf.law.presumptions import profile_of
from lovgraf.proposals import lay_over, read_proposal
from lovgraf.readers.inputs import find_inputs
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.runs.history import Laws, check_days, days_of
from tests.checker import test_lost_zeros as lost_zeros
from tests.checker import test_month_first as month_first
from tests.checker.cells.test_array_path import value
from tests.checker.cells.test_types_apart import law as several_types
from tests.checker.history.test_history import LAW as HISTORY_LAW
from tests.checker.history.test_history import history
from tests.checker.parts.test_several_types import fleet
from tests.checker.small_law import AS_OF
from tests.checker.some_persons import write_some
from tests.checker.spark.said import DAY, asked, by_columns, by_spark, report
from tests.checker.test_row_recheck import LAW, TEXT
from tests.examples import one_in, whole

__all__ = ["several_types"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("small_parts"),
]


@whole("test_rows_that_make_no_sense")
def test_a_sample_with_faults(running: Cluster, tmp_path: Path, law: Law) -> None:
    path = tmp_path / "persons.csv"
    write_sample(80, path, seed=21, faults=0.05)
    found = by_spark(running, path, law, show_values=True)
    assert found == by_columns(path, law, show_values=True)
    assert found["findings"]


@whole("test_rows_that_say_more_than_their_cell")
def test_proposals_laid_over_the_law(running: Cluster, tmp_path: Path, law: Law) -> None:
    """Of a Parquet file of some columns, also with faults."""
    path = tmp_path / "persons.parquet"
    write_some(600, path, seed=21, faults=0.05, different=30)
    proposal = read_proposal(ONTOLOGY / "proposal/digital-post-group-1.ttl")
    laid = lay_over(law, [proposal], DAY).law
    found = by_spark(running, path, laid)
    assert found == by_columns(path, laid)
    assert found["findings"]
    assert not {norm["norm"] for norm in found["norms"]} <= law.norms.keys()


def test_rows_that_make_no_sense(running: Cluster, tmp_path: Path) -> None:
    """Blanks, unreadable values, unknown codes, odd dates, rows too long and too short."""
    dice = random.Random(7)
    columns = LAW.facts.columns_of("ship")
    lines = [[value(column, dice) for column in columns] for _ in range(900)]
    lines[40].append("beyond")
    lines[800].pop()
    path = tmp_path / "odd.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([[c.name for c in columns], *lines])
    for shown in one_in(2, (True, False)):
        options: dict[str, Any] = {"record_type": "ship", "show_values": shown}
        assert by_spark(running, path, LAW, AS_OF, **options) == by_columns(
            path, LAW, AS_OF, **options
        )


@pytest.mark.parametrize("last", one_in(2, ["0101134234", "3112801234"]))
def test_a_lost_zero_is_told_by_the_whole_file(
    running: Cluster, tmp_path: Path, law: Law, last: str
) -> None:
    """Beyond the rows that a worker sees of a file before it reads its part."""
    path = tmp_path / "p.parquet"
    numbers = [*["110513423", "3112801234"] * 10_500, last]
    parquet = lost_zeros.table(numbers)
    pq.write_table(parquet, path, row_group_size=5000)
    found = by_spark(running, path, law, about=lost_zeros.POST)
    assert found == by_columns(path, law, about=lost_zeros.POST)
    codes = {one["code"] for one in found["record_quality"]}
    assert ("unreadable-value" in codes, "leading-zero" in codes) == (
        last[0] == "0",
        last[0] != "0",
    )


@pytest.mark.parametrize("proven", one_in(2, [True, False]))
def test_a_date_with_the_month_first_is_told_by_the_whole_file(
    running: Cluster, tmp_path: Path, law: Law, proven: bool
) -> None:
    """Beyond the rows that a worker sees of a file before it reads its part."""
    path = tmp_path / "p.parquet"
    certain = "24/12/1990" if proven else "05/05/1990"
    days = [*["03/04/1990", certain] * 10_500, "12/24/1990"]
    pq.write_table(month_first.persons(days), path, row_group_size=5000)
    found = by_spark(running, path, law, about=lost_zeros.POST)
    assert found == by_columns(path, law, about=lost_zeros.POST)
    codes = {one["code"] for one in found["record_quality"]}
    assert ("month-first" if proven else "ambiguous-dates") in codes


@whole("checker/cells/test_types_apart.py::test_in_one_go")
def test_several_types_of_record(running: Cluster, tmp_path: Path, several_types: Law) -> None:
    path = tmp_path / "fleet.csv"
    fleet(path)
    found = by_spark(running, path, several_types, AS_OF)
    assert found == by_columns(path, several_types, AS_OF)
    assert {flaw["column"] for flaw in found["record_quality"]} >= {"oars", "id", "type"}
    header, *rows = path.read_text().splitlines()
    alone = [row for row in rows if row.split(",")[1] == "ship"]
    path.write_text("\n".join([header, *alone]) + "\n")
    assert by_spark(running, path, several_types, AS_OF) == by_columns(path, several_types, AS_OF)


def test_files_that_cannot_be_cut(running: Cluster, tmp_path: Path, ship_law: Law) -> None:
    """A line end within quotation marks, a stray one, a packed file, one that holds nothing."""
    head = "id,built_on,sails,inspected\n"
    rows = "".join(
        f"{n},19{n % 90 + 10}-01-01,true,{'ja' if n % 3 else 'nej'}\n" for n in range(200)
    )
    (tmp_path / "part-1.csv").write_text(head + '"a\nb",1990-01-01,true,false\n' + rows)
    (tmp_path / "part-2.csv").write_text(head + rows + '"x,1990-01-01,true,false\n')
    (tmp_path / "part-3.csv.gz").write_bytes(gzip.compress((head + rows).encode()))
    (tmp_path / "part-4.csv").write_text(head)
    (tmp_path / "part-5.csv").write_text(head.replace("inspected", "name") + rows)
    found = by_spark(running, tmp_path, ship_law, AS_OF, record_type="ship")
    assert found == by_columns(tmp_path, ship_law, AS_OF, record_type="ship")
    assert {finding["file"] for finding in found["findings"]} >= {"part-1.csv", "part-3.csv.gz"}


@whole("test_rows_that_make_no_sense")
def test_who_it_is_and_which_exemptions_ran_out(running: Cluster, tmp_path: Path, law: Law) -> None:
    """Of two files whose names stand under other headings."""
    law = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    rest = "birth_date;home_in_denmark;digital_post;exempted_on;exemption_ground;"
    rest += "exemption_unlimited"
    (tmp_path / "a.csv").write_text(
        f"id;Navn;{rest}\n"
        + "".join(f"a{n};Bo {n};1980-01-01;ja;nej;20{n % 4 + 10}-03-20;2;nej\n" for n in range(40)),
        "utf-8",
    )
    (tmp_path / "b.csv").write_text(
        f"id;Adresse;{rest}\nb1;Vej 1;1980-01-01;ja;nej;;;\nb2;Vej 2;1980-01-01;ja;ja;;;\n", "utf-8"
    )
    about = ("https://w3id.org/lovgraf/law/2012/528",)
    found = by_spark(running, tmp_path, law, about=about)
    assert found == by_columns(tmp_path, law, about=about)
    assert any("ran out" in cause["message"]["en"] for cause in found["causes"])
    inputs, told = find_inputs(str(tmp_path)), asked(law, show_values=True, about=about)
    several = check_in(running, inputs, [DAY] * 2, told)
    whole = check_parts(inputs, told.request, Work.begin(tmp_path.parent / "work"))
    shown = ReportOptions("en", show_values=True)
    tables = [
        sorted("".join(FORMATS["csv"].write(one, shown)).splitlines()) for one in (*several, whole)
    ]
    assert tables[0] == tables[1]
    assert any("Bo 1" in line for line in tables[0])


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_rows_that_say_more_than_their_cell(running: Cluster, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"ships.{ending}"
    header, *lines = TEXT.splitlines()
    text = "\n".join([header, *lines * 100]) + "\n"
    if ending == "csv":
        path.write_text(text)
    else:
        pq.write_table(pc.read_csv(BytesIO(text.encode())), path, row_group_size=200)
    options: dict[str, Any] = {"record_type": "ship", "fail_on": frozenset({"pending", "breached"})}
    found = by_spark(running, path, LAW, AS_OF, **options)
    assert found == by_columns(path, LAW, AS_OF, **options)
    assert found["norms"][0]["verdicts"]["pending"] == 300


@whole("checker/spark/test_history.py::test_days_that_changed_are_checked_again")
def test_a_history_of_days(running: Cluster, tmp_path: Path) -> None:
    inputs = find_inputs(str(history(tmp_path / "in")))
    days = days_of(inputs, "day", None)
    options = CheckRequest(AS_OF, HISTORY_LAW, record_type="ship")
    one = list(check_days(days, options, Laws(HISTORY_LAW), Work.begin(tmp_path / "work")))
    dates = [day.as_of for day in days for _ in day.inputs.files]
    several = check_in(running, inputs, dates, asked(HISTORY_LAW, record_type="ship"))
    assert [report(r, False) for r in several] == [report(r, False) for r in one]
    assert [len(result.norms) for result in several] == [1, 2, 2]


def test_findings_are_written_by_the_workers_part_by_part(running: Cluster, tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    header, *lines = TEXT.splitlines()
    path.write_text("\n".join(["id," + header, *(f"s{n},{x}" for n, x in enumerate(lines * 250))]))
    for shown in (False, True):
        options: dict[str, Any] = {
            "record_type": "ship", "fail_on": frozenset({"pending", "breached"}),
            "show_values": shown,
        }  # fmt: skip
        whole = tmp_path / "whole.parquet"
        result = check_dataset(path, CheckRequest(AS_OF, LAW, **options))
        write_output(write(result, shown), whole)
        target = tmp_path / f"findings-{shown}"
        with findings_folder(target) as place:
            wanted = structs.replace(asked(LAW, **options), findings=place)
            check_in(running, find_inputs(str(path)), [AS_OF], wanted)
        assert len(list(target.iterdir())) > 1
        found = [
            pq.read_table(place).drop(["file"]).sort_by([("row", "ascending")]).to_pylist()
            for place in (whole, target)
        ]
        assert found[0] == found[1]
        assert any(one["due"] for one in found[0]) == shown
        assert len(found[0]) == len(result.findings) + len(result.open_findings)
        assert len(result.findings) == 1000
    with pytest.raises(InputError, match="is there already"), findings_folder(target):
        pass


@pytest.mark.parametrize("shown", [False, True])
def test_findings_of_the_last_rows_of_a_file_that_leaves_rows_out(
    running: Cluster, tmp_path: Path, shown: bool
) -> None:
    """Rows were counted, and numbers that go on over what is left out are higher."""
    path = tmp_path / "ships.csv"
    header, *lines = TEXT.splitlines()
    ships = [f"s{n},{x}" for n, x in enumerate(lines * 50)]
    long = [f"{line},more" for line in ships[:40]]
    path.write_text("\n".join(["id," + header, *ships[:20], *long, *ships[20:]]) + "\n")
    options: dict[str, Any] = {
        "record_type": "ship", "fail_on": frozenset({"pending", "breached"}), "show_values": shown
    }  # fmt: skip
    found = by_spark(running, path, LAW, AS_OF, **options)
    assert found == by_columns(path, LAW, AS_OF, **options)
    assert found["intake"]["tables"][0]["rows_left_out"][0]["count"] == 40
    result = check_dataset(path, CheckRequest(AS_OF, LAW, **options))
    with findings_folder(tmp_path / "findings") as place:
        wanted = structs.replace(asked(LAW, **options), findings=place)
        check_in(running, find_inputs(str(path)), [AS_OF], wanted)
    rows = pq.read_table(tmp_path / "findings")["row"].to_pylist()
    assert len(rows) == len(result.findings) + len(result.open_findings)
    assert max(rows) > len(ships)
