"""Asks z3 whether something can be so; where its model errs, it is told, and asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

import z3

from lovgraf.reference.solver.days import Lemmas, in_order
from lovgraf.reference.solver.terms import Truth, both, truth

MAX_LEMMAS = 400
"""What is told at the most for one question."""


class GaveUp(Exception):
    """The solver has not found out."""


def _places(names: Sequence[Truth], reasons: set[int]) -> frozenset[int]:
    return frozenset(n for n, name in enumerate(names) if name.get_id() in reasons)


class Search:
    """A solver that is told what holds of the terms of one norm on one record."""

    def __init__(self, seconds: float) -> None:
        self._solver = z3.SimpleSolver()
        self._seconds = seconds
        self._solver.set("timeout", int(1000 * seconds))
        self._solver.set("relevancy", 0)  # all that a question is told is about it
        self.asked = self.told = 0
        """How many questions were asked, and how many lemmas were told."""

    def among(
        self, always: Sequence[Truth], lemmas: Sequence[Lemmas], wanted: Iterable[Truth]
    ) -> list[bool]:
        """Of each of some truths whether it can be so together with what always holds."""
        with self._given(always, lemmas):
            return [self._model(lemmas, [truth]) is not None for truth in wanted]

    def model(
        self,
        always: Sequence[Truth],
        lemmas: Sequence[Lemmas],
        rather: Sequence[Truth],
        wanted: Sequence[Truth],
    ) -> Any | frozenset[int]:
        """A model of what always holds and is wanted, one in which some more truths hold where
        there is one; where nothing is so, the numbers of those wanted that cannot hold together.
        Raises `GaveUp`."""
        with self._given(always, lemmas):
            names = [truth(f"#wanted{number}") for number in range(len(wanted))]
            for name, one in zip(names, wanted, strict=True):
                self._solver.add(z3.Implies(name, one))
            if rather:
                wish = truth("#rather")
                self._solver.add(z3.Implies(wish, both(*rather)))
                with suppress(GaveUp):
                    model = self._model(lemmas, [], wish, *names)
                    if model is not None:
                        return model
                    # Where the wish is not among the reasons there is none without it either.
                    reasons = self._reasons()
                    if wish.get_id() not in reasons:
                        return _places(names, reasons)
            model = self._model(lemmas, [], *names)
            return _places(names, self._reasons()) if model is None else model

    def _reasons(self) -> set[int]:
        """The terms, by number, of which the solver says that they cannot hold together."""
        return {one.get_id() for one in self._solver.unsat_core()}

    @contextmanager
    def _given(self, always: Sequence[Truth], lemmas: Sequence[Lemmas]) -> Iterator[None]:
        solver = self._solver
        solver.push()
        try:
            self._add(always)
            for lemma in lemmas:
                self._add(lemma.always())
            self._add(in_order(lemmas))
            yield
        finally:
            solver.pop()

    def _add(self, truths: Iterable[Truth]) -> None:
        """Have some truths hold; as `add`, which looks at their kind again."""
        solver, context = self._solver.solver, z3.main_ctx().ref()
        for one in truths:
            if isinstance(one, bool):
                self._solver.add(one)
            else:
                z3.Z3_solver_assert(context, solver, one.as_ast())

    def _model(
        self, lemmas: Sequence[Lemmas], truths: Sequence[Truth], *wishes: Truth
    ) -> Any | None:
        """A model in which some truths and wishes hold. Raises `GaveUp` where that takes too
        long."""
        if not truths:
            return self._repeat(lemmas, None, wishes)
        told: list[Truth] = []
        self._solver.push()
        try:
            self._add(truths)
            return self._repeat(lemmas, told.append, wishes)
        finally:
            self._solver.pop()
            self._add(told)

    def _repeat(
        self,
        lemmas: Sequence[Lemmas],
        tell: Callable[[Truth], Any] | None,
        wishes: Sequence[Truth],
    ) -> Any | None:
        self.asked += 1
        until = monotonic() + self._seconds
        for _ in range(MAX_LEMMAS):
            if monotonic() > until:
                break
            answer = self._solver.check(*wishes)
            if answer == z3.unsat:
                return None
            if answer == z3.unknown:
                raise GaveUp
            model = self._solver.model()
            wrong = [one for one in lemmas if one.wrong(model)]
            if not wrong:
                return model
            right = self._put_right(lemmas, wrong, model, wishes)
            if right is not None:
                return right
            days = {hash(one.terms[0]) for one in wrong}
            errors = [one.error(model) for one in lemmas if hash(one.terms[0]) in days]
            self.told += len(errors)
            for error in errors:
                self._solver.add(error)
                if tell is not None:
                    tell(error)
        raise GaveUp

    def _put_right(
        self,
        lemmas: Sequence[Lemmas],
        wrong: Sequence[Lemmas],
        model: Any,
        wishes: Sequence[Truth],
    ) -> Any | None:
        """A model that says nearly what another does, with what that errs about put right."""
        for way in range(2):
            self._solver.push()
            try:
                for one in wrong:
                    self._solver.add(one.right(model, way))
                if self._solver.check(*wishes) == z3.sat:
                    found = self._solver.model()
                    if not any(one.wrong(found) for one in lemmas):
                        return found
            finally:
                self._solver.pop()
        return None
