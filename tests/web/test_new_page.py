"""A page is one folder: what is laid beside the others is served, in the menu and described."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.places import ROOT
from tests.web.conftest import LAW_FILE

FILES = {
    "__init__.py": '"""The closed days."""\n',
    "view.py": '''
from flask import Blueprint
from rdflib import Graph
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

pages = Blueprint("closed", __name__, template_folder=".")

@pages.get("/<any(da, en):lang>/closed")
def page(lang):
    return respond("closed.html", TEXTS["closed"], data=lambda: {"days": []}, graph=Graph)
''',
    "words.py": '''
from lovgraf.core.terms import Text

TEXTS = {"closed": Text("Lukkedage", "Closed days")}
''',
    "closed.html": '''{% extends "base.html" %}
{% block content %}<h1>{{ say("closed") }}</h1>{% endblock %}
''',
    "page.py": '''
from lovgraf_web.api.operations import get
from lovgraf_web.api.schemas import OBJECTS, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.closed import view

PAGE = Page(
    blueprints=(view.pages,), role=Role.CASEWORKER, menu=Menu(45, "closed.page", "closed"),
    described=lambda: {"/{lang}/closed": get("The closed days", record(days=OBJECTS))},
)
''',
}  # fmt: skip
PROGRAM = r"""
import json, re, sys
from pathlib import Path
import lovgraf_web.pages
lovgraf_web.pages.__path__.append(sys.argv[1])
from lovgraf.law import Law, load_graph
from lovgraf_web import create_app
from lovgraf_web.login.roles import needed
app = create_app({"LAW": Law(load_graph(files=[Path(sys.argv[2])]))})
client = app.test_client()
shown = client.get("/da/closed").get_data(as_text=True)
print(json.dumps({
    "shown": shown,
    "order": [
        re.search(rf'href="/da/{name}["?]', shown[shown.find("<nav") :]).start()
        for name in ("dataset", "closed", "proposals")
    ],
    "json": client.get("/en/closed?format=json").get_json(),
    "described": "/{lang}/closed" in client.get("/openapi.json").get_json()["paths"],
    "role": needed("closed.page").name,
}))
"""


def test_a_folder_is_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "more" / "closed"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder.parent), str(LAW_FILE)],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert "<h1>Lukkedage</h1>" in found["shown"]
    assert found["json"]["days"] == []
    assert found["described"]
    assert found["role"] == "CASEWORKER"
    assert 0 < found["order"][0] < found["order"][1] < found["order"][2]
