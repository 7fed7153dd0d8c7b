"""The days on which the law changes, and what differs between two dates."""

from __future__ import annotations

from datetime import date, timedelta

from lovgraf.law import Law
from lovgraf.proposals.overview.timeline import difference, timeline


def test_between_two_days_of_the_time_line_nothing_changes(law: Law) -> None:
    days = [day.day for day in timeline(law)]
    assert days == sorted(set(days))
    for first, second in zip(days[:8], days[1:9], strict=True):
        found = difference(law, first, second - timedelta(days=1))
        assert (found.began, found.ended, found.changed) == ((), (), ())
        at_once = difference(law, second - timedelta(days=1), second)
        assert at_once.began or at_once.ended or at_once.changed


def test_a_difference_is_the_norms_of_both_days(law: Law) -> None:
    first, second = date(2014, 12, 1), date(2022, 1, 1)
    found = difference(law, first, second)
    before, after = law.at(first).norms, law.at(second).norms
    gone = {n.iri for n in found.ended} | {n.iri for one in found.changed for n in one.before}
    new = {n.iri for n in found.began} | {n.iri for one in found.changed for n in one.after}
    assert gone == before.keys() - after.keys()
    assert new == after.keys() - before.keys()
    assert found.kept == len(before.keys() & after.keys())
    assert found.changed
    provisions = {n.provision for n in found.began} & {n.provision for n in found.ended}
    assert not provisions
