"""`lovgraf columns` lists what a mapping may name."""

from __future__ import annotations

import json

from lovgraf.cli import run
from lovgraf.law import Law
from lovgraf.readers.reading import Reader
from tests.checker.cli.said import Capture


def test_every_column_and_code_is_listed(law: Law, capsys: Capture) -> None:
    assert run(["columns", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told.keys() == set(law.facts.record_types.values())
    for kind, some in told.items():
        assert [one["column"] for one in some] == [c.name for c in law.facts.columns_of(kind)]
        for one in some:
            codes = law.facts.columns[one["column"]].code_list
            assert (one["codes"] or {}).keys() == set(codes.notations if codes else ())


def test_the_words_that_are_read_as_a_code_are_listed(law: Law, capsys: Capture) -> None:
    assert run(["columns", "--json"]) == 0
    for some in json.loads(capsys.readouterr().out).values():
        for one in some:
            reader = Reader(law.facts.columns[one["column"]])
            for notation, words in (one["words"] or {}).items():
                read = {str(reader.read(word).value).strip("(),'") for word in words}
                assert read <= {notation}, one["column"]
    assert run(["columns", "CPR-status", "--type", "person", "--lang", "da"]) == 0
    assert "bosat i Danmark" in capsys.readouterr().out


def test_columns_are_found_by_words(capsys: Capture) -> None:
    assert run(["columns", "nemkonto", "--type", "payment", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "recipient_has_nemkonto: " in told
    assert "person\n" not in told
    assert run(["columns", "risiko", "--type", "customer", "--lang", "da"]) == 0
    assert "increased = øget risiko" in capsys.readouterr().out
    assert run(["columns", "qqq"]) == 2
