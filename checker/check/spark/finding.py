"""The rows of marked cells, found by the workers that read them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.check.spark.job import FILE, Job
from lovgraf.check.spark.looking import Part
from lovgraf.check.spark.reading import Numbers, PartRead, SectionRead


class Marks(Struct, frozen=True):
    """Marked cells of one section: the words of each, as bytes, with its labels.

    `first` asks for no more than the first rows of each label; `bases` tells the rows before each
    part of a file.
    """

    section: int
    cells: dict[bytes, tuple[int, ...]]
    bases: dict[Part, int]
    first: int | None = None


class Rows(Struct, frozen=True):
    """Rows (as in `FILE`) and a label of each."""

    rows: Numbers
    labels: npt.NDArray[np.int32]


def rows_of(_job: Job, asked: Sequence[Marks], read: PartRead) -> list[Rows]:
    """The rows of a part that lie in marked cells, in order, one line for each label; the same for
    each of several sets of marks."""
    return [_rows_of(marks, read) for marks in asked]


def _rows_of(marks: Marks, read: PartRead) -> Rows:
    base = read.part.file * FILE + marks.bases[read.part]
    for section in read.sections:
        if section.section == marks.section:
            places, labels = marked(marks.cells, section)
            if marks.first is not None:
                chosen = _first(labels, marks.first)
                places, labels = places[chosen], labels[chosen]
            return Rows(section.rows()[1][places] + base, labels)
    return Rows(np.zeros(0, np.int64), np.zeros(0, np.int32))


class Named(Struct, frozen=True):
    """Rows of a section (as in `FILE`, in order) of which the ids are asked for."""

    section: int
    rows: Numbers
    bases: dict[Part, int]


def ids_of(_job: Job, named: Named, read: PartRead) -> tuple[Numbers, list[str | None]]:
    """Those of the rows that lie in a part, and their ids."""
    base = read.part.file * FILE + named.bases[read.part]
    for section in read.sections:
        if section.section == named.section and section.ids is not None:
            numbers = section.rows()[1] + base
            places = np.flatnonzero(np.isin(numbers, named.rows))
            return numbers[places], [section.ids[place] for place in places.tolist()]
    return np.zeros(0, np.int64), []


def marked(
    cells: dict[bytes, tuple[int, ...]], section: SectionRead
) -> tuple[Numbers, npt.NDArray[np.int32]]:
    """The places of rows in marked cells, in order, with a label each."""
    labels = [cells.get(words.tobytes(), ()) for words in section.words]
    counts = np.array([len(some) for some in labels], np.int64)
    if not counts.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    flat = np.array([label for some in labels for label in some], np.int32)
    places, _ = section.rows()
    many = counts[places]
    rows = np.repeat(np.arange(len(places)), many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    return rows, flat[starts[places[rows]] + within]


def _first(labels: npt.NDArray[np.int32], number: int) -> Numbers:
    """The places of the first of each label."""
    order = np.argsort(labels, kind="stable")
    ordered = labels[order]
    begins = np.searchsorted(ordered, ordered)
    return np.sort(order[np.arange(len(order)) - begins < number])
