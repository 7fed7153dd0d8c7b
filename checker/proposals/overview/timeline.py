"""The days on which norms came into force and ended, and what differs between two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache

from msgspec import Struct
from rdflib import RDF, URIRef

from lovgraf.core.terms import CORE
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law


class Day(Struct, frozen=True):
    """A day on which the law changed: the norms in force from it, and those that ended with the
    day before."""

    day: date
    began: tuple[Norm, ...]
    ended: tuple[Norm, ...]


class Changed(Struct, frozen=True):
    """A provision that lost norms and got others: its rule was changed."""

    provision: str
    before: tuple[Norm, ...]
    after: tuple[Norm, ...]


class Difference(Struct, frozen=True):
    """What differs between two dates: norms of new provisions, of ended ones, and changed ones."""

    began: tuple[Norm, ...]
    ended: tuple[Norm, ...]
    changed: tuple[Changed, ...]
    kept: int


def timeline(law: Law) -> tuple[Day, ...]:
    """Every day on which a norm began or had ended, the first first."""
    began: dict[date, list[Norm]] = {}
    ended: dict[date, list[Norm]] = {}
    for norm in law.norms.values():
        start, end = norm.in_force.start, norm.in_force.end
        if start is None or (end is not None and end < start):
            continue
        began.setdefault(start, []).append(norm)
        if end is not None:
            ended.setdefault(end + timedelta(days=1), []).append(norm)
    return tuple(
        Day(day, tuple(began.get(day, ())), tuple(ended.get(day, ())))
        for day in sorted({*began, *ended})
    )


def difference(law: Law, first: date, second: date) -> Difference:
    """What began, ended and changed from the first date to the second."""
    before, after = law.at(first).norms, law.at(second).norms
    gone = _by_provision(norm for iri, norm in before.items() if iri not in after)
    new = _by_provision(norm for iri, norm in after.items() if iri not in before)
    return Difference(
        began=tuple(n for p, norms in new.items() if p not in gone for n in norms),
        ended=tuple(n for p, norms in gone.items() if p not in new for n in norms),
        changed=tuple(
            Changed(p, tuple(norms), tuple(new[p])) for p, norms in gone.items() if p in new
        ),
        kept=len(before.keys() & after.keys()),
    )


def _by_provision(norms: Iterable[Norm]) -> dict[str, list[Norm]]:
    found: dict[str, list[Norm]] = {}
    for norm in norms:
        found.setdefault(norm.provision, []).append(norm)
    return found


# Which acts the rest of the graph speaks of most: those come first where not all is known yet.


@lru_cache(maxsize=2)
def mentions(law: Law) -> Counter[str]:
    """How many statements about something else speak of an act or its parts, by the act's IRI."""
    acts = {str(act) for act in law.graph.subjects(RDF.type, CORE.Act)}

    @cache
    def act_of(iri: str) -> str | None:
        while iri and iri not in acts:
            iri = iri.rpartition("/")[0]
        return iri or None

    found: Counter[str] = Counter()
    for subject, _, thing in law.graph:
        if isinstance(thing, URIRef) and (act := act_of(str(thing))):
            found[act] += act_of(str(subject)) != act
    return found
