"""The profiles name columns, codes and norms that exist, and are refused where they cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lovgraf.authoring.sample.profiles import Draw, ProfileBook, days_of, read_profiles
from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import absolute
from lovgraf.law import Law

KINDS = {"serial": "string", "cpr": "string", "account": "string"}


@pytest.fixture(scope="module")
def book() -> ProfileBook:
    return read_profiles()


def draws(book: ProfileBook) -> Iterator[tuple[str, Draw]]:
    for profile in book.profiles:
        yield from profile.facts.items()
    for fault in book.faults:
        yield from fault.changes.items()


def test_columns_are_declared_with_the_kind_drawn(book: ProfileBook, law: Law) -> None:
    declared = {column.name: column for column in law.facts.columns_of("person")}
    for name, kind in book.columns.items():
        assert declared[name].datatype == KINDS.get(kind, kind), name


def test_codes_are_of_the_list(book: ProfileBook, law: Law) -> None:
    for name, draw in draws(book):
        column = law.facts.columns[name]
        if column.code_list is None or draw.way not in ("constant", "any"):
            continue
        for value, _ in draw.choices:
            for code in str(value).split() if value is not None else ():
                assert code in column.code_list.notations, (name, code)


def test_verdicts_are_of_norms_in_force(book: ProfileBook, law: Law) -> None:
    in_force = {norm.iri for norm in law.at(book.as_of).norms.values()}
    for profile in book.profiles:
        for norm, verdict in profile.verdicts.items():
            assert absolute(norm) in in_force, norm
            assert verdict in VERDICTS


def test_all_verdicts_but_one_occur(book: ProfileBook) -> None:
    known = {verdict for profile in book.profiles for verdict in profile.verdicts.values()}
    assert set(VERDICTS) - known == {"unattainable"}  # the act gives no plain case of it in 2014


def test_residents_are_nine_in_ten(book: ProfileBook) -> None:
    weights = {profile.name: profile.weight for profile in book.profiles}
    resident = sum(
        profile.weight
        for profile in book.profiles
        if dict(profile.facts["cpr_status"].choices).keys() <= {"01", "03", None}
        and profile.facts["cpr_basis"].choices == (("registered", 1.0),)
    )
    assert 0.88 < resident / sum(weights.values()) < 0.93


def test_dates_count_from_1970() -> None:
    assert days_of(date(1970, 1, 2)) == 1
    assert days_of(date(1969, 12, 31)) == -1


GOOD = """
as_of: 2014-12-01
norms: {n: law/x/norm/y}
defaults:
  facts:
    id: {serial: P}
    born: {age: [0, 9]}
    moved: {after: born, days: [0, 3]}
  verdicts: {n: fulfilled}
profiles:
  - {name: one, weight: 1}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("after: born", "after: nothing"),
        ("after: born", "after: moved"),
        ("{age: [0, 9]}", "{ages: [0, 9]}"),
        ("{age: [0, 9]}", "{any: {true: 1, other: 2}}"),
        ("weight: 1", "weights: 1"),
        ("{n: fulfilled}", "{m: fulfilled}"),
        ("name: one, weight: 1", "name: one, weight: 1, facts: {born: 7}"),
        ("profiles:", "profiles: ["),
    ],
)
def test_a_book_that_cannot_be_drawn_is_refused(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "book.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert len(read_profiles(file).profiles) == 1
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError):
        read_profiles(file)
