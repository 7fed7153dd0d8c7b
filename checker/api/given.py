"""What the arguments of the interface mean: days, facts, laws, profiles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from os import PathLike
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.dates import DateForm
from lovgraf.law import Law, load_law
from lovgraf.law.coverage import not_covered
from lovgraf.law.presumptions import PROFILES, Profile, own_profile, profile_of
from lovgraf.readers.typed import number_text

Day = date | str | None
Source = str | PathLike[str]
Fact = str | int | float | bool | date | Iterable[str] | None


def day_of(as_of: Day) -> date:
    """A day; today where none is given. A text is read as the pages and REST read it: an ISO date,
    or one as Danes write it. Raises `InputError` for one that is neither."""
    if as_of is None:
        return date.today()
    if isinstance(as_of, datetime):
        return as_of.date()
    if isinstance(as_of, date):
        return as_of
    said: object = as_of
    found = DateForm().read(said.strip()) if isinstance(said, str) else None
    if found is None:
        raise InputError(
            "as_of skal være en dato, fx 2014-12-01.", "as_of must be a date, such as 2014-12-01."
        )
    return found


def words_of(given: str | Collection[str]) -> tuple[str, ...]:
    """Several words: a list, or a text with commas as on the command line."""
    if isinstance(given, str):
        return tuple(word.strip() for word in given.split(",") if word.strip())
    return tuple(given)


def sources_of(given: Source | Sequence[Source]) -> Sequence[Source]:
    """Several files, of which one may stand alone."""
    return [given] if isinstance(given, str | PathLike) else given


def law_of(
    law: Law | None, proposals: Source | Sequence[Source], as_of: date, presume: Source
) -> tuple[Law, tuple[Text, ...]]:
    """The law of a day with proposals laid over it, and what is to be said of these.

    `presume` is a profile (`none`, `register`, `case`) or a Turtle file. Raises `InputError` where
    a proposal cannot be used, or the graph has no law of that day.
    """
    found, notes = with_proposals(law or load_law(), proposals, as_of)
    if found.first_day is not None and as_of < found.first_day:
        said = not_covered(as_of, found.first_day)
        raise InputError(said.da, said.en)
    return presuming(found, presume), notes


def with_proposals(
    law: Law, proposals: Source | Sequence[Source] | None, as_of: date
) -> tuple[Law, tuple[Text, ...]]:
    """The law with proposals laid over it, and what is to be said of that."""
    if not proposals:
        return law, ()
    from lovgraf.law.known_words import Written, check_codes
    from lovgraf.proposals import lay_over, overlay_notes, read_proposal

    read = [read_proposal(Path(path)) for path in sources_of(proposals)]
    found = lay_over(law, read, as_of)
    for one in read:
        check_codes(Written(one.text, one.graph, one.file), law.graph)
    return found.law, overlay_notes(found, as_of)


def presuming(law: Law, presume: Source) -> Law:
    """The law with what is presumed where a record says nothing. Raises `InputError` for a profile
    that there is not, and a file that cannot be used."""
    name = str(presume)
    if name in PROFILES:
        return replace(law, profile=law.once(("profile", name), lambda: _kept_profile(law, name)))
    if not name.endswith(".ttl"):
        known = ", ".join(PROFILES)
        raise InputError(
            f"presume er {known} eller en Turtle-fil (.ttl).",
            f"presume is {known} or a Turtle file (.ttl).",
        )
    from lovgraf.law.added import read_added
    from lovgraf.law.known_words import check_codes, check_words

    path = Path(presume)
    (own,) = read_added([path])
    check_words(own, law.graph)
    check_codes(own, law.graph)
    return replace(law, profile=own_profile(own.graph, law.facts, path.name))


def _kept_profile(law: Law, name: str) -> Profile:
    return law.kept("profile", [name], lambda: profile_of(law.graph, law.facts, name))


def pairs_of(facts: Mapping[str, Fact]) -> list[str]:
    """Facts as the command takes them; one that is None is not known, and is left out."""
    return [f"{name}={_written(value)}" for name, value in facts.items() if value is not None]


def _written(value: Fact) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, str | int | date):
        return str(value)
    return " ".join(map(str, value or ()))
