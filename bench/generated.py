"""Norms made from the law's own, so that a larger law asks the same questions of a record.

Each takes its addressee from two classes of the law and its duty from a third norm; the cut points
of the facts stay those of the law.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from checker.law import Norm, load_law

HEAD = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def generate(count: int, as_of: date, record_type: str, seed: int = 1) -> str:
    """Turtle with `count` obligations for one type of record, in force on a date."""
    law = load_law()
    norms = [n for n in law.at(as_of).judged(record_type) if n.addressee and n.duty]
    types = {notation: iri for iri, notation in law.facts.record_types.items()}
    return HEAD + "".join(_norms(count, norms, types[record_type], random.Random(seed)))


def _norms(count: int, norms: list[Norm], record_type: str, dice: random.Random) -> Iterator[str]:
    if not norms:
        raise SystemExit("No norm in force has an addressee and a duty; nothing to generate from.")
    addressees = sorted({norm.addressee for norm in norms if norm.addressee})
    for number in range(1, count + 1):
        host, duty = dice.choice(norms), dice.choice(norms)
        first, second = dice.choice(addressees), dice.choice(addressees)
        other = f"<{second}>"
        if dice.random() < 0.5:
            other = f"[ a owl:Class ; owl:complementOf {other} ]"
        how = dice.choice(["intersectionOf", "unionOf"])
        label = f'rdfs:label "Målenorm {number}"@da , "Measuring norm {number}"@en'
        yield f"""
<generated/class/{number}> a owl:Class ; {label} ;
  owl:equivalentClass [ a owl:Class ; owl:{how} ( <{first}> {other} ) ] .
<{host.provision}/norm/generated-{number}> a core:Obligation ; {label} ;
  core:provision <{host.provision}> ; core:recordType <{record_type}> ;
  core:bearer <{host.bearer}> ; core:inForceFrom "1900-01-01"^^xsd:date ;
  core:addressee <generated/class/{number}> ; core:duty <{duty.duty}> .
"""


def write(count: int, as_of: date, record_type: str, path: Path) -> Path:
    """Write the norms to a file."""
    path.write_text(generate(count, as_of, record_type), encoding="utf-8")
    return path


if __name__ == "__main__":
    write(int(sys.argv[1]), date.fromisoformat(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
