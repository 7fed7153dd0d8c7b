"""The findings as a table that a Danish Excel opens: semicolon, byte-order mark, CRLF.

One line a finding that somebody has to do something about: those of what is sought, then those of
verdicts left open, each with the id of its cause, what to do, and what a letter needs. Further
columns come last. What is only counted (causes without rows, the quality of the data) is not
in it; `left_out` says so in a sentence.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain

from lovgraf.check.work_list import work_list
from lovgraf.core.result import LATE, CheckResult
from lovgraf.core.safe import spreadsheet_cell, web_link
from lovgraf.core.terms import Text
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.letters import CAUSE_CELLS, letters_of
from lovgraf.reports.phrases import named, number, verdict_name, word
from lovgraf.reports.rows import Lines, headings_of, own_heading, own_headings, own_text, to_act_on


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The table in pieces; every text cell that a spreadsheet could calculate is neutralised."""
    lang = options.lang
    buffer = io.StringIO()
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    ids = ["id"] if options.show_values else []
    files = ["file"] if result.files else []
    lines = Lines.of(result)
    row_head = ["row", "line"] if lines.first else ["row"]
    whom = headings_of(result, options)
    tail_head = ["norm", "provision", "link", "verdict", "message", "missing"]
    tail_head += ["cause", "who", "what-to-do", *CAUSE_CELLS]
    more = own_headings(result, options)
    buffer.write("\ufeff")
    table.writerow([
        *(word(key, lang) for key in [*files, *row_head, *ids]),
        *map(spreadsheet_cell, whom),
        *(word(key, lang) for key in [*tail_head, "they-must"]),
        *(spreadsheet_cell(own_heading(one, result, lang)) for one in more),
    ])  # fmt: skip
    tail, letters = _tails(result, options), letters_of(result, lang)
    for finding in chain(*to_act_on(result)):
        if buffer.tell() > 1 << 16:
            yield taken(buffer)
        own = [spreadsheet_cell(finding.id)] if options.show_values else []
        own += [spreadsheet_cell(finding.who.get(heading, "")) for heading in whom]
        place: list[object] = [spreadsheet_cell(finding.file or "")] if result.files else []
        late = finding.who.get(LATE) if options.show_values else None
        last = [letters[finding.cause].said(late)]
        last += [own_text(one, finding.who.get(one), result, lang) for one in more]
        place += [finding.row]
        place += [lines.of_row(finding.row, finding.file)] if lines.first else []
        table.writerow([*place, *own, *tail[finding.cause], *map(spreadsheet_cell, last)])
    yield taken(buffer)


def left_out(result: CheckResult) -> Text | None:
    """What the table does not hold; None where it holds everything."""
    listed = sum(map(len, to_act_on(result)))
    counted = sum(cause.count for cause in result.causes) - listed
    parts_da, parts_en = [], []
    if counted > 0:
        parts_da.append(f"{number(counted, 'da')} udfald, der kun tælles")
        parts_en.append(f"{number(counted, 'en')} verdicts that are only counted")
    if result.quality:
        parts_da.append("kvaliteten af data")
        parts_en.append("the quality of the data")
    if result.intake.lacks:
        parts_da.append("hvad der ikke er læst")
        parts_en.append("what was not read")
    if not parts_da:
        return None
    return Text(
        f"Tabellen viser kun enkelte fund; {' og '.join(parts_da)} står i de andre "
        "formater, det hele i --format xlsx.",
        f"The table lists single findings only; the other formats hold {' and '.join(parts_en)} "
        "too, and --format xlsx all of it.",
    )


def _tails(result: CheckResult, options: ReportOptions) -> dict[str, list[str]]:
    """The cells that all findings of a cause share."""
    lang = options.lang
    norms = {norm.norm: norm for norm in result.norms}
    tasks = {task.id: task for task in work_list(result).tasks}
    letters = letters_of(result, lang)
    tails = {}
    for cause in result.causes:
        norm = norms[cause.norm]
        cells = [
            norm.title[lang],
            norm.provision_label[lang],
            web_link(norm.link) or "",
            verdict_name(cause.verdict, lang),
            cause.message[lang],
            ", ".join(named(result.labels, result.wanted_of(cause), lang)),
            cause.id,
            tasks[cause.id].who[lang],
            tasks[cause.id].remedy[lang],
            *letters[cause.id].cells,
        ]
        tails[cause.id] = [spreadsheet_cell(cell) for cell in cells]
    return tails


def taken(buffer: io.StringIO) -> str:
    """What was written into a buffer since it was last asked."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
