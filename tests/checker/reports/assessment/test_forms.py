"""The forms of an assessment say the same, and each is what its readers take."""

from __future__ import annotations

import io
import re
import shlex
import zipfile
from collections.abc import Iterator

import docx
import pyshacl
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import QB, SH

from lovgraf.core.terms import BASE, CORE, Lang
from lovgraf.core.turtle import parse_text
from lovgraf.facts.vocabulary import FactsOfDay
from lovgraf.law.graph import ONTOLOGY
from lovgraf.readers.single import read_pairs
from lovgraf.reports.assessment import docx as word_form
from lovgraf.reports.assessment import html, markdown, text, turtle
from lovgraf.reports.assessment.blocks import Code, Document, Items, Paragraph, Section, Table
from lovgraf.reports.assessment.document import document, short
from tests.checker.reports.assessment.example import assessed, law
from tests.examples import examples, one_in

RESULT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix core: <https://w3id.org/lovgraf/core#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
  sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:result ; sh:class sh:ValidationResult ] ,
    [ sh:path core:assesses ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
  sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ;
      sh:in ( sh:Violation sh:Warning sh:Info ) ] ,
    [ sh:path sh:resultMessage ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ] ,
    [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path core:gap ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
"""


def of_word(content: bytes) -> Iterator[str]:
    """The texts of a Word file in order: paragraphs, and the cells of tables."""
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, WordTable):
            yield from (cell.text for row in part.rows for cell in row.cells)
        elif part.text:
            yield from part.text.split("\n")


def of_markdown(pieces: Iterator[str]) -> Iterator[str]:
    """The same of Markdown."""
    code = False
    for line in "".join(pieces).split("\n"):
        if line.startswith("```"):
            code = not code
        elif code:
            yield line
        elif line.startswith("|"):
            if not re.fullmatch(r"[|:-]+", line):
                yield from (_plain(cell) for cell in re.split(r" \| ", line[2:-2]))
        elif line.strip():
            yield _plain(re.sub(r"^(#+|(?:  )*- ) ?", "", line))


def _plain(line: str) -> str:
    return re.sub(r"\\(.)", r"\1", line)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["da", "en"])
def test_word_and_markdown_hold_the_same_text(lang: Lang) -> None:
    made = document(assessed(), lang)
    assert list(of_word(word_form.write(made))) == list(of_markdown(markdown.write(made)))


WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)
ITEMS = st.tuples(WORDS, st.lists(WORDS, max_size=2).map(tuple))
BLOCKS = st.one_of(
    st.builds(Paragraph, WORDS, st.booleans()),
    st.builds(Items, st.lists(ITEMS, min_size=1, max_size=3).map(tuple)),
    st.builds(Code, st.lists(WORDS, min_size=1, max_size=2).map(tuple)),
    st.builds(
        lambda head, rows: Table(head, tuple(rows), frozenset({1})),
        st.tuples(WORDS, WORDS),
        st.lists(st.tuples(WORDS, WORDS), max_size=3),
    ),
)  # fmt: skip
DOCUMENTS = st.builds(
    Document,
    st.sampled_from(["da", "en"]),
    WORDS,
    st.lists(
        st.builds(Section, WORDS, st.lists(BLOCKS, max_size=3).map(tuple), st.sampled_from([1, 2])),
        max_size=3,
    ).map(tuple),
)


@pytest.mark.slow
@examples(3, of=25, whole=12)
@given(DOCUMENTS)
def test_any_document_can_be_written_and_no_text_is_lost(made: Document) -> None:
    told = list(of_word(word_form.write(made)))
    page = "".join(html.write(made))
    lines = "".join(text.write(made, 60))
    for section in made.sections:
        assert section.title in told
        for block in section.blocks:
            if isinstance(block, Paragraph):
                assert block.text in told
    assert page.count("<script") == 0
    assert made.title in lines


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "language"), one_in(2, [("da", "da-DK"), ("en", "en-GB")]))
def test_the_word_file_is_a_real_document_and_the_same_every_time(
    lang: Lang, language: str
) -> None:
    made = document(assessed(), lang)
    content = word_form.write(made)
    assert content == word_form.write(document(assessed(), lang))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {part.date_time for part in file.infolist()} == {word_form.EPOCH}
    word = docx.Document(io.BytesIO(content))
    heads = [(p.style.name, p.text) for p in word.paragraphs if p.style and p.text]
    for section in made.sections:
        assert (f"Heading {section.level}", section.title) in heads
    assert {tag.get(qn("w:val")) for tag in word.styles.element.iter(qn("w:lang"))} == {language}
    assert len(word.tables) == sum(
        isinstance(block, Table) for section in made.sections for block in section.blocks
    )
    assert word.core_properties.language == language
    assert word.core_properties.title == made.title


@pytest.mark.slow
def test_the_text_fits_the_width_save_what_is_to_be_copied() -> None:
    for width in (60, 100):
        made = short(assessed(), "da")
        blocks = [block for section in made.sections for block in section.blocks]
        copied = {f"  {line}" for b in blocks if isinstance(b, Code) for line in b.lines}
        lines = "".join(text.write(made, width)).split("\n")
        assert all(len(line) <= width for line in lines if line not in copied)
        assert copied <= set(lines)


@pytest.mark.slow
def test_an_example_can_be_pasted() -> None:
    made = short(assessed(), "en")
    commands = [b for s in made.sections for b in s.blocks if isinstance(b, Code)]
    witnesses = [dict(gap.witness) for gap in assessed().gaps if gap.witness]
    assert len(commands) == len({repr(sorted(one.items())) for one in witnesses}) > 0
    for command in commands:
        words = shlex.split("\n".join(command.lines).replace("\\\n", ""))
        assert words[:2] == ["lovgraf", "person"]
        assert dict(w.split("=", 1) for w in words[2:] if "=" in w) in witnesses
        assert words[-4:] == ["--with", "library.ttl", "--as-of", "2020-01-01"]


@pytest.mark.slow
def test_the_turtle_is_a_validation_report_in_declared_terms() -> None:
    content = "".join(turtle.write(assessed()))
    assert content == "".join(turtle.write(assessed()))
    made = parse_text(content)
    conforms, _, told = pyshacl.validate(made, shacl_graph=Graph().parse(data=RESULT))
    assert conforms, told
    (report,) = made.subjects(RDF.type, SH.ValidationReport)
    assert len(set(made.objects(report, SH.result))) == len(assessed().gaps)
    assert (report, CORE.assesses, URIRef(f"{BASE}proposal/library")) in made
    core = Graph().parse(ONTOLOGY / "core.ttl")
    gaps = Graph().parse(ONTOLOGY / "gap.ttl")
    for subject, predicate, value in made:
        if str(predicate).startswith(str(CORE)):
            assert (predicate, RDF.type, None) in core, predicate
        if predicate == CORE.gap:
            assert (value, None, None) in gaps, subject
    counts = {
        str(made.value(node, CORE.effectOfChange)): int(str(made.value(node, CORE.value)))
        for node in made.subjects(RDF.type, QB.Observation)
        if made.value(node, CORE.effectOfChange) and not made.value(node, CORE.group)
    }
    assert counts["newly-obliged"] == 4
    assert counts["obliged-but-unable"] == 2


@pytest.mark.slow
def test_the_example_in_turtle_is_a_record() -> None:
    made = parse_text("".join(turtle.write(assessed())))
    columns = {column.iri: name for name, column in law().facts.columns.items()}
    found = assessed().views.after.law.facts
    columns |= {column.iri: name for name, column in found.columns.items()}
    shown = []
    for _, record in made.subject_objects(CORE.example):
        pairs = [
            f"{columns[str(p)]}={value}"
            for p, value in made.predicate_objects(record)
            if str(p) in columns
        ]
        read_pairs([p for p in pairs if not p.endswith("=")], FactsOfDay(found), "person")
        shown.append(len(pairs))
    assert len(shown) == sum(gap.witness is not None for gap in assessed().gaps)
    assert all(shown)
