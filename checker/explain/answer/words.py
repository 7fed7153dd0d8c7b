"""What somebody's own words leave open: a number that was not read, and grounds that they name."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.engine.in_memory import Verdict
from lovgraf.explain.answer.asked import Asked
from lovgraf.explain.answer.case import Case
from lovgraf.explain.answer.model import Ground
from lovgraf.explain.answer.taken_for_granted import presumed
from lovgraf.explain.answers_tried import Looked
from lovgraf.explain.interview import OPEN
from lovgraf.explain.named_grounds import NamedGround, judgments_of
from lovgraf.explain.question_program import DEPENDS


class Words(Struct, frozen=True):
    """What was not read of somebody's words (`unread`: a number among it), and the grounds that
    they name."""

    unread: bool = False
    named: tuple[NamedGround, ...] = ()

    @property
    def say_more(self) -> bool:
        """Whether they say more than was read of them."""
        return self.unread or bool(self.named)

    @property
    def turns_on(self) -> frozenset[str]:
        """The facts (IRIs) of the grounds that they name."""
        return frozenset[str]().union(*(one.facts for one in self.named))

    def but_for_these(self, asked: Asked, looked: Looked, verdict: Verdict) -> Verdict:
        """A verdict; open where a number that was not read may be what it turns on, or what is
        presumed where the words hint at the opposite."""
        silent = asked.interview.silent_in(looked) if self.unread else []
        names = [one.name for one in silent if one.datatype in ("integer", "decimal")]
        return _left_to(names, self.but_for_hints(asked, looked, verdict))

    def but_for_hints(self, asked: Asked, looked: Looked, verdict: Verdict) -> Verdict:
        """A verdict; open where it rests on the opposite of what the words hint at."""
        hinted = self.turns_on
        columns = (presumed(asked, iri, looked.record).column for iri in verdict.rests_on if hinted)
        return _left_to([one.name for one in columns if one and one.iri in hinted], verdict)

    def on_named(self, case: Case, grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
        """The rules of an open answer without those that turn on grounds which the words do not
        name, where one turns on what they do."""
        named, view = self.turns_on, case.asked.view
        turn = {
            one.norm: judgments_of(view.norms[one.norm], view)
            for one in grounds
            if one.norm in view.norms
        }
        if case.answer != DEPENDS or all(named.isdisjoint(some) for some in turn.values()):
            return grounds
        return tuple(
            one for one in grounds if not turn.get(one.norm) or not named.isdisjoint(turn[one.norm])
        )


def _left_to(names: Collection[str], verdict: Verdict) -> Verdict:
    """A verdict that is open where some columns (names) are still to be asked for."""
    if not names:
        return verdict
    missing = {*names, *(verdict.missing if verdict.verdict == OPEN else ())}
    return replace(verdict, verdict=OPEN, missing=tuple(sorted(missing)), rests_on=())
