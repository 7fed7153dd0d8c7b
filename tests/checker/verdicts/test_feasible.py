"""Impossible completions are dropped, possible ones never (semantics, section 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.tree import questions
from lovgraf.core.cache import Answers
from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import Memory, Verdict, verdicts_for
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.patterns import Classes
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import (
    AS_OF,
    DUTY,
    NORM,
    breach_possible,
    fact,
    old_ships,
    ship,
    view_of,
)
from tests.examples import examples

Record = dict[str, State]
KNOWN_DAY = "2031-03-01"
DERIVED = {
    "shipAge": "integer AgeAt ; record:of record:builtOn",
    "monthsOwned": "integer MonthsBetween ; record:from record:boughtOn",
    "ageAtPurchase": "integer AgeAt ; record:of record:builtOn ; record:at record:boughtOn",
    "wait": "integer MonthsBetween ; record:from record:boughtOn ; record:to record:inspectedOn",
    "daysOwned": "integer DaysBetween ; record:from record:boughtOn ; record:to record:inspectedOn",
    "bankDays": "integer BankDaysBetween ; record:from record:boughtOn ; "
    "record:to record:inspectedOn",
    "bankDaysSince": "integer BankDaysBetween ; record:from record:inspectedOn",
    "expires": "date CalendarRule ; record:of record:inspectedOn ; record:years 2 ; "
    "record:month 11 ; record:day 1",
    "overdue": "date AddPeriod ; record:of record:inspectedOn ; "
    'record:period "P1Y6M"^^xsd:duration',
    "warned": 'date AddPeriod ; record:of record:inspectedOn ; record:period "P90D"^^xsd:duration',
    "lapses": 'date AddPeriod ; record:of record:inspectedOn ; record:period "P3M"^^xsd:duration',
    "boughtInTime": "boolean HappenedBy ; record:of record:boughtOn ; record:at record:lapses",
    "boughtInYears": "boolean HappenedBy ; record:of record:boughtOn ; record:at record:expires",
    "expired": "boolean HappenedBy ; record:of record:expires",
    "expiredLater": "boolean HappenedBy ; record:of record:expires ; "
    f'record:at "{KNOWN_DAY}"^^xsd:date',
    "isOverdue": "boolean HappenedBy ; record:of record:overdue",
    "isWarned": "boolean HappenedBy ; record:of record:warned",
    "bought": "boolean HappenedBy ; record:of record:boughtOn",
    "latest": "date LatestOf ; record:of record:boughtOn , record:inspectedOn",
    "earliest": "date EarliestOf ; record:of record:boughtOn , record:inspectedOn",
    "settled": "boolean HappenedBy ; record:of record:latest",
    "begun": "boolean HappenedBy ; record:of record:earliest",
    "nordic": "boolean InCodeGroup ; record:of record:flag ; record:group <code-group/nordic>",
    "joined": "boolean InCodeGroup ; record:of record:flag ; record:group <code-group/eu> ; "
    "record:at record:boughtOn",
    "danish": 'boolean Lookup ; record:of record:flag ; record:entry [ record:key "DK" ; '
    "record:value true ] ; record:otherwise false",
    "swedish": 'boolean Lookup ; record:of record:flag ; record:entry [ record:key "SE" ; '
    "record:value true ]",
    "first": "boolean FirstKnown ; record:first record:sails ; record:second record:danish",
    "unlisted": "boolean FirstKnown ; record:first record:swedish ; record:second record:sails",
}
GROUPS = """
<code-group/nordic> a record:CodeGroup ; record:membership [ record:code "DK" ] ,
  [ record:code "NO" ] .
<code-group/eu> a record:CodeGroup ; record:membership [ record:code "DK" ] ,
  [ record:code "SE" ; record:from "2030-01-01"^^xsd:date ] .
"""
ASKED = {
    "integer": (
        "sh:minInclusive {0}", "sh:minInclusive {1}", "sh:maxInclusive {2}",
    ),
    "boolean": ("sh:hasValue true",),
    "date": ('sh:minInclusive "2030-02-28"^^xsd:date', 'sh:maxInclusive "2030-06-01"^^xsd:date'),
}  # fmt: skip
LIMITS = {"shipAge": (15, 20, 30), "ageAtPurchase": (0, 2, 15), "bankDays": (0, 1, 5)}


OLD = old_ships("""; core:deadline [ core:trigger record:boughtOn ; core:bankDays 5 ;
  core:performedOn record:inspectedOn ] , [ core:trigger record:boughtOn ;
  core:period "P2M"^^xsd:duration ; core:performedOn record:inspectedOn ]""").removeprefix(DUTY)


def law(*names: str, more: str = "", old: str = OLD) -> str:
    """Old ships, with a duty that asks about some facts; columns are named as they are."""
    shapes = []
    for name in names:
        kind = DERIVED[name].split()[0] if name in DERIVED else KINDS[name]
        for asked in ASKED[kind]:
            test = asked.format(*LIMITS.get(name, (0, 1, 6)))
            shapes.append(f"sh:property [ sh:path record:{name} ; {test} ]")
    facts = "".join(
        f"record:{name} a record:DerivedFact ; record:datatype xsd:{kind} ; "
        f'record:recordType record:Ship ; rdfs:label "{name}"@da , "{name}"@en ; '
        f"record:operator record:{rest} .\n"
        for name, text in DERIVED.items()
        if name != "shipAge"
        for kind, rest in [text.split(" ", 1)]
    )
    wanted = f"<duty/asked> a sh:NodeShape ; {' ; '.join(shapes)} ; {more} sh:message 'x'@en ."
    return GROUPS + facts + wanted + old.replace("<duty/inspected>", "<duty/asked>")


KINDS = {
    "sails": "boolean", "inspected": "boolean", "inspectedOn": "date", "boughtOn": "date",
}  # fmt: skip


def memory(*names: str, more: str = "") -> Memory:
    """The small law, compiled."""
    return Memory.compile(compile_programs(view_of(law(*names, more=more)), "ship"))


def every_code(atom: Atom) -> Classes:
    """Each code that an atom can have in a complete record, apart."""
    coding = atom.coding
    return tuple((code,) for code in range(coding.classes + coding.can_be_none))


def mask(found: Combinations, open_: list[str], codes: dict[str, int]) -> Bools:
    """Which combinations of codes of some atoms can occur, with a dimension for each."""
    classes = {key: every_code(found.atoms[key]) for key in open_}
    result = np.ones([len(some) for some in classes.values()], np.bool_)
    for component in found.apart(tuple(open_), tuple(sorted(codes))):
        part = found.relation(component, classes, codes)
        if part is not None:
            sizes = [len(some) if k in component.live else 1 for k, some in classes.items()]
            result &= part.reshape(sizes)
    return result


def left_out(found: Memory, pairs: list[tuple[Record, Record]]) -> list[tuple[Record, Record]]:
    """The incomplete records of which a whole one that they may be is no completion.

    Those are passed over of which a known fact is another one in the whole record: a default.
    """
    codes = found.codes([record for pair in pairs for record in pair])
    atoms = found.plan.atoms
    (program,) = found.plan.programs.programs.values()
    keys = sorted({question_key(q) for c in program.conditions for q in questions(c)})
    result = []
    for number, pair in enumerate(pairs):
        left = {key: int(codes[key][2 * number]) for key in keys}
        true = {key: int(codes[key][2 * number + 1]) for key in keys}
        open_ = [key for key in keys if left[key] >= atoms[key].coding.unknown]
        if any(left[key] != true[key] for key in keys if key not in open_):
            continue
        possible = mask(found.combinations, open_, left)
        # A fact may stay unknown in a whole record: then it may be anything.
        place = tuple(
            true[key] if true[key] < atoms[key].coding.unknown else slice(None) for key in open_
        )
        if not possible[place].any():
            result.append(pair)
    return result


DAYS = st.one_of(
    st.integers(-14000, 900).map(lambda n: AS_OF + timedelta(days=n)),
    st.integers(-900, 900).map(lambda n: AS_OF + timedelta(days=n)),
    st.sampled_from([date(2028, 2, 29), date(2010, 6, 1), date(2015, 6, 1), AS_OF]),
)


@st.composite
def whole_records(draw: st.DrawFn) -> Record:
    """A complete record that does not contradict itself."""
    inspected = draw(st.booleans())
    return ship(
        built_on=draw(DAYS),
        bought_on=draw(DAYS),
        inspected=inspected,
        inspected_on=draw(DAYS) if inspected else NONE,
        sails=draw(st.booleans()),
        flag=draw(st.sampled_from(["DK", "SE", "NO"])),
        cargo=draw(st.sampled_from([("oil",), ("coal",), ("coal", "oil"), ("salt",)])),
        masts=draw(st.integers(0, 4)),
    )


NAMES = sorted({*DERIVED, *KINDS})
COLUMNS = (
    "built_on", "bought_on", "inspected", "inspected_on", "sails", "flag", "cargo",
)  # fmt: skip


@pytest.mark.slow
@examples(2, of=6)
@given(
    st.lists(st.sampled_from(NAMES), min_size=3, max_size=6, unique=True).map(sorted),
    st.lists(
        st.tuples(whole_records(), st.sets(st.sampled_from(COLUMNS))), min_size=60, max_size=60
    ),
)
def test_no_record_is_left_out(names: list[str], records: list[tuple[Record, set[str]]]) -> None:
    pairs = []
    for whole, blank in records:
        lost = set(map(fact, blank))
        pairs.append(({k: v for k, v in whole.items() if k not in lost}, whole))
    assert left_out(memory(*names), pairs) == []


def rate(names: tuple[str, ...], **facts: Any) -> tuple[int, int]:
    """How many combinations can occur for a ship of which some facts are known, and of how many."""
    found = memory(*names)
    codes = found.codes([ship(**facts)])
    atoms = found.plan.atoms
    keys = sorted(fact(name) for name in names)
    left = {key: int(codes[key][0]) for key in keys}
    open_ = [key for key in keys if left[key] >= atoms[key].coding.unknown]
    possible = mask(found.combinations, open_, left)
    return int(possible.sum()), possible.size


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "facts", "possible"),
    [
        # What has expired by a date has expired by every later one.
        (("expired", "expiredLater"), {}, (3, 4)),
        # A code list: Danish or not, Nordic or not; no ship is Danish and not Nordic.
        (("danish", "nordic"), {}, (3, 4)),
        # Bought, so the later day of two is not before that; and the earlier one has come.
        (("bought", "begun"), {}, (3, 4)),
        (("settled", "bought"), {}, (3, 4)),
        (("first", "danish"), {}, (4, 4)),
        (("inspected", "expired"), {}, (3, 4)),
        # What is overdue after a year and a half was warned after 90 days.
        (("isOverdue", "isWarned"), {}, (3, 4)),
    ],
)
def test_combinations(
    names: tuple[str, ...], facts: dict[str, Any], possible: tuple[int, int]
) -> None:
    assert rate(names, **facts) == possible


@pytest.mark.slow
def test_what_an_earlier_run_found_out_is_not_searched_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    names = ["expired", "expiredLater", "danish", "nordic"]
    found = memory(*names).combinations
    left = {fact(name): found.atoms[fact(name)].coding.unknown for name in names}
    told = []
    for _ in range(2):
        again = replace(found, answers=Answers("cells", ["a law", "a day"]), _relations={})
        told.append(mask(again, sorted(left), left))
        assert again.answers is not None
        again.answers.keep()
        monkeypatch.setattr(Combinations, "_relation", None)
    assert (told[0] == told[1]).all()
    assert not told[0].all()


LATER = """sh:property [ sh:path record:expired ; sh:hasValue true ] ;
  sh:property [ sh:path record:expiredLater ; sh:hasValue false ]"""
JUDGED = f"""
<fact/worthy> a record:JudgmentFact ; record:datatype xsd:boolean ; core:judgedBy <authority/x> ;
  record:recordType record:Ship ; rdfs:label "værdig"@da, "worthy"@en .
<duty/worthy> a sh:NodeShape ; {LATER} ;
  sh:property [ sh:path <fact/worthy> ; sh:hasValue true ] .
"""


def judge(more: str, *turtle: str) -> Verdict:
    """The verdict on an old ship of which nothing is known of inspections."""
    view = view_of(law(more=f"{more} ;", old=old_ships().removeprefix(DUTY)), *turtle)
    record = ship(built_on=date(2000, 1, 1), sails=True)
    return verdicts_for(view, [record], "ship")[0][BASE + NORM]


def test_what_cannot_be_decides_nothing() -> None:
    assert judge(LATER) == Verdict(BASE + NORM, "breached")


def test_a_judgment_that_cannot_matter_is_not_named() -> None:
    duty = "sh:or ( <duty/worthy> [ sh:property [ sh:path record:inspected ; sh:minCount 1 ; "
    duty += "sh:hasValue true ] ] )"
    assert judge(duty, JUDGED) == breach_possible("inspected")


def exact(steps: int | None = None, **flags: str) -> bool:
    """Whether it is found out in full what may be of `joined`, where facts have the codes that
    ships of some flags give them."""
    found = memory("danish", "joined", "nordic")
    codes = {fact(n): int(found.codes([ship(flag=f)])[fact(n)][0]) for n, f in flags.items()}
    codes[fact("joined")] = found.plan.atoms[fact("joined")].coding.unknown
    if steps is not None:
        found.combinations.search.max_steps = steps
    (component,) = found.combinations.apart((fact("joined"),), tuple(sorted(codes)))
    classes = {fact("joined"): every_code(found.plan.atoms[fact("joined")])}
    return found.combinations.named(component, classes, codes)[1]


@pytest.mark.slow
def test_it_is_told_whether_all_was_looked_at() -> None:
    assert exact(danish="DK", nordic="DK")
    assert not exact(danish="DK", nordic="SE")  # no ship is Danish and not Nordic
    assert not exact(steps=0, nordic="DK")
