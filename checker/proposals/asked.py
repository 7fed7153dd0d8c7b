"""One changed duty with everyone it could meet: what each gap asks of them.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from rdflib import URIRef

from checker.conditions.coding import Bools
from checker.conditions.tree import FALSE, Condition, Named, Not, all_of, facts_of
from checker.conditions.words import Words
from checker.law.norms import Norm
from checker.proposals.changes import Views, act_of
from checker.proposals.describe import describe
from checker.proposals.everyone import Everyone, possible
from checker.proposals.gap import Block, Gap, Severity
from checker.proposals.matrix import Group
from checker.proposals.phrase import in_words
from checker.proposals.programs import Comparison
from checker.proposals.reach import reach_of, ways, with_fee, without
from checker.records.values import State
from checker.terms import CORE, Text, label
from checker.verdicts.program import Program, readers


@dataclass
class Asked:
    """One changed duty, with everyone it could meet."""

    views: Views
    comparison: Comparison
    old: Program | None
    new: Program

    @property
    def norm(self) -> Norm:
        """The duty as it is with the proposals."""
        return self.new.norm

    @property
    def before(self) -> tuple[Condition, Condition, Condition]:
        """Who was addressed, exempt, and could reach what the duty needs, before."""
        if self.old is None:
            return FALSE, FALSE, FALSE
        return self.old.addressed, self.old.exempt, self.old.reach

    @cached_property
    def concerned(self) -> list[Group]:
        """The groups that the proposals speak of."""
        names = {name for p in self.views.overlay.proposals for name in p.concerns}
        return [group for group in self.comparison.groups if group.iri in names]

    @cached_property
    def terms(self) -> list[Condition]:
        """What is rather called by its name: groups, then whom the norms address."""
        groups = [*self.concerned, *(g for g in self.comparison.groups if g not in self.concerned)]
        named = [group.condition for group in groups]
        norms = [n for n in (self.new, self.old) if n is not None]
        return [c for c in (*named, *(n.addressed for n in norms)) if isinstance(c, Named)]

    @cached_property
    def schemes(self) -> list[tuple[Norm, Condition]]:
        """The exemptions from the duty that one may ask for, each with who may."""
        owl, _ = readers(self.views.after, self.norm.record_type)
        return [
            (norm, owl.condition(URIRef(norm.eligible)))
            for norm in self.views.after.lifting(self.norm.iri)
            if norm.kind == "Exemption" and norm.eligible is not None
        ]

    @cached_property
    def free(self) -> Condition:
        """Who can have what the duty needs without paying a fee."""
        view = self.views.after
        dear = [route.iri for route in with_fee(view)]
        return reach_of(without(view, dear), self.norm.requires, self.norm.record_type)

    @cached_property
    def effects(self) -> list[tuple[Text, Condition]]:
        """What happens by law under the act of the duty, and whom it strikes."""
        view, graph = self.views.after, self.views.graph
        owl, _ = readers(view, self.norm.record_type)
        act = act_of(graph, self.norm.provision)
        found: dict[Condition, Text] = {}
        for norm in view.norms.values():
            if act_of(graph, norm.provision) != act:
                continue
            for effect in sorted(graph.objects(URIRef(norm.iri), CORE.effect), key=str):
                for struck in sorted(graph.objects(effect, CORE.strikes), key=str):
                    if self._about_people(condition := owl.condition(struck)):
                        found.setdefault(condition, label(graph, effect))
        return [(name, condition) for condition, name in found.items()]

    def _about_people(self, condition: Condition) -> bool:
        """Whether a condition asks for facts of the duty's type of record."""
        facts = [self.comparison.facts.facts.get(iri) for iri in facts_of(condition)]
        kind = self.norm.record_type
        return bool(facts) and all(fact is not None and kind in fact.record_types for fact in facts)

    @cached_property
    def whole(self) -> Everyone:
        """All cells, told apart by all that any gap asks."""
        also = [*self.new.conditions, *self.terms, self.free]
        also += [] if self.old is None else self.old.conditions
        also += [group.condition for group in self.concerned]
        also += [may for _, may in self.schemes]
        also += [struck for _, struck in self.effects]
        steps = ways(self.views.after, self.norm.requires, self.norm.record_type)
        also += [condition for way in steps for _, condition in way.steps]
        return possible(self.comparison.nothing, also=also, record_type=self.norm.record_type)

    def everyone(self, *conditions: Condition) -> Everyone:
        """The cells as far as some conditions tell them apart."""
        return self.whole.seen_by(conditions)

    @cached_property
    def words(self) -> Words:
        """Words of the graph with the proposals."""
        return Words(self.views.graph, self.comparison.facts)

    def who(
        self, cells: Everyone, failing: Bools, bound: Bools | None = None
    ) -> tuple[Condition | None, Text]:
        """The condition of failing cells; of those `bound`, the others are said to be exempt.

        None where no short condition tells them apart: the witness and the counts then speak.
        """
        inside = np.ones(len(failing), np.bool_) if bound is None else bound
        try:
            found = describe(cells, failing, self.terms, inside)
        except ValueError:
            return None, NOT_SHORT
        words = in_words(found, self.words)
        if bound is None or self.new.exempt == FALSE:
            return found, words
        return all_of(found, Not(self.new.exempt)), Text(
            f"{words.da} (og ikke fritaget)", f"{words.en} (and not exempt)"
        )

    def gap(
        self,
        code: str,
        severity: Severity,
        message: Text,
        cells: Everyone,
        failing: Bools,
        bound: Bools | None = None,
        blocking: Sequence[Block] = (),
    ) -> Gap:
        """A gap that strikes some cells."""
        inside = failing if bound is None else failing & bound
        who, words = self.who(cells, failing, bound)
        return Gap(
            code,
            severity,
            message,
            norm=self.norm.iri,
            provision=self.norm.provision,
            who=who,
            who_words=words,
            witness=spelled(cells, int(np.flatnonzero(inside)[0])),
            cells=cells.count(inside),
            of=cells.of,
            blocking=tuple(blocking),
        )


NOT_SHORT = Text(
    "ingen kort betingelse skiller dem fra andre; se eksemplet",
    "no short condition tells them from others; see the example",
)


def spelled(cells: Everyone, cell: int) -> Mapping[str, str]:
    """The witness of a cell as `lovgraf person` reads it."""
    found = {}
    for iri, state in sorted(cells.witness(cell).items()):
        column = cells.facts[iri]
        if iri not in cells.partition.base:
            found[getattr(column, "name", iri)] = written(state)
    return found


def written(state: State) -> str:
    """A value as one writes it on the command line."""
    if isinstance(state, bool):
        return "true" if state else "false"
    if isinstance(state, date):
        return state.isoformat()
    return " ".join(map(str, state)) if isinstance(state, tuple) else str(state)
