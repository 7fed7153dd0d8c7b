"""Strategies for class expressions and shapes over the facts of `vocabulary.ttl`, as Turtle."""

from __future__ import annotations

from hypothesis import strategies as st

LETTERS = ["a", "b", "c", "d"]
BOOLEANS = [
    "flag",
    "mark",
    "member",
    "memberThen",
    "marked",
    "looked",
    "written",
    "signed",
    "known",
    "afterNovember",
    "stillMarked",
    "markingOver",
    "thingOver",
]
INTEGERS = {
    "number": (0, 4), "age": (0, 20), "days": (-3, 6), "months": (-1, 6), "bankDays": (0, 5),
    "daysPastHalf": (-2, 30), "span": (-2, 10),
}  # fmt: skip
DATES = ["startedOn", "endedOn", "markedOn", "latest", "earliest", "half"]
ANY = [*BOOLEANS, *INTEGERS, *DATES, "amount", "code", "codes", "paper", "country", "word"]
PATTERNS = ["a", "[ab]", "a+b?", "x.*", "[^a]"]

Turtle = st.SearchStrategy[str]


def quoted(text: str) -> str:
    """A string literal."""
    return f'"{text}"'


def _codes(fact: str) -> list[str]:
    return {"country": ["DK", "HR", "GB", "US"], "word": ["", "a", "ab", "xyz"]}.get(fact, LETTERS)


def literals(fact: str) -> Turtle:
    """A literal that a fact may be compared with."""
    if fact in (*BOOLEANS, "judged", "open"):
        return st.sampled_from(["true", "false"])
    if fact in INTEGERS:
        return st.integers(*INTEGERS[fact]).map(str)
    if fact == "amount":
        return st.sampled_from(["0.0", "1.5", "2.0"])
    return st.sampled_from(_codes(fact)).map(quoted)


def _listed(fact: str) -> Turtle:
    return st.lists(literals(fact), min_size=1, max_size=3, unique=True).map(
        lambda found: f"( {' '.join(found)} )"
    )


@st.composite
def data_ranges(draw: st.DrawFn, fact: str, whole: bool = True) -> str:
    """A data range of OWL for a fact; a whole datatype among them."""
    kinds = ["oneOf", "complement", *(["type"] if whole else [])]
    if fact in INTEGERS or fact == "amount":
        kinds += ["facet", "facet", "between"]
    if fact in ("code", "country", "word"):
        kinds.append("pattern")
    kind = draw(st.sampled_from(kinds))
    type_ = _type_of(fact)
    if kind == "type":
        return type_
    if kind == "complement":
        return f"[ a rdfs:Datatype ; owl:datatypeComplementOf {draw(data_ranges(fact, False))} ]"
    if kind == "oneOf":
        return f"[ a rdfs:Datatype ; owl:oneOf {draw(_listed(fact))} ]"
    if kind == "pattern":
        facets = f"[ xsd:pattern {quoted(draw(st.sampled_from(PATTERNS)))} ]"
    else:
        low = draw(st.sampled_from(["xsd:minInclusive", "xsd:minExclusive"]))
        high = draw(st.sampled_from(["xsd:maxInclusive", "xsd:maxExclusive"]))
        if kind == "between":
            facets = f"[ {low} {draw(literals(fact))} ] [ {high} {draw(literals(fact))} ]"
        else:
            facets = f"[ {draw(st.sampled_from([low, high]))} {draw(literals(fact))} ]"
    return f"[ a rdfs:Datatype ; owl:onDatatype {type_} ; owl:withRestrictions ( {facets} ) ]"


def _type_of(fact: str) -> str:
    if fact in (*BOOLEANS, "judged", "open"):
        return "xsd:boolean"
    if fact in INTEGERS:
        return "xsd:integer"
    return "xsd:decimal" if fact == "amount" else "xsd:string"


@st.composite
def restrictions(draw: st.DrawFn, facts: list[str]) -> str:
    """A restriction of OWL on one of some facts."""
    fact = draw(st.sampled_from(facts))
    kinds = ["hasValue", "hasValue", "some", "some", "all", "min", "max", "exact"]
    kind = draw(st.sampled_from(kinds if fact not in DATES else ["min", "max", "exact"]))
    if kind == "hasValue":
        rest = f"owl:hasValue {draw(literals(fact))}"
    elif kind in ("some", "all"):
        rest = f"owl:{kind}ValuesFrom {draw(data_ranges(fact))}"
    else:
        name = {"min": "minCardinality", "max": "maxCardinality", "exact": "cardinality"}[kind]
        number = draw(st.integers(0, 2 if fact == "codes" else 1))
        rest = f'owl:{name} "{number}"^^xsd:nonNegativeInteger'
    return f"[ a owl:Restriction ; owl:onProperty record:{fact} ; {rest} ]"


def class_expressions(facts: list[str], leaves: int = 5, judged: bool = False) -> Turtle:
    """A class expression over some facts; with `judged`, an authority's judgment among them."""
    leaf = restrictions([*facts, "judged"] if judged else facts)
    base = st.one_of(leaf, leaf, leaf, st.sampled_from(["record:Thing", "owl:Thing"]))

    def extend(inner: Turtle) -> Turtle:
        parts = st.lists(inner, min_size=1, max_size=3).map(" ".join)
        return st.one_of(
            parts.map(lambda found: f"[ a owl:Class ; owl:intersectionOf ( {found} ) ]"),
            parts.map(lambda found: f"[ a owl:Class ; owl:unionOf ( {found} ) ]"),
            inner.map(lambda found: f"[ a owl:Class ; owl:complementOf {found} ]"),
        )

    return st.recursive(base, extend, max_leaves=leaves)


@st.composite
def _constraint(draw: st.DrawFn, fact: str) -> str:
    """A constraint component of SHACL on the values of a fact."""
    kinds = ["in", "in", "datatype"]
    if fact in INTEGERS or fact == "amount":
        kinds += ["range", "range"]
    if fact in ("code", "country", "word"):
        kinds += ["pattern", "length"]
    kind = draw(st.sampled_from(kinds if fact not in DATES else ["datatype"]))
    if kind == "in":
        return f"sh:in {draw(_listed(fact))}"
    if kind == "datatype":
        types = ["xsd:string", "xsd:boolean", "xsd:integer", "xsd:date", "xsd:decimal"]
        return f"sh:datatype {draw(st.sampled_from(types))}"
    if kind == "pattern":
        flags = draw(st.sampled_from(["", ' ; sh:flags "i"']))
        return f"sh:pattern {quoted(draw(st.sampled_from(PATTERNS)))}{flags}"
    if kind == "length":
        name = draw(st.sampled_from(["minLength", "maxLength"]))
        return f"sh:{name} {draw(st.integers(0, 3))}"
    names = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"]
    return f"sh:{draw(st.sampled_from(names))} {draw(literals(fact))}"


_PAIRS = [
    ("startedOn", "endedOn"), ("markedOn", "endedOn"), ("startedOn", "markedOn"),
    ("number", "age"), ("days", "number"), ("half", "endedOn"),
]  # fmt: skip
_EQUALS = [("flag", "mark"), ("number", "age"), ("startedOn", "markedOn")]


@st.composite
def property_shapes(draw: st.DrawFn, facts: list[str]) -> str:
    """A property shape with a direct path."""
    kind = draw(st.sampled_from(["value", "value", "has", "count", "pair", "equal", "logic"]))
    fact = draw(st.sampled_from(facts))
    if kind == "value":
        rest = draw(_constraint(fact))
    elif kind == "has" and fact not in DATES:
        rest = f"sh:hasValue {draw(literals(fact))}"
    elif kind == "pair":
        fact, other = draw(st.sampled_from(_PAIRS))
        rest = f"sh:{draw(st.sampled_from(['lessThan', 'lessThanOrEquals']))} record:{other}"
    elif kind == "equal":
        fact, other = draw(st.sampled_from(_EQUALS))
        rest = f"sh:{draw(st.sampled_from(['equals', 'disjoint']))} record:{other}"
    elif kind == "logic" and fact not in ("codes", *DATES):
        parts = [f"[ {draw(_constraint(fact))} ]" for _ in range(draw(st.integers(1, 2)))]
        name = draw(st.sampled_from(["or", "and", "xone", "not"]))
        rest = f"sh:not {parts[0]}" if name == "not" else f"sh:{name} ( {' '.join(parts)} )"
    else:
        name = draw(st.sampled_from(["minCount", "maxCount"]))
        rest = f"sh:{name} {draw(st.integers(0, 2))}"
    return f"[ sh:path record:{fact} ; {rest} ]"


def shapes(facts: list[str], leaves: int = 4) -> Turtle:
    """The body of a node shape: property shapes, and node shapes combined."""
    leaf = property_shapes(facts).map(lambda found: f"sh:property {found}")

    def extend(inner: Turtle) -> Turtle:
        members = st.lists(inner, min_size=1, max_size=3).map(
            lambda found: " ".join(f"[ a sh:NodeShape ; {body} ]" for body in found)
        )
        return st.one_of(
            members.map(lambda found: f"sh:or ( {found} )"),
            members.map(lambda found: f"sh:and ( {found} )"),
            members.map(lambda found: f"sh:xone ( {found} )"),
            inner.map(lambda body: f"sh:not [ a sh:NodeShape ; {body} ]"),
            inner.map(lambda body: f"sh:node [ a sh:NodeShape ; {body} ]"),
        )

    return st.recursive(leaf, extend, max_leaves=leaves)
