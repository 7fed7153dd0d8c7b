"""Tables of answers over the choices that completions make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Array = npt.NDArray[np.uint8]


class Table(Struct, frozen=True):
    """A small number for each combination of choices; one axis of `answers` a choice."""

    axes: tuple[str, ...]
    answers: Array


def merge(tables: Sequence[Table]) -> tuple[list[Table], dict[str, int]]:
    """The tables with values of a choice that no table tells apart made one.

    Also the number of values that are left of each choice, sorted; choices with one value left
    make no difference.
    """
    kept: dict[str, list[int]] = {}
    for axis in sorted({axis for table in tables for axis in table.axes}):
        kinds: dict[bytes, int] = {}
        touched = [(table, table.axes.index(axis)) for table in tables if axis in table.axes]
        for position in range(touched[0][0].answers.shape[touched[0][1]]):
            kind = b"|".join(
                np.take(table.answers, position, axis=where).tobytes() for table, where in touched
            )
            kinds.setdefault(kind, position)
        kept[axis] = list(kinds.values())
    small = []
    for table in tables:
        answers = table.answers
        for where, axis in enumerate(table.axes):
            answers = np.take(answers, kept[axis], axis=where)
        small.append(Table(table.axes, answers))
    return small, {axis: len(positions) for axis, positions in kept.items()}


def align(table: Table, sizes: Mapping[str, int]) -> Array:
    """The answers with one dimension for each of all choices, in their order (for broadcasting)."""
    order = [table.axes.index(axis) for axis in sizes if axis in table.axes]
    shape = [size if axis in table.axes else 1 for axis, size in sizes.items()]
    return np.transpose(table.answers, order).reshape(shape)


def turning(
    verdicts: Array, possible: npt.NDArray[np.bool_], sizes: Mapping[str, int]
) -> list[str]:
    """The choices on which verdicts differ: two possible completions that differ there alone."""
    found = []
    for number, axis in enumerate(sizes):
        low = np.where(possible, verdicts, 255).min(axis=number)
        high = np.where(possible, verdicts, 0).max(axis=number)
        if bool((possible.any(axis=number) & (low < high)).any()):
            found.append(axis)
    return found


def varies(table: Table, choice: str) -> bool:
    """Whether the answers of a table differ with a choice."""
    if choice not in table.axes:
        return False
    where = table.axes.index(choice)
    return bool((table.answers.min(axis=where) < table.answers.max(axis=where)).any())
