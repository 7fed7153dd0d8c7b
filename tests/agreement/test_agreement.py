"""Both engines give the same verdicts on generated laws and records (semantics, section 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from hypothesis import currently_in_test_context, given, note, reject
from hypothesis import strategies as st

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import State
from lovgraf.reference import verdicts
from lovgraf.verdicts.outlook import possible_verdicts
from tests.agreement.laws import PREFIXES, laws, records, telling, view_of
from tests.examples import FUZZ, WHOLE, examples, whole

MANY, FEW = (60, 25) if FUZZ else (40, 10) if WHOLE else (20, 6)

complete = given(laws(norms=4).filter(telling), st.lists(records(), min_size=MANY, max_size=MANY))
incomplete = given(
    laws(norms=2, facts=5, judged=True).filter(telling),
    st.lists(records(unknown=3), min_size=FEW, max_size=FEW),
)


@dataclass(frozen=True)
class Pair:
    """The verdicts of both engines on one norm and record, where the reference's is exact; of
    undetermined ones those that they may come to."""

    true: str | tuple[str, ...]
    fast: str | tuple[str, ...]


def judged(turtle: str, found: Sequence[Mapping[str, State]]) -> Iterator[Pair]:
    """The verdicts of both engines on each record, where the reference's is exact."""
    view = view_of(turtle)
    try:
        columns = verdicts_for(view, found, "thing")
    except NotCompilable:
        reject()
    reference = verdicts(view, found, "thing")
    for record, true, fast in zip(found, reference, columns, strict=True):
        assert set(true) == set(fast)
        for norm, verdict in true.items():
            if not verdict.exact:
                continue
            own = fast[norm]
            pair = Pair(verdict.verdict, own.verdict)
            if own.verdict == "undetermined" == verdict.verdict and own.exact:
                pair = Pair(possible_verdicts(verdict.possible), own.possible)
            if pair.true != pair.fast and currently_in_test_context():
                note(turtle)
                note(str({iri.rsplit("#")[-1]: state for iri, state in record.items()}))
                note(f"reference {verdict}, columns {fast[norm]}")
            yield pair


@examples(1, whole=2, of=6, shrink=False)
@complete
def test_complete_records(turtle: str, found: list[dict[str, State]]) -> None:
    for pair in judged(turtle, found):
        assert pair.fast == pair.true


@examples(1, whole=2, of=5, shrink=False)
@incomplete
def test_incomplete_records(turtle: str, found: list[dict[str, State]]) -> None:
    for pair in judged(turtle, found):
        assert pair.fast == pair.true


TWO_TRIGGERS = """
<duty/flagged> a sh:NodeShape ; sh:property [ sh:path record:flag ; sh:hasValue true ] .
<law/2010/1/par/1/norm/1> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee record:Thing ;
  core:duty <duty/flagged> ; core:deadline [ core:trigger record:markedOn , record:startedOn ;
    core:period "P1M"^^xsd:duration ] .
"""


def test_a_known_day_that_counts_only_together_with_an_unknown_one() -> None:
    # Whenever it started: a month after the later of the two days has not passed.
    record: dict[str, State] = {
        str(RECORD.flag): False, str(RECORD.mark): True, str(RECORD.markedOn): date(2014, 11, 1),
    }  # fmt: skip
    (pair,) = judged(PREFIXES + TWO_TRIGGERS, [record])
    assert pair.true == "pending"
    assert pair.fast == "pending"


BEFORE = """
record:startedBefore a record:DerivedFact , owl:DatatypeProperty , owl:FunctionalProperty ;
  record:recordType record:Thing ; record:datatype xsd:boolean ; rdfs:range xsd:boolean ;
  record:operator record:HappenedBy ; record:of record:startedOn ; record:at record:markedOn .
<class/before> a owl:Class ; owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty record:startedBefore ; owl:hasValue true ] .
<class/not-before> a owl:Class ; owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty record:startedBefore ; owl:hasValue false ] .
<duty/flagged> a sh:NodeShape ; sh:property [ sh:path record:flag ; sh:hasValue true ] .
<duty/known> a sh:NodeShape ; sh:property [ sh:path record:startedBefore ; sh:minCount 1 ] .
<law/2010/1/par/1/norm/1> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee <class/before> ;
  core:duty <duty/flagged> .
<law/2010/1/par/1/norm/2> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee <class/not-before> ;
  core:duty <duty/flagged> .
<law/2010/1/par/1/norm/3> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee record:Thing ;
  core:duty <duty/known> .
"""


@whole("test_incomplete_records")
def test_what_has_happened_by_a_day_that_never_comes_is_none() -> None:
    day = date(2014, 11, 1)
    found: list[dict[str, State]] = [
        {
            str(RECORD[name]): state
            for name, state in zip(("mark", "markedOn", "startedOn", "flag"), row, strict=True)
            if state is not None
        }
        for row in product((None, True, False), (None, day), (None, day), (None, False))
    ]
    pairs = list(judged(PREFIXES + BEFORE, found))
    assert len(pairs) == 3 * len(found)
    for pair in pairs:
        assert pair.fast == pair.true
