"""The sentences of letters: each fact is said as it is, to whoever gets the letter."""

from __future__ import annotations

import re
from datetime import date

import pytest
from rdflib import RDF, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.explain.answer import Answer, Answerer
from lovgraf.explain.kin import kin_of, told_in
from lovgraf.explain.may import opened_to
from lovgraf.explain.question import named_by, questions_of, reached
from lovgraf.explain.sentences import YEARS, Sentences
from lovgraf.facts.fact import Fact
from lovgraf.facts.period import Period
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law
from lovgraf.law.appeals import appeals_in
from lovgraf.readers.single import read_pairs
from lovgraf.reports.answer_letter import letter
from lovgraf.reports.answer_text import write_answer
from lovgraf.reports.assessment.blocks import Block, Items, Paragraph
from tests.checker.explain.asked import DAY, answerer, answerer_of_a_case, law_of_a_case, or_shared
from tests.examples import WHOLE, dice, drawn, one_in


def says(
    law: Law, slug: str, column: str, state: State, value: str = "x", /, **known: State
) -> Text | None:
    said, columns = Sentences(law, questions_of(law)[slug], DAY), law.facts.columns
    states = {columns[name].iri: other for name, other in known.items()}
    return said.clause(columns[column].iri, state, Text(value, value), known=states)


def test_a_fact_is_said_to_whoever_asks(law: Law) -> None:
    to_you = says(law, "digital-post-person", "home_in_denmark", True)
    assert to_you == Text(
        "du har bopæl eller fast ophold i Danmark", "you have a home or fixed abode in Denmark"
    )
    of_them = says(law, "register-authority", "home_in_denmark", False)
    assert of_them == Text(
        "personen ikke har bopæl eller fast ophold i Danmark",
        "the person has no home or fixed abode in Denmark",
    )


@pytest.mark.parametrize(
    ("column", "state", "said"),
    [
        ("left_on", NONE, "du ikke er rejst fra Danmark for at bo i udlandet"),
        ("left_on", date(2024, 5, 1), "du rejste fra Danmark den x"),
        ("left_on", date(2026, 12, 1), "du rejser fra Danmark den x"),
        ("eid", "none", "du ikke har noget elektronisk id (MitID eller NemID)"),
        ("eid", "mitid", "du har x"),
        ("exemption_ground", ("0",), "der ikke er registreret nogen fritagelse for Digital Post"),
        ("citizenship", ("none",), "du ikke har statsborgerskab i noget land"),
        ("nordic_registered", False,
         "intet andet nordisk land har meddelt, at du er registreret som bosat der"),
    ],
)  # fmt: skip
def test_what_is_not_so_is_denied(law: Law, column: str, state: State, said: str) -> None:
    found = says(law, "digital-post-person", column, state)
    assert found is not None
    assert found.da == said


def test_a_hidden_value_is_not_said(law: Law) -> None:
    said = Sentences(law, questions_of(law)["digital-post-person"], DAY)
    birth, number = law.facts.columns["birth_date"], law.facts.columns["cpr_number"]
    assert said.clause(birth.iri, date(1980, 1, 1), Text("x", "x"), hidden=True) is None
    assert said.clause(number.iri, "0101801234", Text("x", "x"), hidden=True) == Text(
        "du har et CPR-nummer", "you have a CPR number"
    )


def test_every_sentence_uses_words_that_every_address_has(law: Law) -> None:
    """Brackets hold two to four choices, and a name in braces is a word of each form of address,
    or a year; a duty also names its bearer."""
    graph = law.graph
    names = [
        {str(graph.value(word, SKOS.notation)) for word in graph.objects(address, CORE.addressWord)}
        for address in graph.subjects(RDF.type, CORE.FormOfAddress)
    ]
    known = set.intersection(*names) | {"value", *YEARS}
    for fact in set(graph.subjects(CORE.sentence)):
        form = text_of(graph, URIRef(str(fact)), CORE.sentence)
        assert form is not None
        own = known if isinstance(law.facts.facts.get(str(fact)), Fact) else known | {"bearer"}
        for said in (form.da, form.en):
            assert set(re.findall(r"\{(\w+)\}", said)) <= own, said
            assert "[" not in re.sub(r"\[[^\[\]|]*(\|[^\[\]|]*){1,3}\]", "", said), said


@pytest.mark.parametrize(
    ("left", "danish", "english"),
    [
        ({"left_on": DAY}, "du rejste fra Danmark til x", "you left Denmark for x"),
        ({"left_on": date(2026, 11, 30)}, "du rejser fra Danmark til x",
         "you will leave Denmark for x"),
        ({}, "du rejser fra Danmark til x", "the country left Denmark for is x"),
    ],
)  # fmt: skip
def test_the_day_it_happens_on_decides_the_tense(
    law: Law, left: dict[str, State], danish: str, english: str
) -> None:
    said = says(law, "move-out", "moved_to_country", "ES", "x", **left)
    assert said == Text(danish, english)


def test_every_day_is_told_as_past_and_as_to_come(law: Law) -> None:
    """A form that shows a day has a part for one to come, but for days that are always past."""
    for column in law.facts.columns.values():
        form = text_of(law.graph, URIRef(column.iri), CORE.sentence)
        if column.datatype == "date" and form is not None and column.name not in PAST:
            for said in (form.da, form.en):
                assert re.search(r"\[[^|]*\|[^|]*\|[^|\]]*\{value\}[^|\]]*\]", said), said


def test_every_duty_is_a_sentence_to_whoever_asks(law: Law) -> None:
    """Each norm that gives verdicts has one, with whom it binds and nothing left in braces."""
    sentences = Sentences(law, questions_of(law)["move-out"], DAY)
    for norm in law.norms.values():
        if norm.judged:
            said = sentences.duty(norm, Text("kommunen", "the municipality"))
            assert said is not None, norm.iri
            for words in (said.da, said.en):
                assert words.startswith(("Du ", "You ", "Kommunen ", "The municipality ")), words
                assert not re.search(r"[\[\]{}|]", words), words


def test_every_deadline_names_what_it_is_counted_from(law: Law) -> None:
    sentences = Sentences(law, questions_of(law)["move-out"], DAY)
    for norm in law.norms.values():
        for deadline in norm.deadlines:
            if deadline.before_event or deadline.period != Period():
                for trigger in deadline.triggers:
                    assert sentences.event(trigger, DAY) is not None, (norm.iri, trigger)


PAST = {"birth_date", "death_date", "filer_birth_date", "permit_lapsed_departure_on",
        "recipient_birth_date"}  # fmt: skip


def test_each_rule_that_is_quoted_stands_by_itself(law: Law) -> None:
    """No rule is told by another that the letter does not hold."""
    for norm in law.norms.values():
        for said in (norm.definition.da, norm.definition.en) if norm.definition else ():
            assert not re.match(r"(Som før|Det samme|Samme|As before|The same)\b", said), norm.iri


def lines(found: Answer, lang: str) -> list[str]:
    """The lines of a letter."""
    return [one for part in parts(found, lang) for one in part]


def parts(found: Answer, lang: str) -> list[list[str]]:
    """The lines of each part of a letter."""
    return [
        [text for block in section.blocks for text in _lines_of(block)]
        for section in letter(found, lang).sections  # type: ignore[arg-type]
    ]


def _lines_of(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return [text for _, text in block.lines()] if isinstance(block, Items) else []


def answered(asker: Answerer, turns: bool = False, **given: State) -> Answer:
    """The answer to some facts, without what could change it, unless that is wanted: letters to
    anybody tell it."""
    columns = asker.view.law.facts.columns
    return asker.answer({columns[name].iri: state for name, state in given.items()}, turns=turns)


@pytest.mark.slow
def test_a_letter_says_no_label_with_yes_or_no() -> None:
    found = answered(
        answerer("move-out", date(2014, 12, 1)), turns=True, left_on=date(2014, 11, 1),
        emigration_notified=False, expected_absence_months=12,
    )  # fmt: skip
    for lang, words in (("da", ("ja", "nej")), ("en", ("yes", "no"))):
        for line in lines(found, lang):
            assert not re.search(rf": ({'|'.join(words)})\b", line), line


@pytest.mark.slow
def test_a_letter_cites_the_rule_that_comes_nearest() -> None:
    """Of a hundred areas the rule on the area that was named, which fails for its day alone."""
    found = answered(
        answerer("filing-digital", date(2014, 12, 1)), area="adoption", channel="paper",
        filed_on=date(2014, 11, 20), filer_type="natural-person",
    )  # fmt: skip
    assert found.answer == "no"
    assert "adoption" in found.grounds[0].provision.da
    assert any("indgivet den 20. november 2014" in line for line in lines(found, "da"))


@pytest.mark.slow
def test_no_way_is_told_to_what_is_held() -> None:
    found = answered(
        answerer("digital-post-person", date(2014, 12, 1)), birth_date=date(1980, 5, 1),
        home_in_denmark=True, digital_post=False, exemption_ground=("0",), eid="nemid",
    )  # fmt: skip
    assert [step.kind for step in found.steps] == ["duty", "how"]


@pytest.mark.slow
def test_a_letter_presumes_only_what_its_rules_turn_on() -> None:
    """What only keeps other rules from applying, and goes without saying, is not told; what an
    authority has to show is for whoever signs to check."""
    child = answered(
        answerer_of_a_case("digital-post-person", DAY), birth_date=date(2012, 4, 4),
        home_in_denmark=True,
    )  # fmt: skip
    assert child.answer == "no"
    assert child.rests_on
    assert not [line for line in lines(child, "en") if re.match("We presume|.Check in", line)]
    abroad = answered(
        answerer_of_a_case("digital-post-from-abroad", DAY), birth_date=date(1980, 6, 10),
        residence_country="DE", cpr_basis="registered", eid="mitid",
    )  # fmt: skip
    said = lines(abroad, "en")
    assert not [line for line in said if line.startswith("We presume")]
    (check,) = [line for line in said if line.startswith("[Check in the file")]
    assert "the citizen is registered as emigrated" in check


@pytest.mark.slow
def test_a_letter_says_what_was_done_and_from_when_a_no_may_change() -> None:
    done = answered(
        answerer_of_a_case("move-out", DAY), left_on=date(2026, 11, 10), expected_absence_months=18,
        emigration_notified_on=date(2026, 11, 5), home_in_denmark=False,
    )  # fmt: skip
    assert [step.kind for step in done.steps][0] == "done"
    assert any(line.endswith("That has been done.") for line in lines(done, "en"))
    coming = answered(
        answerer_of_a_case("message-effect", DAY), recipient_connected=True,
        made_available_on=date(2026, 12, 10),
    )  # fmt: skip
    assert "the answer from 10 December 2026 on is" in " ".join(lines(coming, "en"))


@pytest.mark.slow
def test_text_says_how_the_next_command_states_a_fact() -> None:
    """Keys stand in the terminal alone, in no letter."""
    found = answered(answerer_of_a_case("move-out", DAY), left_on=DAY)
    said = " ".join("".join(write_answer(found, "da")).split())
    assert "(expected_absence_months=…)" in said
    assert "home_kept_available=ja|nej" in said
    assert not re.search(r"\w_\w|=", " ".join(lines(found, "da")))


@pytest.mark.slow
def test_what_silence_is_taken_to_be_leaves_the_answer_as_it_is() -> None:
    """No letter says that something was taken with which its answer would be another."""
    asker = answerer_of_a_case("move-out", DAY)
    columns, interview = asker.view.law.facts.columns, asker.interview
    record: dict[str, State] = {columns["left_on"].iri: date(2026, 11, 20)}
    record[columns["expected_absence_months"].iri] = 24
    looked = interview.look(record)
    taken = {one.name: interview.taken(looked, one) for one in interview.silent(record)}
    assert taken["ever_registered"] is True
    assert taken["arrived_on"] is NONE
    for name, state in taken.items():
        if state is not None:
            changed = interview.with_answer(record, columns[name], state)
            assert interview.verdict(changed).verdict == looked.verdict.verdict, name


def told(slug: str, *facts: str) -> str:
    """A letter of a case on the day, as one text."""
    asker = answerer_of_a_case(slug, DAY)
    record = read_pairs(list(facts), asker.view.facts_of_day, asker.question.record_type)
    return "\n".join(lines(asker.answer(record, turns=False), "da"))


@pytest.mark.slow
def test_nothing_is_told_as_done_of_which_nothing_was_said() -> None:
    assert "Det er sket" not in told("move-in-papers")
    assert "Det er ikke sket" not in told("aml-refuse")
    assert "Det er sket" in told(
        "move-within", "moved_on=2026-11-20", "move_notified_on=2026-11-21"
    )


@pytest.mark.slow
def test_no_deadline_is_counted_from_a_day_that_is_presumed() -> None:
    said = told("aml-retention")
    assert "29. november 2031" not in said
    assert "etableret" not in said
    assert "blev indgivet den" not in told("filing-digital", "area=day-care-place")


@pytest.mark.slow
def test_a_letter_points_below_only_where_something_stands_there() -> None:
    for slug in one_in(2, ["move-in-papers", "aml-retention", "move-out-how"]):
        said = told(slug)
        assert ("nedenfor" in said) <= ("Vi formoder, at" in said)


@pytest.mark.slow
def test_a_letter_names_an_act_in_full_once() -> None:
    said = told("move-within-how", "residence_country=DK", "moved_on=2026-11-25")
    assert len(re.findall(r"CPR-loven \([^)]*\), §", said)) == 1
    if WHOLE:
        assert "også fået oplyst" not in told("digital-post-exemption", "residence_country=DK")


@pytest.mark.slow
def test_a_no_says_that_the_rule_does_not_apply() -> None:
    """A rule that says yes is no reason for a no by itself."""
    said = told("residence-document", "citizenship=SE", "residence_country=DK")
    assert (
        "Vi har lagt til grund, at du er statsborger i Sverige. Derfor gælder reglen ikke" in said
    )
    if WHOLE:
        assert "ikke her" not in told("digital-post-person", "birth_date=1960-05-01")


THIRD = re.compile(
    r"\b(Den|Enhver|En person|Privatperson|Personen|Modtageren|Borgeren|Ansøgeren)\b"
)


def test_what_may_be_done_and_how_is_said_to_whoever_asks(law: Law) -> None:
    """A norm that a citizen's question tells of has a sentence to them; those of a pattern say what
    the authority does."""
    appeals = {one.norm for one in appeals_in(law)}
    for question in questions_of(law).values():
        sentences = Sentences(law, question, DAY)
        if not sentences.to_subject:
            continue
        may = [one for one in reached(question, law.norms.values(), law) if opened_to(one)]
        for norm in [*may, *named_by(question.how_to, law.norms.values(), law)]:
            if norm.iri in appeals or (URIRef(norm.iri), CORE.pattern, None) in law.graph:
                continue
            said = sentences.duty(norm, Text("kommunen", "the municipality"))
            assert said is not None, norm.iri
            assert not THIRD.match(said.da), said.da


@pytest.mark.slow
def test_how_a_thing_is_done_is_told_of_the_case_alone() -> None:
    """What is about another country, or about whoever has notified, is told where it is so; what
    is still to be done is told how."""
    facts = ("left_on=2027-01-10", "expected_absence_months=8", "cpr_status=01")
    said = told("move-out", *facts, "moved_to_country=PT")
    assert "nordisk" not in said
    assert "nordisk land først registrere dig" in told("move-out", *facts, "moved_to_country=SE")
    late = told("move-out", "left_on=2026-08-20", "emigration_notified=false", "cpr_status=01",
                "expected_absence_months=24", "moved_to_country=PT")  # fmt: skip
    for one in (said, late):
        assert "Du skal anmelde udrejsen gennem kommunens digitale selvbetjening" in one


@pytest.mark.slow
def test_whoever_may_be_exempted_is_told_of_help_and_of_no_appeal() -> None:
    facts = ("birth_date=1939-01-20", "cpr_status=01", "digital_post=true")
    said = told("digital-post-exemption", *facts)
    assert "Ja, hvis en af grundene nedenfor passer på dig" in said
    assert "hjælpe og vejlede dig i at bruge Digital Post" in said
    assert "kan ikke indbringes for en anden administrativ myndighed" in said
    assert "uden tidsgrænse" in said
    if WHOLE:
        asker = answerer_of_a_case("digital-post-exemption", date(2016, 5, 1))
        then = lines(answered(asker, cpr_status="01"), "da")
        assert any("udløber den 1. november" in line for line in then)
    asked_there = "kan du bede den kommune, hvor du er eller senest var folkeregistreret, om"
    assert asked_there in told("digital-post-person", *facts)


@pytest.mark.slow
def test_a_filing_is_told_in_sentences() -> None:
    said = told("filing-rats", "channel=phone", "filed_on=2026-11-25")
    assert "Du skal bruge den digitale løsning" in said
    assert "Det afgøres af" not in said
    paper = told("filing-rejected", "area=assistive-aids", "channel=paper",
                 "filed_on=2026-11-20", "special_circumstances=false")  # fmt: skip
    assert "at henvendelsen skete på papir" in paper
    assert "Sagsområde" not in said + paper
    plain = told("filing-digital", "area=day-care-place")
    assert "Indgives det på en anden måde end digitalt" in plain
    assert "skal myndigheden tilbyde dig en anden måde" in plain
    assert plain.count("tilbyde dig en anden måde") == 1


@pytest.mark.slow
def test_a_payee_and_a_customer_are_spoken_to() -> None:
    said = told("nemkonto-without", "recipient_has_nemkonto=false")
    assert "at du ikke har anvist en NemKonto" in said
    kept = told("aml-retention", "relationship_ended_on=2024-06-30")
    assert "[find nummeret i den gældende lovbekendtgørelse]" in kept
    assert "kendes ikke" not in kept


@pytest.mark.slow
def test_whoever_works_here_without_a_number_is_asked_for_more_than_the_number() -> None:
    """That there is no number does not say that nothing gives one."""
    asker = answerer_of_a_case("cpr-number", DAY)
    facts = ["citizenship=DE", "residence_country=DE", "works_in_denmark=true", "cpr_basis=none"]
    record = read_pairs(facts, asker.view.facts_of_day, "person")
    assert [one.column.name for one in asker.answer(record, turns=False).wanted] == [
        "covered_by_atp"
    ]


@pytest.mark.slow
def test_whoever_was_connected_before_leaving_was_connected_as_a_resident() -> None:
    facts = ["birth_date=1948-05-11", "cpr_status=80", "left_on=2019-04-01", "digital_post=true"]
    said = told("digital-post-person", *facts, "digital_post_since=2015-01-01")
    assert "Ja, indtil du beder om at blive fritaget" in said
    assert "Beder du om at blive fritaget, når du ikke længere har bopæl i Danmark, bliver" in said
    if WHOLE:
        after = told("digital-post-person", *facts, "digital_post_since=2019-05-01")
        assert "obligatorisk" not in after


def test_a_stated_yes_dates_nothing() -> None:
    """Whoever says to be connected does not say to have become so today."""
    interview = answerer_of_a_case("digital-post-person", DAY).interview
    columns = law_of_a_case().facts.columns
    record = interview.with_answer({}, columns["digital_post"], True)
    assert DAY not in record.values()


def test_no_answer_is_a_bare_yes_or_no(law: Law) -> None:
    for question in questions_of(law).values():
        for answer, said in question.openings.items():
            known = question.slug == "payment-other-account" and answer == "no"
            assert known or "{duty}" in said.da or len(said.da.split()) > 2, (question.slug, answer)


KNOWN = ("birth_date", "residence_country", "left_on", "arrived_on", "digital_post", "eid",
         "expected_stay_months", "citizenship", "cpr_status")  # fmt: skip
"""What people tell of themselves."""


def some_records(law: Law, number: int) -> list[dict[str, State]]:
    """Records as people tell of themselves, made at random."""
    chosen = dice(17)
    values: dict[str, list[State]] = {
        "birth_date": [date(1941, 5, 3), date(1985, 6, 1), date(2012, 1, 9)],
        "residence_country": ["DK", "DK", "NO", "ES"],
        "left_on": [date(2009, 9, 1), date(2025, 8, 1), date(2026, 12, 15)],
        "arrived_on": [date(2026, 9, 1), date(2026, 11, 10)],
        "digital_post": [True, False],
        "eid": ["mitid", "none"],
        "expected_stay_months": [2, 12],
        "citizenship": [("PL",), ("US",), ("DK",)],
        "cpr_status": ["01", "80"],
    }
    columns = law.facts.columns
    return [
        {
            columns[n].iri: chosen.choice(values[n])
            for n in chosen.sample(KNOWN, chosen.randint(1, 4))
        }
        for _ in range(number)
    ]


def _inside(line: str) -> list[str]:
    """What stands in brackets, for whoever signs."""
    return re.findall(r"\[[^\]]{12,}\]", line)


@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.parametrize(
    "slug",
    one_in(3, ["digital-post-person", "digital-post-exemption", "move-in", "move-out",
               "move-within", "residence-document", "nemkonto-person", "eid-get",
               "remain-registered"]),
)  # fmt: skip
def test_letters_to_anybody(slug: str) -> None:
    """Whoever signs is told of the citizen, whoever gets the letter of themselves; nobody is told
    what goes without saying, or twice, or what nobody could send."""
    law = law_of_a_case()
    asker = answerer_of_a_case(slug, DAY)
    for record in some_records(law, drawn(1, of=12, whole=2)):
        found = asker.answer(record)
        said = lines(found, "da")
        for line in said:
            for note in _inside(line):
                assert not re.search(r"\b([Dd]u|[Dd]ig|[Dd]in|[Dd]it|[Dd]ine)\b", note), note
            assert not re.search(r"\bhar \w+ du\b|»\w+«|\{", line), line
        assert len(said) == len(set(said)), said
        told = [line for line in said if line.startswith("Vi formoder")]
        plain = [one.clause.da for one in found.rests_on if one.plain and one.clause]
        assert not [line for line in told if any(clause in line for clause in plain)]
        stated = [one.da for one in found.stated]
        assert not [line for line in told if any(clause in line for clause in stated)]
        if found.answer != "depends":
            assert not [line for line in said if line.startswith("[Slå selv op")]
            assert not [line for line in said if line.startswith("[Klagevejledning")]


@pytest.mark.slow
def test_a_parent_is_told_of_the_child() -> None:
    law = law_of_a_case()
    son = next(one for one in kin_of(law).values() if one.name == "son")
    asker = Answerer(law.at(DAY), questions_of(law)["eid-get"], son.iri)
    found = asker.answer({law.facts.columns["birth_date"].iri: date(2014, 3, 1),
                          law.facts.columns["residence_country"].iri: "DK"})  # fmt: skip
    title, said = letter(found, "da").title, lines(found, "da")
    assert title.endswith("som du har stillet for din søn")
    assert not [line for line in said if re.search(r"\b(du|dig)\b", line.lower())]
    assert any("at din søn er 12 år" in line for line in said)
    assert any("Ja. Din søn kan få et elektronisk id." in line for line in said)
    assert any("that your son is 12 years old" in line for line in lines(found, "en"))


def test_a_relative_is_named_once_in_a_sentence(law: Law) -> None:
    question = questions_of(law)["digital-post-exemption-disability"]
    kin = kin_of(law)
    for lang in ("da", "en"):
        assert len({one.label[lang] for one in kin.values()}) == len(kin)  # told apart in a list
    mother = Sentences(law, question, DAY, asked_for=kin["mother"].iri)
    form = Text(
        "grunden passer på {whom}, og {who} erklærer det med {your} underskrift",
        "the ground fits {whom} and {who} declare{s} so with {your} signature",
    )
    assert mother.opening(form) == Text(
        "Grunden passer på din mor, og hun erklærer det med sin underskrift",
        "The ground fits your mother and she declares so with her signature",
    )
    identity = Text("{who} bekræfter, hvem {who} er", "{who} {is}")
    assert mother.opening(identity).da == "Din mor bekræfter, hvem hun er"
    partner = Sentences(law, question, DAY, asked_for=kin["partner"].iri)
    blocked = Text("{who} spærrer {your_t} MitID", "{who} block{s} {your} MitID")
    assert partner.opening(blocked).da.endswith(" spærrer sit MitID")
    you = Sentences(law, question, DAY)
    assert you.opening(identity).da == "Du bekræfter, hvem du er"


@pytest.mark.slow
def test_a_way_is_named_without_the_year_of_its_rules() -> None:
    found = answered(
        answerer_of_a_case("digital-post-exemption", DAY), birth_date=date(1950, 5, 3),
        home_in_denmark=False, left_on=date(2019, 6, 1), emigrated_on=date(2019, 6, 1),
        cpr_status="80", digital_post=True, connection_basis="mandatory",
    )  # fmt: skip
    said = " ".join(lines(found, "da"))
    assert "ved fremmøde i kommunen" in said
    assert "fra 2021" not in said
    assert "Det kan" in said


@pytest.mark.slow
def test_each_part_of_a_letter_names_its_act() -> None:
    found = answered(answerer_of_a_case("move-within", DAY), moved_on=date(2026, 11, 20))
    cited = [
        " ".join(part) for part in parts(found, "da") if any("(" in x and "§" in x for x in part)
    ]
    assert len(cited) > 1
    assert all(re.search(r"\(CPR-loven[^§]*, § ", part) for part in cited)
    assert sum(part.count("CPR-loven (lbk.") for part in cited) == 1


@pytest.mark.slow
def test_a_status_is_said_in_a_sentence_and_what_no_rule_reads_is_left_out() -> None:
    abroad = answered(
        answerer_of_a_case("remain-registered", DAY), left_on=date(2026, 11, 20), cpr_status="01",
        expected_absence_months=5, home_kept_available=True, moved_to_country="TH",
    )  # fmt: skip
    said = " ".join(lines(abroad, "da"))
    assert "at du er registreret med bopæl i Danmark" in said
    assert "that you are registered with a home in Denmark" in " ".join(lines(abroad, "en"))
    joined = answered(
        answerer_of_a_case("digital-post-person", or_shared(date(2014, 12, 1))),
        birth_date=date(1944, 3, 12), home_in_denmark=True, eid="nemid",
    )  # fmt: skip
    assert joined.answer == "yes"
    assert "NemID" not in " ".join(lines(joined, "da"))


def test_words_that_speak_of_another_are_seen(law: Law) -> None:
    found = {
        "min søn på 12 vil have MitID": "son",
        "must my mother have digital post": "mother",
        "skal jeg have digital post": None,
        "min mor og min far vil fritages": None,
    }
    for words, name in found.items():
        kin = told_in(words, law)
        assert (kin and kin.name) == name, words


@pytest.mark.slow
def test_a_deadline_on_a_closed_day_is_told_as_the_safe_day() -> None:
    """The other reading is for whoever signs; the answer begins with the day."""
    found = answered(
        answerer_of_a_case("residence-document", date(2014, 12, 1)), citizenship=("BR",),
        arrived_on=date(2014, 10, 1), expected_stay_months=36, eu_family_member=True,
    )  # fmt: skip
    said = lines(found, "da")
    (reading,) = [line for line in said if "lukkedag" in line]
    assert reading.startswith("[Til sagen: ")
    assert any(line.endswith("Fristen er torsdag den 1. januar 2015.") for line in said)


@pytest.mark.slow
def test_no_day_is_told_that_is_only_presumed() -> None:
    found = answered(answerer_of_a_case("aml-identify", DAY), customer_kind="person")
    assert found.answer == "yes"
    assert not [line for line in lines(found, "da") if "29. november 2026" in line][1:]


@pytest.mark.slow
def test_whoever_decides_is_told_that_no_rule_on_complaints_is_known() -> None:
    """A letter that decides nothing says nothing of complaints that nobody can make."""
    decided = answered(
        answerer_of_a_case("filing-rejected", date(2014, 12, 1)), channel="paper",
        area="name-change", special_circumstances=False, filed_on=date(2014, 11, 20),
    )  # fmt: skip
    (of_complaints,) = (one for one in lines(decided, "da") if "lage" in one)
    assert of_complaints.startswith("[Klagevejledning")
    cases: list[tuple[str, date, dict[str, State]]] = [
        ("aml-refuse", DAY, {"customer_kind": "person", "identification_failed": True}),
        ("digital-post-person", date(2014, 12, 1), {"residence_country": "ES"}),
    ]
    for slug, day, facts in one_in(2, cases):
        told = answered(answerer_of_a_case(slug, day), False, **facts)
        assert not [one for one in lines(told, "da") if "lage" in one]


@pytest.mark.slow
def test_one_name_for_an_authority() -> None:
    found = answered(
        answerer_of_a_case("remain-registered", DAY), left_on=date(2026, 11, 20),
        expected_absence_months=5, home_kept_available=True, moved_to_country="TH",
    )  # fmt: skip
    said = " ".join(lines(found, "da"))
    assert "kommunalbestyrelse" not in said.lower()
    assert "Klagen sendes til kommunen og behandles af" in said


def test_what_an_answer_begins_with_can_be_said_of_another(law: Law) -> None:
    """Whoever asks is named by a word of the form of address, and an authority by one name."""
    for question in questions_of(law).values():
        for said in question.openings.values():
            for words in (said.da, said.en):
                spoken = re.sub(r"\{\w+\}", "", words)
                assert not re.search(r"\b(du|dig|din|dit|you|your)\b", spoken.lower()), words
                assert "kommunalbestyrelse" not in spoken, words


def lines_of(slug: str, day: date, *facts: str, of: str = "") -> list[str]:
    """The Danish lines of the letter to whoever tells some facts, `of` another (IRI) or not."""
    asker = answerer_of_a_case(slug, day)
    record = read_pairs(list(facts), asker.view.facts_of_day, asker.question.record_type)
    return lines((asker.of_another(of) if of else asker).answer(record, turns=WHOLE), "da")


@pytest.mark.slow
def test_a_letter_says_what_follows_for_whoever_gets_it() -> None:
    """The rule, the facts, and whether it applies; nothing of facts that decide nothing."""
    said = lines_of(
        "move-in", date(2014, 12, 1), "citizenship=DE", "arrived_on=2014-11-15",
        "expected_stay_months=4", "moved_from_country=DE", "home_in_denmark=true",
    )  # fmt: skip
    assert any("4 måneder" in one and "Derfor gælder reglen ikke for dig." in one for one in said)
    assert any("over 3 måneder (§ 16, stk. 1)" in one for one in said)
    assert not any("International Citizen Service" in one for one in said)


@pytest.mark.slow
def test_what_one_does_for_another_is_told_to_whoever_asks_for_them() -> None:
    asked = "move-within", date(2014, 12, 1), "moved_on=2014-11-28"
    assert not any("§ 13, stk. 1" in one for one in lines_of(*asked))
    assert any("kan få bøde (§ 57" in one for one in lines_of(*asked))
    mother = kin_of(law_of_a_case())["mother"].iri
    said = lines_of(*asked, of=mother)
    assert any("ansvarlig for hende" in one for one in said), said


def test_nothing_that_speaks_to_whoever_asks_is_shared_with_those_they_ask_for() -> None:
    """Nor the same question of other days, which an answer that comes later is told by."""
    asker = answerer_of_a_case("digital-post-person", date(2014, 12, 1))
    later, mother = date(2015, 3, 1), kin_of(law_of_a_case())["mother"].iri
    assert asker.on(later).sentences.words["who"].da == "du"
    explainer = asker.explainer
    other = asker.of_another(mother)
    assert {one.sentences.words["who"].da for one in (other, other.on(later))} == {"din mor"}
    assert other.explainer is explainer


def test_an_open_answer_may_be_left_to_the_authority() -> None:
    said = lines_of(
        "filing-another-way", date(2014, 12, 1), "area=day-care-place",
        "special_circumstances_exist=true",
    )  # fmt: skip
    assert any(one.startswith("Det afgør myndigheden") for one in said)
    assert any("[Slå selv op" in one for one in said)


def test_who_asked_for_an_exemption_is_bound_until_it_is_registered() -> None:
    said = lines_of(
        "digital-post-person", DAY, "birth_date=1950-05-03", "home_in_denmark=false",
        "left_on=2019-06-01", "emigrated_on=2019-06-01", "cpr_status=80", "digital_post=true",
        "connection_basis=mandatory", "digital_post_since=2014-11-01", "digital_post_ended_on=no",
        "exempted_on=no", "exemption_requested_on=2026-11-20",
    )  # fmt: skip
    assert any(one.startswith("Ja, indtil kommunen har registreret") for one in said)


@pytest.mark.slow
def test_contradicting_facts_are_for_whoever_signs() -> None:
    said = lines_of("digital-post-person", DAY, "birth_date=2027-05-03", "home_in_denmark=true")
    assert any(one.startswith("[Ret oplysningerne, før brevet sendes") for one in said)
