"""A comparison of two runs to read. It holds no personal values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.runs.compare import Change, Comparison

_VERDICTS = {
    "breached": Text("ikke opfyldt", "breached"),
    "unattainable": Text("kan ikke opfyldes", "unattainable"),
    "undetermined": Text("kan ikke afgøres", "undetermined"),
}


def write(comparison: Comparison, lang: Literal["da", "en"]) -> Iterator[str]:
    """The comparison in pieces: a line for each cause, under its norm."""
    yield _head(comparison)[lang] + "\n"
    norm = None
    for change in comparison.changes:
        if change.cause.norm != norm:
            norm = change.cause.norm
            yield f"\n{plain(change.title[lang])}\n  {plain(change.cause.provision)}\n"
        yield f"    {plain(_line(change)[lang])}\n"
        yield f"      {plain(change.cause.message[lang])}\n"
    for note in comparison.notes:
        yield f"\n{note[lang]}\n"


def _head(comparison: Comparison) -> Text:
    old, new = plain(comparison.old.name), plain(comparison.new.name)
    appeared, gone, still = (
        sum(getattr(change, name) for change in comparison.changes)
        for name in ("appeared", "gone", "still")
    )
    return Text(
        f"{old} mod {new}. Fund: {appeared} nye, {gone} væk, {still} stadig.",
        f"{old} against {new}. Findings: {appeared} new, {gone} gone, {still} still there.",
    )


def _line(change: Change) -> Text:
    verdict = _VERDICTS[change.cause.verdict]
    about = ("", "") if change.told_apart else ("mindst ", "at least ")
    return Text(
        f"{verdict.da}: {change.old} -> {change.new} ({about[0]}{change.appeared} nye, "
        f"{change.gone} væk, {change.still} stadig)",
        f"{verdict.en}: {change.old} -> {change.new} ({about[1]}{change.appeared} new, "
        f"{change.gone} gone, {change.still} still there)",
    )
