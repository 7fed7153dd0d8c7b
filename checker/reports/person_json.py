"""One record explained, as JSON: the contract for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lovgraf.core.as_dict import asdict
from lovgraf.core.safe import web_link
from lovgraf.core.terms import Text
from lovgraf.explain.answer import Answer
from lovgraf.explain.model import Explanation, May, Passage, PersonVerdict, RouteText, Turn, Why
from lovgraf.reports import answer_json


def write_person(found: Explanation, answer: Answer | None = None) -> Iterator[str]:
    """The explanation as one JSON object, the answer to what was asked first; keys in a fixed
    order."""
    content = {
        "answer": answer_json.as_dict(answer) if answer else None,
        "verdicts": [_verdict(verdict) for verdict in found.verdicts],
        "may": [_may(may) for may in found.may],
        "as_of": found.as_of.isoformat(),
        "covered": _text(found.covered),
        "type": found.record_type,
        "record_quality": [
            {"code": flaw.code, "severity": flaw.severity, "message": flaw.message.as_dict()}
            for flaw in found.quality
        ],
        "notes": [note.as_dict() for note in found.all_notes],
    }
    yield json.dumps(content, ensure_ascii=False, indent=1)
    yield "\n"


def _verdict(verdict: PersonVerdict) -> dict[str, object]:
    return {
        "norm": verdict.norm,
        "provision": verdict.provision,
        "bearer": verdict.bearer,
        "verdict": verdict.verdict,
        "missing": list(verdict.missing),
        "why": _why(verdict.why),
        "title": verdict.title.as_dict(),
        "provision_label": verdict.provision_label.as_dict(),
        "in_consolidation": verdict.in_consolidation,
        "link": web_link(verdict.link),
        "judgment": [who.as_dict() for who in verdict.judgment],
        "inexact": not verdict.exact,
        "possible": list(verdict.possible),
        "outlook": verdict.outlook,
        "rests_on": list(verdict.rests_on),
        "routes": [_route(route) for route in verdict.routes],
        "turns": [_turn(turn) for turn in verdict.turns],
        "passages": [_passage(passage) for passage in verdict.passages],
        "note": _text(verdict.note),
    }


def _may(may: May) -> dict[str, object]:
    return {
        "norm": may.norm,
        "provision": may.provision,
        "bearer": may.bearer,
        "kind": may.kind,
        "holds": may.holds,
        "missing": list(may.missing),
        "title": may.title.as_dict(),
        "provision_label": may.provision_label.as_dict(),
        "in_consolidation": may.in_consolidation,
        "link": web_link(may.link),
        "routes": [_route(route) for route in may.routes],
    }


def _why(why: Why) -> dict[str, object]:
    return {
        "text": why.text.as_dict(),
        "value": why.value,
        "facts": [{"fact": name.as_dict(), "is": value.as_dict()} for name, value in why.facts],
        "children": [_why(child) for child in why.children],
    }


def _route(route: RouteText) -> dict[str, object]:
    return {
        "label": route.label.as_dict(),
        "grants": route.grants.as_dict(),
        "open": route.open,
        "place": _text(route.place),
        "provider": _text(route.provider),
        "fee_dkk": route.fee_dkk,
        "blocking": _text(route.blocking),
    }


def _turn(turn: Turn) -> dict[str, object]:
    changes = [
        {
            "column": column,
            "label": label.as_dict(),
            "is": value.as_dict(),
            "by": who.as_dict(),
        }
        for (column, label, value), who in zip(turn.changes, turn.by, strict=True)
    ]
    return {"changes": changes, "verdict": turn.verdict}


def _passage(passage: Passage) -> dict[str, object]:
    return asdict(passage)


def _text(text: Text | None) -> dict[str, str] | None:
    return text.as_dict() if text else None
