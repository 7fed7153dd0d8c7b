"""One record in forty lines: what was asked about first, then what needs action, then what needs a
fact; the rest is counted."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.safe import plain
from lovgraf.core.terms import CORE, Lang, Text
from lovgraf.explain.about import About
from lovgraf.explain.answer import Answer
from lovgraf.explain.model import Explanation, May, PersonVerdict
from lovgraf.reports import answer_text
from lovgraf.reports.phrases import listed, severity_name, verdict_name, word, written_date

MOST_LINES = 40
_OF_ANSWER = 18
_ACTION = ("breached", "unattainable", "pending")
_OPEN, _ELSEWHERE = "undetermined", "not-addressed"
_NEEDS = {
    "action": Text("Kræver handling", "Needs action"),
    "fact": Text("Kræver en oplysning eller et skøn", "Needs a fact or a judgment"),
    "about": Text("Det, der blev spurgt om", "What was asked about"),
    "others": Text(
        "Andre regler ({count}); --all viser alt.", "Other rules ({count}); --all shows all."
    ),
    "rights": Text(
        "Ret eller adgang til ({count}), blandt andet",
        "Rights and permissions ({count}), among them",
    ),
}


def write_person(
    found: Explanation, lang: Lang, answer: Answer | None = None, about: About | None = None
) -> Iterator[str]:
    """The explanation in at most forty lines."""
    head = list(_head(found, lang, answer))
    norms = about.norms if about and not about.question else frozenset()
    by_urgency = sorted(found.verdicts, key=lambda one: one.urgency)
    concerning = [v for v in by_urgency if v.verdict != _ELSEWHERE]
    asked = [v for v in concerning if v.norm in norms]
    asked = asked or [v for v in found.verdicts if v.norm in norms]
    rest = [v for v in concerning if v.norm not in norms]
    groups = [
        ("about", asked),
        ("action", [v for v in rest if v.verdict in _ACTION]),
        ("fact", [v for v in rest if v.verdict == _OPEN]),
    ]
    shown = sum(len(verdicts) for _, verdicts in groups)
    open_ = [may for may in found.may if may.holds == "true"]
    tail = list(_tail(open_, len(found.verdicts) - shown, lang))
    yield from head
    place = MOST_LINES - len(head) - len(tail)
    filled = [(key, verdicts) for key, verdicts in groups if verdicts]
    for number, (key, verdicts) in enumerate(filled):
        share = max(3, place // (len(filled) - number))
        lines = list(_group(key, verdicts, share, lang))
        place -= len(lines)
        yield from lines
    yield from tail


def _head(found: Explanation, lang: Lang, answer: Answer | None) -> Iterator[str]:
    if answer is not None:
        lines = answer_text.lines(answer, lang, most=_OF_ANSWER)
        yield from (f"{line}\n" for line in lines)
    else:
        yield f"{word('as-of', lang, date=written_date(found.as_of, lang))}\n"
        if found.covered:
            yield f"{plain(found.covered[lang])}\n"
    for note in (*(() if answer else found.beside), *found.notes[:2]):
        yield f"{word('note', lang)}: {plain(note[lang])}\n"
    for flaw in found.quality[:4]:
        yield f"{severity_name(flaw.severity, lang)}: {plain(flaw.message[lang])}\n"


def _group(key: str, verdicts: list[PersonVerdict], share: int, lang: Lang) -> Iterator[str]:
    """A heading and a line a verdict, as many as there is place for."""
    yield "\n"
    yield f"{_NEEDS[key][lang]} ({len(verdicts)}):\n"
    room = share - 2
    shown = verdicts if len(verdicts) <= room else verdicts[: max(room - 1, 0)]
    for verdict in shown:
        yield f"  - {_line(verdict, lang)}\n"
    if len(shown) < len(verdicts):
        yield f"  - {word('more', lang, count=str(len(verdicts) - len(shown)))}\n"


def _line(verdict: PersonVerdict, lang: Lang) -> str:
    title, section = plain(verdict.title[lang]), plain(verdict.provision_label[lang])
    said = f"{verdict_name(verdict.verdict, lang)}: {title} ({section})"
    if verdict.bearer != str(CORE.Subject):
        said += f", {word('bearer', lang).lower()} {plain(verdict.bearer_label[lang])}"
    if verdict.verdict == _OPEN:
        needs = [plain(text[lang]) for text in verdict.missing_labels]
        if needs:
            more = [word("more", lang, count=str(len(needs) - 2))] if len(needs) > 2 else []
            said += f" – {word('missing', lang).lower()}: {', '.join([*needs[:2], *more])}"
        elif verdict.judgment:
            who = listed([plain(text[lang]) for text in verdict.judgment], lang)
            said += f" – {word('judgment', lang, who=who)}"
    return said


def _tail(open_: list[May], others: int, lang: Lang) -> Iterator[str]:
    if open_:
        yield "\n"
        yield f"{_NEEDS['rights'][lang].format(count=len(open_))}:\n"
        for may in open_[:4]:
            yield f"  - {plain(may.title[lang])} ({plain(may.provision_label[lang])})\n"
    yield "\n"
    yield f"{_NEEDS['others'][lang].format(count=others)}\n"
