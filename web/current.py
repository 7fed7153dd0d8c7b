"""The law that the running application serves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TypeVar

from flask import Flask, current_app

from lovgraf.explain import Explanation
from lovgraf.law import Law, LawView
from lovgraf.law.search import Search
from lovgraf.query.run import Engine
from lovgraf.readers.single import read_pairs
from lovgraf_web.answering import Answering
from lovgraf_web.lanes import Lanes
from lovgraf_web.prepared import Prepared
from lovgraf_web.rehearsal import Rehearsal
from lovgraf_web.running import Running
from lovgraf_web.standings import Standings

T = TypeVar("T")


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


def running() -> Running:
    """The queries that take a while."""
    found: Running = current_app.extensions["queries"]
    return found


def standings() -> Standings:
    """Where groups stand, as far as it is known."""
    found: Standings = current_app.extensions["standings"]
    return found


def answering() -> Answering:
    """What answers questions."""
    found: Answering = current_app.extensions["answering"]
    return found


def prepared(key: tuple[object, ...], make: Callable[[], T], wait: bool = True) -> T | None:
    """What takes long and depends on the law and a date alone, None while it is being made; what
    nobody waits for yet holds up none of it."""
    found: Prepared = current_app.extensions["prepared" if wait else "ahead"]
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def made() -> T:
        with app.app_context():
            return make()

    seconds = app.config["PREPARED_WAIT"] if wait else 0.0
    return found.get(key, made, seconds)


def search() -> Search:
    """The index of the law."""
    found: Search = current_app.extensions["search"]
    return found


def explained(
    pairs: Iterable[str],
    as_of: date,
    record_type: str,
    *,
    turns: bool = True,
    without: Collection[str] = (),
    under: Law | None = None,
) -> Explanation:
    """One record given as `KEY=VALUE` pairs, explained by the law of a date (or by another law);
    verdicts `without` reasons get no tree, and the trees of others leave the values of facts blank.

    What a date needs is prepared once and kept for the dates asked for last. Raises `InputError`
    for a pair that cannot be read.
    """
    base = under or law()
    record = read_pairs(pairs, base.at(as_of).facts_of_day, record_type)
    explainer, lock = current_app.extensions["explainers"](base, as_of, record_type)
    rehearsal: Rehearsal = current_app.extensions["rehearsal"]
    with lock:
        found: Explanation = explainer.tell(record, turns=turns, without=without)
    rehearsal.begin(explainer, lock)
    return found
