"""`lovgraf init`: a `lovgraf.toml` for a dataset, with the mapping that `lovgraf map` proposes."""

from __future__ import annotations

import glob
import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lovgraf.cli import options
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang

if TYPE_CHECKING:
    from lovgraf.cli.map import Proposed

_Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="init-output")]
_Schema = Annotated[bool, typer.Option("--schema", help="init-schema")]
_Dataset = Annotated[str | None, typer.Argument(metavar="DATASET", help="dataset")]
_TEXT = {
    "da": """# Hvad lovgraf run kontrollerer. Alt, hvad filen kan indeholde: lovgraf init --schema

keep = "runs"                # kørsler, rapporter og historik; kun for dig
retention_days = 400
lang = "da"
presume = "register"         # hvad tomme felter betyder: none, register, case
fail_on = ["breached", "unattainable"]
outputs = ["json", "html"]
{data}# as_of = 2014-12-01         # ellers i dag

[[dataset]]
{dataset}# owner = "team"

# [[owner]]
# name = "team"
# label = "Teamet for Digital Post"
# rules = ["law/2012/528"]

# [mail]
# to = ["team@example.dk"]
# from = "lovgraf@example.dk"
# host = "smtp.example.dk"
""",
    "en": """# What lovgraf run checks. All that the file may hold: lovgraf init --schema

keep = "runs"                # runs, reports and history; for you alone
retention_days = 400
lang = "en"
presume = "register"         # what blanks mean: none, register, case
fail_on = ["breached", "unattainable"]
outputs = ["json", "html"]
{data}# as_of = 2014-12-01         # else today

[[dataset]]
{dataset}# owner = "team"

# [[owner]]
# name = "team"
# label = "The Digital Post team"
# rules = ["law/2012/528"]

# [mail]
# to = ["team@example.dk"]
# from = "lovgraf@example.dk"
# host = "smtp.example.dk"
""",
}


def init(
    ctx: typer.Context,
    dataset: _Dataset = None,
    table: options.Table = None,
    query: options.Query = None,
    sheet: options.Sheet = None,
    type_: options.Type = None,
    data: options.Data = None,
    output: _Output = Path("lovgraf.toml"),
    show_values: options.ShowValues = False,
    schema: _Schema = False,
    lang: options.Language = None,
) -> int:
    """Write the file, and beside it a mapping where headings are not all known."""
    language = lang_of(ctx)
    from lovgraf.core.output import write_outputs
    from lovgraf.runs.nightly.settings import SCHEMA

    if schema:
        write_outputs([([SCHEMA.read_text("utf-8")], None)])
        return 0
    from lovgraf.core.errors import InputError

    if dataset is None:
        raise InputError(
            "DATASET mangler: angiv det, der skal kontrolleres. Se lovgraf init --help.",
            "DATASET is missing: name what is to be checked. See lovgraf init --help.",
        )
    place = output.with_name(f"{_name(dataset)}-metadata.json")
    if "://" not in dataset:
        place = output.with_name(f"{Path(dataset).name}-metadata.json")
    for path in (output, place):
        if path.exists():
            raise InputError(
                "Filen findes allerede; ret i den, eller vælg en anden mappe med --output.",
                "The file is there already; edit it, or choose another folder by --output.",
                str(path),
            )
    mapping = _mapping(dataset, table, query, sheet, type_, data or (), show_values, language)
    written = {
        "name": _name(dataset),
        "path": _from(dataset, output),
        "table": table,
        "query": query,
        "sheet": sheet,
        "type": type_,
        "mapping": place.name if mapping else None,
    }
    lines = "".join(f"{key} = {_toml(value)}\n" for key, value in written.items() if value)
    beside = "".join(f"{_toml(_from(str(one), output))}, " for one in data or ()).removesuffix(", ")
    text = _TEXT[language].format(dataset=lines, data=f"data = [{beside}]\n" if beside else "")
    outputs: list[tuple[list[str], Path | None]] = [([text], output)]
    if mapping:
        outputs.append(([mapping.content], place))
    write_outputs(outputs, show_values or (mapping is not None and mapping.private))
    return 0


def _mapping(
    dataset: str,
    table: str | None,
    query: str | None,
    sheet: str | None,
    type_: str | None,
    data: Sequence[Path],
    show_values: bool,
    language: Lang,
) -> Proposed | None:
    """A mapping of the columns of a file or a table; None where nothing needs one, and for what is
    several files."""
    from lovgraf.cli.map import proposed
    from lovgraf.law import load_law
    from lovgraf.readers.lake_tables import is_lake
    from lovgraf.readers.stores.address import is_stored
    from lovgraf.runs.dataset import find_dataset

    path = Path(dataset)
    if path.is_dir() and not is_lake(path):
        _tell_unread(dataset, language)
        return None
    if is_stored(dataset) or glob.has_magic(dataset.partition("://")[0]):
        return None
    ask = sys.stdin.isatty() and sys.stderr.isatty()
    with ExitStack() as held:
        found = find_dataset(dataset, held, table, query)
        law = load_law(data) if data else None
        mapping = proposed(found, held, type_, show_values, language, ask, law, sheet)
    return mapping if mapping.needed else None


def _tell_unread(folder: str, language: Lang) -> None:
    """Say which files of a folder a nightly run will not read."""
    from lovgraf.core.safe import plain
    from lovgraf.readers.inputs import find_inputs
    from lovgraf.reports.read import not_read_lines

    for line in not_read_lines(find_inputs(folder).not_read):
        print(f"lovgraf: {plain(line[language])}", file=sys.stderr)


def _name(dataset: str) -> str:
    """A short name for a dataset, of its file's."""
    stem = Path(dataset.rstrip("/*")).name.partition(".")[0]
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-_")[:64] or "dataset"


def _from(dataset: str, output: Path) -> str:
    """The dataset's path as it is written in the file: from the folder that this lies in."""
    if "://" in dataset:
        return dataset
    path, folder = Path(dataset).absolute(), output.absolute().parent
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _toml(text: str) -> str:
    """A text as TOML has it."""
    return json.dumps(text, ensure_ascii=False)
