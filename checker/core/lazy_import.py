"""A package that another imports at once and seldom uses: loaded when something of it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

_lock = RLock()


class _LazyModule(ModuleType):
    """Stands where a package will be, and takes all that is in it once it is asked for any."""

    def __getattr__(self, name: str) -> Any:
        with _lock:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
                self.__dict__.update(vars(import_module(self.__name__)))
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(name) from None


def import_lazily(name: str) -> None:
    """Have `import` of a package give one that is loaded with the first use of it; nothing where
    it is imported already, or is not installed."""
    spec = None if name in sys.modules else find_spec(name)
    if spec is not None:
        sys.modules[name] = _LazyModule(name)
        sys.modules[name].__spec__ = spec
