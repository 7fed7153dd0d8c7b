"""A proposal written without Turtle: choose a norm and what becomes of it, with the Turtle beside.

The choices become a proposal in `lovgraf.proposals.editing`; it is assessed as any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from rdflib import RDF, RDFS, Graph, URIRef
from werkzeug.datastructures import MultiDict

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, Text, absolute, label, relative
from lovgraf.facts.fact import Column
from lovgraf.law import Law, Norm
from lovgraf.law.norms import natural
from lovgraf.law.provisions import provision_label
from lovgraf.proposals.choices import (
    RELATIONS,
    Blocks,
    Criterion,
    Relation,
    relations_of,
    usable,
)
from lovgraf.proposals.editing import CHANGES, Draft, NewRoute, providers, write
from lovgraf_web.address import chosen_day, needed_day, parameter, takes
from lovgraf_web.api.sent import one_of, refuse_twice, refuse_unknown
from lovgraf_web.current import law, law_at
from lovgraf_web.outline import act_of
from lovgraf_web.pages.proposals.result import LONGEST, way
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

# The form of a proposal: conditions clicked together row by row, and the draft they make.
#
# Each row knows its fact, so that it offers that fact's own values. Rows come and go by buttons
# of the form, which the server answers with the form as it is then: it works without scripts.

PARTS = ("who", "exempt", "eligible")
"""What conditions are clicked together for: the addressees, an exemption, a route."""
BLOCKS, ROWS = 6, 8
"""Blocks of conditions, and rows of a block, that the form has room for."""
LONGEST_TITLE = 200
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
    return Criterion(absolute(fact), relation, form.get(f"{name}.value", "")[:LONGEST_TITLE])


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
    if not danish or not english or max(len(danish), len(english)) > LONGEST_TITLE:
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


pages = Blueprint("proposal_editor", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/proposals/new")
@takes("norm")
def form(lang: str) -> ResponseReturnValue:
    """Choose a norm; then the form of what becomes of it."""
    as_of = chosen_day()
    name = parameter("norm")
    norm = law_at(as_of).norms.get(absolute(name)) if name else None
    given: MultiDict[str, str] = MultiDict()
    if norm is not None:
        given.setlist("title-da", [f"Ændring af {norm.label.da}"[:LONGEST_TITLE]])
        given.setlist("title-en", [f"Change of {norm.label.en}"[:LONGEST_TITLE]])
    return _page(as_of, norm, given)


@pages.post("/<any(da, en):lang>/proposals/new")
def show(lang: str) -> ResponseReturnValue:
    """The form as it was filled in, and the proposal as Turtle, or what cannot be used.

    A button that adds or takes away a condition asks for no more than the form as it is then.
    """
    _refuse(request.form)
    as_of = needed_day(request.form.get("as_of"))
    norm = law_at(as_of).norms.get(absolute(request.form.get("norm", "")))
    given = MultiDict(request.form.items(multi=True))
    asked = not given.get("do")
    try:
        text = write(draft(given, chosen(given, law()), norm, as_of), law())
    except InputError as error:
        page = _page(as_of, norm, given, error=error, asked=asked)
        page.status_code = 400 if asked else 200
        return page
    return _page(as_of, norm, given, text)


_FIELDS = (
    "csrf_token", "as_of", "norm", "do", "title-da", "title-en", "change", "grants", "need",
    "place", "fee", "provider", "measure", "measure-provider", "commencement", "basis",
)  # fmt: skip
_SEVERAL = ("need", "measure")
_ROW = tuple(f"{part}.{b}.{r}" for part in PARTS for b in range(BLOCKS) for r in range(ROWS))
_ADD = tuple(f"{part}.{b}.add" for part in PARTS for b in range(BLOCKS))
_KNOWN = frozenset(
    {*_FIELDS, *_ADD, *(f"{row}.{end}" for row in _ROW for end in ("fact", "relation", "value"))}
)


def _refuse(form: MultiDict[str, str]) -> None:
    """Refuse what a program sent and the form does not have: of what is passed over, another
    proposal comes than the one that was meant. Raises `InputError`, by the name of the field."""
    if strange := [name for name in form if name not in _KNOWN]:
        refuse_unknown(strange, (*_FIELDS, *_near_rows(strange[0])))
    refuse_twice(form, _SEVERAL)
    for name in ("as_of", "norm"):
        if not form.get(name):
            raise InputError(f"Feltet {name} mangler.", f"The field {name} is missing.")
    one_of("change", form.get("change"), CHANGES, CHANGES[0])
    for kind in form.getlist("measure"):
        one_of("measure", kind, [name for name, _ in measures(law())], "")
    for row in _ROW:
        one_of(f"{row}.relation", form.get(f"{row}.relation"), RELATIONS, RELATIONS[0])
        if form.get(f"{row}.value") and not form.get(f"{row}.fact"):
            raise InputError(f"Feltet {row}.fact mangler.", f"The field {row}.fact is missing.")


def _near_rows(name: str) -> list[str]:
    """The fields of the row that a name seems to be of."""
    row = name.rpartition(".")[0]
    return [f"{row}.{end}" for end in ("fact", "relation", "value")] if row in _ROW else []


def _page(
    as_of: date,
    norm: Norm | None,
    given: MultiDict[str, str],
    text: str = "",
    error: InputError | None = None,
    asked: bool = False,
) -> Response:
    graph = law().graph
    parts = chosen(given, law())
    return respond(
        "proposal_editor.html",
        TEXTS["editor-title"],
        data=lambda: _data(as_of, norm, text, error),
        graph=lambda: _graph(norm, text),
        as_of=as_of,
        way=way(),
        norm=norm,
        name=relative(norm.iri) if norm else "",
        cited=provision_label(graph, norm.provision) if norm else None,
        addressed=label(graph, URIRef(norm.addressee)) if norm and norm.addressee else None,
        acts=[] if norm else _norms(as_of),
        offered=offered(law(), norm) if norm else {},
        blocks={part: rows(part, parts[part], law()) for part in PARTS},
        relations=RELATIONS,
        changes=CHANGES,
        given=given,
        text=text,
        error=error,
        asked=asked,
        longest=LONGEST,
        longest_title=LONGEST_TITLE,
    )


def _norms(as_of: date) -> list[tuple[Text, list[tuple[str, Text, Text]]]]:
    """The norms in force, act by act: name, title, provision."""
    view, graph = law_at(as_of), law().graph
    found: dict[str, list[tuple[str, Text, Text]]] = {}
    for norm in sorted(view.norms.values(), key=lambda norm: natural(norm.iri)):
        if norm.kind in ("Obligation", "BestEffortObligation", "Prohibition"):
            entry = (relative(norm.iri), norm.label, label(graph, URIRef(norm.provision)))
            found.setdefault(act_of(view, norm), []).append(entry)
    return [(label(graph, URIRef(act)), norms) for act, norms in found.items()]


def _data(as_of: date, norm: Norm | None, text: str, error: InputError | None) -> dict[str, Any]:
    """What can be chosen, and the proposal that the choices make."""
    found: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "norms": [name for _, norms in _norms(as_of) for name, _, _ in norms],
        "changes": list(CHANGES),
        "relations": list(RELATIONS),
        "turtle": text or None,
        "error": error.message.as_dict() if error else None,
    }
    if norm is not None:
        kinds = offered(law(), norm).items()
        found |= {kind: {name: text.as_dict() for name, text in many} for kind, many in kinds}
    return found


def _graph(norm: Norm | None, text: str) -> Graph:
    """The proposal that the choices make; before there is one, the norm that is to be changed."""
    if text:
        return Graph().parse(data=text, format="turtle")
    return described(law().graph, URIRef(norm.iri)) if norm else Graph()
