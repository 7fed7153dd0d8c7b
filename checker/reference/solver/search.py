"""Asks z3 whether something can be so; where its model errs, it is told, and asked again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

import z3

from lovgraf.reference.solver.days import Lemmas, in_order
from lovgraf.reference.solver.terms import Truth

MAX_LEMMAS = 400
"""What is told at the most for one question."""


class GaveUp(Exception):
    """The solver has not found out."""


class Search:
    """A solver that is told what holds of the terms of one norm on one record."""

    def __init__(self, seconds: float) -> None:
        self._solver = z3.SimpleSolver()
        self._seconds = seconds
        self._solver.set("timeout", int(1000 * seconds))
        self.asked = self.told = 0
        """How many questions were asked, and how many lemmas were told."""

    def among(
        self, always: Sequence[Truth], lemmas: Sequence[Lemmas], wanted: Iterable[Truth]
    ) -> list[bool]:
        """Of each of some truths whether it can be so together with what always holds."""
        with self._given(always, lemmas):
            return [self._model(lemmas, [truth]) is not None for truth in wanted]

    def models(
        self, always: Sequence[Truth], lemmas: Sequence[Lemmas], more: Sequence[Sequence[Truth]]
    ) -> Generator[Any, None, None]:
        """A model of what always holds, or None; then, each when it is asked for, a model of that
        and some truths more. Raises `GaveUp`."""
        with self._given(always, lemmas):
            for truths in ([], *more):
                yield self._model(lemmas, truths)

    @contextmanager
    def _given(self, always: Sequence[Truth], lemmas: Sequence[Lemmas]) -> Iterator[None]:
        solver = self._solver
        solver.push()
        try:
            solver.add(*always)
            for lemma in lemmas:
                solver.add(*lemma.always())
            solver.add(*in_order(lemmas))
            yield
        finally:
            solver.pop()

    def _model(self, lemmas: Sequence[Lemmas], truths: Sequence[Truth]) -> Any | None:
        """A model in which some truths hold. Raises `GaveUp` where that takes too long."""
        told: list[Truth] = []
        self._solver.push()
        try:
            self._solver.add(*truths)
            return self._repeat(lemmas, told.append)
        finally:
            self._solver.pop()
            self._solver.add(*told)

    def _repeat(self, lemmas: Sequence[Lemmas], tell: Callable[[Truth], Any]) -> Any | None:
        self.asked += 1
        until = monotonic() + self._seconds
        for _ in range(MAX_LEMMAS):
            if monotonic() > until:
                break
            answer = self._solver.check()
            if answer == z3.unsat:
                return None
            if answer == z3.unknown:
                raise GaveUp
            model = self._solver.model()
            wrong = [one for one in lemmas if one.wrong(model)]
            if not wrong:
                return model
            right = self._put_right(lemmas, wrong, model)
            if right is not None:
                return right
            days = {hash(one.terms[0]) for one in wrong}
            errors = [one.error(model) for one in lemmas if hash(one.terms[0]) in days]
            self.told += len(errors)
            for error in errors:
                self._solver.add(error)
                tell(error)
        raise GaveUp

    def _put_right(
        self, lemmas: Sequence[Lemmas], wrong: Sequence[Lemmas], model: Any
    ) -> Any | None:
        """A model that says nearly what another does, with what that errs about put right."""
        for way in range(2):
            self._solver.push()
            try:
                for one in wrong:
                    self._solver.add(one.right(model, way))
                if self._solver.check() == z3.sat:
                    found = self._solver.model()
                    if not any(one.wrong(found) for one in lemmas):
                        return found
            finally:
                self._solver.pop()
        return None
