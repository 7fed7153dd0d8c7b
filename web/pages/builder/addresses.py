"""The addresses of the page: a question, what is being chosen, and what it was saved with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import g, request, url_for

from lovgraf.query.built import Built, NotBuilt, built, name_of
from lovgraf_web.address import parameter, parameters
from lovgraf_web.current import law
from lovgraf_web.pages.builder import asking
from lovgraf_web.pages.builder.asking import Asking
from lovgraf_web.pages.builder.table import AnswerTable

_LAW = re.compile(r"[0-9a-f]{16}")
_ANSWER = re.compile(r"(\d{1,7})-([0-9a-f]{12})")
NAMES = ("kind", "c", "at", "pick", "related", "law", "answer", "test", "value", "other")
"""The parameters that the page reads."""


def asked_here(given: Asking) -> Built | None:
    """What the address asks; None where it names no kind of thing. Raises `NotBuilt`."""
    kind, written = parameter("kind"), parameters("c")
    if kind is None:
        return None
    return asking.checked(given, built(kind, written))


def place_here(asked: Built) -> int:
    """Where a criterion is to be added. Raises `NotBuilt`."""
    text = parameter("at") or "0"
    if not re.fullmatch(r"\d{1,2}", text) or int(text) not in asked.open():
        raise NotBuilt(None)
    return int(text)


def pairs(asked: Built) -> list[tuple[str, str]]:
    """A question as the parameters of an address."""
    return [("kind", name_of(asked.kind)), *(("c", one.written()) for one in asked.criteria)]


def address(asked: Built, **further: str) -> str:
    """The address of the page with a question, of the date of the page at hand."""
    given = pairs(asked)
    if day := request.args.get("as_of"):
        given.append(("as_of", day))
    if parameter("related") == "1":
        further = {"related": "1", **further}
    return f"{url_for('builder.page', lang=g.lang)}?{urlencode([*given, *further.items()])}"


def file_address(asked: Built, day: date, form: str) -> str:
    """The address of an answer as a file."""
    given = [*pairs(asked), ("as_of", day.isoformat()), ("form", form)]
    return f"{url_for('builder.file', lang=g.lang)}?{urlencode(given)}"


def saved_address(asked: Built, day: date, found: AnswerTable) -> str:
    """The address that names the date, the law, and what was found."""
    given = pairs(asked)
    given += [("as_of", day.isoformat()), ("law", digest()), ("answer", mark(found))]
    return url_for("builder.page", lang=g.lang, _external=True) + "?" + urlencode(given)


def digest() -> str:
    """The law that is served, in short."""
    return law().source.digest[:16]


def mark(found: AnswerTable) -> str:
    """An answer in short: how many things, and what stands for all that it says."""
    return f"{found.things}-{found.digest}"


@dataclass(frozen=True)
class Saved:
    """What an address says of the law and the answer it was saved with: `law` is None where it says
    nothing, `same` whether the answer is still that one (None where it does not tell)."""

    law: str | None
    changed: bool
    things: int | None
    same: bool | None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        if self.law is None:
            return {}
        return {"saved": {"law_changed": self.changed, "same_answer": self.same}}


def saved_with(found: AnswerTable) -> Saved:
    """What the address was saved with. Raises `NotBuilt` for what none was saved with."""
    given, answer = parameter("law"), parameter("answer")
    match = _ANSWER.fullmatch(answer) if answer else None
    if (given and not _LAW.fullmatch(given)) or (answer and match is None):
        raise NotBuilt(None)
    return Saved(
        given, bool(given) and given != digest(),
        int(match[1]) if match else None, None if match is None else answer == mark(found),
    )  # fmt: skip
