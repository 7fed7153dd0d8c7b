"""A client of the pages over the small invented law beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache

from lovgraf.law import Law, load_graph
from lovgraf_web import create_app

LAW_FILE = Path(__file__).with_name("law.ttl")


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
    """Each template is compiled once a process, not once an application."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", _Compiled())
        yield


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
