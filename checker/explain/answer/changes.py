"""What somebody can change that would give another answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace
from rdflib.namespace import SKOS

from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE, Text, label
from lovgraf.engine.in_memory import Record
from lovgraf.engine.one_record import Seen
from lovgraf.explain.answer.asked import HELD, Asked
from lovgraf.explain.model import Turn
from lovgraf.explain.turns import Change, turning
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.decide import BREACHED

_MOST_TURNS = 3


def changes(
    asked: Asked, seen: Seen, verdict: str, after: Callable[[Record], tuple[str, Text]]
) -> Iterator[tuple[Turn, str]]:
    """What somebody can change, with the answer that it would give and how that begins, which
    `after` finds of the changed record: a change that turns the rules may leave the answer open."""
    if verdict not in VERDICTS[: BREACHED + 1]:
        return
    own = asked.program.answer(verdict)
    others = [one for one in _verdicts(asked) if asked.program.answer(one) != own]
    found = turning(asked.explainer.records, seen, asked.question.iri, others, two=False)
    some = list(_told_apart(asked, found))[:_MOST_TURNS]
    said = asked.explainer.turns_in_words(some)
    for (change, _), (turn, _good) in zip(some, said, strict=True):
        answer, opens = after({**seen.record, **dict(change)})
        if answer != own and (answer != HELD or not _asks_for_a_way(asked)):
            yield replace(_in_words(asked, seen.record, change, turn), opens=opens), answer


def _in_words(asked: Asked, record: Record, change: Change, turn: Turn) -> Turn:
    """A change as clauses of a sentence, where all of it has such words."""
    after = {**record, **dict(change)}
    clauses = [asked.said(iri, state, after) for iri, state in change]
    whole = tuple(one for one in clauses if one is not None)
    known = len(whole) == len(clauses)
    undoes = any(_undone(asked, record, iri, state) for iri, state in change)
    whose = _whose(asked, turn)
    return replace(turn, clauses=whole if known else (), whose=whose, undoes=undoes)


def _undone(asked: Asked, record: Record, iri: str, state: State) -> bool:
    """Whether a change denies what was stated to have happened, or is of what is presumed
    where nothing is stated."""
    if iri not in record:
        return asked.interview.presumable(iri)
    return state in (False, NONE) and record[iri] not in (False, NONE)


def _told_apart(asked: Asked, found: Iterable[tuple[Change, str]]) -> Iterator[tuple[Change, str]]:
    """Changes that tell something: not one of several values that may stand side by side, not
    the day of what another change says to be done, and not of what the question supposes."""
    facts, said = asked.view.law.facts.facts, set[str]()
    fixed = {one.presumes for one in asked.question.supposes} | set(asked.question.leaves_out)
    for change, good in found:
        columns = [one for iri, _ in change if isinstance(one := facts[iri], Column)]
        if any(one.iri in fixed for one in columns):
            continue
        days = [one for one in columns if any(iri in said for iri, _ in one.none_when)]
        if not days and not any(one.multi for one in columns):
            said |= {one.iri for one in columns}
            yield change, good


def _whose(asked: Asked, turn: Turn) -> tuple[Text, ...]:
    """Who can make a change, as a letter names them."""
    graph, whom = asked.view.law.graph, asked.sentences.words.get("whom")
    selves = {label(graph, one) for one in graph.subjects(SKOS.exactMatch, CORE.Subject)}
    return tuple(dict.fromkeys(whom if whom and who in selves else who for who in turn.by))


def _asks_for_a_way(asked: Asked) -> bool:
    """Whether the question is how to get something; to have it changes nothing of that."""
    return any(iri in asked.view.law.access.capabilities for iri in asked.program.answers)


def _verdicts(asked: Asked) -> list[str]:
    """The verdicts that stand for answers."""
    last = len(asked.question.order) - 1
    return [*VERDICTS[:last], VERDICTS[BREACHED]]
