"""The acts that others speak of most."""

from __future__ import annotations

from lovgraf.core.terms import BASE
from lovgraf.law import Law
from lovgraf.proposals.overview.timeline import mentions


def test_what_an_act_says_of_itself_does_not_count(law: Law) -> None:
    found = mentions(law)
    acts = {iri: count for iri, count in found.items() if count}
    assert acts
    top = found.most_common(1)[0][0]
    own = [
        s for s, _, o in law.graph if str(o).startswith(f"{top}/") and not str(s).startswith(top)
    ]
    assert 0 < len(own) <= found[top]
    assert all(iri.startswith(BASE) for iri in acts)
