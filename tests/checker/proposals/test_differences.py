"""What a changed norm or route says otherwise is told property by property."""

from __future__ import annotations

import pytest

from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.differences import Difference, of_norm, of_route, replaced_routes
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import Proposal, proposal_of
from tests.checker.proposals.small import DAY, EXEMPTION, VOCABULARY
from tests.checker.proposals.test_cell_gaps import WORDS, route
from tests.checker.proposals.test_holders import FEE, TERMS, deadline, old, paying, proposed
from tests.checker.small_law import PREFIXES, law_of, old_ships

LABELS = """
core:deadline rdfs:label "frist"@da, "deadline"@en . core:fee rdfs:label "gebyr"@da, "fee"@en .
core:bearer rdfs:label "bærer"@da, "bearer"@en . core:sanction a owl:ObjectProperty ;
  rdfs:label "sanktion"@da, "sanction"@en . core:byPost rdfs:label "med posten"@da, "by post"@en .
<norm/fine> a core:Obligation ; rdfs:label "bøde"@da, "a fine"@en ; core:recordType record:Ship ;
  core:provision <law/2029/1/par/2> .
"""


def told(proposal: Proposal, *base: str) -> list[str]:
    ships = law_of(VOCABULARY, old_ships(), EXEMPTION, WORDS, TERMS, LABELS, *base)
    views = views_of(lay_over(ships, [proposal]), DAY)
    found: list[Difference] = []
    for change in views.changes:
        if change.before is not None and change.after is not None:
            found += of_norm(views, change.before, change.after)
    before = replaced_routes(views)
    for one in views.routes:
        if one.iri in before:
            found += of_route(views, before[one.iri], one)
    return [f"{one.label.en}: {one.before.en} -> {one.after.en}" for one in found]


def test_a_deadline_a_bearer_and_a_sanction() -> None:
    own = f"{deadline('P10D')} core:bearer <authority/harbour> ; core:sanction <norm/fine> ;"
    days = ["30 days", "10 days"]
    assert told(proposed(own), old("P30D")) == [
        "bearer: Subject -> the harbour",
        'deadline: at the latest {} after "bought on" -> at the latest {} after "bought on"'.format(
            *days
        ),
        "sanction: nothing -> a fine",
    ]


def test_what_is_kept_is_not_told() -> None:
    assert told(proposed("core:bearer core:Subject ;"), old("P30D")) == []


def test_a_fee_and_the_post() -> None:
    base = route(FEE.format("100.0"))
    assert told(paying("250.0", "core:byPost true ;"), base) == [
        "by post: nothing -> yes",
        "fee: 100 DKK -> 250 DKK",
    ]


def assessed(proposal: Proposal, *base: str) -> Assessment:
    ships = law_of(VOCABULARY, old_ships(), EXEMPTION, WORDS, TERMS, LABELS, *base)
    return assess(ships, [proposal])


@pytest.mark.parametrize(
    ("own", "acts"), [("", False), ("core:bearer core:Subject ;", False), (deadline("P10D"), True)]
)
def test_a_norm_in_the_place_of_one_that_says_the_same_changes_nothing(
    own: str, acts: bool
) -> None:
    found = assessed(proposed(own), old("P30D"))
    assert found.views.changes
    assert found.acts is acts
    assert found.feasible is (None if not acts else found.feasible)


def test_a_route_in_the_place_of_one_that_says_the_same_changes_nothing() -> None:
    base = route(FEE.format("100.0"))
    for fee, acts in (("100.0", False), ("250.0", True)):
        found = assessed(paying(fee, ""), base)
        assert found.views.routes
        assert found.acts is (acts and bool(found.comparisons)), fee


def test_an_exemption_in_the_place_of_one_that_says_the_same_changes_nothing() -> None:
    name, old_one = "law/2029/1/par/2/norm/anew", "law/2029/1/par/2/norm/exemption"
    for more, acts in (("", False), ("core:granted <class/old> ;", True)):
        part = f"<{name}> a core:Exemption ; core:replaces <{old_one}> ; {more} ."
        text = f"""{PREFIXES} <proposal/anew> a core:Proposal ; rdfs:label "Nyt"@da, "New"@en ;
          core:inForceFrom "2031-01-01"^^xsd:date ; core:introduces <{name}> . {part}"""
        found = assessed(proposal_of(text, "anew.ttl"))
        assert found.comparisons, "the duty is looked at"
        assert found.acts is acts
