"""Random shapes on random data: columns give the report of pySHACL, or refuse by name."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from tests.checker.validate.helpers import report_of, rows
from tests.examples import examples

NODES = ["ex:a", "ex:b", "ex:c", "_:d"]
LITERALS = [
    '"x"', '"X1"', '"x"@en', '"y"@en', '"y"@da-dk', '""', '"æ ø"', '"a\\"b\\n"', "1", "2", "03",
    "2.0", "1e0", "-7", "true", '"one"^^xsd:integer', '"300"^^xsd:byte', '"5"^^xsd:byte',
    '"2014-12-01"^^xsd:date', '"2014-02-30"^^xsd:date', '"2015-01-01"^^xsd:date',
    '"2014-12-01T10:00:00"^^xsd:dateTime', '"2014-12-01T10:00:00Z"^^xsd:dateTime', '"z"^^ex:kind',
]  # fmt: skip
ILL_TYPED = {'"one"^^xsd:integer', '"300"^^xsd:byte', '"2014-02-30"^^xsd:date'}
"""pySHACL 0.40 compares some of these by chance; SPARQL, and so SHACL, finds them incomparable."""
PREDICATES = ["ex:p", "ex:q", "ex:r"]
CLASSES = ["ex:C", "ex:D"]
values = st.sampled_from(NODES + LITERALS)
triples = st.one_of(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), values),
    st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(CLASSES)),
    st.just(("ex:D", "rdfs:subClassOf", "ex:C")),
)
numbers = st.integers(0, 3)
terms = st.sampled_from([n for n in NODES if n != "_:d"] + LITERALS)
bounds = st.sampled_from(
    ["1", "2.0", "2e0", '"2014-12-15"^^xsd:date', '"2014-12-01T10:00:00"^^xsd:dateTime']
)
on_values = st.one_of(
    st.builds(
        "sh:datatype {}".format,
        st.sampled_from(
            [
                "xsd:integer",
                "xsd:byte",
                "xsd:decimal",
                "xsd:string",
                "xsd:boolean",
                "xsd:date",
                "xsd:dateTime",
                "rdf:langString",
                "ex:kind",
            ]
        ),
    ),
    st.builds(
        "sh:nodeKind sh:{}".format,
        st.sampled_from(
            ["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "IRIOrLiteral", "BlankNodeOrLiteral"]
        ),
    ),
    st.builds("sh:class {}".format, st.sampled_from(CLASSES)),
    st.builds(
        "sh:{} {}".format,
        st.sampled_from(["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"]),
        bounds,
    ),
    st.builds("sh:{} {}".format, st.sampled_from(["minLength", "maxLength"]), numbers),
    st.builds('sh:pattern "{}"'.format, st.sampled_from(["^x", "[0-9]", "a|1$", "^.$", "x?"])),
    st.builds("sh:in ({})".format, st.lists(terms, max_size=4).map(" ".join)),
    st.builds("sh:languageIn ({})".format, st.sampled_from(['"en"', '"da"', '"en" "da"'])),
)
on_sets = st.one_of(
    st.builds("sh:minCount {}".format, numbers),
    st.builds("sh:maxCount {}".format, numbers),
    st.builds("sh:hasValue {}".format, terms),
    st.builds(
        "sh:{} {}".format, st.sampled_from(["equals", "disjoint"]), st.sampled_from(PREDICATES)
    ),
    st.builds(
        "sh:{} {}".format,
        st.sampled_from(["lessThan", "lessThanOrEquals"]),
        st.sampled_from(PREDICATES),
    ),
    st.just("sh:uniqueLang true"),
)
paths = st.recursive(
    st.sampled_from(PREDICATES),
    lambda inner: st.one_of(
        st.builds("[ sh:inversePath {} ]".format, st.sampled_from(PREDICATES)),
        st.builds(
            "[ sh:{} {} ]".format,
            st.sampled_from(["zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]),
            inner,
        ),
        st.builds("( {} {} )".format, inner, inner),
        st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner),
    ),
    max_leaves=3,
)


def _logic(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    anonymous = st.one_of(
        st.builds("[ {} ]".format, inner), st.builds("[ sh:path {} ; {} ]".format, paths, inner)
    )
    return st.one_of(
        st.builds("sh:{} {}".format, st.sampled_from(["not", "node"]), anonymous),
        st.builds(
            "sh:{} ( {} {} )".format, st.sampled_from(["and", "or", "xone"]), anonymous, anonymous
        ),
        st.builds("sh:property [ sh:path {} ; {} ]".format, paths, st.one_of(inner, on_sets)),
        st.builds(
            "sh:property [ sh:path {} ; sh:qualifiedValueShape {} ; sh:qualified{} {} ]".format,
            paths,
            anonymous,
            st.sampled_from(["MinCount", "MaxCount"]),
            numbers,
        ),
    )


constraints = st.recursive(on_values, _logic, max_leaves=4)
targets = st.sampled_from(
    [
        "sh:targetClass ex:C",
        "sh:targetSubjectsOf ex:p",
        "sh:targetObjectsOf ex:q",
        'sh:targetNode ex:a , 1 , "x"@en',
        "a rdfs:Class ; sh:targetClass ex:D",
    ]
)
shapes = st.builds(
    "ex:S a sh:NodeShape ; {} ; {} ; sh:property [ sh:path {} ; {} ] .".format,
    targets,
    constraints,
    paths,
    st.one_of(on_sets, constraints),
)


@pytest.mark.slow
@examples(2, whole=6, of=16)
@given(st.lists(triples, max_size=14), shapes)
def test_columns_agree_with_pyshacl(data: list[tuple[str, str, str]], shape: str) -> None:
    """Results are compared as sets; both engines see the same files."""
    ordered = any(name in shape for name in ("Inclusive", "Exclusive", "lessThan"))
    assume(not (ordered and any(o in ILL_TYPED for _, _, o in data)))
    # pySHACL orders values of unlike types as rdflib does; the standard calls them violations.
    assume(not (ordered and 'targetNode ex:a , 1 , "x"@en' in shape))
    # It takes an IRI for no greater than itself, too, which SPARQL does not compare.
    assume(not ("lessThan" in shape and any(o in NODES for _, _, o in data)))
    text = "\n".join(f"{s} {p} {o} ." for s, p, o in data)
    with tempfile.TemporaryDirectory() as folder:
        try:
            ours = report_of(Path(folder), text, shape, "columns")
        except NotCompilable:
            assume(False)
            raise
        try:
            theirs = report_of(Path(folder), text, shape, "reference")
        except (
            InputError
        ):  # pySHACL breaks off, as for sh:lessThan on some paths: nothing to compare
            assume(False)
            raise
        assert set(rows(ours)) == set(rows(theirs))
