"""An answer as a letter of one or two pages that a caseworker can sign: outcome, reasons, what was
presumed and how to show the opposite, what to do and by when, where to complain. It is written as
HTML or as a Word file.

Facts are said in sentences (`checker/explain/sentences.py`); a fact without a form is said by its
label. What whoever signs fills in stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import begun, continued
from lovgraf.explain.answer import OPENS_OPEN, Answer, Ground, Presumed, Step
from lovgraf.explain.model import Turn
from lovgraf.explain.question_program import DEPENDS
from lovgraf.reports import answer_words as words
from lovgraf.reports.assessment import docx, html
from lovgraf.reports.assessment.blocks import Block, Document, Items, Paragraph, Section
from lovgraf.reports.phrases import listed, word, written_date

_MOST_PRESUMED = 6
"""Presumptions that a letter tells in full; more would make it long."""
_MOST_ASKED = 8
_MOST_STEPS = 8


_TO = Text(
    "Til [modtager] · Sag [nummer] · [dato]",
    "To [recipient] · Case [number] · [date]",
)
_SIGNED = Text(
    "Med venlig hilsen [navn], [myndighed]",
    "Yours sincerely, [name], [authority]",
)
_DAY = Text(
    "Vi har brugt reglerne, som de var den {date}.",
    "We have used the rules as they stood on {date}.",
)
_OPEN = Text(
    "Vi kan ikke svare endnu, fordi vi mangler oplysninger.",
    "We cannot answer yet, because facts are missing.",
)
_BASIS = Text("Vi har lagt til grund, at {facts}.", "We have based this on the facts that {facts}.")
_KNOWN = Text("Vi har fået oplyst, at {facts}.", "We were told that {facts}.")
_THAT = Text("at", "that")
_FOLLOWS = Text(
    "Det følger af det, vi formoder nedenfor.", "That follows from what we presume below."
)
_LOOK_UP = Text(
    "[Slå selv op, før brevet sendes: {asked}]", "[Look up before the letter is sent: {asked}]"
)
_ASK = Text(
    "Send os svar på dette inden [frist]:",
    "Please send us the answer to this by [deadline]:",
)
_PRESUMED = Text(
    "Vi har ikke fået oplysning om dette og formoder det, der gælder, til andet er vist. Passer "
    "noget af det ikke, så skriv det til os.",
    "We were told nothing of this and presume what holds until the opposite is shown. If any of it "
    "is wrong, please tell us.",
)
_PRESUMED_CLAUSE = Text("Vi formoder, at {clause}.", "We presume that {clause}.")
_REBUT = Text(" Det modsatte kan vises med {how}.", " The opposite can be shown by {how}.")
_REBUT_AS = Text(" Det modsatte kan vises sådan: {how}.", " The opposite can be shown so: {how}.")
_UNSAID = Text(
    "Vi har ikke fået svar på dette, og vores svar kan blive et andet, hvis noget særligt gælder:",
    "We were not told this, and our answer may be another if something special holds:",
)
_DO = Text("Det skal {who} gøre: {what}", "What {who} must do: {what}")
_OTHERS_DO = Text("{who} skal gøre dette: {what}", "{who} must do this: {what}")
_STANDS = {
    "breached": Text("Det er ikke gjort endnu.", "It has not been done yet."),
    "pending": Text("Det skal ske inden fristen.", "It must be done in time."),
    "unattainable": Text(
        "Det er ikke gjort, og loven giver ingen vej til det.",
        "It has not been done, and the law leaves no way to do it.",
    ),
    "late": Text("Det blev gjort for sent.", "It was done too late."),
}
_MAY = Text("Det kan {who} bruge: {what}", "What {who} may use: {what}")
_PLACE = Text("Sted: {place}.", "Place: {place}.")
_FEE = Text("Det koster {fee}.", "It costs {fee}.")
_PERHAPS = Text(
    "Vi kan ikke se af det oplyste, om den vej er åben.",
    "We cannot see from what we know whether that way is open.",
)
_IF = Text(
    "Svaret bliver et andet ({answer}), hvis {changes}. Det afhænger af {who}.",
    "The answer becomes another ({answer}) if {changes}. That is up to {who}.",
)
_NOBODY = Text("den, sagen gælder", "whoever the case is about")
_NO_COMPLAINT = Text(
    "[Klagevejledning: Lovgrafen kender ingen regel om klage over dette. Skriv, hvortil og inden "
    "hvornår der kan klages, eller at der ikke kan.]",
    "[Guidance on complaints: the law graph knows no rule on complaints about this. State where "
    "and by when a complaint may be made, or that none may.]",
)
_HEADINGS = {
    "missing": Text("Det mangler vi at vide", "What we still need to know"),
    "rests": Text("Det formoder vi", "What we presume"),
    "unsaid": Text("Det er ikke oplyst", "What we were not told"),
    "do": Text("Det skal eller kan du gøre", "What you must or may do"),
}


def write_html(found: Answer, lang: Lang) -> Iterator[str]:
    """The letter as one page of HTML."""
    return html.write(letter(found, lang))


def write_docx(found: Answer, lang: Lang) -> Iterator[bytes]:
    """The letter as a Word file."""
    yield docx.write(letter(found, lang))


def letter(found: Answer, lang: Lang) -> Document:
    """The letter, whatever it is written as."""
    day = _DAY[lang].format(date=written_date(found.as_of, lang))
    if found.covered:
        day = f"{day} {plain(found.covered[lang])}"
    begins: list[Block] = [Paragraph(_opening(found, lang)), Paragraph(day)]
    to: list[Block] = [Paragraph(_TO[lang])]
    parts = [
        ("", to),
        ("answer", begins),
        *((key, blocks) for key, blocks in _parts(found, lang) if blocks),
    ]
    parts[-1][1].append(Paragraph(_SIGNED[lang]))
    sections = [_section(key, blocks, lang) for key, blocks in parts]
    return Document(lang, plain(found.question.label[lang]), tuple(sections))


def _opening(found: Answer, lang: Lang) -> str:
    general = found.opening == OPENS_OPEN and (found.needed or found.looked_up)
    return _OPEN[lang] if general else plain(found.opening[lang])


def _parts(found: Answer, lang: Lang) -> Iterator[tuple[str, list[Block]]]:
    yield "reasons", [Paragraph(text) for text in _reasons(found, lang)]
    yield "missing", _missing(found, lang)
    yield "rests", _rests(found, lang)
    yield "unsaid", _unsaid(found, lang)
    yield "do", _items(list(_steps(found, lang)))
    yield "change", _items([(0, _change(turn, one, lang)) for turn, one in found.turns])
    if found.answer != DEPENDS:  # an open question is no decision yet
        yield "complaint", [Paragraph(text) for text in _complaint(found, lang)]
    yield "note", [Paragraph(note, True) for note in words.notes(found, lang)]


def _reasons(found: Answer, lang: Lang) -> Iterator[str]:
    """What is wrong with the facts, a paragraph for each rule that decided, with the facts, and one
    for those that do not apply."""
    yield from words.wrong(found, lang)
    main, others = words.grounds(found)
    for ground in main:
        yield _reason(ground, bool(found.rests_on), lang)
    if others:
        yield words.neither(main, others, lang)
    if found.answer == DEPENDS and found.stated:
        yield _KNOWN[lang].format(facts=_that(found.stated, lang))


def _reason(ground: Ground, presumed: bool, lang: Lang) -> str:
    """A rule and what decided: what was stated, else what is `presumed` and told below."""
    rule = plain(ground.rule[lang]).rstrip(".")
    parts = [f"{rule} ({plain(ground.provision[lang])})."]
    if ground.basis:
        parts.append(_BASIS[lang].format(facts=_that(ground.basis, lang)))
    elif ground.facts and presumed:
        parts.append(_FOLLOWS[lang])
    elif ground.facts:
        parts.append(words.because(ground, lang))
    if ground.judge:
        parts.append(words.judged(ground.judge, lang))
    return " ".join(parts)


def _that(clauses: Sequence[Text], lang: Lang) -> str:
    """Clauses after "that", each with its own from the second on."""
    first, *more = (plain(one[lang]) for one in clauses)
    if not more:
        return first
    *middle, last = (f"{_THAT[lang]} {one}" for one in more)
    return ", ".join([first, *middle, f"{word('and', lang)} {last}"])


def _missing(found: Answer, lang: Lang) -> list[Block]:
    blocks: list[Block] = []
    if found.needed:
        asked = [(0, begun(plain(one[lang]))) for one in found.needed[:_MOST_ASKED]]
        blocks += [Paragraph(_ASK[lang]), *_items(asked)]
    if found.looked_up:
        ours = " ".join(begun(plain(one[lang])) for one in found.looked_up[:_MOST_ASKED])
        blocks.append(Paragraph(_LOOK_UP[lang].format(asked=ours)))
    return blocks


def _rests(found: Answer, lang: Lang) -> list[Block]:
    if not found.rests_on:
        return []
    some = [(0, _presumed(one, lang)) for one in found.rests_on[:_MOST_PRESUMED]]
    return [Paragraph(_PRESUMED[lang]), *_items(some)]


def _unsaid(found: Answer, lang: Lang) -> list[Block]:
    if not found.unsaid:
        return []
    asked = [(0, begun(plain(one[lang]))) for one in found.unsaid[:_MOST_ASKED]]
    return [Paragraph(_UNSAID[lang]), *_items(asked)]


def _presumed(one: Presumed, lang: Lang) -> str:
    said = plain(one.said[lang])
    if one.clause:
        said = _PRESUMED_CLAUSE[lang].format(clause=plain(one.clause[lang]))
    if one.rebuttal is None:
        return said
    how = plain(one.rebuttal[lang]).rstrip(".")
    frame = _REBUT_AS if "." in how else _REBUT
    return said + frame[lang].format(how=continued(how))


def _steps(found: Answer, lang: Lang) -> Iterator[tuple[int, str]]:
    """What is to be done, each with how deep it lies."""
    told = {ground.rule for ground in found.grounds if ground.applies}
    steps = [step for step in found.steps if step.kind != "may" or step.rule not in told]
    for step in steps[:_MOST_STEPS]:
        said = _step(step, plain(found.address.get("who", _NOBODY)[lang]), lang)
        yield int(step.kind in ("way", "deadline")), " ".join(said)


def _step(step: Step, subject: str, lang: Lang) -> Iterator[str]:
    """A step in sentences; `subject` is whoever the record is about."""
    cited = f" ({plain(step.provision[lang])})" if step.provision else ""
    if step.kind == "duty" and step.rule:
        what = f"{plain(step.rule[lang])}{cited}"
        who = begun(plain(step.who[lang])) if step.who else subject
        yield (_OTHERS_DO if step.who else _DO)[lang].format(what=what, who=who) + "."
        if step.stands in _STANDS:
            yield _STANDS[step.stands][lang]
        return
    if step.kind == "may" and step.rule is None:
        yield _MAY[lang].format(who=subject, what=f"{plain(step.text[lang])}{cited}") + "."
        return
    said = step.rule if step.kind == "may" and step.rule else step.text
    yield plain(said[lang]).rstrip(".") + f"{cited}."
    if step.place:
        yield _PLACE[lang].format(place=plain(step.place[lang]))
    if step.fee_dkk:
        yield _FEE[lang].format(fee=words.amount(step.fee_dkk, lang).rstrip("."))
    if step.open != "true":
        yield _PERHAPS[lang]


def _change(turn: Turn, answer: str, lang: Lang) -> str:
    """What would change the answer, and whose it is to do."""
    if not turn.clauses:
        return f"{words.change(turn, lang)}: {words.ANSWERS[answer][lang]}."
    changes = listed([plain(one[lang]) for one in turn.clauses], lang)
    who = listed([plain(one[lang]) for one in turn.whose], lang)
    return _IF[lang].format(answer=words.ANSWERS[answer][lang], changes=changes, who=who)


def _complaint(found: Answer, lang: Lang) -> list[str]:
    return [plain(one[lang]) for one in found.complaint] or [_NO_COMPLAINT[lang]]


def _items(lines: list[tuple[int, str]]) -> list[Block]:
    """Lines as a list, those that lie deeper below the one before."""
    found: list[tuple[str, list[str]]] = []
    for depth, line in lines:
        if depth and found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return [Items(tuple((text, tuple(below)) for text, below in found))] if found else []


def _section(key: str, blocks: list[Block], lang: Lang) -> Section:
    return Section(_heading(key, lang) if key else "", tuple(blocks))


def _heading(key: str, lang: Lang) -> str:
    own = _HEADINGS.get(key) or words.HEADINGS.get(key)
    return own[lang] if own else word(key, lang)
