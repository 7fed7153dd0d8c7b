"""One file of a dataset and how it is checked: at once, or block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import duckdb
from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.check import row_recheck
from lovgraf.check.dataset import Share, check_dataset, check_table
from lovgraf.check.parts.blocks import Block
from lovgraf.check.parts.groups import Groups
from lovgraf.check.parts.known import KnownRows
from lovgraf.check.parts.merge import one_file
from lovgraf.check.parts.unique import UniqueValues
from lovgraf.check.parts.whole import Whole, count_cells, keep_cells, open_whole
from lovgraf.check.parts.work import Work
from lovgraf.check.receipt import changed, file_digest
from lovgraf.check.request import CheckRequest
from lovgraf.check.stored import store, stored
from lovgraf.core.errors import InputError, NoRows
from lovgraf.core.intake import without_rows
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult, NoFindings
from lovgraf.core.terms import Text
from lovgraf.engine.prepared import Prepared
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.pieces import OtherTextError
from lovgraf.readers.prefetch import Prefetch, identity


class Opened(Struct):
    """How many verdicts were found open so far, in how many parts of a dataset."""

    exact: bool
    count: int = 0
    parts: int = 0

    @property
    def too_many(self) -> bool:
        """Whether they are left open: they are too many, and not all are asked for."""
        return self.count > row_recheck.MOST and not self.exact


def without_open(result: CheckResult) -> CheckResult:
    """The result of a part without a note on how much it leaves open: that is told of all parts."""
    own = row_recheck.left_open(result.open)
    return replace(result, notes=tuple(note for note in result.notes if note != own))


class Place(Struct, frozen=True):
    """Tells how far a run is: `done` bytes of `total` before a part of `size` bytes."""

    tell: Progress
    place: str
    done: int
    size: int
    total: int

    def __call__(self, fraction: float | None, text: Text) -> None:
        share = (self.done + (fraction or 0) * self.size) / self.total
        self.tell(share, Text(f"{self.place}: {text.da}", f"{self.place}: {text.en}"))

    def block(self, number: int, count: int, before: int, size: int) -> Place:
        """The same for a block that has so many bytes of the file before it."""
        place = f"{self.place}, {number}/{count}"
        return Place(self.tell, place, self.done + before, size, self.total)


class _Part(Struct):
    """A file (`block` is None), or a block of one that has `before` rows before it.

    `folder` has its result once it is checked; `settled` is whether rows were looked at again that
    its cells leave open.
    """

    before: int
    tell: Place
    block: Block | Groups | None = None
    folder: Path = Path()
    settled: bool = False


class FileCheck(Struct):
    """The check of a file.

    `earlier` are the folders of parts that earlier runs left; None where rows are not kept for
    later runs. `ahead` is what was begun with a file before; a file that is `alone` must have rows.
    `used` are the folders that its result was worked out from.
    """

    file: InputFile
    request: CheckRequest
    work: Work
    earlier: list[Path] | None
    tell: Place
    prepared: Prepared
    ahead: Prefetch | None = None
    alone: bool = False
    used: list[Path] = field(default_factory=list)
    _parts: list[_Part] = field(default_factory=list)
    _whole: Whole | None = None
    """What its blocks are read from; None where it is checked at once."""
    _result: CheckResult | None = None

    @property
    def places(self) -> list[tuple[int, Path]]:
        """The folders of its parts, each with the rows before it."""
        return [(part.before, part.folder) for part in self._parts]

    def check(self, opened: Opened) -> None:
        """Check what is not finished of the file."""
        self.tell(None, Text("Læser filen", "Reading the file"))
        if self.ahead is not None:
            self.ahead.decoded.drop()  # each part is decoded in its turn
        whole = open_whole(self.file, self.request, few=self.earlier is None)
        if whole is None:
            self._parts = [_Part(0, self.tell)]
            self._check_parts(opened)
            return
        before = replace(opened)
        try:
            self._check_blocks(whole, opened)
        except OtherTextError:  # the first rows do not tell the type of all
            opened.count, opened.parts = before.count, before.parts
            self.used.clear()
            self._check_blocks(whole.typed(self.request.law.facts), opened)

    def _check_blocks(self, whole: Whole, opened: Opened) -> None:
        """Check the blocks of a file."""
        self._whole, self._parts = whole, list(_blocks(whole, self.tell))
        self._check_parts(opened)

    def _check_parts(self, opened: Opened) -> None:
        """Check the file or its blocks, and let go what it was read from if that was all."""
        for part in self._parts:
            leave = opened.too_many
            part.folder = self._checked(part, leave)
            result = stored(part.folder)
            opened.count += result.open
            opened.parts += 1
            own = row_recheck.left_open(result.open)
            part.settled = not leave and result.open > 0 and own not in result.notes
        if not any(part.settled for part in self._parts):
            self._result, self._whole = self.result(), None  # what it was read from may go

    def leave_open(self) -> None:
        """Leave open what cells leave open, in the parts where rows were looked at again."""
        for part in self._parts:
            if part.settled:
                part.folder = self._checked(part, leave_open=True)

    def result(self) -> CheckResult:
        """The result of the file, once it is checked."""
        if self._result is not None:
            return self._result
        if self._whole is None:
            return stored(self._parts[0].folder)
        folders = [folder for _, folder in self.places]
        receipt = {
            "input_sha256": self._digest(), "cells": str(count_cells(folders))
        }  # fmt: skip
        found = one_file(
            self.file.name,
            [without_open(stored(folder, before)) for before, folder in self.places],
            [before for before, _ in self.places],
            receipt,
            self._whole.order,
        )
        # A part that was kept tells of the file as it was then.
        return replace(found, intake=self._whole.table.intake.of_records(found.records))

    def _digest(self) -> str:
        """The SHA-256 of the file, which may have been worked out meanwhile.

        Raises `InputError` where it has changed since.
        """
        if self.ahead is None or not self.ahead.about(self.file.path):
            return file_digest(self.file.path)
        with suppress(OSError):
            found = self.ahead.digest()
            if self.ahead.of(self.file.path):
                return found
        raise changed(self.file.name)

    def _checked(self, part: _Part, leave_open: bool) -> Path:
        """The folder with the result of a part, which is checked if that is not done."""
        part.tell(None, Text("Læser filen", "Reading the file"))
        make: Callable[[Path], None]
        if self._whole is None or part.block is None:
            digest, meaning = self._digest(), ""
            make = partial(self._make, digest, leave_open)
        else:
            seen = identity(self.file.path)
            # What no later run asks for is told by where it stands, in which file.
            here = f"{seen} {part.block.places}"
            digest = part.block.digest() if self.work.lasting else here
            meaning = self._whole.meaning_of(part.block)
            make = partial(
                self._make_block, self._whole, part.block, digest, seen, leave_open, part.tell
            )
        key = self.request.key(self.file, f"{digest} {meaning} {leave_open}")
        self.used.append(self.work.part(key, make))
        return self.used[-1]

    def _make(self, digest: str, leave_open: bool, folder: Path) -> None:
        """Check the file at once and keep its result in a folder."""
        request, file = self.request, self.file
        share = self._share(leave_open, folder)
        try:
            result = check_dataset(file, request, progress=self.tell, ahead=self.ahead, share=share)
        except NoRows:
            if self.alone:
                raise
            result = CheckResult(
                request.as_of, file.name, 0, (), (), NoFindings(), (), {"input_sha256": digest},
                intake=without_rows(file.name),
            )  # fmt: skip
        if digest != result.receipt["input_sha256"]:
            raise changed(file.name)
        store(result, folder, request.show_values, self.work.marks)

    def _make_block(
        self,
        whole: Whole,
        block: Block | Groups,
        digest: str,
        seen: tuple[int, ...] | None,
        leave_open: bool,
        tell: Progress,
        folder: Path,
    ) -> None:
        """Check a block of a file that was `seen` and keep its result in a folder."""
        share = replace(
            self._share(leave_open, folder),
            seen=lambda kind, population: keep_cells(kind, population, folder),
            kinds=whole.kinds,
        )
        if whole.kinds:
            share = replace(share, known=None)  # of several types all rows are read

        def check(copied: bool) -> CheckResult:
            table, connection = whole.part(block, copied), whole.connection
            given = table, connection, lambda: digest, self.request
            return check_table(*given, progress=tell, share=share)

        try:
            # A kept run compares lines, which the data engine reads; row groups need no copy.
            tried = isinstance(block, Block) and self.earlier is None
            result = (tried and _in_pieces(check, whole, folder)) or check(True)
            if seen != identity(self.file.path):
                raise changed(self.file.name)
            store(result, folder, self.request.show_values, self.work.marks)
        finally:
            whole.forget()

    def _share(self, leave_open: bool, folder: Path) -> Share:
        """What the check of a part keeps in its folder for the others, and has from them."""
        unique, known = UniqueValues(folder, self.work.secret), None
        if self.earlier is not None:
            context = self.request.key(self.file, "")
            known = KnownRows(self.earlier, folder, unique, context, self.request.show_values)
        return Share(unique.keep, known, leave_open, self.prepared)


def _in_pieces(
    check: Callable[[bool], CheckResult], whole: Whole, folder: Path
) -> CheckResult | None:
    """Check a block without a copy of its rows, which takes as long as reading them; None where the
    data engine asks for them after all."""
    try:
        return check(False)
    except (InputError, duckdb.Error):
        whole.forget()
        for path in folder.iterdir():
            path.unlink()
        return None


def _blocks(whole: Whole, tell: Place) -> Iterator[_Part]:
    before = 0
    for number, block in enumerate(whole.blocks, 1):
        own = tell.block(number, len(whole.blocks), before, block.end - block.start)
        yield _Part(block.rows, own, block)
        before += block.end - block.start
