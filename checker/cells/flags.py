"""Items of a row that can be looked up by one column, and yes or no facts of which this is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.cells.digits import by_first_digit
from checker.cells.items import Item, Items
from checker.cells.layout import Slot, lay_out
from checker.conditions.tree import Leaf, Matches
from checker.records.codes import code_book
from checker.records.facts import Derived
from checker.records.plain import DIGITS
from checker.records.ready import Ready

if TYPE_CHECKING:
    from checker.cells.row_sql import RowSource


def enumerable(item: Item, name: str, items: Items) -> bool:
    """Whether an item of one column can be asked about value by value, run by run, or for numbers
    of a fixed count of digits by the first of them."""
    column, fact = items.facts.columns[name], items.facts.facts.get(item.key)
    if column.datatype == "decimal":
        return False
    if column.datatype != "string" or column.multi or code_book(column) is not None:
        return True
    count = DIGITS.get(column.format or "")
    if count is None:
        return False
    if item.kind == "given":
        return fact is column
    if item.kind == "answer":
        match items.answers[item.key]:
            case Leaf(asked, Matches(pattern, "")):
                return asked == column.iri and by_first_digit(pattern, count)
        return False
    if isinstance(fact, Derived) and fact.operator == "Lookup":
        keys = (str(key) for key, _ in fact.entries)
        return fact.operand_facts == [column.iri] and not any(key.isdigit() for key in keys)
    return False


@dataclass(frozen=True)
class Flags:
    """Yes or no facts that `several` uses and that are looked up: they rest on one column each.

    Each has a code in a further word: 0 no, 1 yes, 2 unknown, 3 certainly no value.
    """

    columns: Mapping[Item, str]
    slots: Mapping[Item, Slot]

    @classmethod
    def of(cls, source: RowSource, several: Mapping[Item, Slot], words: int) -> Flags:
        from checker.cells.row_sql import flags_of_one_column

        found = {
            Item("state", iri, 4): name
            for iri, name in flags_of_one_column(source, several).items()
            if Item("boolean", iri, 3) not in several
        }
        columns = {i: name for i, name in found.items() if enumerable(i, name, source.items)}
        placed = lay_out((item, item.bits) for item in columns)
        moved = {i: replace(slot, word=slot.word + words) for i, slot in placed.items()}
        return cls(columns, moved)

    @property
    def words(self) -> int:
        """How many words they take."""
        return len({slot.word for slot in self.slots.values()})

    @property
    def carry(self) -> dict[str, str]:
        """The columns that hold them, with their type."""
        return dict.fromkeys(self.sql, "BOOLEAN")

    @property
    def sql(self) -> dict[str, str]:
        """The columns that hold them, from the words `p0`, `p1` ..."""
        found: dict[str, str] = {}
        for number, slot in enumerate(self.slots.values()):
            code = f"((p{slot.word} >> {slot.shift}) & 3)"
            found[f"_yes{number}"] = f"CASE {code} WHEN 0 THEN false WHEN 1 THEN true END"
            found[f"_none{number}"] = f"{code} = 3"
        return found

    @property
    def ready(self) -> Ready:
        """What need not be computed."""
        keys = [item.key for item in self.slots]
        return Ready(
            values={key: f"_yes{number}" for number, key in enumerate(keys)},
            nones={key: f"_none{number}" for number, key in enumerate(keys)},
        )
