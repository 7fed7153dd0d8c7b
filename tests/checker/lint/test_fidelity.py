"""`docs/fidelity.md` says what the graph says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lovgraf.authoring.lint.fidelity import PAGE, kept, page
from lovgraf.authoring.lint.ledger import ledger
from lovgraf.law import load_law

BESIDE = [folder / "shared" / "domain" / "law" for folder in PAGE.parents]
TEXTS = os.environ.get("LOVGRAF_TEXTS", str(next(filter(Path.is_dir, BESIDE), BESIDE[1])))


def test_the_page_is_as_the_graph_has_it() -> None:
    now = PAGE.read_text(encoding="utf-8")
    assert page(load_law(), kept(now)) == now, "stale: make fidelity"


@pytest.mark.slow
def test_every_sentence_of_the_texts_is_accounted_for() -> None:
    if not Path(TEXTS).is_dir():
        pytest.skip(f"NOT CHECKED: the texts of the acts are not at hand ({TEXTS}, LOVGRAF_TEXTS)")
    law = load_law()
    found = ledger(law, Path(TEXTS))
    assert not [s.place for act in found.acts for s in act.lacking]
    assert found.sound
    now = PAGE.read_text(encoding="utf-8")
    assert page(law, "", found) == now, "stale: make fidelity TEXTS=DIR"
