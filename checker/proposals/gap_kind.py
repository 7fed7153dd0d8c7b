"""A kind of gap: what is looked for, how it is told, and the changes that may close it.

Each kind is a file in `gaps/`, its words are in `ontology/gap.ttl`. Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from msgspec import Struct
from rdflib import Graph, URIRef
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE, Text, text_of
from lovgraf.core.turtle import parse_turtle
from lovgraf.law.graph import ONTOLOGY
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit
from lovgraf.proposals.gap import Gap, Severity
from lovgraf.proposals.proposal import Proposal

if TYPE_CHECKING:
    from lovgraf.proposals.answer_cache import AnswerCache
    from lovgraf.proposals.changed_duty import ChangedDuty
    from lovgraf.proposals.programs import Comparison

# The words of the kinds of gap, from `ontology/gap.ttl`: what each may say, and how bad it is.

SEVERITY_OF: dict[Node, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
"""What SHACL calls them."""
_SCHEME = URIRef(f"{BASE}gap")


class Wording(Struct, frozen=True):
    """One way to tell a gap; in the message `{names}` stand for what was found."""

    severity: Severity
    message: Text

    def filled(self, names: Mapping[str, Text | str | int]) -> Text:
        """The message with the names filled in."""
        da = {key: name.da if isinstance(name, Text) else name for key, name in names.items()}
        en = {key: name.en if isinstance(name, Text) else name for key, name in names.items()}
        return Text(self.message.da.format_map(da), self.message.en.format_map(en))


class GapWords(Struct, frozen=True):
    """What one kind of gap may say: the wordings by name, and why no small change closes it."""

    wordings: Mapping[str, Wording]
    no_repair: Text | None


@cache
def gap_words() -> dict[str, GapWords]:
    """The words of each kind, by code."""
    return words_in(_graph())


def words_in(graph: Graph) -> dict[str, GapWords]:
    """The same, as a graph has them."""
    kinds = graph.subjects(SKOS.inScheme, _SCHEME)
    return {str(graph.value(kind, SKOS.notation)): _words(graph, kind) for kind in kinds}


@cache
def of_the_law() -> Text | None:
    """Why no change of a proposal closes a gap that lies in the law in force."""
    return text_of(_graph(), _SCHEME, CORE.noRepair)


@cache
def _graph() -> Graph:
    return parse_turtle(ONTOLOGY / "gap.ttl")


def _words(graph: Graph, kind: Node) -> GapWords:
    """The wordings that a kind has of its own; what a shape says stands with the shape."""
    found = {}
    for node in graph.objects(kind, CORE.wording):
        severity, message = graph.value(node, SH.severity), text_of(graph, node, SH.message)
        if severity is not None and message is not None:
            name = str(graph.value(node, SKOS.notation))
            found[name] = Wording(SEVERITY_OF[severity], message)
    return GapWords(found, text_of(graph, kind, CORE.noRepair))


Moment = Literal["stated", "newly", "unable"]
"""When a duty is looked at: it is stated anew; somebody is newly obliged by it; or nobody is, but
some lose their way to comply."""
STATED: frozenset[Moment] = frozenset({"stated"})
NEWLY: frozenset[Moment] = frozenset({"newly"})
NEWLY_OR_UNABLE: frozenset[Moment] = frozenset({"newly", "unable"})


class Statement(NamedTuple):
    """The first parts of a `Gap`."""

    code: str
    severity: Severity
    message: Text


class ToRepair(Struct, frozen=True):
    """A gap that a change of one proposal may close; the law is without and with the proposal."""

    gap: Gap
    proposal: Proposal
    before: LawView
    after: LawView

    @property
    def norm(self) -> Norm | None:
        """The norm that the gap is about, as it is with the proposal."""
        return self.after.norms.get(self.gap.norm or "")

    @property
    def own(self) -> Norm | None:
        """The same, if the proposal introduces it."""
        norm = self.norm
        return norm if norm is not None and norm.iri in self.proposal.introduces else None


class GapKind:
    """A kind of gap; what a kind does not look for, or cannot repair, it leaves as it is here.

    `moments` are those at which a duty is looked at (`of_duty`). A gap of a kind `of_new_duties` is
    none where nobody is newly obliged, unless something else leaves it (`Gap.about`). `lies_in` is
    told where changes are tried only if the proposal itself says what leaves the gap: its norm, or
    one of the things that it is about. A kind that `burdens` is found of a duty although nobody is
    newly obliged.
    """

    code: ClassVar[str] = ""
    moments: ClassVar[frozenset[Moment]] = frozenset()
    of_new_duties: ClassVar[bool] = False
    lies_in: ClassVar[Literal["norm", "about"] | None] = None
    burdens: ClassVar[bool] = False

    def in_graph(self, views: Views) -> Iterable[Gap]:
        """What shows in the graph itself, without asking whom it strikes.

        What breaks a shape `shape/proposal/<code>` is found beside it.
        """
        return ()

    def of_duty(self, changed: ChangedDuty) -> Iterable[Gap]:
        """What is found of one duty of the subject of a record, at one of the `moments`."""
        return ()

    def of_change(self, changed: ChangedDuty) -> Iterable[Gap]:
        """What is found of one changed norm that gives verdicts, whoever it binds: what it takes
        from those who had the duty before, and what it clashes with. Who gets a duty anew is found
        by `of_duty`."""
        return ()

    @property
    def looks_at_changes(self) -> bool:
        """Whether the kind finds anything of a changed norm, whoever it binds."""
        return type(self).of_change is not GapKind.of_change

    def of_doubt(self, changed: ChangedDuty) -> Iterable[Gap]:
        """What is found of a duty that stays, and by which nobody is certainly struck."""
        return ()

    def of_groups(self, views: Views, comparison: Comparison, cache: AnswerCache) -> Iterable[Gap]:
        """What is found of the groups that the proposals speak of, where somebody is newly
        obliged."""
        return ()

    def eased(self, gap: Gap, views: Views) -> Gap:
        """A gap that shows in the graph, as it is where nobody was found to get a duty or to have
        more asked of, and none is an error of what they can reach."""
        return gap

    def edits(self, case: ToRepair) -> Iterable[Edit]:
        """The changes to try, as far as they are changes of this proposal."""
        return ()

    def statement(self, wording: str, **names: Text | str | int) -> Statement:
        """One of the kind's wordings, with the names in it."""
        found = self.words.wordings[wording]
        return Statement(self.code, found.severity, found.filled(names))

    @property
    def words(self) -> GapWords:
        """What the kind may say."""
        return gap_words()[self.code]
