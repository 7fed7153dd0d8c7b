"""An assessment as JSON: the contract for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from lovgraf.core.terms import Text, short
from lovgraf.facts.type_names import plural_of
from lovgraf.law.names import norm_cited_on
from lovgraf.law.routes import AccessRoute
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.business_case import CostTable, Figure, Line, Recount, business_case
from lovgraf.proposals.changes import Change
from lovgraf.proposals.differences import of_norm, of_route, replaced_routes
from lovgraf.proposals.findings import OutcomeFound
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import Proposal
from lovgraf.reports.assessment.changes import limits_elsewhere
from lovgraf.reports.assessment.principles import Principle, principles

if TYPE_CHECKING:
    from lovgraf.proposals.dataset import Counted


def write(found: Assessment) -> Iterator[str]:
    """The assessment as one JSON object; the same input gives the same bytes."""
    views = found.views
    content = {
        "as_of": found.day.isoformat(),
        "asked_as_of": _iso(found.asked_as_of),
        "feasible": found.feasible,
        "not_examined": [short(iri) for iri in found.not_examined],
        "left_out": [what.as_dict() for what in found.left_out],
        "proposals": [
            _proposal(proposal, views.overlay.starts[proposal.iri])
            for proposal in views.overlay.proposals
        ],
        "not_applied": [missing.as_dict() for missing in views.overlay.not_applied],
        "changes": [_change(found, change) for change in _changes(found)],
        "routes": [_route(found, route) for route in views.routes],
        "gaps": [
            gap.as_dict() | _things(found, gap) | _heads(found, place)
            for place, gap in enumerate(found.gaps)
        ],
        "gains": [gain.as_dict() for gain in found.gains],
        "outcomes": [_outcome(outcome) for outcome in found.outcomes],
        "principles": [_principle(principle) for principle in principles(found)],
        "business_case": [_table(table) for table in business_case(found)],
        "notes": [note.as_dict() for note in found.notes],
        "limits_elsewhere": [
            {"fact": limit.fact, "norms": [norm.iri for norm in where]}
            for limit, where in limits_elsewhere(found)
        ],
        "dataset": found.dataset,
        "presumed": found.presumed if found.dataset else None,
        "law_sha256": views.after.law.source.digest,
    }
    yield json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _proposal(proposal: Proposal, begins: date) -> dict[str, object]:
    return {
        "proposal": proposal.iri,
        "title": proposal.title.as_dict(),
        "commencement": _iso(proposal.commencement),
        "begins": begins.isoformat(),
    }


def _route(found: Assessment, route: AccessRoute) -> dict[str, object]:
    views = found.views
    old = replaced_routes(views).get(route.iri)
    return {
        "route": route.iri,
        "title": route.label.as_dict(),
        "what": "introduced" if route in views.after.routes else "ended",
        "replaces": old.iri if old else None,
        "differences": [one.as_dict() for one in of_route(views, old, route)] if old else [],
    }


def _outcome(outcome: OutcomeFound) -> dict[str, object]:
    return {
        "group": outcome.group,
        "expected": outcome.expected,
        "found": outcome.found,
        "agrees": outcome.agrees,
    }


def _principle(principle: Principle) -> dict[str, object]:
    return {
        "principle": principle.iri,
        "title": principle.label.as_dict(),
        "gaps": [gap.code for gap in principle.gaps],
        "examined": sorted(principle.examined),
    }


def _things(found: Assessment, gap: Gap) -> dict[str, object]:
    """What those struck are called."""
    law = found.views.after.law
    if gap.record_type is None:
        return {}
    return {"things": plural_of(law.graph, law.facts, gap.record_type).as_dict()}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _changes(found: Assessment) -> list[Change]:
    """Every change that something is told of, each once."""
    counted = [one.comparison for one in found.counted]
    compared = [c for one in (*found.comparisons, *counted) for c, _, _ in one.changes]
    changes: dict[object, Change] = {}
    for change in (*found.views.changes, *compared):
        changes.setdefault(change.key, change)
    return list(changes.values())


def _change(found: Assessment, change: Change) -> dict[str, object]:
    norm = change.norm
    cited = norm_cited_on(found.views.graph, norm, found.views.after.as_of)
    return {
        "norm": norm.iri,
        "what": change.kind,
        "replaces": change.before.iri if change.kind == "replaced" and change.before else None,
        "kind": norm.kind,
        "type": norm.record_type,
        "title": norm.label.as_dict(),
        "differences": _differences(found, change),
        "provision": norm.provision,
        "provision_label": cited.text.as_dict(),
        "in_consolidation": cited.place,
        "kinds_of_persons": [
            {
                "group": kinds.group.iri if kinds.group else None,
                "newly_addressed": kinds.begins,
                "no_longer_addressed": kinds.ends,
                "of": kinds.of,
            }
            for kinds in found.kinds
            if kinds.change.key == change.key
        ],
        "in_dataset": [
            entry for counted in found.counted for entry in _entries(counted, change)
        ],
    }  # fmt: skip


def _differences(found: Assessment, change: Change) -> list[dict[str, object]]:
    """What a norm says otherwise than the one in whose place it comes."""
    if change.kind != "replaced" or change.before is None or change.after is None:
        return []
    return [one.as_dict() for one in of_norm(found.views, change.before, change.after)]


def _heads(found: Assessment, place: int) -> dict[str, object]:
    """How many records of the dataset a gap strikes, where there is one."""
    heads = found.heads(place)
    if heads is None:
        return {}
    return {"records": {"struck": heads.struck, "unknown": heads.unknown}}


def _entries(counted: Counted, change: Change) -> Iterator[dict[str, object]]:
    for place, (own, _, _) in enumerate(counted.comparison.changes):
        if own.key != change.key:
            continue
        for entry in counted.entries:
            if entry.change.key == change.key:
                whole = entry.group is None
                rows = {
                    effect: list(rows) for (at, effect), rows in counted.rows.items() if at == place
                }
                yield {
                    "group": entry.group.iri if entry.group else None,
                    "records": entry.of,
                    "effects": dict(entry.effects),
                    "undecided": entry.undecided,
                    "newly_obliged_and_able": entry.able,
                    **({"rows": rows} if whole else {}),
                }


def _table(table: CostTable) -> dict[str, object]:
    """A calculation; amounts are numbers in `unit`, by year in the order of `years`."""
    return {
        "model": table.iri,
        "title": table.label.as_dict(),
        "unit": table.unit.as_dict(),
        "locator": _words(table.locator),
        "years": list(table.years),
        "lines": [_line(line) for line in table.lines],
        "saving": [_number(value) for value in table.saving],
        "total": _number(table.total),
        "printed": _line(table.printed) if table.printed else None,
        "misprinted": list(table.misprinted),
        "units": _figure(table.units),
        "unit_prices": [
            {"line": line.iri, "price": _number(price)} for line, price in table.unit_prices
        ],
        "heads": _figure(table.heads),
        "assumes": _words(table.assumes),
        "not_included": _words(table.not_included),
        "in_dataset": [_recount(recount) for recount in table.recounts],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "line": line.iri,
        "title": line.label.as_dict(),
        "sign": line.sign,
        "values": [_number(value) for value in line.values],
        "total": _number(line.total),
    }


def _figure(figure: Figure | None) -> dict[str, object] | None:
    if figure is None:
        return None
    return {
        "figure": figure.iri,
        "title": figure.label.as_dict(),
        "value": _number(figure.value),
        "unit": figure.unit.as_dict(),
        "locator": _words(figure.locator),
    }


def _recount(recount: Recount) -> dict[str, object]:
    return {
        "norm": recount.change.norm.iri,
        "group": recount.group.iri,
        "newly_obliged": recount.obliged,
        "able": recount.able,
        "undecided": recount.undecided,
        "lines": [_line(line) for line in recount.lines],
        "saving": [_number(value) for value in recount.saving],
        "total": _number(recount.total),
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _words(text: Text | None) -> dict[str, str] | None:
    return None if text is None else text.as_dict()
