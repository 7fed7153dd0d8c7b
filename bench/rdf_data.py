"""Synthetic persons as N-Triples, 11 triples each, one in twenty with a fault; and their shapes."""

from __future__ import annotations

import random
from pathlib import Path

NAMESPACE = "http://example.org/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
FAULTS = 11
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:NameShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] .
ex:NumberShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:cpr ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "^[0-9]{10}$" ] .
ex:BirthShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:birthDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] .
ex:OldestShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:birthDate ; sh:minInclusive "1900-01-01"^^xsd:date ] .
ex:AgeShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:age ; sh:datatype xsd:integer ] .
ex:RangeShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:age ; sh:minInclusive 0 ; sh:maxInclusive 125 ] .
ex:CitizenshipShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:citizenship ; sh:minCount 1 ; sh:in ("DK" "SE" "NO") ] .
ex:HomeShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:homeInDenmark ; sh:maxCount 1 ; sh:datatype xsd:boolean ] .
ex:PostShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:digitalPost ; sh:maxCount 1 ; sh:datatype xsd:boolean ] .
ex:PostcodeShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:postcode ; sh:minLength 4 ; sh:maxLength 4 ] .
ex:MunicipalityShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:municipality ; sh:nodeKind sh:IRI ; sh:minCount 1 ] .
ex:OrderShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
  [ sh:path ex:birthDate ; sh:lessThanOrEquals ex:registered ] .
ex:EitherShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:or (
  [ sh:property [ sh:path ex:homeInDenmark ; sh:hasValue true ] ]
  [ sh:property [ sh:path ex:age ; sh:minInclusive 1 ] ]
  [ sh:property [ sh:path ex:postcode ; sh:maxCount 0 ] ] ) .
"""
"""Thirteen shapes of SHACL Core."""


def write_persons(count: int, file: Path, seed: int = 1) -> None:
    """Write a number of persons; the numbers are replacement numbers (day of birth + 60)."""
    draw = random.Random(seed)
    with file.open("w", encoding="ascii") as out:
        for number in range(count):
            fault = draw.randrange(FAULTS) if draw.random() < 0.05 else None
            out.write(_person(number, fault, draw))


def _person(number: int, fault: int | None, draw: random.Random) -> str:
    year, month, day = draw.randint(1930, 2010), draw.randint(1, 12), draw.randint(1, 28)
    cpr = f"{day + 60:02d}{month:02d}{year % 100:02d}{number % 10_000:04d}"
    country = "XX" if fault == 3 else draw.choice(("DK", "SE", "NO"))
    home = draw.choice(("true", "false"))
    post = "maybe" if fault == 4 else draw.choice(("true", "false"))
    registered = year - 2 if fault == 5 else year + 1
    values = [
        f'name> "Person {number}"',
        f'cpr> "{"12" if fault == 1 else cpr}"',
        f'birthDate> "{year}-{month:02d}-{day:02d}"^^<{_XSD}date>',
        f'age> "{-1 if fault == 2 else 2014 - year}"^^<{_XSD}integer>',
        f'citizenship> "{country}"',
        f'homeInDenmark> "{home}"^^<{_XSD}{"string" if fault == 6 else "boolean"}>',
        f'digitalPost> "{post}"^^<{_XSD}boolean>',
        f'postcode> "{draw.randint(100, 999) if fault == 9 else draw.randint(1000, 9990)}"',
        f'registered> "{registered}-01-01"^^<{_XSD}date>',
    ]
    place = f"<{NAMESPACE}municipality/{draw.randint(101, 860)}>"
    values.append(f"municipality> {'_:unknown' if fault == 10 else place}")
    if fault == 7:
        del values[0]
    if fault == 8:
        values.append('name> "Another"')
    subject = f"<{NAMESPACE}person/{number}>"
    lines = [f"{subject} {_TYPE} <{NAMESPACE}Person> ."]
    lines += [f"{subject} <{NAMESPACE}{value} ." for value in values]
    return "\n".join(lines) + "\n"
