"""A check as text for a terminal: what was read, what it means, and the work list, on two screens;
where all is asked for also each rule's verdicts, causes and rows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from lovgraf.check.work_list import (
    BREACH,
    DATA,
    GIVEN_UP,
    JUDGED,
    NOTHING,
    POSSIBLE,
    Task,
    WorkList,
    work_list,
)
from lovgraf.core.result import (
    EXAMPLES,
    VERDICTS,
    Cause,
    CheckResult,
    NormResult,
    QualityFinding,
)
from lovgraf.core.safe import plain, web_link
from lovgraf.core.terms import Text
from lovgraf.reports.as_letters import Addressed, whom_line
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.page import Page
from lovgraf.reports.phrases import (
    counted,
    details,
    named,
    norms,
    number,
    outcome,
    receipt,
    records,
    severity_name,
    totals,
    verdict_name,
    word,
    written_date,
)
from lovgraf.reports.read import read_lines
from lovgraf.reports.rows import (
    Lines,
    RowList,
    causes_of,
    example_rows,
    first_rows,
    norms_with_causes,
    offending_text,
    where_all_are,
)
from lovgraf.reports.tasks import (
    HEADINGS,
    blanks_line,
    change_text,
    compared_line,
    count_text,
    settled_line,
    settling_line,
    task_lines,
)

_MOST_READ, _MOST_NOTES, _MOST_ROWS, _MOST_WHOM = 8, 6, 10, 6
_FOUND = BREACH, POSSIBLE, JUDGED, GIVEN_UP
_ROOM = {DATA: 8, BREACH: 14, POSSIBLE: 11, JUDGED: 4, GIVEN_UP: 0}
"""Lines of the report for each kind of task."""
_TASKS = Text("punkt", "item"), Text("punkter", "items")
STYLE = {"breached": "bold red", "unattainable": "bold magenta", "undetermined": "yellow"}


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The report in pieces, one for each part."""
    page = _Page(options)
    work = work_list(result)
    rows = first_rows(result, options.rows, options.fail_on)
    if options.letters is not None and not options.all:
        page.whom(result, work)
        yield page.taken()
        return
    page.head(result, work)
    page.work(result, work, rows)
    if not options.all:
        page.foot(result)
        yield page.taken()
        return
    page.overview(result)
    yield page.taken()
    causes = causes_of(result)
    for norm in norms_with_causes(result, options.fail_on):
        page.norm(norm, causes[norm.norm], rows, result)
        yield page.taken()
    if any(not rows[cause.id].shown for cause in result.causes):
        page.line()
        page.line(word("only-counted", options.lang), "dim")
    if any(listed.more for listed in rows.values()):
        page.line(where_all_are(result, options), "dim")
    if result.quality:
        page.quality(result.quality, result)
    page.receipt(result)
    yield page.taken()


class _Page(Page):
    """A console that writes into memory; every text passes through `plain`."""

    def __init__(self, options: ReportOptions) -> None:
        self.options, self.lang = options, options.lang
        super().__init__(options.width, options.colour)

    def line(self, text: str = "", style: str = "") -> None:
        self.console.print(Styled(plain(text), style=style))

    def table(self, *heads: tuple[str, str], title: str | None = None) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title=title)
        table.title_justify, table.title_style = "left", "bold"
        for text, justify in heads:
            table.add_column(
                Styled(text),
                justify="right" if justify == "right" else "left",
                no_wrap=justify == "right",
                overflow="fold",
            )
        return table

    def wrapped(self, text: str, lines: int, indent: int = 0) -> list[str]:
        """A text in lines; at most some, unless all is asked for."""
        width = max(self.options.width - indent, 20)
        parts = textwrap.wrap(plain(text), width)
        if not self.options.all and len(parts) > lines:
            parts = textwrap.wrap(plain(text), width, max_lines=lines, placeholder=" …")
        return [" " * indent + part for part in parts]

    def clipped(self, text: str, lines: int, style: str = "") -> int:
        """Write what is `wrapped`; how many lines it took."""
        parts = self.wrapped(text, lines)
        for part in parts:
            self.line(part, style)
        return len(parts)

    def whom(self, result: CheckResult, work: WorkList) -> None:
        """To how many to write and why, where the list of them was asked for; what else was found
        is counted."""
        lang, whom = self.lang, Addressed.of(result)
        self._checked(result)
        self.line()
        self.clipped(whom_line(result, self.options) or word("whom-none", lang), 3, style="bold")
        self._whom(work, whom.at_once, word("whom-now", lang))
        self._whom(work, whom.first, word("write-later", lang))
        self._read(result, _MOST_READ // 2, 3)
        theirs = whom.at_once | whom.first
        others = sum(t.count for t in work.tasks if t.kind in _FOUND and t.id not in theirs)
        flaws = work.count(DATA)
        self.line()
        if flaws:
            self.clipped(word("whom-flaws", lang, count=number(flaws, lang)), 2, style="yellow")
        said = [word("whom-others", lang, count=number(others, lang))] if others else []
        self.clipped(" ".join([*said, word("whom-all", lang)]), 2, style="dim")

    def _whom(self, work: WorkList, causes: frozenset[str], when: str) -> None:
        """Why some are written to: a line or two for each cause."""
        tasks = [task for task in work.tasks if task.id in causes]
        for place, task in enumerate(tasks):
            if place == _MOST_WHOM:
                rest = sum(one.count for one in tasks[place:])
                more = counted(len(tasks) - place, *_TASKS, self.lang)
                total = records(rest, self.lang)
                self.line(f"    {word('more-tasks', self.lang, tasks=more, count=total)}", "dim")
                break
            what = f"{number(task.count, self.lang)}  {when}: {plain(task.what[self.lang])}"
            style = STYLE.get(task.verdict or "", "")
            for line in self.wrapped(what, 2, 1):
                self.line(line, style)

    def _checked(self, result: CheckResult) -> None:
        """What was checked, and by the law of which day."""
        lang = self.lang
        self.line(word("as-of", lang, date=written_date(result.as_of, lang)), "bold")
        title = word("title", lang, dataset=result.dataset)
        scope = word(
            "scope",
            lang,
            records=records(result.records, lang),
            norms=norms(len(result.norms), lang),
        )
        self.clipped(f"{title}. {scope}", 2, style="bold")
        for note in result.beside:
            self.clipped(f"{word('note', lang)}: {note[lang]}", 3, style="yellow")

    def head(self, result: CheckResult, work: WorkList) -> None:
        lang, options = self.lang, self.options
        self._checked(result)
        self.line()
        self.clipped(work.meaning[lang], 3, style="bold")
        said = outcome(result, options.fail_on, lang, work.undecided)
        clear = "bold yellow" if work.undecided else "bold green"
        self.clipped(said.found or said.nothing, 2, "bold red" if said.found else clear)
        if whom := whom_line(result, options):
            self.clipped(whom, 2, style="bold")
        if said.undecided and options.all:
            self.line(said.undecided)
        if compared := compared_line(work, result, lang):
            self.clipped(compared, 2, style="dim")
        self._read(result, _MOST_READ, _MOST_NOTES)

    def _read(self, result: CheckResult, most_read: int, most_notes: int) -> None:
        """What was read and what was not, and what else has to be known of the answer, in at most
        some lines each."""
        lang = self.lang
        most = self.options.rows if self.options.all else EXAMPLES
        read = [line[lang] for line in read_lines(result.intake, most)]
        others = result.all_notes[len(result.beside) :]
        notes = [f"{word('note', lang)}: {note[lang]}" for note in others]
        if read or notes:
            self.line()
        if read:
            self.line(word("read", lang), "bold")
            self._lines(read, most_read, 3)
        # Why nothing could be decided is told to its end.
        self._lines(notes, most_notes, 2 if result.decided else most_notes, "yellow")

    def _lines(self, texts: Sequence[str], room: int, most: int, style: str = "") -> None:
        """Write texts of at most some lines each as long as there is room, and how many are left
        out."""
        for place, text in enumerate(texts):
            if room <= 0 and not self.options.all:
                more = number(len(texts) - place, self.lang)
                self.line(word("more-notes", self.lang, count=more), "dim")
                return
            room -= self.clipped(text, most, style=style)

    def work(self, result: CheckResult, work: WorkList, rows: dict[str, RowList]) -> None:
        """The work list; what is not needed for a kind of task is there for the next."""
        lang = self.lang
        left = sum(room for kind, room in _ROOM.items() if not work.of(kind))
        for kind, room in _ROOM.items():
            tasks = work.of(kind)
            if not tasks:
                continue
            left += room
            self.line()
            heading = f"{HEADINGS[kind][lang]}: {count_text(work, kind, lang)}"
            self.line(heading, "bold underline")
            if kind == POSSIBLE:
                left -= self.clipped(settling_line(work, result, lang), 2)
                if blanks := blanks_line(work, result, lang):
                    left -= self.clipped(blanks, 2)
            left = self._tasks(tasks, result, rows, left)
        if settled := settled_line(work, lang):
            self.line()
            self.clipped(f"{HEADINGS[NOTHING][lang]}: {settled}", 3, style="dim")

    def _tasks(
        self, tasks: Sequence[Task], result: CheckResult, rows: dict[str, RowList], left: int
    ) -> int:
        """Write tasks as long as there is room, one at least; how much is left."""
        lang = self.lang
        for place, task in enumerate(tasks):
            lines = self._task(task, result, rows)
            last = place == len(tasks) - 1
            if place and len(lines) + (not last) > left and not self.options.all:
                rest = tasks[place:]
                count = counted(len(rest), *_TASKS, lang)
                total = records(sum(task.count for task in rest), lang)
                self.line(f"    {word('more-tasks', lang, tasks=count, count=total)}", "dim")
                return left - 1
            for line, style in lines:
                self.line(line, style)
            left -= len(lines)
        return left

    def _task(
        self, task: Task, result: CheckResult, rows: dict[str, RowList]
    ) -> list[tuple[str, str]]:
        """The lines of a task, each with its style."""
        change = change_text(task, self.lang)
        count = number(task.count, self.lang) + (f" ({change})" if change else "")
        what = f"{count}  {plain(task.what[self.lang])}"
        style = STYLE.get(task.verdict or "", "")
        found = [(line, style) for line in self.wrapped(what, 2, 1)]
        lines = task_lines(task, self.lang)
        if task.norm:
            lines[0] += f" [{plain(task.id)}]"
        found += [(line, "") for text in lines for line in self.wrapped(text, 2, 4)]
        where = self._rows(task, result, rows)
        return [*found, *((line, "dim") for line in self.wrapped(where, 2, 4))]

    def _rows(self, task: Task, result: CheckResult, rows: dict[str, RowList]) -> str:
        lang = self.lang
        if task.flaw is not None:
            asked = self.options.rows
            most = asked if self.options.all else min(asked, _MOST_ROWS)
            found = example_rows(task.flaw, Lines.of(result), lang, most)
            return f"{word('rows', lang)}: {found}"
        shown = rows[task.id]
        if not self.options.all:
            shown = shown.within(_MOST_ROWS // (2 if self.options.show_values else 1))
        return f"{word('rows', lang)}: {shown.text(self.options)}"

    def foot(self, result: CheckResult) -> None:
        """Where the rest is."""
        self.line()
        if not self.options.show_values:
            hidden = f"{word('ids-hidden', self.lang)} {word('ids-shown', self.lang)}"
            self.clipped(hidden, 2, style="dim")
        rows = where_all_are(result, self.options) if result.causes else ""
        self.clipped(f"{word('whole', self.lang)} {rows}", 3, style="dim")

    def overview(self, result: CheckResult) -> None:
        lang = self.lang
        seen = [v for v in VERDICTS if v in result.totals()]
        heads = [verdict_name(v, lang).replace(" ", "\n") for v in seen]
        wide = sum(max(map(len, head.split("\n"))) + 2 for head in heads)
        busy = [norm for norm in result.norms if set(norm.verdicts) - {"not-addressed"}]
        if not busy:
            pass
        elif self.options.width - wide < 30:
            self._overview_list(busy)
        else:
            table = self.table((word("norm", lang), "left"), *((h, "right") for h in heads))
            table.padding, table.show_lines = (0, 2, 0, 0), False
            for norm in busy:
                title = Styled(plain(norm.title[lang]))
                title.append(f"\n{plain(norm.provision_label[lang])}", style="dim")
                table.add_row(title, *(self._count(norm, verdict) for verdict in seen))
            self.console.print(table)
        if idle := len(result.norms) - len(busy):
            self.line(word("idle", lang, norms=norms(idle, lang)), "dim")

    def _count(self, norm: NormResult, verdict: str) -> Styled:
        count = norm.verdicts.get(verdict, 0)
        if not count:
            return Styled("–", style="dim")
        return Styled(number(count, self.lang), style=STYLE.get(verdict, ""))

    def _overview_list(self, busy: list[NormResult]) -> None:
        """The overview for a narrow terminal."""
        for norm in busy:
            self.line(norm.title[self.lang], "bold")
            self.line(norm.provision_label[self.lang], "dim")
            self.line(f"  {self._totals(norm)}")

    def _totals(self, norm: NormResult) -> str:
        return totals({v: norm.verdicts[v] for v in VERDICTS if v in norm.verdicts}, self.lang)

    def norm(
        self, norm: NormResult, causes: list[Cause], rows: dict[str, RowList], result: CheckResult
    ) -> None:
        lang = self.lang
        self.line()
        self.line(norm.title[lang], "bold underline")
        bearer = named(result.labels, [norm.bearer], lang)[0]
        self.line(f"{norm.provision_label[lang]} · {word('bearer', lang)}: {bearer}")
        if link := web_link(norm.link):
            self.line(link, "dim")
        self.line(self._totals(norm))
        self.line()
        table = self.table(
            (word("cause", lang), "left"),
            (word("verdict", lang), "left"),
            (word("count", lang), "right"),
            (word("message", lang), "left"),
        )
        for cause in causes:
            table.add_row(
                Styled(plain(cause.id)),
                Styled(verdict_name(cause.verdict, lang), style=STYLE.get(cause.verdict, "")),
                Styled(number(cause.count, lang)),
                Styled(self._reason(cause, result)),
            )
        self.console.print(table)
        for cause in causes:
            if rows[cause.id].shown:
                name = f"{word('rows', lang)} ({plain(cause.id)})"
                self.line(f"{name}: {rows[cause.id].text(self.options)}")

    def _reason(self, cause: Cause, result: CheckResult) -> str:
        reason = plain(cause.message[self.lang])
        return "\n".join([reason, *details(cause, result.labels, self.lang)])

    def quality(self, flaws: tuple[QualityFinding, ...], result: CheckResult) -> None:
        lang = self.lang
        self.line()
        self.line(word("quality", lang), "bold underline")
        table = self.table(
            (word("severity", lang), "left"),
            (word("column", lang), "left"),
            (word("count", lang), "right"),
            (word("flaw", lang), "left"),
            (word("rows", lang), "left"),
        )
        for flaw in flaws:
            message = plain(flaw.message[lang])
            if said := offending_text(flaw, self.options):
                message += f" ({said})"
            column = "".join(named(result.labels, [flaw.column] if flaw.column else [], lang))
            table.add_row(
                Styled(severity_name(flaw.severity, lang)),
                Styled(column),
                Styled(number(flaw.count, lang)),
                Styled(message),
                Styled(example_rows(flaw, Lines.of(result), lang, self.options.rows)),
            )
        self.console.print(table)

    def receipt(self, result: CheckResult) -> None:
        self.line()
        if not self.options.show_values:
            self.line(word("ids-hidden", self.lang), "dim")
        self.line(f"{word('receipt', self.lang)}:", "dim")
        for key, value in receipt(result.receipt, self.lang):
            self.line(f"  {key}: {value}", "dim")
