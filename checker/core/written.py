"""Numbers, dates and lists as Danish and English write them in running text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from lovgraf.core.terms import Text

_TO_DANISH = str.maketrans(",.", ".,")
_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
MONTH_NAMES = {lang: months.split() for lang, months in _MONTHS.items()}
"""The months by language."""


def number_text(number: int | float | Decimal, places: int | None = None) -> Text:
    """A number without needless decimals; with `places` it has as many, or none.

    >>> number_text(2500.5), number_text(Decimal("10.0"))
    (Text(da='2.500,5', en='2,500.5'), Text(da='10', en='10'))
    """
    exact = Decimal(str(number))
    whole = exact == exact.to_integral_value()
    part = f"{exact.normalize():,f}" if places is None else f"{exact:,.{places}f}"
    english = f"{int(exact):,}" if whole else part
    return Text(english.translate(_TO_DANISH), english)


def date_text(day: date) -> Text:
    """A date in words.

    >>> date_text(date(2014, 11, 1))
    Text(da='1. november 2014', en='1 November 2014')
    """
    danish, english = (MONTH_NAMES[lang][day.month - 1] for lang in ("da", "en"))
    return Text(f"{day.day}. {danish} {day.year}", f"{day.day} {english} {day.year}")


_WEEKDAYS = (
    Text("mandag", "Monday"), Text("tirsdag", "Tuesday"), Text("onsdag", "Wednesday"),
    Text("torsdag", "Thursday"), Text("fredag", "Friday"), Text("lørdag", "Saturday"),
    Text("søndag", "Sunday"),
)  # fmt: skip


def day_text(day: date) -> Text:
    """A day with its day of the week.

    >>> day_text(date(2014, 6, 7))
    Text(da='lørdag den 7. juni 2014', en='Saturday 7 June 2014')
    """
    week, said = _WEEKDAYS[day.weekday()], date_text(day)
    return Text(f"{week.da} den {said.da}", f"{week.en} {said.en}")


def quoted(name: Text) -> Text:
    """A name in the quotation marks of each language."""
    return Text(f"»{name.da}«", f'"{name.en}"')


def list_text(parts: Sequence[Text], last: Text) -> Text:
    """Parts as a list: commas, and a word ("and", "or") before the last one."""
    if len(parts) < 2:
        return parts[0] if parts else Text("intet", "nothing")
    return Text(*(_list([part[at] for part in parts], last[at]) for at in ("da", "en")))


def _list(parts: Sequence[str], last: str) -> str:
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def filled(pattern: Text, **parts: Text) -> Text:
    """A sentence with its parts, each by the name that stands in braces."""
    values = {at: {name: part[at] for name, part in parts.items()} for at in ("da", "en")}
    return Text(*(pattern[at].format(**values[at]) for at in ("da", "en")))


def begun(text: str) -> str:
    """A text as a sentence begins: with a capital letter; the rest as it is."""
    return text[:1].upper() + text[1:]


def continued(text: str) -> str:
    """A text as it stands within a sentence: with a small letter; the rest as it is."""
    return text[:1].lower() + text[1:]


def choices(word: str, known: Sequence[str]) -> Text:
    """Which of the known words was meant, and which there are. The word is not repeated: it may be
    anything."""
    near = get_close_matches(word, known, 1)
    listed = ", ".join(known)
    return Text(
        (f"Mente du {near[0]}? " if near else "") + f"Mulighederne er {listed}.",
        (f"Did you mean {near[0]}? " if near else "") + f"The choices are {listed}.",
    )
