"""Dagster: an asset, and a check of it against the law that blocks what comes after it.

dagster dev -f dagster_checks.py
"""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

import lovgraf

REGISTER = Path(os.environ.get("REGISTER", "persons.csv"))
DAY = os.environ.get("AS_OF")


@dg.asset
def persons() -> str:
    """The register of persons."""
    return str(REGISTER)


@dg.asset_check(asset=persons, blocking=True)
def complies(persons: str) -> dg.AssetCheckResult:
    """No record breaches a rule in force; the reasons are told without a value of any record."""
    found = lovgraf.check(persons, as_of=DAY)
    causes = [cause for cause in found.causes.to_pylist() if cause["verdict"] in found.fail_on]
    why = [f"{cause['count']}: {cause['message']['en']}" for cause in causes]
    return dg.AssetCheckResult(
        passed=found.passed,
        metadata={"records": found.records, **found.verdicts, "why": dg.MetadataValue.json(why)},
    )


definitions = dg.Definitions(assets=[persons], asset_checks=[complies])
