"""The demands on scenarios: each thing that one of them should show, and whether one does."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from rdflib import URIRef

from lovgraf.authoring.lint.ledger.entries import act_name
from lovgraf.core.terms import BASE, CORE, Text, absolute, label, relative, short, text_of
from lovgraf.law import Law, Norm
from lovgraf.law.patterns import PATTERN, THE_AUTHORITY
from lovgraf.law.routes import AccessRoute

KINDS = {
    "verdict": Text("udfald", "verdicts"),
    "exemption": Text("undtagelser", "exemptions"),
    "route": Text("adgangsveje", "routes"),
    "limit": Text("grænser", "limits"),
    "area": Text("sagsområder i mønstre", "areas of patterns"),
    "unmeasured": Text("regler, der ikke kan måles", "norms that cannot be measured"),
}


class Subject(Struct, frozen=True):
    """What a demand is about: a norm, a template of norms or a route, and the act it is in."""

    iri: str
    act: str
    label: Text

    @property
    def name(self) -> str:
        """The IRI as a reader types it."""
        return relative(self.iri)


class Demand(Struct, frozen=True):
    """One thing that some scenario should show; `what` says what is lacking if none does."""

    kind: str
    subject: Subject
    detail: str
    what: Text

    @property
    def key(self) -> str:
        """A name that stays the same as long as the law says the same."""
        return f"{self.subject.name} {self.kind} {self.detail}"


class Demands(Struct):
    """The demands by key, and the keys of those that are met."""

    by_key: dict[str, Demand] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    _doubts: dict[str, list[Callable[[], bool]]] = field(default_factory=dict)

    def ask(self, demand: Demand, met: bool, possible: Callable[[], bool] | None = None) -> None:
        """Note a demand, and whether a scenario meets it; one is enough.

        `possible` tells whether any record could meet it; it is asked only where none does.
        """
        self.by_key.setdefault(demand.key, demand)
        if met:
            self.met.add(demand.key)
        elif possible is not None and demand.key not in self.met:
            self._doubts.setdefault(demand.key, []).append(possible)

    def keep(self, wanted: Callable[[Demand], bool]) -> None:
        """Leave out all demands but some."""
        self.by_key = {key: demand for key, demand in self.by_key.items() if wanted(demand)}
        self._doubts = {key: doubts for key, doubts in self._doubts.items() if key in self.by_key}

    def settle(self) -> None:
        """Leave out the demands that no scenario meets and no record could."""
        for key, doubts in self._doubts.items():
            if key not in self.met and not any(possible() for possible in doubts):
                del self.by_key[key]
        self._doubts.clear()

    @property
    def gaps(self) -> list[Demand]:
        """The demands that nothing meets, in order of act, subject and kind."""
        found = [d for key, d in self.by_key.items() if key not in self.met]
        order = list(KINDS)
        return sorted(
            found, key=lambda d: (d.subject.act, d.subject.iri, order.index(d.kind), d.detail)
        )


class Subjects(Struct):
    """The subjects of norms and routes; norms of one template of a pattern share theirs."""

    law: Law
    _known: dict[str, Subject] = field(default_factory=dict)

    def of(self, norm: Norm) -> Subject:
        """The subject of a norm: its template where it comes from a pattern."""
        if norm.iri not in self._known:
            template = self._template(norm)
            self._known[norm.iri] = (
                Subject(norm.iri, act_iri(norm.iri), norm.label)
                if template is None
                else Subject(template, self.pattern_of(norm), self._general(template))
            )
        return self._known[norm.iri]

    def binding(self, norm: Norm) -> Subject | None:
        """The binding that a norm of a pattern comes from; None for all other norms."""
        found = self.law.graph.value(URIRef(norm.iri), PATTERN["from"])
        if found is None:
            return None
        code = self.law.graph.value(found, PATTERN.code)
        name = Text("?", "?") if code is None else label(self.law.graph, code)
        return Subject(str(found), act_iri(str(found)), name)

    def named(self, iri: str, user: str) -> Subject:
        """A class, shape or fact that has a name; `user` is an act that uses it, where it is in
        the IRI of none."""
        act = act_iri(iri) if relative(iri).startswith(("law/", "source/", "pattern/")) else user
        return Subject(iri, act, label(self.law.graph, URIRef(iri)))

    def route(self, route: AccessRoute) -> Subject:
        """The subject of a route."""
        return Subject(route.iri, act_iri(route.provision or route.iri), route.label)

    def pattern_of(self, norm: Norm) -> str:
        """The pattern that a norm comes from."""
        found = self.law.graph.value(URIRef(norm.iri), CORE.pattern)
        return "" if found is None else str(found)

    def _template(self, norm: Norm) -> str | None:
        """The template that gives a norm: its name goes before the binding's code."""
        graph = self.law.graph
        binding = graph.value(URIRef(norm.iri), PATTERN["from"])
        for clause in graph.objects(binding, PATTERN.clause) if binding is not None else ():
            template = graph.value(clause, PATTERN.states)
            if short(norm.iri).startswith(f"{short(str(template))}-"):
                return str(template)
        return None

    def _general(self, template: str) -> Text:
        """The label of a template with general words for what a binding fills in."""
        named = text_of(self.law.graph, URIRef(template)) or Text(short(template), short(template))
        return Text(
            named.da.replace("{code}", "hvert sagsområde").replace("{authority}", THE_AUTHORITY.da),
            named.en.replace("{code}", "every area").replace("{authority}", THE_AUTHORITY.en),
        )


def act_iri(iri: str) -> str:
    """The act (or source outside the law) in whose IRI that of a norm or route lies; empty for what
    is not ours."""
    return absolute(act_name(iri)) if iri.startswith(BASE) else ""
