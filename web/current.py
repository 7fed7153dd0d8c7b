"""The law that the running application serves."""

from __future__ import annotations

from datetime import date

from flask import current_app

from checker.law import Law, LawView
from checker.law.search import Search
from checker.query.run import Engine
from web.lanes import Lanes
from web.standings import Standings


def law() -> Law:
    """The law at all times."""
    loaded: Law = current_app.extensions["law"]
    return loaded


def law_at(as_of: date) -> LawView:
    """The law in force on a date, kept for the dates asked for last."""
    view: LawView = current_app.extensions["law-at"](as_of)
    return view


def engine() -> Engine:
    """The engine of queries, made for the first one."""
    found: Engine = current_app.extensions["query-engine"]()
    return found


def lanes() -> Lanes:
    """The places for queries."""
    found: Lanes = current_app.extensions["query-lanes"]
    return found


def standings() -> Standings:
    """Where groups stand, as far as it is known."""
    found: Standings = current_app.extensions["standings"]
    return found


def search() -> Search:
    """The index of the law."""
    found: Search = current_app.extensions["search"]
    return found
