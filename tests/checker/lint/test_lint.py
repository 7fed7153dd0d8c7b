"""Every lint rule is triggered by a law that breaks it, and by nothing else in that law."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lovgraf.authoring.lint import LintFinding, lint
from lovgraf.authoring.lint.asked import answer_unasked, presumed_away
from lovgraf.authoring.lint.hygiene import hygiene_queries
from lovgraf.authoring.lint.idle_norms import IDLE
from lovgraf.authoring.lint.rules import reasoner_findings
from lovgraf.authoring.lint.run import lint_sources
from lovgraf.authoring.lint.sources import read_sources
from lovgraf.cli.main import run
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, RECORD, Text
from lovgraf.core.turtle import parse_turtle
from lovgraf.explain.question import questions_of
from lovgraf.facts.fact import Column, Presumption
from lovgraf.law import load_law
from lovgraf.law.graph import ONTOLOGY, SHAPES
from lovgraf.law.presumptions import Profile, profile_of
from lovgraf.law.well_formed import named_shapes
from tests.checker.law.test_encode_an_act import blocks, command
from tests.examples import WHOLE, one_in, whole

_spec = importlib.util.spec_from_file_location("mini_law", Path(__file__).parent / "mini_law.py")
assert _spec is not None
assert _spec.loader is not None
mini: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(mini)

VOCABULARY = [
    ONTOLOGY / "core.ttl",
    ONTOLOGY / "record.ttl",
    ONTOLOGY / "change.ttl",
    SHAPES / "law.ttl",
    SHAPES / "shape.ttl",
]
SOUND = "sound"
FOLLOWING, TWICE, BESIDE, UNFORMED = "following", "stating-twice", "beside-it", "out-of-form"
DUTY = "<@/par/1/norm/duty> a core:Obligation ;"
ENDED = (DUTY, f'{DUTY} core:inForceUntil "2013-12-31"^^xsd:date ;')
EXEMPTING = "core:exempts <@/par/1/norm/duty>"
BY_TWO = "core:competentAuthority core:Municipality , core:Minister"
UNREADABLE_TOO = {"law/threshold", "date-in-class", "value-datatype"}
"""What is said of a value of another type than its fact in a way that no engine reads."""


RULES = one_in(3, mini.BREAKS)
"""The rules whose breach is tried."""


def cases() -> dict[str, str]:
    """Rule -> text; every text an act of its own."""
    texts = {SOUND: mini.law(1)}
    for number, (code, changes) in enumerate(mini.BREAKS.items(), 2):
        if code in RULES:
            texts[code] = mini.law(number, changes)
    # What is no rule's breach, or one rule's beside another's.
    texts[FOLLOWING] = mini.law(501, [*mini.BREAKS["version-overlap"], ENDED])
    texts[TWICE] = mini.law(502, [(EXEMPTING, f"{EXEMPTING} ; {BY_TWO}")])
    texts[BESIDE] = mini.law(503, mini.BREAKS["shadowed"])
    texts[UNFORMED] = mini.law(504) + "\n"
    return texts


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Rule -> the codes found in the law that breaks it; all laws are checked in one run."""
    directory = tmp_path_factory.mktemp("laws")
    files: dict[str, str] = {}
    for code, text in cases().items():
        path = directory / f"{code.replace('/', '-')}.ttl"
        path.write_text(text, encoding="utf-8")
        files[str(path)] = code
    result: dict[str, set[str]] = {code: set() for code in files.values()}
    findings = lint_sources(read_sources([*VOCABULARY, *map(Path, files)]), reasoner=False)
    # A law with a threshold of the wrong type stops the reasoner for all.
    readable = [p for p, code in files.items() if code in (SOUND, "unsatisfiable")]
    findings += reasoner_findings(read_sources([*VOCABULARY[:2], *map(Path, readable)]))
    for finding in findings:
        if finding.file in files:
            result[files[finding.file]].add(finding.code)
    return result


@pytest.mark.slow
def test_the_whole_law_is_clean(found: dict[str, set[str]]) -> None:
    assert found[SOUND] == set()


@pytest.mark.slow
@pytest.mark.parametrize("code", RULES)
def test_each_rule_finds_what_breaks_it_and_no_other_rule_does(
    found: dict[str, set[str]], code: str
) -> None:
    also = {"unreadable"} if code in UNREADABLE_TOO else set()
    assert found[code] == {code, *also}


def test_every_rule_has_such_a_law() -> None:
    shapes = parse_turtle(SHAPES / "law.ttl") + parse_turtle(SHAPES / "shape.ttl")
    codes = {str(s).removeprefix(f"{BASE}shape/") for s in named_shapes(shapes)}
    codes |= {query.code for query in hygiene_queries()}
    codes |= {code for code, _ in IDLE.values()} | {"said-twice", "not-compilable", "unreadable"}
    codes |= {"other-record-type", "unreadable-value"}
    # A rule on deadlines without its form is refused where the law is read: test_deadline_rules.py.
    # A law with a question is one of which every norm is asked about: below.
    assert codes - {"law/deadline-rule", "no-sentence", "unknown-word"} <= mini.BREAKS.keys()


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> list[LintFinding]:
    """What is found of two laws with questions."""
    folder = tmp_path_factory.mktemp("asking")
    letter = """<@/fact/x> a record:Column ; record:recordType <@/records> .
      <@/fact/y> a record:Column ; record:recordType <@/records> ;
        core:sentence "det er y"@da , "it is y"@en .
      <@/question/x> a core:Question ; core:recordType <@/records> ."""
    words = """<@/address> core:addressWord [ skos:notation "who" ] , [ skos:notation "is" ] .
      <@/fact/x> core:sentence "{who} {is} {value} hos {bearer}"@da .
      <@/fact/y> core:sentence "{who} are {values}"@en .
      <@/question/x> core:openingSentence [ rdfs:label "Ja. {who} {is} fritaget."@da ] .
      <@/question/y> core:openingSentence [ rdfs:label "Yes. {who} {are} exempt."@en ] ,
        [ rdfs:label "Yes. {value} it is."@en ] ."""
    (folder / "letter.ttl").write_text(mini.law(1, [("", letter)]), encoding="utf-8")
    (folder / "words.ttl").write_text(mini.law(2, [("", words)]), encoding="utf-8")
    paths = folder / "letter.ttl", folder / "words.ttl"
    return lint_sources(read_sources([*VOCABULARY, *paths]), reasoner=False)


def subjects(found: list[LintFinding], code: str, name: str) -> list[str]:
    """Of what a rule finds something in a file."""
    return sorted(one.subject or "" for one in found if one.code == code and name in str(one.file))


@pytest.mark.slow
def test_a_column_that_a_letter_cannot_say(asking: list[LintFinding]) -> None:
    assert subjects(asking, "no-sentence", "letter.ttl") == ["law/9001/1/fact/x"]


@pytest.mark.slow
def test_a_word_that_no_form_of_address_has(asking: list[LintFinding]) -> None:
    said = subjects(asking, "unknown-word", "words.ttl")
    assert said == ["law/9001/2/fact/y", *["law/9001/2/question/y"] * 2]


@pytest.mark.slow
def test_versions_that_follow_each_other_are_no_finding(found: dict[str, set[str]]) -> None:
    assert found[FOLLOWING] == set()


@pytest.mark.slow
def test_a_norm_that_states_twice_what_it_has_once_hides_no_other(
    found: dict[str, set[str]],
) -> None:
    assert (found[TWICE], found[BESIDE]) == ({"stated-twice"}, {"shadowed"})


@pytest.mark.slow
def test_a_file_out_of_form_is_found(found: dict[str, set[str]]) -> None:
    assert found[UNFORMED] == {"format"}


TOGETHER = [
    ONTOLOGY / "proposal" / f"{name}.ttl"
    for name in (
        "digital-post-group-1", "digital-post-group-1-subsection", "self-service-abroad",
        "self-service-relief-one-act", "udk-registration-authority", "nemkonto-everyone",
        "representations-foreign-passports", "package-and-campaign",
    )
]  # fmt: skip
"""Shipped proposals that can be laid over the law together."""


@pytest.fixture(scope="module")
def all_given(tmp_path_factory: pytest.TempPathFactory) -> list[LintFinding]:
    """What is found of files beside the shipped ones, two named from their folder, and of proposals
    that are laid over them; the third has the act of the document on encoding one, the last adds to
    a question that others ask. Where not all is tried two of them and a small proposal, beside the
    vocabulary alone."""
    folder = tmp_path_factory.mktemp("given")
    (folder / "licence.ttl").write_text("\n".join(blocks("turtle")), encoding="utf-8")
    first = folder / "a.ttl"
    first.write_text(mini.law(1, mini.BREAKS["law/capability"]), encoding="utf-8")
    (folder / "b.ttl").write_text(mini.law(2) + "\n", encoding="utf-8")
    text = """
<question/digital-post-exemption> core:openingSentence [ rdfs:label "Yes. {you} may."@en ] .
"""
    (folder / "adds.ttl").write_text(mini.law(3, []).split("\n\n")[0] + text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        own = [first, Path("b.ttl")]
        if not WHOLE:
            patch.setattr("lovgraf.authoring.lint.run.shipped_files", lambda: VOCABULARY)
            (folder / "ends.ttl").write_text(mini.format_turtle(mini.ending("x")), encoding="utf-8")
            return lint([*own, Path("ends.ttl")], reasoner=False)
        assert run(command("format")) == 0
        own += [Path("licence.ttl"), Path("adds.ttl")]
        return lint([*own, *TOGETHER], reasoner=False)


@pytest.fixture(scope="module")
def of_proposals() -> set[str]:
    """The proposals' files as findings name them, from another folder."""
    return {str(path.resolve()) for path in TOGETHER}


@pytest.fixture(scope="module")
def given(all_given: list[LintFinding], of_proposals: set[str]) -> list[LintFinding]:
    """What is found of the four files."""
    return [finding for finding in all_given if finding.file not in of_proposals]


@pytest.mark.slow
@whole("checker/lint/test_proposals.py::test_a_flaw_in_a_proposal_is_found_with_its_file")
def test_what_the_proposals_make_of_the_law_together_is_well_formed(
    all_given: list[LintFinding], of_proposals: set[str]
) -> None:
    """What each makes of it by itself is looked at by test_proposals.py."""
    found = [finding for finding in all_given if finding.file in of_proposals]
    assert found, "of them something is told, if no error"
    assert [finding for finding in found if finding.severity == "error"] == []


@pytest.mark.slow
def test_given_files_are_checked_with_the_shipped_graph(given: list[LintFinding]) -> None:
    found = [finding for finding in given if finding.file == "a.ttl"]
    assert [(f.code, f.subject) for f in found if f.code != "no-question"] == [
        ("law/capability", "law/9001/1/capability/key")
    ]
    assert found[0].message["da"].startswith("Forudsætningen")


@pytest.mark.slow
@whole("test_a_word_that_no_form_of_address_has")
def test_what_a_given_file_says_of_something_that_others_speak_of_too_is_told(
    given: list[LintFinding],
) -> None:
    assert "unknown-word" in {one.code for one in given if one.file == "adds.ttl"}


@pytest.mark.slow
@whole("checker/law/test_encode_an_act.py::test_the_scenarios_come_out_as_they_say")
def test_nothing_is_found_of_the_documents_act(given: list[LintFinding]) -> None:
    found = [finding for finding in given if finding.file in (None, "licence.ttl")]
    assert not found, [finding.message.en for finding in found]


@pytest.mark.slow
def test_files_are_named_from_the_working_directory(given: list[LintFinding]) -> None:
    assert {(f.code, f.file) for f in given if f.file != "adds.ttl"} == {
        ("law/capability", "a.ttl"), ("format", "b.ttl"),
        *(("no-question", file) for file in ("a.ttl", "b.ttl") if WHOLE),
    }  # fmt: skip


@pytest.mark.slow
@whole("checker/test_hermit.py::test_a_class_that_cannot_be_read_is_an_error")
def test_a_class_that_the_reasoner_cannot_read_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(mini.law(1, mini.BREAKS["date-in-class"]), encoding="utf-8")
    found = reasoner_findings(read_sources([ONTOLOGY / "core.ttl", path]))
    assert [f.code for f in found] == ["reasoner"]


@pytest.mark.slow
@whole("checker/test_hermit.py::test_assertions_that_contradict_the_axioms")
def test_contradictory_assertions_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    text = mini.law(1) + "\n<law/9001/1> a core:Norm .\n"
    path.write_text(text, encoding="utf-8")
    found = reasoner_findings(read_sources([ONTOLOGY / "core.ttl", path]))
    assert [f.code for f in found] == ["contradictory"]


def test_broken_turtle_cannot_be_linted(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b> .", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        lint([path])
    assert caught.value.line == 1


def test_severe_findings_come_first() -> None:
    text = Text("x", "x")
    mild, severe = LintFinding("a", "info", text), LintFinding("b", "error", text)
    assert sorted([mild, severe], key=LintFinding.sort_key) == [severe, mild]


@pytest.mark.slow
def test_a_question_that_is_answered_before_anything_is_said() -> None:
    """Were everybody taken to be resident, the municipality that asks whether it must register the
    exemption of somebody who left is told no at once; whoever asks for protection of the address
    is told yes, which takes nothing away; and that a rule bars a complaint is a no of its own."""
    law, day = load_law(), date(2026, 11, 1)
    status = law.facts[str(RECORD.cprStatus)]
    assert isinstance(status, Column)
    resident = Presumption(
        iri="x", label=status.label, definition=None, datatype="boolean",
        record_types=status.record_types, presumes=status.iri, value="01", standing="case",
    )  # fmt: skip
    usual = profile_of(law.graph, law.facts, "case").presumptions
    others = tuple(one for one in usual if one.presumes != status.iri)
    asked = {
        "digital-post-register-exemption": (("depends", False), ("no", True)),
        "address-protection": (("depends", False), ("yes", False)),
        "digital-post-exemption-complaint": (("no", False), ("no", False)),
    }
    for slug, expected in one_in(3, asked.items()):
        question = questions_of(law)[slug]
        found = []
        for some in (usual, (*others, resident)):
            under = replace(law, profile=Profile("case", some, "case"))
            told = answer_unasked(under, question, day)
            found.append((told, presumed_away(under, question, day)))
        assert tuple(found) == expected
