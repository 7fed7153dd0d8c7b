"""`lovgraf assess --new` writes proposals that are valid from the start."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lovgraf.cli.main import run
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.core.turtle import format_turtle
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import proposal_of
from lovgraf.proposals.skeleton import Answers, skeleton
from tests.checker.proposals.small import DAY, NORM, law
from tests.examples import whole

TITLE = Text('Syn af "alle" skibe', "Inspection of all ships!")
GROUP = (
    "core:TargetGroup a owl:Class . core:TransitionMeasure a owl:Class . core:Outcome a owl:Class ."
)


def answers(**changed: object) -> Answers:
    given = {"title": TITLE, "norm": NORM, "also": "class/granted", "commencement": DAY}
    return Answers(**{"law_as_of": DAY, **given, **changed})  # type: ignore[arg-type]


def test_a_widened_norm_is_laid_over_at_once() -> None:
    base = law(GROUP)
    text = skeleton(answers(), base)
    assert format_turtle(text) == text
    found = lay_over(base, [proposal_of(text, "p.ttl")])
    assert not found.not_applied
    new = BASE + NORM + "-inspection-of-all-ships"
    assert set(found.law.at(DAY).norms) >= {new}
    assert BASE + NORM not in found.law.at(DAY).norms
    assert found.proposals[0].title == TITLE


def test_a_norm_without_a_class_ends() -> None:
    base = law(GROUP)
    text = skeleton(answers(also=None, commencement=None), base)
    found = lay_over(base, [proposal_of(text, "p.ttl")])
    assert BASE + NORM not in found.law.at(DAY).norms
    assert found.proposals[0].undetermined


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"norm": "law/2029/1/par/1/norm/no"}, "no norm called"),
        ({"also": "class/no"}, "no class called"),
        ({"title": Text("Æ", "Ø")}, "letter"),
        ({"commencement": date(2029, 1, 1)}, "only from 1 January 2030"),
    ],
)
def test_what_cannot_be_used_is_told(changed: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        skeleton(answers(**changed), law(GROUP))


@pytest.mark.slow
@whole("test_a_widened_norm_is_laid_over_at_once")
def test_the_command_writes_what_the_command_assesses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.ttl"
    norm = "law/2012/528/par/3/stk/1/norm/connection"
    options = ["--title", "Alle", "--title-en", "All", "--norm", norm, "--also", "group/abroad"]
    arguments = ["assess", "--new", *options, "--as-of", "2014-12-01", "--output", str(path)]
    assert run(arguments) == 0
    run(["assess", str(path), "--no-repairs", "--lang", "en"])
    assert "threshold" in capsys.readouterr().out


def test_a_missing_answer_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assess", "--new", "--title", "x", "--lang", "en"]) == 2
    assert "--title-en" in capsys.readouterr().err
    assert run(["assess", "--lang", "en"]) == 2
    assert "--new" in capsys.readouterr().err
