"""The columns engine on records in memory: one citizen, a scenario, a batch of completions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checker.cells.plan import Plan, make_plan
from checker.cells.population import Population
from checker.law.view import LawView
from checker.records.facts import Column
from checker.records.states import NONE_SUFFIX
from checker.records.values import NONE, State
from checker.reports.result import VERDICTS
from checker.verdicts.evaluate import NO_REASON, evaluate
from checker.verdicts.program import compile_programs

_SQL_TYPES = {
    "date": "DATE", "boolean": "BOOLEAN", "integer": "BIGINT", "decimal": "DOUBLE",
    "string": "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """The verdict of one norm on one record.

    `missing` are canonical column names, `judgment` authorities' IRIs; both sorted.
    """

    norm: str
    verdict: str
    missing: tuple[str, ...] = ()
    judgment: tuple[str, ...] = ()


def verdicts_for(
    view: LawView,
    records: Sequence[Mapping[str, State]],
    record_type: str = "person",
    norms: Iterable[str] | None = None,
) -> list[dict[str, Verdict]]:
    """The verdict of each norm in force on each record, by norm.

    A record maps facts (columns, by IRI) to a value, `NONE`, or None for unknown. Raises
    `InputError` where a norm cannot be compiled.
    """
    programs = compile_programs(view, record_type)
    if norms is not None:
        wanted = set(norms)
        programs.programs = {i: p for i, p in programs.programs.items() if i in wanted}
    for iri, error in programs.refused.items():
        if norms is None or iri in wanted:
            raise error
    names = present_columns(view, records)
    plan = make_plan(programs, {}, names)
    population = load_records(view, records, plan, names)
    return _verdicts(view, plan, population, len(records))


def present_columns(view: LawView, records: Sequence[Mapping[str, State]]) -> list[str]:
    """The columns that records in memory need, with marks where a value is `NONE`."""
    given = sorted({iri for record in records for iri in record})
    names = [f.name for iri in given if isinstance(f := view.law.facts[iri], Column)]
    none = {iri for record in records for iri, state in record.items() if state is NONE}
    marks = [
        f.name + NONE_SUFFIX for iri in sorted(none) if isinstance(f := view.law.facts[iri], Column)
    ]
    return names + marks


def load_records(
    view: LawView, records: Sequence[Mapping[str, State]], plan: Plan, names: Sequence[str]
) -> Population:
    """Put records in memory through a plan's SQL; row numbers follow their order."""
    import duckdb

    connection = duckdb.connect(config={"threads": 1, "preserve_insertion_order": True})
    columns = view.law.facts.columns
    kinds = []
    for name in names:
        if name.endswith(NONE_SUFFIX):
            kinds.append(f'"{name}" BOOLEAN')
        else:
            kind = _SQL_TYPES[columns[name].datatype]
            kinds.append(f'"{name}" {kind}{"[]" if columns[name].multi else ""}')
    connection.execute(f"CREATE TABLE records ({', '.join([*kinds, 'records_row BIGINT'])})")
    rows = [
        [*(_cell(columns, record, name) for name in names), number]
        for number, record in enumerate(records)
    ]
    if rows:
        marks = ", ".join("?" * (len(names) + 1))
        connection.executemany(f"INSERT INTO records VALUES ({marks})", rows)
    connection.execute(f"CREATE TABLE coded AS {plan.sql}")
    return Population(connection, "coded", plan)


def _cell(columns: Mapping[str, Column], record: Mapping[str, State], name: str) -> Any:
    if name.endswith(NONE_SUFFIX):
        return record.get(columns[name.removesuffix(NONE_SUFFIX)].iri) is NONE
    value = record.get(columns[name].iri)
    if value is NONE or value is None:
        return None
    if isinstance(value, Decimal):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def _verdicts(
    view: LawView, plan: Plan, population: Population, count: int
) -> list[dict[str, Verdict]]:
    result: list[dict[str, Verdict]] = [{} for _ in range(count)]
    names = {iri: f.name for iri, f in plan.programs.facts.facts.items() if isinstance(f, Column)}
    for group in plan.groups:
        cells = population.cells(group)
        rows = population.rows_of(cells)
        for iri in group.norms:
            program = plan.programs.programs[iri]
            found = evaluate(program, plan.atoms, cells.codes, len(cells))
            for row, cell in enumerate(rows):
                reason = found.reasons.get(int(cell), NO_REASON)
                result[row][iri] = Verdict(
                    iri,
                    VERDICTS[found.verdicts[cell]],
                    tuple(sorted(names.get(i, i) for i in reason.missing)),
                    reason.judgment,
                )
    return result
