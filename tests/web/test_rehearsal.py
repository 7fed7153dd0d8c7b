"""Explaining invented people while nobody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask

from lovgraf.engine.in_memory import Record
from lovgraf.explain import Explainer, Explanation
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.pages.person.people import people
from lovgraf_web.rehearsal import Rehearsal, half_filled
from lovgraf_web.warm import practise
from tests.examples import WHOLE
from tests.processes import no_thread

HATS = [{"wears_hat": "true", "head_size": "61", "unheard_of": "1"}, {"unheard_of": "1"}]
DAY = date(1950, 1, 1)


class Watched(Explainer):
    """Keeps what it is asked."""

    def __init__(self, law: Law) -> None:
        super().__init__(law.at(DAY))
        self.asked: list[Record] = []

    def tell(self, record: Record, **_: Any) -> Explanation:
        """Note the record."""
        self.asked.append(record)
        return super().tell(record)


def test_people_are_half_filled_with_what_the_law_knows(hats: Law) -> None:
    records = list(half_filled(HATS, hats.facts.on(DAY), "person", 40))
    names = [{iri.rpartition("#")[2] for iri in record} for record in records]
    assert len(records) == 40
    assert {"wearsHat", "headSize"} in names
    assert {"wearsHat"} in names
    assert all(0 < len(some) <= 2 for some in names)
    assert records == list(half_filled(HATS, hats.facts.on(DAY), "person", 40))


def test_nobody_is_left_where_the_law_knows_no_column(hats: Law) -> None:
    assert not list(half_filled([{"unheard_of": "1"}], hats.facts.on(DAY), "person", 40))


def test_an_explainer_is_rehearsed_with_once(hats: Law) -> None:
    explainer, lock = Watched(hats), threading.Lock()
    rehearsal = Rehearsal(HATS, 5)
    rehearsal.begin(explainer, lock)
    rehearsal.join()
    rehearsal.begin(explainer, lock)
    rehearsal.join()
    assert explainer.asked == list(half_filled(HATS, hats.facts.on(DAY), "person", 5))


def test_readers_go_first(hats: Law, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    explainer = Watched(hats)
    rehearsal = Rehearsal(HATS, 3)
    monkeypatch.setattr(app, "wsgi_app", rehearsal.watched(app.wsgi_app))

    @app.get("/asked")
    def asked() -> str:
        rehearsal.begin(explainer, threading.Lock())
        time.sleep(0.3)
        return str(len(explainer.asked))

    assert app.test_client().get("/asked").text == "0"
    rehearsal.join()
    assert len(explainer.asked) == 3


def test_a_date_that_is_asked_about_no_more_is_let_go_of(
    hats: Law, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsal = Rehearsal(HATS, 1_000_000_000)
    monkeypatch.setattr(app, "wsgi_app", rehearsal.watched(app.wsgi_app))

    @app.get("/asked")
    def asked() -> str:
        rehearsal.begin(Watched(hats), threading.Lock())
        return ""

    assert app.test_client().get("/asked").status_code == 200
    rehearsal.join()


def test_a_request_that_fails_is_waited_for_no_longer(
    hats: Law, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsal = Rehearsal(HATS, 2)
    monkeypatch.setattr(app, "wsgi_app", rehearsal.watched(app.wsgi_app))
    for address in ("/nowhere", "/en/person?as_of=never"):
        assert app.test_client().get(address).status_code >= 400
    explainer = Watched(hats)
    rehearsal.begin(explainer, threading.Lock())
    rehearsal.join()
    assert len(explainer.asked) == 2


def test_law_that_cannot_be_read_ends_it(hats: Law) -> None:
    class Broken(Watched):
        def tell(self, record: Record, **_: Any) -> Explanation:
            super().tell(record)
            from lovgraf.core.errors import InputError

            raise InputError("nej", "no")

    explainer = Broken(hats)
    rehearsal = Rehearsal(HATS, 3)
    rehearsal.begin(explainer, threading.Lock())
    rehearsal.join()
    assert len(explainer.asked) == 1


def test_what_could_not_be_begun_is_begun_with_the_next(
    hats: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsal, first, second = Rehearsal(HATS, 1), Watched(hats), Watched(hats)
    with monkeypatch.context() as short_of_memory:
        short_of_memory.setattr(threading.Thread, "start", no_thread)
        rehearsal.begin(first, threading.Lock())
    rehearsal.begin(second, threading.Lock())
    rehearsal.join()
    assert len(first.asked) == len(second.asked) == 1


@pytest.mark.parametrize("config", [{}, {"REHEARSE": True}])
def test_a_reader_begins_it_where_it_is_configured(
    hats: Law, config: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(Rehearsal, "_work", lambda self: begun.append(self))
    app: Flask = create_app({"LAW": hats, **config})
    assert app.test_client().get("/en/person?as_of=1950-01-01").status_code == 200
    app.extensions["rehearsal"].join()
    assert len(begun) == len(config)


def test_practice_makes_what_queries_need(hats: Law) -> None:
    app = create_app({"LAW": hats})
    assert not app.extensions["query-engine"].made
    practise(app)
    assert app.extensions["query-engine"].made


def test_what_was_rehearsed_changes_no_explanation(law: Law) -> None:
    rehearsed, plain = (Explainer(law.at(date(2014, 12, 1))) for _ in range(2))
    rehearsal = Rehearsal([one.facts for one in people()], 5 if WHOLE else 2)
    rehearsal.begin(rehearsed, threading.Lock())
    rehearsal.join()
    facts, most = law.facts.on(date(2014, 12, 1)), 3 if WHOLE else 1
    for record in half_filled([people()[0].facts], facts, "person", most):
        assert rehearsed.explain(record) == plain.explain(record)
