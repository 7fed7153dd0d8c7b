"""What became of the changes of the law, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from rdflib import URIRef

from checker.law import Law
from checker.lint.mutation.outcome import Outcome
from checker.lint.mutation.run import Mutation
from checker.reports.phrases import number
from checker.reports.safe import plain
from checker.terms import Lang, Text, label, relative

_HEAD = Text(
    "{scenarios} scenarier. Af {changes} ændringer af lovene opdages {killed} ({score}); "
    "{equal} ændrer intet udfald og tæller ikke med.",
    "{scenarios} scenarios. Of {changes} changes of the law {killed} are noticed ({score}); "
    "{equal} change no verdict and do not count.",
)
_ACT = Text("{killed} af {changes} ({score})", "{killed} of {changes} ({score})")
_SURVIVED = Text("Opdages ikke af noget scenarie:", "Noticed by no scenario:")


def score(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """How many changes were noticed, and how many could have been."""
    counted = [outcome for outcome in outcomes if not outcome.equivalent]
    return sum(bool(outcome.killed_by) for outcome in counted), len(counted)


def as_text(found: Mutation, law: Law, lang: Lang) -> Iterator[str]:
    """The score in all and by act, then the changes that no scenario notices."""
    killed, changes = score(found.outcomes)
    equal = len(found.outcomes) - changes
    yield (
        _HEAD[lang].format(
            scenarios=number(found.scenarios, lang),
            changes=number(changes, lang),
            killed=number(killed, lang),
            score=_share(killed, changes, lang),
            equal=number(equal, lang),
        )
        + "\n\n"
    )
    acts = [
        (act, list(own))
        for act, own in groupby(found.outcomes, lambda outcome: outcome.change.subject.act)
    ]
    for act, own in acts:
        killed, changes = score(own)
        if changes:
            said = _ACT[lang].format(
                killed=number(killed, lang),
                changes=number(changes, lang),
                score=_share(killed, changes, lang),
            )
            yield plain(f"{relative(act)}: {said}") + "\n"
    for act, own in acts:
        survivors = [outcome for outcome in own if outcome.survived]
        if survivors:
            title = label(law.graph, URIRef(act))[lang]
            yield "\n" + plain(f"{relative(act)}: {title}. {_SURVIVED[lang]}") + "\n"
        for subject, several in groupby(survivors, lambda outcome: outcome.change.subject):
            yield plain(f"  {subject.name}: {subject.label[lang]}") + "\n"
            for outcome in several:
                yield plain(f"    {outcome.change.what[lang]} [{outcome.change.name}]") + "\n"


def as_json(found: Mutation) -> str:
    """The same as one JSON object, with every change and what became of it."""
    killed, changes = score(found.outcomes)
    data = {
        "scenarios": found.scenarios,
        "changes": changes,
        "noticed": killed,
        "outcomes": [
            {
                "change": outcome.change.key,
                "act": relative(outcome.change.subject.act),
                "subject": outcome.change.subject.name,
                "label": outcome.change.subject.label.as_dict(),
                "what": outcome.change.what.as_dict(),
                "outcome": _outcome(outcome),
                "noticed_by": outcome.killed_by or None,
            }
            for outcome in found.outcomes
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _outcome(outcome: Outcome) -> str:
    if outcome.killed_by:
        return "noticed"
    return "equivalent" if outcome.equivalent else "survived"


def _share(part: int, whole: int, lang: Lang) -> str:
    percent = 100.0 if not whole else 100 * part / whole
    text = f"{percent:.1f}"
    return f"{text.replace('.', ',')} %" if lang == "da" else f"{text}%"
