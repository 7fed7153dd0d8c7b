"""The oracle: verdicts written by hand against the evaluator, and the quality of the records."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pa_parquet
import pytest

from lovgraf.authoring.sample import write_sample
from lovgraf.authoring.sample.profiles import read_profiles
from lovgraf.check.quality import quality_shapes
from lovgraf.conditions.expressions import closed
from lovgraf.core.terms import absolute
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.states import FactTable
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law
from tests.examples import WHOLE

RECORDS = 3000


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(RECORDS, folder / "data.parquet", 12, expected=folder / "known.parquet")
    return folder / "data.parquet", folder / "known.parquet"


def rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa_parquet.read_table(path).to_pylist()
    return found


def by_fact(row: dict[str, Any], facts: FactVocabulary) -> dict[str, Any]:
    columns = facts.columns
    return {
        columns[name].iri: tuple(value.split()) if columns[name].multi else value
        for name, value in row.items()
        if value is not None
    }


@pytest.mark.slow
def test_verdicts_are_those_written_by_hand(sample: tuple[Path, Path], law: Law) -> None:
    data, known = map(rows, sample)
    view = law.at(read_profiles().as_of)
    norms = {absolute(line["norm"]) for line in known}
    found = verdicts_for(view, [by_fact(row, law.facts) for row in data], "person", norms)
    verdicts = {row["id"]: one for row, one in zip(data, found, strict=True)}
    wrong: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in known:
        got = verdicts[line["id"]][absolute(line["norm"])].verdict
        if got != line["verdict"]:
            wrong[line["norm"], line["verdict"], got] += 1
    assert wrong == {}


def failing(path: Path, law: Law) -> dict[str, set[str]]:
    """The records that do not conform to each quality shape but the informative ones."""
    names = list(read_profiles().columns)
    table = FactTable(law.facts, names, read_profiles().as_of)
    table.add(law.facts.facts)
    shown = {
        iri: closed(shape.condition, table)
        for iri, shape in sorted(quality_shapes(law, "person")[0].items())
        if shape.severity != "info" and not _is_type(iri)
    }
    wanted = {f"s{n}": one for n, one in enumerate(shown.values())}
    split = {name for name in names if law.facts.columns[name].multi}
    columns = ", ".join(f"string_split({n}, ' ') AS {n}" if n in split else n for n in names)
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        f"CREATE VIEW records AS SELECT {columns}, 0 AS records_row FROM read_parquet('{path}')"
    )
    sql = table.sql({**wanted, "key": table.table["id"]})
    found = connection.execute(sql).fetchall()
    slugs = [str(shape).rsplit("/", 1)[-1] for shape in shown]
    return {
        slug: bad
        for n, slug in enumerate(slugs)
        if (bad := {str(row[-1]) for row in found if not row[n]})
    }


def _is_type(shape: str) -> bool:
    """Whether a shape only says of which type values are (a typed table always meets it)."""
    return shape.endswith(("-type", "-code", "-country"))


def test_a_clean_sample_is_valid(sample: tuple[Path, Path], law: Law) -> None:
    assert failing(sample[0], law) == {}


def test_faults_of_combination_are_what_the_shapes_find(tmp_path: Path, law: Law) -> None:
    file, answer = tmp_path / "data.parquet", tmp_path / "known.parquet"
    book = read_profiles()
    write_sample(4000 if WHOLE else 1500, file, 5, faults=0.2, expected=answer)
    known = [row for row in rows(answer) if row["fault"]]
    texts = {f.name for f in book.faults if any(d.way == "text" for d in f.changes.values())}
    readable = tmp_path / "readable.parquet"
    duckdb.connect().execute(
        f"COPY (SELECT * REPLACE (try_cast(birth_date AS DATE) AS birth_date, "
        f"try_cast(first_payment_on AS DATE) AS first_payment_on, "
        f"try_cast(has_nemkonto AS BOOLEAN) AS has_nemkonto) FROM read_parquet('{file}')) "
        f"TO '{readable}' (FORMAT parquet)"
    )
    found = failing(readable, law)
    for line in known:
        if line["fault"] not in texts:
            assert line["id"] in found[line["finds"]], line
