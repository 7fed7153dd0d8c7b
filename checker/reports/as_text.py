"""A check as text for a terminal: counts first, then each rule's causes and their rows."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from lovgraf.core.result import VERDICTS, Cause, CheckResult, NormResult, QualityFinding
from lovgraf.core.safe import plain, web_link
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.page import Page
from lovgraf.reports.phrases import (
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
    RowList,
    causes_of,
    example_rows,
    first_rows,
    norms_with_causes,
    offending_text,
    where_all_are,
)

STYLE = {"breached": "bold red", "unattainable": "bold magenta", "undetermined": "yellow"}


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The report in pieces, one for each part."""
    page = _Page(options)
    page.head(result)
    page.overview(result)
    yield page.taken()
    rows = first_rows(result, options.rows, options.fail_on)
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

    def head(self, result: CheckResult) -> None:
        lang, options = self.lang, self.options
        self.line(word("as-of", lang, date=written_date(result.as_of, lang)), "bold")
        for note in result.all_notes:
            self.line(f"{word('note', lang)}: {note[lang]}", "yellow")
        self.line()
        if read := read_lines(result.intake):
            self.line(word("read", lang), "bold")
            for line in read:
                self.line(line[lang])
            self.line()
        self.line(word("title", lang, dataset=result.dataset), "bold")
        self.line(
            word(
                "scope",
                lang,
                records=records(result.records, lang),
                norms=norms(len(result.norms), lang),
            )
        )
        said = outcome(result, options.fail_on, lang)
        self.line(said.found or said.nothing, "bold red" if said.found else "bold green")
        if said.undecided:
            self.line(said.undecided)
        self.line()

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
                Styled(example_rows(flaw, lang)),
            )
        self.console.print(table)

    def receipt(self, result: CheckResult) -> None:
        self.line()
        if not self.options.show_values:
            self.line(word("ids-hidden", self.lang), "dim")
        self.line(f"{word('receipt', self.lang)}:", "dim")
        for key, value in receipt(result.receipt, self.lang):
            self.line(f"  {key}: {value}", "dim")
