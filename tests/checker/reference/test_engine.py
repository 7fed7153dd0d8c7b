"""The reference engine on hand-written cases: verdicts, completions, what is missing."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from rdflib import OWL, RDF, BNode, Graph, URIRef

from checker.engine import verdicts_for
from checker.errors import InputError
from checker.hermit import classify
from checker.law.norms import Deadline, Period
from checker.records.values import NONE, State
from checker.reference import Verdict, check_records, verdicts
from checker.reference.deadlines import Kept, keep
from checker.reference.oracles import Oracles
from checker.reference.rdf import assert_closed
from checker.reports.result import VERDICTS
from checker.terms import RECORD
from tests.agreement.laws import AS_OF, PREFIXES, view_of

NORM = "https://w3id.org/lovgraf/law/2010/1/par/1/norm/"
JUDGE = "https://w3id.org/lovgraf/authority/judge"
DUTY = "<duty/1> a sh:NodeShape ; sh:property [ sh:path record:flag ; sh:hasValue true ] ."
COMMON = "core:provision <law/2010/1/par/1> ; core:recordType record:Thing"


def has(fact: str, value: str = "true") -> str:
    return f"[ a owl:Restriction ; owl:onProperty record:{fact} ; owl:hasValue {value} ]"


def over(fact: str, number: int) -> str:
    return some(fact, "xsd:integer", f"xsd:minExclusive {number}")


def some(fact: str, datatype: str, facet: str) -> str:
    return (
        f"[ a owl:Restriction ; owl:onProperty record:{fact} ; owl:someValuesFrom [ a rdfs:Datatype"
        f" ; owl:onDatatype {datatype} ; owl:withRestrictions ( [ {facet} ] ) ] ]"
    )


def both(*parts: str) -> str:
    return f"[ a owl:Class ; owl:intersectionOf ( {' '.join(parts)} ) ]"


def either(*parts: str) -> str:
    return f"[ a owl:Class ; owl:unionOf ( {' '.join(parts)} ) ]"


def no(part: str) -> str:
    return f"[ a owl:Class ; owl:complementOf {part} ]"


def law(addressee: str, more: str = "", rest: str = "", kind: str = "Obligation") -> str:
    return f"""{PREFIXES}{DUTY}
<class/who> a owl:Class ; owl:equivalentClass {addressee} .
<{NORM}n> a core:{kind} ; {COMMON} ; core:bearer core:Subject ; core:addressee <class/who> ;
  core:duty <duty/1> {more} .
{rest}"""


def named(name: str, expression: str) -> str:
    return f"<class/{name}> a owl:Class ; owl:equivalentClass {expression} .\n"


def judge(turtle: str, **facts: State) -> Verdict:
    record = {str(RECORD[name]): state for name, state in facts.items()}
    return verdicts(view_of(turtle), [record], "thing")[0][NORM + "n"]


def test_the_plain_verdicts() -> None:
    text = law(has("mark"))
    assert judge(text, mark=False).verdict == "not-addressed"
    assert judge(text, mark=True, flag=True).verdict == "fulfilled"
    assert judge(text, mark=True, flag=False).verdict == "breached"
    assert judge(law(has("mark"), kind="BestEffortObligation"), mark=True, flag=False) == Verdict(
        NORM + "n", "undetermined"
    )


def test_a_verdict_that_all_completions_share_is_certain() -> None:
    """More than 6 months if a member, more than 3 if not, is settled by 12 (semantics, 3)."""
    text = law(
        either(both(has("member"), over("number", 6)), both(no(has("member")), over("number", 3)))
    )
    assert judge(text, number=12, flag=False) == Verdict(NORM + "n", "breached")
    found = judge(text, number=5, flag=False)
    assert (found.verdict, found.missing) == ("undetermined", ("country",))
    assert judge(text, number=5, flag=False, country="HR").verdict == "not-addressed"


def test_a_known_default_is_not_completed_again() -> None:
    text = law(has("known"))
    assert judge(text, code="a").verdict == "undetermined"  # flag is the duty too
    assert (
        judge(law(both(has("known"), has("mark"))), code="b", mark=True).verdict == "not-addressed"
    )


def test_limits_reach_what_a_first_known_fact_passes_on() -> None:
    shown = """
record:shown a owl:DatatypeProperty , record:DerivedFact ; record:datatype xsd:integer ;
  record:recordType record:Thing ;
  record:operator record:FirstKnown ; record:first record:number ; record:second record:other ;
  rdfs:label "vist"@da , "shown"@en .
record:other a owl:DatatypeProperty , record:Column ; record:column "other" ;
  record:datatype xsd:integer ;
  record:recordType record:Thing ; rdfs:label "andet"@da , "other"@en ."""
    text = law(over("shown", 40), rest=shown)
    assert judge(text, flag=False).verdict == "undetermined"
    assert judge(text, flag=False, number=41).verdict == "breached"
    assert judge(text, flag=False, number=40).verdict == "not-addressed"


def test_an_event_that_cannot_be_missing_is_completed_with_dates_only() -> None:
    text = law("[ a owl:Restriction ; owl:onProperty record:markedOn ; owl:minCardinality 1 ]")
    assert judge(text, mark=True, flag=True).verdict == "fulfilled"
    assert judge(text, mark=False, flag=True).verdict == "not-addressed"
    assert judge(text, flag=True) == Verdict(NORM + "n", "undetermined", ("marked_on",))


def test_facts_of_one_unknown_date_are_completed_together() -> None:
    """Marked by now and yet not a day ago: only today, and today is a matter of one date."""
    text = law(both(has("marked"), over("days", 5), no(over("days", 2))))
    assert judge(text, mark=True, flag=False).verdict == "not-addressed"


def test_a_judgment_is_named() -> None:
    text = law(both(has("mark"), has("judged")))
    assert judge(text, mark=False).verdict == "not-addressed"
    assert judge(text, mark=True, flag=False) == Verdict(NORM + "n", "undetermined", (), (JUDGE,))


def test_exemptions_and_overrides_of_them() -> None:
    lift = (
        f"<{NORM}e> a core:Exemption ; {COMMON} ;"
        f" core:exempts <{NORM}n> ; core:granted <class/e> .\n"
        f"<{NORM}o> a core:Permission ; {COMMON} ;"
        f" core:overrides <{NORM}e> ; core:addressee <class/o> .\n"
    )
    text = law("owl:Thing", rest=lift + named("e", has("mark")) + named("o", has("code", '"a"')))
    assert judge(text, flag=False, mark=True, code="b").verdict == "exempt"
    assert judge(text, flag=False, mark=True, code="a").verdict == "breached"
    assert judge(text, flag=False, mark=False, code="b").verdict == "breached"


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


def test_routes_in_a_circle_lead_nowhere_and_unknown_ones_are_listed() -> None:
    rest = ROUTES + named("e", has("mark"))
    text = law("owl:Thing", "; core:requires <capability/a>", rest)
    assert judge(text, flag=False, mark=False).verdict == "unattainable"
    assert judge(text, flag=False, mark=True) == Verdict(NORM + "n", "breached")
    assert judge(text, flag=False) == Verdict(NORM + "n", "breached", ("mark",))
    assert judge(text, flag=True, mark=False).verdict == "fulfilled"


POWER = (
    "<capability/a> a core:Capability . <route/1> a core:AccessRoute ; core:grants <capability/a> ;"
    ' core:inForceFrom "2010-01-01"^^xsd:date ; core:needsPower <{norm}p> ;'
    " core:provider <authority/one> ; core:eligible <class/e> .\n"
    "<{norm}p> a core:Power ; {common} ; {holder} .\n"
)


@pytest.mark.parametrize("engine", ["reference", "columns"])
@pytest.mark.parametrize(
    ("holder", "verdict"),
    [
        ("core:competentAuthority <authority/one>", "breached"),
        ("core:competentAuthority <authority/other>", "unattainable"),
        ("core:bearer <authority/one>", "breached"),
        ("core:bearer <authority/other>", "unattainable"),
        ("core:bearer core:Subject", "breached"),
        ('core:inForceFrom "2099-01-01"^^xsd:date', "unattainable"),
    ],
)
def test_a_route_of_who_lacks_the_power_leads_nowhere(
    engine: str, holder: str, verdict: str
) -> None:
    """The power is in force, and (where it says whose it is) the provider's; on both engines."""
    rest = POWER.format(norm=NORM, common=COMMON, holder=holder) + named("e", has("mark"))
    text = law("owl:Thing", "; core:requires <capability/a>", rest)
    record: dict[str, State] = {str(RECORD["flag"]): False, str(RECORD["mark"]): True}
    told = verdicts if engine == "reference" else verdicts_for
    assert told(view_of(text), [record], "thing")[0][NORM + "n"].verdict == verdict


def test_another_bearer_is_never_told_that_it_cannot() -> None:
    text = law("owl:Thing", "; core:requires <capability/a>", ROUTES + named("e", has("mark")))
    text = text.replace("core:bearer core:Subject", "core:bearer <authority/judge>")
    assert judge(text, flag=False, mark=False).verdict == "breached"


def test_a_discretionary_norm_names_its_authority() -> None:
    text = law("owl:Thing", "; core:discretionary true ; core:competentAuthority <authority/judge>")
    assert judge(text, flag=False) == Verdict(NORM + "n", "undetermined", (), (JUDGE,))
    assert judge(text, flag=True).verdict == "fulfilled"


MARKS: tuple[State, ...] = (True, False, NONE)
NUMBERS: tuple[State, ...] = (NONE, 3, 4)
T, P = "urn:trigger", "urn:performed"


def day(number: int) -> date:
    return AS_OF + timedelta(days=number)


@pytest.mark.parametrize(
    ("deadline", "trigger", "performed", "expected"),
    [
        (Deadline((T,), Period(days=5), P), day(-5), day(0), Kept(True, False, True)),
        (Deadline((T,), Period(days=5), P), day(-6), day(0), Kept(False, True, False)),
        (Deadline((T,), Period(days=5), P), day(-6), NONE, Kept(False, False, False)),
        (Deadline((T,), Period(days=5), P), day(-5), day(1), Kept(False, False, True)),
        (Deadline((T,), Period(days=5), P), day(2), NONE, Kept(False, False, True)),
        (Deadline((T,), Period(days=5), P), NONE, NONE, Kept(False, False, True)),
        (Deadline((T,), Period(days=5), P), NONE, day(-1), Kept(True, False, True)),
        (Deadline((T,), Period(days=5)), day(-6), NONE, Kept(True, False, False)),
        (Deadline((T,), Period(months=6), P, True), day(0), day(200), Kept(True, False, False)),
        (Deadline((T,), Period(months=6), P, True), day(0), day(20), Kept(False, True, False)),
        (Deadline((T,), Period(months=6), P, True), day(0), NONE, Kept(False, False, True)),
        # Three bank days from Tuesday 28 October end on Friday; Sunday is too late.
        (Deadline((T,), Period(bank_days=3), P), day(-6), day(-1), Kept(False, True, False)),
        (Deadline((T,), Period(bank_days=3), P), day(-6), day(-3), Kept(True, False, False)),
    ],
)
def test_deadlines(deadline: Deadline, trigger: State, performed: State, expected: Kept) -> None:
    assert keep(deadline, {T: trigger, P: performed}.get, AS_OF) == expected


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


def test_check_records_gives_arrays_and_oracles_remember() -> None:
    view = view_of(law(has("mark")))
    records: list[dict[str, State]] = [
        {str(RECORD.mark): mark, str(RECORD.flag): flag}
        for mark in (True, False)
        for flag in (True, False)
    ]
    found = check_records(view, records, "thing")[NORM + "n"]
    assert [VERDICTS[i] for i in found] == ["fulfilled", "breached", *["not-addressed"] * 2]
    assert found.dtype == np.uint8
    oracles = Oracles(view.law)
    first = verdicts(view, records, "thing", oracles=oracles)
    assert len(oracles.classes) == 2
    assert verdicts(view, records, "thing", oracles=oracles) == first


def test_too_many_completions_are_said_to_be_so() -> None:
    text = law(some("word", "xsd:string", 'xsd:pattern "a+"'))
    assert judge(text, flag=True) == Verdict(NORM + "n", "undetermined", ("word",), exact=False)
    assert judge(text, flag=True, word="aa").verdict == "fulfilled"


def test_a_fact_that_hermit_would_not_see_is_an_input_error() -> None:
    loose = "record:loose a record:Column ; record:column 'l' ; record:datatype xsd:boolean ."
    with pytest.raises(InputError, match="DatatypeProperty"):
        judge(law(has("loose"), rest=loose), flag=True)


def test_what_says_that_a_fact_does_not_exist_is_not_asked_for_beside_it() -> None:
    """A kind of which the table of codes says nothing leaves the derived fact open; the column
    that the table looks up settles it, whatever says that there is none."""
    rest = """
record:rank a record:Column , owl:DatatypeProperty , owl:FunctionalProperty ;
  record:column "rank" ; record:recordType record:Thing ; record:codeList <code-list/letters> ;
  record:noneWhen [ record:fact record:paper ; record:value "b" ] ;
  record:datatype xsd:string ; rdfs:label "rang"@da , "rank"@en .
record:high a owl:DatatypeProperty , owl:FunctionalProperty , record:DerivedFact ;
  record:datatype xsd:boolean ; record:recordType record:Thing ;
  record:operator record:Lookup ; record:of record:rank ; record:whenNone false ;
  record:entry [ record:key "a" ; record:value true ] , [ record:key "b" ; record:value false ] ;
  rdfs:label "høj"@da , "high"@en ."""
    text = law(no(has("high")), rest=rest)
    true = judge(text, flag=False)
    assert (true.verdict, true.missing) == ("undetermined", ("rank",))
    (fast,) = verdicts_for(view_of(text), [{str(RECORD.flag): False}], "thing")
    assert (fast[NORM + "n"].verdict, fast[NORM + "n"].missing) == (true.verdict, true.missing)
