"""Lovgraf: legal requirements as data, checked against records.

For programs and notebooks it has the functions check, ask, questions, person, assess, law, query
and validate. They do what the commands of these names do, and give back what can be read, shown
and saved (docs/python.md). Nothing is imported before the first call.

The floors, from below: `core`, `facts`, `law`, `conditions`, `verdicts` (what the law says);
`readers`, `engine`, `reference`, `check` (what a dataset says to it);
`explain`, `proposals`, `query`, `validate`, `reports`, `runs`, `authoring` (what people ask);
`api` and `cli` (where they ask it). Each imports only from those before it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lovgraf.api.assess import assess
    from lovgraf.api.check import check
    from lovgraf.api.law import law, query
    from lovgraf.api.person import ask, person, questions
    from lovgraf.api.validate import validate

__all__ = ["ask", "assess", "check", "law", "person", "query", "questions", "validate"]
_HOMES = {
    "ask": "person",
    "assess": "assess",
    "check": "check",
    "law": "law",
    "person": "person",
    "query": "law",
    "questions": "person",
    "validate": "validate",
}
"""The file of `lovgraf.api` that has each function."""


def _function(name: str) -> Any:
    return getattr(import_module(f"lovgraf.api.{_HOMES[name]}"), name)


class _Shared:
    """A function under whose name there is a package too: called and told of as the function, while
    what else is asked of it or set is the package's."""

    __slots__ = ("__wrapped__", "_package")

    def __init__(self, function: Any, package: ModuleType) -> None:
        object.__setattr__(self, "__wrapped__", function)
        object.__setattr__(self, "_package", package)

    def __call__(self, *values: Any, **named: Any) -> Any:
        return self.__wrapped__(*values, **named)

    def __get__(self, owner: object, kind: object = None) -> _Shared:
        # By this `help` knows a function.
        return self

    __name__ = property(lambda self: self.__wrapped__.__name__)
    __doc__ = property(lambda self: self.__wrapped__.__doc__)
    __dict__ = property(lambda self: vars(self._package))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._package, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._package, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._package, name)


class _Lovgraf(ModuleType):
    """This module: gives the functions when they are asked for."""

    def __setattr__(self, name: str, value: object) -> None:
        # Python sets a package here when it imports it; by this name people ask for the function.
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        function = _function(name)
        package = sys.modules.get(f"{self.__name__}.{name}")
        found = function if package is None else _Shared(function, package)
        return self.__dict__.setdefault(name, found)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_HOMES})


sys.modules[__name__].__class__ = _Lovgraf
