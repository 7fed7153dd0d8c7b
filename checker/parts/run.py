"""Check a dataset of several files: each on its own, in bounded memory, and all in one report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from checker import look_again
from checker.cache import program_digest, stable_text
from checker.check import check_dataset, check_table
from checker.errors import NoRows
from checker.findings import NoFindings
from checker.judging import Progress
from checker.law.view import Law
from checker.parts.blocks import Block
from checker.parts.groups import Groups
from checker.parts.inputs import InputFile, Inputs
from checker.parts.known import KnownRows
from checker.parts.merge import merged, one_file, with_duplicates
from checker.parts.unique import UniqueValues, found_twice
from checker.parts.whole import Whole, count_cells, keep_cells, open_whole
from checker.parts.work import Work
from checker.receipt import changed, file_digest
from checker.records.delimited import empty
from checker.records.formats import readable
from checker.reports.formats import DEFAULT_FAIL_ON
from checker.reports.result import CheckResult
from checker.reports.stored import store, stored
from checker.terms import Text

_MEMORY = "1GB"


@dataclass(frozen=True)
class Asked:
    """What a check was asked for: the arguments of `check_dataset` that a result follows from."""

    as_of: date
    law: Law
    mapping: Path | None = None
    record_type: str | None = None
    complete: tuple[str, ...] = ()
    engine: str = "columns"
    fail_on: frozenset[str] = DEFAULT_FAIL_ON
    show_values: bool = False
    exact: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """What a table is checked with, in whichever way it was opened."""
        return {
            "as_of": self.as_of, "law": self.law, "mapping": self.mapping, "engine": self.engine,
            "fail_on": self.fail_on, "show_values": self.show_values, "exact": self.exact,
        }  # fmt: skip

    def key(self, file: InputFile, digest: str) -> str:
        """A hash of all that the result of a file follows from."""
        parts = [
            program_digest(), self.law.source.digest, digest, file.name,
            file_digest(self.mapping) if self.mapping else "",
            stable_text((self.as_of.isoformat(), self.record_type, sorted(self.complete))),
            stable_text((self.engine, self.fail_on, self.show_values, self.exact)),
        ]  # fmt: skip
        text = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:40]


def check_parts(
    inputs: Inputs,
    asked: Asked,
    work: Work,
    progress: Progress | None = None,
    shared: bool = False,
    rows: bool = False,
) -> CheckResult:
    """Check every file of a dataset; the result's findings are read from the work folder.

    A large file is checked in blocks (`whole.py`). Parts that are finished in the folder are not
    checked again; other parts there are removed unless the folder is `shared` with other datasets.
    With `rows`, rows that stood in a file of the same name when the folder was last used are not
    read again (`known.py`). Raises `InputError` for a file that cannot be used, by its name, and
    where no file holds a record.
    """
    tell = progress or (lambda _fraction, _text: None)
    earlier = work.parts() if rows else None
    sizes = [_size(file) for file in inputs.files]
    files, results = list[_File](), list[CheckResult]()
    for number, file in enumerate(inputs.files):
        told = _Told(
            tell, f"{file.name} ({number + 1}/{len(inputs.files)})", sum(sizes[:number]),
            sizes[number], max(sum(sizes), 1),
        )  # fmt: skip
        files.append(_File(file, asked, work, earlier))
        results.append(files[-1].check(told))
    tell(None, Text("Samler resultaterne", "Putting the results together"))
    if not shared:
        work.forget_others({place.name for file in files for place in file.used})
    if not any(result.records for result in results):
        raise empty(inputs.name)
    columns = asked.law.facts.columns
    places = [
        (None if inputs.single else file.file.name, before, place)
        for file in files
        for before, place in file.places
    ]
    found = results[0] if inputs.single else merged(inputs.name, results)
    return with_duplicates(found, found_twice(places, columns, _MEMORY), columns)


def _size(file: InputFile) -> int:
    """The bytes of a file that can be read."""
    readable(file.path, file.name)
    return file.path.stat().st_size


@dataclass(frozen=True)
class _Told:
    """Tells how far a run is: `done` bytes of `total` before a part of `size` bytes."""

    tell: Progress
    place: str
    done: int
    size: int
    total: int

    def __call__(self, fraction: float | None, text: Text) -> None:
        share = (self.done + (fraction or 0) * self.size) / self.total
        self.tell(share, Text(f"{self.place}: {text.da}", f"{self.place}: {text.en}"))

    def block(self, number: int, count: int, before: int, size: int) -> _Told:
        """The same for a block that has so many bytes of the file before it."""
        place = f"{self.place}, {number}/{count}"
        return _Told(self.tell, place, self.done + before, size, self.total)


@dataclass
class _File:
    """A file and how it is checked: at once, or in blocks.

    `earlier` are the folders of parts that earlier runs left; None where rows are not kept for
    later runs. `places` are the folders of its parts, each with the rows before it; `used` are
    those and what they were worked out from.
    """

    file: InputFile
    asked: Asked
    work: Work
    earlier: list[Path] | None
    places: list[tuple[int, Path]] = field(default_factory=list)
    used: list[Path] = field(default_factory=list)

    def check(self, tell: _Told) -> CheckResult:
        """Check what is not finished; the result of the file."""
        asked, file = self.asked, self.file
        tell(None, Text("Læser filen", "Reading the file"))
        whole = open_whole(file, asked.law.facts, asked.mapping, asked.record_type, asked.complete)
        if whole is not None:
            return self._in_blocks(whole, tell)
        digest = file_digest(file.path)
        place = self.work.part(asked.key(file, digest), partial(self._make, digest, tell))
        self.places, self.used = [(0, place)], [place]
        return stored(place)

    def _make(self, digest: str, tell: Progress, folder: Path) -> None:
        """Check the file at once and keep its result in a folder."""
        asked, file, unique = self.asked, self.file, UniqueValues(folder, self.work.secret)
        try:
            result = check_dataset(
                file.path,
                **asked.options,
                record_type=asked.record_type,
                complete=asked.complete,
                progress=tell,
                name=file.name,
                keys=file.keys,
                unique=unique.keep,
                known=self._known(folder, unique),
            )
        except NoRows:
            result = CheckResult(
                asked.as_of, file.name, 0, (), (), NoFindings(), (), {"input_sha256": digest}
            )
        if digest != result.receipt["input_sha256"]:
            raise changed(file.name)
        store(result, folder, asked.show_values)

    def _in_blocks(self, whole: Whole, tell: _Told) -> CheckResult:
        """Check the file block by block: rows that a cell leaves open are looked at again where
        they are few in the whole file, as when it is checked at once."""
        places = self._blocks(whole, whole.blocks, tell, leave_open=False)
        opened = [stored(places[block]).open for block in whole.blocks]
        too_many = sum(opened) > look_again.MOST and not self.asked.exact
        if too_many:
            few = zip(whole.blocks, opened, strict=True)
            again = [block for block, count in few if 0 < count <= look_again.MOST]
            places |= self._blocks(whole, again, tell, leave_open=True)
        self.places = [(block.rows, places[block]) for block in whole.blocks]
        folders = [place for _, place in self.places]
        receipt = {
            "input_sha256": file_digest(self.file.path), "cells": str(count_cells(folders))
        }  # fmt: skip
        return one_file(
            self.file.name,
            [stored(place, before) for before, place in self.places],
            [before for before, _ in self.places],
            receipt,
            whole.place_of,
            look_again.left_open if too_many else None,
        )

    def _blocks(
        self, whole: Whole, blocks: Sequence[Block | Groups], tell: _Told, leave_open: bool
    ) -> dict[Block | Groups, Path]:
        """The folders of some blocks."""
        found, before = {}, 0
        for number, block in enumerate(blocks, 1):
            told = tell.block(number, len(blocks), before, block.end - block.start)
            told(None, Text("Læser filen", "Reading the file"))
            digest = block.digest()
            key = self.asked.key(self.file, f"{digest} {whole.meaning} {leave_open}")
            make = partial(self._make_block, whole, block, digest, leave_open, told)
            found[block] = self.work.part(key, make)
            before += block.end - block.start
        self.used += found.values()
        return found

    def _make_block(
        self,
        whole: Whole,
        block: Block | Groups,
        digest: str,
        leave_open: bool,
        tell: Progress,
        folder: Path,
    ) -> None:
        """Check a block and keep its result in a folder."""
        asked, unique = self.asked, UniqueValues(folder, self.work.secret)
        try:
            result = check_table(
                whole.part(block),
                whole.connection,
                lambda: digest,
                **asked.options,
                leave_open=leave_open,
                progress=tell,
                unique=unique.keep,
                known=self._known(folder, unique),
                seen=lambda population: keep_cells(population, folder),
            )
            if digest != block.digest():
                raise changed(self.file.name)
            store(result, folder, asked.show_values)
        finally:
            whole.forget()

    def _known(self, folder: Path, unique: UniqueValues) -> KnownRows | None:
        if self.earlier is None:
            return None
        context = self.asked.key(self.file, "")
        return KnownRows(self.earlier, folder, unique, context, self.asked.show_values)
