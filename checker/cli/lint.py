"""The command `lint`: the hygiene of the law graph, or what its scenarios leave out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.command import taking
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang

Files = Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="lint-files")]
Covered = Annotated[bool, typer.Option("--coverage", help="coverage")]
Mutate = Annotated[bool, typer.Option("--mutate", help="mutate")]
AcceptedFile = Annotated[Path | None, typer.Option("--accepted", metavar="FILE", help="accepted")]
LedgerFolder = Annotated[Path | None, typer.Option("--ledger", metavar="DIR", help="ledger")]
PresumptionsOn = Annotated[
    Path | None, typer.Option("--presumptions", metavar="DATASET", help="presumptions-on")
]
About = Annotated[list[str] | None, typer.Option("--about", metavar="IRI", help="about")]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LintOptions:
    """What of the law graph is looked at: its hygiene, unless an option names something else."""

    files: Files = None
    coverage: Covered = False
    mutate: Mutate = False
    ledger: LedgerFolder = None
    presumptions: PresumptionsOn = None
    type_: options.Type = None
    as_of: options.AsOf = None
    accepted: AcceptedFile = None
    about: About = None
    data: options.Data = None
    format_: options.TextOrJson = None
    lang: options.Language = None

    @property
    def law_files(self) -> list[Path]:
        """Files of law beside those that are shipped."""
        return self.data or []

    @property
    def only_about(self) -> list[str]:
        """What alone is looked at, by IRI; nothing, where all is."""
        return self.about or []


@taking(LintOptions)
def lint(ctx: typer.Context, given: LintOptions) -> int:
    """Check the law graph; 1 where an error was found, a gap, or a change nothing notices."""
    language = lang_of(ctx)
    scenarios = {"--coverage": given.coverage, "--mutate": given.mutate}
    named = {"--accepted": given.accepted, "--about": given.about, "FILE": given.files}
    if given.presumptions:
        _refuse_beside("--presumptions", {**scenarios, "--ledger": given.ledger, **named})
        return _presumptions(given, given.presumptions, language)
    _refuse_without("--presumptions", {"--type": given.type_, "--as-of": given.as_of})
    if given.ledger:
        _refuse_beside("--ledger", {**scenarios, **named})
        return _ledger(given.ledger, given.law_files, given.format_, language)
    if given.mutate:
        _refuse("--coverage", {"--coverage": given.coverage, "--accepted": given.accepted})
        return _mutate(given, _folders(given.files, "--mutate"), language)
    if given.coverage:
        return _coverage(given, _folders(given.files, "--coverage"), language)
    said = {"--accepted": given.accepted, "--about": given.about}
    _refuse("--coverage", {**said, "--data": given.data, "--format": given.format_})
    return _hygiene(given.files or [], language)


def _refuse(needed: str, given: Mapping[str, object]) -> None:
    """Refuse options that mean nothing here."""
    from lovgraf.core.errors import InputError

    for name, value in given.items():
        if value and name == needed:
            raise InputError(
                f"{name} og --mutate kan ikke bruges sammen.",
                f"{name} and --mutate do not go together.",
            )
        if value:
            raise InputError(
                f"{name} bruges kun sammen med {needed}.", f"{name} goes with {needed} only."
            )


def _refuse_without(option: str, given: Mapping[str, object]) -> None:
    """Refuse what goes with an option only."""
    from lovgraf.core.errors import InputError

    for name in (name for name, value in given.items() if value):
        raise InputError(
            f"{name} bruges kun sammen med {option}.", f"{name} goes with {option} only."
        )


def _refuse_beside(option: str, given: Mapping[str, object]) -> None:
    """Refuse what does not go with an option."""
    from lovgraf.core.errors import InputError

    for name in (name for name, value in given.items() if value):
        raise InputError(
            f"{name} og {option} kan ikke bruges sammen.",
            f"{name} and {option} do not go together.",
        )


def _folders(folders: list[Path] | None, option: str) -> list[Path]:
    from lovgraf.core.errors import InputError

    if not folders:
        raise InputError(
            f"Nævn mappen med scenarier: lovgraf lint {option} tests/scenarios.",
            f"Name the folder of scenarios: lovgraf lint {option} tests/scenarios.",
        )
    return folders


def _hygiene(files: list[Path], language: Lang) -> int:
    from lovgraf.authoring.lint import lint as run_lint
    from lovgraf.core.safe import plain
    from lovgraf.reports.phrases import severity_name

    found = run_lint(files)
    for finding in found:
        place = f"{os.path.relpath(finding.file)}: " if finding.file else ""
        subject = f" <{finding.subject}>" if finding.subject else ""
        kind = severity_name(finding.severity, language)
        print(plain(f"{place}{kind}{subject}: {finding.message[language]} [{finding.code}]"))
    errors = sum(finding.severity == "error" for finding in found)
    others = len(found) - errors
    if language == "da":
        summary = f"{errors} fejl, {others} bemærkning{'' if others == 1 else 'er'}."
    else:
        summary = f"{errors} error{'s' * (errors != 1)}, {others} remark{'s' * (others != 1)}."
    print(summary, file=sys.stderr)
    return int(errors > 0)


def _coverage(given: LintOptions, folders: list[Path], language: Lang) -> int:
    from lovgraf.authoring.lint.coverage import Accepted, coverage, read_accepted
    from lovgraf.authoring.lint.coverage.report import as_json, as_text
    from lovgraf.core.output import write_output
    from lovgraf.law import load_law

    wanted = values.plain_format(given.format_, None)
    reasons = read_accepted(given.accepted) if given.accepted else Accepted({})
    law = load_law(given.law_files)
    found = coverage(law, folders, reasons, given.only_about)
    write_output([as_json(found)] if wanted == "json" else as_text(found, law, language), None)
    return int(bool(found.gaps or found.stale))


def _presumptions(given: LintOptions, dataset: Path, language: Lang) -> int:
    import json

    from lovgraf.authoring.lint.presumed import as_data, as_text, fits
    from lovgraf.core.output import write_output
    from lovgraf.law import load_law

    day, wanted = values.day(given.as_of), values.plain_format(given.format_, None)
    law = load_law(given.law_files)
    kind = values.record_type(given.type_, law)
    found = fits(dataset, law, values.in_time(day, law), kind)
    if wanted == "json":
        write_output([json.dumps(as_data(found), indent=1), "\n"], None)
    else:
        write_output(as_text(found, dataset.name, language), None)
    return 0


def _ledger(folder: Path, data: list[Path], format_: str | None, language: Lang) -> int:
    from lovgraf.authoring.lint.ledger import ledger
    from lovgraf.authoring.lint.ledger.report import as_json, as_text
    from lovgraf.core.output import write_output
    from lovgraf.law import load_law

    wanted = values.plain_format(format_, None)
    law = load_law(data)
    found = ledger(law, folder)
    write_output([as_json(found)] if wanted == "json" else as_text(found, law, language), None)
    return int(not found.sound)


def _mutate(given: LintOptions, folders: list[Path], language: Lang) -> int:
    from lovgraf.authoring.lint.mutation import Mutation, mutate
    from lovgraf.authoring.lint.mutation.report import as_json, as_text, families
    from lovgraf.authoring.scenarios import read_scenarios
    from lovgraf.core.output import write_output
    from lovgraf.law import load_law
    from lovgraf.law.graph import shipped_files

    wanted = values.plain_format(given.format_, None)
    scenarios = [scenario for folder in folders for scenario in read_scenarios(folder)]
    law = load_law(given.law_files)
    survived = False

    def tried() -> Iterator[Mutation]:
        nonlocal survived
        for found in mutate(law, scenarios, given.only_about):
            survived = survived or any(outcome.survived for outcome in found.outcomes)
            yield found
            sys.stdout.flush()  # an act at a time: the whole takes minutes

    of, size = families([*shipped_files(), *given.law_files]), len(scenarios)
    if wanted == "json":
        write_output(as_json(tried(), size, of), None)
    else:
        write_output(as_text(tried(), law, size, of, language), None)
    return int(survived)
