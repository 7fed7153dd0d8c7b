"""An answer in sentences, for text and letters alike."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import number_text
from lovgraf.explain.answer import Answer, Ground, Step
from lovgraf.explain.model import Turn
from lovgraf.explain.question_program import DEPENDS
from lovgraf.reports.phrases import listed, word

ANSWERS = {
    "yes": Text("ja", "yes"),
    "no": Text("nej", "no"),
    "exempt": Text("fritaget", "exempt"),
    "may": Text("det er muligt", "it is possible"),
    DEPENDS: Text("det kommer an på", "it depends"),
}
HEADINGS = {
    "reasons": Text("Begrundelse", "Reasons"),
    "do": Text("Hvad du skal eller kan gøre", "What you must or may do"),
    "change": Text("Hvad der kan ændre svaret", "What could change the answer"),
    "rests": Text("Hvad svaret hviler på", "What the answer rests on"),
    "complaint": Text("Klage", "Complaint"),
    "missing": Text("Det kommer an på", "It depends on"),
    "others": Text("Andre regler", "Other rules"),
}
_MOST_MISSING = 6
_MOST_STEPS = 8
_BECAUSE = Text("Det er lagt til grund: {facts}.", "What decided here: {facts}.")
_JUDGED = Text("Det afgøres efter et skøn af {who}.", "It is for {who} to judge.")
_NEITHER = Text("Heller ikke {rules} gælder her.", "Nor does {rules} apply here.")
_NEITHER_MANY = Text("Heller ikke {rules} gælder her.", "Nor do {rules} apply here.")
_PRESUMED = Text(
    "Formodninger, der gælder, til andet er vist: {facts}.",
    "Presumptions that hold until the opposite is shown: {facts}.",
)
_WRONG = Text(
    "Oplysningerne kan ikke alle være rigtige. {flaws}",
    "The facts cannot all be right. {flaws}",
)
_SILENT = Text(
    "Der er intet oplyst om {facts}; det er lagt til grund, at intet særligt gælder.",
    "Nothing was stated of {facts}; it was taken that nothing special holds.",
)
_UNCERTAIN = Text(
    "Beregningen gav op, før alle muligheder var set: svaret kan stå åbent af den grund alene.",
    "The engine gave up before it had looked at all that can occur: the answer may be open for "
    "that reason alone.",
)


def reasons(found: Answer, lang: Lang) -> Iterator[str]:
    """A paragraph for what is wrong with the facts, one for each rule that decided, and one for
    those that do not apply either."""
    yield from wrong(found, lang)
    main, others = grounds(found)
    for ground in main:
        yield _paragraph(ground, lang)
    if others:
        yield neither(main, others, lang)


def wrong(found: Answer, lang: Lang) -> Iterator[str]:
    """What is wrong with the facts, where they cannot all be right."""
    flaws = [plain(one.message[lang]) for one in found.found.quality if one.severity == "error"]
    if flaws:
        yield _WRONG[lang].format(flaws=" ".join(flaws))


def grounds(found: Answer) -> tuple[list[Ground], list[Ground]]:
    """The rules that decided, one of an open question, and those that do not apply either."""
    main = [ground for ground in found.grounds if ground.applies]
    others = [ground for ground in found.grounds if not ground.applies]
    return main[:1] if found.answer == DEPENDS else main, others


def neither(main: list[Ground], others: list[Ground], lang: Lang) -> str:
    """The sentence on rules that do not apply either."""
    acts = {_act(ground, lang) for ground in main}
    names = list(dict.fromkeys(_short(ground, acts, lang) for ground in others))
    said = _NEITHER if len(names) == 1 else _NEITHER_MANY
    return said[lang].format(rules=listed(names, lang, "or"))


def _act(ground: Ground, lang: Lang) -> str:
    """The act of a rule, as its provision is cited."""
    return plain(ground.provision[lang]).removesuffix(plain(ground.place[lang]))


def _short(ground: Ground, acts: set[str], lang: Lang) -> str:
    """A provision, without its act where that was just named."""
    named = _act(ground, lang) in acts
    return plain(ground.place[lang] if named else ground.provision[lang])


def _paragraph(ground: Ground, lang: Lang) -> str:
    rule = plain(ground.rule[lang]).rstrip(".")
    parts = [f"{rule} ({plain(ground.provision[lang])})."]
    if ground.facts:
        parts.append(because(ground, lang))
    if ground.judge:
        parts.append(judged(ground.judge, lang))
    return " ".join(parts)


def because(ground: Ground, lang: Lang) -> str:
    """The facts that decided, by their labels."""
    facts = "; ".join(plain(fact[lang]) for fact in ground.facts)
    return _BECAUSE[lang].format(facts=facts)


def judged(who: Text, lang: Lang) -> str:
    """Whose judgment it is."""
    return _JUDGED[lang].format(who=plain(who[lang]))


def missing(found: Answer, lang: Lang) -> list[str]:
    """The facts that the answer turns on, the first few of many."""
    if found.answer != DEPENDS:
        return []
    names = [plain(name[lang]) for name in found.missing]
    if found.next is not None:  # the one to ask for first comes first
        first = plain(found.next.column.label[lang])
        names.sort(key=lambda name: name != first)
    more = len(names) - _MOST_MISSING
    return [*names[:_MOST_MISSING], *([word("more", lang, count=str(more))] if more > 0 else [])]


def rests(found: Answer, lang: Lang) -> Iterator[str]:
    """What the answer rests on: presumptions, and what nobody has said otherwise."""
    if found.rests_on:
        names = [*dict.fromkeys(plain(one.label[lang]) for one in found.rests_on)]
        yield _PRESUMED[lang].format(facts=_few(names, lang))
    if found.silent:
        names = [plain(name[lang]) for name in found.silent]
        yield _SILENT[lang].format(facts=_few(names, lang))


def _few(names: list[str], lang: Lang) -> str:
    more = len(names) - _MOST_MISSING
    if more > 0:
        names = [*names[:_MOST_MISSING], word("more", lang, count=str(more))]
    return ", ".join(names)


def notes(found: Answer, lang: Lang) -> Iterator[str]:
    """What else has to be said of how the answer came about."""
    if not found.exact:
        yield _UNCERTAIN[lang]
    for note in found.found.notes:
        yield plain(note[lang])


def steps(found: Answer, lang: Lang) -> Iterator[tuple[int, str]]:
    """What is to be done, each with how deep it lies."""
    for step in found.steps[:_MOST_STEPS]:
        yield int(step.kind in ("way", "deadline")), _step(step, lang)
    if len(found.steps) > _MOST_STEPS:
        yield 0, word("more", lang, count=str(len(found.steps) - _MOST_STEPS))


def _step(step: Step, lang: Lang) -> str:
    parts = []
    if step.provision:
        parts.append(plain(step.provision[lang]))
    if step.place:
        parts.append(f"{word('place', lang)}: {plain(step.place[lang])}")
    if step.fee_dkk:
        parts.append(f"{word('fee', lang)}: {amount(step.fee_dkk, lang)}")
    if step.open != "true":
        parts.append(word("perhaps", lang))
    tail = f" ({'; '.join(parts)})" if parts else ""
    return f"{plain(step.text[lang])}{tail}"


def amount(dkk: str, lang: Lang) -> str:
    """A sum of money."""
    said = number_text(Decimal(dkk), 2)[lang]
    return f"{said} kr." if lang == "da" else f"DKK {said}"


def changes(found: Answer, lang: Lang) -> Iterator[str]:
    """What somebody can change, and what the answer is then."""
    for turn, answer in found.turns:
        yield f"{change(turn, lang)}: {ANSWERS[answer][lang]}"


def change(turn: Turn, lang: Lang) -> str:
    """The change of facts that turns something, and who can make it."""
    parts = [
        f"{plain(label[lang])}: {plain(value[lang])} "
        f"({word('who-can', lang, who=plain(who[lang]))})"
        for (_, label, value), who in zip(turn.changes, turn.by, strict=True)
    ]
    return listed(parts, lang)
