"""A client of the pages over the small invented law beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lovgraf.law import Law, load_graph
from lovgraf_web import create_app

LAW_FILE = Path(__file__).with_name("law.ttl")


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
