"""`python -m bench.rdf`: SHACL on persons as N-Triples, against open engines, in one run.

Each engine is a process of its own that loads the files and makes the whole report; they run in
turn. Besides wall time the processor time counts: on a machine that does other work it is the
fairer one. The number of results has to be the same. The other engines: pip install lovgraf[bench].
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.process import Timing, alternate
from bench.rdf_data import SHAPES, write_persons

_OURS = """
import sys
from pathlib import Path
from checker.validate import validate, as_turtle
report = validate(Path(sys.argv[1]), Path(sys.argv[2]), "columns")
for piece in as_turtle.write(report, True): pass
print(report.results)
"""
_SHACL = """
import sys, shacl
report = shacl.validate(sys.argv[1], sys.argv[2])
print(len(report.results))
"""
_SHACL_RUST = """
import sys, shacl_rust
report = shacl_rust.validate_file(sys.argv[1], sys.argv[2])
print(len(report["results"]))
"""
ENGINES = {"lovgraf": _OURS, "shacl": _SHACL, "shacl-rust": _SHACL_RUST}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.rdf", description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=installed())
    options = parser.parse_args()
    if len(options.engines) < 2:
        print(
            "SHACL on RDF is not measured: no other engine is there (pip install lovgraf[bench])."
        )
        return
    print(f"{'persons':>10}  {'engine':<12}{'wall s':>8}{'cpu s':>8}{'MB':>8}{'ratio':>7}")
    for persons in options.persons:
        for name, timing, ratio in compare(persons, options.runs, options.engines):
            print(
                f"{persons:>10}  {name:<12}{timing.seconds:8.2f}{timing.processor:8.2f}"
                f"{timing.megabytes:8.0f}{ratio:7.2f}"
                + ("  (aim: below 1)" if name == "lovgraf" else ""),
                flush=True,
            )


def installed() -> list[str]:
    """The engines that are there."""
    modules = {name: name.replace("-", "_") for name in ENGINES} | {"lovgraf": "checker"}
    return [name for name, module in modules.items() if importlib.util.find_spec(module)]


def compare(
    persons: int, runs: int, engines: Sequence[str] = tuple(ENGINES)
) -> list[tuple[str, Timing, float]]:
    """Each engine's timing, and its median wall time over that of the fastest other engine.

    Raises `RuntimeError` where the engines do not find the same number of results.
    """
    with tempfile.TemporaryDirectory() as folder:
        data, shapes = Path(folder, "persons.nt"), Path(folder, "shapes.ttl")
        write_persons(persons, data)
        shapes.write_text(SHAPES, encoding="utf-8")
        commands = [
            [sys.executable, "-c", ENGINES[name], str(data), str(shapes)] for name in engines
        ]
        timings = alternate(commands, runs, (0,))
    counts = {run.output.strip() for timing in timings for run in timing.runs}
    if len(counts) != 1:
        raise RuntimeError(f"the engines find different numbers of results: {sorted(counts)}")
    named = list(zip(engines, timings, strict=True))
    return [
        (name, timing, timing.seconds / min(t.seconds for n, t in named if n != name))
        for name, timing in named
    ]


if __name__ == "__main__":
    main()
