"""Names the columns of a dataset in a terminal: as they are suggested, or as somebody says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lovgraf.cli.language import Lang
from lovgraf.core.errors import InputError
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text

if TYPE_CHECKING:
    from lovgraf.facts.fact import Column
    from lovgraf.facts.vocabulary import FactVocabulary
    from lovgraf.readers.preview import Preview, PreviewColumn

_IS = Text("Er {header} »{label}«? [J/n] ", 'Is {header} "{label}"? [Y/n] ')
_WHICH = Text(
    "Hvilken oplysning er {header}? (navn eller ord; Enter: læses ikke) ",
    "Which fact is {header}? (name or words; Enter: is not read) ",
)
_WHICH_OF = Text(
    "Hvilken oplysning er {header}: {names}? (navn eller ord; Enter: læses ikke) ",
    "Which fact is {header}: {names}? (name or words; Enter: is not read) ",
)
_NO_FACT = Text(
    "{said} er ingen oplysning, som er ledig; lovgraf columns viser dem.",
    "{said} is no fact that is free; lovgraf columns lists them.",
)
_CODES = Text(" ({codes}; Enter: læses ikke) ", " ({codes}; Enter: is not read) ")
_SAID = {
    "known": Text("{header}: {label}.", "{header}: {label}."),
    "suggested": Text("{header}: {label} (foreslået).", "{header}: {label} (suggested)."),
    "left": Text("{header} læses ikke.", "{header} is not read."),
    "unsure": Text(
        "{header} læses ikke, for ingen har sagt, hvad det er; det kan være {label}. Svar i en "
        "terminal, eller skriv navnet i filen (name i stedet for suppressOutput).",
        "{header} is not read, since nobody said what it is; it may be {label}. Answer in a "
        "terminal, or write the name into the file (name instead of suppressOutput).",
    ),
    "denies": Text(
        "{header} læses ikke: overskriften siger det modsatte af {label}. Læs den i filen med et "
        'ja som nej (lovgraf:codes: {{"ja": "false", "nej": "true"}}), hvis den holder ja og nej.',
        "{header} is not read: its heading says the opposite of {label}. Read it in the file with "
        'a yes as no (lovgraf:codes: {{"ja": "false", "nej": "true"}}), if it holds yes and no.',
    ),
    "several": Text(
        "{header} læses ikke: en registrering har flere; vælg en af dem i lovgraf:path.",
        "{header} is not read: a record has several; choose one of them in lovgraf:path.",
    ),
    "dates": Text("{header}: datoer læses som {dates}.", "{header}: dates are read as {dates}."),
    "codes": Text(
        "{header}: {count} ord er oversat til koder, 0 læses ikke.",
        "{header}: {count} words were mapped to codes, 0 are not read.",
    ),
    "some": Text(
        "{header}: {count} ord er oversat til koder; ikke læst: {left}. Hvad hvert ord betyder, "
        "skrives i lovgraf:codes; --show-values viser ordene, lovgraf columns koderne.",
        "{header}: {count} words were mapped to codes; not read: {left}. What each word means is "
        "written into lovgraf:codes; --show-values shows the words, lovgraf columns the codes.",
    ),
}
_NO = frozenset({"n", "nej", "no"})
Read = Callable[[str], str]


def withheld(name: str) -> InputError:
    """The error that headings are not written which may be values."""
    return InputError(
        "Overskrifterne er ikke kendt og kan være oplysninger om nogen. Er de overskrifter, så "
        "brug --show-values, som skriver dem i filen.",
        "The headings are not known and may be facts about somebody. If they are headings, use "
        "--show-values, which writes them into the file.",
        name,
    )


@dataclass
class Mapper:
    """Names the columns of a file: as they are known or suggested, or as somebody says (`read`)."""

    found: Preview
    facts: FactVocabulary
    lang: Lang
    show_values: bool
    read: Read | None = None
    names: list[str | None] = field(default_factory=list)
    dates: dict[int, str] = field(default_factory=dict)
    codes: dict[int, dict[str, str]] = field(default_factory=dict)
    several: list[int] = field(default_factory=list)

    def map(self) -> None:
        """Name every column, and what its words mean."""
        from lovgraf.readers.suggesting import read_as

        self.names = [column.name for column in self.found.columns]
        certain = [c.suggested if c.certain else None for c in self.found.columns]
        if self.read is None:
            self.names = [a or b for a, b in zip(self.names, certain, strict=True)]
        for place, column in enumerate(self.found.columns):
            if self.names[place] is None:
                self.names[place] = self._named(column)
            name = self.names[place]
            if name is not None and name not in (column.name, column.suggested):
                column = column.with_suggestion(read_as(self.facts.columns[name], column.words))
            if name is not None:
                self._formed(place, column, self.facts.columns[name])
        self._leave_several()

    def _leave_several(self) -> None:
        """Leave out what has several values in a record where the fact has one."""
        several = self.found.outline.several if self.found.outline else ()
        for place, column in enumerate(self.found.columns):
            name = self.names[place]
            if name and column.header in several and not self.facts.columns[name].multi:
                self.names[place] = None
                self.several.append(place)

    def _named(self, column: PreviewColumn) -> str | None:
        """The fact of a column that its heading does not name; none where nobody can be asked."""
        if self.read is None or column.problem in ("doubled", "nameless"):
            return None
        header = plain(column.shown)
        if column.suggested is not None and column.suggested not in self.names:
            label = self.facts.columns[column.suggested].label[self.lang]
            said = self.read(_IS[self.lang].format(header=header, label=label)).strip().lower()
            if said not in _NO:
                return column.suggested
        return self._asked(header, column.others or (() if column.denies else column.near))

    def _labels(self, names: Sequence[str]) -> str:
        """Facts by their labels and names, each in quotation marks; of several what they are."""
        marks = ("»", "«") if self.lang == "da" else ('"', '"')
        listed = []
        for fact in map(self.facts.columns.__getitem__, names):
            said = f"{marks[0]}{fact.label[self.lang]}{marks[1]} ({fact.name})"
            if len(names) > 1 and fact.definition is not None:
                said += f": {fact.definition[self.lang].removesuffix('.')}"
            listed.append(said)
        joint = "; eller " if self.lang == "da" else "; or "
        return joint.join(listed)

    def _asked(self, header: str, others: Sequence[str] = ()) -> str | None:
        """Ask until a fact is named that is free, or none is."""
        from lovgraf.readers.headers import book_of, did_you_mean, suggestion

        assert self.read is not None
        book = book_of(self.facts)
        free = [name for name in others if name not in self.names]
        asked = _WHICH_OF if free else _WHICH
        question = asked[self.lang].format(header=header, names=self._labels(free))
        while said := self.read(question).strip():
            kind = self.found.record_type
            fitting = [
                name
                for name in book.candidates(said)
                if name not in self.names
                and (kind is None or kind in self.facts.columns[name].record_types)
            ]
            if len(fitting) == 1:
                return fitting[0]
            near = suggestion(said, self.facts.columns)
            told = _NO_FACT[self.lang].format(said=plain(said))
            print(f"lovgraf: {told}{did_you_mean(near)[self.lang]}", file=sys.stderr)
        return None

    def _formed(self, place: int, column: PreviewColumn, fact: Column) -> None:
        """How a column is written: its dates, and what its words mean."""
        if column.dates is not None:
            self.dates[place] = column.dates
        found = {word: code for word, code in column.codes if code is not None}
        for word in (word for word, code in column.codes if code is None):
            if self.read is not None and (code := self._meant(column, fact, word)):
                found[word] = code
        if found:
            self.codes[place] = found

    def _meant(self, column: PreviewColumn, fact: Column, word: str) -> str | None:
        from lovgraf.core.disclosure import told_apart
        from lovgraf.readers.suggesting import MEANS, codes_of, seen_with

        assert self.read is not None
        codes = codes_of(fact)
        listed = ", ".join(f"{code} ({text[self.lang]})" for code, text in codes.items())
        counts = {one: seen_with(one, column.words) for one, _ in column.codes}
        shown = plain(told_apart(counts, self.show_values)[word][self.lang])
        question = MEANS[self.lang] + _CODES[self.lang]
        said = self.read(
            question.format(word=shown, header=plain(column.shown), codes=listed)
        ).strip()
        return next((c for c, text in codes.items() if said in (c, text.da, text.en)), None)

    def said(self) -> list[str]:
        """A line for each column: what it is read as, and how."""
        lines = []
        for place, (column, name) in enumerate(zip(self.found.columns, self.names, strict=True)):
            header = plain(column.shown)
            if name is None:
                lines.append(self._left(place, column, header))
                continue
            key = "known" if column.name else "suggested"
            label = self.facts.columns[name].label[self.lang]
            lines.append(_SAID[key][self.lang].format(header=header, label=label))
            if (fact := self.facts.columns[name]).told and fact.definition is not None:
                lines[-1] += f" {fact.definition[self.lang]}"
            if dates := self.dates.get(place):
                lines.append(_SAID["dates"][self.lang].format(header=header, dates=dates))
            if column.codes:
                count = len(self.codes.get(place, {}))
                left = len(column.codes) - count
                said = _SAID["codes" if not left else "some"][self.lang]
                lines.append(said.format(header=header, count=count, left=self._unread(place)))
        return lines

    def _unread(self, place: int) -> str:
        """The words of a column that nobody said the meaning of, as they may be told."""
        from lovgraf.core.disclosure import told_apart
        from lovgraf.readers.suggesting import seen_with

        column, read = self.found.columns[place], self.codes.get(place, {})
        counts = {word: seen_with(word, column.words) for word, _ in column.codes}
        shown = told_apart(counts, self.show_values)
        return ", ".join(plain(shown[word][self.lang]) for word in counts if word not in read)

    def _left(self, place: int, column: PreviewColumn, header: str) -> str:
        """That a column is not read, and what it may be."""
        if place in self.several:
            return _SAID["several"][self.lang].format(header=header)
        may = (column.suggested,) if column.suggested else column.others or column.near
        free = [name for name in may if name not in self.names]
        if column.denies is not None and column.denies not in self.names:
            label = self._labels((column.denies,))
            return _SAID["denies"][self.lang].format(header=header, label=label)
        if self.read is not None or not free:
            return _SAID["left"][self.lang].format(header=header)
        return _SAID["unsure"][self.lang].format(header=header, label=self._labels(free))
