"""The outcome of the changes of the law, as text or JSON, act by act as they are tried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef

from lovgraf.authoring.lint.mutation.mutants import Outcome
from lovgraf.authoring.lint.mutation.run import Mutation
from lovgraf.core.safe import plain
from lovgraf.core.terms import BASE, Lang, Text, label, relative
from lovgraf.law import Law
from lovgraf.reports.phrases import number

# The family of an act: the file of law that states it.

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def families(files: Iterable[Path]) -> dict[str, str]:
    """The name of the file that states each subject (IRIs), of several the first; without its
    ending."""
    found: dict[str, str] = {}
    for file in files:
        for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE):
            if quad.predicate.value == _TYPE and isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.subject.value, file.stem)
    return found


_SCORE = Text("{killed} af {changes} ({share})", "{killed} of {changes} ({share})")
_OTHERS = Text("øvrige", "others")
_ALL = Text("I alt", "In all")
_HEAD = Text(
    "{scenarios} scenarier. Ændringer, som et scenarie opdager:",
    "{scenarios} scenarios. Changes that some scenario notices:",
)
_EQUAL = Text(
    "{equal} ændringer ændrer intet udfald for nogen mulig post og tæller ikke med.",
    "{equal} changes change no verdict of any possible record and do not count.",
)
_UNKNOWN = Text("ikke afgjort, om nogen kan", "whether any could was not found out")


class Score:
    """How many changes were noticed, how many could have been, and how many no record could."""

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        self.killed = self.changes = self.equal = 0
        for outcome in outcomes:
            self.killed += bool(outcome.killed_by)
            self.changes += not outcome.equivalent
            self.equal += outcome.equivalent

    def add(self, other: Score) -> None:
        """Count another score in."""
        self.killed += other.killed
        self.changes += other.changes
        self.equal += other.equal

    def in_words(self, lang: Lang) -> str:
        """ "12 of 13 (92.3%)"."""
        percent = 100 * self.killed / self.changes if self.changes else 100.0
        share = f"{percent:.1f}%" if lang == "en" else f"{percent:.1f} %".replace(".", ",")
        killed, changes = number(self.killed, lang), number(self.changes, lang)
        return _SCORE[lang].format(killed=killed, changes=changes, share=share)


def as_text(
    found: Iterable[Mutation], law: Law, scenarios: int, of: Mapping[str, str], lang: Lang
) -> Iterator[str]:
    """Each act with its score and the changes that no scenario notices, as it is done; then the
    score by family and in all. `of` names the family of an act (IRI)."""
    yield _HEAD[lang].format(scenarios=number(scenarios, lang)) + "\n"
    totals: dict[str, Score] = {}
    for act in found:
        score = Score(act.outcomes)
        totals.setdefault(of.get(act.act, ""), Score()).add(score)
        if score.changes:
            yield "".join(_act(act, score, law, lang))
    whole = Score()
    yield "\n"
    for family, score in sorted(totals.items(), key=lambda item: (not item[0], item[0])):
        whole.add(score)
        if score.changes:
            yield plain(f"{family or _OTHERS[lang]}: {score.in_words(lang)}") + "\n"
    yield f"{_ALL[lang]}: {whole.in_words(lang)}\n"
    yield _EQUAL[lang].format(equal=number(whole.equal, lang)) + "\n"


def _act(act: Mutation, score: Score, law: Law, lang: Lang) -> Iterator[str]:
    title = label(law.graph, URIRef(act.act))[lang]
    yield "\n" + plain(f"{relative(act.act)}: {title}. {score.in_words(lang)}") + "\n"
    survivors = [outcome for outcome in act.outcomes if outcome.survived]
    for subject, several in groupby(survivors, lambda outcome: outcome.change.subject):
        yield plain(f"  {subject.name}: {subject.label[lang]}") + "\n"
        for outcome in several:
            doubt = f" ({_UNKNOWN[lang]})" if outcome.doubtful else ""
            yield plain(f"    {outcome.change.what[lang]} [{outcome.change.name}]{doubt}") + "\n"


def as_json(found: Iterable[Mutation], scenarios: int, of: Mapping[str, str]) -> Iterator[str]:
    """The same as one JSON object, with every change and what became of it, act by act."""
    whole = Score()
    yield f'{{\n  "scenarios": {scenarios},\n  "acts": ['
    first = True
    for act in found:
        score = Score(act.outcomes)
        whole.add(score)
        data = {
            "act": relative(act.act),
            "family": of.get(act.act),
            "changes": score.changes,
            "noticed": score.killed,
            "equivalent": score.equal,
            "outcomes": [_entry(outcome) for outcome in act.outcomes],
        }
        text = json.dumps(data, ensure_ascii=False, indent=2).replace("\n", "\n    ")
        yield f"{'' if first else ','}\n    {text}"
        first = False
    yield (
        f'\n  ],\n  "changes": {whole.changes},\n  "noticed": {whole.killed},\n'
        f'  "equivalent": {whole.equal}\n}}\n'
    )


def _entry(outcome: Outcome) -> dict[str, object]:
    return {
        "change": outcome.change.key,
        "subject": outcome.change.subject.name,
        "label": outcome.change.subject.label.as_dict(),
        "what": outcome.change.what.as_dict(),
        "outcome": _outcome(outcome),
        "noticed_by": outcome.killed_by or None,
    }


def _outcome(outcome: Outcome) -> str:
    if outcome.killed_by:
        return "noticed"
    return "equivalent" if outcome.equivalent else "survived"
