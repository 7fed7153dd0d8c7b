"""Columns that a file seems to have and that are not read: misspelt, garbled, twice, unreadable.

Whether that matters is for the law of the day to say: a lost column that it asks for stops a check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from lovgraf.core.disclosure import Headings
from lovgraf.core.errors import InputError
from lovgraf.core.intake import CODES, REGISTER, ROWS, VALUES
from lovgraf.core.terms import Text
from lovgraf.core.written import list_text, quoted
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.heading_words import HeadingWords
from lovgraf.facts.operators import operator_of
from lovgraf.facts.spelling import squeeze
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import HeaderBook, Matched
from lovgraf.readers.heading import HeadingIndex, heading_of
from lovgraf.readers.resembling import ComparedHeadings, headings_of, nearness
from lovgraf.readers.seen_values import days_beside, values_at
from lovgraf.readers.source import Request, Source, run
from lovgraf.readers.suggesting import Values, fit, meant_by, reads_some, suggest
from lovgraf.readers.typed import as_text
from lovgraf.readers.who import Who

_NAMED = 6
_OFFERED = 4
"""Columns that are offered where a heading may mean several."""
_LONGEST = 60
_AND = Text("og", "and")


class Lost(Struct, frozen=True):
    """A column of a file that is not read as any of the columns `near`, the nearest first.

    `told` is its heading as it may be told, where that is not as it stands.
    """

    header: str
    near: tuple[str, ...]
    why: Text
    told: Text | None = None
    denies: str | None = None
    """The column of which its heading says the opposite."""
    undecided: bool = False
    """Whether nobody said what it is, so that a mapping as proposed leaves it out."""
    beside: bool = False
    """Whether it belongs to a column that is read, and none reads it: the file is to be mended."""
    mappable: bool = True
    """Whether a mapping can say how it is read."""

    @property
    def shown(self) -> Text:
        """The heading as it may be told."""
        heading = repr(self.header[:_LONGEST])
        return self.told or Text(heading, heading)

    @property
    def can_be_said(self) -> bool:
        """Whether it is enough to say what it is, by its heading."""
        return self.undecided and self.told is None and len(self.header) <= _LONGEST

    @property
    def accepted_as(self) -> str:
        """What names it for `--accept-unread`: its heading, where that may be told."""
        return self.header[:_LONGEST] if self.told is None else self.near[0]

    def named(self, words: Collection[str]) -> bool:
        """Whether some words, as `--accept-unread` has them, name it."""
        return any(
            squeeze(word) in (squeeze(self.header), *map(squeeze, self.near[:1])) for word in words
        )


def lost_columns(
    request: Request, source: Source, matched: Matched, book: HeaderBook, told: Headings
) -> Iterator[Lost]:
    """The columns of a file that resemble columns which it lacks, or give one a second time with
    other values (which `tell_differing` has marked)."""
    headers = [column.header for column in source.columns]
    encoding = source.form.encoding if source.form else None
    lacking = book.lacking(matched)
    compared = ComparedHeadings(lacking, book.facts.heading_words)
    who = Who(book.facts)
    loose = {place: _loosely(headers[place], lacking, book) for place in _unnamed(matched)}
    for place in sorted(place for place, near in loose.items() if near):
        near = _fitting(loose[place], values_at(request, source, place), book) or loose[place]
        yield Lost(headers[place], near, _several(near, book), _told(told, place), undecided=True)
    beside = dict(days_beside(request, source, matched, book))
    for place, (name, why) in beside.items():
        since = _days_meant(headers[place], values_at(request, source, place), lacking, book)
        if since:
            yield Lost(
                headers[place], since, _several(since, book), _told(told, place), undecided=True
            )
        else:
            yield Lost(headers[place], (name,), why, _told(told, place), beside=True)
    for place in matched.unknown:
        if who.called(headers[place]) or loose[place] or place in beside:
            continue
        if near := compared.resembling(headers[place]):
            values = values_at(request, source, place)
            fitting = _fitting(near, values, book)
            since = () if fitting else _days_meant(headers[place], values, lacking, book)
            near = fitting or since or near
            column = book.columns[near[0]]
            denied = denies(headers[place], column, book.facts.heading_words)
            why = _opposite(column) if denied else _resembles(headers[place], column, encoding)
            if denied and (given := _denied_nearer(headers[place], column, matched, book)):
                by = headers[matched.columns[given.name]]
                column, near, why = given, (given.name,), _opposite_of_given(given, by)
            opposite = column.name if denied else None
            can_be = not denied and reads_some(column, values)
            yield Lost(headers[place], near, why, _told(told, place), opposite, can_be)
    for place in matched.ambiguous:
        named = [book.columns[name] for name in book.candidates(headers[place])]
        near = meant_by(named, values_at(request, source, place), lacking)
        yield Lost(headers[place], near, _several(near, book), _told(told, place), undecided=True)
    for place, name in matched.doubled:
        if place in matched.differing:
            first = headers[matched.columns[name]]
            why = _once_more(book.columns[name], first, headers[place])
            yield Lost(headers[place], (name,), why, _told(told, place))


def _once_more(column: Column, first: str, second: str) -> Text:
    """That two columns of a file give the same, with different values, and what to do about it
    where there may be several."""
    name = column.name
    why = Text(
        f"giver {name} en gang til, med andre værdier end den første kolonne",
        f"gives {name} once more, with other values than the first column",
    )
    if not column.multi or squeeze(first) == squeeze(second):
        return why
    both = " ".join(f"--column {f'{one}={name}'!r}" for one in (first, second))
    return Text(
        f"{why.da}; giver de det tilsammen, så sig det om begge: {both}",
        f"{why.en}; if they give it together, say so of both: {both}",
    )


def tell_differing(request: Request, source: Source, matched: Matched) -> None:
    """Mark the columns that are given once more and have other values than the first."""
    matched.differing.update(
        place
        for place, name in matched.doubled
        if _differ(request, source, place, matched.columns[name])
    )


def _days_meant(
    header: str, values: Values, lacking: Sequence[Column], book: HeaderBook
) -> tuple[str, ...]:
    """The columns of days that a heading may mean by its words: of a beginning, not of an end."""
    kinds = book.facts.heading_words
    index = HeadingIndex([one for one in lacking if one.datatype == "date"], kinds)
    found = suggest(heading_of(header, kinds), values, index, ())
    if found is None:
        return ()
    return found.others or ((found.name,) if found.name else ())


def with_days(
    lost: Lost, request: Request, source: Source, matched: Matched, book: HeaderBook
) -> Lost:
    """A column whose heading asks for yes or no and under which days stand: it may be one of the
    columns of days that such a yes follows from."""
    place = matched.columns.get(lost.near[0]) if len(lost.near) == 1 else None
    if place is None or source.columns[place].header != lost.header:
        return lost
    own, values = book.columns[lost.near[0]], values_at(request, source, place)
    near = meant_by([own], values, book.lacking(matched))
    if near == lost.near:
        return lost
    return Lost(lost.header, near, _several(near, book), lost.told, undecided=True)


def _unnamed(matched: Matched) -> list[int]:
    """Where the headings stand that name no column of the file's type."""
    return [*matched.unknown, *(place for place, _ in matched.other_type)]


def _loosely(header: str, lacking: Sequence[Column], book: HeaderBook) -> tuple[str, ...]:
    """The columns that a file lacks and that a header may mean, beside other things."""
    names = book.loosely(header)
    return tuple(sorted(column.name for column in lacking if column.name in names))


def _fitting(near: tuple[str, ...], values: Values, book: HeaderBook) -> tuple[str, ...]:
    """Those columns that read what stands under a heading."""
    return tuple(name for name in near if fit(book.columns[name], values))


def _several(near: Sequence[str], book: HeaderBook) -> Text:
    """That a heading may mean several columns, and what each is."""
    meant = [meaning_of(book.columns[name]) for name in near]
    listed = list_text(meant, Text("eller", "or"))
    if len(near) == 1:
        return Text(f"kan være {listed.da}", f"may be {listed.en}")
    return Text(f"kan være flere kolonner: {listed.da}", f"may be several columns: {listed.en}")


def left_undecided(
    headers: Sequence[str], ignored: Collection[int], matched: Matched, book: HeaderBook
) -> dict[int, tuple[str, ...]]:
    """By its place, what a column that a mapping leaves out may be, where its heading does not tell
    it: without the mapping a check would ask."""
    lacking = {
        name: column
        for name, column in book.columns.items()
        if name not in matched.columns
        and (matched.record_type is None or matched.record_type in column.record_types)
    }
    compared = ComparedHeadings([*lacking.values()], book.facts.heading_words)
    who, found = Who(book.facts), dict[int, tuple[str, ...]]()
    for place in sorted(ignored):
        header = headers[place]
        named = book.candidates(header) | book.loosely(header)
        may_be = tuple(sorted(named & lacking.keys()))
        if not named and not who.called(header):
            may_be = compared.resembling(header)
            if may_be and denies(header, book.columns[may_be[0]], book.facts.heading_words):
                may_be = ()
        if may_be and len(named) != 1:
            found[place] = may_be
    return found


def lost_paths(source: Source, matched: Matched) -> Iterator[Lost]:
    """The columns whose paths no record has."""
    for name, place in matched.columns.items():
        if (header := source.columns[place].header) in source.nowhere:
            why = Text(
                "har en sti (lovgraf:path), som ingen registrering har",
                "has a path (lovgraf:path) that no record has",
            )
            yield Lost(header, (name,), why)


def meaning_of(column: Column) -> Text:
    """The canonical name of a column with what it is, in brackets."""
    said = column.definition
    if said is None:
        return Text(column.name, column.name)
    danish, english = (_inner(said[lang]) for lang in ("da", "en"))
    return Text(f"{column.name} ({danish})", f"{column.name} ({english})")


def how_read(column: Column, header: str, told_by: str | None = None) -> Text:
    """How a column under a heading is read, and what told it beside the heading (of `TOLD_BY`)."""
    label, said = column.label, column.definition or column.label
    why = Text("", "")
    if told_by is not None:
        says, other = _TOLD_BY[told_by], f"--column {f'{header}='!r}"
        why = Text(
            f" Det siger {says.da}; er det noget andet, så sig hvad, eller se bort fra den: "
            f"{other}.",
            f" {says.en} so; if it is something else, say what, or pass it over: {other}.",
        )
    return Text(
        f"{header!r} er læst som »{label.da}«: {_inner(said.da)}.{why.da}",
        f'{header!r} was read as "{label.en}": {_inner(said.en)}.{why.en}',
    )


_TOLD_BY = {
    CODES: Text("koderne i den", "The codes in it say"),
    VALUES: Text("værdierne i den", "The values in it say"),
    REGISTER: Text(
        "de andre kolonner, som er fra samme register", "The other columns, of one register, say"
    ),
    ROWS: Text("de rækker, den er udfyldt i", "The rows in which it is given say"),
}


def chosen_read(facts: FactVocabulary, name: str, header: str, others: bool = True) -> Text:
    """What a column is read as; where somebody said it, also which `others` it answers for where
    these are blank or not there."""
    label = facts.columns[name].label
    answered = [facts.columns[one].label for one in answered_by(facts, name)] if others else []
    named = list_text([quoted(one) for one in answered], _AND)
    also = Text(
        f", som også svarer for {named.da}, hvor det ikke er oplyst",
        f", which also answers for {named.en} where that is not given",
    )
    return Text(
        f"{header!r} læses som »{label.da}«{also.da if answered else ''}",
        f'{header!r} is read as "{label.en}"{also.en if answered else ""}',
    )


def answered_by(facts: FactVocabulary, name: str) -> list[str]:
    """The columns (by canonical name) for which facts pass on to a column."""
    found = set[str]()
    for fact in facts.facts.values():
        if not isinstance(fact, Derived) or not operator_of(fact).passes_on:
            continue
        operands = fact.operand_facts
        for place, iri in enumerate(operands):
            first, rest = facts[iri], facts.lineage(operands[place + 1 :])
            if isinstance(first, Column) and facts.columns[name] in rest and first.name != name:
                found.add(first.name)
    return sorted(found)


def _inner(sentence: str) -> str:
    """A sentence as it stands within another."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def _told(headings: Headings, place: int) -> Text | None:
    """A heading as it may be told; None where it may be told as it stands."""
    return None if headings.shows(place) else headings.named(place)


def _differ(request: Request, source: Source, one: int, other: int) -> bool:
    """Whether two columns have different values in some row."""
    texts = [as_text(source.columns[n].sql, source.columns[n].type) for n in (one, other)]
    if not source.relation:
        return False
    sql = f"SELECT 1 FROM {source.relation} WHERE {texts[0]} IS DISTINCT FROM {texts[1]} LIMIT 1"
    return bool(run(request, sql))


def denies(header: str, column: Column, kinds: HeadingWords) -> bool:
    """Whether a heading says the opposite of the heading of a column that it is most like."""
    near = max(sorted(headings_of(column)), key=lambda heading: nearness(header, heading))
    words, others = (heading_of(text, kinds).every for text in (header, near))
    return kinds.denied(words, others)


def _denied_nearer(
    header: str, lacking: Column, matched: Matched, book: HeaderBook
) -> Column | None:
    """The column that a file has, if any, of which a heading says the opposite and that it is more
    like than a column that the file lacks."""
    given = [book.columns[name] for name in matched.columns]
    near = ComparedHeadings(given, book.facts.heading_words).resembling(header)
    if not near or not denies(header, book.columns[near[0]], book.facts.heading_words):
        return None
    found = book.columns[near[0]]
    nearer = _likeness(header, found) > _likeness(header, lacking)
    return found if nearer else None


def _likeness(header: str, column: Column) -> float:
    """How alike a header and the heading of a column are that it is most like."""
    return max(nearness(header, heading) for heading in headings_of(column))


def _opposite_of_given(column: Column, by: str) -> Text:
    """What a column says that denies another one of its file."""
    label, name, by = column.label, column.name, repr(by[:_LONGEST])
    return Text(
        f"siger det modsatte af {label.da} ({name}), som {by} allerede giver; lad den ude i "
        "mappingen (suppressOutput)",
        f"says the opposite of {label.en} ({name}), which {by} gives already; leave it out in the "
        "mapping (suppressOutput)",
    )


def _opposite(column: Column) -> Text:
    """What a column says of which the heading denies another."""
    label, name = column.label, column.name
    if column.datatype != "boolean":
        return Text(
            f"siger det modsatte af {label.da} ({name}); omdøb den ikke, men lad den ude i "
            "mappingen (suppressOutput)",
            f"says the opposite of {label.en} ({name}); do not rename it, but leave it out in the "
            "mapping (suppressOutput)",
        )
    return Text(
        f"siger det modsatte af {label.da} ({name}); omdøb den ikke, for så vendes hver afgørelse, "
        f"men læs den i mappingen som {name} med et ja som nej og et nej som ja (lovgraf:codes: "
        '{"ja": "false", "nej": "true"})',
        f"says the opposite of {label.en} ({name}); do not rename it, for that turns each verdict "
        f"round, but read it in the mapping as {name} with a yes as no and a no as yes "
        '(lovgraf:codes: {"ja": "false", "nej": "true"})',
    )


def _resembles(header: str, column: Column, encoding: str | None) -> Text:
    read = (
        (f"; filen er læst i tegnsættet {encoding}", f"; the file was read in {encoding}")
        if encoding
        else ("", "")
    )
    name = column.name.replace("_", " ")
    near = max(sorted(headings_of(column)), key=lambda h: (nearness(header, h), h == name))
    meant = column.name if near == name else near
    return Text(
        f"ligner {column.label.da} ({column.name}){read[0]}. Mente du {meant!r}?",
        f"resembles {column.label.en} ({column.name}){read[1]}. Did you mean {meant!r}?",
    )


def _ended(text: str) -> str:
    """A text with a mark at its end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def refuse_lost(
    lost: Sequence[Lost], asked: Collection[str], name: str, described: bool = False
) -> None:
    """Raise `InputError` where a lost column is one that the law asks for (by canonical name);
    `described` says that a mapping tells where the columns are, so that none can be proposed."""
    missed = [one for one in lost if any(near in asked for near in one.near)]
    if not missed:
        return
    shown = missed[:_NAMED]
    said = _said(shown)
    danish, english = "; ".join(one.da for one in said), "; ".join(one.en for one in said)
    rest = len(missed) - len(shown)
    more = (f" (og {rest} til)", f" (and {rest} more)") if rest else ("", "")
    accept = " ".join(f"--accept-unread {one.accepted_as!r}" for one in missed)
    what = Text(
        f"En kolonne, som loven spørger om, er ikke læst: {_ended(danish + more[0])}",
        f"A column that the law asks for was not read: {_ended(english + more[1])}",
    )
    told = [one for one in missed if one.can_be_said]
    others = [one for one in missed if one.mappable and not one.can_be_said and not one.beside]
    do = [_to_say(told)] if told else []
    if others:
        do.append(_IN_MAPPING if described else _to_map(others))
    do.append(
        Text(
            f"{'eller ret' if do else 'Ret'} filen, eller se bort fra kolonnen: {accept}.",
            f"{'or correct' if do else 'Correct'} the file, or pass the column over: {accept}.",
        )
    )
    raise InputError(
        f"{what.da} {'; '.join(one.da for one in do)}",
        f"{what.en} {'; '.join(one.en for one in do)}",
        name,
    )


def _said(lost: Sequence[Lost]) -> list[Text]:
    """Why columns are lost, a reason once."""
    alike: dict[Text, list[Text]] = {}
    for one in lost:
        alike.setdefault(one.why, []).append(one.shown)
    return [
        Text(
            f"{list_text(shown, _AND).da} {why.da}",
            f"{'each of ' if shown[1:] else ''}{list_text(shown, _AND).en} {why.en}",
        )
        for why, shown in alike.items()
    ]


def _to_say(lost: Sequence[Lost]) -> Text:
    """How to say in the same command what columns are."""
    options = [
        list_text(
            [Text(*[f"--column {f'{one.header}={name}'!r}"] * 2) for name in one.near[:_OFFERED]],
            Text("eller", "or"),
        )
        for one in lost
    ]
    listed = Text(
        "; og med ".join(one.da for one in options), "; and with ".join(one.en for one in options)
    )
    return Text(
        f"Skriv kommandoen igen, og sig, hvad den er, med {listed.da} (eller i en mapping, som "
        "lovgraf map laver)",
        f"Write the command again, and say what it is, with {listed.en} (or in a mapping, which "
        "lovgraf map makes)",
    )


def _to_map(lost: Sequence[Lost]) -> Text:
    """How to say what columns are, and how their values are read, in a mapping."""
    decide = _to_decide([one.shown for one in lost if one.undecided])
    return Text(
        f"Lav en mapping med lovgraf map FIL --output M.json{decide.da}, og læs filen med "
        "--mapping M.json",
        f"Make a mapping by lovgraf map FILE --output M.json{decide.en}, and read the file with "
        "--mapping M.json",
    )


_IN_MAPPING = Text(
    "Skriv det i mappingen, som filen er læst med", "Say so in the mapping that the file is read by"
)


def _to_decide(headings: Sequence[Text]) -> Text:
    """What to write into a mapping, which leaves out what nobody decided, before it is used."""
    if not headings:
        return Text("", "")
    named = list_text(headings, _AND)
    return Text(
        f", skriv i den, hvad der står under {named.da} (name i stedet for suppressOutput)",
        f", write into it what is under {named.en} (name in place of suppressOutput)",
    )
