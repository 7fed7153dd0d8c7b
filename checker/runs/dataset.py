"""A check of whatever somebody named: a file, a folder, a pattern, a store, a table, a pipe."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts.larger_than_memory import exceeds_memory
from lovgraf.check.parts.piped import is_piped, spool
from lovgraf.check.parts.sheets import with_sheet
from lovgraf.check.request import CheckRequest
from lovgraf.core.disclosure import shape
from lovgraf.core.errors import InputError
from lovgraf.core.private import PrivateFolder
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.core.written import choices
from lovgraf.facts.spelling import squeeze
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.archives import is_archive, unpacked
from lovgraf.readers.databases.address import Address, find_address
from lovgraf.readers.headers import book_of
from lovgraf.readers.inputs import InputFile, Inputs, find_inputs
from lovgraf.readers.lake_tables import is_lake, read_lake
from lovgraf.readers.prefetch import Prefetch
from lovgraf.readers.stores.address import is_stored
from lovgraf.readers.stores.files import fetched, find_stored
from lovgraf.runs.lacking import left_undecided, nothing_decided, only_named
from lovgraf.runs.lacking import named as columns_named

if TYPE_CHECKING:
    from lovgraf.check.parts.work import Work


class NamedDataset(Struct, frozen=True):
    """What somebody named as the dataset: files, or a table of a database (`address`)."""

    inputs: Inputs
    address: Address | None = None

    @property
    def files(self) -> list[Path]:
        """The files of this machine that are read, which no report may overwrite."""
        if self.address is not None:
            return [Path(self.address.target)]
        return [file.path for file in self.inputs.files]

    def at_hand(
        self,
        facts: FactVocabulary,
        held: ExitStack,
        *,
        sheet: str | None = None,
        fetch: bool = True,
        progress: Progress | None = None,
    ) -> Inputs:
        """The dataset as files, as long as `held` holds them; without `fetch` those of a store stay
        there.

        Raises `InputError` where it cannot be read.
        """
        inputs = self.inputs
        if self.address is not None:
            inputs = _table(self.address, facts, held, progress)
        elif fetch and inputs.files[0].url is not None:
            inputs = fetched(inputs, held.enter_context(PrivateFolder()), progress)
        if fetch:
            inputs = _laid_out(inputs, held)
        return inputs if sheet is None else with_sheet(inputs, sheet, facts)


def find_dataset(
    named: str, held: ExitStack, table: str | None = None, query: str | None = None
) -> NamedDataset:
    """What a name stands for; what comes through a pipe is kept in a folder that `held` removes.

    `table` or `query` say what is read of a database. Raises `InputError` where there is nothing of
    that name.
    """
    if table is None and query is None:
        if is_stored(named):
            return NamedDataset(find_stored(named))
        if is_piped(named):
            return NamedDataset(spool(named, held.enter_context(PrivateFolder())))
    address = find_address(named, table, query)
    if address is None:
        path = Path(named)
        if is_lake(path):
            return NamedDataset(Inputs(path.name, (InputFile(path, path.name),), single=True))
        return NamedDataset(find_inputs(named))
    return NamedDataset(Inputs(address.database, ()), address)


def check_inputs(
    inputs: Inputs,
    request: CheckRequest,
    held: ExitStack,
    *,
    work: Work | None = None,
    rows: bool = False,
    progress: Progress | None = None,
    ahead: Prefetch | None = None,
) -> CheckResult:
    """Check files: one at once, several or a large one in parts.

    What is done is kept in `work` where that is given, else in a folder that `held` removes; with
    `rows` (see `check_parts`) rows that an earlier run has read are not read again. Raises
    `InputError` where a file cannot be used, or nothing was checked.
    """
    if inputs.single and work is None and not exceeds_memory(inputs.files[0].path):
        result = check_dataset(inputs.files[0], request, progress=progress, ahead=ahead)
    else:  # slow to import, and one file needs neither
        from lovgraf.check.parts.run import check_parts
        from lovgraf.check.parts.work import Work

        work = work or Work.begin(held.enter_context(PrivateFolder()), lasting=False)
        result = check_parts(inputs, request, work, progress, rows=rows, ahead=ahead)
    facts = request.law.facts
    said = (left_undecided(result, facts), nothing_decided(result, facts))
    told = tuple(note for note in said if note is not None)
    if told:
        result = replace(result, notes=(*told, *result.notes))
    return accounted(result, inputs, request)


def accounted(result: CheckResult, inputs: Inputs, request: CheckRequest) -> CheckResult:
    """A result with the files beside those that were read. Raises `InputError` where no record was
    one that a rule is about, or nothing but who they are could be read (unless verdicts that are
    open are what is looked for)."""
    if not result.checked:
        raise InputError(
            "Intet blev kontrolleret: filen har ingen registreringer, som en regel gælder for. "
            "Se, om det er den rigtige fil, og om --type og --as-of passer.",
            "Nothing was checked: the file has no records that a rule is about. See whether it is "
            "the right file and whether --type and --as-of fit.",
            inputs.name,
        )
    said = only_named(result, request.law.facts)
    if said is not None and "undetermined" not in request.fail_on:
        raise InputError(said.da, said.en, inputs.name)
    return replace(result, intake=result.intake.beside(inputs.not_read))


def require_named(result: CheckResult, request: CheckRequest) -> CheckResult:
    """The result, with a note where a column of ours may be lost (`accept_unread`) that the dataset
    does not have at all. Raises `InputError` for one that there is none of: no heading of the
    dataset, as far as it may be told, nor a column of ours."""
    absent = []
    headings = [one.header for table in result.intake.tables for one in table.columns]
    squeezed = {*map(squeeze, headings)}
    for word in request.accept_unread:
        if squeeze(word) in squeezed or shape(word) in headings:
            continue
        if names := book_of(request.law.facts).candidates(word):
            if names.isdisjoint(result.columns):
                absent += sorted(names)
            continue
        meant = choices(word, sorted(headings))
        raise InputError(
            f"--accept-unread (accept_unread) nævner {word}, men datasættet har ingen kolonne, der "
            f"hedder det. {meant.da}",
            f"--accept-unread (accept_unread) names {word}, but the dataset has no column of that "
            f"name. {meant.en}",
            result.dataset,
        )
    if not absent:
        return result
    who = columns_named(absent, request.law.facts)
    note = Text(
        f"Datasættet har slet ikke {who.da}, som accept_unread ser bort fra: regler, der spørger "
        "om det, står åbne eller er ikke spurgt.",
        f"The dataset does not have {who.en} at all, which accept_unread passes over: rules that "
        "ask for it are open or were not asked.",
    )
    return replace(result, notes=(note, *result.notes))


def _laid_out(inputs: Inputs, held: ExitStack) -> Inputs:
    """The dataset as files, where it is one archive of these, or a table with a log."""
    file = inputs.files[0]
    if not inputs.single or not (is_lake(file.path) or is_archive(file.path)):
        return inputs
    folder = held.enter_context(PrivateFolder())
    if is_archive(file.path):
        return unpacked(file.path, file.name, folder)
    room = shutil.disk_usage(folder).free
    path = read_lake(file.path, file.name, folder, room)
    return Inputs(file.name, (InputFile(path, file.name),), single=True)


def _table(
    address: Address, facts: FactVocabulary, held: ExitStack, progress: Progress | None
) -> Inputs:
    """A table of a database as a file."""
    from lovgraf.readers.databases.spool import read_database

    path, name = read_database(address, facts, held.enter_context(PrivateFolder()), progress)
    return Inputs(name, (InputFile(path, name),), single=True)
