"""What nobody should wait for, made before the first reader comes."""

from __future__ import annotations

import contextlib
import gc
from datetime import date

from flask import Flask

from checker.errors import InputError


def prepare(app: Flask) -> None:
    """Make what the pages of today need: the explainer of persons, and the index of words.

    What is there then is looked through for garbage no more, and stays shared by processes that
    fork from this one.
    """
    law, today = app.extensions["law"], date.today()
    with contextlib.suppress(InputError):  # the pages say it themselves
        explainer, lock = app.extensions["explainers"](law, today, law.facts.usual_type)
        with lock:
            explainer.explain({})
    app.extensions["search"].find("1")
    gc.collect()
    gc.freeze()
