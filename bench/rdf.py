"""`python -m bench.rdf`: SHACL on persons as N-Triples, against open engines, in one run.

Each engine is a process of its own that loads the files and makes the whole report; they run in
turn. Besides wall time the processor time counts: on a machine that does other work it is the
fairer one. The number of results has to be the same. An engine that takes too long is stopped, and
left out of larger files, which the table says. The other engines: pip install lovgraf[bench].
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.process import Run, Timing, run
from bench.rdf_data import SHAPES, write_persons

_OURS = """
import sys
from pathlib import Path
from lovgraf.validate import validate, as_turtle
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
OURS = "lovgraf"
ENGINES = {OURS: _OURS, "shacl": _SHACL, "shacl-rust": _SHACL_RUST}


@dataclass(frozen=True)
class Measured:
    """What came of an engine: its timing and its median wall time over that of the fastest other
    engine; both None where it did not end, as `note` says."""

    name: str
    timing: Timing | None
    ratio: float | None
    note: str = ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.rdf", description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=installed())
    parser.add_argument(
        "--limit", type=float, default=120, help="seconds after which an engine is stopped"
    )
    parser.add_argument(
        "--slowest",
        type=float,
        default=5,
        help="an engine that takes more than so many times the fastest is left out of larger files",
    )
    options = parser.parse_args()
    if len(options.engines) < 2:
        print(
            "SHACL on RDF is not measured: no other engine is there (pip install lovgraf[bench])."
        )
        return
    print(f"{'persons':>10}  {'engine':<12}{'wall s':>8}{'cpu s':>8}{'MB':>8}{'ratio':>7}")
    engines = list(options.engines)
    for persons in sorted(options.persons):
        found = compare(persons, options.runs, engines, options.limit)
        for one in found:
            print(f"{persons:>10}  {_line(one)}", flush=True)
        for name in set(options.engines) - set(engines):
            print(f"{persons:>10}  {name:<12} left out: too slow on fewer persons", flush=True)
        engines = [
            name for name in engines if name == OURS or name in quick(found, options.slowest)
        ]


def _line(one: Measured) -> str:
    if one.timing is None:
        return f"{one.name:<12} {one.note}"
    ratio = "" if one.ratio is None else f"{one.ratio:7.2f}"
    return (
        f"{one.name:<12}{one.timing.seconds:8.2f}{one.timing.processor:8.2f}"
        f"{one.timing.megabytes:8.0f}{ratio}" + ("  (aim: below 1)" if one.name == OURS else "")
    )


def quick(found: Sequence[Measured], slowest: float) -> list[str]:
    """The engines that ended within so many times the time of the fastest."""
    times = {one.name: one.timing.seconds for one in found if one.timing is not None}
    return [name for name, seconds in times.items() if seconds <= slowest * min(times.values())]


def installed() -> list[str]:
    """The engines that are there."""
    modules = {name: name.replace("-", "_") for name in ENGINES} | {"lovgraf": "lovgraf"}
    return [name for name, module in modules.items() if importlib.util.find_spec(module)]


def compare(
    persons: int, runs: int, engines: Sequence[str] = tuple(ENGINES), limit: float = 120
) -> list[Measured]:
    """What comes of each engine; those that do not end within `limit` seconds run once.

    Raises `RuntimeError` where the engines do not find the same number of results.
    """
    with tempfile.TemporaryDirectory() as folder:
        data, shapes = Path(folder, "persons.nt"), Path(folder, "shapes.ttl")
        write_persons(persons, data)
        shapes.write_text(SHAPES, encoding="utf-8")
        found: dict[str, list[Run]] = {name: [] for name in engines}
        notes: dict[str, str] = {}
        for _ in range(runs):
            for name in [name for name in engines if name not in notes]:
                command = [sys.executable, "-c", ENGINES[name], str(data), str(shapes)]
                try:
                    most = None if name == OURS else limit
                    found[name].append(run(command, (0,), most))
                except (TimeoutError, RuntimeError) as error:
                    if name == OURS:
                        raise
                    notes[name] = str(error)
    counts = {run.output.strip() for runs_of in found.values() for run in runs_of}
    if len(counts) != 1:
        raise RuntimeError(f"the engines find different numbers of results: {sorted(counts)}")
    timings = {n: Timing(tuple(found[n])) for n in engines if found[n] and n not in notes}
    return [_measured(name, timings, notes.get(name, "")) for name in engines]


def _measured(name: str, timings: dict[str, Timing], note: str) -> Measured:
    others = [timing.seconds for other, timing in timings.items() if other != name]
    if name not in timings:
        return Measured(name, None, None, note)
    ratio = timings[name].seconds / min(others) if others else None
    return Measured(name, timings[name], ratio)


if __name__ == "__main__":
    main()
