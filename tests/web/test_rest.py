"""Another system does the whole way by a token, with a client made from the description alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.login.roles import Role
from lovgraf_web.login.tokens import Tokens
from tests.web.jobs.conftest import end_all
from tests.web.jobs.here import done_here

PEOPLE = b"id,birth_date,home_in_denmark,digital_post,exemption_ground\na,1980-05-01,true,false,0\n"


class Client:
    """Calls what `/openapi.json` describes, and holds each answer against it."""

    def __init__(self, site: Flask, token: str) -> None:
        self._schema = schemathesis.openapi.from_wsgi("/openapi.json", site)
        self._headers = {
            "Authorization": f"Bearer {token}", "Accept": "application/json",
            "Accept-Encoding": "identity", "Host": "127.0.0.1:8000",
        }  # fmt: skip

    def call(self, method: str, address: str, body: Any = None, **named: str) -> Any:
        """The answer to an operation; `named` are parts of the address and what follows it."""
        operation = self._schema[address][method]
        parts = {name: value for name, value in named.items() if f"{{{name}}}" in address}
        others = {name: value for name, value in named.items() if name not in parts}
        kind = next(iter(operation.body), None)
        more = {} if kind is None else {"body": body, "media_type": kind.media_type}
        case = operation.Case(path_parameters=parts, query=others, **more)
        answer = case.call(headers=self._headers)
        case.validate_response(answer)
        return answer


@pytest.fixture
def site(law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The pages over the shipped law."""
    monkeypatch.setenv("LOVGRAF_STATE", str(tmp_path / "state"))
    with done_here(law):
        found = create_app({"LAW": law, "JOBS_FOLDER": tmp_path / "jobs"})
        yield found
        end_all(found.extensions["jobs"]())


@pytest.fixture
def client(site: Flask, tmp_path: Path) -> Client:
    """A system that may see citizens and datasets."""
    return Client(site, Tokens(tmp_path / "state").new("archive", Role.CASEWORKER, 1)[1])


@pytest.mark.slow
def test_a_dataset_goes_up_and_its_result_comes_back(client: Client) -> None:
    up = client.call("POST", "/{lang}/dataset", {"file": PEOPLE}, lang="en", as_of="2014-12-01")
    job = up.headers["location"][0].split("?")[0].rpartition("/")[2]
    state = client.call("GET", "/{lang}/jobs/{job}.json", lang="en", job=job).json()
    assert state["state"] == "done"
    columns = client.call("GET", "/{lang}/dataset/{job}", lang="en", job=job, format="json").json()
    named = {f"column-{n}": one["column"] for n, one in enumerate(columns["columns"])}
    sent = {"as_of": "2014-12-01", "type": "person", **named}
    client.call("POST", "/{lang}/dataset/{job}/start", sent, lang="en", job=job)
    found = client.call("GET", "/{lang}/dataset/{job}/result", lang="en", job=job, format="json")
    report = found.json()
    assert report["records"] == 1
    assert any(norm["verdicts"].get("breached") for norm in report["norms"])


def test_a_question_and_a_person(client: Client) -> None:
    sent = {"facts": {"birth_date": "1980-05-01"}, "as_of": "2014-12-01"}
    slug = "digital-post-person"
    answer = client.call("POST", "/api/ask/{slug}", sent, slug=slug).json()
    assert (answer["question"], answer["as_of"]) == (slug, "2014-12-01")
    wrong = client.call("POST", "/api/ask/{slug}", sent, slug="no-such")
    assert wrong.headers["content-type"] == ["application/problem+json"]
    assert wrong.json()["status"] == wrong.status_code


def test_a_role_that_is_not_enough_is_told(client: Client) -> None:
    answer = client.call("GET", "/{lang}/proposals", lang="en", format="json")
    assert answer.status_code == 403
    assert answer.json()["title"] == "Forbidden"


def test_the_description_shows_what_is_sent(client: Client) -> None:
    """Examples that the operations take as they stand."""
    schema = client._schema["/api/ask/{slug}"]["POST"].definition.raw
    (example,) = schema["requestBody"]["content"]["application/json"]["schema"]["examples"]
    assert (
        client.call("POST", "/api/ask/{slug}", example, slug="digital-post-person").status_code
        == 200
    )
