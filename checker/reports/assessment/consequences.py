"""The consequences that a bill's remarks must state, each from the graph and the gaps.

What the graph cannot settle is said as an open point. A gap's own sentence stands once, where the
gaps are told; here it is referred to by its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import URIRef

from checker.conditions.tree import facts_of
from checker.law.norms import Norm
from checker.law.routes import AccessRoute
from checker.proposals.changes import Change
from checker.proposals.group import Group
from checker.proposals.proposal import Measure
from checker.records.facts import Column, Derived
from checker.reports.assessment.blocks import Block, Items, Paragraph, Table
from checker.reports.assessment.changes import changed
from checker.reports.assessment.telling import Telling
from checker.reports.phrases import listed, written_date
from checker.terms import CORE, label
from checker.verdicts.program import Program


def organisation(tell: Telling) -> Iterator[Block]:
    """Which authorities do what, from when, and what happens with what exists."""
    roles = _roles(tell)
    if roles:
        yield Paragraph(tell.word("authorities"))
        yield Items(
            tuple((f"{tell.name(who)} {listed(does, tell.lang)}", ()) for who, does in roles)
        )
    else:
        yield Paragraph(tell.word("no-authority"), open=True)
    proposals = tell.found.views.overlay.proposals
    for day in dict.fromkeys(proposal.commencement for proposal in proposals):
        if day is None:
            yield Paragraph(tell.word("no-day"), open=True)
        else:
            yield Paragraph(tell.word("commences", date=written_date(day, tell.lang)))
    yield _measured(tell, "TransitionMeasure", "transition", "no-transition")
    yield _measured(tell, "EvaluationMeasure", "evaluation", "no-evaluation")
    for codes, key in ((("companion",), "companions"), (("discretion",), "judgment")):
        if told := tell.of_kind(*codes):
            yield Paragraph(tell.word(key, points=tell.refer(told)))


def it(tell: Telling) -> Iterator[Block]:
    """What the duties need, by which routes it is had, and what can go wrong."""
    views = tell.found.views
    needing = [norm for norm in _duties(tell) if norm.requires]
    if not needing:
        yield Paragraph(tell.word("needs-nothing"))
    shown: set[tuple[str, ...]] = set()
    for norm in needing:
        if norm.requires in shown:
            continue
        shown.add(norm.requires)
        names = tell.names(norm.requires)
        yield Paragraph(tell.word("needs", norm=tell.text(norm.label), needs=names))
        routes = [r for r in views.after.routes if set(r.grants) & set(norm.requires)]
        yield _routes(tell, routes) if routes else Paragraph(tell.word("no-route"), open=True)
    for codes, key in (
        (("circular", "threshold"), "it-flawed"),
        (("burdensome",), "it-burden"),
        (("outside-law",), "it-outside"),
    ):
        if told := tell.of_kind(*codes):
            yield Paragraph(tell.word(key, points=tell.refer(told)))
    yield Paragraph(tell.word("it-open"), open=True)


def data(tell: Telling) -> Iterator[Block]:
    """Which information decides, what of it is new, and which data move on what basis."""
    fresh = False
    for comparison in tell.found.comparisons:
        for change, before, after in comparison.changes:
            if after is None:
                continue
            now = _columns(tell, _decides(after))
            old = _columns(tell, _decides(before)) if before else set[str]()
            norm = tell.text(change.norm.label)
            if names := _facts(tell, now):
                yield Paragraph(tell.word("reads", norm=norm, facts=names))
            if before is not None and (new := now - old):
                fresh = True
                yield Paragraph(tell.word("reads-new", facts=_facts(tell, new)))
            elif before is not None:
                yield Paragraph(tell.word("reads-same"))
            fresh = fresh or before is None
    if fresh:
        yield Paragraph(tell.word("reads-open"), open=True)
    transfers = _measures(tell, "DataTransferMeasure")
    for measure in transfers:
        basis = "; ".join(map(tell.provision, measure.legal_basis)) or tell.word("transfer-none")
        points = tell.refer(tell.of_kind("no-legal-basis"))
        text = tell.word("transfer", what=_words(tell, measure), basis=basis, points=points)
        yield Paragraph(text)
    if not transfers:
        yield Paragraph(tell.word("no-transfer"))
    yield Paragraph(tell.word("data-open"), open=True)


def citizens(tell: Telling) -> Iterator[Block]:
    """What each duty is, who gets it, who is let off, and who cannot meet it."""
    for change in changed(tell):
        if change.norm.judged and change.norm.bearer == str(CORE.Subject):
            yield from _duty(tell, change)
    for code, key in (("unreachable", "blocked"), ("blind-effect", "blind")):
        if found := tell.of_kind(code):
            yield Paragraph(tell.word(key, points=tell.refer(found)))
    yield _measured(tell, "InformationMeasure", "informed", "not-informed")


def _duty(tell: Telling, change: Change) -> Iterator[Block]:
    norm = change.norm
    kind = {"introduced": "new"}.get(change.kind, change.kind)
    title = tell.word(f"duty-{kind}", what=tell.text(norm.label))
    yield Paragraph(f"{title}. {tell.text(norm.definition)}".strip())
    told: list[tuple[str, tuple[str, ...]]] = []
    own = [kinds for kinds in tell.found.kinds if kinds.change == change]
    for key, struck in (
        ("newly", [kinds for kinds in own if kinds.begins]),
        ("no-longer", [kinds for kinds in own if kinds.ends]),
    ):
        if struck:
            groups = _spoken_of(tell, [kinds.group for kinds in struck if kinds.group])
            whom = listed(groups or [tell.word("others")], tell.lang)
            told.append((tell.word(key, groups=whom), ()))
    if own and not told:
        told.append((tell.word("nobody"), ()))
    if change.after is not None:
        lifting = tell.found.views.after.lifting(norm.iri)
        names = tuple(tell.text(n.label) for n in lifting if n.kind == "Exemption")
        points = tell.refer(tell.of_kind("hollow", "no-exemption"))
        told.append((tell.word("exempt-by" if names else "no-exemption", points=points), names))
    yield Items(tuple(told))


def _spoken_of(tell: Telling, groups: Sequence[Group]) -> list[str]:
    """Those of the groups that the proposals speak of, else all of them."""
    spoken: set[str] = set()
    for proposal in tell.found.views.overlay.proposals:
        spoken |= {*proposal.concerns, *(outcome.group for outcome in proposal.outcomes)}
    own = [group for group in groups if group.iri in spoken] or groups
    return [tell.text(group.label) for group in own]


def other(tell: Telling) -> Iterator[Block]:
    """What no graph of the law can tell."""
    yield Paragraph(tell.word("other-open"), open=True)


def _duties(tell: Telling) -> list[Norm]:
    return [c.after for c in changed(tell) if c.after is not None and c.after.judged]


def _roles(tell: Telling) -> list[tuple[str, list[str]]]:
    """The authorities and what each does, in order of name."""
    views = tell.found.views
    roles: dict[str, dict[str, list[str]]] = {}

    def add(who: str | None, role: str, what: str) -> None:
        if who is not None:
            told = roles.setdefault(who, {}).setdefault(role, [])
            told += [what] if what not in told else []

    for change in changed(tell):
        norm = change.norm
        add(norm.authority, "decides", tell.text(norm.label))
        if norm.judged and norm.bearer != str(CORE.Subject):
            add(norm.bearer, "bound", tell.text(norm.label))
        if norm.judged:
            for lifting in views.after.lifting(norm.iri):
                add(lifting.authority, "exempts", tell.text(norm.label))
    for route in views.routes:
        add(route.provider, "provides", tell.text(route.label))
    for proposal in views.overlay.proposals:
        for measure in proposal.measures:
            for who in measure.providers:
                add(who, "provides", _kind(tell, measure))
    names = {"decides": "norms", "bound": "norms", "exempts": "norm", "provides": "what"}
    found = [
        (
            who,
            [
                tell.word(role, **{names[role]: listed(what, tell.lang)})
                for role, what in own.items()
            ],
        )
        for who, own in roles.items()
    ]
    return sorted(found, key=lambda item: tell.name(item[0]).casefold())


def _routes(tell: Telling, routes: Iterable[AccessRoute]) -> Table:
    day = tell.found.views.day
    rows = []
    for route in routes:
        fees = [fee.amount for fee in route.fees if fee.in_force.contains(day)]
        prices = [tell.word("price", amount=tell.amount(fee)) for fee in fees]
        rows.append(
            (
                tell.text(route.label),
                tell.name(route.provider) if route.provider else "",
                tell.name(route.place) if route.place else "",
                listed(prices, tell.lang) or tell.word("fee-free"),
                tell.provision(route.provision) if route.provision else "",
            )
        )
    heads = ("routes", "provider-column", "place-column", "fee-column", "basis-column")
    return Table(tuple(map(tell.word, heads)), tuple(rows))


def _decides(program: Program) -> frozenset[str]:
    """The facts that decide whether a duty applies and is met; not those of the way to it."""
    asked = (program.addressed, program.exempt, program.met, program.pending)
    return frozenset().union(*map(facts_of, asked))


def _columns(tell: Telling, facts: Iterable[str]) -> set[str]:
    """The columns that facts rest on."""
    vocabulary = {
        iri: fact
        for comparison in tell.found.comparisons
        for iri, fact in comparison.facts.facts.items()
    }
    found, queue = set[str](), [iri for iri in facts if iri in vocabulary]
    seen = set(queue)
    while queue:
        fact = vocabulary[queue.pop()]
        if isinstance(fact, Column):
            found.add(fact.iri)
        elif isinstance(fact, Derived):
            more = {iri for iri in fact.operand_facts if iri in vocabulary} - seen
            seen |= more
            queue += more
    return found


def _facts(tell: Telling, iris: Iterable[str]) -> str:
    names = sorted((tell.name(iri) for iri in iris), key=str.casefold)
    return listed(
        [name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names], tell.lang
    )


def _measures(tell: Telling, kind: str) -> list[Measure]:
    return [
        measure
        for proposal in tell.found.views.overlay.proposals
        for measure in proposal.measures
        if measure.kind == kind
    ]


def _measured(tell: Telling, kind: str, key: str, missing: str) -> Paragraph:
    found = _measures(tell, kind)
    if not found:
        return Paragraph(tell.word(missing), open=True)
    return Paragraph(tell.word(key, what=listed([_words(tell, m) for m in found], tell.lang)))


def _kind(tell: Telling, measure: Measure) -> str:
    return tell.text(measure.label or label(tell.graph, URIRef(CORE[measure.kind])))


def _words(tell: Telling, measure: Measure) -> str:
    """A measure with who provides it and for whom."""
    parts = [_kind(tell, measure)]
    if measure.providers:
        parts.append(tell.word("by", who=tell.names(measure.providers)))
    if measure.reaches:
        parts.append(tell.word("for", who=tell.names(measure.reaches)))
    return " ".join(parts)
