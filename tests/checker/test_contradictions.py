"""What columns say of each other is what a record keeps to; a finding follows for each that does
not, and nobody writes it by hand."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

import lovgraf
from lovgraf.check.by_reference import record_of
from lovgraf.check.contradictions import contradictions
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.conditions.tree import Count, Leaf, Not, Or
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.explain.person import Explainer
from lovgraf.facts.repairs import disputes_in
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law
from lovgraf.readers.single import read_pairs
from lovgraf.reference.solver.engine import Solver
from tests.agreement.real_people import person
from tests.checker.small_law import AS_OF, law_of, old_ships
from tests.examples import dice, drawn, one_in, whole
from tests.ontology.test_no_value import bare, ruled_out

DAY = date(2014, 12, 1)
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
    # What is contradicted is unknown; a blank takes what another column implies.
    assert result.norms[0].verdicts == {"fulfilled": 2, "breached": 1, "undetermined": 2}


@pytest.mark.slow
@pytest.mark.parametrize("engine", one_in(2, ["columns", "reference"]))
def test_a_blank_that_means_no_where_another_column_says_yes(tmp_path: Path, engine: str) -> None:
    result = ships(tmp_path, engine, ["inspected"])
    found = {q.code: q for q in result.quality if q.code.startswith(BASE)}
    assert set(found) == {AGAINST, BLANK}
    assert found[BLANK].examples == (3,)
    assert "which means no" in found[BLANK].message.en
    assert "betyder nej" in found[BLANK].message.da
    assert result.norms[0].verdicts == {"fulfilled": 2, "breached": 2, "undetermined": 1}


PEOPLE = """id,birth_date,home_in_denmark,cpr_status,digital_post,exemption_ground,exempted_on
a,1935-07-09,true,01,{no},3,2014-10-05
b,1935-07-09,true,01,{no},3,
c,1950-02-28,false,80,{no},4,2014-10-05
d,1950-02-28,false,80,{no},0,
"""


@pytest.mark.slow
def test_a_blank_that_means_no_says_what_a_no_says(tmp_path: Path, law: Law) -> None:
    """Also of what follows: who is not connected has no day since when."""
    said = []
    duty = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    norms = {duty, *one_in(12, [norm.iri for norm in law.at(date(2014, 12, 1)).judged("person")])}
    for no in ("false", ""):
        path = tmp_path / f"people-{no}.csv"
        path.write_text(PEOPLE.format(no=no))
        request = CheckRequest(
            date(2014, 12, 1),
            law,
            record_type="person",
            complete=["digital_post"],
            about=tuple(sorted(norms)),
        )
        said.append({one.norm: one.verdicts for one in check_dataset(path, request).norms})
    assert said[0] == said[1]
    assert said[0][duty]["exempt"] > 0


def test_the_same_in_a_record(law: Law) -> None:
    columns = [law.facts.columns[name] for name in ("digital_post", "digital_post_since", "eid")]
    told = record_of([None, None, None], columns, {"digital_post", "eid"})
    assert [*told.values()] == [False, None, NONE]
    assert [*record_of([None, DAY, None], columns, {"digital_post"}).values()] == [None, DAY, None]


@pytest.mark.slow
def test_what_has_ended_is_no_contradiction(law: Law) -> None:
    duty = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    explainer = Explainer(law.at(DAY), "person", only=frozenset({duty}))

    def codes(text: str) -> set[str]:
        record = read_pairs(text.split(), law.facts.on(DAY), "person")
        told = explainer.explain(record, turns=False, without=("breached",)).quality
        return {q.code.rsplit("/")[-1] for q in told}

    since = "digital_post=false digital_post_since=2014-01-01"
    assert [code for code in codes(since) if "digital-post" in code] == [
        "digital-post-since-against-digital-post-unclear"
    ], "it may have ended"
    ended = f"{since} digital_post_ended_on=2014-05-01"
    assert not [code for code in codes(ended) if "digital-post" in code]
    again = "digital_post=true digital_post_ended_on=2014-05-01 digital_post_since=2014-01-01"
    assert "digital-post-ended-on-against-digital-post-lasting" in codes(again)
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
    # A no is no contradiction of a no, be it the code that says that there is none.
    for none in ("exempt=false exemption_ground=0", "has_nemkonto=false nemkonto=none"):
        assert not [code for code in codes(none) if "against" in code or "beside" in code]
    granted = codes("exempt=false exemption_ground=4")
    assert "exemption-ground-against-exempt" in granted
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
            assert "record#" not in f"{shape.message.da} {shape.message.en}"
            if shape.iri.endswith(("-lasting", "-unclear", "-to-come", "-past", "-none-and-more")):
                continue
            if "-beside-" in shape.iri:
                continue
            assert isinstance(condition, Or)
            given, other, *_ = condition.parts
            assert isinstance(given, Not)
            assert isinstance(other, Not)
            assert isinstance(given.part, Count | Leaf)
            assert isinstance(other.part, Leaf)
            values: frozenset[object] = getattr(other.part.test, "values", frozenset())
            pairs[given.part.fact, other.part.fact] = values
        for iri, shape in written_shapes(law, kind)[0].items():
            for leaf, fact in ruled_out(shape.condition):
                said: frozenset[object] = getattr(leaf.test, "values", frozenset())
                assert not said <= pairs.get((fact, leaf.fact), frozenset()), iri


@pytest.mark.slow
def test_a_breach_on_a_blank_needs_more_than_what_is_contradicted(law: Law, tmp_path: Path) -> None:
    """Nobody is blamed for not registering the day of a departure that the record denies."""
    view = law.at(DAY)
    norm = f"{BASE}law/2013/5/par/26/stk/2/pkt/2/norm/date-of-departure"
    text = "departed=no left_on=2014-06-01 cpr_status=80 cpr_basis=registered moved_to_country=ES"
    record = read_pairs(text.split(), view.facts_of_day, "person")
    columns, solver = verdicts_for(view, [record], norms=[norm])[0], Solver(view, norms=[norm])
    assert columns[norm].verdict == solver.possible(record)[norm].verdict == "undetermined"
    assert {"departed", "left_on"} <= {*columns[norm].missing}
    assert columns[norm].exact
    # The same of a row of a table, with and without the other end of the contradiction.
    names, values = zip(*(pair.split("=") for pair in text.split()), strict=True)
    path = tmp_path / "persons.csv"
    without = ",".join(
        "" if name == "departed" else v for name, v in zip(names, values, strict=True)
    )
    path.write_text(f"id,{','.join(names)}\n1,{','.join(values)}\n2,{without}\n")
    asked = CheckRequest(DAY, law, record_type="person", about=(norm,))
    own = next(one for one in check_dataset(path, asked).norms if one.norm == norm)
    assert own.verdicts == {"undetermined": 2}


@pytest.mark.parametrize(
    ("said", "columns"),
    one_in(
        3,
        [
            ("moved_in_denmark=yes moved_on=no", ("moved_in_denmark", "moved_on")),
            ("exemption_ground=3 exempted_on=no", ("exempted_on", "exemption_ground")),
            ("move_notified=yes move_notified_on=no", ("move_notified", "move_notified_on")),
            ("cpr_status=90 death_date=no", ("cpr_status", "death_date")),
            ("cpr_basis=registered cpr_number=no", ("cpr_basis", "cpr_number")),
            ("moved_in_denmark=no moved_on=no", None),
            ("exemption_ground=0 exempted_on=no", None),
            ("moved_in_denmark=yes", None),
            ("moved_on=no", None),
        ],
    ),
)
def test_what_is_said_not_to_be_there_although_it_must_be(
    law: Law, said: str, columns: tuple[str, str] | None
) -> None:
    view = law.at(DAY)
    record = read_pairs(said.split(), view.facts_of_day, "person")
    found = Explainer(view, only=frozenset()).explain(record).quality
    assert [(one.columns, one.severity) for one in found] == [(columns, "error")] * bool(columns)
    assert all("siger, at" in one.message.da for one in found)


@pytest.mark.slow
@pytest.mark.drawn
@whole("checker/facts/test_day_to_come.py::test_every_engine_gives_what_both_repairs_share")
def test_a_table_and_its_records_say_the_same(law: Law, tmp_path: Path) -> None:
    columns, random = law.facts.columns_of("person"), dice(7)
    single = [column for column in columns if not column.multi]
    records = [dict(person(single, DAY, random)) for _ in range(drawn(8, of=100))]
    assert sum(bool(disputes_in(law.facts, record, DAY)) for record in records) > 3
    path = tmp_path / "persons.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([column.name for column in single])
        for record in records:
            rows.writerow([_written(record.get(column.iri)) for column in single])
    result = check_dataset(path, CheckRequest(DAY, law, record_type="person"))
    judged = verdicts_for(law.at(DAY), records)
    for one in result.norms:
        assert one.verdicts == Counter(record[one.norm].verdict for record in judged), one.norm


def _written(state: State) -> str:
    if isinstance(state, bool):
        return str(state).lower()
    return "" if state is None or state is NONE else str(state)


@pytest.mark.parametrize("engine", one_in(2, ["columns", "reference"]))
def test_a_code_for_none_agrees_with_no(tmp_path: Path, law: Law, engine: str) -> None:
    """Of a column of several values: none alone agrees, a ground does not, nor one beside none."""
    path = tmp_path / "people.csv"
    grounds = ("0", "4", "0;4", "")
    rows = (f"{n},1960-01-01,01,false,false,{one}" for n, one in enumerate(grounds))
    head = "id,birth_date,cpr_status,digital_post,exempt,exemption_ground"
    path.write_text("\n".join((head, *rows)))
    about = (f"{BASE}law/2012/528/par/3/stk/1/norm/connection",)
    for complete in ((), ("exempt",)):
        request = CheckRequest(
            DAY, law, record_type="person", engine=engine, about=about, complete=[*complete]
        )
        result = check_dataset(path, request)
        found = {q.code.rsplit("/")[-1]: q.examples for q in result.quality if "exemp" in q.code}
        assert found["exemption-ground-against-exempt"] == (2, 3)
        assert "exemption-ground-against-blank-exempt" not in found
    path.write_text(path.read_text().replace(",false,false,", ",false,,"))
    result = check_dataset(path, replace(request, complete=["exempt"]))
    found = {q.code.rsplit("/")[-1]: q.examples for q in result.quality if "exemp" in q.code}
    assert found["exemption-ground-against-blank-exempt"] == (2, 3)


@pytest.mark.parametrize(
    ("own", "verdict", "told"),
    [
        ({"cpr_number": "6101151234"}, "breached", False),
        ({"birth_date": "2015-01-01"}, "not-addressed", False),
        ({"cpr_number": "6101151234", "birth_date": "2015-01-01"}, "not-addressed", True),
    ],
)
def test_the_date_of_birth_counts_beside_a_number_that_shows_another(
    own: dict[str, str], verdict: str, told: bool
) -> None:
    """As `docs/index.md` says: the graph says which one counts, and the error is told beside."""
    duty = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    found = lovgraf.person(
        {**own, "home_in_denmark": True, "digital_post": False}, as_of="2016-12-01"
    )
    assert found.verdicts[duty] == verdict
    codes = {flaw.code.rpartition("/")[2] for flaw in found.found.quality}
    assert ("cpr-number-birth-date" in codes) is told
