"""Regular expressions that may go back without end, each match within a limit of time.

Python's engine tries a pattern such as `(\\w+\\s?)*$` in some quadrillion ways on a text of fifty
letters; its loop does see to signals now and then.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lovgraf.core.errors import InputError
from lovgraf.core.xpath_patterns import NotXPath, as_python

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
SECONDS = 5.0
"""Processor time of one match; honest patterns take microseconds."""


class TimedPatterns:
    """Stands in for the module `re` where patterns are a user's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(re, name)

    def compile(self, pattern: str, flags: int = 0, letters: str = "") -> TimedPattern:
        """See `re.compile`; `letters` are flags of XPath, and the pattern one of XPath's.

        Raises `InputError` for a pattern that XPath does not have.
        """
        given = "".join(letter for letter, flag in _FLAGS.items() if flags & flag) + letters
        try:
            own = as_python(pattern, given)
        except NotXPath as error:
            raise _not_xpath(pattern, error) from None
        return TimedPattern(re.compile(own, re.IGNORECASE if "i" in given else 0), pattern)

    def search(self, pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        """See `re.search`."""
        return self.compile(pattern, flags).search(text)

    def sub(self, pattern: str, replacement: str, text: str, flags: int = 0) -> str:
        """See `re.sub`, save that the flags come fourth, as rdflib has it."""
        return self.compile(pattern, flags).sub(replacement.replace("\\0", "\\g<0>"), text)


def _not_xpath(pattern: str, error: NotXPath) -> InputError:
    shown = pattern if len(pattern) <= 60 else f"{pattern[:60]}…"
    return InputError(
        f"Mønsteret {shown} kan ikke læses, som XPath har det ({error.what.da}); skriv "
        "det anderledes, se docs/validate.md.",
        f"The pattern {shown} cannot be read as XPath has it ({error.what.en}); write it "
        "otherwise, see docs/validate.md.",
    )


class TimedPattern:
    """A compiled pattern; raises `InputError` where a match takes too long."""

    def __init__(self, pattern: re.Pattern[str], said: str) -> None:
        """The pattern in Python's words, and as it is said."""
        self._pattern, self._said = pattern, said

    def match(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.match`."""
        with _within(self._said):
            return self._pattern.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        with _within(self._said):
            return self._pattern.search(text)

    def sub(self, replacement: str, text: str) -> str:
        """See `re.Pattern.sub`."""
        with _within(self._said):
            return self._pattern.sub(replacement, text)


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
