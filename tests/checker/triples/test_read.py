"""RDF into tables: lines that are split and lines that are parsed give the same triples."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pyarrow as pa
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.errors import InputError
from lovgraf.readers.connection import connect
from lovgraf.readers.triples.read import read_graph, read_rdf
from lovgraf.readers.triples.store import TripleStore
from tests.examples import examples

LINES = r"""# a comment
<http://e.org/a> <http://e.org/p> <http://e.org/b> .
<http://e.org/a> <http://e.org/p> "plain" .
<http://e.org/a> <http://e.org/p> "plain"^^<http://www.w3.org/2001/XMLSchema#string> .
<http://e.org/a>   <http://e.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>.
<http://e.org/a> <http://e.org/p> "tegn: æøå, \u00E6" .
<http://e.org/a> <http://e.org/p> "tegn: æøå, æ" .

_:x <http://e.org/p> "quo\"te \\ back \n line" . # and why
_:x <http://e.org/p> "hej"@da-DK .
_:x <http://e.org/p> _:y .
<http://e.org/\u00E6> <http://e.org/p> "a b c . d" .
"""


def found(store: TripleStore) -> set[tuple[str, ...]]:
    """The triples in N-Triples."""
    return set(
        store.connection.execute(
            "SELECT s.text, p.text, o.text FROM triple t JOIN term s ON t.s = s.id "
            "JOIN term p ON t.p = p.id JOIN term o ON t.o = o.id"
        ).fetchall()
    )


def expected(text: str, form: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> set[tuple[str, ...]]:
    """The triples as pyoxigraph alone reads them."""
    quads = ox.parse(text.encode(), form)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


def read(folder: Path, text: str | bytes, name: str) -> TripleStore:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_rdf(file, connect(None))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_lines_give_what_a_parser_gives(tmp_path: Path, ends: str) -> None:
    """Escapes, tags, comments and odd spacing included; a text twice is one triple."""
    store = read(tmp_path, LINES.replace("\n", ends), "data.nt")
    assert found(store) == expected(LINES)
    assert store.one("SELECT count(*) FROM triple") == 8


def test_lines_without_spaces_with_tabs_or_of_another_order(tmp_path: Path) -> None:
    """Lines that cutting at spaces does not take, beside those that it takes."""
    odd = (
        "<urn:a><urn:b><urn:c> .\n<urn:a><urn:b> <urn:d> .\n<urn:a>\t<urn:b>\t<urn:e>\t.\n"
        '<urn:a> <urn:b>  "x . y" .\n<urn:a> <urn:b> "f".\n<urn:a> <urn:b> "g" . \n# nothing .\n'
    )
    for repeat in (1, 20):
        text = LINES.replace('"plain" .', '"plain 2" .') * repeat + odd
        assert found(read(tmp_path, text, "data.nt")) == expected(text)


@pytest.mark.parametrize(
    "line",
    [
        "<urn:a> <urn:b> .",
        '"a" <urn:b> <urn:c> .',
        '<urn:a> "b" <urn:c> .',
        "<urn:a> _:b <urn:c> .",
        '<urn:a> <urn:b> "x"@en^^<http://www.w3.org/2001/XMLSchema#string> .',
        '<urn:a> <urn:b> "x" "y" .',
        '<urn:a> <urn:b> "x"y"^^<http://www.w3.org/2001/XMLSchema#string> .',
        "<urn:a> <urn:b> <urn:c> <urn:d> .",
        "<urn:a> <urn:b> <no iri> .",
    ],
)
def test_lines_that_are_wrong_are_refused_with_their_number(tmp_path: Path, line: str) -> None:
    """Cutting takes nothing that is no N-Triples."""
    with pytest.raises(InputError) as error:
        read(tmp_path, f"<urn:a> <urn:b> <urn:c> .\n{line}\n", "data.nt")
    assert error.value.line == 2


def test_packed_files_and_quads(tmp_path: Path) -> None:
    """gzip and Zstandard; named graphs are merged."""
    quads = LINES + "<http://e.org/c> <http://e.org/p> <http://e.org/d> <http://e.org/g> .\n"
    want = expected(quads, ox.RdfFormat.N_QUADS)
    packed = pa.compress(quads.encode(), codec="zstd", asbytes=True)
    assert found(read(tmp_path, gzip.compress(quads.encode()), "data.nq.gz")) == want
    assert found(read(tmp_path, packed, "data.nq.zst")) == want
    assert found(read(tmp_path, quads, "data.nq")) == want


def test_what_does_not_fit_into_memory_is_private(tmp_path: Path) -> None:
    """The engine's temporary files lie in a folder that only this user can read."""
    store = read(tmp_path, LINES, "data.nt")
    folder = Path(store.one("SELECT current_setting('temp_directory')"))
    assert folder.parent.stat().st_mode & 0o077 == 0


def test_turtle(tmp_path: Path) -> None:
    """Other syntaxes go through the parser."""
    store = read(tmp_path, '<urn:a> <urn:p> 1 , "x"@en , 1 .', "data.ttl")
    assert {row[2] for row in found(store)} == {
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"x"@en',
    }


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ('<urn:a> <urn:p> "x" .\n<urn:a> <urn:p> "1212701234 .\n', "bad.nt", 2),
        ('<urn:a> <urn:p> "x" .\nnot a triple\n', "bad.nq", 2),
        ("<urn:a> <urn:p> .", "bad.ttl", 1),
        (b'<urn:a> <urn:p> "\xe6" .\n', "latin.nt", None),
    ],
)
def test_errors_name_the_line_and_no_value(
    tmp_path: Path, text: str | bytes, name: str, line: int | None
) -> None:
    """A syntax error has its place; what stands there is not repeated."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, text, name)
    assert caught.value.file == name
    assert line is None or caught.value.line == line
    assert "1212701234" not in str(caught.value)


def test_a_file_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    """The name's ending says the syntax."""
    with pytest.raises(InputError, match="must end in"):
        read(tmp_path, "<urn:a> <urn:p> 1 .", "data.txt")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", "data.nt"),
        ("<urn:a> <urn:b> <urn:c> {| <urn:d> <urn:e> |} .", "data.ttl"),
    ],
)
def test_statements_about_statements_are_refused(tmp_path: Path, text: str, name: str) -> None:
    """They would else be taken for IRIs with spaces."""
    with pytest.raises(InputError, match="statements about statements"):
        read(tmp_path, text, name)
    with pytest.raises(InputError, match="statements about statements"):
        read_graph(tmp_path / name)


XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF {}>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">
<rdf:Description rdf:about="urn:a"><e:p rdf:datatype="&d;x">1</e:p></rdf:Description></rdf:RDF>"""


def test_entities_that_name_iris_are_read(tmp_path: Path) -> None:
    """As ontology editors write them."""
    store = read(tmp_path, XML.format('[<!ENTITY d "urn:d#" ><!ENTITY e "urn:e#">]'), "data.owl")
    assert {row[2] for row in found(store)} == {'"1"^^<urn:d#x>'}


@pytest.mark.parametrize(
    "declared",
    [
        '[<!ENTITY a "urn:"><!ENTITY d "&a;d">]',
        '[<!ENTITY d SYSTEM "file:///etc/hostname">]',
        '[<!ENTITY % a "urn:"><!ENTITY d "urn:">]',
        f'[<!ENTITY d "urn:{"x" * 200}">]',
        '[<!ENTITY d "<e:p/>">]',
    ],
)
def test_entities_that_expand_are_refused(tmp_path: Path, declared: str) -> None:
    """References in them, other files, long ones, elements."""
    with pytest.raises(InputError, match="DOCTYPE"):
        read(tmp_path, XML.format(declared), "data.owl")
    with pytest.raises(InputError, match="DOCTYPE"):
        read_graph(tmp_path / "data.owl")


@pytest.mark.parametrize("name", ["data.nt", "data.nq", "data.ttl", "data.trig"])
def test_a_byte_order_mark_is_no_content(tmp_path: Path, name: str) -> None:
    """As editors on Windows write it; in front of a line that is cut and one that is parsed."""
    for text in ('<urn:a> <urn:p> "x" .', '<urn:a> <urn:p> "x"@da .'):
        mark = codecs.BOM_UTF8 + text.encode()
        assert found(read(tmp_path, mark, name)) == expected(text)
        assert len(read_graph(tmp_path / name)) == 1


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """Packed or not, and nothing is said of tables."""
    for content, name in ((b"", "none.nt"), (gzip.compress(b""), "none.nt.gz")):
        with pytest.raises(InputError, match=r"The file is empty\.$"):
            read(tmp_path, content, name)


def test_a_damaged_packed_file_is_refused(tmp_path: Path) -> None:
    """Cut short, in either compression."""
    text = LINES.encode() * 50
    for content, name in (
        (gzip.compress(text)[:-20], "cut.nt.gz"),
        (pa.compress(text, codec="zstd", asbytes=True)[:-20], "cut.nt.zst"),
    ):
        with pytest.raises(InputError, match="damaged"):
            read(tmp_path, content, name)


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(ox.Literal, texts, language=st.sampled_from(["en", "da-DK"])),
    st.builds(ox.Literal, texts, datatype=st.sampled_from([ox.NamedNode("urn:d")])),
)
objects = st.one_of(literals, st.sampled_from([ox.NamedNode("urn:o"), ox.BlankNode("b1")]))


@pytest.mark.slow
@examples(5, of=60, whole=12)
@given(st.lists(objects, min_size=1, max_size=6))
def test_terms_survive(tmp_path_factory: pytest.TempPathFactory, terms: list[ox.Literal]) -> None:
    """Any literal is split or parsed, taken apart, and made a term of rdflib again."""
    quads = [ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), term) for term in terms]
    text = b"".join(ox.serialize([q.triple], format=ox.RdfFormat.N_TRIPLES) or b"" for q in quads)
    store = read(tmp_path_factory.mktemp("terms"), text, "data.nt")
    assert {row[2] for row in found(store)} == {str(term) for term in terms}
    back = {store.text(o) for o in store.graph().objects()}
    assert back == {str(term) for term in terms}


def test_two_terms_of_one_number_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two hashes are equal, another salt is taken."""
    plain = TripleStore._hash

    def colliding(self: TripleStore, sql: str) -> str:
        return f"length({sql})::UBIGINT" if not self._salt else plain(self, sql)

    monkeypatch.setattr(TripleStore, "_hash", colliding)
    assert found(read(tmp_path, LINES, "data.nt")) == expected(LINES)
