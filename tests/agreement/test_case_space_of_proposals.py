"""Nobody is left out of the partition of a shipped proposal: whoever is complete and valid is in
one cell, and every value that a valid record can have is in some cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lovgraf.check.quality import quality_shapes
from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import Memory
from lovgraf.law.graph import ONTOLOGY
from lovgraf.proposals.case_space import possible
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.proposal import read_proposal
from lovgraf.verdicts.patterns import distinct
from tests.agreement.real_people import of_day, person
from tests.agreement.test_case_space import LAW, complete_and_valid
from tests.examples import dice, drawn, whole

FILES = sorted((ONTOLOGY / "proposal").glob("*.ttl"))


@pytest.mark.slow
@whole("agreement/test_case_space.py::test_everyone_is_somewhere")
@pytest.mark.drawn
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everyone_is_in_one_cell(path: Path) -> None:
    proposal = read_proposal(path)
    overlay = lay_over(LAW, [proposal])
    day = overlay.starts[proposal.iri]
    random, number_of = dice(20141201), drawn(200, of=5000, whole=600)
    for comparison in comparisons(views_of(overlay, day)):
        kind = comparison.record_type
        everyone = possible(comparison.nothing, comparison.conditions(), record_type=kind)
        assert everyone.partition.unreached == ()
        assert everyone.unsettled == 0
        for axis in everyone.axes:
            codes = [axis.table.codes[key] for key in axis.table.keys]
            assert len(distinct(codes, axis.size)[0]) == axis.size
        shapes = quality_shapes(overlay.law, kind)[0]
        bad = {iri: s.condition for iri, s in shapes.items() if s.severity == "error"}
        together = comparison.together()
        memory, every = Memory.compile(together, quality=bad), Memory.compile(together).columns
        columns = of_day(every, overlay.law.facts.on(day))
        number = {str(RECORD.id): "1"}
        found = [{**person(columns, day, random), **number} for _ in range(number_of)]
        good = complete_and_valid(memory, found)
        assert len(good) > number_of // 1000
        assert np.asarray(everyone.cells_of(good)).min() >= 0
