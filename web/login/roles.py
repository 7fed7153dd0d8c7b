"""Who may open which page. Each role may do what the ones before it may."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from lovgraf.core.terms import Text
from lovgraf_web.texts import TEXTS


class Role(IntEnum):
    """A reader sees the law; a caseworker also citizens and datasets; a drafter also proposals,
    whose assessments show head-counts of datasets and lead to single citizens."""

    READER = 1
    CASEWORKER = 2
    DRAFTER = 3

    @property
    def label(self) -> Text:
        """What the role is called."""
        return TEXTS[f"role-{self.name.lower()}"]


_NEEDED = {
    Role.READER: {
        "overview", "law", "provision", "search", "query", "query_waiting", "ontology", "sparql",
        "about", "api", "_start",
    },
    Role.CASEWORKER: {"person", "dataset", "dataset_result", "jobs"},
    Role.DRAFTER: {"proposals", "proposal_editor", "proposal_compare"},
}  # fmt: skip
_OPEN = {"login", "static", "metrics", "about.alive", "about.ready", "about.accessibility"}


def needed(endpoint: str) -> Role | None:
    """The role that an endpoint asks for, by its blueprint; None where anybody may come.

    Raises `LookupError` for one that nobody thought of: no page is open by mistake.
    """
    names = {endpoint, endpoint.split(".")[0]}
    if names & _OPEN:
        return None
    for role, pages in _NEEDED.items():
        if names & pages:
            return role
    raise LookupError(endpoint)


def highest(given: Iterable[str], meaning: dict[str, Role]) -> Role | None:
    """The highest role that values of the provider's claim mean; None where none means any."""
    return max((meaning[value] for value in given if value in meaning), default=None)
