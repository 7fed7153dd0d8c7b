"""Arrow arrays of the states of columns, from their buffers; and others without pandas.

`pyarrow.array` looks whether it was given something of pandas, and imports it wherever it is
installed: 0.3 seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

_DAY_ZERO = date(1970, 1, 1).toordinal()
_NUMBERS = {"date": np.int32, "integer": np.int64, "decimal": np.float64}


def without_pandas() -> None:
    """From now on Arrow takes it that nothing it is given is of pandas, and does not import it.

    Only for a process in which nobody else makes arrays: it does not look again.
    """
    import pyarrow as pa

    if "pandas" in sys.modules:
        return
    refusal = _NoPandas()
    sys.meta_path.insert(0, refusal)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(refusal)


class _NoPandas(MetaPathFinder):
    """Finds no pandas, installed or not."""

    def find_spec(self, name: str, _path: object = None, _target: ModuleType | None = None) -> None:
        """Refuse pandas alone."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def arrow_type(datatype: str, multi: bool = False) -> Any:
    """The type of a column's values; several are a list."""
    import pyarrow as pa

    kind = {
        "date": pa.date32, "boolean": pa.bool_, "integer": pa.int64, "decimal": pa.float64,
        "string": pa.string,
    }[datatype]()  # fmt: skip
    return pa.list_(kind) if multi else kind


def of_numbers(numbers: npt.NDArray[np.int64]) -> Any:
    """An array of whole numbers."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, _buffer(numbers, np.int64)])


def of_states(states: Sequence[Any], datatype: str, multi: bool = False) -> Any:
    """An array of values of a datatype, or (`multi`) of lists of them; None is null."""
    import pyarrow as pa

    known = np.array([state is not None for state in states], np.bool_)
    valid = None if known.all() else pa.py_buffer(_bits(known))
    if multi:
        several = [() if state is None else state for state in states]
        inner = of_states([one for some in several for one in some], datatype)
        ends = _ends(several)
        kind, buffers = arrow_type(datatype, multi), [valid, ends]
        return pa.Array.from_buffers(kind, len(states), buffers, children=[inner])
    if datatype == "string":
        texts = [b"" if state is None else state.encode() for state in states]
        buffers = [valid, _ends(texts), pa.py_buffer(b"".join(texts))]
    elif datatype == "boolean":
        buffers = [valid, pa.py_buffer(_bits(np.array([bool(s) for s in states], np.bool_)))]
    else:
        plain = [0 if state is None else state for state in states]
        if datatype == "date":
            plain = [day.toordinal() - _DAY_ZERO if day else 0 for day in states]
        buffers = [valid, _buffer(plain, _NUMBERS[datatype])]
    return pa.Array.from_buffers(arrow_type(datatype), len(states), buffers)


def _ends(several: Sequence[Sequence[Any]]) -> Any:
    return _buffer(np.cumsum([0, *map(len, several)]), np.int32)


def _buffer(numbers: Any, kind: type) -> Any:
    import pyarrow as pa

    return pa.py_buffer(np.ascontiguousarray(numbers, kind))


def _bits(flags: npt.NDArray[np.bool_]) -> bytes:
    return np.packbits(flags, bitorder="little").tobytes()
