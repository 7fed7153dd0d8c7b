"""The one result model that every report format is written from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, islice
from typing import Any, Final, Protocol

import msgspec

from lovgraf.core.intake import Intake
from lovgraf.core.terms import Text

BESIDE: Final = Text("Ved siden af loven er læst:", "Read beside the law:")
"""How a note begins that tells which files were read beside the law."""
ONLY: Final = Text("Der er kun spurgt om regler i:", "Only rules of these were asked:")
"""How a note begins that tells that a part of the law was asked."""
VERDICTS = (
    "not-addressed", "exempt", "fulfilled", "pending", "breached", "unattainable", "undetermined",
)  # fmt: skip
"""The seven verdicts, in the order in which reports show them (semantics, section 4)."""
OUTLOOKS = NO_BREACH_POSSIBLE, BREACH_POSSIBLE, JUDGMENT = (
    "no-breach-possible", "breach-possible", "judgment",
)  # fmt: skip
"""What an undetermined verdict may come to (semantics, section 3): there is nothing to act on; some
facts would make it a breach; an authority decides."""


OWN = "lovgraf:"
DUE, DONE, LATE, INFERRED, FACT = (
    OWN + name for name in ("due", "done", "late", "inferred", "fact:")
)
"""Of what is told of a finding beside the dataset's own columns, by what it is found: the last day
of its deadline, the day on which it was done (or `NOT_DONE`), by how many days that was too late,
what is blank and was read from other columns (canonical names: `home_in_denmark=cpr_status`;
several with a space), and the value of a fact, before its IRI. Days are written as ISO has them."""
NOT_DONE = "none"


class NormResult(msgspec.Struct, frozen=True):
    """One norm and how many records got which verdict (zero counts left out).

    `norm`, `provision`, `bearer`, `duty` (the SHACL shape) are IRIs; `provision_label` can be cited
    alone (act and section); `link` is the official text of the act.
    """

    norm: str
    provision: str
    bearer: str
    record_type: str
    title: Text
    provision_label: Text
    link: str | None
    verdicts: dict[str, int]
    duty: str | None = None
    in_consolidation: str | None = None
    """Where the provision stands in the consolidation in use (IRI), if it is cited by one."""
    possible: dict[str, int] = msgspec.field(default_factory=dict)
    """How many undetermined verdicts have which of `OUTLOOKS`; zero counts left out."""
    presumed: dict[str, int] = msgspec.field(default_factory=dict)
    """How many of the verdicts rest on presumptions, by verdict; zero counts left out."""
    rule: Text | None = None
    """What it asks, in a sentence."""
    authority: Text | None = None
    """Who has to decide or see to it, on the date."""
    deadline: Text | None = None
    sanction: Text | None = None
    """What follows where it is not met."""
    reads: tuple[str, ...] = ()
    """The canonical columns that it reads."""
    to_do: Text | None = None
    """What those it binds must do, in a sentence to them."""


class PresumptionUse(msgspec.Struct, frozen=True):
    """A presumption that verdicts rest on, by IRI: of which column (its canonical name), for which
    purposes at most, and how many verdicts would be others without it."""

    presumption: str
    label: Text
    column: str
    standing: str
    rebuttal: Text | None
    verdicts: int


class NotAsked(msgspec.Struct, frozen=True):
    """A norm (IRI) that gives no verdicts, since the dataset has none of the columns (canonical
    names) that could tell whether its duty is met."""

    norm: str
    title: Text
    provision_label: Text
    needs: tuple[str, ...]


class Cause(msgspec.Struct, frozen=True):
    """Records of one norm with the same verdict for the same reason.

    `missing` are canonical column names; `judgment` are authorities' IRIs; `id` is stable for the
    same law and input and short enough to be read aloud. `message` never holds a value of a record.
    The verdict is `inexact` where an engine gave up before it had looked at all that can occur.
    """

    id: str
    norm: str
    provision: str
    verdict: str
    message: Text
    missing: tuple[str, ...]
    judgment: tuple[str, ...]
    count: int
    inexact: bool = False
    possible: tuple[str, ...] = ()
    """Of undetermined verdicts, those that they may come to."""
    outlook: str | None = None
    """One of `OUTLOOKS`; None for other verdicts, and where an engine gave up."""
    rests_on: tuple[str, ...] = ()
    """The presumptions without which the verdict would be another, by IRI."""
    first: bool = False
    """Whether it comes before the other breaches: what it names has ended of itself."""


class Finding(msgspec.Struct, frozen=True):
    """One record that falls under a cause; `row` is 1-based in the file, the header not counted.

    `id` may be a CPR number: reports show it only where personal values were asked for. `file` is
    the name of the file where a dataset has several.
    """

    row: int
    id: str
    cause: str
    file: str | None = None
    who: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Where values were asked for: what the dataset says of who it is, by heading, and what else is
    told of it (`DUE`, `DONE`, `LATE`, `FACT`)."""


EXAMPLES = 5
"""Distinct values that are told of a flaw, at most."""
FIRST_ROWS = 1000
"""Rows that are told of it, at most: the first."""


@dataclass(frozen=True)
class QualityFinding:
    """Records (or columns of the file) with one flaw, grouped.

    `code` is a slug or the IRI of the shape; `severity` is `error`, `warning` or `info`; `examples`
    are the first rows (1-based), each in the file of the same place in `example_files` where a
    dataset has several; `values` are the first distinct offending values, as they may be told
    (`disclosure`).
    """

    code: str
    severity: str
    column: str | None
    message: Text
    count: int
    examples: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    example_files: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """All columns that it is about."""
    record_type: str | None = field(default=None, compare=False)
    """The type of the records, where it is about records of a file with one or several types."""

    def below(self, rows: int) -> QualityFinding:
        """The same, where so many rows come before those whose numbers are told."""
        return replace(self, examples=tuple(row + rows for row in self.examples)) if rows else self


def gave_up(count: int) -> Text:
    """What to tell where an engine gave up on so many verdicts."""
    return Text(
        f"{count} udfald er ikke regnet ud: der mangler så meget, at ikke alle muligheder er set "
        "igennem. Det siger intet om loven; flere udfyldte oplysninger kan afgøre dem.",
        f"{count} verdicts were not worked out: so much is missing that not all that can occur was "
        "looked at. This says nothing of the law; more facts given may settle them.",
    )


def presumed(profile: str, resting: int, verdicts: int) -> Text:
    """What to tell where presumptions were used, and so many of the verdicts rest on some."""
    return Text(
        f"Tomme felter er læst med formodningerne {profile}: {resting} af {verdicts} udfald hviler "
        "på dem. --presume none ser bort fra dem.",
        f"Blanks were read by the presumptions {profile}: {resting} of {verdicts} verdicts rest on "
        "them. --presume none leaves them out.",
    )


def not_asked(norms: int) -> Text:
    """What to tell of norms that give no verdicts."""
    return Text(
        f"Regler, der ikke er spurgt om: {norms}. Datasættet har ingen kolonner, der viser, om de "
        "er overholdt. --all-norms spørger alligevel.",
        f"Rules that were not asked: {norms}. The dataset has no columns that show whether they "
        "are complied with. --all-norms asks all the same.",
    )


MOST_OPEN = 10_000
"""Records of one cause that leaves verdicts open, up to which they are listed."""
BATCH = 5_000
"""How many findings are handed on at once."""


def named(row: int, identifier: str | None) -> str:
    """The id of a finding: the record's, else the number of its row."""
    return str(row) if identifier is None else identifier


class Numbered(msgspec.Struct, frozen=True):
    """Findings of one table as arrays: the numbers of their `rows`, and of each the place of its
    cause among some `names`."""

    rows: Any
    causes: Any
    names: tuple[str, ...]


class Batch(msgspec.Struct, frozen=True):
    """Many findings of one file at once; `ids` is None where they were not asked for, and has None
    for a record that has none."""

    rows: Sequence[int]
    causes: Sequence[str]
    ids: Sequence[str | None] | None
    file: str | None = None
    who: Mapping[str, Sequence[str | None]] = msgspec.field(default_factory=dict)
    """What the dataset says of who each is, by heading, where ids were asked for."""

    def names(self) -> list[str] | None:
        """What each record is called: its id, else the number of its row."""
        return None if self.ids is None else list(map(named, self.rows, self.ids))


class Marks(msgspec.Struct, frozen=True):
    """By what the records of findings are known again, beside their causes: a hash of each one's
    id, keyed with a secret; None for a record that has none."""

    causes: Sequence[str]
    marks: Sequence[str | None]


def mark(secret: str, identifier: str | None) -> str | None:
    """By what the record of an id is known again by whoever has the secret."""
    if identifier is None:
        return None
    text = identifier.encode("utf-8", "surrogateescape")
    return hashlib.blake2b(text, key=secret.encode(), digest_size=16).hexdigest()


class Findings(Protocol):
    """The findings of a run: counted, and streamed in row order as often as asked."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Finding]: ...

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of what says who somebody is, where values were asked for."""
        return ()

    def batches(self, ids: bool) -> Iterator[Batch]:
        """All findings in the same order, many at a time, with or without their ids."""
        for file, findings in groupby(self, lambda finding: finding.file):
            while some := list(islice(findings, BATCH)):
                own = [finding.id for finding in some] if ids else None
                who = {h: [f.who.get(h) for f in some] for h in self.headings} if ids else {}
                yield Batch([f.row for f in some], [f.cause for f in some], own, file, who)

    def numbered(self) -> Iterator[Numbered] | None:
        """The same without ids as arrays, where these are at hand; else None."""
        return None

    def first(self, limit: int, wanted: Mapping[str, int]) -> Iterable[Finding]:
        """At least the first `limit` findings of each cause, in order; `wanted` says how many each
        cause has at most, so that reading can stop."""
        seen = dict.fromkeys(wanted, 0)
        due = {cause for cause, count in wanted.items() if count}
        for finding in self if due else ():
            yield finding
            seen[finding.cause] = seen.get(finding.cause, 0) + 1
            if seen[finding.cause] == min(limit, wanted.get(finding.cause, 0)):
                due.discard(finding.cause)
                if not due:
                    return

    def marks(self, secret: str) -> Iterator[Marks]:
        """By what the records of all findings are known again, many at a time."""
        for batch in self.batches(ids=True):
            ids = batch.ids or [None] * len(batch.rows)
            yield Marks(batch.causes, [mark(secret, one) for one in ids])

    def records(self, causes: Collection[str]) -> int:
        """How many records have findings of some causes; each may have several."""
        count, last = 0, None
        for batch in self.batches(ids=False):
            for row, cause in zip(batch.rows, batch.causes, strict=True):
                if cause in causes:
                    count += (batch.file, row) != last
                    last = batch.file, row
        return count


class NoFindings(Findings):
    """No findings at all."""

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Finding]:
        return iter(())


class Earlier(msgspec.Struct, frozen=True):
    """An earlier run that this one is compared with: what it is called, its day, and how many
    verdicts each cause had that is a finding, by the cause's id."""

    name: str
    as_of: date
    counts: Mapping[str, int]


class CheckResult(msgspec.Struct, frozen=True):
    """What `lovgraf check` found.

    `dataset` is the file's name without its folder; `receipt` holds versions and hashes, nothing
    that changes between runs on the same input; `notes` tell what was not checked and why.
    """

    as_of: date
    dataset: str
    records: int
    norms: tuple[NormResult, ...]
    causes: tuple[Cause, ...]
    findings: Findings
    quality: tuple[QualityFinding, ...]
    receipt: dict[str, str]
    notes: tuple[Text, ...] = ()
    labels: dict[str, Text] = msgspec.field(default_factory=dict)
    """Labels of the authorities, bearers and columns that the report names, by IRI or name."""
    columns: tuple[str, ...] = ()
    """The canonical columns that the file has."""
    may_be_none: tuple[str, ...] = ()
    """Columns of the file that are missing in some rows and have a code for that there is none,
    where nobody said that a blank means it."""
    plain: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The columns of yes and no that sum others up, neither of which the file has, each with those
    that it sums up (by canonical name)."""
    files: tuple[tuple[str, int], ...] = ()
    """The files of a dataset that has several, with the number of their records."""
    intake: Intake = msgspec.field(default_factory=Intake)
    """What was read of the dataset, and what was not."""
    profile: str = "none"
    """The name of the presumptions that were used."""
    presumptions: tuple[PresumptionUse, ...] = ()
    """Those that verdicts rest on."""
    not_asked: tuple[NotAsked, ...] = ()
    """The norms that the dataset cannot be asked about."""
    open: int = 0
    """How many verdicts of rows their cells left open, whether or not they were looked at again."""
    open_findings: Findings = msgspec.field(default_factory=NoFindings)
    """The records of the causes that leave verdicts open, but for those of which there are more
    than `MOST_OPEN`."""
    earlier: Earlier | None = None

    def totals(self) -> dict[str, int]:
        """How often each verdict was given, over all norms; zero counts left out."""
        return {
            verdict: total
            for verdict in VERDICTS
            if (total := sum(norm.verdicts.get(verdict, 0) for norm in self.norms))
        }

    @property
    def lacking(self) -> tuple[str, ...]:
        """The canonical columns without which verdicts are open and that the dataset does not have,
        by how many verdicts turn on them."""
        missing = [name for name in self._open_without() if name not in self.columns]
        return (*(name for name in self.plain if name not in self.columns), *missing)

    @property
    def unusable(self) -> tuple[str, ...]:
        """The canonical columns without which verdicts are open although the dataset has them, by
        how many verdicts turn on them: they are blank there, or hold nothing that can be used."""
        return tuple(name for name in self._open_without() if name in self.columns)

    def _open_without(self) -> list[str]:
        """The canonical columns without which verdicts are open, by how many turn on them."""
        found: Counter[str] = Counter()
        for cause in self.causes:
            if cause.verdict == "undetermined":
                found.update(dict.fromkeys(cause.missing, cause.count))
        return [name for name, _ in found.most_common()]

    def wanted(self, missing: Sequence[str]) -> tuple[str, ...]:
        """The columns that are `missing` (by canonical name), after those of yes and no that sum up
        several of them: as the advice names them."""
        first = (one for one, others in self.plain.items() if len({*others} & {*missing}) > 1)
        return (*first, *missing)

    def wanted_of(self, cause: Cause) -> tuple[str, ...]:
        """The same of a cause; where an exemption may have run out a yes to it says nothing of
        that."""
        return cause.missing if cause.first else self.wanted(cause.missing)

    @property
    def decided(self) -> bool:
        """Whether a rule was decided of somebody whom it is about: where it was of nobody, although
        some may be about as many as there are records, nothing being found says nothing."""
        totals = self.totals()
        open_ = totals.get("undetermined", 0) >= max(self.records, 1)
        return bool(totals.keys() - {"undetermined", "not-addressed"}) or not open_

    def passes(self, sought: Collection[str]) -> bool:
        """Whether nothing is found of what is sought, and that for no want of columns."""
        if self.found(frozenset(sought)):
            return False
        return self.decided or not self.lacking or "undetermined" in sought

    def undecided(self, sought: Collection[str]) -> int:
        """How many verdicts the law and the data leave open; 0 where `sought` lists these among
        what is found."""
        if "undetermined" in sought:
            return 0
        given_up = sum(c.count for c in self.causes if c.inexact and c.verdict == "undetermined")
        return self.totals().get("undetermined", 0) - given_up

    @property
    def inexact(self) -> int:
        """How many verdicts an engine gave up on."""
        return sum(cause.count for cause in self.causes if cause.inexact)

    @property
    def beside(self) -> tuple[Text, ...]:
        """The notes that tell which files were read beside the law, and that only a part of it was
        asked: whose law it is comes first."""
        return tuple(note for note in self.notes if note.en.startswith((BESIDE.en, ONLY.en)))

    @property
    def all_notes(self) -> tuple[Text, ...]:
        """The notes, also what was presumed and not asked, and that verdicts are inexact."""
        found = [note for note in self.notes if note not in self.beside]
        if self.profile != "none":
            resting = sum(sum(norm.presumed.values()) for norm in self.norms)
            found.insert(0, presumed(self.profile, resting, sum(self.totals().values())))
        if self.not_asked:
            found.append(not_asked(len(self.not_asked)))
        if self.inexact:
            found.append(gave_up(self.inexact))
        return (*self.beside, *found)

    def outlooks(self) -> dict[str, int]:
        """How many undetermined verdicts have which outlook; zero counts left out."""
        counts = {name: sum(n.possible.get(name, 0) for n in self.norms) for name in OUTLOOKS}
        return {name: count for name, count in counts.items() if count}

    @property
    def checked(self) -> bool:
        """Whether any record was checked against any norm; an empty check is no pass."""
        return bool(self.totals())

    def found(self, verdicts: frozenset[str]) -> bool:
        """Whether some record got one of these verdicts."""
        return any(
            verdict in verdicts and count
            for norm in self.norms
            for verdict, count in norm.verdicts.items()
        )
