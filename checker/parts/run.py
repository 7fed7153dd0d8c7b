"""Check a dataset of several files: each on its own, in bounded memory, and all in one report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checker.cache import program_digest, stable_text
from checker.check import check_dataset
from checker.errors import InputError, NoRows
from checker.findings import NoFindings
from checker.judging import Progress
from checker.law.view import Law
from checker.parts.inputs import InputFile, Inputs
from checker.parts.merge import merged
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
    inputs: Inputs, asked: Asked, work: Work, progress: Progress | None = None
) -> CheckResult:
    """Check every file of a dataset; the result's findings are read from the work folder.

    Files that are finished there are not checked again. Raises `InputError` for a file that cannot
    be used, by its name, and where no file holds a record.
    """
    tell = progress or (lambda _fraction, _text: None)
    sizes = [file.path.stat().st_size for file in inputs.files]
    done, total = 0, max(sum(sizes), 1)
    places: list[tuple[str, Path]] = []
    for number, (file, size) in enumerate(zip(inputs.files, sizes, strict=True), 1):
        place = f"{file.name} ({number}/{len(sizes)})"
        tell(done / total, Text(f"Kontrollerer {place}", f"Checking {place}"))
        digest = file_digest(file.path)
        key = asked.key(file, digest)
        part = _Part(file, digest, asked, work.secret)
        places.append((file.name, work.part(key, part.make)))
        done += size
    tell(None, Text("Samler resultaterne", "Putting the results together"))
    work.forget_others({place.name for _, place in places})
    results = [stored(place) for _, place in places]
    if not any(result.records for result in results):
        raise empty(inputs.name)
    twice = found_twice(places, asked.law.facts.columns, _MEMORY)
    return merged(inputs.name, results, twice)


@dataclass(frozen=True)
class _Part:
    file: InputFile
    digest: str
    asked: Asked
    secret: str

    def make(self, folder: Path) -> None:
        """Check the file and keep its result in a folder."""
        asked, file = self.asked, self.file
        try:
            result = check_dataset(
                file.path,
                as_of=asked.as_of,
                law=asked.law,
                mapping=asked.mapping,
                record_type=asked.record_type,
                complete=asked.complete,
                engine=asked.engine,
                fail_on=asked.fail_on,
                show_values=asked.show_values,
                exact=asked.exact,
                name=file.name,
                keys=file.keys,
                unique=UniqueValues(folder, self.secret).keep,
            )
        except NoRows:
            result = CheckResult(
                asked.as_of, file.name, 0, (), (), NoFindings(), (), {"input_sha256": self.digest}
            )
        if result.receipt["input_sha256"] != self.digest:
            raise InputError(
                "Filen blev ændret, mens den blev kontrolleret; kør igen, når den er færdig.",
                "The file changed while it was checked; run again when it is complete.",
                file.name,
            )
        store(result, folder, asked.show_values)
