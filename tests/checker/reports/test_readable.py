"""No code, column name, address or stand-in reaches a reader of the reports."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from lovgraf.authoring.scenarios.cases import Scenario, read_scenarios, record_of
from lovgraf.core.terms import Lang, Text
from lovgraf.explain import Explainer
from lovgraf.explain.model import May, PersonVerdict, Why
from lovgraf.law import Law
from lovgraf.reports.person_text import write_person
from tests.examples import FUZZ, whole

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WHOLE = FUZZ > 0
FORBIDDEN = {
    "column name": re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b"),
    "name of the graph": re.compile(r"\b(?!eID\b|eIDAS\b)[a-z]+[A-Z]\w*"),
    "address": re.compile(r"https?:|w3id"),
    "date as figures": re.compile(r"\b\d{4}-\d\d-\d\d\b"),
    "far future": re.compile(r"\b(?<!99-)(?:29|[3-9]\d)\d\d\b(?! (?:kr|euro))"),
    "nothing after a colon": re.compile(r"(?:: *[.)]|\(\)|(?:turns on|afhænger af) *[.)])"),
    "no to a yes": re.compile(r"^\[(?:no|nej|yes|ja)\] .*: (?:yes|no|ja|nej)$"),
    "no to a not": re.compile(r"^\[(?:no|nej)\] (?:not|ikke):"),
    "decimals for nothing": re.compile(r"\d[.,]0 (?:euro|kr|MB)"),
    "a code beside its label": re.compile(r"\b([a-z-]+) \(\1\)"),
}
HEADINGS = re.compile(r"^(?:https?://\S+|[^:]+:)$")
LANGS: tuple[Lang, ...] = ("da", "en")


def faults(lines: Iterable[str]) -> list[str]:
    """The lines that a reader should not see, each with what is wrong."""
    return sorted(
        f"{what}: {line}"
        for line in set(lines)
        if not HEADINGS.match(line)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    )


def said_by_the_tool(verdict: PersonVerdict | May) -> Iterator[Text]:
    """The texts of a verdict that are put together, rather than quoted from the graph."""
    yield from verdict.missing_labels
    if isinstance(verdict, PersonVerdict):
        yield from _texts(verdict.why)
        for turn in verdict.turns:
            yield from (part for change in turn.changes for part in change[1:])


def _texts(why: Why) -> Iterator[Text]:
    yield why.text
    for name, value in why.facts:
        yield from (name, value)
    for child in why.children:
        yield from _texts(child)


def sample(number: int) -> dict[tuple[date, str], list[Scenario]]:
    """Cases by date and type of record; of each type some, on one of its dates."""
    found: dict[tuple[date, str], list[Scenario]] = defaultdict(list)
    for case in read_scenarios(SCENARIOS):
        if not case.error:
            found[case.as_of, case.record_type].append(case)
    if WHOLE:
        return found
    draw = random.Random(5)
    kinds = sorted({kind for _, kind in found})
    chosen = [
        max((k for k in found if k[1] == kind), key=lambda k: len(found[k])) for kind in kinds
    ]
    return {key: draw.sample(found[key], min(number, len(found[key]))) for key in chosen}


@pytest.mark.slow
@whole("test_nothing_unreadable_is_said_of_proposals_and_datasets")
def test_nothing_unreadable_is_said_of_scenarios(law: Law) -> None:
    lines: set[str] = set()
    for (as_of, kind), cases in sample(3).items():
        explainer = Explainer(law.at(as_of), kind)
        for case in cases:
            found = explainer.explain(record_of(law, case))
            for lang in LANGS:
                text = "".join(write_person(found, lang))
                lines |= {line.strip().removeprefix("- ") for line in text.splitlines()}
                told: list[PersonVerdict | May] = [*found.verdicts, *found.may]
                for one in told:
                    lines |= {said[lang] for said in said_by_the_tool(one)}
    assert len(lines) > 1000
    assert faults(lines) == []


GOLDEN = Path(__file__).parents[2] / "golden"
TYPED = re.compile(r"^[\d-]{10}$|--|\b\w+=|\(core:\w+\)|core:\w+")
"""What a drafter types: commands (some broken over lines), and names of the vocabulary."""


def test_nothing_unreadable_is_said_of_proposals_and_datasets() -> None:
    """The texts of all shipped proposals and of a check, as they are kept."""
    files = [*GOLDEN.glob("assess/*.txt"), *GOLDEN.glob("check.*.txt")]
    assert len(files) > 20
    lines = [line.strip().removeprefix("- ") for f in files for line in f.read_text().splitlines()]
    found = faults(line for line in lines if not TYPED.search(line))
    # Notes on the law that a proposal rests on still write days as figures.
    assert [one for one in found if not one.startswith("date as figures")] == []
