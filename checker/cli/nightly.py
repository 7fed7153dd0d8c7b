"""`lovgraf run`: the checks that `lovgraf.toml` names, as a nightly run needs them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang
from lovgraf.cli.progress import progress_bar
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text

if TYPE_CHECKING:
    from lovgraf.law import Law
    from lovgraf.runs.nightly.settings import DatasetSettings, Settings

_Settings = Annotated[Path, typer.Argument(metavar="[lovgraf.toml]", help="run-settings")]
_Check = Annotated[bool, typer.Option("--check", help="run-check")]


def run(
    ctx: typer.Context,
    settings: _Settings = Path("lovgraf.toml"),
    check: _Check = False,
    progress: options.Progress = False,
    lang: options.Language = None,
) -> int:
    """Check what the file names, tell what changed, and return 1 where findings are new, 2 where a
    dataset cannot be used."""
    language = lang_of(ctx)
    from lovgraf.runs.nightly.settings import read_settings

    found = read_settings(settings)
    if lang is None:
        language = found.lang
    if check:
        return _checked(found, language)

    import sys

    from lovgraf.core.output import write_output
    from lovgraf.core.safe import plain
    from lovgraf.law import load_law
    from lovgraf.runs.nightly import notices
    from lovgraf.runs.nightly.run import run_all

    @cache
    def law_of(presume: str) -> Law:
        return values.presuming(load_law(()), presume, "register")

    with progress_bar(language, progress) as tell:
        nightly = run_all(found, law_of, progress=tell)
    notices.write_log(nightly, found)
    used = tuple(one for one in nightly.datasets if one.error is None)
    write_output(notices.as_text(replace(nightly, datasets=used), found, language), None)
    for one in nightly.datasets:
        if one.error is not None:
            line = f"{one.dataset}: {one.error[language]}"
            print(f"lovgraf: {plain(line)}", file=sys.stderr)
    notices.tell(nightly, found)
    if nightly.failed:
        return 2
    return int(nightly.found(found.status))


_SAID = {
    "fits": Text("{name}: {path} kan læses{mapping}.", "{name}: {path} can be read{mapping}."),
    "mapping": Text(", med mappingen {file}", ", with the mapping {file}"),
    "fails": Text("{name}: kan ikke bruges. {error}", "{name}: cannot be used. {error}"),
    "whole": Text(
        "{file}: datasæt: {count}; kørsler gemmes i {keep}. Intet er kontrolleret endnu.",
        "{file}: datasets: {count}; runs are kept in {keep}. Nothing was checked yet.",
    ),
}


def _checked(found: Settings, language: Lang) -> int:
    """Say of each dataset whether it is there and its mapping can be read; 2 where one is not."""
    import sys

    from lovgraf.core.output import write_output
    from lovgraf.core.safe import plain

    def say(key: str, **values: str) -> str:
        return plain(_SAID[key][language].format(**values))

    lines, failed = list[str](), list[str]()
    for one in found.datasets:
        try:
            _look_at(one)
        except InputError as error:
            failed.append(say("fails", name=one.name, error=error.in_language(language)))
            continue
        file = say("mapping", file=one.mapping.name) if one.mapping else ""
        path = Path(one.path).name if "://" not in one.path else one.path.partition("://")[0]
        lines.append(say("fits", name=one.name, path=path, mapping=file))
    count = str(len(found.datasets))
    lines.append(say("whole", file=found.file, count=count, keep=found.keep.name))
    write_output([f"{line}\n" for line in lines], None)
    for line in failed:
        print(f"lovgraf: {line}", file=sys.stderr)
    return 2 if failed else 0


def _look_at(one: DatasetSettings) -> None:
    """Raise `InputError` where a dataset or its mapping cannot be used, as far as that shows before
    all is read: of a database of one file its table is read."""
    from lovgraf.law import load_law
    from lovgraf.readers.csvw import read_mapping
    from lovgraf.readers.formats import readable
    from lovgraf.readers.lake_tables import is_lake
    from lovgraf.runs.dataset import find_dataset

    facts = load_law(()).facts
    with ExitStack() as held:
        dataset = find_dataset(one.path, held, one.table, one.query)
        if one.mapping is not None:
            read_mapping(one.mapping, facts, Path(one.path))
        if dataset.address is not None and dataset.address.kind in ("sqlite", "duckdb"):
            dataset.at_hand(facts, held)
        elif dataset.address is None:
            for file in dataset.inputs.files:
                if file.url is None and not is_lake(file.path):
                    readable(file.path, file.name)
