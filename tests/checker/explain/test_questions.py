"""Questions: their words, the norms they reach, and that nobody's norm is without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lovgraf.authoring.lint.asked import unasked
from lovgraf.cli.interviewing import choice
from lovgraf.conditions.tree import FALSE
from lovgraf.core.terms import CORE, Text
from lovgraf.core.yaml_text import read_yaml
from lovgraf.explain.answer import Answerer
from lovgraf.explain.found import Match
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.question import questions_of, reached
from lovgraf.explain.sentences import Sentences
from lovgraf.law import Law, load_law
from tests.checker.explain.asked import says_nothing
from tests.examples import WHOLE, cells, one_in, one_of_each

DAYS = (date(2026, 11, 1), date(2014, 12, 1), date(2019, 1, 1))
PHRASINGS = read_yaml((Path(__file__).parent / "phrasings.yaml").read_text("utf-8"))
WORDINGS = read_yaml((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))
SAID = [(said, slug) for slug, some in PHRASINGS.items() for said in some]
QUESTIONS = questions_of(load_law())
MATCHER = matcher_of(load_law())


def asked_by(case: tuple[str, str]) -> str:
    """The question that words ask."""
    return case[1]


FOUND = one_of_each(asked_by, SAID)
"""The words that are tried: of each question some."""


def test_there_are_questions_for_all_who_ask() -> None:
    assert len(QUESTIONS) >= 40
    askers = {question.asker.en for question in QUESTIONS.values()}
    assert askers >= {
        "the citizen",
        "the business",
        "whoever applies",
        "the payee",
        "the authority",
    }
    kinds = {question.record_type for question in QUESTIONS.values()}
    assert kinds >= {"person", "filing", "payment", "legal-entity", "customer"}


@pytest.mark.slow
def test_no_norm_that_binds_or_favours_is_without_a_question(law: Law) -> None:
    assert [norm.iri for norm in unasked(law)] == []


@pytest.mark.slow
def test_a_norm_without_a_question_is_found(law: Law) -> None:
    """Take the questions away that reach a norm: it is named."""
    question = QUESTIONS["digital-post-entity"]
    (norm, *_) = reached(question, law.norms.values(), law)
    fewer = Law(law.source)
    others = {
        slug: one
        for slug, one in QUESTIONS.items()
        if norm.iri not in {n.iri for n in reached(one, law.norms.values(), law)}
    }
    fewer.once(("questions",), lambda: others)
    assert norm.iri in {one.iri for one in unasked(fewer)}


@pytest.mark.slow
@pytest.mark.parametrize("slug", sorted(QUESTIONS))
def test_every_question_can_be_asked_on_some_day(law: Law, slug: str) -> None:
    """And no answer that it can have then begins with what tells its reader nothing (where the
    whole is asked for: on any of the days)."""
    found = (Answerer(law.at(day), QUESTIONS[slug]) for day in DAYS)
    decided = (one for one in found if one.program.decided)
    assert (first := next(decided, None))
    for one in (first, *decided) if WHOLE else (first,):
        for answer, opening in openings(one):
            assert opening is not None, (answer, "has no sentence of its own")
            assert not says_nothing(opening), (answer, opening)


def test_each_fact_that_is_asked_for_is_told_as_what_an_answer_depends_on(law: Law) -> None:
    """In words of its own, or as what is so or not; and none says what is not asked for."""
    says = Sentences(law, QUESTIONS["digital-post-person"])
    columns = {one.iri: one for one in law.facts.columns.values()}
    asked = {str(iri) for iri in law.graph.objects(None, CORE.askedColumn)}
    assert {iri for iri in asked & columns.keys() if says.topic(columns[iri]) is None} == set()
    for iri in map(str, law.graph.subjects(CORE.asTopic, None)):
        told = says.topic(columns[iri])
        assert told is not None
        assert "{" not in told.da + told.en


def openings(asked: Answerer) -> Iterator[tuple[str, Text | None]]:
    """The sentences with which the answers begin that a question can have, but for an open one;
    None where there is one for some of what decides it alone."""
    question = asked.question
    by_norm, parts = question.by_norm, asked.program.answers.items()
    for answer in question.order:
        deciding = [iri for iri, tests in parts if tests.get(answer, FALSE) != FALSE]
        own = [by_norm[answer, iri] for iri in deciding if (answer, iri) in by_norm]
        yield from ((answer, opening) for opening in own)
        if len(own) < len(deciding) or answer == question.order[-1]:
            yield answer, asked.form_of(answer)


@pytest.mark.parametrize("slug", sorted(QUESTIONS))
def test_a_question_opens_its_last_answer_in_both_languages(slug: str) -> None:
    question = QUESTIONS[slug]
    assert len(question.order) > 1
    said = question.openings[question.order[-1]]
    assert said.da
    assert said.en
    assert said.da != said.en
    assert question.definition
    assert question.label.da.endswith("?")


@pytest.mark.parametrize(("said", "slug"), FOUND)
def test_plain_words_find_their_question(said: str, slug: str) -> None:
    found = MATCHER.find(said)
    assert found.outside is None
    assert found.near[0].slug == slug, [one.slug for one in found.near]


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("jeg har fælles forældremyndighed and we are uenige om where our søn is registered",
         "home-of-child"),
        ("er min customer en PEP når hun er gift med a minister, what must banken do", "aml-pep"),
        ("jeg meldte flytning men flytter alligevel ikke, what must I do", "move-given-up"),
    ],
)  # fmt: skip
def test_words_of_both_languages_are_read_together(said: str, slug: str) -> None:
    """A sentence in two languages knows the words of both; one in one language those of it."""
    assert MATCHER.find(said).near[0].slug == slug
    assert MATCHER._in_both(said)
    assert not MATCHER._in_both("jeg flytter til Spanien, skal jeg melde det til kommunen")


@pytest.mark.parametrize(
    "said",
    [
        "best pizza in town",
        "hvor gammel er dronningen",
        "kan katte lide fisk",
        "",
        "???",
        "how do I cancel my gym membership?",
        "how can I lose weight?",
        "where do I find a plumber?",
        "can I get my violin restored",
        "hvordan får jeg min guitar stemt",
    ],
)
def test_words_of_something_else_find_none(said: str) -> None:
    found = MATCHER.find(said)
    assert found.near == []
    assert found.clear is None


def test_a_name_finds_its_question_alone() -> None:
    found = MATCHER.find("move-in")
    assert found.matches == [Match(QUESTIONS["move-in"], 1.0)]
    assert found.clear == QUESTIONS["move-in"]


def test_where_several_may_be_meant_none_is_answered() -> None:
    found = MATCHER.find("digital post")
    assert len(found.near) > 1
    assert found.clear is None


def test_of_questions_that_go_together_the_nearest_is_answered() -> None:
    """The answer tells beside it what the other comes to."""
    found = MATCHER.find("may my father, 78, Danish, in Spain since 2009, do without Digital Post?")
    assert [one.slug for one in found.near] == ["digital-post-person", "digital-post-exemption"]
    assert found.clear is found.near[0]


@pytest.mark.parametrize(
    ("said", "topic"),
    one_in(
        3,
        [
            ("can I get my parking fine cancelled?", "traffic"),
            ("hvordan klager jeg over en fartbøde?", "traffic"),
            ("how do I bake bread?", "everyday"),
            ("hvordan bager jeg brød?", "everyday"),
            ("can my neighbour cut down my hedge?", "neighbours"),
            ("må min nabo klippe min hæk?", "neighbours"),
            ("can my boss read my mail", "employment"),
            ("må min chef læse min post", "employment"),
            ("can my employer read my e-mail", "employment"),
            ("can the police search my phone", "police"),
            ("kan banken nægte mig et lån", "loans"),
            ("kan jeg få aktindsigt i min sag", "access-to-files"),
            ("hvornår får jeg børnepenge", "benefits"),
            ("Hvordan søger jeg folkepension", "pension"),
            ("Kan jeg få pas på ambassaden", "passport"),
            ("how do I renew my passport", "passport"),
            ("Which of the 5,000 have exemptions that have run out?", "dataset"),
            ("Hvem af de 5.000 har en fritagelse, der er udløbet?", "dataset"),
            ("skal jeg til køreprøve igen når jeg fylder 75", "driving-licence"),
        ],
    ),
)
def test_what_no_question_is_about_is_told_with_where_to_turn(said: str, topic: str) -> None:
    found = MATCHER.find(said)
    assert found.clear is None
    assert found.outside is not None
    assert found.outside.iri.endswith(f"/{topic}")
    assert found.outside.advice.da != found.outside.advice.en


def _shares(half: str, lang: str) -> tuple[float, float, float]:
    """The shares of the wordings of a half that are answered or offered rightly, that are answered
    wrongly, and of what no question is about that is not answered."""
    lists = WORDINGS[half][lang]
    outside = [MATCHER.find(said) for said in one_in(9, lists["none"])]
    asked = [
        (MATCHER.find(said), slug)
        for slug, some in lists.items()
        if slug != "none"
        for said in one_in(9, some)
    ]
    right = sum(not f.outside and slug in [one.slug for one in f.near] for f, slug in asked)
    wrong = sum(f.clear is not None and f.clear.slug != slug for f, slug in asked)
    refused = sum(found.clear is None for found in outside)
    return right / len(asked), wrong / len(asked), refused / len(outside)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("half", "lang"), cells([("tuned", 0.95, 0.03), ("held", 0.8, 0.06)], ["da", "en"])
)
def test_words_of_laymen_are_matched(half: tuple[str, float, float], lang: str) -> None:
    """A half that was tuned on, and one that was not."""
    name, least, most = half
    right, wrong, refused = _shares(name, lang)
    assert right >= least
    assert wrong <= most
    assert refused >= 0.8


TOLD_BESIDE = [
    ("jeg er tysker og har boet her i 3 måneder uden registreringsbevis", "residence-document"),
    ("jeg er svensk og har boet her i to måneder uden registreringsbevis", "residence-document"),
    ("I am German and have lived here for 3 months without a registration certificate",
     "residence-document"),
    ("har jeg ret til sundhedskort hvis jeg bor i Malmø og arbejder i København", "health-card"),
    ("har jeg ret til et gult kort når jeg bor i Tyskland og arbejder i Aabenraa", "health-card"),
    ("have I a right to a health card if I live in Malmö and work in Copenhagen", "health-card"),
    ("skal jeg have digital post jeg er udlænding uden cpr nummer", "digital-post-person"),
    ("skal en udlænding uden cpr-nummer have digital post", "digital-post-person"),
    ("skal en tysker uden cpr-nummer have e-boks", "digital-post-person"),
    ("must a foreigner without a CPR number have Digital Post", "digital-post-person"),
    ("skal jeg have nemkonto når jeg er udlænding uden cpr nummer", "nemkonto-person"),
    ("jeg er udlænding kan jeg få MitID uden cpr-nummer", "eid-get"),
    ("min virksomhed er lukket skal den have digital post", "digital-post-entity"),
    ("vores firma er gået konkurs skal det have digital post", "digital-post-entity"),
    # and the other way: what is told above is what is asked here
    ("jeg er fransk og har boet her i fem år kan jeg få permanent ophold", "permanent-residence"),
    ("har boet her i fem år som EU-borger", "permanent-residence"),
    ("får jeg cpr-nummer hvis jeg bor i Malmø og arbejder i København", "cpr-number"),
    ("jeg arbejder i Danmark men bor i Sverige, får jeg et cpr-nummer", "cpr-number"),
    ("hvordan får en udlænding et cpr-nummer", "cpr-number"),
    ("can a foreigner get a CPR number", "cpr-number"),
    ("kan en udlænding få et personnummer", "cpr-number"),
    ("skal vi registrere en udlænding der er flyttet hertil", "register-authority"),
    ("kan mit firma slippe for digital post", "digital-post-entity-exemption"),
    ("min virksomhed har ikke internet kan den blive fritaget for digital post",
     "digital-post-entity-exemption"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "slug"), TOLD_BESIDE)
def test_what_is_told_beside_is_not_answered_in_place_of_what_is_asked(
    said: str, slug: str
) -> None:
    """The question is answered, or it is among those to choose from."""
    found = MATCHER.find(said)
    assert found.clear in (None, QUESTIONS[slug])
    assert slug in [one.slug for one in found.near]


def test_a_question_that_is_named_as_a_whole_is_offered() -> None:
    """Where the best is not called by all words of its name; else it is one that says more."""
    found = MATCHER.find("skal en turist have digital post")
    assert "digital-post-person" in [one.slug for one in found.near]
    found = MATCHER.find("hvordan slipper man for e-boks når man ikke har computer")
    assert found.clear == QUESTIONS["digital-post-exemption-no-computer"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("skal min mor have e-boks, hun har boet her i 10 år", "digital-post-person"),
        ("SU vil udbetale penge, skal jeg have en nemkonto", "nemkonto-person"),
    ],
)
def test_a_clause_that_asks_another_question_is_not_passed_over(
    law: Law, said: str, asked: str
) -> None:
    """What somebody tells beside the question must not be answered in its place."""
    found = matcher_of(law).find(said)
    assert found.clear is None or found.clear.slug == asked
    assert asked in [question.slug for question in found.near]


@pytest.mark.parametrize(
    ("said", "asked"),
    one_in(
        2,
        [
            (
                "Jeg bor på gaden og har ingen adresse, skal jeg have digital post?",
                "digital-post-person",
            ),
            (
                "I moved to Spain two years ago, do I still have to have Digital Post?",
                "digital-post-person",
            ),
            ("Min søn bliver 15 om tre uger, skal han have e-Boks?", "digital-post-person"),
            ("Jeg har ingen adresse, kan jeg få MitID?", "eid-get"),
            (
                "En borger er forsvundet, skal vi registrere ham som forsvundet?",
                "emigrate-authority",
            ),
            (
                "Må vores forsikringsselskab udbetale erstatning til kundens NemKonto?",
                "payment-private",
            ),
            (
                "Jeg fører en retssag for en klient som ikke vil vise id, skal jeg stoppe?",
                "aml-refuse",
            ),
        ],
    ),
)
def test_the_clause_that_asks_says_more_than_what_is_told_of_the_person(
    said: str, asked: str
) -> None:
    """But where it says next to nothing by itself, what is told is what is asked."""
    near = [question.slug for question in MATCHER.find(said).near]
    assert near[0] == asked
    assert not {"address-protection", "right-of-residence", "cpr-data", "move-out-how"} & set(near)


@pytest.mark.parametrize("slug", sorted(QUESTIONS))
def test_an_answer_that_begins_with_yes_or_no_affirms_or_denies(slug: str) -> None:
    question = QUESTIONS[slug]
    for answer, said in question.openings.items():
        first = said.da.replace(",", ".").partition(".")[0]
        told = {"Ja": True, "Nej": False}.get(first)
        assert told is None or answer == "depends" or question.affirms[answer] == told


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        (
            "Can a lawyer accept a passport copy by email from a client who lives abroad?",
            "aml-remote",
        ),
        ("May a lawyer take an emailed copy of a passport from a client in Norway?", "aml-remote"),
        ("Hvad må en revisor forlange af en kunde, han aldrig har mødt?", "aml-remote"),
        ("Hvad må en advokat forlange af en klient, hun aldrig har set?", "aml-remote"),
        ("May the bank require a copy of my passport if I open an account online?", "aml-remote"),
        ("Må banken kræve en kopi af mit pas, hvis jeg åbner en konto på nettet?", "aml-remote"),
        ("Must the bank see my passport in person?", "aml-remote"),
        (
            "Can my mother, 82, a Swedish citizen who moved from Aarhus to Malmö in 2019, still be "
            "sent letters on paper?",
            "digital-post-exemption",
        ),
        ("Kan min far i Norge få sine breve på papir?", "digital-post-exemption"),
        (
            "Does my brother, who has worked in Norway since 2015, have to read his Digital Post?",
            "digital-post-person",
        ),
        ("Skal min søn, der arbejder i Norge, læse sin Digital Post?", "digital-post-person"),
        ("Hvor længe skal banken gemme kopi af mit pas?", "aml-retention"),
        ("Skal banken se mit pas?", "aml-identify"),
        ("skal brevet sendes på papir", "message-on-paper"),
    ],
)  # fmt: skip
def test_wordings_of_new_users_find_their_question(law: Law, said: str, slug: str) -> None:
    found = matcher_of(law).find(said, date(2026, 11, 30)).clear
    assert found is not None
    assert found.slug == slug


def test_where_it_is_none_of_them_the_nearest_after_them_are_offered(law: Law) -> None:
    found = matcher_of(law).find("digital post", date(2026, 11, 30))
    assert found.clear is None
    assert len(found.further) == 3
    assert not {one.iri for one in found.near} & {one.iri for one in found.further}
    prompts: list[str] = []

    def read(prompt: str) -> str:
        prompts.append(prompt)
        return "2"

    assert choice(found.further, "da", read, explained=True) == found.further[1]
    for one in found.further:
        assert one.definition is not None
        assert one.definition.da in prompts[0]
