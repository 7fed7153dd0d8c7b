"""SHACL validation of any RDF: plain SHACL, closed world, a blank is no value."""

from lovgraf.validate.run import ENGINES, validate

__all__ = ["ENGINES", "validate"]
