"""Real clients against a real server on loopback: SPARQLWrapper, rdflib, curl, many at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from lovgraf.law import Law
from lovgraf.query.run import LIMITS
from lovgraf_web import create_app
from tests.examples import whole
from tests.processes import ended, first_line
from tests.web.server import running
from tests.web.workers import AT_REST

BASE = "https://w3id.org/lovgraf/"
NORM = BASE + "law/1900/1/par/1/norm/hat"
ACT = BASE + "law/1900/1"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ACT}> {{ ?s ?p ?o }} }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(9)) + "}"


@pytest.fixture(scope="module")
def address(hats: Law) -> Iterator[str]:
    """The endpoint's address."""
    limits = replace(LIMITS, seconds=2)
    with running(create_app({"LAW": hats, "QUERY_LIMITS": limits})) as found:
        yield f"{found}/sparql"


def _ask(address: str, query: str, timeout: float = 60) -> tuple[int, str]:
    """Status and text of an answer."""
    url = f"{address}?{urllib.parse.urlencode({'query': query})}"
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("method", ["GET", "POST", "URLENCODED", "POSTDIRECTLY"])
def test_sparqlwrapper(address: str, method: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is in the extra `test`")
    client = wrapper.SPARQLWrapper(address)
    if method in ("GET", "POST"):
        client.setMethod(method)
    else:
        client.setMethod("POST")
        client.setRequestMethod(method.lower())
    client.setQuery(COUNT)
    client.setReturnFormat(wrapper.JSON)
    (row,) = client.queryAndConvert()["results"]["bindings"]
    assert int(row["n"]["value"]) > 10
    client.setQuery(
        f"CONSTRUCT {{ <{NORM}> ?p ?o }} WHERE {{ GRAPH <{ACT}> {{ <{NORM}> ?p ?o }} }}"
    )
    client.setReturnFormat(wrapper.TURTLE)
    content = client.queryAndConvert()
    assert len(Graph().parse(data=content, format="turtle")) > 3


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_rdflib(address: str, method: str) -> None:
    store = SPARQLStore(address, method=method, returnFormat="json")
    ((count,),) = [tuple(row) for row in store.query(COUNT) if isinstance(row, tuple)]
    assert int(str(count)) > 10
    graph = Graph(store, identifier=URIRef(ACT))
    assert (URIRef(NORM), None, None) in graph


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl(address: str) -> None:
    def curl(*arguments: str) -> str:
        done = subprocess.run(
            ["curl", "--silent", "--fail-with-body", "--max-time", "60", *arguments, address],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    by_form = curl("-H", "Accept: text/csv", "--data-urlencode", f"query={COUNT}")
    kind = "Content-Type: application/sparql-query"
    direct = curl("-H", "Accept: text/csv", "-H", kind, "--data-binary", COUNT)
    assert by_form == direct
    assert int(by_form.split()[1]) > 10
    assert "HTTP/1.1 200" in curl("--head")
    refused = curl("-H", "Content-Type: application/sparql-update", "--data-binary", "CLEAR ALL")
    assert "kun læses" in refused


def test_many_at_once_and_nobody_waits_for_an_endless_one(address: str) -> None:
    assert _ask(address, COUNT)[0] == 200
    found: list[int] = []

    def client() -> None:
        for _ in range(5):
            found.append(_ask(address, COUNT)[0])

    endless: list[int] = []
    slow = threading.Thread(target=lambda: endless.append(_ask(address, ENDLESS)[0]), daemon=True)
    threads = [threading.Thread(target=client, daemon=True) for _ in range(6)]
    slow.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert found == [200] * 30
    slow.join(120)
    assert endless == [503]
    assert _ask(address, COUNT)[0] == 200


@whole("test_curl")
@pytest.mark.slow
def test_the_served_law_answers(tmp_path: Path) -> None:
    command = [sys.executable, "-c", AT_REST, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = first_line(server).split()[0] + "sparql"
            query = "SELECT (COUNT(DISTINCT ?n) AS ?n_) { ?n a core:Obligation }"
            status, text = _ask(address, query, 120)
            assert status == 200, text
            (row,) = json.loads(text)["results"]["bindings"]
            assert int(row["n_"]["value"]) > 100
        finally:
            ended(server)
