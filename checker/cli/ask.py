"""`lovgraf ask`: one question, one answer; what is missing is asked for in the terminal."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang, tells_none

if TYPE_CHECKING:
    from datetime import date

    from lovgraf.engine.in_memory import Record
    from lovgraf.explain.answer import Answer, Answerer
    from lovgraf.explain.found import Found
    from lovgraf.explain.heard import FactHeard, Heard
    from lovgraf.explain.misspelt import Misspelt
    from lovgraf.explain.question import Question
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
Everything = Annotated[bool, typer.Option("--all", help="ask-all")]
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
    all_: Everything = False,
    format_: Format = None,
    output: options.Output = None,
    list_: ListAll = False,
    lang: options.Language = None,
) -> int:
    """Answer a question; 0 whatever the answer is."""
    day = values.day(as_of)
    form = _format(format_, output)

    from lovgraf.core.errors import InputError
    from lovgraf.core.safe import plain
    from lovgraf.law import load_law

    law, notes = values.with_proposals(load_law(data or ()), with_, day)
    if lang is None and tells_none(os.environ):
        ctx.find_root().obj = _language(law, words or ()) or lang_of(ctx)
    for note in notes:
        print(f"lovgraf: {plain(note[lang_of(ctx)])}", file=sys.stderr)
    try:
        _answer(law, words or (), day, presume, for_, all_, form, output, list_, lang_of(ctx))
    except InputError as error:
        error.language = lang_of(ctx)
        raise
    return 0


def _language(law: Law, words: Iterable[str]) -> Lang | None:
    """The language that the words of a question are in; None where that is not clear."""
    from lovgraf.explain.matching import matcher_of

    return matcher_of(law).language(" ".join(word for word in words if "=" not in word))


def _answer(
    law: Law,
    words: Sequence[str],
    day: date,
    presume: str | None,
    for_: str | None,
    all_: bool,
    form: str,
    output: Path | None,
    list_: bool,
    lang: Lang,
) -> None:
    """Write the answer to a question, or the questions that there are."""
    from lovgraf.core.output import write_output
    from lovgraf.explain.answer import Answerer
    from lovgraf.explain.in_words import of_whom, to_know
    from lovgraf.explain.question import questions_of

    said, pairs = _parted(words)
    if list_ or not said:
        found = list(questions_of(law).values())
        write_output(_listed(found, form, lang), output)
        return
    terminal = form == "text" and output is None and _at_terminal()
    _refuse_name(law, said, bool(pairs))
    question = _one_question(law, said, day, words, form, output, terminal, lang)
    law = values.presuming(law, presume, "case")
    in_time = values.in_time(day, law)
    heard = _heard(law, said, question, for_, in_time, lang)
    answerer = Answerer(law.at(in_time), question)
    values.decided(answerer)
    answerer = of_whom(answerer, heard, for_)
    given = {pair.partition("=")[0].strip().lower() for pair in pairs}
    used = _confirmed(heard, given, in_time, terminal, lang)
    pairs += [one.pair for one in used]
    record = values.facts_of(pairs, law, question.record_type, in_time, spans=True)
    answer = _answered(answerer, record, terminal, heard, used, lang)
    if form == "json":
        answer = replace(answer, of_words=tuple(to_know(heard, used, given, in_time)))
    write_output(_written(answer, form, lang, all_), output, private=True)


def _parted(words: Iterable[str]) -> tuple[str, list[str]]:
    """What was asked, and the facts that were given: words with and without an equals sign."""
    said = [word for word in words if "=" not in word]
    return " ".join(said), values.pairs([word for word in words if "=" in word])


def _one_question(
    law: Law,
    said: str,
    day: date,
    asked: Sequence[str],
    form: str,
    output: Path | None,
    terminal: bool,
    lang: Lang,
) -> Question:
    """The question that somebody's words ask; tells which it is where they are not its name. Where
    that is not clear, who sits at a terminal chooses, and others are told the commands to choose
    from (`asked` as it was); as JSON, what may be meant is written.
    Raises `InputError` where no question is chosen."""
    from lovgraf.core.errors import InputError
    from lovgraf.core.output import write_output
    from lovgraf.explain.choosing import chosen, no_name_alone
    from lovgraf.explain.matching import matcher_of
    from lovgraf.explain.question import questions_of
    from lovgraf.reports.answer_json import write_near

    matcher = matcher_of(law)
    _tell_misspelt(matcher.misspelt(said), lang)
    found = matcher.find(said, values.in_time(day, law))
    if found.clear is None and form == "json":
        write_output(write_near(found), output)
    elif found.clear is None and found.near and terminal:
        from lovgraf.cli.interviewing import choice

        best = choice(found.near, lang) or choice(found.further, lang, explained=True)
        if best is not None:
            return best
    elif found.clear is None and "=" in "".join(asked) and len(said.split()) == 1:
        told = no_name_alone(said, questions_of(law), found)
        raise InputError(told.da, told.en)
    elif found.clear is None and found.near and not found.outside:
        _tell_names(found.near, lang)
        raise InputError(*_wanted(found, asked))
    best = chosen(found)
    if said.strip().lower() != best.slug:
        taken = {"da": "Besvarer", "en": "Answering"}[lang]
        print(f"lovgraf: {taken} {best.slug}: {best.label[lang]}", file=sys.stderr)
    return best


def _tell_misspelt(found: tuple[Misspelt, ...], lang: Lang) -> None:
    """Tell the names in what was said that are not read, and which may be meant."""
    from lovgraf.core.safe import plain
    from lovgraf.explain.misspelt import misspelt_said

    if found:
        print(f"lovgraf: {plain(misspelt_said(found)[lang])}", file=sys.stderr)


def _tell_names(near: Iterable[Question], lang: Lang) -> None:
    """Tell the name of each question that may be meant, and what it asks."""
    some = list(near)
    width = max(len(one.slug) for one in some)
    for one in some:
        print(f"  {one.slug:<{width}}  {one.label[lang]}", file=sys.stderr)


def _wanted(found: Found, asked: Sequence[str]) -> tuple[str, str]:
    """How the question that is meant is told: the command, with the words as they were."""
    from lovgraf.core.safe import plain
    from lovgraf.explain.choosing import perhaps

    command = plain(f"lovgraf ask {found.near[0].slug} {' '.join(map(shlex.quote, asked))}")
    begins, several = perhaps(found), bool(found.near[1:])
    which = ("et af navnene", "one of the names") if several else ("navnet", "the name")
    return (
        f"{begins.da}. Skriv {which[0]} ovenfor først: {command}",
        f"{begins.en}. Write {which[1]} above first: {command}",
    )


def _refuse_name(law: Law, said: str, beside_facts: bool) -> None:
    """Raise `InputError` where what was said is written as a question's name and is none."""
    from lovgraf.core.errors import InputError
    from lovgraf.explain.choosing import no_such_name
    from lovgraf.explain.question import questions_of

    told = no_such_name(said, questions_of(law), beside_facts)
    if told is not None:
        raise InputError(told.da, told.en)


def _heard(
    law: Law, said: str, question: Question, for_: str | None, day: date, lang: Lang
) -> Heard:
    """What some words say beside the question; for whom it is answered, and that they speak of
    another where that is not clear, are told. Raises `InputError` for an unknown name, or where
    the question is none that one asks of oneself."""
    from lovgraf.explain.heard import whom_said
    from lovgraf.explain.in_words import askers, heard_beside

    if for_ is not None:
        values.one_of("--for", for_, askers(law, question, "--for"))
    found = heard_beside(said, law, question, day, for_ or "")
    whom = whom_said(found) if for_ is None else None
    if whom is not None:
        print(f"lovgraf: {whom[lang]}", file=sys.stderr)
    return found


def _confirmed(
    heard: Heard, given: set[str], day: date, terminal: bool, lang: Lang
) -> list[FactHeard]:
    """The facts that the words tell and nobody gave: at a terminal those that the reader confirms.
    Ages that may be another's are told, and numbers not understood."""
    from lovgraf.core.safe import plain
    from lovgraf.explain.in_words import left_aside

    for told in left_aside(heard, given, day):
        print(f"lovgraf: {plain(told[lang])}", file=sys.stderr)
    found = list(heard.beside(given))
    if terminal and found:
        from lovgraf.cli.interviewing import confirmed

        return confirmed(found, lang)
    for one in found:
        if one.read_as is not None:
            print(f"lovgraf: {one.read_as[lang]}.", file=sys.stderr)
    return found


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _answered(
    answerer: Answerer,
    record: Record,
    terminal: bool,
    heard: Heard,
    used: list[FactHeard],
    lang: Lang,
) -> Answer:
    """The answer, after an interview where somebody sits at the terminal and a fact is missing."""
    from lovgraf.explain.in_words import answered

    if terminal:
        from lovgraf.cli.interviewing import interview, without_numbers

        held = interview(answerer, record, lang)
        left = heard.numbers_left and without_numbers(answerer, held.record)
        return answered(answerer, held.record, heard, used, held.unknown, held.asked, left)
    return answered(answerer, record, heard, used)


def _format(name: str | None, output: Path | None) -> str:
    if name is not None:
        return values.one_of("--format", name, FORMATS)
    ending = output.suffix.removeprefix(".") if output is not None else ""
    return ending if ending in FORMATS else "text"


def _listed(questions: list[Question], form: str, lang: Lang) -> Iterator[str]:
    from lovgraf.reports.answer_json import write_questions
    from lovgraf.reports.answer_text import write_questions as as_text

    return write_questions(questions) if form == "json" else as_text(questions, lang)


def _written(answer: Answer, form: str, lang: Lang, all_: bool) -> Iterator[str] | Iterator[bytes]:
    """The answer in a format, as text `all_` of it or its first forty lines."""
    if form == "json":
        from lovgraf.reports import answer_json

        return answer_json.write_answer(answer)
    if form == "text":
        from lovgraf.reports import answer_text

        return answer_text.write_answer(answer, lang, all_=all_)
    from lovgraf.reports import answer_letter

    write = answer_letter.write_html if form == "html" else answer_letter.write_docx
    return write(answer, lang)
