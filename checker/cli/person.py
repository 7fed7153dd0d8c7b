"""`lovgraf person`: one record, explained."""

from __future__ import annotations

import sys

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of


def person(
    ctx: typer.Context,
    facts: options.Pairs,
    type_: options.PersonType = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
    with_: options.With = None,
    format_: options.TextOrJson = None,
    output: options.Output = None,
    fail_on: options.FailOn = None,
    lang: options.Language = None,
) -> int:
    """Explain one record; 1 where it got a verdict that `--fail-on` names."""
    day = values.day(as_of)
    form = values.plain_format(format_, output)
    kinds = values.fail_on(fail_on)
    pairs = values.pairs(facts)

    from lovgraf.core.output import write_output
    from lovgraf.core.safe import plain
    from lovgraf.explain import explain_person
    from lovgraf.law import load_law
    from lovgraf.reports import person_json, person_text

    law, notes = values.with_proposals(load_law(data or ()), with_, day)
    for note in notes:
        print(f"lovgraf: {plain(note[lang_of(ctx)])}", file=sys.stderr)
    record_type = values.record_type(type_, law) or law.facts.usual_type
    found = explain_person(pairs, as_of=values.in_time(day, law), law=law, record_type=record_type)
    if form == "json":
        write_output(person_json.write_person(found), output, private=True)
    else:
        write_output(person_text.write_person(found, lang_of(ctx)), output, private=True)
    return int(any(verdict.verdict in kinds for verdict in found.verdicts))
