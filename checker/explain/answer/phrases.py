"""How parts stand in the sentences of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lovgraf.core.terms import Text
from lovgraf.core.written import begun, continued, filled, list_text


def within(who: Text) -> Text:
    """An authority as it is named within a sentence: a name keeps its capital, in Danish too."""
    is_name = who.en.removeprefix("the ")[:1].isupper()
    return who if is_name else Text(continued(who.da), who.en)


def sentence(pattern: Text, **parts: Text) -> Text:
    """A pattern with its parts, as a sentence begins."""
    found = filled(pattern, **parts)
    return Text(begun(found.da), begun(found.en))


def apart(clauses: Iterable[Text]) -> tuple[Text, ...]:
    """Clauses that each say something of their own: not one that another begins with, as that
    somebody left beside on which day."""
    found = tuple(dict.fromkeys(clauses))
    return tuple(one for one in found if not any(_says_more(other, one) for other in found))


def _says_more(whole: Text, part: Text) -> bool:
    return all(whole[lang].startswith(f"{part[lang]} ") for lang in ("da", "en"))


def turns_on(topics: Sequence[Text], more: bool) -> Text:
    """That an answer turns on some things, and that there are `more`."""
    return filled(_MORE if more else _TURNS_ON, said=list_text(topics, _AND))


_TURNS_ON = Text("Det kommer an på, {said}.", "It depends on {said}.")
_MORE = Text("Det kommer blandt andet an på, {said}.", "It depends among other things on {said}.")
_AND = Text("og", "and")
