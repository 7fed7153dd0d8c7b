"""Values by key, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True)
class MadeLater(Mapping[str, Made]):
    """A value of each of some keys, which `make` gives. Another key raises `KeyError`."""

    names: Collection[str]
    make: Callable[[str], Made]
    _made: dict[str, Made] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, key: str) -> Made:
        if key not in self._made:
            if key not in self.names:
                raise KeyError(key)
            self._made[key] = self.make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)
