"""The rows of a file with several types of record are read in one go, as each type is by the data
engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lovgraf.readers.delimited
import lovgraf.readers.pieces
from lovgraf.check import dataset
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.work_list import work_list
from lovgraf.core.errors import InputError
from lovgraf.engine.population import Population
from lovgraf.law import Law
from lovgraf.readers import kinds
from tests.checker.small_law import AS_OF, UNIQUE, law_of, old_ships
from tests.examples import examples

BOATS = """
record:Ship record:usualType true .
record:Boat a owl:Class ; skos:notation "boat" ; rdfs:label "båd"@da, "boat"@en .
record:type a record:Column ; record:column "type" ; record:datatype xsd:string ;
  record:codeList <list/types> ; record:recordType record:Ship, record:Boat ;
  rdfs:label "type"@da, "type"@en .
<list/types> a skos:ConceptScheme ; rdfs:label "typer"@da, "types"@en .
<list/types/ship> skos:inScheme <list/types> ; skos:notation "ship" ;
  skos:prefLabel "skib"@da, "ship"@en .
<list/types/boat> skos:inScheme <list/types> ; skos:notation "boat" ;
  skos:prefLabel "båd"@da, "boat"@en .
record:oars a record:Column ; record:column "oars" ; record:datatype xsd:integer ;
  record:recordType record:Boat ; rdfs:label "årer"@da, "oars"@en .
record:id record:recordType record:Boat .
record:flag record:recordType record:Boat .
<duty/rowed> a sh:NodeShape ; rdfs:label "roet"@da, "rowed"@en ;
  sh:message "Ro båden."@da, "Row the boat."@en ;
  sh:property [ sh:path record:oars ; sh:minInclusive 2 ] .
<class/danish> a owl:Class ; rdfs:label "danske"@da, "Danish ones"@en ;
  owl:equivalentClass [ owl:intersectionOf ( record:Boat
    [ owl:onProperty record:flag ; owl:hasValue "DK" ] ) ] .
<law/2029/1/par/2/norm/oars> a core:Obligation ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Boat ; core:bearer core:Subject ; core:addressee <class/danish> ;
  core:duty <duty/rowed> ; rdfs:label "Årer"@da, "Oars"@en .
"""
HEAD = ("id", "type", "built_on", "sails", "inspected", "flag", "oars", "name")
VALUES = (
    ["a", "b", "c", "NULL"],
    ["ship", "boat", "Båd", "SHIP", "", "?"],
    ["1980-01-01", "1980-01-01", "", "1.1.1690", "never"],
    ["true", "false", "", "?"],
    ["true", "false", "", "ja"],
    ["DK", "SE", "", "XX", "YY"],
    ["1", "2", "", "99999999", "two"],
    ["Åse", "Bo", "", " "],
)
ROW = st.tuples(*map(st.sampled_from, VALUES))


@pytest.fixture(scope="module")
def law() -> Law:
    """A law of a norm about ships and one about boats."""
    return law_of(old_ships(), UNIQUE, BOATS)


def said(path: Path, law: Law) -> list[Any]:
    """All that is said of a file."""
    found = check_dataset(path, CheckRequest(AS_OF, law, show_values=True))
    return [
        found.norms, found.causes, found.quality, found.notes, found.records, found.receipt,
        found.intake, list(found.findings), list(found.open_findings),
    ]  # fmt: skip


@pytest.mark.slow
@examples(1, whole=2, of=20, shrink=False)
@given(
    st.sampled_from(["csv", "parquet"]),
    st.lists(ROW, min_size=2, max_size=40),
    st.sampled_from(["", "s9;ship\n"]),
)
def test_in_one_go(
    tmp_path_factory: pytest.TempPathFactory,
    law: Law,
    suffix: str,
    rows: list[tuple[str, ...]],
    odd: str,
) -> None:
    path = tmp_path_factory.mktemp("apart") / f"fleet.{suffix}"
    rows = [tuple(v[0] for v in VALUES), (*(v[0] for v in VALUES[:1]), "boat", *rows[0][2:]), *rows]
    if suffix == "csv":
        lines = [";".join(row) for row in [HEAD, *rows]]
        path.write_text("\n".join(lines) + "\n" + odd, encoding="utf-8")
    else:
        table = pa.table({name: [row[n] for row in rows] for n, name in enumerate(HEAD)})
        pq.write_table(table, path, row_group_size=7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
        patch.setattr(lovgraf.readers.pieces, "_PIECE", 200)
        patch.setattr(kinds, "_MANY", 0)
        computed = said(path, law)
        patch.setattr(dataset, "MANY", 0)
        read: list[int] = []
        load = Population.load_types

        def watched(*asked: Any) -> list[Population]:
            found = load(*asked)
            read.append(len(found))
            return found

        patch.setattr(Population, "load_types", watched)
        assert said(path, law) == computed
    assert read == [2 + any(row[1] == "?" for row in rows)]  # of which no type can be read


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("many", [False, True])
def test_no_rule_is_asked_of_a_record_of_which_the_type_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Law, suffix: str, many: bool
) -> None:
    if many:
        monkeypatch.setattr(dataset, "MANY", 0)
        monkeypatch.setattr(kinds, "_MANY", 0)
        monkeypatch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
    types = ["ship", "skibe", "", "ship", "?", "boat"]
    ship = {"built_on": "1980-01-01", "sails": "true", "inspected": "false", "flag": "DK"}
    columns = {
        "id": [f"s{n}" for n in range(len(types))], "type": types,
        **{name: [value] * len(types) for name, value in ship.items()},
    }  # fmt: skip
    path = tmp_path / f"fleet.{suffix}"
    if suffix == "csv":
        lines = [",".join(row) for row in (columns, *zip(*columns.values(), strict=True))]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        pq.write_table(pa.table(columns), path)
    found = check_dataset(path, CheckRequest(AS_OF, law))
    (ships,) = (norm for norm in found.norms if norm.record_type == "ship")
    assert ships.verdicts == {"breached": 3}  # a blank says the usual type
    assert {one.row for one in found.findings} == {1, 3, 4}
    (flaw,) = (flaw for flaw in found.quality if flaw.column == "type")
    assert (flaw.code, flaw.severity, flaw.count) == ("unreadable-value", "error", 2)
    assert flaw.examples == (2, 5)
    assert "no rule was asked" in flaw.message.en
    assert found.records == len(types)
    listed = work_list(found)
    assert [task.columns for task in listed.of("data")][0] == ("type",)
    assert "mapping" in listed.of("data")[0].remedy.en
    assert "of 4 records" in listed.meaning.en
    assert "2 records were not judged" in listed.meaning.en


def test_a_table_of_which_no_type_can_be_read_is_refused(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text("id,type,sails\na,?,true\nb,skibe,true\n", encoding="utf-8")
    with pytest.raises(InputError, match="type that can be read"):
        check_dataset(path, CheckRequest(AS_OF, law))


def test_a_flaw_of_several_types_is_one_thing_to_do(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "fleet.csv"
    types = ["ship", "boat", "boat", "ship", "boat", "ship", "ship", "boat", "ship"]
    flags = ["DK", "ZZ", "XX", "ZZ", "YY", "ZZ", "ZZ", "SE", "NO"]
    each = enumerate(zip(types, flags, strict=True))
    lines = [f"s{n},{kind},1980-01-01,true,false,{flag}" for n, (kind, flag) in each]
    path.write_text("\n".join(["id,type,built_on,sails,inspected,flag", *lines]) + "\n")
    found = check_dataset(path, CheckRequest(AS_OF, law))
    assert [flaw.count for flaw in found.quality if flaw.column == "flag"] == [3, 3]
    (task,) = (task for task in work_list(found).of("data") if task.columns == ("flag",))
    assert task.flaw is not None
    assert (task.count, task.flaw.examples) == (6, (2, 3, 4, 5, 6, 7))
