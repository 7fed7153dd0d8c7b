"""The result of an assessment: the page of a job that has ended well."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, g
from markupsafe import Markup
from rdflib import Graph, URIRef

from lovgraf.conditions.outline import Outline
from lovgraf.core.terms import BASE, Lang, Text, label
from lovgraf.facts.type_names import plural_of
from lovgraf.reports.chart import Series, columns
from lovgraf.reports.phrases import number
from lovgraf_web.current import law
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import Link, to
from lovgraf_web.pages.proposals.dataset import uploads
from lovgraf_web.pages.proposals.work import FORMS, FOUND, PROPOSAL, RESULT, SECTIONS
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond, wanted

LONGEST = 200_000
"""Characters of a proposal."""


def way(*links: Link) -> tuple[Link, ...]:
    """The pages above one about proposals."""
    return (Link(TEXTS["proposals"], to("proposals.page")), *links)


def written(row: JobRow) -> str:
    """The proposal of an assessment; nothing where its file is gone."""
    try:
        return (jobs().folder(row) / PROPOSAL).read_text("utf-8")
    except OSError:
        return ""


def shown(row: JobRow) -> Response:
    """The assessment in the form that is wanted."""
    folder = jobs().folder(row) / RESULT
    if wanted() == "ttl":
        content = (folder / "assessment.ttl").read_text("utf-8")
        return Response(content, content_type="text/turtle; charset=utf-8")
    found: dict[str, Any] = json.loads((folder / FOUND).read_text("utf-8"))
    parts: dict[str, Any] = json.loads((folder / SECTIONS).read_text("utf-8"))
    return respond(
        "assessment.html",
        TEXTS["proposals-assessment"],
        data=lambda: found,
        graph=Graph,
        own_date=True,
        way=way(),
        job=row,
        found=found,
        name=as_text(found["proposals"][0]["title"]),
        gaps=_gaps(found, parts["who"]),
        text=written(row),
        uploads=uploads(),
        counts=parts[g.lang]["counts"],
        economy=parts[g.lang]["economy"],
        charts=[_chart(table) for table in found["business_case"]],
        texts=as_text,
        answer_of=answer_of,
        kind=lambda code: label(law().graph, URIRef(f"{BASE}gap/{code}")),
        struck=_struck,
        usual=law().facts.usual_type,
        day=date.fromisoformat(found["as_of"]),
        assessed_on=jobs().asked(row)["as_of"],
        forms=list(FORMS),
        longest=LONGEST,
    )


def answer_of(found: Mapping[str, Any]) -> str:
    """What an assessment comes to: an ending of the keys of texts."""
    if found["feasible"] is None:
        return "not-all-seen" if found["left_out"] and found["changes"] else "nothing-acts"
    return "feasible" if found["feasible"] else "infeasible"


def _struck(gap: Mapping[str, Any]) -> Text:
    """What those are called whom a gap strikes, and how many kinds of them there are."""
    facts = law().facts
    things = (
        as_text(gap["things"])
        if "things" in gap
        else plural_of(law().graph, facts, gap.get("type") or facts.usual_type)
    )

    def worded(lang: Lang) -> str:
        which = TEXTS["proposals-who"][lang].format(things=things[lang])
        if not gap.get("cells"):
            return which
        return f"{which} ({share(gap, lang)})"

    return Text(worded("da"), worded("en"))


def share(gap: Mapping[str, Any], lang: Lang) -> str:
    """How many of the kinds that can occur a gap strikes."""
    cells, of = number(gap["cells"], lang), number(gap["of"], lang)
    return TEXTS["proposals-share"][lang].format(cells=cells, of=of)


Numbered = tuple[int, Mapping[str, Any], Outline | None]


def _gaps(found: Mapping[str, Any], outlines: Sequence[Any]) -> list[tuple[str, list[Numbered]]]:
    """The gaps by severity, each with its number and whom it strikes line by line."""
    numbered = [
        (n, gap, Outline.from_dict(lines) if lines else None)
        for n, (gap, lines) in enumerate(zip(found["gaps"], outlines, strict=True))
    ]
    severities = dict.fromkeys(gap["severity"] for gap in found["gaps"])
    return [
        (severity, [one for one in numbered if one[1]["severity"] == severity])
        for severity in severities
    ]


@dataclass(frozen=True)
class Chart:
    """A chart of a calculation by year, with the names of its columns."""

    drawing: Markup
    names: tuple[str, ...]


def _chart(table: Mapping[str, Any]) -> Chart:
    """The lines of a calculation by year, what is taken off below zero, and the result."""
    lines = [
        Series(as_text(line["title"])[g.lang], [line["sign"] * value for value in line["values"]])
        for line in table["lines"]
    ]
    lines.append(Series(TEXTS["proposals-saving"][g.lang], table["saving"]))
    title, unit = as_text(table["title"])[g.lang], as_text(table["unit"])[g.lang]
    drawing = columns(f"{title} ({unit})", [str(year) for year in table["years"]], lines)
    return Chart(drawing, tuple(line.name for line in lines))


def as_text(texts: Mapping[str, str]) -> Text:
    """A text as JSON writes it."""
    return Text(texts["da"], texts["en"])
