"""`python -m bench.assess`: how fast proposals are assessed, and how time grows with the kinds.

First each proposal that ships with the project: how many facts its largest partition asks for, how
many kinds of persons were made (the tables are independent) and how many those stand for, and what
`lovgraf assess` takes from an empty cache (the law's own is there) and again. Then a made law
(`bench.cells`) in which no fact can be solved apart from another: partition and verdicts of all
norms, and the whole assessment of a proposal. Each with its target; times are processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.process import LOVGRAF, alternate, run
from lovgraf.core.private import PrivateFolder

FOLDER = Path(__file__).resolve().parents[1] / "ontology" / "proposal"
WARM, LARGEST, STEEPEST = 1.0, 10.0, 1.5
"""Targets: seconds of a proposal assessed again, seconds of the last made law, and how much
dearer a kind may be there than in the law a tenth as large."""
MADE_DAY = date(2031, 1, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.assess", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is taken")
    parser.add_argument(
        "--kinds",
        default="10000,100000,1000000",
        help="kinds of the made laws, growing; empty for none",
    )
    parser.add_argument("--only", help="proposals by name, with commas between; empty for none")
    parser.add_argument("--proposal", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--made", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.proposal or options.made:
        os.environ["LOVGRAF_CACHE"] = "off"
    if options.proposal:
        print(json.dumps(cells_of(options.proposal)))
        return
    if options.made:
        print(json.dumps(_made(options.made)))
        return
    paths = sorted(FOLDER.glob("*.ttl"))
    if options.only is not None:
        paths = [path for path in paths if path.stem in options.only.split(",")]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} of all that runs here\n")
    with PrivateFolder() as work:
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")
        if paths:
            _proposals(paths, options.runs)
        if options.kinds:
            _growth([int(kinds) for kinds in options.kinds.split(",")])


def _proposals(paths: list[Path], runs: int) -> None:
    run([*LOVGRAF, "law"])
    print(f"{'proposal':36}{'facts':>6}{'made':>8}{'stand for':>16}{'cold s':>8}{'warm s':>8}")
    worst = 0.0
    for path in paths:
        command = [*LOVGRAF, "assess", str(path), "--format", "json"]
        cold = run(command, (0, 1)).processor
        warm = alternate([command], runs, (0, 1))[0].processor
        found = json.loads(run(_child("--proposal", path)).output)
        worst = max(worst, warm)
        print(
            f"{path.stem:36}{found['facts']:>6}{found['made']:>8}{found['of']:>16}"
            f"{cold:>8.2f}{warm:>8.2f}"
        )
    print(f"\nslowest again: {worst:.2f} s (target {WARM})\n")


def _growth(several: list[int]) -> None:
    print(f"{'kinds':>10}{'partition s':>13}{'verdicts s':>12}{'assess s':>10}{'µs a kind':>11}")
    each, total = [], 0.0
    for kinds in several:
        found = json.loads(run(_child("--made", kinds)).output)
        total = found["partition"] + found["verdicts"]
        each.append(total / found["kinds"])
        print(
            f"{found['kinds']:>10}{found['partition']:>13.2f}{found['verdicts']:>12.2f}"
            f"{found['assess']:>10.2f}{each[-1] * 1e6:>11.1f}"
        )
    print(f"\nthe last: {total:.1f} s (target {LARGEST:.0f})", end="")
    if len(each) > 1:
        print(
            f"; a kind costs {each[-1] / each[-2]:.2f} times what it does in the law before "
            f"(target {STEEPEST})",
            end="",
        )
    print()


def _child(option: str, value: object) -> list[str]:
    """A measurement in a process of its own, so that none finds what another has made."""
    return [sys.executable, "-m", "bench.assess", option, str(value)]


def cells_of(path: Path) -> dict[str, Any]:
    """The largest partition of a proposal's questions."""
    from lovgraf.law import load_law
    from lovgraf.proposals.answer_cache import Answers
    from lovgraf.proposals.assess import assess
    from lovgraf.proposals.case_space import CaseSpace
    from lovgraf.proposals.proposal import read_proposal

    answers = Answers()
    assess(load_law(), [read_proposal(path)], answers=answers)
    known = answers.partitions.values()
    found = [one for one in known if isinstance(one, CaseSpace)]
    if not found:
        return {"facts": 0, "made": 0, "of": 0}
    most = max(found, key=lambda one: sum(axis.size for axis in one.axes))
    made = sum(axis.size for axis in most.axes)
    return {"facts": len(most.atoms), "made": made, "of": most.of}


def _made(kinds: int) -> dict[str, Any]:
    """What a law made to have so many kinds takes."""
    from bench import cells
    from lovgraf.law import Law, load_graph
    from lovgraf.proposals.assess import assess
    from lovgraf.proposals.case_space import possible
    from lovgraf.proposals.proposal import proposal_of
    from lovgraf.verdicts.program import compile_programs

    facts = cells.facts_for(kinds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.ttl"
        path.write_text(cells.law(facts), encoding="utf-8")
        law = Law(load_graph([path]))
    programs = compile_programs(law.at(MADE_DAY), cells.TYPE)
    start = time.process_time()
    everyone = possible(programs)
    made = time.process_time()
    for program in programs.programs.values():
        everyone.verdicts(program)
    judged = time.process_time()
    assess(law, [proposal_of(cells.proposal(facts), "made.ttl")])
    return {
        "kinds": everyone.size,
        "partition": made - start,
        "verdicts": judged - made,
        "assess": time.process_time() - judged,
    }


if __name__ == "__main__":
    main()
