"""An assessment in one language: its words, names and numbers, and its gaps by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rdflib import Graph, URIRef

from lovgraf.core.safe import plain
from lovgraf.core.terms import BASE, Lang, Text, label
from lovgraf.facts.type_names import plural_of
from lovgraf.law.authorities import name_on
from lovgraf.law.norms import provision_label
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.gap import SEVERITIES, Gap
from lovgraf.reports.assessment.sentences import SENTENCES
from lovgraf.reports.assessment.words import WORDS
from lovgraf.reports.phrases import counted, listed, number

_SEVERITY = {
    "error": (Text("fejl", "error"), Text("fejl", "errors")),
    "warning": (Text("advarsel", "warning"), Text("advarsler", "warnings")),
    "info": (Text("oplysning", "note"), Text("oplysninger", "notes")),
}

NAMED = 5
"""Rules that are named in a sentence; of more the number is told."""


@dataclass(frozen=True)
class Told:
    """Gaps that say the same but for whom they strike, told once under a number."""

    number: int
    gap: Gap
    also: tuple[Gap, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All of them."""
        return (self.gap, *self.also)


class Telling:
    """What every part of a document asks for; texts from data are made safe here."""

    def __init__(self, found: Assessment, lang: Lang) -> None:
        self.found, self.lang = found, lang

    @property
    def graph(self) -> Graph:
        """The law with the proposals."""
        return self.found.views.graph

    def word(self, key: str, **values: str) -> str:
        """A word or sentence of reports with its values."""
        text = WORDS[key] if key in WORDS else SENTENCES[key]
        return text[self.lang].format(**values)

    def text(self, text: Text | None) -> str:
        """A text of the graph as one visible line."""
        return plain(text[self.lang]) if text is not None else ""

    def name(self, iri: str) -> str:
        """What a thing is called."""
        return self.text(label(self.graph, URIRef(iri)))

    def authority(self, iri: str, task: str | None = None) -> str:
        """What an authority is called on the day of the assessment, for a norm or route."""
        day = self.found.views.after.as_of
        return self.text(name_on(self.graph, iri, day, task))

    def names(self, iris: Iterable[str]) -> str:
        """Names in a sentence, each once."""
        return listed(list(dict.fromkeys(map(self.name, iris))), self.lang)

    def things(self, record_type: str | None) -> str:
        """What the records of a type (a notation) are called, in the plural."""
        facts = self.found.views.after.law.facts
        return self.text(plural_of(self.graph, facts, record_type or facts.usual_type))

    def provision(self, iri: str) -> str:
        """A provision with its act."""
        return self.text(provision_label(self.graph, iri))

    def quoted(self, names: Sequence[str]) -> str:
        """Names in quotation marks; the first of many, and how many more there are."""
        shown = [self.word("quoted", name=name) for name in names[:NAMED]]
        if len(names) > NAMED:
            shown.append(self.word("more-rules", count=self.number(len(names) - NAMED)))
        return listed(shown, self.lang)

    def number(self, value: int) -> str:
        """A whole number."""
        return number(value, self.lang)

    def amount(self, value: Decimal) -> str:
        """A number with its decimals, if it has any."""
        whole, _, rest = f"{abs(value):f}".partition(".")
        rest = rest.rstrip("0")
        mark = "," if self.lang == "da" else "."
        sign = "-" if value < 0 else ""
        return f"{sign}{number(int(whole), self.lang)}{f'{mark}{rest}' if rest else ''}"

    def gap_name(self, code: str) -> str:
        """The name of a kind of gap."""
        return self.name(f"{BASE}gap/{code}")

    def severity(self, severity: str) -> str:
        """A severity inside a sentence."""
        return _SEVERITY[severity][0][self.lang]

    def counts(self) -> str:
        """How many gaps of each severity there are."""
        held = [one.gap.severity for one in self.told]
        return listed(
            [
                counted(held.count(severity), *_SEVERITY[severity], self.lang)
                for severity in SEVERITIES
                if severity in held
            ],
            self.lang,
        )

    @cached_property
    def told(self) -> list[Told]:
        """The gaps in order, numbered from 1."""
        same: dict[object, list[Gap]] = {}
        for gap in self.found.gaps:
            same.setdefault((gap.code, gap.message, gap.norm), []).append(gap)
        return [
            Told(place, first, tuple(also)) for place, (first, *also) in enumerate(same.values(), 1)
        ]

    def where(self, wanted: Callable[[Gap], bool]) -> list[Told]:
        """The numbered gaps that something holds of."""
        return [one for one in self.told if wanted(one.gap)]

    def of_kind(self, *codes: str) -> list[Told]:
        """The numbered gaps of some kinds."""
        return self.where(lambda gap: gap.code in codes)

    def refer(self, told: Sequence[Told]) -> str:
        """A reference to numbered gaps, in a bracket after a sentence; nothing where there is
        none."""
        if not told:
            return ""
        numbers = listed([str(one.number) for one in told], self.lang)
        return f" ({self.word('point' if len(told) == 1 else 'points', numbers=numbers)})"
