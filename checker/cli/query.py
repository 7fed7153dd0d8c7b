"""`lovgraf query`: ask the law graph one of the shipped questions, or one of your own."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.completing import complete_parameter
from lovgraf.cli.help import lang_of
from lovgraf.cli.terminal import terminal

if TYPE_CHECKING:
    from datetime import date

    from lovgraf.cli.language import Lang
    from lovgraf.core.errors import InputError
    from lovgraf.core.terms import Text
    from lovgraf.law import Law
    from lovgraf.query.library import Question
    from lovgraf.query.run import Answer, Engine, Formats

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")
_PATIENCE = 2.0
"""Seconds after which a reader is told what goes on."""
_ENDINGS = {".srj": "json", ".srx": "xml", ".rdf": "xml", ".txt": "table"}


def _complete_name(incomplete: str) -> list[str]:
    from lovgraf.query.library import names

    return [name for name in names() if name.startswith(incomplete)]


Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME|FILE.rq", help="query-name", autocompletion=_complete_name),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--param", "-p", metavar="NAME=VALUE", help="query-param", autocompletion=complete_parameter
    ),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="FORMAT", help="query-format", autocompletion=options.among(FORMATS)
    ),
]
All = Annotated[bool, typer.Option("--list", help="query-list")]
Ignore = Annotated[bool, typer.Option("--ignore-unknown", help="query-ignore-unknown")]
Prepare = Annotated[bool, typer.Option("--prepare", help="query-prepare")]


def query(
    ctx: typer.Context,
    name: Name = None,
    as_of: options.AsOf = None,
    param: Parameters = None,
    with_: options.With = None,
    data: options.Data = None,
    format_: Form = None,
    output: options.Output = None,
    ignore_unknown: Ignore = False,
    list_: All = False,
    prepare: Prepare = False,
    lang: options.Language = None,
) -> int:
    """Answer one query; 1 where it names what the graph does not know."""
    from lovgraf.core.output import write_output
    from lovgraf.query import library
    from lovgraf.reports import query as reports

    language = lang_of(ctx)
    if prepare:
        if name or param or with_ or data or format_ or list_:
            raise _prepares_alone()
        return _prepare(as_of, output, language)
    if list_ or name is None:
        write_output([reports.listing(library.questions().values(), language)], output)
        return 0
    form = _format(format_, output)
    question = library.find(name)
    given = _given(param or ()) | {"lang": language}
    if as_of is not None:
        given["asOf"] = values.day(as_of).isoformat()
    text, day = question.filled(given), question.as_of(given)
    engine, notes = _engine(data or (), with_ or (), day, language)
    values.in_time(day, engine.data.law)
    library.require_names(question, given, engine.data.has, engine.data.subjects)
    for note in notes:
        print(f"lovgraf: {note[language]}", file=sys.stderr)
    answer = _answer(engine, text, day, form, name, ignore_unknown)
    content = _content(answer, question, form, language, output)
    write_output([content if content.endswith("\n") else content + "\n"], output)
    return 1 if answer.unknown and not ignore_unknown else 0


def _answer(
    engine: Engine, text: str, day: date, form: str, name: str, ignore_unknown: bool
) -> Answer:
    """The answer of the graph to the text of a query that was called by a name. Raises
    `InputError` for one that cannot be answered."""
    from lovgraf.core.errors import InputError
    from lovgraf.core.sandbox import SandboxError
    from lovgraf.query.run import failure
    from lovgraf.query.unknown import refuse_ours

    try:
        answer = engine.run(text, day, _formats(form))
        if not ignore_unknown:
            refuse_ours(text, answer.unknown, _go_on())
    except SandboxError as error:
        said = failure(error, engine.limits)
        raise InputError(said.da, said.en) from None
    except InputError as error:
        file = error.file or (name if error.line is not None else None)
        raise InputError(*_both(error), file, error.line, error.column) from None
    return answer


def _content(
    answer: Answer, question: Question, form: str, language: Lang, output: Path | None
) -> str:
    """An answer in a form, with what its query names and the graph does not know: in a table
    within it, else on standard error."""
    from lovgraf.core.safe import plain
    from lovgraf.reports import query as reports

    if form == "table" and answer.form != "graph":
        content = reports.table(answer.content, question.columns, language, _width(output))
        if question.about.da:
            content = reports.described(question, language) + content
        return reports.told(answer.unknown, language) + content
    for one in answer.unknown:
        print(f"lovgraf: {plain(one.said()[language])}", file=sys.stderr)
    return answer.content.decode("utf-8")


def _format(name: str | None, output: Path | None) -> str:
    """The format: as named, else by the file's ending, else a table."""
    if name is None and output is not None:
        ending = output.suffix.lower()
        name = _ENDINGS.get(ending, ending.removeprefix("."))
        name = name if name in FORMATS else None
    return "table" if name is None else values.one_of("--format", name, FORMATS)


def _given(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            from lovgraf.core.errors import InputError

            raise InputError(
                "--param skrives som NAVN=VÆRDI, fx asOf=2014-12-01.",
                "Write --param as NAME=VALUE, such as asOf=2014-12-01.",
            )
        found[name.lstrip("$?")] = value
    return found


def _formats(form: str) -> Formats:
    """How each kind of answer is written in a format."""
    import pyoxigraph as ox

    from lovgraf.query.run import Formats

    rows, rdf = ox.QueryResultsFormat, ox.RdfFormat
    if form == "ttl":
        return Formats(None, None, rdf.TURTLE)
    if form == "xml":
        return Formats(rows.XML, rows.XML, rdf.RDF_XML)
    if form in ("csv", "tsv"):
        found = rows.CSV if form == "csv" else rows.TSV
        return Formats(found, found, None)
    return Formats(rows.JSON, rows.JSON, rdf.TURTLE if form == "table" else rdf.JSON_LD)


def _engine(
    extra: Sequence[Path], proposals: Sequence[Path], day: date, language: Lang
) -> tuple[Engine, tuple[Text, ...]]:
    """An engine over the law with proposals laid over it, and what is to be said of them.

    Every proposal is a graph of its own as well, those that come with the law among them.
    """
    from lovgraf.law import load_law
    from lovgraf.law.added_notes import added_notes
    from lovgraf.query.data import QueryData, proposal_graphs, shipped_proposals
    from lovgraf.query.run import Engine

    law, notes = values.with_proposals(load_law(extra), list(proposals), day)
    notes = (*added_notes(law), *notes)
    graphs = proposal_graphs([*shipped_proposals(), *proposals])
    data = QueryData(law, graphs, lambda on: _relations(law, on, language))
    return Engine(data), notes


def _go_on() -> Text:
    """How a query is answered although it names what the graph does not know."""
    from lovgraf.core.terms import Text

    return Text(
        "Ret navnet, eller få svaret alligevel med --ignore-unknown.",
        "Correct the name, or have the answer nevertheless with --ignore-unknown.",
    )


def _prepares_alone() -> InputError:
    from lovgraf.core.errors import InputError

    return InputError(
        "--prepare gør relationerne klar for den lov, der følger med, og stiller intet spørgsmål: "
        "brug det alene eller med --as-of.",
        "--prepare makes the relations of the law as it is shipped, and asks no question: use it "
        "alone or with --as-of.",
    )


def _prepare(as_of: str | None, output: Path | None, language: Lang) -> int:
    """Make and keep the relations of a date, or of today and all days on which the law changes."""
    from datetime import date

    from lovgraf.cli.progress import progress_bar
    from lovgraf.core.cache import cache_folder
    from lovgraf.core.errors import InputError
    from lovgraf.core.output import write_output
    from lovgraf.core.terms import Text
    from lovgraf.core.written import date_text
    from lovgraf.law import load_law
    from lovgraf.query.data import relations_from

    law = load_law()
    days = [values.day(as_of)] if as_of else [date.today(), *law.days_of_change]
    for day in days[:1]:
        values.in_time(day, law)
    if cache_folder() is None:
        raise InputError(
            "Der er intet sted at gemme det, der gøres klar. Sæt XDG_CACHE_HOME til en mappe.",
            "There is nowhere to keep what is made ready. Set XDG_CACHE_HOME to a folder.",
        )
    with progress_bar(language, lines=True) as tell:
        for number, day in enumerate(days):
            if tell is not None:
                when = date_text(day)
                tell(
                    number / len(days),
                    Text(f"Regner {when.da} ud", f"Working out {when.en}"),
                )
            relations_from(law, day)
    first, last = date_text(min(days)), date_text(max(days))
    said = Text(
        f"Relationerne er klar: {len(days)} datoer fra {first.da} til {last.da}.\n",
        f"The relations are ready: {len(days)} dates from {first.en} to {last.en}.\n",
    )
    if len(days) == 1:
        said = Text(
            f"Relationerne er klar for {first.da}.\n", f"The relations of {first.en} are ready.\n"
        )
    write_output([said[language]], output)
    return 0


def _relations(law: Law, day: date, language: Lang) -> bytes:
    """The relations of a date; says so where that takes a while."""
    from lovgraf.core.written import date_text
    from lovgraf.query.data import relations_from

    when = date_text(day)
    said = {
        "da": f"Regner ud, hvordan grupperne er stillet den {when.da}; det kan tage et minut.",
        "en": f"Working out how groups stand on {when.en}; this may take a minute.",
    }
    note = threading.Timer(_PATIENCE, print, [f"lovgraf: {said[language]}"], {"file": sys.stderr})
    note.daemon = True
    note.start()
    try:
        return relations_from(law, day)
    finally:
        note.cancel()


def _width(output: Path | None) -> int:
    """The width of the terminal, where a person reads there; else the usual one."""
    from lovgraf.reports.query import WIDTH

    return terminal(output, WIDTH)[0]


def _both(error: InputError) -> tuple[str, str]:
    return error.message.da, error.message.en
