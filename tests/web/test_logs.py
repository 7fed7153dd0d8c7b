"""What the log says of requests and faults, and that it says nothing of persons."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.logs import Line, tell
from tests.web.jobs.conftest import end_all

CPR = "610190-1234"
HEADERS = (
    "Host", "Cookie", "Authorization", "Referer", "User-Agent", "Accept", "X-Request-Id",
    "X-Forwarded-For", "Accept-Language", "Content-Type", "Origin",
)  # fmt: skip
FORMS = (CPR, CPR.replace("-", ""), CPR.replace("-", " "))


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, as the server would write it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def client(hats: Law, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client whose jobs lie in a folder of the test."""
    app = create_app({"LAW": hats, "JOBS_FOLDER": tmp_path / "jobs"})
    yield app.test_client()
    end_all(app.extensions["jobs"]())


def events(lines: io.StringIO, name: str) -> list[dict[str, Any]]:
    """The events of one name."""
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    return [one for one in told if one["event"] == name]


def test_a_request_is_one_line_by_its_route(client: FlaskClient, lines: io.StringIO) -> None:
    answer = client.get("/da/provision/law/1900/1/par/1?utm_term=x")
    (told,) = events(lines, "request")
    assert told["route"] == "/<any(da, en):lang>/provision/<path:name>"
    assert (told["method"], told["status"], told["user"]) == ("GET", 200, None)
    assert told["request"] == answer.headers["X-Request-Id"]
    assert told["milliseconds"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", told["time"])


def test_an_id_is_made_here_and_not_taken_from_the_client(client: FlaskClient) -> None:
    ids = {client.get("/healthz", headers={"X-Request-Id": "x"}).headers["X-Request-Id"]
           for _ in range(3)}  # fmt: skip
    assert len(ids) == 3
    assert "x" not in ids


@pytest.mark.parametrize("cpr", FORMS)
def test_a_cpr_number_reaches_no_log_whatever_it_is_put_into(
    client: FlaskClient, lines: io.StringIO, cpr: str
) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/en/person").text)
    assert token
    sure = {"csrf_token": token[1]}
    client.get(f"/{cpr}")
    client.get(f"/en/term/{cpr}")
    client.get(f"/en/dataset/{cpr}")
    client.get("/en/law", query_string={cpr: cpr, "as_of": cpr, "format": cpr, "q": cpr})
    client.get("/en/search", query_string={"q": cpr})
    client.get("/en/search", query_string={"q": cpr * 50})
    client.get("/sparql", query_string={"query": f"SELECT * {{ ?s ?p '{cpr}' }}"})
    client.get("/sparql", query_string={"query": f"SELECT {cpr} {{", "default-graph-uri": cpr})
    client.get("/en/query", query_string={"query": f"ASK {{ <urn:{cpr}> ", "name": cpr})
    client.post("/en/query", data={**sure, "query": f"ASK {{ ?s ?p {cpr} }}", "as_of": cpr})
    client.post("/en/query/file", data={**sure, "query": cpr, "as_of": cpr, "format": cpr})
    for field in ("as_of", "age", "fact.age", "proposal", cpr):
        client.post("/en/person", data={**sure, "as_of": "1970-01-01", field: cpr})
    sent = {"file": (io.BytesIO(cpr.encode()), f"{cpr}.csv"), cpr: cpr}
    client.post("/en/dataset", data={**sent})
    strange = {**sure, "file": (io.BytesIO(cpr.encode()), f"{cpr}.csv"), "as_of": cpr}
    assert client.post("/en/dataset", data=strange).status_code == 400
    uploaded = {**sure, "file": (io.BytesIO(cpr.encode()), f"{cpr}.csv")}
    assert client.post("/en/dataset", data=uploaded).status_code == 303
    client.post("/en/proposals/assess", data={**sure, "text": cpr, "as_of": cpr, "dataset": cpr})
    client.post(f"/en/jobs/{cpr}/cancel", data=sure)
    client.open("/en/law", method=cpr.replace("-", "").replace(" ", ""))
    for name in HEADERS:
        client.get("/en/law", headers={name: cpr})
    client.set_cookie("session", cpr)
    client.set_cookie("lovgraf_owner", cpr)
    client.get("/en/dataset")
    digits = cpr.replace("-", "").replace(" ", "")
    said = lines.getvalue()
    assert len(events(lines, "request")) > 25
    assert digits not in re.sub(r"[-\s]", "", said)
    assert digits[:6] not in said


def test_a_fault_is_told_by_kind_and_place(client: FlaskClient, lines: io.StringIO) -> None:
    def fail() -> str:
        raise ValueError(f"the name is Jens Hansen, {CPR}")

    client.application.add_url_rule("/fail/<name>", view_func=fail)
    page = client.get("/fail/Jens%20Hansen")
    (fault,), (request,) = events(lines, "fault"), events(lines, "request")
    assert fault["request"] == request["request"] == page.headers["X-Request-Id"]
    assert fault["fault"].startswith("TypeError at ")
    assert request["route"] == "/fail/<name>"
    assert "Jens" not in lines.getvalue() + page.text


def test_other_packages_are_cut_down_to_where_they_spoke(lines: io.StringIO) -> None:
    log = logging.getLogger("some.package")
    log.error(f"cannot read Jens Hansen {CPR}")
    log.error("cannot read %s", f"Jens Hansen {CPR}")
    try:
        raise ValueError("Jens Hansen")
    except ValueError:
        log.exception("Jens Hansen failed")
    told = events(lines, "other")
    assert [one["logger"] for one in told] == ["some.package"] * 3
    assert told[0]["at"].startswith("test_logs:")
    assert told[1]["template"] == "cannot read %s"
    assert told[2]["fault"].startswith("ValueError at ")
    assert "Jens" not in lines.getvalue()


@pytest.mark.parametrize("cpr", FORMS)
def test_the_last_filter_takes_cpr_numbers_out_of_our_own_fields(
    lines: io.StringIO, cpr: str
) -> None:
    tell("event", field=f"x {cpr} y", number=3)
    (told,) = events(lines, "event")
    assert told["field"] == "x ######-#### y"
    assert told["number"] == 3


def test_refusals_are_events_of_security(client: FlaskClient, lines: io.StringIO) -> None:
    client.get("/da/law", headers={"Host": "evil.example"})
    client.get("/da/law", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    client.post("/da/person", data={})
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    kinds = [one["event"] for one in told if one["logger"] == "lovgraf.security"]
    assert kinds == ["other-host", "other-machine", "no-token"]
    assert "192.0.2.7" not in lines.getvalue()
    assert "evil" not in lines.getvalue()


def test_faults_of_threads_say_no_values(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import threading

    from lovgraf_web.logs import thread_failed

    monkeypatch.setattr(threading, "excepthook", thread_failed)

    def fail() -> None:
        raise KeyError(CPR)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    (fault,) = events(lines, "fault")
    assert fault["fault"].startswith("KeyError at ")
    assert CPR not in lines.getvalue() + capsys.readouterr().err
    assert sys.exc_info()[0] is None
