"""What the law says of the registers under `examples/`, norm by norm, is what it said before.

`LOVGRAF_GOLDEN=write pytest tests/checker/test_registers.py` writes the counts anew after a change
of the law or of the examples; read the difference.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.terms import relative
from lovgraf.law import Law
from tests.examples import WHOLE, one_in
from tests.places import ROOT

pytestmark = pytest.mark.slow

GOLDEN = ROOT / "tests" / "golden" / "registers"
WRITES = os.environ.get("LOVGRAF_GOLDEN") == "write"
DAYS = {
    "customers": "2014-12-01",
    "filings": "2024-02-01",
    "issuances": "2023-06-15",
    "messages": "2022-02-01",
    "payments": "2025-09-15",
    "pension-recipients": "2014-12-01",
    "persons": "2014-12-01",
    "tax-customers-abroad": "2014-12-01",
}


def counts(law: Law, path: Path, as_of: str) -> dict[str, object]:
    """How many records get each verdict of each norm, and how many each cause and flaw has."""
    mapping = path.with_name(path.name + "-metadata.json")
    found = check_dataset(
        path,
        CheckRequest(date.fromisoformat(as_of), law, mapping=mapping if mapping.exists() else None),
    )
    return {
        "as_of": as_of,
        "records": found.records,
        "norms": {
            relative(n.norm): {v: k for v, k in n.verdicts.items() if k} for n in found.norms
        },
        "causes": {
            f"{relative(c.norm)} {c.outlook or c.verdict} "
            f"{','.join((*c.missing, *c.judgment))}": c.count
            for c in found.causes
        },
        "record_quality": {
            f"{flaw.code} {flaw.column or ''}".strip(): flaw.count for flaw in found.quality
        },
    }


@pytest.mark.parametrize("name", one_in(3, sorted(DAYS), whole=WHOLE or WRITES))
def test_the_verdicts_are_those_of_before(law: Law, name: str) -> None:
    found = counts(law, ROOT / "examples" / f"{name}.csv", DAYS[name])
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    file = GOLDEN / f"{name}.json"
    if WRITES:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


def test_every_example_is_here() -> None:
    assert {path.stem for path in (ROOT / "examples").glob("*.csv")} == set(DAYS)
