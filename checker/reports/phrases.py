"""Phrases of reports: numbers, dates, lists and reasons as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from lovgraf.core.result import VERDICTS, Cause, CheckResult
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text, short
from lovgraf.core.written import date_text, number_text
from lovgraf.reports.words import RECEIPT, SEVERITY, VERDICT, WORDS


def word(key: str, lang: Lang, **values: str) -> str:
    """A word or sentence with its values filled in."""
    return WORDS[key][lang].format(**values)


def verdict_name(verdict: str, lang: Lang) -> str:
    """The name of a verdict as people read it."""
    return VERDICT[verdict][lang] if verdict in VERDICT else plain(verdict)


def severity_name(severity: str, lang: Lang) -> str:
    """The name of a severity as people read it."""
    return SEVERITY[severity][lang] if severity in SEVERITY else plain(severity)


def number(value: int, lang: Lang) -> str:
    """A whole number with the language's thousands separator.

    >>> number(10000, "da"), number(10000, "en")
    ('10.000', '10,000')
    """
    return number_text(value)[lang]


def written_date(day: date, lang: Lang) -> str:
    """A date in words.

    >>> from datetime import date
    >>> written_date(date(2014, 11, 1), "da")
    '1. november 2014'
    """
    return date_text(day)[lang]


def counted(value: int, one: Text, many: Text, lang: Lang) -> str:
    """A number with the noun in singular or plural."""
    return f"{number(value, lang)} {(one if value == 1 else many)[lang]}"


def records(value: int, lang: Lang) -> str:
    """A number of records."""
    return counted(value, Text("registrering", "record"), Text("registreringer", "records"), lang)


def norms(value: int, lang: Lang) -> str:
    """A number of norms."""
    return counted(value, Text("regel", "rule"), Text("regler", "rules"), lang)


def listed(parts: Sequence[str], lang: Lang, last: str = "and") -> str:
    """Parts as a list in a sentence: commas, and an "and" or an "or" before the last."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word(last, lang)} {parts[-1]}"


def receipt(found: dict[str, str], lang: Lang) -> list[tuple[str, str]]:
    """The parts of a receipt with their names, in order of key."""
    return [
        (RECEIPT[key][lang] if key in RECEIPT else plain(key), plain(value))
        for key, value in sorted(found.items())
    ]


def totals(found: dict[str, int], lang: Lang) -> str:
    """Verdicts with their numbers: "3 ikke overholdt, 1 ubestemt"."""
    return listed(
        [f"{number(n, lang)} {verdict_name(v, lang).lower()}" for v, n in found.items()], lang
    )


class Outcome(Struct, frozen=True):
    """What a check found of what was looked for, and how many verdicts are open; empty where
    there is nothing to say."""

    found: str
    nothing: str
    undecided: str


def outcome(
    result: CheckResult, fail_on: frozenset[str], lang: Lang, not_decided: bool = False
) -> Outcome:
    """The sentences with which each report begins; `not_decided` says that nothing was found, and
    much may be."""
    found = {v: n for v, n in result.totals().items() if v in fail_on}
    sought = [verdict_name(v, lang).lower() for v in VERDICTS if v in fail_on]
    undecided = result.undecided(fail_on)
    key = "not-decided" if not_decided else "nothing"
    if fail_on and not result.passes(fail_on):
        key = "none-decided"
    return Outcome(
        word("found", lang, what=totals(found, lang)) if found else "",
        "" if found else word(key, lang, what=", ".join(sought)),
        " ".join(_undecided(result, undecided, lang)) if undecided else "",
    )


def _undecided(result: CheckResult, count: int, lang: Lang) -> Iterator[str]:
    """How many verdicts are open, and what they may come to."""
    yield word("undecided", lang, count=number(count, lang))
    outlooks = result.outlooks()
    if outlooks:
        named = [
            f"{word(f'outlook-{name}', lang)} {number(n, lang)}" for name, n in outlooks.items()
        ]
        yield word("outlooks", lang, what=", ".join(named))


def named(labels: dict[str, Text], names: Iterable[str], lang: Lang) -> list[str]:
    """The labels of columns, authorities or bearers; the end of the IRI where there is none."""
    return [plain(labels[name][lang] if name in labels else short(name)) for name in names]


def details(cause: Cause, labels: dict[str, Text], lang: Lang) -> list[str]:
    """What is missing and who has to judge, one sentence each, where the message does not say."""
    message, found = cause.message[lang], []
    missing = named(labels, cause.missing, lang)
    if not all(name in message for name in missing):
        found.append(f"{word('missing', lang)}: {', '.join(missing)}.")
    judges = named(labels, cause.judgment, lang)
    if not all(name in message for name in judges):
        found.append(f"{word('judgment', lang, who=', '.join(judges))}.")
    return found
