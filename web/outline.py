"""The law in force on a date, act by act: what the law page and its JSON twin show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rdflib import URIRef
from rdflib.namespace import DCTERMS, SKOS

from lovgraf.core.terms import CORE, Text, label, relative, short, text_of
from lovgraf.law import LawView, Norm, provisions
from lovgraf.law.authorities import name_in
from lovgraf.law.names import act_on, cited_on, name_on, norm_cited_on
from lovgraf.law.norms import natural
from lovgraf.proposals.overview.timeline import mentions


@dataclass(frozen=True)
class NormEntry:
    """One norm as a reader sees it; `addressee` and `duty` are texts of the graph."""

    norm: str
    anchor: str
    title: Text
    definition: Text | None
    kind: Text
    bearer: Text
    provision: str
    provision_label: Text
    link: str | None
    addressee: Text | None
    duty: Text | None
    note: Text | None
    start: date | None
    end: date | None

    def as_dict(self) -> dict[str, object]:
        """The JSON form; dates in ISO form, texts in both languages, IRIs relative to the base."""
        texts = ("title", "definition", "kind", "bearer", "provision_label", "addressee", "duty",
                 "note")  # fmt: skip
        found: dict[str, object] = {
            name: text.as_dict() for name in texts if (text := getattr(self, name)) is not None
        }
        return found | {
            "norm": relative(self.norm),
            "provision": relative(self.provision),
            "official": self.link,
            "in_force_from": self.start.isoformat() if self.start else None,
            "in_force_until": self.end.isoformat() if self.end else None,
        }


@dataclass(frozen=True)
class ActEntry:
    """One act, or one source outside the law, with its norms in force in the act's order."""

    act: str
    anchor: str
    label: Text
    title: Text | None
    link: str | None
    norms: tuple[NormEntry, ...]

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "act": relative(self.act),
            "label": self.label.as_dict(),
            "title": self.title.as_dict() if self.title else None,
            "official": self.link,
            "norms": [norm.as_dict() for norm in self.norms],
        }


def outline(view: LawView) -> tuple[ActEntry, ...]:
    """The acts with norms in force on the view's date, oldest first; put together once a view."""
    return view.once("outline of the acts", lambda: _acts(view))


def _acts(view: LawView) -> tuple[ActEntry, ...]:
    graph = view.law.graph
    norms = sorted(view.norms.values(), key=lambda norm: natural(norm.iri))
    placed = sorted(
        ((act_of(view, norm), norm) for norm in norms), key=lambda pair: natural(pair[0])
    )
    return tuple(
        ActEntry(
            act=act,
            anchor=_anchor(act),
            label=name_on(graph, act, view.as_of),
            title=text_of(graph, URIRef(act), DCTERMS.title),
            link=cited_on(graph, act, view.as_of).link,
            norms=tuple(_entry(view, norm) for _, norm in pairs),
        )
        for act, pairs in groupby(placed, key=lambda pair: pair[0])
    )


def by_act(view: LawView, acts: Iterable[ActEntry]) -> list[tuple[ActEntry, tuple[ActEntry, ...]]]:
    """Each act with the other versions of it that hold norms: a consolidation that was read later
    holds what it states otherwise, and both are cited as the one in use on the date."""
    found: dict[str, list[ActEntry]] = {}
    for act in acts:
        found.setdefault(act_on(view.law.graph, act.act, view.as_of), []).append(act)
    return [(first, tuple(others)) for first, *others in found.values()]


def main_first(view: LawView, norms: Iterable[Norm]) -> list[Norm]:
    """The norms by act, the acts that the graph speaks of most first, as they are worked out."""
    spoken = mentions(view.law)
    placed = [(act_of(view, norm), norm) for norm in norms]
    placed.sort(key=lambda one: (-spoken[one[0]], natural(one[0]), natural(one[1].iri)))
    return [norm for _, norm in placed]


def act_of(view: LawView, norm: Norm) -> str:
    """The act that a norm's provision belongs to, or the source outside the law itself."""
    return provisions.act_of(view.law.graph, norm.provision)


def _anchor(iri: str) -> str:
    return relative(iri).replace("/", "-")


def _entry(view: LawView, norm: Norm) -> NormEntry:
    graph = view.law.graph
    who = norm.addressee or norm.eligible
    cited = norm_cited_on(graph, norm, view.as_of)
    return NormEntry(
        norm=norm.iri,
        anchor=_anchor(norm.iri),
        title=norm.label,
        definition=norm.definition,
        kind=label(graph, CORE[norm.kind]),
        bearer=name_in(graph, norm.bearer, view.as_of, norm),
        provision=norm.provision,
        provision_label=cited.text,
        link=cited.link,
        addressee=_described(view, who) if who else None,
        duty=_described(view, norm.duty) if norm.duty else None,
        note=norm.note,
        start=norm.in_force.start,
        end=norm.in_force.end,
    )


def _described(view: LawView, iri: str) -> Text | None:
    """A class or shape in words: its definition, else its label; nothing where it has neither."""
    graph = view.law.graph
    found = text_of(graph, URIRef(iri), SKOS.definition) or label(graph, URIRef(iri))
    return None if found.da == short(iri) else found
