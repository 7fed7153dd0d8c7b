"""What of an answer is told first, and what is folded below it: a headline of a sentence or two,
the first things to do, each act named once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang
from lovgraf.explain.answer import Answer
from lovgraf.law.names import NUMBER_UNKNOWN
from lovgraf.reports import answer_words as words

_MOST_WORDS = 45
"""Words of a headline, where its first sentence alone has no more."""
_ENDED = re.compile(r"(?<=[.!?])(?<!\bpkt\.)(?<!\bstk\.) (?=[A-ZÆØÅ»\"])")
"""Where a sentence ends and the next begins, which is not after the name of a provision."""
Told = tuple[int, str]
"""A thing to do, with how deep it lies."""


def headline(found: Answer, lang: Lang) -> tuple[str, str]:
    """The first sentences of an answer, and the others that its opening has, or has in short,
    which are told right after them."""
    return parted(plain((found.in_short or found.opening)[lang]))


def parted(said: str) -> tuple[str, str]:
    """The first sentences that have few words together, or the first alone; and the others.

    >>> parted("Yes. That is so.")
    ('Yes. That is so.', '')
    """
    first, *others = _ENDED.split(said)
    count = len(first.split())
    while others and (count := count + len(others[0].split())) <= _MOST_WORDS:
        first = f"{first} {others.pop(0)}"
    return first, " ".join(others)


class CitedOnce:
    """Says once that a provision may have another number in the consolidation in use; where acts
    are cited `once`, names the act of a provision the first time alone."""

    def __init__(self, found: Answer, lang: Lang, once: bool) -> None:
        self._acts = sorted(words.acts(found, lang), key=len, reverse=True) if once else []
        self._named: set[str] = set()
        self._unknown = f" ({NUMBER_UNKNOWN[lang]})"
        self._said_unknown = False

    def __call__(self, said: str) -> str:
        first, unknown, rest = said.partition(self._unknown)
        kept = "" if self._said_unknown else unknown
        self._said_unknown |= bool(unknown)
        said = first + kept + rest.replace(self._unknown, "")
        for act in self._acts:
            first, named, rest = said.partition(act)
            if first.endswith(("(", "; ")) and named:
                kept = "" if act in self._named else act
                self._named.add(act)
                said = first + kept + rest.replace(f"; {act}", "; ")
        return said

    def heading(self, said: str, items: Iterable[str]) -> str:
        """A heading of items with the act that the first of them cites, which none of them names
        then."""
        first = next(iter(items), "")
        act = next((one for one in self._acts if f"({one}" in first), None)
        if act is None or act in self._named:
            return said
        self._named.add(act)
        return f"{said} ({act.rstrip(', ')})"


class Parts(Struct, frozen=True):
    """An answer as a page shows it."""

    headline: str
    further: str
    whole: str
    """The opening in full, where the headline says it in short."""
    long: bool
    """Whether the first things to do come before the reasons, and these are folded."""
    doing: str
    steps: tuple[Told, ...]
    more_steps: tuple[Told, ...]
    reasons: tuple[str, ...]
    others: tuple[str, ...]
    """The rules that do not apply either."""


def parts(found: Answer, lang: Lang) -> Parts:
    """What a page shows of an answer first, and what it folds."""
    cited = CitedOnce(found, lang, once=True)
    first, further = headline(found, lang)
    steps = list(words.steps(found, lang, whole=True))
    shown = first_of(steps)
    long = len(steps) > len(shown)
    doing, reasons = words.doing(found, lang), list(words.reasons(found, lang))
    if long:
        doing = cited.heading(doing, (said for _, said in shown))
    else:
        reasons = [cited(one) for one in reasons]
    steps = [(depth, cited(said)) for depth, said in steps]
    if long:
        reasons = [cited(one) for one in reasons]
    first_steps, others = steps[: len(shown)], steps[len(shown) :]
    not_here = tuple(cited(one) for one in words.not_applying(found, lang))
    whole = plain(found.opening[lang]) if found.in_short is not None else ""
    return Parts(
        first, further, whole, long, doing,
        tuple(first_steps), tuple(others), tuple(reasons), not_here,
    )  # fmt: skip


def first_of(steps: list[Told]) -> list[Told]:
    """The first of many things to do, with what lies below the last of them; all where one or two
    more are left."""
    if len(steps) <= words.MOST_STEPS + 1:
        return steps
    end = words.MOST_STEPS
    while end < len(steps) and steps[end][0]:
        end += 1
    return steps[:end]
