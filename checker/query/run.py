"""Run a query over the law in a sandbox."""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

import pyoxigraph as ox

from checker.errors import InputError
from checker.query import graphs
from checker.query.data import QueryData
from checker.query.guard import Accepted, Form, accept, measure, syntax_error
from checker.sandbox import Crashed, Displaced, Limits, Overtime, SandboxError, TimedOut, run
from checker.terms import BASE, Text
from checker.turtle import PREFIXES

LIMITS = Limits(seconds=10.0, memory=1 << 30, output=64 << 20)
_DAYS = re.compile(r"in-force/(\d{4}-\d{2}-\d{2})")
MOST_DAYS = 4
_REMEMBERED = 512
_Name = ox.NamedNode | ox.BlankNode
_Any = _Name | ox.DefaultGraph
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Formats:
    """How each kind of answer is to be written; None where that kind cannot be."""

    rows: ox.QueryResultsFormat | None = ox.QueryResultsFormat.JSON
    truth: ox.QueryResultsFormat | None = ox.QueryResultsFormat.JSON
    graph: ox.RdfFormat | None = ox.RdfFormat.TURTLE


@dataclass(frozen=True, slots=True)
class Answer:
    """The kind of an answer and its text in the format asked for."""

    form: Form
    content: bytes


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query is run on; None: the law in force on a date, and all graphs by name."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


class Unwritable(InputError):
    """An answer of a kind that cannot be written in the format asked for."""

    def __init__(self, form: Form) -> None:
        super().__init__(*_UNWRITABLE[form])


_UNWRITABLE: dict[Form, tuple[str, str]] = {
    "rows": (
        "Svaret er en tabel, som ikke kan skrives i det format.",
        "The answer is a table, which cannot be written in that format.",
    ),
    "truth": (
        "Svaret er ja eller nej, som ikke kan skrives i det format.",
        "The answer is yes or no, which cannot be written in that format.",
    ),
    "graph": (
        "Svaret er en graf, som ikke kan skrives i det format.",
        "The answer is a graph, which cannot be written in that format.",
    ),
}


@dataclass
class Engine:
    """Runs queries over a law; remembers which texts its guard has accepted."""

    data: QueryData
    limits: Limits = LIMITS
    _accepted: OrderedDict[str, Accepted] = field(default_factory=OrderedDict)
    _memory: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Import what a child needs, since a child can open no file."""
        import rdflib.plugins.sparql.algebra  # noqa: F401
        import rdflib.plugins.sparql.parser  # noqa: F401

    def run(
        self,
        text: str,
        as_of: date,
        formats: Formats | None = None,
        dataset: Dataset | None = None,
        patience: float | None = None,
        overtime: Overtime | None = None,
    ) -> Answer:
        """The answer to a query on the law in force on a date.

        Raises `InputError` (with line and column where the text is at fault), `Unwritable`, or a
        `SandboxError`.
        """
        measure(text)
        days = [as_of, *_days(text, dataset)]
        known = self._accepted.get(text)

        def work() -> bytes:
            accepted = known or accept(text)
            answer = self._answer(text, accepted, as_of, formats or Formats(), dataset)
            return json.dumps(asdict(accepted)).encode() + b"\n" + answer

        self.data.prepare(days)
        found = run(work, self.limits, patience, overtime, self.data.lock)
        head, _, content = found.partition(b"\n")
        said = json.loads(head)
        accepted = Accepted(said["form"], tuple(said["default"]), tuple(said["named"]))
        self._remember(text, accepted)
        if content.startswith(b"!"):
            raise Unwritable(accepted.form)
        return Answer(accepted.form, content[1:])

    def _remember(self, text: str, accepted: Accepted) -> None:
        with self._memory:
            self._accepted[text] = accepted
            while len(self._accepted) > _REMEMBERED:
                self._accepted.popitem(last=False)

    def _answer(
        self,
        text: str,
        accepted: Accepted,
        as_of: date,
        formats: Formats,
        dataset: Dataset | None,
    ) -> bytes:
        """What the child does: `=` and the answer, or `!` where it cannot be written."""
        default, named = self._graphs(text, accepted, as_of, dataset)
        try:
            found = self.data.store.query(
                text, base_iri=BASE, prefixes=PREFIXES, default_graph=default, named_graphs=named
            )
            if isinstance(found, ox.QuerySolutions):
                written = formats.rows and found.serialize(format=formats.rows)
            elif isinstance(found, ox.QueryBoolean):
                written = formats.truth and found.serialize(format=formats.truth)
            else:
                once = dict.fromkeys(found)  # a graph is a set; pyoxigraph repeats triples
                written = formats.graph and ox.serialize(
                    once, format=formats.graph, prefixes=PREFIXES
                )
        except SyntaxError as error:
            match = _PLACE.search(error.msg or "")
            where = (int(match[1]), int(match[2])) if match else (1, 1)
            raise syntax_error(text, *where, prefix="Prefix not" in str(error.msg)) from None
        return b"!" if not isinstance(written, bytes) else b"=" + written

    def _graphs(
        self, text: str, accepted: Accepted, as_of: date, dataset: Dataset | None
    ) -> tuple[list[_Any], list[_Name]]:
        """The default graphs and the named ones."""
        default: Sequence[str] | None = accepted.default or None
        named: Sequence[str] | None = accepted.named or None
        if dataset is not None and (dataset.default is not None or dataset.named is not None):
            default, named = dataset.default, dataset.named
        for iri in (*(default or ()), *(named or ())):
            if not self.data.knows(iri):
                raise unknown_graph(iri)
        if default is None and named is None:
            default = [graphs.in_force(as_of)]
            named = [one.iri for one in self.data.named]
            named += [graphs.EVERYTHING] if "everything" in text else []
            named += [graphs.in_force(day) for day in (as_of, *_days(text, None))]
        return [*map(ox.NamedNode, default or ())], [*map(ox.NamedNode, dict.fromkeys(named or ()))]


def unknown_graph(iri: str) -> InputError:
    """The error for a graph that is none of ours; an address is not repeated."""
    return InputError(
        "Grafen findes ikke her. Kun grafens egne navne kan bruges, fx "
        f"{graphs.VOCABULARY} eller {graphs.in_force(date(2014, 12, 1))}.",
        "There is no such graph here. Only the graph's own names can be used, such as "
        f"{graphs.VOCABULARY} or {graphs.in_force(date(2014, 12, 1))}.",
    )


def _days(text: str, dataset: Dataset | None) -> list[date]:
    """The dates whose law a query names."""
    named = [*(dataset.default or ()), *(dataset.named or ())] if dataset else []
    found = dict.fromkeys(_DAYS.findall(" ".join([text, *named])))
    if len(found) > MOST_DAYS:
        raise InputError(
            f"Forespørgslen nævner for mange datoer: højst {MOST_DAYS}.",
            f"The query names too many dates: at most {MOST_DAYS}.",
        )
    days = []
    for written in found:
        try:
            days.append(date.fromisoformat(written))
        except ValueError:
            raise unknown_graph(written) from None
    return days


def failure(error: SandboxError, limits: Limits) -> Text:
    """What to tell whoever asked a query that gave no answer."""
    if isinstance(error, TimedOut):
        seconds = f"{limits.seconds:g}"
        return Text(
            f"Forespørgslen tog for lang tid (mere end {seconds} sekunder) og er stoppet. Gør den "
            "snævrere, eller sæt LIMIT.",
            f"The query took too long (more than {seconds} seconds) and was stopped. Narrow it, or "
            "set a LIMIT.",
        )
    if isinstance(error, Displaced):
        return Text(
            "Der er travlt, og forespørgslen tog lang tid. Prøv igen om lidt.",
            "The service is busy, and the query took long. Try again in a little while.",
        )
    if isinstance(error, Crashed):
        return Text(
            "Forespørgslen kunne ikke køres til ende. Gør den enklere.",
            "The query could not be run to its end. Make it simpler.",
        )
    return Text(
        "Svaret blev for stort, eller forespørgslen brugte for megen hukommelse. Sæt LIMIT.",
        "The answer grew too large, or the query used too much memory. Set a LIMIT.",
    )
