"""The matrix of a dataset counts what going through it row by row counts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.engine.population import Population
from lovgraf.facts.fact import Presumption
from lovgraf.facts.values import State
from lovgraf.law.presumptions import Profile
from lovgraf.law.view import Law, LawView
from lovgraf.proposals.assess import DatasetFile, assess
from lovgraf.proposals.dataset import Counted, effects_of
from lovgraf.verdicts.decide import BREACHED, FULFILLED, PENDING, UNDETERMINED
from tests.checker.proposals.small import DAY, NEW, NORM, law, proposal
from tests.checker.proposals.test_cell_gaps import DATED, NEEDS, WORDS, route
from tests.checker.small_law import fact, ship

GROUP = """core:TargetGroup a owl:Class . <group/danish> a owl:Class, core:TargetGroup ;
  rdfs:label "danske"@da, "Danish"@en ;
  owl:equivalentClass [ owl:onProperty record:flag ; owl:hasValue "DK" ] ."""
ROWS = list(
    product(
        (date(2030, 1, 1), date(2001, 1, 1), None),
        (True, False),
        (True, False, None),
        ("DK", "SE", "NO", None),
    )
)


def lines() -> list[str]:
    """The rows as a file."""
    found = ["id,built_on,sails,inspected,flag"]
    for number, row in enumerate(ROWS):
        cells = ("" if value is None else str(value).lower() for value in row[:3])
        found.append(",".join([str(number), *cells, row[3] or ""]))
    return found


def counted(tmp_path: Path) -> Counted:
    path = tmp_path / "ships.csv"
    path.write_text("\n".join(lines()), encoding="utf-8")
    found = assess(law(GROUP), [proposal()], dataset=DatasetFile(path, record_type="ship"))
    (one,) = found.counted
    return one


def by_row() -> tuple[Counter[str], Counter[str], dict[str, list[int]]]:
    """The effects counted one record at a time, for all and for Danish ships, with their rows."""
    base = law(GROUP)
    after = assess(base, [proposal()]).views.after
    everyone, danish, rows = Counter[str](), Counter[str](), dict[str, list[int]]()
    obliged = {"fulfilled", "pending", "breached", "unattainable"}
    for number, (built, sails, inspected, flag) in enumerate(ROWS, 1):
        facts: dict[str, State] = {
            "built_on": built, "sails": sails, "inspected": inspected, "flag": flag,
        }  # fmt: skip
        record = ship(**facts)
        old = verdicts_for(base.at(DAY), [record], "ship")[0][BASE + NORM].verdict
        new = verdicts_for(after, [record], "ship")[0][BASE + NEW].verdict
        if "undetermined" in (old, new):
            continue
        effects = []
        if new in obliged and old not in obliged:
            effects.append("newly-obliged")
        if old in obliged and new == "not-addressed":
            effects.append("released")
        if new == "exempt" and old != "exempt":
            effects.append("newly-exempt")
        for effect in effects:
            everyone[effect] += 1
            danish[effect] += flag == "DK"
            rows.setdefault(effect, []).append(number)
    return everyone, danish, rows


CHOICES: tuple[tuple[State, ...], ...] = (
    (date(2030, 1, 1), date(2001, 1, 1)), (True, False), (True, False), ("DK", "SE", "NO"),
)  # fmt: skip
"""What a ship may be: one value of each kind that the law before or after tells apart."""


def open_by_row(base: Law, after: LawView) -> int:
    """How many rows have an open verdict and a completion in which the change makes another."""
    found = 0
    for row in ROWS:
        old, new = verdict_of(base.at(DAY), NORM, row), verdict_of(after, NEW, row)
        possible = product(
            *(every if v is None else (v,) for v, every in zip(row, CHOICES, strict=True))
        )
        found += "undetermined" in (old, new) and any(
            verdict_of(base.at(DAY), NORM, one) != verdict_of(after, NEW, one) for one in possible
        )
    return found


Row = tuple[State, ...]


def verdict_of(view: LawView, norm: str, row: Row) -> str:
    """The verdict of a norm on a row."""
    record = ship(**dict(zip(("built_on", "sails", "inspected", "flag"), row, strict=True)))
    return verdicts_for(view, [record], "ship")[0][BASE + norm].verdict


PERMIT = WORDS + route("core:eligible <class/danish> ;")
JUDGED = "core:discretionary a owl:Class ."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("", f"core:replaces <{NORM}> ;"),
        (JUDGED, f"core:replaces <{NORM}> ; core:discretionary true ;"),
        (PERMIT, NEEDS),
    ],
)
def test_undecided_is_what_the_change_can_make_another(
    tmp_path: Path, words: str, part: str
) -> None:
    """Whose verdict is open, and the same before and after whatever the blanks are, is not."""
    base, one = law(GROUP, words), proposal(head=DATED, part=part)
    path = tmp_path / "ships.csv"
    path.write_text("\n".join(lines()), encoding="utf-8")
    found = assess(base, [one], dataset=DatasetFile(path, record_type="ship"))
    (matrix,) = found.counted
    entry = next(entry for entry in matrix.entries if entry.group is None)
    assert 0 < entry.undecided == open_by_row(base, found.views.after)


def test_what_is_held_against_nobody_is_undecided_only_where_the_change_matters(
    tmp_path: Path,
) -> None:
    """A breach that rests on what a register presumes is open before and after, and the same."""
    path = tmp_path / "ships.csv"
    rows = ("1,2001-01-01,,false,DK", "2,2030-01-01,,false,DK", "3,2001-01-01,,true,DK")
    path.write_text("\n".join(["id,built_on,sails,inspected,flag", *rows]), encoding="utf-8")
    sailing = Presumption(
        "https://w3id.org/lovgraf/presumption/sailing", Text("sejler", "it sails"), None, "boolean",
        law().facts.columns["sails"].record_types, presumes=fact("sails"), value=True,
        standing="statistics",
    )  # fmt: skip
    profile = Profile("sanction", (sailing,), "sanction")
    dataset = DatasetFile(path, record_type="ship", profile=profile)
    (one,) = assess(law(), [proposal()], dataset=dataset).counted
    (entry,) = (entry for entry in one.entries if entry.group is None)
    # The first is old: whether it sails or not, its verdict is the same under both.
    assert entry.undecided == 1


@pytest.mark.slow
def test_a_gap_counts_the_rows_that_it_strikes(tmp_path: Path) -> None:
    """Those are the rows that become obliged and cannot comply, one record at a time."""
    base = law(WORDS, GROUP, route("core:eligible <class/danish> ;"))
    path = tmp_path / "ships.csv"
    path.write_text("\n".join(lines()), encoding="utf-8")
    one = proposal(head=DATED, part=NEEDS)
    found = assess(base, [one], dataset=DatasetFile(path, record_type="ship"))
    (place,) = [n for n, gap in enumerate(found.gaps) if gap.code == "unreachable"]
    view, unable = found.views.after, 0
    complete = [n for n, row in enumerate(ROWS) if None not in row]
    for number in complete:
        built, sails, inspected, flag = ROWS[number]
        record = ship(built_on=built, sails=sails, inspected=inspected, flag=flag)
        unable += verdicts_for(view, [record], "ship")[0][BASE + NEW].verdict == "unattainable"
    heads = found.heads(place)
    assert heads is not None
    assert 0 < unable <= heads.struck
    whole = tmp_path / "complete.csv"
    told = lines()
    whole.write_text("\n".join([told[0], *(told[n + 1] for n in complete)]), encoding="utf-8")
    alone = assess(base, [one], dataset=DatasetFile(whole, record_type="ship")).heads(place)
    assert alone is not None
    assert (alone.struck, alone.unknown) == (unable, 0)
    assert heads.unknown


@pytest.mark.slow
def test_the_matrix_counts_rows(tmp_path: Path) -> None:
    found = counted(tmp_path)
    everyone, danish, rows = by_row()
    assert everyone["newly-obliged"]
    assert everyone["newly-exempt"]
    for entry in found.entries:
        expected = danish if entry.group else everyone
        assert {e: n for e, n in entry.effects.items() if n} == {
            e: n for e, n in expected.items() if n
        }
        assert entry.of == (len(ROWS) // 4 if entry.group else len(ROWS))
    assert {effect: list(found) for (_, effect), found in found.rows.items()} == rows


def test_a_full_disk_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Population:
        raise duckdb.IOException("IO Error: No space left on device")

    monkeypatch.setattr(Population, "load", full)
    with pytest.raises(InputError, match="no room on the disk"):
        counted(tmp_path)


def test_who_kept_a_duty_and_breaches_it_now_is_counted() -> None:
    before = np.array([FULFILLED, PENDING, BREACHED, UNDETERMINED, FULFILLED], np.int8)
    after = np.array([BREACHED, BREACHED, BREACHED, BREACHED, FULFILLED], np.int8)
    found = effects_of(before, after, 5)["newly-in-breach"]
    assert found.tolist() == [True, True, False, False, False]


def test_what_a_register_presumes_is_held_against_nobody(tmp_path: Path) -> None:
    """A blank that is presumed to be so is no breach under a profile by which it may not be held
    against somebody, as in a check."""
    path = tmp_path / "ships.csv"
    path.write_text("id,built_on,sails,inspected,flag\n1,2030-01-01,,false,DK", encoding="utf-8")
    base = law()
    kinds = base.facts.columns["sails"].record_types
    sailing = Presumption(
        "https://w3id.org/lovgraf/presumption/sailing", Text("sejler", "it sails"), None, "boolean",
        kinds, presumes=fact("sails"), value=True, standing="statistics",
    )  # fmt: skip
    found = {}
    for against in ("statistics", "sanction"):
        profile = Profile(against, (sailing,), against)
        dataset = DatasetFile(path, record_type="ship", profile=profile)
        (one,) = assess(base, [proposal()], dataset=dataset).counted
        entry = next(entry for entry in one.entries if entry.group is None)
        found[against] = entry.effects["newly-obliged"], entry.undecided
    assert found == {"statistics": (1, 0), "sanction": (0, 1)}


RIG = """record:rig a record:Column ; rdfs:label "rig"@da , "rig"@en ; record:column "rig" ;
  record:datatype xsd:string ; record:recordType record:Ship ; record:codeList <code-list/rig> ;
  record:knownCodes <code-group/rigs> . <code-list/rig> a skos:ConceptScheme ;
  skos:prefLabel "rigge"@da , "rigs"@en .
<code/old> skos:inScheme <code-list/rig> ; skos:notation "old" ; skos:prefLabel "o"@da , "o"@en .
<code/new> skos:inScheme <code-list/rig> ; skos:notation "new" ; skos:prefLabel "n"@da , "n"@en .
<code-group/rigs> a record:CodeGroup ; rdfs:label "rigge"@da , "rigs"@en ; record:membership
  [ record:code "old" ] , [ record:code "new" ; record:from "2199-01-01"^^xsd:date ] .
core:TargetGroup a owl:Class . <group/danish> a owl:Class, core:TargetGroup ;
  rdfs:label "nye"@da, "new"@en ;
  owl:equivalentClass [ owl:onProperty record:rig ; owl:hasValue "new" ] ."""


def test_a_code_that_the_day_does_not_know_counts_as_unknown(tmp_path: Path) -> None:
    def of(rig: str, graph: str = RIG) -> list[int]:
        path = tmp_path / f"{rig}.csv"
        path.write_text(f"id,built_on,sails,inspected,rig\n1,2001-01-01,true,false,{rig}\n")
        dataset = DatasetFile(path, record_type="ship")
        (one,) = assess(law(graph), [proposal()], dataset=dataset).counted
        return [entry.of for entry in one.entries if entry.group]

    assert set(of("new")) == {0}
    assert set(of("new", RIG.replace("2199", "1999"))) == {1}
