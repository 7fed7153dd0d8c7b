"""Hostile uploads: none reaches out, none takes the process of its job along, each is told in one
line. What is large or deep is read in the real process of a job, the rest in that of the tests."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.jobs.application import KINDS
from lovgraf_web.jobs.service import Jobs
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.jobs.store import JobRow
from tests.examples import one_in
from tests.web.jobs.conftest import end_all, eventually
from tests.web.jobs.here import done_here
from tests.web.server import Listener

pytestmark = pytest.mark.slow
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
PREFIXES = (
    "@prefix record: <https://w3id.org/lovgraf/record#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
)


def workbook(sheet: bytes, name: str = "xl/worksheets/sheet1.xml", times: int = 1) -> bytes:
    """A workbook with whatever as its sheet, so many times over."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(name, "w") as written:
            for _ in range(times):
                written.write(sheet)
    return made.getvalue()


def xml(before: str, inside: str = "") -> bytes:
    """RDF/XML with something in front of its element, and in it."""
    return f"{before}<rdf:RDF {RDF}>{inside}</rdf:RDF>".encode()


HOSTILE: dict[str, bytes | Callable[[], bytes]] = {
    "context.jsonld": b'{"@context": "http://HOST/c.jsonld", "@id": "urn:a", "name": "x"}',
    "context-file.jsonld": b'{"@context": "file:///etc/passwd", "@id": "urn:a", "name": "x"}',
    "context-in-list.jsonld": b'[{"@context": [{}, "http://HOST/c"], "@id": "urn:a", "b": 1}]',
    "context-import.jsonld": b'{"@context": {"@import": "http://HOST/c"}, '
    b'"@id": "urn:a"}',
    "imports.ttl": PREFIXES.encode()
    + b"<urn:a> owl:imports <http://HOST/x> , <file:///etc/passwd> ; a record:Person .",
    "entity.rdf": xml('<!DOCTYPE r [<!ENTITY a SYSTEM "http://HOST/e">]>', "&a;"),
    "parameter-entity.rdf": xml('<!DOCTYPE r [<!ENTITY % a SYSTEM "http://HOST/e"> %a;]>'),
    "doctype.rdf": xml('<!DOCTYPE r SYSTEM "http://HOST/d.dtd">'),
    "laughs.rdf": xml(f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"),
    "stylesheet.rdf": xml('<?xml-stylesheet href="http://HOST/s"?>'),
    "include.rdf": xml(
        "", '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="http://HOST/i"/>'
    ),
    "deep.ttl": b"<urn:a> <urn:b> " + b"[ <urn:b> " * 100_000 + b"1" + b" ]" * 100_000 + b" .",
    "deep-list.ttl": b"<urn:a> <urn:b> " + b"( " * 100_000 + b") " * 100_000 + b".",
    "deep.json": b"[" * 1_000_000 + b"]" * 1_000_000,
    "deep-object.json": b'{"a":' * 500_000 + b"1" + b"}" * 500_000,
    "deep.jsonl": b'{"id": ' + b"[" * 300_000 + b"]" * 300_000 + b"}\n",
    "deep.jsonld": b'{"@id": "urn:a", "urn:b": ' * 100_000 + b"1" + b"}" * 100_000,
    "deep.rdf": xml(
        "", '<rdf:Description><a xmlns="urn:x">' * 5000 + "</a></rdf:Description>" * 5000
    ),
    "number.json": b'[{"id": 1e999999, "birth_date": ' + b"9" * 100_000 + b"}]",
    "long-value.jsonl": b'{"id": "' + b"a" * (20 << 20) + b'"}\n',
    "keys.json": b'[{"' + b'":1,"'.join(b"k%d" % n for n in range(20_000)) + b'":1}]',
    "wide.csv": b";".join(b"c%d" % n for n in range(50_000)) + b"\n" + b"1;" * 49_999 + b"1\n",
    "one-line.csv": b"id;" + b"a" * (20 << 20),
    "quote.csv": b'id;eid\n1;"' + b"a\n" * 500_000,
    "nul.csv": b"id;eid\n1;\0\0\0\n",
    "bomb.xlsx": lambda: workbook(b"\0" * (1 << 20), times=300),
    "laughs.xlsx": workbook(f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r>&l9;</r>'.encode()),
    "slip.xlsx": workbook(b"<worksheet/>", "../../../../tmp/slipped.xml"),
    "script.nt": b"<javascript:alert(1)> <urn:b> <data:text/html,x> .\n",
    "html.csv": b"<html><script>alert(1)</script></html>\n",
    "zip.csv": b"PK\x05\x06" + b"\0" * 18,
    "nested.csv.gz": gzip.compress(gzip.compress(b"id\n1\n")),
}  # fmt: skip


LARGE = re.compile("deep|laughs|number|long|keys|wide|line|quote|bomb")
"""Names of what may take a process along."""


TRIED = [
    *(name for name in HOSTILE if not LARGE.search(name)),
    *one_in(2, (name for name in HOSTILE if LARGE.search(name))),
]
"""Every other one of those that take a process of their own; all where the whole is asked for."""


@dataclass
class Trial:
    """Jobs of uploads, and the server that nobody may reach."""

    client: FlaskClient
    jobs: Jobs
    sent: dict[str, str]
    listener: Listener

    def row(self, name: str) -> JobRow:
        """The job of an upload."""
        found = self.jobs.store.get(self.sent[name].rpartition("/")[2])
        assert found is not None
        return found


def sent(law: Law, folder: Path, names: Iterable[str]) -> Trial:
    """Some of them sent."""
    many = len(HOSTILE) + 1
    limits = replace(Settings(kinds=KINDS), each=many, kept=many, a_minute=many)
    app = create_app({
        "LAW": law, "JOBS_FOLDER": folder, "JOBS_SETTINGS": limits, "WTF_CSRF_ENABLED": False,
    })  # fmt: skip
    trial = Trial(app.test_client(), app.extensions["jobs"](), {}, Listener())
    for name in names:
        made = HOSTILE[name]
        content = made() if callable(made) else made
        body = content.replace(b"HOST", trial.listener.address.encode())
        answer = trial.client.post("/en/dataset", data={"file": (io.BytesIO(body), name)})
        assert answer.status_code == 303
        trial.sent[name] = answer.headers["Location"].partition("?")[0]
    return trial


@pytest.fixture(scope="module")
def apart(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """The large ones, of which two are read at a time while the tests wait for theirs."""
    large = (name for name in TRIED if LARGE.search(name))
    trial = sent(law, tmp_path_factory.mktemp("apart") / "jobs", large)
    yield trial
    trial.listener.close()
    end_all(trial.jobs)


@pytest.fixture(scope="module")
def here(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """The others, read by this process."""
    small = (name for name in HOSTILE if not LARGE.search(name))
    with done_here(law):
        trial = sent(law, tmp_path_factory.mktemp("here") / "jobs", small)
        yield trial
    trial.listener.close()


@pytest.mark.parametrize("name", TRIED)
def test_it_is_told_in_one_line_or_read_as_data(request: pytest.FixtureRequest, name: str) -> None:
    trial: Trial = request.getfixturevalue("apart" if LARGE.search(name) else "here")
    eventually(lambda: not trial.row(name).active, 300)
    row = trial.row(name)
    assert row.state in ("done", "failed"), "no process is lost"
    if row.state == "failed":
        assert row.reason in ("refused", "memory"), "it is no fault of ours"
        said = trial.jobs.refusal(row)
        if said is not None:
            assert all(0 < len(text) < 600 and "\n" not in text for text in said)
    page = trial.client.get(trial.sent[name])
    assert page.status_code == 200
    assert "root:" not in page.text
    assert "<script>alert" not in page.text
    assert 'href="javascript' not in page.text
    assert not trial.listener.heard()
    assert not Path("/tmp/slipped.xml").exists()
