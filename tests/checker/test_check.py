"""A check end to end: both engines, norms that columns cannot take, several types of record."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from lovgraf.authoring.sample import write_sample
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.law import Law
from lovgraf.law.coverage import coverage_notes
from tests.checker.asked_about import ACT, POST
from tests.checker.small_law import AS_OF, DUTY, law_of, old_ships, write_ships
from tests.checker.some_persons import write_some
from tests.examples import whole

DAY = date(2014, 12, 1)


def told(result: CheckResult) -> tuple[object, ...]:
    """What a result says, apart from how it was found."""
    return result.norms, set(result.causes), list(result.findings), result.quality, result.records


@pytest.mark.slow
@whole("checker/test_contradictions.py::test_a_value_that_another_column_says_is_not_there")
def test_both_engines_say_the_same_of_a_sample(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "persons.csv"
    write_sample(4, path, seed=9)
    columns = check_dataset(path, CheckRequest(DAY, law))
    reference = check_dataset(path, CheckRequest(DAY, law, engine="reference"))
    assert told(columns) == told(reference)
    assert len(columns.findings) > 0


@pytest.mark.slow
def test_a_shape_that_columns_cannot_take_goes_through_the_reference_engine(tmp_path: Path) -> None:
    hard = DUTY.replace(
        "sh:property [ sh:path record:inspected ; sh:hasValue true ]",
        "sh:property [ sh:path record:cargo ; sh:minCount 1 ; sh:uniqueLang true ]",
    )
    turtle = old_ships().replace(DUTY, hard)
    turtle = turtle.replace("core:addressee <class/old>", "core:addressee record:Ship")
    path = tmp_path / "ships.csv"
    path.write_text("built_on,sails,cargo\n2000-01-01,true,oil\n2000-01-01,true,\n")
    result = check_dataset(
        path, CheckRequest(AS_OF, law_of(turtle), record_type="ship", complete=["cargo"])
    )
    assert result.norms[0].verdicts == {"fulfilled": 1, "breached": 1}
    assert [finding.row for finding in result.findings] == [2]
    assert any("uniqueLang" in note.en for note in result.notes)


@pytest.mark.parametrize("engine", ["columns", "reference"])
def test_a_duty_that_no_engine_reads_is_refused_before_any_verdict(
    tmp_path: Path, engine: str
) -> None:
    asked = 'sh:sparql [ sh:select "SELECT $this { $this record:inspected false }" ]'
    unread = DUTY.replace("sh:property [ sh:path record:inspected ; sh:hasValue true ]", asked)
    path = tmp_path / "ships.csv"
    path.write_text("built_on,sails,inspected\n2000-01-01,true,false\n")
    law = law_of(old_ships().replace(DUTY, unread))
    named = '"Inspection of old ships": duty/inspected uses sh:sparql'
    with pytest.raises(InputError, match=named):
        check_dataset(path, CheckRequest(AS_OF, law, record_type="ship", engine=engine))


@pytest.mark.slow
def test_each_type_of_record_meets_its_own_norms(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(
        "id,type,birth_date,home_in_denmark,digital_post,exemption_ground,cvr_number,exempted_on\n"
        "a,person,1990-01-01,true,false,0,,\n"
        "b,legal-entity,,,false,0,13585628,\n"
        "c,person,1990-01-01,true,true,0,,\n"
    )
    result = check_dataset(path, CheckRequest(DAY, law, about=(ACT,)))
    assert result.records == 3
    breached = {
        (finding.row, cause.provision.rsplit("/law/", 1)[1])
        for finding in result.findings
        for cause in result.causes
        if cause.id == finding.cause and cause.verdict == "breached"
    }
    assert (1, "2012/528/par/3/stk/1") in breached
    assert (2, "2012/528/par/3/stk/2") in breached
    assert not any(row == 3 for row, _ in breached)


@pytest.mark.slow
@whole("test_the_same_ships_give_the_same_result")
def test_the_same_input_gives_the_same_result(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "persons.parquet"
    write_some(60, path, seed=3)
    first, second = (check_dataset(path, CheckRequest(DAY, law)) for _ in range(2))
    assert told(first) == told(second)
    assert first.receipt == second.receipt


def test_the_same_ships_give_the_same_result(tmp_path: Path, ship_law: Law) -> None:
    path = tmp_path / "ships.csv"
    write_ships(path, 60)
    first, second = (check_dataset(path, CheckRequest(AS_OF, ship_law)) for _ in range(2))
    assert told(first) == told(second)
    assert first.receipt == second.receipt


def test_nothing_to_check_is_no_pass(tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    path.write_text("built_on,sails\n2000-01-01,true\n")
    with pytest.raises(InputError, match="nothing to check"):
        check_dataset(path, CheckRequest(date(2029, 1, 1), law_of(old_ships()), record_type="ship"))


def test_a_note_where_the_graph_does_not_hold_an_act() -> None:
    law = law_of('<law/2029/1> core:coveredUntil "2031-12-31"^^xsd:date .')
    assert coverage_notes(law, date(2031, 12, 31)) == []
    (note,) = coverage_notes(law, date(2032, 1, 1))
    assert note.en == "the Ship Act is encoded only up to and including 31 December 2031."
    assert coverage_notes(law, date(2029, 12, 31)) == []


def test_no_note_on_an_act_about_other_records() -> None:
    law = law_of('<law/2029/1> core:coveredUntil "2031-12-31"^^xsd:date .', old_ships())
    assert len(coverage_notes(law, date(2032, 1, 1), ["ship"])) == 1
    assert coverage_notes(law, date(2032, 1, 1), ["person"]) == []


def test_words_for_presence_are_no_duplicates(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(
        "id,type,name,cpr_number,product\n"
        "a,customer,present,present,account\n"
        "b,customer,present,present,account\n"
        "c,customer,none,none,account\n"
        "d,customer,none,none,account\n"
        "e,customer,present,7301900000,account\n"
        "f,customer,present,7301900000,account\n"
    )
    quality = check_dataset(path, CheckRequest(DAY, law)).quality
    twice = [q for q in quality if q.code == "not-unique"]
    assert [(q.column, q.examples) for q in twice] == [("cpr_number", (5, 6))]


@pytest.mark.slow
@pytest.mark.parametrize("show_values", [False, True])
def test_no_value_of_any_column_is_shown_unless_asked_for(
    tmp_path: Path, law: Law, show_values: bool
) -> None:
    path = tmp_path / "persons.csv"
    path.write_text("id,eid,digital_post\na,smoke-signal,true\nb,7301900000,true\n")
    result = check_dataset(path, CheckRequest(DAY, law, show_values=show_values, about=POST))
    (unread,) = (q for q in result.quality if q.code == "unreadable-value")
    assert unread.values == (
        ("7301900000", "smoke-signal") if show_values else ("9999999999", "xxxxx-xxxxxx")
    )
    assert unread.count == 2


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
def test_who_somebody_is_can_be_told_when_the_copy_of_the_file_is_gone(
    tmp_path: Path, law: Law, packed: bool
) -> None:
    """An archive, a workbook or a text in UTF-16 is read through a copy that ends with the run."""
    content = (
        b"id;cpr_number;birth_date;home_in_denmark;cpr_status;digital_post;exemption_ground\n"
        b"a;620180-1110;1980-01-02;ja;01;nej;0\nb;620180-1129;1980-01-02;ja;01;ja;0\n"
    )
    path = tmp_path / ("persons.csv.gz" if packed else "persons.csv")
    path.write_bytes(gzip.compress(content) if packed else content)
    result = check_dataset(path, CheckRequest(DAY, law, show_values=True, about=POST))
    found = list(result.findings)
    assert {(one.row, one.id) for one in found} == {(1, "a")}
    assert [list(one.who.values()) for one in found] == [["620180-1110", "34"]] * len(found), (
        "the number and the age"
    )


@pytest.mark.slow
def test_values_that_cannot_be_read_are_shown_with_their_own_type(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text("id,type,digital_post\na,person,perhaps\nb,legal-entity,hardly\n")
    quality = check_dataset(path, CheckRequest(DAY, law, show_values=True, about=POST)).quality
    unread = [(q.examples, q.values) for q in quality if q.code == "unreadable-value"]
    assert unread == [((2,), ("hardly",)), ((1,), ("perhaps",))]


@pytest.mark.slow
def test_a_file_without_ids_is_told_so_once_and_not_for_every_row(
    tmp_path: Path, ship_law: Law
) -> None:
    path = tmp_path / "ships.csv"
    path.write_text("built_on,sails\n1990-01-01,true\n1991-01-01,true\n")
    result = check_dataset(path, CheckRequest(AS_OF, ship_law, record_type="ship"))
    about = [finding for finding in result.quality if finding.column == "id"]
    assert [(finding.severity, finding.count) for finding in about] == [("warning", 1)]


@pytest.mark.slow
def test_a_row_without_an_id_among_others_is_told(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "persons.csv"
    path.write_text("id,birth_date,digital_post\na,1990-01-01,true\n,1991-01-01,true\n")
    result = check_dataset(path, CheckRequest(DAY, law, about=POST))
    about = [finding for finding in result.quality if finding.column == "id"]
    assert [(finding.severity, finding.examples) for finding in about] == [("error", (2,))]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["replaced", "written to", "removed"])
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, ship_law: Law, way: str) -> None:
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    write_ships(path, 20, seed=1)
    write_ships(other, 20, seed=2)

    def told(_fraction: float | None, text: Text) -> None:
        if not text.en.startswith("Checking"):
            return
        if way == "replaced":
            other.replace(path)
        elif way == "removed":
            path.unlink()
        else:
            with path.open("a") as stream:
                stream.write("P1,\n")

    with pytest.raises(InputError) as caught:
        check_dataset(path, CheckRequest(AS_OF, ship_law, record_type="ship"), progress=told)
    assert way == "removed" or "changed while it was checked" in caught.value.in_language("en")
    assert "\n" not in caught.value.in_language("da")
