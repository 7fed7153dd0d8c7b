"""One record explained: as a contract for programs and as text for a citizen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from lovgraf.core.terms import Lang, Text
from lovgraf.explain.model import Explanation, May, Passage, PersonVerdict, RouteText, Turn, Why
from lovgraf.reports import person_json, person_text
from tests.checker.reports.example import CONNECTION, EVIL, NORMS, SUBJECT

ROUTE = RouteText(
    label=Text("Bestil på nettet", "Order online"),
    grants=Text("NemID", "NemID"),
    open="false",
    place=Text("på nettet", "online"),
    provider=None,
    fee_dkk="185.50",
    blocking=Text("personnummer", "personal number"),
)
WHY = Why(
    Text("Tilslutning", "Connection"),
    "unattainable",
    (),
    (
        Why(
            Text("er fyldt 15 år", "is 15 or older"),
            "true",
            ((Text("alder", "age"), Text("40", "40")),),
            (Why(Text("bopæl i Danmark", "home in Denmark"), "unknown"),),
        ),
    ),
)
VERDICT = PersonVerdict(
    norm=CONNECTION,
    provision=NORMS[0].provision,
    bearer=SUBJECT,
    title=NORMS[0].title,
    provision_label=NORMS[0].provision_label,
    bearer_label=Text("personen selv", "the person"),
    definition=Text("Man skal være tilsluttet.", "One must be connected."),
    link=NORMS[0].link,
    verdict="unattainable",
    missing=("home_in_denmark",),
    missing_labels=(Text("Bopæl i Danmark", "Home in Denmark"),),
    judgment=(Text("kommunen", "the municipality"),),
    why=WHY,
    shown=WHY,
    routes=(ROUTE,),
    passages=(Passage("x", Text("Gruppe 2", "Group 2"), None, "s. 12"),),
    turns=(
        Turn(
            (("eid", Text("eID", "eID"), Text("har NemID", "has NemID")),),
            "fulfilled",
            (Text("banken", "the bank"),),
        ),
    ),
)
OTHER = replace(VERDICT, verdict="not-addressed", routes=(), turns=(), passages=())
MAY = May(
    norm=f"{CONNECTION}-exemption",
    provision=NORMS[0].provision,
    bearer=SUBJECT,
    kind="Exemption",
    title=Text("Fritagelse", "Exemption"),
    provision_label=NORMS[0].provision_label,
    definition=None,
    link="javascript:alert(1)",
    holds="unknown",
    missing=("exemption_ground",),
)
FOUND = Explanation(date(2014, 11, 1), "person", (OTHER, VERDICT), (MAY,))


def test_json_is_the_contract() -> None:
    content = json.loads("".join(person_json.write_person(FOUND)))
    assert list(content)[:3] == ["answer", "verdicts", "may"]
    verdict = content["verdicts"][1]
    assert list(verdict)[:6] == ["norm", "provision", "bearer", "verdict", "missing", "why"]
    assert verdict["why"]["children"][0]["children"][0]["value"] == "unknown"
    assert verdict["missing"] == ["home_in_denmark"]
    assert content["may"][0]["link"] is None


def test_text_puts_the_worst_first_and_gives_the_way_out() -> None:
    text = "".join(person_text.write_person(FOUND, "da"))
    assert text.startswith("Retstilstanden den 1. november 2014\n\nUOPFYLDELIG: Tilslutning")
    assert "    [ja] er fyldt 15 år (alder: 40)\n      [ukendt] bopæl i Danmark\n" in text
    assert "- Bestil på nettet (åben: nej; hindring: personnummer" in text
    assert "gebyr: 185,50 kr." in text
    assert 'Det ville blive til "opfyldt" med eID: har NemID (kan gøres af banken).' in text
    assert "Regler, der ikke gælder her:" in text
    assert "javascript" not in text


@pytest.mark.parametrize("lang", ["da", "en"])
def test_text_is_in_one_language_and_harmless(lang: Lang) -> None:
    evil = replace(VERDICT, title=Text(EVIL, EVIL), definition=Text(EVIL, EVIL))
    text = "".join(person_text.write_person(replace(FOUND, verdicts=(evil,)), lang))
    assert "\x1b" not in text
    assert ("kommunen" in text) is (lang == "da")
    assert ("the municipality" in text) is (lang == "en")
    assert "DKK 185.50" in text or lang == "da"
