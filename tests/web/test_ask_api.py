"""Questions and answers for programs: the same JSON as the command line gives."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from lovgraf.cli import run
from lovgraf.law import Law
from lovgraf_web import create_app
from tests.web.at_hand import at_hand
from tests.web.described import valid

ASK = "/api/ask/digital-post-person"
FACTS = {"birth_date": "1936-05-01", "left_on": "2009-03-01", "residence_country": "ES"}


@pytest.fixture(scope="module")
def asked(law: Law) -> FlaskClient:
    return at_hand(create_app({"LAW": law})).test_client()


def test_the_questions_are_listed_and_found(asked: FlaskClient) -> None:
    everything = asked.get("/api/ask").json
    valid(everything, "/api/ask")
    assert everything is not None
    assert len(everything["questions"]) > 90
    found = asked.get("/api/ask", query_string={"q": "pensionist i Spanien"}).json
    assert found is not None
    valid(found, "/api/ask")
    assert found["questions"][0]["question"] == "digital-post-person"
    several = asked.get("/api/ask", query_string={"q": "digital post"}).json
    assert several is not None
    assert several["asked"] is None
    assert "digital-post-person" in several["near"]
    told = asked.get(
        "/api/ask",
        query_string={"q": "må jeg arbejde uden arbejdstilladelse? jeg er tysk statsborger"},
    )
    assert told.json is not None
    assert told.json["asked"] == "right-to-work"
    assert told.json["told"] == {"citizenship": "DE"}
    outside = asked.get("/api/ask", query_string={"q": "hvordan fornyer jeg mit pas"}).json
    assert outside is not None
    assert outside["asked"] is None
    assert outside["outside"]["topic"]["en"] == "Passports"


def test_an_answer_is_that_of_the_command_line(
    asked: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """No token is needed: nothing is changed."""
    sent = asked.post(ASK, json={"facts": FACTS, "as_of": "2014-12-01"})
    assert sent.status_code == 200
    valid(sent.json, "/api/ask/{slug}", "post")
    pairs = [f"{name}={value}" for name, value in FACTS.items()]
    words = ["ask", "digital-post-person", *pairs, "--as-of", "2014-12-01", "--format", "json"]
    assert run(words) == 0
    assert sent.json == json.loads(capsys.readouterr().out)
    assert sent.json["answer"] == "no"


def test_an_interview_is_held_question_by_question(asked: FlaskClient) -> None:
    first = asked.get("/api/ask/nemkonto-person", query_string={"as_of": "2014-12-01"}).json
    assert first is not None
    valid(first, "/api/ask/{slug}")
    assert first["next"]["fact"] == "residence_country"
    known = {"residence_country": "DK", "receives_public_payment": None}
    more = {"facts": known, "asked": 1, "unknown": ["birth_date"], "as_of": "2014-12-01"}
    second = asked.post("/api/ask/nemkonto-person", json=more).json
    assert second is not None
    assert second["next"]["fact"] not in {"birth_date", "residence_country"}
    assert second["asked"] == 1


@pytest.mark.parametrize(
    ("slug", "sent", "status", "said"),
    [
        ("no-such", {}, 404, "/api/ask"),
        ("digital-post-person", [], 400, "JSON"),
        ("digital-post-person", {"facts": []}, 400, "facts"),
        ("digital-post-person", {"facts": {"area": "departure"}}, 400, "area"),
        ("digital-post-person", {"facts": {"birth_date": {}}}, 400, "value"),
        ("digital-post-person", {"facts": {"birth_date": "soon"}}, 400, "birth_date"),
        ("digital-post-person", {"unknown": "x"}, 400, "unknown"),
        ("digital-post-person", {"presume": "much"}, 400, "presume"),
        ("digital-post-person", {"as_of": 7}, 400, "date"),
    ],
)
def test_what_cannot_be_used_is_refused_in_both_languages(
    asked: FlaskClient, slug: str, sent: object, status: int, said: str
) -> None:
    refused = asked.post(f"/api/ask/{slug}", json=sent)
    assert refused.status_code == status
    valid(refused.json, "/api/ask/{slug}", "post", status=status)
    assert refused.json is not None
    assert said in refused.json["error"]["en"]
    assert refused.json["error"]["da"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"facts": {}, "asof": "2014-12-01"}', "Did you mean 'as_of'?"),
        ('{"facts": {}, "date": "2014-12-01"}', "The field xxxx is not known. There may be: as_of"),
        ('{"facts": {}, "as_of": "2014-12-01", "as_of": "2015-12-01"}', "is there twice"),
        ('{"facts": {"eid": "none", "eid": "nemid"}}', "A name ('eid') is there twice"),
        ('{"facts": {"Anna Holm": 1, "Anna Holm": 2}}', "A name (Xxxx Xxxx) is there twice"),
        ('{"facts": {}, "birth_date": "1980-01-01"}', "The field 'birth_date' is not known"),
        ('{"facts": {"expected_absence_months": NaN}}', "NaN is no number of JSON"),
        ('{"facts": {"expected_absence_months": -Infinity}}', "-Infinity is no number"),
        ('{"facts": {"expected_absence_months": 1e999}}', "1e999 is no number"),
        ("[" * 200_000, "Send a JSON object"),
        ('{"facts": ' + '{"a":' * 40_000, "Send a JSON object"),
        ("[]", "Send a JSON object"),
        ("", "Send a JSON object"),
        ("\xff", "Send a JSON object"),
    ],
)
def test_nothing_that_is_sent_is_passed_over(asked: FlaskClient, body: str, told: str) -> None:
    answer = asked.post(ASK, data=body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json is not None
    assert told in answer.json["error"]["en"]


def test_a_parameter_that_is_none_is_refused(asked: FlaskClient) -> None:
    for address in (f"{ASK}?asof=2014-12-01", "/api/ask?query=pension"):
        assert asked.get(address).status_code == 400, address
    assert asked.post(f"{ASK}?as_of=2014-12-01", json={"facts": {}}).status_code == 400


def test_one_may_ask_for_another(asked: FlaskClient) -> None:
    sent = asked.post(ASK, json={"facts": FACTS, "as_of": "2014-12-01", "for": "mother"})
    assert sent.json is not None
    assert "din mor" in str(sent.json["text"]["da"]).lower()
    assert asked.post(ASK, json={"facts": FACTS, "for": "nobody"}).status_code == 400


def test_words_are_read_as_the_command_line_reads_them(asked: FlaskClient) -> None:
    sent = {"words": "skal kunden, der indsætter 6000 kr, identificeres", "as_of": "2026-11-30"}
    open_ = asked.post("/api/ask/aml-identify", json=sent).json
    assert open_ is not None
    valid(open_, "/api/ask/{slug}", "post")
    assert (open_["answer"], open_["next"]["fact"]) == ("depends", "linked_amount_eur")
    silent = asked.post("/api/ask/aml-identify", json={"as_of": "2026-11-30"}).json
    assert silent is not None
    assert silent["answer"] == "yes"
    father = {"words": "my father lives in Spain", "as_of": "2026-11-30"}
    told = asked.post("/api/ask/nemkonto-person", json=father).json
    assert told is not None
    assert told["taken_from_words"] == {"residence_country": "ES"}
    assert "your father" in told["title"]["en"]
    wrong = asked.post("/api/ask/aml-identify", json={"words": 7})
    assert wrong.status_code == 400


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/api/ask?q=digital+post&q=nemkonto", "q is in the address several times"),
        (
            "/api/ask/digital-post-person?as_of=2014-12-01&as_of=2015-12-01",
            "as_of is in the address several times",
        ),
        (
            "/en/query?name=acts-to-amend&p.pattern=a&p.pattern=b",
            "p.pattern is in the address several times",
        ),
        ("/api/ask?birth_date=1980-01-01", "The field 'birth_date' is not known"),
        ("/api/ask?Anna+Holm=1", "The field Xxxx Xxxx is not known"),
        ("/en/person?birth_date=1980-01-01", 'The address says "birth_date"'),
        ("/en/person?Anna+Holm=1", "The address says Xxxx Xxxx"),
    ],
)
def test_what_an_address_says_twice_or_too_much_is_refused_by_name(
    asked: FlaskClient, address: str, told: str
) -> None:
    """Names of the vocabulary are nobody's values; of any other the shape is told."""
    refused = asked.get(address, headers={"Accept": "application/json"})
    assert refused.status_code == 400
    assert refused.json is not None
    assert re.search(told, refused.json["error"]["en"])
