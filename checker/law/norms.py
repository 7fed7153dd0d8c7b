"""Norms as values, read from the graph."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from rdflib import RDF, Graph
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, label, relative, short, text_of
from lovgraf.law.deadline_rules import DeadlineRules
from lovgraf.law.deadlines import Deadline, deadline_of
from lovgraf.law.time import Interval, interval, key_provision
from lovgraf.law.unclear_norm import UnclearNorm

KINDS = (
    "Obligation", "BestEffortObligation", "Prohibition", "Permission", "Right", "Exemption",
    "Power", "CompetenceLimit", "ConstitutiveRule", "UncheckedObligation", "UncheckedProhibition",
)  # fmt: skip
JUDGED = frozenset({"Obligation", "BestEffortObligation", "Prohibition"})
"""The kinds of norm that give verdicts."""


class Norm(Struct, frozen=True):
    """One norm in one version; IRIs where not said otherwise.

    `kind` is the local name of its class, `record_type` a notation, `in_force` the interval. Those
    lifted by a norm that `lifts_after_end` stay lifted once it has ended.
    """

    iri: str
    kind: str
    provision: str
    provisions: tuple[str, ...]
    record_type: str
    bearer: str
    label: Text
    definition: Text | None
    addressee: str | None
    duty: str | None
    deadlines: tuple[Deadline, ...]
    requires: tuple[str, ...]
    exempts: tuple[str, ...]
    overrides: tuple[str, ...]
    eligible: str | None
    granted: str | None
    discretionary: bool
    authority: str | None
    passages: tuple[str, ...]
    note: Text | None
    in_force: Interval
    lifts_after_end: bool = False

    @property
    def other_bearer(self) -> str | None:
        """Who is bound (an IRI), where that is not the subject of the record."""
        return None if self.bearer == str(CORE.Subject) else self.bearer

    @property
    def holders(self) -> frozenset[str]:
        """Whose power it is (IRIs): the competent authority and the bearer, as far as stated."""
        return frozenset({self.authority, self.bearer}) - {None, str(CORE.Subject)}  # type: ignore[return-value]

    @property
    def judged(self) -> bool:
        """Whether the norm gives verdicts."""
        return self.kind in JUDGED


def read_norms(
    graph: Graph,
    record_types: dict[str, str],
    usual: str,
    left_out: list[UnclearNorm] | None = None,
) -> dict[str, Norm]:
    """Every norm of the graph by IRI, in order of IRI; see `norm_of`.

    Raises `UnclearNorm` for a norm that is not clear; with `left_out` such norms go there.
    """
    found: dict[str, Norm] = {}
    rules = DeadlineRules(graph)
    for kind in KINDS:
        for subject in graph.subjects(RDF.type, CORE[kind]):
            try:
                found[str(subject)] = norm_of(graph, subject, kind, record_types, usual, rules)
            except UnclearNorm as error:
                if left_out is None:
                    raise
                left_out.append(error)
    return dict(sorted(found.items(), key=lambda item: natural(item[0])))


@lru_cache(1 << 14)
def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts section 10 after section 9; the norms are sorted again and again."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part)
        for part in re.split(r"(\d+)", text)
        if part
    )


def norm_of(
    graph: Graph,
    subject: Node,
    kind: str,
    record_types: dict[str, str],
    usual: str,
    rules: DeadlineRules,
) -> Norm:
    """One norm of a kind; `record_types` are the notations of the types of record by IRI, `usual`
    is that of a norm which names none, `rules` say how its deadlines are counted."""
    stated: dict[Node, list[Node]] = {}
    for predicate, value in graph.predicate_objects(subject):
        stated.setdefault(predicate, []).append(value)

    def one(predicate: Node) -> str | None:
        values = stated.get(predicate, [])
        if len(values) > 1:
            raise _several(subject, predicate, values)
        return str(values[0]) if values else None

    def many(predicate: Node) -> tuple[str, ...]:
        return tuple(sorted(map(str, stated.get(predicate, ()))))

    bearer, provisions = one(CORE.bearer) or str(CORE.Subject), many(CORE.provision)
    deadlines = [
        deadline_of(graph, subject, node, rules, bearer, provisions)
        for node in stated.get(CORE.deadline, ())
    ]
    return Norm(
        iri=str(subject),
        kind=kind,
        provision=str(key_provision(graph, subject) or ""),
        provisions=provisions,
        record_type=record_types.get(one(CORE.recordType) or "", usual),
        bearer=bearer,
        label=label(graph, subject),
        definition=text_of(graph, subject, SKOS.definition),
        addressee=one(CORE.addressee),
        duty=one(CORE.duty),
        deadlines=tuple(sorted(deadlines, key=repr)),
        requires=many(CORE.requires),
        exempts=many(CORE.exempts),
        overrides=many(CORE.overrides),
        eligible=one(CORE.eligible),
        granted=one(CORE.granted),
        discretionary=RdfLiteral(True) in stated.get(CORE.discretionary, ()),
        authority=one(CORE.competentAuthority),
        passages=many(CORE.reportPassage),
        note=text_of(graph, subject, CORE.note),
        in_force=interval(graph, subject),
        lifts_after_end=RdfLiteral(True) in stated.get(CORE.liftsAfterEnd, ()),
    )


def _several(norm: Node, predicate: Node, values: list[Node]) -> UnclearNorm:
    what, which = short(str(predicate)), ", ".join(sorted(relative(str(value)) for value in values))
    name = relative(str(norm))
    return UnclearNorm(
        f"Normen {name} angiver {what} mere end én gang ({which}). Angiv én; skal "
        "noget gælde for flere, skriv en norm for hver, eller en klasse, der omfatter dem.",
        f"The norm {name} gives {what} more than once ({which}). Give one; what holds "
        "for several takes a norm for each, or a class that takes them all in.",
        norm=str(norm),
        code="stated-twice",
    )
