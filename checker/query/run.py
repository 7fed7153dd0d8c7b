"""Run a query over the law, in a child of the pool."""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from datetime import date

import pyoxigraph as ox
from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.fork_server import Overtime
from lovgraf.core.sandbox import Crashed, Displaced, Limits, SandboxError, TimedOut, Unready
from lovgraf.core.terms import Text
from lovgraf.query import graphs
from lovgraf.query.data import QueryData
from lovgraf.query.guard import Accepted, Form, measure
from lovgraf.query.holding import QueryRequest
from lovgraf.query.named import Named
from lovgraf.query.relation_terms import mentions
from lovgraf.query.unknown import Unknown, unknown_of

LIMITS = Limits(seconds=10.0, memory=1 << 30, output=64 << 20)
_DAYS = re.compile(r"(?:in-force|relations)/(\d{4}-\d{2}-\d{2})")
MOST_DAYS = 4
_REMEMBERED = 512


class Formats(Struct, frozen=True):
    """How each kind of answer is to be written; None where that kind cannot be."""

    rows: ox.QueryResultsFormat | None = ox.QueryResultsFormat.JSON
    truth: ox.QueryResultsFormat | None = ox.QueryResultsFormat.JSON
    graph: ox.RdfFormat | None = ox.RdfFormat.TURTLE

    def media_types(self) -> dict[Form, str | None]:
        """Each format by its media type."""
        return {
            "rows": self.rows and self.rows.media_type,
            "truth": self.truth and self.truth.media_type,
            "graph": self.graph and self.graph.media_type,
        }


class Answer(Struct, frozen=True):
    """The kind of an answer and its text in the format asked for; `unknown` is what the query
    names and the graph does not know."""

    form: Form
    content: bytes
    unknown: tuple[Unknown, ...] = ()


class Dataset(Struct, frozen=True):
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


class Engine(Struct):
    """Runs queries over a law; remembers which texts its guard has accepted."""

    data: QueryData
    limits: Limits = LIMITS
    _accepted: OrderedDict[str, Accepted] = field(default_factory=OrderedDict)
    _memory: threading.Lock = field(default_factory=threading.Lock)

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

        After `patience` seconds `overtime` says how long it may go on. Raises `InputError` (with
        line and column where the text is at fault), `Unwritable`, or a `SandboxError`.
        """
        measure(text)
        days = tuple(dict.fromkeys([as_of, *_days(text, dataset)]))
        formats, dataset = formats or Formats(), dataset or Dataset()
        asked = QueryRequest(
            text, self._accepted.get(text), as_of, days, formats.media_types(),
            dataset.default, dataset.named,
            mentions(text, *(dataset.default or ()), *(dataset.named or ())),
        )  # fmt: skip
        found = self.data.pool.ask(asked, self.limits, patience, overtime)
        head, _, content = found.partition(b"\n")
        said = json.loads(head)
        names = tuple(Named(*one) for one in said["names"])
        accepted = Accepted(said["form"], tuple(said["default"]), tuple(said["named"]), names)
        self._remember(text, accepted)
        if content.startswith(b"!"):
            raise Unwritable(accepted.form)
        unknown = unknown_of((Named(*one) for one in said["unknown"]), self.data)
        return Answer(accepted.form, content[1:], unknown)

    def _remember(self, text: str, accepted: Accepted) -> None:
        with self._memory:
            self._accepted[text] = accepted
            while len(self._accepted) > _REMEMBERED:
                self._accepted.popitem(last=False)


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
            raise graphs.unknown() from None
    return days


def failure(error: SandboxError, limits: Limits) -> Text:
    """What to tell whoever asked a query that gave no answer."""
    if isinstance(error, TimedOut):
        seconds = f"{limits.seconds:g}"
        return Text(
            f"Forespørgslen tog for lang tid (mere end {seconds} sekunder) og er stoppet. Det "
            "hjælper ikke at stille den igen: gør den snævrere, eller sæt LIMIT.",
            f"The query took too long (more than {seconds} seconds) and was stopped. Asking again "
            "will not help: narrow it, or set a LIMIT.",
        )
    if isinstance(error, Unready):
        return Text(
            "Det regnes lige nu ud, hvordan grupperne er stillet efter reglerne den dato; det "
            "tager et minut eller to den første gang. Prøv igen om lidt.",
            "How groups stand to the rules of that date is being worked out; it takes a minute or "
            "two the first time. Try again in a little while.",
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
