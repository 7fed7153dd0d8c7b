"""Check a dataset of several files: each on its own, in bounded memory, and all in one report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from checker.cache import program_digest, stable_text
from checker.check import check_dataset
from checker.errors import NoRows
from checker.findings import NoFindings
from checker.judging import Progress
from checker.law.view import Law
from checker.parts.blocks import Block, divide
from checker.parts.groups import Groups, changed, divide_groups
from checker.parts.inputs import InputFile, Inputs
from checker.parts.known import KnownRows
from checker.parts.merge import merged, one_file, with_duplicates
from checker.parts.unique import UniqueValues, found_twice
from checker.parts.work import Work
from checker.receipt import file_digest
from checker.records.delimited import empty
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

    A large text file is checked in blocks (`blocks.py`), each as a file of its own. Parts that are
    finished in the folder are not checked again; other parts there are removed unless the folder
    is `shared` with other datasets. With `rows`, rows that stood in a file of the same name when
    the folder was last used are not read again (`known.py`). Raises `InputError` for a file that
    cannot be used, by its name, and where no file holds a record.
    """
    tell = progress or (lambda _fraction, _text: None)
    earlier = work.parts() if rows else None
    parts = [part for file in inputs.files for part in _parts(file, asked, work, earlier)]
    total, done = max(sum(part.size for part in parts), 1), 0
    places: list[Path] = []
    for number, part in enumerate(parts, 1):
        place = f"{part.file.name} ({number}/{len(parts)})"

        def told(
            fraction: float | None,
            text: Text,
            place: str = place,
            done: int = done,
            size: int = part.size,
        ) -> None:
            share = (done + (fraction or 0) * size) / total
            tell(share, Text(f"{place}: {text.da}", f"{place}: {text.en}"))

        told(None, Text("Læser filen", "Reading the file"))
        digest = part.digest()
        make = partial(part.make, digest, told)
        places.append(work.part(asked.key(part.file, digest), make))
        done += part.size
    tell(None, Text("Samler resultaterne", "Putting the results together"))
    if not shared:
        work.forget_others({place.name for place in places})
    results = _by_file(inputs, list(zip(parts, places, strict=True)))
    if not any(result.records for result in results):
        raise empty(inputs.name)
    columns = asked.law.facts.columns
    places_of = [
        (None if inputs.single else part.file.name, part.before, place)
        for part, place in zip(parts, places, strict=True)
    ]
    found = results[0] if inputs.single else merged(inputs.name, results)
    return with_duplicates(found, found_twice(places_of, columns, _MEMORY), columns)


def _by_file(inputs: Inputs, parts: list[tuple[_Part, Path]]) -> list[CheckResult]:
    """The result of each file, from those of its parts."""
    found = []
    for file in inputs.files:
        own = [(part, stored(place)) for part, place in parts if part.file is file]
        if len(own) == 1:
            found.append(own[0][1])
            continue
        rows = [part.before for part, _ in own]
        whole = file_digest(file.path)
        found.append(one_file(file.name, whole, [result for _, result in own], rows))
    return found


def _parts(file: InputFile, asked: Asked, work: Work, earlier: list[Path] | None) -> list[_Part]:
    blocks: list[Block] | list[Groups] = []
    if asked.mapping is None:
        blocks = divide(file.path) or divide_groups(file.path)
    return [_Part(file, asked, work.secret, block, earlier) for block in blocks or (None,)]


@dataclass(frozen=True)
class _Part:
    """A file, or a block of one, and how it is checked."""

    file: InputFile
    asked: Asked
    secret: str
    block: Block | Groups | None
    earlier: list[Path] | None
    """The folders of parts that earlier runs left; None where rows are not kept for later runs."""

    @property
    def size(self) -> int:
        if self.block is not None:
            return self.block.end - self.block.start
        return self.file.path.stat().st_size

    @property
    def before(self) -> int:
        return self.block.rows if self.block is not None else 0

    def digest(self) -> str:
        return self.block.digest() if self.block is not None else file_digest(self.file.path)

    def make(self, digest: str, progress: Progress, folder: Path) -> None:
        """Check the part and keep its result in a folder."""
        asked, file, path = self.asked, self.file, self.file.path
        rows = (self.block.rows, self.block.last) if isinstance(self.block, Groups) else None
        if isinstance(self.block, Block):
            path = folder / f"block{path.suffix}"
            self.block.write(path, file.name)
        unique = UniqueValues(folder, self.secret)
        try:
            result = check_dataset(
                path,
                as_of=asked.as_of,
                law=asked.law,
                mapping=asked.mapping,
                record_type=asked.record_type,
                complete=asked.complete,
                engine=asked.engine,
                fail_on=asked.fail_on,
                show_values=asked.show_values,
                exact=asked.exact,
                progress=progress,
                name=file.name,
                keys=file.keys,
                unique=unique.keep,
                known=self._known(folder, unique),
                rows=rows,
                sha256=None if rows is None else digest,
            )
        except NoRows:
            result = CheckResult(
                asked.as_of, file.name, 0, (), (), NoFindings(), (), {"input_sha256": digest}
            )
        if digest != (self.digest() if rows is not None else result.receipt["input_sha256"]):
            raise changed(file.name)
        store(result, folder, asked.show_values)
        if isinstance(self.block, Block):
            path.unlink()

    def _known(self, folder: Path, unique: UniqueValues) -> KnownRows | None:
        if self.earlier is None:
            return None
        context = self.asked.key(self.file, "")
        return KnownRows(self.earlier, folder, unique, context, self.asked.show_values)
