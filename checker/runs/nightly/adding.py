"""A run that is added to a history: its rows, and what became of the findings since the last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from lovgraf.check.untyped import untyped_records
from lovgraf.core.errors import InputError
from lovgraf.core.locks import alone
from lovgraf.core.result import BREACH_POSSIBLE, Cause, CheckResult
from lovgraf.core.terms import Text
from lovgraf.runs.nightly.data_read import DataRead
from lovgraf.runs.nightly.gone_columns import Columns, columns_gone
from lovgraf.runs.nightly.kept import Kept, last_run, read_history, secret_of, write_history
from lovgraf.runs.nightly.recognised import CauseChange, Last, recognise
from lovgraf.runs.nightly.settings import Owner

RUN = "%Y%m%dT%H%M%SZ"
"""How the time of a run is written in names of files."""
_LOCK = "lock"
_OTHER_FILE = Text(
    "Læg en fil op, der har dem, eller giv rækken af kontroller et andet navn.",
    "Upload a file that has them, or give the series of checks another name.",
)
OwnerOf = Callable[[Cause], Owner | None]


@dataclass(frozen=True)
class Run:
    """A run of a dataset as it is added: when it began (UTC), its result, the day since which its
    law stands, the data, which verdicts are findings, and who sees to a cause."""

    begun: datetime
    dataset: str
    result: CheckResult
    law_since: date
    data: DataRead
    fail_on: Collection[str]
    owner_of: OwnerOf
    _keyed: dict[str, CheckResult] = field(default_factory=dict, compare=False, repr=False)

    @property
    def how(self) -> str:
        """A hash of how the data were read."""
        return self.data.request.how

    @cached_property
    def columns(self) -> Columns:
        """Which columns the data had."""
        return Columns.of(self.result, self.data)

    def keyed(self, secret: str) -> CheckResult:
        """The result, its findings with what their records are known by (see `DataRead`)."""
        if secret not in self._keyed:
            self._keyed[secret] = self.data.keyed(self.result, secret)
        return self._keyed[secret]

    def by_law(self, last: Sequence[Kept], secret: str) -> CheckResult | bool:
        """What the data of the last run come to under today's law, as far as it shows: False where
        the law is the same, the result itself where the data are and are read alike, True where
        neither is."""
        if not last:
            return True
        receipt = self.result.receipt
        if (last[0].law_sha256, last[0].law_since) == (receipt["law_sha256"], self.law_since):
            return False
        alike = last[0].input_sha256 == receipt["input_sha256"] and last[0].how == self.how
        return self.keyed(secret) if alike else True

    def rows(self, changes: Mapping[str, CauseChange], last: Sequence[Kept]) -> Iterator[Kept]:
        """The rows of the history: of the run, and of each cause that there is or was."""
        result = self.result
        whole = Kept(
            self.begun, self.dataset, result.as_of, result.records, result.receipt["law_sha256"],
            self.law_since, result.receipt["input_sha256"], self.how,
        )  # fmt: skip
        outlooks = (one.possible.get(BREACH_POSSIBLE, 0) for one in result.norms)
        yield replace(
            whole, columns=self.columns.text, possible=sum(outlooks),
            flaws=sum(one.count for one in result.quality if one.severity == "error"),
            unread=result.intake.unread_rows + untyped_records(result.quality),
            fail_on=",".join(sorted(self.fail_on)),
        )  # fmt: skip
        titles = {norm.norm: norm.title for norm in result.norms}
        for cause in result.causes:
            title, owner = titles[cause.norm], self.owner_of(cause)
            yield replace(
                whole, cause=cause.id, norm=cause.norm, provision=cause.provision,
                owner=owner.name if owner else None, owner_da=owner.label.da if owner else None,
                owner_en=owner.label.en if owner else None, title_da=title.da,
                title_en=title.en, verdict=cause.verdict, listed=cause.verdict in self.fail_on,
                message_da=cause.message.da, message_en=cause.message.en,
                **vars(changes[cause.id]),
            )  # fmt: skip
        present = {cause.id for cause in result.causes}
        for row in last:
            if row.cause is not None and row.cause not in present and row.count:
                # What is looked for no more is not gone.
                yield replace(
                    row, listed=row.listed and row.verdict in self.fail_on, run=whole.run,
                    as_of=whole.as_of, records=whole.records, law_sha256=whole.law_sha256,
                    law_since=whole.law_since, input_sha256=whole.input_sha256, how=whole.how,
                    **vars(changes[row.cause]),
                )  # fmt: skip


def counts_of(last: Sequence[Kept]) -> dict[str, Last] | None:
    """What each cause was in the last run; None where there was none."""
    if not last:
        return None
    return {
        row.cause: Last(row.count or 0, row.since, row.norm, row.verdict)
        for row in last
        if row.cause and row.count
    }


def add_run(folder: Path, run: Run, days: int) -> None:
    """Add a run to the history of a folder, which is made where it is not there; runs that are
    older than so many days are forgotten.

    Beside the history lie marks of the records of this run (see `recognised`), for the next one.
    Raises `InputError` where another run is being added, or the data lack a column that findings of
    the last run rest on.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / _LOCK).open("a", encoding="ascii") as held:
        if not alone(held):
            raise InputError(
                "En anden kontrol gemmes i den samme udvikling; prøv igen om lidt.",
                "Another check is being kept in the same trend; try again in a moment.",
            )
        history = read_history(folder)
        last = last_run(history, run.dataset)
        marks, before = (
            folder / f"marks-{at.strftime(RUN) if at else 'none'}.parquet"
            for at in (run.begun, last[0].run if last else None)
        )
        secret = secret_of(folder)
        changes = recognise(
            run.keyed(secret), secret, counts_of(last), marks, before, run.by_law(last, secret),
            lambda marks: run.data.present(marks, secret),
        )  # fmt: skip
        if gone := columns_gone(run.result, run.columns, last, changes):
            raise gone.error(_OTHER_FILE)
        write_history(folder, young([*history, *run.rows(changes, last)], run.begun, days))
        for path in folder.glob("marks-*"):
            if path != marks:
                path.unlink(missing_ok=True)


def young(history: Sequence[Kept], now: datetime, days: int) -> list[Kept]:
    """The rows that are not older than so many days."""
    return [row for row in history if row.run >= now - timedelta(days=days)]
