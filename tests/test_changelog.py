"""The change log is what a user reads of a release: short, by release, nothing said twice."""

from __future__ import annotations

import configparser
import re

from tests.places import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_release_is_there() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(setup['metadata']['version'])}\] - ", TEXT, re.MULTILINE)


def test_a_release_fits_on_two_screens() -> None:
    for release in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        lines = release.splitlines()
        assert len(lines) < 80, lines[0]
        assert max(map(len, lines)) < 160, lines[0]
        assert len(release.split()) < 1_300, lines[0]


def test_nothing_is_said_twice() -> None:
    entries = re.findall(r"^- .*", TEXT, re.MULTILINE)
    assert len(entries) == len(set(entries))
