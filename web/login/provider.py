"""The provider, asked through Authlib: code flow with PKCE, state, nonce, a verified ID token."""

from __future__ import annotations

import hashlib
import hmac
import logging
from typing import Any, cast
from urllib.parse import urlsplit

from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Flask, current_app
from requests import RequestException
from werkzeug.wrappers import Response

from lovgraf_web.login.roles import highest
from lovgraf_web.login.sessions import User
from lovgraf_web.login.settings import LoginSettings
from lovgraf_web.loopback import is_loopback

_SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
              "EdDSA", "Ed25519")  # fmt: skip
_TIMEOUT = 10.0
_LEEWAY = 60
_ALGORITHMS = "id_token_signing_alg_values_supported"
logging.getLogger("authlib").setLevel(logging.INFO)  # it tells code verifiers at DEBUG


class Unfit(Exception):
    """The provider said something that cannot be relied on."""


class _Client(FlaskOAuth2App):  # type: ignore[misc]
    """Authlib's client, which takes the provider's description of itself with suspicion."""

    expected = ""

    def load_server_metadata(self) -> dict[str, Any]:
        """What the provider says of itself, once. Raises `Unfit` where that is not the issuer's
        own word, or would have tokens sent in the clear or accepted without a signature."""
        found: dict[str, Any] = super().load_server_metadata()
        if found.get("issuer") != self.expected:
            self._forget(found)
            raise Unfit("issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint",
                     "end_session_endpoint"):  # fmt: skip
            address = urlsplit(str(found.get(name) or "https:"))
            if address.scheme != "https" and not is_loopback(address.hostname or ""):
                self._forget(found)
                raise Unfit(name)
        offered = found.get(_ALGORITHMS) or ["RS256"]
        found[_ALGORITHMS] = [name for name in offered if name in _SIGNED_BY]
        return found

    @staticmethod
    def _forget(found: dict[str, Any]) -> None:
        found.pop("_loaded_at", None)


class _OAuth(OAuth):  # type: ignore[misc]
    oauth2_client_cls = _Client


class Provider:
    """The one provider of an application."""

    def __init__(self, app: Flask, settings: LoginSettings) -> None:
        self.settings = settings
        self._client: Any = _OAuth(app).register(
            "provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": settings.scope,
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT,
            },
        )
        self._client.expected = settings.issuer

    def ask(self, back: str) -> Response:
        """Send the browser to the provider, which sends it back to an address of these pages.

        Raises `requests.RequestException` where the provider does not answer, or `Unfit`.
        """
        return cast(Response, self._client.authorize_redirect(back))

    def answered(self) -> User | None:
        """Who came back in this request; None where the provider gave them no role.

        Raises whatever Authlib and joserfc find wrong with the answer; `Unfit` where it lacks what
        it must have, and `requests.RequestException` where the provider does not answer.
        """
        settings = self.settings
        token = self._client.authorize_access_token(
            leeway=_LEEWAY,
            claims_options={
                "iss": {"essential": True, "value": settings.issuer},
                "aud": {"essential": True, "value": settings.client_id},
                "exp": {"essential": True},
                "sub": {"essential": True},
            },
        )
        claims = token.get("userinfo")
        if not claims or not isinstance(claims.get("sub"), str):
            raise Unfit("id_token")
        given = _values(claims, settings.roles_claim)
        if given is None and self._client.load_server_metadata().get("userinfo_endpoint"):
            user_info = self._client.userinfo(token=token)
            if user_info.get("sub") != claims["sub"]:
                raise Unfit("userinfo")
            given = _values(user_info, settings.roles_claim)
        role = highest(given or (), dict(settings.roles))
        return User(self._owner(claims["sub"]), role) if role else None

    def _owner(self, subject: str) -> str:
        """A person of this provider, by a hash that only this installation can make."""
        key = str(current_app.config["SECRET_KEY"]).encode()
        identity = f"{self.settings.issuer}\n{subject}".encode()
        return hmac.new(key, identity, hashlib.sha256).hexdigest()

    def farewell(self, back: str) -> str | None:
        """Where the provider ends its own session, and sends the browser back; None without."""
        try:
            if not self._client.load_server_metadata().get("end_session_endpoint"):
                return None
            found = self._client.create_logout_url(back, client_id=self.settings.client_id)
        except (RequestException, Unfit):
            return None
        return str(found["url"])

    def places(self) -> set[str]:
        """Origins that a form of these pages may lead to: the provider's, as far as known."""
        known = (self.settings.issuer, self._client.server_metadata.get("end_session_endpoint"))
        parts = [urlsplit(address) for address in known if address]
        return {f"{part.scheme}://{part.netloc}" for part in parts}


def _values(claims: Any, path: str) -> list[str] | None:
    """The values of a claim, by its name or a path with dots; None where it is not there."""
    found = claims.get(path)
    if found is None:
        found = claims
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, str):
        return found.split()
    return [value for value in found if isinstance(value, str)] if isinstance(found, list) else None
