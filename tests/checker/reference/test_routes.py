"""Whether what a duty needs can be had, as the reference engine says."""

from __future__ import annotations

import pytest

from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import State
from lovgraf.reference import Verdict, verdicts
from tests.agreement.laws import view_of
from tests.checker.reference.written import COMMON, NORM, has, judge, judge_each, law, named
from tests.examples import cells, one_in

ROUTES = (
    "<capability/a> a core:Capability . <capability/b> a core:Capability .\n"
    '<route/1> a core:AccessRoute ; core:inForceFrom "2010-01-01"^^xsd:date ;'
    " core:grants <capability/a> ; core:needs <capability/b> .\n"
    '<route/2> a core:AccessRoute ; core:inForceFrom "2010-01-01"^^xsd:date ;'
    " core:grants <capability/b> ; core:needs <capability/a> .\n"
    '<route/3> a core:AccessRoute ; core:inForceFrom "2010-01-01"^^xsd:date ;'
    " core:grants <capability/b> ; core:eligible <class/e> ; core:needs <evidence/x> .\n"
    "<evidence/x> a core:EvidenceType .\n"
)


@pytest.mark.slow
def test_routes_in_a_circle_lead_nowhere_and_unknown_ones_are_listed() -> None:
    rest = ROUTES + named("e", has("mark"))
    text = law("owl:Thing", "; core:requires <capability/a>", rest)
    unmarked, marked, unknown, kept = judge_each(
        text,
        {"flag": False, "mark": False},
        {"flag": False, "mark": True},
        {"flag": False},
        {"flag": True, "mark": False},
    )
    assert (unmarked.verdict, kept.verdict) == ("unattainable", "fulfilled")
    assert marked == Verdict(NORM + "n", "breached")
    assert unknown == Verdict(NORM + "n", "breached", ("mark",))


POWER = (
    "<capability/a> a core:Capability . <route/1> a core:AccessRoute ; core:grants <capability/a> ;"
    ' core:inForceFrom "2010-01-01"^^xsd:date ; core:needsPower <{norm}p> ;'
    " core:provider <authority/one> ; core:eligible <class/e> .\n"
    "<{norm}p> a core:Power ; {common} ; {holder} .\n"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "engine"),
    one_in(
        2,
        cells(
            [
                ("core:competentAuthority <authority/one>", "breached"),
                ("core:competentAuthority <authority/other>", "unattainable"),
                ("core:bearer <authority/one>", "breached"),
                ("core:bearer <authority/other>", "unattainable"),
                ("core:bearer core:Subject", "breached"),
                ('core:inForceFrom "2099-01-01"^^xsd:date', "unattainable"),
            ],
            ["reference", "columns", "columns"],
        ),
    ),
)
def test_a_route_of_who_lacks_the_power_leads_nowhere(said: tuple[str, str], engine: str) -> None:
    """The power is in force, and (where it says whose it is) the provider's; on both engines."""
    holder, verdict = said
    rest = POWER.format(norm=NORM, common=COMMON, holder=holder) + named("e", has("mark"))
    text = law("owl:Thing", "; core:requires <capability/a>", rest)
    record: dict[str, State] = {str(RECORD["flag"]): False, str(RECORD["mark"]): True}
    judged = verdicts if engine == "reference" else verdicts_for
    assert judged(view_of(text), [record], "thing")[0][NORM + "n"].verdict == verdict


@pytest.mark.slow
def test_another_bearer_is_never_told_that_it_cannot() -> None:
    text = law("owl:Thing", "; core:requires <capability/a>", ROUTES + named("e", has("mark")))
    text = text.replace("core:bearer core:Subject", "core:bearer <authority/judge>")
    assert judge(text, flag=False, mark=False).verdict == "breached"
