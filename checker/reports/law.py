"""The law in force on a date, or one provision with its norms and history, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from rdflib import RDF, Graph, URIRef

from lovgraf.core.safe import plain, web_link
from lovgraf.core.terms import CORE, ELI, Lang, Text, absolute, label, lies_in, relative
from lovgraf.law.added_notes import added_notes
from lovgraf.law.names import cited_on, norm_cited_on
from lovgraf.law.nearest import unknown_provision
from lovgraf.law.norms import Norm, natural
from lovgraf.law.provisions import provision_label
from lovgraf.law.time import Interval, interval
from lovgraf.law.view import Law, LawView, Periods, provision_periods
from lovgraf.reports.law_norm import said_of
from lovgraf.reports.phrases import norms as counted_norms
from lovgraf.reports.phrases import word, written_date

_HISTORY = (
    "commencedBy", "commencesWith", "amendedBy", "repealedBy", "consolidates", "consolidatedBy",
    "basedOn",
)  # fmt: skip


class Event(Struct, frozen=True):
    """A relation of a provision or its act to another, which is in force from `start`."""

    relation: str
    name: Text
    other: str
    label: Text
    start: date | None


class LawPart(Struct, frozen=True):
    """What is shown: norms on a date, and with a provision when it is in force and its history."""

    as_of: date
    graph: Graph
    norms: tuple[Norm, ...]
    provision: str | None = None
    in_force: Periods | None = None
    history: tuple[Event, ...] = ()
    beside: tuple[Text, ...] = ()
    """Which files were read beside the law."""


def in_force(view: LawView) -> LawPart:
    """All norms in force on a date."""
    beside = tuple(added_notes(view.law))
    return LawPart(view.as_of, view.law.graph, tuple(view.norms.values()), beside=beside)


def find(law: Law, name: str) -> str:
    """The IRI of an act, provision or source as a reader types it.

    Raises `InputError` where the graph has none: which act is known, and what lies near.
    """
    iri = absolute(name.strip().rstrip("/"))
    if any(lies_in(p, iri) for n in law.norms.values() for p in n.provisions):
        return iri
    node = URIRef(iri)
    if any((node, RDF.type, kind) in law.graph for kind in (CORE.Act, CORE.Provision)):
        return iri
    resting = (p for norm in law.norms.values() for p in norm.provisions)
    raise unknown_provision(law.graph, iri, resting)


def one_provision(law: Law, iri: str, as_of: date) -> LawPart:
    """A provision, or an act, with every norm it ever held and what happened to it.

    A norm of an act that amends it stands in it too, and says when it is in force only where none
    of its own does.
    """
    found = tuple(
        norm for norm in law.norms.values() if any(lies_in(p, iri) for p in norm.provisions)
    )
    own = [norm for norm in found if lies_in(norm.provision, iri)]
    periods = provision_periods(law.graph, iri, own or found)
    history, beside = tuple(_history(law.graph, iri)), tuple(added_notes(law))
    return LawPart(as_of, law.graph, found, iri, periods, history, beside)


def _history(graph: Graph, iri: str) -> Iterator[Event]:
    step: object = URIRef(iri)
    seen: set[tuple[str, str]] = set()
    while step is not None:
        for name in _HISTORY:
            for other in sorted(graph.objects(URIRef(str(step)), CORE[name]), key=str):
                if (name, str(other)) in seen:
                    continue
                seen.add((name, str(other)))
                yield Event(
                    name,
                    label(graph, CORE[name]),
                    str(other),
                    provision_label(graph, str(other)),
                    interval(graph, other).start,
                )
        step = graph.value(URIRef(str(step)), ELI.is_part_of)


def as_json(part: LawPart) -> Iterator[str]:
    """The part as one JSON object, keys in a fixed order."""
    content: dict[str, object] = {"as_of": part.as_of.isoformat()}
    if part.provision is not None and part.in_force is not None:
        cited = cited_on(part.graph, part.provision, part.as_of)
        content |= {
            "provision": part.provision,
            "label": cited.text.as_dict(),
            "in_consolidation": cited.place,
            "link": web_link(cited.link),
            "in_force": _interval(part.in_force.on(part.as_of)),
            "in_force_on_date": part.in_force.contains(part.as_of),
            "periods": [_interval(span) for span in part.in_force.spans],
            "history": [
                {
                    "relation": event.relation,
                    "other": event.other,
                    "label": event.label.as_dict(),
                    "from": event.start.isoformat() if event.start else None,
                }
                for event in part.history
            ],
        }
    content["norms"] = [_norm(norm, part) for norm in part.norms]
    content["notes"] = [note.as_dict() for note in part.beside]
    yield json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _norm(norm: Norm, part: LawPart) -> dict[str, object]:
    cited = norm_cited_on(part.graph, norm, part.as_of)
    return {
        "norm": norm.iri,
        "provision": norm.provision,
        "bearer": norm.bearer,
        "kind": norm.kind,
        "type": norm.record_type,
        "title": norm.label.as_dict(),
        "definition": norm.definition.as_dict() if norm.definition else None,
        "provision_label": cited.text.as_dict(),
        "in_consolidation": cited.place,
        "link": web_link(cited.link),
        "in_force": _interval(norm.in_force),
        "in_force_on_date": norm.in_force.contains(part.as_of),
    } | (_more(norm, part) if part.provision is not None else {})


def _more(norm: Norm, part: LawPart) -> dict[str, object]:
    """What only one provision's norms are told with."""
    said = [
        {"what": what.as_dict(), "said": text.as_dict()}
        for what, text in said_of(norm, part.graph, part.as_of)
    ]
    return {"addressee": norm.addressee, "duty": norm.duty, "said": said}


def _interval(found: Interval) -> dict[str, str | None]:
    return {
        "from": found.start.isoformat() if found.start else None,
        "until": found.end.isoformat() if found.end else None,
    }


def as_text(part: LawPart, lang: Lang) -> Iterator[str]:
    """The part in lines, in the order of the acts."""
    yield f"{word('as-of', lang, date=written_date(part.as_of, lang))}\n"
    for note in part.beside:
        yield f"{word('note', lang)}: {plain(note[lang])}\n"
    if part.provision is not None and part.in_force is not None:
        cited = cited_on(part.graph, part.provision, part.as_of)
        yield f"\n{plain(cited.text[lang])}\n"
        yield f"{_then(_times(part.in_force, lang), part.in_force, part.as_of, lang)}\n"
        if link := web_link(cited.link):
            yield f"{link}\n"
        for event in part.history:
            start = f" ({written_date(event.start, lang)})" if event.start else ""
            yield f"  {plain(event.name[lang])}: {plain(event.label[lang])}{start}\n"
    current = None
    for norm in sorted(part.norms, key=lambda n: (natural(n.provision), n.iri)):
        section = plain(norm_cited_on(part.graph, norm, part.as_of).text[lang])
        heading = f"{section} [{relative(norm.provision)}]"
        if heading != current:
            current = heading
            yield f"\n{heading}\n"
        kind = plain(label(part.graph, CORE[norm.kind])[lang])
        time = _then(_time(norm.in_force, lang), norm.in_force, part.as_of, lang)
        yield f"  {plain(norm.label[lang])} ({kind.lower()}; {time})\n"
        if norm.definition:
            yield f"    {plain(norm.definition[lang])}\n"
        if part.provision is not None:
            for what, said in said_of(norm, part.graph, part.as_of):
                yield f"    {plain(what[lang])}: {plain(said[lang])}\n"
    yield f"\n{_counted(part, lang)}.\n"


def _counted(part: LawPart, lang: Lang) -> str:
    """How many norms are counted, and how many of them hold on the date, where some do not."""
    counted = counted_norms(len(part.norms), lang)
    some = sum(norm.in_force.contains(part.as_of) for norm in part.norms)
    if some == len(part.norms):
        return counted
    day = written_date(part.as_of, lang)
    return word("of-them-then", lang, norms=counted, some=str(some), date=day)


def _then(time: str, found: Interval | Periods, day: date, lang: Lang) -> str:
    """A time, and that it is not that of a day, where it is not."""
    if found == Interval(None, None) or isinstance(found, Periods) and not found.spans:
        return time
    if found.contains(day):
        return time
    return word("not-then", lang, time=time, date=written_date(day, lang))


def _times(found: Periods, lang: Lang) -> str:
    if not found.spans:
        return word("uncommenced" if found.stated else "undated", lang)
    return "; ".join(_time(span, lang) for span in found.spans)


def _time(found: Interval, lang: Lang) -> str:
    if found.start is None:
        return word("uncommenced", lang)
    start = written_date(found.start, lang)
    if found.end is None:
        return word("since", lang, start=start)
    return word("between", lang, start=start, end=written_date(found.end, lang))
