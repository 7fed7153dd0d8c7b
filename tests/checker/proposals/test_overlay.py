"""A proposal changes a copy of the law, on its day, and tells what it could not change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import to_isomorphic

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.proposals.overlay import lay_over, overlay_notes
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import DAY, NEW, NORM, law, overlaid, proposal
from tests.checker.small_law import ship

OLD_IRI, NEW_IRI = BASE + NORM, BASE + NEW
YOUNG = ship(built_on=date(2030, 1, 1), sails=True, inspected=False, flag="DK")
SWEDISH = ship(built_on=date(2030, 1, 1), sails=True, inspected=False, flag="SE")


def verdict(found: object, norm: str) -> str:
    assert isinstance(found, dict)
    return str(found[norm].verdict)


def test_the_new_norm_binds_from_its_day_and_the_old_one_until_the_day_before() -> None:
    after = overlaid().law
    assert set(after.at(DAY).norms) >= {NEW_IRI}
    assert OLD_IRI not in after.at(DAY).norms
    eve = after.at(DAY - timedelta(days=1))
    assert OLD_IRI in eve.norms
    assert NEW_IRI not in eve.norms


def test_a_norm_in_another_s_place_keeps_what_it_does_not_say() -> None:
    before, after = law(), overlaid().law
    old, new = before.norms[OLD_IRI], after.norms[NEW_IRI]
    assert (new.kind, new.duty, new.bearer, new.provision) == (
        old.kind, old.duty, old.bearer, old.provision,
    )  # fmt: skip
    assert new.addressee == BASE + "proposal/all/class/sailing"
    assert new.label == old.label


def test_verdicts_follow_the_proposal_and_exemptions_reach_its_norm() -> None:
    view = overlaid().law.at(DAY)
    young, swedish = verdicts_for(view, [YOUNG, SWEDISH], "ship")
    assert verdict(young, NEW_IRI) == "breached"
    assert verdict(swedish, NEW_IRI) == "exempt"


def test_a_norm_of_its_own_is_not_exempted_unless_it_says_so() -> None:
    whole = (
        "a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ; "
        "core:bearer core:Subject ; core:duty <duty/inspected> ; "
        'rdfs:label "x"@da, "x"@en ;'
    )
    alone = overlaid(part=whole).law.at(DAY)
    shared = overlaid(part=f"{whole} core:exemptedAs <{NORM}> ;").law.at(DAY)
    assert verdict(verdicts_for(alone, [SWEDISH], "ship")[0], NEW_IRI) == "breached"
    assert verdict(verdicts_for(shared, [SWEDISH], "ship")[0], NEW_IRI) == "exempt"
    assert OLD_IRI in alone.norms


def test_the_law_itself_is_not_changed() -> None:
    base = law()
    untouched = Graph()
    for triple in base.graph:
        untouched.add(triple)
    lay_over(base, [proposal()])
    assert to_isomorphic(base.graph) == to_isomorphic(untouched)


def test_the_digest_counts_the_proposal_and_its_day() -> None:
    undetermined = "core:commencementUndetermined true ;"
    base, plain = law(), proposal()
    digests = {
        base.source.digest,
        lay_over(base, [plain]).law.source.digest,
        lay_over(base, [proposal(head=undetermined)], DAY).law.source.digest,
        lay_over(base, [proposal(head=undetermined)], date(2032, 1, 1)).law.source.digest,
    }
    assert len(digests) == 4


def test_an_undetermined_commencement_is_told() -> None:
    head = 'core:commencementUndetermined true ; core:lawAsOf "2031-06-01"^^xsd:date ;'
    found = lay_over(law(), [proposal(head=head)])
    assert found.starts == {BASE + "proposal/all": date(2031, 6, 1)}
    assert "1 June 2031" in overlay_notes(found, DAY)[0].en
    with pytest.raises(InputError, match="--as-of"):
        lay_over(law(), [proposal(head="core:commencementUndetermined true ;")])


def test_a_proposal_that_starts_later_says_that_it_has_no_effect_yet() -> None:
    found = overlaid()
    assert overlay_notes(found, DAY) == ()
    assert "no effect" in overlay_notes(found, DAY - timedelta(days=1))[0].en


def test_what_is_not_in_force_cannot_be_replaced() -> None:
    early = overlaid(head='core:inForceFrom "2029-01-01"^^xsd:date ;')
    (missing,) = early.not_applied
    assert missing.what == OLD_IRI
    assert "1 January 2030" in missing.reason.en
    assert missing.line is not None
    assert NEW_IRI not in early.law.norms
    assert OLD_IRI in early.law.at(date(2030, 2, 1)).norms


def test_two_proposals_for_one_norm_clash() -> None:
    other = proposal(name="other")
    found = lay_over(law(), [proposal(), other])
    reasons = {missing.what: missing.reason for missing in found.not_applied}
    assert "already introduces" in reasons[NEW_IRI].en
    assert NEW_IRI in found.law.at(DAY).norms
    apart = other.text.replace(NEW, NEW + "-2").replace(
        "proposal/all/class", "proposal/other/class"
    )
    found = lay_over(law(), [proposal(), proposal_of(apart, "other.ttl")])
    (missing,) = found.not_applied
    assert missing.what == OLD_IRI
    assert "Inspection of all ships" in missing.reason.en
    with pytest.raises(InputError, match="same name"):
        lay_over(law(), [proposal(), proposal()])


def test_proposals_are_stacked() -> None:
    head = 'core:inForceFrom "2032-01-01"^^xsd:date ;'
    second = proposal(name="second", head=f"{head} core:ends <{NEW}> ;", part="")
    text = second.text.replace(f"core:introduces <{NEW}> .", "").replace(
        'Inspection of all ships"@en ;', 'Inspection of all ships"@en .'
    )
    text = text[: text.index(f"<{NEW}>  core:addressee")]
    found = lay_over(law(), [proposal(), proposal_of(text, "second.ttl")])
    assert not found.not_applied
    assert NEW_IRI in found.law.at(date(2031, 12, 31)).norms
    assert NEW_IRI not in found.law.at(date(2032, 1, 1)).norms


def test_ending_a_provision_ends_all_that_rests_on_it() -> None:
    ends = "core:ends <law/2029/1> ;"
    found = overlaid(head=f'core:inForceFrom "2031-01-01"^^xsd:date ; {ends}')
    exemption = BASE + "law/2029/1/par/2/norm/exemption"
    assert exemption not in found.law.at(DAY).norms
    assert set(found.law.at(DAY).norms) == {NEW_IRI}


def test_what_belongs_to_the_law_is_not_redefined() -> None:
    redefined = "<class/granted> a owl:Class ; owl:equivalentClass record:Ship ."
    found = overlaid(redefined)
    (missing,) = found.not_applied
    assert missing.what == BASE + "class/granted"
    values = set(found.law.graph.objects(URIRef(missing.what), URIRef(str(CORE.x))))
    assert not values
    assert verdict(verdicts_for(found.law.at(DAY), [YOUNG], "ship")[0], NEW_IRI) == "breached"


def test_a_proposal_declares_facts_classes_and_duties_of_its_own() -> None:
    more = """
record:lastSeen a record:Column ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "sidst set"@da, "last seen"@en .
record:unseen a record:DerivedFact ; record:datatype xsd:integer ; record:recordType record:Ship ;
  record:operator record:AgeAt ; record:of record:lastSeen ; rdfs:label "år siden"@da, "years"@en .
<class/unseen> a owl:Class ; owl:equivalentClass [ owl:onProperty record:unseen ;
  owl:someValuesFrom [ owl:onDatatype xsd:integer ;
    owl:withRestrictions ( [ xsd:minInclusive 2 ] ) ] ] .
<duty/tied-up> a sh:NodeShape ; sh:property [ sh:path record:sails ; sh:hasValue false ] .
<law/2029/1/par/1/norm/tie-up> a core:Obligation ; core:provision <law/2029/1/par/1> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/unseen> ;
  core:duty <duty/tied-up> ; rdfs:label "Læg op"@da, "Tie up"@en .
"""
    view = overlaid(more).law.at(DAY)
    record = YOUNG | {BASE + "record#lastSeen": date(2028, 1, 1)}
    found = verdicts_for(view, [record], "ship")[0]
    assert verdict(found, BASE + "law/2029/1/par/1/norm/tie-up") == "breached"


def test_what_was_enacted_is_commenced() -> None:
    waiting = """<law/2029/1/par/3> a core:Provision ; eli:is_part_of <law/2029/1> ;
  core:uncommenced true ; rdfs:label "§ 3"@da, "s. 3"@en .
<law/2029/1/par/3/norm/later> a core:Obligation ; core:provision <law/2029/1/par/3> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/old> ;
  core:duty <duty/inspected> ; rdfs:label "Senere"@da, "Later"@en .
core:commences a owl:ObjectProperty . core:uncommenced a owl:DatatypeProperty .
"""
    later = BASE + "law/2029/1/par/3/norm/later"
    for what in ("law/2029/1/par/3", "law/2029/1/par/3/norm/later"):
        head = f'core:inForceFrom "2031-01-01"^^xsd:date ; core:commences <{what}> ;'
        found = lay_over(law(waiting), [proposal(head=head)])
        assert not found.not_applied
        assert later in found.law.at(DAY).norms
        assert later not in found.law.at(DAY - timedelta(days=1)).norms
    head = f'core:inForceFrom "2031-01-01"^^xsd:date ; core:commences <{NORM}> ;'
    with pytest.raises(InputError, match="commences and ends"):
        lay_over(law(waiting), [proposal(head=head)])
    head = 'core:inForceFrom "2031-01-01"^^xsd:date ; core:commences <law/2029/1/par/2> ;'
    (missing,) = lay_over(law(waiting), [proposal(head=head)]).not_applied
    assert "already" in missing.reason.en


def test_a_fact_of_a_proposal_is_read() -> None:
    own = """record:hulls a record:Column ; record:column "hulls" ; record:datatype xsd:integer ;
      record:recordType record:Ship ; rdfs:label "skrog"@da, "hulls"@en ."""
    law = overlaid(own).law
    assert "https://w3id.org/lovgraf/record#hulls" in law.facts.facts


def test_what_ends_before_it_begins_is_refused() -> None:
    """It was told as the end of the norm whose place it takes, by a proposal that ends nothing."""
    term = "core:inForceUntil a owl:AnnotationProperty ."
    for day, refused in (("2030-12-31", True), ("2031-01-01", False), ("2035-01-01", False)):
        part = f'core:replaces <{NORM}> ; core:inForceUntil "{day}"^^xsd:date ;'
        made = proposal(head='core:inForceFrom "2031-01-01"^^xsd:date ;', part=part)
        if not refused:
            lay_over(law(term), [made])
            continue
        with pytest.raises(InputError) as told:
            lay_over(law(term), [made])
        assert "is never in force: it begins on 1 January 2031" in told.value.message.en
        assert told.value.line
        # A day that was only asked of is no word of the proposal's.
        lay_over(
            law(term),
            [proposal(head="core:commencementUndetermined true ;", part=part)],
            date(2031, 1, 1),
        )
