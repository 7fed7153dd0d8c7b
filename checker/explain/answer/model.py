"""An answer as values: what it says, why, what to do, what could change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field

from lovgraf.core.terms import Text
from lovgraf.explain.heard import FactHeard
from lovgraf.explain.interview import Asking
from lovgraf.explain.model import TRUE, Explanation, Turn
from lovgraf.explain.question import Question
from lovgraf.facts.fact import Column


class Ground(Struct, frozen=True):
    """A rule that decided, in a paragraph of its own: what it says, which facts decided, whose
    judgment it is; `applies` says whether it is why the answer is as it is, rather than another
    rule that does not apply either."""

    norm: str
    provision: Text
    place: Text
    link: str | None
    rule: Text
    facts: tuple[Text, ...]
    judge: Text | None
    applies: bool
    in_consolidation: str | None = None
    basis: tuple[Text, ...] = ()
    """The facts as clauses of a sentence, as a letter says them."""
    so: Text | None = None
    """What follows from the facts for whoever it is about, in a sentence."""
    presumed: tuple[Text, ...] = ()
    """What is presumed and made the rule apply, beside the facts, as clauses of a sentence."""
    of_opening: bool = False
    """Whether the opening sentence states it, beside the rules that decided."""


class Step(Struct, frozen=True):
    """Something to do, or that one may do: its kind (`duty`, `done` where a duty is met,
    `deadline`, `way`, `may`, or `how`, which says how it is done), in words, a duty and its
    deadline in a sentence, with where it says so."""

    kind: str
    text: Text
    provision: Text | None = None
    place: Text | None = None
    fee_dkk: str | None = None
    open: str = TRUE
    rule: Text | None = None
    """What may be done in a whole sentence."""
    norm: str = ""
    """The norm (by IRI) of what may be done, also of a way to that, or of how it is done."""
    grants: Text | None = None
    """What a way leads to."""
    stands: Text | None = None
    """How a duty stands, in a sentence, where its deadline does not say it."""
    plainly: Text | None = None
    """A deadline by the safe day alone, as a letter says it."""
    aside: Text | None = None
    """The other reading of a deadline, as it is said to whoever signs."""
    in_short: Text | None = None
    """A deadline as an answer begins with it."""


class Presumed(Struct, frozen=True):
    """A presumption (by IRI) that an answer rests on, what shows the opposite, and what is presumed
    as a clause of a sentence, with its column and how that is asked for; `ours` says that it is
    not for whoever the record is about to show the opposite, but for an authority to look up."""

    iri: str
    label: Text
    said: Text
    rebuttal: Text | None
    clause: Text | None = None
    column: Column | None = None
    asked: Text | None = None
    ours: bool = False
    near: bool = True
    """Whether a rule that is told turns on it, rather than another that does not apply either."""
    of_them: Text | None = None
    """The clause as it is said to whoever signs, of whoever the record is about."""
    plain: bool = False
    """Whether it goes without saying, so that no letter says it."""
    turns: bool = True
    """Whether the opposite would turn the answer round."""
    today: bool = False
    """Whether it is that what is asked about is asked of the as-of date: nothing that happened."""
    none: bool = False
    """Whether it is that the column has no value."""


class Wanted(Struct, frozen=True):
    """A column that an answer lacks, as it is asked for; of one that silence answers what is taken
    to hold, as a clause of a sentence. `ours` says that an authority looks it up."""

    column: Column
    asked: Text
    ours: bool
    clause: Text | None = None
    asked_there: Text | None = None
    """How whoever signs is asked to look it up."""
    of_them: Text | None = None
    """The clause as it is said to whoever signs; None where there is none, or what goes without
    saying rules the opposite out, or where that would not turn the answer round."""
    rules_out: frozenset[str] = frozenset()
    """The columns (IRIs) that have no value where what is taken holds: it says that too."""

    def said_by(self, some: Iterable[Presumed]) -> bool:
        """Whether some presumptions say the same of another column: that there is none of it."""
        none = {one.column.iri for one in some if one.none and one.column}
        return not self.rules_out.isdisjoint(none)


class Beside(Struct, frozen=True):
    """A question that goes with the one that is answered: its name, what it is of whoever it is
    asked for, and what it answers (by notation, and in a sentence) on the same facts, where that is
    not open."""

    slug: str
    title: Text
    answer: str
    said: Text | None


class Answer(Struct, frozen=True):
    """An answer; `rests_on` are the presumptions without which it would differ."""

    question: Question
    as_of: date
    answer: str
    opening: Text
    grounds: tuple[Ground, ...]
    steps: tuple[Step, ...]
    turns: tuple[tuple[Turn, str], ...]
    """What could change it, with the answer there would be."""
    missing: tuple[Text, ...]
    judgment: tuple[Text, ...]
    complaint: tuple[Text, ...]
    next: Asking | None
    found: Explanation
    silent: tuple[Text, ...] = ()
    """Facts of which nothing was said, and with which the answer would be another, or a duty that
    it tells as not done would not bind."""
    rests_on: tuple[Presumed, ...] = ()
    covered: Text | None = None
    """How far the graph holds the acts of its reasons, where not whole."""
    asked: int = 0
    exact: bool = True
    wanted: tuple[Wanted, ...] = ()
    """What an open answer turns on, what brings it nearest first."""
    unsaid: tuple[Wanted, ...] = ()
    """The columns in `silent`."""
    later: date | None = None
    """The day from which on the answer is another by time alone: its steps are of that day."""
    decides: bool = False
    """Whether whoever asks decides something about somebody with the answer."""
    turning_on: date | None = None
    """A stated day to come, from which a no may become another answer."""
    to_subject: bool = False
    """Whether whoever asks is the one that the record is about."""
    asked_for: Text | None = None
    """Whoever whoever asks asks for, where that is another."""
    address: Mapping[str, Text] = field(default_factory=dict)
    """The words of the form of address, by name."""
    stated: tuple[Text, ...] = ()
    """What was stated of what the question asks about, as clauses of a sentence."""
    undated: tuple[Text, ...] = ()
    """What of that is so from some day on that was not stated, by a source that was not."""
    title: Text | None = None
    """What the question is, of whoever it is asked for, where that is another."""
    beside: tuple[Beside, ...] = ()
    """The questions that go with it, with their answers."""
    heard: tuple[FactHeard, ...] = ()
    """The facts that were taken from the reader's own words."""
    unread: bool = False
    """Whether the reader's own words say more than was read of them."""
    of_words: tuple[Text, ...] = ()
    """How these were used, where nobody tells it otherwise: what was left aside, for whom it is
    answered."""
    named: tuple[Text, ...] = ()
    """The grounds that the reader's own words name."""
    of_named: bool = False
    """Whether of the rules that turn on a ground those on what was named alone are told."""
    in_short: Text | None = None
    """The opening in a sentence or two, where it is long."""

    @property
    def asks(self) -> Text:
        """What the question is, of whoever it is asked for."""
        return self.title or self.question.label
