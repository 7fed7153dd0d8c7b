"""The ledger of the acts' sentences as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sized

from rdflib import URIRef

from lovgraf.authoring.lint.ledger.entries import Entry
from lovgraf.authoring.lint.ledger.measure import ActLedger, Ledger
from lovgraf.authoring.lint.ledger.text import Sentence
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text, absolute, label
from lovgraf.law import Law
from lovgraf.reports.phrases import number

_COLUMNS = (
    Text("sætninger", "sentences"),
    Text("egen norm", "own norm"),
    Text("norm for helheden", "norm of the whole"),
    Text("i regnskabet", "listed"),
    Text("ikke gengivet", "not encoded"),
    Text("uafklaret", "unaccounted"),
)
_LACKING = Text(
    "Hverken en norm eller en post i regnskabet (skriv en norm, eller sig hvorfor ingen behøves)",
    "Neither a norm nor an entry of the ledger (write a norm, or say why none is needed)",
)
_STALE = Text(
    "Poster uden sætning, eller som henviser til noget, der ikke findes (ret eller slet dem)",
    "Entries without a sentence, or that name something that does not exist (mend or delete them)",
)
_DOUBLED = Text(
    "Poster om sætninger, som en norm eller en anden post også gør rede for (slet en af dem)",
    "Entries on sentences that a norm or another entry accounts for too (delete one of them)",
)
_OPEN = Text("Bemærkning: endnu ikke gengivet", "Remark: not encoded yet")
_DONE = Text("Alle sætninger er der gjort rede for.", "Every sentence is accounted for.")
_WORDS = 60
"""How many characters of a sentence are shown, to find it again in the text."""


def counts(act: ActLedger) -> tuple[int, ...]:
    """All sentences; with an own norm, with one of what holds them, listed, open, lacking."""
    parts: tuple[Sized, ...] = (act.by_norm, act.by_whole, act.listed, act.open, act.lacking)
    return (len(act.text.sentences), *(len(part) for part in parts))


def as_text(found: Ledger, law: Law, lang: Lang) -> Iterator[str]:
    """Counts by act, then what is unaccounted for and what is wrong, act by act."""
    yield from _table(found, lang)
    for act in found.acts:
        title = label(law.graph, URIRef(absolute(act.text.act)))[lang]
        lines = list(_act(act, lang))
        if lines:
            yield "\n" + plain(f"{act.text.act}: {title}") + "\n"
            yield from (plain(line) + "\n" for line in lines)
    if found.sound:
        yield f"\n{_DONE[lang]}\n"


def _table(found: Ledger, lang: Lang) -> Iterator[str]:
    rows = [["", *(column[lang] for column in _COLUMNS)]]
    for act in found.acts:
        rows.append([act.text.act, *(number(count, lang) for count in counts(act))])
    sums = map(sum, zip(*map(counts, found.acts), strict=True))
    rows.append([Text("i alt", "in all")[lang], *(number(count, lang) for count in sums)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        right = (text.rjust(width) for text, width in zip(cells, widths[1:], strict=True))
        yield f"{name.ljust(widths[0])}  {'  '.join(right)}".rstrip() + "\n"


def _act(act: ActLedger, lang: Lang) -> Iterator[str]:
    if act.lacking:
        yield f"  {_LACKING[lang]}:"
        yield from (f"    {s.place}: {_start(s)}" for s in act.lacking)
    for title, wrong in ((_STALE, act.stale), (_DOUBLED, act.doubled)):
        if wrong:
            yield f"  {title[lang]}:"
            yield from (f"    {place} ({entry.reason[lang]})" for place, entry in wrong)
    if act.open:
        yield f"  {_OPEN[lang]}:"
        yield from (f"    {sentence.place}: {_why(entry, lang)}" for sentence, entry in act.open)


def _start(sentence: Sentence) -> str:
    text = sentence.text
    return text if len(text) <= _WORDS else text[:_WORDS].rsplit(" ", 1)[0] + " …"


def _why(entry: Entry, lang: Lang) -> str:
    return (entry.note or entry.reason)[lang]


def as_json(found: Ledger) -> str:
    """The same as one JSON object, by act."""
    data = {"sound": found.sound, "acts": [_json(act) for act in found.acts]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _json(act: ActLedger) -> dict[str, object]:
    names = ("sentences", "own_norm", "norm_of_whole", "listed", "not_encoded", "unaccounted")
    return {
        "act": act.text.act,
        "counts": dict(zip(names, counts(act), strict=True)),
        "unaccounted": [s.place for s in act.lacking],
        "stale": [place for place, _ in act.stale],
        "doubled": [place for place, _ in act.doubled],
        "not_encoded": [
            {"place": s.place, "why": (entry.note or entry.reason).as_dict()}
            for s, entry in act.open
        ],
    }
