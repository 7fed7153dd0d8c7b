"""What columns say of each other is what a record keeps to; a finding follows for each that does
not, and nobody writes it by hand."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from lovgraf.check.contradictions import contradictions
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.conditions.tree import Count, Leaf, Not, Or
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import BASE
from lovgraf.explain.person import Explainer
from lovgraf.law import Law
from lovgraf.readers.single import read_pairs
from tests.checker.small_law import AS_OF, law_of, old_ships
from tests.ontology.test_no_value import bare, ruled_out

DAY = AS_OF.replace(year=2014)
SHIPS = """built_on,sails,inspected,inspected_on
2000-01-01,true,false,2029-05-01
2000-01-01,true,true,2029-05-01
2000-01-01,true,,2029-05-01
2000-01-01,true,false,
2000-01-01,true,,
"""
AGAINST = f"{BASE}shape/record/inspected-on-against-inspected"
BLANK = f"{BASE}shape/record/inspected-on-against-blank-inspected"


def ships(tmp_path: Path, engine: str = "columns", complete: Collection[str] = ()) -> CheckResult:
    path = tmp_path / "ships.csv"
    path.write_text(SHIPS)
    law = law_of(old_ships().replace("addressee <class/old>", "addressee record:Ship"))
    return check_dataset(
        path, CheckRequest(AS_OF, law, record_type="ship", engine=engine, complete=complete)
    )


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["columns", "reference"])
def test_a_value_that_another_column_says_is_not_there(tmp_path: Path, engine: str) -> None:
    result = ships(tmp_path, engine)
    found = {q.code: q for q in result.quality if q.code.startswith(BASE)}
    assert set(found) == {AGAINST}
    assert found[AGAINST].examples == (1,)
    assert found[AGAINST].severity == "error"
    assert found[AGAINST].message.en == (
        '"inspected on" is given, but "inspected" is no. Correct one of them.'
    )
    assert found[AGAINST].message.da == (
        "»synet den« er udfyldt, men »synet« er nej. Ret en af dem."
    )
    # What is given stands; a blank takes what another column implies.
    assert result.norms[0].verdicts == {"fulfilled": 2, "breached": 2, "undetermined": 1}


@pytest.mark.parametrize("engine", ["columns", "reference"])
def test_a_blank_that_means_no_where_another_column_says_yes(tmp_path: Path, engine: str) -> None:
    result = ships(tmp_path, engine, ["inspected"])
    found = {q.code: q for q in result.quality if q.code.startswith(BASE)}
    assert set(found) == {AGAINST, BLANK}
    assert found[BLANK].examples == (3,)
    assert "which means no" in found[BLANK].message.en
    assert "betyder nej" in found[BLANK].message.da
    assert result.norms[0].verdicts == {"fulfilled": 2, "breached": 3}


@pytest.mark.slow
def test_what_has_ended_is_no_contradiction(law: Law) -> None:
    explainer = Explainer(law.at(DAY), "person")

    def codes(text: str) -> set[str]:
        record = read_pairs(text.split(), law.facts, "person")
        told = explainer.explain(record, turns=False, without=("breached",)).quality
        return {q.code.rsplit("/")[-1] for q in told}

    since = "digital_post=false digital_post_since=2014-01-01"
    assert not [code for code in codes(since) if "digital-post" in code], "it may have ended"
    ended = f"{since} digital_post_ended_on=2014-05-01"
    assert not [code for code in codes(ended) if "digital-post" in code]
    again = "digital_post=true digital_post_ended_on=2014-05-01"
    assert "connected-and-ended" in codes(again)
    was = "exemption_ground=0 exempted_on=2014-05-01"
    assert not [code for code in codes(was) if code.startswith("exempted-on")], "it may have ended"
    for text, code in {
        "emigration_notified=false emigration_channel=digital":
            "emigration-channel-against-emigration-notified",
        "residence_document=none residence_document_since=2014-05-01":
            "residence-document-since-against-residence-document",
        "has_nemkonto=false nemkonto=DK5000400440116243": "nemkonto-against-has-nemkonto",
        "cpr_basis=none cpr_status=01": "cpr-status-against-cpr-basis",
        "death_date=2014-05-01 cpr_status=01": "death-date-against-cpr-status",
    }.items():  # fmt: skip
        assert code in codes(text)
    # A no is no contradiction of a no.
    nordic = "nordic-registered-against-departed"
    assert nordic not in codes("departed=false nordic_registered=false")
    assert nordic in codes("departed=false nordic_registered=true")
    assert "nemkonto-against-has-nemkonto" not in codes("has_nemkonto=false nemkonto=none")


def test_no_shape_is_written_that_follows(law: Law) -> None:
    from lovgraf.check.quality import written_shapes

    for kind in sorted(law.facts.record_types.values()):
        pairs: dict[tuple[str, str], frozenset[object]] = {}
        for shape in contradictions(law, kind).values():
            condition = bare(shape.condition)
            assert isinstance(condition, Or)
            given, other, *_ = condition.parts
            assert isinstance(given, Not)
            assert isinstance(other, Not)
            assert isinstance(given.part, Count | Leaf)
            assert isinstance(other.part, Leaf)
            values: frozenset[object] = getattr(other.part.test, "values", frozenset())
            pairs[given.part.fact, other.part.fact] = values
            assert "record#" not in f"{shape.message.da} {shape.message.en}"
        for iri, shape in written_shapes(law, kind)[0].items():
            for leaf, fact in ruled_out(shape.condition):
                said: frozenset[object] = getattr(leaf.test, "values", frozenset())
                assert not said <= pairs.get((fact, leaf.fact), frozenset()), iri
