"""`lovgraf run --check`: what `lovgraf.toml` says, held against what is there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from lovgraf.cli.language import Lang
from lovgraf.core.errors import InputError, NoRows
from lovgraf.core.output import write_output
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law
from lovgraf.law.within import places_on
from lovgraf.readers.csvw import Mapping, read_mapping
from lovgraf.readers.delimited import no_rows, none_has_rows
from lovgraf.readers.formats import readable
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.lake_tables import is_lake
from lovgraf.readers.preview import Preview, preview
from lovgraf.reports.read import not_read_lines
from lovgraf.runs.dataset import find_dataset
from lovgraf.runs.nightly.keys import unkeyed
from lovgraf.runs.nightly.settings import DatasetSettings, Settings

_SAID = {
    "fits": Text("{name}: {path} kan læses{mapping}.", "{name}: {path} can be read{mapping}."),
    "mapping": Text(", med mappingen {file}", ", with the mapping {file}"),
    "fails": Text("{name}: kan ikke bruges. {error}", "{name}: cannot be used. {error}"),
    "whole": Text(
        "{file}: datasæt: {count}; kørsler gemmes i {keep}. Intet er kontrolleret endnu.",
        "{file}: datasets: {count}; runs are kept in {keep}. Nothing was checked yet.",
    ),
}


def checked(found: Settings, language: Lang) -> int:
    """Say of each dataset whether it is there and its mapping can be read; 2 where one is not."""
    from lovgraf.law import load_law

    def say(key: str, **values: str) -> str:
        return plain(_SAID[key][language].format(**values))

    lines, failed = list[str](), list[str]()
    law = load_law(found.data)
    for one in found.datasets:
        try:
            told = _look_at(one, law, found.as_of or date.today())
        except InputError as error:
            failed.append(say("fails", name=one.name, error=error.in_language(language)))
            continue
        file = say("mapping", file=one.mapping.name) if one.mapping else ""
        path = Path(one.path).name if "://" not in one.path else one.path.partition("://")[0]
        lines.append(say("fits", name=one.name, path=path, mapping=file))
        lines += [plain(f"{one.name}: {each[language]}") for each in told]
    count = str(len(found.datasets))
    lines.append(say("whole", file=found.file, count=count, keep=found.keep.name))
    write_output([f"{line}\n" for line in lines], None)
    for line in failed:
        print(f"lovgraf: {line}", file=sys.stderr)
    return 2 if failed else 0


def _look_at(one: DatasetSettings, law: Law, day: date) -> list[Text]:
    """What files of a dataset are not read, and that its records cannot be known again, where that
    is so. Raises `InputError` where it or its mapping cannot be used, as far as that shows before
    all is read: of a database of one file its table is read."""
    facts = law.facts
    places_on(law, one.about, day)
    with ExitStack() as held:
        dataset = find_dataset(one.path, held, one.table, one.query)
        mapping = None
        if one.mapping is not None:
            mapping = read_mapping(one.mapping, facts, Path(one.path))
        files: Sequence[InputFile] = ()
        if dataset.address is not None and dataset.address.kind in ("sqlite", "duckdb"):
            files = dataset.at_hand(facts, held).files
        elif dataset.address is None:
            files = [f for f in dataset.inputs.files if f.url is None and not is_lake(f.path)]
            for file in files:
                readable(file.path, file.name)
        unknown = _unkeyed(files, one, mapping, facts)
        return [*not_read_lines(dataset.inputs.not_read), *([unknown] if unknown else [])]


def _unkeyed(
    files: Sequence[InputFile], one: DatasetSettings, mapping: Mapping | None, facts: FactVocabulary
) -> Text | None:
    """That records of a dataset cannot be known again, by its headings and its mapping; None where
    these do not tell it. Raises `NoRows` where headings are all that its files hold."""
    mapped = mapping.columns if mapping else ()
    names = [column.name for column in mapped if not column.suppressed]
    left = [title for column in mapped if column.suppressed for title in column.titles[:1]]
    if mapping is None or mapping.described is None:
        if not files:
            return None
        seen = _seen(files, one, mapping, facts)
        if seen is None:
            return None
        own = [c for c in seen.columns if not (mapping and mapping.names(c.header))]
        names += [column.name for column in own]
        left += [c.header for c in own if c.name is None and c.told == c.header]
    return unkeyed(names, left, facts)


def _seen(
    files: Sequence[InputFile], one: DatasetSettings, mapping: Mapping | None, facts: FactVocabulary
) -> Preview | None:
    """The first file of a dataset that has rows, at a glance; None where that cannot be had. Raises
    `NoRows` where none of them has."""
    for file in files:
        try:
            seen = preview(file.path, facts, one.record_type, name=file.name, sheet=one.sheet)
        except NoRows:
            continue
        except InputError:
            return None
        if seen.sampled:
            return seen
    if mapping is not None and mapping.dialect is not None and not mapping.dialect.header:
        return None  # what was taken for headings is a row
    raise no_rows(files[0].name) if len(files) == 1 else none_has_rows(Path(one.path).name)
