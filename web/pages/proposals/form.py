"""The form of a proposal: conditions clicked together row by row, and the draft they make.

Each row knows its fact, so that it offers that fact's own values. Rows come and go by buttons of
the form, which the server answers with the form as it is then: it works without scripts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from rdflib import RDF, RDFS, URIRef
from werkzeug.datastructures import MultiDict

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, Text, absolute, label, relative
from lovgraf.facts.vocabulary import Column
from lovgraf.law import Law, Norm
from lovgraf.law.norms import natural
from lovgraf.proposals.choices import (
    RELATIONS,
    Blocks,
    Criterion,
    Relation,
    relations_of,
    usable,
)
from lovgraf.proposals.editing import CHANGES, Draft, NewRoute, providers
from lovgraf_web.address import needed_day
from lovgraf_web.texts import TEXTS

PARTS = ("who", "exempt", "eligible")
"""What conditions are clicked together for: the addressees, an exemption, a route."""
BLOCKS, ROWS = 6, 8
"""Blocks of conditions, and rows of a block, that the form has room for."""
LONGEST = 200
"""Characters of a title."""


@dataclass(frozen=True)
class Row:
    """One condition as the form shows it; `kind` is class, choice or number."""

    name: str
    fact: str
    label: Text
    relations: tuple[Relation, ...]
    kind: str
    choices: tuple[tuple[str, Text], ...]
    relation: Relation
    value: str


def chosen(form: MultiDict[str, str], law: Law) -> dict[str, Blocks]:
    """The conditions of each part, after the button that was pressed (`do`) has done its work."""
    verb, _, place = form.get("do", "").partition(":")
    found = {}
    for part in PARTS:
        blocks = [
            [
                row
                for r in range(ROWS)
                if (row := _read(form, f"{part}.{b}.{r}"))
                and (verb, place) != ("drop", f"{part}.{b}.{r}")
            ]
            for b in range(BLOCKS)
        ]
        for b, block in enumerate(blocks):
            added = form.get(f"{part}.{b}.add")
            if verb == "add" and place == f"{part}.{b}" and added and len(block) < ROWS:
                block.append(_new(absolute(added), law))
        found[part] = tuple(tuple(block) for block in blocks if block)
    return found


def _read(form: MultiDict[str, str], name: str) -> Criterion | None:
    fact, given = form.get(f"{name}.fact"), form.get(f"{name}.relation")
    if not fact:
        return None
    relation: Relation = next((one for one in RELATIONS if one == given), "is")
    return Criterion(absolute(fact), relation, form.get(f"{name}.value", "")[:LONGEST])


def _new(iri: str, law: Law) -> Criterion:
    """A row for a fact, with the first of what it offers."""
    fact = law.facts.facts.get(iri)
    relations = relations_of(fact)
    relation: Relation = "at-least" if "at-least" in relations else "is"
    return Criterion(iri, relation, "true" if fact and fact.datatype == "boolean" else "")


def rows(part: str, blocks: Blocks, law: Law) -> list[list[Row]]:
    """The rows of a part, block by block."""
    return [
        [_row(f"{part}.{b}.{r}", row, law) for r, row in enumerate(block)]
        for b, block in enumerate(blocks)
    ]


def _row(name: str, row: Criterion, law: Law) -> Row:
    fact = law.facts.facts.get(row.fact)
    choices: tuple[tuple[str, Text], ...] = ()
    if fact is not None and fact.datatype == "boolean":
        choices = (("true", TEXTS["yes"]), ("false", TEXTS["no"]))
    elif isinstance(fact, Column) and fact.code_list is not None:
        choices = tuple((code.notation, code.label) for code in fact.code_list.concepts)
    return Row(
        name=name,
        fact=relative(row.fact),
        label=fact.label if fact else label(law.graph, URIRef(row.fact)),
        relations=relations_of(fact),
        kind="class" if fact is None else "choice" if choices else "number",
        choices=choices,
        relation=row.relation,
        value=row.value,
    )


def draft(
    form: MultiDict[str, str], parts: Mapping[str, Blocks], norm: Norm | None, as_of: date
) -> Draft:
    """The draft that the form makes. Raises `InputError` for a title, a date or a fee that cannot
    be used."""
    danish, english = (form.get(f"title-{lang}", "").strip() for lang in ("da", "en"))
    if not danish or not english or max(len(danish), len(english)) > LONGEST:
        raise InputError(
            "Giv forslaget en titel på dansk og engelsk, hver på højst 200 tegn.",
            "Give the proposal a title in Danish and English, each of at most 200 characters.",
        )
    start = form.get("commencement")
    grants = form.get("grants")
    return Draft(
        title=Text(danish, english),
        norm=norm.iri if norm else "",
        change=next((one for one in CHANGES if one == form.get("change")), "widen"),
        who=parts["who"],
        exempt=parts["exempt"],
        route=NewRoute(
            absolute(grants),
            parts["eligible"],
            tuple(absolute(need) for need in form.getlist("need")),
            absolute(place) if (place := form.get("place")) else None,
            _fee(form.get("fee", "")),
            absolute(offers) if (offers := form.get("provider")) else None,
        )
        if grants
        else None,
        measures=tuple(dict.fromkeys(form.getlist("measure"))),
        commencement=needed_day(start) if start else None,
        law_as_of=as_of,
        provider=absolute(takes) if (takes := form.get("measure-provider")) else None,
        basis=absolute(basis) if (basis := form.get("basis", "").strip()) else None,
    )


def _fee(typed: str) -> Decimal | None:
    if not typed.strip():
        return None
    try:
        fee = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        fee = Decimal(-1)
    if not (fee.is_finite() and 0 <= fee < 10**9):
        raise InputError(
            "Gebyret skal være et beløb i kroner, fx 190 eller 187,50.",
            "The fee must be an amount in kroner, for example 190 or 187.50.",
        )
    return fee


Named = Sequence[tuple[str, Text]]


def offered(law: Law, norm: Norm) -> dict[str, Named]:
    """What the form offers, by kind, each as its name and label."""
    needed = dict.fromkeys([*norm.requires, *_of(law, CORE.Capability)])
    return {
        "groups": _named(law, _of(law, CORE.TargetGroup)),
        "facts": [(relative(fact.iri), fact.label) for fact in usable(law, norm.record_type)],
        "goals": _named(law, list(needed)),
        "needs": _named(law, [*_of(law, CORE.Capability), *_of(law, CORE.EvidenceType)]),
        "places": _named(law, _of(law, CORE.Place)),
        "measures": measures(law),
        "providers": _named(law, providers(law)),
    }


def measures(law: Law) -> Named:
    """The kinds of measures, by the end of their names."""
    found = sorted(map(str, law.graph.subjects(RDFS.subClassOf, CORE.Measure)))
    return [(iri.removeprefix(str(CORE)), label(law.graph, URIRef(iri))) for iri in found]


def _of(law: Law, kind: URIRef) -> list[str]:
    found = sorted(map(str, law.graph.subjects(RDF.type, kind)), key=natural)
    return [iri for iri in found if iri.startswith(BASE)]


def _named(law: Law, iris: Sequence[str]) -> Named:
    return [(relative(iri), label(law.graph, URIRef(iri))) for iri in iris]
