"""Another system does the whole way by a token, with a client made from the description alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.login.roles import Role
from lovgraf_web.login.tokens import Tokens
from tests.web.at_hand import at_hand
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
        found = at_hand(create_app({"LAW": law, "JOBS_FOLDER": tmp_path / "jobs"}))
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


BANK = "Nr;Født;Post\n" + "".join(
    f"{n};01-02-19{n};{'H' if n % 2 else 'M'}\n" for n in range(50, 60)
)
MAPPING = {
    "@context": ["http://www.w3.org/ns/csvw", {"lovgraf": "https://w3id.org/lovgraf/core#"}],
    "url": "bank.csv", "lovgraf:recordType": "person",
    "tableSchema": {"columns": [
        {"titles": "Nr", "name": "id"}, {"titles": "Født", "name": "birth_date"},
        {"titles": "Post", "name": "digital_post",
         "lovgraf:codes": {"H": "true", "M": "false"}},
    ]},
}  # fmt: skip


def job_of(answer: Any) -> str:
    where: str = answer.headers["location"][0]
    return where.split("?")[0].rpartition("/")[2]


@pytest.mark.slow
def test_a_mapping_comes_with_the_file_and_the_report_goes_out(client: Client) -> None:
    body = {"file": BANK.encode(), "metadata": json.dumps(MAPPING).encode()}
    up = client.call("POST", "/{lang}/dataset", body, lang="en", as_of="2014-12-01")
    job = job_of(up)
    result = client.call("GET", "/{lang}/dataset/{job}/result", lang="en", job=job, format="json")
    found = result.json()
    assert found["records"] == 10
    assert not [flaw for flaw in found["record_quality"] if flaw["code"] == "unreadable"]
    report = client.call(
        "GET", "/{lang}/dataset/{job}/report/{format}", lang="en", job=job, format="csv"
    )
    assert report.headers["content-type"][0].startswith("text/csv")


@pytest.mark.slow
def test_words_of_a_column_can_be_told_apart_and_sent(client: Client) -> None:
    up = client.call("POST", "/{lang}/dataset", {"file": BANK.encode()}, lang="en",
                     as_of="2014-12-01")  # fmt: skip
    job = job_of(up)
    told = client.call("GET", "/{lang}/dataset/{job}", lang="en", job=job, format="json").json()
    assert told["rows"] == 10
    assert [one["field"] for one in told["columns"]] == ["column-0", "column-1", "column-2"]
    fields = {"column-0": "id", "column-1": "birth_date", "column-2": "digital_post"}
    sent = {"as_of": "2014-12-01", "type": "person", **fields}
    client.call("POST", "/{lang}/dataset/{job}/start", sent, lang="en", job=job)


@pytest.mark.slow
def test_no_message_names_an_option_of_the_command_line(client: Client, site: Flask) -> None:
    from lovgraf_web.pages.dataset.work import without_options

    lost = InputError(
        "Lav en mapping med lovgraf map FIL --output M.json, skriv i den, hvad der står under "
        "'PEP' (name i stedet for suppressOutput), og læs filen med --mapping M.json; "
        "eller ret filen, eller se bort fra kolonnen: --accept-unread 'PEP'.",
        "Make a mapping by lovgraf map FILE --output M.json, write into it what is under 'PEP' "
        "(name in place of suppressOutput), and read the file with --mapping "
        "M.json; or correct the file, or pass the column over: --accept-unread 'PEP'.",
    )
    said = InputError(
        "Skriv kommandoen igen, og sig, hvad den er, med --column 'PEP=a'; og med --column 'X=b' "
        "eller --column 'X=c' (eller i en mapping, som lovgraf map laver); eller ret filen, eller "
        "se bort fra kolonnen: --accept-unread 'PEP' "
        "--accept-unread 'X'.",
        "Write the command again, and say what it is, with --column 'PEP=a'; and with --column "
        "'X=b', --column 'X=d' or --column 'X=c' (or in a mapping, which lovgraf map makes); or "
        "correct the file, or pass the column over: "
        "--accept-unread 'PEP' --accept-unread 'X'.",
    )
    assert without_options(said.message.da).startswith("Vælg kolonnerne igen")
    assert without_options(said.message.en).startswith("Choose the columns again")
    assert "--" not in without_options(said.message.da + said.message.en)
    for text in (lost.message.da, lost.message.en, "Describe the paths in a mapping (--mapping; "
                 "lovgraf map FILE proposes one)."):  # fmt: skip
        assert "--" not in without_options(text)
        assert "suppressOutput" not in without_options(text)
        assert "metadata" in without_options(text)
    left = "Correct the file, or pass the column over: --accept-unread \"O'X\" --accept-unread 'b'."
    assert without_options(left, {"O'X": "column-3", "b": "column-4"}).endswith(
        "leave the column out (in programs: column-3=-, column-4=-)."
    )
    assert without_options(left).endswith("leave the column out in the metadata (suppressOutput).")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", BANK)
    up = client.call("POST", "/{lang}/dataset", {"file": packed.getvalue()}, lang="en")
    job = job_of(up)
    state = client.call("GET", "/{lang}/jobs/{job}.json", lang="en", job=job).json()
    assert "archive" in state["text"]["en"]


def test_too_many_is_told_with_when_to_come_again(site: Flask, tmp_path: Path) -> None:
    site.extensions["jobs"]().settings = replace(site.extensions["jobs"]().settings, kept=0)
    token = Tokens(tmp_path / "state").new("busy", Role.CASEWORKER, 1)[1]
    answer = site.test_client().post(
        "/en/dataset", headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        data={"file": (io.BytesIO(BANK.encode()), "bank.csv")},
    )  # fmt: skip
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers.get("Connection") != "close"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"metadata": (io.BytesIO(b" " * ((1 << 20) + 1)), "m.json")}, 413),
        ({"file": (io.BytesIO(b""), "")}, 400),
    ],
)
def test_what_a_page_cannot_use_is_told_to_programs_as_elsewhere(
    site: Flask, tmp_path: Path, sent: dict[str, Any], status: int
) -> None:
    token = Tokens(tmp_path / "state").new("sender", Role.CASEWORKER, 1)[1]
    data = {"file": (io.BytesIO(BANK.encode()), "bank.csv"), **sent}
    answer = site.test_client().post(
        "/en/dataset", headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        data=data,
    )  # fmt: skip
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = answer.get_json(force=True)
    assert told["status"] == status
    assert told["detail"] == told["error"]["en"]
