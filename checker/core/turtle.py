"""Read Turtle with the place of an error; write it in one fixed form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, PREFIXES, Text
from lovgraf.core.turtle_terms import TermReader, Triple, same_graph
from lovgraf.core.turtle_writer import TurtleWriter

# What the Turtle parser says is wrong, in both languages.

_SAYINGS = (
    (
        r"Unexpected end(?: of file)?",
        "filen slutter, før sætningen gør; der mangler et punktum, et anførselstegn eller en "
        "parentes",
        "the file ends before the statement does; a full stop, a quotation mark or a bracket is "
        "missing",
    ),
    (
        r"The prefix (?P<what>\S+) has not been declared",
        "præfikset {what} er ikke angivet; skriv @prefix {what} <...> . øverst i filen",
        "the prefix {what} has not been declared; write @prefix {what} <...> . at the top",
    ),
    (
        r"(?P<what>.+) is not a valid subject or graph name",
        "{what} kan ikke begynde en sætning; måske mangler et punktum, semikolon eller komma før",
        "{what} is not a valid subject; perhaps a full stop, semicolon or comma is missing before",
    ),
    (
        r"(?P<what>.+) is not a valid predicate",
        "{what} kan ikke være en egenskab",
        "{what} is not a valid predicate",
    ),
    (
        r"(?P<what>.+) is not a valid RDF object",
        "{what} kan ikke være en værdi",
        "{what} is not a valid RDF object",
    ),
    (
        r"blank node property lists should end with a '\]'",
        "der mangler en ]",
        "a ] is missing",
    ),
    (
        r"Expecting a datatype IRI after \^\^, found (?P<what>.+)",
        "efter ^^ skal der stå en datatype, ikke {what}",
        "a datatype is expected after ^^, not {what}",
    ),
    (
        r"A language code should always start with a letter",
        "efter @ skal der stå et sprog, fx @da",
        "a language is expected after @, such as @da",
    ),
    (
        r"The PREFIX keyword should be followed by a prefix like 'ex:'",
        "efter @prefix skal der stå et præfiks, fx core:",
        "a prefix such as core: is expected after @prefix",
    ),
    (
        r"Invalid IRI code point '(?P<what>.+)'",
        "tegnet »{what}« kan ikke stå i en IRI",
        'the character "{what}" cannot stand in an IRI',
    ),
    (
        r"Unexpected escape character '(?P<what>.+)'",
        "{what} er ikke et tegn, der kan skrives med omvendt skråstreg",
        "{what} is not a character that can be written with a backslash",
    ),
)


def reason_of(error: SyntaxError) -> Text:
    """The parser's reason without the place; what it has no words for here is quoted."""
    message = error.msg
    said = message.split(": ", 1)[1] if message.startswith("Parser error") else message
    for pattern, danish, english in _SAYINGS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            parts = found.groupdict()
            return Text(danish.format(**parts), english.format(**parts))
    return Text(f"her står noget andet, end der kan stå ({said})", said)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises `InputError` where it cannot be read or decoded."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"Filen kan ikke læses ({reason}).", f"The file cannot be read ({reason}).", str(path)
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            "Filen er ikke UTF-8.", "The file is not UTF-8.", str(path), line
        ) from None


def parse_text(text: str, name: str | None = None, base: str = BASE) -> Graph:
    """The graph of a Turtle text, with its lexical forms and only the prefixes it declares.

    `name` is the file to name in an error. Raises `InputError` with line and column (1-based).
    """
    prefixes: dict[str, str] = {}
    triples = [*read_triples(text, name, base, prefixes)]
    graph = _graph_with(prefixes)
    for triple in triples:
        graph.add(triple)
    return graph


def _graph_with(prefixes: Mapping[str, str]) -> Graph:
    """A graph without triples that has prefixes."""
    graph = Graph(bind_namespaces="none")
    for prefix, iri in prefixes.items():
        graph.bind(prefix, iri, replace=True)
    return graph


def read_triples(
    text: str, name: str | None = None, base: str = BASE, prefixes: dict[str, str] | None = None
) -> Iterator[Triple]:
    """The triples of a Turtle text one by one; at the end `prefixes` has those it declares.

    `name` is the file to name in an error. Raises `InputError` with line and column (1-based).
    """
    try:
        parser = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base)
        yield from TermReader().triples(parser)
    except SyntaxError as error:
        reason = reason_of(error)
        raise InputError(
            f"Ikke gyldig Turtle: {reason.da}.",
            f"Not valid Turtle: {reason.en}.",
            name,
            error.lineno,
            error.offset,
        ) from None
    except ValueError:
        raise InputError(
            "Tripler om tripler bruges ikke her.", "Triple terms are not used here.", name
        ) from None
    if prefixes is not None:
        prefixes |= parser.prefixes


def parse_turtle(path: Path, base: str = BASE) -> Graph:
    """The graph of a Turtle file. Raises `InputError` with file, line and column."""
    return parse_text(read_text(path), str(path), base)


def header_of(text: str) -> str:
    """The comment block at the top of a Turtle text, without trailing space; may be empty."""
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.append(line.strip())
    return "\n".join(lines).strip("\n")


def _declared_in(graph: Graph) -> dict[str, str]:
    """Known prefixes in their fixed order, then those of a graph by name; a known name wins."""
    result = dict(PREFIXES)
    for name, iri in sorted((prefix, str(iri)) for prefix, iri in graph.namespaces()):
        if name and name not in result and iri not in result.values():
            result[name] = iri
    return result


def format_turtle(source: Graph | str, base: str = BASE, name: str | None = None) -> str:
    """A graph, or a Turtle text, in the project's fixed form.

    Formatting formatted text changes nothing, and the graph stays the same. Comments are lost
    except the block at the top of a text. Raises `InputError` where a text is not Turtle.
    """
    if isinstance(source, Graph):
        return TurtleWriter(source, base, _declared_in(source)).write()
    prefixes: dict[str, str] = {}
    triples = [*read_triples(source, name, base, prefixes)]
    text = TurtleWriter(triples, base, _declared_in(_graph_with(prefixes))).write()
    header = header_of(source)
    return f"{header}\n\n{text}" if header else text


def format_files(paths: Iterable[Path], check: bool = False) -> list[Path]:
    """Rewrite Turtle files in the fixed form; the files that changed, or would with `check`.

    Raises `InputError`; a file is written only where its graph is unchanged by it.
    """
    changed = []
    for path in paths:
        text = read_text(path)
        formatted = format_turtle(text, name=str(path))
        if formatted == text:
            continue
        changed.append(path)
        if check:
            continue
        if not same_graph(parse_text(text), parse_text(formatted)):
            raise InputError(
                "Formateringen ville ændre grafen; filen er ikke rørt.",
                "Formatting would change the graph; the file is untouched.",
                str(path),
            )
        path.write_text(formatted, encoding="utf-8", newline="\n")
    return changed
