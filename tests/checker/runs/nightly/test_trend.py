"""The trend over kept runs: to read, as a page, as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.runs.nightly.settings import read_settings
from lovgraf.runs.nightly.trend import read_trend
from lovgraf.runs.nightly.trend_text import why
from tests.checker.cli.said import Capture, one_line
from tests.checker.runs.nightly.test_run import DAY, HEAD, Nights, counted, law
from tests.places import ROOT

pytestmark = pytest.mark.slow

OWNER = """
[[owner]]
name = "team"
label = {da = "Synet", en = "The inspectors"}
rules = ["law/2029/1"]
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights, the second under another law."""
    folder = tmp_path_factory.mktemp("nights")
    nights = Nights(folder, f"{DAY}keep_data = true\n{OWNER}")
    nights.ships("a:1990", "b:1990", "young:2015")
    nights.night()
    nights.law = law(10, "two")
    nights.ships("b:1990", "young:2015", "d:1990", "secretship:2016")
    nights.night()
    return folder / "runs"


def test_the_page_shows_what_comes(runs: Path, capsys: Capture) -> None:
    assert run(["history", str(runs), "--lang", "en"]) == 0
    page = (ROOT / "docs" / "history.md").read_text("utf-8")
    assert f"```text\n{capsys.readouterr().out}```" in page


def test_what_is_gone_stays_in_the_trend(runs: Path, tmp_path: Path) -> None:
    """Two nights more, in which nothing is left."""
    shutil.copytree(runs.parent, tmp_path, dirs_exist_ok=True)
    nights = Nights(tmp_path, f"{DAY}keep_data = true\n{OWNER}", law(10, "two"))
    nights.number = 2
    nights.ships("z1:2029")
    nights.night()
    nights.night()
    (one,) = read_trend(tmp_path / "runs")
    assert [(p.count, p.appeared, p.gone, p.new_law) for p in one.points] == [
        (2, 2, 0, False), (4, 3, 1, True), (0, 0, 4, False), (0, 0, 0, False),
    ]  # fmt: skip
    ((cause,),) = [owner.causes for owner in one.owners]
    assert cause.counts == (2, 4, 0, 0)
    assert (cause.last.count, cause.last.gone, cause.last.since) == (0, 0, None)


def test_under_the_same_law_it_is_told_what_else_changed(tmp_path: Path) -> None:
    """Days that passed over the same bytes, another way of reading them, other data."""
    nights = Nights(tmp_path, DAY)
    file = tmp_path / "ships.csv"
    file.write_text(f"{HEAD}\na,2028-01-01,true,false\nb,1990-01-01,true,false\n")
    nights.night()

    def due(settings: str) -> str:
        nights.settings = Nights(tmp_path, settings).settings
        assert nights.night().error is None
        return why(read_trend(tmp_path / "runs")[0].points[-1], "en")

    later = "as_of = 2060-06-01\n"
    assert due(later) == "the law is the same; the change is due to days that have passed"
    file.write_text(f"{HEAD}\nb,1990-01-01,true,false\n")
    said = due(later)
    assert said.startswith("the law is the same; the change is due to the data; ")
    assert said.endswith("1 of the gone are no longer in the extract")
    file.write_text(f"{HEAD}\nb,1990-01-01,true,\n")
    assert due(later).endswith("1 of the gone are open now")
    complete = nights.folder / "lovgraf.toml"
    complete.write_text(complete.read_text("utf-8") + 'complete = ["inspected"]\n')
    nights.settings = read_settings(complete)
    assert counted(nights.night()) == (1, 0, 0)
    told = why(read_trend(tmp_path / "runs")[0].points[-1], "en")
    assert told.startswith("the law is the same; the change is due to the data being read in")


@pytest.mark.parametrize("form", ["html", "json", "text"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_it_is_written_in_each_form(runs: Path, tmp_path: Path, form: str, lang: str) -> None:
    out = tmp_path / f"trend.{form}"
    command = ["history", str(runs), "--output", str(out), "--lang", lang, "--format", form]
    assert run(command) == 0
    text = out.read_text("utf-8")
    assert "secretship" not in text
    if form == "json":
        (one,) = json.loads(text)["datasets"]
        assert one["owners"][0]["causes"][0]["counts"] == [2, 4]
        assert [point["by_law"] for point in one["runs"]] == [None, 1]
    else:
        assert ("Synet" if lang == "da" else "The inspectors") in text
    if form == "html":
        assert "<svg" in text
        assert "<script" not in text


def test_a_format_is_for_a_trend_alone(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "day=2030-06-01").mkdir()
    assert run(["history", str(tmp_path), "--format", "html", "--lang", "en"]) == 2
    assert "no history.parquet" in one_line(capsys)
