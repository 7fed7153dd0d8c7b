"""`lovgraf.assess`: proposals against everyone whom they could meet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from lovgraf.api.arguments import flags, law_given, path_of, texts, words_of
from lovgraf.api.given import Day, Source, day_of, presuming
from lovgraf.api.shown import Content, Shown
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Lang, Text
from lovgraf.law import Law, load_law
from lovgraf.proposals.assess import Assessment, DatasetFile
from lovgraf.proposals.assess import assess as run
from lovgraf.proposals.proposal import read_proposal
from lovgraf.reports.assessment.formats import FORMATS, write

if TYPE_CHECKING:
    import pyarrow as pa


def assess(
    *proposals: Source,
    as_of: Day = None,
    dataset: Source | None = None,
    record_type: str | None = None,
    mapping: Source | None = None,
    complete: str | Collection[str] = (),
    presume: Source = "register",
    repairs: bool = True,
    law: Law | None = None,
) -> Assessed:
    """Assess proposals (Turtle files) together, as `lovgraf assess` does.

    Without `as_of` the law is that of their commencement. In a `dataset` the people are counted
    whom they meet, with its blanks read by a profile (`none`, `register`, `case`) or a Turtle
    file of presumptions. With `repairs` the smallest changes that close each gap are tried, which
    takes most of the time. Raises `InputError` where a proposal or the dataset cannot be used.
    """
    flags(repairs=repairs)
    texts(record_type=record_type)
    law_given(law)
    paths = [path_of("proposals", path) for path in proposals]
    if not paths:
        raise InputError("Angiv et forslag at vurdere.", "Give a proposal to assess.")
    declared = words_of("complete", complete)
    read = [read_proposal(path) for path in paths]
    law = law or load_law()
    counted = None
    if dataset is not None:
        stated = None if mapping is None else path_of("mapping", mapping)
        profile = presuming(law, presume).profile
        data = path_of("dataset", dataset)
        counted = DatasetFile(data, stated, record_type, declared, profile=profile)
    day = None if as_of is None else day_of(as_of)
    found = run(law, read, as_of=day, dataset=counted, repairs=repairs)
    names = {one.iri: str(path) for one, path in zip(read, paths, strict=True)}
    return Assessed(replace(found, paths=names))


@dataclass(repr=False)
class Assessed(Shown):
    """What was found of proposals, which can be shown and saved (`Shown`)."""

    found: Assessment

    formats: ClassVar = FORMATS

    @property
    def feasible(self) -> bool | None:
        """Whether no gap is an error; None where nothing can be concluded."""
        return self.found.feasible

    @property
    def gaps(self) -> pa.Table:
        """The gaps, from the worst to the mildest, a row each, as in JSON."""
        import pyarrow as pa

        names = ("code", "severity", "norm", "provision", "who", "condition", "cells", "of")
        gaps = self.as_dict()["gaps"]
        return pa.Table.from_pylist([{name: gap.get(name) for name in names} for gap in gaps])

    @property
    def gains(self) -> pa.Table:
        """Who is better off, a row for each way, as in JSON."""
        import pyarrow as pa

        names = ("gain", "about", "type", "who", "verdict", "cells", "of", "groups")
        rows = self.as_dict()["gains"]
        return pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows])

    @property
    def notes(self) -> tuple[Text, ...]:
        """What a reader must know about what the assessment rests on."""
        return self.found.notes

    def _said(self) -> str:
        feasible = {True: "feasible", False: "not feasible", None: "nothing can be concluded"}
        return f"{feasible[self.feasible]}, gaps: {len(self.found.gaps)}"

    def _write(self, form: str, lang: Lang) -> Content:
        return write(self.found, form, lang)
