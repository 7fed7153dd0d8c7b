"""The page for developers names each folder of pages that stands below it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages import by_folder
from lovgraf_web.texts import TEXTS


def test_each_folder_below_it_has_a_place_with_words() -> None:
    for folder, page in by_folder().items():
        assert page.under != "developers" or page.part, f"{folder}: nothing links to it"
        if page.part:
            assert page.part.key.startswith("developers-")
            assert {page.part.key, f"{page.part.key}-about"} <= TEXTS.keys()


def test_a_new_folder_stands_there_in_its_place(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Page((), Role.READER, under="developers", part=Menu(15, "law.page", "catalogue"))
    monkeypatch.setitem(by_folder(), "new", new)
    parts = re.findall(r'<dt><a href="([^"]*)', client.get("/en/developers").text)
    assert parts[:3] == [f"/en/{name}" for name in ("builder", "law", "query")]
    assert parts[-1] == "/catalog"
