"""What some words ask: the questions that may be meant, or what no question is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.terms import Text
from lovgraf.core.written import continued
from lovgraf.explain.question import Question
from lovgraf.explain.wordings import LANGUAGES
from lovgraf.law.names import norm_cited_on
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law

WEAK = 0.3
"""The score below which nothing is near what was said."""
SURE = 0.5
"""The score from which the best question is taken, where no other is near."""
GAP, _DOUBT = 0.06, 0.22
"""How far below the best another is still near: the farther, the less sure the best is."""
FAR = 0.8
"""The share of a best that is not sure from which on another is near."""
CHOICES = 4
"""How many questions are offered at most."""
_FURTHER = 3
"""How many more, where it is none of these."""


class Match(Struct, frozen=True):
    """A question with how well it fits what was said, from 0 to 1."""

    question: Question
    score: float


class Topic(Struct, frozen=True):
    """What no question is about, and where to turn with it."""

    iri: str
    label: Text
    advice: Text
    verification: Text | None = None
    """What of the advice was not verified."""
    norms: tuple[str, ...] = ()
    """The norms (by IRI) that say the rest, each on its days."""
    page: str | None = None
    """The page that answers what it is about (its path below the language), where one does."""

    def on(self, day: date, law: Law) -> Topic:
        """The topic with what its norms say on a day beside the advice."""
        own = [law.norms[iri] for iri in self.norms if law.norms[iri].in_force.contains(day)]
        said = [_stated(law, norm, day) for norm in own]
        if not said:
            return self
        da, en = (" ".join([self.advice[x], *(one[x] for one in said)]) for x in LANGUAGES)
        return replace(self, advice=Text(da, en), norms=())

    @property
    def told(self) -> Text:
        """The advice, and that it was not verified where it was not."""
        if self.verification is None:
            return self.advice
        return Text(
            f"{self.advice.da} (Ikke efterprøvet: {_within(self.verification.da)})",
            f"{self.advice.en} (Not verified: {_within(self.verification.en)})",
        )


def _stated(law: Law, norm: Norm, day: date) -> Text:
    """What a norm says, with the place where it stands on a day."""
    place, said = norm_cited_on(law.graph, norm, day).text, norm.definition or norm.label
    da, en = (f"{said[x].rstrip('.')} ({place[x]})." for x in LANGUAGES)
    return Text(da, en)


def _within(sentence: str) -> str:
    return continued(sentence).rstrip(".")


class Found(Struct, frozen=True):
    """What some words ask: the questions that have something of them, the best first."""

    matches: Sequence[Match]
    outside: Topic | None = None
    """The topic that they are about, where it is none of the questions'."""
    brief: bool = False
    """Whether so little was said that several questions are as likely."""
    opened: bool = False
    """Whether the topic is told by how the words begin: no question is near it then."""
    apart: tuple[Question, ...] = ()
    """Others that a clause of what was said asks by itself, or that are named as a whole."""
    beside: frozenset[str] = frozenset()
    """The questions (by IRI) that are about what is told, and hardly about what is asked."""
    on_ground: frozenset[str] = frozenset()
    """The questions (by IRI) that turn on a ground which was named."""

    @property
    def clear(self) -> Question | None:
        """The one question that is asked; None where that is a guess. Others may be as near where
        the answer tells what they answer too (`core:goesWith`), or each asks but one ground of it
        (`core:narrows`)."""
        if self.outside or not self.matches or self.matches[0].score < SURE:
            return None
        best, *others = self.near
        near = [best, *others]
        whole = next((q for q in near if all(q.iri in (o.iri, *o.narrows) for o in near)), None)
        told = all(one.iri in best.goes_with for one in others)
        return whole if whole and (self.on_ground or not told) else best if told else None

    @property
    def hardly(self) -> bool:
        """Whether it is not certain that any question is about what was said."""
        return bool(self.matches) and self.matches[0].score < SURE

    @property
    def further(self) -> list[Question]:
        """The next questions that have something of what was said, after those that may be."""
        near = {one.iri for one in self.near}
        rest = [one.question for one in self.matches if one.question.iri not in near]
        return rest[:_FURTHER]

    @property
    def near(self) -> list[Question]:
        """The questions that may be meant: the best, and those that are about as good; of these
        those alone that are about what is asked, and that turn on a ground which was named, where
        any does and the best is of the same asker."""
        if not self.matches or self.matches[0].score < WEAK:
            return []
        best = self.matches[0].score
        gap = 2 * GAP if self.brief else GAP
        least = best - gap - _DOUBT * (1 - best) if best >= SURE else FAR * best
        found = [match.question for match in self.matches if match.score >= least]
        some = {one.iri: one for one in (*found[:1], *self.apart, *found)}
        listed = list(some.values())[:CHOICES]
        asked = [one for one in listed if one.iri not in self.beside] or listed
        far = [match.question for match in self.matches if match.score >= FAR * best]
        own = [one for one in listed if one.iri in self.on_ground]
        own = own or [one for one in far if one.iri in self.on_ground][:1]
        return own if own and own[0].asked_by == asked[0].asked_by else asked
