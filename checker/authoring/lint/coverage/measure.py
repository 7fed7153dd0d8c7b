"""Measure scenarios against a law: every norm, exemption, limit and route a record can meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from lovgraf.authoring.lint.coverage.asked import further
from lovgraf.authoring.lint.coverage.demands import KINDS, Demand, Demands, Subjects
from lovgraf.authoring.lint.coverage.norms import Observer
from lovgraf.authoring.scenarios.batches import Batch, Compiler, in_batches
from lovgraf.authoring.scenarios.cases import Scenario, read_scenarios
from lovgraf.core.errors import InputError
from lovgraf.core.terms import absolute, lies_in
from lovgraf.core.yaml_text import YamlError, read_yaml
from lovgraf.law import Law, Norm

# Gaps that are accepted, each with the reason why no scenario can fill it.


class Accepted(Struct, frozen=True):
    """The reasons by the name of the gap."""

    reasons: dict[str, str]


def read_accepted(file: Path) -> Accepted:
    """Read a YAML list of entries with `gap` and `reason`.

    Raises `InputError` where the file cannot be read, or an entry lacks either.
    """
    try:
        content = read_yaml(file.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, YamlError):
        raise _wrong(file, "kan ikke læses", "cannot be read") from None
    reasons: dict[str, str] = {}
    for entry in content if isinstance(content, list) else [content]:
        known = entry if isinstance(entry, dict) else {}
        gap, reason = (str(known.get(key) or "").strip() for key in ("gap", "reason"))
        if not gap or not reason or len(known) != 2:
            raise _wrong(file, "har en post uden gap og reason", "has an entry without gap, reason")
        if gap in reasons:
            raise _wrong(file, f"nævner {gap} to gange", f"names {gap} twice")
        reasons[gap] = reason
    return Accepted(reasons)


def _wrong(file: Path, danish: str, english: str) -> InputError:
    return InputError(
        f"Listen over accepterede huller {danish}.",
        f"The list of accepted gaps {english}.",
        str(file),
    )


class Coverage(Struct, frozen=True):
    """What scenarios show, and what they leave out.

    `gaps` are open; `accepted` have a reason; `stale` are accepted gaps that are none any more.
    `demanded` and `met` count by kind.
    """

    scenarios: int
    norms: int
    with_scenario: int
    demanded: dict[str, int]
    met: dict[str, int]
    gaps: tuple[Demand, ...]
    accepted: tuple[Demand, ...]
    reasons: dict[str, str]
    stale: tuple[str, ...]


def coverage(
    law: Law,
    folders: Iterable[Path],
    accepted: Accepted | None = None,
    about: Sequence[str] = (),
) -> Coverage:
    """Measure the scenarios below some folders.

    `about` (beginnings of IRIs, relative to the base) leaves out what is about other acts. Raises
    `InputError` for a folder that is not there and for a scenario that cannot be used.
    """
    scenarios = [case for folder in folders for case in read_scenarios(folder)]
    return measure(law, scenarios, accepted, about)


def measure(
    law: Law,
    scenarios: list[Scenario],
    accepted: Accepted | None = None,
    about: Sequence[str] = (),
) -> Coverage:
    """Measure scenarios that have been read. Raises `InputError` for one that cannot be used."""
    return measured(law, prepared(law, scenarios), len(scenarios), accepted, about)


def prepared(law: Law, scenarios: Iterable[Scenario]) -> list[Batch]:
    """Scenarios in batches, of which everything is answered that `measured` asks.

    Raises `InputError` for one that cannot be used.
    """
    found = in_batches(law, scenarios)
    for fault in found.faults:
        raise fault
    for batch in found.batches:
        batch.also, batch.values = further(batch.programs)
    return found.batches


def measured(
    law: Law,
    batches: Iterable[Batch],
    scenarios: int,
    accepted: Accepted | None = None,
    about: Sequence[str] = (),
) -> Coverage:
    """Measure batches (`prepared`) of so many scenarios."""
    observer = Observer(Subjects(law))
    dates: dict[str, set[date]] = {}
    for batch in batches:
        observer.observe(batch)
        for case in batch.cases:
            dates.setdefault(case.norm.iri, set()).add(batch.as_of)
    norms = norms_ever_in_force(law, about)
    for batch in unseen(law, norms, dates):
        observer.observe(batch)
    observer.demands.keep(lambda demand: within(demand.subject.iri, about, demand.subject.act))
    observer.demands.settle()
    return _result(observer.demands, scenarios, norms, dates, accepted or Accepted({}), about)


def _result(
    demands: Demands,
    scenarios: int,
    norms: list[Norm],
    dates: dict[str, set[date]],
    accepted: Accepted,
    about: Sequence[str],
) -> Coverage:
    gaps = demands.gaps
    count = dict.fromkeys(KINDS, 0)
    met = dict.fromkeys(KINDS, 0)
    for key, demand in demands.by_key.items():
        count[demand.kind] += 1
        met[demand.kind] += key in demands.met
    return Coverage(
        scenarios=scenarios,
        norms=len(norms),
        with_scenario=sum(norm.iri in dates for norm in norms),
        demanded={kind: number for kind, number in count.items() if number},
        met={kind: met[kind] for kind, number in count.items() if number},
        gaps=tuple(gap for gap in gaps if gap.key not in accepted.reasons),
        accepted=tuple(gap for gap in gaps if gap.key in accepted.reasons),
        reasons=dict(accepted.reasons),
        stale=() if about else tuple(sorted(set(accepted.reasons) - {gap.key for gap in gaps})),
    )


def _ever(norm: Norm) -> bool:
    """Whether a norm is in force on some day."""
    start, end = norm.in_force.start, norm.in_force.end
    return start is not None and (end is None or start <= end)


def norms_ever_in_force(law: Law, about: Sequence[str] = ()) -> list[Norm]:
    """The norms that give verdicts on some day; `about` leaves out those of other acts."""
    return [n for n in law.norms.values() if n.judged and _ever(n) and within(n.iri, about)]


def within(iri: str, about: Sequence[str], act: str = "") -> bool:
    """Whether an IRI, or that of its act, begins with one of some names (any with no names)."""
    return not about or any(
        lies_in(name, start) for start in map(absolute, about) for name in (iri, act)
    )


def unseen(law: Law, norms: Iterable[Norm], dates: dict[str, set[date]]) -> Iterator[Batch]:
    """Batches without cases, for norms without any, and for those as they read at another time."""
    wanted: dict[tuple[date, str], set[str]] = {}
    change_days, compiler = _ChangeDays(law), Compiler(law)
    for norm in norms:
        days = change_days.of(norm)
        ends: list[date | None] = [*days[1:], None]
        for day, end in zip(days, ends, strict=True):
            seen = dates.get(norm.iri, set())
            if not any(day <= other and (end is None or other < end) for other in seen):
                wanted.setdefault((day, norm.record_type), set()).add(norm.iri)
    for (day, record_type), names in sorted(wanted.items()):
        yield Batch(law, day, record_type, [], compiler.programs(day, record_type, names))


class _ChangeDays(Struct):
    """The days on which a norm begins to read otherwise: what lifts it or leads to what it needs
    comes into force or ends."""

    law: Law

    def of(self, norm: Norm) -> list[date]:
        """The days, the first of which is that of its own force; in order."""
        start, end = norm.in_force.start, norm.in_force.end
        assert start is not None
        intervals = [n.in_force for n in self._lifting(norm, {norm.iri})]
        intervals += [r.in_force for r in self.law.access.routes if norm.requires]
        days = {start}
        for one in intervals:
            if one.start is not None:
                days.add(one.start)
                if one.end is not None:
                    days.add(one.end + timedelta(days=1))
        return sorted(d for d in days if start <= d and (end is None or d <= end))

    def _lifting(self, norm: Norm, above: set[str]) -> Iterator[Norm]:
        for other in self.law.norms.values():
            lifts = norm.iri in other.exempts or norm.iri in other.overrides
            if lifts and other.iri not in above:
                yield other
                yield from self._lifting(other, above | {other.iri})
