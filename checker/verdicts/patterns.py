"""Cells told apart by what a norm sees of them: its open questions, and the answers that count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import shake_128
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes, Logic, Pair, question_key
from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Count,
    Leaf,
    Named,
    Not,
    Or,
    Question,
    questions,
)
from lovgraf.verdicts.program import Program

Numbers = npt.NDArray[np.int64]
Classes = tuple[tuple[int, ...], ...]
"""The codes of an atom, those together that need not be told apart."""
_WIDEST = 1 << 62
_EXACT = 1 << 53
"""Below it floating point has every whole number."""
_DENSE = 8
"""Combinations that there could be for each row, up to which they are looked up."""
DIGEST = 16
"""Bytes of a digest."""
_PARTS = 4
"""Parts of 16 bits in a number."""
_SHORT = 65_535
"""The largest number that two bytes hold."""
_OUT_OF_REACH = 3


def distinct(columns: Sequence[npt.NDArray[Any]], size: int) -> tuple[Numbers, Numbers]:
    """The first row of each distinct combination of numbers (0 to 255), and each row's number.

    `size` is the number of rows.
    """
    total, values = np.zeros(size, np.int64), 1
    for column in columns:
        width = int(column.max(initial=0)) + 1
        if values * width > _WIDEST:
            kept, total = _by_order(total)
            values = len(kept)
        total = total * width + column
        values *= width
    if values <= _DENSE * size and total.min() >= 0:
        # Without sorting: of the rows of a combination the first is written last.
        row = np.full(values, -1, np.int64)
        row[total[::-1]] = np.arange(size - 1, -1, -1)
        there = np.flatnonzero(row >= 0)
        first = row[there]
        row[there] = np.arange(len(there))
        return first, row[total]
    return _by_order(total)


def _by_order(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """The first of each of some numbers, in their order, and the place of each among these: what
    `np.unique` gives, in a third of its time, since equal ones need not keep their order."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    place = np.zeros(len(numbers), np.int64)
    np.cumsum(ordered[1:] != ordered[:-1], out=place[1:])
    number = np.empty_like(place)
    number[order] = place
    first = np.empty(int(place[-1]) + 1 if len(place) else 0, np.int64)
    first[number[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return first, number


def distinct_lines(columns: Numbers) -> tuple[Numbers, Numbers]:
    """The same of columns that lie one below another in one array, which takes far fewer steps."""
    size, found, begun, values = columns.shape[1], list[Numbers](), 0, 1
    weights: list[int] = []
    for place, width in enumerate((columns.max(axis=1, initial=0) + 1).tolist()):
        if values * width > _EXACT:
            found.append(_weighed(weights, columns[begun:place]))
            weights, begun, values = [], place, 1
        weights.append(values)
        values *= width
    found.append(_weighed(weights, columns[begun:]))
    told = [distinct([one], size)[1] for one in found] if len(found) > 1 else found
    return distinct(told, size)


def _weighed(weights: Sequence[int], columns: Numbers) -> Numbers:
    """The sum of some columns, each times a weight: below `_EXACT`, so that it is exact as floating
    point, which is multiplied in a third of the time. One column alone, which has the weight 1, may
    be as large as any."""
    found: Any = columns[0] if len(weights) == 1 else np.array(weights, np.float64) @ columns
    numbers: Numbers = found.astype(np.int64)
    return numbers


def digests(lines: Numbers, key: bytes) -> list[bytes]:
    """A digest of each line of numbers, another by another `key`. It hides nothing.

    It is the sum of the line's numbers, 16 bits at a time, each times a number drawn by the key for
    its place: two different lines have the same one no more often than once in 2**98 keys.
    Source: multilinear hashing (Carter and Wegman 1979; Lemire and Kaser 2014).
    """
    each = lines.astype("<u8", order="C")
    drawn = np.frombuffer(shake_128(key).digest(DIGEST * (1 + _PARTS * each.shape[1])), "<u8")
    start, *_ = weights = drawn.reshape(-1, DIGEST // 8)
    if each.max(initial=0) < 1 << 16:
        found = each @ weights[1::_PARTS] + start
    else:
        found = each.view("<u2").astype("<u8") @ weights[1:] + start
    return found.view(f"V{DIGEST}").reshape(-1).tolist()  # type: ignore[no-any-return]


def different(several: Sequence[Numbers]) -> Numbers:
    """All numbers of some columns, each once, in order: what `np.unique` gives, which loads with
    its first call a module that a small check does without."""
    every = np.sort(np.concatenate([np.zeros(0, np.int64), *several]))
    return np.concatenate([every[:1], every[1:][every[1:] != every[:-1]]])


def places_among(some: Numbers, size: int) -> Numbers:
    """For each of so many rows its place among some of them, which are told by their places; -1 for
    the others."""
    found = np.full(size, -1, np.int64)
    found[some] = np.arange(len(some))
    return found


def groups(numbers: Numbers) -> Iterator[Numbers]:
    """The rows of each number."""
    if len(numbers) and (numbers == numbers[0]).all():
        yield np.arange(len(numbers))
        return
    order = np.argsort(short(numbers), kind="stable")
    cuts = np.flatnonzero(np.diff(numbers[order])) + 1
    yield from np.split(order, cuts) if len(order) else []


def short(numbers: Numbers) -> npt.NDArray[Any]:
    """The same numbers in two bytes where these hold them: they are sorted without comparing."""
    if len(numbers) and numbers.min() >= 0 and numbers.max() <= _SHORT:
        return numbers.astype(np.uint16)
    return numbers


class Residue(Struct):
    """What is left open of a norm's verdict in each of some cells.

    `live` tells for each atom where a verdict may still turn on it. Cells with the same `seen` have
    the same verdict under the same codes of the live atoms.
    """

    live: dict[str, Bools] = field(default_factory=dict)
    seen: list[npt.NDArray[np.uint8]] = field(default_factory=list)


def residue(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    size: int,
    truths: dict[tuple[str, Question], Pair],
) -> Residue:
    """What is left open of a norm's verdict in `size` cells with these codes (`truths` as in
    `Logic`)."""
    if size == 1:
        return _residue_of_one(program, Logic(atoms, only(codes), truths))
    logic, found = Logic(atoms, codes, truths), Residue()
    reached = np.ones(size, np.bool_)
    for number, condition in enumerate(program.conditions):
        _visit(condition, reached, logic, found, number < len(program.conditions) - 1)
        true, false = logic.evaluate(condition)
        # Whoever is certainly not addressed, or exempt, or has met the duty, is judged already.
        reached = reached & (~false if number == 0 else ~true)
    return found


def only(codes: Mapping[str, Codes]) -> dict[str, Codes]:
    """The codes of one cell as plain numbers, with which logic is faster."""
    return {key: code.reshape(-1)[0] for key, code in codes.items()}


def _residue_of_one(program: Program, logic: Logic) -> Residue:
    """The same for one cell: nothing is to be told apart."""
    found, here = Residue(), np.ones(1, np.bool_)
    seen: set[int] = set()

    def visit(condition: Condition) -> None:
        if id(condition) in seen:
            return
        seen.add(id(condition))
        true, false = logic.evaluate(condition)
        if true or false:
            return
        if isinstance(condition, Leaf | Count | Compare):
            found.live[question_key(condition)] = here
        for part in parts(condition):
            visit(part)

    for number, condition in enumerate(program.conditions[:-1]):
        visit(condition)
        true, false = logic.evaluate(condition)
        if bool(false) if number == 0 else bool(true):
            break
    return found


def _visit(
    condition: Condition, reached: Bools, logic: Logic, found: Residue, decides: bool
) -> None:
    true, false = (np.broadcast_to(part, reached.shape) for part in logic.evaluate(condition))
    answer = np.where(reached, true + 2 * false, _OUT_OF_REACH)
    if (answer != answer[:1]).any():
        found.seen.append(answer.astype(np.uint8))
    open_ = reached & ~true & ~false
    if not open_.any():
        return
    if isinstance(condition, Leaf | Count | Compare):
        if decides:
            key = question_key(condition)
            found.live[key] = found.live[key] | open_ if key in found.live else open_
        return
    for part in parts(condition):
        _visit(part, open_, logic, found, decides)


def told_apart(conditions: Iterable[Condition], atoms: Mapping[str, Atom]) -> dict[str, Classes]:
    """The codes that an atom can have in a complete record, as far as conditions tell them
    apart."""
    asked: dict[str, dict[Question, None]] = {}
    for condition in conditions:
        for question in questions(condition):
            asked.setdefault(question_key(question), {})[question] = None
    found: dict[str, Classes] = {}
    for key, own in asked.items():
        coding = atoms[key].coding
        classes: dict[object, list[int]] = {}
        truths = [coding.truth(q)[0] for q in own if isinstance(q, Leaf | Count)]
        compared = any(isinstance(q, Compare) for q in own)
        for code in range(coding.classes + coding.can_be_none):
            same = tuple([bool(truth[code]) for truth in truths])
            classes.setdefault((same, code if compared else None), []).append(code)
        found[key] = tuple(map(tuple, classes.values()))
    return found


def parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that one is directly made of."""
    kind = type(condition)
    if kind is And or kind is Or:
        return condition.parts  # type: ignore[union-attr]
    if kind is Not or kind is Named:
        return (condition.part,)  # type: ignore[union-attr]
    return ()
