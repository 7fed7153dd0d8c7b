"""pySHACL in the sandbox: its results as JSON, its faults as errors that a user can act on.

Of SHACL's advanced features targets, functions and expressions are evaluated; rules are refused
before.
"""

from __future__ import annotations

import importlib
import json
from typing import Any

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.validate.mended import mend_binding, mend_comparison
from lovgraf.validate.timed_patterns import limit_patterns

_DEPTH = 100
_PREFIX = "Unknown namespace prefix : "
NO_HINT = Text("", "")
_QUERIES = (SH.select, SH.ask)

_MODULES = (
    "pyshacl",
    "pyshacl.constraints.advanced",
    "pyshacl.constraints.sparql.sparql_based_constraint_components",
    "pyshacl.functions.shacl_function",
    "pyshacl.helper.sparql_query_helper",
    "rdflib.plugins.sparql.parser",
)


def load_modules() -> None:
    """Import what `work` needs, since the sandbox has no files."""
    for name in _MODULES:
        importlib.import_module(name)


def work(data: Graph, shapes: Graph, hint: Text = NO_HINT) -> bytes:
    """Validate; JSON of the results and of the focus nodes of shapes with `sh:target`.

    `hint` is what else is known to be odd about the shapes. Raises `InputError` where a shape
    cannot be used.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ValidationFailure

    limit_patterns()
    mend_binding()
    mend_comparison()
    targeted = _recorded_targets(shapes)
    try:
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=shapes,
            advanced=_advanced(shapes),
            inference="none",
            inplace=True,
            do_owl_imports=False,
            js=False,
            meta_shacl=False,
            max_validation_depth=_DEPTH,
        )
    except NotImplementedError:
        raise InputError(
            "Formerne bruger noget i SPARQL, som ikke er understøttet ($shapesGraph m.m.).",
            "The shapes use something in SPARQL that is not supported ($shapesGraph and the like).",
        ) from None
    except ReportableRuntimeError as error:
        raise _unusable(error, shapes, hint) from None
    except (InputError, RecursionError, MemoryError):
        raise
    except Exception as error:
        raise _fault(error, shapes) from None
    if isinstance(report, ValidationFailure):
        raise _unusable(report, shapes, hint)
    if not isinstance(report, Graph):
        raise _unusable(ValueError(), shapes, hint)
    return json.dumps([list(_results(report)), [plain(node) for node in targeted]]).encode()


def _advanced(shapes: Graph) -> bool:
    """Whether the shapes use what only SHACL's advanced features have."""
    return (
        (None, SH.target, None) in shapes
        or (None, SH.expression, None) in shapes
        or (None, RDF.type, SH.SPARQLFunction) in shapes
    )


def _recorded_targets(shapes: Graph) -> set[Node]:
    """The focus nodes that pySHACL will find for shapes with `sh:target`, once it has run."""
    kind: Any = importlib.import_module("pyshacl.shape").Shape
    found: set[Node] = set()
    chosen = set(shapes.subjects(SH.target))
    plainly = kind.focus_nodes

    def recorded(self: Any, *arguments: Any, **named: Any) -> Any:
        nodes = plainly(self, *arguments, **named)
        if self.node in chosen:
            found.update(nodes)
        return nodes

    kind.focus_nodes = recorded
    return found


def _results(report: Graph) -> Any:
    for node in report.objects(None, SH.result):
        one = dict(report.predicate_objects(node))
        yield [
            *(plain(one.get(p)) for p in (
                SH.focusNode, SH.value, SH.resultPath, SH.sourceConstraintComponent,
                SH.sourceShape, SH.resultSeverity, SH.sourceConstraint,
            )),
            [plain(m) for m in report.objects(node, SH.resultMessage)],
        ]  # fmt: skip


def _unusable(error: Exception, shapes: Graph, hint: Text) -> InputError:
    """What pySHACL said of the shapes: its sentence where that is about loading them, else the
    names in it that the shapes graph has, else the hint; anything else may be a value."""
    from pyshacl.errors import ShapeLoadError

    said = " ".join(str(getattr(error, "message", "")).split())
    if not isinstance(error, ShapeLoadError):
        named = {n for s, _, o in shapes for n in (s, o) if isinstance(n, URIRef)}
        said = ", ".join(sorted(n for n in named if f"'{n}'" in said))
    why = Text(said, said) if said else hint
    return InputError(
        f"Formerne kan ikke bruges: en form er ikke dannet, som SHACL kræver{_aside(why.da)}.",
        f"The shapes cannot be used: a shape is not formed as SHACL requires{_aside(why.en)}.",
    )


def _aside(text: str) -> str:
    return f" ({text[:300]})" if text else ""


def _fault(error: Exception, shapes: Graph) -> InputError:
    """What broke pySHACL down, as far as it can be told without a value of the data."""
    if str(error).startswith(_PREFIX):
        prefix = f"{str(error).removeprefix(_PREFIX)}:"
        return InputError(
            f"SPARQL i formerne bruger forkortelsen {prefix}, som hverken sh:prefixes eller filen "
            "selv fastlægger.",
            f"SPARQL in the shapes uses the prefix {prefix}, which neither sh:prefixes nor the "
            "file itself declares.",
        )
    for node, text in _wrong_queries(shapes):
        where = f" ({node})" if isinstance(node, URIRef) else ""
        return InputError(
            f"En SPARQL-forespørgsel i formerne har en syntaksfejl{where}: {text}",
            f"A SPARQL query of the shapes has a syntax error{where}: {text}",
        )
    return InputError(
        "De former, som ikke kan omsættes til kolonner, kunne ikke afprøves: pySHACL gik i stå "
        f"({type(error).__name__}).",
        "The shapes that cannot be turned into columns could not be validated: pySHACL broke down "
        f"({type(error).__name__}).",
    )


def _wrong_queries(shapes: Graph) -> Any:
    """The queries with a syntax error, with the line in which it is."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    for predicate in _QUERIES:
        for node, query in shapes.subject_objects(predicate):
            try:
                parseQuery(str(query))
            except ParseBaseException as error:
                line = " ".join(error.line.split())
                yield node, line if len(line) <= 80 else f"{line[:80]}…"
            except Exception:
                continue


def plain(term: Any) -> list[str | None] | None:
    """A term for JSON."""
    if term is None:
        return None
    if isinstance(term, Literal):
        datatype = None if term.datatype is None else str(term.datatype)
        return ["l", str(term), datatype, term.language]
    return ["b" if isinstance(term, BNode) else "i", str(term)]
