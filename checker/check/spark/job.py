"""The job of the workers, sent to them once: the files, how they are read, the law as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from msgspec import Struct

from lovgraf.check.quality import no_values
from lovgraf.check.spark.looking import Dataset, Look, Part
from lovgraf.check.table_records import KEEP
from lovgraf.core.terms import Text
from lovgraf.engine.array_path import ArrayPath
from lovgraf.engine.table_plan import RowPlan, TablePlan
from lovgraf.facts.vocabulary import FactVocabulary

FILE = 1 << 40
"""A row of a dataset is told by the place of its file times this, plus its number in the file."""


class Section(Struct, frozen=True):
    """Records that meet the same law: one type, one day, the same columns.

    `group` is the same for all of one type and day, whatever their columns; `unique` names what is
    kept of values that must be unique, each with words that are no values.
    """

    record_type: str
    group: int
    plan: RowPlan
    unique: tuple[tuple[str, tuple[str, ...]], ...]
    has_ids: bool


def section(record_type: str, group: int, plan: TablePlan, carried: Iterable[str]) -> Section:
    """What workers need of a plan."""
    kept = set(carried)
    return Section(
        record_type,
        group,
        RowPlan(
            plan.facts,
            plan.columns,
            plan.row_sql,
            plan.keys,
            partial(ArrayPath.from_json, plan.array_path().to_json()),
        ),
        unique_columns(plan.facts, kept),
        f"{KEEP}id" in kept,
    )


def unique_columns(
    facts: FactVocabulary, kept: set[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The kept columns of values that must be unique, with words that are no values."""
    return tuple(
        (KEEP + name, tuple(no_values(c)))
        for name, c in facts.columns.items()
        if c.unique and KEEP + name in kept
    )


class Batch(Struct, frozen=True):
    """Files of one day with the same columns: what their rows may be warned of, and the section
    (by place) of each type of record."""

    warnings: tuple[tuple[str, str | None, Text], ...]
    sections: dict[str, int]


class Job(Struct, frozen=True):
    """All that reading takes. `batch_of` gives the batch of each file; `key` names the run, and
    `secret` keeps anyone from finding out a value from what is compared in its place."""

    key: str
    secret: str
    dataset: Dataset
    looks: tuple[Look, ...]
    batch_of: tuple[int, ...]
    batches: tuple[Batch, ...]
    sections: tuple[Section, ...]
    show_values: bool

    def parts(self) -> list[Part]:
        """The parts of all files, in order."""
        from lovgraf.check.spark.looking import parts_of

        return [part for n, look in enumerate(self.looks) for part in parts_of(n, look)]
