"""Gaps that are accepted, each with the reason why no scenario can fill it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.core.yaml_text import YamlError, read_yaml


@dataclass(frozen=True)
class Accepted:
    """The reasons by the name of the gap."""

    reasons: dict[str, str]


def read_accepted(file: Path) -> Accepted:
    """Read a YAML list of entries with `gap` and `reason`.

    Raises `InputError` where the file cannot be read, or an entry lacks either.
    """
    try:
        content = read_yaml(file.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, YamlError):
        raise _wrong(file, "kan ikke læses", "cannot be read") from None
    reasons: dict[str, str] = {}
    for entry in content if isinstance(content, list) else [content]:
        known = entry if isinstance(entry, dict) else {}
        gap, reason = (str(known.get(key) or "").strip() for key in ("gap", "reason"))
        if not gap or not reason or len(known) != 2:
            raise _wrong(file, "har en post uden gap og reason", "has an entry without gap, reason")
        if gap in reasons:
            raise _wrong(file, f"nævner {gap} to gange", f"names {gap} twice")
        reasons[gap] = reason
    return Accepted(reasons)


def _wrong(file: Path, danish: str, english: str) -> InputError:
    return InputError(
        f"Listen over accepterede huller {danish}.",
        f"The list of accepted gaps {english}.",
        str(file),
    )
