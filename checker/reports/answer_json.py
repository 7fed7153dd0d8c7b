"""An answer as JSON: the contract for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lovgraf.core.safe import web_link
from lovgraf.explain.answer import Answer, Ground, Step
from lovgraf.explain.found import Found
from lovgraf.explain.interview import Asking
from lovgraf.explain.model import Turn
from lovgraf.explain.question import Question


def write_answer(found: Answer) -> Iterator[str]:
    """The answer as one JSON object; keys in a fixed order."""
    yield json.dumps(as_dict(found), ensure_ascii=False, indent=1)
    yield "\n"


def as_dict(found: Answer) -> dict[str, object]:
    """What JSON says of an answer."""
    return {
        "question": found.question.slug,
        "answer": found.answer,
        "text": found.opening.as_dict(),
        "norms": list(dict.fromkeys(ground.norm for ground in found.grounds)),
        "rests_on": [
            {
                "presumption": one.iri,
                "text": one.said.as_dict(),
                "rebuttal": one.rebuttal.as_dict() if one.rebuttal else None,
            }
            for one in found.rests_on
        ],
        "next": _next(found.next),
        "asked": found.asked,
        "reasons": [_reason(ground) for ground in found.grounds],
        "do": [_step(step) for step in found.steps],
        "changes": [_turn(turn, answer) for turn, answer in found.turns],
        "missing": [name.as_dict() for name in found.missing],
        "silent": [name.as_dict() for name in found.silent],
        "judgment": [who.as_dict() for who in found.judgment],
        "complaint": [one.as_dict() for one in found.complaint],
        "record_quality": [
            {"code": flaw.code, "severity": flaw.severity, "message": flaw.message.as_dict()}
            for flaw in found.found.quality
        ],
        "inexact": not found.exact,
        "as_of": found.as_of.isoformat(),
        "covered": found.covered.as_dict() if found.covered else None,
        "type": found.question.record_type,
        "title": found.asks.as_dict(),
        "notes": [note.as_dict() for note in (*found.of_words, *found.found.all_notes)],
        "taken_from_words": {one.column.name: one.value for one in found.heard},
        "named_in_words": [one.as_dict() for one in found.named],
        "goes_with": [
            {
                "question": one.slug,
                "title": one.title.as_dict(),
                "answer": one.answer,
                "text": one.said.as_dict() if one.said else None,
            }
            for one in found.beside
        ],
    }


def write_questions(questions: list[Question]) -> Iterator[str]:
    """The questions that can be asked, as JSON."""
    content = [question_as_dict(one) for one in questions]
    yield json.dumps({"questions": content}, ensure_ascii=False, indent=1)
    yield "\n"


def write_near(found: Found) -> Iterator[str]:
    """What some words may ask, where they do not ask one question clearly, as JSON."""
    yield json.dumps({"question": None, **near_as_dict(found)}, ensure_ascii=False, indent=1)
    yield "\n"


def near_as_dict(found: Found) -> dict[str, object]:
    """What JSON says of what some words may ask."""
    topic = found.outside
    outside = topic and {
        "topic": topic.label.as_dict(),
        "advice": topic.advice.as_dict(),
        "verification": topic.verification.as_dict() if topic.verification else None,
    }
    return {"near": [one.slug for one in found.near], "outside": outside}


def question_as_dict(one: Question) -> dict[str, object]:
    """What JSON says of a question in a list."""
    return {
        "question": one.slug,
        "label": one.label.as_dict(),
        "type": one.record_type,
        "asker": one.asker.as_dict(),
        "definition": one.definition.as_dict() if one.definition else None,
    }


def _next(asking: Asking | None) -> dict[str, object] | None:
    if asking is None:
        return None
    return {
        "fact": asking.column.name,
        "label": asking.wording.as_dict(),
        "why": asking.why.as_dict(),
        "meaning": asking.meaning.as_dict() if asking.meaning else None,
    }


def _reason(ground: Ground) -> dict[str, object]:
    return {
        "norm": ground.norm,
        "provision": ground.provision.as_dict(),
        "in_consolidation": ground.in_consolidation,
        "link": web_link(ground.link),
        "rule": ground.rule.as_dict(),
        "facts": [fact.as_dict() for fact in ground.facts],
        "judge": ground.judge.as_dict() if ground.judge else None,
        "applies": ground.applies,
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "kind": step.kind,
        "text": step.text.as_dict(),
        "provision": step.provision.as_dict() if step.provision else None,
        "place": step.place.as_dict() if step.place else None,
        "fee_dkk": step.fee_dkk,
        "open": step.open,
    }


def _turn(turn: Turn, answer: str) -> dict[str, object]:
    return {
        "answer": answer,
        "changes": [
            {"column": name, "label": label.as_dict(), "is": value.as_dict(), "by": who.as_dict()}
            for (name, label, value), who in zip(turn.changes, turn.by, strict=True)
        ],
    }
