"""The best order of questions for some persons: found by search, and what it takes at least where
the search ends too soon.

An order is a tree: what is asked next rests on the answers so far, as far as they are told apart,
and on nothing else. It is as good as any that knows these persons beforehand, and nobody else. The
search begins with what is certain, that whoever is not settled is asked once more; it looks closer
at the tree that seems best, and ends when that is one whose cost is known to be what it seemed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class Alike(Protocol):
    """Persons who answered alike so far."""

    @property
    def key(self) -> Hashable:
        """What tells them, and what they were asked, from all others."""

    @property
    def size(self) -> int:
        """How many they are."""

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked of them."""

    def asked(self) -> Mapping[str, Sequence[Alike]]:
        """What may be asked of them, each with those who then answer alike."""


@dataclass
class _Node:
    """Persons who answered alike, and what it takes at least to ask all of them."""

    alike: Alike
    least: float
    known: bool
    """Whether it takes no more than that."""
    after: list[_Way] = field(default_factory=list)
    """What may be asked; nothing before they were looked at."""

    def weigh(self) -> None:
        """Take what seems best to ask for what it takes at least."""
        best = min(self.after, key=_Way.rank)
        self.least = max(self.least, best.least)
        self.known = best.known


@dataclass
class _Way:
    """Something to ask: what it costs to ask it of all, and those who then answer alike."""

    cost: float
    groups: list[_Node]

    @property
    def least(self) -> float:
        """What it takes at least to ask this, and then what is left."""
        return self.cost + sum(one.least for one in self.groups)

    @property
    def known(self) -> bool:
        """Whether it takes no more than that."""
        return all(one.known for one in self.groups)

    def rank(self) -> tuple[float, bool]:
        """How good it seems, to compare; of several that seem alike what is known is best."""
        return self.least, not self.known


@dataclass
class Search:
    """Searches the best order; nobody is looked at any more once it `ends`, which is told how often
    somebody was. To ask for a fact (by name) costs one, or what `cost` says, and at least what the
    `cheapest` costs."""

    ends: Callable[[int], bool]
    cost: Callable[[str], float] = lambda _: 1
    cheapest: float = 1
    looked: int = 0
    _nodes: dict[Hashable, _Node] = field(default_factory=dict)

    def least(self, alike: Alike) -> tuple[float, bool]:
        """What it takes at least, in any order, to ask some persons, all together; and whether the
        best order takes no more."""
        root = self._node(alike)
        while not root.known and self._closer(root):
            pass
        return root.least, root.known

    def _node(self, alike: Alike) -> _Node:
        if alike.key not in self._nodes:
            settled = alike.settled
            least = 0 if settled else alike.size * self.cheapest
            self._nodes[alike.key] = _Node(alike, least, settled)
        return self._nodes[alike.key]

    def _closer(self, node: _Node) -> bool:
        """Look closer at the tree that seems best for some persons; whether there was time."""
        going_on = True
        if not node.after:
            if self.ends(self.looked):
                return False
            self.looked += 1
            for name, groups in node.alike.asked().items():
                cost = node.alike.size * self.cost(name)
                node.after.append(_Way(cost, [*map(self._node, groups)]))
        else:
            open_ = [one for one in min(node.after, key=_Way.rank).groups if not one.known]
            going_on = all(self._closer(one) for one in open_)
        node.weigh()
        return going_on
