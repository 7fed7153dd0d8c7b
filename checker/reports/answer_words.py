"""An answer in sentences, for text and letters alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from msgspec.structs import replace

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import begun, continued, number_text
from lovgraf.explain.answer import Answer, Ground, Presumed, Step, Wanted
from lovgraf.explain.model import Turn
from lovgraf.explain.question_program import DEPENDS
from lovgraf.law.names import NUMBER_UNKNOWN
from lovgraf.law.spoken import again
from lovgraf.reports.phrases import listed, word, written_date

ANSWERS = {
    "yes": Text("ja", "yes"),
    "no": Text("nej", "no"),
    "exempt": Text("fritaget", "exempt"),
    "due": Text("skal gives", "due"),
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
_DO_LATER = Text("Sådan fra den {day}", "How, from {day} on")
_MOST_MISSING = 6
MOST_STEPS = 7
_BECAUSE = Text("Det er lagt til grund: {facts}.", "What decided here: {facts}.")
_JUDGED = Text("Det afgøres af {who}.", "It is for {who} to decide.")
_BASIS = Text("Det er lagt til grund, at {facts}.", "It was taken as a fact that {facts}.")
_NOT_HERE = Text("Gælder ikke her:", "Does not apply here:")
_THAT = Text("at", "that")
_NO_WORDS: Mapping[str, Text] = {}
_FOLLOWS = Text(
    "Det følger af det, der formodes nedenfor.", "That follows from what is presumed below."
)
_PRESUMED_HERE = Text("Det formodes desuden, at {clauses}.", "It is also presumed that {clauses}.")
_PRESUMED = Text("Det formodes, at {clause}.", "It is presumed that {clause}.")
_TAKEN = Text(
    "Det er ikke oplyst; det er lagt til grund, at {clause}.",
    "It was not stated; it was taken that {clause}.",
)
_NOT_TOLD = Text("Det er ikke oplyst: {asked}", "It was not stated: {asked}")
_IF = Text(
    "Svaret bliver »{answer}«, hvis {changes}.", 'The answer becomes "{answer}" if {changes}.'
)
_WRONG = Text(
    "Oplysningerne kan ikke alle være rigtige. {flaws}",
    "The facts cannot all be right. {flaws}",
)
_NOT_YET = Text(
    "Svaret gælder den {day}. Det kan blive et andet fra den {then}.",
    "The answer holds on {day}. It may become another from {then}.",
)
_UNCERTAIN = Text(
    "Der er flere muligheder, end der kan regnes igennem. Oplys mere, så bliver svaret sikkert.",
    "There are more possibilities than can be worked through. State more, and it is certain.",
)


def reasons(found: Answer, lang: Lang) -> Iterator[str]:
    """A paragraph for what is wrong with the facts, and one for each rule that decided."""
    yield from wrong(found, lang)
    yield from rules(found, lang, _BASIS, _FOLLOWS, labels=True)


def not_applying(found: Answer, lang: Lang) -> Iterator[str]:
    """The rules that do not apply either, each with what it says."""
    for ground in grounds(found)[1]:
        rule = plain(ground.rule[lang]).rstrip(".")
        yield f"{_NOT_HERE[lang]} {rule} ({plain(ground.provision[lang])})."


def wrong(found: Answer, lang: Lang) -> Iterator[str]:
    """What is wrong with the facts, where they cannot all be right."""
    if said := flaws(found, lang):
        yield _WRONG[lang].format(flaws=" ".join(said))


def flaws(found: Answer, lang: Lang) -> list[str]:
    """What is wrong with the facts, one sentence each."""
    return [plain(one.message[lang]) for one in found.found.quality if one.severity == "error"]


def grounds(found: Answer) -> tuple[list[Ground], list[Ground]]:
    """The rules that decided and that the opening states, and those that do not apply either; of an
    open question those of the opening first, and one."""
    opening = [ground for ground in found.grounds if ground.of_opening]
    main = [ground for ground in found.grounds if ground.applies and not ground.of_opening]
    others = [ground for ground in found.grounds if not ground.applies]
    if found.answer == DEPENDS:
        return [*opening, *main[:1]], others
    return [*main, *opening], others


def told_first(found: Answer) -> list[Ground]:
    """All rules in the order in which they are told: those that decided come first."""
    main, others = grounds(found)
    rest = [one for one in found.grounds if one not in main and one not in others]
    return [*main, *rest, *others]


def _act(ground: Ground, lang: Lang) -> str:
    """The act of a rule, as its provision is cited."""
    cited = plain(ground.provision[lang]).removesuffix(f" ({NUMBER_UNKNOWN[lang]})")
    return cited.removesuffix(plain(ground.place[lang]))


def acts(found: Answer, lang: Lang) -> set[str]:
    """The acts of the rules that decided, as their provisions are cited."""
    return {act for ground in found.grounds if (act := _act(ground, lang))}


def rules(
    found: Answer,
    lang: Lang,
    basis: Text,
    follows: Text | None,
    labels: bool = False,
) -> Iterator[str]:
    """A paragraph for each rule that decided, facts that were just told left out, and from when a
    no may change. With `labels` facts without a sentence are told by their labels."""
    main, _ = grounds(found)
    for number, ground in enumerate(main):
        repeated = ground.basis and any({*ground.basis} <= {*one.basis} for one in main[:number])
        one = replace(ground, basis=(), facts=(), so=None) if repeated else ground
        yield reason(one, found, lang, basis, follows, labels)
    if found.turning_on:
        day, then = (written_date(one, lang) for one in (found.as_of, found.turning_on))
        yield _NOT_YET[lang].format(day=day, then=then)


def reason(
    ground: Ground, found: Answer, lang: Lang, basis: Text, follows: Text | None, labels: bool
) -> str:
    """A rule and what decided: what was stated (`basis` is the frame of its clauses), else that it
    `follows` from what is presumed (None where nothing is told as presumed), else the facts by
    their `labels`."""
    rule = plain(ground.rule[lang]).rstrip(".")
    parts = [f"{rule} ({plain(ground.provision[lang])})."]
    if ground.basis:
        parts.append(basis[lang].format(facts=that(ground.basis, lang, found.address)))
        if ground.presumed and follows:
            clauses = that(ground.presumed, lang, found.address)
            parts.append(_PRESUMED_HERE[lang].format(clauses=clauses))
    elif ground.facts and (found.rests_on or found.unsaid):
        parts += [follows[lang]] if follows else []
    elif ground.facts and labels:
        parts.append(because(ground, lang))
    parts += [plain(ground.so[lang])] if ground.so else []
    if ground.judge:
        parts.append(judged(ground.judge, lang))
    return " ".join(parts)


def that(clauses: Sequence[Text], lang: Lang, words: Mapping[str, Text] = _NO_WORDS) -> str:
    """Clauses after "that", each with its own from the second on; by the `words` of a form of
    address whoever they are about is named once."""
    who = words["who"].da if "who" in words else None
    named = [one.da for one in clauses]
    first_with = next((n for n, one in enumerate(named) if who and who in one), len(named))
    clauses = [again(one, words) if n > first_with else one for n, one in enumerate(clauses)]
    first, *more = (plain(one[lang]).rstrip(".") for one in clauses)
    if not more:
        return first
    *middle, last = (f"{_THAT[lang]} {one}" for one in more)
    return ", ".join([first, *middle, f"{word('and', lang)} {last}"])


def because(ground: Ground, lang: Lang) -> str:
    """The facts that decided, by their labels."""
    facts = "; ".join(plain(fact[lang]) for fact in ground.facts)
    return _BECAUSE[lang].format(facts=facts)


def judged(who: Text, lang: Lang) -> str:
    """Whose judgment it is."""
    return _JUDGED[lang].format(who=plain(who[lang]))


def missing(found: Answer, lang: Lang) -> list[str]:
    """What an open answer turns on, as it is asked for, the first few of many."""
    asked = [begun(plain(one.asked[lang])) for one in found.wanted]
    more = len(asked) - _MOST_MISSING
    return [*asked[:_MOST_MISSING], *([word("more", lang, count=str(more))] if more > 0 else [])]


def presumed(one: Presumed, lang: Lang, frame: Text = _PRESUMED) -> str:
    """What is presumed, in a sentence."""
    return (
        frame[lang].format(clause=plain(one.clause[lang])) if one.clause else plain(one.said[lang])
    )


def unsaid(found: Answer, told: Collection[Presumed] | None = None) -> Iterator[Wanted]:
    """What silence answers, but for what is presumed in the same words or says no more than what
    is `told` of that (all of it, where nothing else is said), and for days that are none because of
    what is told already."""
    told = found.rests_on if told is None else told
    clauses = {one.clause for one in found.rests_on}
    columns = {one.column.iri for one in found.rests_on if one.column}
    columns |= {one.column.iri for one in found.unsaid}
    for one in found.unsaid:
        follows = any(iri in columns for iri, _ in one.column.none_when)
        follows |= one.said_by(told)
        if not follows and (one.clause is None or one.clause not in clauses):
            clauses.add(one.clause)
            yield one


def taken(one: Wanted, lang: Lang) -> str:
    """What silence answers, in a sentence."""
    if one.clause is None:
        return _NOT_TOLD[lang].format(asked=continued(plain(one.asked[lang])))
    return _TAKEN[lang].format(clause=plain(one.clause[lang]))


def rests(found: Answer, lang: Lang) -> Iterator[str]:
    """What the answer rests on: presumptions, and what nobody has said otherwise."""
    yield from dict.fromkeys(presumed(one, lang) for one in found.rests_on)
    yield from (taken(one, lang) for one in unsaid(found))


def notes(found: Answer, lang: Lang) -> Iterator[str]:
    """What else has to be said of how the answer came about."""
    if not found.exact:
        yield _UNCERTAIN[lang]
    for note in found.found.notes:
        yield plain(note[lang])


def doing(found: Answer, lang: Lang) -> str:
    """The heading of what is to be done."""
    return from_then(found.later, lang) if found.later else HEADINGS["do"][lang]


def from_then(day: date, lang: Lang) -> str:
    """The heading of what is to be done once an answer that is not so yet holds."""
    return _DO_LATER[lang].format(day=written_date(day, lang))


def steps(found: Answer, lang: Lang, whole: bool = False) -> Iterator[tuple[int, str]]:
    """What is to be done, each with how deep it lies: the first of many, unless the `whole` is
    wanted; one that is left over takes no more room than to say so."""
    told = [one for is_way, some in _by_kind(found) for one in (placed(some) if is_way else some)]
    shown = told if whole or len(told) <= MOST_STEPS + 1 else told[:MOST_STEPS]
    for step in shown:
        yield int(step.kind in ("way", "deadline")), _step(step, lang)
    if len(told) > len(shown):
        yield 0, word("more", lang, count=str(len(told) - len(shown)))


def _by_kind(found: Answer) -> Iterator[tuple[bool, list[Step]]]:
    """The steps, those that are ways to what the one before takes apart from the others."""
    for is_way, some in groupby(found.steps, key=lambda one: one.kind == "way"):
        yield is_way, list(some)


def placed(ways: list[Step]) -> list[Step]:
    """The ways that are told: one that says nothing of a place only where there is no other."""
    return [way for way in ways if way.place] or ways


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
    said = f"{plain((step.rule or step.text)[lang]).rstrip('.')}{tail}"
    return f"{said}. {plain(step.stands[lang])}" if step.stands else said


def amount(dkk: str, lang: Lang) -> str:
    """A sum of money."""
    said = number_text(Decimal(dkk), 2)[lang]
    return f"{said} kr." if lang == "da" else f"DKK {said}"


def changes(found: Answer, lang: Lang) -> Iterator[str]:
    """What somebody can change, and what the answer is then."""
    for turn, answer in found.turns:
        yield change(turn, answer, lang)


def change(turn: Turn, answer: str, lang: Lang) -> str:
    """A change of facts with the answer it brings."""
    if not turn.clauses:
        return f"{_labelled(turn, lang)}: {ANSWERS[answer][lang]}"
    opening = turn.opens or ANSWERS[answer]
    said = listed([plain(one[lang]) for one in turn.clauses], lang)
    return _IF[lang].format(answer=plain(opening[lang]), changes=said)


def _labelled(turn: Turn, lang: Lang) -> str:
    """The change of facts by their labels, and who can make it."""
    parts = [
        f"{plain(label[lang])}: {plain(value[lang])} "
        f"({word('who-can', lang, who=plain(who[lang]))})"
        for (_, label, value), who in zip(turn.changes, turn.by, strict=True)
    ]
    return listed(parts, lang)


def beside(found: Answer, lang: Lang) -> Iterator[str]:
    """The questions that go with this one, with what they answer on the same facts."""
    for one in found.beside:
        said = f" {plain(one.said[lang])}" if one.said else ""
        yield f"{_SEE_ALSO[lang]} {plain(one.title[lang])}{said}"


_SEE_ALSO = Text("Se også:", "See also:")
