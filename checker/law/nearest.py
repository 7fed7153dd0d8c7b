"""The provisions nearest to one that is not known: in its act, and in the acts that this restates,
those with the numbers next to it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rdflib import RDF, Graph, URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, label, lies_in, relative

_MOST = 3
"""Provisions that are named."""


def unknown_provision(graph: Graph, iri: str, provisions: Iterable[str]) -> InputError:
    """The error that a provision (IRI) is not known: which act is, and which provisions near it.
    `provisions` are those that norms rest on."""
    name = relative(iri)
    act = _act_of(graph, iri)
    if act is None:
        acts = sorted({relative(str(one)) for one in graph.subjects(RDF.type, CORE.Act)})
        near = get_close_matches("/".join(name.split("/")[:3]), acts, _MOST)
        like, other = (
            _listed("Ligner", near, "Se lovgraf law."),
            _listed("Like", near, "See lovgraf law."),
        )
        return InputError(
            f"Grafen kender ikke loven i {name}. {like}",
            f"The graph does not know the act of {name}. {other}",
        )
    known = {str(one) for one in graph.subjects(RDF.type, CORE.Provision)} | {*provisions}
    acts = [act, *sorted(map(str, graph.objects(URIRef(act), CORE.consolidates)))]
    tail = iri.removeprefix(act)
    same = [one + tail for one in acts if one + tail in known]
    found = same or [near for one in acts for near in _near(one, tail, known)]
    named = label(graph, URIRef(act))
    nearest = [relative(one) for one in found]
    return InputError(
        f"Grafen kender {named.da} ({relative(act)}), men ikke {name}. "
        + _listed("Nærmest er", nearest, f"Se lovgraf law {relative(act)}."),
        f"The graph knows the {named.en} ({relative(act)}), but not {name}. "
        + _listed("Nearest are", nearest, f"See lovgraf law {relative(act)}."),
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


def _near(act: str, tail: str, known: Iterable[str]) -> list[str]:
    """The provisions of an act with the numbers nearest to those of a place in it."""
    wanted = tail.strip("/").split("/")
    own = {one: one.removeprefix(act).strip("/").split("/") for one in known if lies_in(one, act)}
    own.pop(act, None)
    return sorted(own, key=lambda one: (_distance(own[one], wanted), one))[:_MOST]


def _distance(parts: list[str], wanted: list[str]) -> tuple[int, int, int]:
    """How far a place is from another: what they do not share, how far the first numbers that
    differ are apart, how much deeper it lies."""
    same = 0
    for one, other in zip(parts, wanted, strict=False):
        if one != other:
            break
        same += 1
    first, second = parts[same : same + 1], wanted[same : same + 1]
    numbers = [int(digits) if (digits := _digits(one)) else 10**6 for one in (*first, *second)]
    apart = abs(numbers[0] - numbers[1]) if len(numbers) == 2 else 0
    return -same, apart, abs(len(parts) - len(wanted))


def _digits(part: str) -> str:
    return part.rstrip("abcdefghijklmnopqrstuvwxyzæøå") if part[:1].isdigit() else ""
