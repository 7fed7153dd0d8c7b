"""Things of a package that stand in a file each and are found by it: nothing else names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def modules_of(package: str, path: Iterable[str]) -> Iterator[tuple[str, ModuleType]]:
    """The modules of a package (its `__name__` and `__path__`) by name, in order."""
    for file in sorted(iter_modules(path), key=lambda file: file.name):
        yield file.name, import_module(f"{package}.{file.name}")


def term_of(name: str) -> str:
    """The name of the term that a file is called as: `AgeAt` of `age_at`."""
    return "".join(part.title() for part in name.split("_"))


def one_of_each(package: str, path: Iterable[str], kind: type[T]) -> Iterator[T]:
    """An object of each class of a kind that a module of the package itself defines."""
    for _, module in modules_of(package, path):
        for own in vars(module).values():
            defined = isinstance(own, type) and own.__module__ == module.__name__
            if defined and issubclass(own, kind):
                yield own()
