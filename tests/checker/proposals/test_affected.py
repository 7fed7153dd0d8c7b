"""A norm that stays as it is strikes others when what lets off from it ends, or a way to it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import State
from lovgraf.proposals import inquiry
from lovgraf.proposals.cell_gaps import Struck, cell_gaps
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.conjunction import Conjunction
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.proposal import Proposal, proposal_of
from tests.checker.proposals.small import DAY, NORM, VOCABULARY, law
from tests.checker.proposals.small import EXEMPTION as GRANTED
from tests.checker.proposals.test_cell_gaps import WORDS, route
from tests.checker.small_law import PREFIXES, law_of, old_ships

EXEMPTION = "law/2029/1/par/2/norm/exemption"
NEEDED = f"<{NORM}> core:requires <capability/permit> ."


def ending(ends: str) -> Proposal:
    """A proposal that ends a norm or a route."""
    turtle = f"""{PREFIXES} <proposal/end> a core:Proposal ; core:ends <{ends}> ;
      rdfs:label "Ophør"@da, "End"@en ; core:inForceFrom "2031-01-01"^^xsd:date ."""
    return proposal_of(turtle, "end.ttl")


def struck(ends: str, *base: str) -> Struck:
    views = views_of(lay_over(law(WORDS, *base), [ending(ends)]), DAY)
    return cell_gaps(views, comparisons(views))


def test_who_was_exempt_becomes_obliged_and_cannot_comply() -> None:
    found = struck(EXEMPTION, NEEDED, route("core:eligible <class/danish> ;"))
    assert found.obliging == {BASE + NORM}
    gap = next(gap for gap in found.gaps if gap.code == "unreachable")
    # Of those without a permit only the Swedish were exempt; the Norwegian were stuck before.
    assert gap.witness is not None
    assert gap.witness["flag"] == "SE"
    assert gap.verdict == "unattainable"
    assert "no-exemption" in {gap.code for gap in found.gaps}


def test_who_was_exempt_and_can_comply_is_no_error() -> None:
    found = struck(EXEMPTION, NEEDED, route())
    assert found.obliging == {BASE + NORM}
    assert "unreachable" not in {gap.code for gap in found.gaps}


def test_a_way_that_ends_leaves_those_bound_before_without_one() -> None:
    other = route("core:eligible <class/danish> ;").replace("route/office", "route/post")
    found = struck("route/office", NEEDED, route(), other)
    assert not found.obliging
    (gap,) = found.gaps
    assert (gap.code, gap.severity, gap.verdict) == ("unreachable", "error", "unattainable")
    assert gap.witness is not None
    assert gap.witness["flag"] == "NO"


def test_a_way_that_ends_beside_one_as_good_strikes_nobody() -> None:
    other = route().replace("route/office", "route/post")
    assert struck("route/office", NEEDED, route(), other).gaps == []


JUDGED = f"""
<fact/worthy> a record:JudgmentFact ; record:datatype xsd:boolean ; core:judgedBy <authority/x> ;
  record:recordType record:Ship ; rdfs:label "værdig"@da, "worthy"@en .
<authority/x> rdfs:label "havnen"@da, "the harbour"@en .
<class/worthy> a owl:Class ; owl:equivalentClass [ owl:intersectionOf (
  [ owl:onProperty record:masts ; owl:someValuesFrom
    [ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 3 ] ) ] ]
  [ owl:onProperty <fact/worthy> ; owl:hasValue true ] ) ] .
<law/2029/1/par/2/norm/worthy> a core:Exemption ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:granted <class/worthy> ; core:exempts <{NORM}> ;
  rdfs:label "Fritagelse for de værdige"@da, "Exemption of the worthy"@en .
"""


def before_and_after(gap: Gap) -> tuple[str, str]:
    """The verdicts on the example of a gap without the end of the exemption and with it."""
    assert gap.witness is not None
    base = law(WORDS, NEEDED, JUDGED, route("core:eligible <class/danish> ;"))
    facts = base.facts.columns
    record = {facts[name].iri: told(value) for name, value in gap.witness.items()}
    views = views_of(lay_over(base, [ending(EXEMPTION)]), DAY)
    was, now = (
        verdicts_for(view, [record], "ship")[0][BASE + NORM].verdict
        for view in (views.before, views.after)
    )
    return was, now


def told(value: str) -> State:
    """A value of a fact as it is written."""
    if value in ("true", "false"):
        return value == "true"
    if value.isdigit():
        return int(value)
    with suppress(ValueError):
        return date.fromisoformat(value)
    return value


def test_whoever_may_be_exempt_by_another_ground_as_before_is_not_newly_obliged() -> None:
    """Whether ships of three masts are exempt is a judgment, and stays one: only the Swedish are
    let off no longer."""
    found = struck(EXEMPTION, NEEDED, JUDGED, route("core:eligible <class/danish> ;"))
    gaps = {gap.code: gap for gap in found.gaps}
    assert gaps.keys() >= {"unreachable", "discretion", "no-exemption"}
    assert before_and_after(gaps["unreachable"]) == ("exempt", "unattainable")
    assert before_and_after(gaps["discretion"]) == ("exempt", "undetermined")
    assert before_and_after(gaps["no-exemption"]) == ("exempt", "unattainable")
    for code in ("unreachable", "discretion", "no-exemption"):
        words = gaps[code].who_words
        assert words is not None
        assert words.en.startswith("granted")


def test_a_judgment_that_is_asked_for_as_before_lets_nobody_go() -> None:
    """The exemption of the worthy begins at five masts instead of three, and that of the Swedish
    ends: of ships of five masts the judgment is the same with the proposal and without it."""
    fewer = JUDGED.replace("class/worthy", "class/most-worthy").replace("norm/worthy", "norm/most")
    turtle = (
        ending(EXEMPTION).text
        + fewer.replace("minInclusive 3", "minInclusive 5")
        + """
      <proposal/end> core:ends <law/2029/1/par/2/norm/worthy> ;
        core:introduces <law/2029/1/par/2/norm/most> ."""
    )
    base = law(WORDS, NEEDED, JUDGED, route("core:eligible <class/danish> ;"))
    views = views_of(lay_over(base, [proposal_of(turtle, "end.ttl")]), DAY)
    gaps = {gap.code: gap for gap in cell_gaps(views, comparisons(views)).gaps}
    assert gaps["discretion"].who_words is not None
    assert gaps["discretion"].who_words.en.startswith("granted")


def test_whom_a_duty_is_addressed_to_by_a_judgment_as_before_is_not_newly_obliged() -> None:
    """A duty of ships with masts, and of others that are worthy, which is for the harbour to
    judge."""
    judged = old_ships().replace("core:addressee <class/old>", "core:addressee <class/bound>")
    bound = """<class/bound> a owl:Class ; owl:equivalentClass [ owl:unionOf ( <class/masted>
      [ owl:onProperty <fact/worthy> ; owl:hasValue true ] ) ] ."""
    worthy = JUDGED[: JUDGED.index("<class/worthy>")]
    base = law_of(VOCABULARY, judged, GRANTED, WORDS, bound, worthy)
    views = views_of(lay_over(base, [ending(EXEMPTION)]), DAY)
    gaps = {gap.code: gap for gap in cell_gaps(views, comparisons(views)).gaps}
    words = gaps["discretion"].who_words
    assert words is not None
    assert words.en.startswith("granted")


@pytest.mark.parametrize("most", [4, 6])
def test_where_there_are_too_many_kinds_the_example_is_one_that_counts_or_none_is_told(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Narrow(Conjunction):
        def any(self) -> bool:
            self._small()
            return super().any()

        def kinds(self, oddity: Any) -> Any:
            self._small()
            return super().kinds(oddity)

        def _small(self) -> None:
            if len(self.parts) > most:
                raise InputError("for mange", "too many")

    monkeypatch.setattr(inquiry, "Conjunction", Narrow)
    found = struck(EXEMPTION, NEEDED, JUDGED, route("core:eligible <class/danish> ;"))
    told = [gap for gap in found.gaps if gap.code == "unreachable"]
    assert bool(told) is ("unreachable" not in found.missed)
    for gap in told:
        assert before_and_after(gap) == ("exempt", "unattainable")
    assert bool(told) is (most > 4)
