"""What norms of the proposals say of other norms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lovgraf.law.norms import Norm
from lovgraf.proposals.changes import Views


def references(views: Views) -> Iterator[tuple[Norm, Literal["exempts", "overrides"], Norm]]:
    """The new norms that name other norms, how (a name of a wording), and these."""
    norms = views.after.law.norms
    for change in views.changes:
        if change.after is None or change.before is not None:
            continue
        for iri in change.after.exempts:
            if iri in norms:
                yield change.after, "exempts", norms[iri]
        for iri in change.after.overrides:
            if iri in norms:
                yield change.after, "overrides", norms[iri]
