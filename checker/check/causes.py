"""Causes: the records of one norm with the same verdict for the same reason, with its message."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace
from rdflib import SH, URIRef

from lovgraf.check.summing_up import all_summed_up
from lovgraf.core.result import MOST_OPEN, NO_BREACH_POSSIBLE, VERDICTS, Cause
from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.facts.fact import Column, Fact
from lovgraf.law.authorities import name_in
from lovgraf.law.norms import Norm, natural
from lovgraf.law.view import Law
from lovgraf.verdicts.decide import (
    BREACHED,
    EXEMPT,
    FULFILLED,
    NOT_ADDRESSED,
    PENDING,
    UNATTAINABLE,
    UNDETERMINED,
    Reason,
)
from lovgraf.verdicts.outlook import outlook, possible_verdicts


class Causes(Struct):
    """Numbers causes as they are met, and counts their records."""

    law: Law
    as_of: date
    _numbers: dict[tuple[str, int, Reason, str | None], int] = field(default_factory=dict)
    _counts: list[int] = field(default_factory=list)
    _verdicts: list[int] = field(default_factory=list)
    _possible: list[int] = field(default_factory=list)

    def number(self, norm: Norm, verdict: int, reason: Reason, weight: int) -> int:
        """The number of a cause; adds `weight` records to it."""
        what = outlook(reason) if verdict == UNDETERMINED else None
        key = norm.iri, verdict, replace(reason, possible=0), what
        number = self._numbers.setdefault(key, len(self._numbers))
        if number == len(self._counts):
            self._counts.append(0)
            self._verdicts.append(verdict)
            self._possible.append(0)
        self._counts[number] += weight
        self._possible[number] |= reason.possible if what else 0
        return number

    def listable(self, number: int, sought: Container[int]) -> bool:
        """Whether the records of a cause are to be listed: those of verdicts that are `sought`, and
        the few of one that is left open."""
        return self._verdicts[number] in sought or self._counts[number] <= MOST_OPEN

    def all(self) -> tuple[Cause, ...]:
        """The causes in the order of their numbers."""
        found = []
        counted = zip(self._numbers, self._counts, self._possible, strict=True)
        for (iri, verdict, reason, what), count, possible in counted:
            norm = self.law.norms[iri]
            ended = verdict == UNDETERMINED and _ran_out_unless(self.law, norm, reason)
            missing = self._columns(reason)
            found.append(
                Cause(
                    id=cause_id(
                        iri,
                        VERDICTS[verdict],
                        missing,
                        reason.judgment,
                        (
                            *(["inexact"] if reason.inexact else []),
                            *([what] if what == NO_BREACH_POSSIBLE else []),
                            *reason.rests_on,
                        ),
                    ),
                    norm=iri,
                    provision=norm.provision,
                    verdict=VERDICTS[verdict],
                    message=self._message(norm, verdict, reason),
                    missing=missing,
                    judgment=reason.judgment,
                    count=count,
                    inexact=reason.inexact,
                    possible=possible_verdicts(possible),
                    outlook=what,
                    rests_on=reason.rests_on,
                    first=ended,
                )
            )
        return tuple(found)

    def _columns(self, reason: Reason) -> tuple[str, ...]:
        facts = (self.law.facts.facts.get(iri) for iri in reason.missing)
        return tuple(sorted(f.name for f in facts if isinstance(f, Column)))

    def _message(self, norm: Norm, verdict: int, reason: Reason) -> Text:
        return cause_message(self.law, self.as_of, norm, verdict, reason)


def ordered(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Causes norm by norm, the worst verdicts last as everywhere, the most frequent first."""
    return tuple(
        sorted(causes, key=lambda c: (natural(c.norm), VERDICTS.index(c.verdict), -c.count, c.id))
    )


def cause_id(
    norm: str,
    verdict: str,
    missing: tuple[str, ...],
    judgment: tuple[str, ...],
    apart: tuple[str, ...] = (),
) -> str:
    """A short, stable handle: seven characters of a hash of what makes the cause."""
    text = "\n".join([norm, verdict, *missing, *judgment, *apart])
    return hashlib.sha256(text.encode()).hexdigest()[:7]


def cause_message(law: Law, as_of: date, norm: Norm, verdict: int, reason: Reason) -> Text:
    """What is wrong, from the duty's message, the missing columns' labels and the authorities'."""
    graph = law.graph
    duty = text_of(graph, URIRef(norm.duty), SH.message) if norm.duty else None
    what = duty or norm.label
    missing = reason.missing
    names = _wanted(law, missing)
    judges = [name_in(graph, iri, as_of, norm) for iri in reason.judgment]
    who = Text(", ".join(t.da for t in judges), ", ".join(t.en for t in judges))
    if verdict == UNDETERMINED and reason.inexact:
        return given_up(norm.label, names)
    if verdict == UNDETERMINED:
        ended = None
        if _ran_out_unless(law, norm, reason):
            ended = text_of(graph, URIRef(norm.iri), CORE.termEnded)
            names = _listed(law.facts[iri] for iri in missing)
        parts_da, parts_en = ([ended.da], [ended.en]) if ended else ([], [])
        if missing:
            parts_da.append(f"Det kan ikke afgøres uden: {names.da}.")
            parts_en.append(f"It cannot be decided without: {names.en}.")
        if judges:
            parts_da.append(f"Det afhænger af et skøn: {who.da}.")
            parts_en.append(f"It depends on a judgment by: {who.en}.")
        if not parts_da:
            parts_da.append("Pligten er at gøre sit bedste og kan ikke afgøres af registreringen.")
            parts_en.append("The duty is one of best effort and cannot be decided by the record.")
        return Text(
            f"{norm.label.da}. {' '.join(parts_da)}", f"{norm.label.en}. {' '.join(parts_en)}"
        )
    if verdict == UNATTAINABLE:
        needs = [label(graph, URIRef(iri)) for iri in norm.requires]
        return Text(
            f"{what.da} Det kan personen ikke opfylde, for ingen vej giver adgang til "
            f"{', '.join(t.da for t in needs)}: manglen ligger i reglerne.",
            f"{what.en} The person cannot comply, for no route gives access to "
            f"{', '.join(t.en for t in needs)}: the gap is in the rules.",
        )
    if verdict == BREACHED and missing:
        return Text(
            f"{what.da} Om det kunne opfyldes, afhænger af: {names.da}.",
            f"{what.en} Whether it could be complied with depends on: {names.en}.",
        )
    if said := _NOTHING_WRONG.get(verdict):
        return Text(f"{norm.label.da}: {said.da}", f"{norm.label.en}: {said.en}")
    return what


def _wanted(law: Law, missing: Iterable[str]) -> Text:
    """The facts that are missing, by their labels: a column of yes and no comes before those that
    it sums up, since it may settle alone what they do."""
    left = [law.facts[iri] for iri in missing]
    parts = []
    summed_up = law.once(("summed-up",), lambda: all_summed_up(law.facts))
    for name, others in summed_up.items():
        found = [one for one in left if isinstance(one, Column) and one.name in others]
        if len(found) > 1 and law.facts.columns[name] not in left:
            left = [one for one in left if one not in found]
            whole, rest = law.facts.columns[name].label, _listed(found)
            parts.append(
                Text(f"{whole.da} (eller ellers {rest.da})", f"{whole.en} (or else {rest.en})")
            )
    own = _listed(left)
    return Text(
        ", ".join([*(one.da for one in parts), *filter(None, [own.da])]),
        ", ".join([*(one.en for one in parts), *filter(None, [own.en])]),
    )


def _listed(facts: Iterable[Fact]) -> Text:
    """The labels of facts."""
    labels = [one.label for one in facts]
    return Text(", ".join(one.da for one in labels), ", ".join(one.en for one in labels))


def term_hangs_on(law: Law, norm: str) -> set[str]:
    """The facts (IRIs) that tell whether an exemption from a norm (IRI) has no limit of time."""
    return {str(one) for one in law.graph.objects(URIRef(norm), CORE.termHangsOn)}


def _ran_out_unless(law: Law, norm: Norm, reason: Reason) -> bool:
    """Whether nothing keeps an exemption from a norm from having run out but that it may have no
    limit of time: only facts that tell that are missing, the one of yes and no among them."""
    if reason.judgment or not term_hangs_on(law, norm.iri).issuperset(reason.missing):
        return False
    missing = (law.facts.facts.get(iri) for iri in reason.missing)
    return any(isinstance(one, Column) and one.datatype == "boolean" for one in missing)


_NOTHING_WRONG = {
    PENDING: Text("fristen er ikke udløbet.", "the deadline has not passed."),
    FULFILLED: Text("reglen er overholdt.", "the rule is complied with."),
    EXEMPT: Text("undtaget fra reglen.", "exempt from the rule."),
    NOT_ADDRESSED: Text("reglen gælder ikke her.", "the rule does not apply here."),
}
"""What is said of a verdict that is no breach; the duty's message says what a breach is."""


def given_up(title: Text, names: Text) -> Text:
    """What to tell of a verdict that an engine did not find, by the facts that were open."""
    open_ = Text(f" Åbne oplysninger: {names.da}.", f" Open facts: {names.en}.")
    more = open_ if names.en else Text("", "")
    return Text(
        f"{title.da}. Ikke regnet ud: der mangler så meget, at ikke alle muligheder er set "
        f"igennem. Det siger ikke, at loven lader det stå åbent.{more.da}",
        f"{title.en}. Not worked out: so much is missing that not all that can occur was looked "
        f"at. It does not say that the law leaves it open.{more.en}",
    )
