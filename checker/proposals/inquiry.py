"""A question asked of every possible citizen, as data, and its answer.

The partition of a question tells apart only what that question asks. Equal questions have equal
answers, so an answer is kept: in the run for all norms and repairs that ask the same, and in the
user's cache. Source: semantics, section 6 (completeness).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from msgspec import Struct, structs

from lovgraf.conditions.kleene import Logic
from lovgraf.conditions.tree import TRUE, Condition, Not, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.facts.values import State
from lovgraf.proposals.case_space import CaseSpace
from lovgraf.proposals.conjunction import Conjunction, Open, Part, parts_of
from lovgraf.proposals.described import described
from lovgraf.proposals.plain import Claim, Usual, plainest
from lovgraf.proposals.simplify import simplified
from lovgraf.verdicts.program import Program


@dataclass(frozen=True)
class Inquiry:
    """Whom something strikes.

    `struck` certainly holds of them and none of `unless` does; of those only whom `within`
    certainly holds of count, the others may be described or not. `also` is counted among those
    struck, `terms` have a name and are rather used to describe them, the dearest first; an example
    is rather one of `rather`. With `undetermined` only those are struck for whom the verdict of
    `program` turns on a judgment. Kinds of persons are what the questions about those struck tell
    apart.
    """

    record_type: str
    struck: Condition
    unless: tuple[Condition, ...] = ()
    within: Condition = TRUE
    also: tuple[Condition, ...] = ()
    terms: tuple[Condition, ...] = ()
    rather: tuple[Condition, ...] = ()
    undetermined: bool = False
    described: bool = True
    deciding: tuple[Condition, ...] = ()
    manner: tuple[str, bool] = ("", False)
    program: Program | None = field(default=None, compare=False, repr=False)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition that the partition must tell apart."""
        asked = self.struck, *self.unless, self.within, *self.also
        return (*asked, *self.deciding, *self.terms, *self.rather)

    @property
    def counted(self) -> Inquiry:
        """The same without what is needed only to describe those struck."""
        if self.undetermined:
            return replace(self, described=False, terms=(), rather=())
        return replace(
            self, described=False, terms=(), rather=(), deciding=(), manner=("", False),
            program=None,
        )  # fmt: skip


def deciding(program: Program | None) -> dict[str, object]:
    """The parts of an inquiry by which a witness gets a verdict of a norm."""
    if program is None:
        return {}
    manner = program.norm.kind, program.norm.discretionary
    return {"program": program, "deciding": program.conditions, "manner": manner}


_UNSEEN = InputError(
    "Der er for mange slags, der kan forekomme, til at finde en person, som det med sikkerhed "
    "rammer.",
    "There are too many kinds that can occur to find a person whom it certainly strikes.",
)


class Answer(Struct, frozen=True):
    """How many of the `of` kinds of persons are struck, who that is, and one of them.

    `who` is None where nobody is struck, or no short condition tells (`short` is then false).
    `witness` are states by column (IRI), `verdict` is what the norm says of that person, `also`
    counts the kinds of which each further condition certainly holds.
    """

    cells: int
    of: int
    also: tuple[int, ...] = ()
    who: Condition | None = None
    short: bool = True
    witness: Mapping[str, State] | None = None
    verdict: str | None = None
    unsettled: int = 0
    unreached: tuple[tuple[str, str], ...] = ()
    unexamined: tuple[str, ...] = ()


def answer(inquiry: Inquiry, everyone: CaseSpace) -> Answer:
    """The answer, of a partition by the conditions of an inquiry (and more). Raises `InputError`
    where there are too many cells."""
    struck, within = _parts(inquiry)
    conditions = [inquiry.struck, *inquiry.unless, *inquiry.also]
    cells, of = Conjunction(everyone, struck).count(conditions)
    try:
        if within and cells and not Conjunction(everyone, (*struck, *within)).any():
            cells = 0
    except InputError:
        within = ()  # too many cells together: those who need not count are counted as well
    also = tuple(
        Conjunction(everyone, (*struck, *parts_of(condition))).count(conditions)[0] if cells else 0
        for condition in inquiry.also
    )
    partition = everyone.partition
    found = Answer(
        cells, of, also, unsettled=partition.unsettled, unreached=partition.unreached,
        unexamined=partition.unexamined,
    )  # fmt: skip
    if not inquiry.described or not cells:
        return found
    try:
        who = described(everyone, struck, within, inquiry.terms)
    except ValueError:
        who = None
    record, verdict = _plain(inquiry, everyone, struck, within)
    return structs.replace(found, who=who, short=who is not None, witness=record, verdict=verdict)


def _parts(inquiry: Inquiry) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What holds of those struck, and what holds of those of them that count."""
    struck = parts_of(inquiry.struck)
    for condition in inquiry.unless:
        struck += parts_of(Not(condition), certain=False)
    if inquiry.undetermined:
        struck.append(Open(TRUE, program=inquiry.program))
    return tuple(struck), tuple(parts_of(inquiry.within))


def _plain(
    inquiry: Inquiry, everyone: CaseSpace, struck: tuple[Part, ...], within: tuple[Part, ...]
) -> tuple[dict[str, State], str | None]:
    """The plainest person of those struck that counts, and the verdict on that person.

    Raises `InputError` where there are too many cells together to find one.
    """
    usual = Usual(everyone.facts, everyone.partition.programs.view.as_of)
    parts, kinds = (*struck, *within), None
    if within or inquiry.within == TRUE:
        with suppress(InputError):  # too many cells together
            rather = _also(everyone, parts, (parts_of(one) for one in inquiry.rather))
            kinds = Conjunction(everyone, rather).kinds(usual.oddity)
    if kinds is None:
        kinds = _counting(everyone, inquiry, struck, usual)
    record = everyone.record(kinds)
    logic = Logic(everyone.partition.atoms, everyone.partition.judge.judge([record]).codes)
    if not _holds(logic, inquiry.within):
        raise _UNSEEN
    rather_so = [one for one in inquiry.rather if _holds(logic, one)]
    claim = Claim((inquiry.struck, inquiry.within, *rather_so), inquiry.unless, inquiry.program)
    found, verdict = plainest(everyone.partition, record, claim, usual)
    own = {iri: state for iri, state in found.items() if iri not in everyone.partition.base}
    return own, None if verdict is None else VERDICTS[verdict]


def _also(
    everyone: CaseSpace, parts: tuple[Part, ...], more: Iterable[Sequence[Part]]
) -> tuple[Part, ...]:
    """Parts with as many more, in order, as hold of somebody together and can be gone through."""
    for some in more:
        with suppress(InputError):  # too many cells together
            if Conjunction(everyone, (*parts, *some)).any():
                parts = (*parts, *some)
    return parts


def _counting(
    everyone: CaseSpace, inquiry: Inquiry, struck: tuple[Part, ...], usual: Usual
) -> Mapping[int, int]:
    """A kind on every axis of whom all that is struck holds, and as much of what makes it count,
    or a better example, as can be gone through together: what rests on few facts before what rests
    on many, which holds of most anyhow."""
    simple = sorted(parts_of(inquiry.within), key=lambda part: len(facts_of(part.condition)))
    wanted = (*simple, *(p for one in inquiry.rather for p in parts_of(one)))
    parts = _also(everyone, struck, ((part,) for part in wanted))
    while True:
        try:
            kinds = Conjunction(everyone, parts).kinds(usual.oddity)
        except InputError:
            if parts == struck:
                raise
            parts = parts[:-1]
        else:
            assert kinds is not None
            return kinds


def _holds(logic: Logic, condition: Condition) -> bool:
    """Whether a condition certainly holds of a record."""
    return bool(logic.evaluate(simplified(condition))[0].all())
