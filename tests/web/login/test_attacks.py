"""What a liar in the provider's place, on the way or in another window cannot do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.login.roles import Role, needed
from lovgraf_web.login.settings import LoginSettings
from tests.web.login import forger as forged
from tests.web.login.forger import Forger, forging

PAGE = "/da/proposals"
HTML = {"Accept": "text/html"}


@pytest.fixture
def forger() -> Iterator[Forger]:
    """A provider that says what the test wants."""
    with forging() as found:
        yield found


@pytest.fixture
def app(hats: Law, forger: Forger) -> Flask:
    """The pages, which trust that provider."""
    settings = LoginSettings("http://127.0.0.1:8000", forger.address, "lovgraf", "secret")
    return create_app({"LAW": hats, "LOGIN": settings})


def asked(client: FlaskClient, wanted: str = PAGE) -> dict[str, str]:
    """What the provider is asked when somebody signs in."""
    answer = client.get("/da/login", query_string={"next": wanted})
    assert answer.status_code == 302
    return {key: value[0] for key, value in parse_qs(urlsplit(answer.location).query).items()}


def back(client: FlaskClient, forger: Forger, **said: str) -> TestResponse:
    """Sign in: ask, and come back with the provider's answer, changed by `said`."""
    question = asked(client)
    forger.nonce = question["nonce"]
    answer = {"code": "c", "state": question["state"]} | said
    return client.get("/login/callback", query_string=answer)


def inside(client: FlaskClient) -> bool:
    """Whether the client is signed in."""
    return client.get(PAGE, headers=HTML).status_code == 200


def test_an_honest_answer_signs_in(client: FlaskClient, forger: Forger) -> None:
    """Without this none of the refusals below would say anything."""
    answer = back(client, forger)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert inside(client)


def test_the_question_has_pkce_a_state_and_a_nonce(client: FlaskClient, forger: Forger) -> None:
    question = asked(client)
    assert question["response_type"] == "code"
    assert question["code_challenge_method"] == "S256"
    assert len(question["code_challenge"]) == 43
    assert min(len(question[name]) for name in ("state", "nonce")) >= 20
    assert question["redirect_uri"] == "http://127.0.0.1:8000/login/callback"
    back(client, forger)
    assert len(forger.sent[0]["code_verifier"]) >= 43


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("InvalidClaim", {"nonce": "another"}),
        ("MissingClaim", {"nonce": None}),
        ("InvalidClaim", {"aud": "another"}),
        ("MissingClaim", {"aud": None}),
        ("InvalidClaim", {"aud": "another", "azp": "lovgraf"}),
        ("MissingClaim", {"aud": ["lovgraf", "another"]}),
        ("InvalidClaim", {"aud": ["lovgraf", "another"], "azp": "another"}),
        ("MissingClaim", {"sub": None}),
        ("InvalidClaim", {"iss": "https://id.example"}),
        ("MissingClaim", {"iss": None}),
        ("ExpiredToken", {"exp": int(time.time()) - 3600}),
        ("MissingClaim", {"exp": None}),
        ("MissingClaim", {"iat": None}),
        ("InvalidClaim", {"nbf": int(time.time()) + 3600}),
    ],
)
def test_a_wrong_claim_is_no_login(
    client: FlaskClient,
    forger: Forger,
    caplog: pytest.LogCaptureFixture,
    why: str,
    change: dict[str, Any],
) -> None:
    forger.change = change
    assert back(client, forger).status_code == 400
    assert not inside(client)
    assert why in caplog.text


@pytest.mark.parametrize(
    ("why", "sign"),
    [
        ("UnsupportedAlgorithm", forged.unsigned),
        ("UnsupportedAlgorithm", forged.with_public_key),
        ("BadSignature", forged.tampered),
        ("BadSignature", lambda claims: forged.signed(claims, forged.STRANGE)),
        ("DecodeError", lambda claims: "no.token"),
        ("DecodeError", lambda claims: ""),
    ],
)
def test_a_wrong_signature_is_no_login(
    client: FlaskClient,
    forger: Forger,
    caplog: pytest.LogCaptureFixture,
    why: str,
    sign: Callable[[dict[str, Any]], str],
) -> None:
    forger.sign = sign
    assert back(client, forger).status_code == 400
    assert not inside(client)
    assert why in caplog.text


def test_an_answer_counts_once(client: FlaskClient, forger: Forger) -> None:
    question = asked(client)
    forger.nonce = question["nonce"]
    answer = {"code": "c", "state": question["state"]}
    assert client.get("/login/callback", query_string=answer).status_code == 303
    assert client.get("/login/callback", query_string=answer).status_code == 400


def test_an_answer_counts_in_the_window_that_asked(app: Flask, forger: Forger) -> None:
    """Nobody is signed in as somebody else by a link."""
    mine, theirs = app.test_client(), app.test_client()
    question = asked(theirs)
    forger.nonce = question["nonce"]
    answer = mine.get("/login/callback", query_string={"code": "c", "state": question["state"]})
    assert answer.status_code == 400
    assert not inside(mine)


@pytest.mark.parametrize("said", [{"state": "guessed"}, {"state": ""}, {"error": "access_denied"}])
def test_an_answer_without_its_state_is_no_login(
    client: FlaskClient, forger: Forger, said: dict[str, str]
) -> None:
    text = "<script>" if "error" in said else ""
    answer = back(client, forger, **said, error_description=text)
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert not inside(client)


def test_a_session_that_was_there_before_is_not_the_one_signed_in(
    app: Flask, forger: Forger
) -> None:
    """A cookie that an attacker planted is worth nothing once its holder signs in."""
    planted = app.test_client()
    asked(planted)
    cookie = planted.get_cookie("lovgraf")
    assert cookie is not None
    victim = app.test_client()
    victim.set_cookie("lovgraf", cookie.value)
    back(victim, forger)
    assert inside(victim)
    assert not inside(planted)


def test_signing_in_anew_gives_another_token(client: FlaskClient, forger: Forger) -> None:
    tokens = set()
    for _ in range(2):
        back(client, forger)
        with client.session_transaction() as session:
            tokens.add(session["login"])
    assert len(tokens) == 2


def test_userinfo_of_somebody_else_is_refused(client: FlaskClient, forger: Forger) -> None:
    forger.change, forger.told = {"roles": None}, {"sub": "another", "roles": ["drafter"]}
    assert back(client, forger).status_code == 400
    forger.told["sub"] = "somebody"
    assert back(client, forger).status_code == 303


@pytest.mark.parametrize("roles", ["drafter", ["reader", "drafter"], "reader drafter"])
def test_roles_may_be_a_list_or_words(client: FlaskClient, forger: Forger, roles: object) -> None:
    forger.change = {"roles": roles}
    back(client, forger)
    assert inside(client)


@pytest.mark.parametrize("roles", [[], "", {}, 3, ["DRAFTER"], ["drafter2"], [["drafter"]]])
def test_a_role_that_means_nothing_is_none(
    client: FlaskClient, forger: Forger, roles: object
) -> None:
    forger.change = {"roles": roles}
    assert back(client, forger).status_code == 403
    assert not inside(client)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://id.example"},
        {"token_endpoint": "http://id.example/token"},
        {"jwks_uri": "http://id.example/jwks"},
    ],
)
def test_a_provider_that_would_have_secrets_in_the_clear_is_not_used(
    client: FlaskClient, forger: Forger, metadata: dict[str, str]
) -> None:
    forger.metadata = metadata
    assert client.get("/da/login").status_code == 400
    forger.metadata = {}
    assert client.get("/da/login").status_code == 302, "it may mend"


def test_a_provider_that_is_gone_is_told(hats: Law) -> None:
    settings = LoginSettings("http://127.0.0.1:8000", "http://127.0.0.1:1", "lovgraf", "secret")
    client = create_app({"LAW": hats, "LOGIN": settings}).test_client()
    assert client.get("/da/login").status_code == 502
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "/\t/evil.example", "///evil.example", "evil.example", "",
        "/%0d%0aX: y\r\nX: y",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_place(
    client: FlaskClient, forger: Forger, wanted: str
) -> None:
    forger.nonce, state = (question := asked(client, wanted))["nonce"], question["state"]
    answer = client.get("/login/callback", query_string={"code": "c", "state": state})
    assert (answer.status_code, answer.location) == (303, "/")


def test_signing_out_takes_a_token(client: FlaskClient, forger: Forger) -> None:
    back(client, forger)
    assert client.post("/da/logout").status_code == 400
    assert inside(client)


def test_forms_may_lead_to_the_provider_and_nowhere_else(
    client: FlaskClient, forger: Forger
) -> None:
    policy = client.get("/da/logged-out").headers["Content-Security-Policy"]
    assert f"form-action 'self' {forger.address}" in policy.split("; ")


def test_a_stranger_starts_no_upload(client: FlaskClient, app: Flask) -> None:
    """Not even so far that it is counted."""
    answer = client.post("/da/dataset", data={"file": (b"id\n1", "a.csv")}, headers=HTML)
    assert answer.status_code == 401
    assert "lovgraf_owner" not in str(answer.headers)


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_opens_what_it_may_and_no_form_or_page_more(
    app: Flask, forger: Forger, role: Role | None
) -> None:
    """Every address with every method: a new page is tried without being named here."""
    client = app.test_client()
    if role is not None:
        forger.change = {"roles": [role.name.lower()]}
        assert back(client, forger).status_code == 303
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("login.") or rule.endpoint == "metrics.metrics":
            continue
        with app.test_request_context():
            built = rule.build(dict.fromkeys(rule.arguments, "x") | {"lang": "da", "ending": "ttl"})
        assert built is not None
        wanted = needed(rule.endpoint)
        allowed = wanted is None or (role is not None and role >= wanted)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = client.open(built[1], method=method, headers={"Accept": "application/json"})
            refused = answer.status_code in (401, 403)
            assert refused != allowed, f"{method} {built[1]}: {answer.status_code}"
            tried += 1
    assert tried > 60


def test_a_cookie_that_was_not_signed_here_is_nobody(client: FlaskClient, forger: Forger) -> None:
    """Nor one that was, with another's token put in."""
    back(client, forger)
    cookie = client.get_cookie("lovgraf")
    assert cookie is not None
    head, _, rest = cookie.value.partition(".")
    strange = URLSafeTimedSerializer(
        "x" * 64, "cookie-session", signer_kwargs={"key_derivation": "hmac"}
    ).dumps({"login": "a" * 43})
    for value in (strange, f"{head}x.{rest}", f"{head}.{rest}x", head, "", "." + rest):
        other = client.application.test_client()
        other.set_cookie("lovgraf", value)
        assert not inside(other)
    assert inside(client)


def test_the_role_is_that_of_the_sign_in_and_not_of_the_cookie(
    client: FlaskClient, forger: Forger
) -> None:
    forger.change = {"roles": ["reader"]}
    back(client, forger)
    with client.session_transaction() as session:
        assert set(session) <= {"login", "csrf_token", "lang", "next"}
        session["role"] = session["roles"] = "drafter"
        session["user"] = {"role": 3}
    assert client.get(PAGE, headers=HTML).status_code == 403


def test_signing_out_leads_to_no_other_place(client: FlaskClient, forger: Forger) -> None:
    forger.metadata = {"end_session_endpoint": f"{forger.address}/end"}
    back(client, forger)
    page = client.get(PAGE, headers=HTML).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "next": "https://evil.example", "url": "//evil.example"}
    answer = client.post("/da/logout?next=https://evil.example", data=form)
    assert answer.status_code == 303
    assert answer.location.startswith(f"{forger.address}/end?")
    assert "evil" not in answer.location
    back_to = parse_qs(urlsplit(answer.location).query)["post_logout_redirect_uri"]
    assert back_to == ["http://127.0.0.1:8000/da/logged-out"]
    assert not inside(client)
