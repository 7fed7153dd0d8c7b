"""The neighbours of a provision: what is off is passed over, and what is left out is counted."""

from __future__ import annotations

from datetime import date

from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law
from lovgraf.law.neighbours import neighbourhood

PROVISION = BASE + "law/2012/528/par/3/stk/1"
NORM = PROVISION + "/norm/connection"


def test_what_is_not_in_force_is_passed_over(law: Law) -> None:
    view = law.at(date(2014, 12, 1))
    off = {iri for iri in law.norms if iri not in view.norms}
    every = neighbourhood(law.graph, PROVISION, (NORM,))
    now = neighbourhood(law.graph, PROVISION, (NORM,), off=off)
    lifting = {e.source for e in every.edges if e.relation == str(CORE.exempts)}
    lifting_now = {e.source for e in now.edges if e.relation == str(CORE.exempts)}
    assert lifting_now < lifting
    assert lifting_now == {norm.iri for norm in view.lifting(NORM) if NORM in norm.exempts}
    assert not {e.source for e in now.edges} & off
    assert now.left_out == 0, "what is off is not missing"


def test_what_has_no_room_is_counted(law: Law) -> None:
    small = neighbourhood(law.graph, PROVISION, (NORM,), 5)
    assert len({e.source for e in small.edges} | {e.target for e in small.edges}) <= 5
    assert small.left_out > 0
