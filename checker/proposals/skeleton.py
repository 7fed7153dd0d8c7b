"""A skeleton of a proposal: valid from the start, to be filled in."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct
from rdflib import OWL, RDF, URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, absolute, label, relative
from lovgraf.core.turtle import format_turtle
from lovgraf.law.view import Law
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import proposal_of


class Answers(Struct, frozen=True):
    """What a drafter was asked.

    `norm` is the norm to change, `also` the class it is to be for as well (without one the norm is
    to end), both IRIs as typed; `commencement` is None where it is undetermined; `law_as_of` the
    day whose law it is measured on then.
    """

    title: Text
    norm: str
    also: str | None
    commencement: date | None
    law_as_of: date


def skeleton(answers: Answers, law: Law) -> str:
    """The Turtle of a proposal that changes one norm, in the fixed form.

    Raises `InputError` where the norm or the class is not in the law, or the norm is not in force
    when the proposal begins.
    """
    norm_iri = absolute(answers.norm)
    norm = law.norms.get(norm_iri)
    if norm is None:
        raise InputError(
            f"Loven har ingen norm med navnet {answers.norm}. «lovgraf law» viser, hvad de hedder.",
            f"The law has no norm called {answers.norm}. `lovgraf law` shows what they are called.",
        )
    name = slug(answers.title.en)
    when = (
        f'core:inForceFrom "{answers.commencement.isoformat()}"^^xsd:date'
        if answers.commencement
        else "core:commencementUndetermined true ;\n"
        f'  core:lawAsOf "{answers.law_as_of.isoformat()}"^^xsd:date'
    )
    title = f"{_text(answers.title.da)}@da , {_text(answers.title.en)}@en"
    head = f"""<proposal/{name}> a core:Proposal ;
  rdfs:label {title} ; skos:definition {title} ; {when}"""
    if answers.also is None:
        body = f"{head} ;\n  core:ends <{relative(norm_iri)}> ."
    else:
        body = f"{head} ;\n{_widened(answers, law, norm_iri, norm.addressee, name)}"
    text = format_turtle(
        "@base <https://w3id.org/lovgraf/> .\n"
        "@prefix core: <https://w3id.org/lovgraf/core#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n{body}\n"
    )
    found = lay_over(law, [proposal_of(text, f"{name}.ttl")])
    for missing in found.not_applied:
        raise InputError(
            f"{missing.label.da}: {missing.reason.da}", f"{missing.label.en}: {missing.reason.en}"
        )
    return text


def _widened(answers: Answers, law: Law, norm_iri: str, addressee: str | None, name: str) -> str:
    """A version of the norm for more people, with the measures that a new duty calls for."""
    group = URIRef(absolute(answers.also or ""))
    if (group, RDF.type, OWL.Class) not in law.graph:
        raise InputError(
            f"Loven har ingen klasse med navnet {answers.also}. Prøv fx group/1.",
            f"The law has no class called {answers.also}. Try group/1, for instance.",
        )
    if addressee is None:
        raise InputError(
            f"Normen {answers.norm} gælder allerede for alle.",
            f"The norm {answers.norm} is for everyone already.",
        )
    new = f"{relative(norm_iri)}-{name}"
    who = label(law.graph, group)
    old = label(law.graph, URIRef(addressee))
    both = f"{_text(f'{old.da} eller {who.da}')}@da , {_text(f'{old.en} or {who.en}')}@en"
    parts = f"<{relative(addressee)}> <{relative(str(group))}>"
    kind = law.norms[norm_iri].kind
    reaches = f"core:reaches <{relative(str(group))}>"
    return f"""  core:amends <{relative(law.norms[norm_iri].provision)}> ;
  core:concerns <{relative(str(group))}> ;
  core:introduces <{new}> ;
  core:measure [ a core:InformationMeasure ; {reaches} ] ,
    [ a core:TransitionMeasure ; {reaches} ] ;
  core:outcome [ a core:Outcome ; core:group <{relative(str(group))}> ;
    core:expected "feasible" ] .
<{new}> a core:{kind} ; core:replaces <{relative(norm_iri)}> ;
  core:addressee <proposal/{name}/class/addressee> .
<proposal/{name}/class/addressee> a owl:Class ; rdfs:label {both} ; skos:definition {both} ;
  owl:equivalentClass [ a owl:Class ; owl:unionOf ( {parts} ) ] ."""


def slug(title: str) -> str:
    """A title as a name of the graph. Raises `InputError` where no letter is left."""
    found = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
    if not found:
        raise InputError(
            "Titlen på engelsk skal have mindst ét bogstav fra a til z.",
            "The English title must have at least one letter from a to z.",
        )
    return found


def _text(text: str) -> str:
    """A Turtle string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]+", " ", escaped) + '"'
