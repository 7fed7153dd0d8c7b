"""A law that exists only here, to test the checker without the shipped one."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from pathlib import Path

from rdflib import Graph

from lovgraf.core.terms import BASE
from lovgraf.core.turtle import read_triples
from lovgraf.engine.in_memory import Verdict
from lovgraf.facts.values import State
from lovgraf.law.graph import LawGraph
from lovgraf.law.store import NumberStore
from lovgraf.law.store import graph_of as store_graph
from lovgraf.law.view import Law, LawView

AS_OF = date(2030, 6, 1)
PREFIXES = """
@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
"""
FACTS = """
record:Ship a owl:Class ; skos:notation "ship" ; rdfs:label "skib"@da, "ship"@en .
record:builtOn a record:Column ; record:column "built_on" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "bygget den"@da, "built on"@en .
record:masts a record:Column ; record:column "masts" ; record:datatype xsd:integer ;
  record:recordType record:Ship ; rdfs:label "master"@da, "masts"@en .
record:tonnage a record:Column ; record:column "tonnage" ; record:datatype xsd:decimal ;
  record:recordType record:Ship ; rdfs:label "tonnage"@da, "tonnage"@en .
record:sails a record:Column ; record:column "sails" ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; rdfs:label "sejler"@da, "sails"@en .
record:flag a record:Column ; record:column "flag" ; record:datatype xsd:string ;
  record:codeList <list/flags> ; record:recordType record:Ship ; rdfs:label "flag"@da, "flag"@en .
record:cargo a record:Column ; record:column "cargo" ; record:datatype xsd:string ;
  record:multiValued true ; record:recordType record:Ship ; rdfs:label "last"@da, "cargo"@en .
record:name a record:Column ; record:column "name" ; record:datatype xsd:string ;
  record:recordType record:Ship ; rdfs:label "navn"@da, "name"@en .
record:inspected a record:Column ; record:column "inspected" ; record:datatype xsd:boolean ;
  record:impliedTrueBy record:inspectedOn ; record:recordType record:Ship ;
  rdfs:label "synet"@da, "inspected"@en .
record:inspectedOn a record:Column ; record:column "inspected_on" ; record:datatype xsd:date ;
  record:noneWhen [ record:fact record:inspected ; record:value false ] ;
  record:recordType record:Ship ; rdfs:label "synet den"@da, "inspected on"@en .
record:boughtOn a record:Column ; record:column "bought_on" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "købt den"@da, "bought on"@en .
<changer/owner> a record:Changer ; rdfs:label "ejeren"@da, "the owner"@en .
record:masts record:changeableBy <changer/owner> ; record:reversible true .
record:sails record:changeableBy <changer/owner> ; record:reversible true .
record:flag record:changeableBy <changer/owner> ; record:reversible true .
record:inspected record:changeableBy <changer/owner> .
record:inspectedOn record:changeableBy <changer/owner> .
<list/flags> a skos:ConceptScheme ; rdfs:label "flag"@da, "flags"@en .
<list/flags/dk> skos:inScheme <list/flags> ; skos:notation "DK" ;
  skos:prefLabel "dansk"@da, "Danish"@en .
<list/flags/se> skos:inScheme <list/flags> ; skos:notation "SE" ;
  skos:prefLabel "svensk"@da, "Swedish"@en .
<list/flags/no> skos:inScheme <list/flags> ; skos:notation "NO" ;
  skos:prefLabel "norsk"@da, "Norwegian"@en .
record:shipAge a record:DerivedFact ; record:datatype xsd:integer ; record:recordType record:Ship ;
  record:operator record:AgeAt ; record:of record:builtOn ;
  rdfs:label "skibets alder"@da, "the ship's age"@en .
record:BankDaysBetween record:calendar <calendar/banks> .
<calendar/banks> a core:Calendar ; core:closedDay [ core:dayOfWeek 6 ] , [ core:dayOfWeek 7 ] ,
  [ core:daysAfterEaster -3 ] , [ core:daysAfterEaster -2 ] , [ core:daysAfterEaster 1 ] ,
  [ core:daysAfterEaster 39 ] , [ core:daysAfterEaster 40 ] , [ core:daysAfterEaster 50 ] ,
  [ core:dayOfYear "--01-01"^^xsd:gMonthDay ] , [ core:dayOfYear "--06-05"^^xsd:gMonthDay ] ,
  [ core:dayOfYear "--12-24"^^xsd:gMonthDay ] , [ core:dayOfYear "--12-25"^^xsd:gMonthDay ] ,
  [ core:dayOfYear "--12-26"^^xsd:gMonthDay ] , [ core:dayOfYear "--12-31"^^xsd:gMonthDay ] .
<law/2029/1> a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date ;
  rdfs:label "skibsloven"@da, "the Ship Act"@en ; rdfs:seeAlso <https://example.org/ship-act> .
<law/2029/1/par/1> a core:Provision ; eli:is_part_of <law/2029/1> ;
  rdfs:label "§ 1"@da, "s. 1"@en .
<law/2029/1/par/2> a core:Provision ; eli:is_part_of <law/2029/1> ;
  rdfs:label "§ 2"@da, "s. 2"@en .
"""
NORM = "law/2029/1/par/1/norm/inspection"
DUTY = """
<duty/inspected> a sh:NodeShape ; rdfs:label "synet"@da, "inspected"@en ;
  sh:message "Få skibet synet."@da, "Have the ship inspected."@en ;
  sh:property [ sh:path record:inspected ; sh:hasValue true ] .
"""


def old_ships(more: str = "") -> str:
    """A norm: ships of 20 years or more that sail shall be inspected; `more` is added to it."""
    return f"""{DUTY}
<class/old> a owl:Class ; rdfs:label "gamle skibe"@da, "old ships"@en ;
  owl:equivalentClass [ owl:intersectionOf ( record:Ship
    [ owl:onProperty record:sails ; owl:hasValue true ]
    [ owl:onProperty record:shipAge ; owl:someValuesFrom
      [ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 20 ] ) ] ] ) ] .
<{NORM}> a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ;
  core:bearer core:Subject ; core:addressee <class/old> ; core:duty <duty/inspected> ;
  rdfs:label "Syn af gamle skibe"@da, "Inspection of old ships"@en {more} .
"""


@cache
def _facts() -> NumberStore:
    return read_into(NumberStore(), PREFIXES + FACTS)


def read_into(store: NumberStore, turtle: str) -> NumberStore:
    """A store to which the triples of some Turtle have been added, as of a file of the law: in a
    quarter of the time that rdflib takes for it."""
    for triple in read_triples(turtle):
        store.add(triple)
    return store


def graph_of(*turtle: str) -> Graph:
    """The graph of the small facts and further Turtle."""
    store = NumberStore.of_plain(_facts().plain)
    return store_graph(read_into(store, PREFIXES + "\n".join(turtle)))


def law_of(*turtle: str) -> Law:
    """A law over the small facts."""
    return Law(LawGraph(graph_of(*turtle), "test", ("test.ttl",)))


def view_of(*turtle: str, as_of: date = AS_OF) -> LawView:
    """The small law on a date."""
    return law_of(*turtle).at(as_of)


def fact(name: str) -> str:
    """The IRI of a column, by its canonical name."""
    first, *rest = name.split("_")
    return f"{BASE}record#{first}{''.join(part.capitalize() for part in rest)}"


def ship(**facts: State) -> dict[str, State]:
    """A record with facts by canonical name."""
    return {fact(name): value for name, value in facts.items()}


UNIQUE = """
record:id a record:Column ; record:column "id" ; record:datatype xsd:string ;
  record:unique true ; record:personal true ; record:recordType record:Ship ;
  rdfs:label "id"@da, "id"@en .
"""
SHIP_HEAD = "id,built_on,sails,inspected,inspected_on,name"


def ship_law() -> Law:
    """A law of one norm about ships, which are told apart by their ids."""
    return law_of(old_ships(), UNIQUE)


def ship_row(number: int) -> str:
    """A line of ships; some say nothing that can be read."""
    draw = random.Random(number)
    sails, told = draw.choice(["true", "false", ""]), draw.choice(["true", "false", "", "?"])
    day = draw.choice(["", "2029-01-01", "01-02-2029"])
    return f"s{number},{draw.randint(1980, 2030)}-01-01,{sails},{told},{day},Åse {number}"


def write_ships(path: Path, count: int, seed: int = 0) -> None:
    """A CSV file of ships, of which the last breaches the norm."""
    rows = [ship_row(seed * 1000 + number) for number in range(count - 1)]
    rows.append(f"t{seed},1990-01-01,true,false,,Øst")
    path.write_text("\n".join([SHIP_HEAD, *rows]) + "\n", encoding="utf-8")


def ships_command(path: Path | str, *more: object) -> list[str]:
    """The words of `lovgraf check` for a file of ships or a folder of these."""
    return ["check", str(path), "--as-of", AS_OF.isoformat(), "--type", "ship", *map(str, more)]


PROGRAM = """
import lovgraf.law
from tests.checker.small_law import ship_law
law = ship_law()
lovgraf.law.load_law = lambda _extra=(): law
from lovgraf.cli import main
main()
"""
"""The command on this law, in a process of its own."""


def breach_possible(*missing: str) -> Verdict:
    """The verdict on the duty where it is met or not, by some columns that are blank."""
    possible = ("fulfilled", "breached")
    return Verdict(BASE + NORM, "undetermined", missing, (), True, possible, "breach-possible")
