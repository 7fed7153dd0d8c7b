"""Which of many texts may be like another at all, told of all at once by the letters they share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_KINDS = 64
_ROUNDING = 1e-9
Counts = npt.NDArray[np.int64]


class Letters:
    """How often each of some texts has letters of each kind; letters that are rare may count as one
    kind."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lengths = np.array([*map(len, texts)], np.int64)
        places = np.arange(len(texts)).repeat(self._lengths)
        self._counts = _counted(places, "".join(texts), len(texts))

    def may_be(self, text: str, alike: float) -> list[int]:
        """The places of those whose `difflib.SequenceMatcher.ratio` to a text may be as high: it is
        twice the letters that both have in one order, by the letters of both."""
        own = _counted(np.zeros(len(text), np.int64), text, 1)
        shared = np.minimum(self._counts, own).sum(axis=1)
        enough = 2 * shared >= alike * (self._lengths + len(text)) - _ROUNDING
        found: list[int] = np.flatnonzero(enough).tolist()
        return found


def _counted(places: Counts, letters: str, size: int) -> Counts:
    """How many letters of each kind stand at each of some places."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32) % _KINDS
    counts = np.bincount(places * _KINDS + codes, minlength=size * _KINDS)
    return counts.reshape(size, _KINDS)
