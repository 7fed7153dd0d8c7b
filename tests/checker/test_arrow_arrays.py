"""Arrow arrays from buffers hold what `pyarrow.array` makes of the same states."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from lovgraf.engine.arrow_arrays import arrow_type, of_numbers, of_states
from tests.checker.small_law import AS_OF, PROGRAM
from tests.examples import whole
from tests.places import ROOT

DAYS = [None, date(1969, 12, 31), date(1970, 1, 1), date.min, date.max]
STATES: list[tuple[str, list[Any]]] = [
    ("date", DAYS),
    ("boolean", [True, None, False, *[True] * 9]),
    ("integer", [0, -(2**63), None, 2**63 - 1]),
    ("decimal", [0.5, None, -1.0, 3]),
    ("string", ["", "å€", None, "x" * 300]),
]


@pytest.mark.parametrize(("datatype", "states"), STATES, ids=[name for name, _ in STATES])
def test_states_are_there_as_they_were(datatype: str, states: list[Any]) -> None:
    whole = [state for state in states if state is not None]
    for some in (states, whole, []):
        assert of_states(some, datatype) == pa.array(some, arrow_type(datatype))
    lists = [tuple(whole), None, (), tuple(whole[:1])]
    assert of_states(lists, datatype, True) == pa.array(lists, arrow_type(datatype, True))
    of_states(lists, datatype, True).validate(full=True)
    of_states(states, datatype).validate(full=True)


def test_numbers_are_there_as_they_were() -> None:
    numbers = np.arange(7)[::-2]
    assert of_numbers(numbers).to_pylist() == [6, 4, 2, 0]


def test_pandas_is_not_imported() -> None:
    code = """
import sys
from lovgraf.engine.arrow_arrays import of_numbers, of_states
import numpy as np
of_states(["x", None], "string").take(of_numbers(np.array([1])))
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@whole("test_a_run_on_a_large_file_does_without_pandas")
@pytest.mark.slow
def test_arrow_can_be_told_to_do_without_pandas() -> None:
    pytest.importorskip("pandas")
    code = """
import sys
import pyarrow as pa
from lovgraf.engine.arrow_arrays import without_pandas
without_pandas()
assert pa.array([1, None]).to_pylist() == [1, None]
assert "pandas" not in sys.modules
import pandas
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_a_run_on_a_large_file_does_without_pandas(tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    rows = (f"{n},1980-01-01,true,true\n" for n in range(30_000))
    path.write_text("id,built_on,sails,inspected\n" + "".join(rows))
    code = """
import os, sys
def end(status):
    print(status, "pyarrow.compute" in sys.modules, "pandas" in sys.modules)
    raise SystemExit
os._exit = end
"""
    command = [sys.executable, "-c", code + PROGRAM]
    command += ["check", str(path), "--as-of", AS_OF.isoformat()]
    command += ["--output", str(tmp_path / "r.json")]
    found = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    assert found.stdout.split()[-3:] == ["0", "True", "False"], found.stderr
    assert json.loads((tmp_path / "r.json").read_text())["records"] == 30_000
