"""What no engine reads of a law is told at once, not one fault a run."""

from __future__ import annotations

import pytest

from lovgraf.conditions.readable import Unreadable
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.law import Law
from lovgraf.verdicts.program import Programs
from tests.checker.small_law import AS_OF


def test_all_norms_that_no_engine_reads_are_named(law: Law) -> None:
    refused = {
        "a": Unreadable("class/old", "owl:hasKey").of(Text("Syn", "Inspection")),
        "b": NotCompilable("class/few", "owl:oneOf"),
        "c": Unreadable("duty/flag", "sh:sparql").of(Text("Flag", "Flags")),
    }
    programs = Programs(law.at(AS_OF), law.facts, {}, {**refused})
    with pytest.raises(Unreadable) as error:
        programs.insist()
    for said, norms in (
        (error.value.message.da, ("»Syn«", "»Flag«")),
        (error.value.message.en, ('"Inspection"', '"Flags"')),
    ):
        assert all(norm in said for norm in norms)
        assert "owl:hasKey" in said
        assert "sh:sparql" in said
        assert "owl:oneOf" not in said  # the reference engine reads it
    assert str(error.value) == error.value.message.en
