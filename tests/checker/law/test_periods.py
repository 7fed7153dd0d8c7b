"""What is said of a provision and of its norms agrees on every day on which something changes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from msgspec.structs import replace
from rdflib import RDF, URIRef

from lovgraf.core.terms import CORE
from lovgraf.law.norms import Norm
from lovgraf.law.time import Interval, interval
from lovgraf.law.view import Law, Periods, load_law, provision_periods
from lovgraf.reports.law import as_text, one_provision
from tests.examples import one_in

_DAY = timedelta(days=1)


@cache
def _law() -> Law:
    return load_law()


def _held(law: Law) -> dict[str, list[Norm]]:
    """The norms of each act and provision, its parts included."""
    graph = law.graph
    named = {str(s) for kind in (CORE.Act, CORE.Provision) for s in graph.subjects(RDF.type, kind)}
    found: dict[str, list[Norm]] = {iri: [] for iri in named}
    for norm in law.norms.values():
        above = {p for full in norm.provisions for p in _above(full)}
        for iri in above & named:
            found[iri].append(norm)
    return found


def _above(iri: str) -> list[str]:
    parts = iri.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]


@pytest.mark.slow
def test_every_provision_is_in_force_exactly_when_some_norm_of_it_is() -> None:
    law = _law()
    for iri, norms in _held(law).items():
        if not norms:
            continue
        found = provision_periods(law.graph, iri, norms)
        days = {date(2026, 11, 28)}
        for time in (*found.spans, *(norm.in_force for norm in norms)):
            changes = [day for day in (time.start, time.end) if day]
            days |= {day + move for day in changes for move in (-_DAY, 0 * _DAY, _DAY)}
        for day in days:
            assert found.contains(day) == any(n.in_force.contains(day) for n in norms), (iri, day)


@pytest.mark.slow
def test_no_provision_is_said_not_to_have_commenced_above_a_norm_in_force() -> None:
    law = _law()
    wrong = []
    for iri, norms in one_in(3, _held(law).items()):
        if interval(law.graph, URIRef(iri)).start is not None:
            continue
        part = one_provision(law, iri, date(2026, 11, 28))
        head = "".join(as_text(part, "en")).split("\n\n")[1].splitlines()[1]
        if any(norm.in_force.start for norm in norms):
            wrong += [iri] if "not commenced" in head or "no day" in head else []
        elif norms:
            assert head == "not commenced", iri
    assert not wrong


def test_versions_with_a_gap_are_told_apart_and_adjacent_ones_joined() -> None:
    law = _law()
    norm = next(iter(law.norms.values()))

    def version(start: date, end: date | None) -> Norm:
        return replace(norm, in_force=Interval(start, end))

    first = version(date(2001, 1, 1), date(2001, 12, 31))
    second = version(date(2002, 1, 1), date(2002, 6, 30))
    third = version(date(2003, 1, 1), None)
    found = provision_periods(law.graph, "x", [third, second, first])
    assert found == Periods(
        (Interval(date(2001, 1, 1), date(2002, 6, 30)), Interval(date(2003, 1, 1), None))
    )
    assert found.on(date(2002, 9, 1)) == found.spans[0]
    assert found.on(date(2000, 1, 1)) == found.spans[0]
    assert found.on(date(2004, 1, 1)) == found.spans[1]
