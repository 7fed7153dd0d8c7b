"""The children that answer queries: when one is used again, when it is ended, what is held."""

from __future__ import annotations

import math
import os
import signal
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.fork_server.process import Process
from lovgraf.core.sandbox import Crashed, Limits, TimedOut
from lovgraf.law import Law, load_graph
from lovgraf.query import pool
from lovgraf.query.data import QueryData
from lovgraf.query.run import Engine
from tests.processes import below, of_queries, runs, soon

DAY = date(2014, 12, 1)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SHORT = Limits(seconds=0.5)
SMALL = (
    """@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/lovgraf/law/1> a core:Act ; rdfs:label 'x'@da .
<https://w3id.org/lovgraf/x> rdfs:label """
    + " , ".join(f"'{n}'" for n in range(300))
    + " ."
)


def over_little(folder: Path) -> Engine:
    """An engine over next to nothing, with processes of its own."""
    file = folder / "law.ttl"
    file.write_text(SMALL, encoding="utf-8")
    return Engine(QueryData(Law(load_graph(files=[file]))))


@pytest.fixture
def small(tmp_path: Path) -> Engine:
    """The same, for one test."""
    return over_little(tmp_path)


def _made(engine: Engine, *queries: str, day: date = DAY) -> set[int]:
    """Which processes some queries have left running that did not run before."""
    before = of_queries(engine)
    for text in queries:
        with suppress(InputError):
            engine.run(text, day)
    return of_queries(engine) - before


def test_one_child_answers_again_and_again(small: Engine) -> None:
    made = _made(small, "ASK {}")
    assert len(made) >= 2  # one that holds the law of the date, one that answered
    assert _made(small, "SELECT * { ?s ?p ?o }", "DESCRIBE <x>") == set()
    assert _made(small, "ASK {", "SELECT * FROM <http://x/> {}") == set()
    assert all(map(runs, made))


@pytest.mark.slow
def test_a_child_that_gave_no_answer_is_not_used_again(small: Engine) -> None:
    hurried = Engine(small.data, SHORT)
    hurried.run("ASK {}", DAY)
    before = of_queries(small)
    with pytest.raises(TimedOut):
        hurried.run(ENDLESS, DAY)
    assert len(before - of_queries(small)) == 1
    assert b"true" in small.run("ASK {}", DAY).content


def _leaves(engine: Engine) -> set[int]:
    return {pid for pid in of_queries(engine) if not below(pid)}


@pytest.mark.parametrize(("worked", "left"), [(0.0, 0), (1.0, 1)])
def test_one_that_worked_beyond_patience_is_not_used_again_but_one_that_only_waited_is(
    small: Engine, monkeypatch: pytest.MonkeyPatch, worked: float, left: int
) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f) }"
    small.run("ASK {}", DAY)
    before = of_queries(small)
    clock = count(0.0, worked)
    monkeypatch.setattr(Process, "processor", lambda _: next(clock))
    asked: list[int] = []

    def over(pid: int, spent: float) -> float:
        assert spent == worked
        asked.append(pid)
        return math.inf

    small.run(text, DAY, patience=0.001, overtime=over)
    assert len(asked) == 1
    assert len(before - of_queries(small)) == left
    assert before - of_queries(small) <= set(asked)


def test_a_child_is_ended_after_many_answers(
    small: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ANSWERS", 3)
    (child,) = _made(small, "ASK {}") & _leaves(small)
    small.run("ASK {}", DAY)
    assert runs(child)
    small.run("ASK {}", DAY)
    assert not runs(child)
    small.run("ASK {}", DAY)


def test_the_law_of_a_few_dates_is_held(small: Engine) -> None:
    before = of_queries(small)
    days = [date(2014, month, 1) for month in range(1, 13)]
    for day in (*days, days[-2]):
        small.run("ASK {}", day)
    assert small.data.pool.held() == [
        (day,) for day in (*days[-pool.KEPT : -2], days[-1], days[-2])
    ]
    most = 1 + pool.KEPT + pool.IDLE
    assert soon(lambda: len(of_queries(small) - before) <= most)


def test_few_children_wait(small: Engine) -> None:
    small.run("ASK {}", DAY)
    before = of_queries(small)
    args = "SELECT * { ?s ?p ?o }", DAY
    threads = [Thread(target=small.run, args=args, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    assert len(of_queries(small)) < len(before) + pool.IDLE


def test_processes_that_were_killed_are_made_anew(small: Engine) -> None:
    made = _made(small, "ASK {}")
    for pid in (max(made), min(made)):
        os.kill(pid, signal.SIGKILL)
        answers = 0
        for _ in range(3):
            with suppress(Crashed):
                answers += b"true" in small.run("ASK {}", DAY).content
        assert answers >= 1
        assert b"true" in small.run("ASK {}", DAY).content


def test_nothing_is_left_of_an_engine_that_is_forgotten(tmp_path: Path) -> None:
    engine = over_little(tmp_path)
    made = _made(engine, "ASK {}")
    del engine
    assert soon(lambda: not any(map(runs, made)))
