"""When a condition is certain, whatever an authority finds: a condition without judgments."""

from __future__ import annotations

from lovgraf.conditions.tree import (
    FALSE,
    And,
    Compare,
    Condition,
    Constant,
    Named,
    Not,
    Or,
    all_of,
    any_of,
    facts_of,
)
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Judgment
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.needed import Needed


class Certain:
    """Tells it of conditions over the facts of a vocabulary.

    Raises `NotCompilable` where a fact is worked out from a judgment: that may be certain or not.
    """

    def __init__(self, facts: FactVocabulary) -> None:
        self._facts, self._needed = facts, Needed(facts)
        self._judged: dict[str, bool] = {}
        self._known: dict[tuple[Condition, bool], Condition] = {}

    def holds(self, condition: Condition) -> Condition:
        """When it certainly holds."""
        return self._of(condition, True)

    def fails(self, condition: Condition) -> Condition:
        """When it certainly does not hold."""
        return self._of(condition, False)

    def judged(self, *conditions: Condition) -> bool:
        """Whether some conditions ask for a judgment, so that they may be open."""
        facts = {iri for condition in conditions for iri in facts_of(condition)}
        return any(map(self._by_judgment, facts))

    def _of(self, condition: Condition, wanted: bool) -> Condition:
        key = condition, wanted
        if key not in self._known:
            self._known[key] = self._made(condition, wanted)
        return self._known[key]

    def _made(self, condition: Condition, wanted: bool) -> Condition:
        match condition:
            case Constant(value):
                return Constant(value is wanted)
            case Named(_, part):
                return self._of(part, wanted)
            case Not(part):
                return self._of(part, not wanted)
            case And(parts) | Or(parts):
                every = isinstance(condition, And) is wanted
                return (all_of if every else any_of)(*(self._of(part, wanted) for part in parts))
        asked = [condition.fact]
        if isinstance(condition, Compare):
            asked.append(condition.other)
        if any(map(self._by_judgment, asked)):
            return FALSE
        return condition if wanted else Not(condition)

    def _by_judgment(self, iri: str) -> bool:
        if iri not in self._judged:
            facts = self._facts.facts
            below = [
                one for one in self._needed.lineage(iri) if isinstance(facts.get(one), Judgment)
            ]
            if below and below != [iri]:
                raise NotCompilable(
                    iri,
                    Text("en oplysning udledt af en vurdering", "a fact derived from a judgment"),
                )
            self._judged[iri] = bool(below)
        return self._judged[iri]
