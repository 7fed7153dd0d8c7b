"""`lovgraf person`: one record, explained."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.ask import Presume
from lovgraf.cli.command import taking
from lovgraf.cli.help import lang_of

if TYPE_CHECKING:
    from lovgraf.core.terms import Lang
    from lovgraf.explain.about import About
    from lovgraf.explain.answer import Answer
    from lovgraf.explain.model import Explanation

AboutWhat = Annotated[
    str | None, typer.Option("--about", metavar="ACT|QUESTION", help="person-about")
]
Everything = Annotated[bool, typer.Option("--all", help="person-all")]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PersonOptions:
    """What is known of one record, what is asked about it, by which law, and how it is told."""

    facts: options.Pairs
    type_: options.PersonType = None
    about: AboutWhat = None
    all_: Everything = False
    as_of: options.AsOf = None
    data: options.Data = None
    with_: options.With = None
    presume: Presume = None
    format_: options.TextOrJson = None
    output: options.Output = None
    fail_on: options.FailOn = None
    lang: options.Language = None


@taking(PersonOptions)
def person(ctx: typer.Context, given: PersonOptions) -> int:
    """Explain one record; 1 where it got a verdict that `--fail-on` names."""
    day = values.day(given.as_of)
    form = values.plain_format(given.format_, given.output)
    kinds = values.fail_on(given.fail_on)
    pairs = values.pairs(given.facts)

    from lovgraf.core.output import write_output
    from lovgraf.core.safe import plain
    from lovgraf.explain.about import read_about
    from lovgraf.explain.answer import Answerer
    from lovgraf.explain.person import Explainer
    from lovgraf.law import load_law
    from lovgraf.readers.single import read_pairs

    law, notes = values.with_proposals(load_law(given.data or ()), given.with_, day)
    law = values.presuming(law, given.presume, "case")
    for note in notes:
        print(f"lovgraf: {plain(note[lang_of(ctx)])}", file=sys.stderr)
    kind, pairs = values.kind_of(pairs, given.type_, law)
    asked = None if given.about is None else read_about(law, given.about, kind, day)
    view = law.at(values.in_time(day, law))
    record = read_pairs(pairs, view.facts_of_day, kind)
    answer = None
    if asked is not None and asked.question is not None:
        answerer = Answerer(view, asked.question)
        values.decided(answerer)
        answer = answerer.answer(record)
    found = Explainer(view, kind).explain(record, turns=form == "json" or given.all_)
    written = _written(found, form, lang_of(ctx), answer, asked, given.all_)
    write_output(written, given.output, private=True)
    return int(any(verdict.verdict in kinds for verdict in found.verdicts))


def _written(
    found: Explanation,
    form: str,
    lang: Lang,
    answer: Answer | None,
    about: About | None,
    whole: bool,
) -> Iterator[str]:
    from lovgraf.reports import person_json, person_short, person_text

    if form == "json":
        return person_json.write_person(found, answer)
    if whole:
        return person_text.write_person(found, lang)
    return person_short.write_person(found, lang, answer, about)
