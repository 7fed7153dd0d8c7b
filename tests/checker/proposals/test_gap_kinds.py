"""A kind of gap is a file, its words in `ontology/gap.ttl` and a page: none without the others."""

from __future__ import annotations

import ast
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from textwrap import dedent

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE, Text, short, text_of
from lovgraf.core.turtle import parse_text
from lovgraf.law.graph import ONTOLOGY, SHAPES
from lovgraf.proposals.changes import references, views_of
from lovgraf.proposals.gap_kind import SEVERITY_OF, GapKind, ToRepair, gap_words, words_in
from lovgraf.proposals.gaps import gap_kind, gap_kinds
from lovgraf.proposals.overlay import lay_over
from tests.checker.proposals.small import DAY, law, proposal
from tests.places import ROOT

FOLDER = ROOT / "checker/proposals/gaps"
FILES = sorted(path for path in FOLDER.glob("*.py") if path.stem != "__init__")
WORDS = Graph().parse(ONTOLOGY / "gap.ttl")
SHAPE_RULES = Graph().parse(SHAPES / "proposal.ttl")
KINDS = {
    str(WORDS.value(kind, SKOS.notation)): kind
    for kind in WORDS.subjects(SKOS.inScheme, URIRef(f"{BASE}gap"))
}


def code_of(path: Path) -> str:
    return path.stem.replace("_", "-")


def names_in(text: str) -> set[str]:
    """The names that a wording has places for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def constants(node: ast.AST) -> set[str]:
    """The texts in a piece of a program."""
    every = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
    return {value for value in every if isinstance(value, str)}


def statements(path: Path) -> Iterator[ast.Call]:
    """Where a file tells a gap by a wording that it names on the spot."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.statement":
            yield node


def wordings(first: ast.expr) -> set[str]:
    """The wordings that a call may mean; none where they are named elsewhere."""
    if isinstance(first, ast.IfExp):
        return wordings(first.body) | wordings(first.orelse)
    return constants(first) if isinstance(first, ast.Constant) else set()


def test_each_kind_has_its_file_its_words_and_its_page() -> None:
    pages = {path.stem for path in (ROOT / "docs/gaps").glob("*.md")}
    files = {code_of(path) for path in FILES}
    assert files == KINDS.keys() == pages == gap_kinds().keys() == gap_words().keys()


def test_a_kind_is_called_as_its_file() -> None:
    for code, kind in gap_kinds().items():
        assert type(kind).__module__.rsplit(".", 1)[-1] == code.replace("-", "_")
        assert code == short(str(KINDS[code]))


def test_a_code_that_nobody_knows_is_neither_looked_for_nor_repaired() -> None:
    assert gap_kind("no-such-code").code == ""


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_is_told_by_wordings_and_by_rules_that_are_there(code: str) -> None:
    wordings_of: list[Node] = list(WORDS.objects(KINDS[code], CORE.wording))
    rules = {one for one in wordings_of if isinstance(one, URIRef)}
    assert wordings_of
    assert rules == {
        shape
        for shape in SHAPE_RULES.subjects(RDF.type, SH.NodeShape)
        if isinstance(shape, URIRef) and short(str(shape)) == code
    }
    for one in set(wordings_of) - rules:
        assert WORDS.value(one, SH.severity) in SEVERITY_OF
        assert {m.language for m in WORDS.objects(one, SH.message) if hasattr(m, "language")} == {
            "da",
            "en",
        }
        assert WORDS.value(one, SKOS.notation) is not None
    assert len(gap_words()[code].wordings) == len(wordings_of) - len(rules)
    assert gap_words()[code].no_repair is not None


def severities(code: str) -> set[str]:
    """How bad a kind can be, by its wordings and its shapes."""
    both, found = WORDS + SHAPE_RULES, WORDS.objects(KINDS[code], CORE.wording)
    return {SEVERITY_OF[bad] for one in found for bad in both.objects(one, SH.severity)}


def looked_for(code: str) -> str:
    """Where a kind is looked for, by what its class does, and by shapes."""
    own = vars(type(gap_kind(code))).keys()
    ruled = any(isinstance(one, URIRef) for one in WORDS.objects(KINDS[code], CORE.wording))
    asked = own & {"of_duty", "of_change", "of_doubt", "of_groups"}
    places = {"graph": ruled or "in_graph" in own, "everyone": bool(asked)}
    return ", ".join(place for place, is_one in places.items() if is_one)


def row(code: str) -> str:
    """A kind in the table of the documentation."""
    text = text_of(WORDS, KINDS[code], SKOS.definition)
    assert text is not None
    bad = [one for one in ("error", "warning", "info") if one in severities(code)]
    cells = f"[`{code}`](gaps/{code}.md)", text.en, ", ".join(bad), looked_for(code)
    return f"| {' | '.join(cells)} |\n"


@pytest.mark.slow
def test_the_documentation_lists_each_kind() -> None:
    """`LOVGRAF_GOLDEN=write` makes the table anew."""
    page = ROOT / "docs/assess.md"
    head, mark, rest = page.read_text(encoding="utf-8").partition(
        "| code | gap | severity | looked for in |\n|---|---|---|---|\n"
    )
    table = "".join(row(code) for code in sorted(KINDS))
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        rest = table + rest[rest.index("\n\n") + 1 :] if rest[0] == "|" else table + rest
        page.write_text(head + mark + rest, encoding="utf-8")
    assert mark
    assert rest.startswith(f"{table}\n")


@pytest.mark.parametrize("code", KINDS)
def test_its_page_says_when_it_is_how_bad(code: str) -> None:
    page = (ROOT / f"docs/gaps/{code}.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"\*\*Severity:\*\* (.*?)\n\n", page, re.DOTALL)
    assert set(re.findall("error|warning|info", said)) == severities(code)


@pytest.mark.parametrize("path", FILES, ids=code_of)
def test_each_wording_is_used_and_both_languages_have_the_same_names(path: Path) -> None:
    known = gap_words()[code_of(path)].wordings
    here = constants(ast.parse(path.read_text(encoding="utf-8")))
    here |= constants(ast.parse(inspect.getsource(references)))
    assert known.keys() <= here, "a wording that nothing says"
    for wording in known.values():
        assert names_in(wording.message.da) == names_in(wording.message.en)


@pytest.mark.parametrize("path", FILES, ids=code_of)
def test_what_is_filled_in_is_what_the_wordings_have_places_for(path: Path) -> None:
    known = gap_words()[code_of(path)].wordings
    calls = list(statements(path))
    elsewhere = known.keys() - set().union(*(wordings(call.args[0]) for call in calls))
    for call in calls:
        given = {str(keyword.arg) for keyword in call.keywords}
        places = [names_in(known[name].message.da) for name in wordings(call.args[0]) or elsewhere]
        assert set().union(*places) == given, ast.unparse(call)


def test_names_are_filled_in_in_each_language() -> None:
    wording = gap_words()["uncommenced"].wordings["rests-on"]
    found = wording.filled({"norm": Text("{pligt}", "{duty}"), "other": Text("§ 1", "section 1")})
    assert found.da.startswith("»{pligt}« hviler på »§ 1«")
    assert found.en.startswith('"{duty}" rests on "section 1"')


def shown(language: str) -> str:
    """What CONTRIBUTING shows of a new kind."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = page.split("## Add a gap\n")[1].split("\n## ")[0]
    (found,) = re.findall(rf"   ```{language}\n(.*?)   ```", part, re.DOTALL)
    return dedent(str(found))


def test_the_kind_that_contributing_adds_is_found_and_repaired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = words_in(parse_text((ONTOLOGY / "gap.ttl").read_text("utf-8") + shown("turtle")))
    names: dict[str, object] = {"__name__": "no_authority"}
    exec(compile(shown("python"), "CONTRIBUTING.md", "exec"), names)
    (kind,) = (one() for one in GapKind.__subclasses__() if one.__module__ == "no_authority")
    monkeypatch.setattr("lovgraf.proposals.gap_kind.gap_words", lambda: words)
    permission = "<law/2029/1/par/1/norm/leave> a core:Permission ; CHARGE"
    charge = """core:competentAuthority <authority/harbour> ; core:recordType record:Ship ;
  core:provision <law/2029/1/par/1> ; core:inForceFrom "2030-01-01"^^xsd:date .
core:competentAuthority a owl:ObjectProperty . core:Permission a owl:Class .
<law/2029/1/par/1> a core:Provision ; eli:is_part_of <law/2029/1> .
<law/2029/1> a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date .
<authority/harbour> rdfs:label "havnen"@da, "the harbour"@en ."""
    one, base = proposal(), law(permission.replace("CHARGE", charge))
    views = views_of(lay_over(base, [one]), DAY)
    (gap,) = kind.in_graph(views)
    assert (gap.code, gap.severity) == ("no-authority", "warning")
    assert gap.message.en.startswith('No authority decides whether "')
    (edit,) = kind.edits(ToRepair(gap, one, views.before, views.after))
    assert edit.what.en == "Let this one decide: the harbour."
    changed = views_of(lay_over(base, [edit.applied(one)]), DAY)
    assert list(kind.in_graph(changed)) == []
