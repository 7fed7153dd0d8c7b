"""Proposals that nest without end are refused before anything goes down into them."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from lovgraf.proposals.proposal import proposal_of

HEAD = """@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:p> a core:Proposal ; rdfs:label "x"@da , "x"@en .
"""


@pytest.mark.parametrize(
    "more",
    [
        "<urn:a> <urn:b> " + "[ <urn:b> " * 60 + "1" + " ]" * 60 + " .",
        "<urn:a> <urn:b> " + "( " * 5000 + ") " * 5000 + ".",
        "_:a <urn:b> _:b . _:b <urn:b> _:a .",
        "<urn:a> <urn:b> _:l . _:l rdf:first 1 ; rdf:rest _:l .",
    ],
)
def test_brackets_without_end_are_refused(more: str) -> None:
    with pytest.raises(InputError, match="brackets within brackets"):
        proposal_of(HEAD + more, "p.ttl")


def test_a_long_list_is_not_deep() -> None:
    text = "<urn:a> <urn:b> ( " + "[ <urn:b> ( 1 2 ) ] " * 3000 + ") ."
    assert proposal_of(HEAD + text, "p.ttl").iri == "urn:p"
