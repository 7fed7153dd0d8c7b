"""Names the columns of a dataset in a terminal: as they are suggested, or as somebody says."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.cli.language import Lang
from lovgraf.cli.naming import WHO, Naming, labels
from lovgraf.cli.prompts import NO, YES, NoAnswer, Prompts, Read
from lovgraf.cli.word_meanings import Words
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.days_written import TIMES
from lovgraf.readers.preview import Preview, PreviewColumn
from lovgraf.readers.suggesting import read_as

_SAID = {
    "known": Text("{header}: {label}.", "{header}: {label}."),
    "suggested": Text("{header}: {label} (foreslået).", "{header}: {label} (suggested)."),
    "who": Text(
        "{header} viser, hvem rækken er om; ingen regel læser det.",
        "{header} shows whom the row is about; no rule reads it.",
    ),
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
    "ways": Text(
        "{header}: dagen og måneden kan ikke skelnes, for filen skriver datoer på begge måder; "
        "hvad der kan læses på to måder, læses ikke. Skriv i filen, hvilken det er: {ways}.",
        "{header}: day and month cannot be told apart, since the file writes dates in both ways; "
        "what can be read both ways is not read. Write into the file which it is: {ways}.",
    ),
    "unread": Text(
        "{header}: ingen dato i den kan læses, og ingen mapping kan sige, hvordan de er skrevet. "
        "Skriv dem i filen som 1990-12-24, eller lad kolonnen ude (suppressOutput i stedet for "
        "name).",
        "{header}: no date in it can be read, and no mapping can say how they are written. Write "
        "them in the file as 1990-12-24, or leave the column out (suppressOutput in place of "
        "name).",
    ),
    "times": Text(
        "{header}: et klokkeslæt læses som dagen, det er på (datatype: dateTime).",
        "{header}: a time of a day is read as the day that it is on (datatype: dateTime).",
    ),
    "dates": Text("{header}: datoer læses som {dates}.", "{header}: dates are read as {dates}."),
}


_DATATYPE = '"datatype": {{"base": "date", "format": "{}"}}'
_OR = Text(" eller ", " or ")
_MONTH_FIRST = Text(
    "Står måneden før dagen i {header}? (j: {month}, n: {day}) ",
    "Does the month stand before the day in {header}? (y: {month}, n: {day}) ",
)
_YES_NO_ENTER = Text(
    "Svar j eller n, eller tryk Enter, hvis det ikke vides.",
    "Answer y or n, or press Enter where that is not known.",
)
_WHY_ASKED = Text(
    "Filen skriver nogle datoer med måneden først, så dagen og måneden kan ikke skelnes, hvor "
    "begge er under 13. Enter: hvad der kan læses på to måder, læses ikke.",
    "The file writes some dates with the month first, so that day and month cannot be told apart "
    "where both are below 13. Enter: what can be read both ways is not read.",
)


class Mapper(Struct):
    """Names the columns of a file: as they are known or suggested, or as somebody says (`read`)."""

    found: Preview
    facts: FactVocabulary
    lang: Lang
    show_values: bool
    read: Read | None = None
    names: list[str | None] = field(default_factory=list)
    who: set[int] = field(default_factory=set)
    """The columns that only show whom a row is about, by what somebody says."""
    dates: dict[int, str] = field(default_factory=dict)
    codes: dict[int, dict[str, str]] = field(default_factory=dict)
    words: dict[int, Words] = field(default_factory=dict)
    several: list[int] = field(default_factory=list)
    _shown: bool | None = None
    """Whether words are shown where they are asked about; None until that was asked."""

    def map(self) -> None:
        """Name every column, and what its words mean."""
        if self.read is None:
            self._map(None)
        else:
            prompts = Prompts(self.read, self.lang)
            prompts.through(lambda: self._map(prompts))

    def _map(self, prompts: Prompts | None) -> None:
        for held in (self.who, self.dates, self.codes, self.words, self.several):
            held.clear()
        self._shown = self.show_values or None
        self.names = [column.name for column in self.found.columns]
        certain = [c.suggested if c.certain else None for c in self.found.columns]
        if prompts is None:
            self.names = [a or b for a, b in zip(self.names, certain, strict=True)]
        for place, column in enumerate(self.found.columns):
            if self.names[place] is None and prompts is not None:
                self._name(place, column, prompts)
            name = self.names[place]
            if name is not None and name not in (column.name, column.suggested):
                column = column.with_suggestion(read_as(self.facts.columns[name], column.words))
            if name is not None:
                self._formed(place, column, self.facts.columns[name], prompts)
        self._leave_several()

    def _name(self, place: int, column: PreviewColumn, prompts: Prompts) -> None:
        """Ask for the fact of a column that its heading does not name."""
        if column.problem in ("doubled", "nameless"):
            return
        kind, sampled = self.found.record_type, self.found.sampled
        naming = Naming(self.facts, kind, sampled, self.lang, self.show_values, prompts)
        taken = {
            name: plain(one.shown)
            for name, one in zip(self.names, self.found.columns, strict=True)
            if name and not self.facts.columns[name].multi
        }
        named = naming.named(column, taken)
        if named == WHO:
            self.who.add(place)
        else:
            self.names[place] = named

    def _leave_several(self) -> None:
        """Leave out what has several values in a record where the fact has one."""
        several = self.found.outline.several if self.found.outline else ()
        for place, column in enumerate(self.found.columns):
            name = self.names[place]
            if name and column.header in several and not self.facts.columns[name].multi:
                self.names[place] = None
                self.several.append(place)

    def _formed(
        self, place: int, column: PreviewColumn, fact: Column, prompts: Prompts | None
    ) -> None:
        """How a column is written: its dates, and what its words mean."""
        if fact.datatype == "date":
            self._dated(place, column, prompts)
        words = Words.of(column, fact, self.found.sampled, self.lang, self.show_values)
        if prompts is not None and words.unknown:
            if self._shown is None:
                self._shown = words.may_show(prompts)
            words = replace(words, show_values=self._shown)
        self.words[place] = words
        if found := words.meant(prompts):
            self.codes[place] = found

    def _dated(self, place: int, column: PreviewColumn, prompts: Prompts | None) -> None:
        """How the dates of a column are written: as they show, or as somebody says."""
        if dates := column.written.dates:
            self.dates[place] = dates
        elif column.written.ways and prompts is not None:
            day, month = column.written.ways
            header = plain(column.shown)
            question = _MONTH_FIRST[self.lang].format(header=header, day=day, month=month)

            def answer(said: str) -> str | None:
                word = said.lower()
                if word and word not in YES | NO:
                    raise NoAnswer(_YES_NO_ENTER[self.lang])
                return month if word in YES else day if word else None

            if found := prompts.ask(question, lambda: _WHY_ASKED[self.lang], answer):
                self.dates[place] = found

    def said(self) -> list[str]:
        """A line for each column: what it is read as, and how."""
        lines = []
        for place, (column, name) in enumerate(zip(self.found.columns, self.names, strict=True)):
            header = plain(column.shown)
            if name is None:
                lines.append(self._left(place, column, header))
                continue
            key = "known" if column.name or self.read is not None else "suggested"
            label = self.facts.columns[name].label[self.lang]
            lines.append(_SAID[key][self.lang].format(header=header, label=label))
            if (fact := self.facts.columns[name]).told and fact.definition is not None:
                lines[-1] += f" {fact.definition[self.lang]}"
            lines += self._said_dates(place, column, header)
            if words := self.words[place].said(self.codes.get(place, {})):
                lines.append(words)
        return lines

    def _said_dates(self, place: int, column: PreviewColumn, header: str) -> list[str]:
        """How the dates of a column are read, or that nobody can tell."""
        key, form, written = "dates", self.dates.get(place), column.written
        if form is None and self.facts.columns[self.names[place] or ""].datatype != "date":
            return []
        if form is None:
            key = "ways" if written.ways else "unread" if written.unread else ""
        elif form == TIMES:
            key = "times"
        ways = _OR[self.lang].join(_DATATYPE.format(one) for one in written.ways)
        return [_SAID[key][self.lang].format(header=header, dates=form, ways=ways)] if key else []

    def _left(self, place: int, column: PreviewColumn, header: str) -> str:
        """That a column is not read, and what it may be."""
        if place in self.who:
            return _SAID["who"][self.lang].format(header=header)
        if place in self.several:
            return _SAID["several"][self.lang].format(header=header)
        may = (column.suggested,) if column.suggested else column.others or column.near
        free = [name for name in may if name not in self.names]
        if column.denies is not None and column.denies not in self.names:
            label = labels((column.denies,), self.facts, self.lang)
            return _SAID["denies"][self.lang].format(header=header, label=label)
        if self.read is not None or not free:
            return _SAID["left"][self.lang].format(header=header)
        label = labels(free, self.facts, self.lang)
        return _SAID["unsure"][self.lang].format(header=header, label=label)
