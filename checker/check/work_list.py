"""The work list of a check: what was found in the order of what to do about it, with who has to do
it, how, for how many records, and by which causes.

First what is wrong in the data and changes verdicts, then breaches (those that a sanction threatens
first, then those with a deadline, then by number), then what may be a breach (by number), what is a
matter of judgment, what an engine gave up on, and what needs nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from types import MappingProxyType

from msgspec import Struct, structs

from lovgraf.check.untyped import untyped, untyped_records
from lovgraf.core.intake import COLUMN_REASONS
from lovgraf.core.result import (
    BREACH_POSSIBLE,
    EXAMPLES,
    FIRST_ROWS,
    JUDGMENT,
    MOST_OPEN,
    NO_BREACH_POSSIBLE,
    Cause,
    CheckResult,
    NormResult,
    QualityFinding,
)
from lovgraf.core.terms import CORE, Text, short
from lovgraf.core.written import continued, list_text, number_text, quoted
from lovgraf.readers.headers import TYPE

DATA, BREACH, POSSIBLE, JUDGED, GIVEN_UP, NOTHING = KINDS = (
    "data", "breach", "possible", "judgment", "inexact", "nothing",
)  # fmt: skip
"""The kinds of task, in the order of what to do."""
_FOUND = ("breached", "unattainable")
_MOST_NAMED = 3
_AND = Text("og", "and")
_KEEPER = Text("den, der fører registret", "whoever keeps the register")


class Task(Struct, frozen=True):
    """One thing to do about the records of one cause, or with one flaw.

    `id` is the cause's, or the flaw's code; `rule` is the norm's title and `where` its provision;
    `columns` are the canonical columns that are missing or wrong; `before` is how many records it
    had in the run that this one is compared with, None where there is none.
    """

    kind: str
    id: str
    count: int
    what: Text
    who: Text
    remedy: Text
    norm: str | None = None
    verdict: str | None = None
    rule: Text | None = None
    where: Text | None = None
    deadline: Text | None = None
    sanction: Text | None = None
    columns: tuple[str, ...] = ()
    before: int | None = None
    first: bool = False
    """Whether it comes before others of its kind."""
    flaw: QualityFinding | None = None
    """What is wrong, of records of all types."""

    @property
    def change(self) -> int | None:
        """By how many records it grew since the run that this one is compared with."""
        return None if self.before is None else self.count - self.before


class Settling(Struct, frozen=True):
    """A column (canonical name) with the verdicts that may be a breach and turn on it: `alone`, and
    together with other columns."""

    column: str
    alone: int
    together: int


class WorkList(Struct, frozen=True):
    """What to do about what a check found.

    `records` is how many records do not comply with something (None where these verdicts were not
    sought), `undecided` whether none does while some may, `settling` has the columns that would
    settle most of what may be a breach, `settled` the verdicts of which nothing is to be done
    (by verdict), and `gone` how many causes the run before had that are no more; None where there
    is none.
    """

    tasks: tuple[Task, ...]
    meaning: Text
    records: int | None
    settling: tuple[Settling, ...]
    settled: dict[str, int]
    gone: int | None
    undecided: bool = False

    def of(self, kind: str) -> tuple[Task, ...]:
        """The tasks of a kind, in order."""
        return tuple(task for task in self.tasks if task.kind == kind)

    def count(self, kind: str) -> int:
        """How many verdicts (or flawed records) a kind of task has."""
        return sum(task.count for task in self.of(kind))


def work_list(result: CheckResult) -> WorkList:
    """The work list of a check."""
    listing = _Listing(result)
    tasks = tuple(sorted([*listing.flaws(), *listing.causes()], key=_order))
    possible = [cause for cause in result.causes if cause.outlook == BREACH_POSSIBLE]
    totals = result.totals()
    earlier, gone = result.earlier, None
    if earlier is not None:
        gone = len(earlier.counts.keys() - {cause.id for cause in result.causes})
    settled = {v: n for v, n in totals.items() if v not in (*_FOUND, "undetermined")}
    failing = {cause.id: cause.count for cause in result.causes if cause.verdict in _FOUND}
    records = None
    if sum(failing.values()) == sum(totals.get(verdict, 0) for verdict in _FOUND):
        records = result.findings.records(failing) if failing else 0
    settles = settling(possible, result.plain)
    open_ = _Open.of(result, possible)
    undecided = bool(possible) and not sum(totals.get(verdict, 0) for verdict in _FOUND)
    if undecided:
        first = _undecided(open_, result, possible, settles)
    else:
        first = _first(records, result.records - untyped_records(result.quality), totals)
        first = (
            first
            if not possible
            else Text(
                f"{first.da}, og {open_.said.da} bryder måske en regel",
                f"{first.en}, and {open_.said.en} may be in breach of a rule",
            )
        )
    meaning = _meaning(first, tasks, untyped_records(result.quality))
    return WorkList(tasks, meaning, records, settles, settled, gone, undecided)


class _Open(Struct, frozen=True):
    """How many records may be in breach; where they were too many to be listed, how many at
    least."""

    records: int
    least: bool

    @classmethod
    def of(cls, result: CheckResult, possible: Sequence[Cause]) -> _Open:
        """Those of a result; `possible` are its causes by which a breach is possible."""
        counts = {cause.id: cause.count for cause in possible}
        if all(count <= MOST_OPEN for count in counts.values()) and len(result.open_findings):
            return cls(result.open_findings.records(counts), False)
        of_norm = Counter[str]()
        for cause in possible:
            of_norm[cause.norm] += cause.count  # a record has one verdict by each rule
        return cls(max(of_norm.values(), default=0), len(of_norm) > 1)

    @property
    def said(self) -> Text:
        """The number in words."""
        found = number_text(self.records)
        if self.least:
            return Text(f"mindst {found.da}", f"at least {found.en}")
        return found


def _undecided(
    open_: _Open, result: CheckResult, possible: Sequence[Cause], settles: Sequence[Settling]
) -> Text:
    """That no record is known to break a rule while some may, and what that hangs on: first what
    the dataset has and was not read."""
    every, found = number_text(result.records), open_.said
    first = Text(
        f"{found.da} af {every.da} registreringer bryder måske en regel",
        f"{found.en} of {every.en} records may be in breach of a rule",
    )
    for column in result.intake.unread_columns:
        hanging = [c for c in possible if not {*column.tells_of}.isdisjoint(c.missing)]
        if column.means is None or not hanging:
            continue
        some, name = _Open.of(result, hanging).said, _quoted(result, column.means)
        why = COLUMN_REASONS[column.reason or "unknown"]
        return Text(
            f"{first.da}: om {some.da} gør det, afhænger af {name.da}, som ikke er læst "
            f"(kolonnen {column.header!r}: {why.da})",
            f"{first.en}: whether {some.en} are hangs on {name.en}, which was not read "
            f"(the column {column.header!r}: {why.en})",
        )
    named = list_text([_quoted(result, one.column) for one in settles[:_MOST_NAMED]], _AND)
    return Text(
        f"{first.da}: om de gør det, afhænger især af {named.da}",
        f"{first.en}: whether they are hangs mostly on {named.en}",
    )


def _quoted(result: CheckResult, name: str) -> Text:
    """The label of a column in quotation marks."""
    label = result.labels.get(name) or Text(short(name), short(name))
    return quoted(label)


def settling(
    causes: Iterable[Cause], plain: Mapping[str, Collection[str]] = MappingProxyType({})
) -> tuple[Settling, ...]:
    """The columns that would settle verdicts, those that settle most first; `plain` are those that
    sum others up, in whose place they stand."""
    alone, together = Counter[str](), Counter[str]()
    for cause in causes:
        missing = {one: one for one in cause.missing}
        for name, others in plain.items():
            if not cause.first and len(some := missing.keys() & {*others}) > 1:
                missing |= dict.fromkeys(some, name)
        columns = {*missing.values()}
        for column in columns:
            (alone if len(columns) == 1 else together)[column] += cause.count
    found = [Settling(c, alone[c], together[c]) for c in {*alone, *together}]
    return tuple(sorted(found, key=lambda one: (-one.alone, -one.together, one.column)))


def _order(task: Task) -> tuple[object, ...]:
    grave = task.sanction is None, task.deadline is None
    if task.kind != BREACH:
        grave = False, False
    return KINDS.index(task.kind), not task.first, *grave, -task.count, task.id


def _of_all_types(flaws: Iterable[QualityFinding]) -> list[QualityFinding]:
    """Flaws, each once with the records of all types that have it."""
    alike = defaultdict[object, list[QualityFinding]](list)
    for flaw in flaws:
        alike[flaw.code, flaw.severity, flaw.column, flaw.message, flaw.columns].append(flaw)
    return [several[0] if len(several) == 1 else _joined(several) for several in alike.values()]


def _joined(flaws: Sequence[QualityFinding]) -> QualityFinding:
    """A flaw of records of several types, with the first rows of all of them."""
    rows = [
        place
        for flaw in flaws
        for place in zip(flaw.example_files or repeat(""), flaw.examples, strict=False)
    ]
    order = list(dict.fromkeys(file for file, _ in rows))
    rows = sorted(rows, key=lambda one: (order.index(one[0]), one[1]))[:FIRST_ROWS]
    return replace(
        flaws[0],
        count=sum(flaw.count for flaw in flaws),
        examples=tuple(row for _, row in rows),
        example_files=tuple(file for file, _ in rows) if flaws[0].example_files else (),
        values=tuple(dict.fromkeys(v for flaw in flaws for v in flaw.values))[:EXAMPLES],
        record_type=None,
    )


_UNTYPED = Text(
    "Ret typen i kilden, eller oversæt jeres eget ord for den i en mapping, og kontrollér igen.",
    "Correct the type at the source, or translate your own word for it in a mapping, and check "
    "again.",
)


class _Listing(Struct, frozen=True):
    """Makes the tasks of a result."""

    result: CheckResult

    def flaws(self) -> Iterator[Task]:
        """What is wrong in the data and is read by some norm, or tells which norms hold."""
        readers = defaultdict[str, set[int]](set)
        for number, norm in enumerate(self.result.norms):
            for column in norm.reads:
                readers[column].add(number)
        for flaw in _of_all_types(self.result.quality):
            columns = frozenset(flaw.columns or ([flaw.column] if flaw.column else []))
            rules = len(set().union(*(readers.get(column, ()) for column in columns)))
            if untyped(flaw.code, flaw.column):
                yield structs.replace(self._flaw(flaw, (TYPE,), 0), first=True)
            elif flaw.severity == "error" and rules:
                there = columns.intersection(self.result.columns) or columns
                yield self._flaw(flaw, tuple(sorted(there)), rules)

    def _flaw(self, flaw: QualityFinding, columns: tuple[str, ...], rules: int) -> Task:
        remedy = self._corrected(columns, rules) if rules else _UNTYPED
        what = flaw.message
        name = "-".join(filter(None, [short(flaw.code), flaw.column]))
        return Task(DATA, name, flaw.count, what, _KEEPER, remedy, columns=columns, flaw=flaw)

    def _corrected(self, columns: tuple[str, ...], rules: int) -> Text:
        names, one = self._names(columns), rules == 1
        return Text(
            f"Ret {names.da} i kilden, og kontrollér igen: {number_text(rules).da} "
            f"{'regel' if one else 'regler'} læser det.",
            f"Correct {names.en} at the source and check again: {number_text(rules).en} "
            f"{'rule reads' if one else 'rules read'} it.",
        )

    def causes(self) -> Iterator[Task]:
        """The causes of verdicts."""
        norms = {norm.norm: norm for norm in self.result.norms}
        earlier = self.result.earlier
        for cause in self.result.causes:
            norm = norms[cause.norm]
            kind, who, remedy = self._done(cause, norm)
            yield Task(
                kind, cause.id, cause.count, cause.message, who, remedy,
                cause.norm, cause.verdict, norm.title, norm.provision_label, norm.deadline,
                norm.sanction, cause.missing,
                None if earlier is None else earlier.counts.get(cause.id, 0), cause.first,
            )  # fmt: skip

    def _done(self, cause: Cause, norm: NormResult) -> tuple[str, Text, Text]:
        """Of which kind a cause is, who has to do something, and what."""
        if cause.verdict == "unattainable":
            return BREACH, norm.authority or self._bearer(norm), _UNATTAINABLE
        if cause.verdict == "breached":
            return BREACH, self._bearer(norm), self._breach(cause, norm)
        if cause.verdict != "undetermined":
            return NOTHING, self._bearer(norm), _SOUGHT
        if cause.inexact:
            return GIVEN_UP, _KEEPER, _INEXACT
        if cause.outlook == NO_BREACH_POSSIBLE:
            return NOTHING, _KEEPER, _NOTHING
        if cause.outlook == JUDGMENT and cause.judgment:
            judges = [self._label(iri) for iri in cause.judgment]
            who = list_text(judges, _AND)
            return JUDGED, who, Text(
                f"Lad afgørelsen ligge her: {who.da}.", f"Put the cases to {who.en}."
            )  # fmt: skip
        if cause.outlook == JUDGMENT and not cause.missing:
            return JUDGED, self._bearer(norm), _BEST_EFFORT
        names = self._filled(cause.missing)
        remedy = Text(f"Udfyld {names.da}.", f"Fill in {names.en}.")
        if cause.outlook != JUDGMENT:
            return POSSIBLE, _KEEPER, self._unless(cause, norm) if cause.first else remedy
        remedy = Text(
            f"Udfyld {names.da}: så kan pligten falde bort. {_BEST_EFFORT.da}",
            f"Fill in {names.en}: the duty may then fall away. {_BEST_EFFORT.en}",
        )
        return JUDGED, _KEEPER, remedy

    def _unless(self, cause: Cause, norm: NormResult) -> Text:
        """What to do where an exemption has run out unless it has no limit of time."""
        names, act = self._names(cause.missing), _breach(norm)
        return Text(
            f"Find først ud af {names.da}; har fritagelsen et udløb, så {continued(act.da)}",
            f"Find out {names.en} first; where the exemption expires, {continued(act.en)}",
        )

    def _breach(self, cause: Cause, norm: NormResult) -> Text:
        """What to do about a duty that is not met; first to find out whether it could be, where
        that is not told."""
        if not cause.missing:
            return self._on_presumptions(cause, norm) or _breach(norm)
        names, rule = self._names(cause.missing), norm.rule or norm.title
        return Text(
            f"Find først ud af {names.da}: måske kan det ikke lade sig gøre. Reglen: {rule.da}",
            f"Find out first: {names.en}. It may be that they cannot comply. The rule: {rule.en}",
        )

    def _on_presumptions(self, cause: Cause, norm: NormResult) -> Text | None:
        """What to do about a breach that rests on presumptions: to hear those whom it is about."""
        labels = {use.presumption: use.label for use in self.result.presumptions}
        presumed = [labels[iri] for iri in cause.rests_on if iri in labels]
        if not presumed or norm.bearer != str(CORE.Subject):
            return None
        named, rule = list_text(presumed, _AND), norm.rule or norm.title
        return Text(
            f"Hør dem, før noget afgøres; det er formodet: {named.da}. Reglen: {rule.da}",
            f"Hear them before anything is decided; presumed: {named.en}. The rule: {rule.en}",
        )

    def _bearer(self, norm: NormResult) -> Text:
        return self._label(norm.bearer)

    def _label(self, name: str) -> Text:
        return self.result.labels.get(name) or Text(short(name), short(name))

    def _filled(self, missing: Sequence[str]) -> Text:
        """What is to be filled in: a column of yes and no before those that it sums up; where the
        dataset has it, where it is blank, since some may be missing beside a yes."""
        left, parts = [*missing], []
        for name, others in self.result.plain.items():
            if len(found := [one for one in left if one in others]) > 1:
                left = [one for one in left if one not in found]
                one, rest = self._names([name]), self._names(found)
                blank = _BLANK if name in self.result.columns else Text("", "")
                parts.append(
                    Text(
                        f"{one.da} (ja eller nej{blank.da}; eller ellers {rest.da})",
                        f"{one.en} (yes or no{blank.en}; or else {rest.en})",
                    )
                )
        return list_text([*parts, *(self._names([one]) for one in left)], _AND)

    def _names(self, columns: Iterable[str]) -> Text:
        return list_text([quoted(self._label(column)) for column in columns], _AND)


_BLANK = Text(", hvor feltet er tomt", " where it is blank")


def _breach(norm: NormResult) -> Text:
    """What to do about a duty that is not met."""
    rule = norm.rule or norm.title
    if norm.bearer == str(CORE.Subject):
        return Text(f"Skriv til dem: {rule.da}", f"Write to them: {rule.en}")
    return Text(f"Ret det: {rule.da}", f"Put it right: {rule.en}")


_UNATTAINABLE = Text(
    "De kan ikke gøre det: reglerne giver ingen vej. Skriv ikke til dem; rejs det hos myndigheden.",
    "They cannot do it: the rules leave no way. Do not write to them; raise it with the authority.",
)
_INEXACT = Text(
    "Udfyld flere oplysninger. Kun hvor rapporten siger, at for mange afgørelser ikke er set på "
    "enkeltvis, hjælper --exact.",
    "Fill in more facts. Only where the report says that too many verdicts were not looked at one "
    "by one does --exact help.",
)
_NOTHING = Text(
    "Intet: ingen af de mulige svar er et brud.",
    "Nothing: none of the possible answers is a breach.",
)
_SOUGHT = Text("Intet: det er ikke et brud.", "Nothing: it is no breach.")
_BEST_EFFORT = Text(
    "Pligten er at gøre, hvad der er muligt: se i sagen, hvad der er gjort.",
    "The duty is one of best effort: see in the case what was done.",
)


def _first(records: int | None, of: int, totals: Mapping[str, int]) -> Text:
    """How many records do not comply; where only the verdicts are known, how many those are."""
    every = number_text(of)
    if records is None:
        found = number_text(sum(totals.get(verdict, 0) for verdict in _FOUND))
        return Text(
            f"{found.da} udfald om {every.da} registreringer er brud",
            f"{found.en} verdicts on {every.en} records are breaches",
        )
    found = number_text(records)
    if not records:
        return Text(
            f"Ingen af {every.da} registreringer bryder en regel",
            f"None of {every.en} records breaches a rule",
        )
    return Text(
        f"{found.da} af {every.da} registreringer overholder ikke en eller flere regler",
        f"{found.en} of {every.en} records do not comply with one or more rules",
    )


def _meaning(first: Text, tasks: Iterable[Task], untyped: int) -> Text:
    """What the check found, in a sentence; so many records are `untyped`."""
    counts = Counter[str]()
    for task in tasks:
        counts[task.kind] += task.count
    counts[_UNJUDGED] = untyped
    counts[DATA] -= untyped
    rest = [
        Text(said.da.format(number_text(n).da), said.en.format(number_text(n).en))
        for kind, several in _REST.items()
        for said in [_ONE.get(kind, several) if counts[kind] == 1 else several]
        if (n := counts[kind])
    ]
    more = list_text(rest, _AND) if rest else None
    if more is None and counts[POSSIBLE]:
        return Text(f"{first.da}.", f"{first.en}.")
    if more is None:
        return Text(f"{first.da}, og intet står åbent.", f"{first.en}, and nothing is left open.")
    return Text(f"{first.da}; desuden {more.da}.", f"{first.en}; beside that {more.en}.")


_UNJUDGED = "unjudged"
_ONE = {
    _UNJUDGED: Text(
        "blev {} registrering ikke bedømt, da dens type ikke kan læses",
        "{} record was not judged, since its type cannot be read",
    ),
    DATA: Text("er {} fejl i data", "there is {} error in the data"),
    JUDGED: Text("beror {} udfald på et skøn", "{} verdict is a matter of judgment"),
    GIVEN_UP: Text(
        "kunne {} udfald ikke regnes ud med det, der er oplyst",
        "{} verdict could not be worked out from what is given",
    ),
}
_REST = {
    _UNJUDGED: Text(
        "blev {} registreringer ikke bedømt, da deres type ikke kan læses",
        "{} records were not judged, since their type cannot be read",
    ),
    DATA: Text("er {} fejl i data", "there are {} errors in the data"),
    JUDGED: Text("beror {} udfald på et skøn", "{} verdicts are a matter of judgment"),
    GIVEN_UP: Text(
        "kunne {} udfald ikke regnes ud med det, der er oplyst",
        "{} verdicts could not be worked out from what is given",
    ),
}
