"""Hygiene rules as SPARQL queries: each row of an answer is a finding.

A query starts with `# code:`, `# severity:`, `# da:` and `# en:`; it selects `?subject` and, where
it helps, `?detail`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef

from checker.lint.finding import SEVERITIES, LintFinding, Severity
from checker.lint.sources import Sources
from checker.terms import BASE, Text, relative

DIRECTORY = Path(__file__).parent / "hygiene"
_HEADER = re.compile(r"^# (code|severity|da|en): *(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HygieneQuery:
    """One rule: what it looks for, in both languages, and the query that finds it."""

    code: str
    severity: Severity
    title: Text
    text: str


@cache
def hygiene_queries() -> tuple[HygieneQuery, ...]:
    """The rules in order of their file names. Raises `ValueError` on a header that is not whole."""
    return tuple(_read(path) for path in sorted(DIRECTORY.glob("*.rq")))


def _read(path: Path) -> HygieneQuery:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    severity = next((s for s in SEVERITIES if s == header.get("severity")), None)
    if severity is None or not {"code", "da", "en"} <= header.keys():
        raise ValueError(f"{path.name}: the header needs code, severity, da and en")
    title = Text(header["da"].strip(), header["en"].strip())
    return HygieneQuery(header["code"].strip(), severity, title, text)


def store_of(texts: dict[str, str]) -> ox.Store:
    """The default graph of several Turtle texts."""
    store = ox.Store()
    for text in texts.values():
        store.load(text.encode("utf-8"), format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return store


def query_findings(sources: Sources) -> list[LintFinding]:
    """Every row of every hygiene query."""
    store = store_of({str(path): text for path, text in sources.texts.items()})
    found = []
    for query in hygiene_queries():
        answer = store.query(query.text, base_iri=BASE)
        assert isinstance(answer, ox.QuerySolutions)
        for solution in answer:
            subject, detail = solution["subject"], _detail(solution)
            title = query.title
            message = Text(f"{title.da}: {detail}", f"{title.en}: {detail}") if detail else title
            iri = subject.value if isinstance(subject, ox.NamedNode) else ""
            file = sources.file(URIRef(iri)) if iri else None
            found.append(LintFinding(query.code, query.severity, message, file, relative(iri)))
    return found


def _detail(solution: ox.QuerySolution) -> str:
    try:
        value = solution["detail"]
    except KeyError:
        return ""
    return relative(str(getattr(value, "value", "")))
