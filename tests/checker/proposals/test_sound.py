"""What cannot be used as a proposal ends with a message that names the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import proposal_of, read_proposal
from tests.checker.proposals.small import NEW, NORM, law, text


def refused(turtle: str) -> InputError:
    with pytest.raises(InputError) as caught:
        lay_over(law(), [proposal_of(turtle, "p.ttl")])
    assert caught.value.message.da != caught.value.message.en
    return caught.value


def line_with(turtle: str, words: str) -> int:
    return next(n for n, line in enumerate(turtle.splitlines(), 1) if words in line)


def test_a_file_that_is_not_turtle(tmp_path: Path) -> None:
    path = tmp_path / "p.ttl"
    path.write_text("<a> a <b>\n<c> .")
    with pytest.raises(InputError) as caught:
        read_proposal(path)
    assert caught.value.line == 2


def test_a_file_without_a_proposal() -> None:
    assert "core:Proposal" in refused("<a> <b> <c> .").message.en


def test_two_proposals_in_a_file() -> None:
    turtle = text("<proposal/zwei> a core:Proposal .")
    assert refused(turtle).line == line_with(turtle, "zwei")


def test_no_title() -> None:
    turtle = text().replace('rdfs:label "Syn af alle skibe"@da, "Inspection of all ships"@en ;', "")
    error = refused(turtle)
    assert "title" in error.message.en
    assert error.line == line_with(turtle, "<proposal/all>")


@pytest.mark.parametrize(
    ("turtle", "words", "at"),
    [
        (text(part="core:replaces <law/2029/1/par/1/norm/inspektion> ;"), "nor", "inspektion"),
        (text(part="core:replces <x> ;"), "core:replaces", "core:replces"),
        (text(head="core:ends <law/2029/1/par/9> ;"), "neither", "par/9"),
        (text(head="core:ends <class/granted> ;"), "cannot be brought", "core:ends"),
        (text(part="core:replaces <class/granted> ;"), "neither a norm", "class/granted"),
        (text(part=""), "what kind of norm", f"introduces <{NEW}>"),
        (text(part="a core:Obligation, core:Exemption ;"), "two kinds", f"introduces <{NEW}>"),
        (text(head=f"core:ends <{NEW}> ;"), "contradicts itself", f"core:ends <{NEW}>"),
        (text(part=f"core:replaces <{NORM}>, <{NEW}> ;"), "place of itself", f"<{NEW}>"),
        (
            text(
                head='core:inForceFrom "2031-01-01"^^xsd:date ; '
                "core:commencementUndetermined true ;"
            ),
            "contradicts itself",
            "Undetermined",
        ),
        (text(head='core:inForceFrom "1. januar" ;'), "date", "core:inForceFrom"),
        (
            text(
                "<class/a> a owl:Class ; owl:equivalentClass [ owl:complementOf <class/b> ] .",
                "<class/b> a owl:Class ; owl:equivalentClass [ owl:complementOf <class/a> ] .",
            ),
            "defined by itself",
            "<class/a>",
        ),
        (
            text("record:f a record:DerivedFact ; record:of record:f ."),
            "computed from itself",
            "record:f",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_its_line(turtle: str, words: str, at: str) -> None:
    error = refused(turtle)
    assert words in error.message.en
    assert error.file == "p.ttl"
    assert error.line == line_with(turtle, at)
