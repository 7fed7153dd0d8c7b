"""Both engines treat a record that contradicts itself alike (docs/index.md, "Records that
contradict themselves")."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lovgraf.facts.values import State
from tests.agreement.expressions import ANY
from tests.agreement.laws import contradictory_records, laws, telling
from tests.agreement.test_agreement import judged
from tests.examples import FUZZ, WHOLE, examples, whole

RECORDS = 60 if FUZZ else 30 if WHOLE else 8
TOUCHED = ["mark", "markedOn", "marked", "open", "startedOn", "endedOn", "number", "code", "codes"]


@whole("test_contradictory_records_with_blanks")
@examples(2, of=6, shrink=False)
@given(
    laws(norms=2, facts=5, among=[*TOUCHED, *TOUCHED, *ANY]),
    st.lists(contradictory_records(0), min_size=RECORDS, max_size=RECORDS),
)
def test_contradictory_records(turtle: str, found: list[dict[str, State]]) -> None:
    for pair in judged(turtle, found):
        assert pair.fast == pair.true


@examples(2, of=6, shrink=False)
@given(
    laws(norms=2, facts=5, among=[*TOUCHED, *TOUCHED, *ANY]),
    st.lists(contradictory_records(), min_size=RECORDS // 2, max_size=RECORDS // 2),
)
def test_contradictory_records_with_blanks(turtle: str, found: list[dict[str, State]]) -> None:
    for pair in judged(turtle, found):
        assert pair.fast == pair.true


A_CODE_FOR_NONE = """
record:codes core:deniedValue "c" ;
  record:noneWhen [ record:fact record:mark ; record:value false ] .
record:code core:deniedValue "a" ;
  record:noneWhen [ record:fact record:open ; record:value false ] .
"""


@examples(1, whole=2, of=6, shrink=False)
@given(
    laws(norms=2, facts=5, among=[*TOUCHED, *ANY]).filter(telling),
    st.lists(contradictory_records(1), min_size=RECORDS, max_size=RECORDS),
)
def test_a_code_for_none_agrees_with_a_no(turtle: str, found: list[dict[str, State]]) -> None:
    for pair in judged(turtle + A_CODE_FOR_NONE, found):
        assert pair.fast == pair.true
