"""The work on an uploaded dataset, in a process of its own: look at it, then check it.

Everything lies in the job's private folder: the file, what its columns look like, the choices as
CSVW metadata, the result.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import structs

from lovgraf.core.as_dict import asdict
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.core.written import list_text
from lovgraf_web.jobs.settings import replace as write
from lovgraf_web.jobs.work import Job
from lovgraf_web.pages.dataset.earlier import as_earlier

if TYPE_CHECKING:
    from lovgraf.check.request import CheckRequest
    from lovgraf.core.intake import Intake
    from lovgraf.core.progress_rate import Progress
    from lovgraf.core.result import Cause, CheckResult
    from lovgraf.facts.vocabulary import FactVocabulary
    from lovgraf.law import Law
    from lovgraf.readers.inputs import Inputs
    from lovgraf.readers.preview import Preview

T = TypeVar("T")
COLUMNS, MAPPING, CHOSEN = "columns.json", "mapping.json", "chosen.json"


def inspect(job: Job) -> None:
    """See which columns the file has.

    What was asked: `file`, `shown`, `type`, `values` (`look` where it was checked since, and
    `values` says what its result shows), and `sample` for data to be made.
    """
    from lovgraf.law import load_law
    from lovgraf.readers.archives import is_archive
    from lovgraf.readers.preview import preview

    path = job.folder / job.asked["file"]
    if job.asked.get("sample") and not path.exists():
        from lovgraf.authoring.sample import write_sample

        job.tell(None, "Laver eksempeldata", "Making sample data")
        write_sample(job.asked["sample"], path, faults=0.1)
    if is_archive(path):
        raise InputError(
            "Det er et arkiv, og arkiver læses ikke her; send filerne i det en ad gangen.",
            "That is an archive, and archives are not read here; send its files one at a time.",
        )
    values = job.asked.get("look", job.asked["values"])
    job.tell(None, "Læser filens kolonner", "Reading the columns of the file")
    facts, kind = load_law().facts, job.asked.get("type")

    def look() -> Preview:
        first, *others = (file.sheet for file in _parts(path, path.name, facts).files)
        rest = sum(preview(path, facts, kind, sheet=sheet).rows for sheet in others)
        found = preview(path, facts, kind, values, sheet=first)
        return structs.replace(found, rows=found.rows + rest)

    found = told_without_path(look, path)
    write(job.folder / COLUMNS, json.dumps(asdict(found)))


def check(job: Job) -> None:
    """Check the file. What was asked: `file`, `shown`, `as_of`, `type`, `values`, `presume`,
    `about` for the act whose rules are asked about, `earlier` for what is compared, and `keep`
    where the run is to be kept."""
    from lovgraf.check.request import CheckRequest
    from lovgraf.law import load_law
    from lovgraf.law.presumptions import profile_of

    path, values = job.folder / job.asked["file"], bool(job.asked["values"])
    job.tell(None, "Læser loven", "Reading the law")

    def report(fraction: float | None, text: Text) -> None:
        job.tell(fraction, text.da, text.en)

    law = load_law()
    law = replace(
        law, profile=profile_of(law.graph, law.facts, job.asked.get("presume", "register"))
    )
    request = CheckRequest(
        date.fromisoformat(job.asked["as_of"]),
        law,
        mapping=job.folder / MAPPING,
        record_type=job.asked["type"],
        show_values=values,
        about=about_of(law, job.asked),
    )
    with ExitStack() as held:
        result = told_without_path(
            lambda: _checked(path, job.asked["shown"], request, held, report), path
        )
        _keep(job, path, request, result)


def about_of(law: Law, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The acts (IRIs) whose rules alone are asked about: the one that was chosen, with those for
    which the same text is in use."""
    from lovgraf.law.within import places_on

    chosen = [asked["about"]] if asked.get("about") else []
    return places_on(law, chosen, date.fromisoformat(asked["as_of"]), asked["type"])


def _checked(
    path: Path, shown: str, request: CheckRequest, held: ExitStack, report: Progress
) -> CheckResult:
    """The check of a file; of a workbook with several sheets of records of each as a file of its
    own, called by what the reader calls the workbook."""
    from lovgraf.check.dataset import check_dataset
    from lovgraf.check.parts.run import check_parts
    from lovgraf.check.parts.work import Work
    from lovgraf.core.private import PrivateFolder

    inputs = _parts(path, shown, request.law.facts)
    if len(inputs.files) == 1:
        return check_dataset(path, request, progress=report)
    work = Work.begin(held.enter_context(PrivateFolder()))
    return check_parts(inputs, request, work, report)


def _parts(path: Path, name: str, facts: FactVocabulary) -> Inputs:
    """A file by a name, of a workbook every sheet with records."""
    from lovgraf.check.parts.sheets import is_workbook, with_sheet
    from lovgraf.readers.excel import ALL
    from lovgraf.readers.inputs import InputFile, Inputs

    found = Inputs(name, (InputFile(path, name),), single=True)
    return with_sheet(found, ALL, facts) if is_workbook(path) else found


def _keep(job: Job, path: Path, request: CheckRequest, result: CheckResult) -> None:
    """Keep what a check found in the job's folder. Raises `InputError` where it found nothing to
    check."""
    from lovgraf.check.stored import store

    law, values = request.law, request.show_values
    if not result.checked:
        raise InputError(
            "Intet blev kontrolleret: ingen regel gælder for registreringerne på den dato. Se, om "
            "datoen og registreringstypen passer.",
            "Nothing was checked: no rule is about the records on that date. See whether the date "
            "and the type of record fit.",
        )
    job.tell(None, "Gemmer resultatet", "Keeping the result")
    earlier = as_earlier(job.asked.get("earlier"))
    shown = job.asked["shown"]
    intake = result.intake.called(path.name, shown)
    if (job.folder / COLUMNS).exists():
        intake = intake.of_choice(job.asked.get("unread") or ())
        intake = structs.replace(intake, told=_told(intake, job.asked.get("told") or (), law))
    if kept := job.asked.get("keep"):
        keep_run(job.folder.parent / kept["place"], kept, path, result, request)
    store(
        structs.replace(result, dataset=shown, intake=intake, earlier=earlier), job.folder, values
    )


def _told(intake: Intake, told: Sequence[tuple[int, str]], law: Law) -> tuple[Text, ...]:
    """Of columns (by place and canonical name) that are read as the reader said, what they are read
    as, and which columns that the file may have they answer for."""
    headers = [column.header for table in intake.tables for column in table.columns]
    from lovgraf.readers.lost import chosen_read

    said = [chosen_read(law.facts, name, headers[place]) for place, name in told]
    if not said:
        return ()
    listed = list_text(said, Text("og", "and"))
    return (Text(f"Som valgt: {listed.da}.", f"As chosen: {listed.en}."),)


def keep_run(
    folder: Path,
    kept: Mapping[str, Any],
    path: Path,
    result: CheckResult,
    request: CheckRequest,
) -> None:
    """Add the check of a file to the runs that the reader has kept: `kept` has the `name` and the
    `days`."""
    from lovgraf.check.work_list import work_list
    from lovgraf.readers.inputs import InputFile
    from lovgraf.reports.formats import ReportOptions
    from lovgraf.runs.nightly.adding import Run, add_run
    from lovgraf.runs.nightly.data_read import DataRead
    from lovgraf.runs.nightly.gone_columns import reads_of
    from lovgraf.runs.nightly.settings import Owner

    who = {task.id: task.who for task in work_list(result).tasks}

    def owner_of(cause: Cause) -> Owner | None:
        label = who.get(cause.id)
        return None if label is None else Owner(label.en, label)

    now = datetime.now(UTC).replace(microsecond=0)
    since = request.law.at(result.as_of).since
    data = DataRead((InputFile.of(path),), request, reads_of(result))
    run = Run(now, kept["name"], result, since, data, ReportOptions.fail_on, owner_of)
    add_run(folder, run, kept["days"])


def told_without_path(work: Callable[[], T], path: Path) -> T:
    """What the work returns; an error of it without the name that the file has here, and without
    options that a page does not have."""
    try:
        return work()
    except InputError as error:
        own = error.file is not None and Path(error.file).name in (path.name, MAPPING)
        file = None if own else error.file
        fields = _fields(path.parent)
        danish, english = (without_options(error.message[lang], fields) for lang in ("da", "en"))
        raise InputError(danish, english, file, error.line, error.column) from None


def _fields(folder: Path) -> dict[str, str]:
    """The fields of the form by the headings of their columns, and by the facts as which these are
    read; none where no columns were chosen."""
    if not (folder / COLUMNS).is_file():
        return {}
    found = dict[str, str]()
    for place, column in enumerate(json.loads((folder / COLUMNS).read_text("utf-8"))["columns"]):
        found.setdefault(column["header"], f"column-{place}")
    if (folder / MAPPING).is_file():
        said = json.loads((folder / MAPPING).read_text("utf-8"))
        for place, column in enumerate(said.get("tableSchema", {}).get("columns", [])):
            found.setdefault(column.get("name", ""), f"column-{place}")
    return found


_WORD = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
"""A word in quotation marks, as Python writes it."""
_SAID = rf"(--column {_WORD}(; og med | eller |; and with | or |, )?)+"
"""What columns are, as a command says it."""
_ACCEPT = rf"(--accept-unread {_WORD} ?)+"
_OPTIONS = (
    (
        re.compile(
            rf"Skriv kommandoen igen, og sig, hvad den er, med {_SAID} ?"
            r"\(eller i en mapping[^)]*\); eller ret filen"
            rf"(, eller se bort fra kolonnen: {_ACCEPT})?"
        ),
        "Vælg kolonnerne igen, og sig, hvad kolonnen er, eller ret filen",
    ),
    (
        re.compile(
            rf"Write the command again, and say what it is, with {_SAID} ?"
            r"\(or in a mapping[^)]*\); or correct the file"
            rf"(, or pass the column over: {_ACCEPT})?"
        ),
        "Choose the columns again, and say what the column is, or correct the file",
    ),
    (
        re.compile(r"(så se bort fra den|pass it over): --column '[^']*'"),
        r"\1",
    ),
    (
        re.compile(
            r"Lav en mapping med lovgraf map FIL --output M\.json(, skriv i den, .*?\))?, og læs "
            r"filen med --mapping M\.json; eller ret filen"
            rf"(, eller se bort fra kolonnen: {_ACCEPT})?"
        ),
        "Vælg kolonnerne igen, og sig, hvad kolonnen er, og hvad dens ord betyder (eller skriv det "
        "i metadata), eller ret filen",
    ),
    (
        re.compile(
            r"Make a mapping by lovgraf map FILE --output M\.json(, write into it .*?\))?, and "
            r"read the file with --mapping M\.json; or correct the file"
            rf"(, or pass the column over: {_ACCEPT})?"
        ),
        "Choose the columns again, and say what the column is and what its words mean (or write "
        "it into the metadata), or correct the file",
    ),
    (re.compile(rf" (eller|or) (se bort fra den|pass it over): {_ACCEPT}"), ""),
    (
        re.compile(r"; nævn den som (sqlite|duckdb):///sti med --table"),
        "; gem tabellen som CSV (UTF-8), Excel (.xlsx) eller Parquet",
    ),
    (
        re.compile(r"; name it as (sqlite|duckdb):///path with --table"),
        "; save the table as CSV (UTF-8), Excel (.xlsx) or Parquet",
    ),
    (re.compile(r"\(--mapping\b"), "(metadata"),
    (re.compile(r"--mapping\b"), "metadata"),
    (re.compile(r"; lovgraf map (FIL foreslår en|FILE proposes one)"), ""),
    (
        re.compile(r", (så sig det: lovgraf map FIL foreslår en mapping)"),
        ", så vælg det ved kolonnen",
    ),
    (re.compile(r", (say so: lovgraf map FILE proposes a mapping)"), ", choose it at the column"),
    (re.compile(r" --all-norms (spørger alligevel|asks all the same)\."), ""),
    (re.compile(r" lovgraf map (FIL foreslår en|FILE proposes one)\."), ""),
    (re.compile(r"--show-values\b"), "values=yes"),
    (re.compile(r"--as-of\b"), "as_of"),
    (re.compile(r"--type\b"), "type"),
)
"""Options of the command line, and the fields that the pages have instead of them."""


_FLAGGED = re.compile(r"(?<=[.:;]) ?[^.:;]*(?<![\w-])--[a-z][^.]*\.?")
"""A sentence, or the end of one, that tells what an option of the command line does."""


def without_flags(text: str) -> str:
    """A note without what it says of options of the command line, which a page does not have."""
    return _FLAGGED.sub("", text).strip() if "--" in text else text


def without_options(text: str, fields: Mapping[str, str] | None = None) -> str:
    """A message with what the pages have, where it names options of the command line; `fields` are
    those of the form by the words that name their columns."""
    for option, instead in _OPTIONS:
        text = option.sub(instead, text)
    text = _PASSED_OVER.sub(lambda found: _left_out(found, fields or {}), text)
    return text.replace(",.", ".").strip()


_PASSED_OVER = re.compile(
    rf"(?P<how>se bort fra kolonnen|pass the column over): (?P<words>{_ACCEPT})"
)
_ONE = re.compile(rf"--accept-unread ({_WORD})")


def _left_out(found: re.Match[str], fields: Mapping[str, str]) -> str:
    """How a column is left out on the pages: by its field, or in the metadata where there is no
    form."""
    words = [ast.literal_eval(word) for word in _ONE.findall(found["words"])]
    known = [_field(word, fields) for word in words]
    danish = found["how"].startswith("se")
    if not all(known):
        left = "udelad kolonnen i metadata" if danish else "leave the column out in the metadata"
        return f"{left} (suppressOutput)"
    listed = ", ".join(f"{field}=-" for field in known)
    chosen = (
        "vælg kolonnerne igen, og udelad kolonnen (i programmer"
        if danish
        else "choose the columns again, and leave the column out (in programs"
    )
    return f"{chosen}: {listed})"


def _field(word: str, fields: Mapping[str, str]) -> str | None:
    """The field of a column, of whose heading the message may have the beginning alone."""
    begun = (field for heading, field in fields.items() if heading.startswith(word))
    return fields.get(word) or next(begun, None)
