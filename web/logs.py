"""The log: one line of JSON an event, of known fields, on the standard error stream.

No address, no header, no text that somebody typed is ever a field. What other packages say is cut
down to where they said it: their messages may quote a request. A last filter takes out whatever
looks like a CPR number.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

OWN = "lovgraf"
Field = str | int | float | bool | None
ExcInfo = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]
_CPR = re.compile(r"(?<!\d)\d{6}\W?\d{4}(?!\d)")


def tell(event: str, level: int = logging.INFO, part: str = "web", **fields: Field) -> None:
    """Log an event of a part of the pages. The fields are facts about the program, or ids."""
    logging.getLogger(f"{OWN}.{part}").log(level, {"event": event, **fields})


def place(kind: type, trace: TracebackType | None) -> str:
    """What kind of error, and where in the code; never with which values."""
    frames = traceback.extract_tb(trace)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    return f"{kind.__name__} at {where}"


class Line(JsonFormatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """An event of ours with its fields; of any other record only where it comes from."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        own = record.name.partition(".")[0] == OWN
        if own and isinstance(record.msg, dict):
            line |= record.msg
        else:
            line |= {"event": "other", "at": f"{record.module}:{record.lineno}"}
            if record.args and isinstance(record.msg, str):
                line["template"] = record.msg
        if record.exc_info and record.exc_info[0]:
            line["fault"] = place(record.exc_info[0], record.exc_info[2])
        plain = {key: without_cpr(value) for key, value in line.items()}
        return self.serialize_log_record(plain)


def without_cpr(value: Field) -> Field:
    """A text without what looks like a CPR number; anything else as it is."""
    return _CPR.sub("######-####", value) if isinstance(value, str) else value


def configure(handler: logging.Handler | None = None) -> None:
    """Send the log of this program somewhere (the standard error stream), and faults of threads
    with it."""
    logging.raiseExceptions = False
    handler = handler or logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.getLogger(OWN).setLevel(logging.INFO)
    threading.excepthook = thread_failed


def thread_failed(args: threading.ExceptHookArgs) -> None:
    """Log what ended a thread, in place of a trace that quotes values."""
    if args.exc_type is not SystemExit:
        tell("fault", logging.ERROR, fault=place(args.exc_type, args.exc_traceback))
