"""A folder of pages, as it tells of itself: addresses, role, place in the menu, description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint

from lovgraf_web.api.operations import Path
from lovgraf_web.login.roles import Role


@dataclass(frozen=True)
class Menu:
    """A place in the menu: the lower number first; an endpoint, and the key of its name among the
    pages' texts."""

    number: int
    endpoint: str
    key: str


@dataclass(frozen=True)
class Page:
    """What a folder of `lovgraf_web/pages` offers.

    `role` is who may come, nobody being asked to sign in where it is None; `open_to_all` are
    endpoints for which that holds although the others ask for a role. `under` is the folder in
    whose place of the menu it stands, where it has none of its own. `part` is its place on the page
    for developers, which says what it is by the text KEY-about too. `described` gives the paths of
    the description in OpenAPI. With a `token_of_its_own` the tokens of users mean nothing there.
    """

    blueprints: tuple[Blueprint, ...]
    role: Role | None
    menu: Menu | None = None
    under: str | None = None
    part: Menu | None = None
    open_to_all: frozenset[str] = frozenset()
    described: Callable[[], dict[str, Path]] = field(default=dict)
    token_of_its_own: bool = False
