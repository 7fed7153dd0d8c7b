"""Whether the classes and shapes of a proposal can be evaluated, with the line where not."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from lovgraf.conditions.tree import facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import label
from lovgraf.proposals.changes import Views
from lovgraf.proposals.fitting import misfits
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.program import readers


def check_compilable(views: Views) -> None:
    """Raise `InputError` at the first class or shape of a proposal that cannot be evaluated."""
    for proposal in views.overlay.proposals:
        for iri, record_type, shape in _used(views, proposal):
            owl, shacl = readers(views.after, record_type)
            try:
                if shape:
                    shacl.readable.check_duty(URIRef(iri))
                condition = (shacl if shape else owl).condition(URIRef(iri))
                views.after.law.facts.lineage(facts_of(condition))
            except InputError as error:
                name = label(views.graph, URIRef(iri))
                why = error.message
                if isinstance(error, NotCompilable):
                    raise proposal.error(
                        iri,
                        f"»{name.da}« kan ikke vurderes: den bruger {error.what.da}. Se "
                        "docs/encode-an-act.md om, hvad en klasse og en form kan bruge.",
                        f'"{name.en}" cannot be evaluated: it uses {error.what.en}. See '
                        "docs/encode-an-act.md on what a class and a shape can use.",
                    ) from None
                raise proposal.error(
                    iri,
                    f"»{name.da}« kan ikke vurderes: {why.da}",
                    f'"{name.en}" cannot be evaluated: {why.en}',
                ) from None
            for why in misfits(condition, views.after.law.facts):
                name = label(views.graph, URIRef(iri))
                raise proposal.error(iri, f"»{name.da}«: {why.da}", f'"{name.en}": {why.en}')
        for iri in proposal.introduces:
            norm = views.after.norms.get(iri)
            if norm is not None and norm.judged and norm.duty is None:
                raise proposal.error(
                    iri,
                    f"»{norm.label.da}« siger ikke, hvad der skal være opfyldt. Angiv core:duty "
                    "med en form, eller hvad den afløser med core:replaces.",
                    f'"{norm.label.en}" does not say what must hold. Give core:duty with a shape, '
                    "or what it takes the place of with core:replaces.",
                )


def _used(views: Views, proposal: Proposal) -> Iterator[tuple[str, str, bool]]:
    """Classes and shapes that a proposal's norms and routes use: (IRI, record type, a shape)."""
    for iri in proposal.introduces:
        norm = views.after.norms.get(iri)
        if norm is not None:
            for name in (norm.addressee, norm.eligible, norm.granted):
                if name is not None:
                    yield name, norm.record_type, False
            if norm.duty is not None:
                yield norm.duty, norm.record_type, True
    for route in views.after.routes:
        if route.iri in proposal.introduces and route.eligible is not None:
            for kind in sorted(route.record_types):
                yield route.eligible, kind, False
