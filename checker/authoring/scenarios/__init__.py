"""Scenarios: cases of the law that a lawyer can read and write, as YAML files."""

from lovgraf.authoring.scenarios.cases import (
    Scenario,
    norm_of,
    norms_named,
    read_scenarios,
    record_of,
)

__all__ = ["Scenario", "norm_of", "norms_named", "read_scenarios", "record_of"]
