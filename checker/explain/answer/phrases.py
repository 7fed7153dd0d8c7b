"""How parts stand in the sentences of an answer."""

from __future__ import annotations

from lovgraf.core.terms import Text
from lovgraf.core.written import begun, continued, filled


def within(who: Text) -> Text:
    """An authority as it is named within a sentence: a name keeps its capital, in Danish too."""
    is_name = who.en.removeprefix("the ")[:1].isupper()
    return who if is_name else Text(continued(who.da), who.en)


def sentence(pattern: Text, **parts: Text) -> Text:
    """A pattern with its parts, as a sentence begins."""
    found = filled(pattern, **parts)
    return Text(begun(found.da), begun(found.en))
