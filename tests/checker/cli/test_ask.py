"""`lovgraf ask` and what `lovgraf person` says first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.reports.answer_text import whole
from tests.checker.cli.said import Capture, one_line
from tests.examples import one_in
from tests.web.answered import answered_once

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def _once() -> Iterator[None]:
    """Each answer is found once; it is told in many ways."""
    with answered_once():
        yield


PENSIONER = [
    "birth_date=1936-05-01", "citizenship=DK", "home_in_denmark=false", "left_on=2009-03-01",
    "cpr_status=80", "digital_post=false",
]  # fmt: skip
IN_SPAIN = [*PENSIONER, "residence_country=ES"]
THEN = ["--as-of", "2014-12-01"]


def test_plain_words_are_answered(capsys: Capture) -> None:
    assert run(["ask", "pensionist", "i", "Spanien", *PENSIONER, *THEN, "--lang", "da"]) == 0
    captured = capsys.readouterr()
    assert "Nej. Du skal ikke have Digital Post." in captured.out
    assert captured.out.count("\n") <= 40
    assert captured.err.startswith("lovgraf: Besvarer digital-post-person")
    assert "Taget fra dine ord: Bopælsland (residence_country=ES)" in captured.out


def test_a_name_is_answered_without_a_word(capsys: Capture) -> None:
    assert run(["ask", "digital-post-person", *IN_SPAIN, *THEN, "--format", "json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert json.loads(captured.out)["answer"] == "no"


def test_all_questions_are_listed(capsys: Capture) -> None:
    assert run(["ask", "--list", "--lang", "da"]) == 0
    out = capsys.readouterr().out
    assert "digital-post-person" in out
    assert "borgeren:" in out
    assert run(["ask", "--list", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["questions"]) >= 40


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["best", "pizza", "in", "town"], "--list"),
        (["how", "do", "I", "renew", "my", "passport"], "act on passports"),
        (["can I get my parking fine cancelled?"], "No question here is about that (Traffic"),
        (["move-in", "area=rats"], "--type filing"),
        (["aml-customer", "business=bank"], "There is no question of that name. Did you mean aml-"),
        (["customer", "business=adviser"], "There is no question of that name."),
        (["Which of the 5,000 persons have exemptions that have run out"], "lovgraf check FILE"),
        (["move-in", "type=filing"], "person"),
        (["move-in", "arrived_on=xx"], "arrived_on"),
        (["nemkonto-one", *THEN], "--as-of"),
        (["move-in", "--presume", "all"], "--presume"),
        (["move-in", "--format", "pdf"], "--format"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(
    capsys: Capture, arguments: list[str], said: str
) -> None:
    assert run(["ask", *arguments, "--lang", "en"]) == 2
    assert said in one_line(capsys)


def test_several_that_may_be_meant_are_told_with_the_command_of_the_first(capsys: Capture) -> None:
    """What somebody wrote is repeated once, and not for each."""
    assert run(["ask", "digital post", "left_on=2009", "--lang", "en"]) == 2
    *names, told = capsys.readouterr().err.splitlines()
    assert names[0].startswith("  digital-post-person  ")
    assert names[0].endswith("Must I have Digital Post?")
    assert len(names) > 1
    assert "Several questions may be meant. Write one of the names above first: " in told
    assert told.endswith("lovgraf ask digital-post-person 'digital post' left_on=2009")


def test_one_that_may_be_meant_is_not_called_several(capsys: Capture) -> None:
    said = "a guest left his ferret on the boat"
    assert run(["ask", said, "--lang", "en"]) == 2
    name, told = capsys.readouterr().err.splitlines()
    assert name.startswith("  home-on-boat  ")
    assert "It is not certain that this is asked. Write the name above first: " in told


def test_what_no_question_is_like_is_not_said_to_be_meant(capsys: Capture) -> None:
    assert run(["ask", "can my landlord in spian throw me out", "--lang", "en"]) == 2
    first, *_, told = capsys.readouterr().err.splitlines()
    assert first == 'lovgraf: "spian" was not read: did you mean Spain?'
    assert "It is not certain that a question here is about that." in told


@pytest.mark.parametrize(
    ("words", "said"),
    one_in(
        3,
        [
            ("what must an exchange office demand of a customer it never meets?", "EUR 500 (s. 10"),
            ("what must a casino demand of a customer it never meets?", "EUR 2,000 (s. 10, no. 3)"),
            (
                "what must a bank demand of a customer it never meets?",
                "name and date of birth (s. 11",
            ),
        ],
    ),
)
def test_the_limits_of_a_business_are_told_to_it_alone(
    capsys: Capture, words: str, said: str
) -> None:
    assert run(["ask", words, "--lang", "en"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert said in told
    assert ("EUR" in told) == ("bank" not in words)
    assert run(["ask", words, "--lang", "en", "--all"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "must clarify its ownership and control" in told, "the duties are the answer"


def test_what_a_bank_could_demand_at_a_distance_in_2014(capsys: Capture) -> None:
    words = "hvad må en bank kræve af en kunde den aldrig møder?"
    assert run(["ask", words, "--as-of", "2014-12-01", "--lang", "da"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "supplerende dokumentation (nr. 1)" in told
    assert "første betaling kommer fra en konto i kundens navn" in told


@pytest.mark.parametrize(
    ("words", "day", "parts"),
    one_in(
        3,
        [
            (
                "hvad må en bank kræve af en kunde den aldrig møder",
                "2026-11-30",
                (
                    "(§ 11, stk. 1, nr. 1-3)",
                    "loven har ingen udtømmende liste",
                    "bilag 2 (lav risiko) og 3 (høj risiko)",
                    "de står bagest i loven, ikke her",
                    "(§ 17)",
                    "(§ 18, stk. 2-4)",
                    "(§ 11, stk. 2)",
                    "(§ 16)",
                    "mindst fem år efter kundeforholdets ophør",
                    "(§ 30, stk. 2, i lov nr. 651/2017)",
                ),
            ),
            (
                "hvad må en bank kræve af et selskab den aldrig møder",
                "2026-11-30",
                ("CVR-nummer", "reelle ejere", "bilag 2", "(§ 11, stk. 2)", "(§ 30, stk. 2, i lov"),
            ),
            (
                "hvad må en bank kræve af en kunde den aldrig møder",
                "2014-12-01",
                ("(§ 12)", "(§ 19, stk. 2)", "(§ 19, stk. 1)", "(§ 15)", "(§ 23, stk. 1)"),
            ),
        ],
    ),
)
def test_what_must_and_may_be_asked_at_a_distance_and_how_long_it_is_kept(
    capsys: Capture, words: str, day: str, parts: tuple[str, ...]
) -> None:
    assert run(["ask", words, "--as-of", day, "--lang", "da"]) == 0
    assert len(capsys.readouterr().out.splitlines()) <= 40
    assert run(["ask", words, "--as-of", day, "--lang", "da", "--all"]) == 0
    told = capsys.readouterr().out
    paragraph = told.partition("\n\n")[2].partition("\n\n")[0]
    assert len(paragraph.splitlines()) <= 9
    first = " ".join(paragraph.split())
    assert first.startswith("Banken skal kende")
    for part in parts:
        assert part in first


@pytest.mark.parametrize(
    ("facts", "first"),
    one_in(
        3,
        [
            ("politically_exposed=domestic", "since the customer is politically exposed"),
            ("risk=increased", "since the risk was assessed as increased (s. 17(1))"),
            ("high_risk_country=true", "since a country on the European Commission's list"),
        ],
    ),
)
def test_what_more_is_asked_at_a_distance_comes_first(
    capsys: Capture, facts: str, first: str
) -> None:
    known = ["business=bank", "customer_kind=person", facts]
    assert run(["ask", "aml-remote", *known, "--as-of", "2026-11-30", "--lang", "en"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"The bank must demand more than usual, {first}" in told
    assert run(["ask", "aml-remote", *known, "--as-of", "2026-11-30", "--lang", "en", "--all"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "annexes 2 (low risk) and 3 (high risk)" in told
    assert "at least five years" in told


@pytest.mark.parametrize(
    ("words", "lang", "parts"),
    one_in(
        2,
        [
            (
                "what may a bank demand of a foreign company's director by video",
                "en",
                (
                    "acts_for_other=true",
                    "customer_kind=legal-entity",
                    "physically_present=false",
                    "the company, which is the customer",
                    "where it has none, something similar (the Act does not say what)",
                    "is empowered to, but for a lawyer admitted in the EU or EEA (s. 11(2))",
                    "by video, that may be a secure remote process which the authorities regulate",
                    "(s. 11(1), no. 2, second sentence); which these are is not part of this",
                    "Only a seat in a country on the European Commission's list adds the steps",
                ),
            ),
            (
                "hvad må banken kræve af direktøren i et udenlandsk selskab over video",
                "da",
                (
                    "acts_for_other=true",
                    "customer_kind=legal-entity",
                    "selskabet, som er kunden",
                    "noget lignende (hvad siger loven ikke)",
                    "den pågældende er beføjet",
                    "over video, kan det være en sikker fjernproces",
                ),
            ),
        ],
    ),
)
def test_a_foreign_companys_director_seen_by_video_is_one_answer(
    capsys: Capture, words: str, lang: str, parts: tuple[str, ...]
) -> None:
    assert run(["ask", words, "--as-of", "2026-11-30", "--lang", lang, "--all"]) == 0
    captured = capsys.readouterr()
    assert "Not read" not in captured.err
    assert "Ikke læst" not in captured.err
    told = " ".join(captured.out.split())
    for part in parts:
        assert part in told
    paragraph = captured.out.partition("\n\n")[2].partition("\n\n")[0]
    assert len(paragraph.splitlines()) <= 9


@pytest.mark.parametrize(
    "words",
    one_in(
        3,
        [
            "how long must the bank keep the papers where the director was identified by video, "
            "relationship ended 2024-03-01",
            "How long must the bank keep what it has on a customer it never met",
            "how long must the bank keep the papers of a customer it never met",
        ],
    ),
)
def test_how_long_the_bank_keeps_begins_with_five_years_and_deletion(
    capsys: Capture, words: str
) -> None:
    assert run(["ask", words, "--as-of", "2026-11-30", "--lang", "en"]) == 0
    captured = capsys.readouterr()
    assert "aml-retention" in captured.err
    first = " ".join(captured.out.partition("\n\n")[2].partition("\n\n")[0].split())
    assert first.startswith("The data must be kept for at least five years")
    assert "Personal data must be deleted" in first
    assert "(s. 30(2) of act 651/2017" in first
    assert "is not known" not in captured.out
    assert " ".join(captured.out.split()).count("it may have another number") == 1


def test_what_is_special_to_distance_comes_first_of_what_must_be_done(capsys: Capture) -> None:
    known = ["business=bank", "customer_kind=person", "--as-of", "2026-11-30", "--lang", "en"]
    assert run(["ask", "aml-remote", *known, "--all"]) == 0
    told = " ".join(capsys.readouterr().out.partition("What you must or may do:")[2].split())
    places = [told.index(one) for one in ("secure remote processes", "s. 11(1), no. 1, letter a")]
    assert places == sorted(places)
    assert "register its beneficial owners" not in told
    assert told.count("it may have another number") <= 1
    assert "()" not in told


def test_no_due_diligence_below_the_limit_of_a_one_off_exchange(capsys: Capture) -> None:
    facts = ["business=currency-exchange", "occasional=yes", "transaction_amount_eur=300"]
    assert run(["ask", "aml-remote", *facts, "--lang", "en"]) == 0
    assert "\nNo. " in capsys.readouterr().out


def test_text_ends_with_no_heading_of_nothing_and_no_half_item() -> None:
    said = ["Title", "", "Yes.", "", "What you must or may do:", "  - One", "    goes on", "", "x"]
    assert whole(said, 7, "en") == said[:7]
    assert whole(said, 6, "en") == said[:3]
    assert whole(said, 5, "en") == said[:3]


def test_what_no_rule_of_the_day_decides_is_found_and_says_when_one_did(capsys: Capture) -> None:
    said = ["Min mor er død, hvad sker der med hendes NemKonto", "--lang", "da"]
    assert run(["ask", *said, "--as-of", "2026-11-28"]) == 2
    found, refused = capsys.readouterr().err.splitlines()
    assert "nemkonto-death" in found
    assert "en gjorde det til 30. juni 2025" in refused
    assert run(["ask", *said, "--as-of", "2005-01-01"]) == 2
    assert "en gør det fra" in capsys.readouterr().err


def test_what_may_be_meant_is_json_too(capsys: Capture) -> None:
    assert run(["ask", "digital", "post", "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["question"] is None
    assert "digital-post-person" in found["near"]
    assert run(["ask", "hvordan", "fornyer", "jeg", "mit", "pas", "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out)["outside"]["topic"]["da"] == "Pas"


def test_what_the_words_tell_is_used_and_shown(capsys: Capture) -> None:
    words = ["hvordan", "får", "jeg", "MitID,", "når", "jeg", "bor", "i", "Spanien"]
    assert run(["ask", *words, "--lang", "da"]) == 0
    assert "residence_country=ES" in capsys.readouterr().out
    assert run(["ask", *words, "residence_country=DE", "--lang", "da"]) == 0
    assert "residence_country=ES" not in capsys.readouterr().out


FATHER = "{slug} must my father, 78, Danish, in Spain since 2009, have {what}?"


def test_facts_in_words_keep_their_precision_and_speak_of_who_is_asked_for(capsys: Capture) -> None:
    for slug, what in one_in(
        2, [("nemkonto-person", "a NemKonto"), ("digital-post-person", "Digital Post")]
    ):
        asked = ["ask", FATHER.format(slug=slug, what=what), "--as-of", "2026-11-30"]
        assert run([*asked, "--format", "json", "--lang", "en"]) == 0
        captured = capsys.readouterr()
        found = json.loads(captured.out)
        assert found["answer"] == "no"
        assert found["text"]["en"] == f"No. Your father need not have {what}."
        assert found["taken_from_words"] == {
            "citizenship": "DK", "residence_country": "ES", "left_on": "2009",
            "birth_date": "1947-12-01/1948-11-30",
        }  # fmt: skip
        assert found["title"]["en"] == f"Must your father have {what}?"
        assert "2009-01-01" not in captured.out
        assert "January 2009" not in captured.out
        assert "Answered for your father" in captured.err
        assert "Not used" not in captured.err


def test_a_day_on_which_the_answer_hinges_is_asked_for(capsys: Capture) -> None:
    """Whoever is born in 2011 turns 15 in 2026: only the day says whether they have."""
    for slug in one_in(2, ["credit-warning", "digital-post-person"]):
        asked = ["ask", slug, "home_in_denmark=yes", "left_on=no", "--as-of", "2026-11-30"]
        assert run([*asked, "birth_date=2011", "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["answer"], found["next"]["fact"]) == ("depends", "birth_date")
        assert found["next"]["label"]["en"] == "When were you born? (in 2011: which day?)"
        assert run([*asked, "birth_date=2010", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["answer"] == "yes"


def test_a_letter_is_written_by_its_ending(tmp_path: Path, capsys: Capture) -> None:
    for name in ("answer.docx", "answer.html"):
        target = tmp_path / name
        assert run(["ask", "digital-post-person", *IN_SPAIN, *THEN, "-o", str(target)]) == 0
        assert target.stat().st_size > 1000
    assert capsys.readouterr().out == ""


def test_presumptions_answer_what_nobody_records(capsys: Capture) -> None:
    """Whoever moved must say so unless they did, and whoever lives here must have Digital Post
    unless they are exempt: neither is presumed."""
    for slug, *facts in one_in(
        2,
        [
            ("move-within", "moved_on=2014-11-20"),
            ("digital-post-person", "birth_date=1980-01-01", "citizenship=DK",
             "home_in_denmark=true"),
        ],
    ):  # fmt: skip
        asked = ["ask", slug, *facts, *THEN, "--format", "json"]
        assert run(asked) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["answer"] == "yes"
        assert found["rests_on"]
        assert run([*asked, "--presume", "none"]) == 0
        strict = json.loads(capsys.readouterr().out)
        assert strict["answer"] == "depends"
        assert strict["rests_on"] == []


def test_a_person_is_told_in_forty_lines(capsys: Capture) -> None:
    run(["person", *IN_SPAIN, *THEN, "--about", "skal han have digital post", "--lang", "da"])
    out = capsys.readouterr().out
    assert out.startswith("Skal jeg have Digital Post?")
    assert out.count("\n") <= 40
    assert "Andre regler" in out
    run(["person", *IN_SPAIN, *THEN, "--all", "--lang", "da"])
    assert capsys.readouterr().out.count("\n") > 200


def test_a_person_is_asked_about_an_act(capsys: Capture) -> None:
    run(["person", *IN_SPAIN, *THEN, "--about", "law/2012/528", "--lang", "da"])
    out = capsys.readouterr().out
    assert out.index("Det, der blev spurgt om") < out.index("Kræver")


@pytest.mark.parametrize("about", ["law/1900/1", "best pizza in town"])
def test_an_unknown_matter_is_refused(capsys: Capture, about: str) -> None:
    assert run(["person", *IN_SPAIN, "--about", about]) == 2
    assert "--about" in one_line(capsys)


def test_a_type_among_the_facts_works_as_in_a_file(capsys: Capture) -> None:
    facts = ["area=rats", "channel=paper", *THEN, "--format", "json"]
    run(["person", "type=filing", *facts])
    assert json.loads(capsys.readouterr().out)["type"] == "filing"
    assert run(["person", *facts]) == 2
    assert "--type filing" in one_line(capsys)
    assert run(["person", "type=filing", "--type", "payment", *facts]) == 2
    assert "--type" in one_line(capsys)


def test_the_contract_of_a_person_begins_with_the_answer(capsys: Capture) -> None:
    arguments = ["person", *IN_SPAIN, *THEN, "--format", "json"]
    run([*arguments, "--about", "digital-post-person"])
    found = json.loads(capsys.readouterr().out)
    assert next(iter(found)) == "answer"
    assert found["answer"]["answer"] == "no"
    assert {"verdicts", "may"} <= found.keys()
    run(arguments)
    assert json.loads(capsys.readouterr().out)["answer"] is None
