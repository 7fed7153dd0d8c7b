"""Compare two runs: findings that are new, gone and still there, by norm and cause."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from lovgraf.check.untyped import not_judged
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text, number_text
from lovgraf.runs.saved import SavedCause, SavedRun

VERDICTS = ("breached", "unattainable", "undetermined")
"""The verdicts that are compared, worst first; the others are no findings."""


class Change(Struct, frozen=True):
    """How one cause changed. `told_apart` says that records were matched, not only counted."""

    cause: SavedCause
    title: Text
    old: int
    new: int
    appeared: int
    gone: int
    still: int
    told_apart: bool

    @property
    def least(self) -> bool:
        """Whether more may be new and gone: records were only counted, and both runs have some."""
        return not self.told_apart and min(self.old, self.new) > 0


class Comparison(Struct, frozen=True):
    """Two runs compared; changes in the order of norm, verdict and cause."""

    old: SavedRun
    new: SavedRun
    changes: tuple[Change, ...]
    notes: tuple[Text, ...]

    @property
    def worse(self) -> bool:
        """Whether a breached or unattainable finding is new."""
        return any(c.appeared and c.cause.verdict != "undetermined" for c in self.changes)


def compare_runs(old: SavedRun, new: SavedRun) -> Comparison:
    """Compare an older run with a newer one.

    Records are matched by their ids where both reports hold them (`--show-values`), by their rows
    where both runs read the same bytes, and otherwise only counted: then as few as possible count
    as new or gone.
    """
    before, after = _handles(old, new)
    known = {**old.causes, **new.causes}
    changes = []
    for cause in sorted(known.values(), key=_order):
        if cause.verdict not in VERDICTS:
            continue
        a = old.causes[cause.id].count if cause.id in old.causes else 0
        b = new.causes[cause.id].count if cause.id in new.causes else 0
        title = {**old.labels, **new.labels}.get(cause.norm, Text(cause.norm, cause.norm))
        own_before = before.get(cause.id, Counter()) if before is not None else Counter()
        own_after = after.get(cause.id, Counter()) if after is not None else Counter()
        listed = before is not None and (own_before.total(), own_after.total()) == (a, b)
        still = (own_before & own_after).total() if listed else min(a, b)
        changes.append(Change(cause, title, a, b, b - still, a - still, still, listed))
    counted = before is None, any(change.least for change in changes)
    return Comparison(old, new, tuple(changes), tuple(_notes(old, new, *counted)))


_Handles = dict[str, Counter[str]]


def _handles(old: SavedRun, new: SavedRun) -> tuple[_Handles | None, _Handles | None]:
    """What records are matched by, for each cause; None where they cannot be."""
    same = old.receipt.get("input_sha256")
    if same is not None and same == new.receipt.get("input_sha256"):
        return _by_cause(old.rows), _by_cause(new.rows)
    if old.ids is not None and new.ids is not None:
        return _by_cause(old.ids), _by_cause(new.ids)
    return None, None


def _by_cause(found: Counter[tuple[str, str]]) -> _Handles:
    handles: _Handles = {}
    for (cause, handle), count in found.items():
        handles.setdefault(cause, Counter())[handle] += count
    return handles


def _order(cause: SavedCause) -> tuple[str, int, str]:
    place = VERDICTS.index(cause.verdict) if cause.verdict in VERDICTS else len(VERDICTS)
    return cause.norm, place, cause.id


def _notes(old: SavedRun, new: SavedRun, all_counted: bool, some_counted: bool) -> list[Text]:
    notes = []
    if new.untyped:
        said, before = not_judged(new.untyped), number_text(old.untyped)
        notes.append(
            Text(
                f"I den nye kørsel: {said.da} (før: {before.da}). Fund, der er væk, kan være "
                "deres.",
                f"In the new run: {said.en} (before: {before.en}). Findings that are gone may be "
                "theirs.",
            )
        )
    if all_counted:
        notes.append(
            Text(
                "Registreringerne er kun talt, ikke genkendt: rapporterne har ingen id'er. Skriv "
                "dem begge med --show-values, hvis hver enkelt skal følges.",
                "The records were only counted, not recognised: the reports hold no ids. Write "
                "both with --show-values to follow each record.",
            )
        )
    elif some_counted:
        notes.append(
            Text(
                "Hvor der står »mindst«, er registreringerne kun talt, ikke genkendt: mindst den "
                "ene rapport opregner dem ikke hver for sig.",
                'Where it says "at least", the records were only counted, not recognised: at least '
                "one of the reports does not list each of them.",
            )
        )
    if old.as_of != new.as_of:
        then, now = date_text(old.as_of), date_text(new.as_of)
        notes.append(
            Text(
                f"Reglerne er fra to dage: {then.da} og {now.da}.",
                f"The rules are those of two days: {then.en} and {now.en}.",
            )
        )
    if old.receipt.get("law_sha256") != new.receipt.get("law_sha256"):
        notes.append(
            Text(
                "Lovgrafen er ændret mellem de to kørsler.",
                "The law graph changed between the two runs.",
            )
        )
    return notes


# A comparison of two runs to read. It holds no personal values.

_VERDICTS = {
    "breached": Text("ikke opfyldt", "breached"),
    "unattainable": Text("kan ikke opfyldes", "unattainable"),
    "undetermined": Text("kan ikke afgøres", "undetermined"),
}


def as_text(comparison: Comparison, lang: Literal["da", "en"]) -> Iterator[str]:
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
    about = _about(any(change.least for change in comparison.changes))
    return Text(
        f"{old} mod {new}. Fund: {about.da}{appeared} nye, {gone} væk, {still} stadig.",
        f"{old} against {new}. Findings: {about.en}{appeared} new, {gone} gone, {still} still "
        "there.",
    )


def _about(least: bool) -> Text:
    """What stands before numbers of which there may be more."""
    return Text("mindst ", "at least ") if least else Text("", "")


def _line(change: Change) -> Text:
    verdict = _VERDICTS[change.cause.verdict]
    about = _about(change.least)
    return Text(
        f"{verdict.da}: {change.old} -> {change.new} ({about.da}{change.appeared} nye, "
        f"{change.gone} væk, {change.still} stadig)",
        f"{verdict.en}: {change.old} -> {change.new} ({about.en}{change.appeared} new, "
        f"{change.gone} gone, {change.still} still there)",
    )


# A comparison of two runs as JSON. It holds no personal values.


def as_json(comparison: Comparison) -> str:
    """The comparison as one object."""
    return (
        json.dumps(
            {
                "old": _run(comparison.old),
                "new": _run(comparison.new),
                "changes": [_change(change) for change in comparison.changes],
                "notes": [note.as_dict() for note in comparison.notes],
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _run(run: SavedRun) -> dict[str, object]:
    return {"report": run.name, "as_of": run.as_of.isoformat(), "records": run.records}


def _change(change: Change) -> dict[str, object]:
    cause = change.cause
    return {
        "cause": cause.id,
        "norm": cause.norm,
        "provision": cause.provision,
        "verdict": cause.verdict,
        "message": cause.message.as_dict(),
        "old": change.old,
        "new": change.new,
        "appeared": change.appeared,
        "gone": change.gone,
        "still": change.still,
        "matched": change.told_apart,
    }
