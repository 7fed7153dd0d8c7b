"""What templates can say: texts, dates, addresses, values."""

from __future__ import annotations

from datetime import date

from flask import Flask, g
from rdflib import URIRef

from lovgraf.core.terms import Text, relative
from lovgraf.core.written import list_text
from lovgraf.facts.countries import country_names
from lovgraf.facts.vocabulary import Column
from lovgraf.law.periods import Periods
from lovgraf.law.time import Interval
from lovgraf.reports.words import VERDICT, meaning
from lovgraf_web import is_plain
from lovgraf_web.address import here, kept
from lovgraf_web.current import law
from lovgraf_web.drawn import draw_in
from lovgraf_web.links import safe_link
from lovgraf_web.navigation import menu, to
from lovgraf_web.texts import TEXTS, long_date, parse_day


def say(text: Text | str | None) -> str:
    """A key of the pages' texts, or a text of the graph, in the page's language."""
    if text is None:
        return ""
    return (TEXTS[text] if isinstance(text, str) else text)[g.lang]


def value_text(column: Column, value: str) -> Text:
    """A value as one types it, as a reader sees it: yes or no, a date in words, a code's label."""
    if column.datatype == "boolean" and value in ("true", "false"):
        return TEXTS["yes" if value == "true" else "no"]
    if column.datatype == "date" and (day := parse_day(value)):
        return Text(long_date(day, "da"), long_date(day, "en"))
    if column.code_list is not None:
        names = {code.notation: code.label for code in column.code_list.concepts}
        said = [names.get(part, Text(part, part)) for part in value.split()]
        return Text(", ".join(s.da for s in said), ", ".join(s.en for s in said))
    if column.format == "Country":
        found = [country_names().get(part, Text(part, part)) for part in value.split()]
        return list_text(found, Text("og", "and"))
    return Text(value, value)


def column_label(name: str) -> Text:
    """The label of a column by its name."""
    columns = law().facts.columns
    return columns[name].label if name in columns else Text(name, name)


def column_text(name: str, value: str) -> Text:
    """A value of a column by its name, as a reader sees it."""
    columns = law().facts.columns
    return value_text(columns[name], value) if name in columns else Text(value, value)


def known(iri: str) -> bool:
    """Whether the graph says something of a resource, so that it has a page."""
    return (URIRef(iri), None, None) in law().graph


def anchor(iri: str) -> str:
    """A resource as the name of a place on a page."""
    return relative(iri).replace("/", "-")


def sentence(text: str) -> str:
    """A text that begins with a capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def iso(text: str) -> date:
    """A date written as ISO."""
    return date.fromisoformat(text)


def force(time: Interval | Periods) -> str:
    """From when until when something is in force."""
    if isinstance(time, Periods):
        if not time.spans:
            return say("never-in-force" if time.stated else "undated")
        return "; ".join(force(span) for span in time.spans)
    if time.start is None:
        return say("never-in-force")
    start = long_date(time.start, g.lang)
    if time.end is None:
        return say("in-force-since").format(start=start)
    return say("in-force-between").format(start=start, end=long_date(time.end, g.lang))


def equip(app: Flask) -> None:
    """Give the templates of an application what they need."""
    draw_in(app)
    env = app.jinja_env
    env.globals.update(
        say=say,
        value_text=value_text,
        column_label=column_label,
        column_text=column_text,
        known=known,
        anchor=anchor,
        short_name=relative,
        verdict_word=VERDICT.__getitem__,
        verdict_meaning=meaning,
        safe_link=safe_link,
        menu=menu,
        to=to,
        here=here,
        kept=kept,
        lang=lambda: g.lang,
        user=lambda: g.get("user"),
        dressed=not is_plain(),
    )
    env.filters["long_date"] = lambda day: long_date(day, g.lang)
    env.filters["force"] = force
    env.filters["iso"] = iso
    env.filters["sentence"] = sentence
