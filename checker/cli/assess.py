"""`lovgraf assess`: what a proposal changes, for whom, and which gaps it leaves."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.cli.terminal import terminal
from lovgraf.reports.assessment.formats import FORMATS, WIDTH, write

if TYPE_CHECKING:
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


def assess(
    ctx: typer.Context,
    proposals: Proposals = None,
    as_of: options.AssessAsOf = None,
    dataset: Against = None,
    type_: options.Type = None,
    mapping: options.Mapping = None,
    complete: options.Complete = None,
    sheet: options.Sheet = None,
    presume: options.Presume = None,
    data: options.Data = None,
    format_: Form = None,
    output: options.Output = None,
    summary: options.Summary = False,
    repairs: Repairs = True,
    new: New = False,
    title: Title = None,
    title_en: TitleEn = None,
    norm: Norm = None,
    also: Also = None,
    commencement: Commencement = None,
    lang: options.Language = None,
) -> int:
    """Assess proposals, or write a new one; 1 where a gap is an error."""
    day = values.day(as_of) if as_of else None
    if new:
        from lovgraf.cli.skeleton import write_skeleton
        from lovgraf.core.output import write_output

        given = {
            "title": title, "title-en": title_en, "norm": norm, "also": also,
            "commencement": commencement,
        }  # fmt: skip
        write_output([write_skeleton(given, day, lang_of(ctx))], output)
        return 0
    if not proposals:
        from lovgraf.core.errors import InputError

        raise InputError(
            "Angiv et forslag, eller skriv et nyt med --new.",
            "Give a proposal, or write a new one with --new.",
        )
    form = _format(format_, output)
    summarised = values.summary_of(summary, output)
    values.not_an_input(output, [*proposals, dataset, mapping, *(data or ())])

    from lovgraf.core.output import write_output
    from lovgraf.law import load_law
    from lovgraf.proposals.assess import DatasetFile
    from lovgraf.proposals.assess import assess as run
    from lovgraf.proposals.proposal import read_proposal

    law = load_law(data or ())
    read = [read_proposal(path) for path in proposals]
    kind, one = values.record_type(type_, law), values.one_sheet(sheet, dataset)
    profile = values.presuming(law, presume, "register").profile
    counted = DatasetFile(dataset, mapping, kind, complete or (), one, profile) if dataset else None
    found = run(law, read, as_of=day, dataset=counted, repairs=repairs)
    found = replace(
        found,
        paths={one.iri: str(path) for one, path in zip(read, proposals, strict=True)},
        data=tuple(map(str, data or ())),
    )
    write_output(_pieces(found, form, lang_of(ctx), output), output)
    if summarised is not None:
        from lovgraf.reports.summary import of_assessment

        print(of_assessment(found, lang_of(ctx), summarised), end="")
    return int(not found.feasible)


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
