"""CSV files with quotation marks that were opened and never closed.

Left alone, such a mark swallows the rows up to the next one; it is taken out and its row named.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from lovgraf.core.result import FIRST_ROWS, QualityFinding
from lovgraf.core.terms import Text
from lovgraf.readers.source import Request

_AHEAD = 20
_FEW = 2
"""Columns up to which the number of delimiters does not tell a row from text."""


def mend_quotes(
    path: Path, encoding: str, delimiter: str, width: int, request: Request
) -> tuple[Path, list[QualityFinding]]:
    """A copy without the stray quotation marks, and the finding that names their rows.

    A row may go over several lines; it is taken as meant if it then has `width` values, and not
    each of its lines has as many delimiters as a row.
    """
    target = request.place.file("mended.csv")
    rows: list[int] = []
    count, row = 0, -1
    with (
        path.open(encoding=encoding, newline="") as lines,
        target.open("w", encoding=encoding, newline="") as out,
    ):
        for text, stray in _rows(lines, delimiter, width):
            out.write(text)
            row += bool(text.strip("\r\n"))
            if stray:
                count += 1
                if len(rows) < FIRST_ROWS:
                    rows.append(row)
    if not count:
        return target, []
    message = Text(
        "Rækken har et citationstegn, der ikke lukkes; det er læst, som om det ikke stod der.",
        "The row has a quotation mark that is not closed; it was read as if it were not there.",
    )
    return target, [QualityFinding("stray-quote", "warning", None, message, count, tuple(rows))]


def _rows(lines: Iterator[str], delimiter: str, width: int) -> Iterator[tuple[str, bool]]:
    """Each row as text, and whether a stray mark was taken out; the header is row 0."""
    ahead: deque[str] = deque()

    def line() -> str | None:
        return ahead.popleft() if ahead else next(lines, None)

    while (first := line()) is not None:
        if first.count('"') % 2 == 0:
            yield first, False
            continue
        taken = [first]
        while len(taken) <= _AHEAD and (further := line()) is not None:
            taken.append(further)
            if further.count('"') % 2:
                break
        whole = "".join(taken)
        if whole.count('"') % 2 == 0 and _is_row(taken, whole, delimiter, width):
            yield whole, False
        else:
            ahead.extendleft(reversed(taken[1:]))
            yield first.replace('"', ""), True


def _is_row(lines: Sequence[str], whole: str, delimiter: str, width: int) -> bool:
    """Whether lines are one row, and not as many rows of their own."""
    apart = width > _FEW and all(line.count(delimiter) == width - 1 for line in lines)
    return not apart and _width(whole, delimiter) == width


def _width(text: str, delimiter: str) -> int:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return -1
    return len(rows[0]) if len(rows) == 1 else -1
