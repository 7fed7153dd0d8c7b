"""The filters and functions of templates: texts, dates, addresses, values."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, current_app, g, get_template_attribute, request, session
from markupsafe import Markup, escape
from rdflib import URIRef

from lovgraf.core.lasting import Lasting
from lovgraf.core.terms import Text, relative
from lovgraf.core.written import begun, date_text, list_text
from lovgraf.explain import May, PersonVerdict, Why
from lovgraf.explain.model import Blank
from lovgraf.facts.countries import country_names, in_order, named_countries
from lovgraf.facts.fact import Column
from lovgraf.law.time import Interval
from lovgraf.law.view import Periods
from lovgraf.reports.words import VERDICT, meaning
from lovgraf_web import is_plain
from lovgraf_web.address import here, kept
from lovgraf_web.current import law
from lovgraf_web.login.guard import TOKEN
from lovgraf_web.navigation import for_developers, may_open, menu, to
from lovgraf_web.pages.person.form import Field, chosen
from lovgraf_web.texts import TEXTS, parse_day

# Links out of the graph: only http and https become links, everything else stays text.


def safe_link(address: str | None) -> str | None:
    """The address if a browser may follow it, else None (`javascript:`, `data:`, `file:` ...)."""
    if not address or any(ord(sign) < 33 for sign in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


# Parts of pages drawn so often that a template takes too long: verdicts, and blank fields.
#
# A page about one citizen has some hundred fields, nearly all blank, and trees of some hundreds
# of lines; every macro of a template costs as much as a condition. What is said of all the
# records of a cell is drawn once, and the values of a record's facts are put in.

_MOST = 4000
"""Fields to remember; each takes about a kilobyte."""
_blank: dict[tuple[int, str, bool], tuple[Field, Markup]] = {}
_MARK = secrets.token_hex(16)
_PLACE = re.compile(f"{_MARK}(.*?){_MARK}")
_TURNS = "turns"
_drawn: Lasting[object, tuple[str, ...]] = Lasting(12_000_000)
"""What was drawn of cells, up to so many characters: texts, and between them what is put in."""


def answer(value: str) -> Text:
    """A condition's answer (true, false, unknown) or a verdict, as a word."""
    return VERDICT.get(value) or TEXTS[f"{value}-state"]


def verdict(item: PersonVerdict, values: Mapping[str, Text]) -> Markup:
    """A verdict with its reasons; `values` are those that it leaves blank."""
    lang = g.lang
    found = list(_once("parts/verdict.html", "verdict_of", item))
    for place in range(1, len(found), 2):
        name = found[place]
        found[place] = _turns(item) if name == _TURNS else escape(values[name][lang])
    return Markup("".join(found))


def may(item: May) -> Markup:
    """Something that one may do, with the ways to it."""
    return Markup(_once("parts/may.html", "may_of", item)[0])


def _once(template: str, macro: str, item: PersonVerdict | May) -> tuple[str, ...]:
    """What a macro makes of something, once for all records of its cell, in a language, with links
    to a day."""
    key = item.cell, g.lang, g.get("chosen_day"), request.script_root
    found = None if item.cell is None else _drawn.get(key)
    if found is None:
        found = tuple(_PLACE.split(get_template_attribute(template, macro)(item)))
        if item.cell is not None:
            _drawn.put(key, found, sum(map(len, found)))
    return found


def titles(verdicts: Iterable[PersonVerdict]) -> Markup:
    """Verdicts by title and provision alone, as items of a list."""
    lang = g.lang
    lines = (f"{escape(v.title[lang])} – {escape(v.provision_label[lang])}" for v in verdicts)
    return Markup("".join([f"<li>{line}</li>" for line in lines]))


def countries() -> Markup:
    """The countries as choices of a field, in the order of the page's language."""
    return _countries(g.lang)


@lru_cache(maxsize=2)
def _countries(lang: str) -> Markup:
    some = sorted(named_countries(), key=lambda pair: in_order(pair[1][lang], lang))
    named = ((code, escape(text[lang])) for code, text in some)
    return Markup("".join([f'<option value="{code}">{name}</option>' for code, name in named]))


def _turns(item: PersonVerdict) -> str:
    if not item.turns:
        return str(Markup("<p>{}</p>").format(TEXTS["no-turns"][g.lang])) if item.looked else ""
    return str(get_template_attribute("parts/verdict.html", "turns_of")(item.turns))


def _place(name: str) -> Markup:
    """Where something is put in that is not the same for all records of a cell."""
    return Markup(f"{_MARK}{name}{_MARK}")


def tree(why: Why) -> Markup:
    """A condition's tree as lists that open, its first step open."""
    lang = g.lang
    if not why.children:
        return Markup(f'<ul class="tree"><li>{_line(why, lang)}</li></ul>')
    steps = "".join(f"<li>{_branch(child, lang, True)}</li>" for child in why.children)
    return Markup(f'<ul class="tree">{steps}</ul>')


def _branch(why: Why, lang: str, first: bool = False) -> str:
    line = _line(why, lang)
    if not why.children:
        return line
    below = "".join(f"<li>{_branch(child, lang)}</li>" for child in why.children)
    opened = " open" if first else ""
    return f"<details{opened}><summary>{line}</summary>\n<ul>{below}</ul></details>"


def _line(why: Why, lang: str) -> str:
    item = f'<span class="answer {escape(why.value)}">{escape(answer(why.value)[lang])}</span>'
    facts = "; ".join(f"{escape(name[lang])}: {_value(value, lang)}" for name, value in why.facts)
    return f"{item} {escape(why.text[lang])}" + (f" ({facts})" if facts else "")


def _value(value: Text, lang: str) -> Markup:
    return _place(value.fact) if isinstance(value, Blank) else escape(value[lang])


def blank_fields(fields: Iterable[Field], why: bool = False) -> Markup:
    """Fields of a form without an answer; `why` says who asks."""
    return Markup("").join(_field(field, g.lang, why) for field in fields)


def _field(field: Field, lang: str, why: bool) -> Markup:
    key = id(field), lang, why
    found = _blank.get(key)
    if found is None:
        if len(_blank) >= _MOST:
            _blank.clear()
        draw = get_template_attribute("parts/field.html", "field_of")
        found = _blank[key] = field, Markup(draw(field, {}, chosen, why))
    return found[1]  # not looked up again: another thread may have cleared them


def draw_in(app: Flask) -> None:
    """Let the templates of an application draw these parts."""
    app.jinja_env.globals.update(
        answer=answer,
        tree=tree,
        blank_fields=blank_fields,
        verdict_of=verdict,
        may_of=may,
        titles=titles,
        countries=countries,
        place_of_turns=_place(_TURNS),
    )


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
        return date_text(day)
    if column.code_list is not None:
        names = {code.notation: code.label for code in column.code_list.concepts}
        item = [names.get(part, Text(part, part)) for part in value.split()]
        return Text(", ".join(s.da for s in item), ", ".join(s.en for s in item))
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
    start = date_text(time.start)[g.lang]
    if time.end is None:
        return say("in-force-since").format(start=start)
    return say("in-force-between").format(start=start, end=date_text(time.end)[g.lang])


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
        for_developers=for_developers,
        may_open=may_open,
        to=to,
        here=here,
        kept=kept,
        lang=lambda: g.lang,
        user=lambda: g.get("user"),
        logs_out=lambda: "login" in current_app.extensions and TOKEN in session,
        dressed=not is_plain(),
    )
    env.filters["long_date"] = lambda day: date_text(day)[g.lang]
    env.filters["force"] = force
    env.filters["iso"] = iso
    env.filters["sentence"] = begun
