"""What a person's verdicts are asked about: an act, a provision, or a question."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, absolute
from lovgraf.explain.choosing import unclear
from lovgraf.explain.found import Found
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.question import Question, named_by, reached
from lovgraf.law.view import Law
from lovgraf.law.within import acts_in_use, called, of_one_text, restated


class About(Struct, frozen=True):
    """The norms (by IRI) that are asked about, and the question, where one is."""

    norms: frozenset[str]
    question: Question | None = None


def read_about(law: Law, said: str, record_type: str, day: date) -> About:
    """What is asked about on a day: an act by what people call it, a place in the law as it is
    addressed (of a consolidation also that of the act that it restates; of an act with those for
    which the same text is in use), else the best question of the type of record. Raises
    `InputError` where there is neither."""
    own = [norm for norm in law.norms.values() if norm.record_type == record_type]
    texts = acts_in_use(law, record_type, day)
    places = called(law, said, texts)
    if "/" in said:
        iri = absolute(said.rstrip("/"))
        places = [iri] if named_by([iri], own, law) else restated(law, iri)
        places = places if iri.startswith(BASE) else []
    joined = [one for place in places for one in of_one_text(place, texts)]
    if norms := named_by(joined, own, law):
        return About(frozenset(norm.iri for norm in norms))
    if "/" in said:
        raise InputError(
            f"Ingen regel for {record_type} hører til det, --about nævner. Skriv en lov, fx "
            "law/2012/528, eller et spørgsmål; lovgraf ask --list viser dem.",
            f"No rule for {record_type} belongs to what --about names. Write an act, such as "
            "law/2012/528, or a question; lovgraf ask --list lists them.",
        )
    every = matcher_of(law).find(said)
    found = Found([one for one in every.matches if one.question.record_type == record_type])
    best = found.clear
    if best is None:
        why = unclear(found)
        raise InputError(f"--about: {why.da}", f"--about: {why.en}")
    return About(frozenset(n.iri for n in reached(best, own, law)), best)
