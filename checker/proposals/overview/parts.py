"""What is asked of a norm to tell how somebody stands under it, and what the answers mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.tree import Condition
from lovgraf.proposals.case_space import CaseSpace

Standing = Literal["obliged", "cannot", "on-request", "exempt", "may", "not-addressed", "open"]
"""How one can stand; who cannot comply, or may ask to be exempt, is obliged too."""


class Part(Protocol):
    """Questions of a norm that are asked together; few at a time keep the cells few."""

    def conditions(self) -> list[Condition]:
        """The questions."""

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        """The cells of each standing that the part tells of."""


@dataclass(frozen=True)
class Open:
    """Who may: the condition of a permission, a right or an exemption."""

    may: Condition

    def conditions(self) -> list[Condition]:
        return [self.may]

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        may, not_ = cells.truth(self.may), cells.falsity(self.may)
        return {"may": may, "not-addressed": not_, "open": ~may & ~not_}


@dataclass(frozen=True)
class Bound:
    """Who is addressed, who of them exempt, and who cannot comply."""

    addressed: Condition
    exempt: Condition
    cannot: Condition

    def conditions(self) -> list[Condition]:
        return [self.addressed, self.exempt, self.cannot]

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        beyond = cells.falsity(self.addressed)
        exempt = cells.truth(self.addressed) & cells.truth(self.exempt)
        obliged = cells.truth(self.addressed) & cells.falsity(self.exempt)
        return {
            "obliged": obliged,
            "cannot": obliged & cells.truth(self.cannot),
            "exempt": exempt,
            "not-addressed": beyond,
            "open": ~(obliged | exempt | beyond),
        }


@dataclass(frozen=True)
class Asking:
    """Who is bound and may ask to be exempt."""

    addressed: Condition
    exempt: Condition
    may: Condition

    def conditions(self) -> list[Condition]:
        return [self.addressed, self.exempt, self.may]

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        obliged = cells.truth(self.addressed) & cells.falsity(self.exempt)
        return {"on-request": obliged & cells.truth(self.may)}
