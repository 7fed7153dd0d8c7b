"""Parts of pages drawn so often that a template takes too long: verdicts, and blank fields.

A page about one citizen has some hundred fields, nearly all blank, and trees of some hundreds of
lines; every macro of a template costs as much as a condition. What is said of all the records of a
cell is drawn once, and the values of a record's facts are put in.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache

from flask import Flask, g, get_template_attribute, request
from markupsafe import Markup, escape

from lovgraf.core.lasting import Lasting
from lovgraf.core.terms import Text
from lovgraf.explain import May, PersonVerdict, Why
from lovgraf.explain.model import Blank
from lovgraf.facts.countries import named_countries
from lovgraf.reports.words import VERDICT
from lovgraf_web.pages.person.form import Field, chosen
from lovgraf_web.texts import TEXTS

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


def verdict(said: PersonVerdict, values: Mapping[str, Text]) -> Markup:
    """A verdict with its reasons; `values` are those that it leaves blank."""
    lang = g.lang
    found = list(_once("parts/verdict.html", "verdict_of", said))
    for place in range(1, len(found), 2):
        name = found[place]
        found[place] = _turns(said) if name == _TURNS else escape(values[name][lang])
    return Markup("".join(found))


def may(said: May) -> Markup:
    """Something that one may do, with the ways to it."""
    return Markup(_once("parts/may.html", "may_of", said)[0])


def _once(template: str, macro: str, said: PersonVerdict | May) -> tuple[str, ...]:
    """What a macro makes of something, once for all records of its cell, in a language, with links
    to a day."""
    key = said.cell, g.lang, g.get("chosen_day"), request.script_root
    found = None if said.cell is None else _drawn.get(key)
    if found is None:
        found = tuple(_PLACE.split(get_template_attribute(template, macro)(said)))
        if said.cell is not None:
            _drawn.put(key, found, sum(map(len, found)))
    return found


def titles(verdicts: Iterable[PersonVerdict]) -> Markup:
    """Verdicts by title and provision alone, as items of a list."""
    lang = g.lang
    lines = (f"{escape(v.title[lang])} – {escape(v.provision_label[lang])}" for v in verdicts)
    return Markup("".join([f"<li>{line}</li>" for line in lines]))


def countries() -> Markup:
    """The countries as choices of a field."""
    return _countries(g.lang)


@lru_cache(maxsize=2)
def _countries(lang: str) -> Markup:
    named = ((code, escape(text[lang])) for code, text in named_countries())
    return Markup("".join([f'<option value="{code}">{name}</option>' for code, name in named]))


def _turns(said: PersonVerdict) -> str:
    if not said.turns:
        return str(Markup("<p>{}</p>").format(TEXTS["no-turns"][g.lang])) if said.looked else ""
    return str(get_template_attribute("parts/verdict.html", "turns_of")(said.turns))


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
    said = f'<span class="answer {escape(why.value)}">{escape(answer(why.value)[lang])}</span>'
    facts = "; ".join(f"{escape(name[lang])}: {_value(value, lang)}" for name, value in why.facts)
    return f"{said} {escape(why.text[lang])}" + (f" ({facts})" if facts else "")


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
