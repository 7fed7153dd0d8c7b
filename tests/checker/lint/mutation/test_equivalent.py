"""Which changes no record could notice, and that the search for such a record misses none."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lovgraf.authoring.lint.mutation.equivalent import same
from lovgraf.conditions.tree import And, Condition, Constant, Leaf, Named, Not, OneOf, Or
from tests.checker.lint.coverage.test_coverage import EXEMPTION
from tests.checker.lint.mutation.test_mutation import outcomes
from tests.checker.small_law import NORM, law_of, old_ships

FACTS = "abc"
LEAVES = [Leaf(name, OneOf(frozenset({True}))) for name in FACTS]


def combined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Conditions made of others."""
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(And), several.map(Or), parts.map(Not), parts.map(lambda p: Named("n", p))
    )


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from([*LEAVES, Constant(True), Constant(False)]), combined, max_leaves=8
)


def holds(condition: Condition, record: dict[str, bool]) -> bool:
    """Whether a condition holds for a record."""
    match condition:
        case Leaf(fact):
            return record[fact]
        case Constant(value):
            return value
        case Named(_, part):
            return holds(part, record)
        case Not(part):
            return not holds(part, record)
        case And(parts):
            return all(holds(part, record) for part in parts)
        case Or(parts):
            return any(holds(part, record) for part in parts)
    raise AssertionError


@given(CONDITIONS, CONDITIONS)
def test_where_two_conditions_are_called_the_same_they_are(
    one: Condition, other: Condition
) -> None:
    for values in product((True, False), repeat=len(FACTS)):
        record = dict(zip(FACTS, values, strict=True))
        if holds(same(one, other), record):
            assert holds(one, record) == holds(other, record)


@given(CONDITIONS)
def test_a_condition_is_always_the_same_as_itself(one: Condition) -> None:
    assert same(one, one) == Constant(True)


def test_an_exemption_in_the_shadow_of_another_can_be_dropped() -> None:
    old_museum = (
        EXEMPTION.replace("norm/museum", "norm/old-museum")
        .replace("class/museum", "class/old-museum")
        .replace(
            '[ owl:onProperty record:flag ; owl:hasValue "DK" ]',
            '[ owl:intersectionOf ( [ owl:onProperty record:flag ; owl:hasValue "DK" ] '
            "[ owl:onProperty record:inspected ; owl:hasValue false ] ) ]",
        )
    )
    found = outcomes(law_of(old_ships(), EXEMPTION, old_museum))
    wide, narrow = (
        found[f"{NORM} lifted by law/2029/1/par/2/norm/{name} dropped"]
        for name in ("museum", "old-museum")
    )
    assert wide.survived
    assert narrow.equivalent


def test_a_day_that_a_calendar_rule_never_gives_is_no_limit() -> None:
    recall = """
record:recalled a record:DerivedFact ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; record:operator record:HappenedBy ;
  record:of record:recallDay ; record:at "2029-09-12"^^xsd:date ;
  rdfs:label "indkaldt"@da, "recalled"@en .
record:recallDay a record:DerivedFact ; record:datatype xsd:date ; record:recordType record:Ship ;
  record:operator record:CalendarRule ; record:of record:boughtOn ; record:years 1 ;
  record:month 11 ; record:day 1 ; rdfs:label "indkaldelse"@da, "recall"@en .
"""
    found = outcomes(law_of(old_ships().replace("record:sails ;", "record:recalled ;"), recall))
    assert found["record#recalled at +1"].equivalent
    assert not found["record#recallDay years +1"].equivalent


def test_what_depends_on_a_route_alone_is_not_taken_for_settled() -> None:
    route = """
<capability/papers> a core:Capability .
<route/port> a core:AccessRoute ; core:grants <capability/papers> ; core:eligible <class/swede> ;
  core:provision <law/2029/1/par/2> ; rdfs:label "havnen"@da, "the port"@en .
<class/swede> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:flag ; owl:hasValue "SE" ] .
"""
    found = outcomes(law_of(old_ships("; core:requires <capability/papers>"), route))
    assert not found["route/port closed"].equivalent
    assert not found["route/port eligible dropped"].equivalent
