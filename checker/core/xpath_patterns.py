"""Regular expressions as XPath's `fn:matches` has them, in the words of Python's engine.

SPARQL's REGEX and `sh:pattern` are defined by `fn:matches` (XQuery and XPath Functions 2.0, section
7.6), and that by XML Schema (part 2, appendix F). Python reads some of it otherwise: `\\w` has `_`,
`\\s` the spaces of all scripts, `$` stands before a last line break; `[a-z-[aeiou]]`, `\\i` and
`\\p{L}` are unknown. What XPath does not have (`\\b`, `(?i)`, `[[:alpha:]]`) is refused, but
for looking ahead and back, which all engines that have it read alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from lovgraf.core.terms import Text

_LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]
"""Code points from the first of a pair to its last, in order, apart from each other."""

_NAME_START = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = f"{_NAME_START}.0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_LITERAL = frozenset("\\|.?*+(){}-[]^$")
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_QUANTIFIER = re.compile(r"[?*+]|\{[0-9]+(?:,[0-9]*)?\}")
_PROPERTY = re.compile(r"\{([A-Z][a-z]?)\}")
_LOOKS = re.compile(r"\(\?(?:[=!]|<[=!])")
_CASED = frozenset({"Lu", "Ll", "Lt"})
_START, _END = r"(?:\A|(?<=\n)(?!\Z))", r"(?=\n|\Z)"
"""`^` and `$` where lines have ends; a line break at the very end begins none."""


class NotXPath(ValueError):
    """An expression that XPath does not have, or that is not read here; `what` names the part."""

    def __init__(self, da: str, en: str | None = None) -> None:
        self.what = Text(da, da if en is None else en)
        super().__init__(self.what.en)


@lru_cache(maxsize=512)
def as_python(pattern: str, flags: str = "") -> str:
    """The pattern for Python's `re` with no flag but `i`; of XPath's flags i, m, s and x count.

    Raises `NotXPath` for what XPath does not have, or what is not read here.

    >>> as_python("^a [ $]$", "x")
    '^a[\\\\ \\\\$]\\\\Z'
    >>> as_python("[a-z-[aeiou]]")
    '[b-df-hj-np-tv-z]'
    """
    found = "".join(_Reader(pattern, flags).pieces())
    try:
        re.compile(found)
    except (re.error, RecursionError, OverflowError) as error:
        raise NotXPath(str(getattr(error, "msg", "")) or type(error).__name__) from None
    return found


class _Reader:
    """One pass over an expression."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.text, self.flags, self.at, self.groups = pattern, flags, 0, 0

    def pieces(self) -> Iterator[str]:
        """The parts of the expression in Python's words."""
        while self.at < len(self.text):
            found = _QUANTIFIER.match(self.text, self.at)
            if found:
                self.at = found.end()
                yield found.group() + ("?" if self._taken("?") else "")
                if again := _QUANTIFIER.match(self.text, self.at):
                    raise NotXPath(found.group() + again.group())
                continue
            yield self._piece()

    def _piece(self) -> str:
        one = self._next()
        if one == "(":
            return self._group()
        if one == "[":
            return _class(*self._class())
        if one == "\\":
            return self._escape()
        if one == "{":
            raise NotXPath("{ uden \\ foran", "{ without \\ before it")
        if one == ".":
            return "(?s:.)" if "s" in self.flags else r"[^\n]"
        if one in "^$" and "m" in self.flags:
            return _START if one == "^" else _END
        if one == "$":
            return r"\Z"
        if one in " \t\r\n" and "x" in self.flags:
            return ""
        return one if one in ")|^" else re.escape(one)

    def _next(self) -> str:
        """The next character. Raises `NotXPath` where there is none."""
        if self.at >= len(self.text):
            raise NotXPath("et udtryk, der ikke er afsluttet", "an expression without its end")
        self.at += 1
        return self.text[self.at - 1]

    def _taken(self, one: str) -> bool:
        found = self.text.startswith(one, self.at)
        self.at += found * len(one)
        return found

    def _group(self) -> str:
        if looks := _LOOKS.match(self.text, self.at - 1):
            self.at = looks.end()
            return looks.group()
        if self._taken("?"):
            if self._taken(":"):
                return "(?:"
            raise NotXPath(f"(?{self.text[self.at : self.at + 1]}")
        self.groups += 1
        return "("

    def _escape(self) -> str:
        """What a backslash begins, outside of a class."""
        if self.text[self.at : self.at + 1].isdecimal():
            return self._reference()
        if self._taken("d"):
            return r"\d"
        ranges = self._escaped()
        return _class(ranges, False)

    def _reference(self) -> str:
        """What a group took, and nothing where it took part in nothing."""
        number = int(self._next())
        while (more := self.text[self.at : self.at + 1]).isdecimal():
            if number * 10 + int(more) > self.groups:
                break
            number = number * 10 + int(self._next())
        if not 0 < number <= self.groups:
            raise NotXPath(f"\\{number}")
        return f"(?({number})\\{number})"

    def _escaped(self) -> Ranges:
        """The code points that an escape means."""
        one = self._next()
        if one in _CONTROL or one in _LITERAL:
            return _point(_CONTROL.get(one, one))
        if one in "pP":
            return self._category(one == "P")
        if one.lower() in "dswic":
            found = _several(one.lower())
            return _without(((0, _LAST),), found) if one.isupper() else found
        raise NotXPath(f"\\{one}")

    def _category(self, outside: bool) -> Ranges:
        found = _PROPERTY.match(self.text, self.at)
        if found is None:
            raise NotXPath(f"\\p{self.text[self.at : self.at + 12]}")
        name = found[1]
        self.at = found.end()
        ranges = _of_categories(name)
        if not ranges or ("i" in self.flags and name in _CASED):
            beside = "i" * bool(ranges)
            raise NotXPath(
                f"\\p{{{name}}}" + " med flaget i" * bool(beside),
                f"\\p{{{name}}}" + " with the flag i" * bool(beside),
            )
        return _without(((0, _LAST),), ranges) if outside else ranges

    def _class(self) -> tuple[Ranges, bool]:
        """The code points of a class behind its bracket, and whether it is all but them."""
        outside = self._taken("^")
        found: list[tuple[int, int]] = []
        begun = self.at
        while not self._taken("]") or self.at == begun + 1:
            if self.at == begun + 1 and self.text[begun] == "]":
                raise NotXPath("[]")
            if found and self._taken("-["):
                return self._less(_joined(found), outside)
            found += self._member()
        return _joined(found), outside

    def _less(self, ranges: Ranges, outside: bool) -> tuple[Ranges, bool]:
        """A class less another, which ends it."""
        if "i" in self.flags:
            raise NotXPath("-[ med flaget i", "-[ with the flag i")
        less, all_but = self._class()
        if not self._taken("]"):
            raise NotXPath("-[...] før klassens slutning", "-[...] before the class ends")
        if outside:
            ranges = _without(((0, _LAST),), ranges)
        if all_but:
            less = _without(((0, _LAST),), less)
        return _without(ranges, less), False

    def _member(self) -> Ranges:
        """One character, range or escape of a class."""
        first = self._single()
        if len(first) > 1 or first[0][0] != first[0][1]:
            return first
        ahead = self.text[self.at : self.at + 2]
        if ahead[:1] != "-" or ahead[1:] in ("", "]", "["):
            return first
        self.at += 1
        last = self._single()
        if len(last) > 1 or last[0][0] != last[0][1] or last[0][0] < first[0][0]:
            raise NotXPath("et interval, der ender før det begynder", "a range that ends too early")
        return ((first[0][0], last[0][0]),)

    def _single(self) -> Ranges:
        one = self._next()
        if one == "[":
            raise NotXPath("[ i en klasse af tegn", "[ within a class of characters")
        return self._escaped() if one == "\\" else _point(one)


def _point(one: str) -> Ranges:
    return ((ord(one), ord(one)),)


def _class(ranges: Ranges, outside: bool) -> str:
    """Python's class of some code points, or of all others; nothing matches one that has none."""
    if not ranges:
        return r"(?s:.)" if outside else "(?!)"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1] and not outside:
        return re.escape(chr(ranges[0][0]))
    return f"[{'^' * outside}{''.join(map(_range, ranges))}]"


def _range(pair: tuple[int, int]) -> str:
    first, last = (re.escape(chr(point)) for point in pair)
    return first if pair[0] == pair[1] else first + "-" * (pair[1] > pair[0] + 1) + last


def _joined(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def _without(ranges: Ranges, less: Ranges) -> Ranges:
    """What the ranges have and the others have not."""
    found = []
    for first, last in ranges:
        for low, high in less:
            if high < first or low > last:
                continue
            if low > first:
                found.append((first, low - 1))
            first = high + 1
        if first <= last:
            found.append((first, last))
    return tuple(found)


@lru_cache(maxsize=1)
def _categories() -> tuple[tuple[str, int, int], ...]:
    """The general category of all code points, as runs."""
    runs, at = [], 0
    for name, run in groupby(map(unicodedata.category, map(chr, range(_LAST + 1)))):
        size = sum(1 for _ in run)
        runs.append((name, at, at + size - 1))
        at += size
    return tuple(runs)


@lru_cache(maxsize=64)
def _of_categories(*names: str) -> Ranges:
    """The code points of general categories, whole (`L`) or part (`Lu`)."""
    return _joined((first, last) for one, first, last in _categories() if one.startswith(names))


@lru_cache(maxsize=8)
def _several(letter: str) -> Ranges:
    """What the escapes of several characters mean (XML Schema part 2, appendix F.1.1)."""
    if letter == "w":
        return _without(((0, _LAST),), _of_categories("P", "Z", "C"))
    if letter == "d":
        return _of_categories("Nd")
    if letter == "s":
        return _joined((ord(c), ord(c)) for c in " \t\n\r")
    reader = _Reader((_NAME if letter == "c" else _NAME_START) + "]", "")
    return reader._class()[0]
