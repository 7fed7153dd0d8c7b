"""A file in blocks says byte for byte what the file says that is checked at once."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.check import row_recheck
from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts import blocks, groups
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult
from lovgraf.readers.inputs import find_inputs
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.small_law import AS_OF, UNIQUE, law_of
from tests.checker.test_row_recheck import NORM_TEXT
from tests.examples import examples, one_in, whole

LAW = law_of(NORM_TEXT, UNIQUE)
HEAD = "id,built_on,bought_on,inspected,masts,colour\n"
DAYS = ("2030-05-20", "2030-01-01", "2029-12-31", "", "")
FLAWED = ("?", "31-31-2030", "12345678")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SIZE", 2500)
    monkeypatch.setattr(blocks, "_WINDOW", 500)
    monkeypatch.setattr(groups, "SIZE", 400)
    monkeypatch.setattr(groups, "LARGER", 400)
    monkeypatch.setattr(row_recheck, "MOST", 20)


def row(number: int, draw: random.Random, odd: float, form: str, month_first: float) -> str:
    """A ship of which some values may be odd, and a day may stand with its month before it."""

    def day() -> str:
        found = draw.choice(DAYS)
        if draw.random() < month_first:
            return f"{draw.randint(1, 12)}/{draw.randint(13, 28)}/2030"
        return found and form.format(*found.split("-"))

    identifier = draw.choice([f"s{number}", str(draw.randint(1, 50)), ""])
    values = [identifier, day(), day(), draw.choice(["true", "false", ""]), "2", "red"]
    return ",".join(draw.choice(FLAWED) if draw.random() < odd else value for value in values)


def rows(seed: int, odd: float, form: str, turned: float) -> list[str]:
    """Rows of which the later ones differ in kind from those before."""
    draw = random.Random(seed)
    first = [row(n, draw, 0, "{0}-{1}-{2}", 0) for n in range(80)]
    return first + [row(n, draw, odd, form, turned) for n in range(80, 240)]


def write_csv(lines: Sequence[str], path: Path) -> None:
    path.write_text(HEAD + "\n".join(lines) + "\n")


def write_parquet(lines: Sequence[str], path: Path) -> None:
    text = (HEAD + "\n".join(lines) + "\n").encode()
    texts = pc.ConvertOptions(column_types=dict.fromkeys(HEAD.strip().split(","), pa.string()))
    pq.write_table(
        pc.read_csv(pa.BufferReader(text), convert_options=texts), path, row_group_size=80
    )


def written(result: CheckResult, form: str, shown: bool) -> str:
    options = ReportOptions(show_values=shown, fail_on=frozenset({"breached", "pending"}))
    return "".join(FORMATS[form].write(result, options))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "write"), [("a.csv", write_csv), ("a.parquet", write_parquet)])
@examples(1, whole=2, of=4)
@given(
    seed=st.integers(0, 1000),
    odd=st.sampled_from([0, 0.01, 0.2]),
    form=st.sampled_from(["{0}-{1}-{2}", "{2}-{1}-{0}", "{2}/{1}/{0}"]),
    turned=st.sampled_from([0, 0.1, 1]),
    exact=st.booleans(),
    shown=st.booleans(),
    most=st.sampled_from([20, 60, 1000]),
)
def test_blocks_say_what_the_file_says(
    name: str, write: object, seed: int, odd: float, form: str, turned: float, exact: bool,
    shown: bool, most: int,
) -> None:  # fmt: skip
    row_recheck.MOST = most  # put back by the fixture
    listed = frozenset({"breached", "pending"})
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        write(rows(seed, odd, form, turned), path)  # type: ignore[operator]
        asked = CheckRequest(
            AS_OF, LAW, record_type="ship", fail_on=listed, show_values=shown, exact=exact
        )
        work = Work.begin(Path(folder, "work"))
        divided = check_parts(find_inputs(str(path)), asked, work)
        assert len([p for p in work.parts() if (p / "ship.cells.parquet").exists()]) >= 2
        whole = check_dataset(
            path,
            CheckRequest(
                AS_OF, LAW, record_type="ship", fail_on=listed, show_values=shown, exact=exact
            ),
        )
        for form in ("json", "html", "csv"):
            assert written(divided, form, shown) == written(whole, form, shown)
        assert divided == check_parts(find_inputs(str(path)), asked, work)


@pytest.mark.slow
@whole("test_open_verdicts_are_counted_in_all_files")
def test_open_verdicts_are_counted_in_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few in each block, too many in the file: all are left open, and one note says how many."""
    path = tmp_path / "a.csv"
    write_csv([f"s{n},2030-05-20,,false,2,red" for n in range(300)], path)
    for most, verdict in ((250, "undetermined"), (300, "pending")):
        monkeypatch.setattr(row_recheck, "MOST", most)
        asked = CheckRequest(AS_OF, LAW, record_type="ship")
        found = check_parts(find_inputs(str(path)), asked, Work.begin(tmp_path / str(most)))
        assert found.norms[0].verdicts == {verdict: 300}
        assert any("300 verdicts" in note.en for note in found.notes) == (most == 250)


@pytest.mark.slow
@pytest.mark.parametrize("most", one_in(5, [250, 99, 100, 299, 300]))
def test_open_verdicts_are_counted_in_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """A folder leaves open what one file of the same rows does, and says it in the same words."""
    lines = [f"s{n},2030-05-20,,false,2,red" for n in range(300)]
    write_csv(lines, tmp_path / "one.csv")
    (tmp_path / "in").mkdir()
    for number in range(3):
        write_csv(lines[number * 100 : number * 100 + 100], tmp_path / "in" / f"{number}.csv")
    monkeypatch.setattr(row_recheck, "MOST", most)
    monkeypatch.setattr(blocks, "SIZE", 1 << 30)
    judged: list[bool] = []
    original = row_recheck.RowRecheck.judged

    def watched(again: row_recheck.RowRecheck) -> Any:
        found = list(original(again))
        judged.append(bool(found))
        return iter(found)

    monkeypatch.setattr(row_recheck.RowRecheck, "judged", watched)
    work = Work.begin(tmp_path / "work")
    folder = check_parts(
        find_inputs(str(tmp_path / "in")), CheckRequest(AS_OF, LAW, record_type="ship"), work
    )
    assert sum(judged) == (most >= 100) * min(most // 100 + 1, 3)
    one = check_dataset(tmp_path / "one.csv", CheckRequest(AS_OF, LAW, record_type="ship"))
    assert folder.norms == one.norms
    assert folder.causes == one.causes
    assert (folder.open, folder.notes) == (one.open, one.notes)
    again = check_parts(
        find_inputs(str(tmp_path / "in")), CheckRequest(AS_OF, LAW, record_type="ship"), work
    )
    assert again == folder


@pytest.mark.slow
def test_a_file_with_a_mapping_is_cut_too(tmp_path: Path) -> None:
    """Columns of other names, a preamble, no line of headers."""
    path, mapping = tmp_path / "a.csv", tmp_path / "m.json"
    names = ("id", "builtOn", "boughtOn", "inspected", "masts")
    columns = [{"titles": f"X{n}", "propertyUrl": f"record:{name}"} for n, name in enumerate(names)]
    dialect = {"header": False, "skipRows": 2, "delimiter": ";"}
    table = {"columns": [*columns, {"titles": "X5", "suppressOutput": True}]}
    mapping.write_text(
        json.dumps(
            {
                "@context": ["http://www.w3.org/ns/csvw", {"@base": "./"}],
                "url": "a.csv",
                "dialect": dialect,
                "tableSchema": table,
            }
        ).replace("record:", "https://w3id.org/lovgraf/record#")
    )
    lines = rows(3, 0.01, "{2}-{1}-{0}", 0.1)
    path.write_text("Udtræk\n\n" + "\n".join(lines).replace(",", ";") + "\n")
    asked = CheckRequest(AS_OF, LAW, mapping=mapping, record_type="ship")
    divided = check_parts(find_inputs(str(path)), asked, Work.begin(tmp_path / "work"))
    assert len(list((tmp_path / "work").glob("*/*.cells.parquet"))) > 2
    whole = check_dataset(path, CheckRequest(AS_OF, LAW, mapping=mapping, record_type="ship"))
    assert whole.records == len(lines)
    assert written(divided, "json", shown=False) == written(whole, "json", shown=False)
