"""Small laws written for a test of the reference engine, and its verdicts on records under them."""

from __future__ import annotations

from lovgraf.core.terms import RECORD
from lovgraf.facts.values import State
from lovgraf.reference import Verdict, verdicts
from tests.agreement.laws import PREFIXES, view_of

NORM = "https://w3id.org/lovgraf/law/2010/1/par/1/norm/"

JUDGE = "https://w3id.org/lovgraf/authority/judge"

DUTY = "<duty/1> a sh:NodeShape ; sh:property [ sh:path record:flag ; sh:hasValue true ] ."

COMMON = "core:provision <law/2010/1/par/1> ; core:recordType record:Thing"


def has(fact: str, value: str = "true") -> str:
    return f"[ a owl:Restriction ; owl:onProperty record:{fact} ; owl:hasValue {value} ]"


def over(fact: str, number: int) -> str:
    return some(fact, "xsd:integer", f"xsd:minExclusive {number}")


def some(fact: str, datatype: str, facet: str) -> str:
    return (
        f"[ a owl:Restriction ; owl:onProperty record:{fact} ; owl:someValuesFrom [ a rdfs:Datatype"
        f" ; owl:onDatatype {datatype} ; owl:withRestrictions ( [ {facet} ] ) ] ]"
    )


def both(*parts: str) -> str:
    return f"[ a owl:Class ; owl:intersectionOf ( {' '.join(parts)} ) ]"


def either(*parts: str) -> str:
    return f"[ a owl:Class ; owl:unionOf ( {' '.join(parts)} ) ]"


def no(part: str) -> str:
    return f"[ a owl:Class ; owl:complementOf {part} ]"


def law(addressee: str, more: str = "", rest: str = "", kind: str = "Obligation") -> str:
    return f"""{PREFIXES}{DUTY}
<class/who> a owl:Class ; owl:equivalentClass {addressee} .
<{NORM}n> a core:{kind} ; {COMMON} ; core:bearer core:Subject ; core:addressee <class/who> ;
  core:duty <duty/1> {more} .
{rest}"""


def named(name: str, expression: str) -> str:
    return f"<class/{name}> a owl:Class ; owl:equivalentClass {expression} .\n"


def judge(turtle: str, **facts: State) -> Verdict:
    return judge_each(turtle, facts)[0]


def judge_each(turtle: str, *records: dict[str, State]) -> list[Verdict]:
    """The verdicts on several records, of which HermiT and pySHACL are asked at once."""
    named = [{str(RECORD[name]): state for name, state in facts.items()} for facts in records]
    return [found[NORM + "n"] for found in verdicts(view_of(turtle), named, "thing")]


def told(turtle: str, *records: dict[str, State]) -> list[str]:
    """Those verdicts by name."""
    return [found.verdict for found in judge_each(turtle, *records)]
