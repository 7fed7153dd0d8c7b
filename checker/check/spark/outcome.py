"""The outcome of a task: a result, or an error that the user can act on.

An exception in a task would be tried again, and its text logged; it may hold personal values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from msgspec import Struct

from lovgraf.check.spark.between import settle
from lovgraf.core.errors import InputError

T = TypeVar("T")
A = TypeVar("A")


class Outcome(Struct, Generic[T], frozen=True):
    """A result, or the parts of an `InputError`."""

    result: T | None
    error: tuple[Any, ...] | None = None

    def get(self) -> T:
        """The result; raises the `InputError` of the task."""
        if self.error is not None:
            raise InputError(*self.error)
        return self.result  # type: ignore[return-value]


class Task(Struct, Generic[A, T], frozen=True):
    """A function of something that all tasks share (a broadcast) and of what a task is given."""

    function: Callable[[Any, A], T]
    shared: Any

    def __call__(self, given: A) -> Outcome[T]:
        """Do the work of one task."""
        try:
            return Outcome(self.function(self.shared.value, given))
        except InputError as error:
            message = error.message
            return Outcome(None, (message.da, message.en, error.file, error.line, error.column))
        finally:
            settle()


def results(outcomes: Iterable[Outcome[T]]) -> list[T]:
    """The results of tasks; raises the first error among them."""
    return [outcome.get() for outcome in outcomes]
