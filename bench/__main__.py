"""`python -m bench`: measure the checker on synthetic persons and print a table."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from bench.process import LOVGRAF, Timing, alternate, run
from bench.table import Result, Side, render
from lovgraf.core.private import PrivateFolder

AS_OF = date(2014, 12, 1)
PERSON = "person"
SMALL = 10
_FEW_RUNS = 5


def main() -> None:
    """Measure; the figures go to stdout, progress to stderr."""
    options = _options()
    with PrivateFolder() as work:
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")
        result = measure(options, work)
    print(render(result))
    if options.write:
        folder = Path(__file__).parent / "results"
        folder.mkdir(exist_ok=True)
        target = folder / f"{options.rows}.json"
        target.write_text(json.dumps(result.as_dict(), indent=2) + "\n", encoding="utf-8")
        print(f"\nWritten to bench/results/{target.name}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="persons in the file")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is taken")
    parser.add_argument(
        "--formats", default="csv,parquet", help="formats of the file, separated by commas"
    )
    parser.add_argument(
        "--norms", default="150,600", help="numbers of generated norms; empty for none"
    )
    parser.add_argument(
        "--shacl-rows", type=int, default=1000, help="persons for pySHACL; 0 leaves it out"
    )
    parser.add_argument("--growth", action="store_true", help="measure a tenth of the rows as well")
    parser.add_argument("--write", action="store_true", help="write bench/results/ROWS.json")
    return parser.parse_args()


def measure(options: argparse.Namespace, work: Path) -> Result:
    """Make the files and measure everything."""
    sides: list[Side] = []
    shacl: dict[str, object] | None = None
    further = _generated([int(n) for n in options.norms.split(",") if n], work)
    for suffix in options.formats.split(","):
        _tell(f"making {options.rows} persons ({suffix})")
        whole, small = work / f"persons.{suffix}", work / f"small.{suffix}"
        run([*LOVGRAF, "sample", str(options.rows), str(whole)])
        run([*LOVGRAF, "sample", str(SMALL), str(small)])
        tenth = work / f"tenth.{suffix}" if options.growth else None
        if tenth:
            run([*LOVGRAF, "sample", str(options.rows // 10), str(tenth)])
        _tell(f"measuring {suffix}")
        sides.append(_side(suffix, whole, small, options.runs, further, tenth))
    if options.shacl_rows:
        _tell("pySHACL")
        few = work / "few.csv"
        run([*LOVGRAF, "sample", str(min(options.shacl_rows, options.rows)), str(few)])
        command = [sys.executable, "-m", "bench.shacl", str(few), AS_OF.isoformat(), PERSON]
        shacl = json.loads(run(command).output)
    return Result(options.rows, options.runs, os.cpu_count() or 1, tuple(sides), shacl)


def _generated(counts: list[int], work: Path) -> dict[int, Path]:
    """The files of generated norms, made in a child so that this process stays small."""
    found = {}
    for count in counts:
        path = work / f"norms-{count}.ttl"
        run(
            [sys.executable, "-m", "bench.generated", str(count), AS_OF.isoformat(), PERSON]
            + [str(path)]
        )
        found[count] = path
    return found


def _side(
    suffix: str,
    whole: Path,
    small: Path,
    runs: int,
    further: dict[int, Path],
    tenth: Path | None,
) -> Side:
    def check(path: Path, *extra: Path) -> list[str]:
        data = [part for name in extra for part in ("--data", str(name))]
        output = ["--format", "json", "--output", str(path.with_suffix(".report.json"))]
        return [*LOVGRAF, "check", str(path), "--as-of", AS_OF.isoformat(), *data, *output]

    def read(path: Path) -> list[str]:
        return [sys.executable, "-m", "bench.reading", str(path)]

    def inside(*extra: Path | str) -> list[str]:
        command = [sys.executable, "-m", "bench.checked", str(whole), AS_OF.isoformat()]
        return [*command, *map(str, extra)]

    first = run(check(small), (0, 1)).seconds
    for path in further.values():
        run(check(small, path), (0, 1))
    checked, read_whole, checked_small, read_small, plain, without = alternate(
        [check(whole), read(whole), check(small), read(small), inside()]
        + [inside("--without-uniqueness")],
        runs,
    )
    size = whole.with_suffix(".report.json").stat().st_size
    of_tenth = None
    if tenth:
        # What ten rows take is most of what a tenth takes: one run of either would tell little.
        of_tenth, again = alternate([check(tenth), check(small)], max(runs, _FEW_RUNS))
        checked_small = Timing((*checked_small.runs, *again.runs))
    grown = alternate([check(whole, path) for path in further.values()], runs)
    return Side(
        tenth=of_tenth,
        suffix=suffix,
        size=whole.stat().st_size,
        report=size,
        first=first,
        check=checked,
        reading=read_whole,
        check_fixed=checked_small,
        reading_fixed=read_small,
        inside=_middle(plain),
        without=_middle(without),
        grown=dict(zip(further, grown, strict=True)),
        grown_inside={n: _middle(Timing((run(inside(path)),))) for n, path in further.items()},
    )


def _middle(timing: Timing) -> dict[str, float]:
    """What a child said in the run with the median time by its own clock."""
    said = sorted((json.loads(one.output) for one in timing.runs), key=lambda s: s["seconds"])
    found: dict[str, float] = said[len(said) // 2]
    return found


def _tell(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
