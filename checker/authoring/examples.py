"""`python -m lovgraf.authoring.examples DATE...`: the ready examples of the relations anew.

Of what answers the questions of each date, as few records are kept as answer all of them, each time
the one that answers the most of what is left by those of the dates before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from lovgraf.engine.in_memory import Record
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law, load_law
from lovgraf.proposals.overview.ready import FILE, plain
from lovgraf.proposals.overview.relations import RelationsOfType
from lovgraf.proposals.witness_search import Answer, Examples


def main() -> None:
    """Write them for the dates of the command line."""
    days = [*map(date.fromisoformat, sys.argv[1:])]
    FILE.write_text(_lines(examples(load_law(), days)), encoding="utf-8")


Content = dict[str, dict[str, list[dict[str, object]]]]


def examples(law: Law, days: list[date]) -> Content:
    """The records of some dates, by type of record and date."""
    types = sorted(law.facts.record_types.items())
    found: dict[str, list[Examples]] = {record_type: [] for _, record_type in types}
    for day in days:
        for iri, record_type in types:
            known = found[record_type]
            known.append(
                Examples.of(day, _fewest(RelationsOfType(law.at(day), record_type, iri), known))
            )
    return {
        record_type: {
            one.as_of.isoformat(): [_plain(law.facts, dict(record)) for record in one.records]
            for one in by_day
        }
        for record_type, by_day in found.items()
    }


def _fewest(asker: RelationsOfType, known: Sequence[Examples]) -> list[Answer]:
    """Answers to every question of a date that somebody is so, but not by the examples known."""
    wanted = asker.questions()
    search = asker.search(wanted, known)
    answered = search.answered_by_examples(wanted)
    found = {
        question: own.record
        for question, own in search.ask(wanted).items()
        if own.record is not None and question not in answered
    }
    if not found:
        return []
    records = list({tuple(sorted(one.items())): one for one in found.values()}.values())
    return [Answer(records[place]) for place in _cover(search.answers(found, records))]


def _cover(answers: npt.NDArray[np.bool_]) -> list[int]:
    """Columns of which each row has one that holds, the one that adds the most first."""
    left, chosen = answers.any(axis=1), list[int]()
    while left.any():
        chosen.append(int(answers[left].sum(axis=0).argmax()))
        left &= ~answers[:, chosen[-1]]
    return chosen


def _plain(facts: FactVocabulary, record: Record) -> dict[str, object]:
    given = ((name, record.get(column.iri)) for name, column in sorted(facts.columns.items()))
    return {name: plain(state) for name, state in given if state is not None}


def _lines(content: Content) -> str:
    """As JSON, a record a line."""
    types = []
    for record_type, by_day in content.items():
        days = []
        for day, records in by_day.items():
            lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in records)
            days.append(f"{json.dumps(day)}: [\n{lines}\n]")
        types.append(f"{json.dumps(record_type)}: {{\n" + ",\n".join(days) + "\n}")
    return "{\n" + ",\n".join(types) + "\n}\n"


if __name__ == "__main__":
    main()
