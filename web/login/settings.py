"""Where the login is configured: the environment, with defaults that err on the safe side."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from lovgraf.core.errors import InputError
from lovgraf_web.login.roles import Role
from lovgraf_web.loopback import is_loopback

ADDRESS = "LOVGRAF_URL"
_OIDC = "LOVGRAF_OIDC_"
_HOURS = 8


@dataclass(frozen=True)
class LoginSettings:
    """One provider and this client of it.

    `address` is what a browser calls these pages (https, but for this machine); `roles` says which
    values of the claim `roles_claim` (a path with dots) mean which role; a session ends after
    `seconds`.
    """

    address: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    roles_claim: str = "roles"
    roles: Mapping[str, Role] = field(
        default_factory=lambda: {role.name.lower(): role for role in Role}
    )
    scope: str = "openid"
    seconds: int = _HOURS * 3600

    def __post_init__(self) -> None:
        """Raises `InputError` for an address that is not safe to use."""
        _safe_address(self.address, ADDRESS, path=False)
        _safe_address(self.issuer, f"{_OIDC}ISSUER", path=True)

    @property
    def secure(self) -> bool:
        """Whether browsers come by https, so that cookies may ask for it."""
        return self.address.startswith("https:")

    @property
    def host(self) -> str:
        """The host, with a port where the address has one."""
        return urlsplit(self.address).netloc

    @staticmethod
    def from_environment(given: Mapping[str, str] = os.environ) -> LoginSettings | None:
        """The login that the environment configures; None where it names none of it.

        Raises `InputError` where it is configured by half, or cannot be used.
        """
        names = [name for name in given if name.startswith(_OIDC)]
        if not names:
            return None
        needed = {
            "address": ADDRESS,
            "issuer": f"{_OIDC}ISSUER",
            "client_id": f"{_OIDC}CLIENT_ID",
        }
        values = {key: given.get(name, "").strip() for key, name in needed.items()}
        values["client_secret"] = _secret(given)
        needed["client_secret"] = f"{_OIDC}CLIENT_SECRET"
        missing = ", ".join(needed[key] for key, value in values.items() if not value)
        if missing:
            raise InputError(
                f"Login er ikke færdigt sat op; sæt også {missing}.",
                f"The login is not fully configured; set {missing} too.",
            )
        return LoginSettings(
            address=values["address"].rstrip("/"),
            issuer=values["issuer"],
            client_id=values["client_id"],
            client_secret=values["client_secret"],
            roles_claim=given.get(f"{_OIDC}ROLES_CLAIM") or "roles",
            roles=_roles(given),
            scope=given.get(f"{_OIDC}SCOPE") or "openid",
            seconds=_seconds(given.get("LOVGRAF_SESSION_SECONDS")),
        )


def _safe_address(address: str, name: str, *, path: bool) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    safe = host is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    )
    plain = safe and not (parts.query or parts.fragment or parts.username)
    if not plain or (parts.path not in ("", "/") and not path):
        raise InputError(
            f"{name} skal være en adresse med https (http kun på denne maskine)"
            f"{'' if path else ' uden sti'}, ikke {address!r}.",
            f"{name} must be an address with https (http on this machine only)"
            f"{'' if path else ' without a path'}, not {address!r}.",
        )


def _secret(given: Mapping[str, str]) -> str:
    """The client's secret, or what is in the file that is named for it."""
    file = given.get(f"{_OIDC}CLIENT_SECRET_FILE")
    if not file:
        return given.get(f"{_OIDC}CLIENT_SECRET", "").strip()
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"Filen i {_OIDC}CLIENT_SECRET_FILE kan ikke læses.",
            f"The file of {_OIDC}CLIENT_SECRET_FILE cannot be read.",
        ) from None


def _roles(given: Mapping[str, str]) -> dict[str, Role]:
    """Which values of the claim mean which role: the role's own name where nothing is said."""
    found: dict[str, Role] = {}
    for role in Role:
        values = given.get(f"{_OIDC}{role.name}", role.name.lower())
        for value in filter(None, (part.strip() for part in values.split(","))):
            if found.setdefault(value, role) is not role:
                raise InputError(
                    f"{value!r} betyder to roller; lad den betyde én.",
                    f"{value!r} means two roles; let it mean one.",
                )
    return found


def _seconds(given: str | None) -> int:
    if not given:
        return _HOURS * 3600
    if not given.isdecimal() or not 60 <= int(given) <= 24 * 3600:
        raise InputError(
            f"LOVGRAF_SESSION_SECONDS skal være et tal fra 60 til 86400, ikke {given!r}.",
            f"LOVGRAF_SESSION_SECONDS must be a number from 60 to 86400, not {given!r}.",
        )
    return int(given)
