"""What nobody should wait for, made before the first reader comes."""

from __future__ import annotations

import contextlib
import gc
import threading
from datetime import date

from flask import Flask

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import SandboxError
from lovgraf.explain import Explainer
from lovgraf_web.answering import DEFAULT, presuming


def practise(app: Flask) -> None:
    """Begin to explain invented people by the law of today (see `rehearsal`), and ask a query
    by it, for which the processes that answer are made."""
    with contextlib.suppress(InputError):  # the pages say it themselves
        app.extensions["rehearsal"].begin(*_explainer(app))
    with contextlib.suppress(SandboxError):
        app.extensions["query-engine"]().run("ASK {}", date.today())


def _explainer(app: Flask) -> tuple[Explainer, threading.Lock]:
    law = presuming(app.extensions["law"], DEFAULT)
    found: tuple[Explainer, threading.Lock] = app.extensions["explainers"](
        law, date.today(), law.facts.usual_type
    )
    return found


def prepare(app: Flask) -> None:
    """Make what the pages of today need: the explainer of persons, and the index of words.

    What is there then is looked through for garbage no more, and stays shared by processes that
    fork from this one.
    """
    with contextlib.suppress(InputError):  # the pages say it themselves
        explainer, lock = _explainer(app)
        with lock:
            explainer.explain({})
    app.extensions["search"].find("1")
    gc.collect()
    gc.freeze()
