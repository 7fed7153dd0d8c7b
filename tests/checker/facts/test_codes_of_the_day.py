"""Codes that the law of a day does not know: read as unknown, and told as errors of the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.conditions.tree import Leaf, OneOf
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.facts.fact import Column
from lovgraf.law import Law
from lovgraf.proposals.blocks import Codes
from lovgraf.proposals.needed import Needed
from lovgraf.readers.connection import connect
from lovgraf.readers.single import read_pairs
from lovgraf.readers.table import open_dataset

OF_2013, OF_2021 = date(2014, 12, 1), date(2021, 11, 25)
DUTY = "law/2012/528/par/3/stk/1/norm/connection"


def test_a_code_list_has_the_codes_of_the_day(law: Law) -> None:
    codes = law.facts.on(OF_2013).columns["exemption_ground"].code_list
    assert codes is not None
    assert codes.notations == tuple("012345678")
    assert law.facts.on(OF_2021) is law.facts.on(OF_2021)
    assert law.facts.on(OF_2021).columns == law.facts.columns


def test_a_code_of_another_day_is_refused_by_name(law: Law) -> None:
    with pytest.raises(InputError) as error:
        read_pairs(["exemption_ground=9"], law.facts.on(OF_2013), "person")
    assert "exemption_ground" in error.value.message.en
    assert "that there were on 2014-12-01" in error.value.message.en
    assert read_pairs(["exemption_ground=9"], law.facts.on(OF_2021), "person")


@pytest.mark.slow
@pytest.mark.parametrize("ground", ["9", "1 9"])
def test_no_verdict_is_decided_by_a_code_of_another_day(
    tmp_path: Path, law: Law, ground: str
) -> None:
    path = tmp_path / "persons.csv"
    path.write_text(
        "id;birth_date;cpr_status;digital_post;exemption_ground;exempted_on\n"
        f"1;1960-01-01;01;nej;{ground};2014-11-01\n"
    )
    result = check_dataset(path, CheckRequest(OF_2013, law, about=(f"{BASE}law/2012/528",)))
    [connection] = [norm for norm in result.norms if norm.norm.endswith(DUTY)]
    assert connection.verdicts == {"undetermined": 1}
    [flaw] = [flaw for flaw in result.quality if flaw.column == "exemption_ground"]
    assert (flaw.code, flaw.severity, flaw.count) == ("unreadable-value", "error", 1)
    assert "0, 1, 2, 3, 4, 5, 6, 7, 8 that there were on 2014-12-01" in flaw.message.en


def test_a_mapping_may_name_a_code_of_another_day(tmp_path: Path, law: Law) -> None:
    path, mapping = tmp_path / "persons.csv", tmp_path / "map.json"
    path.write_text("id;ground\n1;09\n2;01\n")
    mapping.write_text(
        '{"@context": ["http://www.w3.org/ns/csvw", {"lovgraf": "https://w3id.org/lovgraf/"}],'
        ' "url": "persons.csv", "dialect": {"delimiter": ";"}, "tableSchema": {"columns":'
        ' [{"titles": "id", "name": "id"}, {"titles": "ground", "name": "exemption_ground",'
        ' "lovgraf:codes": {"01": "1", "09": "9"}}]}}'
    )
    reading = CheckRequest(OF_2013, law, mapping=mapping).reading
    table = open_dataset(path, reading, connect(None))
    assert "exemption_ground" in table.unreadable


def test_columns_of_one_list_know_the_same_codes(law: Law) -> None:
    """Where one column of a code list says which codes a day knows, each does."""
    known: dict[str, set[str | None]] = {}
    for column in law.facts.columns.values():
        if column.code_list is not None:
            known.setdefault(column.code_list.iri, set()).add(column.known_codes)
    assert [iri for iri, groups in known.items() if len(groups) > 1] == []
    with pytest.raises(InputError, match="that there were on 2014-12-01"):
        read_pairs(["issued_eid=mitid"], law.at(OF_2013).facts_of_day, "issuance")


def test_nobody_is_made_up_with_a_code_of_another_day(law: Law) -> None:
    facts = law.facts
    made_up = {facts.columns["exemption_ground"].iri: "9", facts.columns["eid"].iri: "mitid"}
    asked = [Leaf(iri, OneOf(frozenset({code}))) for iri, code in made_up.items()]
    for day, there in (OF_2013, False), (OF_2021, True):
        codes = Codes(facts, asked, Needed(facts), day)
        for iri, code in made_up.items():
            column = facts[iri]
            assert isinstance(column, Column)
            assert (code in (codes.of(column) or ())) is there
