"""Each example of the description is sent as it stands, and what comes back is as it says.

`LOVGRAF_GOLDEN=write` writes the answers anew after a change that is meant. The law's own words
and numbers may differ from it: a change of the law is no change of the API.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.api.examples import FILE
from lovgraf_web.api.schemas import described
from lovgraf_web.login.roles import Role
from lovgraf_web.login.tokens import Tokens
from tests.web.answered import answered_once
from tests.web.at_hand import at_hand
from tests.web.described import valid
from tests.web.every_page import Unknown
from tests.web.jobs.conftest import end_all
from tests.web.jobs.here import done_here

WITHOUT = {
    "GET /{lang}/query/running/{job}", "POST /{lang}/query/running/{job}/cancel",
    "POST /{lang}/proposals/assess", "GET /{lang}/proposals/work/{job}",
    "POST /{lang}/proposals/work/{job}/repair", "GET /{lang}/proposals/compare",
}  # fmt: skip
"""What takes an assessment of half a minute, or a query that takes long; other tests go there."""
LONGEST, DEEPEST = 160, 5
MANY, SOME = 30, 3
"""From so many names on an object is a list by name, of which so many stand in an example."""


@pytest.fixture
def site(law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The pages over the shipped law, whose matrix nobody waits for."""
    monkeypatch.setenv("LOVGRAF_STATE", str(tmp_path / "state"))
    with done_here(law), answered_once():
        settings = {
            "LAW": law,
            "JOBS_FOLDER": tmp_path / "jobs",
            "BUILD_WAIT": 60.0,
            "PREPARED_WAIT": 60.0,
        }
        found = at_hand(create_app(settings), queries=True)
        found.extensions["standings"] = Unknown(law)
        yield found
        end_all(found.extensions["jobs"]())


def sent(site: Flask, token: str, name: str, example: dict[str, Any], job: str) -> TestResponse:
    """What comes back for an example; `job` stands for the one that was begun before."""
    method, _, address = name.partition(" ")
    given = {k: job if v == "DATASET" else v for k, v in example["parameters"].items()}
    parts = {k: given.pop(k) for k in list(given) if f"{{{k}}}" in address}
    path = address.format(**{k: quote(v, safe="/") for k, v in parts.items()})
    operation = described()["paths"][address][method.lower()]
    kind = next(iter(operation.get("requestBody", {}).get("content", [None])))
    body = example.get("body")
    if kind == "application/json":
        more: dict[str, Any] = {"json": body}
    elif kind == "multipart/form-data":
        assert body is not None
        file = (io.BytesIO(body["file"].encode()), "persons.csv")
        more = {"data": body | {"file": file}, "content_type": kind}
    else:
        more = {"data": body}
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return site.test_client().open(path, method=method, query_string=given, headers=headers, **more)


def short(found: Any, depth: int = 0) -> Any:
    """The first of each list, some of what has many names, and the beginning of long texts."""
    if isinstance(found, dict):
        some = list(found)[: SOME if len(found) > MANY else None]
        return {name: short(found[name], depth + 1) for name in some}
    if isinstance(found, list):
        return [] if depth > DEEPEST else [short(one, depth + 1) for one in found[:1]]
    cut = isinstance(found, str) and len(found) > LONGEST
    return found[: LONGEST - 1] + "…" if cut else found


def alike(one: Any, other: Any, place: str) -> None:
    """Raises where the parts of two answers have other names or kinds."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert one.keys() == other.keys(), place
        for name, value in one.items():
            alike(value, other[name], f"{place}.{name}")
    elif isinstance(one, list) and isinstance(other, list):
        for mine, its in zip(one[:1], other[:1], strict=False):
            alike(mine, its, f"{place}[]")
    elif one is not None and other is not None:
        assert type(one) is type(other), place


def unwritten(told: dict[str, Any]) -> dict[str, Any]:
    """What is read of operations that have no example yet, with the values that their descriptions
    give for what they need."""
    return {
        f"GET {path}": {
            "parameters": {
                one["name"]: one["example"]
                for one in item["get"]["parameters"]
                if one.get("required")
            }
        }
        for path, item in described()["paths"].items()
        if "get" in item and f"GET {path}" not in {*told, *WITHOUT}
    }


@pytest.mark.slow
def test_each_example_is_what_one_sends_and_what_comes_back(site: Flask, tmp_path: Path) -> None:
    token = Tokens(tmp_path / "state").new("examples", Role.DRAFTER, 1)[1]
    told, job = json.loads(FILE.read_text("utf-8")), ""
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        told |= unwritten(told)
    for name, example in told.items():
        method, _, address = name.partition(" ")
        answer = sent(site, token, name, example, job)
        ok = answer.status_code in (200, 303)
        assert ok, (name, answer.status_code, answer.text[:300])
        found: dict[str, Any] = {}
        if answer.status_code == 303:
            if not job:
                job = answer.location.partition("?")[0].rpartition("/")[2]
            found["location"] = answer.location.replace(job, "DATASET")
        elif answer.mimetype == "application/json":
            valid(answer.json, address, method.lower())
            found["answer"] = short(answer.json)
            valid(found["answer"], address, method.lower())
        if os.environ.get("LOVGRAF_GOLDEN") == "write":
            told[name] = {k: v for k, v in example.items() if k in ("parameters", "body")} | found
            continue
        expected = {k: v for k, v in example.items() if k in ("answer", "location")}
        assert expected.keys() == found.keys(), name
        alike(expected.get("answer"), found.get("answer"), name)
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def test_every_operation_has_an_example_and_a_name_of_its_own() -> None:
    paths = described()["paths"]
    named = {
        f"{way.upper()} {path}": one for path, item in paths.items() for way, one in item.items()
    }
    assert named.keys() - json.loads(FILE.read_text("utf-8")).keys() == WITHOUT
    assert json.loads(FILE.read_text("utf-8")).keys() <= named.keys()
    assert len({one["operationId"] for one in named.values()}) == len(named)
    for name, one in named.items():
        needed = [each for each in one["parameters"] if each.get("required")]
        assert name in WITHOUT or all("example" in each for each in needed), name
