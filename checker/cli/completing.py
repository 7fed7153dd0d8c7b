"""Completions of the shell where a query's parameter is typed."""

from __future__ import annotations

import os
from collections.abc import Iterable, MutableMapping
from typing import TYPE_CHECKING

from typer import Context

if TYPE_CHECKING:
    from lovgraf.query.parameters import Parameter

_NAME = "_LOVGRAF_COMPLETE_NAME"
"""Where the name stands whose value bash asks for."""


def join_words(environment: MutableMapping[str, str]) -> None:
    """Join again what bash broke at an equals sign: `NAME=VALUE` comes as three words.

    Of the pair that is being typed it wants the value alone, so the name is put aside.
    """
    if environment.get("_LOVGRAF_COMPLETE") != "complete_bash":
        return
    place = int(environment.get("COMP_CWORD", "0"))
    words = environment.get("COMP_WORDS", "").split()[: place + 1]
    words += [""] * (place + 1 - len(words))
    last = words.pop()
    if last == "=" or words[-1:] == ["="]:
        last = last.removeprefix("=")
        if words[-1:] == ["="]:
            words.pop()
        if not words[-1].startswith("-"):
            environment[_NAME] = words.pop()
    pairs = " ".join(words).replace(" = ", "=")
    environment["COMP_WORDS"] = f"{pairs} {last}"
    environment["COMP_CWORD"] = str(len(pairs.split()))


def complete_parameter(ctx: Context, incomplete: str) -> list[str]:
    """The parameters of the query that was named, each with its default; after `=` its values."""
    from lovgraf.core.errors import InputError
    from lovgraf.query import library

    # click reads no argument where the last option still lacks its value.
    named = ctx.params.get("name") or next(iter(ctx.args), "")
    try:
        question = library.find(named)
    except InputError:
        return []
    aside = os.environ.get(_NAME)
    name, sign, value = incomplete.partition("=") if aside is None else (aside, "=", incomplete)
    if not sign:
        pairs = [f"{one.name}={one.default}" for one in question.parameters]
        return [pair for pair in pairs if pair.startswith(incomplete)]
    found = [one for one in question.parameters if one.name == name]
    shown = f"{name}=" if aside is None else ""
    return [f"{shown}{one}" for p in found for one in _values(p) if one.startswith(value)]


def _values(parameter: Parameter) -> Iterable[str]:
    """What may stand for a parameter, as far as it can be listed; else its default."""
    from lovgraf.cli.language import LANGUAGES

    if parameter.type == "lang":
        return LANGUAGES
    if parameter.type == "boolean":
        return "true", "false"
    if parameter.type == "iri":
        return _alike(parameter.default)
    return [parameter.default] if parameter.default else []


def _alike(name: str) -> list[str]:
    """The names of the graph that are of a kind with one of them."""
    from rdflib import RDF, URIRef

    from lovgraf.core.terms import absolute, relative
    from lovgraf.law import load_law

    graph = load_law().graph
    kinds = set(graph.objects(URIRef(absolute(name)), RDF.type))
    alike = {one for kind in kinds for one in graph.subjects(RDF.type, kind)}
    return sorted(relative(str(one)) for one in alike if isinstance(one, URIRef))
