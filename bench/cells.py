"""A law made to have many kinds of records: yes-or-no facts, and shapes that rule out combinations.

Fact follows fact, and of two neighbours one is always true. So none can be solved apart from the
others, and of n facts there are as many kinds as a Fibonacci number says: each one more is a factor
of 1.6. Each norm asks about three facts in a row.
"""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.terms import BASE, PREFIXES

TYPE = "made"
_ACT = "<law/1/1>"


def facts_for(kinds: int) -> int:
    """The fewest facts with at least so many kinds of records."""
    facts = 1
    while kinds_of(facts) < kinds:
        facts += 1
    return facts


def kinds_of(facts: int) -> int:
    """How many kinds of records there are of so many facts."""
    one, two = 1, 2
    for _ in range(facts - 1):
        one, two = two, one + two
    return two


def law(facts: int) -> str:
    """The Turtle of a law: the facts, the shapes that tie them, and a norm for every three."""
    return "".join([_head(), *_facts(facts), *(_norm(n) for n in range(facts - 2))])


def proposal(facts: int) -> str:
    """The Turtle of a proposal that puts a duty on whoever lacks one of two facts, for each two."""
    pairs = " ".join(
        f"[ a owl:Class ; owl:unionOf ( {_no(n)} {_no(n + 3)} ) ]" for n in range(0, facts - 3, 2)
    )
    return f"""{_prefixes()}
<proposal/made> a core:Proposal ; {_label("proposal")} ; core:inForceFrom "2031-01-01"^^xsd:date ;
  core:introduces <law/1/1/par/1/norm/new> .
<law/1/1/par/1/norm/new> a core:Obligation ; {_label("new duty")} ; core:bearer core:Subject ;
  core:provision <law/1/1/par/1> ; core:recordType record:Made ;
  core:addressee <class/new> ; core:duty <duty/0> .
<class/new> a owl:Class ; {_label("new addressees")} ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( {pairs} ) ] .
"""


def _head() -> str:
    return f"""{_prefixes()}
record:Made a owl:Class ; skos:notation "{TYPE}" ; {_label("made")} .
{_ACT} a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date ; {_label("act")} .
<law/1/1/par/1> a core:Provision ; eli:is_part_of {_ACT} ; {_label("s. 1")} .
"""


def _facts(facts: int) -> Iterator[str]:
    for n in range(facts):
        yield f"""
record:f{n} a record:Column ; record:column "f{n}" ; record:datatype xsd:boolean ;
  record:recordType record:Made ; {_label(f"fact {n}")} .
"""
        if n:
            yield f"""
<shape/record/{n}> a sh:NodeShape ; sh:targetClass record:Made ; {_label(f"shape {n}")} ;
  sh:message "{n}"@da, "{n}"@en ; sh:not [ sh:and (
    [ sh:property [ sh:path record:f{n - 1} ; sh:hasValue false ] ]
    [ sh:property [ sh:path record:f{n} ; sh:hasValue false ] ] ) ] .
"""


def _norm(n: int) -> str:
    return f"""
<class/{n}> a owl:Class ; {_label(f"addressees {n}")} ;
  owl:equivalentClass [ a owl:Class ; owl:unionOf ( {_no(n)} {_no(n + 2)} ) ] .
<duty/{n}> a sh:NodeShape ; {_label(f"duty {n}")} ;
  sh:property [ sh:path record:f{n + 1} ; sh:hasValue true ] .
<law/1/1/par/1/norm/{n}> a core:Obligation ; {_label(f"norm {n}")} ; core:bearer core:Subject ;
  core:provision <law/1/1/par/1> ; core:recordType record:Made ;
  core:addressee <class/{n}> ; core:duty <duty/{n}> ; core:inForceFrom "2030-01-01"^^xsd:date .
"""


def _no(n: int) -> str:
    return f"[ a owl:Restriction ; owl:onProperty record:f{n} ; owl:hasValue false ]"


def _label(text: str) -> str:
    return f'rdfs:label "{text}"@da, "{text}"@en'


def _prefixes() -> str:
    lines = [f"@prefix {prefix}: <{space}> ." for prefix, space in PREFIXES.items()]
    return "\n".join([f"@base <{BASE}> .", *lines, ""])
