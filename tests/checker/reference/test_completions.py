"""What the reference engine says of records that leave something open."""

from __future__ import annotations

import pytest

from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import State
from lovgraf.reference import Verdict, verdicts
from tests.agreement.laws import view_of
from tests.checker.reference.written import (
    NORM,
    both,
    either,
    has,
    judge,
    judge_each,
    law,
    no,
    over,
    some,
    told,
)
from tests.examples import whole


@pytest.mark.slow
def test_a_verdict_that_all_completions_share_is_certain() -> None:
    """More than 6 months if a member, more than 3 if not, is settled by 12 (semantics, 3)."""
    text = law(
        either(both(has("member"), over("number", 6)), both(no(has("member")), over("number", 3)))
    )
    settled, found, member = judge_each(
        text,
        {"number": 12, "flag": False},
        {"number": 5, "flag": False},
        {"number": 5, "flag": False, "country": "HR"},
    )
    assert settled == Verdict(NORM + "n", "breached")
    assert (found.verdict, found.missing) == ("undetermined", ("country",))
    assert member.verdict == "not-addressed"


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_incomplete_records")
def test_a_known_default_is_not_completed_again() -> None:
    text = law(has("known"))
    assert judge(text, code="a").verdict == "undetermined"  # flag is the duty too
    assert (
        judge(law(both(has("known"), has("mark"))), code="b", mark=True).verdict == "not-addressed"
    )


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_incomplete_records")
def test_limits_reach_what_a_first_known_fact_passes_on() -> None:
    shown = """
record:shown a owl:DatatypeProperty , record:DerivedFact ; record:datatype xsd:integer ;
  record:recordType record:Thing ;
  record:operator record:FirstKnown ; record:first record:number ; record:second record:other ;
  rdfs:label "vist"@da , "shown"@en .
record:other a owl:DatatypeProperty , record:Column ; record:column "other" ;
  record:datatype xsd:integer ;
  record:recordType record:Thing ; rdfs:label "andet"@da , "other"@en ."""
    text = law(over("shown", 40), rest=shown)
    records: list[dict[str, State]] = [
        {"flag": False}, {"flag": False, "number": 41}, {"flag": False, "number": 40},
    ]  # fmt: skip
    assert told(text, *records) == ["undetermined", "breached", "not-addressed"]


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_incomplete_records")
def test_an_event_that_cannot_be_missing_is_completed_with_dates_only() -> None:
    text = law("[ a owl:Restriction ; owl:onProperty record:markedOn ; owl:minCardinality 1 ]")
    marked, unmarked, unknown = judge_each(
        text, {"mark": True, "flag": True}, {"mark": False, "flag": True}, {"flag": True}
    )
    assert (marked.verdict, unmarked.verdict) == ("fulfilled", "not-addressed")
    either = 1 << VERDICTS.index("not-addressed") | 1 << VERDICTS.index("fulfilled")
    assert unknown == Verdict(NORM + "n", "undetermined", ("marked_on",), possible=either)


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_incomplete_records")
def test_facts_of_one_unknown_date_are_completed_together() -> None:
    """Marked by now and yet not a day ago: only today, and today is a matter of one date."""
    text = law(both(has("marked"), over("days", 5), no(over("days", 2))))
    assert judge(text, mark=True, flag=False).verdict == "not-addressed"


@pytest.mark.slow
def test_too_many_completions_are_said_to_be_so() -> None:
    text = law(some("word", "xsd:string", 'xsd:pattern "a+"'))
    unknown, known = judge_each(text, {"flag": True}, {"flag": True, "word": "aa"})
    every = (1 << VERDICTS.index("undetermined")) - 1
    assert unknown == Verdict(NORM + "n", "undetermined", ("word",), exact=False, possible=every)
    assert known.verdict == "fulfilled"


@pytest.mark.slow
@whole("agreement/test_agreement.py::test_incomplete_records")
def test_what_says_that_a_fact_does_not_exist_is_not_asked_for_beside_it() -> None:
    """A kind of which the table of codes says nothing leaves the derived fact open; the column
    that the table looks up settles it, whatever says that there is none."""
    rest = """
record:rank a record:Column , owl:DatatypeProperty , owl:FunctionalProperty ;
  record:column "rank" ; record:recordType record:Thing ; record:codeList <code-list/letters> ;
  record:noneWhen [ record:fact record:paper ; record:value "b" ] ;
  record:datatype xsd:string ; rdfs:label "rang"@da , "rank"@en .
record:high a owl:DatatypeProperty , owl:FunctionalProperty , record:DerivedFact ;
  record:datatype xsd:boolean ; record:recordType record:Thing ;
  record:operator record:Lookup ; record:of record:rank ; record:whenNone false ;
  record:entry [ record:key "a" ; record:value true ] , [ record:key "b" ; record:value false ] ;
  rdfs:label "høj"@da , "high"@en ."""
    text = law(no(has("high")), rest=rest)
    true = judge(text, flag=False)
    assert (true.verdict, true.missing) == ("undetermined", ("rank",))
    (fast,) = verdicts_for(view_of(text), [{str(RECORD.flag): False}], "thing")
    assert (fast[NORM + "n"].verdict, fast[NORM + "n"].missing) == (true.verdict, true.missing)


@pytest.mark.slow
def test_a_day_that_makes_a_number_equal_to_a_known_one_is_a_completion() -> None:
    """An age that is held against nothing but another column."""
    body = "sh:property [ sh:path record:number ; sh:disjoint record:age ]"
    view = view_of(law("record:Thing").replace("sh:property [", f"{body} ; sh:property [", 1))
    record: dict[str, State] = {str(RECORD.number): 2, str(RECORD.flag): True}
    (found,) = verdicts(view, [record], "thing")
    assert [one.verdict for one in found.values()] == ["undetermined"]
