"""A history of checks: a line a day, and a folder a day with its report and its findings."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from lovgraf.check import findings_table as as_parquet
from lovgraf.check.untyped import not_judged, untyped_records
from lovgraf.core.errors import InputError
from lovgraf.core.output import write_output
from lovgraf.core.result import CheckResult
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text
from lovgraf.reports import as_json
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.phrases import number, verdict_name

SHOWN = ("breached", "unattainable", "undetermined")
_DAY, _SINCE = Text("Dag", "Day"), Text("Lov fra", "Law since")
_WIDTH = 14


def lines(
    results: Iterable[tuple[CheckResult, date]], notes: Iterable[Text], lang: Literal["da", "en"]
) -> Iterator[str]:
    """A table with a line for each day, and notes below it, first on which days records were not
    judged; beside a result stands since when its law is the same."""
    records = Text("Registreringer", "Records")[lang]
    heads = [_DAY[lang], _SINCE[lang], records, *(verdict_name(v, lang) for v in SHOWN)]
    yield "".join(head.rjust(_WIDTH) if n > 1 else head.ljust(12) for n, head in enumerate(heads))
    yield "\n"
    unjudged = list[Text]()
    for result, since in results:
        if count := untyped_records(result.quality):
            unjudged.append(_unjudged(result.as_of, count))
        totals = result.totals()
        counts = [result.records, *(totals.get(verdict, 0) for verdict in SHOWN)]
        shown = "".join(number(count, lang).rjust(_WIDTH) for count in counts)
        yield f"{result.as_of.isoformat():12}{since.isoformat():12}{shown}\n"
    for note in (*unjudged, *notes):
        yield f"{plain(note[lang])}\n"


def _unjudged(day: date, count: int) -> Text:
    shown, said = date_text(day), not_judged(count)
    return Text(f"{shown.da}: {said.da}.", f"{shown.en}: {said.en}.")


class HistoryFolder:
    """A folder that appears when all of it is written, for this user alone where it shows values:
    `reports/2014-10-31.json` and
    `findings/day=2014-10-31/findings.parquet`, one of each a day. Tools that know partitions read
    `findings` as one table."""

    def __init__(self, target: Path, column: str, options: ReportOptions) -> None:
        if target.exists():
            raise InputError(
                "Mappen findes allerede; vælg et andet navn.",
                "The folder is there already; choose another name.",
                target.name,
            )
        try:
            self._folder = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=".lovgraf-"))
        except OSError:
            raise InputError(
                "Der kan ikke skrives dér; kontrollér stien.",
                "It is impossible to write there; check the path.",
                target.name,
            ) from None
        self._target, self._column, self._options = target, column, options

    def add(self, result: CheckResult) -> None:
        """Write the report and the findings of a day."""
        day = result.as_of.isoformat()
        reports, place = (
            self._folder / "reports",
            self._folder / "findings" / f"{self._column}={day}",
        )
        for folder in (reports, place):
            folder.mkdir(parents=True, exist_ok=True)
        shown = self._options.show_values
        write_output(as_json.write(result, self._options), reports / f"{day}.json", shown)
        write_output(as_parquet.write(result, shown), place / "findings.parquet", shown)

    def finish(self) -> None:
        """Have the folder appear."""
        self._folder.chmod(0o700 if self._options.show_values else 0o755)
        self._folder.rename(self._target)

    def give_up(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._folder, ignore_errors=True)
