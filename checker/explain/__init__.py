"""Why a record gets its verdicts, in words a citizen can read."""

from lovgraf.explain.model import Explanation, May, PersonVerdict, RouteText, Turn, Why
from lovgraf.explain.person import Explainer, explain_person, explain_record

__all__ = [
    "Explainer", "Explanation", "May", "PersonVerdict", "RouteText", "Turn", "Why",
    "explain_person", "explain_record",
]  # fmt: skip
