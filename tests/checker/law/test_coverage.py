"""What is said of an act that the graph does not hold whole on a day."""

from __future__ import annotations

from collections import Counter
from datetime import date

from lovgraf.core.terms import Text
from lovgraf.law import load_law
from lovgraf.law.coverage import coverage_notes, covered_in_short, told_once
from lovgraf.law.names import act_on, name_on

DAY = date(2026, 6, 1)
"""A day on which the graph holds neither the CPR Act nor its consolidation whole."""


def test_an_act_and_its_consolidation_are_named_once() -> None:
    law = load_law()
    said = covered_in_short(law, DAY, law.at(DAY).norms.values())
    assert said is not None
    acts = {str(act) for act in law.graph.subjects() if "/law/" in str(act)}
    shared = [act for act in acts if act_on(law.graph, act, DAY) != act]
    names = {name_on(law.graph, act, DAY) for act in shared}
    assert "CPR-loven (lbk. nr. 1010 af 23.6.2023)" in {one.da for one in names}
    for name in names:
        assert said.da.count(name.da) <= 1, name.da
        assert said.en.count(name.en) <= 1, name.en


def test_a_note_of_an_act_and_its_consolidation_is_told_once() -> None:
    law = load_law()
    notes = coverage_notes(law, DAY)
    begins = Counter(note.da.partition(" er kun ")[0] for note in notes)
    assert begins["CPR-loven (lbk. nr. 1010 af 23.6.2023)"] == 1
    assert any("lbk. nr. 5/2013" in note.da for note in notes)  # the one that says more


def test_notes_that_say_something_else_are_all_told() -> None:
    short, long, other = Text("A.", "A."), Text("A. B.", "A. B."), Text("A. C.", "C.")
    assert told_once([short, long, other, long]) == [long, other]
