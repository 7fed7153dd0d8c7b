"""A large table gets the verdicts that its rows get one by one, also where what was found out of
the rows of an earlier one is kept.

Rows that their cells leave open are told apart by what counts of them, and named: two rows with one
name are judged alike, in whatever table they are. So some rows of a table differ in days, codes and
numbers alone, and lie in few cells.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from msgspec.structs import replace

from lovgraf.check import dataset as check
from lovgraf.check import row_recheck
from lovgraf.check.request import CheckRequest
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import RECORD
from lovgraf.facts.values import State
from lovgraf.law import Law, LawView
from lovgraf.law.presumptions import Profile
from tests.agreement.expressions import ANY, DATES
from tests.agreement.laws import (
    AS_OF,
    VALUES,
    contradictory_records,
    laws,
    records,
    telling,
    view_of,
)
from tests.agreement.test_presumptions import judged, presuming, profiles
from tests.agreement.test_tables import _columns, _csv, _given
from tests.checker.test_kept_rows import checked_anew, said
from tests.examples import WHOLE, examples

TABLES, ROWS = 3, 40 if WHOLE else 20
ALIKE = 2
"""Rows that the others of the tables are like but for a few columns."""
VARIED = ["markedOn", "startedOn", "endedOn", "country", "number"]
"""These columns, each with one of so many values (`SOME`)."""
SOME = 4
TURNS = [
    *VARIED,
    *DATES,
    "memberThen",
    "days",
    "age",
    "months",
    "daysPastHalf",
    "span",
    "thingOver",
]
"""What a law asks about that turns on them, for the most part."""
LISTED = frozenset({"pending", "breached", "fulfilled", "not_applicable", "exempt"})
Rows = list[dict[str, State]]


@st.composite
def tables(draw: st.DrawFn) -> list[Rows]:
    """Tables of rows of which many are given the same columns."""
    start = st.one_of(records(unknown=6), contradictory_records())
    alike = draw(st.lists(start, min_size=ALIKE, max_size=ALIKE))
    given = {name: st.lists(VALUES[name], min_size=SOME, max_size=SOME) for name in VARIED}
    values = {name: draw(some) for name, some in given.items()}

    def row() -> dict[str, State]:
        found = dict(draw(st.sampled_from(alike)))
        for name in draw(st.sets(st.sampled_from(VARIED), max_size=2)):
            if found[str(RECORD[name])] is not None:
                found[str(RECORD[name])] = draw(st.sampled_from(values[name]))
        return _given(found, set())

    return [[row() for _ in range(ROWS)] for _ in range(TABLES)]


def law_view(turtle: str, profile: Profile) -> LawView:
    """A law of which what is found out is kept, as it is of the shipped one."""
    view = presuming(view_of(turtle), profile)
    source = view.law.source
    law = Law(replace(source, digest=sha256(turtle.encode()).hexdigest(), kept=True))
    return presuming(law.at(AS_OF), profile)


def checked(path: Path, law: Law) -> CheckResult:
    """As in a process of its own."""
    return checked_anew(
        path,
        CheckRequest(
            AS_OF,
            law,
            record_type="thing",
            exact=True,
            fail_on=LISTED,
            accept_unread=sorted(VALUES),
            all_norms=True,
        ),
    )


@examples(1, whole=6, of=12, shrink=False)
@given(
    laws(norms=4, facts=8, judged=True, among=[*TURNS, *TURNS, *ANY]).filter(telling),
    tables(),
    profiles(),
)
def test_what_was_kept_of_one_table_holds_for_the_next(
    tmp_path_factory: pytest.TempPathFactory, turtle: str, found: list[Rows], profile: Profile
) -> None:
    view = law_view(turtle, profile)
    place = tmp_path_factory.mktemp("tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(place / "cache"))
        for number, rows in enumerate(found):
            try:
                alone = judged(view, rows)
            except NotCompilable:
                reject()
            path = place / f"{number}.csv"
            _csv(path, _columns(view, rows), rows)
            patch.setenv("LOVGRAF_CACHE", "off")
            small = checked(path, view.law)
            patch.delenv("LOVGRAF_CACHE")
            with pytest.MonkeyPatch.context() as large:
                large.setattr(row_recheck, "_AT_ONCE", 0)
                large.setattr(check, "MANY", 1)
                quick = checked(path, view.law)
            for norm in quick.norms:
                wanted = Counter(one[norm.norm].verdict for one in alone)
                assert {v: n for v, n in norm.verdicts.items() if n} == wanted, (norm.norm, turtle)
            assert said(quick) == said(small), (turtle, profile, rows)
