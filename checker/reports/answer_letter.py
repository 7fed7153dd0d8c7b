"""An answer as a letter of one or two pages that a caseworker can sign: outcome, reasons, what was
presumed and how to show the opposite, what to do and by when, where to complain. It is written as
HTML or as a Word file.

Facts are said in sentences (`checker/explain/sentences.py`); a fact without a form is said by its
label. What whoever signs fills in stands in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import begun, continued
from lovgraf.explain.answer import OPENS_OPEN, Answer, Presumed, Step
from lovgraf.explain.question_program import DEPENDS
from lovgraf.law.names import NUMBER_UNKNOWN
from lovgraf.reports import answer_words as words
from lovgraf.reports.assessment import docx, html
from lovgraf.reports.assessment.blocks import Block, Document, Items, Paragraph, Section
from lovgraf.reports.citing import Citing, acts_in
from lovgraf.reports.phrases import listed, word, written_date

_MOST_PRESUMED = 6
"""Presumptions that a letter tells in full; more would make it long."""
_MOST_ASKED = 8
_MOST_STEPS = 12


_TO = Text(
    "Til [modtager] · Sag [nummer] · [dato]",
    "To [recipient] · Case [number] · [date]",
)
_SIGNED = Text(
    "Med venlig hilsen [navn], [myndighed]",
    "Yours sincerely, [name], [authority]",
)
_ASKED = Text("Svar på spørgsmålet »{asked}«", 'Answer to the question "{asked}"')
_ASKED_FOR = Text("{title}, som du har stillet for {whom}", "{title}, asked for {whom}")
_DAY = Text(
    "Svaret bygger på reglerne pr. {date}.", "The answer is based on the rules as of {date}."
)
_COVERED = Text(
    "[Se efter, om reglerne er ændret siden, før brevet sendes. Lovgrafen: {said}]",
    "[Check whether the rules have changed since before the letter is sent. The law graph: {said}]",
)
_OPEN = Text(
    "Vi kan ikke svare endnu, fordi vi mangler oplysninger.",
    "We cannot answer yet, because facts are missing.",
)
_BASIS = Text("Vi har lagt til grund, at {facts}.", "What decided this is that {facts}.")
_KNOWN = Text("Vi har fået oplyst, at {facts}.", "We were told that {facts}.")
_LOOK_UP = Text(
    "[Slå selv op, før brevet sendes: {asked}]", "[Look up before the letter is sent: {asked}]"
)
_ASK = Text(
    "Send os svar på dette inden [frist]:",
    "Please send us the answer to this by [deadline]:",
)
_TURNS_ON = Text("Svaret afhænger af dette:", "The answer turns on this:")
_PRESUMED = Text(
    "Vi har ikke fået andet oplyst og går derfor ud fra,",
    "We were told nothing else and so take it",
)
_TAKEN = Text("Vi går ud fra,", "We take it")
"""How what is presumed begins where not all of what somebody wrote was read."""
_READ_ALL = Text(
    "[Se efter i henvendelsen, før brevet sendes; ikke alt i den er brugt i svaret.]",
    "[Read what was written before the letter is sent; not all of it is used in the answer.]",
)
_PRESUMED_CLAUSE = Text("at {clause}.", "that {clause}.")
_WRONG = Text(
    "[Ret oplysningerne, før brevet sendes; de kan ikke alle være rigtige. {flaws}]",
    "[Correct the facts before the letter is sent; they cannot all be right. {flaws}]",
)
_SEND = Text("Er det forkert, så send os {how}.", "If that is wrong, please send us {how}.")
_REBUT = Text("Det modsatte kan vises med {how}.", "The opposite can be shown by {how}.")
_REBUT_AS = Text("Det modsatte kan vises sådan: {how}.", "The opposite can be shown so: {how}.")
_TELL = Text("Er det forkert, så skriv det til os.", "If that is wrong, please tell us.")
_A_STATEMENT = ("En oplysning om", "A statement ")
"""What only says the opposite: whoever gets the letter may do so."""
_CHECK = Text(
    "[Se efter i sagen, før brevet sendes, at {facts}.]",
    "[Check in the file before the letter is sent that {facts}.]",
)
_UNDATED = Text(
    "[Skriv, fra hvilken dag og efter hvilken kilde det er oplyst, at {facts}.]",
    "[State from which day and by which source it was told that {facts}.]",
)
_MAY = Text("Det kan {who} bruge: {what}", "What {who} may use: {what}")
_TAKES = Text("Det kræver {what}.", "That takes {what}.")
_WAYS = Text("{what} kan fås sådan: {ways}.", "{what} can be had so: {ways}.")
_WAYS_PERHAPS = Text(
    "{what} kan måske fås sådan, men det kan vi ikke se af det oplyste: {ways}.",
    "{what} can perhaps be had so, though we cannot see it from what we know: {ways}.",
)
_IT = Text("det", "it")
_NOBODY = Text("den, sagen gælder", "whoever the case is about")
_ON_A_DECISION = Text(
    "Dette brev er vejledning og ingen afgørelse. Bliver der truffet en afgørelse i sagen, gælder:",
    "This letter is guidance and no decision. If a decision is made in the case, this holds:",
)
_NO_COMPLAINT = Text(
    "[Klagevejledning: Lovgrafen kender ingen regel om klage over dette. Skriv, hvortil og inden "
    "hvornår der kan klages, eller at der ikke kan.]",
    "[Guidance on complaints: the law graph knows no rule on complaints about this. State where "
    "and by when a complaint may be made, or that none may.]",
)
_FIND_NUMBER = Text(
    "[find nummeret i den gældende lovbekendtgørelse]",
    "[find its number in the consolidation in use]",
)
_NOTE = Text("[Til sagen: {note}]", "[For the file: {note}]")
_HEADINGS = {
    "missing": Text("Det mangler vi at vide", "What we still need to know"),
    "rests": Text("Det formoder vi", "What we presume"),
}
_DO = {
    True: Text("Det skal eller kan du gøre", "What you must or may do"),
    False: Text("Det skal eller kan gøres", "What must or may be done"),
}
"""What is to be done, by whether the letter is to whoever the record is about."""
_TO_BE_DONE = Text("Hvad der gælder", "What holds")
"""What others do about it."""


def write_html(found: Answer, lang: Lang) -> Iterator[str]:
    """The letter as one page of HTML."""
    return html.write(letter(found, lang))


def write_docx(found: Answer, lang: Lang) -> Iterator[bytes]:
    """The letter as a Word file."""
    yield docx.write(letter(found, lang))


def letter(found: Answer, lang: Lang) -> Document:
    """The letter, whatever it is written as."""
    found = _to_sign(found)
    day = _DAY[lang].format(date=written_date(found.as_of, lang))
    if found.covered:
        day = f"{day} {_COVERED[lang].format(said=plain(found.covered[lang]))}"
    begins: list[Block] = [Paragraph(_opening(found, lang)), Paragraph(day)]
    to: list[Block] = [Paragraph(_TO[lang])]
    parts = [
        ("", to),
        ("answer", begins),
        *((key, blocks) for key, blocks in _parts(found, lang) if blocks),
    ]
    parts[-1][1].append(Paragraph(_SIGNED[lang]))
    sections = [Section(_heading(key, found, lang), tuple(blocks)) for key, blocks in parts]
    cited = [one.provision for one in found.grounds]
    cited += [one.provision for one in found.steps if one.provision]
    citing = Citing(acts_in(plain(one[lang]) for one in cited))
    title = _ASKED[lang].format(asked=plain(found.asks[lang]))
    if found.asked_for:
        title = _ASKED_FOR[lang].format(title=title, whom=plain(found.asked_for[lang]))
    return Document(lang, title, citing.sections(sections))


def _to_sign(found: Answer) -> Answer:
    """The answer with what is not known of a citation in brackets, for whoever signs to find, the
    first time that an act is cited so."""
    asked: set[str] = set()

    def cited(said: Text) -> Text:
        old, new = NUMBER_UNKNOWN, _FIND_NUMBER
        found, act = f"({old.da})" in said.da, said.da.partition(", §")[0]
        once = Text("", "") if not found or act in asked else new
        asked.add(act if found else "")
        return Text(
            *(said[x].replace(f" ({old[x]})", f" {once[x]}".rstrip()) for x in ("da", "en"))
        )

    grounds = (
        replace(g, provision=cited(g.provision), place=cited(g.place)) for g in found.grounds
    )
    steps = (replace(s, provision=s.provision and cited(s.provision)) for s in found.steps)
    return replace(found, grounds=tuple(grounds), steps=tuple(steps))


def _opening(found: Answer, lang: Lang) -> str:
    """The answer, with the last day of what is to be done first."""
    if found.opening == OPENS_OPEN and found.wanted:
        return _OPEN[lang]
    said, after = plain(found.opening[lang]), found.steps[1:2]
    due = after[0].in_short if after and found.steps[0].kind == "duty" else None
    return f"{said} {plain(due[lang])}." if due else said


def _parts(found: Answer, lang: Lang) -> Iterator[tuple[str, list[Block]]]:
    reasons: list[Block] = [Paragraph(text) for text in _reasons(found, lang)]
    yield "reasons", [*reasons, *_flaws(found, lang), *_to_check(found, lang)]
    yield "missing", _missing(found, lang)
    yield "rests", _rests(found, lang)
    yield "do", _items(list(_steps(found, lang)))
    yield "change", _items([(0, line) for line in _changes(found, lang)])
    if found.answer != DEPENDS:  # an open question is no decision yet
        yield "complaint", [Paragraph(text) for text in _complaint(found, lang)]
    readings = [plain(one.aside[lang]) for one in found.steps[:_MOST_STEPS] if one.aside]
    beside = [plain(note[lang]) for note in found.found.beside]
    others = [f"{one}." for one in dict.fromkeys(readings)]
    said = [*beside, *others, *words.notes(found, lang)]
    notes = [_NOTE[lang].format(note=note) for note in said]
    yield "note", [Paragraph(note, True) for note in notes]


def _reasons(found: Answer, lang: Lang) -> Iterator[str]:
    """A paragraph for each rule that decided, with the facts and what follows from them; nothing
    of rules that do not apply either, of which it would not be said why, nor of facts that decide
    nothing, where others do."""
    yield from words.rules(found, lang, _BASIS, None)
    main, _ = words.grounds(found)
    given = {one for ground in main for one in ground.basis}
    more = [one for one in dict.fromkeys(found.stated) if one not in given]
    if more and not given:
        yield _KNOWN[lang].format(facts=words.that(more, lang, found.address))


def _flaws(found: Answer, lang: Lang) -> Iterator[Block]:
    """What is wrong with the facts, for whoever signs to put right."""
    flaws = words.flaws(found, lang)
    if flaws:
        yield Paragraph(_WRONG[lang].format(flaws=" ".join(flaws)))


def _missing(found: Answer, lang: Lang) -> list[Block]:
    needed = [one for one in found.wanted if not one.ours]
    blocks: list[Block] = []
    if needed:
        asked = [(0, begun(plain(one.asked[lang]))) for one in needed[:_MOST_ASKED]]
        frame = _ASK if found.to_subject else _TURNS_ON
        blocks += [Paragraph(frame[lang]), *_items(asked)]
    return [
        *blocks,
        *_look_up([one.asked_there or one.asked for one in found.wanted if one.ours], lang),
    ]


def _look_up(asked: list[Text], lang: Lang) -> Iterator[Block]:
    """What whoever signs looks up before the letter is sent."""
    if asked:
        said = dict.fromkeys(begun(plain(one[lang])) for one in asked[:_MOST_ASKED])
        ours = " ".join(said)
        yield Paragraph(_LOOK_UP[lang].format(asked=ours))


def _rests(found: Answer, lang: Lang) -> list[Block]:
    """What is presumed and how to show the opposite."""
    theirs = list(_theirs(found))[:_MOST_PRESUMED]
    said = dict.fromkeys(_presumed(one, found, lang) for one in theirs)
    begins = _TAKEN if found.unread else _PRESUMED
    return [Paragraph(begins[lang]), *_items([(0, one) for one in said])] if said else []


def _theirs(found: Answer) -> Iterator[Presumed]:
    """The presumptions that are for whoever gets the letter to rebut; that it is about the day of
    the letter is said there, and what goes without saying nowhere."""
    return (one for one in _doubtful(found) if one.near and not one.ours and not one.plain)


def _doubtful(found: Answer) -> Iterator[Presumed]:
    """The presumptions that may be wrong, and with whose opposite the answer turns round."""
    return (one for one in found.rests_on if one.turns and not one.today)


def _to_check(found: Answer, lang: Lang) -> Iterator[Block]:
    """What whoever signs checks in the file, where the opposite would turn the answer round:
    presumptions that are not for whoever gets the letter to rebut, what silence answers, and what
    was written that was not read."""
    ours = [one for one in _doubtful(found) if one.ours or one.plain or not one.near]
    unsaid = words.unsaid(found, tuple(_doubtful(found)))
    clauses = [*(one.of_them for one in ours), *(one.of_them for one in unsaid)]
    checked = [one for one in dict.fromkeys(clauses) if one is not None]
    if checked:
        yield Paragraph(_CHECK[lang].format(facts=words.that(checked, lang)))
    if found.undated:
        yield Paragraph(_UNDATED[lang].format(facts=words.that(found.undated, lang)))
    if found.unread and found.answer != DEPENDS:
        yield Paragraph(_READ_ALL[lang])


def _presumed(one: Presumed, found: Answer, lang: Lang) -> str:
    said = words.presumed(one, lang, _PRESUMED_CLAUSE)
    if one.rebuttal is None:
        return said
    if plain(one.rebuttal[lang]).startswith(_A_STATEMENT):
        return f"{said} {_TELL[lang]}" if found.to_subject else said
    how = plain(one.rebuttal[lang]).rstrip(".")
    frame = _REBUT_AS if "." in how else _SEND if found.to_subject else _REBUT
    return f"{said} {frame[lang].format(how=continued(how))}"


def _steps(found: Answer, lang: Lang) -> Iterator[tuple[int, str]]:
    """What is to be done, each with how deep it lies."""
    deciding = {ground.norm for ground in found.grounds if ground.applies}
    steps = [step for step in found.steps if step.kind != "may" or step.norm not in deciding]
    subject, above = plain(found.address.get("who", _NOBODY)[lang]), ""
    for is_way, group in groupby(steps[:_MOST_STEPS], key=lambda one: one.kind == "way"):
        some = list(group)
        if is_way and (not above or any(way.place or way.fee_dkk for way in some)):
            yield int(bool(above)), _ways(some, above, lang)
        for step in () if is_way else some:
            above = step.kind
            yield int(step.kind == "deadline"), " ".join(_step(step, subject, lang))


def _ways(ways: list[Step], above: str, lang: Lang) -> str:
    """The ways to what a step takes, in sentences: one that says nothing of a place only where
    there is no other, and those that may be open only where none is and nothing else is said."""
    ways = words.placed(ways)
    takes = ways[0].grants
    name = continued(plain(takes[lang])) if takes and not ways[0].norm else _IT[lang]
    said = [_TAKES[lang].format(what=name)] if takes and above in ("duty", "deadline") else []
    sure = [way for way in ways if way.open == "true"]
    perhaps = [way for way in ways if way.open != "true" and not (said or sure)]
    for frame, some in ((_WAYS, sure), (_WAYS_PERHAPS, perhaps)):
        if some:
            named = listed([_way(way, lang) for way in some], lang, "or")
            said.append(begun(frame[lang].format(what=name, ways=named)))
    return " ".join(said)


def _way(way: Step, lang: Lang) -> str:
    """A way, with its place and fee."""
    of = [plain(way.place[lang])] if way.place else []
    of += [words.amount(way.fee_dkk, lang)] if way.fee_dkk else []
    return plain(way.text[lang]) + (f" ({', '.join(of)})" if of else "")


def _step(step: Step, subject: str, lang: Lang) -> Iterator[str]:
    """A step in sentences; `subject` is whoever the record is about."""
    cited = f" ({plain(step.provision[lang])})" if step.provision else ""
    if step.kind == "may" and step.rule is None:
        yield _MAY[lang].format(who=subject, what=f"{plain(step.text[lang])}{cited}") + "."
        return
    said = step.rule or step.plainly or step.text
    yield plain(said[lang]).rstrip(".") + f"{cited}."
    if step.stands:
        yield f"{plain(step.stands[lang])}."


def _changes(found: Answer, lang: Lang) -> Iterator[str]:
    """What would change the answer, but for what is presumed and told as that, and that what has
    happened had not: of a letter to whoever the record is about what they can do."""
    you = found.address.get("whom")
    for turn, answer in found.turns:
        if (not found.to_subject or set(turn.whose) == {you}) and not turn.undoes:
            yield words.change(turn, answer, lang)


def _complaint(found: Answer, lang: Lang) -> list[str]:
    """How to complain; where no rule says so, whoever decides by the answer has to find out. In a
    letter of guidance no decision has been made yet."""
    unknown = [_NO_COMPLAINT[lang]] if found.decides else []
    said = [plain(one[lang]) for one in found.complaint]
    first = [_ON_A_DECISION[lang]] if said and not found.decides else []
    return [*first, *said] or unknown


def _items(lines: list[tuple[int, str]]) -> list[Block]:
    """Lines as a list, those that lie deeper below the one before."""
    found: list[tuple[str, list[str]]] = []
    for depth, line in lines:
        if depth and found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return [Items(tuple((text, tuple(below)) for text, below in found))] if found else []


def _addressed(found: Answer) -> bool:
    """Whether anything is to be done by whoever gets the letter, or by whom they ask for."""
    who = found.address.get("who")
    if not found.to_subject or who is None:
        return False
    steps = [one for one in found.steps[:_MOST_STEPS] if one.kind != "deadline"]
    said = (one.rule or one.text for one in steps)
    names_them = re.compile(rf"\b{re.escape(who.da)}\b", re.IGNORECASE)
    return any(one.kind == "way" for one in steps) or any(names_them.search(x.da) for x in said)


def _heading(key: str, found: Answer, lang: Lang) -> str:
    if key == "do" and found.later:
        return words.from_then(found.later, lang)
    if key == "do":
        return (_DO[found.asked_for is None] if _addressed(found) else _TO_BE_DONE)[lang]
    own = _HEADINGS.get(key) or words.HEADINGS.get(key)
    return own[lang] if own else word(key, lang) if key else ""
