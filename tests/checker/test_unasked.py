"""Which norms a table is not asked about: those that nothing decides without a column it lacks."""

from __future__ import annotations

import pytest

from lovgraf.check.presuming import leave_unasked
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import AS_OF, law_of, old_ships

SAME_DAY = "sh:property [ sh:path record:builtOn ; sh:equals record:boughtOn ]"
SAILS = "sh:property [ sh:path record:sails ; sh:hasValue true ]"


@pytest.mark.parametrize(
    ("duty", "present", "missing"),
    [
        (SAME_DAY, {"built_on", "bought_on"}, None),
        (SAME_DAY, {"built_on"}, ("bought_on",)),
        (SAME_DAY, {"flag"}, ("bought_on", "built_on")),
        # What else is asked may still be told not to be met, or to be met.
        (f"{SAME_DAY} ; {SAILS}", {"built_on", "sails"}, None),
        (f"sh:or ( [ {SAME_DAY} ] [ {SAILS} ] )", {"built_on", "sails"}, None),
        (f"sh:not [ {SAME_DAY} ]", {"bought_on"}, ("built_on",)),
    ],
)
def test_a_comparison_needs_both_columns(
    duty: str, present: set[str], missing: tuple[str, ...] | None
) -> None:
    law = law_of(
        old_ships().replace("sh:property [ sh:path record:inspected ; sh:hasValue true ]", duty)
    )
    view = law.at(AS_OF)
    programs = compile_programs(view, "ship")
    found = leave_unasked(view, programs, present)
    assert [one.needs for one in found] == ([] if missing is None else [missing])
    assert len(programs.programs) == (missing is None)
