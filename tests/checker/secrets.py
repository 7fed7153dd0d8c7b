"""Files in which every cell is somebody's secret, marked so that it is known wherever it comes out.

The marks are words and numbers that stand nowhere else. A shape of one holds neither.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from lovgraf.law.view import Law
from tests.checker.small_law import UNIQUE, law_of, old_ships

Row = list[str]
MARKS = re.compile(r"quixol|zebulo|wazzir|73917391|88421973|mpfqx", re.IGNORECASE)
"""Whatever of a secret may be found again, also in a word of its own or cut short; numbers are so
long that no count, time or token holds them by chance."""
_SECRETS = (
    "Quixolt Zebulon", "quixolt-sukkersyge", "Wazzirgade 88421973, 2. th.", "739173-9173",
    "7391739173", "quixolt@wazzir.dk", "=Quixolt()", "QUIXOLT", "88421973-12", "mpfqx",
    "ægte Quixolt <b>Wazzir</b>", 'Quixolt "Wazzir"', "Quixolt" * 40,
)  # fmt: skip
_USUAL = ("id", "name", "birth_date", "eid", "cpr_number", "digital_post", "cpr_status")
CODES = ("mitid", "ID", "udvandret", "true", "1990-02-01", "01", "DK", "person")
"""What stands in columns of a register, of which some are names of columns by chance."""


_ALIEN = 10
"""Every so manyth column is filled whatever the type of the record."""
CREW = """
record:Crew a owl:Class ; skos:notation "crew" ; rdfs:label "besætning"@da, "crew"@en .
record:type a record:Column ; record:column "type" ; record:datatype xsd:string ;
  record:codeList <list/types> ; record:recordType record:Ship, record:Crew ;
  rdfs:label "type"@da, "type"@en .
<list/types/ship> skos:inScheme <list/types> ; skos:notation "ship" ; rdfs:label "s"@da, "s"@en .
<list/types/crew> skos:inScheme <list/types> ; skos:notation "crew" ; rdfs:label "c"@da, "c"@en .
record:id record:recordType record:Crew .
record:cprNumber a record:Column ; record:column "cpr_number" ; record:datatype xsd:string ;
  record:format record:CprNumber ; record:unique true ; record:personal true ;
  record:recordType record:Crew ; rdfs:label "CPR-nummer"@da, "CPR number"@en .
record:homeland a record:Column ; record:column "homeland" ; record:datatype xsd:string ;
  record:format record:Country ; record:recordType record:Crew ;
  rdfs:label "hjemland"@da, "homeland"@en .
record:enrolled a record:Column ; record:column "enrolled" ; record:datatype xsd:boolean ;
  record:recordType record:Crew ; rdfs:label "påmønstret"@da, "enrolled"@en .
<duty/enrolled> a sh:NodeShape ; rdfs:label "påmønstret"@da, "enrolled"@en ;
  sh:message "Lad dig påmønstre."@da, "Be enrolled."@en ;
  sh:property [ sh:path record:enrolled ; sh:hasValue true ] .
<law/2029/1/par/2/norm/crew> a core:Obligation ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Crew ; core:bearer core:Subject ; core:addressee record:Crew ;
  core:duty <duty/enrolled> ; rdfs:label "Påmønstring"@da, "Enrolment"@en .
"""


def secret(number: int) -> str:
    """One of the secrets."""
    return _SECRETS[number % len(_SECRETS)]


def small_law() -> Law:
    """A law of two types of record with a column of each kind that a reader tells apart."""
    return law_of(old_ships(), UNIQUE, CREW)


def table(law: Law, every: bool = False) -> tuple[Row, list[Row]]:
    """Headings of columns, and for two types of record a row of each kind: of secrets alone, and of
    what a register holds one column too far to the right. With `every` all columns and types."""
    columns = sorted(law.facts.columns)
    some = columns if every else [*columns[::20], *_USUAL]
    names = ["type", *dict.fromkeys(name for name in some if name != "type")]
    kinds = sorted(law.facts.record_types.values())
    rows = []
    for number, kind in enumerate(kinds if every else ("person", "customer")):
        rows.append([kind, *(secret(number + n) for n in range(len(names) - 1))])
        displaced = [secret(number), *(CODES[n % len(CODES)] for n in range(len(names) - 2))]
        rows.append([kind, *displaced])
    return names, rows


def with_own_columns(law: Law, names: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """The same without most of the cells in columns that the type of the record does not have."""
    kept: list[Row] = []
    for row in rows:
        own = {column.name for column in law.facts.columns_of(row[0])}
        chosen = (name in own or n % _ALIEN == 0 for n, name in enumerate(names))
        kept.append([cell if told else "" for cell, told in zip(row, chosen, strict=True)])
    return names, kept


def shifted(names: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """The same with every cell one column too far to the right: the last has no heading."""
    return names, [[secret(n), *row] for n, row in enumerate(rows)]


def headless(names: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """The same without its headings: the first record stands where they should."""
    return [*rows[0][1:], "navn", "ID", "Fødselsdato"], [[*row[1:], *CODES[:3]] for row in rows]


def few_known(names: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """The same with few headings that are known, as a record may hold them by chance; the others
    are secrets."""
    return [name if n < 3 else secret(n) for n, name in enumerate(names)], rows


LAYOUTS: dict[str, Callable[[Row, list[Row]], tuple[Row, list[Row]]]] = {
    "straight": lambda names, rows: (names, rows),
    "shifted": shifted,
    "headless": headless,
    "few-known": few_known,
}


def as_csv(path: Path, names: Row, rows: Sequence[Row]) -> Path:
    """The table as a CSV file."""
    path = path.with_suffix(".csv")
    quoted = ['"' + cell.replace('"', '""') + '"' for row in (names, *rows) for cell in row]
    lines, start = [], 0
    for row in (names, *rows):
        lines.append(";".join(quoted[start : start + len(row)]))
        start += len(row)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_xlsx(path: Path, names: Row, rows: Sequence[Row]) -> Path:
    """The table as a workbook."""
    from openpyxl import Workbook

    path = path.with_suffix(".xlsx")
    book = Workbook()
    for row in (names, *rows):
        book.active.append([cell if not cell.startswith("=") else f"'{cell}" for cell in row])
    book.save(path)
    return path


def as_parquet(path: Path, names: Row, rows: Sequence[Row]) -> Path:
    """The table as a Parquet file; a name that stands twice gets a number."""
    import pyarrow as pa
    from pyarrow import parquet

    path = path.with_suffix(".parquet")
    width = max(map(len, rows))
    heads = [*names, *(f"_{n}" for n in range(len(names), width))]
    known: dict[str, int] = {}
    for n, name in enumerate(heads):
        heads[n] = f"{name} {known[name]}" if name in known else name
        known[name] = known.get(name, 0) + 1
    full = [[*row, *[None] * (width - len(row))] for row in rows]
    columns = [pa.array([row[n] for row in full], pa.string()) for n in range(width)]
    parquet.write_table(pa.table(columns, names=heads[:width]), path)
    return path


def as_jsonl(path: Path, names: Row, rows: Sequence[Row]) -> Path:
    """The table as lines of JSON."""
    path = path.with_suffix(".jsonl")
    lines = [json.dumps(dict(zip(names, row, strict=False)), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


FILES = {"csv": as_csv, "xlsx": as_xlsx, "parquet": as_parquet, "jsonl": as_jsonl}


def as_rdf(path: Path, law: Law, names: Row, rows: Sequence[Row]) -> Path:
    """The table as RDF, with secrets in the IRIs of the records too."""
    path = path.with_suffix(".nt")
    kinds = {notation: iri for iri, notation in law.facts.record_types.items()}
    lines = []
    for number, row in enumerate(rows):
        subject = f"<urn:Quixolt:{number}>"
        kind = kinds.get(row[0], min(kinds.values()))
        lines.append(f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{kind}> .")
        for name, cell in zip(names[1:], row[1:], strict=False):
            if name in law.facts.columns:
                literal = json.dumps(cell, ensure_ascii=False)
                lines.append(f"{subject} <{law.facts.columns[name].iri}> {literal} .")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def marks(*said: str | bytes) -> set[str]:
    """The marks of secrets in what was said."""
    texts = [text.decode("utf-8", "replace") if isinstance(text, bytes) else text for text in said]
    return {found.lower() for text in texts for found in MARKS.findall(text)}


def said_by(folder: Path) -> list[bytes]:
    """What the files of a folder hold, and are called."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [content for path in files for content in (path.name.encode(), path.read_bytes())]
