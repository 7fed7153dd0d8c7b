"""Nights in a row: what is new, gone and still there; what the law did and what the data did."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from msgspec import structs

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult, NotAsked
from lovgraf.law import Law
from lovgraf.law.graph import LawGraph
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.table import open_dataset
from lovgraf.runs.dataset import check_inputs
from lovgraf.runs.nightly import kept
from lovgraf.runs.nightly import run as nightly
from lovgraf.runs.nightly.adding import Run, add_run
from lovgraf.runs.nightly.data_read import DataRead
from lovgraf.runs.nightly.gone_columns import Columns, reads_of
from lovgraf.runs.nightly.notices import as_json, as_text
from lovgraf.runs.nightly.run import DatasetRun, Nightly, run_all
from lovgraf.runs.nightly.settings import read_settings
from tests.checker.cli.said import Capture
from tests.checker.small_law import UNIQUE, graph_of, old_ships
from tests.examples import cells, one_in, whole

pytestmark = pytest.mark.slow

HEAD = "id,built_on,sails,inspected"
BEGUN = datetime(2030, 6, 1, 2, tzinfo=UTC)


def law(years: int = 20, digest: str = "one") -> Law:
    """Ships of so many years shall be inspected."""
    text = old_ships().replace("xsd:minInclusive 20", f"xsd:minInclusive {years}")
    return Law(LawGraph(graph_of(text, UNIQUE), digest, ("test.ttl",)))


class Nights:
    """A folder with settings and a register, of which a run is made night by night."""

    def __init__(self, folder: Path, more: str = "", law: Law | None = None) -> None:
        self.folder, self.number = folder, 0
        if "outputs" not in more:
            more = f'outputs = ["json"]\n{more}'
        text = f'{more}\n[[dataset]]\nname = "ships"\npath = "ships.csv"\ntype = "ship"\n'
        (folder / "lovgraf.toml").write_text(text, encoding="utf-8")
        self.settings = read_settings(folder / "lovgraf.toml")
        self.law = law or FIRST

    def ships(self, *rows: str) -> None:
        """Write the register: ships that have not been inspected, each as `id:year`."""
        lines = [f"{row.split(':')[0]},{row.split(':')[1]}-01-01,true,false" for row in rows]
        (self.folder / "ships.csv").write_text("\n".join([HEAD, *lines, "z,2029-01-01,true,true"]))

    def night(self) -> DatasetRun:
        """Run once."""
        self.number += 1
        begun = BEGUN + timedelta(days=self.number)
        (found,) = run_all(self.settings, lambda _: self.law, begun).datasets
        return found


FIRST = law()


def counted(found: DatasetRun) -> tuple[int, ...]:
    """How many findings are new, gone and still there."""
    assert found.error is None, found.error
    return tuple(found.total(name) for name in ("appeared", "gone", "still"))


DAY = "as_of = 2030-06-01\n"


def test_records_are_known_again_without_their_ids(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990", "c:1990")
    first = nights.night()
    assert (counted(first), first.first) == ((3, 0, 0), True)
    nights.ships("b:1990", "c:1990", "d:1990", "e:1990")
    assert counted(nights.night()) == (2, 1, 2)
    nights.ships("b:1990", "c:1990", "d:1990", "e:1990")
    assert counted(nights.night()) == (0, 0, 4)
    nights.ships("z1:2029")
    assert counted(nights.night()) == (0, 4, 0)
    assert counted(nights.night()) == (0, 0, 0)
    rows = kept.read_history(tmp_path / "runs")
    assert all(row.matched for row in rows if row.cause)


def test_nothing_that_is_kept_holds_an_id_and_all_is_private(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY + 'outputs = ["json", "html", "csv", "xlsx", "parquet"]\n')
    nights.ships("idofship:1990", "other:1990")
    nights.night()
    files = [path for path in (tmp_path / "runs").rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"report.json", "report.xlsx", "findings.parquet"}
    assert not [path for path in files if b"idofship" in path.read_bytes()]
    assert stat.S_IMODE((tmp_path / "runs").stat().st_mode) == 0o700
    (marks,) = (tmp_path / "runs" / "work" / "ships").glob("marks-*")
    assert stat.S_IMODE(marks.stat().st_mode) == 0o600
    assert pq.read_table(marks).num_rows == 2


@pytest.mark.parametrize("keep_data", one_in(2, [True, False]))
def test_what_the_law_did_is_told_from_what_the_data_did(tmp_path: Path, keep_data: bool) -> None:
    nights = Nights(tmp_path, f"{DAY}keep_data = {str(keep_data).lower()}\n")
    nights.ships("a:1990", "b:1990", "young:2015")
    assert counted(nights.night()) == (2, 0, 0)
    nights.law = law(10, "two")
    nights.ships("b:1990", "young:2015", "d:1990", "new:2016")
    found = nights.night()
    assert counted(found) == (3, 1, 2 - 1)
    laws = {(row.by_law, row.gone_by_law) for row in found.rows if row.listed}
    assert laws == ({(1, 0)} if keep_data else {(None, None)})
    nights.law = law(35, "three")
    nights.ships("b:1990", "d:1999")
    found = nights.night()
    assert counted(found) == (0, 3, 1)
    laws = {(row.by_law, row.gone_by_law) for row in found.rows if row.listed}
    assert laws == ({(0, 2)} if keep_data else {(None, None)})


@whole("test_what_the_law_did_is_told_from_what_the_data_did")
def test_under_the_same_law_all_is_due_to_the_data(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    nights.night()
    nights.ships("b:1990", "c:1990")
    found = nights.night()
    assert counted(found) == (1, 1, 1)
    assert [(row.by_law, row.gone_by_law) for row in found.rows if row.listed] == [(0, 0)]


@whole("test_what_the_law_did_is_told_from_what_the_data_did")
def test_the_same_bytes_under_another_law_need_no_copy(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "young:2015")
    nights.night()
    nights.law = law(10, "two")
    found = nights.night()
    assert counted(found) == (1, 0, 1)
    assert [(row.by_law, row.gone_by_law) for row in found.rows if row.listed] == [(1, 0)]
    nights.ships("a:1990", "young:2015", "c:1990")
    found = nights.night()
    assert [(row.appeared, row.by_law) for row in found.rows if row.listed] == [(1, 0)]


TURNED = """{
  "@context": ["http://www.w3.org/ns/csvw", {"lovgraf": "https://w3id.org/lovgraf/csvw#"}],
  "tableSchema": {"columns": [
    {"titles": "id", "name": "id"},
    {"titles": "built_on", "propertyUrl": "https://w3id.org/lovgraf/record#builtOn"},
    {"titles": "sails", "propertyUrl": "https://w3id.org/lovgraf/record#sails"},
    {"titles": "%s", "propertyUrl": "https://w3id.org/lovgraf/record#inspected",
     "datatype": {"base": "boolean", "format": "%s"}}
  ]}
}"""


@pytest.mark.parametrize("heading", one_in(2, ["SEEN", "inspected"]))
def test_the_data_of_the_last_run_are_read_as_they_were_then(tmp_path: Path, heading: str) -> None:
    """On the night on which the law changes the register turns its codes round and gets another
    heading: one finding is new and one gone, and none of it is due to the law."""
    nights = Nights(tmp_path, f"{DAY}keep_data = true")
    settings = (tmp_path / "lovgraf.toml").read_text("utf-8") + 'mapping = "map.json"\n'
    (tmp_path / "lovgraf.toml").write_text(settings, "utf-8")
    nights.settings = read_settings(tmp_path / "lovgraf.toml")
    rows = "id,built_on,sails,{}\na,1990-01-01,true,{}\nb,1990-01-01,true,{}\n"
    (tmp_path / "map.json").write_text(TURNED % ("inspected", "1|0"), "utf-8")
    (tmp_path / "ships.csv").write_text(rows.format("inspected", 0, 1), "utf-8")
    assert counted(nights.night())
    nights.law = law(10, "two")
    (tmp_path / "map.json").write_text(TURNED % (heading, "0|1"), "utf-8")
    (tmp_path / "ships.csv").write_text(rows.format(heading, 0, 1), "utf-8")
    found = nights.night()
    assert found.error is None
    assert [
        (row.appeared, row.gone, row.by_law, row.gone_by_law) for row in found.rows if row.listed
    ] == [(1, 1, 0, 0)]


def test_what_cannot_be_read_as_it_was_then_is_not_told_apart(tmp_path: Path) -> None:
    nights = Nights(tmp_path, f"{DAY}keep_data = true")
    nights.ships("a:1990")
    nights.night()
    nights.law = law(10, "two")
    (copy,) = tmp_path.glob("**/data-*/0.csv")
    copy.write_text("nothing,known\n1,2\n", "utf-8")
    nights.ships("a:1990", "b:1991")
    found = nights.night()
    assert found.error is None
    assert [(row.appeared, row.by_law) for row in found.rows if row.listed] == [(1, None)]


def test_a_finding_is_there_since_the_day_of_the_run_that_found_it(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    days = [date(2030, 6, 1), date(2030, 6, 2), date(2030, 6, 3)]
    since = []
    for day, rows in zip(days, (["a:1990"], ["a:1990", "b:1990"], ["b:1990"]), strict=True):
        nights.ships(*rows)
        object.__setattr__(nights.settings, "as_of", day)
        since += [row.since for row in nights.night().rows if row.listed]
    assert since == [days[0], days[0], days[1]]


HULL = """
record:hull a record:Column ; record:column "hull" ; record:datatype xsd:string ;
  record:unique true ; record:personal true ; record:recordType record:Ship ;
  rdfs:label "skrog"@da, "hull"@en .
"""


@whole("test_records_are_known_again_without_their_ids")
def test_records_without_ids_are_known_again_by_what_must_be_unique(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY, law=Law(LawGraph(graph_of(old_ships(), UNIQUE, HULL), "x", ())))
    for number, hulls in enumerate(("abc", "bcd", "cd", "cde", "ffe")):
        lines = [f"hull-{hull},1990-01-01,true,false" for hull in hulls]
        (tmp_path / "ships.csv").write_text("\n".join(["hull,built_on,sails,inspected", *lines]))
        found = nights.night()
        told = [(3, 0, 0), (1, 1, 2), (0, 1, 2), (1, 0, 2)]
        if number < len(told):
            assert counted(found) == told[number]
            assert not found.only_counted
        # Hulls that many ships share tell nobody from another.
        else:
            assert (counted(found), found.only_counted) == ((0, 0, 3), True)
    assert "hull-" not in json.dumps([str(p.read_bytes()) for p in tmp_path.rglob("marks-*")])


@whole("test_marks_that_cannot_be_used_leave_counts_and_that_is_told")
def test_records_without_ids_are_counted(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY, law=Law(LawGraph(graph_of(old_ships()), "x", ("t.ttl",))))
    path = tmp_path / "ships.csv"
    row = "1990-01-01,true,false\n"
    path.write_text(f"built_on,sails,inspected\n{row * 3}")
    nights.night()
    path.write_text(f"built_on,sails,inspected\n{row * 5}")
    found = nights.night()
    assert counted(found) == (2, 0, 3)
    assert [row.matched for row in found.rows if row.cause] == [False]
    path.write_text(f"built_on,sails,inspected\n1990-01-01,1,0\n{row * 4}")
    found = nights.night()
    assert counted(found) == (0, 0, 5)
    assert Nightly(BEGUN, (found,)).found("new"), "nobody knows whether some are new"
    assert not Nightly(BEGUN, (nights.night(),)).found("new"), "the same bytes"


@whole("test_marks_that_cannot_be_used_leave_counts_and_that_is_told")
def test_marks_that_are_gone_leave_counts(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    nights.night()
    for path in (tmp_path / "runs" / "work" / "ships").glob("marks-*"):
        path.unlink()
    nights.ships("c:1990", "d:1990")
    assert counted(nights.night()) == (0, 0, 2)
    nights.ships("c:1990", "e:1990")
    assert counted(nights.night()) == (1, 1, 1)


@pytest.mark.parametrize("damage", one_in(4, ["cut", "noise", "no-secret", "other-secret"]))
def test_marks_that_cannot_be_used_leave_counts_and_that_is_told(
    tmp_path: Path, damage: str
) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    nights.night()
    (marks,) = (tmp_path / "runs" / "work" / "ships").glob("marks-*")
    secret = tmp_path / "runs" / "secret"
    if damage == "cut":
        marks.write_bytes(marks.read_bytes()[:40])
    elif damage == "noise":
        marks.write_bytes(bytes(range(256)) * 4)
    elif damage == "other-secret":
        secret.write_text("0" * 32)
    else:
        secret.unlink()
    nights.ships("a:1990", "b:1990", "c:1990")
    found = nights.night()
    assert counted(found) == (1, 0, 2)
    told = Nightly(BEGUN, (found,))
    assert "Only counted, not known again" in "".join(as_text(told, nights.settings, "en"))
    assert [c["matched"] for c in as_json(found, told)["causes"]] == [False]
    found = nights.night()
    assert counted(found) == (0, 0, 3)
    assert "Only counted" not in "".join(as_text(Nightly(BEGUN, (found,)), nights.settings, "en"))


@pytest.mark.parametrize("content", one_in(3, [b"\xff\xfe\x00", b"", b"not the key"]))
def test_a_secret_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990")
    nights.night()
    (tmp_path / "runs" / "secret").write_bytes(content)
    with pytest.raises(InputError) as told:
        nights.night()
    assert told.value.file == "secret"


@whole("test_records_are_known_again_without_their_ids")
def test_a_folder_of_files_is_known_again_as_well(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "ships.csv").rename(folder / "1.csv")
    (folder / "2.csv").write_text(f"{HEAD}\nc,1990-01-01,true,false\n")
    text = (tmp_path / "lovgraf.toml").read_text().replace("ships.csv", "in")
    (tmp_path / "lovgraf.toml").write_text(text)
    nights.settings = read_settings(tmp_path / "lovgraf.toml")
    assert counted(nights.night()) == (3, 0, 0)
    (folder / "2.csv").write_text(f"{HEAD}\nd,1990-01-01,true,false\n")
    assert counted(nights.night()) == (1, 1, 2)


@whole("test_runs_that_are_forgotten_are_told")
def test_what_is_older_than_it_may_be_is_removed(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY + "retention_days = 2\nkeep_data = true\n")
    nights.ships("a:1990")
    for _ in range(5):
        nights.night()
    assert len(list((tmp_path / "runs" / "reports" / "ships").iterdir())) == 3
    assert len({row.run for row in kept.read_history(tmp_path / "runs")}) == 3
    work = [path.name[:5] for path in (tmp_path / "runs" / "work" / "ships").iterdir()]
    assert sorted(work) == ["data-", "marks", "parts"]


def test_one_dataset_that_cannot_be_used_leaves_the_others(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    text = (tmp_path / "lovgraf.toml").read_text()
    more = '[[dataset]]\nname = "gone"\npath = "gone.csv"\n'
    (tmp_path / "lovgraf.toml").write_text(text.replace("[[dataset]]", f"{more}[[dataset]]", 1))
    nights.settings = read_settings(tmp_path / "lovgraf.toml")
    nights.ships("a:1990")
    found = run_all(nights.settings, lambda _: FIRST, BEGUN)
    assert [one.error is None for one in found.datasets] == [False, True]
    assert found.failed
    assert found.found("new")
    assert isinstance(found, Nightly)


def test_two_runs_never_share_a_folder(tmp_path: Path) -> None:
    from lovgraf.runs.nightly.run import opened

    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990")
    with opened(nights.settings), pytest.raises(InputError, match="Another run"):
        nights.night()


def test_a_history_that_is_none_is_refused(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990")
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "history.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match="no history"):
        nights.night()


def test_the_command(tmp_path: Path, only_ships: Law, capsys: Capture) -> None:
    """The first night finds, the second has nothing new; `status` asks for all."""
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990")
    command = ["run", str(tmp_path / "lovgraf.toml"), "--lang", "en"]
    assert run(command) == 1
    said = capsys.readouterr()
    assert "ships: first run, 2 records, 1 findings." in said.out
    assert said.err == ""
    assert run(command) == 0
    assert "0 new, 0 gone, 1 still there" in capsys.readouterr().out
    Nights(tmp_path, DAY + 'status = "any"\nlog = "-"\n')
    assert run(command) == 1
    told = json.loads(capsys.readouterr().err)
    assert (told["event"], told["still"], told["causes"][0]["since"]) == (
        "checked",
        1,
        "2030-06-01",
    )
    lines = (tmp_path / "runs" / "log.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["appeared"] for line in lines] == [1, 0]
    (tmp_path / "ships.csv").unlink()
    assert run(command) == 2
    said = capsys.readouterr()
    assert "lovgraf: ships: ships.csv: There is no such file" in said.err


@pytest.mark.parametrize(
    ("path", "names", "said"),
    [
        ("ships.csv", ["ships.csv"], "ships.csv: The file has headers but no rows"),
        ("in", ["in/a.csv", "in/b.csv"], "in: None of the files has a row"),
    ],
)
def test_headings_alone_are_told_as_such_by_a_run_and_before_it(
    tmp_path: Path, only_ships: Law, capsys: Capture, path: str, names: list[str], said: str
) -> None:
    """As `check` tells them; a folder has rows where one of its files has."""
    (tmp_path / "in").mkdir()
    for name in names:
        (tmp_path / name).write_text(f"{HEAD}\n")
    toml = tmp_path / "lovgraf.toml"
    toml.write_text(f'{DAY}[[dataset]]\nname = "ships"\npath = "{path}"\ntype = "ship"\n')
    for more in ([], ["--check"]):
        assert run(["run", str(toml), "--lang", "en", *more]) == 2
        told = capsys.readouterr()
        assert said in told.err
        assert "can be read" not in told.out
    check = ["check", str(tmp_path / path), "--type", "ship", "--as-of", "2030-06-01"]
    assert run([*check, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    (tmp_path / names[-1]).write_text(f"{HEAD}\na,1990-01-01,true,false\n")
    assert run(["run", str(toml), "--lang", "en", "--check"]) == 0
    assert "can be read" in capsys.readouterr().out


def test_a_row_of_a_file_without_headings_is_not_taken_for_headings(
    tmp_path: Path, only_ships: Law, capsys: Capture
) -> None:
    """The mapping says that there are none."""
    (tmp_path / "ships.csv").write_text("a,1990-01-01,true,false\n")
    columns = [{"titles": one, "name": one} for one in HEAD.split(",")]
    mapping = {"dialect": {"header": False}, "tableSchema": {"columns": columns}}
    (tmp_path / "m.json").write_text(json.dumps(mapping))
    toml = tmp_path / "lovgraf.toml"
    text = '[[dataset]]\nname = "s"\npath = "ships.csv"\ntype = "ship"\nmapping = "m.json"\n'
    toml.write_text(text)
    assert run(["run", str(toml), "--lang", "en", "--check"]) == 0
    assert "can be read" in capsys.readouterr().out


def test_what_is_not_asked_for_want_of_a_column_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    assert counted(nights.night()) == (2, 0, 0)

    def unasked(*given: Any, **further: Any) -> CheckResult:
        found = check_inputs(*given, **further)
        lost = [NotAsked(n.norm, n.title, n.provision_label, ("inspected",)) for n in found.norms]
        return structs.replace(found, norms=(), causes=(), not_asked=tuple(lost))

    with monkeypatch.context() as patched:
        patched.setattr(nightly, "check_inputs", unasked)
        error = nights.night().error
        assert error
        assert "2 findings rested on" in error.en
        assert "accept_unread = ['inspected']" in error.en
    assert counted(nights.night()) == (0, 0, 2), "compared with the last that could be used"


@pytest.mark.parametrize(("ids", "folder"), one_in(2, cells((False, True), (True, False))))
def test_findings_that_a_lost_column_leaves_open_are_not_gone(
    tmp_path: Path, ids: bool, folder: bool
) -> None:
    """Also where the norm is still asked, for other columns of it are there; also where one file of
    a folder lacks the column."""
    nights = Nights(tmp_path, DAY)
    file = tmp_path / "ships.csv"
    if folder:
        text = (tmp_path / "lovgraf.toml").read_text("utf-8").replace("ships.csv", "ships")
        (tmp_path / "lovgraf.toml").write_text(text)
        nights.settings = read_settings(tmp_path / "lovgraf.toml")
        (tmp_path / "ships").mkdir()
        file = tmp_path / "ships" / "one.csv"
        file.with_name("other.csv").write_text(f"{HEAD}\ny,2029-01-01,true,true")
    rows = ["a,1990-01-01,true,false", "b,1990-01-01,true,false", "c,2029-01-01,true,false"]

    def write(*lost: str) -> None:
        """The register without some columns."""
        kept = [n for n, name in enumerate(HEAD.split(",")) if name not in lost]
        lines = [[line.split(",")[n] for n in kept] for line in (HEAD, *rows)]
        file.write_text("\n".join(map(",".join, lines)))

    anonymous = () if ids else ("id",)
    write(*anonymous)
    assert counted(nights.night()) == (2, 0, 0)
    for lost in one_in(2, ("sails", "built_on")):
        write(lost, *anonymous)
        error = nights.night().error
        assert error, lost
        assert f"lost columns that were there last time: {lost} (that are missing)." in error.en
        assert "2 findings rested on" in error.en
        assert f"accept_unread = ['{lost}']" in error.en
    write(*anonymous)
    assert counted(nights.night()) == (0, 0, 2), "compared with the last that could be used"
    text = (tmp_path / "lovgraf.toml").read_text("utf-8")
    (tmp_path / "lovgraf.toml").write_text(text + 'accept_unread = ["sails"]\n')
    nights.settings = read_settings(tmp_path / "lovgraf.toml")
    write("sails", *anonymous)
    assert counted(nights.night()) == (0, 2, 0), "the reader knows that it is lost"
    assert counted(nights.night()) == (0, 0, 0)


@whole("test_a_column_that_is_blank_in_all_rows_stops_the_run")
def test_a_lost_column_that_loses_no_finding_stops_nothing(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    nights.night()
    text = (tmp_path / "ships.csv").read_text("utf-8").splitlines()
    (tmp_path / "ships.csv").write_text("\n".join(f"{line},{n}" for n, line in enumerate(text)))
    assert counted(nights.night()) == (0, 0, 2)
    nights.ships("a:1990", "b:1990")
    assert counted(nights.night()) == (0, 0, 2)


def test_a_column_that_is_blank_in_all_rows_stops_the_run(tmp_path: Path) -> None:
    """Its heading stayed and its values did not come: the findings that rest on it are not gone."""
    nights = Nights(tmp_path, DAY)
    file = tmp_path / "ships.csv"
    rows = [f"{name},1990-01-01,true,false" for name in "abcde"]
    file.write_text("\n".join([HEAD, *rows]))
    assert counted(nights.night()) == (5, 0, 0)
    file.write_text("\n".join([HEAD, *(row.replace("1990-01-01", "") for row in rows)]))
    error = nights.night().error
    assert error
    assert "built_on (that are blank in all rows)" in error.en
    assert "built_on (som er tomme i alle rækker)" in error.da
    assert "5 findings rested on" in error.en
    assert "accept_unread = ['built_on']" in error.en
    # No finding rests on it: the run goes on, and is not green.
    (tmp_path / "other").mkdir()
    other, file = Nights(tmp_path / "other", DAY), tmp_path / "other" / "ships.csv"
    file.write_text("\n".join([HEAD, *(f"{name},2013-01-01,true,true" for name in "abcde")]))
    assert not other.night().suspicious
    file.write_text("\n".join([HEAD, *(f"{name},2013-01-01,true," for name in "abcde")]))
    blank = other.night()
    assert (blank.blank, blank.suspicious) == (("inspected",), True)


def test_a_column_that_few_records_had_a_value_in_may_be_blank(tmp_path: Path) -> None:
    """The one record of twenty that had it left: that is no loss of a column."""
    nights = Nights(tmp_path, DAY)
    file = tmp_path / "ships.csv"
    others = [f"s{n},,true,true" for n in range(20)]
    file.write_text("\n".join([HEAD, "a,1990-01-01,true,false", *others]))
    assert counted(nights.night()) == (1, 0, 0)
    file.write_text("\n".join([HEAD, *others]))
    assert counted(nights.night()) == (0, 1, 0)


def test_a_history_of_an_older_version_tells_the_columns_alone() -> None:
    found = Columns.read('[["id", "sails"]]')
    assert found == Columns((("id", "sails"),))
    assert Columns.read(found.text) == found


def test_what_the_data_no_longer_tell_is_not_mended(tmp_path: Path) -> None:
    """A word that nobody knows in the place of a no: the finding is not gone, and the night is not
    green; a record that left is told apart from one that was mended."""
    nights = Nights(tmp_path, DAY)
    file = tmp_path / "ships.csv"
    rows = [f"{name},1990-01-01,true,false" for name in "abcdefgh"]
    file.write_text("\n".join([HEAD, *rows]))
    assert counted(nights.night()) == (8, 0, 0)
    rows[0], rows[1] = "a,1990-01-01,true,perhaps", "b,1990-01-01,true,true"
    file.write_text("\n".join([HEAD, *rows[:-1]]))
    found = nights.night()
    assert counted(found) == (0, 3, 5)
    assert (found.total("gone_open"), found.total("gone_left")) == (1, 1)
    run = Nightly(BEGUN, (found,))
    assert run.found("new")
    told = "".join(as_text(run, nights.settings, "en"))
    assert "Of the gone 1 were not mended but are open now" in told
    assert "Of the gone 1 are of records that are no longer in the extract" in told
    assert "1 records fewer than last time (8)" in told
    assert "Data: 1 errors" in told
    rows[1] = "b,1990-01-01,true,false"
    file.write_text("\n".join([HEAD, *rows[1:-1]]))
    assert counted(nights.night()) == (1, 0, 5)


def test_data_that_may_have_lost_something_give_no_green_night(tmp_path: Path) -> None:
    """Half the records, or a last line that was cut off."""
    nights = Nights(tmp_path, DAY)
    file = tmp_path / "ships.csv"
    rows = [f"{name},1990-01-01,true,true" for name in "abcdefghij"]

    def night(*lines: str) -> bool:
        file.write_text("\n".join([HEAD, *lines]) + "\n")
        return Nightly(BEGUN, (nights.night(),)).found("new")

    assert not night(*rows)
    assert not night(*rows[:9])
    assert night(*rows[:5])
    assert not night(*rows[:5]), "it is told once"
    assert night(*rows[:5], "k,1990-01")


def test_findings_that_go_while_errors_come_give_no_green_night(tmp_path: Path) -> None:
    """As where all dates of birth are a century wrong, and nobody is addressed any more."""
    nights = Nights(tmp_path, DAY)
    file = tmp_path / "ships.csv"

    def night(*lines: str) -> DatasetRun:
        file.write_text("\n".join([HEAD, *lines]) + "\n")
        return nights.night()

    night("a,1990-01-01,true,false", "b,2029-01-01,true,true")
    mended = night("a,1990-01-01,true,true", "b,2029-01-01,true,true")
    assert (counted(mended), mended.suspicious) == ((0, 1, 0), False)
    night("a,1990-01-01,true,false", "b,2029-01-01,true,true")
    wrong = night("a,2029-01-01,true,false", "b,2029-01-01,perhaps,true")
    assert (counted(wrong), wrong.suspicious) == ((0, 1, 0), True)


def test_the_run_that_was_made_last_is_compared_whatever_the_clock_said(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990")
    nights.night()
    nights.number = 5
    nights.ships("a:1990", "b:1990")
    assert counted(nights.night()) == (1, 0, 1)
    nights.number = 1
    nights.ships("a:1990")
    found = nights.night()
    assert counted(found) == (0, 1, 1)
    assert found.later == BEGUN + timedelta(days=6)
    said = "".join(as_text(Nightly(BEGUN, (found,)), nights.settings, "en"))
    assert "later than this: the clock was ahead then, or is behind now" in said
    nights.ships("a:1990", "b:1990")
    assert counted(nights.night()) == (1, 0, 1), "it is new again, and is told so"


def test_runs_that_are_forgotten_are_told(tmp_path: Path) -> None:
    nights = Nights(tmp_path, f"{DAY}retention_days = 30\n")
    nights.ships("a:1990")
    nights.night()
    found = run_all(nights.settings, lambda _: nights.law, BEGUN + timedelta(days=500))
    assert found.forgotten == 1
    assert "1 runs that were older" in "".join(as_text(found, nights.settings, "en"))


def test_a_series_of_checks_takes_no_file_that_lost_a_column_of_its_findings(
    tmp_path: Path,
) -> None:
    data, runs = tmp_path / "ships.csv", tmp_path / "series"
    request = CheckRequest(date(2030, 6, 1), FIRST, record_type="ship")

    def keep(text: str, day: int) -> None:
        data.write_text(text)
        result = check_dataset(data, request)
        begun = BEGUN + timedelta(days=day)
        read = DataRead((InputFile.of(data),), request, reads_of(result))
        found = Run(begun, "ships", result, BEGUN.date(), read, ["breached"], lambda _: None)
        add_run(runs, found, 30)

    keep(f"{HEAD}\na,1990-01-01,true,false\n", 0)
    with pytest.raises(InputError) as told:
        keep("id,built_on,inspected\na,1990-01-01,false\n", 1)
    assert "last time: sails (that are missing)" in told.value.message.en
    assert "give the series of checks another name" in told.value.message.en
    assert {row.run for row in kept.read_history(runs)} == {BEGUN}


def test_what_is_looked_for_no_more_is_not_gone(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    assert counted(nights.night()) == (2, 0, 0)
    one = nights.settings.datasets[0]
    nights.settings = replace(
        nights.settings, datasets=(structs.replace(one, fail_on=frozenset({"unattainable"})),)
    )
    other = nights.night()
    assert (counted(other), other.resettled) == ((0, 0, 0), True)
    shown = "".join(as_text(Nightly(BEGUN, (other,)), nights.settings, "en"))
    assert "The settings were changed since last time" in shown
    same = nights.night()
    assert not same.resettled
    nights.settings = replace(nights.settings, datasets=(one,))
    back = nights.night()
    assert back.resettled


def test_a_file_of_a_folder_that_is_there_no_more_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "ships.csv"
    folder.mkdir()
    for name in ("a", "b"):
        rows = "".join(f"{name}{n},1990-01-01,true,true\n" for n in range(20 if name == "a" else 2))
        (folder / f"{name}.csv").write_text(f"{HEAD}\n{rows}")
    nights = Nights(tmp_path, DAY)
    assert counted(nights.night()) == (0, 0, 0)
    assert not nights.night().suspicious
    (folder / "b.csv").rename(folder / "b.csv.part")
    found = nights.night()
    assert (found.missing_files, found.suspicious) == (("b.csv",), True)
    shown = "".join(as_text(Nightly(BEGUN, (found,)), nights.settings, "en"))
    assert "not there now: b.csv." in shown
    assert as_json(found, Nightly(BEGUN, (found,)))["missing_files"] == ["b.csv"]
    (folder / "b.csv.part").rename(folder / "c.csv")
    assert "not read" not in "".join(
        as_text(Nightly(BEGUN, (nights.night(),)), nights.settings, "en")
    )
    (folder / "notes.txt").write_text(f"{HEAD}\nt1,1990-01-01,true,true\n")
    found = nights.night()
    shown = "".join(as_text(Nightly(BEGUN, (found,)), nights.settings, "en"))
    assert "  notes.txt was not read: " in shown
    assert as_json(found, Nightly(BEGUN, (found,)))["files_not_read"] == ["notes.txt"]
    (folder / "a.csv").rename(folder / "d.csv")  # names that change from night to night
    assert not nights.night().missing_files


def test_a_night_reads_its_history_once_and_opens_its_data_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the check: for the values, and for the records of findings that are gone."""
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990", "b:1990")
    nights.night()
    nights.ships("b:1990", "c:1990")
    opened, read = list[Path](), list[Path]()

    def opening(file: InputFile, *more: Any) -> Any:
        opened.append(file.path)
        return open_dataset(file, *more)

    def reading(folder: Path) -> list[kept.Kept]:
        read.append(folder)
        return kept.read_history(folder)

    monkeypatch.setattr("lovgraf.runs.nightly.data_read.open_dataset", opening)
    monkeypatch.setattr(nightly, "read_history", reading)
    assert counted(nights.night()) == (1, 1, 1)
    assert [path.name for path in opened] == ["ships.csv"]
    assert len(read) == 1


def test_open_verdicts_are_told_in_one_line(tmp_path: Path) -> None:
    nights = Nights(tmp_path, DAY)
    nights.ships("a:1990")
    with (tmp_path / "ships.csv").open("a") as file:
        file.write("\ny,1990-01-01,true,\nx,1990-01-01,true,")
    found = nights.night()
    shown = "".join(as_text(Nightly(BEGUN, (found,)), nights.settings, "en"))
    assert shown.count("may be breaches") == 1
    assert "Not decided: 2 verdicts, of which 2 may be breaches." in shown
