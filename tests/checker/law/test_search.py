"""Search: inflections, sections by number, near words."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from lovgraf.law import Law
from lovgraf.law.search import Search, read_places
from tests.checker.small_law import law_of, old_ships
from tests.examples import WHOLE


@pytest.fixture(scope="module")
def search(law: Law) -> Search:
    """The index of the shipped law."""
    return Search(law)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("§ 3, stk. 1", [("par", "3"), ("stk", "1")]),
        ("§3 stk 1", [("par", "3"), ("stk", "1")]),
        ("stk 2", [("stk", "2")]),
        ("stk. 2, nr. 4", [("stk", "2"), ("nr", "4")]),
        ("§ 27 a", [("par", "27a")]),
        ("§ 27a, 2. pkt.", [("par", "27a"), ("pkt", "2")]),
        ("s. 3(1)", [("par", "3"), ("stk", "1")]),
        ("section 16", [("par", "16")]),
        ("paragraf 3", [("par", "3")]),
        ("3(1)", [("par", "3"), ("stk", "1")]),
        ("27 a(2)", [("par", "27a"), ("stk", "2")]),
        ("3, stk. 1", [("par", "3"), ("stk", "1")]),
        ("3 stk 1", [("par", "3"), ("stk", "1")]),
        ("§ 3, stk. 1, nr. 2", [("par", "3"), ("stk", "1"), ("nr", "2")]),
        ("section 3(1)", [("par", "3"), ("stk", "1")]),
        ("lovens § 3", [("par", "3")]),
        ("2014", []),
        ("lov nr. 528", [("nr", "528")]),
        ("stkr", []),
    ],
)
def test_places_are_read(query: str, places: list[tuple[str, str]]) -> None:
    assert read_places(query)[0] == places


@pytest.mark.slow
def test_a_place_leads_to_its_provision_first(search: Search) -> None:
    found = search.find("§ 3, stk. 1 digital post")
    assert found[0].provision is not None
    assert found[0].provision.endswith("/par/3/stk/1")
    assert all("/par/3" in (hit.provision or "") for hit in found)
    assert all("/stk/1" in (hit.provision or "") for hit in found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fritagelser", "fritagelse"),
        ("fritagelsens", "fritaget"),
        ("tilslutning", "tilsluttede"),
        ("pligter", "pligten"),
        ("exemptions", "exemption"),
        ("konti", "kontoen"),
        ("bankkonti", "bankkonto"),
        ("NemKonti", "NemKontoen"),
    ],
)
def test_an_inflection_finds_the_same(search: Search, one: str, other: str) -> None:
    first, second = search.find(one), search.find(other)
    assert first
    assert {hit.iri for hit in first} == {hit.iri for hit in second}


@pytest.mark.parametrize(
    ("compound", "part"),
    [
        ("pensionister", "førtidspensionister"),
        ("rejsepas", "pas"),
        ("kontoindehavere", "indehaver"),
        ("adresseændringer", "ændring"),
    ],
)
def test_a_compound_that_the_law_lacks_is_found_by_its_parts(
    search: Search, compound: str, part: str
) -> None:
    assert compound not in {word for _, word in search._stems}
    found, parts = search.find(compound), {hit.iri for hit in search.find(part)}
    assert found
    assert found[0].iri in parts
    assert search.find(f"{compound} zzzz") == []


def test_every_word_must_be_there(search: Search) -> None:
    both = {hit.iri for hit in search.find("fritagelse digital post")}
    assert both < {hit.iri for hit in search.find("fritagelse")}
    assert search.find("fritagelse zzzz") == []
    assert search.find("") == search.find("  ,;") == []


def test_groups_and_terms_are_found_too(search: Search) -> None:
    assert any("group/" in hit.iri for hit in search.find("målgruppe 1"))


@pytest.mark.parametrize("query", ["lovens § 3", "efter § 3", "jf. § 3", "section 3 of the act"])
def test_words_that_only_lead_to_a_place_ask_for_nothing(search: Search, query: str) -> None:
    assert [hit.iri for hit in search.find(query)] == [hit.iri for hit in search.find("§ 3")]


def test_near_words_for_what_is_not_found(search: Search) -> None:
    search.find("zzzz")
    assert any("meld" in word for word in search.near("afmeldte", "da"))


def test_what_somebody_looked_for_is_suggested_to_nobody(search: Search) -> None:
    assert search.find("tilmeldning Snurresen") == []
    assert "snurresen" not in search.near("snurreson", "da")
    assert "snurresen" not in {word for _, word in search._stems}


@pytest.mark.slow
def test_an_index_that_was_kept_finds_the_same(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a small law; of the shipped one where all is tried."""
    law = Law(replace(law_of(old_ships()).source, kept=True))
    made, asked, near = Search(law_of(old_ships())), ("ships", "inspection"), ("inspectoin", "en")
    if WHOLE:
        law, made = request.getfixturevalue("law"), request.getfixturevalue("search")
        asked, near = ("fritagelse § 3", "digital post"), ("fritagelsse", "da")
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _ in range(2):
        again = Search(law)
        for query in asked:
            assert again.find(query) == made.find(query) != []
        assert again.find("xyzzy") == made.find("xyzzy") == []
        assert again.near(*near) == made.near(*near) != []
        monkeypatch.setattr(Search, "_entries", lambda _search: iter(()))  # now it is kept
