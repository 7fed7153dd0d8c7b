"""Gaps that show only when everyone is asked: who is struck, exactly, with a person among them.

Each question is asked of a partition of its own, of what it turns on and no more. Source:
semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct, field
from rdflib import URIRef

from lovgraf.conditions.tree import FALSE, TRUE, Condition, Not, all_of, any_of, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text
from lovgraf.law.norms import Norm
from lovgraf.proposals.answer_cache import AnswerCache, Answers
from lovgraf.proposals.changed_duty import ChangedDuty
from lovgraf.proposals.changes import Views
from lovgraf.proposals.findings import Kinds
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, Moment
from lovgraf.proposals.gaps import gap_kind, gap_kinds
from lovgraf.proposals.inquiry import Inquiry
from lovgraf.proposals.programs import Compared, Comparison
from lovgraf.proposals.reach import harder, only_grows


class Struck(Struct):
    """The gaps found, the norms by which somebody is newly obliged (IRIs), those that take
    something from who had the duty before (`burdening`), who that is, what could not be gone
    through, and the codes of the gaps that were not looked for because of that.

    `asked` are the conditions that were asked about each norm (IRI) together; `unreached` are
    values of columns (by IRI) that no possible person has together with all that was asked;
    `unsettled` counts the kinds that may be missing, by `unexamined` facts (IRIs). With a code
    (`only`) gaps of that kind alone are looked for.
    """

    gaps: list[Gap] = field(default_factory=list)
    obliging: set[str] = field(default_factory=set)
    burdening: set[str] = field(default_factory=set)
    kinds: list[Kinds] = field(default_factory=list)
    too_large: dict[Text, None] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)
    asked: dict[str, list[Condition]] = field(default_factory=dict)
    unreached: dict[tuple[str, str], None] = field(default_factory=dict)
    unsettled: int = 0
    unexamined: dict[str, None] = field(default_factory=dict)
    only: str | None = None

    def collect(self, ask: Callable[[GapKind], Iterable[Gap]]) -> None:
        """Take the gaps of each kind, or note that they could not be looked for."""
        for code, kind in gap_kinds().items():
            if self.only not in (None, code):
                continue
            try:
                self.gaps += ask(kind)
            except InputError as error:
                self.too_large[error.message] = None
                self.missed.add(code)

    def collect_of_change(self, changed: ChangedDuty) -> None:
        """Take the gaps of a changed norm, whoever it binds."""
        known = len(self.gaps)
        self.collect(lambda kind: kind.of_change(changed))
        if any(gap_kind(gap.code).burdens for gap in self.gaps[known:]):
            self.burdening.add(changed.norm.iri)

    def collect_of_duty(self, changed: ChangedDuty, moment: Moment) -> None:
        """Take the gaps of a duty."""
        self.collect(lambda kind: kind.of_duty(changed) if moment in kind.moments else ())


def cell_gaps(
    views: Views,
    comparisons: Sequence[Comparison],
    answers: Answers | None = None,
    only: tuple[str, str] | None = None,
) -> Struck:
    """The gaps of every change that puts a duty on the subject of a record, in no order.

    `answers` are those that are known already; `only` has gaps looked for of one code and norm, and
    not all of them. Raises `InputError` where nobody can be in the addressee of a proposal's norm.
    """
    found = Struck(only=only and only[0])
    known = Answers() if answers is None else answers
    for comparison in comparisons:
        cache = AnswerCache(comparison.nothing, views.before, comparison.record_type, known)
        for compared in comparison.changes:
            if compared[0].kind != "affected" and only in (None, (found.only, _norm(compared))):
                _one(views, comparison, compared, cache, found)
        for family in _families(views, comparison):
            if only is None or only[1] in map(_norm, family):
                _affected(views, comparison, family, cache, found)
        if found.obliging and only is None:
            cache.together()
            _of_groups(views, comparison, cache, found)
    return found


def _norm(compared: Compared) -> str:
    return compared[0].norm.iri


def _of_groups(views: Views, comparison: Comparison, cache: AnswerCache, found: Struck) -> None:
    """What is found of the groups that the proposals speak of."""
    found.collect(lambda kind: kind.of_groups(views, comparison, cache))


def _one(
    views: Views, comparison: Comparison, compared: Compared, cache: AnswerCache, found: Struck
) -> None:
    """What is found of one change."""
    change, old, new = compared
    changed = None if new is None else ChangedDuty(views, comparison, change, old, new, cache)
    groups = [group.condition for group in comparison.groups]
    of_old = () if old is None else (old.addressed,)
    together = [*groups, *of_old, *(changed.conditions if changed else ())]
    found.asked[change.norm.iri] = together
    cache.together(together)
    if cache.describing:
        try:
            found.kinds += _kinds(comparison, compared, cache)
        except InputError as error:
            found.too_large[error.message] = None
    if changed is None or new is None:
        return
    newly = anybody = unable = 1
    try:
        counted = changed.count([new.addressed, Not(changed.had)])
        newly, found.unreached = counted.cells, found.unreached | dict.fromkeys(counted.unreached)
        found.unsettled = max(found.unsettled, counted.unsettled)
        found.unexamined |= dict.fromkeys(counted.unexamined)
        # Where kinds may be missing, nobody found is no proof that there is nobody.
        anybody = newly or counted.unsettled or changed.count([new.addressed]).cells
        unable = newly or _unable(changed)
    except InputError as error:
        found.too_large[error.message] = None
    if not anybody:
        raise _unsatisfiable(changed)
    found.collect_of_change(changed)
    if new.norm.bearer != str(CORE.Subject) or new.norm.kind == "Prohibition":
        return
    found.collect_of_duty(changed, "stated")
    if newly:
        found.obliging.add(new.norm.iri)
    if newly or unable:
        found.collect_of_duty(changed, "newly" if newly else "unable")


def _newly(changed: ChangedDuty) -> int:
    """How many kinds have the duty who had it not before."""
    return changed.count([changed.new.addressed, Not(changed.had)]).cells


def _unable(changed: ChangedDuty) -> int:
    """How many kinds can no longer get what the duty needs, who could, or needed nothing."""
    return changed.count([changed.new.addressed, Not(changed.new.reach), Not(changed.stuck)]).cells


def _families(views: Views, comparison: Comparison) -> list[list[Compared]]:
    """The duties of subjects that stay but work differently; those that state the same pattern, and
    can be met by the same before and after, together."""
    found: dict[object, list[Compared]] = {}
    for compared in comparison.changes:
        change, old, new = compared
        if change.kind != "affected" or old is None or new is None:
            continue
        if new.norm.bearer != str(CORE.Subject) or new.norm.kind == "Prohibition":
            continue
        lets = only_grows(old.exempt, new.exempt) and only_grows(old.reach, new.reach)
        if lets and not _harder(views, old.norm, new.norm):
            continue
        patterns = sorted(map(str, views.graph.objects(URIRef(new.norm.iri), CORE.pattern)))
        alone = not patterns or not only_grows(old.exempt, new.exempt)
        key = new.norm.duty, new.norm.kind, old.reach, new.reach, tuple(patterns)
        found.setdefault(new.norm.iri if alone else key, []).append(compared)
    return list(found.values())


def _harder(views: Views, old: Norm, new: Norm) -> bool:
    """Whether it may have become more trouble to get what a duty needs."""
    pairs = harder(views.before, views.after, old.requires, new.requires, new.record_type)
    return bool(pairs)


def _affected(
    views: Views,
    comparison: Comparison,
    family: Sequence[Compared],
    cache: AnswerCache,
    found: Struck,
) -> None:
    """What is found of norms that stay, where some are let off no longer, or some can no longer
    get what it needs: of the first that somebody is struck by, with the names of the others."""
    struck: list[tuple[ChangedDuty, int]] = []
    if found.only is None or gap_kind(found.only).looks_at_changes:
        _of_holders(views, comparison, family, cache, found)
    for change, old, new in family:
        assert new is not None
        changed = ChangedDuty(views, comparison, change, old, new, cache)
        found.asked[new.norm.iri] = changed.conditions
        newly = fewer = 1
        try:
            if not struck:
                cache.together(changed.conditions)
                newly = 0 if changed.had == new.addressed else _newly(changed)
                fewer = _unable(changed)
            elif facts_of(new.addressed) & facts_of(new.reach):
                newly, fewer = 0, _unable(changed)
            else:  # of those addressed some are struck, as of those of the first
                newly, fewer = 0, changed.count([new.addressed]).cells
        except InputError as error:
            found.too_large[error.message] = None
        if newly:
            found.obliging.add(new.norm.iri)
        if newly or fewer:
            struck.append((changed, newly))
    if not struck:
        first = ChangedDuty(views, comparison, *family[0], cache)  # type: ignore[arg-type]
        first.alike = tuple(change.norm.label for change, _, _ in family[1:])
        found.collect(lambda kind: kind.of_doubt(first))
        return
    first, newly = struck[0]
    first.alike = tuple(changed.norm.label for changed, _ in struck[1:])
    found.collect_of_duty(first, "newly" if newly else "unable")


def _of_holders(
    views: Views,
    comparison: Comparison,
    family: Sequence[Compared],
    cache: AnswerCache,
    found: Struck,
) -> None:
    """What is found of those who had the duties of a family before: told of the first that somebody
    is struck by, with the names of the others."""
    struck: list[ChangedDuty] = []
    for change, old, new in family:
        assert new is not None
        changed = ChangedDuty(views, comparison, change, old, new, cache)
        apart = struck and not facts_of(new.addressed) & facts_of(any_of(*struck[0].harder))
        try:
            if not changed.harder:
                continue
            cache.together(changed.conditions)
            if changed.count([new.addressed] if apart else changed.burdened).cells:
                struck.append(changed)
        except InputError as error:
            found.too_large[error.message] = None
    if struck:
        struck[0].alike = tuple(changed.norm.label for changed in struck[1:])
        found.collect_of_change(struck[0])


def _unsatisfiable(changed: ChangedDuty) -> InputError:
    about = changed.norm.addressee or changed.norm.iri
    name = changed.name(about)
    proposals = changed.views.overlay.proposals
    own = [proposal for proposal in proposals if changed.norm.iri in proposal.introduces]
    return (own or proposals)[0].error(
        about,
        f"»{name.da}« kan ikke have medlemmer: betingelserne modsiger hinanden, så normen gælder "
        "for ingen.",
        f'"{name.en}" can have no member: its conditions contradict each other, so the norm is '
        "for nobody.",
    )


def _kinds(comparison: Comparison, compared: Compared, cache: AnswerCache) -> Iterator[Kinds]:
    """Whom a change begins and ceases to address, for everyone and for each group."""
    change, before, after = compared
    old = FALSE if before is None else before.addressed
    new = FALSE if after is None else after.addressed
    for group in (None, *comparison.groups):
        own = TRUE if group is None else group.condition
        found = cache.ask(
            Inquiry(
                comparison.record_type,
                own,
                also=(all_of(new, Not(old)), all_of(old, Not(new))),
                described=False,
            )
        )
        yield Kinds(change, group, found.also[0], found.also[1], found.cells)
