"""The pages, a folder each: its views, texts (`words`), templates, and `page`, which tells of it.

A new page is a new folder; `pages` finds it, and the application, the menu, the roles and the
description in OpenAPI take it from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from lovgraf.core.terms import Text

if TYPE_CHECKING:
    from lovgraf_web.page import Page


def folders() -> list[str]:
    """The names of the folders."""
    return sorted(found.name for found in iter_modules(__path__) if found.ispkg)


def words() -> list[Mapping[str, Text]]:
    """The texts of each folder that has some; views need not be there yet."""
    names = [f"{__name__}.{folder}.words" for folder in folders()]
    return [import_module(name).TEXTS for name in names if find_spec(name)]


def pages() -> list[Page]:
    """What each folder tells of itself."""
    return list(by_folder().values())


@cache
def by_folder() -> dict[str, Page]:
    """The same by the name of the folder."""
    return {name: import_module(f"{__name__}.{name}.page").PAGE for name in folders()}
