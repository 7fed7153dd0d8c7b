"""Lengths of time as the law states them."""

from __future__ import annotations

import re

from msgspec import Struct

from lovgraf.core.errors import InputError


class Period(Struct, frozen=True):
    """A length of time: months and days of the calendar, or bank days."""

    months: int = 0
    days: int = 0
    bank_days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an `xsd:duration` of years, months and days (`P5D`, `P3M`, `P1Y6M`, `-P1D`)."""
        match = re.fullmatch(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", text)
        if not match or text.endswith("P"):
            raise InputError(
                f"Perioden {text} er ikke år, måneder eller dage (P5D, P3M).",
                f"The period {text} is not years, months or days (P5D, P3M).",
            )
        years, months, weeks, days = (int(part or 0) for part in match.groups()[1:])
        sign = -1 if match[1] else 1
        return cls(sign * (12 * years + months), sign * (7 * weeks + days))

    @property
    def backwards(self) -> Period:
        """The same time counted backwards."""
        return Period(-self.months, -self.days)

    @property
    def text(self) -> str:
        """The period as an `xsd:duration`, without bank days."""
        before = self.months < 0 or self.days < 0
        return f"{'-' if before else ''}P{abs(self.months)}M{abs(self.days)}D"
