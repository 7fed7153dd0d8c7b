"""What an explanation of one record's verdicts consists of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from msgspec import Struct, structs

from lovgraf.core.result import BREACH_POSSIBLE, QualityFinding
from lovgraf.core.terms import CORE, Text

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"
ALL, ANY, NOT, ASKED = "all", "any", "not", "asked"
_OF_RIGHTS = 0.25
"""What one may do counts less than a verdict, of what is worth asking for."""
_URGENT = ("breached", "unattainable", "pending", "undetermined")


class Blank(Text, frozen=True):
    """Stands for the value of a fact (by IRI) in what is said of all records of a cell."""

    fact: str


class Why(Struct, frozen=True):
    """A node of the condition tree: what is asked, the answer, the facts read, what lies below.

    `kind` says how the children decide (`all`, `any`, `not`, or `asked` of the record); `named`
    that the node has a name in the graph; `trivial` that it holds for every record; `about` the
    fact (IRI) that is asked for.
    """

    text: Text
    value: str
    facts: tuple[tuple[Text, Text], ...] = ()
    children: tuple[Why, ...] = ()
    kind: str = ASKED
    named: bool = False
    trivial: bool = False
    about: str = ""

    def filled(self, values: Mapping[str, Text]) -> Why:
        """With the values of facts where they were left blank."""
        facts = tuple(
            [(name, values[v.fact] if isinstance(v, Blank) else v) for name, v in self.facts]
        )
        children = tuple([child.filled(values) for child in self.children])
        return structs.replace(self, facts=facts, children=children) if facts or children else self


class RouteText(Struct, frozen=True):
    """A way to a capability or exemption; `blocking` is the first step that does not hold."""

    label: Text
    grants: Text
    open: str
    place: Text | None
    provider: Text | None
    fee_dkk: str | None
    blocking: Text | None
    spoken: Text | None = None
    """How a letter names it, where that is not by its label."""
    where: str = ""
    """The place (by IRI)."""


class Passage(Struct, frozen=True):
    """A passage of the report that speaks of a norm, in our words, with its place."""

    iri: str
    label: Text
    definition: Text | None
    locator: str | None


class Turn(Struct, frozen=True):
    """The smallest change of facts found that turns a verdict: (column, label, value) each; `by`
    says for each of them who can make it."""

    changes: tuple[tuple[str, Text, Text], ...]
    verdict: str
    by: tuple[Text, ...] = ()
    clauses: tuple[Text, ...] = ()
    """The changes as clauses of a sentence, where each fact has a form."""
    whose: tuple[Text, ...] = ()
    """Who can make them, as a letter names them."""
    undoes: bool = False
    """Whether a change would have to undo what has happened, or is of what is presumed anyway."""
    opens: Text | None = None
    """How the answer to a question begins once they are made."""


@dataclass(frozen=True)
class PersonVerdict:
    """One norm's verdict on the record, with its reasons.

    `why` is the whole condition tree, `shown` the part of it that decides. It is not `exact` where
    the engine gave up before it had looked at all that can occur. Of what has the same
    `cell` all is the same but turns, and values that are blank.
    """

    norm: str
    provision: str
    bearer: str
    title: Text
    provision_label: Text
    bearer_label: Text
    definition: Text | None
    link: str | None
    verdict: str
    missing: tuple[str, ...]
    missing_labels: tuple[Text, ...]
    judgment: tuple[Text, ...]
    why: Why
    shown: Why
    exact: bool = True
    possible: tuple[str, ...] = ()
    """Of an undetermined verdict, those that it may come to."""
    outlook: str | None = None
    """What that means: one of `OUTLOOKS`."""
    in_consolidation: str | None = None
    """Where its provision stands in the consolidation in use (IRI), if it is cited by one."""
    rests_on: tuple[str, ...] = ()
    """The presumptions without which it would be another, by IRI."""
    routes: tuple[RouteText, ...] = ()
    passages: tuple[Passage, ...] = ()
    turns: tuple[Turn, ...] = ()
    looked: bool = False
    """Whether turns were looked for."""
    note: Text | None = None
    sanctioned: bool = False
    """Whether the law threatens a sanction."""
    cell: object = field(default=None, compare=False, repr=False)

    @property
    def urgency(self) -> tuple[int, bool, bool, bool, int]:
        """How soon it is to be looked at, the soonest first: what was not done before what is still
        to be done; what strikes the subject before what strikes an authority; of what is open what
        may be a breach, and what lacks the fewest facts; what a sanction threatens first."""
        rank = _URGENT.index(self.verdict) if self.verdict in _URGENT else len(_URGENT)
        return (
            rank,
            self.bearer != str(CORE.Subject),
            self.outlook not in (None, BREACH_POSSIBLE),
            not self.sanctioned,
            len(self.missing) if self.outlook else 0,
        )

    def filled(self, values: Mapping[str, Text]) -> PersonVerdict:
        """With the values of facts where they were left blank."""
        return replace(self, why=self.why.filled(values), shown=self.shown.filled(values))


@dataclass(frozen=True)
class May:
    """A permission, right or exemption that the record has or may have (`holds`).

    What has the same `cell` is the same.
    """

    norm: str
    provision: str
    bearer: str
    kind: str
    title: Text
    provision_label: Text
    definition: Text | None
    link: str | None
    holds: str
    missing: tuple[str, ...] = ()
    missing_labels: tuple[Text, ...] = ()
    routes: tuple[RouteText, ...] = ()
    in_consolidation: str | None = None
    cell: object = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Explanation:
    """Everything that the law in force on a date says of one record.

    `values` are those that trees leave blank, by fact, made when they are asked for.
    """

    as_of: date
    record_type: str
    verdicts: tuple[PersonVerdict, ...]
    may: tuple[May, ...]
    quality: tuple[QualityFinding, ...] = ()
    notes: tuple[Text, ...] = field(default=())
    beside: tuple[Text, ...] = ()
    """What comes with the first lines: which files were read beside the law, and what was put in
    front of a number."""
    covered: Text | None = None
    """How far the graph holds the acts that are cited, where not whole."""
    values: Mapping[str, Text] = field(default_factory=dict, compare=False, repr=False)

    @property
    def all_notes(self) -> tuple[Text, ...]:
        """What a reader must know of what it rests on."""
        return (*self.beside, *self.notes)

    def worth_asking(self) -> dict[str, float]:
        """The columns (by name) that open answers turn on, those that settle most first.

        A verdict counts one, shared among the facts it turns on: a fact that settles a verdict
        alone comes before one of ten. Equal ones are in the order of their names.
        """
        worth: defaultdict[str, float] = defaultdict(float)
        for verdict in self.verdicts:
            for name in verdict.missing:
                worth[name] += 1 / len(verdict.missing)
        for item in self.may:
            for name in item.missing:
                worth[name] += _OF_RIGHTS / len(item.missing)
        return dict(sorted(worth.items(), key=lambda pair: (-round(pair[1], 9), pair[0])))

    def filled(self) -> Explanation:
        """With the values of facts where they were left blank."""
        verdicts = tuple([verdict.filled(self.values) for verdict in self.verdicts])
        return replace(self, verdicts=verdicts, values={})
