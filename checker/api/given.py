"""The arguments of the interface as values: days, facts, laws, profiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from os import PathLike
from pathlib import Path

from lovgraf.api.arguments import law_given, path_of, paths_of, refused
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.dates import HERE, DateForm, day_here
from lovgraf.law import Law, load_law
from lovgraf.law.coverage import not_covered
from lovgraf.law.presumptions import PROFILES, Profile, own_profile, profile_of
from lovgraf.readers.typed import number_text

Day = date | str | None
Source = str | PathLike[str]
Fact = str | int | float | bool | date | Iterable[str] | None


def day_of(as_of: Day) -> date:
    """A day; today where none is given. A text is read as the pages and REST read it: an ISO date,
    or one as Danes write it; of a moment with a time zone the day is that in Denmark. Raises
    `InputError` for what is none of these."""
    if as_of is None:
        return date.today()
    if isinstance(as_of, datetime) and not unknown(as_of):
        return (as_of if as_of.tzinfo is None else as_of.astimezone(HERE)).date()
    if isinstance(as_of, date) and not unknown(as_of):
        return as_of
    if not isinstance(as_of, str):
        wanted = Text(
            "en dato eller en tekst som 2014-12-01", "a date, or a text such as 2014-12-01"
        )
        raise refused("as_of", wanted, as_of)
    if (found := DateForm().read(as_of.strip())) is None:
        raise InputError(
            "as_of skal være en dato, fx 2014-12-01.", "as_of must be a date, such as 2014-12-01."
        )
    return found


def law_of(
    law: Law | None, proposals: Source | Sequence[Source], as_of: date, presume: Source
) -> tuple[Law, tuple[Text, ...]]:
    """The law of a day with proposals laid over it, and what is to be said of these.

    `presume` is a profile (`none`, `register`, `case`) or a Turtle file. Raises `InputError` where
    a proposal cannot be used, or the graph has no law of that day.
    """
    law_given(law)
    found, notes = with_proposals(law or load_law(), proposals, as_of)
    if found.first_day is not None and as_of < found.first_day:
        said = not_covered(as_of, found.first_day)
        raise InputError(said.da, said.en)
    return presuming(found, presume), notes


def with_proposals(
    law: Law, proposals: Source | Sequence[Source] | None, as_of: date
) -> tuple[Law, tuple[Text, ...]]:
    """The law with proposals laid over it, and what is to be said of that."""
    paths = paths_of("proposals", () if proposals is None else proposals)
    if not paths:
        return law, ()
    from lovgraf.proposals import overlay_notes, read_proposal
    from lovgraf.proposals.fitting import lay_over_fitting

    read = [read_proposal(path) for path in paths]
    found = lay_over_fitting(law, read, as_of)
    return found.law, overlay_notes(found, as_of)


def presuming(law: Law, presume: Source) -> Law:
    """The law with what is presumed where a record says nothing. Raises `InputError` for a profile
    that there is not, and a file that cannot be used."""
    name = str(path_of("presume", presume))
    if name in PROFILES:
        return replace(law, profile=law.once(("profile", name), lambda: _kept_profile(law, name)))
    if not name.endswith(".ttl"):
        known = ", ".join(PROFILES)
        raise InputError(
            f"presume er {known} eller en Turtle-fil (.ttl).",
            f"presume is {known} or a Turtle file (.ttl).",
        )
    from lovgraf.law.added import read_added
    from lovgraf.law.known_values import check_values
    from lovgraf.law.known_words import check_words

    path = Path(presume)
    (own,) = read_added([path])
    check_words(own, law.graph)
    check_values(own, law.graph)
    return replace(law, profile=own_profile(own.graph, law.facts, path.name))


def _kept_profile(law: Law, name: str) -> Profile:
    return law.kept("profile", [name], lambda: profile_of(law.graph, law.facts, name))


def pairs_of(facts: object) -> list[str]:
    """Facts as the command takes them; one that is None is not known, and is left out."""
    if not isinstance(facts, Mapping):
        wanted = Text("oplysninger efter navn (en dict)", "facts by name (a dict)")
        raise refused("facts", wanted, facts)
    for name in facts:
        if not isinstance(name, str):
            raise refused("facts", Text("oplysninger efter navn", "facts by name"), name)
    return [f"{name}={_written(name, value)}" for name, value in facts.items() if known(value)]


def known(value: object) -> bool:
    """Whether a value says anything: None, and what tables have for it, does not."""
    return value is not None and not unknown(value)


def unknown(value: object) -> bool:
    """Whether a value is what pandas has for none."""
    return type(value).__name__ in ("NAType", "NaTType")


def _written(name: str, value: object) -> str:
    """A fact as a file has it. Raises `InputError` for what no fact can be."""
    if hasattr(value, "tolist"):  # of numpy and pandas
        value = value.tolist()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return day_or_moment(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, str | int | date | Decimal):
        return str(value)
    if isinstance(value, Iterable) and not isinstance(value, bytes | Mapping):
        return " ".join(_written(name, one) for one in value if known(one))
    wanted = Text("en tekst, et tal, ja eller nej, en dato eller en liste",
                  "a text, a number, True or False, a date, or a list")  # fmt: skip
    raise refused(name, wanted, value)


def day_or_moment(value: datetime) -> str:
    """The day of a moment, as a file with types has it: in Denmark, or that of a midnight; any
    other time of a day stays one, of which nobody knows whose day it is on, and cannot be read."""
    if value.tzinfo is not None and (day := day_here(value)) is not None:
        return day.isoformat()
    midnight = value.tzinfo is None and value.time() == time()
    return value.date().isoformat() if midnight else value.isoformat()
