"""Columns that give one fact together, as arrays; in SQL that is `readers.joined`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from lovgraf.readers.joined import joined_text
from lovgraf.verdicts.patterns import distinct


def joined_arrays(columns: Sequence[Any], nulls: Collection[str] = ()) -> Any:
    """One dictionary of texts of several (`nulls` are words for nothing): texts that stand in a row
    are put together once."""
    given = [[*one.dictionary.to_pylist(), None] for one in columns]
    places = [
        one.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False).astype(np.int64)
        for one, texts in zip(columns, given, strict=True)
    ]
    first, row = distinct(places, len(columns[0]))
    own = [
        [texts[place] for place in each[first].tolist()]
        for each, texts in zip(places, given, strict=True)
    ]
    texts = [joined_text(said, nulls) for said in zip(*own, strict=True)]
    numbers = {text: n for n, text in enumerate(dict.fromkeys(filter(None, texts)))}
    indices = pa.array([numbers.get(text or "") for text in texts], pa.int32()).take(pa.array(row))
    return pa.DictionaryArray.from_arrays(indices, pa.array([*numbers], pa.string()))
