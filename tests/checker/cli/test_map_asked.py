"""What `lovgraf map` asks in a terminal about headings and codes that an old system gave: what an
answer may say, and that it stands in the mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.cli.first_line import with_headings
from lovgraf.cli.mapper import Mapper
from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.readers.preview import Preview, preview
from tests.checker.cli.said import Capture, one_line
from tests.examples import one_in

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


_seen: dict[bytes, Preview] = {}


def seen(law: Law, path: Path) -> Preview:
    """What an export is taken for; that is found out once for the same content."""
    content = path.read_bytes()
    if content not in _seen:
        _seen[content] = preview(path, law.facts, None, True)
    return _seen[content]


def mapped(law: Law, path: Path, asked: Asked) -> Mapper:
    """The columns of a file, as somebody names them."""
    mapper = Mapper(seen(law, path), law.facts, "en", True, asked)
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

    mapper = Mapper(seen(law, written(tmp_path)), law.facts, "en", True, read)
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


@pytest.mark.parametrize("said", one_in(2, ["name", "adresse"]))
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


STRANGE = "QQA;QQB;QQC2014;QQD;QQE"


def strange(folder: Path, head: str) -> Path:
    """A file of which no column is told by its heading or its values."""
    path = folder / "d.csv"
    path.write_text("\n".join((head, *(f"a{n};b{n};c{n};d{n};e{n}" for n in range(9)))), "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "told"),
    one_in(
        2,
        [
            ("Kåre;17;Vibeke;7;Åse", "5 texts, 2 of them numbers or dates"),
            (STRANGE, "5 texts, none of them a number or a date"),
        ],
    ),
)
def test_whoever_is_there_says_whether_the_first_line_are_headings(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, head: str, told: str
) -> None:
    path, mapping = strange(tmp_path, head), tmp_path / "m.json"
    command = ["map", str(path), "-o", str(mapping), "--lang", "en"]
    for answer, status in (("n", 2), ("y", 0)):
        asked = Asked({"the first line": ["?", answer]})
        monkeypatch.setattr("builtins.input", asked)
        monkeypatch.setattr("lovgraf.cli.map._may_ask", lambda _: True)
        assert run(command) == status
        assert told in asked.questions[0]
        if status == 2:
            assert not any(word in capsys.readouterr().err for word in head.split(";")[:3])
    titles = [one["titles"] for one in json.loads(mapping.read_text())["tableSchema"]["columns"]]
    assert titles == head.split(";")
    assert mapping.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_headings_that_are_not_known_are_withheld_in_plain_words(
    tmp_path: Path, capsys: Capture
) -> None:
    path = strange(tmp_path, STRANGE)
    assert run(["map", str(path), "--lang", "en"]) == 2
    told = one_line(capsys)
    assert "5 texts, none of them a number or a date" in told
    assert "QQ" not in told
    for words in ("no line of headings", "facts about somebody", "--show-values", "terminal"):
        assert words in told
    assert run(["map", str(path), "--lang", "en", "--show-values"]) == 0
    assert '"QQC2014"' in capsys.readouterr().out


def test_words_are_shown_only_to_whoever_says_so(law: Law, tmp_path: Path) -> None:
    path = written(tmp_path)
    for may, shown in (("n", False), ("y", True)):
        asked = Asked({"fact is LDKD": [COUNTRY], "be shown here": ["?", "x", may]})
        mapper = Mapper(seen(law, path), law.facts, "en", False, asked)
        mapper.map()
        assert len([one for one in asked.questions if "be shown here" in one]) == 3
        assert any("5110" in one for one in asked.questions) is shown
        assert any("5110" in line for line in mapper.said()) is shown


def test_whoever_goes_away_leaves_the_rest_unread(law: Law, tmp_path: Path) -> None:
    answers = iter(["", "", COUNTRY])

    def read(question: str) -> str:
        if (said := next(answers, None)) is None:
            raise EOFError
        return said

    mapper = Mapper(seen(law, written(tmp_path)), law.facts, "en", False, read)
    mapper.map()
    assert mapper.names[3:5] == [COUNTRY, None]
    assert not mapper.codes
    with pytest.raises(InputError):
        with_headings(preview(strange(tmp_path, STRANGE), law.facts), "d.csv", False, read, "en")
