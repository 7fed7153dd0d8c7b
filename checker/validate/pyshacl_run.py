"""pySHACL in the sandbox: its results as JSON, its faults as errors that a user can act on.

Of SHACL's advanced features targets, functions and expressions are evaluated; rules are refused
before.
"""

from __future__ import annotations

import importlib
import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.core.xpath_patterns import NotXPath, as_python

# Regular expressions that may go back without end, each match within a limit of time.
#
# Python's engine tries a pattern such as `(\w+\s?)*$` in some quadrillion ways on a text of fifty
# letters; its loop does see to signals now and then.

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
SECONDS = 5.0
"""Processor time of one match; honest patterns take microseconds."""


class TimedPatterns:
    """Stands in for the module `re` where patterns are a user's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(re, name)

    def compile(self, pattern: str, flags: int = 0, letters: str = "") -> TimedPattern:
        """See `re.compile`; `letters` are flags of XPath, and the pattern one of XPath's.

        Raises `InputError` for a pattern that XPath does not have.
        """
        given = "".join(letter for letter, flag in _FLAGS.items() if flags & flag) + letters
        try:
            own = as_python(pattern, given)
        except NotXPath as error:
            raise _not_xpath(pattern, error) from None
        return TimedPattern(re.compile(own, re.IGNORECASE if "i" in given else 0), pattern)

    def search(self, pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        """See `re.search`."""
        return self.compile(pattern, flags).search(text)

    def sub(self, pattern: str, replacement: str, text: str, flags: int = 0) -> str:
        """See `re.sub`, save that the flags come fourth, as rdflib has it."""
        return self.compile(pattern, flags).sub(replacement.replace("\\0", "\\g<0>"), text)


def _not_xpath(pattern: str, error: NotXPath) -> InputError:
    shown = pattern if len(pattern) <= 60 else f"{pattern[:60]}…"
    return InputError(
        f"Mønsteret {shown} kan ikke læses, som XPath har det ({error.what.da}); skriv "
        "det anderledes, se docs/validate.md.",
        f"The pattern {shown} cannot be read as XPath has it ({error.what.en}); write it "
        "otherwise, see docs/validate.md.",
    )


class TimedPattern:
    """A compiled pattern; raises `InputError` where a match takes too long."""

    def __init__(self, pattern: re.Pattern[str], said: str) -> None:
        """The pattern in Python's words, and as it is said."""
        self._pattern, self._said = pattern, said

    def match(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.match`."""
        with _within(self._said):
            return self._pattern.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        with _within(self._said):
            return self._pattern.search(text)

    def sub(self, replacement: str, text: str) -> str:
        """See `re.Pattern.sub`."""
        with _within(self._said):
            return self._pattern.sub(replacement, text)


@contextmanager
def _within(pattern: str) -> Iterator[None]:
    """Raise `InputError` after `SECONDS` of processor time."""

    def late(_number: int, _frame: object) -> None:
        shown = pattern if len(pattern) <= 60 else f"{pattern[:60]}…"
        raise InputError(
            f"Mønsteret {shown} afprøves på for mange måder på en af værdierne; skriv det uden "
            "gentagelser i hinanden, eller uden \\w, \\s og tilbagehenvisninger.",
            f"The pattern {shown} can be tried in too many ways on one of the values; write it "
            "without repetitions inside each other, or without \\w, \\s and back references.",
        )

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def limit_patterns() -> None:
    """Have pySHACL and rdflib's SPARQL use patterns with a limit, for the rest of this process."""
    import pyshacl.constraints.core.string_based_constraints as strings
    import rdflib.plugins.sparql.operators as operators

    for module in (strings, operators):
        module.__dict__["re"] = TimedPatterns()
    kind: Any = strings.PatternConstraintComponent
    if not hasattr(kind, "made"):
        kind.made, kind.__init__ = kind.__init__, _made


def _made(self: Any, shape: Any) -> None:
    """Make the constraint of `sh:pattern` with all its flags: pySHACL knows i and m alone."""
    self.made(shape)
    letters = "" if self.flags is None else str(self.flags)
    for pattern in self.compiled_cache:
        self.compiled_cache[pattern] = TimedPatterns().compile(str(pattern), letters=letters)


# Where pySHACL 0.40 binds variables otherwise than SHACL says, so that constraints pass unseen.


def mend_binding() -> None:
    """Let pySHACL bind variables as SHACL has it.

    A SELECT validator is run once for a focus node and `?value` is a result of it (SHACL, section
    6.3); pySHACL runs it for each value node, so never where there is none, and binds `?value` to
    it. A variable is bound wherever it stands; pySHACL looks for it behind a space or bracket.
    """
    components: Any = importlib.import_module(
        "pyshacl.constraints.sparql.sparql_based_constraint_components"
    )
    components.SelectConstraintValidator.validate = _run_select
    helper: Any = importlib.import_module("pyshacl.helper.sparql_query_helper").SPARQLQueryHelper
    for name, variable in (
        ("bind_this_regex", "this"),
        ("bind_value_regex", "value"),
        ("bind_path_regex", "PATH"),
        ("bind_sg_regex", "shapesGraph"),
        ("bind_cs_regex", "currentShape"),
    ):
        setattr(helper, name, re.compile(rf"()[$?]{variable}\b"))


def _run_select(
    self: Any, executor: Any, focus: Any, value_nodes: Any, graph: Any, helper: Any, *_: Any
) -> set[Any]:
    """The violations at a focus node: each with what its row says of `this`, `path`, `value`."""
    bound = helper.param_bind_map
    binds, text = helper.pre_bind_variables(focus, extravars=bound.keys())
    answer = graph.query(helper.apply_prefixes(text), initBindings=binds | bound)
    found: set[Any] = set()
    for row in answer:
        said = row.asdict()
        failed = said.get("failure")
        if failed is not None and bool(failed.value):
            found.add((focus, True))
        elif failed is None:
            found.add((focus, (said.get("this"), said.get("path"), said.get("value"))))
    return found


# Where rdflib compares what SPARQL cannot compare, by an order of its own.

_ORDERED = (
    frozenset({XSD.string}),
    frozenset({
        XSD.integer, XSD.decimal, XSD.float, XSD.double, XSD.nonPositiveInteger,
        XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.nonNegativeInteger,
        XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte,
        XSD.positiveInteger,
    }),
    frozenset({XSD.boolean}),
    frozenset({XSD.dateTime, XSD.dateTimeStamp}),
    frozenset({XSD.date}),
    frozenset({XSD.time}),
    frozenset({XSD.duration, XSD.dayTimeDuration, XSD.yearMonthDuration}),
)  # fmt: skip
"""Datatypes whose values have an order among each other."""
_ORDER = ("<", ">", "<=", ">=")


def mend_comparison() -> None:
    """Let rdflib's SPARQL compare by order only what has one (SPARQL 1.1, section 17.3).

    All else is a type error, of which a filter makes nothing; rdflib puts texts after numbers.
    """
    from rdflib.plugins.sparql import operators, parser
    from rdflib.plugins.sparql.sparql import SPARQLError

    def compared(expression: Any, context: Any) -> Any:
        if expression.other is not None and expression.op in _ORDER:
            kinds = [_ordered_as(one) for one in (expression.expr, expression.other)]
            if kinds[0] is None or kinds[0] != kinds[1]:
                raise SPARQLError("Values that have no order among each other")
        return operators.RelationalExpression(expression, context)

    parser.RelationalExpression.setEvalFn(compared)


def _ordered_as(term: Any) -> int | None:
    """Among which datatypes a term has an order; None where it has none, or is none of its type."""
    if not isinstance(term, Literal) or term.language is not None or term.ill_typed:
        return None
    datatype = term.datatype or XSD.string
    return next((n for n, kinds in enumerate(_ORDERED) if datatype in kinds), None)


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
