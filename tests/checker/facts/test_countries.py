"""Countries are known by their codes, names and adjectives, in both languages."""

from __future__ import annotations

from importlib import resources

import pytest
from rdflib.namespace import SKOS

from lovgraf.core.turtle import parse_text
from lovgraf.facts.countries import country_codes, country_names
from lovgraf.facts.spelling import fold

FURTHER = parse_text(resources.files("lovgraf.facts").joinpath("countries.ttl").read_text("utf-8"))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("DK", "DK"), ("dnk", "DK"), ("Danmark", "DK"), ("dansk", "DK"), ("Danish", "DK"),
        ("5100", "DK"), ("UK", "GB"), ("Storbritannien", "GB"), ("hollandsk", "NL"),
        ("Kosovo", "XK"), ("kosovarisk", "XK"), ("Syrien", "SY"), ("Palæstina", "PS"),
        ("Skotland", "GB"), ("Swaziland", "SZ"), ("De Forenede Stater", "US"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_what_it_is_called(said: str, code: str) -> None:
    assert country_codes()[fold(said)] == code


def test_each_further_spelling_stands_for_one_country_that_there_is() -> None:
    codes = {country: str(code) for country, code in FURTHER.subject_objects(SKOS.notation)}
    assert set(codes.values()) <= set(country_names())
    names = [
        (str(name), codes[country])
        for predicate in (SKOS.altLabel, SKOS.hiddenLabel)
        for country, name in FURTHER.subject_objects(predicate)
    ]
    assert {name: country_codes()[fold(name)] for name, _ in names} == dict(names)
