"""A partition that would be too large, refused with the facts that make it so."""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.core.errors import InputError
from lovgraf.facts.vocabulary import FactVocabulary

MOST_CELLS = 5_000_000
"""Cells to make at once."""


class TooLarge(Exception):
    """So many combinations of the facts (by IRI) that they are not made."""

    def __init__(self, facts: tuple[str, ...]) -> None:
        super().__init__(", ".join(facts))
        self.facts = facts


def too_large(facts: Iterable[str]) -> TooLarge:
    """The refusal of combinations of some facts."""
    return TooLarge(tuple(sorted(facts)))


def refusal(error: TooLarge, vocabulary: FactVocabulary) -> InputError:
    """The error that names the facts, and says how to narrow the question."""
    names = [vocabulary.facts[iri].label for iri in error.facts if iri in vocabulary.facts]
    danish, english = (", ".join(name[lang] for name in names[:8]) for lang in ("da", "en"))
    more = len(names) - 8
    if more > 0:
        danish, english = f"{danish} og {more} andre", f"{english} and {more} others"
    return InputError(
        "Der er for mange slags, der kan forekomme, til at gennemgå dem. Det skyldes disse "
        f"oplysninger tilsammen: {danish}. Spørg om færre normer ad gangen, eller om dem hver for "
        "sig.",
        "There are too many kinds that can occur to go through. These facts together make it so: "
        f"{english}. Ask about fewer norms at a time, or about each of them alone.",
    )
