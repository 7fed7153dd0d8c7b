"""The day asked for that gives way to the commencement is told first, in every form."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph

from lovgraf.core.terms import CORE, Lang
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.reports.assessment import as_json, turtle
from lovgraf.reports.assessment.document import document, short
from lovgraf.reports.summary import of_assessment
from tests.checker.proposals.small import DAY, law, proposal
from tests.checker.proposals.test_cell_gaps import WORDS

EARLIER = date(2030, 5, 1)
SAID = {
    "da": "Der er spurgt om loven 1. maj 2030, men »Syn af alle skibe« træder først i kraft 1. "
    "januar 2031: det er loven den dag, der er vurderet.",
    "en": 'The law of 1 May 2030 was asked for, but "Inspection of all ships" commences only on 1 '
    "January 2031: it is the law of that day that was assessed.",
}


def assessed(day: date | None) -> Assessment:
    return assess(law(WORDS), [proposal()], as_of=day)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_it_is_the_first_sentence_and_said_once(lang: Lang) -> None:
    found = assessed(EARLIER)
    assert found.day == DAY
    for made in (document(found, lang), short(found, lang)):
        texts = [getattr(block, "text", "") for part in made.sections for block in part.blocks]
        assert texts[0] == SAID[lang]
        assert texts.count(SAID[lang]) == 1
    assert SAID[lang] in of_assessment(found, lang, Path("r.md")).splitlines()[1]


def test_it_is_in_data() -> None:
    found = assessed(EARLIER)
    told = json.loads("".join(as_json.write(found)))
    assert list(told)[:2] == ["as_of", "asked_as_of"]
    assert (told["as_of"], told["asked_as_of"]) == ("2031-01-01", "2030-05-01")
    assert SAID["en"] in [note["en"] for note in told["notes"]]
    report = Graph().parse(data="".join(turtle.write(found)), format="turtle")
    assert SAID["da"] in map(str, report.objects(None, CORE.note))


@pytest.mark.parametrize("day", [None, DAY, date(2031, 5, 1)])
def test_a_day_that_is_kept_to_is_not_spoken_of(day: date | None) -> None:
    found = assessed(day)
    assert found.another_day is None
    assert found.day == (day or DAY)
