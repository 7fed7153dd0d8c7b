"""Reports stay harmless whatever the labels, values and file names hold, and keep values to
themselves."""

from __future__ import annotations

import json
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.safe import plain, spreadsheet_cell, web_link
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.reports.example import EXAMPLE, FINDINGS, HOSTILE, as_text

FOR_PROGRAMS = {"json", "sarif", "ttl"}
"""Formats that programs read, which get each text as it is; every other is held to show none of the
characters that a reader cannot see."""


def hostile(name: str, lang: str = "da") -> str:
    options = ReportOptions(lang="en" if lang == "en" else "da", show_values=True)
    return as_text(name, HOSTILE, options)


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("show_values", [False, True])
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_ids_and_personal_values_only_where_asked_for(name: str, show_values: bool) -> None:
    text = as_text(name, EXAMPLE, ReportOptions(show_values=show_values, all=True))
    # What is written with backslashes so that nothing marks it up is the value all the same.
    text = text.replace("\\", "")
    assert (FINDINGS[0].id in text) is show_values
    for value in ("31-02-1990", "digital signatur"):
        assert show_values or value not in text
        assert not show_values or value in text or FORMATS[name].left_out(EXAMPLE), value
    assert not show_values or "xxxxxxxx" not in text
    assert show_values or "xxxxxxxx" in text or FORMATS[name].left_out(EXAMPLE)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - FOR_PROGRAMS))
def test_no_control_character_or_reordering_reaches_a_reader(name: str) -> None:
    text = hostile(name).removeprefix("\ufeff")
    for character in set(text) - set("\n\r"):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs"), repr(character)
    text.encode()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_report_can_be_encoded(name: str) -> None:
    hostile(name).encode("utf-8", errors="replace")


def test_html_has_no_script_no_outside_and_only_web_links() -> None:
    for page in (hostile("html"), "".join(FORMATS["html"].write(EXAMPLE, ReportOptions()))):
        parser = Tags()
        parser.feed(page)
        names = {tag for tag, _ in parser.tags}
        assert not names & {"script", "img", "iframe", "link", "object", "base", "form"}
        for _tag, attributes in parser.tags:
            assert not any(name.startswith("on") for name in attributes)
            assert "style" not in attributes
            href = attributes.get("href")
            assert href is None or href.startswith(("https://", "http://", "#"))
            assert "src" not in attributes
        metas = [a.get("content") or "" for t, a in parser.tags if t == "meta"]
        assert any("default-src 'none'" in content for content in metas)
        assert "url(" not in page
        assert "@import" not in page


def test_html_is_accessible_in_structure() -> None:
    page = "".join(FORMATS["html"].write(EXAMPLE, ReportOptions(lang="da")))
    parser = Tags()
    parser.feed(page)
    tags = [tag for tag, _ in parser.tags]
    assert dict(parser.tags)["html"] == {"lang": "da"}
    assert tags.count("table") == tags.count("caption") > 0
    assert all(a.get("scope") in ("col", "row") for t, a in parser.tags if t == "th")
    assert tags.count("h1") == 1
    ids = [a["id"] for _, a in parser.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in parser.tags:
        for name in ("aria-labelledby",):
            assert attributes.get(name) is None or attributes[name] in ids
    assert "width=device-width" in page


def _luminance(colour: str) -> float:
    digits = colour * 2 if len(colour) == 3 else colour
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_colours_contrast_with_every_background() -> None:
    page = "".join(FORMATS["html"].write(EXAMPLE, ReportOptions()))
    css = page.partition("<style>")[2].partition("</style>")[0]
    inks = set(re.findall(r"(?<![-\w])color: #([0-9a-f]{3,6})", css)) | {"1a1a1a", "454545"}
    papers = set(re.findall(r"background: #([0-9a-f]{3,6})", css)) | {"f2f4f5"}
    assert len(inks) > 4
    for ink in inks:
        for paper in papers:
            light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def test_csv_cells_never_calculate() -> None:
    for line in hostile("csv").splitlines()[1:]:
        for cell in line.split(";"):
            assert not cell.strip('"').lstrip().startswith(("=", "+", "-", "@"))


def test_junit_is_xml_and_shows_the_markup_as_text() -> None:
    root = ElementTree.fromstring(hostile("junit"))
    text = root.findtext("testsuite/testcase/failure")
    assert text is not None
    assert "<script>" in text
    assert "]]>" in text


def test_turtle_and_json_hold_the_labels_and_nothing_breaks_out() -> None:
    quads = list(ox.parse(hostile("ttl").encode(), format=ox.RdfFormat.TURTLE))
    assert not any("evil" in quad.predicate.value for quad in quads)
    assert json.loads(hostile("json"))["causes"][0]["verdict"] == "breached"


def test_sarif_messages_have_neither_links_nor_placeholders() -> None:
    log = json.loads(hostile("sarif"))
    message = log["runs"][0]["results"][0]["message"]["text"]
    assert "\\[text\\](http" in message
    assert "{{0}}" in message
    assert "helpUri" not in log["runs"][0]["tool"]["driver"]["rules"][0]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//evil.example",
        "https:evil", "https://", "http://a b", "https://a\nb", "vbscript:x", "ftp://a", "",
        "https://a/\"onclick='", "https://[", None,
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_link(address) is None


def test_a_web_address_stays_as_it_is() -> None:
    address = "https://www.retsinformation.dk/eli/lta/2012/528?a=1&b=2#P3"
    assert web_link(address) == address


@given(st.text())
def test_plain_text_is_one_visible_line(text: str) -> None:
    shown = plain(text)
    assert "\x1b" not in shown
    assert len(shown.splitlines()) <= 1
    assert plain(shown) == shown
    shown.encode()


@given(st.text())
def test_cells_start_with_no_operator(text: str) -> None:
    assert not spreadsheet_cell(text).lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
