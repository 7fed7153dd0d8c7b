"""Records as they are where presumptions fill what they leave blank, for the reference engine.

Source: semantics, section 3 (presumptions are data): a presumption goes by what is stated, never by
another presumption.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from lovgraf.facts.fact import Column, Presumption, StatedValue
from lovgraf.facts.values import NONE, State
from lovgraf.law.presumptions import Profile
from lovgraf.law.view import LawView
from lovgraf.reference.call import holds
from lovgraf.reference.engine import Verdict, verdicts
from lovgraf.reference.operators import Record
from lovgraf.reference.oracles import Oracles

_BREACHES = "breached", "unattainable"
Given = Mapping[str, State]
Judged = dict[str, tuple[Verdict, tuple[str, ...]]]
"""For each norm the verdict, and the presumptions that it rests on."""


def applying(view: LawView, record: Given, profile: Profile) -> list[Presumption]:
    """The presumptions that apply to a record; of several for one column the first."""
    stated = Record(view.law.facts, record, view.as_of)
    found: dict[str, Presumption] = {}
    for one in profile.presumptions:
        silent = stated.state(one.presumes) is None
        silent &= all(stated.state(iri) in (None, NONE) for iri in one.unless)
        asked = all(_states(stated, test) for test in one.tests)
        if silent and asked and not _contradicted(stated, one):
            found.setdefault(one.presumes, one)
    return [*found.values()]


def _contradicted(stated: Record, one: Presumption) -> bool:
    """Whether another column says the opposite of what is presumed: it has a value that it could
    not have then, or all that would say that there is none says that there is."""
    facts, column = stated.vocabulary, stated.vocabulary[one.presumes]
    assert isinstance(column, Column)
    if one.value is not None:
        empty = (c for c in facts.columns.values() if (one.presumes, one.value) in c.none_when)
        return any(stated.state(c.iri) not in (None, NONE) for c in empty)
    if column.absent_value is not None or not column.none_when:
        return False
    others = [(stated.state(iri), wanted) for iri, wanted in column.none_when]
    return all(state is not None and not holds(state, wanted) for state, wanted in others)


def _states(stated: Record, test: StatedValue) -> bool:
    """Whether a record states what a presumption asks for."""
    state = stated.state(test.column)
    if not test.values:
        if not isinstance(state, date) or state > stated.as_of:
            return False
        after = test.after(stated.as_of)
        other = stated.state(test.before_column) if test.before_column else None
        if test.before_column is not None and not (isinstance(other, date) and state < other):
            return False
        return (test.before is None or state < test.before) and (after is None or state > after)
    if state in (None, NONE):
        return False
    given = state if isinstance(state, tuple) else (state,)
    has = any(type(one) is type(other) and one == other for one in given for other in test.values)
    return has is not test.others


def fill(record: Given, presumptions: Iterable[Presumption], as_of: date) -> Given:
    """A record with what is presumed on a date."""
    filled = {one.presumes: one.filled(as_of) for one in presumptions}
    return {**record, **{iri: NONE if value is None else value for iri, value in filled.items()}}


def judge_filled(
    view: LawView,
    records: Sequence[Given],
    record_type: str,
    norms: Collection[str],
    oracles: Oracles,
) -> list[Judged]:
    """The verdict of each norm on each record under the presumptions of the law's profile, with
    those that it rests on; a breach that rests on a weak one is what it is without them."""
    profile = view.law.profile
    if not profile.presumptions:
        plain = verdicts(view, records, record_type, norms, oracles=oracles)
        return [{norm: (verdict, ()) for norm, verdict in found.items()} for found in plain]

    def judged(chosen: Sequence[Sequence[Presumption]]) -> list[dict[str, Verdict]]:
        given = [fill(r, some, view.as_of) for r, some in zip(records, chosen, strict=True)]
        return verdicts(view, given, record_type, norms, oracles=oracles)

    used = [applying(view, record, profile) for record in records]
    full, bare = judged(used), judged([[] for _ in records])
    rests: list[dict[str, list[str]]] = [
        {n: [] for n, v in found.items() if v.verdict not in (strict[n].verdict, "undetermined")}
        for found, strict in zip(full, bare, strict=True)
    ]
    for one in profile.presumptions:
        if not any(one in some and left for some, left in zip(used, rests, strict=True)):
            continue
        without = judged([[p for p in some if p is not one] for some in used])
        for some, left, found, other in zip(used, rests, full, without, strict=True):
            for norm in left if one in some else ():
                if other[norm].verdict != found[norm].verdict:
                    left[norm].append(one.iri)
    strong = judged([[p for p in some if profile.holds_against(p)] for some in used])
    weak = {p.iri for p in profile.presumptions if not profile.holds_against(p)}
    result: list[Judged] = []
    for some, left, found, firm in zip(used, rests, full, strong, strict=True):
        own: Judged = {}
        for norm, verdict in found.items():
            on = tuple(sorted(left.get(norm) or [p.iri for p in some])) if norm in left else ()
            if verdict.verdict in _BREACHES and weak & {*on}:
                verdict, on = firm[norm], ()
            own[norm] = verdict, on
        result.append(own)
    return result
