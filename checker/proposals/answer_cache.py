"""Asks questions of every possible citizen, each of the same content once.

Questions about one duty share a partition. Answers are kept in the run, and for the law as shipped
in the user's cache: the key holds the question, the partition it was asked of, and what both rest
on (the facts and the shapes of record quality).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

from msgspec import structs

from lovgraf.conditions.tree import Condition, Question, facts_of, questions
from lovgraf.core.cache import Texts, cached_value, stable_text
from lovgraf.core.errors import InputError
from lovgraf.law.view import LawView
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.proposals.inquiry import Answer, Inquiry, answer
from lovgraf.proposals.simplify import simplified
from lovgraf.verdicts.program import Programs

_MOST_TEXTS = 50_000
"""Objects of which to keep what they are in words."""


class _Texts:
    """What is asked in words: most parts of a question are parts of others."""

    def __init__(self) -> None:
        self._known: Texts = {}

    def of(self, value: object) -> str:
        """The text of a value."""
        if len(self._known) > _MOST_TEXTS:
            self._known.clear()
        return stable_text(value, self._known)


@dataclass
class Answers:
    """What a run has found out, also of repaired proposals, by key.

    With `describing` those struck are described, else only counted.
    """

    known: dict[str, Answer | InputError] = field(default_factory=dict)
    partitions: dict[str, CaseSpace | InputError] = field(default_factory=dict)
    describing: bool = True
    texts: _Texts = field(default_factory=_Texts, repr=False, compare=False)

    @property
    def counting(self) -> Answers:
        """The same, for who needs no descriptions."""
        return replace(self, describing=False)


class AnswerCache:
    """Asks about records of one type, of the facts of some programs (`nothing`: it has no norm)."""

    def __init__(
        self, nothing: Programs, base: LawView, record_type: str, answers: Answers
    ) -> None:
        self._nothing, self._base, self._type, self._answers = nothing, base, record_type, answers
        self.describing = answers.describing
        law = nothing.view.law
        same = law.facts is base.law.facts
        self._source = base.law.source.digest if same else law.source.digest
        self.together()

    def together(self, conditions: Iterable[Condition] = ()) -> None:
        """Ask from now on of one partition by some conditions, where it is not too large."""
        self._whole = _questions(map(simplified, conditions))
        self._whole_questions = frozenset(self._whole)
        self._whole_key = self._key(self._whole, self._whole)

    def ask(self, inquiry: Inquiry) -> Answer:
        """The answer to a question. Raises `InputError` where a partition would be too large.

        Those struck are counted first; only where there are any are they described.
        """
        if not (inquiry.described and self.describing):
            return self._known(inquiry.counted)
        counted = self.ask(inquiry.counted)
        if not counted.cells:
            return counted
        found = self._known(replace(inquiry, also=()))
        return structs.replace(found, cells=counted.cells, of=counted.of, also=counted.also)

    def _known(self, inquiry: Inquiry) -> Answer:
        asked = _questions(map(simplified, inquiry.conditions))
        within = self._whole_questions.issuperset(asked)
        key = self._key((inquiry, self._whole_key if within else ""), asked)
        known = self._answers.known
        if key not in known:
            known[key] = self._answer(inquiry, key, asked, within)
        found = known[key]
        if isinstance(found, InputError):
            raise found
        return found

    def _answer(
        self, inquiry: Inquiry, key: str, asked: tuple[Question, ...], within: bool
    ) -> Answer | InputError:
        def make() -> Answer:
            try:
                return answer(inquiry, self._partition(self._whole if within else asked))
            except InputError:
                if not within:
                    raise
                return answer(inquiry, self._partition(asked))

        try:
            if not self._base.law.source.shipped:
                return make()
            return cached_value("answer", [_program(), key], make)
        except InputError as error:
            return error

    def _partition(self, asked: tuple[Question, ...]) -> CaseSpace:
        key = self._key(asked, asked)
        known = self._answers.partitions
        if key not in known:
            try:
                known[key] = possible(self._nothing, asked, record_type=self._type)
            except InputError as error:
                known[key] = error
        found = known[key]
        if isinstance(found, InputError):
            raise found
        return found

    def _key(self, what: object, conditions: Iterable[Condition]) -> str:
        asked = sorted(frozenset().union(*map(facts_of, conditions)))
        common = self._nothing.view.law.facts.facts
        # Facts that the law's vocabulary has not belong to a norm.
        own = [self._nothing.facts.facts[iri] for iri in asked if iri not in common]
        parts = self._source, self._nothing.view.as_of, self._type, what, own
        return hashlib.sha256(self._answers.texts.of(parts).encode()).hexdigest()


def _questions(conditions: Iterable[Condition]) -> tuple[Question, ...]:
    """The questions of some conditions, each once, in an order that rests on nothing else: the
    same questions are asked of the same partition."""
    return tuple(sorted({q for c in conditions for q in questions(c)}, key=_text))


@lru_cache(100_000)
def _text(question: Question) -> str:
    return stable_text(question)


@cache
def _program() -> str:
    """A hash of the modules that answer."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
