"""Questions and norms held against each other: a norm that nobody's question reaches, and a
question that names nothing.

A norm that binds or favours somebody has to be reached by a question, or to be listed with a reason
(`core:NoQuestion`). A graph without questions is not asked about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from rdflib import RDF, URIRef

from lovgraf.authoring.lint.finding import LintFinding, Severity
from lovgraf.authoring.lint.sources import Sources
from lovgraf.core.terms import CORE, Text, relative
from lovgraf.explain.answer import Answerer
from lovgraf.explain.question import Question, named_by, questions_of, reached
from lovgraf.explain.question_program import MOST_ANSWERS
from lovgraf.law.meeting import meeting
from lovgraf.law.norms import Norm
from lovgraf.law.presumptions import asker_presumptions, profile_of, read_presumptions
from lovgraf.law.view import Law

FAVOURING = frozenset({"Permission", "Right", "Exemption"})
_NO_QUESTION = Text(
    "Intet spørgsmål (core:Question) når normen. Nævn den i ét, eller skriv grunden til, at ingen "
    "spørger (core:NoQuestion).",
    "No question (core:Question) reaches the norm. Name it in one, or state why nobody asks "
    "(core:NoQuestion).",
)
_NOTHING = Text(
    "Spørgsmålet nævner noget, som ingen norm svarer til",
    "The question names what no norm answers to",
)
_UNREAD = Text(
    "Spørgsmålet mangler en læsning (core:readBy) med højst fem svar i rækkefølge.",
    "The question lacks a reading (core:readBy) with at most five answers in order.",
)
_UNSAID = Text(
    "Spørgsmålet har ingen sætning, der indleder svaret",
    "The question has no sentence that opens the answer",
)

_MEET = Text(
    "Formodningen kan gælde samtidig med en, der formoder det modsatte om samme kolonne; begræns "
    "en af dem (core:presumedOf, core:presumedWhere, core:presumedUnlessStated)",
    "The presumption can hold together with one that presumes otherwise of the same column; limit "
    "one of them (core:presumedOf, core:presumedWhere, core:presumedUnlessStated)",
)
_NO = "no"
"""The answer that leaves whoever asks with nothing (`<answer/no>`)."""
_AWAY = Text(
    "Hvad der formodes om den, der spørger, besvarer spørgsmålet med nej, før noget er sagt. Lad "
    "det forudsætte noget andet (core:supposes), eller lad det stå åbent (core:leavesOpen).",
    "What is presumed of whoever asks answers the question with no before anything is said. Let it "
    "suppose something else (core:supposes), or leave that open (core:leavesOpen).",
)


def asked_findings(sources: Sources, files: Collection[str] | None = None) -> list[LintFinding]:
    """What questions and norms lack of each other, in some files or in all."""
    law = sources.law
    questions = questions_of(law)
    if not questions:
        return []
    found = [_finding(sources, n.iri, "no-question", "warning", _NO_QUESTION) for n in unasked(law)]
    for question in questions.values():
        found += _of_question(sources, question, law)
    return [finding for finding in found if files is None or finding.file in files]


def unasked(law: Law) -> list[Norm]:
    """The norms that bind or favour somebody, and that no question reaches."""
    asked = {n.iri for q in questions_of(law).values() for n in reached(q, law.norms.values(), law)}
    norms = [n for n in law.norms.values() if n.judged or n.kind in FAVOURING]
    listed = set(_not_asked(law))
    asked |= {norm.iri for norm in named_by(listed, norms, law)}
    return [norm for norm in norms if norm.iri not in asked]


def _not_asked(law: Law) -> Iterator[str]:
    """What is listed as asked about by nobody."""
    for node in law.graph.subjects(RDF.type, CORE.NoQuestion):
        yield from map(str, law.graph.objects(node, CORE.asksAbout))


def _of_question(sources: Sources, question: Question, law: Law) -> Iterator[LintFinding]:
    own = [n for n in law.norms.values() if n.record_type == question.record_type]
    for item in (*question.decided_by, *question.about):
        if item not in law.access.capabilities and not named_by([item], own, law):
            yield _finding(
                sources, question.iri, "question-names-nothing", "error", _with(_NOTHING, item)
            )
    if not 1 < len(question.order) <= MOST_ANSWERS:
        yield _finding(sources, question.iri, "question-unread", "error", _UNREAD)
    last = question.order[-1:]
    for answer in last:
        if answer not in question.openings:
            yield _finding(sources, question.iri, "no-opening", "warning", _with(_UNSAID, answer))


def away_findings(
    sources: Sources, files: Collection[str] | None = None, day: date | None = None
) -> list[LintFinding]:
    """The questions (or those that some files state) that presumptions answer for whoever asks."""
    law = sources.law
    own = [
        question
        for question in questions_of(law).values()
        if files is None or sources.file(URIRef(question.iri)) in files
    ]
    if not own:
        return []
    under = replace(law, profile=profile_of(law.graph, law.facts, "case"))
    return [
        _finding(sources, question.iri, "presumed-away", "warning", _AWAY)
        for question in own
        if presumed_away(under, question, day or date.today())
    ]


def meeting_findings(sources: Sources, files: Collection[str] | None = None) -> list[LintFinding]:
    """The presumptions (or those that some files state) of which two can hold of one record and
    presume different values of a column: an answer would rest on both."""
    law = sources.law
    every = (
        *read_presumptions(law.graph, law.facts),
        *asker_presumptions(law.graph, law.facts),
    )
    found = [
        _finding(sources, one.iri, "presumptions-meet", "error", _with(_MEET, other.iri))
        for one, other in meeting(every, law.facts, date.today())
    ]
    return [finding for finding in found if files is None or finding.file in files]


def presumed_away(law: Law, question: Question, day: date) -> bool:
    """Whether a question is answered by nobody's being concerned, before anything was said: what is
    presumed of whoever asks leaves its own norm to no one. A no that a rule itself says, as that
    no complaint may be made, is none of these: it is not what is left in the end."""
    said_by_a_rule = question.order[0] == _NO
    return not said_by_a_rule and answer_unasked(law, question, day) == _NO


def answer_unasked(law: Law, question: Question, day: date) -> str | None:
    """The answer that what is presumed gives on a day before anything was said, if any."""
    answerer = Answerer(law.at(day), question)
    if not answerer.program.decided:
        return None
    interview = answerer.interview
    return answerer.program.answer(interview.answered(interview.look({})).verdict)


def _with(text: Text, what: str) -> Text:
    name = relative(what)
    return Text(f"{text.da}: {name}.", f"{text.en}: {name}.")


def _finding(
    sources: Sources, iri: str, code: str, severity: Severity, message: Text
) -> LintFinding:
    return LintFinding(code, severity, message, sources.file(URIRef(iri)), relative(iri))
