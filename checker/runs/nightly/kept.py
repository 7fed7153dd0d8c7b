"""The history of the runs: a small Parquet file, a row for each run, dataset and cause.

A row without a cause tells of the run itself. No row holds anything of a record.
"""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lovgraf.core.errors import InputError
from lovgraf.core.output import write_output

HISTORY, _SECRET = "history.parquet", "secret"


def secret_of(folder: Path) -> str:
    """The secret with which the marks of a folder of runs are keyed, made where there is none.

    Raises `InputError` for a file that holds none.
    """
    path = folder / _SECRET
    if not path.exists():
        write_output([secrets.token_hex(16)], path, private=True)
    with suppress(UnicodeDecodeError):
        found = path.read_text("ascii")
        if re.fullmatch("[0-9a-f]{32}", found.strip()):
            return found
    raise InputError(
        "Filen holder ikke den nøgle, som kørslerne kender registreringer igen med. Læg den, der "
        "var der, tilbage; eller fjern filen: så bliver næste kørsels fund kun talt.",
        "The file does not hold the key by which the runs know records again. Put back the one "
        "that was there; or remove the file: then the findings of the next run are only counted.",
        _SECRET,
    )


@dataclass(frozen=True)
class Kept:
    """A cause in a run; where `cause` is None, the run of a dataset as a whole.

    `run` is when it began (UTC), `how` a hash of how the data were read (`CheckRequest.how`; None
    in a history that an older version wrote). `listed` says that the verdict is one of those that
    are findings. The row of a run as a whole has the `columns` that the data had
    (`gone_columns.Columns.text`), how many verdicts are `possible` breaches, how many `flaws` that
    are errors the data have, and how many rows are `unread`. The rest is as in `CauseChange`.
    """

    run: datetime
    dataset: str
    as_of: date
    records: int
    law_sha256: str
    law_since: date
    input_sha256: str
    how: str | None = None
    cause: str | None = None
    owner: str | None = None
    owner_da: str | None = None
    owner_en: str | None = None
    norm: str | None = None
    provision: str | None = None
    title_da: str | None = None
    title_en: str | None = None
    verdict: str | None = None
    listed: bool | None = None
    message_da: str | None = None
    message_en: str | None = None
    count: int | None = None
    appeared: int | None = None
    gone: int | None = None
    still: int | None = None
    since: date | None = None
    matched: bool | None = None
    by_law: int | None = None
    gone_by_law: int | None = None
    columns: str | None = None
    gone_open: int | None = None
    gone_left: int | None = None
    possible: int | None = None
    flaws: int | None = None
    unread: int | None = None
    fail_on: str | None = None
    """On the row of a run as a whole: which verdicts were findings, separated by commas."""


_COLUMNS = [field.name for field in fields(Kept)]


def read_history(folder: Path) -> list[Kept]:
    """The rows of a folder of runs, as they were added; none where there is no history yet.

    Raises `InputError` for what is no history.
    """
    from pyarrow import parquet

    path = folder / HISTORY
    if not path.exists():
        return []
    try:
        found = parquet.read_table(path)
        rows = found.select([name for name in _COLUMNS if name in found.column_names]).to_pylist()
        return [Kept(**row) for row in rows]
    except Exception:  # whatever is wrong with it
        raise InputError(
            "Filen er ikke en historik fra lovgraf run; flyt den, så begynder en ny.",
            "The file is no history of lovgraf run; move it away and a new one begins.",
            str(path),
        ) from None


def write_history(folder: Path, rows: Iterable[Kept]) -> None:
    """Write the history anew; it appears whole or not at all."""
    import pyarrow as pa
    from pyarrow import parquet

    types: dict[str, Any] = {
        "datetime": pa.timestamp("us", "UTC"), "date": pa.date32(), "int": pa.int64(),
        "bool": pa.bool_(), "str": pa.string(),
    }  # fmt: skip
    schema = pa.schema(
        [(field.name, types[str(field.type).partition(" ")[0]]) for field in fields(Kept)]
    )
    written = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([asdict(row) for row in rows], schema), written)
    write_output([written.getvalue()], folder / HISTORY, private=True)


def last_run(rows: Sequence[Kept], dataset: str) -> list[Kept]:
    """The rows of a dataset's last run, that which was added last, whatever the clock said of it;
    none where there was none."""
    own = [row for row in rows if row.dataset == dataset]
    return [row for row in own if row.run == own[-1].run]
