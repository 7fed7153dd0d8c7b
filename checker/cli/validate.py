"""`lovgraf validate`: any RDF against anybody's SHACL shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of

ENGINES = ("both", "columns", "reference")
FORMATS = ("text", "json", "ttl")
_ROWS = 20
_DataFile = Annotated[Path, typer.Argument(metavar="DATA", help="validate-data")]
_Shapes = Annotated[list[Path], typer.Argument(metavar="SHAPES...", help="validate-shapes")]
_Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="validate-engine",
        autocompletion=options.among(ENGINES),
    ),
]
_Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="validate-format",
        autocompletion=options.among(FORMATS),
    ),
]
_Ignore = Annotated[bool, typer.Option("--ignore-unknown", help="validate-ignore-unknown")]
_Rows = Annotated[str | None, typer.Option("--rows", metavar="N", help="validate-rows")]


def validate(
    ctx: typer.Context,
    data: _DataFile,
    shapes: _Shapes,
    engine: _Engine = None,
    ignore_unknown: _Ignore = False,
    format_: _Form = None,
    output: options.Output = None,
    show_values: options.ShowValues = False,
    rows: _Rows = None,
    lang: options.Language = None,
) -> int:
    """Validate, write the report, and return 1 where the data does not conform."""
    language = lang_of(ctx)
    method = values.one_of("--engine", "both" if engine is None else engine, ENGINES)
    form = _format(format_, output)
    most = values.whole("--rows", rows, _ROWS, 1)
    values.not_an_input(output, [data, *shapes])

    from lovgraf.core.errors import InputError
    from lovgraf.core.output import write_output
    from lovgraf.validate import as_json, as_text, as_turtle
    from lovgraf.validate import validate as validate_file

    report = validate_file(
        data, shapes, method, show_values=show_values, ignore_unknown=ignore_unknown
    )
    if not report.found and not report.focus_nodes:
        raise InputError(
            "Intet blev kontrolleret: ingen node i dataene er mål for en form. Se, om det er de "
            "rigtige filer.",
            "Nothing was checked: no node of the data is a target of a shape. See whether these "
            "are the right files.",
            data.name,
        )
    if not report.found and not report.asked:
        raise InputError(
            "Intet blev kontrolleret: de former, som har mål i dataene, kræver intet, er slået "
            "fra, eller det, de kræver, er ladt ude.",
            "Nothing was checked: the shapes with targets in the data ask for nothing, are "
            "deactivated, or what they ask for was left out.",
            shapes[0].name,
        )
    if form == "text":
        pieces = as_text.write(report, show_values, language, most)
    else:
        pieces = (as_json if form == "json" else as_turtle).write(report, show_values)
    write_output(pieces, output, show_values)
    return int(report.found)


def _format(name: str | None, output: Path | None) -> str:
    """The format: as named, else by the file's ending, else text."""
    if name is not None:
        return values.one_of("--format", name, FORMATS)
    ending = "" if output is None else output.suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else "text"
