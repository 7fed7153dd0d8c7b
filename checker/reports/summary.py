"""A report in a few lines for the screen, where the whole of it goes to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lovgraf.check.work_list import work_list
from lovgraf.core.result import Cause, CheckResult
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.phrases import counted, norms, outcome, records, written_date

if TYPE_CHECKING:
    from lovgraf.proposals.assess import Assessment

_ERRORS = Text("fejl", "error"), Text("fejl", "errors")
_WARNINGS = Text("advarsel", "warning"), Text("advarsler", "warnings")
MOST = 3
"""How many findings a summary names."""
_SAID = {
    "checked": Text(
        "{dataset} efter loven den {date}: {records}, {norms}.",
        "{dataset} under the law of {date}: {records}, {norms}.",
    ),
    "most": Text("Det vigtigste:", "What matters most:"),
    "proposal": Text("Forslag: {title} (virker fra {date})", "Proposal: {title} (from {date})"),
    "gaps": Text("Fundet: {errors} og {warnings}.", "Found: {errors} and {warnings}."),
    "whole": Text("Hele rapporten: {path}", "The whole report: {path}"),
}


def _say(key: str, lang: Lang, **values: str) -> str:
    return _SAID[key][lang].format(**values)


def of_check(result: CheckResult, options: ReportOptions, path: Path) -> str:
    """What was checked, how much was found, the findings that concern most records, and where the
    report lies; a line each."""
    lang = options.lang
    lines = [
        _say(
            "checked",
            lang,
            dataset=plain(result.dataset),
            date=written_date(result.as_of, lang),
            records=records(result.records, lang),
            norms=norms(len(result.norms), lang),
        )
    ]
    work = work_list(result)
    said = outcome(result, options.fail_on, lang, work.undecided)
    lines += [plain(work.meaning[lang])]
    lines += [said.found or said.nothing, *filter(None, [said.undecided])]
    causes = [cause for cause in result.causes if cause.verdict in options.fail_on]
    titles = {norm.norm: norm.provision_label for norm in result.norms}
    first = sorted(causes, key=lambda cause: -cause.count)[:MOST]
    lines += _numbered([_cause(cause, titles[cause.norm], lang) for cause in first], lang)
    return "\n".join([*lines, _say("whole", lang, path=str(path)), ""])


def _cause(cause: Cause, provision: Text, lang: Lang) -> str:
    return f"{records(cause.count, lang)}: {plain(cause.message[lang])} [{plain(provision[lang])}]"


def of_assessment(found: Assessment, lang: Lang, path: Path) -> str:
    """What was assessed, how many gaps there are, the gravest, and where the report lies; a line
    each."""
    overlay = found.views.overlay
    lines = [
        _say(
            "proposal",
            lang,
            title=plain(proposal.title[lang]),
            date=written_date(overlay.starts[proposal.iri], lang),
        )
        for proposal in overlay.proposals
    ]
    lines += [plain(note[lang]) for note in found.beside]
    if found.another_day is not None:
        lines.append(plain(found.another_day[lang]))
    grave = {name: [g for g in found.gaps if g.severity == name] for name in ("error", "warning")}
    errors = counted(len(grave["error"]), *_ERRORS, lang)
    warnings = counted(len(grave["warning"]), *_WARNINGS, lang)
    lines.append(_say("gaps", lang, errors=errors, warnings=warnings))
    first = [*grave["error"], *grave["warning"]][:MOST]
    lines += _numbered([plain(gap.message[lang]) for gap in first], lang)
    return "\n".join([*lines, _say("whole", lang, path=str(path)), ""])


def _numbered(findings: list[str], lang: Lang) -> list[str]:
    named = [f"  {place}. {finding}" for place, finding in enumerate(findings, 1)]
    return [_say("most", lang), *named] if named else []
