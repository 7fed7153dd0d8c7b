"""What is the same for everyone comes packed; what holds something of one reader never does."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask.testing import FlaskClient

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
SHARED = [
    "/da/ontology",
    "/ontology.ttl",
    "/static/site.css",
    "/da/law?as_of=1950-01-01&format=json",
]


@pytest.mark.parametrize("path", SHARED)
def test_each_packing_has_a_tag_of_its_own(client: FlaskClient, path: str) -> None:
    tags = {}
    for packing, unpack in UNPACK.items():
        taken = {"Accept-Encoding": packing or "identity"}
        answer = client.get(path, headers=taken)
        assert answer.headers.get("Content-Encoding") == packing
        assert unpack(answer.data) == client.get(path).data
        assert "Accept-Encoding" in answer.vary
        tags[packing] = answer.headers["ETag"]
        again = client.get(path, headers=taken | {"If-None-Match": tags[packing]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tags[packing]
        assert "Accept-Encoding" in again.vary
    assert len(set(tags.values())) == 3
    other = {"Accept-Encoding": "gzip", "If-None-Match": tags["br"]}
    assert client.get(path, headers=other).status_code == 200


def test_a_head_has_the_tag_and_no_content(client: FlaskClient) -> None:
    taken = {"Accept-Encoding": "br"}
    whole, head = (ask("/static/site.css", headers=taken) for ask in (client.get, client.head))
    assert head.data == b""
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("path", ["/da/person", "/da/search?q=hat", "/token.json", "/da/query"])
def test_what_holds_something_of_one_reader_is_not_packed(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "br, gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_what_is_short_or_packed_already_stays_as_it_is(client: FlaskClient) -> None:
    for path in ("/static/icon.svg", "/static/vendor/fonts/IBMPlexSans-Regular.woff2"):
        answer = client.get(path, headers={"Accept-Encoding": "br"})
        assert "Content-Encoding" not in answer.headers
