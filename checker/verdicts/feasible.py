"""Which answers can occur together in some complete record (semantics, sections 3 and 6).

Facts that rest on the same columns are not independent: who is 18 is 15, and what had expired by a
date had expired by every later one. Nothing that a real record could have is ever left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from math import prod
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes, Pair
from lovgraf.conditions.tree import Question
from lovgraf.core.cache import Answers, stable_text
from lovgraf.facts import distances
from lovgraf.facts.fact import Column, Fact
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts import points
from lovgraf.verdicts.alike import Alike, Beside, Reading, asked_about
from lovgraf.verdicts.alternatives import Alternative, Alternatives
from lovgraf.verdicts.knowledge import KnownFacts, knowledge
from lovgraf.verdicts.moved import Moved
from lovgraf.verdicts.patterns import Classes, Numbers, distinct, told_apart
from lovgraf.verdicts.program import Program
from lovgraf.verdicts.same_codes import Joining
from lovgraf.verdicts.search import Axis, Search
from lovgraf.verdicts.states import opaque
from lovgraf.verdicts.symbols import Facts
from lovgraf.verdicts.told import Told

MAX_REMEMBERED = 100_000
"""Results to remember."""
_FEW = 2
"""Kinds of records up to which it is not asked which of them leave the same."""
MAX_PROGRAMS = 1000
"""Norms to remember the classes of."""


class Component(Struct, frozen=True):
    """Atoms that rest on the same columns: those to complete, and all of them; sorted."""

    live: tuple[str, ...]
    keys: tuple[str, ...]


class _Related(NamedTuple):
    """A relation (None where all points can occur, or none), its name, and whether it is exact."""

    points: Bools | None
    name: bytes
    exact: bool


@dataclass
class Combinations:
    """The combinations of codes that can occur in records on a date; `most` results are kept.

    What was found out by values of records (days, numbers, texts) is kept apart where `private`,
    until `forget_values`; an answer or a code says no more of a record than its cell does. While
    values come `of_law` alone, what they show is kept.
    """

    facts: FactVocabulary
    atoms: Mapping[str, Atom]
    as_of: date
    most: int = MAX_REMEMBERED
    private: bool = False
    of_law: bool = False
    """Whether records that are looked at now have no values of their own: what they have comes of
    what is tried beside answers and codes."""
    truths: dict[tuple[str, Question], Pair] = field(default_factory=dict, repr=False)
    """What each code of an atom says of a question, for whoever evaluates conditions."""
    _components: dict[tuple[tuple[str, ...], ...], list[Component]] = field(
        default_factory=dict, repr=False
    )
    _relations: dict[object, _Related] = field(default_factory=dict, repr=False)
    _below_them: dict[Component, frozenset[str]] = field(default_factory=dict, repr=False)
    _ways: dict[object, dict[str, tuple[Alternative, ...]]] = field(
        default_factory=dict, repr=False
    )

    _classes: dict[int, tuple[Program, dict[str, Classes]]] = field(
        default_factory=dict, repr=False
    )
    _occurring: dict[object, bool] = field(default_factory=dict, repr=False)
    _coded: dict[str, bool] = field(default_factory=dict, repr=False)
    _aside: Combinations | None = field(default=None, repr=False)
    """What was found out by values of records."""
    _tried: Combinations | None = field(default=None, repr=False)
    """What was found out by values that were tried."""
    answers: Answers | None = field(default=None, repr=False)
    """What earlier runs found out about cells of the same law and day, and about records by what is
    plain of them; nothing about values."""
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._facts = Facts(self.facts, self.atoms, self.as_of)
        self.alternatives = Alternatives(self._facts)
        self._alike = Alike(self._facts, self.atoms)
        self.search = Search(self._facts.sets)
        self._joining = Joining(self.atoms)

    def classes(self, program: Program) -> dict[str, Classes]:
        """The codes of each atom that a norm tells apart (see `told_apart` and `joined`)."""
        if len(self._classes) > MAX_PROGRAMS:
            self._classes.clear()
        if id(program) not in self._classes:
            apart = told_apart(program.conditions, self.atoms)
            self._classes[id(program)] = program, self._joining.joined(program.conditions, apart)
        return self._classes[id(program)][1]

    def apart(self, live: tuple[str, ...], keys: tuple[str, ...]) -> list[Component]:
        """The components of a norm's atoms that have something to complete."""
        if (live, keys) not in self._components:
            groups: list[tuple[set[str], set[str]]] = []
            for key in dict.fromkeys((*live, *keys)):
                atoms, columns = {key}, self._below(key)
                if not columns:
                    continue
                for other in [g for g in groups if g[1] & columns]:
                    groups.remove(other)
                    atoms |= other[0]
                    columns |= other[1]
                groups.append((atoms, columns))
            self._components[live, keys] = [
                Component(tuple(sorted(atoms & set(live))), tuple(sorted(atoms)))
                for atoms, _ in groups
                if atoms & set(live)
            ]
        return self._components[live, keys]

    def _below(self, key: str) -> set[str]:
        """The columns that an atom rests on."""
        facts = [self.facts[iri] for iri in self.below(key)]
        return {fact.iri for fact in facts if isinstance(fact, Column) or opaque(fact)}

    def below(self, key: str) -> frozenset[str]:
        """The facts that an atom rests on, its own among them."""
        return frozenset().union(*map(self._facts.below, asked_about(self.atoms[key], key)))

    def related(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None = None,
    ) -> tuple[Bools | None, bool]:
        """For a grid over the classes of a component's live atoms, which points can occur, and
        whether that is exact: neither contradictory nor too much work.

        None means all. `codes` has the record's code of each atom of the component, that of an
        unknown one with what it says of the columns that are blank. `known_facts` is all that
        the record says, where that is at hand. A record that contradicts itself is never exact: its
        repairs are asked (`repaired`).
        """
        found = self._related(component, classes, codes, known_facts)
        return found.points, found.exact

    def kinds(
        self,
        component: Component,
        codes: Mapping[str, Codes],
        told: Told,
        size: int,
        classes: Mapping[str, Classes],
        kind: Numbers | None = None,
    ) -> tuple[Numbers, Numbers]:
        """The first of `size` records of each kind of which the same can occur, and the kind of
        each record; `codes` has those of a component's atoms, one a record, or one of each of some
        kinds of codes where the `kind` of each record is given."""
        live = frozenset(component.live)
        unknown = {key: self.atoms[key].coding.unknown for key in component.keys}
        columns = [np.asarray(codes[key]) for key in component.keys]
        shown, number = distinct(columns, len(columns[0]))
        if kind is not None:
            number = number[kind]

        def asked(row: int) -> tuple[str, ...]:
            at = shown[number[row]]
            return tuple([k for k in component.keys if k in live or codes[k][at] < unknown[k]])

        below = told.take(np.arange(size), told.numbers.keys() & self.below_live(component))
        first, alike = self._alike.kinds([number], below, asked, size)
        if len(first) <= _FEW:
            return first, alike
        own = {key: codes[key][shown[number[first]]] for key in component.keys}
        moved = Moved(self._of_values(), component, classes, own, below.take(first))
        some, among = distinct([moved.places(len(first))], len(first))
        return first[some], among[alike]

    def placed(
        self, keys: tuple[str, ...], looked: frozenset[str], given: frozenset[str], beside: Beside
    ) -> Reading:
        """How some atoms read given columns (see `Alike.placed`)."""
        return self._alike.placed(keys, looked, given, beside)

    def counted(
        self, component: Component, codes: Mapping[str, int], known_facts: KnownFacts
    ) -> KnownFacts:
        """Those known facts that count for what can occur."""
        keys, below = self.asked_for(component, codes), self.below_live(component)
        return self._alike.seen(keys, below, known_facts)[0]

    def _of_values(self) -> Combinations:
        """What finds out what rests on values of records."""
        if not self.private:
            return self
        if self.of_law:
            self._tried = self._tried or self._like_this()
            return self._tried
        self._aside = self._aside or self._like_this()
        return self._aside

    def relation(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None = None,
    ) -> Bools | None:
        """The points of `related`."""
        return self._related(component, classes, codes, known_facts).points

    def named(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None = None,
    ) -> tuple[bytes, bool]:
        """A name of the relation (two with the same name have the same points), and whether it is
        exact: neither contradictory nor too much work."""
        found = self._related(component, classes, codes, known_facts)
        return found.name, found.exact

    def forget_values(self) -> None:
        """Let go of what was found out by values of records, where that is kept apart."""
        if self.private:
            self._aside = None
            points.forget_days()
            distances.forget_days()

    def _related(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None,
    ) -> _Related:
        seen: object = None
        if known_facts is not None:
            keys = self.asked_for(component, codes)
            below = self.below_live(component)
            known_facts, seen = self._alike.seen(keys, below, known_facts)
            if self.private and not self._all_plain(known_facts):
                return self._of_values()._related(component, classes, codes, known_facts)
        entry = (
            component,
            tuple([classes[key] for key in component.live]),
            tuple([codes[key] for key in component.keys]),
            seen,
        )
        if entry not in self._relations:
            if len(self._relations) >= self.most:
                self._forget()
            found, exact = self._answered(entry, component, classes, codes, known_facts)
            name = b"" if found is None else blake2b(found.tobytes(), digest_size=16).digest()
            self._relations[entry] = _Related(found, name, exact)
        return self._relations[entry]

    def _answered(
        self,
        entry: tuple[object, ...],
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None,
    ) -> tuple[Bools | None, bool]:
        """What `_relation` gives, which earlier runs may have found out about the same cell."""
        if self.answers is None or not self._all_plain(known_facts or frozenset()):
            return self._relation(component, classes, codes, known_facts)
        key = blake2b(stable_text(entry).encode(), digest_size=16)
        for atom in component.keys:
            key.update(self._text(atom).encode())
        if (known := self.answers.get(key.digest())) is not None:
            shape, packed, exact = known
            if packed is None:
                return None, exact
            bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=prod(shape))
            return bits.view(np.bool_).reshape(shape), exact
        found, exact = self._relation(component, classes, codes, known_facts)
        packed = None if found is None else np.packbits(found).tobytes()
        shape = () if found is None else found.shape
        self.answers.add(key.digest(), (shape, packed, exact), 100 + len(packed or b""))
        return found, exact

    def _text(self, key: str) -> str:
        """What an atom is, as a text."""
        if key not in self._texts:
            self._texts[key] = stable_text(self.atoms[key])
        return self._texts[key]

    def _like_this(self) -> Combinations:
        """The same, with nothing found out of records yet."""
        other = copy(self)
        other.answers = None
        other.private, other._tried, other._facts = False, None, self._facts.aside()
        other._relations, other._ways, other._occurring = {}, {}, {}
        other.alternatives = Alternatives(other._facts)
        other._alike = Alike(other._facts, other.atoms)
        other.search = Search(other._facts.sets)
        return other

    def _all_plain(self, known_facts: KnownFacts) -> bool:
        """Whether all that is told are answers, and values made of answers and codes of lists."""
        plain = [pair for pair in known_facts if self.plain(*pair)]
        if len(plain) == len(known_facts):
            return True
        # A fact that takes the first value known of others tells nothing that these do not.
        values = [state for _, state in plain if not isinstance(state, bool)]
        return all(state in values for _, state in known_facts.difference(plain))

    def plain(self, iri: str, state: State) -> bool:
        """Whether what is told of a fact is an answer, or made of answers and codes of lists."""
        return state is NONE or isinstance(state, bool) or self.of_lists(iri)

    def of_lists(self, iri: str) -> bool:
        """Whether a fact is yes or no or a code of a list, or made of such alone."""
        if iri not in self._coded:
            facts = map(self.facts.facts.get, self.facts.inputs(iri))
            self._coded[iri] = all(map(_of_a_list, facts))
        return self._coded[iri]

    def can_occur(self, codes: Mapping[str, int]) -> bool:
        """Whether a record can have these codes of atoms; that of an unknown one says nothing."""
        known = [key for key, code in codes.items() if code < self.atoms[key].coding.unknown]
        alone = [Component((), (key,)) for key in known if not self._below(key)]  # the date decides
        for component in (*alone, *self.apart(tuple(sorted(known)), tuple(sorted(codes)))):
            entry = component.keys, tuple([codes[key] for key in component.keys])
            if entry not in self._occurring:
                self._occurring[entry] = self._occurs(component, codes)
            if not self._occurring[entry]:
                return False
        return True

    def _occurs(self, component: Component, codes: Mapping[str, int]) -> bool:
        ways = self._alternatives_of(Component((), component.keys), codes, None)
        axes = [
            Axis(key, None, tuple([way for way in own if codes[key] in way.codes]))
            for key, own in ways.items()
        ]
        return self.search.relation(axes) is not None

    def asked_for(self, component: Component, codes: Mapping[str, int]) -> tuple[str, ...]:
        """The atoms of a component that say something of what can occur: those that are to
        complete, and those that are certain."""
        live, atoms = component.live, self.atoms
        return tuple([k for k in component.keys if k in live or codes[k] < atoms[k].coding.unknown])

    def below_live(self, component: Component) -> frozenset[str]:
        """The facts that the atoms of a component that are to complete rest on."""
        if component not in self._below_them:
            self._below_them[component] = frozenset().union(*map(self.below, component.live))
        return self._below_them[component]

    def _forget(self) -> None:
        """Let go of what was found out of records."""
        found = (self._relations, self._ways, self._facts.found, self._components)
        for kept in (*found, self._below_them, self._occurring):
            kept.clear()
        self.alternatives.clear()
        self._alike.forget()
        self.search.clear()

    def _relation(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None,
    ) -> tuple[Bools | None, bool]:
        found, exact = self._found(component, classes, codes, known_facts)
        return (None, False) if found is None else (None if found.all() else found, exact)

    def _found(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None,
    ) -> tuple[Bools | None, bool]:
        """The points that can occur (None where there are none), and whether that is exact."""
        axes = []
        live = set(component.live)
        for key, ways in self._alternatives_of(component, codes, known_facts).items():
            if key in live:
                axes.append(Axis(key, classes[key], ways))
            elif codes[key] < self.atoms[key].coding.unknown:
                fit = tuple([way for way in ways if codes[key] in way.codes])
                axes.append(Axis(key, None, fit))
        found = self.search.relation(axes)
        rough = self.alternatives.rough
        exact = not self.search.gave_up and not any(
            len(axis.alternatives) == 1 and axis.alternatives[0].number in rough for axis in axes
        )
        return found, exact

    def _alternatives_of(
        self, component: Component, codes: Mapping[str, int], known_facts: KnownFacts | None
    ) -> dict[str, tuple[Alternative, ...]]:
        """The alternatives of each atom of a component, as far as something is known of it."""
        own = {key: codes[key] for key in component.keys}
        blank = [max(code, self.atoms[key].coding.unknown - 1) for key, code in own.items()]
        entry = component, tuple(blank), known_facts
        if entry not in self._ways:
            known = knowledge(self.facts, self.atoms, own)
            if known_facts is not None:
                known = known.with_states(known_facts, self.below_live(component))
            asked = frozenset(component.keys)
            self._ways[entry] = {
                key: self.alternatives.of(key, known, asked)
                for key in component.keys
                if key in component.live or own[key] < self.atoms[key].coding.unknown
            }
        return self._ways[entry]


def _of_a_list(fact: Fact | None) -> bool:
    """Whether a fact is yes or no, or a code of a list."""
    return isinstance(fact, Column) and fact.listed
