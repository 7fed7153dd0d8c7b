"""A proposal about ships, to be laid over the law of `tests.checker.small_law`."""

from __future__ import annotations

from datetime import date

from lovgraf.law.view import Law
from lovgraf.proposals.overlay import Overlay, lay_over
from lovgraf.proposals.proposal import Proposal, proposal_of
from tests.checker.small_law import DUTY, NORM, PREFIXES, law_of, old_ships

DAY = date(2031, 1, 1)
NEW = "law/2029/1/par/1/norm/inspection-all"
VOCABULARY = """
core:Proposal a owl:Class . core:Obligation a owl:Class . core:Exemption a owl:Class .
core:AccessRoute a owl:Class . core:InformationMeasure a owl:Class . core:Provision a owl:Class .
core:introduces a owl:ObjectProperty . core:replaces a owl:ObjectProperty .
core:ends a owl:ObjectProperty . core:exemptedAs a owl:ObjectProperty .
core:inForceFrom a owl:AnnotationProperty . core:lawAsOf a owl:AnnotationProperty .
core:commencementUndetermined a owl:DatatypeProperty . core:addressee a owl:AnnotationProperty .
core:amends a owl:ObjectProperty . core:measure a owl:ObjectProperty .
core:provision a owl:ObjectProperty . core:recordType a owl:AnnotationProperty .
core:bearer a owl:AnnotationProperty . core:duty a owl:AnnotationProperty .
core:exempts a owl:ObjectProperty . core:granted a owl:AnnotationProperty .
core:concerns a owl:AnnotationProperty . core:outcome a owl:ObjectProperty .
core:reaches a owl:AnnotationProperty .
core:group a owl:AnnotationProperty . core:expected a owl:AnnotationProperty .
"""
EXEMPTION = f"""
<class/granted> a owl:Class ; owl:equivalentClass
  [ owl:onProperty record:flag ; owl:hasValue "SE" ] .
<law/2029/1/par/2/norm/exemption> a core:Exemption ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:granted <class/granted> ; core:exempts <{NORM}> ;
  rdfs:label "Fritagelse"@da, "Exemption"@en .
"""
SAILING = """
<proposal/all/class/sailing> a owl:Class ; rdfs:label "sejlende skibe"@da, "ships that sail"@en ;
  owl:equivalentClass [ owl:onProperty record:sails ; owl:hasValue true ] .
"""


def law(*more: str) -> Law:
    """Old ships that sail shall be inspected; Swedish ones may be exempt."""
    return law_of(VOCABULARY, old_ships(), EXEMPTION, *more)


def proposal(
    *more: str,
    head: str = "",
    name: str = "all",
    part: str = f"core:replaces <{NORM}> ;",
    addressee: str = "proposal/all/class/sailing",
) -> Proposal:
    """A proposal that inspection is for all ships that sail."""
    turtle = text(*more, head=head, name=name, part=part, addressee=addressee)
    return proposal_of(turtle, "all.ttl")


def text(
    *more: str,
    head: str = "",
    name: str = "all",
    part: str = f"core:replaces <{NORM}> ;",
    addressee: str = "proposal/all/class/sailing",
) -> str:
    """The Turtle of `proposal`."""
    head = head or 'core:inForceFrom "2031-01-01"^^xsd:date ;'
    return f"""{PREFIXES}
<proposal/{name}> a core:Proposal ; {head}
  rdfs:label "Syn af alle skibe"@da, "Inspection of all ships"@en ;
  core:introduces <{NEW}> .
<{NEW}> {part} core:addressee <{addressee}> .
{SAILING}
""" + "\n".join(more)


def overlaid(*more: str, head: str = "", part: str = f"core:replaces <{NORM}> ;") -> Overlay:
    """The small law with the proposal laid over it on its day."""
    return lay_over(law(), [proposal(*more, head=head, part=part)])


__all__ = ["DAY", "DUTY", "NEW", "NORM", "law", "overlaid", "proposal", "text"]
