"""Reads a workbook by python-calamine in a process of its own: workbook_child.py FILE FOLDER BYTES

The library ends the process, or asks for all memory there is, on some damaged files; so it has a
process that may. For each sheet a file of the folder, `0.jsonl` ..., has a line of what it is and a
line for each row: texts, numbers and truth values as JSON, days and times as one-key objects. Ends
with 3 for a password. Imports nothing of Lovgraf, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

PASSWORD = 3


def main(path: str, folder: str, most: int) -> int:
    """Write every sheet; `most` bytes of memory may be taken (0: as many as there are)."""
    if most:
        try:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        except (ImportError, ValueError):
            pass  # Windows, or a limit that is lower already
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        return PASSWORD
    for number, name in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_name(name)
        merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
        with (Path(folder) / f"{number}.jsonl").open("w", encoding="utf-8") as out:
            head = {"name": name, "start": sheet.start or (0, 0), "merged": merged}
            out.write(json.dumps(head) + "\n")
            for row in sheet.to_python(skip_empty_area=True):
                out.write(json.dumps(list(map(_cell, row))) + "\n")
    return 0


def _cell(value: Any) -> Any:
    """A cell as JSON holds it."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time | timedelta):
        return {"time": str(value)}
    return None if value == "" else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
