"""SHACL validation of any RDF: plain SHACL, closed world, a blank is no value.

The run: `run`, `request`, `survey` (what nobody would check), `shapes`.
By columns: `evaluate`, with `paths`; `forms` (of one value, by `literals` and `re2`) and `on_sets`
(of all at once).
By pySHACL: `reference`, `pyshacl_run` (in the sandbox), `mended` and with `timed_patterns`.
The report: `report`; `as_text`, `as_json`, `as_turtle`.
"""

from lovgraf.validate.run import ENGINES, validate

__all__ = ["ENGINES", "validate"]
