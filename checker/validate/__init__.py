"""SHACL validation of any RDF: plain SHACL, closed world, a blank is no value.

The run: `run`, `request`, `survey` (what nobody would check), `shapes`.
By columns: `evaluate`, with `targets`, `paths`, `value_nodes`; `forms`, `on_sets`, `datatypes`.
By pySHACL: `reference`, `pyshacl_run` (in the sandbox).
The report: `report`, `messages`, `withheld`; `as_text`, `as_json`, `as_turtle`.
"""

from lovgraf.validate.run import ENGINES, validate

__all__ = ["ENGINES", "validate"]
