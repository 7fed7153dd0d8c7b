"""What the codes of a record say about which facts are certainly known, or certainly unknown.

An unknown code of a fact with few columns behind it tells which of them are blank; the operators
tell the rest. Source: `record.ttl`, where each operator says when it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lovgraf.conditions.atoms import Atom
from lovgraf.records.facts import AS_OF, Derived, FactVocabulary, Ref
from lovgraf.records.values import State

_STRICT = {
    "AgeAt", "DaysBetween", "MonthsBetween", "BankDaysBetween", "AddPeriod", "CalendarRule",
    "NextOpenDay", "LatestOf", "EarliestOf",
}  # fmt: skip
"""Operators that are known only where all their operands are, and unknown only where one is."""
_OF_SOME = {*_STRICT, "HappenedBy", "InCodeGroup", "HasEnded", "Lasts"}
"""Operators that are unknown only where an operand is."""


_ROLES = (
    "of", "at", "from", "to", "first", "second", "third", "fourth", "beginning", "ending",
)  # fmt: skip

KnownFacts = frozenset[tuple[str, State]]
"""What is known of a record: facts by IRI, each with its state. All others are unknown."""


@dataclass(frozen=True)
class Knowledge:
    """Facts that are certainly known in a record, and facts that are certainly unknown, by IRI.

    `told` are the states of the known ones, where more is at hand than codes.
    """

    known: frozenset[str]
    unknown: frozenset[str]
    told: KnownFacts = frozenset()

    def with_told(self, told: KnownFacts, facts: frozenset[str]) -> Knowledge:
        """With all that a record says of some facts: those that are not told are unknown."""
        known = frozenset(iri for iri, _ in told)
        return Knowledge(
            (self.known - facts) | known, (self.unknown - facts) | (facts - known), told
        )

    def below(
        self, facts: frozenset[str], settling: frozenset[str], choosing: frozenset[str]
    ) -> Knowledge:
        """What is told of facts, which of `settling` are known, which of `choosing` are not."""
        told = frozenset([pair for pair in self.told if pair[0] in facts])
        return Knowledge(self.known & settling, self.unknown & choosing, told)


def knowledge(
    facts: FactVocabulary, atoms: Mapping[str, Atom], codes: Mapping[str, int]
) -> Knowledge:
    """What the codes of a record's atoms say."""
    known, unknown = set[str](), set[str]()
    for key, code in codes.items():
        atom = atoms[key]
        coding = atom.coding
        certain = code < coding.unknown
        if atom.compare is not None:
            if certain:
                known |= {atom.compare.fact, atom.compare.other}
        else:
            (known if certain else unknown).add(key)
        if not certain and len(coding.asks) > 1 and coding.masks > 1 and code > coding.unknown:
            blank = set(coding.missing(code))
            unknown |= blank
            known |= set(coding.asks) - blank
    _spread_known(facts, known)
    _spread_unknown(facts, known, unknown)
    doubtful = known & unknown
    return Knowledge(frozenset(known - doubtful), frozenset(unknown - doubtful))


def _operands(fact: Derived) -> list[str]:
    return [
        operand.iri
        for role in _ROLES
        for operand in fact.roles.get(role, ())
        if isinstance(operand, Ref) and operand != AS_OF
    ]


def _spread_known(facts: FactVocabulary, known: set[str]) -> None:
    queue = list(known)
    while queue:
        fact = facts.facts.get(queue.pop())
        if not isinstance(fact, Derived):
            continue
        below = _operands(fact)
        if fact.operator in _STRICT or (len(below) == 1 and fact.operator != "FirstKnown"):
            queue += [iri for iri in below if iri not in known]
            known.update(below)


def _spread_unknown(facts: FactVocabulary, known: set[str], unknown: set[str]) -> None:
    queue = list(unknown)
    while queue:
        fact = facts.facts.get(queue.pop())
        if not isinstance(fact, Derived):
            continue
        below = _operands(fact)
        if fact.operator in _OF_SOME:
            below = [iri for iri in below if iri not in known]
            below = below if len(below) == 1 else []
        elif fact.operator == "Lookup":
            settled = "otherwise" in fact.roles and fact.roles.get("whenNone") != ()
            below = below if settled else []
        elif fact.operator != "FirstKnown":
            below = []
        queue += [iri for iri in below if iri not in unknown]
        unknown.update(below)
