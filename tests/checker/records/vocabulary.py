"""A small vocabulary with one column of each kind, and a reader of whole tables for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rdflib import Graph

from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.vocabulary import FactsOfDay, FactVocabulary
from lovgraf.readers.connection import connect
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.table import InputTable, Reading, open_dataset

_HEAD = """
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
record:Person a owl:Class ; skos:notation "person" ; record:usualType true .
record:Payment a owl:Class ; skos:notation "payment" .
record:status a skos:ConceptScheme ; rdfs:label "status"@da , "status"@en .
<urn:s1> skos:inScheme record:status ; skos:notation "01" ; skos:prefLabel "bopæl"@da , "home"@en .
<urn:s3> skos:inScheme record:status ; skos:notation "03" ; skos:prefLabel "andet"@da , "other"@en .
<urn:s9> skos:inScheme record:status ; skos:notation "90" ; skos:prefLabel "død"@da , "dead"@en ;
  skos:altLabel "afdød"@da ; skos:hiddenLabel "doed_person" .
record:ground a skos:ConceptScheme ; rdfs:label "grund"@da , "ground"@en .
<urn:g0> skos:inScheme record:ground ; skos:notation "0" ; skos:prefLabel "ingen"@da , "none"@en .
<urn:g1> skos:inScheme record:ground ; skos:notation "1" ;
  skos:prefLabel "handicap"@da , "handicap"@en .
<urn:g2> skos:inScheme record:ground ; skos:notation "2" ;
  skos:prefLabel "it-udstyr"@da , "equipment"@en .
record:types a skos:ConceptScheme ; rdfs:label "type"@da , "type"@en .
<urn:t1> skos:inScheme record:types ; skos:notation "person" ;
  skos:prefLabel "borger"@da , "citizen"@en .
<urn:t2> skos:inScheme record:types ; skos:notation "payment" ;
  skos:prefLabel "betaling"@da , "payment"@en .
"""
_COLUMNS = (
    ("id", "string", "Løbenummer", "Identifier", "record:personal true", "person payment"),
    ("type", "string", "Type", "Type", "record:codeList record:types", "person payment"),
    ("birth_date", "date", "Fødselsdato", "Date of birth", "skos:altLabel 'Født'@da", "person"),
    ("left_on", "date", "Rejst den", "Left on", "", "person"),
    ("passport", "boolean", "Har pas", "Passport", "", "person"),
    ("months", "integer", "Måneder", "Months", "", "person"),
    ("fee", "decimal", "Gebyr", "Fee", "", "person payment"),
    ("cpr_number", "string", "CPR-nummer", "CPR number",
     "record:format record:CprNumber ; record:personal true ; skos:altLabel 'CPR nr.'@da",
     "person"),
    ("cvr_number", "string", "CVR-nummer", "CVR number", "record:format record:CvrNumber",
     "payment"),
    ("name", "string", "Navn", "Name", "record:personal true", "person"),
    ("status", "string", "Status", "Status", "record:codeList record:status", "person"),
    ("grounds", "string", "Grunde", "Grounds",
     "record:codeList record:ground ; record:multiValued true", "person"),
    ("citizenship", "string", "Statsborgerskab", "Citizenship",
     "record:format record:Country ; record:multiValued true", "person"),
    ("country", "string", "Land", "Country", "record:format record:Country", "person"),
    ("paid_on", "date", "Betalt den", "Paid on", "", "payment"),
)  # fmt: skip


def small_vocabulary() -> FactVocabulary:
    """Fifteen columns: each datatype and format once at least."""
    text = _HEAD
    for name, datatype, danish, english, further, types in _COLUMNS:
        first, *rest = name.split("_")
        local = first + "".join(part.title() for part in rest)
        kinds = ", ".join(f"record:{kind.title()}" for kind in types.split())
        text += (
            f'record:{local} a record:Column ; record:column "{name}" ; record:datatype '
            f'xsd:{datatype} ; rdfs:label "{danish}"@da , "{english}"@en ; '
            f"record:recordType {kinds} {'; ' + further if further else ''} .\n"
        )
    return read_facts(Graph().parse(data=text, format="turtle"))


FACTS = FactsOfDay(small_vocabulary())


class Opened:
    """A dataset that was opened, and its rows."""

    def __init__(self, path: Path, facts: FactsOfDay = FACTS, **options: Any) -> None:
        self.connection = connect()
        of_file = {key: options.pop(key) for key in ("name", "keys", "sheet") if key in options}
        file, ahead = InputFile(path, **{"name": path.name, **of_file}), options.pop("ahead", None)
        reading = Reading(facts, **options)
        self.table: InputTable = open_dataset(file, reading, self.connection, ahead)

    def _column(self, sql: str) -> list[Any]:
        cursor = self.connection.execute(f"SELECT {sql} FROM {self.table.source}")
        return [row[0] for row in cursor.fetchall()]

    def __getitem__(self, column: str) -> list[Any]:
        """The typed values of a column."""
        return self._column(self.table.values[column])

    def unreadable(self, column: str) -> list[int]:
        """The rows (1-based) whose value cannot be read."""
        return _rows(self._column(self.table.unreadable[column]))

    def warned(self, code: str) -> list[int]:
        """The rows (1-based) that a warning is about."""
        conditions = [sql for found, _, sql, _ in self.table.warnings if found == code]
        return _rows(self._column(conditions[0])) if conditions else []

    def left_out(self, reason: str) -> list[int]:
        """The first rows (1-based) that are left out for a reason."""
        tables = self.table.intake.tables
        told = [one for table in tables for one in table.left_out if one.reason == reason]
        return list(told[0].rows) if told else []

    @property
    def found(self) -> dict[str, str | None]:
        """The findings on the file: code to column."""
        return {finding.code: finding.column for finding in self.table.quality}


def _rows(flags: list[Any]) -> list[int]:
    assert all(flag is not None for flag in flags), "a flag is never NULL"
    return [number for number, flag in enumerate(flags, 1) if flag]
