"""`lovgraf.check`: a dataset against the law."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace

from lovgraf.api.arguments import flags, one_of, path_of, texts, words_of
from lovgraf.api.given import Day, Source, day_of, law_of
from lovgraf.api.shown import Content, Shown
from lovgraf.api.tables import write_table
from lovgraf.check.findings_table import named_column, places_of, table
from lovgraf.check.findings_table import write as write_findings
from lovgraf.check.request import CheckRequest
from lovgraf.check.work_list import work_list
from lovgraf.core.errors import InputError
from lovgraf.core.fail_on import DEFAULT_FAIL_ON, named
from lovgraf.core.private import PrivateFolder
from lovgraf.core.result import VERDICTS, CheckResult
from lovgraf.core.terms import Lang, Text
from lovgraf.law import Law
from lovgraf.law.within import places_on
from lovgraf.readers.inputs import InputFile, Inputs, local_path
from lovgraf.reports.as_json import cause_as_dict
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.runs.dataset import NamedDataset, check_inputs, find_dataset, require_named

if TYPE_CHECKING:
    import pyarrow as pa

_TABLE = "table.parquet"
_ENGINES = ("columns", "reference")
_PARQUET = "parquet"
"""The findings alone, as `--findings` has them."""
_JOINED = ("norm", "provision", "verdict", "cause")
"""Columns by which the tables are joined: of one type in each."""


def check(
    data: object,
    *,
    as_of: Day = None,
    record_type: str | None = None,
    mapping: Source | None = None,
    presume: Source = "register",
    complete: str | Collection[str] = (),
    accept_unread: str | Collection[str] = (),
    sheet: str | None = None,
    table: str | None = None,
    query: str | None = None,
    proposals: Source | Sequence[Source] = (),
    law: Law | None = None,
    engine: str = "columns",
    exact: bool = False,
    all_norms: bool = False,
    about: str | Collection[str] = (),
    fail_on: str | Collection[str] = DEFAULT_FAIL_ON,
    show_values: bool = False,
) -> Checked:
    """Check a dataset as `lovgraf check` does.

    `data` is a path (of a file or a folder), a pattern, the address of a store or a database, or a
    table in memory: Arrow, pandas, Polars, a DuckDB relation, whatever offers an Arrow stream. The
    other arguments are the command's options of the same names (`lovgraf check --help`); several
    words are a list or a text with commas. Raises
    `InputError`, which says in one line what to do, where something cannot be used or nothing was
    checked.

    >>> import pyarrow as pa, lovgraf
    >>> persons = pa.table({"id": ["a"], "birth_date": ["1980-05-01"], "home_in_denmark": [True],
    ...     "digital_post": [False], "exemption_ground": ["0"]})
    >>> found = lovgraf.check(persons, as_of="2014-12-01", record_type="person")
    >>> found.records
    1
    """
    flags(exact=exact, all_norms=all_norms, show_values=show_values)
    texts(record_type=record_type, sheet=sheet, table=table, query=query)
    listed = _verdicts(fail_on)
    one_of("engine", engine, _ENGINES)
    unread = words_of("accept_unread", accept_unread)
    day, held = day_of(as_of), ExitStack()
    with held:
        under, notes = law_of(law, proposals, day, presume)
        _known_type(record_type, under)
        request = CheckRequest(
            day, under, None if mapping is None else path_of("mapping", mapping), record_type,
            words_of("complete", complete), engine, listed, show_values, exact,
            unread, all_norms, places_on(under, words_of("about", about), day),
        )  # fmt: skip
        if isinstance(data, str | PathLike):
            found = find_dataset(local_path(str(data)), held, table, query)
        else:
            found = _in_memory(data, held)
        inputs = found.at_hand(under.facts, held, sheet=sheet)
        result = require_named(check_inputs(inputs, request, held), request)
        result = replace(result, notes=(*notes, *result.notes))
        return Checked(result, under, request.fail_on, show_values, held.pop_all())


def _verdicts(fail_on: str | Collection[str]) -> frozenset[str]:
    """The verdicts that fail a check. Raises `InputError` for what is none."""
    listed = named(words_of("fail_on", fail_on))
    if listed is None or not listed <= {*VERDICTS}:
        known = ", ".join(VERDICTS)
        raise InputError(f"fail_on tager {known}.", f"fail_on takes {known}.")
    return listed


def _known_type(record_type: str | None, law: Law) -> None:
    """Raise `InputError` for a type of record that the law does not know."""
    kinds = sorted(law.facts.record_types.values())
    if record_type is not None and record_type not in kinds:
        raise InputError(
            f"record_type er en af {', '.join(kinds)}.",
            f"record_type is one of {', '.join(kinds)}.",
        )


def _in_memory(data: object, held: ExitStack) -> NamedDataset:
    """A table in memory as a file, in a folder that `held` removes."""
    path = held.enter_context(PrivateFolder()) / _TABLE
    write_table(data, path)
    return NamedDataset(Inputs("table", (InputFile(path, "table"),), single=True))


@dataclass(repr=False)
class Checked(Shown):
    """What a check found.

    Findings of a large dataset lie in files that go with this object. It can be shown and saved
    (`Shown`) in every format of `lovgraf check`; as `parquet` it is what `--findings` writes, its
    findings and the records whose verdict is open.
    """

    result: CheckResult
    law: Law
    fail_on: frozenset[str]
    show_values: bool
    held: ExitStack

    formats: ClassVar = {
        **{form.name: form.suffixes for form in FORMATS.values()}, _PARQUET: (".parquet",)
    }  # fmt: skip

    def __post_init__(self) -> None:
        weakref.finalize(self, self.held.close)

    @property
    def records(self) -> int:
        """How many records were checked."""
        return self.result.records

    @property
    def passed(self) -> bool:
        """Whether no record got a verdict of `fail_on`; not where nothing was `decided` for want of
        columns (unless `fail_on` has `undetermined`), as `lovgraf check` returns 2 there."""
        return self.result.passes(self.fail_on)

    @property
    def decided(self) -> bool:
        """Whether a rule was decided of somebody whom it is about; if not, that nothing was found
        says nothing."""
        return self.result.decided

    @property
    def verdicts(self) -> dict[str, int]:
        """How often each verdict was given, over all norms."""
        return {
            verdict: count
            for verdict in VERDICTS
            if (count := sum(norm.verdicts.get(verdict, 0) for norm in self.result.norms))
        }

    @property
    def notes(self) -> tuple[Text, ...]:
        """What a reader must know of how the dataset was read and checked."""
        return self.result.notes

    @property
    def findings(self) -> pa.Table:
        """The records that got a verdict of `fail_on`, a row for each of these: `file`, `row` (from
        1), `id` (with `show_values`), `norm`, `provision`, `verdict`, `cause`. Those of verdicts
        that are left open come last, but for causes of more than 10,000 records."""
        places, shown = places_of(self.result.causes), self.show_values
        found = [table(list(self.result.findings.batches(shown)), places)]
        if "undetermined" in self.fail_on:
            found.append(table(list(self.result.open_findings.batches(shown)), places))
        import pyarrow as pa

        return pa.concat_tables(found).unify_dictionaries()

    @property
    def causes(self) -> pa.Table:
        """Why records got the verdicts that they got: a row for each cause, joined to the findings
        by `cause`, with the missing facts and the authorities that judge."""
        return _joinable([cause_as_dict(one) for one in self.result.causes])

    @property
    def norms(self) -> pa.Table:
        """The norms that were asked, a row each, with how many records got each verdict."""
        rows = [
            {
                "norm": norm.norm, "provision": norm.provision, "title": norm.title.en,
                "title_da": norm.title.da, "bearer": norm.bearer,
                **{verdict: norm.verdicts.get(verdict, 0) for verdict in VERDICTS},
            }
            for norm in self.result.norms
        ]  # fmt: skip
        return _joinable(rows)

    def _said(self) -> str:
        said = work_list(self.result).meaning.en
        counted = ", ".join(f"{count} {verdict}" for verdict, count in self.verdicts.items())
        return f"{self.records} records on {self.result.as_of}: {counted}. {said}"

    def _write(self, form: str, lang: Lang) -> Content:
        if form == _PARQUET:
            return write_findings(self.result, self.show_values)
        options = ReportOptions(lang, self.fail_on, self.show_values)
        return FORMATS[form].pieces(self.result, options)


def _joinable(rows: list[dict[str, Any]]) -> pa.Table:
    """A table whose columns that are joined by have the types of those of findings: not every
    library joins words with categories."""
    import pyarrow as pa

    found = pa.Table.from_pylist(rows)
    for name in {*_JOINED}.intersection(found.column_names):
        words = named_column([row[name] for row in rows])
        found = found.set_column(found.column_names.index(name), name, words)
    return found
