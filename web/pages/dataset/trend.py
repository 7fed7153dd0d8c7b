"""The trend over the runs that a reader had kept: what is new, gone and still there, by whom it is
to be seen to and by cause, and what the law did and what the data did."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from rdflib import Graph

from lovgraf.core.terms import Lang
from lovgraf.reports import phrases
from lovgraf.runs.nightly import trend_text
from lovgraf_web.jobs.owners import owner
from lovgraf_web.navigation import to
from lovgraf_web.pages.dataset.kept_runs import Series, forget, series_of
from lovgraf_web.pages.dataset.uploads import way
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

pages = Blueprint("dataset_trend", __name__, template_folder=".")
_AT = "/<any(da, en):lang>/dataset/trend"


@pages.get(_AT)
def page(lang: Lang) -> ResponseReturnValue:
    """The trend of each series that this reader had kept."""
    reader = owner()
    found = list(series_of(reader)) if reader is not None else []
    return respond(
        "dataset_trend.html",
        TEXTS["dataset-trend"],
        data=lambda: _as_dict(found),
        graph=Graph,
        way=way(),
        series=found,
        word=lambda key: trend_text.say(key, lang),
        number=lambda value: phrases.number(value, lang),
        chart=lambda one: trend_text.chart(one, lang),
        why=lambda point: trend_text.why(point, lang),
        owner_line=lambda one: trend_text.owner_line(one, lang),
        cause_line=lambda one: trend_text.cause_line(one, lang),
        earlier=lambda one: trend_text.earlier(one, lang),
        shown=trend_text.SHOWN,
    )


def _as_dict(found: list[Series]) -> dict[str, object]:
    trends = trend_text.as_dict([one.trend for one in found])["datasets"]
    return {
        "datasets": [
            {"key": one.key, "days": one.days, **trend}
            for one, trend in zip(found, trends, strict=True)
        ]
    }


@pages.post(f"{_AT}/remove")
def remove(lang: Lang) -> ResponseReturnValue:
    """Delete the runs of one dataset."""
    reader = owner()
    if reader is not None:
        forget(reader, request.form.get("key", ""))
    return redirect(to("dataset_trend.page"), 303)
