"""What the document of an assessment says, and that it says it once."""

from __future__ import annotations

import re

import pytest

from lovgraf.core.terms import Lang
from lovgraf.reports.assessment import markdown
from lovgraf.reports.assessment.blocks import Document, Paragraph, Table
from lovgraf.reports.assessment.document import document, short
from tests.checker.proposals.test_graph_gaps import DATED
from tests.checker.proposals.test_graph_gaps import assessed as of_ships
from tests.checker.reports.assessment.example import assessed

pytestmark = pytest.mark.slow
LANGUAGES: tuple[Lang, Lang] = ("da", "en")


def paragraphs(made: Document, title: str) -> list[Paragraph]:
    (found,) = [section for section in made.sections if section.title == title]
    return [block for block in found.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("make", [document, short], ids=lambda make: make.__name__)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_gap_is_told_once(make: object, lang: Lang) -> None:
    text = "".join(markdown.write(make(assessed(), lang)))  # type: ignore[operator]
    messages = [gap.message[lang] for gap in assessed().gaps]
    assert messages
    for message in messages:
        assert text.replace("\\", "").count(message) == 1


@pytest.mark.parametrize(("lang", "mark"), [("da", "[Åbent]"), ("en", "[Open]")])
def test_open_points_are_marked_and_counted(lang: Lang, mark: str) -> None:
    text = "".join(markdown.write(document(assessed(), lang))).replace("\\", "")
    summary, _, rest = text.partition("\n## ")[2].partition("\n## ")
    (told,) = re.findall(r": (\d+) (?:steder|places)\.", summary)
    assert rest.count(mark) == int(told) > 3


def test_the_consequences_are_those_a_bill_states() -> None:
    made = document(assessed(), "en")
    titles = [section.title for section in made.sections]
    for title in (
        "The principles of digital-ready legislation", "Organisation and transition",
        "IT and risk", "Data protection", "Citizens", "Economy", "Other consequences",
    ):  # fmt: skip
        assert title in titles
    organisation = " ".join(p.text for p in paragraphs(made, "Organisation and transition"))
    assert "commences on 1 January 2020" in organisation
    assert "half a year" in organisation
    data = " ".join(p.text for p in paragraphs(made, "Data protection"))
    assert "has a library card" in data
    assert "none stated" in data  # the transfer has no basis
    assert any(p.open and "Who tells" in p.text for p in paragraphs(made, "Citizens"))


def test_a_reference_leads_to_the_gap_of_that_number() -> None:
    made = document(assessed(), "en")
    numbers = {}
    for section in made.sections:
        if found := re.fullmatch(r"(\d+)\. .* \(\w+, ([\w-]+)\)", section.title):
            numbers[found[2]] = found[1]
    (transfer,) = [p for p in paragraphs(made, "Data protection") if "transferred" in p.text]
    assert transfer.text.endswith(f"(point {numbers['no-legal-basis']}).")


def test_a_principle_that_no_check_touches_is_left_open() -> None:
    made = document(assessed(), "en")
    (table,) = [
        block
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Table) and block.head[0] == "Principle"
    ]
    answers = {row[0][:1]: row[1] for row in table.rows}
    assert len(answers) == 7
    assert answers["6"] == answers["7"] == "[Open] not examined"
    assert answers["5"] == "error"


def test_the_short_form_begins_with_the_gaps_and_leaves_the_consequences_out() -> None:
    titles = [section.title for section in short(assessed(), "en").sections]
    assert titles[:2] == ["Summary", "What the proposal overlooks"]
    assert "Citizens" not in titles
    assert "Economy" in titles


def test_the_head_counts_of_a_dataset_stand_in_the_summary() -> None:
    told = " ".join(p.text for p in paragraphs(document(assessed(), "en"), "Summary"))
    assert "4 get the duty and 2 cannot meet it (of 5 records)" in told
    without = " ".join(p.text for p in paragraphs(document(assessed(False), "en"), "Summary"))
    assert "records" not in without


@pytest.mark.parametrize(("lang", "said"), [("da", "Hvilke skibe ("), ("en", "Which ships (")])
def test_what_a_gap_strikes_is_called_by_its_type(lang: Lang, said: str) -> None:
    base = 'record:Ship record:plural "skibe"@da, "ships"@en .'
    found = of_ships(head=f"{DATED} core:concerns <proposal/all/class/sailing> ;", base=base)
    text = "".join(markdown.write(document(found, lang)))
    assert said in text
    told = text.replace("lovgraf person", "").replace("CPR personal", "")
    assert not re.search(r"\bpersons\b|\bpersoner\b", told)
