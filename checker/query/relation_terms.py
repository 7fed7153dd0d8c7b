"""The terms of relations: queries that name none of them need not wait for what they tell."""

from __future__ import annotations

import re
from typing import NamedTuple

from rdflib import URIRef

from lovgraf.core.terms import CORE


class Degrees(NamedTuple):
    """How it is told that all stand so, some, and none; which standing that is."""

    standing: str
    always: URIRef
    some: URIRef
    never: URIRef


OF_KIND = {
    "binds": Degrees("obliged", CORE.alwaysBinds, CORE.mayBind, CORE.neverBinds),
    "favours": Degrees("may", CORE.alwaysFavours, CORE.mayFavour, CORE.neverFavours),
    "reach": Degrees("may", CORE.canReach, CORE.mayReach, CORE.cannotReach),
}
"""By kind of thing."""
FURTHER = {
    "cannot": CORE.unattainableFor,
    "on-request": CORE.exemptOnRequest,
    "exempt": CORE.liftedFor,
    "open": CORE.openFor,
}
"""What else is told where some stand so."""
BETWEEN = (CORE.conflictsWith, CORE.homonymOf, CORE.liftedBy, CORE.presupposes)
TERMS = frozenset(
    str(term).rpartition("#")[2]
    for term in (
        CORE.Relation, CORE.witness, CORE.counterWitness, CORE.untold,
        *(one for _, *degrees in OF_KIND.values() for one in degrees), *FURTHER.values(), *BETWEEN,
    )
)  # fmt: skip
"""The terms of the vocabulary that stand in such graphs alone, without their namespace."""
_NAMED = re.compile(rf"[:#](?:{'|'.join(sorted(TERMS))})\b|graph/relations/")


def mentions(*texts: str) -> bool:
    """Whether texts name one of the terms or graphs that relations stand in.

    >>> mentions("SELECT * { ?norm core:mayBind ?group }"), mentions("SELECT * { ?s ?p ?o }")
    (True, False)
    """
    return any(_NAMED.search(text) for text in texts)
