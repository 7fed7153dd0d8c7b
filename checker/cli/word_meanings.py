"""What the words of a column mean that is none of our codes: asked in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from msgspec import Struct

from lovgraf.cli.language import Lang
from lovgraf.cli.prompts import NoAnswer, Prompts
from lovgraf.core.disclosure import told_apart
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.readers.headers import did_you_mean
from lovgraf.readers.preview import PreviewColumn
from lovgraf.readers.reading import Reader, is_number
from lovgraf.readers.suggesting import MEANS, codes_of, is_country, read_as, seen_with

MOST_ASKED = 10
"""Words of a column that are asked about, those that are seen most."""
_LISTED = 15
_ANSWERS = Text(" ({codes}; Enter: læses ikke) ", " ({codes}; Enter: is not read) ")
_COUNTRY = Text(
    "et land ved navn eller ISO-kode, fx Norge eller NO",
    "a country by its name or ISO code, such as Norway or NO",
)
_UNREAD = Text(
    "{said!r} kan ikke læses. Skriv {wanted}.{near}",
    "{said!r} cannot be read. Write {wanted}.{near}",
)
_WHY = Text(
    "{word} står i {count} af de {all} rækker, der blev set på. {label}: {meaning} Svaret skrives "
    "i mappingen; uden svar læses ordet ikke, og hvad der hænger på det, er uafgjort.",
    "{word} stands in {count} of the {all} rows that were looked at. {label}: {meaning} The answer "
    "is written into the mapping; without one the word is not read, and what hangs on it is "
    "undetermined.",
)
_SHOW = Text(
    "Må ordene i filen vises her? Ellers vises kun deres form. j/n ",
    "May the words of the file be shown here? Else only their shape is. y/n ",
)
_WHY_SHOW = Text(
    "Nogle ord i filen kendes ikke, og du bliver spurgt om hvert. De kan være oplysninger om "
    "nogen, så de vises kun, hvis du siger ja, og kun her.",
    "Some words of the file are not known, and you are asked about each. They may be facts about "
    "somebody, so they are shown only where you say yes, and only here.",
)
_SAID = {
    "codes": Text(
        "{header}: {count} ord er oversat til koder{taken}, 0 læses ikke.",
        "{header}: {count} words were mapped to codes{taken}, 0 are not read.",
    ),
    "none": Text(
        "{header}: i {rows} står ord, der ikke læses: {left}. Betyder de noget, skrives det i "
        "lovgraf:codes; --show-values viser ordene, lovgraf columns koderne.",
        "{header}: words that are not read stand in {rows}: {left}. What they mean, if anything, "
        "is written into lovgraf:codes; --show-values shows the words, lovgraf columns the codes.",
    ),
    "some": Text(
        "{header}: {count} ord er oversat til koder{taken}; ikke læst, i {rows}: {left}. Hvad "
        "hvert ord betyder, skrives i lovgraf:codes; --show-values viser ordene, lovgraf columns "
        "koderne.",
        "{header}: {count} words were mapped to codes{taken}; not read, in {rows}: {left}. What "
        "each word means is written into lovgraf:codes; --show-values shows the words, lovgraf "
        "columns the codes.",
    ),
}
_AND_MORE = Text("og {count} til", "and {count} more")


def rows_said(count: int, lang: Lang) -> str:
    """So many rows, in words."""
    if lang == "da":
        return f"{count} række" if count == 1 else f"{count} rækker"
    return f"{count} row" if count == 1 else f"{count} rows"


class Words(Struct, frozen=True, dict=True):
    """The words of a column that is read as a fact, and what somebody says that they mean."""

    column: PreviewColumn
    fact: Column
    sampled: int
    """How many rows were looked at."""
    lang: Lang
    show_values: bool

    @classmethod
    def of(
        cls, column: PreviewColumn, fact: Column, sampled: int, lang: Lang, show_values: bool
    ) -> Words:
        """Those of a column, however many codes it has."""
        if not column.codes and column.words:
            column = column.with_suggestion(read_as(fact, column.words, len(column.words)))
        return cls(column, fact, sampled, lang, show_values)

    @cached_property
    def unknown(self) -> dict[str, int]:
        """The words whose meaning is not told by themselves, with their rows, the most frequent
        first."""
        counts = {
            word: seen_with(word, self.column.words)
            for word, code in self.column.codes
            if code is None
        }
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    @cached_property
    def shown(self) -> dict[str, Text]:
        """Each word as it may be told."""
        counts = {word: seen_with(word, self.column.words) for word, _ in self.column.codes}
        return told_apart(counts, self.show_values)

    def meant(self, prompts: Prompts | None) -> dict[str, str]:
        """The code of each word that has one, of itself or by what somebody says."""
        found = {word: code for word, code in self.column.codes if code is not None}
        if prompts is None:
            return found
        for word in [*self.unknown][:MOST_ASKED]:
            if (code := self._asked(prompts, word)) is not None:
                found[word] = code
        return found

    def may_show(self, prompts: Prompts) -> bool:
        """Whether somebody says that the words of the file may be shown in the terminal."""
        return prompts.agreed(_SHOW[self.lang], lambda: _WHY_SHOW[self.lang])

    def _asked(self, prompts: Prompts, word: str) -> str | None:
        shown = plain(self.shown[word][self.lang])
        question = MEANS[self.lang] + _ANSWERS[self.lang]
        text = question.format(word=shown, header=plain(self.column.shown), codes=self.wanted)
        return prompts.ask(text, lambda: self._why(word), self._code)

    def _why(self, word: str) -> str:
        meaning = self.fact.definition or Text("", "")
        return _WHY[self.lang].format(
            word=self.shown[word][self.lang],
            count=self.unknown[word],
            all=self.sampled,
            label=self.fact.label[self.lang],
            meaning=meaning[self.lang],
        )

    @cached_property
    def wanted(self) -> str:
        """What may be answered."""
        if is_country(self.fact):
            return _COUNTRY[self.lang]
        return ", ".join(
            f"{code} ({text[self.lang]})" for code, text in codes_of(self.fact).items()
        )

    def _code(self, said: str) -> str | None:
        """The code that an answer states: by itself, its label or another word of it."""
        if not said:
            return None
        reading = Reader(self.fact).read(said)
        value = reading.value
        if isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if isinstance(value, bool) and not is_number(said):
            return "true" if value else "false"
        if isinstance(value, str):
            return value
        raise NoAnswer(
            _UNREAD[self.lang].format(
                said=plain(said), wanted=self.wanted, near=did_you_mean(self._near(said))[self.lang]
            )
        )

    def _near(self, said: str) -> str | None:
        """What may have been meant."""
        names = {text[self.lang].lower(): text[self.lang] for text in codes_of(self.fact).values()}
        near = get_close_matches(said.lower(), names, n=1, cutoff=0.75)
        return names[near[0]] if near else None

    def said(self, codes: dict[str, str]) -> str | None:
        """A line on what was read of the words; None where all are codes of ours."""
        if not self.column.codes:
            return None
        left = [word for word, _ in self.column.codes if word not in codes]
        rows = sum(seen_with(word, self.column.words) for word in left)
        taken = f" ({self._listed([*codes], codes)})" if codes else ""
        told = "codes" if not left else "some" if codes else "none"
        return _SAID[told][self.lang].format(
            header=plain(self.column.shown),
            count=len(codes),
            rows=rows_said(rows, self.lang),
            left=self._listed(left),
            taken=taken,
        )

    def _listed(self, words: Sequence[str], codes: Mapping[str, str] | None = None) -> str:
        """The first of some words, each with its code, where it has one, and how many others there
        are."""
        order = sorted(words, key=lambda word: (-seen_with(word, self.column.words), word))
        first = [plain(self.shown[word][self.lang]) for word in order[:_LISTED]]
        if codes is not None:
            first = [f"{a} = {codes[b]}" for a, b in zip(first, order, strict=False)]
        if len(order) > _LISTED:
            first.append(_AND_MORE[self.lang].format(count=len(order) - _LISTED))
        return ", ".join(first)
