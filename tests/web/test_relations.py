"""The endpoint answers what takes everyone to be asked once it is worked out, and says so till."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from lovgraf.core.sandbox import Unready
from lovgraf.law import Law, load_graph
from lovgraf.query.data import relations_from
from lovgraf_web.app import create_app
from lovgraf_web.prepared import NotMade
from lovgraf_web.relating import Relating

BOUND = "ASK { <law/1900/1/par/1/norm/hat> core:mayBind <group/giants> }"
DAY = date(1970, 1, 1)


@pytest.fixture(scope="module")
def hats() -> Law:
    """The invented law of the pages' tests."""
    return Law(load_graph(files=[Path(__file__).parent / "law.ttl"]))


def test_the_endpoint_answers(hats: Law) -> None:
    client = create_app({"LAW": hats, "PREPARED_WAIT": 60.0}).test_client()
    answer = client.get("/sparql", query_string={"query": BOUND, "as_of": DAY.isoformat()})
    assert answer.status_code == 200
    assert b"true" in answer.data


def test_until_then_it_says_when_to_ask_again(hats: Law) -> None:
    app = create_app({"LAW": hats, "PREPARED_WAIT": 0.0})
    relating = app.extensions["relating"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relating._asked, "get", lambda *_: None)
        client = app.test_client()
        asked = {"query": BOUND, "as_of": DAY.isoformat()}
        answer = client.get("/sparql", query_string=asked, headers={"Accept-Language": "en"})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert b"being worked out" in answer.data
        other = client.get("/sparql", query_string={"query": "ASK {}"})
        assert other.status_code == 200, "other queries go on"


def test_a_lost_process_is_asked_anew(hats: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> bytes:
        raise NotMade

    relating = Relating(hats, 60.0)
    monkeypatch.setattr("lovgraf_web.relating._beside", lost)
    with pytest.raises(Unready):
        relating.of(DAY)
    monkeypatch.setattr("lovgraf_web.relating._beside", relations_from)
    assert b"mayBind" in relating.of(DAY)


def test_what_is_kept_is_read_without_another_process(
    law: Law, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Starting one takes seconds, which whoever asks first would wait for."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    monkeypatch.setattr("lovgraf_web.relating._beside", lambda *_: b"made")
    relating = Relating(law, 60.0)
    assert relating.of(date(2013, 1, 1)) == b"made"
    law.kept("relations", ("2014-12-01",), lambda: b"kept")
    assert relating.of(date(2014, 12, 1)) == b"kept"


def test_dates_are_made_ahead_when_the_server_has_run_for_a_while(
    law: Law, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    monkeypatch.setattr("lovgraf_web.relating._QUIET", 0.0)
    made, done = [], threading.Event()

    def beside(_law: Law, day: date, nice: int) -> bytes:
        made.append((day, nice))
        if len(made) == 1:
            raise EOFError
        done.set()
        return b"."

    monkeypatch.setattr("lovgraf_web.relating._beside", beside)
    days = [date(2014, 12, 1), date(2013, 1, 1)]
    Relating(law, 0.0).ahead(days)
    assert done.wait(30)
    assert [day for day, _ in made] == days
    assert {nice for _, nice in made} == {15}
