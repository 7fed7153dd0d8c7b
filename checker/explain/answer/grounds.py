"""The rules that decided an answer, with the facts that made them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace
from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import date_text, filled
from lovgraf.explain.answer.asked import HELD
from lovgraf.explain.answer.case import MOST_NORMS, Case
from lovgraf.explain.answer.later import Later
from lovgraf.explain.answer.model import Ground
from lovgraf.explain.answer.phrases import apart, sentence, within
from lovgraf.explain.answer.scope import left_open
from lovgraf.explain.decisive import decisive, leaves
from lovgraf.explain.model import FALSE, NOT, TRUE, UNKNOWN, Why
from lovgraf.explain.question import named_by
from lovgraf.explain.question_program import DEPENDS
from lovgraf.explain.trees import NO_QUESTION
from lovgraf.facts.fact import AS_OF, Presumption
from lovgraf.facts.values import NONE
from lovgraf.law.names import cited_on
from lovgraf.law.norms import Norm

_MOST_LEAVES = 6
_MOST_GROUNDING_WAYS = 2
_TOO_MANY_OPEN = 30
"""Of so many rules that are open, as one for each area, the first is no reason for anything."""


def grounds_of(case: Case) -> Iterator[Ground]:
    """The rules that decided, the most important first, and those that the answer reserves."""
    yield from _deciding(case)
    yield from (_stating(case, norm, of_opening=True) for norm, _ in case.reservations)


def _deciding(case: Case) -> Iterator[Ground]:
    """The rules that decided, and those that the question reserves: what is named itself whatever
    is so, of a duty what is known to bind."""
    if case.outside:
        yield replace(_ground(case, *case.outside, applies=True), so=_OUTSIDE)
        return
    told = [_stating(case, one, of_opening=False) for one in left_open(case)]
    told += _grounds_of(case)
    yield from told
    view, reserved = case.asked.view, case.asked.question.reserves.get(case.answer, ())
    for norm in named_by(reserved, view.norms.values(), view.law):
        named = norm.iri in reserved or _binds(case, norm)
        if named and all(ground.norm != norm.iri for ground in told):
            yield _stating(case, norm, of_opening=False)


def _binds(case: Case, norm: Norm) -> bool:
    """Whether a norm is known to bind whoever it binds about this record."""
    condition = case.addressee(norm, case.trees)
    known = condition is not None and case.trees.answer(condition) == TRUE
    return known and not case.excepting(norm, case.trees)


def _grounds_of(case: Case) -> Iterator[Ground]:
    deciding = case.deciding()
    opening = list(_behind_the_opening(case))
    told = {ground.norm for ground in opening}
    if case.answer == case.asked.question.order[-1] and told & {iri for iri, _ in deciding}:
        few = opening if len(told) <= MOST_NORMS else _nearest(case, opening, dict(deciding))
        yield from _representing(case, few, dict(deciding))
        return
    yield from opening
    settling = told & case.asked.program.answers.keys()
    if case.answer == DEPENDS and (settling or _for_others(case, len(deciding))):
        return
    for number, (iri, condition) in enumerate(deciding[:MOST_NORMS]):
        norm = case.asked.view.norms.get(iri)
        if iri in told:
            continue
        if norm is not None and case.answer == _EXEMPT:
            behind = [one for one in case.excepting(norm, case.trees) if one.iri not in told]
            if behind or not told:
                yield _ground(case, norm, condition, case.tells(number))
            told |= {norm.iri, *(one.iri for one in behind)}
            yield from (_stating(case, one, of_opening=False) for one in behind)
        elif norm is not None:
            yield _ground(case, norm, condition, case.tells(number))
        elif case.answer != HELD:
            yield from _ways_that_decide(case, iri)


def _for_others(case: Case, deciding: int) -> bool:
    """Whether the rules of an open answer may all be about something else than what is asked: there
    are many of them, or one for each value of a column that is not stated."""
    unstated = case.asked.question.rules_for_each - case.seen.record.keys()
    return deciding > _TOO_MANY_OPEN or (bool(unstated) and deciding > 1)


def coming(case: Case, later: Later) -> Iterator[Ground]:
    """The rules that decide once they are in force, each with the day from which it is."""
    so = filled(_NOT_IN_FORCE, day=date_text(later.day))
    for norm in later.rules[:MOST_NORMS]:
        yield replace(_stating(case, norm, of_opening=False), so=so)


def _representing(
    case: Case, opening: list[Ground], deciding: Mapping[str, Condition]
) -> Iterator[Ground]:
    """The rules that a no names, of the many that do not apply: each with why it does not."""
    for ground in opening:
        norm = case.asked.view.norms.get(ground.norm)
        if norm is not None and ground.norm in deciding:
            yield _ground(case, norm, deciding[ground.norm], True)
        else:
            yield ground


def _nearest(case: Case, opening: list[Ground], deciding: Mapping[str, Condition]) -> list[Ground]:
    """Of many rules that a no may rest on those that come nearest to what was stated: they fail
    for the least of what they read of that."""
    own = [one for one in opening if one.norm in deciding]
    near = {one.norm: case.nearness(deciding[one.norm]) for one in own}
    most = max(near.values())
    return [one for one in own if near[one.norm] == most][:MOST_NORMS]


def _behind_the_opening(case: Case) -> Iterator[Ground]:
    """The rules that the opening sentence states, beside those that decided; of an open answer
    none that is known not to help."""
    view = case.asked.view
    for norm in named_by(case.grounds_named(), view.norms.values(), view.law):
        if case.answer == DEPENDS and case.rules_out(norm):
            continue
        yield _stating(case, norm, of_opening=True)


def _stating(case: Case, norm: Norm, of_opening: bool) -> Ground:
    """A rule that is stated without facts."""
    said, rule = case.asked.explainer.statement.norm(norm), norm.definition or norm.label
    return Ground(
        norm.iri, said.provision, said.place, said.link, rule, (), None, True,
        said.in_consolidation, of_opening=of_opening,
    )  # fmt: skip


def _ways_that_decide(case: Case, capability: str) -> Iterator[Ground]:
    """The ways to a capability that are open, or, where none is, that are closed, each with
    the facts that make it so; of an open question those that nobody can be sure of."""
    statement, graph = case.asked.explainer.statement, case.asked.view.law.graph
    ways = statement.ways(capability, case.trees)
    wanted = {DEPENDS: UNKNOWN, case.asked.question.order[-1]: FALSE}.get(case.answer, TRUE)
    judge = next(iter(case.judges()), None) if not case.verdict.missing else None
    ways = [way for way in ways if way.text.open == wanted]
    own = case.of_use(way.text for way in ways)
    for way in [way for way in ways if way.text in own][:_MOST_GROUNDING_WAYS]:
        route = way.route
        why = (decisive(case.trees.of(step)).filled(case.values) for _, step in way.steps)
        facts, basis = ((), ()) if wanted == UNKNOWN else _facts(case, why)
        said = text_of(graph, URIRef(route.iri), SKOS.definition)
        cited = cited_on(graph, route.provision or route.iri, case.asked.view.as_of)
        rule = sentence(_OPEN_WAY, way=route.label) if wanted == TRUE else route.label
        rule = _named(rule, said)
        if wanted == FALSE and way.text.blocking:
            rule = sentence(_TAKES, way=route.label, what=way.text.blocking)
        yield Ground(
            route.iri, cited.text, cited.short, cited.link, rule,
            facts, judge, True, cited.place, basis,
        )  # fmt: skip


def _ground(case: Case, norm: Norm, condition: Condition, applies: bool) -> Ground:
    verdict = case.verdicts.get(norm.iri)
    statement = case.asked.explainer.statement
    said = statement.norm(norm)
    if verdict is not None:
        shown = verdict.shown.children
        tree = [shown[-1 if verdict.verdict == "exempt" else 0]] if shown else []
    if case.answer == DEPENDS:
        tree = []
    elif verdict is None or verdict.verdict == "undetermined":
        tree = [decisive(case.trees.of(condition)).filled(case.values)]
    judge = None
    open_ = case.answer == DEPENDS and bool(verdict and verdict.judgment)
    settled = case.answer == case.asked.question.order[-1]
    own_duty = norm.judged and norm.other_bearer is None
    of_judge = norm.bearer in (str(CORE.Subject), norm.authority)
    judged = norm.discretionary and of_judge and not (settled or own_duty)
    if (open_ or judged) and norm.authority:
        named = within(statement.authority(norm.authority, norm))
        judge = case.asked.sentences.bearer(norm.authority, named)
    facts, basis = _facts(case, tree)
    presumed = tuple(_presumed(case, tree)) if basis else ()
    if settled and not basis:
        basis = tuple(_read_by(case, condition))[:_MOST_LEAVES]
    so = None if case.trees.answer(condition) == UNKNOWN else _so(case, norm, basis)
    return Ground(
        norm.iri, said.provision, said.place, said.link, norm.definition or norm.label,
        facts, judge, applies, said.in_consolidation, basis, so=so,
        presumed=presumed,
    )  # fmt: skip


def _so(case: Case, norm: Norm, basis: tuple[Text, ...]) -> Text | None:
    """What follows from the facts for whoever a rule is about: that it applies, or does not."""
    verdict = case.verdicts.get(norm.iri)
    words = case.asked.sentences.words
    if not basis or case.answer == DEPENDS:
        return None
    if verdict is not None and verdict.verdict == "exempt" and case.answer == _EXEMPT:
        said = _EXCEPTED
    elif case.answer == case.asked.question.order[-1]:
        said = _NOT_YET if case.not_yet else _DOES_NOT_APPLY
    else:
        said = _APPLIES
    of_them = norm.bearer == str(CORE.Subject) and "whom" in words
    return filled(said, who=words["whom"]) if of_them else _HERE[said]


def _read_by(case: Case, condition: Condition) -> Iterator[Text]:
    """What was stated of what a condition reads, as clauses."""
    inputs = case.asked.view.law.facts.inputs
    read = dict.fromkeys(iri for fact in sorted(facts_of(condition)) for iri in inputs(fact))
    for iri in sorted(read):
        if iri in case.seen.record and case.asked.sentences.has(iri) and not case.plain(iri):
            yield from case.clauses_of(iri)


def _facts(case: Case, trees: Iterable[Why]) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What decided, as statements with their answers, and as clauses of a sentence: of facts
    that were stated, where there are such; what is presumed is told apart."""
    inputs, stated = case.asked.view.law.facts.inputs, case.seen.record.keys()
    supposed = frozenset(one.presumes for one in case.asked.question.supposes)

    def _supposed_alone(read: Collection[str]) -> bool:
        return stated.isdisjoint(read) and not supposed.isdisjoint(read)

    found = [
        leaf
        for why in trees
        for leaf in leaves(why)
        if leaf.value != UNKNOWN and not (leaf.about and _supposed_alone(inputs(leaf.about)))
    ]
    own = [leaf for leaf in found if leaf.about and not stated.isdisjoint(inputs(leaf.about))]
    telling = [leaf.about for leaf in own if leaf.about and not case.plain(leaf.about)]
    clauses = [one for about in telling for one in case.clauses_of(about)]
    statements = tuple(dict.fromkeys(map(_statement, own or found)))[:_MOST_LEAVES]
    return statements, apart(clauses)[:_MOST_LEAVES]


def _presumed(case: Case, trees: Iterable[Why]) -> Iterator[Text]:
    """What is presumed of what decided, as clauses, but for what goes without saying: also that
    what is asked about is done, or happens on the day of the answer."""
    asked = case.asked
    supposed = {one.presumes for one in asked.question.supposes}
    done = supposed & {one.presumes for one in asked.question.once_done}
    inputs, facts = asked.view.law.facts.inputs, asked.interview.records.memory.plan.programs.facts
    found = [leaf.about for why in trees for leaf in leaves(why) if leaf.about]
    read = frozenset().union(*map(inputs, found)) - case.seen.record.keys()
    for iri in case.verdict.rests_on:
        one = facts.facts.get(iri)
        if isinstance(one, Presumption) and one.presumes in read - done and one.value != AS_OF:
            value = one.filled(asked.view.as_of)
            state = NONE if value is None else value
            if state in asked.plain_presumptions.get(one.presumes, ()):
                continue
            if said := asked.said(one.presumes, state, case.states):
                yield said


def _named(name: Text, said: Text | None) -> Text:
    """A way by what is said of it, and what it is."""
    return name if said is None else Text(f"{name.da}. {said.da}", f"{name.en}. {said.en}")


def _statement(why: Why) -> Text:
    """A statement with its answer and the values behind it: "alder er mindst 15 år: nej (9 år)"."""
    text, value = why.text, why.value
    if why.kind == NOT:
        text = Text(text.da.partition(": ")[2] or text.da, text.en.partition(": ")[2] or text.en)
        value = {TRUE: FALSE, FALSE: TRUE}.get(value, value)
    said = _SAID[value]
    if value == FALSE:
        text = Text(text.da.removesuffix(NO_QUESTION.da), text.en.removesuffix(NO_QUESTION.en))
    values = [(v.da, v.en) for _, v in why.facts]
    danish = ", ".join(dict.fromkeys(da for da, _ in values if da not in text.da))
    english = ", ".join(dict.fromkeys(en for _, en in values if en not in text.en))
    return Text(
        f"{text.da}: {said.da}{f' ({danish})' if danish else ''}",
        f"{text.en}: {said.en}{f' ({english})' if english else ''}",
    )


_SAID = {TRUE: Text("ja", "yes"), FALSE: Text("nej", "no"), UNKNOWN: Text("ukendt", "unknown")}
_OPEN_WAY = Text("{way} er en mulighed", "{way} is possible")
_APPLIES = Text("Derfor gælder reglen for {who}.", "So the rule applies to {who}.")
_DOES_NOT_APPLY = Text(
    "Derfor gælder reglen ikke for {who}.", "So the rule does not apply to {who}."
)
_NOT_YET = Text(
    "Derfor gælder reglen endnu ikke for {who}.", "So the rule does not apply to {who} yet."
)
_NOT_IN_FORCE = Text("Reglen gælder først fra den {day}.", "The rule applies from {day} on only.")
_OUTSIDE = Text("Derfor gælder loven ikke her.", "So the act does not apply here.")
_EXCEPTED = Text(
    "Derfor gælder der en undtagelse fra reglen for {who}.",
    "So there is an exception from the rule for {who}.",
)
_HERE = {
    _APPLIES: Text("Derfor gælder reglen her.", "So the rule applies here."),
    _DOES_NOT_APPLY: Text("Derfor gælder reglen ikke her.", "So the rule does not apply here."),
    _NOT_YET: Text("Derfor gælder reglen endnu ikke her.", "So the rule does not apply here yet."),
    _EXCEPTED: Text(
        "Derfor gælder der en undtagelse fra reglen.", "So there is an exception from the rule."
    ),
}
"""What follows of a rule that binds or favours another than whoever the record is about."""
_EXEMPT = "exempt"
_TAKES = Text("{way} er for den, der er {what}", "{way} is for whoever is {what}")
"""What stands in the way of a way that is closed."""
