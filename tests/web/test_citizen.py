"""Questions about one citizen: chosen, asked one fact a page, answered, nothing kept or lost."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.in_flight import InFlight
from lovgraf_web.pages.citizen.case import Case
from lovgraf_web.pages.citizen.view import provision_of
from tests.examples import WHOLE, one_in, whole
from tests.web.answered import answered_once
from tests.web.at_hand import at_hand
from tests.web.described import valid

DAY = "2014-12-01"
SLUG = "digital-post-person"


@pytest.fixture(scope="module")
def site(law: Law) -> Iterator[Flask]:
    """The application over the shipped law; whatever is asked for is waited for."""
    with answered_once():
        yield at_hand(create_app({"LAW": law, "WTF_CSRF_ENABLED": False, "PREPARED_WAIT": 60}))


@pytest.fixture
def asker(site: Flask) -> FlaskClient:
    """A reader."""
    return site.test_client()


def fields(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the form of facts."""
    form = page[page.index('id="facts"') :]
    form = form[: form.index("</form>")]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return [(name, unescape(value)) for name, value in found]


def asked(page: str) -> str:
    """The column that a page asks for; nothing where it asks for none."""
    return dict(fields(page)).get("asking", "")


def sent(asker: FlaskClient, page: str, do: str, *typed: tuple[str, str], lang: str = "da") -> str:
    """The page that comes when a button is pressed."""
    data: dict[str, list[str]] = {}
    day = re.search(r'name="as_of" type="date" value="([^"]+)"', page)
    assert day
    for name, value in [*fields(page), *typed, ("do", do), ("as_of", day[1])]:
        data.setdefault(name, []).append(value)
    return asker.post(f"/{lang}/citizen/{SLUG}", data=data).text


def begun(asker: FlaskClient, lang: str = "da") -> str:
    return asker.get(f"/{lang}/citizen/{SLUG}?as_of={DAY}").text


VALUES = {
    "birth_date": "1936-03-01", "home_in_denmark": "false", "left_on": "2009-05-01",
    "residence_country": "ES",
}  # fmt: skip
"""What somebody says who left in 2009 and does not know whether they are connected."""


@pytest.fixture(scope="module")
def pages(site: Flask) -> dict[str, str]:
    """The pages on the way to the answer to such a person, by the column that they ask for; the
    server keeps nothing, so whoever has a page goes on from it."""
    asker = site.test_client()
    page, found = begun(asker), {}
    for _ in range(7):
        column = asked(page)
        found[column] = page
        if not column:
            break
        typed = [(column, VALUES[column])] if column in VALUES else []
        page = sent(asker, page, "next" if typed else "unknown", *typed)
    return {**found, asked(page): page}


@pytest.fixture
def abroad(pages: dict[str, str]) -> str:
    """The answer to such a person."""
    return pages[""]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_first_page_asks_for_a_fact_beside_the_answer(asker: FlaskClient, lang: str) -> None:
    page = begun(asker, lang)
    assert asked(page)
    assert 'class="outcome depends"' in page
    assert '<progress id="step" max="7" value="0">' in page


def test_a_few_answers_lead_to_the_answer_with_its_reasons(abroad: str) -> None:
    page = abroad
    assert 'id="outcome"' in page
    assert "Nej. Du skal ikke have Digital Post." in page
    assert "§ 3, stk. 1" in page
    for part in ("Begrundelse", "Tjek dine svar", "1. maj 2009"):
        assert part in page
    changes = re.findall(r'value="change:([a-z_]+)"', page)
    assert "left_on" in changes


def test_an_answer_can_be_changed_and_is_there_when_one_comes_back(
    asker: FlaskClient, abroad: str
) -> None:
    page = sent(asker, abroad, "change:left_on")
    assert asked(page) == "left_on"
    assert 'value="2009-05-01"' in page
    again = sent(asker, page, "next", ("left_on", "2010-06-01"))
    assert "1. juni 2010" in again
    assert "1. maj 2009" not in again


def test_going_back_keeps_what_was_typed(asker: FlaskClient, pages: dict[str, str]) -> None:
    page = pages["left_on"]
    back = sent(asker, page, "back", ("left_on", "2009-05-01"))
    before = asked(back)
    assert before not in ("", "left_on")
    assert re.search(rf'value="{VALUES[before]}"( checked)?', back)
    forth = sent(asker, back, "next", (before, VALUES[before]))
    assert asked(forth) == "left_on"
    assert 'value="2009-05-01"' in forth, "what was typed and not sent is a draft"


def test_what_nobody_knows_stays_in_the_order_in_which_it_was_asked(asker: FlaskClient) -> None:
    names = ["digital_post_since", "eid", "digital_post", "cpr_status", "citizenship"]
    for order in (names, names[::-1]):
        page = begun(asker)
        again = sent(asker, page, "all", *(("asked", name) for name in order))
        assert [value for name, value in fields(again) if name == "asked"] == order


def test_the_other_language_keeps_what_was_said(
    asker: FlaskClient, pages: dict[str, str], abroad: str
) -> None:
    for page in [*pages.values(), abroad, sent(asker, abroad, "all")]:
        if not (button := re.search(r'<button class="other-language"[^>]*>', page)):
            continue  # nothing was sent yet
        assert f'formaction="/en/citizen/{SLUG}"' in button[0]
        assert 'form="facts"' in button[0]
        english = sent(asker, page, "language", lang="en")
        assert '<html lang="en">' in english
        assert asked(english) == asked(page)
        same = [pair for pair in fields(page) if pair[0] != "csrf_token"]
        assert [pair for pair in fields(english) if pair[0] != "csrf_token"] == same
    assert 'class="other-language"' in abroad


def test_what_cannot_be_read_is_asked_for_again(asker: FlaskClient, pages: dict[str, str]) -> None:
    page = pages["left_on"]
    nothing = sent(asker, page, "next")
    assert 'id="faults"' in nothing
    assert asked(nothing) == "left_on"
    wrong = sent(asker, page, "next", ("left_on", "engang i maj"))
    assert 'id="faults"' in wrong
    assert "engang i maj" in wrong
    assert ("residence_country", "ES") in fields(wrong)


def test_a_day_that_is_none_loses_nothing(asker: FlaskClient) -> None:
    first = begun(asker)
    data = {"as_of": "2014-02-30", "shown": DAY, "home_in_denmark": "false",
            "asking": "home_in_denmark", "do": "next"}  # fmt: skip
    answer = asker.post(f"/da/citizen/{SLUG}", data=data)
    assert answer.status_code == 400
    assert 'id="e-day"' in answer.text
    assert ("home_in_denmark", "false") in fields(answer.text)
    assert asked(first)


def test_all_facts_stand_on_one_page(asker: FlaskClient) -> None:
    page = asker.get(f"/en/citizen/{SLUG}?as_of={DAY}&all=1").text
    assert page.count('class="fact"') > 5
    update = sent(
        asker, page, "update", ("home_in_denmark", "false"), ("left_on", "2009-05-01"),
        ("digital_post", "false"), lang="en",
    )  # fmt: skip
    assert "No. You need not have Digital Post." in update
    whole = sent(
        asker, page, "answer", ("home_in_denmark", "false"), ("left_on", "2009-05-01"),
        ("digital_post", "false"), lang="en",
    )  # fmt: skip
    assert 'id="outcome"' in whole


def test_the_answer_comes_as_a_letter(asker: FlaskClient, abroad: str) -> None:
    page = abroad
    data: dict[str, list[str]] = {"as_of": [DAY]}
    for name, value in [*fields(page), ("do", "letter:docx")]:
        data.setdefault(name, []).append(value)
    letter = asker.post(f"/da/citizen/{SLUG}", data=data)
    assert letter.headers["Content-Disposition"] == f'attachment; filename="{SLUG}.docx"'
    from docx import Document

    text = "\n".join(p.text for p in Document(BytesIO(letter.data)).paragraphs)
    assert "Nej. Du skal ikke have Digital Post." in text
    data["do"] = ["letter:html"]
    assert (
        "Nej. Du skal ikke have Digital Post." in asker.post(f"/da/citizen/{SLUG}", data=data).text
    )


def test_programs_send_facts_and_get_json(asker: FlaskClient) -> None:
    data = {"as_of": DAY, "home_in_denmark": "false", "left_on": "2009-05-01",
            "digital_post": "false"}  # fmt: skip
    found = asker.post(f"/en/citizen/{SLUG}?format=json", data=data).json
    assert found
    assert found["answer"] == "no"
    valid(found, "/{lang}/citizen/{slug}", "post")
    assert found["next"] is None
    wrong = asker.post(f"/en/citizen/{SLUG}?format=json", data={"as_of": DAY, "left_on": "soon"})
    assert wrong.status_code == 400


def test_no_fact_stands_in_an_address(abroad: str) -> None:
    for address in re.findall(r'(?:href|action|src)="([^"]*)"', abroad):
        assert "2009" not in address.replace("as_of=", "")
        assert "left_on" not in address


def test_a_form_of_an_older_session_comes_back_with_all_that_was_sent(law: Law) -> None:
    client = create_app({"LAW": law}).test_client()
    data = {"as_of": DAY, "asking": "home_in_denmark", "home_in_denmark": "false", "do": "next"}
    page = client.post(f"/da/citizen/{SLUG}", data=data).text
    for name, value in data.items():
        assert f'name="{name}" value="{value}"' in page


def test_a_date_without_law_says_so_and_keeps_the_facts(asker: FlaskClient) -> None:
    data = {"as_of": "1950-01-01", "home_in_denmark": "false", "asked": "home_in_denmark"}
    page = asker.post(f"/da/citizen/{SLUG}", data=data).text
    assert ("home_in_denmark", "false") in fields(page)
    assert asker.get("/da/citizen/none").status_code == 404


@whole("web/test_prepared.py::test_whoever_asks_early_is_told_and_gets_it_later")
def test_what_is_not_ready_says_so_and_the_page_comes_again(law: Law) -> None:
    client = create_app({"LAW": law, "PREPARED_WAIT": 0}).test_client()
    address = f"/da/citizen/{SLUG}?as_of={DAY}"
    early = client.get(address)
    assert early.status_code == 200
    assert early.headers["Refresh"] == "1"
    assert "gøres klar" in early.text
    for _ in range(600):
        page = client.get(address)
        if "Refresh" not in page.headers:
            break
        time.sleep(0.1)
    assert asked(page.text)


def test_what_was_not_asked_for_is_no_answer() -> None:
    case = Case(("a",), (("a", "1"), ("b", "2")))
    assert case.back() == (Case((), (("a", "1"), ("b", "2"))), "a")
    assert case.all_given().asked == ("a", "b")
    assert Case(("a", "c"), (("a", "1"),)).unknown == {"c"}


def test_all_rules_stand_behind_the_answer(abroad: str) -> None:
    page = abroad
    assert "/da/person" in page
    form = page[page.index('action="/da/person"') :]
    assert 'name="left_on" value="2009-05-01"' in form


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("pensionist i Spanien", "digital-post-person"),
        ("hvad må banken kræve af en kunde, den aldrig møder", "aml-remote"),
    ],
)
def test_the_search_finds_questions(asker: FlaskClient, words: str, slug: str) -> None:
    page = asker.get("/da/search", query_string={"q": words}).text
    assert f"/da/citizen/{slug}" in page


def test_the_search_finds_a_provision_first_where_it_is_named(asker: FlaskClient) -> None:
    page = asker.get("/da/search", query_string={"q": "CPR § 24"}).text
    first = re.search(r'<ol class="hits">\s*<li><a href="([^"]+)"', page)
    assert first
    assert re.search(r"/da/provision/law/[0-9/]+/par/24", first[1])
    assert "/da/citizen/" not in page


def test_the_start_page_has_three_doors_and_a_search(asker: FlaskClient) -> None:
    page = asker.get("/da/").text
    for address in ("/da/citizen", "/da/dataset", "/da/proposals"):
        assert f'<h2><a href="{address}">' in page
    assert 'role="search"' in page


def test_a_question_of_other_days_says_which(asker: FlaskClient) -> None:
    page = asker.get("/da/citizen/nemkonto-death?as_of=2026-11-30").text
    assert "en gjorde det til 30. juni 2025" in page


def test_a_search_for_what_no_question_is_about_says_where_to_turn(asker: FlaskClient) -> None:
    page = asker.get("/da/search", query_string={"q": "hvordan fornyer jeg mit pas"}).text
    assert "Intet spørgsmål her handler om det" in page
    assert "lov om pas" in page


def test_what_a_way_decides_leads_to_its_provision(site: Flask, asker: FlaskClient) -> None:
    """Not only rules decide: a child of twelve has no way to an eID."""
    facts = {"birth_date": "2014-05-01", "home_in_denmark": "true", "eid": "none"}
    page = asker.post("/da/citizen/eid-get", data=facts | {"as_of": "2026-11-30", "do": "answer"})
    assert page.status_code == 200
    with site.app_context():
        ways = site.extensions["law"].access.routes
        places = {provision_of(way.origin or way.iri) for way in ways}
    assert len(places) > 5
    for place in one_in(4, sorted(filter(None, places))):
        assert asker.get(f"/da/provision/{place}").status_code == 200, place


def test_whom_it_is_asked_for_is_chosen_first_and_spoken_of_from_then_on(
    asker: FlaskClient,
) -> None:
    page = begun(asker)
    assert page.index('name="for"') < page.index('name="home_in_denmark"')
    after = sent(asker, page, "next", ("home_in_denmark", "false"), ("for", "mother"))
    assert dict(fields(after))["for"] == "mother"
    assert "din mor" in after.lower()
    ended = sent(asker, after, "answer")
    assert '<option value="mother" selected>' in ended
    assert "din mor" in ended.lower()


def test_a_search_for_many_people_leads_to_the_page_of_files(asker: FlaskClient) -> None:
    page = asker.post("/da/search", data={"q": "hvem af disse 5.000 skal vi skrive til"})
    assert '<a href="/da/dataset">Gå til siden</a>' in page.text
    assert asker.get("/da/dataset").status_code == 200


ASKED_ON, *BORN = (
    ("2026-11-30", "between 1 December 1947 and 30 November 1948", "1947-12-01/1948-11-30")
    if WHOLE
    else (DAY, "between 2 December 1935 and 1 December 1936", "1935-12-02/1936-12-01")
)
"""A day, or that of the other tests, which finds much of the answer there; and the days on which
somebody was born who is 78 then."""


def test_what_a_search_tells_comes_along_to_the_question(asker: FlaskClient) -> None:
    """The facts in the words, and for whom it is asked; a year stays a year."""
    said = "must my father, 78, Danish, in Spain since 2009, have Digital Post"
    page = asker.get("/en/search", query_string={"q": said, "as_of": ASKED_ON}).text
    assert BORN[0] in page
    assert "(birth_date=" not in page
    form = page[page.index(f'action="/en/citizen/{SLUG}"') :]
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    told = {name: unescape(value) for name, value in found}
    assert (told["left_on"], told["for"]) == ("2009", "father")
    assert told["birth_date"] == BORN[1]
    data: dict[str, list[str]] = {"do": ["answer"]}
    for name, value in found[:-1]:
        data.setdefault(name, []).append(unescape(value))
    answer = unescape(asker.post(f"/en/citizen/{SLUG}", data=data).text)
    assert "No. Your father need not have Digital Post." in answer
    assert "Must your father have Digital Post?" in answer
    assert "in 2009" in answer
    assert "What could change the answer" in answer
    assert "See also:" in answer
    assert "1 January 2009" not in answer


def test_what_is_typed_of_somebody_stands_in_no_address(asker: FlaskClient) -> None:
    """A search is sent as a form; words that name nobody alone lead on to an address."""
    day = {"as_of": "2026-11-30"}
    words = "pensionist på 78 i Spanien"
    page = asker.post("/da/search", data={"q": words, **day})
    assert page.status_code == 200
    addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page.text))
    assert not re.search(r"\b78\b|Spanien|[?&;]q=", addresses)
    listed = page.text[page.text.index('<ul class="hits">') :]
    assert f'action="/da/citizen/{SLUG}"' in listed
    assert 'name="birth_date" value="1947-12-01/1948-11-30"' in listed
    assert f'href="/da/citizen/{SLUG}' not in listed
    assert 'formaction="/en/search"' in page.text
    for plain in ("NemKonto", "CPR § 24", "fritagelse"):
        sent_on = asker.post("/da/search", data={"q": plain, **day})
        assert sent_on.status_code == 303
        assert sent_on.location.startswith("/da/search?")
        assert asker.get(sent_on.location).status_code == 200
    for private in ("010190-1234", "Anders Overgaard NemKonto", "§ 3 Anders Overgaard"):
        assert asker.post("/da/search", data={"q": private}).status_code == 200
    assert asker.post("/da/search", data={"q": "a" * 500}).status_code == 400


def test_a_question_that_is_turned_is_answered_as_asked(asker: FlaskClient) -> None:
    data = {"as_of": DAY, "do": "steps", "turned": "1", "asked": "home_in_denmark"}
    page = asker.post(f"/en/citizen/{SLUG}", data={**data, "home_in_denmark": "false"}).text
    assert "May one do without Digital Post?" in page
    assert "Yes. You need not" in page
    assert ("turned", "1") in fields(page)


def test_a_year_alone_is_an_answer_where_the_day_does_not_matter(asker: FlaskClient) -> None:
    data = {"as_of": DAY, "asked": "birth_date", "birth_date": ["", "1936"], "do": "next"}
    page = asker.post(f"/en/citizen/{SLUG}", data=data)
    assert page.status_code == 200
    assert ("birth_date", "1936") in fields(page.text)


def test_what_the_words_told_is_no_question_that_was_asked(asker: FlaskClient) -> None:
    told = {"as_of": DAY, "asked": "birth_date", "heard": "birth_date", "birth_date": "1936-05-01"}
    page = asker.post(f"/en/citizen/{SLUG}", data={**told, "do": "steps"}).text
    assert "Question 1 " in page
    assert '<progress id="step" max="7" value="0">' in page
    assert ("heard", "birth_date") in fields(page)
    assert "if you have a home or fixed abode" in page, "the age was told"
    assert "Home in Denmark." in page, "what it turns on is what is asked for"


def test_what_is_said_in_the_search_comes_along_to_each_question(asker: FlaskClient) -> None:
    page = asker.get(
        "/da/search", query_string={"q": "skal banken identificere en kunde, der indsætter 6000 kr"}
    ).text
    assert "Ikke brugt af dine ord: 6000 kr" in page
    assert 'name="unread" value="1"' in page
    words = "Min mor på 83 bor i Thailand siden 2015 og har ingen computer"
    page = asker.get("/da/search", query_string={"q": words}).text
    form = page[page.index('class="once"') : page.index("</form>", page.index('class="once"'))]
    grounds = 'name="named" value="ground-no-computer"'
    for said in (grounds, 'value="TH"', 'value="mother"', 'name="heard" value="residence_country"'):
        assert said in form
    assert "Grund i dine ord: ingen computer" in form


def test_an_unread_number_is_asked_for_before_the_page_answers(asker: FlaskClient) -> None:
    data = {"as_of": "2026-11-30", "do": "steps", "unread": "1"}
    page = asker.post("/da/citizen/aml-identify", data=data).text
    assert asked(page).endswith("_eur")
    assert ("unread", "1") in fields(page)


def test_the_same_asked_for_meanwhile_is_made_once() -> None:
    begun, go_on, made = threading.Event(), threading.Event(), list[int]()
    flight = InFlight()

    def make() -> int:
        made.append(len(made))
        begun.set()
        go_on.wait(5)
        return 7

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flight.get, "key", make)
        begun.wait(5)
        second = pool.submit(flight.get, "key", make)
        time.sleep(0.05)
        go_on.set()
        assert (first.result(), second.result()) == (7, 7)
    assert made == [0]
    assert flight.get("key", lambda: 8) == 8


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_long_answer_shows_what_to_do_first_and_folds_the_rest(
    asker: FlaskClient, lang: str
) -> None:
    page = asker.get(f"/{lang}/citizen/aml-remote", query_string={"as_of": "2026-11-30"}).text
    main = page[page.index("<main") : page.index("</main>")]
    unfolded = re.sub(r"(?s)<summary>.*?</summary>|<details.*?</details>|<[^>]+>", " ", main)
    assert len(unfolded.split()) <= 600
    heading = re.search(r'(?s)id="outcome-title"[^>]*>(.*?)</h2>', page)
    assert heading
    assert len(heading[1].split()) <= 45
    assert unfolded.count("1463") <= 2
    assert len(re.sub(r"<[^>]+>", " ", main).split()) >= 1300
    assert "30(2)" in main or "§ 30, stk. 2" in main


def test_each_button_on_the_search_page_names_its_question(asker: FlaskClient) -> None:
    words = (
        "må min søster i Thailand, som stadig er tilsluttet, undvære Digital Post eller fritages"
    )
    page = asker.get("/da/search", query_string={"q": words}).text
    buttons = re.findall(r'(?s)name="do" value="steps">(.*?)</button>', page)
    said = [re.sub(r"<[^>]+>", "", one) for one in buttons]
    assert said
    assert len(said) == len(set(said))


def test_a_zero_put_in_front_of_a_number_is_told_on_the_page(asker: FlaskClient) -> None:
    said, data = "der er sat et nul foran", {"home_in_denmark": "true", "as_of": DAY}
    for do in ("answer", "all", "update"):
        page = asker.post(
            f"/da/citizen/{SLUG}", data={**data, "cpr_number": "101585000", "asked": "cpr_number",
                                         "do": do, "whole": "1"},
        ).text  # fmt: skip
        assert said in page, do
    whole = {**data, "cpr_number": "0101585001", "asked": "cpr_number", "do": "answer"}
    assert said not in asker.post(f"/da/citizen/{SLUG}", data=whole).text
