"""Each gap that shows in the graph is found where it is, and not where it is not."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.conditions.tree import Leaf, Named, Not, Range
from lovgraf.core.terms import BASE
from lovgraf.law.graph import SHAPES
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gaps.threshold import lower_bounds
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import NEW, NORM, law, proposal
from tests.checker.small_law import PREFIXES

SHAPE_RULES = (SHAPES / "proposal.ttl").read_text(encoding="utf-8")
CORE_CLASSES = """
core:Obligation rdfs:subClassOf core:BindingNorm . core:BindingNorm rdfs:subClassOf core:Norm .
"""
TOLD = "core:measure [ a core:InformationMeasure ] ;"
DATED = 'core:inForceFrom "2031-01-01"^^xsd:date ;'
CAPABILITY = """
core:passedOn a owl:AnnotationProperty .
core:Capability a owl:Class . core:heldBy a owl:AnnotationProperty . core:grants a owl:Class .
core:requires a owl:Class . core:eligible a owl:Class . core:needs a owl:Class .
core:OutsideSource a owl:Class . core:Term a owl:Class . core:usesTerm a owl:Class .
core:pattern a owl:Class . core:Pattern a owl:Class . core:spent a owl:Class .
core:DataTransferMeasure a owl:Class . core:TransitionMeasure a owl:Class .
core:legalBasis a owl:Class . core:uncommenced a owl:Class . core:overrides a owl:Class .
core:Power a owl:Class . core:BindingNorm a owl:Class . core:Permission a owl:Class .
<class/nobody> a owl:Class ; owl:equivalentClass [ owl:onProperty record:flag ;
  owl:hasValue "NO" ] .
<capability/permit> a core:Capability ; core:heldBy <class/nobody> ;
  rdfs:label "tilladelse"@da, "permit"@en .
"""


def route(
    name: str, more: str = "", age: int | None = None, source: str = "law/2029/1/par/1"
) -> str:
    """A route to the permit, for ships of some age at least."""
    old = f"""<class/{name}> a owl:Class ; owl:equivalentClass [ owl:onProperty record:shipAge ;
  owl:someValuesFrom [ owl:onDatatype xsd:integer ;
    owl:withRestrictions ( [ xsd:minInclusive {age} ] ) ] ] ."""
    return f"""<route/{name}> a core:AccessRoute ; core:recordType record:Ship ;
  core:grants <capability/permit> ; core:provision <{source}> ; {more}
  {f"core:eligible <class/{name}> ;" if age is not None else ""}
  rdfs:label "{name}"@da, "{name}"@en . {old if age is not None else ""}"""


def assessed(
    *more: str, head: str = DATED, part: str = f"core:replaces <{NORM}> ;", base: str = "",
    repairs: bool = False, addressee: str = "proposal/all/class/sailing",
) -> Assessment:  # fmt: skip
    from rdflib import Graph

    from lovgraf.law.graph import LawGraph
    from lovgraf.law.view import Law

    start = law(CAPABILITY, CORE_CLASSES, base)
    graph = Graph()
    for triple in start.graph:
        graph.add(triple)
    graph.parse(data=SHAPE_RULES, format="turtle")
    return assess(
        Law(LawGraph(graph, "small", ())),
        [proposal(*more, head=head, part=part, addressee=addressee)],
        as_of=date(2031, 1, 1), repairs=repairs,
    )  # fmt: skip


def gaps(code: str, found: Assessment) -> list[Gap]:
    return [gap for gap in found.gaps if gap.code == code]


def test_a_new_duty_wants_information_and_transition() -> None:
    bare = assessed()
    assert gaps("no-information", bare)
    assert gaps("no-transition", bare)
    whole = assessed(head=f"{DATED} {TOLD} core:measure [ a core:TransitionMeasure ] ;")
    assert not gaps("no-information", whole)
    assert not gaps("no-transition", whole)


def test_a_duty_of_an_authority_wants_neither() -> None:
    found = assessed(part=f"core:replaces <{NORM}> ; core:bearer <class/granted> ;")
    assert not gaps("no-information", found)


@pytest.mark.parametrize(
    ("basis", "more", "there"),
    [
        ("", "", True),
        ("core:legalBasis <law/2029/1/par/2>", "", False),
        ("core:legalBasis <law/2030/9/par/1>", "<law/2030/9/par/1> a core:Provision .", False),
        ("core:legalBasis <law/2029/1/par/3>", "", True),
        ("core:legalBasis <law/2029/1/par/4>", "", True),
    ],
)
def test_a_transfer_of_data_wants_a_basis_that_is_in_force_and_not_spent(
    basis: str, more: str, there: bool
) -> None:
    base = """
<law/2029/1/par/3> a core:Provision ; eli:is_part_of <law/2029/1> ;
  core:inForceUntil "2030-12-31"^^xsd:date ; rdfs:label "§ 3"@da, "s. 3"@en .
<law/2029/1/par/4> a core:Provision ; eli:is_part_of <law/2029/1> ; rdfs:label "§ 4"@da .
<law/2029/1/par/4/norm/once> a core:Power ; core:provision <law/2029/1/par/4> ;
  core:recordType record:Ship ; core:spent true ; rdfs:label "x"@da, "x"@en .
"""
    head = f"{DATED} core:measure [ a core:DataTransferMeasure ; {basis} ] ;"
    found = gaps("no-legal-basis", assessed(more, head=head, base=base))
    assert bool(found) is there
    assert all(gap.severity == "error" for gap in found)


def test_an_undetermined_commencement_is_a_note() -> None:
    (gap,) = gaps("uncommenced", assessed(head="core:commencementUndetermined true ;"))
    assert gap.severity == "info"
    assert not gaps("uncommenced", assessed())


def test_a_norm_that_waits_for_another() -> None:
    base = f"""<law/2029/1/par/2/norm/later> a core:Obligation ; core:uncommenced true ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ; core:bearer core:Subject ;
  core:addressee <class/old> ; core:duty <duty/inspected> ; rdfs:label "Senere"@da, "Later"@en .
<law/2029/1/par/2/norm/gone> a core:Obligation ; core:inForceUntil "2030-06-01"^^xsd:date ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ; core:bearer core:Subject ;
  core:addressee <class/old> ; core:duty <duty/inspected> ; rdfs:label "Borte"@da, "Gone"@en .
# {NEW}
"""
    exemption = """<law/2029/1/par/2/norm/new-exemption> a core:Exemption ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ; core:granted <class/granted> ;
  core:exempts <law/2029/1/par/2/norm/%s> ; rdfs:label "Ny"@da, "New"@en ."""
    later = assessed(exemption % "later", base=base)
    assert [gap.severity for gap in gaps("uncommenced", later)] == ["warning"]
    gone = assessed(exemption % "gone", base=base)
    assert [gap.severity for gap in gaps("dangling", gone)] == ["warning"]


def test_what_is_not_in_force_dangles() -> None:
    early = assessed(head='core:inForceFrom "2029-06-01"^^xsd:date ;')
    assert [gap.severity for gap in gaps("dangling", early)] == ["error"]
    assert not early.feasible
    assert not gaps("dangling", assessed())


COMPANION = f"""<pattern/inspection> a core:Pattern ; rdfs:label "Syn"@da, "Inspection"@en .
<{NORM}> core:pattern <pattern/inspection> .
<law/2029/2> a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date ;
  rdfs:label "bådloven"@da, "the Boat Act"@en .
<law/2029/2/par/1> a core:Provision ; eli:is_part_of <law/2029/2> ; rdfs:label "§ 1"@da .
<law/2029/2/par/1/norm/inspection> a core:Obligation ; core:provision <law/2029/2/par/1> ;
  core:pattern <pattern/inspection> ; core:recordType record:Ship ; core:bearer core:Subject ;
  core:addressee <class/old> ; core:duty <duty/inspected> ; rdfs:label "Syn"@da, "Inspection"@en .
"""


def test_the_same_duty_in_another_act_is_a_companion() -> None:
    (gap,) = gaps("companion", assessed(base=COMPANION))
    assert "the Boat Act" in gap.message.en
    assert gap.norm == BASE + NORM
    other = """<law/2029/2/par/1/norm/all> core:addressee <proposal/all/class/sailing> ;
  core:replaces <law/2029/2/par/1/norm/inspection> ."""
    assert not gaps("companion", assessed(other, base=COMPANION))


TWO_DUTIES = "\n".join(
    [COMPANION, *(
        f"""<{iri}-refused> a core:Prohibition ; core:provision <{provision}> ;
  core:pattern <pattern/inspection> ; core:recordType record:Ship ; core:bearer core:Subject ;
  core:addressee <class/old> ; core:duty <duty/inspected> ; rdfs:label "Afvis"@da, "Refuse"@en ."""
        for iri, provision in (
            (NORM, "law/2029/1/par/1"),
            ("law/2029/2/par/1/norm/inspection", "law/2029/2/par/1"),
        )
    )]
)  # fmt: skip


def test_two_duties_of_one_pattern_have_one_gap_and_one_repair_of_both() -> None:
    both = f"""<law/2029/1/par/2/norm/new-exemption> a core:Exemption ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ; core:granted <class/granted> ;
  core:exempts <{NORM}>, <{NORM}-refused> ; rdfs:label "Ny"@da, "New"@en ."""
    whole = (
        "a core:Permission ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ; "
        'rdfs:label "x"@da ;'
    )
    (gap,) = gaps("companion", assessed(both, part=whole, base=TWO_DUTIES, repairs=True))
    assert "rests on 1 other provision that" in gap.message.en
    assert {gap.norm, *gap.about} == {f"{BASE}{NORM}", f"{BASE}{NORM}-refused"}
    (repair,) = gap.repairs
    assert "companion" in repair.closes
    for other in ("inspection>", "inspection-refused>"):
        assert f"law/2029/2/par/1/norm/{other}" in repair.turtle


def test_an_exemption_in_one_act_alone_is_seen_too() -> None:
    exemption = f"""<law/2029/1/par/2/norm/new-exemption> a core:Exemption ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ; core:granted <class/granted> ;
  core:exempts <{NORM}> ; rdfs:label "Ny"@da, "New"@en ."""
    whole = (
        "a core:Permission ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ; "
        'rdfs:label "x"@da ;'
    )
    assert gaps("companion", assessed(exemption, part=whole, base=COMPANION))
    assert not gaps("companion", assessed(part=whole, base=COMPANION))


@pytest.mark.parametrize(
    ("routes", "there"),
    [((20,), False), ((30,), True), ((30, 25), True), ((30, 10), False), ((30, None), False)],
)
def test_a_limit_below_that_of_every_route(routes: tuple[int | None, ...], there: bool) -> None:
    part = (
        f"core:replaces <{NORM}> ; core:requires <capability/permit> ; core:addressee <class/old> ;"
    )
    ways = "".join(route(f"r{n}", age=age) for n, age in enumerate(routes))
    turtle = proposal(part=part).text.replace(
        "core:addressee <proposal/all/class/sailing>", "core:bearer core:Subject"
    )
    assert "class/old" in turtle
    from rdflib import Graph

    from lovgraf.law.graph import LawGraph
    from lovgraf.law.view import Law
    from lovgraf.proposals.proposal import proposal_of

    graph = Graph()
    for triple in law(CAPABILITY, ways).graph:
        graph.add(triple)
    found = assess(Law(LawGraph(graph, "", ())), [proposal_of(turtle, "p.ttl")])
    assert bool(gaps("threshold", found)) is there
    if there:
        least = min(age for age in routes if age is not None)
        assert f"from {least}" in gaps("threshold", found)[0].message.en


def test_an_age_may_be_bounded_by_what_it_is_not() -> None:
    below = Leaf("age", Range(high=15, high_included=False))
    assert lower_bounds(Not(Named("child", below))) == {"age": 15}
    assert lower_bounds(Not(Not(Not(Leaf("age", Range(high=14)))))) == {"age": 15}
    assert lower_bounds(below) == lower_bounds(Not(Leaf("age", Range(low=15)))) == {}


REQUIRES = f"core:replaces <{NORM}> ; core:requires <capability/permit> ;"


def test_a_route_outside_the_law() -> None:
    source = """<source/page> a core:OutsideSource ; core:inForceFrom "2030-01-01"^^xsd:date ;
  rdfs:label "en hjemmeside"@da, "a web page"@en ."""
    out = source + route("a", source="source/page")
    (gap,) = gaps("outside-law", assessed(part=REQUIRES, base=out))
    assert gap.severity == "warning"
    (gap,) = gaps("outside-law", assessed(part=REQUIRES, base=out + route("b")))
    assert gap.severity == "info"
    assert not gaps("outside-law", assessed(part=REQUIRES, base=route("b")))


DEED = """<capability/deed> a core:Capability ; core:heldBy <class/nobody> ;
  rdfs:label "skøde"@da, "deed"@en .
<route/deed> a core:AccessRoute ; core:recordType record:Ship ; core:grants <capability/deed> ;
  core:needs <capability/permit> ; core:provision <law/2029/1/par/1> ; rdfs:label "d"@da, "d"@en .
"""
RING = DEED + route("a", "core:needs <capability/deed> ;")
"""A permit takes a deed, and a deed a permit."""


def test_a_need_that_leads_back_to_itself() -> None:
    (gap,) = gaps("circular", assessed(part=REQUIRES, base=RING))
    assert gap.severity == "error"
    (gap,) = gaps("circular", assessed(part=REQUIRES, base=RING + route("b")))
    assert gap.severity == "warning"
    other = route("deed-too").replace("capability/permit", "capability/deed")
    assert not gaps("circular", assessed(part=REQUIRES, base=RING + other))


def test_one_word_with_two_meanings_and_one_with_none() -> None:
    terms = f"""<{NORM}> core:usesTerm <term/ship-1> .
<term/ship-1> a core:Term ; rdfs:label "skib (skibsloven)"@da ; skos:definition "over 20 tons"@da .
<term/ship-2> a core:Term ; rdfs:label "skib (forslaget)"@da ; skos:definition "med sejl"@da .
<term/boat> a core:Term ; rdfs:label "båd"@da ; skos:definition "uden sejl"@da .
<term/vessel> a core:Term ; rdfs:label "fartøj"@da .
"""
    uses = f"core:replaces <{NORM}> ; core:usesTerm <term/%s> ;"
    assert len(gaps("undefined-term", assessed(part=uses % "ship-2", base=terms))) == 1
    assert not gaps("undefined-term", assessed(part=uses % "boat", base=terms))
    assert len(gaps("undefined-term", assessed(part=uses % "vessel", base=terms))) == 1


@pytest.mark.parametrize(
    ("passed", "begins", "there"),
    [
        ('core:passedOn "2031-01-02"^^xsd:date ;', "2031-01-01", True),
        ('core:passedOn "2031-01-01"^^xsd:date ;', "2031-01-01", False),
        ('core:lawAsOf "2031-06-01"^^xsd:date ;', "2031-01-01", True),
        # Its own day of passing goes before the day of the law it was written on.
        (
            'core:lawAsOf "2031-06-01"^^xsd:date ; core:passedOn "2030-12-01"^^xsd:date ;',
            "2031-01-01",
            False,
        ),
        ("", "2031-01-01", False),
    ],
)
def test_what_commences_before_it_is_passed_is_retroactive(
    passed: str, begins: str, there: bool
) -> None:
    head = f'core:inForceFrom "{begins}"^^xsd:date ; {passed}'
    found = gaps("retroactive", assessed(head=head))
    assert bool(found) is there
    assert all(gap.severity == "error" for gap in found)


OLDER = """<proposal/all/class/older> a owl:Class ; rdfs:label "ældre"@da, "older"@en ;
  owl:equivalentClass [ owl:intersectionOf ( record:Ship
    [ owl:onProperty record:sails ; owl:hasValue true ]
    [ owl:onProperty record:shipAge ; owl:someValuesFrom [ owl:onDatatype xsd:integer ;
      owl:withRestrictions ( [ xsd:minInclusive %d ] ) ] ] ) ] ."""


@pytest.mark.parametrize(
    ("age", "part", "severity"),
    [
        (30, "", "warning"),
        (20, "", "warning"),
        (10, "", "error"),
        (30, "core:bearer <class/granted> ;", "error"),
        (30, "a core:Prohibition ;", "error"),
    ],
)
def test_what_binds_nobody_anew_is_a_relief(age: int, part: str, severity: str) -> None:
    head = 'core:inForceFrom "2031-01-01"^^xsd:date ; core:passedOn "2031-06-01"^^xsd:date ;'
    found = assessed(
        OLDER % age, head=head, part=f"core:replaces <{NORM}> ; {part}",
        addressee="proposal/all/class/older", base="core:Prohibition a owl:Class .",
    )  # fmt: skip
    (gap,) = gaps("retroactive", found)
    assert gap.severity == severity
    assert ("A relief too" in gap.message.en) is (severity == "warning")


@pytest.mark.parametrize(
    ("ended", "severity"), [("1/norm/inspection", "warning"), ("2/norm/exemption", "error")]
)
def test_an_end_is_a_relief_where_it_ends_a_duty(ended: str, severity: str) -> None:
    text = f"""{PREFIXES} <proposal/end> a core:Proposal ; rdfs:label "Nyt"@da, "New"@en ;
      core:inForceFrom "2031-01-01"^^xsd:date ; core:passedOn "2031-06-01"^^xsd:date ;
      core:ends <law/2029/1/par/{ended}> ."""
    found = assess(law(CAPABILITY, CORE_CLASSES), [proposal_of(text, "end.ttl")])
    (gap,) = gaps("retroactive", found)
    assert gap.severity == severity


def test_a_norm_with_an_earlier_day_of_its_own_is_retroactive() -> None:
    head = f'{DATED} core:passedOn "2030-12-01"^^xsd:date ;'
    part = f'core:replaces <{NORM}> ; core:inForceFrom "2030-01-01"^^xsd:date ;'
    (gap,) = gaps("retroactive", assessed(head=head, part=part))
    assert "1 January 2030" in gap.message.en


def test_data_moved_at_once_wants_a_transition_with_and_without_a_basis() -> None:
    part = f"core:replaces <{NORM}> ; core:bearer <class/granted> ;"
    for basis in ("", "core:legalBasis <law/2029/1/par/2> ;"):
        bare = f"{DATED} core:measure [ a core:DataTransferMeasure ; {basis} ] ;"
        assert gaps("no-transition", assessed(head=bare, part=part))
        whole = f"{bare} core:measure [ a core:TransitionMeasure ] ;"
        assert not gaps("no-transition", assessed(head=whole, part=part))


def test_two_transfers_without_a_basis_are_told_once() -> None:
    one = "core:measure [ a core:DataTransferMeasure ]"
    found = gaps("no-legal-basis", assessed(head=f"{DATED} {one} ; {one} ;"))
    assert len(found) == 1
