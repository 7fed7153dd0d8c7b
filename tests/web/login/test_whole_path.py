"""From a page to the provider and back, and out again, against a certified provider."""

from __future__ import annotations

import logging
import re

import pytest
import requests

from lovgraf.law import Law
from tests.web.login.conftest import Place, signed
from tests.web.login.provider import SECRET, sign_in

DAY = "as_of=1970-01-01"


@pytest.fixture
def browser() -> requests.Session:
    """A browser's cookies."""
    return requests.Session()


def token_of(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_page_leads_to_the_provider_and_back_to_itself(
    place: Place, browser: requests.Session
) -> None:
    answer = sign_in(browser, f"{place.pages}/da/law?{DAY}", "rita")
    assert answer.url == f"{place.pages}/da/law?{DAY}"
    assert answer.status_code == 200
    assert "læser" in answer.text
    assert "Rita" not in answer.text


@pytest.mark.parametrize(
    ("name", "opens"),
    [
        ("rita", {"law", "citizen"}),
        ("carl", {"law", "citizen", "person", "dataset"}),
        ("dora", {"law", "citizen", "person", "dataset", "proposals"}),
    ],
)
def test_each_role_opens_its_pages_and_sees_no_others_in_the_menu(
    place: Place, browser: requests.Session, name: str, opens: set[str]
) -> None:
    start = sign_in(browser, f"{place.pages}/en/law?{DAY}", name)
    behind = {"person": browser.get(f"{place.pages}/en/citizen", timeout=20).text}
    for page in ("law", "citizen", "person", "dataset", "proposals"):
        answer = browser.get(f"{place.pages}/en/{page}", timeout=20)
        assert answer.status_code == (200 if page in opens else 403), page
        shown = behind.get(page, start.text)
        assert bool(re.search(rf'href="/en/{page}[?"]', shown)) == (page in opens), page


@pytest.mark.parametrize("name", ["nobody", "bare"])
def test_who_has_no_role_gets_no_session(
    place: Place, browser: requests.Session, name: str
) -> None:
    answer = sign_in(browser, f"{place.pages}/en/law", name)
    assert answer.status_code == 403
    assert "no role" in answer.text
    assert browser.get(f"{place.pages}/en/law.json", timeout=20).status_code == 401


def test_roles_may_come_from_the_userinfo_alone(hats: Law, browser: requests.Session) -> None:
    with signed(hats, only_userinfo=True) as other:
        answer = sign_in(browser, f"{other.pages}/en/person", "carl")
        assert answer.url == f"{other.pages}/en/person"
        assert answer.status_code == 200


def test_signing_out_ends_the_session_here_and_there(
    place: Place, browser: requests.Session
) -> None:
    page = sign_in(browser, f"{place.pages}/en/law?{DAY}", "rita")
    kept = {"lovgraf": browser.cookies["lovgraf"] or ""}
    answer = browser.post(
        f"{place.pages}/en/logout", data={"csrf_token": token_of(page.text)}, timeout=20
    )
    assert answer.url.startswith(f"{place.issuer}/session/end")
    found = re.search(r'name="xsrf" value="([^"]+)"', answer.text)
    assert found
    done = browser.post(
        f"{place.issuer}/session/end/confirm", data={"xsrf": found[1], "logout": "yes"}, timeout=20
    )
    assert done.url.startswith(f"{place.pages}/en/logged-out")
    assert "signed out" in done.text
    again = requests.get(
        f"{place.pages}/en/law", cookies=kept, headers={"Accept": "text/turtle"}, timeout=20
    )
    assert again.status_code == 401, "a copy of the cookie is worth nothing"
    assert "/interaction/" in browser.get(f"{place.pages}/en/law", timeout=20).url


def test_a_session_ends(hats: Law, place: Place, browser: requests.Session) -> None:
    sign_in(browser, f"{place.pages}/en/law?{DAY}", "rita")
    sessions = place.app.extensions["sessions"]
    with sessions._table.open() as base:
        base.execute("UPDATE sessions SET until = 0")
    assert browser.get(f"{place.pages}/en/law.json", timeout=20).status_code == 401


def test_the_cookie_says_nothing_of_the_person(place: Place, browser: requests.Session) -> None:
    from itsdangerous import URLSafeTimedSerializer

    sign_in(browser, f"{place.pages}/en/law?{DAY}", "dora")
    (cookie,) = [one for one in browser.cookies if one.name == "lovgraf"]
    read = URLSafeTimedSerializer("").loads_unsafe(cookie.value or "")[1]
    assert "dora" not in str(read)
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "Lax"


def test_no_log_holds_a_token(
    place: Place, browser: requests.Session, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sign_in(browser, f"{place.pages}/en/law?{DAY}", "rita")
    own = [one for one in caplog.records if "urllib3" not in one.name]
    said = "\n".join(one.getMessage() for one in own)
    assert "'route': '/login/callback', 'status': 303" in said
    assert "'event': 'login'" in said
    for trace in (SECRET, "code=", "state=", "eyJ", "verifier", "nonce"):
        assert trace not in said


def test_an_upload_belongs_to_who_signed_in(place: Place) -> None:
    mine, same, other = (requests.Session() for _ in range(3))
    page = sign_in(mine, f"{place.pages}/en/dataset", "carl")
    sent = mine.post(
        f"{place.pages}/en/dataset",
        data={"csrf_token": token_of(page.text)},
        files={"file": ("hats.csv", b"id\n1\n")},
        timeout=20,
    )
    assert sent.status_code == 200
    assert "/en/dataset/" in sent.url
    job = sent.url.rpartition("/")[2].partition("?")[0]
    sign_in(same, f"{place.pages}/en/dataset", "carl")
    sign_in(other, f"{place.pages}/en/dataset", "dora")
    state = f"{place.pages}/en/jobs/{job}.json"
    assert mine.get(state, timeout=20).status_code == 200
    assert same.get(state, timeout=20).status_code == 200, "the same person elsewhere"
    assert other.get(state, timeout=20).status_code == 404
    assert other.get(sent.url, timeout=20).status_code == 404
    assert requests.get(state, timeout=20).status_code == 401
