"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf.law.presumptions import PROFILES
from lovgraf_web.api.operations import DAY, Path, answered, get, send
from lovgraf_web.api.schemas import DATE, OBJECTS, STRING, record, ref
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.person import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    facts = {"as_of": DATE, "proposal": STRING, "presume": {"enum": list(PROFILES)}}
    form = send(
        "The verdicts on one citizen, each with its reasons. The facts are fields by the names "
        "that GET lists; what is left out is unknown. The day is today where none is named. What "
        "is no field, or is sent twice, is refused. Nothing is kept.",
        facts, answered("The verdicts.", ref("Explanation")),
    )  # fmt: skip
    schema = form["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    schema["additionalProperties"] = {"type": "string", "maxLength": 200}
    asked = get(
        "The facts to ask of a person, those that settle most first",
        record(as_of=DATE, type=STRING, facts=OBJECTS), DAY,
    )  # fmt: skip
    return {"/{lang}/person": asked | form}


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.CASEWORKER,
    under="citizen",
    described=described,
)
