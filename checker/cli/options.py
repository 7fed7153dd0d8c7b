"""The arguments and options that commands share; `help` is a key of `texts.TEXTS`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from lovgraf.cli.language import LANGUAGES
from lovgraf.cli.values import ENGINES, PROFILES
from lovgraf.reports.formats import FORMATS

VERDICT_NAMES = (
    "not-addressed", "exempt", "fulfilled", "pending", "breached", "unattainable", "undetermined",
    "none",
)  # fmt: skip


def _complete_verdicts(incomplete: str) -> list[str]:
    """Verdict names after the last comma."""
    done, comma, last = incomplete.rpartition(",")
    return [f"{done}{comma}{name}" for name in VERDICT_NAMES if name.startswith(last)]


def among(names: tuple[str, ...]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [name for name in names if name.startswith(incomplete)]

    return complete


Dataset = Annotated[str, Argument(metavar="DATASET", help="dataset")]
Table = Annotated[str | None, Option("--table", metavar="NAME", help="table")]
Query = Annotated[str | None, Option("--query", metavar="SQL", help="sql-query")]
Pairs = Annotated[list[str], Argument(metavar="KEY=VALUE...", help="pairs")]
Type = Annotated[str | None, Option("--type", metavar="TYPE", help="type")]
PersonType = Annotated[str | None, Option("--type", metavar="TYPE", help="person-type")]
Mapping = Annotated[Path | None, Option("--mapping", metavar="FILE", help="mapping")]
ColumnsSaid = Annotated[
    list[str] | None, Option("--column", metavar="HEADING=COLUMN", help="column-said")
]
AsOf = Annotated[str | None, Option("--as-of", metavar="DATE", help="as-of")]
AssessAsOf = Annotated[str | None, Option("--as-of", metavar="DATE", help="assess-as-of")]
Complete = Annotated[list[str] | None, Option("--complete", metavar="COLUMN", help="complete")]
Sheet = Annotated[str | None, Option("--sheet", metavar="NAME|all", help="sheet")]
AcceptUnread = Annotated[
    list[str] | None, Option("--accept-unread", metavar="COLUMN", help="accept-unread")
]
Exact = Annotated[bool, Option("--exact", help="exact")]
Presume = Annotated[
    str | None,
    Option("--presume", metavar="PROFILE", help="presume", autocompletion=among(PROFILES)),
]
AboutActs = Annotated[list[str] | None, Option("--about", metavar="ACT", help="check-about")]
AllNorms = Annotated[bool, Option("--all-norms", help="all-norms")]
Data = Annotated[list[Path] | None, Option("--data", metavar="FILE", help="data")]
With = Annotated[list[Path] | None, Option("--with", metavar="PROPOSAL", help="with")]
Engine = Annotated[
    str | None,
    Option("--engine", metavar="ENGINE", help="engine", autocompletion=among(ENGINES)),
]
Master = Annotated[str | None, Option("--master", metavar="URL", help="master")]
ReportFormat = Annotated[
    str | None,
    Option(
        "--format", metavar="FORMAT", help="report-format", autocompletion=among(tuple(FORMATS))
    ),
]
TextOrJson = Annotated[
    str | None,
    Option(
        "--format", metavar="FORMAT", help="text-or-json", autocompletion=among(("text", "json"))
    ),
]
Output = Annotated[Path | None, Option("--output", "-o", metavar="FILE", help="output")]
Summary = Annotated[bool, Option("--summary", help="summary")]
FailOn = Annotated[
    str | None,
    Option("--fail-on", metavar="VERDICTS", help="fail-on", autocompletion=_complete_verdicts),
]
ShowValues = Annotated[bool, Option("--show-values", help="show-values")]
CheckAll = Annotated[bool, Option("--all", help="check-all")]
Earlier = Annotated[Path | None, Option("--compare", metavar="OLD.json", help="check-compare")]
Rows = Annotated[str | None, Option("--rows", metavar="N", help="rows")]
FindingsFile = Annotated[
    Path | None, Option("--findings", metavar="FILE.parquet", help="findings-file")
]
Letters = Annotated[Path | None, Option("--letters", metavar="FILE.csv", help="letters")]
Resume = Annotated[bool, Option("--resume", help="resume")]
Since = Annotated[Path | None, Option("--since", metavar="FOLDER", help="since")]
Progress = Annotated[bool, Option("--progress", help="progress")]
Language = Annotated[
    str | None, Option("--lang", metavar="LANG", help="lang", autocompletion=among(LANGUAGES))
]
