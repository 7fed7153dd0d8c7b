"""Why a record gets its verdicts, in words a citizen can read."""

from checker.explain.model import Explanation, May, PersonVerdict, RouteText, Turn, Why
from checker.explain.person import explain_person, explain_record

__all__ = [
    "Explanation", "May", "PersonVerdict", "RouteText", "Turn", "Why", "explain_person",
    "explain_record",
]  # fmt: skip
