"""The one question that is answered: never one that was only guessed at, nor one that the law of
the day does not decide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import date_text, list_text
from lovgraf.explain.found import Found
from lovgraf.explain.question import Question, named_by
from lovgraf.law.view import LawView

_NEAREST = 3
_OFFERED = 4
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
"""What is written as the name of a question."""


def chosen(found: Found) -> Question:
    """The question that is asked. Raises `InputError` with what may be meant where that is not
    clear, and where no question is about it."""
    if found.clear:
        return found.clear
    said = unclear(found)
    raise InputError(said.da, said.en)


def no_such_name(said: str, questions: Mapping[str, Question], beside_facts: bool) -> Text | None:
    """That words written as a question's name (facts stand beside them, or they begin as one does)
    are none, with those that may be meant; None elsewhere."""
    name = said.strip().lower()
    if not _NAME.fullmatch(name) or name in questions:
        return None
    akin = _akin(name, questions)
    if not akin and not beside_facts:
        return None
    return _no_name(name, questions, akin)


def no_name_alone(said: str, questions: Mapping[str, Question], found: Found) -> Text:
    """That a single word beside facts is no question's name, with those that may be meant."""
    name = said.strip().lower()
    near = [] if found.outside else [one.slug for one in found.near]
    return _no_name(name, questions, [*near, *_akin(name, questions)])


def _akin(name: str, questions: Mapping[str, Question]) -> list[str]:
    """The names that begin with the same word."""
    first = f"{name.partition('-')[0]}-"
    return [slug for slug in questions if slug.startswith(first)]


def _no_name(name: str, questions: Mapping[str, Question], akin: Sequence[str]) -> Text:
    alike = get_close_matches(name, questions, _OFFERED, 0.6)
    near = list(dict.fromkeys([*alike, *akin]))[:_OFFERED]
    listed = list_text([Text(one, one) for one in near], Text("eller", "or"))
    da, en = (f" Mente du {listed.da}?", f" Did you mean {listed.en}?") if near else ("", "")
    return Text(
        f"Intet spørgsmål har det navn.{da} lovgraf ask --list viser dem alle.",
        f"There is no question of that name.{en} lovgraf ask --list shows them all.",
    )


def unclear(found: Found) -> Text:
    """Why no question is answered: which may be meant, or that none is about it."""
    if found.near and not found.outside:
        begins, wanted = perhaps(found), _WANTED if found.near[1:] else _WANTED_ALONE
        da, en = (f"{begins[x]}: {_named(found, x)}. {wanted[x]}" for x in ("da", "en"))
        return Text(da, en)
    topic, near = found.outside, ("", "")
    if found.near and not found.opened:
        near = f" Nærmest er {_named(found, 'da')}.", f" Nearest are {_named(found, 'en')}."
    if topic is None:
        return Text(
            "Intet spørgsmål her handler om det. Se dem alle med lovgraf ask --list.",
            "No question here is about that. List them all with lovgraf ask --list.",
        )
    return Text(
        f"Intet spørgsmål her handler om det ({topic.label.da}). {topic.told.da}{near[0]}",
        f"No question here is about that ({topic.label.en}). {topic.told.en}{near[1]}",
    )


def perhaps(found: Found) -> Text:
    """How certain it is that questions are about what was said, before they are named."""
    if len(found.near) == 1:
        return _ALONE
    return _HARDLY if found.hardly else _SEVERAL


_ALONE = Text("Det er ikke sikkert, at der spørges om det", "It is not certain that this is asked")
_SEVERAL = Text("Flere spørgsmål kan være ment", "Several questions may be meant")
_HARDLY = Text(
    "Det er ikke sikkert, at et spørgsmål her handler om det",
    "It is not certain that a question here is about that",
)
_WANTED = Text("Skriv navnet på et af dem.", "Write the name of one.")
_WANTED_ALONE = Text("Skriv navnet, hvis det er det.", "Write the name if it is.")


def _named(found: Found, lang: Lang) -> str:
    some = found.near[:_NEAREST] if found.outside else found.near
    return "; ".join(f"{one.slug} ({one.label[lang]})" for one in some)


def undecided(view: LawView, question: Question, named: Text | None = None) -> Text:
    """That no rule of a day decides a question, called by its slug or as it is `named`; and which
    days have one."""
    called = named or Text(question.slug, question.slug)
    own = [n for n in view.law.norms.values() if n.record_type == question.record_type]
    spans = [norm.in_force for norm in named_by(question.decided_by, own, view.law)]
    ended = [one.end for one in spans if one.end is not None and one.ended(view.as_of)]
    begun = [one.start for one in spans if one.start is not None and one.start > view.as_of]
    day = date_text(view.as_of)
    danish = f"Grafen har ingen regel i kraft den {day.da}, der afgør {called.da}"
    english = f"The graph holds no rule in force on {day.en} that decides {called.en}"
    if ended:
        last = date_text(max(ended))
        danish, english = (
            f"{danish}; en gjorde det til {last.da}",
            f"{english}; one did until {last.en}",
        )
    if begun:
        first = date_text(min(begun))
        danish, english = (
            f"{danish}; en gør det fra {first.da}",
            f"{english}; one does from {first.en}",
        )
    return Text(f"{danish}.", f"{english}.")
