"""Looking again at what the codes of a record leave open, by all that the record says.

A code tells that a fact is unknown, and not what is known of the facts below it: a known day that
counts only together with an unknown one. Source: semantics, section 3 (unknown, exactly).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes
from lovgraf.facts.fact import Column, Judgment
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.evaluate import BREACHED, UNDETERMINED, NormVerdicts
from lovgraf.verdicts.patterns import Numbers
from lovgraf.verdicts.program import Program


class Mixed(Struct):
    """Finds verdicts that may turn on something known that counts only with something unknown.

    `present` names the columns that records have; None where they may have any.
    """

    facts: FactVocabulary
    atoms: Mapping[str, Atom]
    present: frozenset[str] | None = None
    _inputs: dict[str, frozenset[str]] = field(default_factory=dict)
    _told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _mays: dict[str, Bools] = field(default_factory=dict)
    _may: dict[str, list[bool]] = field(default_factory=dict)

    def inputs(self, key: str) -> frozenset[str]:
        """The columns that an atom rests on and that records have, by IRI; none where it is a
        judgment, or a column of which nothing else tells."""
        if key not in self._inputs:
            facts = self.facts.lineage(self._iris(key))
            columns = [fact for fact in facts if isinstance(fact, Column)]
            there = {c.iri for c in columns if self.present is None or c.name in self.present}
            self._inputs[key] = frozenset(there if len(facts) > 1 else ())
        return self._inputs[key]

    def below(self) -> list[str]:
        """The facts below all atoms that may be mixed, sorted."""
        iris = {iri for key in self.atoms if self.inputs(key) for iri in self._iris(key)}
        facts = self.facts.lineage(iris)
        return [fact.iri for fact in facts if not isinstance(fact, Judgment)]

    def told_to(self, program: Program) -> tuple[str, ...]:
        """The facts below a norm's atoms that may be mixed, sorted."""
        if program.norm.iri not in self._told:
            below = self.facts.lineage(iri for key in program.keys for iri in self._iris(key))
            told = {fact.iri for fact in below}.intersection(self.below())
            self._told[program.norm.iri] = tuple(sorted(told))
        return self._told[program.norm.iri]

    def cells(self, program: Program, codes: Mapping[str, Codes], found: NormVerdicts) -> Numbers:
        """The cells that leave a verdict open and do not say that all below it is unknown."""
        size = len(found.verdicts)
        doubt = np.zeros(size, np.bool_)
        doubt[[cell for cell, reason in found.reasons.items() if reason.missing]] = True
        doubt &= (found.verdicts == UNDETERMINED) | (found.verdicts == BREACHED)
        mixed = np.zeros(size, np.bool_)
        if doubt.any():
            for key in program.keys:
                mixed |= self._may_be(key)[codes[key]]
        return np.flatnonzero(doubt & mixed)

    def cell(self, program: Program, codes: Mapping[str, int]) -> bool:
        """Whether one cell does not say that all below what it does not know is unknown."""
        for key in program.keys:
            if key not in self._may:
                self._may[key] = self._may_be(key).tolist()
            if self._may[key][codes[key]]:
                return True
        return False

    def _may_be(self, key: str) -> Bools:
        """For each code of an atom whether it may be unknown for some of its columns alone."""
        if key in self._mays:
            return self._mays[key]
        coding, inputs = self.atoms[key].coding, self.inputs(key)
        found = np.zeros(coding.size, np.bool_)
        for code in range(coding.unknown, coding.size if inputs else 0):
            named = coding.masks > 1 and code > coding.unknown
            found[code] = bool(inputs - set(coding.missing(code) if named else ()))
        self._mays[key] = found
        return found

    def _iris(self, key: str) -> list[str]:
        compare = self.atoms[key].compare
        return [compare.fact, compare.other] if compare else [key]
