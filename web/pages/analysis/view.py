"""Where each group stands under each duty; why; and what changed when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, current_app
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, RDFS, SKOS, XSD, Namespace

from lovgraf.core.terms import CORE, Text, absolute, label, relative, text_of
from lovgraf.law import Norm
from lovgraf.law.names import act_on, cited_on, norm_cited_on
from lovgraf.proposals.overview import standing
from lovgraf.proposals.overview.standing import Group, GroupStanding
from lovgraf.proposals.overview.timeline import Difference, difference, timeline
from lovgraf_web.address import chosen_day, needed_day, parameter
from lovgraf_web.current import law, law_at, prepared, standings
from lovgraf_web.navigation import Link, to
from lovgraf_web.outline import act_of, main_first
from lovgraf_web.page_cache import do_not_keep, same_for_all
from lovgraf_web.pages.analysis.time_line import of_law
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import put, respond

# The matrix of two dates side by side: the norms under which some group stands otherwise.

Standing = Mapping[str, tuple[GroupStanding, ...]]


@dataclass(frozen=True)
class Day:
    """A norm on one of the dates: where each group stands, None while that is being worked out;
    `force` says whether it is in force then."""

    day: date
    force: bool
    found: tuple[GroupStanding, ...] | None


@dataclass(frozen=True)
class Pair:
    """One norm on both dates."""

    norm: Norm
    provision: Text
    days: tuple[Day, Day]


@dataclass(frozen=True)
class ChangedAct:
    """The norms of an act that differ."""

    title: Text
    anchor: str
    rows: tuple[Pair, ...]


def side_by_side(
    first: tuple[date, Iterable[Norm], Standing], second: tuple[date, Iterable[Norm], Standing]
) -> tuple[list[ChangedAct], int]:
    """What differs between two dates, act by act, and under how many norms nothing does.

    Each side is a date, the norms in force on it, and what is known of them.
    """
    graph = law().graph
    (day, norms, known), (other, others, also) = first, second
    own, theirs = ({norm.iri: norm for norm in some} for some in (norms, others))
    pairs, same = [], 0
    for iri, norm in (own | theirs).items():
        days = (
            Day(day, iri in own, known.get(iri)),
            Day(other, iri in theirs, also.get(iri)),
        )
        if all(one.force for one in days) and _alike(*days):
            same += 1
        else:
            act = act_of(law_at(day if iri in own else other), norm)
            act = act_on(graph, act, max(day, other))
            pairs.append((act, Pair(norm, label(graph, URIRef(norm.provision)), days)))
    order = {act: place for place, act in reversed(list(enumerate(act for act, _ in pairs)))}
    pairs.sort(key=lambda pair: order[pair[0]])
    acts = [
        ChangedAct(
            label(graph, URIRef(act)),
            relative(act).replace("/", "-"),
            tuple(pair for _, pair in several),
        )
        for act, several in groupby(pairs, key=lambda pair: pair[0])
    ]
    return acts, same


def _alike(first: Day, second: Day) -> bool:
    """Whether every group is known to stand alike on both."""
    if first.found is None or second.found is None:
        return False
    by_group = [
        {one.group: (one.every, one.some) for one in day.found or ()} for day in (first, second)
    ]
    return by_group[0] == by_group[1]


FEW = 12
"""Tables of so many rows in all stand open; the others are folded."""
QB = Namespace("http://purl.org/linked-data/cube#")
pages = Blueprint("analysis", __name__, template_folder=".")


@dataclass(frozen=True)
class Row:
    """One norm with where everyone and each group stands; None while it is being worked out."""

    norm: Norm
    provision: Text
    found: tuple[GroupStanding, ...] | None


@dataclass(frozen=True)
class Act:
    """The rows of one act."""

    title: Text
    anchor: str
    rows: tuple[Row, ...]


@pages.get("/<any(da, en):lang>/analysis")
@same_for_all("show", "beside")
def page(lang: str) -> Response:
    """The matrix of groups and norms on a date, or what differs between two."""
    as_of = chosen_day()
    right = parameter("show") == "rights"
    other = needed_day(given) if (given := parameter("beside")) else None
    norms, known = _side(as_of, right)
    groups = standing.groups(law_at(as_of), law().facts.usual_type)
    done, wanted, both, same = len(known), len(norms), None, 0
    if other is not None:
        others, also = _side(other, right)
        both, same = side_by_side((as_of, norms, known), (other, others, also))
        done, wanted = done + len(also), wanted + len(others)
    if done < wanted:
        do_not_keep()
    return respond(
        "analysis.html",
        TEXTS["analysis-title"],
        data=lambda: (
            _data(as_of, norms, groups, known)
            | ({"beside": _data(other, others, groups, also)} if other else {})
        ),
        graph=lambda: _graph(as_of, known) + (_graph(other, also) if other else Graph()),
        as_of=as_of,
        other=other,
        both=both,
        same=same,
        groups=groups,
        acts=_acts(as_of, norms, known),
        right=right,
        few=FEW,
        unfinished=done < wanted,
        done=done,
        wanted=wanted,
        first_day=law().first_day,
    )


@pages.get("/<any(da, en):lang>/analysis/why")
@same_for_all("norm", "group")
def why(lang: str) -> Response:
    """One cell of the matrix: the rule, the group, and an invented person for each standing."""
    as_of = chosen_day()
    view = law_at(as_of)
    norm = view.norms.get(absolute(parameter("norm") or ""))
    if norm is None or norm.record_type != law().facts.usual_type:
        abort(404)
    group = absolute(name) if (name := parameter("group")) else None
    key = as_of.isoformat(), norm.iri, group or ""
    members = prepared(
        ("members", *key),
        lambda: view.law.kept("members", key, lambda: standing.members(view, norm, group)),
    )
    if members is None:
        do_not_keep()
    graph = law().graph
    who = norm.eligible if norm.kind == "Exemption" else norm.addressee
    cited = norm_cited_on(graph, norm, as_of)
    return respond(
        "why.html",
        norm.label,
        data=lambda: {
            "as_of": as_of.isoformat(),
            "norm": relative(norm.iri),
            "group": relative(group) if group else None,
            "worked_out": members is not None,
            "members": [
                {
                    "standing": m.standing,
                    "facts": dict(m.values),
                    "why": m.why.as_dict() if m.why else None,
                }
                for m in members or ()
            ],
        },
        graph=lambda: described(graph, URIRef(norm.iri)),
        as_of=as_of,
        way=(Link(TEXTS["analysis"], to("analysis.page")),),
        norm=norm,
        norm_name=relative(norm.iri),
        provision=cited.text,
        link=cited.link,
        group=label(graph, URIRef(group)) if group else None,
        group_definition=text_of(graph, URIRef(group), SKOS.definition) if group else None,
        who=_definition(who),
        members=members,
        columns={column.name: column for column in law().facts.columns.values()},
    )


@pages.get("/<any(da, en):lang>/analysis/changes")
@same_for_all("from", "to")
def changes(lang: str) -> Response:
    """The days on which the law changed, and what differs between two of them."""
    first, second = parameter("from"), parameter("to")
    found = None
    if first and second:
        found = difference(law(), needed_day(first), needed_day(second))
    days, as_day = timeline(law()), chosen_day()
    return respond(
        "changes.html",
        TEXTS["changes"],
        data=lambda: {
            "days": [
                {
                    "day": day.day.isoformat(),
                    "began": [relative(norm.iri) for norm in day.began],
                    "ended": [relative(norm.iri) for norm in day.ended],
                }
                for day in days
            ],
            "difference": _difference(found) if found else None,
        },
        graph=lambda: _commencements(),
        way=(Link(TEXTS["analysis"], to("analysis.page")),),
        days=[(day, _counted(day.began), _counted(day.ended)) for day in days],
        line=of_law(as_day),
        as_day=as_day,
        first=first or "",
        second=second or "",
        found=found,
        named=lambda iri, day, norm=None: cited_on(law().graph, iri, day, norm).text,
    )


def _side(day: date, right: bool) -> tuple[list[Norm], dict[str, tuple[GroupStanding, ...]]]:
    """The norms on a date, and what is known of where groups stand under them."""
    some = (standing.rights if right else standing.duties)(law_at(day), law().facts.usual_type)
    norms = main_first(law_at(day), some)
    return norms, standings().of(day, norms, current_app.config["MATRIX_WAIT"])


def _acts(
    as_of: date, norms: Iterable[Norm], known: Mapping[str, tuple[GroupStanding, ...]]
) -> list[Act]:
    view, graph = law_at(as_of), law().graph
    placed: dict[str, list[Norm]] = {}
    for norm in norms:
        placed.setdefault(act_on(graph, act_of(view, norm), as_of), []).append(norm)
    return [
        Act(
            label(graph, URIRef(act)),
            relative(act).replace("/", "-"),
            tuple(
                Row(norm, label(graph, URIRef(norm.provision)), known.get(norm.iri)) for norm in own
            ),
        )
        for act, own in placed.items()
    ]


def _data(
    as_of: date,
    norms: Iterable[Norm],
    groups: Iterable[Group],
    known: Mapping[str, tuple[GroupStanding, ...]],
) -> dict[str, Any]:
    return {
        "as_of": as_of.isoformat(),
        "groups": {relative(group.iri): group.label.as_dict() for group in groups},
        "norms": [
            {
                "norm": relative(norm.iri),
                "title": norm.label.as_dict(),
                "worked_out": norm.iri in known,
                "standings": [
                    {
                        "group": relative(found.group) if found.group else None,
                        "all": list(found.every),
                        "some": list(found.some),
                        "refused": found.refused.as_dict() if found.refused else None,
                    }
                    for found in known.get(norm.iri, ())
                ],
            }
            for norm in norms
        ],
    }


def _graph(as_of: date, known: Mapping[str, tuple[GroupStanding, ...]]) -> Graph:
    """An observation for each norm and group, with its standings in words."""
    graph = Graph(bind_namespaces="none")
    for iri, several in known.items():
        for found in several:
            node = BNode()
            graph.add((node, RDF.type, QB.Observation))
            graph.add((node, CORE.norm, URIRef(iri)))
            graph.add((node, CORE.asOf, RdfLiteral(as_of.isoformat(), datatype=XSD.date)))
            if found.group:
                graph.add((node, CORE.group, URIRef(found.group)))
            put(graph, node, RDFS.comment, in_words(found))
    return graph


def in_words(found: GroupStanding) -> Text:
    """The standings of a group in words."""
    parts = [(TEXTS["all-are"], name) for name in found.every]
    parts += [(TEXTS["some-are"], name) for name in found.some]
    if not parts:
        return found.refused or TEXTS["standing-refused"]
    worded = [(how, TEXTS[f"standing-{name}"]) for how, name in parts]
    return Text(
        "; ".join(f"{how.da} {text.da}" for how, text in worded),
        "; ".join(f"{how.en} {text.en}" for how, text in worded),
    )


def _definition(iri: str | None) -> Text | None:
    if iri is None:
        return None
    graph = law().graph
    return text_of(graph, URIRef(iri), SKOS.definition) or label(graph, URIRef(iri))


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "began": [relative(norm.iri) for norm in found.began],
        "ended": [relative(norm.iri) for norm in found.ended],
        "changed": [
            {
                "provision": relative(one.provision),
                "before": [relative(norm.iri) for norm in one.before],
                "after": [relative(norm.iri) for norm in one.after],
            }
            for one in found.changed
        ],
        "kept": found.kept,
    }


def _counted(norms: Iterable[Norm]) -> list[tuple[Text, list[Norm]]]:
    """The norms by act, with the act's title."""
    graph = law().graph
    placed: dict[str, list[Norm]] = {}
    for norm in norms:
        placed.setdefault(act_of(law_at(date.min), norm), []).append(norm)
    return [
        (text_of(graph, URIRef(act), DCTERMS.title) or label(graph, URIRef(act)), norms)
        for act, norms in placed.items()
    ]


def _commencements() -> Graph:
    """From when and until when each norm is in force."""
    graph = Graph(bind_namespaces="none")
    for iri, norm in law().norms.items():
        for predicate, day in (
            (CORE.inForceFrom, norm.in_force.start),
            (CORE.inForceUntil, norm.in_force.end),
        ):
            if day is not None:
                literal = RdfLiteral(day.isoformat(), datatype=XSD.date)
                graph.add((URIRef(iri), predicate, literal))
    return graph
