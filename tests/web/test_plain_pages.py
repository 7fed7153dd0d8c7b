"""Where the look of the pages was not built, who serves them is told, and they are served plain."""

from __future__ import annotations

from pathlib import Path

import pytest

import lovgraf_web
from lovgraf.cli import run
from tests.checker.cli.said import Capture


@pytest.mark.parametrize("built", [False, True])
def test_who_serves_plain_pages_is_told(
    built: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    style = tmp_path / "static" / lovgraf_web.THEME
    style.parent.mkdir(parents=True)
    if built:
        style.touch()
    monkeypatch.setattr(lovgraf_web, "__file__", str(tmp_path / "__init__.py"))
    monkeypatch.setattr(lovgraf_web, "serve", lambda *_: None)
    assert run(["serve", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert ("shown plain" in said.err, said.err.count("\n")) == ((False, 0) if built else (True, 1))


def test_plain_pages_have_a_style_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for plain, style in ((True, "plain.css"), (False, lovgraf_web.THEME)):
        monkeypatch.setattr("lovgraf_web.templating.is_plain", lambda found=plain: found)
        page = lovgraf_web.create_app().test_client().get("/da/law").text
        assert f"/static/{style}" in page
