"""A choice at hand: where a step leads, with its values, and the criterion it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import g
from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, text_of
from lovgraf.query.built import (
    MOST,
    TESTS,
    WITH_VALUE,
    Built,
    Criterion,
    NotBuilt,
    Step,
    Value,
    fits,
    read_value,
    step_of,
)
from lovgraf_web.address import parameter
from lovgraf_web.current import law
from lovgraf_web.pages.builder import asking
from lovgraf_web.pages.builder.addresses import address, place_here
from lovgraf_web.pages.builder.asking import Asking, Offer, Values
from lovgraf_web.texts import TEXTS


@dataclass(frozen=True)
class Choice:
    """The step that is being chosen a value of, and the place it is taken from; `near` are the
    values that are shown, all of them or those that some words are found in."""

    at: int
    step: Step
    values: Values
    near: tuple[Offer, ...]

    @property
    def name(self) -> str:
        """The step as an address has it."""
        return self.step.name

    @property
    def title(self) -> Text:
        """What the step is called."""
        return asking.step_title(law().graph, self.step)

    @property
    def about(self) -> Text | None:
        """What the relation means."""
        if self.step.relation is None:
            return TEXTS["build-itself-about"]
        return text_of(law().graph, URIRef(self.step.relation), SKOS.definition)

    @property
    def many(self) -> int:
        """How many values there are in all."""
        return len(self.values.offers)

    @property
    def moves(self) -> bool:
        """Whether it leads to something else, which can be shown or be missing."""
        return self.step.relation is not None

    @property
    def comparable(self) -> str:
        """The type of field for values that can be compared; empty where none can."""
        read = [read_value(one.name) for one in self.values.offers]
        kinds = {value.kind for value in read if value is not None and value.iri is None}
        return next(iter(kinds)) if len(kinds) == 1 and kinds <= _COMPARED else ""

    def criterion(self, given: Mapping[str, str]) -> Criterion:
        """The criterion that the form asks for. Raises `InputError`."""
        test = next((one for one in TESTS if one == given.get("test")), None)
        text = given.get("other") or given.get("value") or ""
        value = read_value(text) if test in WITH_VALUE and test != "has" else None
        offered = {one.name for one in self.values.offers}
        typed = value is not None and value.kind in ("date", "number")
        if test == "has":
            value = Value(None, " ".join(given.get("q", "").split()))
        elif test in WITH_VALUE and not (text in offered or typed):
            test = None
        if test is None or not fits(self.step, test, value):
            raise InputError(TEXTS["build-no-value"].da, TEXTS["build-no-value"].en)
        return Criterion(self.at, self.step, test, value)

    def added(self, asked: Built, one: Criterion) -> str:
        """The address of the page with a criterion more."""
        new = asked.with_one(one)
        # What nothing calls by a name is told by what it leads to, so one goes on there.
        on = one.test == "any" and not self.many and not self.values.texts
        at = {"at": str(len(new.criteria))} if on else {"at": str(self.at)} if self.at else {}
        return address(new, **at)


_COMPARED = frozenset(("date", "number", "duration"))


def choice_here(given: Asking, asked: Built, words: str) -> Choice | None:
    """What the address says is being chosen. Raises `NotBuilt`, and as `Asking.rows`."""
    name = parameter("pick")
    if name is None or len(asked.criteria) >= MOST:
        return None
    step = step_of(name)
    if step is None or not asking.can_step(law().graph, step):
        raise NotBuilt(None)
    at = place_here(asked)
    values = asking.values(given, asked, at, step)
    wanted = words.lower().split()
    near = [one for one in values.offers if all(w in one.text[g.lang].lower() for w in wanted)]
    return Choice(at, step, values, tuple(near))


def as_dict(choice: Choice | None) -> dict[str, Any]:
    """The JSON form of what can be chosen."""
    return {"values": [one.as_dict() for one in choice.near] if choice else []}
