"""Both engines give the same verdicts on generated laws and records (semantics, section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given, note
from hypothesis import strategies as st

from checker.engine import verdicts_for
from checker.records.values import State
from checker.reference import verdicts
from tests.agreement.laws import laws, records, view_of
from tests.agreement.profile import THOROUGH, examples

MANY, FEW = (60, 25) if THOROUGH else (40, 10)


def compare(turtle: str, found: Sequence[Mapping[str, State]]) -> None:
    """Judge records by both engines."""
    view = view_of(turtle)
    reference = verdicts(view, found, "thing")
    columns = verdicts_for(view, found, "thing")
    for record, true, fast in zip(found, reference, columns, strict=True):
        assert set(true) == set(fast)
        for norm, verdict in true.items():
            if verdict.exact and verdict.verdict != fast[norm].verdict:
                note(turtle)
                note(str({iri.rsplit("#")[-1]: state for iri, state in record.items()}))
                note(f"{norm}: reference {verdict}, columns {fast[norm]}")
                raise AssertionError(f"{norm}: {verdict.verdict} is not {fast[norm].verdict}")


@examples(20)
@given(laws(norms=4), st.lists(records(), min_size=MANY, max_size=MANY))
def test_complete_records(turtle: str, found: list[dict[str, State]]) -> None:
    compare(turtle, found)


@examples(16)
@given(
    laws(norms=2, facts=5, judged=True),
    st.lists(records(unknown=3), min_size=FEW, max_size=FEW),
)
def test_incomplete_records(turtle: str, found: list[dict[str, State]]) -> None:
    compare(turtle, found)
