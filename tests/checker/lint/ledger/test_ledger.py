"""Which sentences of a small act are accounted for, and by what."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lovgraf.authoring.lint.ledger import ledger
from lovgraf.authoring.lint.ledger.measure import ActLedger
from lovgraf.cli import run
from lovgraf.core.terms import PREFIXES
from lovgraf.law.graph import ONTOLOGY, load_graph
from lovgraf.law.view import Law

VOCABULARY = [ONTOLOGY / "core.ttl", ONTOLOGY / "ledger" / "reasons.ttl"]
HEAD = "@base <https://w3id.org/lovgraf/> .\n" + "".join(
    f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()
)
TEXT = """# Lov om fyrtårne
# issued 2031-03-01  ELI https://www.retsinformation.dk/eli/lta/2031/901

§ 1. Loven handler om fyrtårne.

§ 2. Fyrmesteren skal tænde fyret. Fyret er tårnet med lygte.
  Stk. 2. Fyrmesteren må 1) ro og 2) sejle. Bøden er 100 kr.
  Stk. 3. Ministeren kan fastsætte regler.

§ 3. Loven træder i kraft den 1. april 2031.
"""
ACT = """
<law/2031/901> a core:Act ; rdfs:label "Fyrloven"@da , "Lighthouse Act"@en ;
  core:inForceFrom "2031-04-01"^^xsd:date .
"""


def provision(place: str) -> str:
    return f"<law/2031/901/{place}> a core:Provision ; eli:is_part_of <law/2031/901> .\n"


def norm(place: str, more: str = "") -> str:
    return provision(place) + (
        f"<law/2031/901/{place}/norm/n> a core:UncheckedObligation ; core:bearer core:Subject ;"
        ' rdfs:label "Fyr"@da , "Light"@en ; skos:definition "Fyr."@da , "Light."@en ;'
        f" core:recordType record:Person ; core:provision <law/2031/901/{place}> {more} .\n"
    )


def entry(place: str, reason: str = "definition", more: str = "") -> str:
    return (
        f'<law/2031/901> core:ledger [ a core:LedgerEntry ; core:ledgerPlace "{place}" ;'
        f" core:reason <ledger/reason/{reason}> {more} ] .\n"
    )


NORMS = {place: norm(place) for place in ("par/2/stk/1/pkt/1", "par/2/stk/2", "par/2/stk/3")}
ENTRIES = {
    place: entry(place, reason)
    for place, reason in {
        "par/1": "scope",
        "par/2/stk/1/pkt/2": "definition",
        "par/3": "commencement",
    }.items()
}

Account = Callable[..., ActLedger]


@pytest.fixture
def account(accounts: Callable[..., tuple[ActLedger, ...]]) -> Account:
    return lambda *parts, **more: accounts(*parts, **more)[0]


@pytest.fixture
def accounts(tmp_path: Path) -> Callable[..., tuple[ActLedger, ...]]:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "2031_901.txt").write_text(TEXT, encoding="utf-8")

    def of(*parts: str, **more: str) -> tuple[ActLedger, ...]:
        data = tmp_path / "law.ttl"
        data.write_text(HEAD + ACT + "".join(parts), encoding="utf-8")
        for name, text in more.items():
            (texts / f"{name.strip('_')}.txt").write_text(text, encoding="utf-8")
        files = [*VOCABULARY, data]
        return ledger(Law(load_graph(files=files)), texts).acts

    return of


def lacking(found: ActLedger) -> list[str]:
    return [sentence.place for sentence in found.lacking]


def test_every_sentence_has_a_norm_or_an_entry(account: Account) -> None:
    found = account(*NORMS.values(), *ENTRIES.values())
    assert found.sound
    assert not found.lacking
    assert [s.place for s in found.by_norm] == ["par/2/stk/1/pkt/1", "par/2/stk/3"]
    assert [s.place for s in found.by_whole] == [
        "par/2/stk/2/nr/1",
        "par/2/stk/2/nr/2",
        "par/2/stk/2/pkt/2",
    ]
    assert [entry.reason.en for _, entry in found.listed] == ["scope", "definition", "commencement"]


@pytest.mark.parametrize("gone", NORMS)
def test_a_norm_that_is_taken_away_leaves_its_sentence_unaccounted_for(
    account: Account, gone: str
) -> None:
    found = account(*(text for place, text in NORMS.items() if place != gone), *ENTRIES.values())
    assert lacking(found)
    assert all(place.startswith(gone) for place in lacking(found))
    assert not found.sound


@pytest.mark.parametrize("gone", ENTRIES)
def test_an_entry_that_is_taken_away_leaves_its_sentence_unaccounted_for(
    account: Account, gone: str
) -> None:
    found = account(*NORMS.values(), *(t for place, t in ENTRIES.items() if place != gone))
    assert lacking(found) == [gone]


def test_a_norm_on_a_whole_section_or_act_accounts_for_none_of_its_subsections(
    account: Account,
) -> None:
    found = account(norm("par/2"), *ENTRIES.values())
    assert lacking(found) == [
        "par/2/stk/1/pkt/1",
        "par/2/stk/2/nr/1",
        "par/2/stk/2/nr/2",
        "par/2/stk/2/pkt/2",
        "par/2/stk/3",
    ]


def test_an_entry_may_cover_a_range_but_nothing_that_a_norm_states(account: Account) -> None:
    closed = account(NORMS["par/2/stk/3"], entry("par/1--par/2/stk/2"), ENTRIES["par/3"])
    assert closed.sound
    assert len(closed.listed) == 7
    for place in ("par/1--par/3", "par/2", "par/2/stk/3"):
        both = account(NORMS["par/2/stk/3"], entry(place))
        assert [doubled for doubled, _ in both.doubled] == [place]


def test_an_entry_closer_than_the_norm_takes_a_sentence_out_of_it(account: Account) -> None:
    found = account(NORMS["par/2/stk/2"], entry("par/2/stk/2/pkt/2", "explanation"))
    assert not found.doubled
    assert [s.place for s in found.by_whole] == ["par/2/stk/2/nr/1", "par/2/stk/2/nr/2"]
    assert [s.place for s, _ in found.listed] == ["par/2/stk/2/pkt/2"]
    twice = account(entry("par/1"), entry("par/1", "scope"))
    assert [place for place, _ in twice.doubled] == ["par/1"]


def test_an_entry_beside_the_text_is_stale(account: Account) -> None:
    found = account(entry("par/9"), entry("par/2/stk/1/pkt/3"), entry("par/1--par/9"))
    assert [p for p, _ in found.stale] == ["par/1--par/9", "par/2/stk/1/pkt/3", "par/9"]
    missing = account(entry("par/1", "stated-elsewhere", "; core:statedBy <law/2031/901/gone>"))
    assert [place for place, _ in missing.stale] == ["par/1"]
    assert "par/1" in lacking(missing)
    there = account(
        norm("par/9"), entry("par/1", more="; core:statedBy <law/2031/901/par/9/norm/n>")
    )
    assert "par/1" not in lacking(there)
    assert not there.stale


def test_what_is_not_encoded_yet_is_accounted_for_and_told(account: Account) -> None:
    why = '; core:note "Ingen oplysning."@da , "No fact."@en'
    found = account(entry("par/2/stk/3", "not-encoded", why))
    assert [(s.place, e.note and e.note.en) for s, e in found.open] == [("par/2/stk/3", "No fact.")]
    assert not found.listed


def test_a_norm_counts_for_the_text_of_its_time(account: Account) -> None:
    younger = TEXT.replace("2031/901", "2035/77").replace("2031-03-01", "2035-01-01")
    kin = (
        '<law/2035/77> a core:Act ; rdfs:label "Ny"@da , "New"@en ;'
        " core:consolidates <law/2031/901> .\n"
    )
    rest = [text for place, text in NORMS.items() if place != "par/2/stk/3"] + [*ENTRIES.values()]
    late = norm("par/2/stk/3", '; core:inForceFrom "2036-01-01"^^xsd:date')
    assert lacking(account(kin, late, *rest, _2035_77=younger)) == ["par/2/stk/3"]
    early = norm("par/2/stk/3", '; core:inForceUntil "2034-12-31"^^xsd:date')
    assert account(kin, early, *rest).sound


def test_a_norm_of_another_text_counts_where_the_words_are_the_same(
    accounts: Callable[..., tuple[ActLedger, ...]],
) -> None:
    moved = TEXT.replace("2031/901", "2035/77").replace("2031-03-01", "2035-01-01")
    moved = moved.replace("Stk. 3. Ministeren kan", "Stk. 4. Ministeren kan")
    moved = moved.replace("  Stk. 4.", "  Stk. 3. Enhver må se fyret fra havet.\n  Stk. 4.")
    moved += "\n§ 3. En anden lov, trykt nedenunder, træder i kraft i dag.\n"
    kin = (
        '<law/2035/77> a core:Act ; rdfs:label "Ny"@da , "New"@en ;'
        " core:consolidates <law/2031/901> .\n"
    )
    younger = accounts(kin, *NORMS.values(), *ENTRIES.values(), _2035_77=moved)[1]
    assert lacking(younger) == [
        "par/1",
        "par/2/stk/1/pkt/2",
        "par/2/stk/3",
        "par/3",
        "par/3~2",
    ]


@pytest.mark.slow
def test_the_command_lists_and_fails_until_all_is_accounted_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the whole law, which is read anew where something is added to it, in four seconds.
    monkeypatch.setattr(
        "lovgraf.law.graph.shipped_files", lambda: [*VOCABULARY, ONTOLOGY / "record.ttl"]
    )
    texts, data = tmp_path / "texts", tmp_path / "law.ttl"
    texts.mkdir()
    (texts / "2031_901.txt").write_text(TEXT, encoding="utf-8")
    data.write_text(HEAD + ACT + "".join(NORMS.values()), encoding="utf-8")
    asked = ["lint", "--ledger", str(texts), "--data", str(data)]
    assert run([*asked, "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "law/2031/901: Lighthouse Act" in said
    assert "    par/1: Loven handler om fyrtårne.\n" in said
    why = '; core:note "Ingen oplysning."@da , "No fact."@en'
    whole = [*NORMS.values(), *ENTRIES.values()]
    data.write_text(HEAD + ACT + "".join(whole), encoding="utf-8")
    assert run([*asked, "--lang", "da"]) == 0
    assert "Alle sætninger er der gjort rede for." in capsys.readouterr().out
    open_ = entry("par/3", "not-encoded", why)
    data.write_text(HEAD + ACT + "".join([*NORMS.values(), *whole[3:5], open_]), encoding="utf-8")
    assert run([*asked, "--format", "json"]) == 0
    (act,) = json.loads(capsys.readouterr().out)["acts"]
    assert act["counts"]["not_encoded"] == 1
    assert act["not_encoded"] == [
        {"place": "par/3", "why": {"da": "Ingen oplysning.", "en": "No fact."}}
    ]


def test_the_command_refuses_what_does_not_go_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lint", "--ledger", str(tmp_path), "--mutate"]) == 2
    assert "--mutate and --ledger do not go together" in capsys.readouterr().err
    assert run(["lint", "--ledger", str(tmp_path)]) == 2
    assert "The folder has no acts" in capsys.readouterr().err
