"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, HELD, JOB, MULTIPART, Path, file, get, led, query, send
from lovgraf_web.api.schemas import (
    BINARY,
    DATE,
    INTEGER,
    OBJECT,
    OBJECTS,
    STRING,
    YES,
    maybe,
    record,
    ref,
)
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.dataset import result, trend, view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    columns = {
        "as_of": DATE, "type": STRING, "complete": STRING, "values": YES, "presume": STRING,
        "keep": YES, "series": STRING, "days": STRING,
    }  # fmt: skip
    choose = {"additionalProperties": {"type": "string", "maxLength": 200}}

    def chosen(made: Path) -> Path:
        for content in made["post"]["requestBody"]["content"].values():
            content["schema"] |= choose
        return made

    return {
        "/{lang}/dataset": get(
            "The types of record and the columns that a dataset may have",
            record(as_of=DATE, record_types=OBJECT, columns=OBJECTS), DAY,
        )
        | send(
            "Upload a file of records, or have sample data made; a job then looks at its columns",
            {"file": BINARY, "do": {"type": "string", "enum": ["sample"]}, "values": YES},
            led(HELD), DAY, kind=MULTIPART,
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
            {"anyOf": [
                ref("Progress"), ref("Ended"), record(rows=maybe(INTEGER), columns=OBJECTS),
            ]},
            JOB,
        ),
        "/{lang}/dataset/{job}/again": send(
            "Do once more what was lost, or look at the columns as another type of record",
            {"type": STRING, "do": {"type": "string", "enum": ["columns"]}}, led(HELD), JOB,
        ),
        "/{lang}/dataset/{job}/metadata": chosen(send(
            "The choice of columns as CSVW metadata; the fields column-0, column-1 ... name them",
            columns, file("Metadata.", "application/csvm+json"), JOB, required=("as_of",),
        )),
        "/{lang}/dataset/{job}/start": chosen(send(
            "Check the upload with a choice of columns (column-0, column-1 ...)", columns,
            led(HELD), JOB, required=("as_of",),
        )),
        "/{lang}/dataset/{job}/result": get("The report of a checked upload", ref("Report"), JOB),
        "/{lang}/dataset/{job}/rows": get(
            "The records of a checked upload that a norm found something in, page by page",
            record(total=INTEGER, page=INTEGER, pages=INTEGER, rows=OBJECTS), JOB,
            query("page", "from 1"),
        ),
    }  # fmt: skip


PAGE = Page(
    blueprints=(
        view.pages,
        result.pages,
        trend.pages,
    ),
    role=Role.CASEWORKER,
    menu=Menu(40, "dataset.page", "dataset"),
    described=described,
)
