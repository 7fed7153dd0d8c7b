"""The codes of a table, for what tells fewer of them apart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lovgraf.conditions.atoms import Atom, make_atoms
from lovgraf.conditions.coding import Partition
from lovgraf.conditions.tree import Compare, questions
from lovgraf.engine import cell_codes
from lovgraf.engine.cell_codes import Coder, Columns
from lovgraf.engine.cell_records import _classes, _same, recoded
from lovgraf.engine.plan import all_conditions, make_plan
from lovgraf.engine.table_plan import CELL, WEIGHT, make_table_plan
from lovgraf.law import Law
from lovgraf.verdicts.program import Programs, compile_programs
from tests.checker.small_law import old_ships, view_of

DAY = date(2026, 6, 1)


def some_norms(law: Law, step: int) -> Programs:
    """Every so-many-th norm for persons."""
    programs = compile_programs(law.at(DAY), "person")
    chosen = sorted(programs.programs)[::step]
    programs.programs = {iri: programs.programs[iri] for iri in chosen}
    return programs


def test_a_code_says_the_same_where_fewer_are_told_apart(law: Law) -> None:
    every = some_norms(law, 1)
    asked = [q for c in all_conditions(every) for q in questions(c)]
    given = make_atoms(asked, every.facts)
    fewer = 0
    for step in (5, 11):
        programs = some_norms(law, step)
        own = [q for c in all_conditions(programs) for q in questions(c)]
        wanted = make_atoms(own, programs.facts)
        same = {key: _same(given[key], wanted[key]) for key in wanted}
        for question in dict.fromkeys(own):
            if isinstance(question, Compare):
                continue
            codes = same[question.fact]
            assert codes is not None
            one, other = given[question.fact].coding, wanted[question.fact].coding
            for told, also in zip(one.truth(question), other.truth(question), strict=True):
                assert told.tolist() == also[codes[: one.size]].tolist()
        for key, codes in same.items():
            assert codes is not None
            one, other = given[key].coding, wanted[key].coding
            fewer += other.classes < one.classes
            for code in range(one.unknown, one.size):
                assert one.missing(code) == other.missing(int(codes[code]))
                assert one.stated(code) == other.stated(int(codes[code]))
    assert fewer


def test_what_the_table_does_not_tell_apart_is_not_made_up(law: Law) -> None:
    one = Partition(groups=(frozenset({"a", "b"}),))
    for other in (
        Partition(groups=(frozenset({"a"}),)),
        Partition(groups=(frozenset({"a", "b", "c"}),)),
        Partition(boolean=True),
    ):
        assert _classes(one, other) is None
    assert _classes(one, one) is not None
    programs = some_norms(law, 40)
    table, own = (make_plan(programs, {}, present) for present in (["id"], ["id"]))
    words = {slot.word: np.zeros(0, np.int64) for slot in table.slots.values()}
    assert recoded(words, table, own) is not None
    table.selection.atoms.pop(next(iter(table.selection.atoms)))  # type: ignore[attr-defined]
    assert recoded(words, table, own) is None


def test_atoms_of_different_facts_are_not_held_to_be_one(law: Law) -> None:
    atoms = [*make_atoms_of(law).values()]
    asking = [atom for atom in atoms if atom.coding.asks]
    one = asking[0]
    other = next(atom for atom in asking if atom.coding.asks != one.coding.asks)
    assert _same(one, other) is None


def make_atoms_of(law: Law) -> dict[str, Atom]:
    """The atoms of some norms."""
    programs = some_norms(law, 9)
    return make_atoms([q for c in all_conditions(programs) for q in questions(c)], programs.facts)


def test_known_cells_are_not_coded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = compile_programs(view_of(old_ships()), "ship")
    coder = Coder(make_table_plan(programs, {}, ["sails", "inspected"]))
    compute, computed = coder._computed, list[int]()

    def counted(cells: Columns, threads: int) -> Columns:
        computed.append(len(cells[CELL]))
        return compute(cells, threads)

    monkeypatch.setattr(coder, "_computed", counted)

    def coded(*numbers: int) -> list[list[int]]:
        each = np.array(numbers)
        cells = {CELL: each[::-1].copy(), **dict.fromkeys(coder.keys, each), WEIGHT: each}
        told = coder.coded(cells, 1)
        assert told[CELL].tolist() == cells[CELL].tolist()
        found: list[list[int]] = np.stack([told[n] for n in coder._codes], axis=1).tolist()
        return found

    first = coded(0, 1, 2, 3)
    assert coded(2, 0, 3, 1) == [first[n] for n in (2, 0, 3, 1)]
    assert computed == [4]
    monkeypatch.setattr(cell_codes, "_MOST", coder._known.size)
    more = coded(1, 4)  # there is room for those of this file alone
    assert more[0] == first[1]
    assert coded(4, 1, 1) == [more[1], first[1], first[1]]
    assert computed == [4, 1]
    assert coded(0, 1) == first[:2]
    assert computed == [4, 1, 1]
    monkeypatch.setattr(cell_codes, "_MOST", 0)  # nothing more is remembered
    assert coded(3, 2) == [first[3], first[2]]
    assert coded(3, 2) == [first[3], first[2]]
    assert computed == [4, 1, 1, 2, 2]
