"""The formats of RDF by the endings of names."""

from __future__ import annotations

ENDINGS = {
    ".ttl": "turtle", ".turtle": "turtle", ".nt": "n-triples", ".rdf": "rdf-xml",
    ".owl": "rdf-xml", ".xml": "rdf-xml", ".jsonld": "json-ld", ".nq": "n-quads", ".trig": "trig",
}  # fmt: skip
"""Format by the ending of the name, without that of a compression."""
