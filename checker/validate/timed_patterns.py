"""Regular expressions that may go back without end, each match within a limit of time.

Python's engine tries a pattern such as `(\\w+\\s?)*$` in some quadrillion ways on a text of fifty
letters; its loop does see to signals now and then.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lovgraf.core.errors import InputError
from lovgraf.validate.regexes import as_python

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
SECONDS = 5.0
"""Processor time of one match; honest patterns take microseconds."""


class TimedPatterns:
    """Stands in for the module `re` where patterns are a user's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(re, name)

    def compile(self, pattern: str, flags: int = 0, letters: str = "") -> TimedPattern:
        """See `re.compile`; `letters` are flags of XPath. What Python reads otherwise than XPath is
        put as Python has it."""
        for letter in letters:
            flags |= _FLAGS.get(letter, 0)
        given = "".join(letter for letter, flag in _FLAGS.items() if flags & flag)
        own = as_python(pattern, given + letters)
        return TimedPattern(re.compile(pattern if own is None else own, flags))

    def search(self, pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        """See `re.search`."""
        return self.compile(pattern, flags).search(text)

    def sub(
        self,
        pattern: str,
        replacement: str | Callable[[re.Match[str]], str],
        text: str,
        count: int = 0,
        flags: int = 0,
    ) -> str:
        """See `re.sub`."""
        with _within(pattern):
            return re.sub(pattern, replacement, text, count=count, flags=flags)


class TimedPattern:
    """A compiled pattern; raises `InputError` where a match takes too long."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def match(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.match`."""
        with _within(self._pattern.pattern):
            return self._pattern.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        with _within(self._pattern.pattern):
            return self._pattern.search(text)


@contextmanager
def _within(pattern: str) -> Iterator[None]:
    """Raise `InputError` after `SECONDS` of processor time."""

    def late(_number: int, _frame: object) -> None:
        shown = pattern if len(pattern) <= 60 else f"{pattern[:60]}…"
        raise InputError(
            f"Mønsteret {shown} afprøves på for mange måder på en af værdierne; skriv det uden "
            "gentagelser i hinanden, eller uden \\w, \\s og tilbagehenvisninger.",
            f"The pattern {shown} can be tried in too many ways on one of the values; write it "
            "without repetitions inside each other, or without \\w, \\s and back references.",
        )

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def limit_patterns() -> None:
    """Have pySHACL and rdflib's SPARQL use patterns with a limit, for the rest of this process."""
    import pyshacl.constraints.core.string_based_constraints as strings
    import rdflib.plugins.sparql.operators as operators

    for module in (strings, operators):
        module.__dict__["re"] = TimedPatterns()
    kind: Any = strings.PatternConstraintComponent
    if not hasattr(kind, "made"):
        kind.made, kind.__init__ = kind.__init__, _made


def _made(self: Any, shape: Any) -> None:
    """Make the constraint of `sh:pattern` with all its flags: pySHACL knows i and m alone."""
    self.made(shape)
    letters = "" if self.flags is None else str(self.flags)
    for pattern in self.compiled_cache:
        self.compiled_cache[pattern] = TimedPatterns().compile(str(pattern), letters=letters)
