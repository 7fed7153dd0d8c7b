"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from collections.abc import Mapping

from lovgraf.law.presumptions import PROFILES
from lovgraf.reports.formats import FORMATS, Format
from lovgraf_web.api.operations import (
    DAY,
    HELD,
    JOB,
    MULTIPART,
    Operation,
    Path,
    file,
    get,
    led,
    path,
    query,
    send,
)
from lovgraf_web.api.schemas import (
    BINARY,
    BOOLEAN,
    DATE,
    INTEGER,
    OBJECT,
    OBJECTS,
    STRING,
    STRINGS,
    YES,
    by_name,
    many,
    maybe,
    record,
    ref,
)
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.dataset import columns, result, trend, view

_UPLOAD = {
    "file": BINARY | {"description": "A table in one file; an archive is refused, and no table of "
                      "a lake or a database can be sent."},
    "metadata": BINARY | {"description": "A CSVW mapping, as lovgraf map writes it and --mapping "
                          "reads it, of 1 MB at most: headings, own codes (lovgraf:codes), fixed "
                          "width, paths. With it the file is checked at once, as of as_of."},
    "do": {"type": "string", "enum": ["sample"]}, "values": YES,
    "presume": {"type": "string", "enum": list(PROFILES)},
    "as_of": DATE | {"description": "The day whose law the records are held against; today, where "
                     "neither it nor the address says."},
}  # fmt: skip
"""The fields of an upload."""
_START = {
    "as_of": DATE, "type": STRING, "complete": STRING, "values": YES, "presume": STRING,
    "about": STRING | {"description": "The act (by its IRI) whose rules alone are asked about."},
    "keep": YES, "series": STRING, "days": STRING,
}  # fmt: skip
"""The fields by which a check starts, beside the choice of columns."""
_WORD = {"type": "string", "maxLength": 200}
_CODE = {
    "^code-[0-9]+-[0-9]+$": _WORD | {"description": "The code that a word of the column means "
                                     "(words of its columns); nothing: not read."},
}  # fmt: skip
_CHOICE = {
    "patternProperties": {
        "^column-[0-9]+$": _WORD | {"description": "The fact that the column at this place is, by "
                                    "its name; -: it is not read. Nothing: not read either, "
                                    "but refused where the heading resembles a fact (undecided)."},
        **_CODE,
    },
    "additionalProperties": _WORD,
}  # fmt: skip
"""The choice of columns: fields numbered as the columns are."""
_COLUMNS = record(rows=maybe(INTEGER), columns=many(record(
    header=STRING, column=maybe(STRING), may_be=STRINGS, undecided=BOOLEAN, field=STRING,
    days=maybe(ref("Text")),
    words=many(record(field=STRING, word=ref("Text"), code=maybe(STRING))),
    codes=maybe(by_name(ref("Text"))),
)))  # fmt: skip
"""What was found of the columns of an upload."""


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/dataset": get(
            "The types of record and the columns that a dataset may have",
            record(as_of=DATE, record_types=OBJECT, columns=OBJECTS), DAY,
        )
        | send(
            "Upload a file of records, or have sample data made; a job then looks at its columns",
            _UPLOAD, led(HELD), DAY, kind=MULTIPART,
        ),
        "/{lang}/dataset/trend": get(
            "What became of the findings over the runs that the reader had kept",
            record(datasets=OBJECTS),
        ),
        "/{lang}/dataset/trend/remove": send(
            "Delete the runs of one dataset", {"key": STRING}, led(HELD), required=("key",),
        ),
        "/{lang}/dataset/{job}": get(
            "An upload of the reader's own: how far it is, its columns, or how it ended; once "
            "checked, the way to its report",
            {"anyOf": [ref("Progress"), ref("Ended"), _COLUMNS]}, JOB,
        ),
        "/{lang}/dataset/{job}/again": send(
            "Do once more what was lost, check with personal values in the result, or look at the "
            "columns as another type of record",
            {"type": STRING, "do": {"type": "string", "enum": ["columns", "values"]}}, led(HELD),
            JOB,
        ),
        "/{lang}/dataset/{job}/metadata": _chosen(send(
            "The choice of columns as CSVW metadata; the fields column-0, column-1 ... name them",
            _START, file("Metadata.", "application/csvm+json"), JOB, required=("as_of",),
        )),
        "/{lang}/dataset/{job}/start": _chosen(send(
            "Check the upload with a choice of columns (column-0, column-1 ...); where nobody "
            "said what the words of one mean, the answer leads to them", _START,
            led(HELD), JOB, required=("as_of",),
        )),
        "/{lang}/dataset/{job}/words": get(
            "The words that are no code of the facts that columns were chosen as, with the codes",
            _COLUMNS, JOB,
        )
        | _worded(send(
            "Check the upload, or write the metadata (do=csvw), with what the words mean",
            {"do": {"type": "string", "enum": ["check", "show", "csvw", "columns"]}},
            led(HELD), JOB,
        )),
        "/{lang}/dataset/{job}/result": get("The report of a checked upload", ref("Report"), JOB),
        "/{lang}/dataset/{job}/report/{format}": {
            "get": _file("The report of a checked upload as a file", FORMATS)
        },
        "/{lang}/dataset/{job}/rows": get(
            "The records of a checked upload that a norm found something in, page by page",
            record(total=INTEGER, page=INTEGER, pages=INTEGER, rows=OBJECTS), JOB,
            query("page", "from 1"),
        ),
    }  # fmt: skip


def _chosen(made: Path) -> Path:
    """A form that also takes the choice of columns."""
    for content in made["post"]["requestBody"]["content"].values():
        content["schema"] |= _CHOICE
    return made


def _worded(made: Path) -> Path:
    """A form that also takes the codes of words."""
    for content in made["post"]["requestBody"]["content"].values():
        content["schema"] |= {"patternProperties": _CODE}
    return made


def _file(summary: str, formats: Mapping[str, Format]) -> Operation:
    """A file in one of some formats."""
    form = path("format", "One of the formats that `lovgraf check --help` names.")
    form["schema"] = {"type": "string", "enum": list(formats)}
    kinds = dict.fromkeys(one.media_type for one in formats.values())
    found: Operation = get(summary, OBJECT, JOB, form, also=False)["get"]
    return found | {"responses": found["responses"] | file("The report.", *kinds)}


PAGE = Page(
    blueprints=(
        view.pages,
        columns.pages,
        result.pages,
        trend.pages,
    ),
    role=Role.CASEWORKER,
    menu=Menu(40, "dataset.page", "dataset"),
    described=described,
)
