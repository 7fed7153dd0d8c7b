"""The application factory."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from checker.errors import InputError
from checker.law import Law, load_law
from checker.query.data import QueryData, proposal_graphs, shipped_proposals
from checker.query.run import LIMITS, Engine
from checker.reports.words import VERDICT, VERDICT_MEANING
from checker.terms import Text
from web import dataset, dataset_result, errors, law, ontology, person, sparql
from web.address import here, kept
from web.jobs import pages as job_pages
from web.jobs.application import with_jobs
from web.lanes import Lanes
from web.links import safe_link
from web.navigation import menu, to
from web.security import PrivateFlask, protect
from web.texts import LANGUAGES, TEXTS, long_date, preferred

PAGES = (
    law.pages, person.pages, dataset.pages, dataset_result.pages, job_pages.pages, ontology.pages,
    sparql.endpoint,
)  # fmt: skip
"""Every page's blueprint; one that is missing here is in no menu either."""
THEME = "vendor/css/dkfds.css"
"""The design system's style sheet, which `web/assets.py` builds."""


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the application.

    `config` overrides Flask's settings; `LAW` gives a law already loaded (`checker.law.Law`).
    Raises `InputError` where the shipped law cannot be read.
    """
    app = PrivateFlask("web")
    app.config.update(
        SECRET_KEY=secrets.token_hex(32),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        MAX_FORM_PARTS=500,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.config.update(config or {})
    given: Law | None = app.config.pop("LAW", None)
    loaded = given or load_law()
    proposals = [] if given else shipped_proposals()
    app.extensions["law-at"] = lru_cache(maxsize=16)(loaded.at)
    app.extensions["law"] = loaded
    app.extensions["query-engine"] = once(
        lambda: Engine(
            QueryData(loaded, proposal_graphs(proposals)), app.config.get("QUERY_LIMITS", LIMITS)
        )
    )
    app.extensions["query-lanes"] = app.config.get("QUERY_LANES") or Lanes()
    with_jobs(app)
    protect(app, sparql.endpoint)
    _languages(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    app.register_error_handler(HTTPException, errors.http)
    app.register_error_handler(InputError, errors.unusable)
    app.register_error_handler(Exception, errors.unexpected)

    @app.get("/")
    def _start() -> Response:
        return redirect(url_for("start", lang=preferred(request)))

    @app.get("/<any(da, en):lang>/", endpoint="start")
    def _overview(lang: str) -> Response:
        return redirect(url_for("law.page", lang=lang))

    @app.get("/healthz")
    def _health() -> dict[str, str]:
        return {"status": "ok"}

    return app


def once(make: Callable[[], Engine]) -> Callable[[], Engine]:
    """What `make` gives, made at the first call, for all threads alike."""
    lock = threading.Lock()
    made: list[Engine] = []

    def get() -> Engine:
        with lock:
            if not made:
                made.append(make())
        return made[0]

    return get


def _languages(app: Flask) -> None:
    """Every page lives under `/da/` or `/en/`; templates say texts in the page's language."""

    @app.url_value_preprocessor
    def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        lang = (values or {}).get("lang")
        g.lang = lang if lang in LANGUAGES else preferred(request)

    def say(text: Text | str | None) -> str:
        """A key of the pages' texts, or a text of the graph, in the page's language."""
        if text is None:
            return ""
        return (TEXTS[text] if isinstance(text, str) else text)[g.lang]

    app.jinja_env.globals["say"] = say

    def answer(value: str) -> Text:
        """A condition's answer (true, false, unknown) or a verdict, as a word."""
        return VERDICT.get(value) or TEXTS[f"{value}-state"]

    app.jinja_env.globals["answer"] = answer
    app.jinja_env.globals["verdict_word"] = VERDICT.__getitem__
    app.jinja_env.globals["verdict_meaning"] = VERDICT_MEANING.__getitem__
    app.jinja_env.globals.update(safe_link=safe_link, menu=menu, to=to, here=here, kept=kept)
    app.jinja_env.globals["dressed"] = (Path(app.static_folder or "") / THEME).is_file()
    app.jinja_env.filters["long_date"] = lambda day: long_date(day, g.lang)
    app.jinja_env.globals["lang"] = lambda: g.lang
