"""The cells that can occur, on a law that exists only here."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace

from lovgraf.conditions.tree import Count, Leaf, OneOf, Range
from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import absolute
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.verdicts.program import Programs, compile_programs
from tests.checker.small_law import NORM as NAME
from tests.checker.small_law import fact, old_ships, ship, view_of

NORM = absolute(NAME)
SHAPES = """
<shape/record/bought-after-built> a sh:NodeShape ; sh:targetClass record:Ship ;
  sh:message "Købt før bygget."@da, "Bought before it was built."@en ;
  sh:property [ sh:path record:builtOn ; sh:lessThanOrEquals record:boughtOn ] .
<shape/record/no-cargo-on-hulks> a sh:NodeShape ; sh:targetClass record:Ship ;
  sh:message "Ingen last uden master."@da, "No cargo without masts."@en ; sh:not [ sh:and (
    [ sh:property [ sh:path record:masts ; sh:maxInclusive 0 ] ]
    [ sh:property [ sh:path record:sails ; sh:hasValue true ] ] ) ] .
<shape/record/strange-flag> a sh:NodeShape ; sh:targetClass record:Ship ; sh:severity sh:Warning ;
  sh:message "Sært flag."@da, "A strange flag."@en ;
  sh:not [ sh:property [ sh:path record:flag ; sh:hasValue "NO" ] ] .
"""


def programs(*turtle: str) -> Programs:
    return compile_programs(view_of(*(turtle or (old_ships(),))), "ship")


def verdicts(everyone: CaseSpace, own: Programs) -> set[str]:
    return {VERDICTS[v] for v in everyone.verdicts(own.programs[NORM])}


def test_every_answer_that_some_ship_gives() -> None:
    own = programs()
    everyone = possible(own)
    # Old or not, sails or not, inspected or not.
    assert everyone.size == 8
    assert verdicts(everyone, own) == {"not-addressed", "fulfilled", "breached"}
    assert everyone.unsettled == 0


def test_a_witness_is_of_its_cell() -> None:
    everyone = possible(programs())
    witnesses = [everyone.witness(cell) for cell in range(everyone.size)]
    assert everyone.cells_of(witnesses).tolist() == list(range(everyone.size))


def test_a_record_that_is_incomplete_is_in_no_cell() -> None:
    everyone = possible(programs())
    assert everyone.cells_of([ship(sails=True, built_on=date(2000, 1, 1))]).tolist() == [-1]


def test_what_a_shape_of_record_quality_forbids_cannot_occur() -> None:
    masts = Leaf(fact("masts"), Range(low=1))
    free = possible(programs(), also=[masts])
    ruled = possible(programs(old_ships(), SHAPES), also=[masts])
    assert free.size == 16
    # Who sails has masts: of four combinations three are left.
    assert ruled.size == 12
    sails = Leaf(fact("sails"), OneOf(frozenset({True})))
    assert (ruled.truth(masts) | ~ruled.truth(sails)).all()


def test_a_value_that_makes_a_record_incomplete_is_named() -> None:
    """Whoever flies this flag was never bought, and nothing says that a ship was not."""
    shape = """<shape/record/never-bought> a sh:NodeShape ; sh:targetClass record:Ship ;
      sh:message "Ikke købt."@da, "Not bought."@en ; sh:not [ sh:and (
        [ sh:property [ sh:path record:flag ; sh:hasValue "NO" ] ]
        [ sh:property [ sh:path record:boughtOn ; sh:minCount 1 ] ] ) ] ."""
    norwegian = Leaf(fact("flag"), OneOf(frozenset({"NO"})))
    asked = [norwegian, Leaf(fact("bought_on"), Range(high=date(1980, 1, 1)))]
    free, ruled = (possible(programs(old_ships(), own), also=asked) for own in ("", shape))
    assert free.partition.unreached == ()
    assert ruled.partition.unreached == ((fact("flag"), "NO"),)
    assert free.truth(norwegian).any()
    assert not ruled.truth(norwegian).any()


def test_a_warning_does_not_make_a_record_invalid() -> None:
    norwegian = Leaf(fact("flag"), OneOf(frozenset({"NO"})))
    everyone = possible(programs(old_ships(), SHAPES), also=[norwegian])
    assert everyone.truth(norwegian).any()


def test_a_shape_over_two_facts_ties_them() -> None:
    """A ship is bought after it was built: nobody bought 50 years ago what is younger than 20."""
    long_ago = Leaf(fact("bought_on"), Range(high=date(1980, 1, 1)))
    own = programs(old_ships(), SHAPES)
    everyone = possible(own, also=[long_ago])
    old = own.programs[NORM].addressed
    sails = everyone.truth(Leaf(fact("sails"), OneOf(frozenset({True}))))
    assert everyone.truth(long_ago).any()
    assert not (everyone.truth(long_ago) & sails & ~everyone.truth(old)).any()


def test_days_before_on_and_after_a_limit() -> None:
    inspected_on = fact("inspected_on")
    window = Leaf(inspected_on, Range(low=date(2030, 1, 1), high=date(2030, 1, 1)))
    given = Count(inspected_on)
    everyone = possible(programs(), also=[window, given])
    cells = everyone.truth(given)
    assert everyone.truth(window).any()
    assert (cells & ~everyone.truth(window)).any()
    assert (~cells).any()


def test_cells_together_that_a_norm_does_not_tell_apart() -> None:
    own = programs()
    everyone = possible(own, also=[Leaf(fact("flag"), OneOf(frozenset({"DK"})))])
    program = own.programs[NORM]
    seen = everyone.seen_by(program.conditions)
    assert seen.of == everyone.size == 16
    assert seen.size < everyone.size
    whole, some = everyone.verdicts(program), seen.verdicts(program)
    for verdict in np.unique(whole):
        assert seen.count(some == verdict) == (whole == verdict).sum()


def test_cells_put_together_answer_no_other_question() -> None:
    own = programs()
    danish = Leaf(fact("flag"), OneOf(frozenset({"DK"})))
    seen = possible(own, also=[danish]).seen_by(own.programs[NORM].conditions)
    with pytest.raises(ValueError, match="put together"):
        seen.truth(danish)


def test_a_fact_that_the_partition_does_not_know() -> None:
    with pytest.raises(InputError) as error:
        possible(programs()).truth(Leaf(fact("tonnage"), Range(low=1)))
    assert "tonnage" in error.value.message.da


def test_too_many_cells_are_refused_with_the_facts_that_make_them() -> None:
    cargo = [Leaf(fact("cargo"), OneOf(frozenset({name}))) for name in "abcdef"]
    with pytest.raises(InputError) as error:
        possible(programs(), also=cargo, limit=20)
    assert "last" in error.value.message.da
    assert "cargo" in error.value.message.en


def test_too_many_cells_are_refused_when_written_out() -> None:
    everyone = possible(programs(), limit=4)
    with pytest.raises(InputError, match="too many"):
        _ = everyone.codes


def test_norms_of_different_types_of_record() -> None:
    own = programs()
    program = own.programs[NORM]
    other = replace(program, norm=replace(program.norm, record_type="barge"))
    own.programs["other"] = other
    with pytest.raises(InputError, match="different types"):
        possible(own)
