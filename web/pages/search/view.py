"""One search for all there is: questions, provisions and rules, words.

What is typed is sent as a form and answered in place: a sentence may tell of a person, and an
address is logged and remembered. Words that only name what is searched for lead on to their own
address, which may be kept and linked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.words import Words
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, relative, text_of
from lovgraf.explain.found import WEAK, Found, Topic
from lovgraf.explain.heard import (
    Heard,
    heard,
    not_read_said,
    taken,
    torn_said,
    unused_said,
)
from lovgraf.explain.misspelt import Misspelt, misspelt_said
from lovgraf.explain.named_grounds import grounds_read
from lovgraf.explain.question import Question
from lovgraf.explain.wordings import words_of
from lovgraf.law.search import Hit, read_places
from lovgraf_web.address import (
    LONGEST_SAID,
    about_day,
    chosen_day,
    needed_day,
    parameter,
    takes,
)
from lovgraf_web.api.sent import check_form
from lovgraf_web.current import answering, law, law_at, search
from lovgraf_web.navigation import to
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond, wanted

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
    """What the words say beside each question: of whom, and facts."""
    meant: Sequence[Question] = ()
    """The question that is clearly asked, else those that may be meant."""
    misspelt: tuple[Misspelt, ...] = ()
    """The names in the words that are not read, and near others."""

    @property
    def iris(self) -> list[str]:
        """The names of all that was found."""
        some = [*self.rules, *(hit for hit, _ in self.words)]
        return [one.iri for one in self.questions] + [hit.iri for hit in some]


def found_for(query: str, day: date) -> SearchResult:
    """What is found for some words on a day."""
    hits = search().find(query)
    graph = law().graph
    places, _ = read_places(query)
    words = [hit for hit in hits if hit.provision is None]
    meant = Found([]) if places else answering().matcher().find(query, day)
    questions, outside = near(meant), meant.outside
    asked = meant.clear if questions else None
    return SearchResult(
        questions,
        [hit for hit in hits if hit.provision is not None],
        [(hit, text_of(graph, URIRef(hit.iri), SKOS.definition)) for hit in words],
        outside,
        bool(places),
        asked,
        list(_heard(query, questions, day)) if not outside else [],
        [asked] if asked else meant.near,
        answering().matcher().misspelt(query) if questions else (),
    )


def _heard(
    query: str, questions: Sequence[Question], day: date
) -> Iterator[tuple[Question, Heard]]:
    """What some words say beside each of some questions, where they say anything."""
    for one in questions:
        found = heard(query, law(), one, day)
        if _says(found) or found.not_read:
            yield one, found


def _says(found: Heard) -> bool:
    """Whether words say something of somebody; a name alone that tells nothing says nothing."""
    some = found.facts or found.grounds or found.idle or found.unused or found.torn
    return bool(some or found.kin or found.turned)


def near(found: Found) -> list[Question]:
    """The questions that may be asked, the best first."""
    matches = found.matches
    some = [one for one in matches if one.score >= max(WEAK, _FAR * matches[0].score)]
    return [one.question for one in some[:MOST_QUESTIONS]]


@pages.get("/<any(da, en):lang>/search")
@takes("q")
def page(lang: str) -> Response:
    """What is found for the words of an address."""
    return _shown(lang, parameter("q", LONGEST_SAID) or "", chosen_day(), sent=False)


@pages.post("/<any(da, en):lang>/search")
def ask(lang: str) -> ResponseReturnValue:
    """What is found for what was typed, in place; words that tell of nobody have an address."""
    check_form({"q": None, "as_of": None, "csrf_token": None})
    query = request.form.get("q", "")
    if len(query) > LONGEST_SAID:
        raise InputError(TEXTS["too-long"].da, TEXTS["too-long"].en)
    day = request.form.get("as_of")
    as_of = about_day(needed_day(day)) if day else chosen_day()
    if wanted() == "html" and tells_of_nobody(query, as_of):
        return redirect(to("search.page", q=query.strip() or None, as_of=day), 303)
    return _shown(lang, query, as_of, sent=True)


def tells_of_nobody(query: str, day: date) -> bool:
    """Whether some words only name what is searched for: each is a word of the law or of its
    questions, and they say nothing of anybody."""
    places, rest = read_places(query)
    matcher = answering().matcher()
    if re.search(r"\d", rest) or not all(map(matcher.knows, words_of(rest))):
        return False
    if places:
        return True
    found = matcher.find(query, day)
    heard_of = _heard(query, near(found) if found.matches else [], day)
    return not any(_says(one) for _, one in heard_of)


def _shown(lang: str, query: str, as_of: date, sent: bool) -> Response:
    """What is found; what is not in force on the date is marked. Where it was `sent` the page
    carries what was typed in its forms alone."""
    found = found_for(query, as_of)
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
        told={one.slug: (said, list(_told(said))) for one, said in found.heard},
        answers_sent=sent,
        own_date=sent,
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
    if said.not_read:
        yield not_read_said(said)
    if said.torn:
        yield torn_said(said)


def _graph(iris: Iterable[str]) -> Graph:
    found = Graph(bind_namespaces="none")
    for iri in iris:
        found += described(law().graph, URIRef(iri))
    return found
