"""Hygiene rules as SPARQL queries: each row of an answer is a finding.

A query starts with `# code:`, `# severity:`, `# da:` and `# en:`; it selects `?subject` and,
where it helps, `?detail` or, in words, `?da` and `?en`. A blank node as subject stands for the
named resource around it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from msgspec import Struct
from rdflib import BNode, URIRef
from rdflib.term import Node

from lovgraf.authoring.lint.finding import SEVERITIES, LintFinding, Severity
from lovgraf.authoring.lint.sources import Sources
from lovgraf.core.terms import BASE, Text, relative

DIRECTORY = Path(__file__).parent / "hygiene"
_HEADER = re.compile(r"^# (code|severity|da|en): *(.+)$", re.MULTILINE)


class HygieneQuery(Struct, frozen=True):
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


def query_findings(sources: Sources, codes: Collection[str] | None = None) -> list[LintFinding]:
    """Every row of every hygiene query (or of those of some codes), once for each named resource
    and detail."""
    found = []
    for query in hygiene_queries():
        if codes is not None and query.code not in codes:
            continue
        answer = sources.store.query(query.text, base_iri=BASE)
        assert isinstance(answer, ox.QuerySolutions)
        rows = {(_home(sources, row["subject"]), _detail(row)) for row in answer}
        for subject, (da, en) in sorted(rows, key=str):
            title = query.title
            message = Text(f"{title.da}: {da}", f"{title.en}: {en}") if en else title
            name = "" if isinstance(subject, BNode) else relative(str(subject))
            file = sources.file(subject)
            found.append(LintFinding(query.code, query.severity, message, file, name))
    return found


def _home(sources: Sources, node: object) -> Node:
    """The named resource that a row is about; blank nodes keep their names in the store."""
    if isinstance(node, ox.BlankNode):
        return sources.home(BNode(node.value))
    return URIRef(str(getattr(node, "value", "")))


def _detail(row: ox.QuerySolution) -> tuple[str, str]:
    """What the row adds in Danish and English; empty where it adds nothing."""
    plain = _value(row, "detail")
    return _value(row, "da") or plain, _value(row, "en") or plain


def _value(row: ox.QuerySolution, name: str) -> str:
    """One value of a row, with IRIs under the base made short; empty where there is none."""
    try:
        value = row[name]
    except KeyError:
        return ""
    return str(getattr(value, "value", "")).replace(BASE, "")
