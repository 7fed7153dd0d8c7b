"""Each `semantics, section N` of the code names a section of the page, and what it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.places import ROOT

PAGE = ROOT / "docs/semantics.md"
CITED = re.compile(r"semantics, sections? ([\d, and]*\d)(?:\s*\(([^)`]+)\))?")


def citations() -> Iterator[tuple[Path, list[str], str | None]]:
    """Where the page is cited: sections, and the topic that stands in brackets."""
    for folder in ("checker", "web", "tests", "bench"):
        for path in (ROOT / folder).rglob("*.py"):
            text = re.sub(r"\n\s*(?:#\s*)?", " ", path.read_text(encoding="utf-8"))
            for found in CITED.finditer(text):
                yield path, re.findall(r"\d+", found[1]), found[2]


def test_each_citation_names_a_section_and_a_topic_of_it() -> None:
    parts = re.split(r"^## (\d+)\. ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    cited = list(citations())
    assert len(cited) > 40
    for path, numbers, topic in cited:
        assert sections.keys() >= set(numbers), path
        if topic:
            text = " ".join(sections[number] for number in numbers).lower().replace("*", "")
            assert " ".join(topic.split()).lower() in " ".join(text.split()), (path, topic)
