"""An interview in the terminal: one question at a time, until the answer is settled."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lovgraf.cli.language import Lang
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text

if TYPE_CHECKING:
    from lovgraf.engine.in_memory import Record
    from lovgraf.explain.answer import Answerer
    from lovgraf.explain.heard import FactHeard
    from lovgraf.explain.interview import Asking
    from lovgraf.explain.question import Question
    from lovgraf.facts.fact import Column, Concept
    from lovgraf.facts.values import State

WHY, BACK = "?", "<"
_INTRO = Text(
    "Besvar et spørgsmål ad gangen. Tryk Enter, hvis du ikke ved det; ? viser, hvorfor der "
    "spørges; < går et spørgsmål tilbage.",
    "Answer one question at a time. Press Enter where you do not know; ? shows why it is asked; "
    "< goes one question back.",
)
_LEFT = Text(
    "højst {count} oplysninger mangler endnu", "at most {count} facts are still to be asked for"
)
_UNREAD = Text("Det kan ikke læses. Skriv {wanted}.", "That cannot be read. Write {wanted}.")
_OR_NEVER = Text("{wanted}, eller nej, hvis det ikke er sket", "{wanted}, or no if it never was")
_GRANTED = Text(
    "Der er ikke sagt noget om dette, og det sædvanlige er lagt til grund. Tryk Enter, hvis det "
    "passer; skriv et nummer, hvis noget er anderledes.",
    "Nothing was said of this, and the usual is taken to hold. Press Enter where it does; write a "
    "number where something is different.",
)
_WHICH = Text(
    "Det kan være et af disse spørgsmål. Skriv nummeret; tryk Enter, hvis det er ingen af dem.",
    "It may be one of these questions. Write the number; press Enter where it is none of them.",
)
_NEXT = Text(
    "Så er disse de nærmeste. Skriv nummeret; tryk Enter, hvis det heller ikke er dem.",
    "Then these are the nearest. Write the number; press Enter where it is none of them either.",
)
_PASSES = Text(
    "Du skrev: {fact}. Tryk Enter, hvis det passer; skriv n, hvis ikke.\n   > ",
    "You wrote: {fact}. Press Enter where it holds; write n where it does not.\n   > ",
)
_AGREED = frozenset(["", "j", "ja", "y", "yes"])
_DENIED = frozenset(["n", "nej", "no"])
_TAKEN = Text(
    "Det blev læst i dine ord og bruges i svaret, hvis du ikke siger nej. Passer det ikke, så "
    "skriv n; betyder det noget, bliver der spurgt om det bagefter.",
    "That was read in your words, and the answer uses it unless you say no. Where it does not "
    "hold, write n; where it matters, it is asked for afterwards.",
)
_NOT_TAKEN = Text("Ikke brugt: {fact}.", "Not used: {fact}.")
_NOTHING_BACK = Text("Det er det første spørgsmål.", "This is the first question.")


class Held(Struct):
    """What an interview has come to: the record, what is not known, how many were asked."""

    record: Record
    unknown: frozenset[str] = frozenset()
    asked: int = 0
    before: list[tuple[Record, frozenset[str]]] = field(default_factory=list)


def interview(
    answerer: Answerer, record: Record, lang: Lang, read: Callable[[str], str] = input
) -> Held:
    """Ask for facts until no answer left could change the outcome, or the reader has enough."""
    held = Held(record)
    asking = answerer.next(held.record, held.unknown)
    if asking is not None:
        _say(_INTRO[lang])
    try:
        while asking is not None:
            said = read(_prompt(asking, held.asked + 1, answerer, lang)).strip()
            if _took(answerer, held, asking, said, lang):
                asking = answerer.next(held.record, held.unknown)
                asking = asking or _denied(answerer, held, lang, read)
    except EOFError:
        pass
    return held


def without_numbers(answerer: Answerer, record: Record) -> bool:
    """Whether a record states no number: one that was said may be what is asked for then."""
    facts = answerer.view.law.facts.facts
    stated = (getattr(facts[iri], "datatype", "") for iri in record)
    return not any(kind in ("integer", "decimal") for kind in stated)


def choice(
    questions: Sequence[Question],
    lang: Lang,
    read: Callable[[str], str] = input,
    explained: bool = False,
) -> Question | None:
    """The question that the reader chooses of those that may be meant, or of those that come next
    and are `explained`; None where none is."""
    if not questions:
        return None
    listed = "".join(
        f"\n   {n}. {_offered(one, lang, explained)}" for n, one in enumerate(questions, 1)
    )
    asked = _NEXT if explained else _WHICH
    try:
        said = read(f"{asked[lang]}{listed}\n   > ").strip()
    except EOFError:
        return None
    place = int(said) if said.isdecimal() else 0
    return questions[place - 1] if 0 < place <= len(questions) else None


def _offered(question: Question, lang: Lang, explained: bool) -> str:
    """A question that may be chosen, with what it answers."""
    meaning = question.definition if explained else None
    more = f"\n      {plain(meaning[lang])}" if meaning else ""
    return f"{plain(question.label[lang])}{more}"


def confirmed(
    reported: Sequence[FactHeard], lang: Lang, read: Callable[[str], str] = input
) -> list[FactHeard]:
    """Those of the facts read in somebody's words that are not denied. What is neither a yes nor a
    no has the fact explained and asked for again."""
    found = []
    try:
        for one in reported:
            fact = plain(f"{one.column.label[lang]}: {one.said[lang]}")
            if _passes(one, fact, lang, read):
                found.append(one)
            else:
                _say(_NOT_TAKEN[lang].format(fact=fact))
    except EOFError:
        pass
    return found


def _passes(one: FactHeard, fact: str, lang: Lang, read: Callable[[str], str]) -> bool:
    """Whether the reader says that a fact holds."""
    meaning = one.column.definition
    while (said := read(_PASSES[lang].format(fact=fact)).strip().lower()) not in _AGREED:
        if said in _DENIED:
            return False
        _say(" ".join([*([plain(meaning[lang])] if meaning else []), _TAKEN[lang]]))
    return True


def _denied(
    answerer: Answerer, held: Held, lang: Lang, read: Callable[[str], str]
) -> Asking | None:
    """What was taken for granted and is said not to hold, to be asked for; None where all holds."""
    granted = answerer.granted(held.record)
    granted = [one for one in granted if one[0].name not in held.unknown][:_FEW]
    if not granted:
        return None
    listed = "".join(f"\n   {n}. {plain(said[lang])}" for n, (_, said) in enumerate(granted, 1))
    said = read(f"\n   {_GRANTED[lang]}{listed}\n   > ").strip()
    place = int(said) if said.isdecimal() else 0
    return answerer.asking(granted[place - 1][0]) if 0 < place <= len(granted) else None


def _took(answerer: Answerer, held: Held, asking: Asking, said: str, lang: Lang) -> bool:
    """Whether an answer leads to another question."""
    if said == WHY:
        _say(plain(asking.why[lang]))
        return False
    if said == BACK:
        if not held.before:
            _say(_NOTHING_BACK[lang])
            return False
        held.record, held.unknown = held.before.pop()
        held.asked -= 1
        return True
    held_before = held.record, held.unknown
    if not said:
        held.unknown = held.unknown | {asking.column.name}
    else:
        state = read_answer(answerer, asking.column, said)
        if state is None:
            _say(_UNREAD[lang].format(wanted=wanted(answerer, asking.column)[lang]))
            return False
        held.record = answerer.interview.with_answer(held.record, asking.column, state)
    held.before.append(held_before)
    held.asked += 1
    return True


def read_answer(answerer: Answerer, column: Column, said: str) -> State:
    """The value that an answer states; None where it cannot be read."""
    from lovgraf.readers.single import read_value

    facts = answerer.view.facts_of_day
    value, _ = read_value(facts.columns[column.name], said, facts, spans=True)
    return value


def _code(concept: Concept, lang: Lang) -> str:
    """A code with its name, where that says more."""
    name = concept.label[lang]
    return name if name.lower() == concept.notation.lower() else f"{concept.notation} ({name})"


def wanted(answerer: Answerer, column: Column) -> Text:
    """What can be written as an answer: the codes with their names, where there are few."""
    from lovgraf.facts.expected import expected

    column = answerer.view.facts_of_day.columns[column.name]
    found = expected(column)
    if column.code_list is not None and len(column.code_list.concepts) <= _FEW:
        codes = column.code_list.concepts
        found = Text(
            "; ".join(_code(one, "da") for one in codes),
            "; ".join(_code(one, "en") for one in codes),
        )
    if column.datatype == "date" and answerer.interview.may_be_none(column):
        return Text(*(_OR_NEVER[lang].format(wanted=found[lang]) for lang in ("da", "en")))
    return found


_FEW = 12


def _prompt(asking: Asking, number: int, answerer: Answerer, lang: Lang) -> str:
    meaning = f"\n   {plain(asking.meaning[lang])}" if asking.meaning else ""
    form = plain(wanted(answerer, asking.column)[lang])
    left = f"   ({_LEFT[lang].format(count=asking.left)})\n" if asking.left > 1 else ""
    return f"\n{number}. {plain(asking.wording[lang])}{meaning}\n   ({form})\n{left}   > "


def _say(text: str) -> None:
    print(f"   {text}", file=sys.stdout)
