"""A provider that lies: it hands out whatever ID token a test makes up, over real requests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.web.server import running

KEY = RSAKey.generate_key(2048, parameters={"kid": "own"}, private=True)
STRANGE = RSAKey.generate_key(2048, parameters={"kid": "own"}, private=True)


@dataclass
class Forger:
    """What the provider says: `change` turns right claims into those of the token, `sign` makes the
    token, `told` is what userinfo says, `metadata` overrides the description."""

    address: str = ""
    nonce: str = ""
    change: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] = lambda claims: signed(claims)
    told: dict[str, Any] = field(default_factory=lambda: {"sub": "somebody"})
    metadata: dict[str, Any] = field(default_factory=dict)
    sent: list[dict[str, str]] = field(default_factory=list)

    def claims(self) -> dict[str, Any]:
        """The claims; one that is changed to None is left out."""
        now = int(time.time())
        right = {
            "iss": self.address, "sub": "somebody", "aud": "lovgraf", "iat": now,
            "exp": now + 300, "nonce": self.nonce, "roles": ["drafter"],
        }  # fmt: skip
        return {k: v for k, v in (right | self.change).items() if v is not None}


def signed(claims: dict[str, Any], key: Any = KEY, alg: str = "RS256") -> str:
    """A token, signed as it should be."""
    return jwt.encode({"alg": alg, "kid": "own"}, claims, key, algorithms=[alg])


def unsigned(claims: dict[str, Any]) -> str:
    """A token of the algorithm "none"."""
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def with_public_key(claims: dict[str, Any]) -> str:
    """A token signed by HS256 with the provider's public key as the secret."""
    said = f"{_part({'alg': 'HS256', 'kid': 'own'})}.{_part(claims)}"
    made = hmac.new(KEY.as_pem(private=False), said.encode(), hashlib.sha256).digest()
    return f"{said}.{_base64(made)}"


def tampered(claims: dict[str, Any]) -> str:
    """A good token with other claims put in afterwards."""
    head, _, signature = signed(claims | {"roles": ["reader"]}).split(".")
    return f"{head}.{_part(claims)}.{signature}"


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@contextmanager
def forging() -> Iterator[Forger]:
    """Such a provider, listening."""
    forger, app = Forger(), Flask("forger")

    @app.get("/.well-known/openid-configuration")
    def _described() -> Any:
        at = forger.address
        return jsonify(
            {
                "issuer": at, "authorization_endpoint": f"{at}/auth",
                "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/jwks",
                "userinfo_endpoint": f"{at}/me",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
            | forger.metadata
        )  # fmt: skip

    @app.get("/jwks")
    def _keys() -> Any:
        return jsonify({"keys": [KEY.as_dict(private=False)]})

    @app.post("/token")
    def _token() -> Any:
        forger.sent.append(request.form.to_dict())
        token = forger.sign(forger.claims())
        return jsonify({"access_token": "at", "token_type": "Bearer", "id_token": token})

    @app.get("/me")
    def _told() -> Any:
        return jsonify(forger.told)

    with running(app) as address:
        forger.address = address
        yield forger
