"""An answer as text: forty lines at most unless all is wanted, the answer first. Facts are said in
sentences; what may be stated in the next command is shown with its name (`left_on=2026-11-20`)."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from itertools import chain, islice

from msgspec import Struct

from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import begun
from lovgraf.explain.answer import Answer
from lovgraf.explain.heard import taken
from lovgraf.explain.named_grounds import grounds_said
from lovgraf.explain.question import Question
from lovgraf.facts.fact import Column
from lovgraf.reports import answer_words as words
from lovgraf.reports.answer_short import CitedOnce
from lovgraf.reports.phrases import word, written_date

MOST_LINES = 40
WIDTH = 100
_MOST_MISSING = 6
_FEW_CODES = 3
_FEW_REASONS = 3
_YES, _NO = Text("ja", "yes"), Text("nej", "no")
_LISTED = Text("…; se lovgraf columns {}", "…; see lovgraf columns {}")
_DATE = Text("ÅÅÅÅ-MM-DD", "YYYY-MM-DD")
_ELSE = Text("ellers: {how}", "else: {how}")


class _Short(Struct, frozen=True):
    """What makes an answer shorter: fewer reasons, each act named once, the questions that go with
    it after what must be done; or longer, with all that must be done."""

    most_reasons: int | None = None
    cites_once: bool = False
    beside_last: bool = False
    all_steps: bool = False
    """Also with its opening in full, where it has that in short."""


_NOT_SHORT = _Short()
_SHORTER = (
    _Short(_FEW_REASONS),
    _Short(_FEW_REASONS, cites_once=True),
    _Short(1, cites_once=True),
    _Short(1, cites_once=True, beside_last=True),
)
"""One after the other, until there is place for what must be done."""
_IN_SHORT = _Short(0, cites_once=True, beside_last=True)
"""Of an answer whose opening is told in short."""


def write_answer(
    found: Answer, lang: Lang, width: int = WIDTH, all_: bool = False
) -> Iterator[str]:
    """The answer in lines: forty at most, or all there are."""
    said = _all_lines(found, lang, width) if all_ else lines(found, lang, width)
    yield from (f"{line}\n" for line in said)


def lines(found: Answer, lang: Lang, width: int = WIDTH, most: int = MOST_LINES) -> list[str]:
    """The lines of an answer. What there is no place for is left out, and told: first the reasons
    after the first few, then what else takes room from what must be done, then from the end."""
    said = [line for part in _parts(found, lang, width) for line in part]
    if len(said) <= most:
        return said
    steps: list[str] = []
    for short in _SHORTER if found.in_short is None else (_IN_SHORT,):
        before, steps, after = _parts(found, lang, width, short)
        said = [*before, *steps, *after]
        if len(before) + len(steps) < most:
            break
    if len(said) >= most:
        said = whole(said, most - 1, lang)
    return [*said, word("more-in-json", lang)]


def _all_lines(found: Answer, lang: Lang, width: int) -> Iterator[str]:
    """All lines of an answer, with all that is to be done."""
    return chain.from_iterable(_parts(found, lang, width, _Short(all_steps=True)))


def whole(said: list[str], most: int, lang: Lang) -> list[str]:
    """The first lines, without the item that would be cut, and without a heading of nothing."""
    headings = {f"{heading[lang]}:" for heading in words.HEADINGS.values()}
    end = most
    while end > 1 and _goes_on(said[end - 1], said[end], headings):
        end -= 1
    while end > 1 and (not said[end - 1] or said[end - 1] in headings):
        end -= 1
    return said[:end]


def _goes_on(before: str, line: str, headings: Collection[str]) -> bool:
    """Whether a line goes on with what the one before it begins."""
    begins = line.lstrip().startswith("- ") or before in headings
    return bool(before and line) and not begins


def _parts(
    found: Answer, lang: Lang, width: int, short: _Short = _NOT_SHORT
) -> tuple[list[str], list[str], list[str]]:
    """The lines of an answer: up to what must be done, that, and what follows."""
    cited = CitedOnce(found, lang, short.cites_once)
    beside = list(_beside(found, lang, width))
    before = list(_head(found, lang, width, short.all_steps))
    others = words.not_applying(found, lang) if short.all_steps else ()
    for paragraph in islice(chain(words.reasons(found, lang), others), short.most_reasons):
        before += ["", *textwrap.wrap(cited(paragraph), width)]
    before += [] if short.beside_last else beside
    missing = [(0, one) for one in _missing(found, lang)]
    before += _listed("missing", missing, lang, width)
    todo = list(words.steps(found, lang, short.all_steps))
    doing = words.doing(found, lang)
    doing = cited.heading(doing, (one for _, one in todo)) if short.most_reasons == 0 else doing
    told = [(depth, cited(one)) for depth, one in todo]
    steps = list(_listed("do", told, lang, width, doing))
    after = [*(beside if short.beside_last else ()), *_after(found, lang, width)]
    return before, steps, after


def _head(found: Answer, lang: Lang, width: int, in_full: bool) -> Iterator[str]:
    """What was asked, of which day and from what, and the sentence that answers it."""
    yield plain(found.asks[lang])
    yield word("as-of", lang, date=written_date(found.as_of, lang))
    for one in (*found.of_words, *found.found.beside):
        yield from textwrap.wrap(f"{word('note', lang)}: {plain(one[lang])}", width)
    if found.covered:
        yield from textwrap.wrap(plain(found.covered[lang]), width)
    if found.heard:
        yield from textwrap.wrap(plain(taken(found.heard)[lang]), width)
    if found.named:
        yield from textwrap.wrap(plain(grounds_said(found.named, found.of_named)[lang]), width)
    yield ""
    opening = found.opening if in_full else found.in_short or found.opening
    yield from textwrap.wrap(plain(opening[lang]), width)


def _beside(found: Answer, lang: Lang, width: int) -> Iterator[str]:
    """The questions that go with this one."""
    slugs = (one.slug for one in found.beside)
    for paragraph, slug in zip(words.beside(found, lang), slugs, strict=True):
        yield ""
        yield from textwrap.wrap(f"{paragraph} ({slug})", width)


def _after(found: Answer, lang: Lang, width: int) -> Iterator[str]:
    """What could change an answer, what it rests on, complaints and notes."""
    changes = [(0, line) for line in words.changes(found, lang)]
    yield from _listed("change", changes, lang, width)
    rests = [(0, one) for one in _rests(found, lang)]
    yield from _listed("rests", rests, lang, width)
    complaint = [(0, plain(one[lang])) for one in found.complaint]
    yield from _listed("complaint", complaint, lang, width)
    for note in words.notes(found, lang):
        yield ""
        yield from textwrap.wrap(f"{word('note', lang)}: {note}", width)


def _missing(found: Answer, lang: Lang) -> Iterator[str]:
    """What an open answer turns on, as it is asked for, and how it is stated."""
    for one in found.wanted[:_MOST_MISSING]:
        yield f"{begun(plain(one.asked[lang]))} ({stating(one.column, lang)})"
    if (more := len(found.wanted) - _MOST_MISSING) > 0:
        yield word("more", lang, count=str(more))


def _rests(found: Answer, lang: Lang) -> Iterator[str]:
    """What the answer rests on, and how the opposite is stated."""
    said: dict[str, Column | None] = {}
    for presumed in found.rests_on:
        said.setdefault(words.presumed(presumed, lang), presumed.column)
    for unsaid in words.unsaid(found):
        said.setdefault(words.taken(unsaid, lang), unsaid.column)
    some = list(said.items())
    for sentence, column in some[:_MOST_MISSING]:
        how = "" if column is None else stating(column, lang)
        yield f"{sentence.rstrip('.')} ({_ELSE[lang].format(how=how)})." if how else sentence
    if len(some) > _MOST_MISSING:
        yield word("more", lang, count=str(len(some) - _MOST_MISSING))


def stating(column: Column, lang: Lang) -> str:
    """How a fact is stated on the command line, with what can stand for its value."""
    if column.datatype == "boolean":
        value = f"{_YES[lang]}|{_NO[lang]}"
    elif column.datatype == "date":
        value = _DATE[lang]
    elif column.code_list is not None:
        codes = sorted(column.code_list.notations)
        value = "|".join(codes) if len(codes) <= _FEW_CODES else _LISTED[lang].format(column.name)
    else:
        value = "…"
    return f"{column.name}={value}"


def _listed(
    key: str, items: list[tuple[int, str]], lang: Lang, width: int, heading: str | None = None
) -> Iterator[str]:
    """Items below the heading of a key, or another."""
    if not items:
        return
    yield ""
    yield f"{heading or words.HEADINGS[key][lang]}:"
    for depth, item in items:
        start = "  " * (depth + 1)
        yield from textwrap.wrap(
            item, width, initial_indent=f"{start}- ", subsequent_indent=f"{start}  "
        )


def write_questions(questions: list[Question], lang: Lang) -> Iterator[str]:
    """The questions that can be asked, by who asks."""
    for asker in dict.fromkeys(one.asker for one in questions):
        yield f"{plain(asker[lang])}:\n"
        for one in questions:
            if one.asker == asker:
                yield f"  {one.slug:<28} {plain(one.label[lang])}\n"
