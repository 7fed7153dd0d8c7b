"""A check as one self-contained page: no script, nothing from outside, fit for print and phone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lovgraf.check.work_list import work_list
from lovgraf.core.result import VERDICTS, CheckResult
from lovgraf.core.safe import plain, web_link
from lovgraf.core.terms import Lang, Text
from lovgraf.reports import phrases, tasks
from lovgraf.reports.as_letters import whom_line
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.read import read_lines
from lovgraf.reports.rows import (
    Lines,
    causes_of,
    example_rows,
    first_rows,
    norms_with_causes,
    offending_text,
    where_all_are,
)
from lovgraf.reports.words import VERDICT_MEANING

if TYPE_CHECKING:
    from jinja2 import Environment


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The page in pieces; every text is escaped and freed of control characters."""
    lang = options.lang
    environment = _environment(lang)
    css = _file("check.css")
    busy = [norm for norm in result.norms if set(norm.verdicts) - {"not-addressed"}]
    idle = len(result.norms) - len(busy)
    causes = causes_of(result)
    rows = first_rows(result, options.rows, options.fail_on)
    work = work_list(result)
    said = phrases.outcome(result, options.fail_on, lang, work.undecided)
    stream = environment.get_template("check.html").stream(
        result=result,
        work=work,
        headings=tasks.HEADINGS,
        settling=tasks.settling_line(work, result, lang),
        blanks=tasks.blanks_line(work, result, lang),
        settled=tasks.settled_line(work, lang),
        compared=tasks.compared_line(work, result, lang),
        read=[line[lang] for line in read_lines(result.intake, options.rows)],
        options=options,
        lang=lang,
        css=environment.filters["trusted"](css),
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        as_of=phrases.written_date(result.as_of, lang),
        scope=phrases.word(
            "scope",
            lang,
            records=phrases.records(result.records, lang),
            norms=phrases.norms(len(result.norms), lang),
        ),
        whom=whom_line(result, options),
        found=said.found,
        nothing=said.nothing,
        undecided=said.undecided,
        seen=[verdict for verdict in VERDICTS if verdict in result.totals()],
        meaning=VERDICT_MEANING,
        busy=busy,
        idle=phrases.word("idle", lang, norms=phrases.norms(idle, lang)) if idle else "",
        causes=causes,
        norms=norms_with_causes(result, options.fail_on),
        anchors={
            norm.norm: f"norm-{index}"
            for index, norm in enumerate(result.norms, 1)
            if norm.norm in causes
        },
        receipt=phrases.receipt(result.receipt, lang),
        offending=lambda flaw: offending_text(flaw, options),
        rows=rows,
        partial=where_all_are(result, options) if any(r.more for r in rows.values()) else "",
    )
    stream.enable_buffering(50)
    yield from stream
    yield "\n"


@cache
def _environment(lang: Lang) -> Environment:
    """What the page is made by, with its template once it is compiled."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    def word(key: str, **values: str) -> str:
        return phrases.word(key, lang, **values)

    def named(names: Iterable[str], labels: dict[str, Text]) -> str:
        return ", ".join(phrases.named(labels, names, lang))

    environment = Environment(
        autoescape=True, loader=FunctionLoader(_file), undefined=StrictUndefined
    )
    environment.globals["word"] = word
    environment.filters |= {
        "plain": plain,
        "web_link": web_link,
        "named": named,
        "lines": lambda task: tasks.task_lines(task, lang),
        "count": lambda work, kind: tasks.count_text(work, kind, lang),
        "change": lambda task: tasks.change_text(task, lang),
        "severity": lambda name: phrases.severity_name(name, lang),
        "trusted": Markup,
        "example_rows": lambda flaw, result, most: example_rows(flaw, Lines.of(result), lang, most),
        "number": lambda value: phrases.number(value, lang),
        "verdict_name": lambda verdict: phrases.verdict_name(verdict, lang),
        "css_class": lambda verdict: verdict if verdict in VERDICTS else "",
    }
    return environment


@cache
def _file(name: str) -> str:
    return (files("lovgraf.reports") / "templates" / name).read_text(encoding="utf-8")
