"""What the documentation for newcomers names is there, and what it shows runs."""

from __future__ import annotations

import re

from tests.places import ROOT

PAGE = (ROOT / "docs" / "onboarding.md").read_text(encoding="utf-8")


def test_every_place_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:checker|ontology|shapes|tests|web|docs)/[\w./-]*)`", PAGE))
    assert len(named) > 30
    assert {place for place in named if not (ROOT / place).exists()} == set()


def test_the_walk_of_a_norm_runs() -> None:
    steps = re.findall(r"^ *```python\n(.*?)^ *```", PAGE, re.DOTALL | re.MULTILINE)
    assert len(steps) == 3
    code = "\n".join(re.sub(r"^   ", "", step, flags=re.MULTILINE) for step in steps)
    exec(compile(code, "docs/onboarding.md", "exec"), {})
