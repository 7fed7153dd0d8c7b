"""Which fact a column is whose heading does not say it: asked in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from lovgraf.cli.language import Lang
from lovgraf.cli.prompts import NO, YES, NoAnswer, Prompts
from lovgraf.core.disclosure import told_apart
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import did_you_mean, suggestion
from lovgraf.readers.preview import PreviewColumn
from lovgraf.readers.said_columns import meant

WHO = ""
"""What a column is that shows whom a row is about and that nothing reads."""
_IS = Text("Er {header} »{label}«? [J/n] ", 'Is {header} "{label}"? [Y/n] ')
_WHICH = Text(
    "Hvilken oplysning er {header}? (navn eller ord; Enter: læses ikke) ",
    "Which fact is {header}? (name or words; Enter: is not read) ",
)
_WHICH_OF = Text(
    "Hvilken oplysning er {header}: {names}? (nummer, navn eller ord; Enter: læses ikke) ",
    "Which fact is {header}: {names}? (number, name or words; Enter: is not read) ",
)
_NO_COLUMN = Text(
    "{said!r} er ingen kolonne, som denne fil kan have; lovgraf columns viser dem.",
    "{said!r} is no column that this file can have; lovgraf columns lists them.",
)
_TAKEN = Text(
    "{label} er allerede {header}.",
    "{label} is taken by {header}.",
)
_ONE_OF = Text(
    "Det kan være en af disse. Skriv nummeret:", "It may be one of these. Write the number:"
)
_WHY = Text(
    "{header}: {filled} af {all} rækker har noget{words}. Hvad en kolonne er, afgør, hvilke regler "
    "der kan kontrolleres. Skriv, hvad den er, fx »status«, »land«, »navn«, eller tryk Enter.",
    "{header}: {filled} of {all} rows have something{words}. What a column is decides which rules "
    'can be checked. Write what it is, such as "status", "country", "name", or press Enter.',
)
_MOST_WORDS = 5


class _Named(Struct, frozen=True):
    """The fact that somebody named, `WHO`, or none; `certain` where it needs no other word."""

    name: str | None
    certain: bool = True


@dataclass
class Naming:
    """Asks what a column of a file is; `kind` is the type of its records."""

    facts: FactVocabulary
    kind: str | None
    sampled: int
    lang: Lang
    show_values: bool
    prompts: Prompts
    _listed: tuple[str, ...] = field(default=(), init=False)
    """What was listed by number last."""

    def named(self, column: PreviewColumn, taken: Mapping[str, str]) -> str | None:
        """The fact of a column, or `WHO`; None where it is not read. `taken` are the facts of other
        columns with their headings."""
        header, why = plain(column.shown), self._why(column)
        if column.suggested is not None and column.suggested not in taken:
            found = self._confirmed(column.suggested, column, taken)
            if found is not None:
                return found.name
        others = column.others or (() if column.denies else column.near)
        listed = tuple(name for name in others if name not in taken)
        names = labels(listed, self.facts, self.lang, numbered=True)
        question = (_WHICH_OF if listed else _WHICH)[self.lang].format(header=header, names=names)
        while True:
            self._listed = listed
            found = self.prompts.ask(
                question, lambda: why, lambda said: self._said(said, column, taken)
            )
            if found.name and not found.certain:
                found = self._confirmed(found.name, column, taken)
            if found is not None:
                return found.name

    def _confirmed(
        self, name: str, column: PreviewColumn, taken: Mapping[str, str]
    ) -> _Named | None:
        """What a column may be, or what somebody calls it instead; None where it is neither."""
        label = self.facts.columns[name].label[self.lang]
        question = _IS[self.lang].format(header=plain(column.shown), label=label)
        self._listed = ()

        def answer(said: str) -> _Named | None:
            if said.lower() in NO:
                return None
            found = self._said(said, column, taken) if said.lower() not in {"", *YES} else None
            return found or _Named(name)

        return self.prompts.ask(question, lambda: self._why(column), answer)

    def _said(self, said: str, column: PreviewColumn, taken: Mapping[str, str]) -> _Named:
        """The fact that somebody names, by the number in a list, its name or words."""
        if not said:
            return _Named(None)
        if said.isdecimal() and 0 < int(said) <= len(self._listed):
            return _Named(self._listed[int(said) - 1])
        found = meant(said, self.facts, self.kind, taken, column.words)
        if found.who:
            return _Named(WHO)
        if len(found.columns) == 1:
            return _Named(found.columns[0], found.certain)
        if found.columns:
            self._listed = found.columns
            raise NoAnswer(f"{_ONE_OF[self.lang]}\n{self._by_number()}")
        if found.taken:
            name = found.taken[0]
            label = labels(found.taken[:1], self.facts, self.lang)
            raise NoAnswer(_TAKEN[self.lang].format(label=label, header=repr(taken[name])))
        near = suggestion(said, self._free(taken))
        told = _NO_COLUMN[self.lang].format(said=said)
        raise NoAnswer(told + did_you_mean(near)[self.lang])

    def _by_number(self) -> str:
        listed = enumerate(self._listed, 1)
        return "\n".join(f"{n}. {labels((one,), self.facts, self.lang)}" for n, one in listed)

    def _free(self, taken: Mapping[str, str]) -> list[str]:
        ours = self.facts.columns.items()
        return [
            name
            for name, one in ours
            if name not in taken and (self.kind is None or self.kind in one.record_types)
        ]

    def _why(self, column: PreviewColumn) -> str:
        """What stands in a column, as it may be told."""
        counts = dict(sorted(column.words, key=lambda one: (-one[1], one[0])))
        shown = told_apart(counts, self.show_values)
        first = [
            f"{shown[word][self.lang]} ({count})" if self.show_values else shown[word][self.lang]
            for word, count in [*counts.items()][:_MOST_WORDS]
        ]
        more = ", …" if len(counts) > _MOST_WORDS else ""
        return _WHY[self.lang].format(
            header=column.shown,
            filled=column.filled,
            all=self.sampled,
            words=f": {', '.join(first)}{more}" if first else "",
        )


def labels(names: Sequence[str], facts: FactVocabulary, lang: Lang, numbered: bool = False) -> str:
    """Facts by their labels and names, each in quotation marks; of several what they are."""
    marks = ("»", "«") if lang == "da" else ('"', '"')
    listed = []
    for number, fact in enumerate(map(facts.columns.__getitem__, names), 1):
        said = f"{number}. " if numbered else ""
        said += f"{marks[0]}{fact.label[lang]}{marks[1]} ({fact.name})"
        if len(names) > 1 and fact.definition is not None:
            said += f": {fact.definition[lang].removesuffix('.')}"
        listed.append(said)
    return ("; eller " if lang == "da" else "; or ").join(listed)
