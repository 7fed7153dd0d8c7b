"""The provisions nearest to one that is not known: in its act, and in the acts that this restates,
those with the numbers next to it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rdflib import RDF, Graph, URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, label, lies_in, relative

_MOST = 3
"""Provisions that are named."""
_ALIKE = 0.85
"""How like the address of an act must be for it to be named in place of another."""


def unknown_provision(graph: Graph, iri: str, provisions: Iterable[str]) -> InputError:
    """The error that a provision (IRI) is not known: which act is, and which provisions near it.
    `provisions` are those that norms rest on."""
    name = relative(iri)
    act = _act_of(graph, iri)
    if act is None:
        return _unknown_act(graph, name)
    known = {str(one) for one in graph.subjects(RDF.type, CORE.Provision)} | {*provisions}
    acts = [act, *sorted(map(str, graph.objects(URIRef(act), CORE.consolidates)))]
    tail = iri.removeprefix(act)
    same = [one + tail for one in acts if one + tail in known]
    found = same or _near(acts, tail, known)
    named, restates = label(graph, URIRef(act)), _restates(graph, act, found)
    nearest = [relative(one) for one in found]
    words = ("Dér hedder det", "There it is") if same else ("Nærmest er", "Nearest are")
    return InputError(
        f"Grafen kender {named.da} ({relative(act)}), men ikke {name}.{restates.da} "
        + _listed(words[0], nearest, f"Se lovgraf law {relative(act)}."),
        f"The graph knows the {named.en} ({relative(act)}), but not {name}.{restates.en} "
        + _listed(words[1], nearest, f"See lovgraf law {relative(act)}."),
    )


def _unknown_act(graph: Graph, name: str) -> InputError:
    """The error that no act is known of a place (by its name): those with a number like it, where
    there are any, and how all are listed."""
    acts = sorted({relative(str(one)) for one in graph.subjects(RDF.type, CORE.Act)})
    near = get_close_matches("/".join(name.split("/")[:3]), acts, _MOST, _ALIKE)
    da, en = (_listed(words, near, "") for words in (" Ligner", " Like"))
    return InputError(
        f"Loven i {name} er ikke i grafen.{da} lovgraf law viser de {len(acts)} love, den har.",
        f"The act of {name} is not in the graph.{en} lovgraf law lists the {len(acts)} acts that "
        "are.",
    )


def _restates(graph: Graph, act: str, found: Iterable[str]) -> Text:
    """That the provisions of an act which restates another are named in that one, where some were
    found there."""
    others = list(graph.objects(URIRef(act), CORE.consolidates))
    of = sorted({relative(str(one)) for one in others if any(lies_in(f, str(one)) for f in found)})
    if not of:
        return Text("", "")
    listed = ", ".join(of)
    return Text(
        f" Den gengiver {listed}, og bestemmelserne er navngivet dér.",
        f" It restates {listed}, where the provisions are named.",
    )


def _listed(words: str, names: list[str], otherwise: str) -> str:
    return f"{words} {', '.join(names)}." if names else otherwise


def _act_of(graph: Graph, iri: str) -> str | None:
    """The act that a place lies in."""
    while "/" in iri.removeprefix("https://"):
        iri = iri.rpartition("/")[0]
        if (URIRef(iri), RDF.type, CORE.Act) in graph:
            return iri
    return None


def _near(acts: Iterable[str], tail: str, known: Iterable[str]) -> list[str]:
    """The provisions of some acts with the numbers nearest to those of a place in one."""
    wanted, names = tail.strip("/").split("/"), list(known)
    own = {
        one: one.removeprefix(act).strip("/").split("/")
        for act in acts
        for one in names
        if one != act and lies_in(one, act)
    }
    return sorted(own, key=lambda one: (_distance(own[one], wanted), one))[:_MOST]


def _distance(parts: list[str], wanted: list[str]) -> tuple[int, int, int]:
    """How far a place is from another: what they do not share, how much deeper it lies, how far the
    first numbers that differ are apart."""
    same = 0
    for one, other in zip(parts, wanted, strict=False):
        if one != other:
            break
        same += 1
    first, second = parts[same : same + 1], wanted[same : same + 1]
    numbers = [int(digits) if (digits := _digits(one)) else 10**6 for one in (*first, *second)]
    apart = abs(numbers[0] - numbers[1]) if len(numbers) == 2 else 0
    return -same, abs(len(parts) - len(wanted)), apart


def _digits(part: str) -> str:
    return part.rstrip("abcdefghijklmnopqrstuvwxyzæøå") if part[:1].isdigit() else ""
