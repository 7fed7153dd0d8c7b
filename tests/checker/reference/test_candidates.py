"""The values that the reference engine tries for an unknown fact miss none that counts."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import State
from lovgraf.reference import verdicts
from tests.agreement.laws import PREFIXES, view_of
from tests.examples import whole

EQUAL_DAYS = """
<duty/equal> a sh:NodeShape ; sh:property [ sh:path record:startedOn ; sh:equals record:markedOn ] .
<law/2010/1/par/1/norm/1> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee record:Thing ;
  core:duty <duty/equal> .
"""


@pytest.mark.slow
def test_a_day_that_another_fact_may_say_did_not_happen_can_be_the_day_it_is_compared_with() -> (
    None
):
    view = view_of(PREFIXES + EQUAL_DAYS)
    record: dict[str, State] = {str(RECORD.startedOn): date(2014, 10, 29)}
    (true,) = verdicts(view, [record], "thing")[0].values()
    (fast,) = verdicts_for(view, [record], "thing")[0].values()
    assert (true.verdict, true.exact) == ("undetermined", True)
    assert fast.verdict == "undetermined"
    assert true.missing == fast.missing == ("marked_on",)


LISTS = "".join(
    f"""
record:{name} a record:Column , owl:DatatypeProperty ; record:column "{name}" ;
  record:recordType record:Thing ; record:multiValued true ; record:datatype xsd:string .
"""
    for name in ("tags", "marks")
)


CODES = " ".join(f'"{n:02}"' for n in range(12))
BLANK: list[tuple[str, str, dict[str, State], bool]] = [
    ("tags", "sh:disjoint record:marks", {"marks": ("a", "ab")}, True),
    ("tags", "sh:equals record:marks", {"marks": ("a", "ab")}, True),
    ("tags", "sh:lessThan record:marks", {"marks": ("b", "c")}, True),
    ("tags", "sh:lessThanOrEquals record:marks", {"tags": ("a", "ab")}, True),
    ("word", "sh:disjoint record:marks", {"marks": ("a",)}, True),
    ("word", "sh:equals record:marks", {"marks": ("a",)}, True),
    ("word", "sh:equals record:marks", {}, True),
    ("tags", f"sh:in ( {CODES} ) ; sh:minCount 3", {}, False),
]
"""A fact, what is asked of it, what is given, and whether all that may be missing is tried."""


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_incomplete_records")
def test_a_blank_list_may_hold_what_it_is_compared_with() -> None:
    norms = "".join(
        EQUAL_DAYS.replace(
            "record:startedOn ; sh:equals record:markedOn", f"record:{fact} ; {rest}"
        )
        .replace("duty/equal", f"duty/{number}")
        .replace("norm/1", f"norm/{number}")
        for number, (fact, rest, _, _) in enumerate(BLANK)
    )
    view = view_of(PREFIXES + LISTS + norms)
    records: list[dict[str, State]] = [
        {str(RECORD[name]): value for name, value in given.items()} for _, _, given, _ in BLANK
    ]
    found = verdicts(view, records, "thing")
    for number, (case, own) in enumerate(zip(BLANK, found, strict=True)):
        one = next(verdict for norm, verdict in own.items() if norm.endswith(f"norm/{number}"))
        assert (one.verdict, one.exact) == ("undetermined", case[3]), case
