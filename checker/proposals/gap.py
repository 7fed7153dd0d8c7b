"""A gap that a proposal leaves: what, how bad, where, whom it strikes, and what would close it.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from msgspec import Struct

from lovgraf.conditions.tree import TRUE, Condition, all_of
from lovgraf.core.terms import Text

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst to the mildest; a proposal is feasible where no gap is an error."""

BlockKind = Literal["fact", "place", "fee", "post", "document", "power", "capability"]


class Block(Struct, frozen=True):
    """Where a route stops someone: its first step that fails.

    `step` is what the step is about (a class, a place, a capability, a piece of evidence; an IRI),
    `kind` whether that is a fact about the person, a place, a fee, the post, a document, a power
    that an authority lacks, or a capability. `by_travel` tells that the route opens up to who
    travels.
    """

    route: str
    route_label: Text
    step: str
    step_label: Text
    kind: BlockKind
    by_travel: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "route": self.route,
            "route_label": self.route_label.as_dict(),
            "step": self.step,
            "step_label": self.step_label.as_dict(),
            "kind": self.kind,
            "by_travel": self.by_travel,
        }


class Repair(Struct, frozen=True):
    """A small change that was assessed: what it is, which gaps it closes and which it opens.

    `closes` and `opens` are codes of gaps, sorted; `turtle` is what to add to the proposal,
    `removed` what to take out of it first (empty where nothing), and `proposal` the whole proposal
    with the change.
    """

    what: Text
    closes: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    turtle: str = ""
    proposal: str = ""
    removed: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "what": self.what.as_dict(),
            "closes": list(self.closes),
            "opens": list(self.opens),
            "turtle": self.turtle,
            "removed": self.removed,
        }


class Gap(Struct, frozen=True):
    """One gap; IRIs where not said otherwise.

    `who` covers exactly those whom it strikes among whom `within` holds (everyone, unless it says
    who counts), and `who_words` says both; `witness` is a synthetic
    person among them, values by canonical column name as `lovgraf person` reads them, and
    `verdict` what the norm says of that person; `cells` of the `of` kinds of persons that the
    question tells apart are struck. `record_type` is the type of the records that are
    struck; `about` is what else the gap is about (groups, terms, routes,
    facts), for repairs; `no_repair` says why no change closes it, where none was found. None where
    a gap has no such part.
    """

    code: str
    severity: Severity
    message: Text
    norm: str | None = None
    provision: str | None = None
    principle: str | None = None
    who: Condition | None = None
    who_words: Text | None = None
    within: Condition = TRUE
    within_words: Text | None = None
    witness: Mapping[str, str] | None = None
    cells: int | None = None
    of: int | None = None
    blocking: tuple[Block, ...] = ()
    repairs: tuple[Repair, ...] = ()
    verdict: str | None = None
    record_type: str | None = None
    about: tuple[str, ...] = ()
    no_repair: Text | None = None

    @property
    def strikes(self) -> Condition | None:
        """The condition of those whom it strikes."""
        return None if self.who is None else all_of(self.who, self.within)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form of `assess --format json`; parts that a gap has not are left out."""
        optional: dict[str, Any] = {
            "norm": self.norm,
            "provision": self.provision,
            "principle": self.principle,
            "who": self.who_words.as_dict() if self.who_words else None,
            "witness": dict(self.witness) if self.witness is not None else None,
            "verdict": self.verdict,
            "type": self.record_type,
            "cells": self.cells,
            "of": self.of,
            "blocking": [block.as_dict() for block in self.blocking] or None,
            "about": list(self.about) or None,
            "no_repair": self.no_repair.as_dict() if self.no_repair else None,
        }
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message.as_dict(),
            **{key: value for key, value in optional.items() if value is not None},
            "repairs": [repair.as_dict() for repair in self.repairs],
        }


def ordered(gaps: Iterable[Gap]) -> list[Gap]:
    """Gaps from the worst to the mildest, then by code, norm and whom they strike."""
    return sorted(
        gaps,
        key=lambda gap: (
            SEVERITIES.index(gap.severity),
            gap.code,
            gap.norm or "",
            gap.who_words.en if gap.who_words else "",
        ),
    )


def feasible(gaps: Iterable[Gap]) -> bool:
    """Whether no gap is an error."""
    return all(gap.severity != "error" for gap in gaps)
