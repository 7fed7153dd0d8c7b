"""A whole condition in one sentence, Danish and English, from the labels of the graph."""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.conditions.tree import And, Condition, Leaf, Named, Not, OneOf, Or
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text

_AND, _OR = Text(" og ", " and "), Text("; eller ", "; or ")


def in_words(condition: Condition, words: Words) -> Text:
    """What a condition says: names of the graph where it has them, questions where not."""
    match condition:
        case Named(iri, _):
            return words.name(iri)
        case Not(part):
            return _not(part, words)
        case And(parts):
            return _listed([_within(part, words) for part in parts])
        case Or(parts):
            return _joined((in_words(part, words) for part in parts), _OR)
    return words.question(condition)


def _not(part: Condition, words: Words) -> Text:
    if isinstance(part, Leaf) and isinstance(part.test, OneOf) and not part.every:
        fact = words.facts.facts.get(part.fact)
        if fact is not None and fact.datatype == "boolean" and len(part.test.values) == 1:
            (value,) = part.test.values
            return words.question(Leaf(part.fact, OneOf(frozenset({not value}))))
    inner = in_words(part, words)
    if isinstance(part, And | Or):
        return Text(f"ikke ({inner.da})", f"not ({inner.en})")
    return Text(f"ikke: {inner.da}", f"not: {inner.en}")


def _within(part: Condition, words: Words) -> Text:
    inner = in_words(part, words)
    return Text(f"({inner.da})", f"({inner.en})") if isinstance(part, Or) else inner


def _listed(parts: list[Text]) -> Text:
    """Parts that all hold: with commas, unless one of them has a comma of its own."""
    if len(parts) < 3 or any("," in part[lang] for part in parts for lang in ("da", "en")):
        return _joined(parts, _AND)
    return _joined([_joined(parts[:-1], Text(", ", ", ")), parts[-1]], _AND)


def _joined(parts: Iterable[Text], between: Text) -> Text:
    found = list(parts)
    return Text(between.da.join(p.da for p in found), between.en.join(p.en for p in found))
