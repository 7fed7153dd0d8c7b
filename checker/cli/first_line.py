"""Whether the first line of a file are its headings, where no heading of it is known: asked in a
terminal, else told. Until somebody says so they may be facts about somebody."""

from __future__ import annotations

import re

from msgspec.structs import replace

from lovgraf.cli.language import Lang
from lovgraf.cli.prompts import Prompts, Read
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.readers.preview import Preview

_NUMBER_OR_DATE = re.compile(r"[\d\s.,:/+-]*\d[\d\s.,:/+-]*")
_TEXTS = Text("{count} tekster, {odd}", "{count} texts, {odd}")
_NO_NUMBER = Text("ingen af dem et tal eller en dato", "none of them a number or a date")
_NUMBERS = Text("{odd} af dem tal eller datoer", "{odd} of them numbers or dates")
_QUESTION = Text(
    "Er den første linje ({texts}) overskrifterne? j/n ",
    "Is the first line ({texts}) the headings? y/n ",
)
_WHY = Text(
    "Ingen af dem er en overskrift, som Lovgraf kender. Har filen ingen linje med overskrifter, er "
    "de oplysninger om nogen. Er de overskrifter, så svar j: de vises her og skrives i mappingen.",
    "None of them is a heading that Lovgraf knows. Where the file has no line of headings, they "
    "are facts about somebody. If they are headings, answer y: they are shown here and written "
    "into the mapping.",
)


def with_headings(
    found: Preview, name: str, show_values: bool, read: Read | None, lang: Lang
) -> tuple[Preview, bool]:
    """A file with its headings as they stand, and whether they were withheld until somebody said
    what they are. Raises `InputError` where nobody does, and where they are none."""
    withheld = any(column.told != column.header for column in found.columns)
    if withheld and not show_values:
        headers = [column.header for column in found.columns]
        if read is None:
            raise _untold(name, headers)
        question = _QUESTION[lang].format(texts=_texts(headers)[lang])
        if not Prompts(read, lang, introduced=True).agreed(question, lambda: _WHY[lang]):
            raise _none(name)
    columns = tuple(replace(column, told=column.header) for column in found.columns)
    return replace(found, columns=columns), withheld


def _texts(headers: list[str]) -> Text:
    """How many texts there are, and how many of them no heading would be."""
    filled = [header for header in headers if header.strip()]
    odd = sum(bool(_NUMBER_OR_DATE.fullmatch(header)) for header in filled)
    said = _NUMBERS if odd else _NO_NUMBER
    texts = (
        _TEXTS[one].format(count=len(filled), odd=said[one].format(odd=odd)) for one in ("da", "en")
    )
    return Text(*texts)


def _untold(name: str, headers: list[str]) -> InputError:
    texts = _texts(headers)
    return InputError(
        f"Ingen overskrift i første linje ({texts.da}) er en, som Lovgraf kender. Har filen ingen "
        "linje med overskrifter, er det oplysninger om nogen, så de vises og skrives ikke. Er de "
        "overskrifter, så kør igen med --show-values: så står de i mappingen. I en terminal bliver "
        "der spurgt.",
        f"No heading in the first line ({texts.en}) is one that Lovgraf knows. Where the file has "
        "no line of headings, these are facts about somebody, so they are neither shown nor "
        "written. If they are headings, run this again with --show-values: then they stand in the "
        "mapping. In a terminal you are asked.",
        name,
    )


def _none(name: str) -> InputError:
    return InputError(
        "Filen har ingen overskrifter. Skriv en linje øverst i filen med en overskrift til hver "
        "kolonne, og kør igen.",
        "The file has no headings. Write a line on top of the file with a heading for each column, "
        "and run this again.",
        name,
    )
