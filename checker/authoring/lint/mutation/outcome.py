"""What became of a change of the law."""

from __future__ import annotations

from dataclasses import dataclass, field

from lovgraf.authoring.lint.mutation.mutants import Change, Mutant
from lovgraf.verdicts.program import Program, Programs


@dataclass
class Outcome:
    """A change, and what became of it: killed (by which scenario), equivalent, or survived."""

    change: Change
    killed_by: str = ""
    equivalent: bool = False
    doubtful: bool = False
    """Whether it was not found out if some record could notice it."""
    pairs: list[tuple[Program, Mutant, Programs]] = field(default_factory=list)
    """Norms that it changes, before and after, as long as no scenario has noticed."""

    @property
    def survived(self) -> bool:
        """Whether no scenario noticed it although one could."""
        return not self.killed_by and not self.equivalent
