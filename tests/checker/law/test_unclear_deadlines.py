"""A deadline that cannot be counted as it stands is refused when the law is read, by the norm and
its provision; nothing reads it as something else."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.law.graph import LawGraph
from tests.checker.proposals.small import VOCABULARY, law, proposal
from tests.checker.small_law import graph_of, law_of, old_ships

TRIGGER = "core:trigger record:builtOn"
DAYS = 'core:period "P5D"^^xsd:duration'
WRONG = {
    "core:trigger record:masts ; " + DAYS: "masts is not a date",
    "core:trigger record:nothing ; " + DAYS: "nothing is not a date",
    f"{TRIGGER} , record:sails ; {DAYS}": "sails is not a date",
    f"{TRIGGER} ; {DAYS} ; core:performedOn record:sails": "sails is not a date",
    f"core:beforeEvent record:sails ; {DAYS} ; core:performedOn record:builtOn": "is not a date",
    f"{TRIGGER} ; {DAYS} ; core:beforeEvent record:builtOn": "either core:trigger or",
    DAYS: "either core:trigger or",
    TRIGGER: "exactly one length",
    f"{TRIGGER} ; {DAYS} ; core:bankDays 2": "exactly one length",
    f'{TRIGGER} ; {DAYS} , "P6D"^^xsd:duration': "core:period is there more than once",
    f"{TRIGGER} ; {DAYS} ; core:performedOn record:builtOn , record:x": "more than once",
    f'{TRIGGER} ; core:period "-P5D"^^xsd:duration': "-P5D is negative",
    f'{TRIGGER} ; core:period "-P1M"^^xsd:duration': "-P1M is negative",
    f"{TRIGGER} ; core:bankDays -2": "-2 is negative",
    f'{TRIGGER} ; core:bankDays "two"': "two is no number of bank days",
    f'{TRIGGER} ; core:period "PT5H"^^xsd:duration': "PT5H is not years, months or days",
    f"{TRIGGER} ; {DAYS} ; core:bound core:AtBest": "core:AtMost or core:AtLeast",
}


def ships(deadline: str) -> str:
    return old_ships(f"; core:deadline [ {deadline} ]")


@pytest.mark.parametrize(("deadline", "why"), WRONG.items())
def test_what_is_no_deadline_is_refused(deadline: str, why: str) -> None:
    with pytest.raises(InputError) as told:
        _ = law_of(ships(deadline)).norms
    assert why in told.value.message.en
    assert "law/2029/1/par/1" in told.value.message.en
    assert "The deadline of the norm" in told.value.message.en


def test_what_is_a_deadline_is_read() -> None:
    for deadline in (
        f"{TRIGGER} ; {DAYS}",
        f'{TRIGGER} ; core:period "P0D"^^xsd:duration ; core:bound core:AtLeast',
        f"core:beforeEvent record:builtOn ; {DAYS} ; core:performedOn record:builtOn",
        "core:beforeEvent record:builtOn ; core:performedOn record:builtOn",
    ):
        (norm,) = [n for n in law_of(ships(deadline)).norms.values() if n.deadlines]
        assert norm.deadlines[0].triggers


def test_what_is_kept_for_years_needs_no_length() -> None:
    kept = 'core:keptAtLeast "P5Y"^^xsd:duration'
    read = law_of(old_ships(f"; core:deadline [ {TRIGGER} ] ; {kept}")).norms.values()
    assert [norm.deadlines[0].period.days for norm in read if norm.deadlines] == [0]


def test_a_proposal_with_none_names_its_file() -> None:
    from lovgraf.proposals.overlay import lay_over

    words = """core:deadline a owl:ObjectProperty . core:trigger a owl:ObjectProperty .
      core:period a owl:DatatypeProperty . core:Deadline a owl:Class ."""
    own = f'core:deadline [ a core:Deadline ; {TRIGGER} ; core:period "-P5D"^^xsd:duration ] ;'
    part = f"core:replaces <law/2029/1/par/1/norm/inspection> ; {own}"
    with pytest.raises(InputError) as told:
        lay_over(law(words), [proposal(part=part)])
    assert "-P5D is negative" in told.value.message.en
    assert told.value.file == "all.ttl"


def test_a_look_at_the_law_leaves_it_out() -> None:
    graph = graph_of(VOCABULARY, ships(f"core:trigger record:sails ; {DAYS}"))
    law = Law(LawGraph(graph, "test", ("test.ttl",)), left_out=[])
    assert not law.norms
    assert [error.code for error in law.left_out or ()] == ["no-deadline"]
