"""The ready examples fit the law, and answer nearly all that the relations ask."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lovgraf.authoring.examples import _cover, _lines
from lovgraf.law import Law
from lovgraf.proposals.overview.ready import FILE, _content, ready_examples
from lovgraf.proposals.overview.relations import RelationsOfType


def test_the_file_names_columns_of_the_law_and_no_number_of_a_person(law: Law) -> None:
    content = _content()
    assert content.keys() == set(law.facts.record_types.values())
    for record_type, by_day in content.items():
        names = {column.name for column in law.facts.columns_of(record_type)}
        for record in (one for records in by_day.values() for one in records):
            assert record.keys() <= names
            assert record.get("cpr_number") in {None, "none", "present"}
    assert FILE.read_text("utf-8") == _lines(content)


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2014, 12, 1), date(2018, 6, 8)])
def test_hardly_anything_is_left_to_the_solver(law: Law, day: date) -> None:
    """On a date that examples were made for, and on another. Where this fails the law has changed:
    `make examples` writes the file anew."""
    iri, record_type = next(one for one in law.facts.record_types.items() if one[1] == "filing")
    asker = RelationsOfType(law.at(day), record_type, iri)
    wanted = asker.questions()
    search = asker.search(wanted, ready_examples(law.facts, record_type))
    told, answers = search.answered_by_examples(wanted), search.ask(wanted)
    found = answers.values()
    assert all(answers[question].record is not None for question in told)
    somebody = sum(one.record is not None for one in found)
    nobody = sum(one.nobody for one in found)
    assert somebody > 500
    assert len(told) > 0.9 * somebody
    assert search.solved <= nobody + somebody // 10


def test_as_few_are_kept_as_answer_all() -> None:
    answers = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 1], [0, 0, 0]], np.bool_)
    assert sorted(_cover(answers)) == [0, 2]
