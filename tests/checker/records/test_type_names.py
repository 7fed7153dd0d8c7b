"""Records are called what the graph calls those of their type."""

from __future__ import annotations

from lovgraf.core.terms import Text
from lovgraf.facts.type_names import plural_of
from lovgraf.law import load_law
from tests.checker.small_law import law_of


def test_a_type_is_called_what_the_graph_calls_several_of_it() -> None:
    several = 'record:Ship record:plural "skibe"@da, "ships"@en .'
    law = law_of(several)
    assert plural_of(law.graph, law.facts, "ship") == Text("skibe", "ships")


def test_a_type_without_a_plural_is_called_by_its_label() -> None:
    law = law_of()
    assert plural_of(law.graph, law.facts, "ship") == Text("skib", "ship")
    assert plural_of(law.graph, law.facts, "boat") == Text("boat", "boat")


def test_every_type_of_the_law_says_what_several_are_called() -> None:
    law = load_law()
    names = {plural_of(law.graph, law.facts, kind) for kind in law.facts.record_types.values()}
    assert len(names) == len(law.facts.record_types)
    assert all(name.da != name.en and name.en.endswith("s") for name in names)
