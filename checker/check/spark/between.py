"""The steps of pyspark between two tasks of one process, made cheap.

Each takes about a tenth of a second of processor time otherwise, as much as a small task.
"""

from __future__ import annotations

import gc
import sys
import zipimport

_MANY = 20_000
"""New objects that are worth setting aside: to look through so many takes a few milliseconds."""
_found = 0
"""How many objects were in use when they were last looked through."""


def settle() -> None:
    """Leave little to be done before the next task; for the end of a task."""
    _keep_directories()
    _set_aside()


def _keep_directories() -> None:
    """Have archives of modules not listed anew.

    pyspark has Python forget what it knows of its path before each task, and Python then reads the
    directories of `pyspark.zip` and of the program's own archive. An importer that is not there
    need not forget; it is made anew, with the directory as it was read, where something is
    imported.
    """
    for path, importer in list(sys.path_importer_cache.items()):
        if isinstance(importer, zipimport.zipimporter):
            del sys.path_importer_cache[path]


def _set_aside() -> None:
    """Have what stays from task to task (modules, the law as conditions) not searched for garbage.

    pyspark searches all objects after each task. What was set aside before and is garbage by now
    is removed where there is twice as much as when it was last looked for.
    """
    global _found
    if len(gc.get_objects()) <= _MANY:
        return
    if gc.get_freeze_count() > 2 * _found:
        gc.unfreeze()
        gc.collect()
        _found = len(gc.get_objects())
    gc.freeze()
