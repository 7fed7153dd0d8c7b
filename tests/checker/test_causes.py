"""What a cause says of its verdict."""

from __future__ import annotations

import duckdb
import pytest

from lovgraf.check.causes import cause_message
from lovgraf.check.conclusion import by_norm, part
from lovgraf.core.result import VERDICTS, Cause
from lovgraf.core.terms import Text
from lovgraf.verdicts.decide import NO_REASON
from tests.checker.small_law import AS_OF, law_of, old_ships

WRONG = {"breached", "unattainable"}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_what_is_wrong_is_told_in_the_words_of_a_breach(verdict: str) -> None:
    law = law_of(old_ships())
    (duty,) = law.at(AS_OF).norms.values()
    said = cause_message(law, AS_OF, duty, VERDICTS.index(verdict), NO_REASON)
    assert said.en
    assert said.da
    assert ("Have the ship inspected." in said.en) == (verdict in WRONG)


def test_the_findings_of_a_record_stand_in_the_order_of_the_norms() -> None:
    made = [
        Cause(f"c{n}", norm, "p", "breached", Text("", ""), (), (), 1)
        for n, norm in enumerate("bcab")
    ]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE findings (row BIGINT, cause INTEGER)")
        connection.execute("INSERT INTO findings VALUES (1, 1), (1, 0), (1, 2), (2, 3), (2, 1)")
        order = by_norm(["a", "b"], made)
        sought = [cause.id != "c3" for cause in made]
        part(connection, order, {"findings": sought, "others": [not one for one in sought]})
        found = [made[n] for n in order]
        others = connection.execute("FROM others").fetchall()
        rows = connection.execute("FROM findings ORDER BY row, cause").fetchall()
    assert [cause.id for cause in found] == ["c2", "c0", "c3", "c1"]
    assert [(row, found[number].id) for row, number in others] == [(2, "c3")]
    assert [(row, found[number].id) for row, number in rows] == [
        (1, "c2"), (1, "c0"), (1, "c1"), (2, "c1"),
    ]  # fmt: skip
