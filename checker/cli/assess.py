"""`lovgraf assess`: what a proposal changes, for whom, and which gaps it leaves."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from lovgraf.cli import options, values
from lovgraf.cli.columns_said import mapping_of
from lovgraf.cli.command import taking
from lovgraf.cli.help import lang_of
from lovgraf.cli.terminal import terminal
from lovgraf.reports.assessment.formats import FORMATS, WIDTH, write

if TYPE_CHECKING:
    from datetime import date

    from lovgraf.core.output import Pieces
    from lovgraf.core.terms import Lang
    from lovgraf.proposals.assess import Assessment

_ENDINGS = {ending: name for name, endings in FORMATS.items() for ending in endings}
Proposals = Annotated[list[Path] | None, typer.Argument(metavar="[PROPOSAL]...", help="proposals")]
Repairs = Annotated[bool, typer.Option("--repairs/--no-repairs", help="repairs")]
New = Annotated[bool, typer.Option("--new", help="new")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="new-title")]
TitleEn = Annotated[str | None, typer.Option("--title-en", metavar="TEXT", help="new-title-en")]
Norm = Annotated[str | None, typer.Option("--norm", metavar="NORM", help="new-norm")]
Also = Annotated[str | None, typer.Option("--also", metavar="CLASS", help="new-also")]
Commencement = Annotated[
    str | None, typer.Option("--commencement", metavar="DATE", help="new-commencement")
]
Against = Annotated[Path | None, typer.Option("--dataset", metavar="FILE", help="against")]
Form = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="assess-format")]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AssessOptions:
    """Which proposals are to be assessed, on what day and dataset, and what is written of it; or
    what a new one is to say."""

    proposals: Proposals = None
    as_of: options.AssessAsOf = None
    dataset: Against = None
    type_: options.Type = None
    mapping: options.Mapping = None
    column: options.ColumnsSaid = None
    complete: options.Complete = None
    sheet: options.Sheet = None
    presume: options.Presume = None
    data: options.Data = None
    format_: Form = None
    output: options.Output = None
    summary: options.Summary = False
    repairs: Repairs = True
    new: New = False
    title: Title = None
    title_en: TitleEn = None
    norm: Norm = None
    also: Also = None
    commencement: Commencement = None
    lang: options.Language = None


@taking(AssessOptions)
def assess(ctx: typer.Context, given: AssessOptions) -> int:
    """Assess proposals, or write a new one; 1 where a gap is an error."""
    language, output = lang_of(ctx), given.output
    day = values.day(given.as_of) if given.as_of else None
    if given.new:
        return _write_new(given, day, language)
    if not given.proposals:
        from lovgraf.core.errors import InputError

        raise InputError(
            "Angiv et forslag, eller skriv et nyt med --new.",
            "Give a proposal, or write a new one with --new.",
        )
    form = _format(given.format_, output)
    summarised = values.summary_of(given.summary, output)
    read = [*given.proposals, given.dataset, given.mapping, *(given.data or ())]
    values.not_an_input(output, read)
    found = _assessed(given, given.proposals, day)

    from lovgraf.core.output import write_output

    write_output(_pieces(found, form, language, output), output)
    if summarised is not None:
        from lovgraf.reports.summary import of_assessment

        print(of_assessment(found, language, summarised), end="")
    return int(not found.feasible)


def _write_new(given: AssessOptions, day: date | None, language: Lang) -> int:
    """Write a proposal to begin with."""
    from lovgraf.cli.skeleton import write_skeleton
    from lovgraf.core.output import write_output

    said = {
        "title": given.title, "title-en": given.title_en, "norm": given.norm, "also": given.also,
        "commencement": given.commencement,
    }  # fmt: skip
    write_output([write_skeleton(said, day, language)], given.output)
    return 0


def _assessed(given: AssessOptions, proposals: list[Path], day: date | None) -> Assessment:
    """What the proposals change."""
    from lovgraf.law import load_law
    from lovgraf.proposals.assess import DatasetFile
    from lovgraf.proposals.assess import assess as run
    from lovgraf.proposals.proposal import read_proposal

    law, dataset = load_law(given.data or ()), given.dataset
    read = [read_proposal(path) for path in proposals]
    kind, sheet = values.record_type(given.type_, law), values.one_sheet(given.sheet, dataset)
    profile = values.presuming(law, given.presume, "register").profile
    counted = None
    with ExitStack() as held:
        if dataset:
            complete = given.complete or ()
            mapping = mapping_of(given.column or (), given.mapping, law.facts, held)
            counted = DatasetFile(dataset, mapping, kind, complete, sheet, profile)
        found = run(law, read, as_of=day, dataset=counted, repairs=given.repairs)
    paths = {one.iri: str(path) for one, path in zip(read, proposals, strict=True)}
    return replace(found, paths=paths, data=tuple(map(str, given.data or ())))


def _pieces(found: Assessment, form: str, lang: Lang, output: Path | None) -> Pieces:
    """The assessment in a form."""
    if form == "docx" and output is None and sys.stdout.isatty():
        from lovgraf.core.errors import InputError

        raise InputError(
            "Et Word-dokument kan ikke vises her. Angiv en fil med --output.",
            "A Word document cannot be shown here. Give a file with --output.",
        )
    width, colour = terminal(output, WIDTH)
    return write(found, form, lang, width, colour=colour)


def _format(name: str | None, output: Path | None) -> str:
    if name is not None:
        return values.one_of("--format", name, FORMATS)
    return _ENDINGS.get(output.suffix.lower(), "text") if output is not None else "text"
