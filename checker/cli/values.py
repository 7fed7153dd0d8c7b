"""Read the values of options; each mistake is an `InputError` that says what would be right."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lovgraf.core.fail_on import DEFAULT_FAIL_ON, named
from lovgraf.reports.formats import FORMATS, format_of

if TYPE_CHECKING:
    from lovgraf.core.errors import InputError
    from lovgraf.core.terms import Lang, Text
    from lovgraf.explain.answer import Answerer
    from lovgraf.law import Law

ENGINES = ("columns", "reference", "spark")
PROFILES = ("none", "register", "case")
"""Those of `lovgraf.law.presumptions`, which is slow to import."""


def _error(danish: str, english: str) -> InputError:
    from lovgraf.core.errors import InputError

    return InputError(danish, english)


def day(text: str | None) -> date:
    """The as-of date; today where none is given."""
    return date.today() if text is None else date_of("--as-of", text)


def date_of(option: str, text: str) -> date:
    """A date in the form of the calendar."""
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise _error(
                f"{option}: den dag findes ikke i kalenderen (åååå-mm-dd).",
                f"{option}: there is no such day in the calendar (yyyy-mm-dd).",
            ) from None
        raise _error(
            f"{option} skal være en dato skrevet som åååå-mm-dd, fx 2014-12-01.",
            f"{option} must be a date written as yyyy-mm-dd, such as 2014-12-01.",
        ) from None


def in_time(as_of: date, law: Law) -> date:
    """The as-of date, if the graph has law on it."""
    if law.first_day is not None and as_of < law.first_day:
        from lovgraf.law.coverage import not_covered

        said = not_covered(as_of, law.first_day)
        raise _error(
            f"{said.da} Vælg en senere dato med --as-of.",
            f"{said.en} Choose a later date with --as-of.",
        )
    return as_of


def one_sheet(sheet: str | None, dataset: Path | None) -> str | None:
    """The one sheet of a workbook that is read where several files cannot be."""
    from lovgraf.check.parts.sheets import is_workbook, no_workbook
    from lovgraf.readers.excel import ALL

    if sheet is None:
        return None
    if dataset is None or not is_workbook(dataset):
        raise no_workbook()
    if sheet == ALL:
        raise _error(
            "Her læses ét ark: angiv dets navn med --sheet.",
            "One sheet is read here: name it with --sheet.",
        )
    return sheet


def fail_on(text: str | None) -> frozenset[str]:
    """The verdicts of `--fail-on`; `none`, which stands alone, is the empty set."""
    from lovgraf.core.result import VERDICTS

    if text is None:
        return DEFAULT_FAIL_ON
    names = named(text)
    if names is None or not text.strip(" ,"):
        known = ", ".join(VERDICTS)
        raise _error(
            f"--fail-on tager et eller flere udfald, adskilt af komma, eller none alene. Udfaldene "
            f"er {known}.",
            f"--fail-on takes one or more verdicts, separated by commas, or none alone. The "
            f"verdicts are {known}.",
        )
    return frozenset(one_of("--fail-on", name, VERDICTS) for name in sorted(names))


def one_of(option: str, value: str, allowed: Iterable[str]) -> str:
    """The value, if it is one of those allowed."""
    names = list(allowed)
    if value in names:
        return value
    from lovgraf.core.written import choices  # where something is wrong: not with each start

    meant = choices(value, names)
    raise _error(
        f"{option} kender ikke værdien. {meant.da}", f"{option} does not know the value. {meant.en}"
    )


def master(engine: str, url: str | None) -> str | None:
    """The address of a Spark cluster, which goes with the engine of that name."""
    if (engine == "spark") == (url is not None):
        return url
    if url is None:
        raise _error(
            "--engine spark kræver klyngens adresse: --master spark://vært:7077 eller local[4].",
            "--engine spark needs the cluster's address: --master spark://host:7077 or local[4].",
        )
    raise _error(
        "--master hører til --engine spark.",
        "--master belongs to --engine spark.",
    )


def no_table_on_spark() -> InputError:
    """The error that a table of a database is asked for on a cluster."""
    return _error(
        "--engine spark læser filer, ikke en database. Brug --engine columns, eller gem tabellen "
        "som Parquet.",
        "--engine spark reads files, not a database. Use --engine columns, or save the table as "
        "Parquet.",
    )


def no_parts_on_spark() -> InputError:
    """The error that finished parts are to be kept of what a cluster does."""
    return _error(
        "--resume og --since gælder ikke --engine spark; klyngen tager selv fejlede dele op igen.",
        "--resume and --since are not for --engine spark; the cluster takes up failed parts "
        "itself.",
    )


def report_format(name: str | None, output: Path | None) -> str:
    """The format: as named, else by the file's ending, else text."""
    if name is not None:
        return one_of("--format", name, FORMATS)
    if output is None or not output.suffix:
        return "text"
    found = format_of(output.name)
    if found is None:
        known = ", ".join(FORMATS)
        raise _error(
            f"Endelsen {output.suffix} svarer ikke til et format. Vælg et af {known} med --format.",
            f"The ending {output.suffix} stands for no format. Choose one of {known} with "
            "--format.",
        )
    return found


def plain_format(name: str | None, output: Path | None) -> str:
    """`text` or `json`, as named or by the file's ending."""
    if name is None:
        return "json" if output is not None and output.suffix == ".json" else "text"
    return one_of("--format", name, ("text", "json"))


def trend_format(name: str | None, output: Path | None) -> str:
    """`text`, `html` or `json`, as named or by the file's ending."""
    endings = {".json": "json", ".html": "html", ".htm": "html"}
    if name is None:
        return endings.get(output.suffix, "text") if output is not None else "text"
    return one_of("--format", name, ("text", "html", "json"))


def no_trend() -> InputError:
    """The error that a format is named for daily extracts, whose reports have one."""
    return _error(
        "--format gælder en mappe med kørsler fra lovgraf run; her er ingen history.parquet.",
        "--format is for a folder of runs of lovgraf run; there is no history.parquet here.",
    )


def whole(option: str, text: str | None, default: int, low: int = 0) -> int:
    """A whole number, at least `low`."""
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) < 12 and int(text) >= low:
        return int(text)
    raise _error(
        f"{option} skal være et helt tal på mindst {low}.",
        f"{option} must be a whole number of at least {low}.",
    )


def share(option: str, text: str | None) -> float:
    """A share from 0 to 1, with a decimal point or comma."""
    try:
        found = float((text or "0").replace(",", "."))
    except ValueError:
        found = -1.0
    if 0 <= found <= 1:
        return found
    raise _error(
        f"{option} skal være et tal fra 0 til 1, fx 0,05.",
        f"{option} must be a number from 0 to 1, such as 0.05.",
    )


def with_proposals(
    law: Law, paths: Sequence[Path] | None, as_of: date
) -> tuple[Law, tuple[Text, ...]]:
    """The law with proposals laid over it, and what is to be said of that."""
    if not paths:
        return law, ()
    from lovgraf.api import given

    return given.with_proposals(law, paths, as_of)


def tell_beside(law: Law, language: Lang) -> None:
    """Say which files were read beside the law, where what is written cannot say it."""
    from lovgraf.core.safe import plain
    from lovgraf.law.added_notes import added_notes

    for note in added_notes(law):
        print(f"lovgraf: {plain(note[language])}", file=sys.stderr)


def presuming(law: Law, name: str | None, default: str) -> Law:
    """The law with what `--presume` says that blanks mean: a profile, or a Turtle file."""
    from lovgraf.api import given

    name = default if name is None else name
    if name not in PROFILES and Path(name).suffix != ".ttl":
        raise _error(
            f"--presume tager {', '.join(PROFILES)} eller en Turtle-fil (.ttl), ikke {name}.",
            f"--presume takes {', '.join(PROFILES)} or a Turtle file (.ttl), not {name}.",
        )
    return given.presuming(law, name)


def record_type(name: str | None, law: Law) -> str | None:
    """A type of record that the graph knows."""
    if name is None:
        return None
    return one_of("--type", name, sorted(law.facts.record_types.values()))


def not_an_input(output: Path | None, inputs: Sequence[Path | None]) -> None:
    """Refuse to write over a file that is read."""
    for path in inputs:
        if output is None or path is None or not (output.exists() and path.exists()):
            continue
        if output.samefile(path):
            raise _error(
                "Resultatet ville overskrive en fil, der læses. Vælg et andet navn.",
                "The result would overwrite a file that is read. Choose another name.",
            )


def different(**outputs: Path | None) -> None:
    """Refuse to write one file by two options, which are given by name."""
    by_file: dict[Path, str] = {}
    for option, path in outputs.items():
        if path is None:
            continue
        other = by_file.setdefault(path.resolve(), option)
        if other != option:
            raise _error(
                f"--{other} og --{option} er den samme fil. Vælg to navne.",
                f"--{other} and --{option} are the same file. Choose two names.",
            )


def summary_of(summary: bool, output: Path | None) -> Path | None:
    """The file of which a summary is asked for; None where none is."""
    if summary and output is None:
        raise _error(
            "--summary hører til --output: uden fil står hele rapporten på skærmen.",
            "--summary goes with --output: without a file the whole report is on the screen.",
        )
    return output if summary else None


def findings_name(findings: Path | None) -> None:
    """Refuse a name that promises the format of a report: findings are written as Parquet."""
    if findings is not None and format_of(findings.name) is not None:
        raise _error(
            "--findings skriver Parquet. Giv filen et navn, der ender på .parquet.",
            "--findings writes Parquet. Give the file a name that ends in .parquet.",
        )


def letters_name(letters: Path | None) -> None:
    """Refuse a name that promises another format: the list of whom to write to is a CSV table."""
    if letters is not None and letters.suffix.lower() != ".csv":
        raise _error(
            "--letters skriver CSV (åbnes i Excel). Giv filen et navn, der ender på .csv.",
            "--letters writes CSV (opens in Excel). Give the file a name that ends in .csv.",
        )


def not_within(dataset: str, outputs: Sequence[Path | None]) -> None:
    """Refuse to write into the folder that is read, where a later run would take it for input."""
    folder = Path(dataset)
    for path in outputs:
        if path is None or not folder.is_dir():
            continue
        if path.resolve().is_relative_to(folder.resolve()):
            raise _error(
                "Resultatet ville ligge i den mappe, der læses. Vælg et andet sted.",
                "The result would lie in the folder that is read. Choose another place.",
            )


def work_folder(resume: bool, since: Path | None, output: Path | None) -> Path | None:
    """Where finished parts are kept: the folder of `--since`, else beside what is written."""
    if since is not None:
        return since
    if not resume:
        return None
    if output is None or (output.exists() and not output.is_file()):
        raise _error(
            "--resume skal have --output eller --findings: dér ligger det foreløbige arbejde.",
            "--resume needs --output or --findings: the work in progress lies beside it.",
        )
    return output.with_name(f".{output.name}.parts")


def history_work(resume: bool, output: Path | None) -> Path | None:
    """Where finished parts of a history are kept, beside the folder that is written."""
    if not resume:
        return None
    if output is None:
        raise _error(
            "--resume skal have --output: ved siden af ligger det foreløbige arbejde.",
            "--resume needs --output: the work in progress lies beside it.",
        )
    return output.with_name(f".{output.name}.parts")


def pairs(arguments: Sequence[str]) -> list[str]:
    """The KEY=VALUE arguments; a mistake is told by its position, since a value may be personal."""
    for number, argument in enumerate(arguments, 1):
        key, separator, _ = argument.partition("=")
        if not separator or not key:
            raise _error(
                f"Oplysning nr. {number} er ikke skrevet som NØGLE=VÆRDI, fx "
                "birth_date=1990-01-01.",
                f"Fact no. {number} is not written as KEY=VALUE, such as birth_date=1990-01-01.",
            )
    return list(arguments)


def kind_of(arguments: Sequence[str], option: str | None, law: Law) -> tuple[str, list[str]]:
    """The type of record, as an option or a fact states it, else the usual one; and the facts."""
    from lovgraf.readers.single import stated_type

    chosen = record_type(option, law)
    stated, others = stated_type(arguments, law.facts)
    if chosen is not None and stated is not None and chosen != stated:
        raise _error(
            f"--type er {chosen}, men type er {stated}. Angiv kun én.",
            f"--type is {chosen}, but type is {stated}. Give one of them.",
        )
    return chosen or stated or law.facts.usual_type, others


def facts_of(
    arguments: Sequence[str], law: Law, kind: str, as_of: date, spans: bool = False
) -> dict[str, Any]:
    """The facts of one record on a date, by the IRI of their column; where the record's type is
    among them it must be that of what is asked. With `spans` a year or a month says of a day what
    is known of it."""
    from lovgraf.readers.single import read_pairs, stated_type

    stated, others = stated_type(arguments, law.facts)
    if stated is not None and stated != kind:
        raise _error(
            f"Spørgsmålet handler om {kind}, men type er {stated}.",
            f"The question is about {kind}, but type is {stated}.",
        )
    return dict(read_pairs(others, law.at(as_of).facts_of_day, kind, spans))


def decided(answerer: Answerer) -> None:
    """Refuse a question that nothing decides on the date."""
    if not answerer.program.decided:
        from lovgraf.explain.choosing import undecided

        why = undecided(answerer.view, answerer.question)
        raise _error(
            f"{why.da} Vælg en anden dato med --as-of.",
            f"{why.en} Choose another date with --as-of.",
        )
