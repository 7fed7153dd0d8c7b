"""The text of a changed norm that no longer fits what it says (`stale-text`).

What a norm says is its condition: whom it addresses, and what must hold. Its definition is held
against that where the condition changed and the text did not, or where the text has a number in the
place of one of the condition's limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from rdflib import Literal as RdfLiteral
from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.tree import TRUE, And, Condition, Leaf, Named, Not, Or, Range
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text, label, text_of
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.program import readers

_REFERENCE = re.compile(
    r"(?:§§?|\bs{1,2}\.|\bstk\.|\bn(?:r|o|os)\.|\bpkt\.|\bact|\blov|\border)\s*\d+(?:\s*\(\d+\))*"
    r"|\(\d+\)|\b(?:1[6-9]|20|21)\d\d\b"
)
"""What is a number but no limit: references to the law, and years."""
_WORDS = {
    "da": "tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten "
    "atten nitten tyve",
    "en": "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty",
}
_NUMBERS = {
    word: number for words in _WORDS.values() for number, word in enumerate(words.split(), 3)
}


class _Content(Struct, frozen=True):
    """What a norm says: its conditions, and the limits in them and in its deadlines."""

    conditions: tuple[Condition, Condition]
    deadlines: tuple[object, ...]
    limits: frozenset[int]
    others: frozenset[int]


class _Stale(Struct, frozen=True):
    """Why a text does not fit (a wording, with its names), and one that does."""

    wording: str
    text: Text
    has: str = ""
    asks: str = ""


class StaleText(GapKind):
    """A definition that says something else than the norm's condition."""

    code = "stale-text"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """The changed norms whose text does not say what their condition says."""
        for change in views.changes:
            if change.before is None or change.after is None:
                continue
            norm = change.after
            found = _proposed(views.before, views.after, change.before, norm, _own(views, norm))
            if found is None:
                continue
            yield Gap(
                *self.statement(
                    found.wording,
                    norm=norm.label,
                    has=found.has,
                    asks=found.asks,
                    text=found.text,
                ),
                norm=norm.iri,
                provision=norm.provision,
                about=(change.before.iri,),
            )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Write the definition anew."""
        yield from _rewritten(case.gap, case.before, case.after, case.proposal)


def _rewritten(gap: Gap, before: LawView, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """The definition anew, from the condition."""
    old, norm = before.norms.get(gap.about[0]), after.norms.get(gap.norm or "")
    if old is None or norm is None or norm.iri not in proposal.introduces:
        return
    node = URIRef(norm.iri)
    own = (node, SKOS.definition, None) in proposal.graph
    found = _proposed(before, after, old, norm, own)
    if found is None:
        return
    text = found.text
    edit = Edit(
        Text(
            f"Skriv beskrivelsen af »{norm.label.da}« om: »{text.da}«",
            f'Write the definition of "{norm.label.en}" anew: "{text.en}"',
        ),
        new_graph(),
        new_graph(),
    )
    for triple in proposal.graph.triples((node, SKOS.definition, None)):
        edit.removed.add(triple)
    for lang in ("da", "en"):
        edit.added.add((node, SKOS.definition, RdfLiteral(text[lang], lang=lang)))
    yield edit


def _own(views: Views, norm: Norm) -> bool:
    node = URIRef(norm.iri)
    return any((node, SKOS.definition, None) in p.graph for p in views.overlay.proposals)


def _proposed(before: LawView, after: LawView, old: Norm, norm: Norm, own: bool) -> _Stale | None:
    """Why the text of a norm does not fit, and one that does; None where it fits."""
    text = text_of(after.law.graph, URIRef(norm.iri), SKOS.definition)
    if text is None:
        return None
    then, now = _read(before, old), _read(after, norm)
    if not own:
        if (then.conditions, then.deadlines) == (now.conditions, now.deadlines):
            return None
        swapped = then.limits - now.limits, now.limits - then.limits
        return _Stale("kept", _swapped(text, *swapped) or _from_condition(after, norm, now))
    for lang in ("da", "en"):
        missing, foreign = now.limits - _in(text[lang]), _in(text[lang]) - now.limits - now.others
        if missing and foreign:
            has, asks = _listed(foreign), _listed(missing)
            fits = _swapped(text, foreign, missing) or _from_condition(after, norm, now)
            return _Stale("another-number", fits, has, asks)
    return None


def _read(view: LawView, norm: Norm) -> _Content:
    owl, shacl = readers(view, norm.record_type)
    addressed = owl.condition(URIRef(norm.addressee)) if norm.addressee else TRUE
    duty = shacl.condition(URIRef(norm.duty)) if norm.duty else TRUE
    numbers = {end for part in (addressed, duty) for own in _limits(part).values() for end in own}
    periods = {int(n) for d in norm.deadlines for n in re.findall(r"\d+", str(d.period))}
    deadlines = tuple(sorted(map(repr, norm.deadlines)))
    return _Content((addressed, duty), deadlines, frozenset(numbers), frozenset(periods))


_Limits = dict[tuple[str, str], set[int]]
"""The bounds of a fact (by IRI) from below or above."""


def _limits(condition: Condition) -> _Limits:
    """The limits that count: of several that must hold, the strictest."""
    match condition:
        case Named(_, part) | Not(part):
            return _limits(part)
        case And(parts) | Or(parts):
            found: _Limits = {}
            for part in parts:
                for key, ends in _limits(part).items():
                    found.setdefault(key, set()).update(ends)
            if isinstance(condition, And):
                return {k: {max(e) if k[1] == "low" else min(e)} for k, e in found.items()}
            return found
        case Leaf(fact, Range(low, high)):
            sides = {"low": low, "high": high}.items()
            return {(fact, side): {end} for side, end in sides if type(end) is int and end > 0}
    return {}


def _in(text: str) -> frozenset[int]:
    """The numbers that a text names as limits."""
    plain = _REFERENCE.sub(" ", text)
    words = (_NUMBERS.get(word) for word in re.findall(r"[^\W\d_]+", plain.lower()))
    digits = (int(number) for number in re.findall(r"(?<![\d.,])\d{1,9}(?![\d.,]*\d)", plain))
    return frozenset({*digits, *(number for number in words if number is not None)})


def _swapped(text: Text, old: frozenset[int], new: frozenset[int]) -> Text | None:
    """A text with one number in the place of another, where it is one that changed."""
    if len(old) != 1 or len(new) != 1:
        return None
    (was,), (now,) = old, new
    found = {}
    for lang in ("da", "en"):
        if was not in _in(text[lang]):
            return None
        words = [word for word, number in _NUMBERS.items() if number == was]
        pattern = rf"\b(?:{'|'.join([str(was), *words])})\b"
        found[lang] = re.sub(pattern, str(now), text[lang], flags=re.IGNORECASE)
    return Text(found["da"], found["en"])


def _from_condition(view: LawView, norm: Norm, content: _Content) -> Text:
    """A norm in the words of its condition."""
    words = Words(view.law.graph, view.law.facts)
    who, duty = (in_words(_inside(part), words) for part in content.conditions)
    what = label(view.law.graph, URIRef(norm.duty)) if norm.duty else duty
    return Text(
        f"Gælder for den, hvor det er så: {who.da}. Kræver: {what.da}.",
        f"Holds for those of whom this is so: {who.en}. Asks for: {what.en}.",
    )


def _inside(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Named) else condition


def _listed(numbers: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))
