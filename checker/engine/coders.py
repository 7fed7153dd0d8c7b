"""What codes the cells of a plan, kept from one table to the next."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lovgraf.engine.cell_codes import Coder


@dataclass
class Coders:
    """The coder of one plan, while nobody uses it."""

    _idle: list[Coder] = field(default_factory=list)
    _process: int = field(default_factory=os.getpid)

    def take(self) -> Coder | None:
        """One that is ready, for the caller alone."""
        # The engine's threads do not come along into a process that was split off.
        ours = self._process == os.getpid()
        return self._idle.pop() if ours and self._idle else None

    def give(self, coder: Coder) -> None:
        """Keep one for whoever comes next."""
        if self._process == os.getpid() and not self._idle:
            self._idle.append(coder)
