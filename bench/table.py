"""The figures of a measurement as a table and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bench.process import Timing


@dataclass(frozen=True)
class Side:
    """The figures of one file format; sizes in bytes, times in seconds."""

    suffix: str
    size: int
    report: int
    first: float
    check: Timing
    reading: Timing
    check_fixed: Timing
    reading_fixed: Timing
    inside: dict[str, float]
    without: dict[str, float]
    """What `bench.checked` says of a check, and of one without the uniqueness check."""
    grown: dict[int, Timing]
    grown_inside: dict[int, dict[str, float]]
    tenth: Timing | None = None
    """A check of a tenth of the rows, where growth was asked for."""

    @property
    def fixed(self) -> float:
        """Seconds that a check takes whatever the size of the file."""
        return self.check_fixed.seconds

    @property
    def check_net(self) -> float:
        """Seconds that the rows cost, uniqueness included."""
        return self.check.seconds - self.check_fixed.seconds

    @property
    def unique(self) -> float:
        """Seconds of that for the uniqueness check."""
        return self._unique("seconds")

    def _unique(self, what: str) -> float:
        """What the uniqueness check adds, which other work may go on beside: never more than lies
        between its begin and its end."""
        added = self.inside[what] - self.without[what]
        return max(0.0, min(added, self.inside[f"unique_{what}"]))

    @property
    def processor_ratio(self) -> float:
        """Processor time of a check to that of reading, both without the fixed cost."""
        read = self.reading.processor - self.reading_fixed.processor
        checked = self.check.processor - self.check_fixed.processor
        return (checked - self._unique("processor")) / max(read, 1e-3)

    @property
    def growth(self) -> float:
        """Time a row of all rows to that of a tenth of them, both without the fixed cost."""
        tenth = (self.tenth.seconds if self.tenth else 0) - self.fixed
        return self.check_net / 10 / max(tenth, 1e-3)

    @property
    def reading_net(self) -> float:
        """Seconds that merely reading the rows costs."""
        return max(self.reading.seconds - self.reading_fixed.seconds, 1e-3)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "format": self.suffix,
            "bytes": self.size,
            "report_bytes": self.report,
            "first_run_seconds": round(self.first, 3),
            "check": self.check.as_dict(),
            "reading": self.reading.as_dict(),
            "check_fixed": self.check_fixed.as_dict(),
            "reading_fixed": self.reading_fixed.as_dict(),
            "check_tenth": self.tenth.as_dict() if self.tenth else None,
            "inside": self.inside,
            "without_uniqueness": self.without,
            "generated": {
                str(count): timing.as_dict() | {"inside": self.grown_inside[count]}
                for count, timing in self.grown.items()
            },
        }


@dataclass(frozen=True)
class Result:
    """All figures of a measurement."""

    rows: int
    runs: int
    processors: int
    sides: tuple[Side, ...]
    shacl: dict[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "rows": self.rows,
            "runs": self.runs,
            "processors": self.processors,
            "formats": [side.as_dict() for side in self.sides],
            "pyshacl": self.shacl,
        }


_AIMS = (
    "Aims: check : read without uniqueness 1.6 (csv) and 3 (parquet); peak memory 1,000 MB, or of",
    "ten million rows 1,500 MB; 600 norms more: 1.5 times as long; a row of ten million: 1.2 times",
    "one of a million (--rows 10000000 --growth).",
)


def render(result: Result) -> str:
    """The table; one column a file format."""
    sides = result.sides
    lines = [
        f"{result.rows:,} persons, {int(sides[0].inside['norms'])} norms of all acts in force, "
        f"medians of {result.runs} runs, {result.processors} processors",
        "",
        _line("", *(side.suffix for side in sides)),
    ]

    def add(label: str, form: str, *values: float) -> None:
        lines.append(_line(label, *(format(value, form) for value in values)))

    add("file, MB", ".1f", *(s.size / 1e6 for s in sides))
    add("report (JSON), MB", ".1f", *(s.report / 1e6 for s in sides))
    add("check, whole process, s", ".2f", *(s.check.seconds for s in sides))
    add("  of which fixed (ten rows), s", ".2f", *(s.fixed for s in sides))
    add("  of which uniqueness, s", ".2f", *(s.unique for s in sides))
    add("read every column, whole process, s", ".2f", *(s.reading.seconds for s in sides))
    add("  of which fixed (ten rows), s", ".2f", *(s.reading_fixed.seconds for s in sides))
    add("time, check : read, both without fixed", ".2f",
        *(s.check_net / s.reading_net for s in sides))  # fmt: skip
    add("  the same without uniqueness", ".2f",
        *((s.check_net - s.unique) / s.reading_net for s in sides))  # fmt: skip
    add("processor time, the same", ".2f", *(s.processor_ratio for s in sides))
    if all(s.tenth for s in sides):
        add("time a row, all rows : a tenth of them", ".2f", *(s.growth for s in sides))
    add("peak memory of check, MB", ".0f", *(s.check.megabytes for s in sides))
    add("peak memory of read, MB", ".0f", *(s.reading.megabytes for s in sides))
    add("memory, check : read", ".2f", *(s.check.megabytes / s.reading.megabytes for s in sides))
    add("cells, over all groups of norms", ",.0f", *(s.inside["cells"] for s in sides))
    for count in sides[0].grown:
        add(f"check with {count} generated norms more, s", ".2f",
            *(s.grown[count].seconds for s in sides))  # fmt: skip
        add("  times as long as without, processor", ".2f",
            *(s.grown[count].processor / s.check.processor for s in sides))  # fmt: skip
        add("  cells", ",.0f", *(s.grown_inside[count]["cells"] for s in sides))
        add("  peak memory, MB", ".0f", *(s.grown[count].megabytes for s in sides))
    add("first check under a law (ten rows), s", ".2f", *(s.first for s in sides))
    lines += ["", *_AIMS]
    if result.shacl:
        lines += ["", *_shacl(result, result.shacl)]
    return "\n".join(lines)


def _shacl(result: Result, shacl: dict[str, Any]) -> list[str]:
    each = shacl["seconds"] / shacl["records"]
    ours = result.sides[0].check_net / result.rows
    lines = [
        f"pySHACL, {shacl['shapes']} norms as shapes, {shacl['records']:,} of the persons: "
        f"{shacl['seconds']:.1f} s, {each * 1e3:.2f} ms a record"
    ]
    if ours > 0:
        lines.append(
            f"Lovgraf, {result.sides[0].suffix}: {ours * 1e6:.2f} µs a record; "
            f"{each / ours:,.0f} times as fast"
        )
    else:
        lines.append("Lovgraf: too few rows to tell their cost from the fixed one")
    return lines


def _line(label: str, *cells: str) -> str:
    return f"{label:<44}" + "".join(f"{cell:>12}" for cell in cells)
