"""A condition line by line: joined parts on one level, and the same again from its JSON."""

from __future__ import annotations

from lovgraf.conditions.outline import Outline, outline
from lovgraf.conditions.tree import And, Leaf, Named, Not, OneOf, Or
from lovgraf.conditions.words import AND, NOT, OR, Words
from lovgraf.law import Law

FACTS = ("home_in_denmark", "departed", "immigrated")


def test_what_joins_alike_stands_on_one_level(law: Law) -> None:
    leaves = [Leaf(law.facts.columns[name].iri, OneOf(frozenset({True}))) for name in FACTS]
    inner = And((leaves[0], And((leaves[1], Or((leaves[2], Or(tuple(leaves[:2]))))))))
    found = outline(
        And((inner, Not(Named("https://w3id.org/lovgraf/group/1", inner)))),
        Words(law.graph, law.facts),
    )
    assert found.text == AND
    assert [part.text for part in found.parts[2:]] == [OR, NOT]
    assert len(found.parts[2].parts) == 3
    assert found.parts[3].parts[0].iri == "https://w3id.org/lovgraf/group/1"
    assert not found.parts[3].parts[0].parts, "a name is not unfolded"
    assert Outline.from_dict(found.as_dict()) == found


def test_a_code_that_is_a_word_gives_way_to_its_label(law: Law) -> None:
    seen = set()
    for column in law.facts.columns.values():
        for code in column.code_list.concepts if column.code_list else ():
            leaf = Leaf(column.iri, OneOf(frozenset({code.notation})))
            said = outline(leaf, Words(law.graph, law.facts)).text.da
            digits = code.notation.isdigit()
            expected = f"{code.notation} ({code.label.da})" if digits else code.label.da
            verb = "omfatter" if column.multi else "er"
            assert said == f"{column.label.da} {verb} {expected}"
            seen.add(digits)
    assert seen == {True, False}
