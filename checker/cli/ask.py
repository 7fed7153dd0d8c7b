"""`lovgraf ask`: one question, one answer; what is missing is asked for in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang

if TYPE_CHECKING:
    from datetime import date

    from lovgraf.engine.in_memory import Record
    from lovgraf.explain.ages import Numbers
    from lovgraf.explain.answer import Answer, Answerer
    from lovgraf.explain.days import DaySaid
    from lovgraf.explain.question import Question
    from lovgraf.explain.self_reports import SelfReport
    from lovgraf.law import Law

FORMATS = ("text", "json", "html", "docx")
Words = Annotated[list[str] | None, typer.Argument(metavar="QUESTION", help="ask-words")]
ListAll = Annotated[bool, typer.Option("--list", help="ask-list")]
Presume = Annotated[
    str | None,
    typer.Option(
        "--presume",
        metavar="PROFILE",
        help="ask-presume",
        autocompletion=options.among(values.PROFILES),
    ),
]
For = Annotated[str | None, typer.Option("--for", metavar="WHO", help="ask-for")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="FORMAT", help="ask-format", autocompletion=options.among(FORMATS)
    ),
]


def ask(
    ctx: typer.Context,
    words: Words = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
    with_: options.With = None,
    presume: Presume = None,
    for_: For = None,
    format_: Format = None,
    output: options.Output = None,
    list_: ListAll = False,
    lang: options.Language = None,
) -> int:
    """Answer a question; 0 whatever the answer is."""
    day = values.day(as_of)
    form = _format(format_, output)

    from lovgraf.core.output import write_output
    from lovgraf.core.safe import plain
    from lovgraf.explain.answer import Answerer
    from lovgraf.explain.question import questions_of
    from lovgraf.law import load_law

    law, notes = values.with_proposals(load_law(data or ()), with_, day)
    for note in notes:
        print(f"lovgraf: {plain(note[lang_of(ctx)])}", file=sys.stderr)
    said, pairs = _parted(words or ())
    if list_ or not said:
        found = list(questions_of(law).values())
        write_output(_listed(found, form, lang_of(ctx)), output)
        return 0
    terminal = form == "text" and output is None and _at_terminal()
    question = _one_question(law, said, form, output, terminal, lang_of(ctx))
    law = values.presuming(law, presume, "case")
    asked_for = _asked_for(law, said, question, for_, lang_of(ctx))
    answerer = Answerer(law.at(values.in_time(day, law)), question, asked_for)
    values.decided(answerer)
    pairs += _confirmed(law, said, question, pairs, answerer.view.as_of, terminal, lang_of(ctx))
    record = values.facts_of(pairs, law, question.record_type, answerer.view.as_of)
    answer = _answered(answerer, record, terminal, lang_of(ctx))
    write_output(_written(answer, form, lang_of(ctx)), output, private=True)
    return 0


def _parted(words: Iterable[str]) -> tuple[str, list[str]]:
    """What was asked, and the facts that were given: words with and without an equals sign."""
    said = [word for word in words if "=" not in word]
    return " ".join(said), values.pairs([word for word in words if "=" in word])


def _one_question(
    law: Law, said: str, form: str, output: Path | None, terminal: bool, lang: Lang
) -> Question:
    """The question that somebody's words ask; tells which it is where they are not its name. Where
    that is not clear, who sits at a terminal chooses; as JSON, what may be meant is written.
    Raises `InputError` where no question is chosen."""
    from lovgraf.core.output import write_output
    from lovgraf.explain.choosing import chosen
    from lovgraf.explain.matching import matcher_of
    from lovgraf.reports.answer_json import write_near

    found = matcher_of(law).find(said)
    if found.clear is None and form == "json":
        write_output(write_near(found), output)
    elif found.clear is None and found.near and terminal:
        from lovgraf.cli.interviewing import choice

        best = choice(found.near, lang)
        if best is not None:
            return best
    best = chosen(found)
    if said.strip().lower() != best.slug:
        taken = {"da": "Besvarer", "en": "Answering"}[lang]
        print(f"lovgraf: {taken} {best.slug}: {best.label[lang]}", file=sys.stderr)
    return best


def _asked_for(law: Law, said: str, question: Question, name: str | None, lang: Lang) -> str:
    """Whoever is asked for (IRI of a form of address), none where the question is of oneself; that
    the words speak of another is told, and not used. Raises `InputError` for an unknown name, or
    where the question is none that one asks of oneself."""
    from lovgraf.core.errors import InputError
    from lovgraf.explain.kin import kin_of, told_in
    from lovgraf.explain.sentences import Sentences

    known, of_oneself = kin_of(law), Sentences(law, question).to_subject
    if name is not None and not of_oneself:
        raise InputError(
            "--for bruges kun til spørgsmål, som en borger stiller for sig selv eller en anden.",
            "--for goes with questions that a citizen asks of themselves or of another only.",
        )
    if name is not None:
        return known[values.one_of("--for", name, tuple(known))].iri
    if of_oneself and (told := told_in(said, law)):
        whom = told.label[lang]
        why = {
            "da": f"Du skriver om {whom}, men svaret siger »du«. Spørger du for {whom}, så "
            f"føj til: --for {told.name}",
            "en": f'You write of {whom}, and the answer says "you". If you ask for {whom}, add: '
            f"--for {told.name}",
        }
        print(f"lovgraf: {why[lang]}", file=sys.stderr)
    return ""


def _confirmed(
    law: Law, said: str, question: Question, pairs: list[str], day: date, terminal: bool, lang: Lang
) -> list[str]:
    """The facts that the words tell and nobody gave, where the reader confirms them; where nobody
    sits at a terminal they are told, and not used. Ages are told, and numbers not understood."""
    from lovgraf.explain.days import days_and_numbers
    from lovgraf.explain.self_reports import self_reported

    if said.strip().lower() == question.slug:
        return []
    given = {pair.partition("=")[0].strip().lower() for pair in pairs}
    days, numbers = days_and_numbers(said, law, question, day)
    _tell_numbers(numbers, given, day, lang)
    found: list[SelfReport | DaySaid] = [
        *self_reported(said, law, question.record_type),
        *days,
    ]
    reported = [one for one in found if one.column.name not in given]
    if not reported:
        return []
    years = [one.chosen[lang] for one in days if one in reported and one.chosen]
    if terminal:
        from lovgraf.cli.interviewing import confirmed

        return [one.pair for one in confirmed(reported, lang)]
    also = " ".join(one.pair for one in reported)
    why = {
        "da": f"Læst i det, du skrev, men ikke brugt. Føj til, hvis det passer: {also}",
        "en": f"Read in what you wrote, and not used. Add it where it holds: {also}",
    }
    print(f"lovgraf: {'. '.join([why[lang], *years])}", file=sys.stderr)
    return []


def _tell_numbers(numbers: Numbers, given: set[str], day: date, lang: Lang) -> None:
    """Tell the age that the words say, and that it is not used; and what was not understood."""
    from lovgraf.explain.ages import age_said, unused_said

    if numbers.age is not None and numbers.age.column.name not in given:
        print(f"lovgraf: {age_said(numbers.age, day)[lang]}", file=sys.stderr)
    if numbers.unused:
        print(f"lovgraf: {unused_said(numbers)[lang]}", file=sys.stderr)


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _answered(answerer: Answerer, record: Record, terminal: bool, lang: Lang) -> Answer:
    """The answer, after an interview where somebody sits at the terminal and a fact is missing."""
    if terminal:
        from lovgraf.cli.interviewing import interview

        held = interview(answerer, record, lang)
        return answerer.answer(held.record, held.unknown, held.asked)
    return answerer.answer(record)


def _format(name: str | None, output: Path | None) -> str:
    if name is not None:
        return values.one_of("--format", name, FORMATS)
    ending = output.suffix.removeprefix(".") if output is not None else ""
    return ending if ending in FORMATS else "text"


def _listed(questions: list[Question], form: str, lang: Lang) -> Iterator[str]:
    from lovgraf.reports.answer_json import write_questions
    from lovgraf.reports.answer_text import write_questions as as_text

    return write_questions(questions) if form == "json" else as_text(questions, lang)


def _written(answer: Answer, form: str, lang: Lang) -> Iterator[str] | Iterator[bytes]:
    """The answer in a format."""
    if form == "json":
        from lovgraf.reports import answer_json

        return answer_json.write_answer(answer)
    if form == "text":
        from lovgraf.reports import answer_text

        return answer_text.write_answer(answer, lang)
    from lovgraf.reports import answer_letter

    write = answer_letter.write_html if form == "html" else answer_letter.write_docx
    return write(answer, lang)
