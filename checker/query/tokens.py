"""The tokens of a SPARQL text, as far as its guard, its parameters and its names need them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[$?]\w+)
    |(?P<word>[^\W\d][\w-]*:?)
    |(?P<open>[({\[]|<<)
    |(?P<close>[)}\]]|>>)
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens in order; `lastgroup` names the kind of each. Every character is in one."""
    return _TOKEN.finditer(text)


def deepest(text: str) -> int:
    """How many brackets are open at once where most are.

    >>> deepest("ASK { { ?s ?p '{{{' } }")
    2
    """
    depth = most = 0
    for token in tokens(text):
        if token.lastgroup == "open":
            depth += 1
            most = max(most, depth)
        elif token.lastgroup == "close":
            depth = max(0, depth - 1)
    return most


def first_words(text: str) -> list[str]:
    """The words after the prologue of version, prefixes and base, in capitals, up to the first
    bracket.

    >>> first_words("PREFIX a: <x> # INSERT\\nSELECT DISTINCT ?s {}")
    ['SELECT', 'DISTINCT']
    """
    found: list[str] = []
    skip = False
    for token in tokens(text):
        if token.lastgroup == "open":
            break
        if token.lastgroup == "iri":
            skip = False
        elif token.lastgroup == "word" and not skip:
            word = token[0].upper()
            if word in ("PREFIX", "BASE"):
                skip = True
            elif word == "VERSION" and not found:
                continue
            else:
                found.append(word)
    return found


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column (1-based) of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
