"""Each call that docs/rest.md shows is made, as it stands there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.login.roles import Role
from lovgraf_web.login.tokens import Tokens
from tests.examples import WHOLE
from tests.places import ROOT
from tests.web.at_hand import at_hand
from tests.web.jobs.conftest import end_all
from tests.web.jobs.here import done_here
from tests.web.test_rest import PEOPLE

CALLS = re.findall(r"`(curl [^`]+)`", (ROOT / "docs" / "rest.md").read_text("utf-8"))
FILES = {
    "persons.csv": PEOPLE,
    "proposal.ttl": b"<x> a <https://w3id.org/lovgraf/core#Proposal> .",
}


class Curl:
    """Makes calls as `curl` would, against a site at hand."""

    def __init__(self, site: Flask, token: str) -> None:
        self._client = site.test_client()
        auth = f"Authorization: Bearer {token}"
        self._named = {"site": "/en", "auth": auth, "json": "Accept: application/json"}
        self.job = ""

    def __call__(self, call: str) -> TestResponse:
        words = iter(shlex.split(self.written_out(call))[1:])
        headers, form, sent, address = {"Accept-Encoding": "identity"}, dict[str, Any](), "", ""
        for word in words:
            if word == "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            elif word == "-F":
                name, _, value = next(words).partition("=")
                form[name] = self._file(value[1:]) if value.startswith("@") else value
            elif word == "--json":
                sent = next(words)
                headers |= {"Content-Type": "application/json", "Accept": "application/json"}
            elif not word.startswith("-"):
                address = word.removeprefix("http://127.0.0.1:8000")
        more: dict[str, Any] = {"data": form or sent or None}
        if form:
            more["content_type"] = "multipart/form-data"
        method = self._client.post if form or sent else self._client.get
        answer = method(address, headers=headers, **more)
        if answer.status_code == 303 and "/dataset" in address:
            self.job = answer.headers["Location"].split("?")[0].rpartition("/")[2] or self.job
        return answer

    def written_out(self, call: str) -> str:
        """A call with the job's id and what is named put in once: a token may hold any letters."""
        named = self._named | {"JOB": self.job}
        return re.sub(r"\$(\w+)|\bJOB\b", lambda found: named[found[1] or found[0]], call)

    def _file(self, name: str) -> tuple[Any, str]:
        from io import BytesIO

        return BytesIO(FILES.get(name) or (ROOT / name).read_bytes()), Path(name).name


class Then(date):
    """Days of which the one that is today is that of the other tests, which find much of what is
    answered on it."""

    @classmethod
    def today(cls) -> Then:
        """That day."""
        return cls(2014, 12, 1)


@pytest.fixture
def curl(law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Curl]:
    monkeypatch.setenv("LOVGRAF_STATE", str(tmp_path / "state"))
    if not WHOLE:
        for module in ("address", "api.sent", "pages.api_ask.view", "pages.person.view"):
            monkeypatch.setattr(f"lovgraf_web.{module}.date", Then)
    with done_here(law):
        site = at_hand(create_app({"LAW": law, "JOBS_FOLDER": tmp_path / "jobs"}))
        yield Curl(site, Tokens(tmp_path / "state").new("archive", Role.DRAFTER, 1)[1])
        end_all(site.extensions["jobs"]())


@pytest.mark.slow
def test_every_call_of_the_document_is_answered(curl: Curl) -> None:
    assert len(CALLS) >= 8
    for call in CALLS:
        answer = curl(call)
        assert answer.status_code in (200, 303), (call, answer.get_data(as_text=True)[:300])


def test_a_token_stays_as_it_is_whatever_letters_it_holds() -> None:
    curl = Curl(Flask(__name__), "lovgraf_aJOBb-JOB-$site")
    assert "lovgraf_aJOBb-JOB-$site" in curl.written_out('curl -H "$auth" "$site/dataset/JOB"')


PERSON = 'curl -s -H "$auth" -H "$json" -F birth_date=1980-05-01 "$site/person"'
QUESTION = PERSON.replace("person", "citizen/digital-post-person")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "said"),
    [
        (PERSON + " -F presume=zzz", "presume: write none"),
        (PERSON + " -F act=law/0000/1", "act: write"),
        (PERSON + " -F birthdate=1980-05-01", "birth_date"),
        (PERSON + " -F birthdat=", "birth_date"),
        (PERSON + " -F as_of=2014-13-01", "as_of: There is no such day"),
        (PERSON + " -F as_of=soon", "as_of: Write the date"),
        (PERSON.replace('person"', 'person?as_of=2014-12-01"'), "There may be: format"),
        (QUESTION + " -F birth_dat=1980-05-01", "birth_date"),
        (QUESTION + " -F as_of=2014-13-01", "as_of: There is no such day"),
        (QUESTION + " -F asked=birth_dat", "birth_date"),
        (QUESTION.replace('person"', 'person?day=2014-12-01"'), "does not know"),
        ('curl -s -H "$auth" -H "$json" -F txt=x "$site/proposals/assess"', "text"),
    ],
)
def test_nothing_that_a_program_sends_is_passed_over(curl: Curl, call: str, said: str) -> None:
    answer = curl(call)
    assert answer.status_code == 400, answer.get_data(as_text=True)[:300]
    assert answer.content_type == "application/problem+json"
    assert said in answer.get_json()["error"]["en"]


@pytest.mark.slow
def test_without_a_day_it_is_today_and_twice_is_refused(curl: Curl) -> None:
    assert curl(PERSON).status_code == curl(QUESTION).status_code == 200
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    name, _, value = curl._named["auth"].partition(": ")
    for address in ("/en/person", "/en/citizen/digital-post-person"):
        sent = {"birth_date": "1980-05-01", "as_of": ["2014-12-01", "2024-06-01"]}
        answer = curl._client.post(address, data=sent, headers={**headers, name: value})
        assert answer.status_code == 400
        assert "'as_of' was sent more than once" in answer.get_json()["error"]["en"]
        twice = {"birth_date": ["1980-05-01", "1981-05-01"]}
        answer = curl._client.post(address, data=twice, headers={**headers, name: value})
        assert "'birth_date' was sent more than once" in answer.get_json()["error"]["en"]
