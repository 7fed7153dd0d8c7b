"""What the codes of a record say about which facts are certainly known, or certainly unknown.

An unknown code of a fact with few columns behind it tells which of them are blank; the operators
tell the rest. Source: `record.ttl`, where each operator says when it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.facts.fact import Derived
from lovgraf.facts.operators import operator_of
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary

KnownFacts = frozenset[tuple[str, State]]
"""What is known of a record: facts by IRI, each with its state. All others are unknown."""


class Knowledge(Struct, frozen=True):
    """Facts that are certainly known in a record, and facts that are certainly unknown, by IRI.

    `states` are the states of the known ones, where more is at hand than codes.
    """

    known: frozenset[str]
    unknown: frozenset[str]
    states: KnownFacts = frozenset()

    def with_states(self, states: KnownFacts, facts: frozenset[str]) -> Knowledge:
        """With all that a record says of some facts: those that are not told are unknown."""
        known = frozenset(iri for iri, _ in states)
        return Knowledge(
            (self.known - facts) | known, (self.unknown - facts) | (facts - known), states
        )

    def below(
        self, facts: frozenset[str], settling: frozenset[str], choosing: frozenset[str]
    ) -> Knowledge:
        """What is told of facts, which of those in `settling` are known, and which of those in
        `choosing` are not."""
        states = frozenset([pair for pair in self.states if pair[0] in facts])
        return Knowledge(self.known & settling & facts, self.unknown & choosing & facts, states)


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
        if not certain and coding.masks > 2 and code > coding.unknown:
            unknown |= set(coding.missing(code))
            known |= set(coding.stated(code))
    _spread_known(facts, known)
    _spread_unknown(facts, known, unknown)
    doubtful = known & unknown
    return Knowledge(frozenset(known - doubtful), frozenset(unknown - doubtful))


def _spread_known(facts: FactVocabulary, known: set[str]) -> None:
    queue = list(known)
    while queue:
        fact = facts.facts.get(queue.pop())
        if not isinstance(fact, Derived):
            continue
        below = operator_of(fact).known_below(fact)
        queue += [iri for iri in below if iri not in known]
        known.update(below)


def _spread_unknown(facts: FactVocabulary, known: set[str], unknown: set[str]) -> None:
    queue = list(unknown)
    while queue:
        fact = facts.facts.get(queue.pop())
        if not isinstance(fact, Derived):
            continue
        below = operator_of(fact).unknown_below(fact, known)
        queue += [iri for iri in below if iri not in unknown]
        unknown.update(below)
