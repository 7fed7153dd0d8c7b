"""The consequences that a bill's remarks must state, each from the graph and the gaps.

What the graph cannot settle is said as an open point. A gap's own sentence stands once, where the
gaps are told; here it is referred to by its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import URIRef

from lovgraf.conditions.tree import facts_of
from lovgraf.core.terms import CORE, label
from lovgraf.facts.fact import Column, Derived
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.proposals.changed_duty import how_said
from lovgraf.proposals.changes import Change, Group
from lovgraf.proposals.proposal import Measure
from lovgraf.reports.assessment.blocks import Block, Items, Paragraph, Table
from lovgraf.reports.assessment.changes import changed
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed, norms, written_date
from lovgraf.verdicts.program import Program

# The measures of proposals in words.


def measures(tell: Telling, kind: str) -> list[Measure]:
    """The measures of a kind (by the local name of its class)."""
    return [
        measure
        for proposal in tell.found.views.overlay.proposals
        for measure in proposal.measures
        if measure.kind == kind
    ]


def measured(tell: Telling, kind: str, key: str, missing: str) -> Paragraph:
    """What measures of a kind there are, or that none is."""
    found = measures(tell, kind)
    if not found:
        return Paragraph(tell.word(missing), open=True)
    return Paragraph(tell.word(key, what=listed([in_words(tell, m) for m in found], tell.lang)))


def kind_of(tell: Telling, measure: Measure) -> str:
    """What a measure is called."""
    return tell.text(measure.label or label(tell.graph, URIRef(CORE[measure.kind])))


def in_words(tell: Telling, measure: Measure) -> str:
    """A measure with who provides it and for whom."""
    parts = [kind_of(tell, measure)]
    if measure.providers:
        parts.append(
            tell.word(
                "by", who=listed([tell.authority(one) for one in measure.providers], tell.lang)
            )
        )
    if measure.reaches:
        parts.append(tell.word("for", who=tell.names(measure.reaches)))
    return " ".join(parts)


# Data protection: which information decides, what of it is new, which data move on what basis.


def data(tell: Telling) -> Iterator[Block]:
    """Which information decides, what of it is new, and which data move on what basis."""
    norms = _read(tell)
    for new, all_read in norms.items():
        for now, named in all_read.items():
            if names := _facts(tell, now):
                yield Paragraph(tell.word("reads", norm=tell.quoted(named), facts=names))
        yield Paragraph(_new(tell, new, len(all_read) > 1))
    if any(new is None or new for new in norms):
        yield Paragraph(tell.word("reads-open"), open=True)
    transfers = measures(tell, "DataTransferMeasure")
    for measure in transfers:
        basis = "; ".join(map(tell.provision, measure.legal_basis)) or tell.word("transfer-none")
        points = tell.refer(tell.of_kind("no-legal-basis"))
        text = tell.word("transfer", what=in_words(tell, measure), basis=basis, points=points)
        yield Paragraph(text)
    if not transfers:
        yield Paragraph(tell.word("no-transfer"))
    yield Paragraph(tell.word("data-open"), open=True)


def _new(tell: Telling, new: frozenset[str] | None, several: bool) -> str:
    """What of the information that decides is new, said once of all that rest on it."""
    ending = "-all" if several else ""
    if new is None:
        return tell.word(f"reads-all-new{ending}")
    if new:
        return tell.word(f"reads-new{ending}", facts=_facts(tell, new))
    return tell.word(f"reads-same{ending}")


def _read(
    tell: Telling,
) -> dict[frozenset[str] | None, dict[frozenset[str], list[str]]]:
    """The names of the norms, by what the norm in whose place they come did not rest on (None:
    they come in the place of none), and by the information that decides them."""
    found: dict[frozenset[str] | None, dict[frozenset[str], list[str]]] = {}
    for comparison in tell.found.comparisons:
        for change, before, after in comparison.changes:
            if after is not None:
                now = frozenset(_columns(tell, _decides(after)))
                new = now - _columns(tell, _decides(before)) if before is not None else None
                named = found.setdefault(new, {}).setdefault(now, [])
                named.append(tell.text(change.norm.label))
    return found


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


# Citizens: what each duty is, who gets it, who is let off, and who cannot meet it.

ALIKE = 3
"""Duties that work differently for the same reason and are still told one by one."""


def citizens(tell: Telling) -> Iterator[Block]:
    """What each duty is, who gets it, who is let off, and who cannot meet it."""
    duties = [c for c in changed(tell) if c.norm.judged and c.norm.bearer == str(CORE.Subject)]
    several = _alike(tell, [change for change in duties if change.kind == "affected"])
    for change in duties:
        if change.kind != "affected":
            yield from _duty(tell, change)
    for because, alike in several.items():
        if len(alike) <= ALIKE:
            for change in alike:
                yield from _duty(tell, change)
        else:
            names = [tell.text(change.norm.label) for change in alike]
            reason = tell.word("because", what=tell.quoted(because)) if because else ""
            how_many = norms(len(names), tell.lang)
            yield Paragraph(tell.word("duties-affected", norms=how_many, because=reason))
            yield Items(tuple((name, ()) for name in names))
    for code, key in (("unreachable", "blocked"), ("blind-effect", "blind")):
        if found := tell.of_kind(code):
            yield Paragraph(tell.word(key, points=tell.refer(found)))
    yield measured(tell, "InformationMeasure", "informed", "not-informed")


def _alike(tell: Telling, changes: Iterable[Change]) -> dict[tuple[str, ...], list[Change]]:
    """Changes that work differently for the same reason: the exemptions that begin or end for them,
    and the ways to what they need."""
    views = tell.found.views
    found: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        lifting = [view.lifting(change.norm.iri) for view in (views.before, views.after)]
        old, new = ({norm.iri: norm.label for norm in norms} for norms in lifting)
        labels = [(old | new)[iri] for iri in sorted(old.keys() ^ new.keys())]
        labels += [r.label for r in views.routes if set(r.grants) & set(change.norm.requires)]
        found.setdefault(tuple(map(tell.text, labels)), []).append(change)
    return found


def _duty(tell: Telling, change: Change) -> Iterator[Block]:
    norm = change.norm
    kind = {"introduced": "new"}.get(change.kind, change.kind)
    title = tell.word(f"duty-{kind}", what=tell.text(norm.label))
    yield Paragraph(f"{title}. {tell.text(norm.definition)}".strip())
    lines: list[tuple[str, tuple[str, ...]]] = []
    own = [kinds for kinds in tell.found.kinds if kinds.change.key == change.key]
    for key, struck in (
        ("newly", [kinds for kinds in own if kinds.begins]),
        ("no-longer", [kinds for kinds in own if kinds.ends]),
    ):
        if struck:
            groups = _spoken_of(tell, [kinds.group for kinds in struck if kinds.group])
            whom = listed(groups or [tell.word("others")], tell.lang)
            lines.append((tell.word(key, groups=whom), ()))
    if own and not lines:
        lines.append((tell.word("nobody"), ()))
    if change.after is not None:
        view = tell.found.views.after
        lifting = [one for one in view.lifting(norm.iri) if one.kind == "Exemption"]
        names = tuple(f"{tell.text(n.label)}: {tell.text(how_said(view, n))}" for n in lifting)
        points = tell.refer(tell.of_kind("hollow", "no-exemption"))
        lines.append((tell.word("exempt-by" if names else "no-exemption", points=points), names))
    yield Items(tuple(lines))


def _spoken_of(tell: Telling, groups: Sequence[Group]) -> list[str]:
    """Those of the groups that the proposals speak of, else all of them."""
    spoken: set[str] = set()
    for proposal in tell.found.views.overlay.proposals:
        spoken |= {*proposal.concerns, *(outcome.group for outcome in proposal.outcomes)}
    own = [group for group in groups if group.iri in spoken] or groups
    return [tell.text(group.label) for group in own]


def organisation(tell: Telling) -> Iterator[Block]:
    """Which authorities do what, from when, and what happens with what exists."""
    roles = _roles(tell)
    if roles:
        yield Paragraph(tell.word("authorities"))
        yield Items(tuple((f"{who} {listed(does, tell.lang)}", ()) for who, does in roles))
    else:
        yield Paragraph(tell.word("no-authority"), open=True)
    proposals = tell.found.views.overlay.proposals
    for day in dict.fromkeys(proposal.commencement for proposal in proposals):
        if day is None:
            yield Paragraph(tell.word("no-day"), open=True)
        else:
            yield Paragraph(tell.word("commences", date=written_date(day, tell.lang)))
    yield measured(tell, "TransitionMeasure", "transition", "no-transition")
    yield measured(tell, "EvaluationMeasure", "evaluation", "no-evaluation")
    for codes, key in ((("companion",), "companions"), (("discretion",), "judgment")):
        if gaps := tell.of_kind(*codes):
            yield Paragraph(tell.word(key, points=tell.refer(gaps)))


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
        routes = [
            r for r in views.after.routes if r.origin is None and set(r.grants) & set(norm.requires)
        ]
        yield _routes(tell, routes) if routes else Paragraph(tell.word("no-route"), open=True)
    for codes, key in (
        (("circular", "threshold"), "it-flawed"),
        (("burdensome",), "it-burden"),
        (("outside-law",), "it-outside"),
    ):
        if gaps := tell.of_kind(*codes):
            yield Paragraph(tell.word(key, points=tell.refer(gaps)))
    yield Paragraph(tell.word("it-open"), open=True)


def other(tell: Telling) -> Iterator[Block]:
    """What no graph of the law can tell."""
    yield Paragraph(tell.word("other-open"), open=True)


def _duties(tell: Telling) -> list[Norm]:
    return [c.after for c in changed(tell) if c.after is not None and c.after.judged]


def _roles(tell: Telling) -> list[tuple[str, list[str]]]:
    """The authorities and what each does, in order of name."""
    views = tell.found.views
    roles: dict[str, dict[str, list[str]]] = {}

    def add(who: str | None, role: str, what: str, task: str | None = None) -> None:
        if who is not None:
            name = tell.authority(who, task)
            works = roles.setdefault(name, {}).setdefault(role, [])
            works += [what] if what not in works else []

    for change in changed(tell):
        norm = change.norm
        add(norm.authority, "decides", tell.text(norm.label), norm.iri)
        if norm.judged and norm.bearer != str(CORE.Subject):
            add(norm.bearer, "bound", tell.text(norm.label), norm.iri)
        if norm.judged:
            for lifting in views.after.lifting(norm.iri):
                add(lifting.authority, "exempts", tell.text(norm.label), lifting.iri)
    for route in views.routes:
        add(route.provider, "provides", tell.text(route.label), route.provision)
    for proposal in views.overlay.proposals:
        for measure in proposal.measures:
            for who in measure.providers:
                add(who, "provides", kind_of(tell, measure))
    found = [
        (
            who,
            [
                tell.word(
                    role,
                    what=listed(what, tell.lang) if role == "provides" else tell.quoted(what),
                )
                for role, what in own.items()
            ],
        )
        for who, own in roles.items()
    ]
    return sorted(found, key=lambda item: item[0].casefold())


def _routes(tell: Telling, routes: Iterable[AccessRoute]) -> Table:
    day = tell.found.views.day
    rows = []
    for route in routes:
        fees = [fee.amount for fee in route.fees if fee.in_force.contains(day)]
        prices = [tell.word("price", amount=tell.amount(fee)) for fee in fees]
        rows.append(
            (
                tell.text(route.label),
                tell.authority(route.provider, route.provision)
                if route.provider
                else tell.word("fee-free"),
                tell.name(route.place) if route.place else tell.word("fee-free"),
                listed(prices, tell.lang) or tell.word("fee-free"),
                tell.provision(route.provision) if route.provision else "",
            )
        )
    heads = ("routes", "provider-column", "place-column", "fee-column", "basis-column")
    return Table(tuple(map(tell.word, heads)), tuple(rows))
