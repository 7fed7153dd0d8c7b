"""Who may open which page. Each role may do what the ones before it may."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cache

from lovgraf.core.terms import Text
from lovgraf_web.pages import pages
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


@cache
def _roles() -> dict[str, Role | None]:
    """The role by endpoint or blueprint."""
    found: dict[str, Role | None] = {"login": None, "static": None, "_start": Role.READER}
    for page in pages():
        found |= {blueprint.name: page.role for blueprint in page.blueprints}
        found |= dict.fromkeys(page.open_to_all, None)
    return found


def needed(endpoint: str) -> Role | None:
    """The role that an endpoint asks for, by its blueprint; None where anybody may come.

    Raises `LookupError` for one that nobody thought of: no page is open by mistake.
    """
    roles = _roles()
    for name in (endpoint, endpoint.split(".")[0]):
        if name in roles:
            return roles[name]
    raise LookupError(endpoint)


@cache
def takes_tokens(endpoint: str | None) -> bool:
    """Whether the tokens of users count at an endpoint, which may have one of its own."""
    own = {b.name for page in pages() if page.token_of_its_own for b in page.blueprints}
    return endpoint is None or endpoint.split(".")[0] not in own


def highest(given: Iterable[str], meaning: dict[str, Role]) -> Role | None:
    """The highest role that values of the provider's claim mean; None where none means any."""
    return max((meaning[value] for value in given if value in meaning), default=None)
