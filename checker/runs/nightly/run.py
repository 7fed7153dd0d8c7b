"""The run: every dataset checked, compared with its last run, written, and kept in the history.

In the folder of the runs lie `history.parquet`, `reports/DATASET/RUN/`, and in `work/DATASET` what
a later run goes on from: finished parts, marks of records, and where `keep_data` asks for it the
last extract. All of it is for this user alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.check import findings_table
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.core.intake import NotRead
from lovgraf.core.locks import alone
from lovgraf.core.output import Pieces, write_output, write_outputs
from lovgraf.core.private import PrivateFolder
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult, Earlier
from lovgraf.core.terms import Text
from lovgraf.law import Law
from lovgraf.law.coverage import not_covered
from lovgraf.law.within import places_on
from lovgraf.readers.inputs import InputFile, Inputs
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.runs.dataset import check_inputs, find_dataset, require_named
from lovgraf.runs.lacking import named, nothing_decided
from lovgraf.runs.nightly.adding import RUN, Run, counts_of, young
from lovgraf.runs.nightly.data_read import DataRead
from lovgraf.runs.nightly.gone_columns import (
    Columns,
    GoneColumns,
    blank_now,
    columns_gone,
    reads_of,
    unasked,
)
from lovgraf.runs.nightly.kept import Kept, last_run, read_history, secret_of, write_history
from lovgraf.runs.nightly.recognised import recognise
from lovgraf.runs.nightly.settings import DatasetSettings, Settings

FINDINGS = "parquet"
"""The output that is every finding; the others are formats of the report."""
_LOCK = "lock"
_SHARE, _FEW = 0.2, 3
"""The share of the last run's records that may leave at once, and how many in any case."""
_INPUTS, _MAPPING = "inputs.json", "mapping.json"
"""What tells how an extract that is kept was read."""


class DatasetRun(Struct, frozen=True):
    """What came of a dataset: its rows of the history, or the error that it cannot be used."""

    dataset: str
    rows: tuple[Kept, ...] = ()
    files: tuple[Path, ...] = ()
    """The reports."""
    first: bool = False
    error: Text | None = None
    seconds: float = 0.0
    before: Kept | None = None
    """The last run as a whole."""
    later: datetime | None = None
    """A run in the history that began later than this: the clock was ahead then, or is behind."""
    undecided: int = 0
    """How many verdicts are open."""
    lacking: Text = Text("", "")
    """The columns that these need and the dataset does not have, by label and name."""
    blank: tuple[str, ...] = ()
    """The columns (canonical names) that had values in the last run, and have none now."""
    not_read: tuple[NotRead, ...] = ()
    """The files and sheets of it that were not read."""

    @property
    def resettled(self) -> bool:
        """Whether what is looked for, or how the data are read, was changed in the settings since
        the last run: what is new or gone may come of that."""
        if self.before is None or not self.rows:
            return False
        whole, before = self.rows[0], self.before
        other = before.fail_on is not None and before.fail_on != whole.fail_on
        return other or (before.how is not None and before.how != whole.how)

    @property
    def missing_files(self) -> tuple[str, ...]:
        """The files of a dataset of several that were there in the last run, where none is new."""
        then, now = self._files(self.before), self._files(self.rows[0] if self.rows else None)
        return tuple(sorted(then - now)) if now < then else ()

    @staticmethod
    def _files(whole: Kept | None) -> set[str]:
        return set(Columns.read(whole.columns).files) if whole and whole.columns else set()

    def total(self, name: str) -> int:
        """How many findings are `appeared`, `gone`, `still` (or `count`; of the gone `gone_open`,
        `gone_left`), over all causes that count as findings."""
        return sum(getattr(row, name) or 0 for row in self.rows if row.listed)

    @property
    def only_counted(self) -> bool:
        """Whether findings of data that changed were only counted: records that were mended hide as
        many that are new."""
        if self.before is None or not self.rows:
            return False
        if self.before.input_sha256 == self.rows[0].input_sha256:
            return False
        return any(row.listed and row.still and not row.matched for row in self.rows)

    @property
    def suspicious(self) -> bool:
        """Whether nobody can know what is new, or the data may have lost something: findings are
        gone without being decided, or while the data have more errors, more than a fifth of the
        records, and than three, left, more rows cannot be read, a column lost all its values, or a
        file is there no more."""
        if self.only_counted or self.total("gone_open") or self.missing_files or self.blank:
            return True
        if self.before is None or not self.rows:
            return False
        whole, before = self.rows[0], self.before
        fewer = before.records - whole.records > max(_SHARE * before.records, _FEW)
        worse = before.flaws is not None and (whole.flaws or 0) > before.flaws
        unread = (whole.unread or 0) > (before.unread or 0)
        return fewer or unread or bool(worse and self.total("gone"))

    @property
    def changed(self) -> bool:
        """Whether any cause changed, the data are suspicious, or cannot be used."""
        changes = any(row.appeared or row.gone for row in self.rows)
        return self.error is not None or self.suspicious or changes


class Nightly(Struct, frozen=True):
    """A run of all datasets."""

    run: datetime
    datasets: tuple[DatasetRun, ...]
    forgotten: int = 0
    """How many runs were removed from the history, as they are older than they may be."""

    @property
    def failed(self) -> bool:
        """Whether some dataset could not be used."""
        return any(one.error is not None for one in self.datasets)

    def found(self, status: str) -> bool:
        """Whether findings are `new`, or there are `any`, or data are suspicious."""
        name = "appeared" if status == "new" else "count"
        return any(one.suspicious or one.total(name) for one in self.datasets)


@contextmanager
def opened(settings: Settings) -> Iterator[str]:
    """The folder of the runs for this process alone, and the secret of its marks.

    Raises `InputError` where it cannot be used, or another run is using it.
    """
    folder = settings.keep
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        with (folder / _LOCK).open("a", encoding="ascii") as held:
            if not alone(held):
                raise InputError(
                    "En anden kørsel bruger mappen; vent, til den er færdig.",
                    "Another run is using the folder; wait until it has finished.",
                    folder.name,
                )
            yield secret_of(folder)
    except OSError:
        raise InputError(
            "Der kan ikke skrives i mappen til kørslerne; vælg en anden med keep.",
            "The folder of the runs cannot be written; choose another by keep.",
            folder.name,
        ) from None


def run_all(
    settings: Settings,
    law_of: Callable[[str], Law],
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Nightly:
    """Check every dataset; one that cannot be used does not keep the others from being checked.

    `law_of` gives the law with the presumptions of a name. Raises `InputError` where the folder of
    the runs cannot be used.
    """
    begun = (now or datetime.now(UTC)).replace(microsecond=0)
    with opened(settings) as secret:
        history = read_history(settings.keep)
        begun = _unused(begun, {row.run for row in history})
        found = []
        for dataset in settings.datasets:
            started = datetime.now(UTC)
            try:
                law = law_of(dataset.presume)
                one = _Run(settings, dataset, law, begun, secret, history).run(progress)
            except InputError as error:
                said = Text(error.in_language("da"), error.in_language("en"))
                one = DatasetRun(dataset.name, error=said)
            seconds = (datetime.now(UTC) - started).total_seconds()
            found.append(replace(one, seconds=round(seconds, 1)))
        return Nightly(begun, tuple(found), _forget(settings, begun, history))


class _Run(Struct, frozen=True):
    """The run of one dataset."""

    settings: Settings
    dataset: DatasetSettings
    law: Law
    begun: datetime
    secret: str
    history: list[Kept]
    """The rows of all runs, to which those of this one are added."""

    @property
    def work(self) -> Path:
        """The folder of what a later run goes on from."""
        return self.settings.keep / "work" / self.dataset.name

    def run(self, progress: Progress | None) -> DatasetRun:
        """Check, compare, write, keep."""
        self.work.mkdir(mode=0o700, parents=True, exist_ok=True)
        last = last_run(self.history, self.dataset.name)
        request = self._request()
        with ExitStack() as held:
            found = find_dataset(self.dataset.path, held, self.dataset.table, self.dataset.query)
            inputs = found.at_hand(
                request.law.facts, held, sheet=self.dataset.sheet, progress=progress
            )
            parts = Work.begin(self.work / "parts", self.secret)
            result = check_inputs(inputs, request, held, work=parts, progress=progress)
            result = require_named(result, request)
            accepted = self.dataset.accept_unread
            self._refuse(unasked(result, last, accepted), result.dataset)
            run = Run(
                self.begun, self.dataset.name, result, self.law.at(result.as_of).since,
                DataRead(inputs.files, request, reads_of(result)), self.dataset.fail_on,
                lambda cause: self.settings.owner_of(cause.norm, self.dataset),
            )  # fmt: skip
            by_law = self._by_law(run, last, request, held)
            changes = recognise(
                run.keyed(self.secret), self.secret, counts_of(last), self._marks(self.begun),
                self._marks(last[0].run if last else None), by_law,
                lambda marks: run.data.present(marks, self.secret),
            )  # fmt: skip
            gone = columns_gone(result, run.columns, last, changes, accepted)
            self._refuse(gone, result.dataset)
            self._refuse_undecided(result)
            rows = tuple(run.rows(changes, last))
            files = self._write(_beside(result, last))
            if self.settings.keep_data:
                self._keep_data(inputs)
        later = max((row.run for row in self.history if row.run > self.begun), default=None)
        self.history.extend(rows)
        write_history(self.settings.keep, self.history)
        self._leave(self.begun)
        return DatasetRun(
            self.dataset.name, rows, files, not last,
            undecided=result.totals().get("undetermined", 0),
            lacking=named(result.lacking, self.law.facts),
            blank=blank_now(result, run.columns, last, accepted),
            before=last[0] if last else None, later=later, not_read=result.intake.not_read,
        )  # fmt: skip

    def _refuse(self, gone: GoneColumns | None, file: str) -> None:
        """Raise `InputError` where columns are gone."""
        if gone is not None:
            passed = ", ".join(map(repr, gone.names))
            advice = Text(
                f"Ret udtrækket, eller se bort fra kolonnerne: accept_unread = [{passed}].",
                f"Correct the extract, or pass the columns over: accept_unread = [{passed}].",
            )
            raise gone.error(advice, file)

    def _refuse_undecided(self, result: CheckResult) -> None:
        """Raise `InputError` where no rule could be decided for want of columns, unless open
        verdicts are what is looked for."""
        said = nothing_decided(result, self.law.facts) if result.lacking else None
        if said is not None and "undetermined" not in self.dataset.fail_on:
            raise InputError(said.da, said.en, result.dataset)

    def _request(self) -> CheckRequest:
        """What is asked of the dataset. Raises `InputError` for a day before all law."""
        day, one = self.settings.as_of or date.today(), self.dataset
        if self.law.first_day is not None and day < self.law.first_day:
            said = not_covered(day, self.law.first_day)
            raise InputError(said.da, said.en, self.settings.file)
        return CheckRequest(
            day, self.law, one.mapping, one.record_type, one.complete, "columns", one.fail_on,
            self.settings.show_values, self.settings.exact, one.accept_unread,
            self.settings.all_norms, places_on(self.law, one.about, day),
        )  # fmt: skip

    def _by_law(
        self, run: Run, last: Sequence[Kept], request: CheckRequest, held: ExitStack
    ) -> CheckResult | bool:
        """What the data of the last run come to under today's law; False where the law is the same,
        True where they are there no more, or cannot be read as they were then."""
        told = run.by_law(last, self.secret)
        if told is not True or not last:
            return told
        kept = self._data(last[0].run)
        if not (kept / _INPUTS).exists():
            return True
        inputs, then = _kept_inputs(kept, request)
        if then.how != last[0].how:
            return True
        again = Work.begin(held.enter_context(PrivateFolder()), self.secret)
        with suppress(InputError):
            found = check_inputs(inputs, then, held, work=again)
            return DataRead(inputs.files, then).keyed(found, self.secret)
        return True

    def _write(self, result: CheckResult) -> tuple[Path, ...]:
        """Write the reports of the run."""
        settings = self.settings
        folder = settings.keep / "reports" / self.dataset.name / self.begun.strftime(RUN)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = ReportOptions(settings.lang, self.dataset.fail_on, settings.show_values)
        outputs: list[tuple[Pieces, Path | None]] = []
        for name in settings.outputs:
            if name == FINDINGS:
                pieces: Pieces = findings_table.write(result, settings.show_values)
                outputs.append((pieces, folder / "findings.parquet"))
            else:
                form = FORMATS[name]
                outputs.append((form.pieces(result, options), folder / f"report{form.suffixes[0]}"))
        write_outputs(outputs, private=True)
        return tuple(path for _, path in outputs if path is not None)

    def _marks(self, run: datetime | None) -> Path:
        """The file of the marks of a run."""
        return self.work / f"marks-{run.strftime(RUN) if run else 'none'}.parquet"

    def _data(self, run: datetime) -> Path:
        """The folder of the extract of a run."""
        return self.work / f"data-{run.strftime(RUN)}"

    def _keep_data(self, inputs: Inputs) -> None:
        """Copy the dataset, and how it is read, for the run after this."""
        folder = self._data(self.begun)
        folder.mkdir(mode=0o700)
        kept = []
        for number, file in enumerate(inputs.files):
            copy = folder / f"{number}{''.join(file.path.suffixes[-2:])}"
            shutil.copyfile(file.path, copy)
            copy.chmod(0o600)
            kept.append([copy.name, file.name, file.keys, file.sheet])
        one = self.dataset
        if one.mapping is not None:
            write_output([one.mapping.read_bytes()], folder / _MAPPING, private=True)
        told = {
            "name": inputs.name, "single": inputs.single, "files": kept,
            "mapped": one.mapping is not None, "type": one.record_type,
            "complete": [*one.complete], "accept_unread": [*one.accept_unread],
        }  # fmt: skip
        write_output([json.dumps(told)], folder / _INPUTS, private=True)

    def _leave(self, run: datetime) -> None:
        """Remove what only earlier runs needed."""
        own = {self._marks(run), self._data(run)}
        for path in [*self.work.glob("marks-*"), *self.work.glob("data-*")]:
            if path not in own:
                _remove(path)


def _kept_inputs(folder: Path, request: CheckRequest) -> tuple[Inputs, CheckRequest]:
    """The extract of the last run, and a request that reads it as it was read then."""
    told = json.loads((folder / _INPUTS).read_text("utf-8"))
    files = [
        InputFile(folder / copy, name, keys, sheet=sheet)
        for copy, name, keys, sheet in told["files"]
    ]
    then = replace(
        request, mapping=folder / _MAPPING if told.get("mapped") else None,
        record_type=told.get("type"), complete=told.get("complete", ()),
        accept_unread=told.get("accept_unread", ()),
    )  # fmt: skip
    return Inputs(told["name"], tuple(files), told["single"]), then


def _beside(result: CheckResult, last: Sequence[Kept]) -> CheckResult:
    """The result beside the last run, so that its reports show what changed."""
    if not last:
        return result
    counts = {row.cause: row.count or 0 for row in last if row.cause}
    name = last[0].run.strftime("%Y-%m-%d %H:%M UTC")
    return replace(result, earlier=Earlier(name, last[0].as_of, counts))


def _unused(begun: datetime, used: Collection[datetime]) -> datetime:
    """The second in which a run begins, or the next that no other run has."""
    while begun in used:
        begun += timedelta(seconds=1)
    return begun


def _forget(settings: Settings, now: datetime, history: Sequence[Kept]) -> int:
    """Remove the reports, and rows of the history, that are older than they may be; how many runs
    that was."""
    oldest = now - timedelta(days=settings.retention_days)
    if len(kept := young(history, now, settings.retention_days)) < len(history):
        write_history(settings.keep, kept)
    for folder in (settings.keep / "reports").glob("*/*"):
        with suppress(ValueError):
            if datetime.strptime(folder.name, RUN).replace(tzinfo=UTC) < oldest:
                _remove(folder)
    return len({row.run for row in history} - {row.run for row in kept})


def _remove(path: Path) -> None:
    """Remove a file or a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
