"""The values that the reference engine tries for an unknown fact miss none that counts."""

from __future__ import annotations

from datetime import date

from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import State
from lovgraf.reference import verdicts
from tests.agreement.laws import PREFIXES, view_of

EQUAL_DAYS = """
<duty/equal> a sh:NodeShape ; sh:property [ sh:path record:startedOn ; sh:equals record:markedOn ] .
<law/2010/1/par/1/norm/1> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee record:Thing ;
  core:duty <duty/equal> .
"""


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
