"""What an assessment could not look at is named, and then nothing is concluded."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from lovgraf.law.view import Law
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.gaps.hollow import Hollow
from lovgraf.proposals.gaps.unreachable import Unreachable
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import EXEMPTION, VOCABULARY, law, text
from tests.checker.small_law import NORM, law_of, old_ships

OWN = """
<duty/own> a sh:NodeShape ; rdfs:label "synet"@da, "inspected"@en ;
  sh:message "Få skibet synet."@da, "Have the ship inspected."@en ;
  sh:property [ sh:path record:inspected ; sh:hasValue true ] .
"""


def assessed(laid_over: Law) -> Assessment:
    """A proposal with a duty of its own, in place of the law's."""
    turtle = text(OWN, part=f"core:replaces <{NORM}> ; core:duty <duty/own> ;")
    return assess(laid_over, [proposal_of(turtle, "p.ttl")])


def test_a_changed_norm_that_columns_cannot_express_is_named_and_nothing_concluded() -> None:
    by_query = old_ships().replace(
        "sh:property [ sh:path record:inspected ; sh:hasValue true ]",
        'sh:sparql [ sh:select "SELECT $this WHERE { }" ]',
    )
    found = assessed(law_of(VOCABULARY, by_query, EXEMPTION))
    (left_out,) = found.left_out
    assert "sparql" in left_out.en
    assert left_out.da != left_out.en
    assert found.feasible is None


def test_where_columns_can_express_all_nothing_is_left_out() -> None:
    found = assessed(law())
    assert found.left_out == ()
    assert found.feasible is True


def test_where_there_are_too_many_kinds_for_what_may_be_an_error_nothing_is_concluded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise InputError("for mange", "too many")

    for kind, expected in ((Hollow, True), (Unreachable, None)):
        with monkeypatch.context() as patched:
            patched.setattr(kind, "of_duty", refuse)
            found = assessed(law())
        assert found.feasible is expected
    (left_out,) = found.left_out
    assert "unreachable" in left_out.en


def test_a_demand_of_record_quality_that_columns_cannot_express_is_named() -> None:
    odd = """<shape/record/odd> a sh:NodeShape ; sh:targetClass record:Ship ;
  rdfs:label "Sær"@da, "Odd"@en ; sh:message "x"@da, "x"@en ;
  sh:property [ sh:path ( record:flag record:masts ) ; sh:minCount 1 ] ."""
    (left_out,) = assessed(law(odd)).left_out
    assert left_out.en.startswith("A demand of record quality")
    assert "shape/record/odd" in left_out.en
    assert "a path that is not a single property" in left_out.en
    assert left_out.da.startswith("Et krav til registreringers kvalitet")
    assert "en sti, der ikke er én egenskab" in left_out.da


def test_a_shape_of_the_proposal_that_cannot_be_evaluated_is_named_with_its_line() -> None:
    own = OWN.replace(
        "sh:property [ sh:path record:inspected ; sh:hasValue true ]",
        'sh:sparql [ sh:select "SELECT $this WHERE { }" ]',
    )
    turtle = text(own, part=f"core:replaces <{NORM}> ; core:duty <duty/own> ;")
    with pytest.raises(InputError) as caught:
        assess(law(), [proposal_of(turtle, "p.ttl")])
    assert caught.value.line == 1 + turtle[: turtle.index("<duty/own>")].count("\n")
    assert '"inspected" cannot be evaluated: it uses sh:sparql.' in caught.value.message.en
    assert "»synet« kan ikke vurderes: den bruger sh:sparql." in caught.value.message.da


CIRCLE = """
record:monthsTo a record:DerivedFact ; record:datatype xsd:integer ; record:recordType record:Ship ;
  record:operator record:MonthsBetween ; record:from record:builtOn ; record:to record:inspectedOn ;
  rdfs:label "måneder til synet"@da, "months until the inspection"@en .
record:daysTo a record:DerivedFact ; record:datatype xsd:integer ; record:recordType record:Ship ;
  record:operator record:DaysBetween ; record:from record:inspectedOn ; record:to record:boughtOn ;
  rdfs:label "dage til købet"@da, "days until the purchase"@en .
record:daysBack a record:DerivedFact ; record:datatype xsd:integer ; record:recordType record:Ship ;
  record:operator record:DaysBetween ; record:from record:boughtOn ; record:to record:builtOn ;
  rdfs:label "dage tilbage"@da, "days back"@en .
"""
IN_A_CIRCLE = """
<proposal/all/class/circled> a owl:Class ; rdfs:label "i ring"@da, "in a circle"@en ;
  owl:equivalentClass [ owl:intersectionOf (
    [ owl:onProperty record:sails ; owl:hasValue true ]
    [ owl:onProperty record:monthsTo ; owl:someValuesFrom [ owl:onDatatype xsd:integer ;
      owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] ]
    [ owl:onProperty record:daysTo ; owl:someValuesFrom [ owl:onDatatype xsd:integer ;
      owl:withRestrictions ( [ xsd:minInclusive -30 ] ) ] ]
    [ owl:onProperty record:daysBack ; owl:someValuesFrom [ owl:onDatatype xsd:integer ;
      owl:withRestrictions ( [ xsd:minInclusive 0 ] ) ] ] ) ] .
"""


def test_days_that_may_be_missing_are_named_and_nothing_concluded() -> None:
    """Three days in a circle that holds where a month is no longer than thirty days."""
    turtle = text(IN_A_CIRCLE).replace(
        "addressee <proposal/all/class/sailing>", "addressee <proposal/all/class/circled>"
    )
    found = assess(law(CIRCLE), [proposal_of(turtle, "p.ttl")])
    (left_out,) = found.left_out
    assert left_out.en.startswith("Not all kinds of persons that are told apart by ")
    assert all(name in left_out.en for name in ("built on", "inspected on", "bought on"))
    assert found.feasible is None or not found.feasible
