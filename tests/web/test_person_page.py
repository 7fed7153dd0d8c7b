"""One citizen: the form of what the law asks for, verdicts, and nothing kept."""

from __future__ import annotations

import logging
import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.current import explained
from lovgraf_web.pages.person.people import people
from tests.examples import WHOLE, cells, one_in
from tests.web.at_hand import at_hand

DAY = "1950-01-01"


def token(client: FlaskClient, lang: str = "en") -> str:
    """The CSRF token of the form."""
    page = client.get(f"/{lang}/person?as_of={DAY}").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def post(client: FlaskClient, lang: str = "en", **facts: str) -> TestResponse:
    """Send the form."""
    data = {"csrf_token": token(client, lang), "as_of": DAY, **facts}
    return client.post(f"/{lang}/person", data=data)


def test_the_form_has_the_facts_that_the_law_asks_for(client: FlaskClient) -> None:
    page = client.get(f"/da/person?as_of={DAY}").text
    assert 'name="wears_hat"' in page
    assert 'name="head_size"' in page
    assert "never_asked" not in page
    assert "Hovedmål" in page
    assert "Lov om hatte &amp; &lt;huer&gt;" in page
    later = client.get("/da/person?as_of=2001-01-01").text
    assert 'name="head_size"' not in later
    assert 'name="wears_hat"' in later
    assert '<form method="post"' not in client.get("/da/person?as_of=1800-01-01").text


@pytest.mark.parametrize(
    ("lang", "breached", "undetermined"),
    [("da", "Ikke overholdt", "Det afhænger af"), ("en", "Breached", "It turns on")],
)
def test_verdicts_come_with_reasons(
    client: FlaskClient, lang: str, breached: str, undetermined: str
) -> None:
    page = post(client, lang, head_size="61", wears_hat="false")
    assert page.status_code == 200
    assert breached in page.text
    assert "https://www.example.org/eli/lta/1900/1" in page.text
    assert 'value="61"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert undetermined in post(client, lang, head_size="61").text


def test_a_blank_is_unknown_and_no_is_no(client: FlaskClient) -> None:
    assert "Undetermined" in post(client).text
    small = post(client, head_size="50", wears_hat="true").text
    assert "Rules not about the citizen" in small


def test_a_value_that_cannot_be_read_is_said(client: FlaskClient) -> None:
    page = post(client, head_size="large")
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert "Head size" in page.text or "head_size" in page.text
    assert post(client, head_size="9" * 300).status_code == 400
    assert post(client, as_of="never").status_code == 400


def test_a_field_that_is_no_fact_is_refused_by_name(client: FlaskClient) -> None:
    """A misspelt fact is not passed over: the verdicts would be of somebody else."""
    sent = {"as_of": DAY, "head_siz": "61", "csrf_token": token(client)}
    as_json = client.post("/en/person", data=sent, headers={"Accept": "application/json"})
    assert as_json.status_code == 400
    assert as_json.json is not None
    assert "head_siz" in as_json.json["error"]["en"]
    page = post(client, head_siz="61", wears_hat="true")
    assert page.status_code == 400
    assert "head_siz" in page.text
    assert post(client, head_siz="", head_size="61").status_code == 200, "nothing was said"


def test_each_fault_is_listed_and_stands_at_its_field_with_what_was_typed(
    client: FlaskClient,
) -> None:
    typed = {"head_size": "stort", "wears_hat": "true", "as_of": "1.13.1950", "shown": DAY}
    page = post(client, "da", **typed).text
    summary = page[page.index('id="faults"') : page.index("</div>", page.index('id="faults"'))]
    assert 'tabindex="-1" autofocus' in summary
    assert re.findall(r'href="#([^"]+)"', summary) == ["day", "f-head_size"]
    field = re.search(r'<input[^>]*id="f-head_size"[^>]*>', page)
    assert field
    assert 'aria-invalid="true" aria-describedby="e-head_size' in field[0]
    assert 'value="stort"' in field[0]
    assert 'id="e-head_size">Det kan ikke læses. Skriv ' in page
    assert re.search(r'<option value="true" selected', page), "the other answers stay"


def test_the_other_language_takes_along_what_was_stated(client: FlaskClient) -> None:
    page = post(client, "en", head_size="61").text
    assert re.search(r'form="facts" formaction="/da/person" name="do" value="language"', page)
    other = post(client, "da", head_size="61", do="language")
    assert other.status_code == 200
    assert 'value="61"' in other.text


def test_a_date_is_read_as_danes_write_it(client: FlaskClient) -> None:
    for day in ("01-01-1950", "1.1.1950", "1/1/1950", DAY):
        assert post(client, as_of=day, head_size="61").status_code == 200
        page = client.get("/da/person", query_string={"as_of": day}).text
        assert 'id="day" name="as_of" type="date" value="1950-01-01"' in page
    for day in ("1950-13-01", "31-02-1950", "soon", "1-1-50"):
        assert client.get("/da/law", query_string={"as_of": day}).status_code == 400


def test_what_was_typed_outlives_the_session(client: FlaskClient, app: Flask) -> None:
    old = token(client)
    fresh = app.test_client()
    typed = {"as_of": DAY, "head_size": "61", "wears_hat": "false"}
    page = fresh.post("/en/person", data=typed | {"csrf_token": old})
    assert page.status_code == 400
    again = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.text))
    assert again.keys() == {*typed, "csrf_token"}
    answer = fresh.post("/en/person", data=again)
    assert answer.status_code == 200
    assert "Breached" in answer.text


def test_hostile_values_are_text(client: FlaskClient) -> None:
    page = post(client, head_size='"><script>alert(1)</script>').text
    assert "<script>" not in page
    assert "alert(1)</script" not in page


def test_only_a_post_with_a_token_is_answered(client: FlaskClient) -> None:
    data = {"as_of": DAY, "head_size": "61"}
    for sent in (data, data | {"csrf_token": "forged"}):
        refused = client.post("/da/person", data=sent)
        assert refused.status_code == 400
        assert "Send igen" in refused.text
        assert "article" not in refused.text
    ignored = client.get(f"/en/person?as_of={DAY}&head_size=61").text
    assert "Breached" not in ignored
    assert 'value="61"' not in ignored
    assert client.post("/en/law").status_code in (400, 405)


def test_too_much_is_refused(client: FlaskClient) -> None:
    assert post(client, head_size="1" * 300_000).status_code == 413


def test_nothing_typed_is_kept(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        page = post(client, head_size="610190733", wears_hat="false")
        post(client, head_size="sixty-one")
    assert "610190733" not in caplog.text
    assert "sixty-one" not in caplog.text
    assert not [link for link in re.findall(r'href="([^"]*)"', page.text) if "610190733" in link]
    with client.session_transaction() as session:
        assert set(session) <= {"csrf_token"}


def test_what_settles_most_is_asked_first(client: FlaskClient) -> None:
    asked = client.get("/da/person?as_of=1970-01-01&format=json").json
    assert asked is not None
    names = [fact["column"] for fact in asked["facts"]]
    assert set(names) == {"head_size", "wears_hat", "relieved"}
    assert [fact["worth"] for fact in asked["facts"]] == sorted(
        (fact["worth"] for fact in asked["facts"]), reverse=True
    )
    # Without a large head nothing turns on an exemption any more.
    page = post(client, "da", head_size="50", as_of="1970-01-01").text
    idle = page.index("Uden betydning")
    assert page.index('name="wears_hat"') < idle < page.index('name="relieved"')


def test_the_answer_as_json(client: FlaskClient) -> None:
    data = {"csrf_token": token(client), "as_of": DAY, "head_size": "61", "wears_hat": "false"}
    answer = client.post("/da/person", data=data, headers={"Accept": "application/json"})
    assert answer.json is not None
    verdicts = {one["norm"].split("/")[-1]: one["verdict"] for one in answer.json["verdicts"]}
    assert verdicts["hat"] == "breached"


@pytest.mark.slow
def test_the_invented_people_can_be_checked(law: Law) -> None:
    app = at_hand(create_app({"LAW": law}))
    days = (date(2014, 12, 1), date(2026, 1, 1))
    for one, day in cells(one_in(4, people()), days if WHOLE else days[:1]):
        with app.test_request_context("/"):
            pairs = [f"{name}={value}" for name, value in one.facts.items()]
            found = explained(pairs, day, "person")
        assert not found.quality, one.name.en
        told = {verdict.verdict for verdict in found.verdicts}
        assert told - {"not-addressed", "undetermined"}, one.name.en


def test_one_act_alone_is_asked_and_answered(law: Law) -> None:
    """Fewer questions and verdicts, none of which is of another act; an act unknown means all."""
    browser = at_hand(create_app({"LAW": law})).test_client()
    day = "2014-12-01"
    whole = browser.get(f"/en/person?as_of={day}&format=json").json
    page = unescape(browser.get(f"/en/person?as_of={day}").text)
    offered = re.findall(r'<option value="(law/[^"]+)"', page)
    assert len(offered) > 3
    act = next(one for one in offered if one.endswith("/528"))
    alone = browser.get(f"/en/person?as_of={day}&act={act}&format=json").json
    assert whole
    assert alone
    names = [{fact["column"] for fact in found["facts"]} for found in (whole, alone)]
    assert names[1] < names[0]
    odd = browser.get(f"/en/person?as_of={day}&act=law/none&format=json").json
    assert odd == whole
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    data = {"csrf_token": found[1], "as_of": day, "act": act, "home_in_denmark": "true"}
    json = {"Accept": "application/json"}
    answer = browser.post("/en/person", data=data, headers=json).json
    assert answer
    assert answer["verdicts"]
    for one in [*answer["verdicts"], *answer["may"]]:
        assert one["norm"].startswith(f"https://w3id.org/lovgraf/{act}/")
    shown = unescape(browser.post("/en/person", data=data).text)
    assert f'<option value="{act}" selected>' in shown


def test_the_acts_of_one_text_are_one_choice(law: Law) -> None:
    """As on the page of a dataset: a choice of one text asks what any act of it says."""
    browser = at_hand(create_app({"LAW": law})).test_client()
    day = "2026-11-30"
    page = unescape(browser.get(f"/en/person?as_of={day}").text)
    names = re.findall(r'<option value="law/[^"]+"[^>]*>([^<]+)<', page)
    assert len(set(names)) == len(names)
    (cpr,) = (name for name in names if name.startswith("CPR Act"))
    for act in ("law/2013/5", "law/2023/1010"):
        chosen = unescape(browser.get(f"/en/person?as_of={day}&act={act}").text)
        assert f" selected>{cpr}<" in chosen
    both = [
        browser.get(f"/en/person?as_of={day}&act={act}&format=json").json
        for act in ("law/2013/5", "law/2023/1010")
    ]
    assert both[0] == both[1]


def test_a_country_is_chosen_by_its_name(law: Law) -> None:
    browser = at_hand(create_app({"LAW": law})).test_client()
    for lang, name in (("da", "Tyskland"), ("en", "Germany")):
        page = browser.get(f"/{lang}/person?as_of=2014-12-01").text
        assert f'<option value="DE">{name}</option>' in page
        asked = re.findall(r'<input[^>]*list="countries"', page)
        countries = [c for c in law.facts.columns.values() if c.format == "Country"]
        assert 0 < len(asked) <= len(countries)
