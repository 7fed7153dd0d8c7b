"""The interview: what is asked can change the answer, and no more is asked than it takes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.interview import WITHIN, Seen, answered, measured, random_records, told_by
from bench.registers import WRITERS
from lovgraf.cli.interviewing import BACK, WHY, interview, without_numbers
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer import Answerer
from lovgraf.explain.interview import OPEN, Interview
from lovgraf.explain.question import questions_of
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE
from lovgraf.readers.single import read_pairs
from tests.checker.explain.asked import DAY, answerer_of_a_case, law_of_a_case
from tests.examples import cells, examples, one_in, whole

pytestmark = pytest.mark.slow

THEN = date(2014, 12, 1)
LAW = law_of_a_case()
SLUGS = ("nemkonto-person", "move-in", "move-out", "cpr-number", "eid-get", "residence-document")


def answerer(slug: str) -> Answerer:
    return answerer_of_a_case(slug, THEN)


def walk(held: Interview, dice: random.Random) -> Iterator[tuple[Record, frozenset[str], Column]]:
    """A random interview: each record with what is not known and the column asked for."""
    record: Record = {}
    unknown: frozenset[str] = frozenset()
    for _ in range(20):
        asking = held.next(record, unknown)
        if asking is None:
            return
        yield record, unknown, asking.column
        if dice.random() < 0.2:
            unknown |= {asking.column.name}
        else:
            outcomes = list(held.outcomes(record, asking.column))
            record = dice.choice(outcomes)[0]
    raise AssertionError("the interview has no end")


def matters(held: Interview, record: Record, column: Column, dice: random.Random) -> bool:
    """Whether answers to a column can lead to different answers of the question, some other facts
    being given."""
    for _ in range(60):
        state = record
        for other in dice.sample(held.records.columns(held.key), 3):
            if other != column and other.iri not in state and dice.random() < 0.7:
                outcomes = list(held.outcomes(state, other))
                state = dice.choice(outcomes)[0] if outcomes else state
        found = {
            (verdict.verdict, verdict.missing)
            for after, _, _ in held.outcomes(state, column)
            for verdict in [held.verdict(after)]
        }
        if len(found) > 1:
            return True
    return False


@pytest.mark.parametrize("slug", one_in(6, SLUGS[3:] + SLUGS[:3]))
@examples(1, of=3)
@given(seed=st.integers(0, 10**6))
def test_each_question_asked_can_change_the_answer(slug: str, seed: int) -> None:
    held, dice = answerer(slug).interview, random.Random(seed)
    for record, _, column in walk(held, dice):
        assert matters(held, record, column, dice), column.name


@pytest.mark.parametrize("slug", one_in(2, SLUGS[::-1]))
@examples(1, whole=3)
@given(seed=st.integers(0, 10**6))
def test_an_interview_that_knows_everything_ends_with_an_answer(slug: str, seed: int) -> None:
    held, dice = answerer(slug).interview, random.Random(seed)
    record: Record = {}
    asked: list[str] = []
    while (asking := held.next(record)) is not None:
        assert asking.column.name not in asked
        asked.append(asking.column.name)
        record = dice.choice(list(held.outcomes(record, asking.column)))[0]
    verdict = held.verdict(record)
    assert verdict.verdict != OPEN or verdict.judgment or not verdict.exact


@cache
def truths(kind: str) -> list[Record]:
    """What is true of some records of a type, drawn by chance."""
    return random_records(kind, 40, LAW)


def told_all(held: Interview, person: Record) -> Record:
    """What is known after an interview of somebody who answers truly, and who says at the end what
    of that which was taken for granted is different."""
    record: Record = {}
    unknown: frozenset[str] = frozenset()
    while True:
        while (asking := held.next(record, unknown)) is not None:
            record, unknown = answered(held, record, unknown, asking.column, person)
        denied = [column for column in held.granted(record) if person.get(column.iri) is not None]
        if not denied:
            return record
        record = held.with_answer(record, denied[0], person[denied[0].iri])


QUESTIONS = questions_of(LAW)
ASKED = sorted(slug for slug, one in QUESTIONS.items() if one.record_type in WRITERS)


@examples(1, whole=6, of=12)
@given(slug=st.sampled_from(ASKED), number=st.integers(0, 39))
def test_an_interview_comes_to_the_answer_of_the_whole_record(slug: str, number: int) -> None:
    asked = answerer(slug)
    if asked.program.decided:
        person = truths(asked.question.record_type)[number]
        assert asked.settled(told_all(asked.interview, person)) == asked.settled(person)


@examples(1, whole=2, of=12)
@given(slug=st.sampled_from(ASKED), number=st.integers(0, 39))
def test_sevenquestions_asked_are_enough(slug: str, number: int) -> None:
    asked = answerer(slug)
    if asked.program.decided:
        person = truths(asked.question.record_type)[number]
        assert len(told_all(asked.interview, person)) <= 14  # with what an answer implies
        assert len(told_by(Seen(asked.interview, ()), person)[0]) <= WITHIN + 1


@pytest.mark.parametrize("slug", one_in(2, ["address-protection", "cpr-data"]))
def test_no_interview_asks_less_than_the_best_order(slug: str) -> None:
    """Nor does the best order take less than what is certain before it is searched."""
    found = measured(answerer(slug), truths("person")[:12])
    assert found.fewest_known
    assert found.cheapest_known
    assert 12 <= found.fewest <= sum(found.counts)
    assert found.cheapest <= found.cost
    bound = measured(answerer(slug), truths("person")[:12], end=0)
    assert not bound.fewest_known
    assert bound.fewest <= found.fewest
    assert bound.cheapest <= found.cheapest


def test_there_is_none_for_one_reason_only_where_there_is_one_reason() -> None:
    """A day of which several columns could say why it never came says none of them."""
    held = answerer("nemkonto-person").interview
    column = LAW.facts.columns["emigrated_on"]
    assert len(column.none_when) > 1
    assert held.with_answer({}, column, NONE) == {column.iri: NONE}
    single = LAW.facts.columns["left_on"]
    assert held.with_answer({}, single, NONE) == {
        single.iri: NONE, LAW.facts.columns["departed"].iri: False,
    }  # fmt: skip


def test_only_what_the_law_reads_or_words_say_it_by_is_asked_for() -> None:
    """Nobody is asked for a fact that merely stands in a presumption's way."""
    held = answerer("nemkonto-person").interview
    asking = held.next({})
    assert asking is not None
    assert asking.column.name == "residence_country"
    assert "moved_on" not in {column.name for column in held.worth_asking({})}


def test_where_silence_is_a_no_that_is_asked_first_which_leaves_least_open() -> None:
    """Nobody is asked first whether a decision was made that only a request leads to."""
    held = answerer("digital-post-register-exemption").interview
    asking = held.next({})
    assert asking is not None
    assert asking.column.name == "exemption_requested"
    assert held.next(held.with_answer({}, asking.column, False)) is None


def test_what_is_not_known_is_not_asked_again_and_ends_the_interview() -> None:
    held = answerer("cpr-number").interview
    asking = held.next({})
    assert asking is not None
    unknown = {asking.column.name}
    while (following := held.next({}, unknown)) is not None:
        assert following.column.name not in unknown
        unknown.add(following.column.name)
    assert not held.can_settle({}, unknown) or held.verdict({}).verdict != OPEN


@whole("test_whether_it_is_so_is_asked_before_its_details")
def test_who_does_not_know_whether_it_is_so_is_not_asked_since_when() -> None:
    held = answerer_of_a_case("digital-post-person", DAY).interview
    record: Record = {}
    for name, value in (("birth_date", date(1943, 5, 1)), ("residence_country", "TH")):
        record = held.with_answer(record, LAW.facts.columns[name], value)
    asked: list[str] = []
    while (asking := held.next(record, asked)) is not None:
        asked.append(asking.column.name)
    assert "digital_post" in asked
    assert "digital_post_since" not in asked
    asking = held.next(record, [name for name in asked if name != "digital_post"])
    assert asking is not None
    assert asking.column.name == "digital_post"


DETAILS = {"digital_post_since", "digital_post_ended_on", "connection_basis"}


@pytest.mark.parametrize(
    ("slug", "facts"),
    cells(
        ["digital-post-exemption", "digital-post-person"],
        ["left_on=2019-05-01", "left_on=2019-05-01 citizenship=SE"],
    ),
)
def test_whether_it_is_so_is_asked_before_its_details(slug: str, facts: str) -> None:
    asker = answerer_of_a_case(slug, DAY)
    said = ["residence_country=SE", *facts.split()]
    record = read_pairs(said, asker.view.facts_of_day, "person")
    asked: list[str] = []
    while (asking := asker.next(record, asked)) is not None:
        asked.append(asking.column.name)
    assert "digital_post" in asked
    assert DETAILS.isdisjoint(asked)
    not_connected = read_pairs([*said, "digital_post=no"], asker.view.facts_of_day, "person")
    asked = []
    while (asking := asker.next(not_connected, asked)) is not None:
        asked.append(asking.column.name)
    assert DETAILS.isdisjoint(asked)


def test_who_is_not_connected_abroad_is_asked_nothing_more() -> None:
    asker = answerer_of_a_case("digital-post-person", DAY)
    said = ["residence_country=SE", "left_on=2019-05-01"]
    facts = asker.view.facts_of_day
    asking = asker.next(read_pairs(said, facts, "person"))
    assert asking is not None
    assert asking.column.name == "digital_post"
    assert asker.next(read_pairs([*said, "digital_post=no"], facts, "person")) is None


def test_every_column_has_words_and_a_cost() -> None:
    held = answerer("move-in").interview
    for column in LAW.facts.columns.values():
        asking = held.asking(column)
        assert asking.cost > 0
        assert asking.wording.da
        assert asking.wording.en


def scripted(*lines: str) -> Iterator[str]:
    yield from lines


def test_the_terminal_asks_explains_and_goes_back(capsys: pytest.CaptureFixture[str]) -> None:
    """`?` says why, `<` goes back, what cannot be read is asked again."""
    lines = scripted(WHY, BACK, "rubbish", "2014-11-20", BACK, "2014-11-20", *[""] * 20)
    prompts: list[str] = []

    def read(prompt: str) -> str:
        prompts.append(prompt)
        return next(lines)

    held = interview(answerer("move-in"), {}, "da", read)
    said = capsys.readouterr().out
    assert "Tryk Enter" in said
    assert "første spørgsmål" in said
    assert "kan ikke læses" in said
    assert prompts[0].startswith("\n1. Hvornår rejste du ind i Danmark?")
    assert prompts[1] == prompts[0]
    assert LAW.facts.columns["arrived_on"].iri in held.record
    assert held.asked == len(held.before)


def test_an_interview_ends_where_the_input_does() -> None:
    def ended(_prompt: str) -> str:
        raise EOFError

    assert interview(answerer("move-in"), {}, "en", ended).record == {}


def test_whoever_asks_how_to_get_it_is_not_asked_whether_it_is_held() -> None:
    """The question itself says so; who holds one all the same is asked nothing more."""
    asker = answerer("eid-get")
    asking = asker.next({})
    assert asking is not None
    assert asking.column.name == "birth_date"
    eid = asker.view.law.facts.columns["eid"]
    assert asker.next(asker.interview.with_answer({}, eid, "nemid")) is None


def test_a_number_that_was_stated_is_what_was_said() -> None:
    asker = answerer_of_a_case("aml-identify", date(2026, 11, 30))
    facts = asker.view.facts_of_day
    assert without_numbers(asker, read_pairs(["occasional=true"], facts, "customer"))
    assert not without_numbers(asker, read_pairs(["transaction_amount_eur=5"], facts, "customer"))
