"""The matrix of two dates side by side: the norms under which some group stands otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rdflib import URIRef
from rdflib.namespace import DCTERMS

from lovgraf.core.terms import Text, label, relative, text_of
from lovgraf.law import Norm
from lovgraf.proposals.overview.standing import Found
from lovgraf_web.current import law, law_at
from lovgraf_web.outline import act_of

Standing = Mapping[str, tuple[Found, ...]]


@dataclass(frozen=True)
class Day:
    """A norm on one of the dates: where each group stands, None while that is being worked out;
    `force` says whether it is in force then."""

    day: date
    force: bool
    found: tuple[Found, ...] | None


@dataclass(frozen=True)
class Pair:
    """One norm on both dates."""

    norm: Norm
    provision: Text
    days: tuple[Day, Day]


@dataclass(frozen=True)
class Act:
    """The norms of an act that differ."""

    title: Text
    anchor: str
    rows: tuple[Pair, ...]


def side_by_side(
    first: tuple[date, Iterable[Norm], Standing], second: tuple[date, Iterable[Norm], Standing]
) -> tuple[list[Act], int]:
    """What differs between two dates, act by act, and under how many norms nothing does.

    Each side is a date, the norms in force on it, and what is known of them.
    """
    graph = law().graph
    (day, norms, known), (other, others, also) = first, second
    own, theirs = ({norm.iri: norm for norm in some} for some in (norms, others))
    pairs, same = [], 0
    for iri, norm in (own | theirs).items():
        days = (
            Day(day, iri in own, known.get(iri)),
            Day(other, iri in theirs, also.get(iri)),
        )
        if all(one.force for one in days) and _alike(*days):
            same += 1
        else:
            act = act_of(law_at(day if iri in own else other), norm)
            pairs.append((act, Pair(norm, label(graph, URIRef(norm.provision)), days)))
    order = {act: place for place, act in reversed(list(enumerate(act for act, _ in pairs)))}
    pairs.sort(key=lambda pair: order[pair[0]])
    acts = [
        Act(
            text_of(graph, URIRef(act), DCTERMS.title) or label(graph, URIRef(act)),
            relative(act).replace("/", "-"),
            tuple(pair for _, pair in several),
        )
        for act, several in groupby(pairs, key=lambda pair: pair[0])
    ]
    return acts, same


def _alike(first: Day, second: Day) -> bool:
    """Whether every group is known to stand alike on both."""
    if first.found is None or second.found is None:
        return False
    told = [
        {one.group: (one.every, one.some) for one in day.found or ()} for day in (first, second)
    ]
    return told[0] == told[1]
