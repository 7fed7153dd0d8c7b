"""The values that a column may have, in words, for messages on one that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary

_DATATYPES = {
    "date": Text(
        "en dato, fx 1990-12-24 eller 24-12-1990", "a date, such as 1990-12-24 or 24-12-1990"
    ),
    "boolean": Text("ja eller nej", "yes or no"),
    "integer": Text("et helt tal", "a whole number"),
    "decimal": Text(
        "et tal, fx 185,50 (1.234 og 1,234 kan være to tal)",
        "a number, such as 185.50 (1,234 and 1.234 can be two numbers)",
    ),
    "string": Text("en kendt værdi", "a known value"),
}
_FORMATS = {
    "Account": Text(
        "en konto: IBAN eller registrerings- og kontonummer",
        "an account: IBAN, or registration and account number",
    ),
    "Country": Text(
        "et land, fx DE, Tyskland eller tysk (af CPR's egne landekoder kendes kun 5100 og 5120; "
        "hvad andre betyder, siges i en mapping, lovgraf:codes)",
        "a country, such as DE, Germany or German (of the country codes of the CPR only 5100 and "
        "5120 are known; what others mean is said in a mapping, lovgraf:codes)",
    ),
    "CprNumber": Text(
        "et CPR-nummer på ti cifre, med eller uden bindestreg",
        "a CPR number of ten digits, with or without a hyphen",
    ),
    "CvrNumber": Text("et CVR-nummer på otte cifre", "a CVR number of eight digits"),
}
_MOST_CODES = 15
_MOST_IN_WORDS = 4
_PRESENCE = Text(
    ", eller nej, hvis der ikke er noget; et ja alene siger ikke hvilket. Kendes det ikke, så lad "
    "det stå tomt: så er det åbent, hvad der følger af det",
    ", or no where there is none; a yes alone does not say which. Where it is not known, leave it "
    "blank: what follows from it is open then",
)


def expected(column: Column, whole: bool = False) -> Text:
    """What can be read as a value of the column, to follow "write" or "read as": of many codes the
    first, or all where the `whole` list is wanted."""
    if column.code_list is not None:
        codes = column.code_list.notations
        most = len(codes) if whole else _MOST_CODES
        listed = ", ".join(codes[:most]) + (" ..." if len(codes) > most else "")
        then = column.code_list.day
        on = Text(f", som fandtes {then}", f" that there were on {then}") if then else Text("", "")
        return Text(f"en af koderne {listed}{on.da}", f"one of the codes {listed}{on.en}")
    return _FORMATS.get(column.format or "", _DATATYPES[column.datatype])


def none_read(column: Column, seen: str) -> Text:
    """That no value of a column can be read, after its heading, where the values have a shape
    (`seen`): of codes what the first mean, and that words of theirs are read too."""
    if column.code_list is None:
        wanted = expected(column)
        return Text(
            f"har ingen værdi, der kan læses som {wanted.da}; værdierne har formen {seen!r}",
            f"has no value that can be read as {wanted.en}; the values have the shape {seen!r}",
        )
    concepts = sorted(column.code_list.concepts, key=lambda one: one.notation)
    more = " ..." if len(concepts) > _MOST_IN_WORDS else ""
    first = concepts[:_MOST_IN_WORDS]
    danish = ", ".join(f"{one.notation} ({one.label.da})" for one in first) + more
    english = ", ".join(f"{one.notation} ({one.label.en})" for one in first) + more
    return Text(
        f"har ingen værdi, der kan læses som en af koderne {danish} eller deres ord (lovgraf "
        f"columns {column.name} viser dem alle); værdierne har formen {seen!r}. lovgraf map "
        "spørger, hvad de betyder, og skriver det til --mapping",
        f"has no value that can be read as one of the codes {english} or their words (lovgraf "
        f"columns {column.name} lists them all); the values have the shape {seen!r}. lovgraf map "
        "asks what they mean and writes it for --mapping",
    )


def expected_of_one(column: Column, whole: bool = False) -> Text:
    """What whoever states one fact can write, to follow "write": of a number of some form also how
    it is said that there is none, and that presence alone is not stated."""
    wanted = expected(column, whole)
    if not told_as_none(column):
        return wanted
    return Text(wanted.da + _PRESENCE.da, wanted.en + _PRESENCE.en)


def told_as_none(column: Column) -> bool:
    """Whether a no says of a column that there is none: of a number of some form, as an account."""
    return column.absent_value is not None and column.format is not None and not column.multi


def said_elsewhere(column: Column, facts: FactVocabulary, record_type: str) -> Text | None:
    """How it is stated that there is one of what a column holds, where it is not known which: by
    another column, as the day of an exemption by that there is one (`exempt=yes`)."""
    pairs = [
        (f"{other.name}=ja", f"{other.name}=yes")
        if other.datatype == "boolean"
        else (f"{other.name}={codes}",) * 2
        for other, codes in _saying(column, facts)
        if record_type in other.record_types
    ]
    if not pairs:
        return None
    return Text(
        f"Er der noget, og vides det ikke hvilket eller fra hvilken dag, så skriv {pairs[0][0]}.",
        f"Where there is one, and it is not known which or since when, write {pairs[0][1]}.",
    )


def _saying(column: Column, facts: FactVocabulary) -> Iterator[tuple[Column, str]]:
    """The columns that say that there is one of what a column holds, yes or no first, with the
    codes by which they do."""
    own = facts.columns.values()
    for other in own:
        if other.datatype == "boolean" and (
            column.iri in other.implied_true_by
            or column.iri in facts.all_emptied_by(other.iri, False)
        ):
            yield other, ""
    for other in own:
        none = other.absent_value or other.denied
        emptied = none and column.iri in facts.emptied_by(other.iri, none)
        given = {iri for iri, _ in column.given_when}
        if other.code_list and none and (emptied or other.iri in given):
            yield other, "|".join(one for one in other.code_list.notations if one != none)
