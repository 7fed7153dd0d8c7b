"""What is said of a record is read back, by a small reader of its own, and must be so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Count,
    Excludes,
    Leaf,
    Not,
    OneOf,
    Or,
    Range,
    facts_of,
)
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Lang
from lovgraf.engine.in_memory import Memory
from lovgraf.engine.one_record import OneByOne
from lovgraf.explain.decisive import decisive
from lovgraf.explain.model import ALL, ANY, NOT, Why
from lovgraf.explain.trees import Trees
from lovgraf.explain.values import Values
from lovgraf.facts.fact import Derived
from lovgraf.facts.values import NONE, State
from lovgraf.law.view import Law
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import AS_OF, fact, old_ships, view_of
from tests.examples import examples

MORE = """
record:shipAge record:unit <unit/year> .
<unit/year> rdfs:label "år"@da, "years"@en ; record:singular "år"@da, "year"@en .
record:masts record:unit <unit/mast> .
<unit/mast> rdfs:label "master"@da, "masts"@en ; record:singular "mast"@da, "mast"@en .
record:insured a record:Column ; record:column "insured" ; record:datatype xsd:boolean ;
  record:noneWhen [ record:fact record:sails ; record:value false ] ;
  record:recordType record:Ship ; rdfs:label "forsikret"@da, "insured"@en .
"""
VIEW = view_of(old_ships(), MORE)
PROGRAMS = compile_programs(VIEW, "ship")
WORDS = Words(VIEW.law.graph, PROGRAMS.facts)
LABELS = {
    "da": {"bygget den": "built_on", "synet den": "inspected_on", "købt den": "bought_on",
           "master": "masts", "tonnage": "tonnage", "flag": "flag", "last": "cargo",
           "sejler": "sails", "forsikret": "insured", "skibets alder": "age"},
    "en": {"built on": "built_on", "inspected on": "inspected_on", "bought on": "bought_on",
           "masts": "masts", "tonnage": "tonnage", "flag": "flag", "cargo": "cargo",
           "sails": "sails", "insured": "insured", "the ship's age": "age"},
}  # fmt: skip
CODES = {"dansk": "DK", "Danish": "DK", "svensk": "SE", "Swedish": "SE",
         "norsk": "NO", "Norwegian": "NO"}  # fmt: skip
MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
BOUNDS: dict[str, Callable[[object, object], bool]] = {
    "mindst|at least": lambda x, y: x >= y,  # type: ignore[operator]
    "over": lambda x, y: x > y,  # type: ignore[operator]
    "højst|at most": lambda x, y: x <= y,  # type: ignore[operator]
    "under": lambda x, y: x < y,  # type: ignore[operator]
    "tidligst|no earlier than": lambda x, y: x >= y,  # type: ignore[operator]
    "efter|after": lambda x, y: x > y,  # type: ignore[operator]
    "senest|no later than": lambda x, y: x <= y,  # type: ignore[operator]
    "før|before": lambda x, y: x < y,  # type: ignore[operator]
}
NOTS = {
    "da": ("det følgende gælder ikke", "udelukket, fordi det følgende gælder",
           "det følgende må ikke gælde"),
    "en": ("the following does not hold", "ruled out, since the following holds",
           "the following must not hold"),
}  # fmt: skip
Facts = dict[str, State]
Truth = bool | None


def age(record: Facts) -> State:
    """Whole years on the day, reckoned anew."""
    built = record["built_on"]
    if not isinstance(built, date):
        return built
    return AS_OF.year - built.year - ((AS_OF.month, AS_OF.day) < (built.month, built.day))


def value_of(text: str, lang: Lang) -> object:
    """A value as it is written: a code's label, a date in words, or a number with its unit."""
    day = re.fullmatch(r"(\d+)\.? (\w+) (\d{4})", text)
    if day and day[2] in MONTHS[lang].split():
        return date(int(day[3]), MONTHS[lang].split().index(day[2]) + 1, int(day[1]))
    number = re.fullmatch(r"(-?[\d.,]+)( [^\W\d]+)?", text)
    if number is None:
        return CODES.get(text, text)
    english = number[1].translate(str.maketrans(".,", ",.")) if lang == "da" else number[1]
    return Decimal(english.replace(",", ""))


def one_of(text: str, lang: Lang) -> set[object]:
    *first, last = re.split(r" eller | or ", text)
    return {value_of(one, lang) for one in [*", ".join(first).split(", "), last] if one}


def read(text: str, record: Facts, lang: Lang) -> Truth:
    """Whether a statement about a record is so."""
    for not_ in ("ikke: ", "not: ", "udelukket af: ", "ruled out by: "):
        if text.startswith(not_):
            inner = read(text.removeprefix(not_), record, lang)
            return None if inner is None else not inner
    for tail in (", eller spørgsmålet er ikke aktuelt", ", or the question does not arise"):
        if text.endswith(tail):
            own = record[LABELS[lang][text.removesuffix(tail)]]
            return True if own is NONE else None if own is None else bool(own)
    compared = re.fullmatch(
        r"(.+?) (ligger før|comes before|ligger senest på|comes at the latest on|er lig med|equals|"
        r"er forskellig fra|differs from) (.+?)(| \(hvis begge findes\)| \(if both exist\))",
        text,
    )
    if compared and compared[3] in LABELS[lang]:
        return between(compared, record, lang)
    name = max((n for n in LABELS[lang] if text.startswith(n)), key=len)
    return about(record[LABELS[lang][name]], text.removeprefix(name), lang)


def between(compared: re.Match[str], record: Facts, lang: Lang) -> Truth:
    name, said, other, both = compared.group(1, 2, 3, 4)
    a, b = (record[LABELS[lang][one]] for one in (name, other))
    if both and NONE in (a, b):
        return True
    if a is None or b is None:
        return None
    if said in ("er lig med", "equals"):
        return a == b
    if said in ("er forskellig fra", "differs from"):
        return a != b
    return a < b if said in ("ligger før", "comes before") else a <= b  # type: ignore[operator]


def about(own: State, said: str, lang: Lang) -> Truth:
    """Whether what is said after the name of a fact is so of its value."""
    if own is None:
        return None
    if said == "":
        return own is True
    if said in (" findes", " exists"):
        return own is not NONE
    if said in (" findes ikke", " does not exist"):
        return own is NONE
    vacuous = re.fullmatch(r"(.+) \((hvis der er en|if there is one)\)", said)
    if vacuous:
        return True if own is NONE else about(own, vacuous[1], lang)
    each = re.fullmatch(r": (?:hver værdi|each value)( .+)", said)
    if each:
        values = own if isinstance(own, tuple) else ()
        return all(about(one, each[1], lang) for one in values)
    if own is NONE:
        return False
    included = re.fullmatch(r" (?:omfatter|includes) (.+)", said)
    if included:
        return bool(set(own) & one_of(included[1], lang))  # type: ignore[arg-type]
    verb = re.fullmatch(r" (?:er|is|ligger)( ikke| not)? (.+)", said)
    assert verb, said
    limits = re.split(r" og | and ", verb[2])
    found = [(f, limit[len(w) + 1:]) for limit in limits for ws, f in BOUNDS.items()
             for w in ws.split("|") if limit.startswith(w + " ")]  # fmt: skip
    if found:
        assert len(found) == len(limits), said
        return all(holds(own, value_of(limit, lang)) for holds, limit in found)
    return (own in one_of(verb[2], lang)) != bool(verb[1])


def check(why: Why, record: Facts, lang: Lang) -> None:
    """Each line of a tree is so, and what stands above follows from what stands below."""
    value = {"true": True, "false": False, "unknown": None}[why.value]
    for child in why.children:
        check(child, record, lang)
    below = [child.value for child in why.children]
    if why.kind == NOT and below:
        assert why.text[lang] in NOTS[lang], why
        holds = ("false", "true", "unknown")[NOTS[lang].index(why.text[lang])]
        assert below == [holds], why
    elif why.kind == ALL and below:
        assert (why.value == "true") == (set(below) == {"true"}), why
    elif why.kind == ANY and below:
        assert (why.value == "true") == ("true" in below), why
    elif not why.named:
        assert read(why.text[lang], record, lang) is value, (why.text[lang], why.value, record)
        assert not re.search(r": (yes|no|ja|nej)$|_|http|\d{4}-\d\d", why.text[lang])


days = st.dates(date(1990, 1, 1), date(2031, 1, 1))
codes = st.frozensets(st.sampled_from(["DK", "SE", "NO"]), min_size=1)


def ranges(values: st.SearchStrategy[object]) -> st.SearchStrategy[Range]:
    pairs = st.tuples(st.none() | values, st.none() | values).filter(lambda p: p != (None, None))
    ordered = pairs.map(lambda p: tuple(sorted(p)) if None not in p else p)  # type: ignore[type-var]
    return st.builds(
        lambda pair, low, high: Range(pair[0], pair[1], low, high),
        ordered,
        st.booleans(),
        st.booleans(),
    )


def leaves(name: str, tests: st.SearchStrategy[object]) -> st.SearchStrategy[Condition]:
    iri = fact("ship_age") if name == "age" else fact(name)
    return st.builds(lambda test, every: Leaf(iri, test, every), tests, st.booleans())


numbers = st.integers(-2, 12_000)
amounts = st.decimals(0, 12_000, places=2)
pairs = [("inspected_on", "built_on"), ("built_on", "bought_on"), ("bought_on", "inspected_on")]
questions: st.SearchStrategy[Condition] = st.one_of(
    leaves("built_on", ranges(days)),
    leaves("inspected_on", ranges(days)),
    leaves("masts", ranges(numbers)),
    leaves("tonnage", ranges(amounts)),
    leaves("age", ranges(st.integers(0, 40))),
    leaves("flag", codes.map(OneOf) | codes.map(lambda c: Excludes(OneOf(c)))),
    leaves("cargo", codes.map(OneOf)),
    leaves("sails", st.sampled_from([OneOf(frozenset({b})) for b in (True, False)])),
    leaves("insured", st.sampled_from([OneOf(frozenset({b})) for b in (True, False)])),
    st.sampled_from([Count(fact(n), *c) for n in ("inspected_on", "flag") for c in ((1,), (0, 0))]),
    st.builds(
        lambda pair, relation: Compare(fact(pair[0]), relation, fact(pair[1])),
        st.sampled_from(pairs),
        st.sampled_from(["less", "less-or-equal", "equal", "disjoint"]),
    ),
)
conditions = st.recursive(
    questions,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=5,
)
records = st.fixed_dictionaries(
    {
        "built_on": st.none() | days, "inspected_on": st.none() | st.just(NONE) | days,
        "bought_on": st.none() | days, "masts": st.none() | numbers, "tonnage": st.none() | amounts,
        "flag": st.none() | st.sampled_from(["DK", "SE", "NO"]),
        "cargo": st.none() | codes.map(lambda c: tuple(sorted(c))),
        "sails": st.none() | st.booleans(), "insured": st.none() | st.just(NONE) | st.booleans(),
    }
)  # fmt: skip


@pytest.mark.slow
@given(conditions, records)
@examples(40, whole=120, of=300)
def test_what_is_said_of_a_record_is_so(condition: Condition, record: Facts) -> None:
    iris = {fact(name): value for name, value in record.items() if value is not None}
    memory = Memory.compile(PROGRAMS, [condition], facts_of(condition))
    seen = OneByOne(memory).read(iris)
    told = Trees(WORDS, seen.answers).of(condition)
    whole = {**record, "age": age(record)}
    if record["sails"] is False and record["insured"] is None:
        whole["insured"] = NONE
    filled = [tree.filled(Values(WORDS, seen.values)) for tree in (told, decisive(told))]
    for tree in filled:
        check(tree, whole, "da")
        check(tree, whole, "en")
    for lang in ("da", "en"):
        for name, value in filled[0].facts:
            own = whole[LABELS[lang][name[lang]]]
            expected = {"findes ikke": NONE, "does not exist": NONE, "ikke oplyst": None,
                        "not stated": None}.get(value[lang], 0)  # fmt: skip
            if expected == 0:
                parts = [value_of(v, lang) for v in re.split(r", | og | and ", value[lang])]
                assert parts == list(own if isinstance(own, tuple) else (own,))
            else:
                assert own is expected


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [(1, "1 mast", "1 mast"), (-1, "-1 mast", "-1 mast"), (2500, "2.500 master", "2,500 masts")],
)
def test_numbers_have_their_unit(value: int, danish: str, english: str) -> None:
    said = WORDS.value(PROGRAMS.facts[fact("masts")], value)
    assert (said.da, said.en) == (danish, english)


def test_a_day_that_stands_for_none_is_never_shown() -> None:
    view = view_of(old_ships(), MORE, 'record:never record:value "2999-12-31"^^xsd:date .')
    words = Words(view.law.graph, view.law.facts)
    built, late = fact("built_on"), fact("ship_age")
    values = Values(words, {built: date(3000, 1, 5), late: -970})
    assert (values[built].da, values[built].en) == ("endnu ikke bestemt", "not determined yet")
    assert values[late].en == "not determined yet", "nor a number that is counted from it"
    assert Values(words, {built: date(2998, 1, 5)})[built].en == "5 January 2998"


@pytest.mark.slow
def test_no_operator_shows_a_day_that_stands_for_none(law: Law) -> None:
    facts = compile_programs(law.at(date(2026, 3, 1))).facts
    words = Words(law.graph, facts)
    days = [f for f in facts.facts.values() if isinstance(f, Derived) and f.datatype == "date"]
    assert any(f.by_calendar is not None for f in days)
    for one in days:
        states = {one.iri: date(3000, 1, 6), **dict.fromkeys(one.operand_facts, date(3000, 1, 5))}
        assert Values(words, states)[one.iri].en == "not determined yet", one.iri


def test_the_shipped_law_says_which_days_stand_for_none(law: Law) -> None:
    assert Words(law.graph, law.facts).never == date(2999, 12, 31)
