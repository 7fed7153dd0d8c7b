"""The numbers for Prometheus: right, without anything that a user chose, and not for everybody."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.jobs import folders
from lovgraf_web.jobs.service import Jobs
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.login.settings import LoginSettings
from lovgraf_web.metrics import SHARED, TOKEN, metrics_token, shared
from tests.web.jobs.conftest import ME

LAW_ROUTE = "/<any(da, en):lang>/law"
Labels = frozenset[tuple[str, str]]


def numbers(client: FlaskClient, **headers: str) -> dict[tuple[str, Labels], float]:
    """Every sample by name and labels."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def one(found: dict[tuple[str, Labels], float], name: str, **labels: str) -> float:
    """One number; 0 where it is not there."""
    return found.get((name, frozenset(labels.items())), 0.0)


def test_requests_are_counted_by_route_method_and_status(client: FlaskClient) -> None:
    for _ in range(3):
        client.get("/da/law?utm_term=Jens")
    client.get("/da/law?as_of=yesterday")
    client.get("/Jens")
    client.open("/da/law", method="JENS")
    found = numbers(client)
    total = "lovgraf_http_requests_total"
    assert one(found, total, method="GET", route=LAW_ROUTE, status="200") == 3
    assert one(found, total, method="GET", route=LAW_ROUTE, status="400") == 1
    assert one(found, total, method="GET", route="none", status="404") == 1
    assert one(found, total, method="other", route="none", status="405") == 1
    assert one(found, "lovgraf_http_request_seconds_count", method="GET", route=LAW_ROUTE) == 4
    assert "jens" not in str(found).lower()


def test_no_label_is_chosen_by_a_user(client: FlaskClient) -> None:
    """However many addresses are asked for, there are no more numbers than routes."""
    client.get("/en/term/a")
    client.get("/nowhere")
    client.get("/metrics")
    before = set(numbers(client))
    for n in range(20):
        client.get(f"/en/term/x{n}?utm_{n}=1")
        client.get(f"/nowhere/{n}", headers={"Accept": f"x/{n}"})
    assert set(numbers(client)) == before


def test_security_events_queries_and_caches(client: FlaskClient) -> None:
    client.get("/da/law", headers={"Host": "evil.example"})
    client.post("/da/person", data={})
    client.get("/sparql", query_string={"query": "ASK {}"})
    client.get("/sparql", query_string={"query": "ASK {"})
    client.get("/en/law?as_of=1970-01-01")
    found = numbers(client)
    assert one(found, "lovgraf_security_events_total", kind="other-host") == 1
    assert one(found, "lovgraf_security_events_total", kind="no-token") == 1
    assert one(found, "lovgraf_query_children", state="waiting") == 1
    assert one(found, "lovgraf_query_children", state="answering") == 0
    assert one(found, "lovgraf_cache_entries", cache="query-dates") == 1
    assert one(found, "lovgraf_cache_entries", cache="law-at") >= 1


def test_jobs_are_counted_by_state_and_by_how_they_ended(hats: Law, tmp_path: Path) -> None:
    client = create_app({"LAW": hats, "JOBS_FOLDER": tmp_path / "jobs"}).test_client()
    assert one(numbers(client), "lovgraf_jobs", state="queued") == 0
    jobs = Jobs(tmp_path / "jobs", Settings())  # no keeper looks after these
    with jobs.store.open() as base:
        for n in range(3):
            base.execute(
                "INSERT INTO jobs (id, owner, kind, state, created, queued) "
                "VALUES (?, ?, 'dataset-check', 'queued', 0, 0)", [str(n), ME],
            )  # fmt: skip
        jobs.store.started(base, "0", 1)
        jobs.store.started(base, "1", 1)
    jobs.store.ended("0", "lost", 9)
    jobs.store.ended("0", "done", 9)
    found = numbers(client)
    assert one(found, "lovgraf_jobs", state="lost") == 1
    assert one(found, "lovgraf_jobs", state="running") == 1
    assert one(found, "lovgraf_jobs", state="queued") == 1
    jobs.store.forget("0")
    found = numbers(client)
    assert one(found, "lovgraf_jobs", state="lost") == 0
    assert one(found, "lovgraf_jobs_ended_total", kind="dataset-check", state="lost") == 1
    assert one(found, "lovgraf_jobs_ended_total", kind="dataset-check", state="done") == 0
    assert ME not in str(found)


@pytest.fixture
def behind_login(
    hats: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | None], Flask]:
    monkeypatch.setenv("LOVGRAF_STATE", str(tmp_path))
    login = LoginSettings("https://lovgraf.example", "https://id.example", "lovgraf", "secret")

    def make(token: str | None) -> Flask:
        return create_app({"LAW": hats, "LOGIN": login, "METRICS_TOKEN": token})

    return make


def test_where_people_sign_in_the_numbers_take_a_token(
    behind_login: Callable[[str | None], Flask],
) -> None:
    host, token = {"Host": "lovgraf.example"}, "t" * 32
    client = behind_login(token).test_client()
    for said in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {token}"},
                 {"Authorization": "Bearer "}, {"Authorization": token}):  # fmt: skip
        assert client.get("/metrics", headers={**host, **said}).status_code == 404
    assert numbers(client, **host, Authorization=f"Bearer {token}")
    none = behind_login(None).test_client()
    for given in ("Bearer None", "Bearer ", ""):
        answer = none.get("/metrics", headers={**host, "Authorization": given})
        assert answer.status_code == 404


def test_the_token_is_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN, raising=False)
    assert metrics_token() is None
    monkeypatch.setenv(TOKEN, "short")
    with pytest.raises(InputError, match="at least 32"):
        metrics_token()


def test_the_shared_folder_goes_with_its_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SHARED, raising=False)
    left, alive = tmp_path / "metrics" / "left", tmp_path / "metrics" / "alive"
    for folder in (left, alive):
        folder.mkdir(parents=True)
    other = folders.lock(alive / folders.ALIVE)
    assert other is not None
    with shared(tmp_path):
        own = Path(os.environ[SHARED])
        assert own.stat().st_mode & 0o077 == 0
        assert not left.exists()
        assert alive.exists()
    os.close(other)
    assert not own.exists()
    assert SHARED not in os.environ
