"""One search for all there is: questions, provisions and rules, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text, relative, text_of
from lovgraf.explain.found import WEAK, Found, Topic
from lovgraf.explain.heard import Heard, heard, taken, torn_said, unused_said
from lovgraf.explain.misspelt import Misspelt, misspelt_said
from lovgraf.explain.named_grounds import grounds_read
from lovgraf.explain.question import Question
from lovgraf.law.search import Hit, read_places
from lovgraf_web.address import LONGEST_SAID, chosen_day, parameter, takes
from lovgraf_web.current import answering, law, law_at, search
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

MOST = 60
MOST_QUESTIONS = 6
FIRST = 10
"""How many rules stand open before the others are folded."""
_FAR = 0.5
"""The share of the best question's score below which another is not meant."""
pages = Blueprint("search", __name__, template_folder=".")


@dataclass(frozen=True)
class SearchResult:
    """What a search finds: questions, what stands in acts, and words with what they mean."""

    questions: list[Question]
    rules: list[Hit]
    words: list[tuple[Hit, Text | None]]
    outside: Topic | None
    """What is searched for, where no question is about it."""
    placed: bool
    """Whether the search names a place in an act: then that comes first."""
    asked: Question | None = None
    """The question that is clearly asked."""
    heard: Sequence[tuple[Question, Heard]] = ()
    """What the words say beside the question: of whom, and facts; beside each that may be meant
    where none is clearly asked."""
    misspelt: tuple[Misspelt, ...] = ()
    """The names in the words that are not read, and near others."""

    @property
    def iris(self) -> list[str]:
        """The names of all that was found."""
        some = [*self.rules, *(hit for hit, _ in self.words)]
        return [one.iri for one in self.questions] + [hit.iri for hit in some]


def found_for(query: str) -> SearchResult:
    """What is found for some words."""
    hits = search().find(query)
    graph = law().graph
    places, _ = read_places(query)
    words = [hit for hit in hits if hit.provision is None]
    meant = Found([]) if places else answering().matcher().find(query, chosen_day())
    questions, outside = near(meant), meant.outside
    asked = meant.clear if questions else None
    return SearchResult(
        questions,
        [hit for hit in hits if hit.provision is not None],
        [(hit, text_of(graph, URIRef(hit.iri), SKOS.definition)) for hit in words],
        outside,
        bool(places),
        asked,
        list(_heard(query, [asked] if asked else meant.near)) if questions and not outside else [],
        answering().matcher().misspelt(query) if questions else (),
    )


def _heard(query: str, meant: Sequence[Question]) -> Iterator[tuple[Question, Heard]]:
    """What some words say beside each question that they may ask, where they say anything."""
    for one in meant:
        found = heard(query, law(), one, chosen_day())
        if found.facts or found.kin or found.grounds or found.unused or found.torn or found.turned:
            yield one, found


def near(found: Found) -> list[Question]:
    """The questions that may be asked, the best first."""
    matches = found.matches
    some = [one for one in matches if one.score >= max(WEAK, _FAR * matches[0].score)]
    return [one.question for one in some[:MOST_QUESTIONS]]


@pages.get("/<any(da, en):lang>/search")
@takes("q")
def page(lang: str) -> Response:
    """What is found; what is not in force on the date is marked."""
    as_of = chosen_day()
    query = parameter("q", LONGEST_SAID) or ""
    found = found_for(query)
    norms, view = law().norms, law_at(as_of)
    off = {h.iri for h in found.rules if h.iri in norms and h.iri not in view.norms}
    found.rules.sort(key=lambda hit: (-hit.score, hit.iri in off))
    count = len(found.iris)
    return respond(
        "search.html",
        TEXTS["search"],
        data=lambda: {
            "query": query,
            "count": count,
            "questions": [
                {"question": one.slug, "label": one.label.as_dict()} for one in found.questions
            ],
            "found": [
                {
                    "name": relative(hit.iri),
                    "text": hit.text.as_dict(),
                    "place": hit.place.as_dict(),
                    "provision": relative(hit.provision) if hit.provision else None,
                }
                for hit in [*found.rules, *(hit for hit, _ in found.words)][:MOST]
            ],
        },
        graph=lambda: _graph(found.iris[:MOST]),
        as_of=as_of,
        query=query,
        found=found,
        told=[(one, said, list(_told(said))) for one, said in found.heard],
        misspelt=misspelt_said(found.misspelt) if found.misspelt else None,
        count=count,
        first=FIRST,
        most=MOST,
        off=off,
        near=[] if count else search().near(query, lang),
    )


def _told(said: Heard) -> Iterator[Text]:
    """What was read of some words, and what was not."""
    if said.facts:
        yield taken(said.facts, Words(law().graph, law().facts))
    if said.grounds:
        yield grounds_read([one.label for one in said.grounds])
    if said.unused or said.idle:
        yield unused_said(said)
    if said.torn:
        yield torn_said(said)


def _graph(iris: Iterable[str]) -> Graph:
    found = Graph(bind_namespaces="none")
    for iri in iris:
        found += described(law().graph, URIRef(iri))
    return found
