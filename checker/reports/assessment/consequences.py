"""The consequences that a bill's remarks must state, each from the graph and the gaps.

What the graph cannot settle is said as an open point. A gap's own sentence stands once, where the
gaps are told; here it is referred to by its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lovgraf.core.terms import CORE
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.reports.assessment.blocks import Block, Items, Paragraph, Table
from lovgraf.reports.assessment.changes import changed
from lovgraf.reports.assessment.measures import kind_of, measured
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed, written_date


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
        routes = [
            r for r in views.after.routes if r.origin is None and set(r.grants) & set(norm.requires)
        ]
        yield _routes(tell, routes) if routes else Paragraph(tell.word("no-route"), open=True)
    for codes, key in (
        (("circular", "threshold"), "it-flawed"),
        (("burdensome",), "it-burden"),
        (("outside-law",), "it-outside"),
    ):
        if told := tell.of_kind(*codes):
            yield Paragraph(tell.word(key, points=tell.refer(told)))
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
            told = roles.setdefault(name, {}).setdefault(role, [])
            told += [what] if what not in told else []

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
