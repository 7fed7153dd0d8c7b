"""`lovgraf map`: which column of a dataset is which fact, as a CSVW file for `--mapping`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import Struct

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang

if TYPE_CHECKING:
    from lovgraf.law import Law
    from lovgraf.runs.dataset import NamedDataset


def map_(
    ctx: typer.Context,
    dataset: options.Dataset,
    table: options.Table = None,
    query: options.Query = None,
    sheet: options.Sheet = None,
    type_: options.Type = None,
    data: options.Data = None,
    output: options.Output = None,
    show_values: options.ShowValues = False,
    lang: options.Language = None,
) -> int:
    """Propose a mapping by headings and values, ask in a terminal for the rest, and write it."""
    language = lang_of(ctx)
    from lovgraf.core.output import write_output
    from lovgraf.law import load_law
    from lovgraf.runs.dataset import find_dataset

    with ExitStack() as held:
        found = find_dataset(dataset, held, table, query)
        values.not_an_input(output, found.files)
        law = load_law(data or ())
        values.tell_beside(law, language)
        ask = _may_ask(output)
        mapping = proposed(found, held, type_, show_values, language, ask, law, sheet)
    write_output([mapping.content], output, mapping.private)
    return 0


class Proposed(Struct, frozen=True):
    """A mapping, whether anything needs it (a heading, a date or a word that is not read as it
    stands), and whether it may hold facts about somebody."""

    content: str
    needed: bool
    private: bool


def proposed(
    dataset: NamedDataset,
    held: ExitStack,
    type_: str | None,
    show_values: bool,
    language: Lang,
    ask: bool,
    law: Law | None = None,
    sheet: str | None = None,
) -> Proposed:
    """A mapping of the columns of a file, a table of a database or one with a log. Of several files
    or sheets the first is looked at. Says what was found; raises `InputError` where it cannot be
    used."""
    from lovgraf.cli.first_line import with_headings
    from lovgraf.cli.mapper import Mapper
    from lovgraf.core.safe import plain
    from lovgraf.law import load_law
    from lovgraf.readers.csvw_writing import ColumnForm, write_mapping
    from lovgraf.readers.preview import preview
    from lovgraf.runs.nightly.keys import unkeyed

    facts = (law or load_law()).facts
    file = dataset.at_hand(facts, held, sheet=sheet).files[0]
    name = file.name
    found = preview(file.path, facts, type_, show_values, name, file.sheet)
    read = input if ask else None
    found, withheld = with_headings(found, name, show_values, read, language)
    mapper = Mapper(found, facts, language, show_values, read)
    mapper.map()
    for line in mapper.said():
        print(f"lovgraf: {line}", file=sys.stderr)
    left = [c.header for c, n in zip(found.columns, mapper.names, strict=True) if n is None]
    if (said := unkeyed(mapper.names, left, facts)) is not None:
        print(f"lovgraf: {plain(said[language])}", file=sys.stderr)
    forms = {
        place: ColumnForm(mapper.dates.get(place), mapper.codes.get(place, {}))
        for place in range(len(found.columns))
    }
    described = found.outline.paths if found.outline else None
    headers = [column.header for column in found.columns]
    kind = None if "type" in mapper.names else found.record_type
    url = name.removesuffix(f" [{file.sheet}]")
    content = write_mapping(
        url, headers, mapper.names, facts, kind, (), forms, described, mapper.who
    )
    named = any(
        name is not None and name != column.name
        for name, column in zip(mapper.names, found.columns, strict=True)
    )
    written = bool(mapper.dates or mapper.codes or mapper.who)
    needed = described is not None or named or written
    return Proposed(content, needed, show_values or withheld)


def _may_ask(output: Path | None) -> bool:
    """Whether somebody is there to be asked, and no question falls into the mapping."""
    return sys.stdin.isatty() and (output is not None or sys.stdout.isatty())
