"""The reference engine on hand-written cases: verdicts, judgments, exemptions, what it asks."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from rdflib import OWL, RDF, BNode, Graph, URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import RECORD
from lovgraf.facts.values import NONE, State
from lovgraf.reference import Verdict, verdicts
from lovgraf.reference.hermit import classify, run_hermit
from lovgraf.reference.oracles import Oracles
from lovgraf.reference.rdf import assert_closed
from tests.agreement.laws import view_of
from tests.checker.reference.written import (
    COMMON,
    JUDGE,
    NORM,
    both,
    has,
    judge,
    judge_each,
    law,
    named,
    no,
    over,
    told,
)
from tests.examples import whole

OPEN = Verdict(NORM + "n", "undetermined", (), (JUDGE,))
NOT_ADDRESSED, BREACHED, JUDGED = (
    1 << VERDICTS.index(verdict) for verdict in ("not-addressed", "breached", "undetermined")
)


@pytest.mark.slow
def test_the_plain_verdicts() -> None:
    text = law(has("mark"))
    records: list[dict[str, State]] = [
        {"mark": False}, {"mark": True, "flag": True}, {"mark": True, "flag": False},
    ]  # fmt: skip
    assert told(text, *records) == ["not-addressed", "fulfilled", "breached"]
    assert judge(law(has("mark"), kind="BestEffortObligation"), mark=True, flag=False) == Verdict(
        NORM + "n", "undetermined", possible=JUDGED
    )


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_incomplete_records")
def test_a_judgment_is_named() -> None:
    text = law(both(has("mark"), has("judged")))
    unmarked, marked = judge_each(text, {"mark": False}, {"mark": True, "flag": False})
    assert unmarked.verdict == "not-addressed"
    assert marked == replace(OPEN, possible=NOT_ADDRESSED | BREACHED)


@pytest.mark.slow
def test_exemptions_and_overrides_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few questions are one call, those about the addressee with the rest."""
    asked: list[int] = []

    def counted(*given: Any) -> str | None:
        asked.append(1)
        return run_hermit(*given)

    monkeypatch.setattr("lovgraf.reference.hermit.run_hermit", counted)
    lift = (
        f"<{NORM}e> a core:Exemption ; {COMMON} ;"
        f" core:exempts <{NORM}n> ; core:granted <class/e> .\n"
        f"<{NORM}o> a core:Permission ; {COMMON} ;"
        f" core:overrides <{NORM}e> ; core:addressee <class/o> .\n"
    )
    text = law("owl:Thing", rest=lift + named("e", has("mark")) + named("o", has("code", '"a"')))
    records: list[dict[str, State]] = [
        {"flag": False, "mark": True, "code": "b"},
        {"flag": False, "mark": True, "code": "a"},
        {"flag": False, "mark": False, "code": "b"},
    ]
    assert told(text, *records) == ["exempt", "breached", "breached"]
    assert len(asked) == 1


@pytest.mark.slow
def test_a_discretionary_norm_names_its_authority() -> None:
    text = law("owl:Thing", "; core:discretionary true ; core:competentAuthority <authority/judge>")
    open_, kept = judge_each(text, {"flag": False}, {"flag": True})
    assert open_ == replace(OPEN, possible=JUDGED)
    assert kept.verdict == "fulfilled"


MARKS: tuple[State, ...] = (True, False, NONE)

NUMBERS: tuple[State, ...] = (NONE, 3, 4)


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_complete_records")
def test_hermit_answers_closed_records_both_ways() -> None:
    """Of a record and a class, HermiT affirms the class or its complement (semantics, 5)."""
    view = view_of(law(both(has("mark"), no(over("number", 3)), no(has("codes", '"b"')))))
    graph = Graph() + view.law.graph
    who, not_who = (URIRef(f"https://w3id.org/lovgraf/class/{n}") for n in ("who", "not"))
    complement = BNode()
    graph.add((not_who, RDF.type, OWL.Class))
    graph.add((not_who, OWL.equivalentClass, complement))
    graph.add((complement, OWL.complementOf, who))
    abox = Graph()
    for number, state in enumerate(NUMBERS):
        for mark in MARKS:
            for codes in (NONE, ("a",), ("a", "b")):
                facts: dict[str, State] = {"number": state, "mark": mark, "codes": codes}
                states = {str(RECORD[name]): value for name, value in facts.items()}
                node = URIRef(f"urn:{number}-{mark}-{codes}")
                assert_closed(abox, node, RECORD.Thing, view.law.facts.facts, states)
    found = classify(graph, abox, [who, not_who])
    assert len(found) == 27
    assert all(len(classes) == 1 for classes in found.values())
    assert sum(who in classes for classes in found.values()) == 4


@pytest.mark.slow
def test_oracles_remember() -> None:
    view = view_of(law(has("mark")))
    records: list[dict[str, State]] = [
        {str(RECORD.mark): mark, str(RECORD.flag): flag}
        for mark in (True, False)
        for flag in (True, False)
    ]
    oracles = Oracles(view.law)
    first = verdicts(view, records, "thing", oracles=oracles)
    said = [found[NORM + "n"].verdict for found in first]
    assert said == ["fulfilled", "breached", *["not-addressed"] * 2]
    assert len(oracles.classes) == 2
    assert verdicts(view, records, "thing", oracles=oracles) == first


def test_a_fact_that_hermit_would_not_see_is_an_input_error() -> None:
    loose = "record:loose a record:Column ; record:column 'l' ; record:datatype xsd:boolean ."
    with pytest.raises(InputError, match="DatatypeProperty"):
        judge(law(has("loose"), rest=loose), flag=True)
