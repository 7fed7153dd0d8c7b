"""The pages of the menu, in its order; a page stands there once its endpoint is registered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, g, request, url_for

from lovgraf.core.terms import Text
from lovgraf_web.login.roles import needed
from lovgraf_web.texts import TEXTS


@dataclass(frozen=True)
class Place:
    """A page of the menu: its endpoint, and the key of its name among the pages' texts; `below` are
    the blueprints whose pages are part of it besides its own."""

    endpoint: str
    key: str
    below: tuple[str, ...] = ()

    def holds(self, blueprint: str) -> bool:
        """Whether the pages of a blueprint are part of it."""
        return blueprint in (self.endpoint.split(".")[0], *self.below)


MENU = (
    Place("overview.page", "overview"),
    Place("law.page", "law", ("search",)),
    Place("person.form", "person"),
    Place("dataset.page", "dataset", ("dataset_result",)),
    Place("proposals.page", "proposals", ("proposal_editor", "proposal_compare")),
    Place("query.page", "query", ("query_waiting",)),
    Place("ontology.page", "ontology"),
    Place("about.page", "about"),
)


@dataclass(frozen=True)
class Link:
    """A link of a menu or of the way to a page; `here` marks the part that one is in."""

    text: Text
    address: str
    here: bool = False


def menu() -> list[Link]:
    """The menu as links; the date goes along to every page."""
    own = (request.endpoint or "").split(".")[0]
    return [
        Link(TEXTS[place.key], to(place.endpoint), place.holds(own))
        for place in MENU
        if place.endpoint in current_app.view_functions and _may_open(place.endpoint)
    ]


def _may_open(endpoint: str) -> bool:
    """Whether the reader's role is enough for a page; all are open where nobody signs in."""
    if "login" not in current_app.extensions:
        return True
    role, user = needed(endpoint), g.get("user")
    return role is None or (user is not None and user.role >= role)


def to(endpoint: str, **values: object) -> str:
    """The address of a page in the reader's language and, where one was chosen, on that date."""
    found = {"lang": g.lang, "as_of": g.get("chosen_day")} | values
    return _address(request.script_root, endpoint, tuple(found.items()))


@lru_cache(maxsize=4096)
def _address(_root: str, endpoint: str, values: tuple[tuple[str, object], ...]) -> str:
    """An address below the root of the application: a page has many, and the same ones."""
    return url_for(endpoint, **dict(values))  # type: ignore[arg-type]
