"""What presumptions settle of registers, and how often they are wrong.

Each register of `bench.registers` is written twice: as an agency keeps it, and with the truth about
the same records. Verdicts on the register under presumptions are held against those on the truth.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.registers import WRITERS
from lovgraf.authoring.lint.presumed import Fit, fits
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import VERDICTS, CheckResult
from lovgraf.law import Law, load_law
from lovgraf.law.presumptions import profile_of

DAYS = {
    "person": "2014-12-01", "filing": "2025-06-01", "payment": "2025-06-01",
    "issuance": "2025-06-01", "customer": "2025-06-01",
}  # fmt: skip
BREACHES = {"breached", "unattainable"}


@dataclass(frozen=True)
class Measured:
    """How verdicts on a register compare with those on the truth; shares are of verdicts that
    concern somebody."""

    kind: str
    open_before: float
    open_after: float
    no_breach_possible: float
    not_asked: int
    decided: int
    equal: float
    false_breaches: int


def measure(kind: str, rows: int, seed: int, law: Law, folder: Path) -> tuple[Measured, list[Fit]]:
    """Compare one register with its truth."""
    register, truth = folder / f"{kind}.csv", folder / f"{kind}-truth.csv"
    WRITERS[kind](register, rows, seed)
    WRITERS[kind](truth, rows, seed, full=True)
    day = date.fromisoformat(DAYS[kind])
    presuming = replace(law, profile=profile_of(law.graph, law.facts, "register"))

    def check(path: Path, under: Law) -> CheckResult:
        return check_dataset(
            path, CheckRequest(day, under, fail_on=frozenset(VERDICTS), exact=True)
        )

    strict, presumed, full = check(register, law), check(register, presuming), check(truth, law)
    known, true = _verdicts(presumed), _verdicts(full)
    pairs = Counter((verdict, true[key]) for key, verdict in known.items() if key in true)
    concerned = {pair: n for pair, n in pairs.items() if pair != ("not-addressed",) * 2}
    decided = sum(concerned.values())
    equal = sum(n for (own, other), n in concerned.items() if own == other)
    wrong = sum(n for (own, other), n in pairs.items() if own in BREACHES and other not in BREACHES)
    open_ = presumed.outlooks().get("no-breach-possible", 0)
    return (
        Measured(
            kind, _open(strict), _open(presumed), open_ / _concerning(presumed),
            len(presumed.not_asked), decided, equal / max(decided, 1), wrong,
        ),
        fits(truth, law, day, kind),
    )  # fmt: skip


def _verdicts(result: CheckResult) -> dict[tuple[str, int], str]:
    """The verdict of each norm on each row, but for undetermined ones."""
    causes = {cause.id: (cause.norm, cause.verdict) for cause in result.causes}
    found = {}
    for finding in result.findings:
        norm, verdict = causes[finding.cause]
        found[norm, finding.row] = verdict
    return found


def _concerning(result: CheckResult) -> int:
    totals = result.totals()
    return max(sum(n for v, n in totals.items() if v != "not-addressed"), 1)


def _open(result: CheckResult) -> float:
    return result.totals().get("undetermined", 0) / _concerning(result)


def main() -> None:
    """Print both tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("kinds", nargs="*", default=sorted(WRITERS))
    given = asked.parse_args()
    law, wrong = load_law(), list[tuple[str, Fit]]()
    print(
        "register   open before  open after  no breach possible  not asked    decided    equal"
        "  false breaches"
    )
    for kind in given.kinds:
        with TemporaryDirectory() as folder:
            found, own = measure(kind, given.rows, given.seed, law, Path(folder))
        wrong += [(kind, fit) for fit in own if fit.stated]
        print(
            f"{kind:9} {found.open_before:12.1%} {found.open_after:11.1%} "
            f"{found.no_breach_possible:19.1%} {found.not_asked:10} {found.decided:10} "
            f"{found.equal:8.2%} {found.false_breaches:15}",
            flush=True,
        )
    print("\nHow often the truth is another than what is presumed:")
    for kind, fit in sorted(wrong, key=lambda one: -one[1].contradicted / one[1].stated):
        if fit.contradicted:
            share = fit.contradicted / fit.stated
            print(f"{share:7.2%} of {fit.stated:6} {kind:9} {fit.presumption.rpartition('/')[2]}")
    kept = sum(not fit.contradicted for _, fit in wrong)
    print(f"{kept} of {len(wrong)} never.")


if __name__ == "__main__":
    main()
