"""Child process: what it takes a check of a file to look for values that must be unique.

The aims leave it out. A file that is checked in parts leaves a hash of each value for all of them;
one that is checked at once is looked through there. Prints processor seconds of all threads.
"""

from __future__ import annotations

import importlib
import sys
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Self

from lovgraf.api.given import presuming
from lovgraf.check.request import CheckRequest
from lovgraf.law import load_law
from lovgraf.readers.inputs import find_inputs
from lovgraf.runs.dataset import check_inputs

_COMPARING = (
    ("lovgraf.check.judging", "duplicate_finding"),
    ("lovgraf.check.parts.file", "UniqueValues.keep"),
    ("lovgraf.check.parts.run", "with_duplicates"),
)
"""What compares values: in one file, in a part of one, and in all parts."""


class Comparing:
    """A context in which checks are watched; `seconds` are those of the processor that comparing
    values took, `clock` those by the clock. Values of a file that is checked at once are not
    compared where that is `left_out`."""

    def __init__(self, left_out: bool = False) -> None:
        self.seconds = self.clock = 0.0
        self._left_out, self._watched = left_out, ExitStack()

    def __enter__(self) -> Self:
        for module, name in _COMPARING:
            self._watch(module, name)
        return self

    def __exit__(self, *_: object) -> None:
        self._watched.close()

    def _watch(self, module: str, name: str) -> None:
        """Time a function of a module, or of a class there."""
        *owners, last = name.split(".")
        place: Any = importlib.import_module(module)
        for owner in owners:
            place = getattr(place, owner)
        own = getattr(place, last)

        def timed(*arguments: Any) -> Any:
            before, begin = time.process_time(), time.perf_counter()
            try:
                return None if self._left_out else own(*arguments)
            finally:
                self.seconds += time.process_time() - before
                self.clock += time.perf_counter() - begin

        setattr(place, last, timed)
        self._watched.callback(setattr, place, last, own)


def main(path: Path, as_of: date) -> None:
    """Check a file as the command line does."""
    law = presuming(load_law(), "register")
    with ExitStack() as held, Comparing() as comparing:
        check_inputs(find_inputs(str(path)), CheckRequest(as_of, law), held)
    print(comparing.seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
