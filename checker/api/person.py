"""`lovgraf.ask` and `lovgraf.person`: one question, one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace

from lovgraf.api.arguments import law_given, one_of, text, texts
from lovgraf.api.given import Day, Fact, Source, day_of, law_of, pairs_of
from lovgraf.api.shown import Content, Shown
from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import Lang, Text
from lovgraf.explain.about import About, read_about
from lovgraf.explain.answer import Answer, Answerer
from lovgraf.explain.choosing import chosen, undecided
from lovgraf.explain.heard import whom_said
from lovgraf.explain.in_words import answered, askers, heard_beside, of_whom, to_know
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.misspelt import misspelt_said
from lovgraf.explain.model import Explanation
from lovgraf.explain.person import Explainer
from lovgraf.explain.question import Question, questions_of
from lovgraf.law import Law, load_law
from lovgraf.law.view import LawView
from lovgraf.readers.single import read_pairs
from lovgraf.reports import answer_json, answer_letter, answer_text, person_json, person_short


def questions(law: Law | None = None) -> dict[str, Text]:
    """The questions that `ask` answers, by their short names."""
    law_given(law)
    return {slug: one.label for slug, one in questions_of(law or load_law()).items()}


def ask(
    question: str,
    facts: Mapping[str, Fact] | None = None,
    *,
    as_of: Day = None,
    presume: Source = "case",
    for_: str | None = None,
    proposals: Source | Sequence[Source] = (),
    law: Law | None = None,
) -> Asked:
    """Answer a question as `lovgraf ask` does.

    `question` is a short name or plain words that ask one question clearly; `facts` are by the
    names of columns, a value that is None not being known, and a day as a date or as the days that
    it may be ("2009", "1947-12-01/1948-11-30"). Facts in the words are used where `facts` say
    nothing of them, and the answer is of whoever the words ask for, or `for_` (a name such as
    "mother", or "self"); what was not used of the words is in `notes`. `presume` says what holds
    where nothing is said. Raises `InputError` for words that ask none clearly, for a question that
    no rule in force decides, and for a fact that cannot be read.

    >>> import lovgraf
    >>> facts = {"birth_date": "2005-05-01", "home_in_denmark": True}
    >>> found = lovgraf.ask("digital-post-person", facts, as_of="2014-12-01")
    >>> found.question
    'digital-post-person'
    """
    text("question", question)
    texts(for_=for_)
    pairs = pairs_of({} if facts is None else facts)
    day = day_of(as_of)
    under, _ = law_of(law, proposals, day, presume)
    best = chosen(matcher_of(under).find(question, day))
    if for_ is not None:
        one_of("for_", for_, askers(under, best, "for_"))
    view = under.at(day)
    said = heard_beside(question, under, best, day, for_ or "")
    answerer = of_whom(_answerer(view, best), said, for_)
    given = {name.strip().lower() for name in facts or {}}
    used = said.beside(given)
    pairs += [one.pair for one in used]
    record = read_pairs(pairs, view.facts_of_day, best.record_type, spans=True)
    found = answered(answerer, record, said, used)
    beside = to_know(said, used, given, day)
    whom = whom_said(said, "for_=") if for_ is None else None
    of_words = (*_of_names(question, under), *([whom] if whom else []), *beside)
    return Asked(replace(found, of_words=of_words))


def _of_names(question: str, law: Law) -> list[Text]:
    """The names in the words that are not read, and which may be meant."""
    found = matcher_of(law).misspelt(question)
    return [misspelt_said(found)] if found else []


def _answerer(view: LawView, question: Question) -> Answerer:
    """What answers a question. Raises `InputError` where no rule in force decides it."""
    found = Answerer(view, question)
    if found.program.decided:
        return found
    said = undecided(view, question)
    raise InputError(said.da, said.en)


@dataclass(repr=False)
class Asked(Shown):
    """The answer to a question, which can be shown and saved (`Shown`); as `html` and `docx` it is
    a letter."""

    found: Answer

    formats: ClassVar = {
        "text": (".txt",), "json": (".json",), "html": (".html", ".htm"), "docx": (".docx",)
    }  # fmt: skip

    @property
    def answer(self) -> str:
        """`yes`, `no`, `exempt`, `may` or `depends`."""
        return self.found.answer

    @property
    def question(self) -> str:
        """The short name of the question that was answered."""
        return self.found.question.slug

    @property
    def sentence(self) -> Text:
        """The answer in a sentence."""
        return self.found.opening

    @property
    def notes(self) -> tuple[Text, ...]:
        """What a reader must know of what it rests on: whom it is of and what of the words was not
        used among it."""
        return (*self.found.of_words, *self.found.found.all_notes)

    @property
    def next(self) -> str | None:
        """The fact to ask for next; None where no other fact could change the answer."""
        step = self.as_dict()["next"]
        return None if step is None else str(step["fact"])

    def _said(self) -> str:
        return f"{self.question}: {self.answer}"

    def _write(self, form: str, lang: Lang) -> Content:
        if form == "json":
            return answer_json.write_answer(self.found)
        if form == "text":
            return answer_text.write_answer(self.found, lang)
        write = answer_letter.write_html if form == "html" else answer_letter.write_docx
        return write(self.found, lang)


def person(
    facts: Mapping[str, Fact],
    *,
    record_type: str | None = None,
    about: str | None = None,
    as_of: Day = None,
    presume: Source = "case",
    proposals: Source | Sequence[Source] = (),
    law: Law | None = None,
) -> Person:
    """Judge and explain one record as `lovgraf person` does: by every norm of its type, or with
    `about` by those of an act, a provision or a question, which is then answered first.

    Raises as `ask`.

    >>> import lovgraf
    >>> facts = {"birth_date": "2005-05-01", "home_in_denmark": True}
    >>> found = lovgraf.person(facts, about="digital-post-person", as_of="2014-12-01")
    >>> found.answer.question
    'digital-post-person'
    """
    texts(record_type=record_type, about=about)
    pairs = pairs_of(facts)
    day = day_of(as_of)
    under, _ = law_of(law, proposals, day, presume)
    kind = under.facts.usual_type if record_type is None else record_type
    one_of("record_type", kind, sorted(under.facts.record_types.values()))
    asked = None if about is None else read_about(under, about, kind, day)
    view: LawView = under.at(day)
    record = read_pairs(pairs, view.facts_of_day, kind)
    answer = None
    if asked is not None and asked.question is not None:
        answer = _answerer(view, asked.question).answer(record)
    return Person(Explainer(view, kind).explain(record), asked, answer)


@dataclass(repr=False)
class Person(Shown):
    """What the law says of one record, which can be shown and saved (`Shown`)."""

    found: Explanation
    about: About | None
    _answer: Answer | None

    formats: ClassVar = {"text": (".txt",), "json": (".json",)}

    @property
    def answer(self) -> Asked | None:
        """The answer to the question that it was asked about; None where that was none."""
        return None if self._answer is None else Asked(self._answer)

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each norm, by the norm's IRI."""
        return {one.norm: one.verdict for one in self.found.verdicts}

    def _said(self) -> str:
        counts = Counter(self.verdicts.values())
        counted = ", ".join(f"{counts[one]} {one}" for one in VERDICTS if counts[one])
        return counted if self.answer is None else f"{self.answer._said()}; {counted}"

    def _write(self, form: str, lang: Lang) -> Content:
        if form == "json":
            return person_json.write_person(self.found, self._answer)
        return person_short.write_person(self.found, lang, self._answer, self.about)
