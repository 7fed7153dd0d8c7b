"""Parts of pages that are drawn so often that a template takes too long: trees, and blank fields.

A page about one citizen has some hundred fields, nearly all blank, and trees of some hundreds of
lines; every macro of a template costs as much as a condition.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, g, get_template_attribute
from markupsafe import Markup, escape

from checker.explain import Why
from checker.reports.words import VERDICT
from checker.terms import Text
from web.form import Field, chosen
from web.texts import TEXTS

_MOST = 4000
"""Fields to remember; each takes about a kilobyte."""
_blank: dict[tuple[int, str, bool], tuple[Field, Markup]] = {}


def answer(value: str) -> Text:
    """A condition's answer (true, false, unknown) or a verdict, as a word."""
    return VERDICT.get(value) or TEXTS[f"{value}-state"]


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
    facts = "; ".join(f"{escape(name[lang])}: {escape(value[lang])}" for name, value in why.facts)
    return f"{said} {escape(why.text[lang])}" + (f" ({facts})" if facts else "")


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
    app.jinja_env.globals.update(answer=answer, tree=tree, blank_fields=blank_fields)
