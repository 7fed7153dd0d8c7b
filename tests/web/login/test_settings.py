"""What the environment may say, and what not."""

from __future__ import annotations

import pytest
from flask import Flask

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.jobs.keeper import environment
from lovgraf_web.login.guard import own_path
from lovgraf_web.login.roles import Role, needed
from lovgraf_web.login.settings import LoginSettings
from lovgraf_web.serving import require_login

WHOLE = {
    "LOVGRAF_URL": "https://lovgraf.example",
    "LOVGRAF_OIDC_ISSUER": "https://id.example/realms/a",
    "LOVGRAF_OIDC_CLIENT_ID": "lovgraf",
    "LOVGRAF_OIDC_CLIENT_SECRET": "secret",
}


def test_nothing_configured_is_no_login() -> None:
    assert LoginSettings.from_environment({"LOVGRAF_URL": "https://lovgraf.example"}) is None


def test_the_defaults_are_safe() -> None:
    found = LoginSettings.from_environment(WHOLE)
    assert found is not None
    assert found.secure
    assert found.host == "lovgraf.example"
    assert found.seconds == 8 * 3600
    assert found.roles == {"reader": Role.READER, "caseworker": Role.CASEWORKER,
                           "drafter": Role.DRAFTER}  # fmt: skip
    assert "secret" not in repr(found)


@pytest.mark.parametrize("name", list(WHOLE))
def test_half_a_login_is_refused_by_name(name: str) -> None:
    with pytest.raises(InputError, match=name):
        LoginSettings.from_environment({key: WHOLE[key] for key in WHOLE if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOVGRAF_URL", "http://lovgraf.example"),
        ("LOVGRAF_URL", "https://lovgraf.example/path"),
        ("LOVGRAF_URL", "https://me@lovgraf.example"),
        ("LOVGRAF_URL", "https://lovgraf.example:port"),
        ("LOVGRAF_URL", "lovgraf.example"),
        ("LOVGRAF_OIDC_ISSUER", "http://id.example"),
        ("LOVGRAF_OIDC_ISSUER", "https://id.example?a=b"),
        ("LOVGRAF_SESSION_SECONDS", "0"),
        ("LOVGRAF_SESSION_SECONDS", "forever"),
        ("LOVGRAF_OIDC_DRAFTER", "reader"),
        ("LOVGRAF_OIDC_CLIENT_SECRET_FILE", "/nowhere/at/all"),
    ],
)
def test_what_is_unsafe_is_refused(name: str, value: str) -> None:
    with pytest.raises(InputError):
        LoginSettings.from_environment(WHOLE | {name: value})


def test_values_of_the_claim_are_mapped(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("secret") / "secret"
    file.write_text("from a file\n", "utf-8")
    own = {"LOVGRAF_OIDC_CASEWORKER": "sag, sag2", "LOVGRAF_OIDC_CLIENT_SECRET_FILE": str(file)}
    found = LoginSettings.from_environment(WHOLE | own)
    assert found is not None
    assert {key for key, role in found.roles.items() if role is Role.CASEWORKER} == {"sag", "sag2"}
    assert found.client_secret == "from a file"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2"])
def test_another_address_needs_a_whole_login(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="login"):
        require_login(host)
    monkeypatch.setenv("LOVGRAF_OIDC_ISSUER", WHOLE["LOVGRAF_OIDC_ISSUER"])
    with pytest.raises(InputError, match="not fully"):
        require_login(host)
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    require_login(host)
    assert not [name for name in environment() if "OIDC" in name], "jobs need no secrets"


def test_every_page_has_a_role_or_is_open_on_purpose(app: Flask) -> None:
    nobody = {rule.endpoint for rule in app.url_map.iter_rules() if needed(rule.endpoint) is None}
    assert nobody == {
        "static",
        "metrics.metrics",
        "about.alive",
        "about.ready",
        "about.accessibility",
        "catalogue.robots",
    }
    with pytest.raises(LookupError):
        needed("newcomer.page")


def test_cookies_ask_for_https_where_browsers_come_by_it(hats: Law) -> None:
    login = LoginSettings.from_environment(WHOLE)
    client = create_app({"LAW": hats, "LOGIN": login}).test_client()
    with client.session_transaction(base_url="https://lovgraf.example") as session:
        session["a"] = "b"
    assert client.get("/healthz", headers={"Host": "lovgraf.example"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "other.example"}).status_code == 400
    config = client.application.config
    assert config["SESSION_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.parametrize("path", ["/da/law?as_of=2014-12-01", "/en/provision/law/2012/528"])
def test_own_paths_stay(path: str) -> None:
    assert own_path(path) == path
