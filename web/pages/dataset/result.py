"""The result of a check of an upload: by norm, row by row, and as a file of every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from msgspec.structs import replace
from rdflib import Graph

from lovgraf.check.stored import KeptFindings, stored
from lovgraf.check.work_list import work_list
from lovgraf.core.errors import InputError
from lovgraf.core.result import (
    MOST_OPEN,
    OWN,
    VERDICTS,
    Cause,
    CheckResult,
    Finding,
    Findings,
    NormResult,
)
from lovgraf.core.terms import Lang, Text
from lovgraf.law.presumptions import PROFILES
from lovgraf.reports import phrases, tasks
from lovgraf.reports.as_letters import Addressed, whom_text
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.reports.read import read_lines
from lovgraf.reports.rows import Lines, example_rows, first_rows, headings_of, offending_text
from lovgraf.reports.words import VERDICT
from lovgraf_web.address import parameter, takes
from lovgraf_web.current import law
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.pages import NoResult, job_of_reader
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import Link, to
from lovgraf_web.pages.dataset.earlier import CHECK
from lovgraf_web.pages.dataset.uploads import expires, way
from lovgraf_web.pages.dataset.work import without_flags
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond, wanted

# The findings of a check as a page shows them: filtered, and grouped by norm.

SHOWN = 100
"""Tasks of a kind that a page lists; the reports have them all."""
TASKS, FIRST = 4, 10
"""Tasks of a kind that are in sight at once, and rows of each."""


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see; None or empty: everything. `norm` and `cause` are ids."""

    verdict: str | None = None
    text: str = ""
    norm: str | None = None
    cause: str | None = None
    every: bool = False

    def fits(self, norm: NormResult) -> bool:
        """Whether a norm is wanted; one that is about nobody only where every norm is."""
        if self.norm is not None and norm.norm != self.norm:
            return False
        if self.verdict is not None and not norm.verdicts.get(self.verdict):
            return False
        if not self.every and self.verdict is None and not set(norm.verdicts) - {"not-addressed"}:
            return False
        words = (norm.title, norm.provision_label)
        wanted = self.text.lower()
        return not wanted or any(wanted in text.lower() for w in words for text in (w.da, w.en))

    def causes(self, result: CheckResult) -> list[Cause]:
        """The causes that are wanted."""
        norms = {norm.norm for norm in result.norms if self.fits(norm)}
        return [
            cause
            for cause in result.causes
            if cause.norm in norms
            and self.verdict in (None, cause.verdict)
            and self.cause in (None, cause.id)
        ]


FILTERS = ("verdict", "cause", "norm", "q", "norms")
"""The parameters that choose a part of a result."""


def read_filter(result: CheckResult) -> Filter:
    """The filter of the address. Raises `InputError` for what names nothing of this result: all
    of it would be shown as if it were the part that was asked for."""
    verdict, cause = parameter("verdict"), parameter("cause")
    norm = parameter("norm")
    number = int(norm) if norm is not None and norm.isdecimal() and len(norm) < 7 else 0
    if verdict is not None and verdict not in VERDICTS:
        listed = ", ".join(VERDICTS)
        raise InputError(f"verdict: skriv {listed}.", f"verdict: write {listed}.")
    if norm is not None and not 0 < number <= len(result.norms):
        raise _not_of_it("norm")
    if cause is not None and all(cause != known.id for known in result.causes):
        raise _not_of_it("cause")
    return Filter(
        verdict,
        (parameter("q") or "").strip(),
        result.norms[number - 1].norm if norm is not None else None,
        cause,
        parameter("norms") == "all",
    )


def _not_of_it(name: str) -> InputError:
    """The error that a parameter names nothing of a result."""
    return InputError(
        f"{name} i adressen findes ikke i dette resultat. Gå ud fra resultatets egen side.",
        f"{name} in the address is not in this result. Go from the result's own page.",
    )


@dataclass(frozen=True)
class NormOverview:
    """One norm, and whether it has something that counts as found."""

    norm: NormResult
    found: bool


def overview(result: CheckResult, shown: Filter) -> list[NormOverview]:
    """The norms that are wanted, those with findings first."""
    parts = [
        NormOverview(norm, any(norm.verdicts.get(verdict) for verdict in ReportOptions.fail_on))
        for norm in result.norms
        if shown.fits(norm)
    ]
    return sorted(parts, key=lambda part: not part.found)


# Bars as SVG: how a whole is shared out, beside the table that gives the numbers.

WIDTH, HEIGHT = 600, 16


def bar(parts: Mapping[str, int], order: Iterable[str], names: Mapping[str, str]) -> Markup:
    """A bar of `parts` in an `order`, each as wide as its share, at least wide enough to be seen.

    A part's key is its class in the style sheet; `names` says what the bar shows to those who do
    not see it.
    """
    shown = [(key, parts[key]) for key in order if parts.get(key)]
    total = sum(count for _, count in shown)
    if not total:
        return Markup("")
    widths = [max(3.0, WIDTH * count / total) for _, count in shown]
    scale = WIDTH / sum(widths)
    label = ", ".join(f"{names[key]} {count}" for key, count in shown)
    pieces, left = [], 0.0
    for (key, _), width in zip(shown, widths, strict=True):
        pieces.append(
            Markup('<rect class="{}" x="{}" y="0" width="{}" height="{}"/>').format(
                f"part-{key}", f"{left:.2f}", f"{width * scale:.2f}", HEIGHT
            )
        )
        left += width * scale
    return Markup(
        '<svg class="bar" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'preserveAspectRatio="none">{}</svg>'
    ).format(label, WIDTH, HEIGHT, Markup("").join(pieces))


pages = Blueprint("dataset_result", __name__, template_folder=".")

ROWS = 50
FIRST_TOLD = 3
"""Reasons that are told of those of whom something must be found out first."""
_OF = "/<any(da, en):lang>/dataset/<job>"
_TWINS = {"json": "json", "ttl": "ttl"}


def _checked(job: str) -> tuple[JobRow, Path]:
    row = job_of_reader(job)
    if row.state != "done" or row.kind != CHECK:
        raise NoResult(row)
    return row, jobs().folder(row)


@pages.get(f"{_OF}/result")
@takes(*FILTERS)
def page(lang: Lang, job: str) -> ResponseReturnValue:
    """What was found, norm by norm; as JSON and Turtle the whole report."""
    row, folder = _checked(job)
    form = wanted()
    if form != "html":
        return _report(row, folder, _TWINS[form], lang, download=False)
    result = stored(folder)
    shown = read_filter(result)
    asked = jobs().asked(row)
    values = bool(asked["values"])
    work, options = work_list(result), ReportOptions(lang, show_values=values)
    unsure = Addressed.of(result).first
    return respond(
        "dataset_result.html",
        TEXTS["dataset-result"],
        data=dict,
        graph=Graph,
        own_date=True,
        way=way(),
        job=row,
        result=result,
        work=work,
        options=options,
        headings=tasks.HEADINGS,
        lines=lambda task: [
            without_flags(line) for line in tasks.task_lines(task, lang)[1 if task.norm else 0 :]
        ],
        count=lambda kind: tasks.count_text(work, kind, lang),
        notes=[without_flags(note[lang]) for note in result.all_notes],
        change=lambda task: tasks.change_text(task, lang),
        settling=tasks.settling_line(work, result, lang),
        blanks=tasks.blanks_line(work, result, lang, f"»{TEXTS['dataset-blank-no'][lang]}«"),
        whom=whom_text(result, lang),
        first=[task for task in work.tasks if task.id in unsure][:FIRST_TOLD],
        settled=tasks.settled_line(work, lang),
        compared=tasks.compared_line(work, result, lang),
        rows=(rows := first_rows(result, FIRST, ReportOptions.fail_on)),
        listed={cause for cause, found in rows.items() if found.shown},
        links={norm.norm: norm.link for norm in result.norms},
        shown=TASKS,
        most=SHOWN,
        filtered=shown != Filter(),
        profiles=PROFILES,
        read=read_lines(result.intake),
        first_lines=2 + len(result.intake.told),
        parts=overview(result, shown),
        filter=shown,
        bar=bar,
        words={verdict: name[lang] for verdict, name in VERDICT.items()},
        number=lambda value: phrases.number(value, lang),
        records=phrases.records(result.records, lang),
        totals=(totals := result.totals()),
        found=sum(totals.get(verdict, 0) for verdict in ReportOptions.fail_on),
        receipt=phrases.receipt(result.receipt, lang),
        severity=lambda name: phrases.severity_name(name, lang),
        offending=lambda flaw: offending_text(flaw, options),
        examples=lambda flaw: example_rows(flaw, Lines.of(result), lang, options.rows),
        formats=[(form.name, Text(form.da, form.en)) for form in FORMATS.values()],
        expires=expires(row),
        day=asked["as_of"],
        kept_run=asked.get("keep"),
        values=values,
        first_day=law().first_day,
    )


@pages.get(f"{_OF}/rows")
@takes(*FILTERS, "page")
def rows(lang: Lang, job: str) -> ResponseReturnValue:
    """The records that were found, page by page."""
    row, folder = _checked(job)
    result = stored(folder)
    shown = read_filter(result)
    causes = [cause for cause in shown.causes(result) if cause.verdict in ReportOptions.fail_on]
    findings = result.findings
    if not causes:
        # What is left open has rows too, but for causes of too many.
        causes = [cause for cause in shown.causes(result) if cause.count <= MOST_OPEN]
        findings = result.open_findings
    total = sum(cause.count for cause in causes)
    last = max(1, -(-total // ROWS))
    at = _page(last)
    assert isinstance(findings, KeptFindings)
    found = findings.page([cause.id for cause in causes], (at - 1) * ROWS, ROWS)
    values, lines = bool(jobs().asked(row)["values"]), Lines.of(result)

    if wanted() == "ttl":
        shown_causes = {finding.cause for finding in found}
        kept = tuple(cause for cause in result.causes if cause.id in shown_causes)
        part = replace(result, findings=OnePage(found), causes=kept, quality=())
        options = ReportOptions(lang, show_values=values)
        content = "".join(FORMATS["ttl"].write(part, options))
        return Response(content, content_type="text/turtle; charset=utf-8")

    def data() -> dict[str, object]:
        return {
            "total": total, "page": at, "pages": last,
            "rows": [_as_dict(finding, lines, values) for finding in found],
        }  # fmt: skip

    norms = {norm.norm: norm for norm in result.norms}
    with_rows = {c.norm for c in result.causes if c.verdict in ReportOptions.fail_on}
    return respond(
        "dataset_rows.html",
        TEXTS["dataset-rows"],
        data=data,
        graph=Graph,
        own_date=True,
        way=(*way(), Link(TEXTS["dataset-result"], to("dataset_result.page", job=row.id))),
        job=row,
        result=result,
        filter=shown,
        found=found,
        row_of=lambda finding: lines.row(finding.row, finding.file, lang),
        causes={cause.id: cause for cause in result.causes},
        norms=norms,
        listed=[norm for norm in result.norms if norm.norm in with_rows],
        numbers={norm.norm: number for number, norm in enumerate(result.norms, 1)},
        page=at,
        pages=last,
        total=total,
        number=lambda value: phrases.number(value, lang),
        values=values,
        whom=headings_of(result, ReportOptions(show_values=values)),
    )


class OnePage(list[Finding], Findings):
    """The findings of one page of the rows."""


def _page(last: int) -> int:
    given = parameter("page") or "1"
    return min(max(1, int(given)), last) if given.isdecimal() and len(given) < 10 else 1


def _as_dict(finding: Finding, lines: Lines, values: bool) -> dict[str, object]:
    file = {} if finding.file is None else {"file": finding.file}
    line = lines.of_row(finding.row, finding.file)
    own = {"row": finding.row, "cause": finding.cause} | file
    own |= {} if line is None else {"line": line}
    who = {heading: said for heading, said in finding.who.items() if not heading.startswith(OWN)}
    return own | ({"id": finding.id, "whom": who} if values else {})


@pages.get(f"{_OF}/report/<format>")
def report(lang: Lang, job: str, format: str) -> ResponseReturnValue:
    """The report as a file."""
    row, folder = _checked(job)
    if format not in FORMATS:
        abort(404)
    return _report(row, folder, format, lang, download=True)


def _report(row: JobRow, folder: Path, name: str, lang: Lang, download: bool) -> Response:
    """The report, written piece by piece as it goes out."""
    form, result = FORMATS[name], stored(folder)
    values = bool(jobs().asked(row)["values"])
    options = ReportOptions(lang, show_values=values)

    def pieces() -> Iterator[bytes]:
        for piece in form.pieces(result, options):
            yield piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")

    kind = form.media_type if form.binary else f"{form.media_type}; charset=utf-8"
    response = Response(pieces(), content_type=kind)
    response.vary.add("Accept")
    if download:
        file = f"{Path(result.dataset).stem or 'lovgraf'}-{result.as_of}{form.suffixes[0]}"
        response.headers.set("Content-Disposition", "attachment", filename=file)
    return response
