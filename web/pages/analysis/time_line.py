"""The acts on a line of time: from when to when each has rules in force, and when these changed.

Drawn as a strip an act, which may be as narrow as a telephone; what it shows is said in words too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import URIRef

from lovgraf.core.terms import Text, label
from lovgraf.law.norms import Norm
from lovgraf_web.current import law, law_at
from lovgraf_web.outline import act_of

WIDTH = 1000
"""Units of a strip from its first day to its last."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_MOST_YEARS = 7


@dataclass(frozen=True)
class Strip:
    """One act: since when it has rules in force and until when (None: still), the places of its
    spans (left, width) and of the days on which rules began and ended, in units of `WIDTH`."""

    act: str
    title: Text
    rules: int
    first: date
    last: date | None
    spans: tuple[tuple[int, int], ...]
    began: tuple[int, ...]
    ended: tuple[int, ...]


@dataclass(frozen=True)
class TimeLine:
    """Strips, the years between which they lie at equal distances, and the place of a day."""

    strips: tuple[Strip, ...]
    years: tuple[int, ...]
    today: int | None


def of_law(day: date) -> TimeLine:
    """All acts of the law that is served, seen from a day."""

    def named(norm: Norm) -> tuple[str, Text]:
        act = act_of(law_at(date.min), norm)
        return act, label(law().graph, URIRef(act))

    return time_line(law().norms.values(), named, day)


def time_line(
    norms: Iterable[Norm], named: Callable[[Norm], tuple[str, Text]], day: date
) -> TimeLine:
    """The acts of norms by `named` (IRI and title), in the order in which they came into force."""
    acts: dict[str, list[tuple[date, date | None]]] = {}
    titles: dict[str, Text] = {}
    for norm in norms:
        start, end = norm.in_force.start, norm.in_force.end
        if start is not None and (end is None or end >= start):
            act, titles_text = named(norm)
            titles[act] = titles_text
            acts.setdefault(act, []).append((start, end))
    if not acts:
        return TimeLine((), (), None)
    days = [day, *(one for some in acts.values() for pair in some for one in pair if one)]
    years = _years(min(days), max(days))
    place = _places(years)
    strips = [_strip(act, titles[act], some, place) for act, some in acts.items()]
    strips.sort(key=lambda strip: (strip.first, strip.act))
    return TimeLine(tuple(strips), years, place(day))


def _years(first: date, last: date) -> tuple[int, ...]:
    """Years at equal distances around two days."""
    for step in _STEPS:
        low, high = first.year // step * step, -(-(last.year + 1) // step) * step
        if (high - low) // step < _MOST_YEARS:
            break
    return tuple(range(low, high + 1, step))


def _places(years: tuple[int, ...]) -> Callable[[date], int]:
    start, wide = years[0], years[-1] - years[0]
    return lambda day: round(WIDTH * (day.year + day.timetuple().tm_yday / 366 - start) / wide)


def _strip(
    act: str, title: Text, some: list[tuple[date, date | None]], place: Callable[[date], int]
) -> Strip:
    merged: list[list[date | None]] = []
    for start, end in sorted(some, key=lambda pair: pair[0]):
        until = merged[-1][1] if merged else None
        if merged and (until is None or start <= until + timedelta(days=1)):
            merged[-1][1] = None if until is None or end is None else max(until, end)
        else:
            merged.append([start, end])
    spans = []
    for first, last in merged:
        assert first is not None
        left = place(first)
        spans.append((left, max(2, (WIDTH if last is None else place(last)) - left)))
    return Strip(
        act,
        title,
        len(some),
        min(start for start, _ in some),
        None if any(end is None for _, end in some) else max(end for _, end in some if end),
        tuple(spans),
        tuple(sorted({place(start) for start, _ in some})),
        tuple(sorted({place(end) for _, end in some if end is not None})),
    )
