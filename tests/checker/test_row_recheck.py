"""A row is judged by all that it says, not only by what its cell says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from lovgraf.check import dataset as check
from lovgraf.check import row_recheck, source_rows
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.seen_rows import SeenRows
from lovgraf.check.source_rows import SourceRows
from lovgraf.check.told_rows import Apart, HeldRows, OpenFor
from lovgraf.core.result import CheckResult
from lovgraf.engine.in_memory import Record, verdicts_for
from lovgraf.facts.values import State
from lovgraf.verdicts.patterns import Numbers
from tests.checker.judged import watch_judging
from tests.checker.small_law import AS_OF, DUTY, fact, law_of, old_ships, ship
from tests.checker.test_kept_rows import PORT
from tests.checker.verdicts.test_alike import LAWS
from tests.checker.verdicts.test_feasible import GROUPS
from tests.checker.verdicts.test_feasible import law as ships
from tests.examples import one_in

SLOW = pytest.mark.slow

# A ship shall be inspected within a month of the later of the days it was built and bought.
NORM_TEXT = old_ships(
    '; core:deadline [ core:trigger record:builtOn , record:boughtOn ; core:period "P1M"^^'
    "xsd:duration ]"
).replace("core:addressee <class/old>", "core:addressee record:Ship")
LAW = law_of(NORM_TEXT)
TYPED = law_of(
    NORM_TEXT,
    """record:Boat a owl:Class ; skos:notation "boat" ; rdfs:label "båd"@da, "boat"@en .
record:type a record:Column ; record:column "type" ; record:datatype xsd:string ;
  record:recordType record:Ship , record:Boat ; record:codeList <list/types> ;
  rdfs:label "type"@da, "type"@en .
<list/types> a skos:ConceptScheme .
<list/types/ship> skos:inScheme <list/types> ; skos:notation "ship" .
<list/types/boat> skos:inScheme <list/types> ; skos:notation "boat" .
""",
)
IN_PORT = """
<class/in-union> a owl:Class ; rdfs:label "i unionen"@da , "in the union"@en ;
  owl:equivalentClass [ owl:onProperty record:portInUnion ; owl:hasValue true ] .
<law/2029/1/par/2/norm/port> a core:Obligation ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/in-union> ;
  core:duty <duty/inspected> ; rdfs:label "Syn i havn"@da , "Inspection in port"@en .
"""
TEXT = """built_on,bought_on,inspected
2030-05-20,,false
2030-01-01,,false
,2030-05-20,false
2030-05-20,,
,,false
2030-05-20,,false
2030-01-01,2030-01-01,false
"""
EXPECTED = [
    "pending", "undetermined", "pending", "undetermined", "undetermined", "pending", "breached",
]  # fmt: skip


def checked(path: Path, **options: Any) -> CheckResult:
    """The result for a file of ships, with rows listed for most verdicts."""
    listed = frozenset({"pending", "breached", "fulfilled"})
    request = CheckRequest(AS_OF, LAW, record_type="ship", fail_on=listed, **options)
    return check_dataset(path, request)


def rows_of(result: CheckResult) -> dict[int, str]:
    """The verdict of each row that is listed."""
    verdict = {cause.id: cause.verdict for cause in result.causes}
    return {finding.row: verdict[finding.cause] for finding in result.findings}


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_known_day_that_counts_only_with_an_unknown_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: bool, separator: str
) -> None:
    if quick:
        monkeypatch.setattr(check, "MANY", 1)
        monkeypatch.setattr(source_rows, "_APART", 1)
    path = tmp_path / "ships.csv"
    path.write_text(TEXT.replace(",", separator))
    result = checked(path)
    assert result.norms[0].verdicts == dict(Counter(EXPECTED))
    expected = {n: v for n, v in enumerate(EXPECTED, 1) if v != "undetermined"}
    assert rows_of(result) == expected
    undetermined = {c.missing: c.count for c in result.causes if c.verdict == "undetermined"}
    assert undetermined == {
        ("bought_on",): 1, ("inspected",): 1, ("bought_on", "built_on"): 1,
    }  # fmt: skip


def test_rows_keep_their_numbers_beside_other_types(tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    path.write_text(
        "type,built_on,bought_on,inspected\nboat,2030-05-20,,false\nship,2030-05-20,,false\n"
        "boat,,,\nship,2030-01-01,,false\nship,,2030-05-21,false\n"
    )
    result = check_dataset(path, CheckRequest(AS_OF, TYPED, fail_on=frozenset({"pending"})))
    assert [finding.row for finding in result.findings] == [2, 5]


@pytest.mark.parametrize("many", [False, True])
def test_a_blank_that_means_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool) -> None:
    if many:
        monkeypatch.setattr(row_recheck, "_AT_ONCE", 0)
    path = tmp_path / "ships.csv"
    path.write_text("built_on,bought_on,inspected\n2030-01-01,,false\n,2030-05-20,false\n")
    found = checked(path, complete=["bought_on"])
    # Never bought: a month after it was built has passed. Bought lately: whenever it was built.
    assert rows_of(found) == {1: "breached", 2: "pending"}


@pytest.mark.parametrize("size", [None, 7, 1000])
def test_a_file_and_records_in_memory_get_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int | None
) -> None:
    """However many rows are judged together, one by one or as a table."""
    if size is not None:
        monkeypatch.setattr(row_recheck, "_AT_ONCE", 0)
        monkeypatch.setattr(row_recheck, "_RECORDS", size)
    days = [
        None,
        AS_OF,
        *(AS_OF - timedelta(days=n) for n in (1, 30, 31, 32, 400)),
        date(2031, 1, 1),
    ]
    records: list[dict[str, State]] = [
        ship(built_on=built, bought_on=bought, inspected=inspected)
        for built, bought, inspected in product(days, days, [None, False, True])
        if (built, bought, inspected) != (None, None, None)  # an empty row is no record
    ]
    _get_the_same(tmp_path, records, ["built_on", "bought_on", "inspected"])


@pytest.fixture
def held(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether rows were told apart by days that were kept, for each time; they are kept where the
    parameter says so."""
    if request.param:
        monkeypatch.setattr(check, "MANY", 1)
    monkeypatch.setattr(row_recheck, "_AT_ONCE", 0)
    of, found = HeldRows.of, list[bool]()

    def watched(*given: Any) -> HeldRows | None:
        rows = of(*given)
        found.append(rows is not None)
        return rows

    monkeypatch.setattr(HeldRows, "of", watched)
    return found


HELD = pytest.mark.parametrize("held", [False, True], indirect=True)


@HELD
def test_rows_that_contradict_themselves_get_what_their_repairs_share(
    tmp_path: Path, held: list[bool], request: pytest.FixtureRequest
) -> None:
    """Rows that are told apart by their cells as those that are judged one by one."""
    days = [None, AS_OF - timedelta(days=2), AS_OF - timedelta(days=90)]
    records: list[dict[str, State]] = [
        ship(built_on=built, bought_on=bought, inspected=inspected, inspected_on=on)
        for built, bought, inspected, on in product(days, days, [None, False, True], days)
    ][1:]
    _get_the_same(tmp_path, records, ["built_on", "bought_on", "inspected", "inspected_on"])
    assert held == [request.node.callspec.params["held"]]


@pytest.mark.parametrize("named", ["notes", "file_row_number"])
def test_rows_of_a_parquet_file_are_found_by_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """But for a file in which a column is called as the data engine calls these."""
    text, parquet_file = tmp_path / "ships.csv", tmp_path / "ships.parquet"
    lines = TEXT.splitlines()
    days = [(AS_OF - timedelta(days=n)).isoformat() for n in range(40)]
    more = [f"{day},,false" for day in days] * 5
    text.write_text("\n".join([f"{lines[0]},{named}", *(f"{one},x" for one in lines[1:] + more)]))
    types = {name: pa.string() for name in [*lines[0].split(","), named]}
    table = csv.read_csv(text, convert_options=csv.ConvertOptions(column_types=types))
    parquet.write_table(table, parquet_file, row_group_size=50)
    found = list[bool]()
    by_number = SourceRows._by_number

    def watched(rows: SourceRows, named: str) -> str | None:
        told = by_number(rows, named)
        found.append(told is not None)
        return told

    monkeypatch.setattr(SourceRows, "_by_number", watched)
    expected, result = checked(text), checked(parquet_file)
    assert found[0] is False
    assert found[1:] == [named == "notes"]
    assert (result.norms, rows_of(result)) == (expected.norms, rows_of(expected))


@HELD
def test_a_day_that_arrays_cannot_hold_is_read(
    tmp_path: Path, held: list[bool], request: pytest.FixtureRequest
) -> None:
    days = [None, date(1700, 1, 1), *(AS_OF - timedelta(days=n) for n in (2, 30, 31, 32, 90))]
    records: list[dict[str, State]] = [
        ship(built_on=built, bought_on=bought, inspected=inspected)
        for built, bought, inspected in product(days, days, [None, False, True])
    ][1:]
    _get_the_same(tmp_path, records, ["built_on", "bought_on", "inspected"])
    assert held == [request.node.callspec.params["held"]]


def _get_the_same(folder: Path, records: list[dict[str, State]], names: list[str]) -> None:
    """Records in a file, of some columns and a name each, get what they get in memory."""
    lines = [",".join([*names, "name"])]
    for n, record in enumerate(records):
        values = [record[fact(name)] for name in names]
        lines.append(",".join("" if v is None else str(v).lower() for v in values) + f",no {n}")
    path = folder / "ships.csv"
    path.write_text("\n".join(lines) + "\n")
    expected = [
        next(iter(v.values())).verdict for v in verdicts_for(LAW.at(AS_OF), records, "ship")
    ]
    result = checked(path)
    assert result.norms[0].verdicts == dict(Counter(expected))
    assert rows_of(result) == {n: v for n, v in enumerate(expected, 1) if v != "undetermined"}


def test_of_rows_that_a_norm_sees_alike_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day counts only where something that is open is reached by it."""
    monkeypatch.setattr(row_recheck, "_AT_ONCE", 0)
    read: list[int] = []
    wanted = SeenRows.wanted

    def watched(seen: SeenRows) -> Numbers:
        read.extend(wanted(seen).tolist())
        return wanted(seen)

    monkeypatch.setattr(SeenRows, "wanted", watched)
    days = [date(2029, 1, 1) + timedelta(days=n) for n in range(40)]
    lines = [f"{day},{day},,\n" for day in days] + [f"{day},,false,\n" for day in days[:7]]
    path = tmp_path / "ships.csv"
    path.write_text("built_on,bought_on,inspected,inspected_on\n" + "".join(lines))
    result = checked(path)
    assert result.norms[0].verdicts == {"undetermined": 47}
    assert read == [1, *range(41, 48)]


@pytest.mark.parametrize(
    "names", [LAWS[0], *(pytest.param(n, marks=SLOW) for n in one_in(3, LAWS[1:]))]
)
def test_days_that_lie_alike_are_judged_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    """What norms say of a row in a file is what they say of it alone, and few rows are judged."""
    monkeypatch.setattr(row_recheck, "_AT_ONCE", 0)
    monkeypatch.setattr(row_recheck, "_RECORDS", 70)
    law = law_of(ships(*names, old=old_ships().removeprefix(DUTY)))
    near = [AS_OF + timedelta(days=n) for n in (-91, -90, -89, -1, 0, 1)]
    days = [None, *near, *(AS_OF - timedelta(days=n) for n in range(200, 9000, 400))]
    records: list[dict[str, State]] = [
        ship(bought_on=bought, built_on=built, inspected_on=None, sails=sails)
        for bought, built, sails in product(
            days, [None, AS_OF.replace(year=1990), near[1]], [None, True]
        )
    ][1:]
    expected = verdicts_for(law.at(AS_OF), records, "ship")
    lines = [
        f"{r[fact('bought_on')] or ''},{r[fact('built_on')] or ''},,{r[fact('sails')] or ''}\n"
        for r in records
    ]
    path = tmp_path / "ships.csv"
    path.write_text("bought_on,built_on,inspected_on,sails\n" + "".join(lines))
    judged = watch_judging(monkeypatch)
    found = check_dataset(path, CheckRequest(AS_OF, law, record_type="ship"))
    for norm in found.norms:
        assert norm.verdicts == dict(Counter(each[norm.norm].verdict for each in expected))
    assert 0 < sum(judged) < len(records) * (0.25 if names == LAWS[0] else 1)


def test_more_than_are_looked_at_stay_open_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left open is undetermined, never something else; `exact` settles it all the same."""
    path = tmp_path / "ships.csv"
    path.write_text(TEXT)
    monkeypatch.setattr(row_recheck, "MOST", 2)
    result = checked(path)
    assert any("--exact" in note.en and "--exact" in note.da for note in result.notes)
    told = result.norms[0].verdicts
    assert told == {"breached": 1, "undetermined": 6}
    assert sum(c.count for c in result.causes if c.verdict == "undetermined") == 6
    exact = checked(path, exact=True)
    assert exact.norms[0].verdicts == dict(Counter(EXPECTED))
    assert not any("--exact" in note.en for note in exact.notes)


def test_as_many_as_are_looked_at_are_all_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ships.csv"
    path.write_text(TEXT)
    monkeypatch.setattr(row_recheck, "MOST", len(EXPECTED))
    assert checked(path).norms[0].verdicts == dict(Counter(EXPECTED))


def test_only_a_column_that_counts_is_read_and_of_no_other_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a ship was bought counts to one of two norms, and only while it is open when."""
    monkeypatch.setattr(check, "MANY", 1)
    monkeypatch.setattr(row_recheck, "_AT_ONCE", 0)
    read, add = dict[int, Record](), HeldRows.add

    def watched(rows: HeldRows, valued: Numbers, said: Sequence[Record]) -> None:
        read.update(zip(rows.cells.rows[valued].tolist(), said, strict=True))
        add(rows, valued, said)

    monkeypatch.setattr(HeldRows, "add", watched)
    told, by_port = HeldRows._valued, set[str]()
    apart, norms, whole = HeldRows.told_apart, list[str](), list[int]()

    def noting(rows: HeldRows, one: OpenFor) -> Apart:
        norms.append(one.norm.rpartition("/")[2])
        whole.append(len(rows.others))
        return apart(rows, one)

    def valued_for(rows: HeldRows, iri: str, *given: Any) -> Any:
        by_port.update(norms[-1:] if iri == fact("port") else [])
        return told(rows, iri, *given)

    monkeypatch.setattr(HeldRows, "told_apart", noting)
    monkeypatch.setattr(HeldRows, "_valued", valued_for)
    law = law_of(NORM_TEXT, GROUPS + PORT, IN_PORT)
    days = ["", "2029-05-01", "2030-05-20"]
    rows = [*product(days, days, ["", "SE", "NO"], ["", "false"])][1:] * 2
    path = tmp_path / "ships.csv"
    heading = "built_on,bought_on,port,inspected,sails\n"
    path.write_text(heading + "".join(f"{','.join(row)},true\n" for row in rows))
    found = check_dataset(path, CheckRequest(AS_OF, law, record_type="ship"))
    records = [
        ship(
            built_on=date.fromisoformat(built) if built else None,
            bought_on=date.fromisoformat(bought) if bought else None,
            port=port or None,
            inspected=False if inspected else None,
            sails=True,
        )
        for built, bought, port, inspected in rows
    ]
    alone = verdicts_for(law.at(AS_OF), records, "ship")
    for norm in found.norms:
        wanted = Counter(one[norm.norm].verdict for one in alone)
        assert {v: n for v, n in norm.verdicts.items() if n} == wanted
    assert {frozenset(said.items()) for said in read.values()} == {
        frozenset([(fact("port"), port)]) for port in ("SE", "NO")
    }
    assert {rows[number - 1][1] for number in read} == {""}, "where it is known when it was bought"
    assert ({*norms}, by_port) == ({"inspection", "port"}, {"port"})
    assert {*whole} == {0}, "no row is read in full to tell it apart"
