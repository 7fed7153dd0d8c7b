"""The trend of kept runs to read, as a page, and as JSON. It holds nothing of a record."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lovgraf.core.as_dict import asdict
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text, relative
from lovgraf.reports.chart import Series, columns
from lovgraf.reports.phrases import number, verdict_name, written_date
from lovgraf.runs.nightly.trend import CauseTrend, DatasetTrend, OwnerTrend, Point

if TYPE_CHECKING:
    from jinja2 import Environment

SHOWN = 30
"""The runs that are shown, the last ones."""
_BARS = "▁▂▃▄▅▆▇█"
_WIDTHS = (16, 16, 10, 8, 8, 8)
WORDS = {
    "title": Text("Udvikling", "Trend"),
    "run": Text("Kørsel (UTC)", "Run (UTC)"),
    "records": Text("Registreringer", "Records"),
    "count": Text("Fund", "Findings"),
    "appeared": Text("Nye", "New"),
    "gone": Text("Væk", "Gone"),
    "still": Text("Stadig", "Still"),
    "why": Text("Hvorfor", "Why"),
    "cause": Text("Årsag", "Cause"),
    "since": Text("Siden", "Since"),
    "nobody": Text("Uden ejer", "Without an owner"),
    "earlier": Text(
        "Vist er de sidste {shown} af {all} kørsler.", "Shown are the last {shown} of {all} runs."
    ),
    "law": Text("loven er en anden", "the law is another"),
    "by-law": Text(
        "loven: {new} nye, {gone} væk; data: {new_data} nye, {gone_data} væk",
        "the law: {new} new, {gone} gone; the data: {new_data} new, {gone_data} gone",
    ),
    "same-law": Text("loven er den samme; ændringen kommer af {what}",
                     "the law is the same; the change is due to {what}"),
    "or": Text(" eller ", " or "),
    "data": Text("dataene", "the data"),
    "days": Text("dage, der er gået", "days that have passed"),
    "how": Text("at data læses på en anden måde (mapping, formodninger, kolonner)",
                "the data being read in another way (mapping, presumptions, columns)"),
    "gone-open": Text("{count} af dem, der er væk, er uvisse nu",
                      "{count} of the gone are open now"),
    "gone-left": Text("{count} af dem, der er væk, er ikke i udtrækket længere",
                      "{count} of the gone are no longer in the extract"),
    "untold": Text(
        "lov og data kan ikke skilles ad", "law and data cannot be told apart"
    ),
    "owner": Text(
        "{owner}: {count} fund, {appeared} nye", "{owner}: {count} findings, {appeared} new"
    ),
    "oldest": Text(", det ældste fra {day}", ", the oldest of {day}"),
    "line": Text(
        "{count} ({appeared} nye, {gone} væk, {still} stadig)",
        "{count} ({appeared} new, {gone} gone, {still} still there)",
    ),
    "overdue": Text("uændret siden {day}", "there since {day}"),
    "counted": Text("kun talt", "only counted"),
    "none": Text("Ingen fund i nogen kørsel.", "No findings in any run."),
}  # fmt: skip


def say(key: str, lang: Lang, **values: str) -> str:
    """A word or sentence with its values filled in."""
    return WORDS[key][lang].format(**values)


def as_text(trend: Sequence[DatasetTrend], lang: Lang) -> Iterator[str]:
    """The trend of each dataset: its runs, then its causes under who sees to them."""
    for number_, one in enumerate(trend):
        if number_:
            yield "\n"
        for line in _dataset(one, lang):
            yield f"{plain(line).rstrip()}\n" if line.strip() else "\n"


def _dataset(one: DatasetTrend, lang: Lang) -> Iterator[str]:
    yield one.dataset
    shown = one.points[-SHOWN:]
    if said := earlier(one, lang):
        yield said
    heads = [say(k, lang) for k in ("run", "records", "count", "appeared", "gone", "still")]
    yield _columns(heads)
    for point in shown:
        counts_ = (point.records, point.count, point.appeared, point.gone, point.still)
        cells = [f"{point.run:%Y-%m-%d %H:%M}", *(number(count, lang) for count in counts_)]
        yield f"{_columns(cells)}  {why(point, lang)}"
    if not one.owners:
        yield say("none", lang)
    for owner in one.owners:
        yield ""
        yield owner_line(owner, lang)
        for cause in owner.causes:
            yield f"  {bars(cause.counts[-SHOWN:])} {cause_line(cause, lang)}"
            yield f"    {cause.message[lang]}"
            yield f"    {relative(cause.last.provision or '')}"


def earlier(one: DatasetTrend, lang: Lang) -> str:
    """That only the last runs are shown, where there are more."""
    if len(one.points) <= SHOWN:
        return ""
    return say("earlier", lang, shown=number(SHOWN, lang), all=number(len(one.points), lang))


def _columns(cells: Sequence[str]) -> str:
    first, *others = zip(cells, _WIDTHS, strict=True)
    return first[0].ljust(first[1]) + "".join(cell.rjust(width) for cell, width in others)


def bars(counts: Sequence[int]) -> str:
    """A column of signs for each run; a blank where there was nothing."""
    most = max(counts, default=0) or 1
    return "".join(_BARS[(count * 8 - 1) // most] if count else " " for count in counts)


def why(point: Point, lang: Lang) -> str:
    """Whether the law is another than in the run before, and what came of that; else what other
    change there was; and what became of the gone."""
    told = [_due_to(point, lang)]
    for name, key in (("gone_open", "gone-open"), ("gone_left", "gone-left")):
        if count := getattr(point, name):
            told.append(say(key, lang, count=number(count, lang)))
    return "; ".join(filter(None, told))


def _due_to(point: Point, lang: Lang) -> str:
    if not point.new_law:
        if not (point.appeared or point.gone) or point.by_law is None:
            return ""
        what = [say(name, lang) for name in ("data", "days", "how") if name in point.other]
        return say("same-law", lang, what=say("or", lang).join(what)) if what else ""
    law = say("law", lang)
    if point.by_law is None or point.gone_by_law is None:
        return f"{law}; {say('untold', lang)}"
    told = say(
        "by-law", lang, new=number(point.by_law, lang), gone=number(point.gone_by_law, lang),
        new_data=number(point.appeared - point.by_law, lang),
        gone_data=number(point.gone - point.gone_by_law, lang),
    )  # fmt: skip
    return f"{law}; {told}"


def owner_line(owner: OwnerTrend, lang: Lang) -> str:
    """Who sees to how many findings, and since when the oldest is there."""
    label = owner.label
    name = say("nobody", lang) if label is None else label[lang]
    counts = {key: number(owner.total(key), lang) for key in ("count", "appeared")}
    day = owner.since
    oldest = say("oldest", lang, day=written_date(day, lang)) if day else ""
    return say("owner", lang, owner=name, **counts) + oldest


def cause_line(cause: CauseTrend, lang: Lang) -> str:
    """How many findings a cause has in the last run, and since when."""
    last = cause.last
    names = ("count", "appeared", "gone", "still")
    counts = {name: number(getattr(last, name) or 0, lang) for name in names}
    parts = [f"{verdict_name(last.verdict or '', lang)}: {say('line', lang, **counts)}"]
    if last.since is not None and last.count:
        parts.append(say("overdue", lang, day=written_date(last.since, lang)))
    if not last.matched:
        parts.append(say("counted", lang))
    return ", ".join(parts)


def as_html(trend: Sequence[DatasetTrend], lang: Lang) -> Iterator[str]:
    """The trend as one self-contained page with a chart for each dataset."""
    from markupsafe import Markup

    css = _file("check.css") + _file("trend.css")
    yield _environment(lang).get_template("trend.html").render(
        lang=lang, css=Markup(css), trend=trend, word=lambda key: say(key, lang),
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        chart=lambda one: chart(one, lang), why=lambda point: why(point, lang),
        owner_line=lambda one: owner_line(one, lang), cause_line=lambda one: cause_line(one, lang),
        bars=lambda one: bars(one.counts[-SHOWN:]), relative=relative, shown=SHOWN,
    )  # fmt: skip
    yield "\n"


@cache
def _environment(lang: Lang) -> Environment:
    """What the page is made by, with its template once it is compiled."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    found = Environment(autoescape=True, loader=FunctionLoader(_file), undefined=StrictUndefined)
    found.filters |= {"plain": plain, "number": lambda value: number(value, lang)}
    return found


def chart(one: DatasetTrend, lang: Lang) -> Any:
    """The findings of each run as columns: those that are still there, and the new ones."""
    shown = one.points[-SHOWN:]
    few = len(shown) <= 12
    heads = [f"{point.run:%d.%m.}" if few or not n % 5 else "" for n, point in enumerate(shown)]
    series = [
        Series(say(key, lang), [float(getattr(point, key)) for point in shown])
        for key in ("still", "appeared", "gone")
    ]
    return columns(f"{one.dataset}: {say('count', lang)}", heads, series)


def _file(name: str) -> str:
    return (files("lovgraf.reports") / "templates" / name).read_text(encoding="utf-8")


def as_json(trend: Sequence[DatasetTrend]) -> str:
    """The trend as one object."""
    return json.dumps(as_dict(trend), ensure_ascii=False, indent=1) + "\n"


def as_dict(trend: Sequence[DatasetTrend]) -> dict[str, Any]:
    """The same before it is written."""
    return {"datasets": [_as_dict(one) for one in trend]}


def _as_dict(one: DatasetTrend) -> dict[str, Any]:
    runs = [
        {
            **asdict(point),
            "run": point.run.isoformat(),
            "as_of": point.as_of.isoformat(),
            "other": sorted(point.other),
        }
        for point in one.points
    ]
    return {"dataset": one.dataset, "runs": runs, "owners": [_owner(o) for o in one.owners]}


def _owner(owner: OwnerTrend) -> dict[str, Any]:
    counts = {name: owner.total(name) for name in ("count", "appeared", "gone", "still")}
    return {
        "owner": owner.owner, "label": None if owner.label is None else owner.label.as_dict(),
        **counts, "since": owner.since and owner.since.isoformat(),
        "causes": [_cause(cause) for cause in owner.causes],
    }  # fmt: skip


def _cause(cause: CauseTrend) -> dict[str, Any]:
    last = cause.last
    return {
        "cause": last.cause, "norm": last.norm, "provision": last.provision,
        "title": cause.title.as_dict(), "verdict": last.verdict,
        "message": cause.message.as_dict(), "counts": list(cause.counts),
        "appeared": last.appeared, "gone": last.gone, "still": last.still,
        "since": last.since and last.since.isoformat(), "matched": last.matched,
        "by_law": last.by_law, "gone_by_law": last.gone_by_law,
        "gone_open": last.gone_open, "gone_left": last.gone_left,
    }  # fmt: skip
