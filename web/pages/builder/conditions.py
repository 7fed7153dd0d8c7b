"""The conditions of a question in words, with what stands at what they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rdflib import Graph, URIRef

from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import date_text
from lovgraf.query.built import Built, Value
from lovgraf_web.current import law
from lovgraf_web.pages.builder import asking, table
from lovgraf_web.pages.builder.addresses import address
from lovgraf_web.standards import title_of
from lovgraf_web.terms import placed
from lovgraf_web.texts import TEXTS


@dataclass(frozen=True)
class Line:
    """A criterion in words, with what stands at what it leads to."""

    number: int
    title: Text
    test: str
    value: Text | None
    open: bool
    removed: str
    turned: str | None
    """The address of the page with its column shown or not."""
    below: tuple[Line, ...]

    def in_words(self) -> Text:
        """The criterion with what stands at it, in a line."""
        test, below = TEXTS[f"build-test-{self.test}"], [one.in_words() for one in self.below]

        def said(lang: Lang) -> str:
            if below:
                return f"{self.title[lang]} ({', '.join(one[lang] for one in below)})"
            value = f" {self.value[lang]}" if self.value else ""
            return f"{self.title[lang]} {test[lang]}{value}"

        return Text(said("da"), said("en"))


def lines(asked: Built, at: int = 0) -> tuple[Line, ...]:
    """The criteria at a place, in order."""
    graph, found = law().graph, []
    for number in asked.below(at):
        one = asked.criteria[number - 1]
        open_ = number in asked.open()
        found.append(
            Line(
                number, table.heading(graph, asked, number), one.test,
                _value_text(graph, one.value), open_, address(asked.without(number)),
                address(asked.turned(number)) if open_ else None, lines(asked, number),
            )
        )  # fmt: skip
    return tuple(found)


def in_words(asked: Built) -> Text:
    """The question in words: the kind, and each criterion."""
    kind = title_of(law().graph, URIRef(asked.kind))
    parts = [kind, *(line.in_words() for line in lines(asked))]
    return Text("; ".join(part.da for part in parts), "; ".join(part.en for part in parts))


def _value_text(graph: Graph, value: Value | None) -> Text | None:
    if value is None:
        return None
    if value.iri is not None:
        return placed(graph, URIRef(value.iri)).text
    if value.kind == "date":
        return date_text(date.fromisoformat(value.literal))
    kind = "" if value.kind in ("string", "number") else f"#{value.kind}"
    return asking.literal_text({"value": value.literal, "datatype": kind})
