"""The pages of the menu, in its order; a page stands there once its endpoint is registered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from flask import current_app, g, request, url_for

from lovgraf.core.terms import Text
from lovgraf_web.login.roles import needed
from lovgraf_web.page import Menu
from lovgraf_web.pages import by_folder
from lovgraf_web.texts import TEXTS

DEVELOPERS = "developers"
"""The folder of pages below which the others for developers stand."""


@cache
def _places() -> list[tuple[Menu, frozenset[str]]]:
    """The places of the menu in order, each with the blueprints that are part of it."""
    found = by_folder()
    places = [(page.menu, name) for name, page in found.items() if page.menu]
    return [
        (
            menu,
            frozenset(
                blueprint.name
                for folder, page in found.items()
                if name in (folder, page.under)
                for blueprint in page.blueprints
            ),
        )
        for menu, name in sorted(places, key=lambda one: one[0].number)
    ]


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
        Link(TEXTS[place.key], to(place.endpoint), own in parts)
        for place, parts in _places()
        if place.endpoint in current_app.view_functions and may_open(place.endpoint)
    ]


def for_developers() -> bool:
    """Whether the page at hand is one of those for developers, which alone speak of data forms."""
    own = (request.endpoint or "").split(".")[0]
    return any(
        blueprint.name == own
        for folder, page in by_folder().items()
        if DEVELOPERS in (folder, page.under)
        for blueprint in page.blueprints
    )


def may_open(endpoint: str) -> bool:
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
