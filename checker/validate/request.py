"""What a validation is asked for: the shapes of all files, without what is not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import SH, Graph
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.readers.triples.dropped_keys import dropped_keys
from lovgraf.readers.triples.places import Places
from lovgraf.readers.triples.read import read_graph
from lovgraf.validate.survey.demands import asking
from lovgraf.validate.survey.finding import NotChecked, listed, refusal
from lovgraf.validate.survey.leave_out import left_out
from lovgraf.validate.survey.notes import notes_on_shapes
from lovgraf.validate.survey.outline import Outline
from lovgraf.validate.survey.survey import survey


@dataclass(frozen=True)
class Request:
    """Shapes that can be checked, what was left out of them, and what there is to tell."""

    outline: Outline
    not_checked: tuple[NotChecked, ...]
    idle: frozenset[Node]
    """Shapes with targets that ask for nothing."""
    notes: tuple[Text, ...]


def read_request(files: Sequence[Path], ignore_unknown: bool) -> Request:
    """The shapes of files as one graph.

    Raises `InputError` for files that cannot be used, and for what would not be checked: all of it
    by name, unless `ignore_unknown` leaves it out.
    """
    graph, places = Graph(bind_namespaces="none"), Places()
    for file in files:
        read_graph(file, graph, places)
    outline = Outline(graph)
    found = survey(outline)
    dropped = tuple(_dropped(places))
    hard = [finding for finding in found if finding.hard]
    if hard or ((found or dropped) and not ignore_unknown):
        raise refusal(listed(hard, places) or dropped + listed(found, places), bool(hard))
    notes = notes_on_shapes(outline, places, {finding.triple[1] for finding in found})
    not_checked = dropped
    if found:
        graph, along = left_out(outline, found)
        not_checked = dropped + listed([*found, *along], places)
        outline = Outline(graph)
    _refuse_nothing(graph, outline, files[0].name, places)
    idle = frozenset(outline.targeted) - asking(outline)
    return Request(outline, not_checked, idle, tuple(notes))


def _dropped(places: Places) -> Iterator[NotChecked]:
    """What shapes in JSON-LD say under keys that no context maps."""
    for name, text in places.texts():
        for key, line in dropped_keys(text):
            said = Text(
                f"nøglen {key}, som ikke står i filens @context og derfor falder bort",
                f"the key {key}, which the file's @context does not have, so that it is dropped",
            )
            yield NotChecked(said, None, name, line)


def _refuse_nothing(graph: Graph, outline: Outline, name: str, places: Places) -> None:
    """Raise `InputError` where no shape has a target, or the graph asks to infer first."""
    if not outline.targeted:
        raise InputError(
            "Filen har ingen former, der siger, hvad de gælder for (sh:targetClass m.fl.).",
            "The file has no shapes that say what they apply to (sh:targetClass and the like).",
            name,
        )
    for triple in graph.triples((None, SH.entailment, None)):
        raise InputError(
            f"Formerne kræver en slutningsregel (sh:entailment {triple[2]}), som ikke er "
            "understøttet.",
            f"The shapes ask for an entailment regime (sh:entailment {triple[2]}), which is not "
            "supported.",
            *places.of(triple),
        )
