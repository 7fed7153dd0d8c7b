"""Where a shape of record quality rules a value out, the column itself says that there is none.

Otherwise whoever is right to leave the column blank is taken for someone of whom a fact is missing,
and is in no cell of the partition.
"""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.check.quality import written_shapes
from lovgraf.conditions.tree import And, Condition, Count, Leaf, Named, Not, OneOf, Or
from lovgraf.core.terms import RECORD
from lovgraf.facts.fact import Column
from lovgraf.law import load_law

NOT_NONE = {
    # Who was not asked for it has a date of birth all the same.
    ("birthDate", "birthDateObtained"),
}


def test_a_value_that_is_ruled_out_is_known_not_to_be_there() -> None:
    law = load_law()
    seen = set()
    for kind in sorted(law.facts.record_types.values()):
        for shape in written_shapes(law, kind)[0].values():
            if shape.severity != "error":
                continue
            for leaf, given in ruled_out(shape.condition):
                column, other = law.facts[given], law.facts[leaf.fact]
                if not (isinstance(column, Column) and isinstance(other, Column)):
                    continue
                pair = str(column.iri), str(other.iri)
                seen.add(pair)
                if tuple(iri.removeprefix(str(RECORD)) for iri in pair) in NOT_NONE:
                    continue
                assert isinstance(leaf.test, OneOf)
                said = {value for fact, value in column.none_when if fact == leaf.fact}
                assert leaf.test.values <= said, f"{shape.iri}: {column.name} lacks noneWhen"
    assert seen


def ruled_out(condition: Condition) -> Iterator[tuple[Leaf, str]]:
    """Answers of one column with which a shape allows no value in another (by IRI)."""
    match bare(condition):
        case Not(part) if isinstance(both := bare(part), And):
            parts = [bare(part) for part in both.parts]
        case Or(several):
            parts = [bare(one.part) for part in several if isinstance(one := bare(part), Not)]
            if len(parts) < len(several):
                return
        case _:
            return
    if len(parts) != 2:
        return
    for leaf, count in (parts, parts[::-1]):
        match leaf, count:
            case Leaf(_, OneOf()), Count(given, low) if low > 0:
                yield leaf, given


def bare(condition: Condition) -> Condition:
    """A condition without names around it."""
    while isinstance(condition, Named):
        condition = condition.part
    return condition
