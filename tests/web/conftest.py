"""A client of the pages over the small invented law beside this file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from lovgraf.law import Law, load_graph
from lovgraf_web import create_app

LAW_FILE = Path(__file__).with_name("law.ttl")
STATE = TemporaryDirectory(prefix="state-")
"""What pages keep is none of the user's, in each process of the tests by itself: over a folder that
has jobs, each application would start a process that looks after them. Some applications are made
where tests are collected, before any fixture."""
os.environ["LOVGRAF_STATE"] = STATE.name


class _Compiled(BytecodeCache):
    """Templates that were compiled, by name and content."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before."""
        if code := self._code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Each template, and what builds the addresses of each rule, is compiled once a process, not
    once an application: the rules alone are two thirds of making one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", _Compiled())
        patch.setattr(Rule, "_compile_builder", _builders(Rule._compile_builder))
        yield


def _builders(compiled: Callable[..., Any]) -> Callable[..., Any]:
    """Werkzeug's builders of addresses, each made once: they are told their rule when called."""
    known: dict[object, Any] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = rule.rule, tuple(rule._trace), append_unknown, bool(rule.defaults)
        if key not in known or rule.defaults:
            known[key] = compiled(rule, append_unknown)
        return known[key]

    return builder


@pytest.fixture(scope="session")
def hats() -> Law:
    """The invented law of `law.ttl`."""
    return Law(load_graph(files=[LAW_FILE]))


@pytest.fixture
def app(hats: Law) -> Flask:
    """The application over the invented law."""
    return create_app({"LAW": hats})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Flask's client."""
    return app.test_client()
