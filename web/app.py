"""The application factory."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lovgraf.core.errors import InputError
from lovgraf.explain import Explainer
from lovgraf.law import Law, load_law
from lovgraf.law.search import Search
from lovgraf.query.data import QueryData, proposal_graphs, shipped_proposals
from lovgraf.query.run import LIMITS, Engine
from lovgraf_web import cors, errors
from lovgraf_web.address import check_addresses
from lovgraf_web.answering import Answering
from lovgraf_web.compression import pack_files
from lovgraf_web.jobs.application import with_jobs
from lovgraf_web.lanes import Lanes
from lovgraf_web.lazy import Lazy
from lovgraf_web.login.tokens import with_tokens
from lovgraf_web.observing import observe
from lovgraf_web.page_cache import keep_pages
from lovgraf_web.pages import pages
from lovgraf_web.pages.api_ask import view as api_ask
from lovgraf_web.pages.person.people import people
from lovgraf_web.pages.search import view as search
from lovgraf_web.pages.sparql import view as sparql
from lovgraf_web.prepared import Prepared
from lovgraf_web.rehearsal import Rehearsal
from lovgraf_web.relating import Relating
from lovgraf_web.running import Running
from lovgraf_web.security import PrivateFlask, protect
from lovgraf_web.standings import Standings
from lovgraf_web.templating import equip
from lovgraf_web.texts import LANGUAGES, preferred

_SETTINGS = {
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Strict",
    "MAX_CONTENT_LENGTH": 256 * 1024,
    "MAX_FORM_MEMORY_SIZE": 256 * 1024,
    "MAX_FORM_PARTS": 500,
    "WTF_CSRF_TIME_LIMIT": None,
    "MATRIX_WAIT": 0.5,
    "QUERY_WAIT": 1.0,
    "PREPARED_WAIT": 0.6,
    "BUILD_WAIT": 1.0,
}


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the application.

    `config` overrides Flask's settings; `LAW` gives a law already loaded (`lovgraf.law.Law`),
    `LOGIN` has everybody sign in (`login.settings.LoginSettings`). Raises `InputError` where
    the shipped law cannot be read.
    """
    app = PrivateFlask("lovgraf_web")
    app.config.update(_SETTINGS, SECRET_KEY=secrets.token_hex(32))
    app.config.update(config or {})
    given: Law | None = app.config.pop("LAW", None)
    observe(app)
    _hold(app, given or load_law(), [] if given else shipped_proposals())
    with_jobs(app)
    app.extensions["queries"] = Running(app.extensions["jobs-folder"], app.config["QUERY_WAIT"])
    app.extensions["queries"].sweep()
    check_addresses(app)
    protect(app, sparql.endpoint, api_ask.pages, search.pages)
    cors.open_to(app, app.config.get("CORS", frozenset()), sparql.endpoint.name)
    _languages(app)
    equip(app)
    keep_pages(app)
    pack_files(app)
    for page in pages():
        for blueprint in page.blueprints:
            app.register_blueprint(blueprint)
    with_tokens(app)
    if app.config.get("LOGIN"):
        from lovgraf_web.login.guard import with_login

        with_login(app, app.config["LOGIN"])
    app.register_error_handler(HTTPException, errors.http)
    app.register_error_handler(InputError, errors.unusable)
    app.register_error_handler(BlockingIOError, errors.too_slow)
    app.register_error_handler(Exception, errors.unexpected)
    app.after_request(errors.as_problem)

    @app.get("/")
    def _start() -> Response:
        return redirect(url_for("start.page", lang=preferred(request)))

    return app


def _hold(app: Flask, loaded: Law, proposals: list[Path]) -> None:
    """Give the pages the law, and what asks it."""
    app.extensions["law-at"] = lru_cache(maxsize=16)(loaded.at)
    app.extensions["law"] = loaded
    app.extensions["relating"] = Relating(loaded, app.config.get("PREPARED_WAIT", 0.0))
    app.extensions["query-engine"] = Lazy(
        lambda: Engine(
            QueryData(loaded, proposal_graphs(proposals), app.extensions["relating"].of),
            app.config.get("QUERY_LIMITS", LIMITS),
        )
    )
    app.extensions["explainers"] = lru_cache(maxsize=4)(
        lambda base, day, kind: (Explainer(base.at(day), kind), threading.Lock())
    )
    rehearsed = [one.facts for one in people()] if app.config.get("REHEARSE") else []
    app.extensions["rehearsal"] = Rehearsal(rehearsed)
    app.wsgi_app = app.extensions["rehearsal"].watched(app.wsgi_app)  # type: ignore[method-assign]
    app.extensions["search"] = Search(loaded)
    app.extensions["answering"] = Answering(loaded)
    app.extensions["prepared"] = Prepared()
    app.extensions["ahead"] = Prepared()
    app.extensions["standings"] = Standings(loaded)
    app.extensions["query-lanes"] = app.config.get("QUERY_LANES") or Lanes()


def _languages(app: Flask) -> None:
    """Every page lives under `/da/` or `/en/`."""

    @app.url_value_preprocessor
    def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        lang = (values or {}).get("lang")
        g.lang = lang if lang in LANGUAGES else preferred(request)
