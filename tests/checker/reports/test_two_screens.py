"""The text report fits two screens, of whatever size the dataset, and the rest is there for the
asking."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Lang, Text
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.reports.example import CAUSES, EXAMPLE, NORMS, QUALITY, Many

LINES = 90


def large(count: int = 200) -> CheckResult:
    """A result with many causes, flaws, notes and files, all of which have much to say."""
    long = Text("meget langt " * 60, "very long " * 60)
    norm = structs.replace(NORMS[0], title=long, provision_label=long, rule=long, sanction=long)
    outlooks = ("breach-possible", "judgment", "no-breach-possible", None)
    breached = structs.replace(CAUSES[0], message=long)
    causes = [structs.replace(breached, id=f"b{n}", count=1_000_000 - n) for n in range(count)]
    causes += [
        structs.replace(
            CAUSES[2], id=f"m{n}", message=long, count=4, outlook=outlooks[n % 4],
            inexact=outlooks[n % 4] is None,
        )
        for n in range(count)
    ]  # fmt: skip
    (table,) = EXAMPLE.intake.tables
    return structs.replace(
        EXAMPLE,
        dataset="x" * 300,
        norms=(norm,),
        causes=tuple(causes),
        findings=Many(1000, "b0"),
        quality=tuple(replace(QUALITY[0], code=f"q{n}", message=long) for n in range(99)),
        notes=(long,) * 30,
        intake=structs.replace(EXAMPLE.intake, tables=(table,) * 40),
    )


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_report_of_any_size_fits_two_screens(lang: Lang, shown: bool) -> None:
    options = ReportOptions(lang, width=100, show_values=shown)
    lines = "".join(FORMATS["text"].write(large(), options)).splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= 100
    assert sum("--all" in line for line in lines) > 3


@pytest.mark.slow
def test_all_of_it_is_there_for_the_asking() -> None:
    text = "".join(FORMATS["text"].write(large(40), ReportOptions("en", width=100, all=True)))
    assert all(f"[b{n}]" in text for n in range(40))
    assert "…" not in text
