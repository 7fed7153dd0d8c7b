"""The web pages of Lovgraf: thin views over the checker.

The application: `app` (made), `serving` and `workers` (run), `security`, `login`, `observing`.
Pages: `pages`, a folder each, which `page` tells of; the menu (`navigation`), the roles and the
description for programs (`api`) are taken from there. `twins`: each page as JSON or Turtle;
`schema_org`: what it is about, for search engines.
Work that takes long: `jobs`, `lanes`, `warm` (made before the first reader comes).
What a name of the graph is: `terms` (what a page shows of it), `standards` (what the terms of RDF,
OWL and SHACL are called), `related_questions`.
Shown: `templates`, `texts` and `shared_texts`, `navigation`, `static`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


THEME = "vendor/css/dkfds.css"
"""The design system's style sheet, which `web/assets.py` builds into `static`."""


def is_plain() -> bool:
    """Whether the pages have to do without the design system: their look was not built."""
    return not (Path(__file__).parent / "static" / THEME).is_file()


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application, loaded when it is asked for: jobs need no pages."""
    from lovgraf_web.app import create_app as create

    return create(config)


def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Serve until interrupted (`lovgraf_web.serving.serve`)."""
    from lovgraf_web.serving import serve as run

    run(host, port, workers)
