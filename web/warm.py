"""The work before the first reader comes, so that nobody waits for it."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import threading
from datetime import date

from flask import Flask

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import SandboxError
from lovgraf.explain import Explainer
from lovgraf.law import Law
from lovgraf.proposals.overview.standing import duties, rights
from lovgraf_web.answering import DEFAULT, Answering, presuming
from lovgraf_web.drawing import draw_something
from lovgraf_web.outline import main_first


def practise(app: Flask) -> None:
    """Begin to explain invented people by the law of today (see `rehearsal`), and ask a query
    by it, for which the processes that answer are made."""
    with contextlib.suppress(InputError):  # the pages say it themselves
        app.extensions["rehearsal"].begin(*_explainer(app))
    with contextlib.suppress(SandboxError):
        app.extensions["query-engine"]().run("ASK {}", date.today())
    draw_something()
    with contextlib.suppress(InputError):
        prepare_matrix(app)
        prepare_questions(app)
        app.extensions["relating"].ahead([date.today(), *app.extensions["law"].days_of_change])


def prepare_matrix(app: Flask) -> None:
    """Begin to work out today's matrix, which goes on in a process of its own."""
    law: Law = app.extensions["law"]
    view, kind = law.at(date.today()), law.facts.usual_type
    norms = main_first(view, [*duties(view, kind), *rights(view, kind)])
    app.extensions["standings"].of(view.as_of, norms, 0)


def prepare_questions(app: Flask) -> None:
    """Answer each question of today to whoever has said nothing, while no reader waits. Workers
    begin at different ones, so that each makes some and reads the others."""
    answering: Answering = app.extensions["answering"]
    slugs = list(answering.questions)
    random.Random(os.getpid()).shuffle(slugs)  # noqa: S311
    for slug in slugs:
        app.extensions["rehearsal"].wait()
        answering.first(slug, date.today())


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
    app.extensions["answering"].matcher().find("1")
    gc.collect()
    gc.freeze()
