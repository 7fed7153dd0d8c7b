"""The pages of the invented law with a login, beside a real provider."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.login.settings import LoginSettings
from tests.web.jobs.conftest import end_all
from tests.web.login.provider import CLIENT, SECRET, node_provider
from tests.web.server import running


@dataclass
class Place:
    """The address of the pages, the application behind it, and the issuer."""

    pages: str
    app: Flask
    issuer: str


@contextmanager
def signed(law: Law, *, only_userinfo: bool = False) -> Iterator[Place]:
    """The pages and a provider that know of each other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pages = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with node_provider(pages, only_userinfo=only_userinfo) as issuer:
            app = create_app({"LAW": law, "LOGIN": LoginSettings(pages, issuer, CLIENT, SECRET)})
            try:
                with running(app, listener):
                    yield Place(pages, app, issuer)
            finally:
                if app.extensions["jobs-folder"].exists():
                    end_all(app.extensions["jobs"]())


@pytest.fixture(scope="package", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A state folder of these tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOVGRAF_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="package")
def place(hats: Law, state: None) -> Iterator[Place]:
    """One such pair for all tests of this folder."""
    with signed(hats) as found:
        yield found
