"""That a day is the one which registers write where there is none, as shapes of record quality.

Which day that is, and in which columns it is a known answer, is data (`record:fillerDay`).
"""

from __future__ import annotations

from msgspec.structs import replace

from lovgraf.check.quality_shape import QualityShape
from lovgraf.conditions.tree import Constant, Leaf, Named, Not, OneOf
from lovgraf.core.terms import BASE, Text
from lovgraf.core.written import date_text
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law


def filler_days(law: Law, record_type: str) -> dict[str, QualityShape]:
    """A shape for each column of dates that has such a day. Nobody invented has one, so that it
    makes no kinds of those who could be."""
    shapes = (_of(law, c) for c in law.facts.columns_of(record_type) if c.filler is not None)
    return {shape.iri: shape for shape in shapes}


def _of(law: Law, column: Column) -> QualityShape:
    assert column.filler is not None
    day = date_text(column.filler)
    message = Text(
        f"Dagen i »{column.label.da}« er den {day.da}, som registre skriver, hvor der ingen dag "
        "er. Den er læst som en dag, der ikke er kommet endnu. Lad feltet stå tomt, hvis der ingen "
        "dag er.",
        f'The day in "{column.label.en}" is {day.en}, which registers write where there is no day. '
        "It was read as a day that has not come yet. Leave the field blank where there is none.",
    )
    iri = f"{BASE}shape/record/{column.name.replace('_', '-')}-filler"
    condition = Named(iri, Not(Leaf(column.iri, OneOf(frozenset({column.filler})))))
    shape = QualityShape.of(law.facts, iri, condition, "warning", message)
    return replace(shape, columns=(column.name,), timeless=Constant(True))
