"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, answered, get, path, query, send
from lovgraf_web.api.schemas import DATE, OBJECT, OBJECTS, STRINGS, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.citizen import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    slug = path("slug", "A question's name, as the list of questions gives it.")
    form = send(
        "The answer to a question. The facts are fields by the names of their columns; what is "
        "left out is unknown, `asked` names what was asked for in vain, `never` the dates of what "
        "did not happen. Nothing is kept.",
        {"as_of": DATE, "asked": STRINGS, "never": STRINGS},
        answered("The answer, and what to ask for next.", OBJECT), slug,
    )  # fmt: skip
    schema = form["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    schema["additionalProperties"] = {"type": "string", "maxLength": 200}
    first = get(
        "A question before anything was said, and what to ask for first", OBJECT, slug, DAY,
        query("all", "1 for all facts on one page"),
    )  # fmt: skip
    return {
        "/{lang}/citizen": get("The questions there are", record(questions=OBJECTS), DAY),
        "/{lang}/citizen/{slug}": first | form,
    }


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    menu=Menu(10, "citizen.page", "citizen"),
    described=described,
)
