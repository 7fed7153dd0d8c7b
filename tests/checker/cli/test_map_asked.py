"""What `lovgraf map` asks in a terminal about headings and codes that an old system gave: what an
answer may say, and that it stands in the mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.cli.mapper import Mapper
from lovgraf.law import Law
from lovgraf.readers.preview import preview
from tests.checker.cli.said import Capture

HEAD = "PNR;NVN;STAT;LDKD;UDRDT;DPTILSL;FRITKD;FRITDT"
ABROAD = ("5110", "5180", "5170")


def rows(countries: tuple[str, ...] = ABROAD) -> Iterator[str]:
    """Residents and people who left for some countries, the last of them the rarest."""
    for n in range(40):
        yield f"{61 + n % 20}12{50 + n}-{4202 + n};Møller,Kåre{n};01;5100;;{'JN'[n % 2]};0;"
    for place, country in enumerate(countries):
        for n in range(len(countries) - place):
            cpr = f"{61 + n % 20}01{50 + n}-{5200 + place}"
            yield f"{cpr};Sørensen,Åse{n};80;{country};01-02-2013;N;1;30-01-2014"


def written(folder: Path, head: str = HEAD, countries: tuple[str, ...] = ABROAD) -> Path:
    """An export as such a system writes it."""
    path = folder / "udtraek.csv"
    path.write_text("\r\n".join((head, *rows(countries), "")), "cp1252")
    return path


class Asked:
    """Somebody at a terminal: an answer to each question, by words of the question; Enter to all
    others."""

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.left = {words: iter(some) for words, some in answers.items()}
        self.questions: list[str] = []

    def __call__(self, question: str) -> str:
        self.questions.append(question)
        found = (some for words, some in self.left.items() if words in question)
        return next(next(found, iter(())), "")


def mapped(law: Law, path: Path, asked: Asked) -> Mapper:
    """The columns of a file, as somebody names them."""
    mapper = Mapper(preview(path, law.facts, None, True), law.facts, "en", True, asked)
    mapper.map()
    return mapper


COUNTRY = "residence_country"


@pytest.mark.parametrize("said", ["Norge", "norway", "NO"])
def test_a_country_is_read_as_its_name_or_code(law: Law, tmp_path: Path, said: str) -> None:
    asked = Asked({"fact is LDKD": [COUNTRY], "5110": [said], "5180": ["Tyskland"]})
    mapper = mapped(law, written(tmp_path), asked)
    assert mapper.codes[3] == {"5110": "NO", "5180": "DE"}
    question = next(one for one in asked.questions if "5110" in one)
    assert "a country" in question
    assert "(;" not in question
    assert any("LDKD" in one and "5170" in one and "1 row" in one for one in mapper.said())


@pytest.mark.parametrize("said", ["hest", "5110"])
def test_what_is_no_country_is_refused_by_name(
    law: Law, tmp_path: Path, capsys: Capture, said: str
) -> None:
    asked = Asked({"fact is LDKD": [COUNTRY], "5110": [said, "Norge"]})
    assert mapped(law, written(tmp_path), asked).codes[3]["5110"] == "NO"
    told = capsys.readouterr().err
    assert f"'{said}'" in told
    assert "a country" in told


@pytest.mark.parametrize(
    ("said", "code"), [("80", "80"), ("udrejst", "80"), ("emigrated", "80"), ("dead", "90")]
)
def test_a_code_is_read_as_its_code_its_label_or_another_word(
    law: Law, tmp_path: Path, said: str, code: str
) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text("cp1252").replace(";80;", ";ZQ;"), "cp1252")
    asked = Asked({"fact is STAT": ["cpr_status"], "ZQ mean": [said]})
    assert mapped(law, path, asked).codes[2] == {"ZQ": code}


def test_the_most_frequent_of_many_are_asked_about_and_the_rest_is_counted(
    law: Law, tmp_path: Path
) -> None:
    countries = tuple(str(5200 + n) for n in range(30))
    asked = Asked({"fact is LDKD": [COUNTRY], "mean in LDKD": ["Norge"]})
    mapper = mapped(law, written(tmp_path, countries=countries), asked)
    of_words = [one for one in asked.questions if "mean in LDKD" in one]
    assert [one.split()[2] for one in of_words] == [str(5200 + n) for n in range(10)]
    assert mapper.codes[3] == {"5200": "NO"}
    (line,) = [one for one in mapper.said() if "not read" in one and "LDKD" in one]
    assert "435 rows" in line
    assert "5229" not in line


def test_the_mapping_has_the_countries_and_is_read(
    law: Law, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, mapping = written(tmp_path), tmp_path / "map.json"
    asked = Asked(
        {
            "fact is STAT": ["cpr_status"], "fact is LDKD": [COUNTRY],
            "5110": ["Norge"], "5180": ["DE"], "5170": ["Storbritannien"], "UDRDT": ["left_on"],
            "DPTILSL": ["digital_post"], "FRITKD": ["exempt"], "FRITDT": ["exempted_on"],
        }
    )  # fmt: skip
    monkeypatch.setattr("builtins.input", asked)
    monkeypatch.setattr("lovgraf.cli.map._may_ask", lambda _: True)
    assert run(["map", str(path), "-o", str(mapping), "--show-values", "--lang", "en"]) == 0
    columns = json.loads(mapping.read_text())["tableSchema"]["columns"]
    assert columns[3]["lovgraf:codes"] == {"5110": "NO", "5170": "GB", "5180": "DE"}
    capsys.readouterr()
    run(["check", str(path), "--mapping", str(mapping), "--as-of", "2016-12-01",
         "--format", "json"])  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    assert not [one for one in found["record_quality"] if one["code"] == "unreadable"]


def test_a_question_is_explained_and_one_can_go_back(
    law: Law, tmp_path: Path, capsys: Capture
) -> None:
    asked = Asked(
        {
            "fact is NVN": ["<", "?", "", ""],
            "fact is STAT": ["<", "?", "cpr_status"],
            "fact is LDKD": [COUNTRY],
            "5110": ["?", "Sverige", "Norge"],
            "5180": ["<", "DE"],
        }
    )
    mapper = mapped(law, written(tmp_path), asked)
    assert mapper.names[:4] == ["cpr_number", None, "cpr_status", COUNTRY]
    assert mapper.codes[3] == {"5110": "NO", "5180": "DE"}
    told = capsys.readouterr().err
    assert "This is the first question." in told
    assert "46 of 46 rows" in told
    assert "01 (40" in told
    assert "5110 stands in 3 of the 46 rows" in told
    assert told.count("? shows") == 1


@pytest.mark.parametrize(
    ("heading", "said", "column"),
    [
        ("STAT", "status", "cpr_status"),
        ("STAT", "folkeregister", "cpr_status"),
        ("LDKD", "land", COUNTRY),
        ("LDKD", "country", COUNTRY),
        ("LDKD", "bor i land", COUNTRY),
    ],
)
def test_words_find_a_column(
    law: Law, tmp_path: Path, capsys: Capture, heading: str, said: str, column: str
) -> None:
    """By name, label or another heading; where several fit, by a number in a list."""
    answers = [said]

    def read(question: str) -> str:
        if f"fact is {heading}" not in question:
            return ""
        if not answers:
            told = capsys.readouterr().err.splitlines()
            numbered = (line for line in told if f"({column})" in line)
            return next(numbered).removeprefix("lovgraf: ").partition(".")[0]
        return answers.pop()

    path = written(tmp_path)
    mapper = Mapper(preview(path, law.facts, None, True), law.facts, "en", True, read)
    mapper.map()
    assert column in mapper.names


def test_a_refused_name_is_told_plainly(law: Law, tmp_path: Path, capsys: Capture) -> None:
    asked = Asked(
        {"fact is STAT": ["cpr_status"], "fact is LDKD": ["vrøvl", "CPR status", "currency", ""]}
    )
    mapped(law, written(tmp_path), asked)
    told = capsys.readouterr().err
    assert "'vrøvl' is no column that this file can have; lovgraf columns lists them." in told
    assert "\"CPR status\" (cpr_status) is taken by 'STAT'" in told
    assert "that is free" not in told


@pytest.mark.parametrize("said", ["name", "adresse"])
def test_what_shows_whom_a_row_is_about_stands_in_the_letters(
    law: Law, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    path, mapping, letters = written(tmp_path), tmp_path / "map.json", tmp_path / "letters.csv"
    asked = Asked(
        {
            "fact is NVN": [said], "fact is STAT": ["cpr_status"], "fact is LDKD": [""],
            "UDRDT": ["left_on"], "DPTILSL": ["digital_post"], "FRITKD": ["exempt"],
            "FRITDT": ["exempted_on"],
        }
    )  # fmt: skip
    monkeypatch.setattr("builtins.input", asked)
    monkeypatch.setattr("lovgraf.cli.map._may_ask", lambda _: True)
    assert run(["map", str(path), "-o", str(mapping), "--show-values", "--lang", "en"]) == 0
    assert "NVN shows whom the row is about" in capsys.readouterr().err
    columns = ["NVN=" + said, "STAT=cpr_status", "UDRDT=left_on", "DPTILSL=digital_post",
               "FRITKD=exempt", "FRITDT=exempted_on", "LDKD="]  # fmt: skip
    ways = [["--mapping", str(mapping)], [one for name in columns for one in ("--column", name)]]
    for way in ways:
        run(["check", str(path), "--as-of", "2016-12-01", "--lang", "en",
             "--letters", str(letters), *way])  # fmt: skip
        assert "another type of record" not in capsys.readouterr().out
        heads, first, *_ = letters.read_text("utf-8-sig").splitlines()
        assert "NVN" in heads
        assert "Møller,Kåre" in first
        letters.unlink()
