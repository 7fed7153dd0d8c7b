"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import (
    DAY,
    HELD,
    JOB,
    MULTIPART,
    NAME,
    Path,
    answered,
    get,
    led,
    path,
    query,
    send,
)
from lovgraf_web.api.schemas import (
    BINARY,
    DATE,
    OBJECT,
    OBJECTS,
    STRING,
    STRINGS,
    TEXT,
    many,
    maybe,
    record,
    ref,
)
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.proposals import compare, editor, view

_OFFERED = record(
    as_of=DATE,
    norms=STRINGS,
    changes=STRINGS,
    relations=STRINGS,
    turtle=maybe(STRING),
    error=maybe(TEXT),
)


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    field = {"type": "string", "maxLength": 200}
    fields = {
        "as_of": DATE, "norm": STRING, "title-da": field, "title-en": field, "change": field,
        "commencement": DATE, "do": STRING, "provider": STRING, "measure-provider": STRING,
        "basis": field,
    }  # fmt: skip
    return {
        "/{lang}/proposals": get(
            "The proposals that come with the law", record(proposals=many(ref("Proposal")))
        ),
        "/{lang}/proposals/known/{name}": get(
            "One of them, with its Turtle",
            {"allOf": [ref("Proposal"), record(turtle=STRING)]},
            path("name", "the name in the list"),
        ),
        "/{lang}/proposals/assess": send(
            "Have a proposal assessed, given as Turtle or as a file of it; `dataset` is the job of "
            "a checked upload whose records are counted",
            {"text": {"type": "string", "maxLength": 200_000}, "file": BINARY, "as_of": DATE,
             "dataset": STRING},
            led(HELD), kind=MULTIPART,
        ),
        "/{lang}/proposals/compare": get(
            "Two assessments of the reader's own side by side",
            record(first=OBJECT, second=OBJECT, gaps=OBJECTS, changes=OBJECTS),
            query("first", "a job"), query("second", "a job"),
        ),
        "/{lang}/proposals/new": get(
            "What the form of a proposal offers", _OFFERED, DAY, query("norm", NAME),
        )
        | send(
            "The Turtle of a proposal that is put together in the form", fields,
            answered("What can be chosen, and the Turtle.", _OFFERED), required=("as_of",),
        ),
        "/{lang}/proposals/work/{job}": get(
            "An assessment of the reader's own: how far it is, how it ended, or what it says",
            {"anyOf": [ref("Progress"), ref("Ended"), ref("Assessment")]}, JOB,
        ),
        "/{lang}/proposals/work/{job}/repair": send(
            "Have the proposal with one of its repairs assessed: `repair` is the number of the gap "
            "and that of the repair, as 0.1",
            {"repair": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+$"}}, led(HELD), JOB,
            required=("repair",),
        ),
    }  # fmt: skip


PAGE = Page(
    blueprints=(
        view.pages,
        editor.pages,
        compare.pages,
    ),
    role=Role.DRAFTER,
    menu=Menu(50, "proposals.page", "proposals"),
    described=described,
)
