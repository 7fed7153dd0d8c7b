"""What is presumed of blanks gives the same verdicts in every engine (semantics, section 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, note, reject
from hypothesis import strategies as st

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Memory, Verdict
from lovgraf.engine.one_record import OneByOne
from lovgraf.facts.fact import Column, Presumption, StatedValue
from lovgraf.facts.values import State
from lovgraf.law import LawView
from lovgraf.law.presumptions import Profile
from lovgraf.reference.filled import judge_filled
from lovgraf.reference.oracles import Oracles
from lovgraf.verdicts.program import compile_programs
from tests.agreement.laws import AS_OF, DAYS, VALUES, laws, records, view_of
from tests.agreement.test_tables import FORMS, UNREAD, _columns, _given
from tests.examples import WHOLE, examples

ROWS = 25 if WHOLE else 8
LAW = laws(norms=2, facts=6)
RECORDS = st.lists(records(unknown=6), min_size=ROWS, max_size=ROWS)
STANDINGS = "statistics", "case", "sanction"
BREACHES = {"breached", "unattainable"}


def _values(column: Column) -> list[Any]:
    """What may be presumed of a column."""
    if column.datatype == "boolean":
        return [True, False]
    if column.datatype == "integer":
        return [None, 7]
    if column.code_list is not None and not column.multi:
        return [None, *column.code_list.notations]
    return [None]


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """A few presumptions over columns of the vocabulary, which ask for others."""
    columns = sorted(view_of("").law.facts.columns_of("thing"), key=lambda c: c.name)
    filled = draw(st.lists(st.sampled_from(columns), min_size=1, max_size=5, unique=True))
    others = [c for c in columns if c not in filled]
    tested = [c for c in others if len(_values(c)) > 1 and c.datatype != "integer"]
    found = []
    for number, column in enumerate(filled):
        asked = draw(st.lists(st.sampled_from(tested), max_size=2, unique=True))
        tests = [
            StatedValue(
                c.iri, (draw(st.sampled_from([v for v in _values(c) if v is not None])),),
                others=not c.multi and draw(st.booleans()),
            )
            for c in asked
        ]  # fmt: skip
        tests += draw(st.lists(DATED.map(lambda day: _dated(others, day)), max_size=1))
        unless = draw(st.lists(st.sampled_from(others), max_size=1))
        found.append(
            Presumption(
                f"https://w3id.org/lovgraf/presumption/{number}", Text("p", "p"), None, "boolean",
                column.record_types, presumes=column.iri,
                value=draw(st.sampled_from(_values(column))),
                tests=tuple(tests), unless=tuple(sorted(c.iri for c in unless)),
                standing=draw(st.sampled_from(STANDINGS)),
            )
        )  # fmt: skip
    return Profile("own", tuple(found), draw(st.sampled_from(STANDINGS)))


DATED = st.tuples(st.integers(0, 9), st.sampled_from([None, *DAYS]), st.sampled_from([1, 2, 15]))
"""Which column of dates a presumption asks for, and before which day or within how many years."""


def _dated(columns: list[Column], day: tuple[int, date | None, int]) -> StatedValue:
    """A presumption's test of a date."""
    number, before, years = day
    dates = [column for column in columns if column.datatype == "date"]
    column = dates[number % len(dates)]
    return StatedValue(column.iri, before=before, years=None if before else years)


def memory(view: LawView) -> Memory:
    """The columns engine for records in memory, under the law's profile."""
    programs = compile_programs(view, "thing")
    for error in programs.refused.values():
        raise error
    return Memory.compile(programs.presuming(view.law.profile))


def judged(view: LawView, found: list[dict[str, State]]) -> list[dict[str, Verdict]]:
    """What it says of records."""
    return memory(view).verdicts(found)


def presuming(view: LawView, profile: Profile) -> LawView:
    return replace(view.law, profile=profile).at(view.as_of)


@examples(2, of=6, shrink=False)
@given(LAW, RECORDS, profiles())
def test_both_engines_agree(turtle: str, found: list[dict[str, State]], profile: Profile) -> None:
    view = presuming(view_of(turtle), profile)
    try:
        columns = judged(view, found)
    except NotCompilable:
        reject()
    norms = list(columns[0])
    reference = judge_filled(view, found, "thing", norms, Oracles(view.law))
    for record, fast, true in zip(found, columns, reference, strict=True):
        for norm in norms:
            verdict, rests_on = true[norm]
            if not verdict.exact or not fast[norm].exact:
                continue
            own = fast[norm]
            note(f"{turtle}\n{profile}\n{_short(record)}\n{own}\n{verdict} {rests_on}")
            if own.verdict == verdict.verdict:
                assert set(rests_on) <= set(own.rests_on) or own.rests_on
                continue
            # Rather open than held against somebody: what a column is behind is taken for unknown.
            assert own.verdict == "undetermined"
            assert verdict.verdict in BREACHES


@examples(2, of=4, shrink=False)
@given(LAW, st.lists(records(unknown=6), min_size=8, max_size=8), profiles())
def test_records_one_by_one_get_the_same(
    turtle: str, found: list[dict[str, State]], profile: Profile
) -> None:
    try:
        engine = memory(presuming(view_of(turtle), profile))
    except NotCompilable:
        reject()
    each = OneByOne(engine)
    for record, together in zip(found, engine.verdicts(found), strict=True):
        seen = each.read(record)
        for norm, verdict in together.items():
            note(f"{turtle}\n{profile}\n{_short(record)}")
            assert each.verdict(seen, norm) == verdict


def _short(record: Mapping[str, State]) -> dict[str, State]:
    return {iri.rsplit("#")[-1]: state for iri, state in record.items()}


@examples(2, of=6, shrink=False)
@given(LAW, RECORDS, profiles())
def test_presumptions_only_settle_what_was_open(
    turtle: str, found: list[dict[str, State]], profile: Profile
) -> None:
    view = view_of(turtle)
    try:
        strict, filled = judged(view, found), judged(presuming(view, profile), found)
    except NotCompilable:
        reject()
    for before, after in zip(strict, filled, strict=True):
        for norm, verdict in after.items():
            own = before[norm]
            if own.exact and verdict.exact and own.verdict != verdict.verdict:
                note(f"{turtle}\n{profile}\n{own}\n{verdict}")
                assert own.verdict == "undetermined"
                if verdict.verdict not in BREACHES | {"undetermined"}:
                    assert verdict.verdict in own.possible
                if verdict.verdict != "undetermined":
                    assert verdict.rests_on


@pytest.mark.parametrize("form", FORMS)
@examples(1, of=3, shrink=False)
@given(LAW, RECORDS, UNREAD, profiles())
def test_a_table_gets_the_verdicts_of_its_rows(
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
    turtle: str,
    found: list[dict[str, State]],
    left_out: set[str],
    profile: Profile,
) -> None:
    view = presuming(view_of(turtle), profile)
    rows = [_given(record, left_out) for record in found]
    try:
        alone = judged(view, rows)
    except NotCompilable:
        reject()
    path = tmp_path_factory.mktemp("table") / f"rows.{form}"
    FORMS[form](path, _columns(view, rows), rows)
    report = check_dataset(
        path,
        CheckRequest(
            AS_OF,
            view.law,
            record_type="thing",
            exact=True,
            accept_unread=sorted(VALUES),
            all_norms=True,
        ),
    )
    for norm in report.norms:
        own = [one[norm.norm] for one in alone]
        note(f"{turtle}\n{profile}\n{[*map(_short, rows)]}")
        assert {v: n for v, n in norm.verdicts.items() if n} == Counter(v.verdict for v in own)
        assert norm.presumed == Counter(v.verdict for v in own if v.rests_on)
