"""Countries by code, name or adjective: ISO 3166 alpha-2 from alpha-3, from Danish and English
names, and from what people and registers write beside these."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from unicodedata import normalize

from rdflib.namespace import SKOS

from lovgraf.core.cache import cached_value
from lovgraf.core.terms import Text
from lovgraf.facts.spelling import fold

_FURTHER = "countries.ttl"
"""The spellings that ISO 3166 does not list, beside this file."""


@cache
def named_countries() -> tuple[tuple[str, Text], ...]:
    """The countries of ISO 3166-1 by alpha-2 code, with their Danish and English names."""
    import pycountry

    danish = _danish()
    return tuple(
        (country.alpha_2, Text(danish(country.name), country.name))
        for country in sorted(pycountry.countries, key=lambda country: danish(country.name))
    )


@cache
def country_names() -> dict[str, Text]:
    """Danish and English names by alpha-2 code, with that of Kosovo."""
    return {"XK": Text("Kosovo", "Kosovo"), **dict(named_countries())}


def in_order(name: str, lang: str) -> str:
    """What a name is sorted by in a language: Danish has three letters after z, English none.

    >>> sorted(["Zambia", "Østrig", "Åland"], key=lambda name: in_order(name, "da"))
    ['Zambia', 'Østrig', 'Åland']
    >>> sorted(["Zambia", "Åland Islands", "Chad"], key=lambda name: in_order(name, "en"))
    ['Åland Islands', 'Chad', 'Zambia']
    """
    lower = name.lower()
    if lang == "da":
        lower = lower.translate(_AFTER_Z)
    return normalize("NFKD", lower).encode("ascii", "ignore").decode()


_AFTER_Z = str.maketrans({"æ": "z~a", "ø": "z~b", "å": "z~c"})


def spoken_name(code: str) -> Text:
    """A country's names within a sentence: a union or a group of islands has an article in English,
    and names that are turned round for lists (a name, a comma, what it is) are turned back.

    >>> spoken_name("US").en, spoken_name("NL").en, spoken_name("DE").en
    ('the United States', 'the Netherlands', 'Germany')
    """
    name = country_names()[code]
    english = " ".join(reversed(name.en.split(", "))) if name.en.count(", ") == 1 else name.en
    article = not english.startswith("The ") and _UNION.search(english)
    return Text(name.da, f"the {english}" if article else english)


_UNION = re.compile(
    r"^United |\b(Republic|Kingdom|Islands|Emirates|Federation|States?)\b"
    r"|^(Netherlands|Philippines|Bahamas|Maldives|Comoros|Gambia|Seychelles)$"
)
"""English names that have an article."""


def _danish() -> Callable[[str], str]:
    import pycountry

    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=["da"], fallback=True
    ).gettext


@cache
def country_codes() -> dict[str, str]:
    """Folded spelling to alpha-2 code: all of ISO 3166-1, and as registers of people write them."""
    return cached_value("countries", [], _country_codes)


def _country_codes() -> dict[str, str]:
    import pycountry

    danish = _danish()
    found: dict[str, str] = {}
    names: list[tuple[str, str]] = []
    for country in pycountry.countries:
        found[fold(country.alpha_2)] = country.alpha_2
        found[fold(country.alpha_3)] = country.alpha_2
        for key in ("name", "common_name", "official_name"):
            if name := getattr(country, key, None):
                names += [(name, country.alpha_2), (danish(name), country.alpha_2)]
    for name, code in (*names, *_further()):
        found.setdefault(fold(name), code)
    return found


def _further() -> Iterator[tuple[str, str]]:
    """Spellings that ISO 3166 does not list, each with its alpha-2 code."""
    from lovgraf.core.turtle import read_triples

    text = resources.files(__package__).joinpath(_FURTHER).read_text("utf-8")
    triples = list(read_triples(text, _FURTHER))
    codes = {country: str(code) for country, what, code in triples if what == SKOS.notation}
    yield from ((str(name), codes[country]) for country, _, name in triples)
