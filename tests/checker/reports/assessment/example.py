"""An assessment of an act, a group, a table of amounts and a cost model that exist only here."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from lovgraf.law import load_law
from lovgraf.law.view import Law
from lovgraf.proposals.assess import Assessment, DatasetFile, assess
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.test_assess_cli import DATA, INVENTED

ECONOMY = """
@prefix qb: <http://purl.org/linked-data/cube#> .
<proposal/library> core:costModel <proposal/library/cost> ;
  core:measure [ a core:TransitionMeasure ; rdfs:label "et halvt år"@da , "half a year"@en ] ,
    [ a core:DataTransferMeasure ] .
<proposal/library/cost> a core:CostModel ; rdfs:label "Papirkort"@da , "Cards of paper"@en ;
  skos:definition "Sparede kort."@da , "Cards saved."@en ; core:costTable <proposal/library/table> ;
  core:addsLine <proposal/library/line/before> ; core:subtractsLine <proposal/library/line/after> ;
  core:resultLine <proposal/library/line/result> ; core:countedIn <proposal/library/class/readers> ;
  core:perHead <proposal/library/figure/heads> ; core:perUnit <proposal/library/figure/units> ;
  core:assumes "alle låner."@da , "everyone borrows."@en ;
  core:notIncluded "porto."@da , "postage."@en .
<proposal/library/line/before> a skos:Concept ; rdfs:label "I dag"@da , "Today"@en .
<proposal/library/line/after> a skos:Concept ; rdfs:label "Fremover"@da , "In future"@en .
<proposal/library/line/result> a skos:Concept ; rdfs:label "Vundet"@da , "Gained"@en .
<proposal/library/table> a qb:DataSet ; core:locator "Bilag 7"@da , "Annex 7"@en .
<proposal/library/figure/heads> a core:Figure ; rdfs:label "Læsere"@da , "Readers"@en ;
  core:value 8 ; core:unit "persons" ; core:locator "Bilag 8"@da , "Annex 8"@en .
<proposal/library/figure/units> a core:Figure ; rdfs:label "Kort"@da , "Cards"@en ;
  core:value 40 ; core:unit "cards" ; core:locator "Bilag 9"@da , "Annex 9"@en .
"""
AMOUNTS = {("before", 2020): 1000, ("before", 2021): 1000, ("after", 2020): 100,
           ("after", 2021): 300, ("result", 2020): 900, ("result", 2021): 701}  # fmt: skip


def amount(line: str, year: int, value: object) -> str:
    """One number of the table."""
    return f"""
<proposal/library/figure/{line}/{year}> a core:Figure ; qb:dataSet <proposal/library/table> ;
  <figure/dimension/line> <proposal/library/line/{line}> ; <figure/dimension/year> {year} ;
  core:value {value} ; core:unit "DKK" .
"""


@cache
def law() -> Law:
    """The shipped law."""
    return load_law()


def turtle() -> str:
    """The proposal."""
    numbers = (amount(line, year, value) for (line, year), value in AMOUNTS.items())
    return "".join((INVENTED, ECONOMY, *numbers))


@cache
def assessed(dataset: bool = True) -> Assessment:
    """The proposal assessed, with a dataset of five readers or without."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readers.csv"
        path.write_text(DATA, encoding="utf-8")
        proposal = proposal_of(turtle(), "library.ttl")
        return assess(law(), [proposal], dataset=DatasetFile(path) if dataset else None)
