"""The economy of proposals: the report's tables computed again, and redone for a dataset."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.law.graph import ONTOLOGY
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.business_case import business_case
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import proposal_of, read_proposal
from tests.checker.reports.assessment.example import AMOUNTS, amount, assessed, law, turtle
from tests.examples import examples

pytestmark = pytest.mark.slow
LINES = (
    "core:addsLine <proposal/library/line/before> ; "
    "core:subtractsLine <proposal/library/line/after> ;"
)


def laid(text: str) -> Assessment:
    """A proposal laid over the law, without looking for gaps or reading the law's norms anew, which
    no calculation asks for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lovgraf.proposals.overlay._readable", lambda _law, _proposal: None)
        overlay = lay_over(law(), [proposal_of(text, "library.ttl")])
    views: Any = SimpleNamespace(graph=overlay.law.graph, overlay=overlay)
    return cast(Assessment, SimpleNamespace(views=views, counted=()))


def test_the_report_s_tables() -> None:
    proposal = read_proposal(ONTOLOGY / "proposal/digital-post-group-1.ttl")
    views: Any = SimpleNamespace(graph=law().graph, overlay=SimpleNamespace(proposals=[proposal]))
    found: Any = SimpleNamespace(views=views, counted=())
    tables = {table.iri.rsplit("/", 1)[-1]: table for table in business_case(found)}
    skat, udk = tables["skat"], tables["udk"]
    assert skat.years == udk.years == (2015, 2016, 2017, 2018)
    assert skat.total == 537_840
    assert skat.misprinted == ()
    assert [price for _, price in skat.unit_prices] == [Decimal("12.345"), Decimal("1.14")]
    assert udk.printed is not None
    assert udk.printed.total == 3_187_304
    assert udk.total == 3_187_301
    assert udk.misprinted == (2016, 2017, 2018)
    assert udk.heads is not None
    assert udk.heads.value == 25_000
    assert udk.heads.unit.da == "personer"
    assert udk.unit_prices == ()
    for table in (skat, udk):
        assert table.locator
        assert table.not_included
        assert table.assumes
        assert table.recounts == ()


def test_an_invented_model_is_computed_and_redone_for_the_dataset() -> None:
    (table,) = business_case(assessed())
    assert list(map(int, table.saving)) == [900, 700]
    assert table.misprinted == (2021,)
    ((line, price),) = table.unit_prices
    assert line.label.en == "Today"
    assert price == 25
    (recount,) = table.recounts
    assert (recount.obliged, recount.able, recount.undecided) == (4, 2, 0)
    assert recount.group.iri == f"{BASE}proposal/library/class/readers"
    assert list(map(int, recount.saving)) == [225, 175]  # two of eight readers: a quarter
    assert recount.total == 400


@examples(3, of=8)
@given(st.lists(st.integers(-10_000, 10_000), min_size=4, max_size=4))
def test_the_saving_is_what_is_added_less_what_is_taken_off(values: list[int]) -> None:
    keys = [("before", 2020), ("after", 2020), ("before", 2021), ("after", 2021)]
    text = turtle()
    for (line, year), value in zip(keys, values, strict=True):
        text = text.replace(amount(line, year, AMOUNTS[line, year]), amount(line, year, value))
    (table,) = business_case(laid(text))
    assert list(map(int, table.saving)) == [values[0] - values[1], values[2] - values[3]]
    assert table.total == sum(table.saving)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("core:costTable <proposal/library/table> ;", "", "core:costTable"),
        (amount("after", 2021, 300), "", "2021"),
        (LINES, "", "no lines"),
        (amount("after", 2021, 300), amount("after", 2021, 300).replace("DKK", "EUR"), "DKK, EUR"),
    ],
)  # fmt: skip
def test_a_calculation_that_is_not_whole_is_refused_at_its_line(
    old: str, new: str, words: str
) -> None:
    assert old in turtle()
    with pytest.raises(InputError) as error:
        business_case(laid(turtle().replace(old, new)))
    assert words in error.value.message.en
    assert "Cards of paper" in error.value.message.en
    assert error.value.line


def test_no_model_is_no_calculation() -> None:
    bare = turtle().replace("core:costModel <proposal/library/cost> ;", "")
    assert business_case(laid(bare)) == []
