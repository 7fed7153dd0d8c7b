"""Who is better off by a proposal: each way of gaining, with a person who does."""

from __future__ import annotations

import pytest

from lovgraf.core.terms import BASE
from lovgraf.proposals.answer_cache import Answers
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.findings import Gain
from lovgraf.proposals.gains import gains
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.proposal import Proposal, proposal_of
from tests.checker.proposals.small import DAY, EXEMPTION, NEW, NORM, SAILING, VOCABULARY
from tests.checker.proposals.test_cell_gaps import WORDS, route
from tests.checker.proposals.test_holders import FEE, PERMIT, TERMS, deadline, old, proposed
from tests.checker.small_law import PREFIXES, law_of, old_ships

pytestmark = pytest.mark.slow
DUTY = f"{BASE}{NORM}"
MORE = """
core:Permission a owl:Class . core:EvidenceType a owl:Class .
"""


def found(proposal: Proposal, *base: str, duty: str = "") -> list[Gain]:
    ships = law_of(VOCABULARY, duty or old_ships(), EXEMPTION, WORDS, TERMS, MORE, *base)
    views = views_of(lay_over(ships, [proposal]), DAY)
    return gains(views, comparisons(views), Answers()).gains


def other(what: str) -> Proposal:
    """A proposal that does something other than to take the place of the duty."""
    text = f"""{PREFIXES}
<proposal/other> a core:Proposal ; core:inForceFrom "2031-01-01"^^xsd:date ;
  rdfs:label "Andet"@da, "Other"@en ; {what}
"""
    return proposal_of(text, "other.ttl")


def norm(kind: str, own: str) -> Proposal:
    return other(f"""core:introduces <norm/own> .
<norm/own> a core:{kind} ; core:provision <law/2029/1/par/2> ; core:recordType record:Ship ;
  core:bearer core:Subject ; rdfs:label "Eget"@da, "Own"@en ; {own} .""")


def test_a_duty_that_ends_releases_all_whom_it_bound() -> None:
    (gain,) = found(other(f"core:ends <{NORM}> ."))
    assert (gain.kind, gain.about, gain.verdict, gain.bearer) == ("released", DUTY, None, None)
    assert gain.who.en == "old ships (and who was not exempt)"
    assert "built_on" in gain.witness
    assert 0 < gain.cells < gain.of
    assert {name.en for name in gain.group_names} == {"Danish ships", "masted ships"}


def test_a_narrower_duty_releases_the_others_and_a_wider_one_nobody() -> None:
    narrow = proposed("core:addressee <class/new> ;", """
<class/new> a owl:Class ; owl:equivalentClass
  [ owl:intersectionOf ( <class/old> <class/danish> ) ] .
""")  # fmt: skip
    (gain,) = found(narrow)
    assert (gain.kind, gain.verdict) == ("released", "not-addressed")
    assert gain.witness["flag"] != "DK"
    wide = proposed("core:addressee <class/new> ;", f"""{SAILING}
<class/new> a owl:Class ; owl:equivalentClass
  [ owl:unionOf ( <class/old> <proposal/all/class/sailing> ) ] .""")  # fmt: skip
    assert found(wide) == []


def test_whoever_has_the_same_duty_still_is_not_released() -> None:
    same = """<norm/again> a core:Obligation ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/old> ;
  core:duty <duty/inspected> ; rdfs:label "Igen"@da, "Again"@en ;
  core:inForceFrom "2030-01-01"^^xsd:date ."""
    assert found(other(f"core:ends <{NORM}> ."), same) == []


def test_who_becomes_exempt_and_who_may_ask() -> None:
    by_law = norm("Exemption", f"core:exempts <{NORM}> ; core:granted <class/danish>")
    (gain,) = found(by_law)
    assert (gain.kind, gain.about, gain.verdict) == ("exempt", DUTY, "exempt")
    assert gain.witness["flag"] == "DK"
    on_request = norm("Exemption", f"core:exempts <{NORM}> ; core:eligible <class/danish>")
    (gain,) = found(on_request)
    assert gain.kind == "may-ask"
    assert gain.who.en == "Danish ships and old ships"


def test_a_permission_is_for_those_whom_it_names() -> None:
    (gain,) = found(norm("Permission", "core:addressee <class/danish>"))
    assert (gain.kind, gain.name.en, gain.who.en) == ("may", "Own", "Danish ships")


def test_more_time_and_as_far_as_possible() -> None:
    (gain,) = found(proposed(deadline("P60D")), old("P30D"))
    assert (gain.kind, gain.verdict) == ("more-time", "pending")
    assert found(proposed(deadline("P10D")), old("P30D")) == []
    (gain,) = found(proposed("a core:BestEffortObligation ;"))
    assert (gain.kind, gain.verdict) == ("as-far-as-possible", "undetermined")


def test_a_way_where_there_was_none_and_one_with_less_trouble() -> None:
    way = route("core:eligible <class/danish> ;")
    new = other(f"core:introduces <route/office> . {way}")
    (gain,) = found(new, PERMIT)
    assert (gain.kind, gain.about.rpartition("/")[2]) == ("able", "permit")
    assert gain.who.en == "Danish ships"
    free = route().replace("<route/office>", "<route/free>")
    cheap = other(f"core:introduces <route/free> . {free}")
    (gain,) = found(cheap, PERMIT, route(FEE.format("100.0")))
    assert (gain.kind, gain.cells) == ("easier", gain.of)


def test_a_way_that_takes_a_document_of_which_no_record_tells_says_so() -> None:
    way = route("core:needs <evidence/paper> ;")
    paper = """<evidence/paper> a core:EvidenceType ; rdfs:label "papir"@da, "a paper"@en ."""
    (gain,) = found(other(f"core:introduces <route/office> . {way} {paper}"), PERMIT)
    assert [name.en for name in gain.given] == ["a paper"]
    held = paper.replace("rdfs:label", "core:heldBy <class/danish> ; rdfs:label")
    (gain,) = found(other(f"core:introduces <route/office> . {way} {held}"), PERMIT)
    assert (gain.given, gain.who.en) == ((), "Danish ships")


def test_what_another_bearer_gets_rid_of_is_said_to_be_its() -> None:
    duty = old_ships().replace("core:bearer core:Subject", "core:bearer <authority/harbour>")
    (gain,) = found(other(f"core:ends <{NORM}> ."), duty=duty)
    assert gain.bearer == "https://w3id.org/lovgraf/authority/harbour"
    assert NEW not in gain.about
