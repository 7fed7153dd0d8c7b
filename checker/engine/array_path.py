"""Rows of usual values: each column is looked up, what rests on several is computed on arrays.

The row SQL asks some hundred questions of a row, most of them of one column alone. Here the data
engine only turns each column into a small number (a day, the place of a value in a list); the rest
is done on arrays (`quick_words`). Rows in which some value is not usual are kept as they are, for
the row SQL (see `Population`).
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lovgraf.conditions.tree import Leaf, Matches
from lovgraf.core.as_dict import asdict
from lovgraf.engine.array_steps import Step, Steps
from lovgraf.engine.items import Item, Items
from lovgraf.engine.layout import Slot
from lovgraf.engine.lookups import COLUMN, DAYS, NUMBER, NUMBERS, STEPPED, Masks
from lovgraf.facts.codes import code_book
from lovgraf.facts.columns import column
from lovgraf.facts.engine_types import engine_type
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.operators import operator_of
from lovgraf.facts.plain import DIGITS, Plain

if TYPE_CHECKING:
    from lovgraf.engine.records import Records
    from lovgraf.engine.sql import RowSource

# What a pattern says of numbers with a fixed count of digits, without asking about each of them.
#
# A pattern cannot tell digits apart that none of its character classes tells apart, so one digit
# of each such class stands for all: `^[0-9]{6}-?[0-9]{4}$` needs one number of ten digits,
# `^([0-5]|none$)` needs 2 to the 10th.

ops: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
_MOST = 5000
_NOTHING = frozenset({ops.ANY, ops.AT, ops.CATEGORY, ops.NEGATE})


def by_first_digit(pattern: str, count: int) -> bool:
    """Whether a pattern's answer on numbers of so many digits rests on the first of them alone.

    No is also the answer where that would take too long to find out.
    """
    try:
        starts = sorted({"0"} | _starts(parser.parse(pattern)))
        compiled = re.compile(pattern, re.ASCII)
    except (re.error, KeyError, RecursionError, OverflowError):
        return False
    if len(starts) ** count > _MOST:
        return False
    return all(
        len({bool(compiled.search(f + "".join(rest))) for rest in _rest(starts, count)}) == 1
        for f in starts
    )


def _rest(starts: list[str], count: int) -> itertools.product[tuple[str, ...]]:
    return itertools.product(starts, repeat=count - 1)


def _starts(tree: Any) -> set[str]:
    """The digits at which a class of digits begins that a pattern tells from others.

    Raises `KeyError` for a construct that is not regular.
    """
    found: set[str] = set()
    for op, argument in tree:
        if op in _NOTHING:
            continue
        if op in (ops.LITERAL, ops.NOT_LITERAL):
            found |= _edges(argument, argument)
        elif op is ops.RANGE:
            found |= _edges(*argument)
        elif op is ops.IN:
            found |= _starts(argument)
        elif op is ops.BRANCH:
            found |= set().union(*map(_starts, argument[1]))
        elif op is ops.SUBPATTERN or op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            found |= _starts(argument[-1])
        else:
            raise KeyError(op)
    return found


def _edges(first: int, last: int) -> set[str]:
    return {chr(code) for code in (first, last + 1) if ord("0") <= code <= ord("9")}


RAW = "_raw"
"""The column that keeps a doubtful row as it stands in the source, as a list of texts."""
UNUSUAL = 255
"""The place of a value that is not listed: the only one with the highest bit of a byte."""
INPUT, TEXT = "in_", "text_"
"""Prefixes of the columns that arrays are made of: of what is looked up, and of texts."""


class ArrayPath(Struct, frozen=True):
    """The row SQL in parts.

    `single` selects the words of the items that rest on one column each, `tables` what is
    `tabulated` (by name: its column) for values of a column, `exported` what the engine computes
    for each row (the names in `exports`) beside what is carried and the columns `texts` as they
    are, all from `records` with columns of the plan; `exported` reads only `read`. `masks` says
    which bits of which word are looked up for a column. `steps` give the bits of all other items;
    `results` names those of each word.
    """

    single: str
    tables: str
    exported: str
    masks: Mapping[str, Masks]
    tabulated: Mapping[str, str]
    exports: tuple[str, ...]
    texts: tuple[str, ...]
    read: tuple[str, ...]
    inputs: tuple[str, ...]
    steps: tuple[Step, ...]
    results: Mapping[int, tuple[int, ...]]

    def to_json(self) -> str:
        """All of it as a text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ArrayPath:
        """The reverse of `to_json`."""
        found = json.loads(text)
        masks = {
            name: {int(word): mask for word, mask in words.items()}
            for name, words in found["masks"].items()
        }
        changed = {
            "masks": masks,
            "steps": tuple((op, kind, tuple(args)) for op, kind, args in found["steps"]),
            "results": {int(word): tuple(each) for word, each in found["results"].items()},
        }
        lists = {name: tuple(found[name]) for name in ("exports", "texts", "read", "inputs")}
        return cls(**found | changed | lists)


def split_rows(
    source: RowSource, slots: Mapping[Item, Slot], carry: Mapping[str, str], words: int
) -> ArrayPath:
    """The row SQL in parts (`carry` as for `row_sql`)."""
    from lovgraf.engine.sql import read_columns, row_sql, word_expressions

    reads = read_columns(source, slots)
    looked_up = {
        item: next(iter(names))
        for item, names in reads.items()
        if len(names) == 1 and enumerable(item, next(iter(names)), source.items)
    }
    single = {item: slots[item] for item in looked_up}
    several = {item: slots[item] for item in slots if item not in looked_up}
    masks: dict[str, dict[int, int]] = {name: {} for name in source.columns}
    for item, name in looked_up.items():
        slot = single[item]
        masks[name][slot.word] = masks[name].get(slot.word, 0) | slot.mask
    table = source.table({}, several)
    facts = source.items.facts.columns
    steps = Steps(
        lambda name: name in facts and listed(facts[name]),
        lambda name: digits_of(facts[name]) if name in facts else 0,
    )
    parts = word_expressions(source, several, table, words, joined=False)
    results = {word: tuple(map(steps.add, each)) for word, each in parts.items()}
    inputs = {step[2][0] for step in steps.found if step[0] == "input"} - steps.exported.keys()
    inputs |= {name for name, _ in steps.tabulated.values()}
    inputs |= {name for name, bits in masks.items() if bits}
    asked = {name: column(name, "BIGINT") for name in (COLUMN, NUMBER)}
    texts = sorted(steps.texts)
    kept = [*carry, RAW, *(INPUT + n for n in sorted(inputs)), *(TEXT + n for n in texts)]
    return ArrayPath(
        single=row_sql(source, single, dict.fromkeys(asked, "BIGINT"), words),
        tables=table.sql(asked | {name: e for name, (_, e) in steps.tabulated.items()}),
        exported=table.sql({name: column(name, "") for name in kept} | steps.exported),
        masks=masks,
        tabulated={name: of for name, (of, _) in steps.tabulated.items()},
        exports=tuple(steps.exported),
        texts=tuple(texts),
        read=tuple(sorted({name for e in steps.exported.values() for name in e.reads})),
        inputs=tuple(sorted(inputs)),
        steps=tuple(steps.found),
        results=results,
    )


def listed(column: Column) -> bool:
    """Whether a column has few values, each of which is told by its place in a list."""
    if column.datatype == "string":
        return column.multi or code_book(column) is not None
    return column.datatype == "boolean"


def digits_of(column: Column) -> int:
    """How many digits each usual value of a column has; 0 where that differs."""
    return 0 if column.multi else DIGITS.get(column.format or "", 0)


def enumerable(item: Item, name: str, items: Items) -> bool:
    """Whether an item of one column can be asked about value by value, run by run, or for numbers
    of a fixed count of digits by the first of them."""
    column, fact = items.facts.columns[name], items.facts.facts.get(item.key)
    if column.datatype in STEPPED or listed(column):
        return True
    count = DIGITS.get(column.format or "")
    if column.datatype == "decimal" or count is None:
        return False
    if item.kind == "given":
        return fact is column
    if item.kind == "answer":
        match items.answers[item.key]:
            case Leaf(asked, Matches(pattern, "")):
                return asked == column.iri and by_first_digit(pattern, count)
        return False
    if not isinstance(fact, Derived) or fact.operand_facts != (column.iri,):
        return False
    return operator_of(fact).by_first_digit(fact)


def usual_rows_sql(array_path: ArrayPath, columns: Mapping[str, Column], records: Records) -> str:
    """SQL that reads records into what arrays are made of, with what is carried of each.

    A doubtful row has all its values in RAW. `columns` are the plan's.
    """
    plain = records.plain
    parsed = {n: f'"_parsed_{n}"' for n, p in plain.items() if p.parsed}
    values = {n: p.value(parsed.get(n)) for n, p in plain.items()}
    looked = {n: f"{values[n]}::{engine_type(columns[n])}" for n in array_path.read}
    looked |= {INPUT + n: _input(columns[n], plain[n], values[n]) for n in array_path.inputs}
    looked |= {TEXT + n: values[n] for n in array_path.texts}
    looked |= {alias: values[name] for alias, name in records.usual.values.items()}
    looked |= dict(records.usual.others)
    as_given = {f"_given{n}": name for n, name in enumerate(records.given)}
    looked |= as_given
    unusual = _unusual(records, parsed, columns, array_path)
    strange = {f"_strange{n}": sql for n, sql in enumerate(unusual)}
    looked |= strange
    doubts = [*(f'"{name}"' for name in strange), *_out_of_range(columns, array_path)]
    doubts += [
        f"NOT regexp_full_match(\"{TEXT}{n}\", '[0-9]{{{digits_of(columns[n])}}}')"
        for n in array_path.texts
        if digits_of(columns[n]) and not plain[n].digits
    ]
    places = [
        f'"{INPUT}{n}"' for n in array_path.inputs if listed(columns[n]) and not plain[n].total
    ]
    if places:
        doubts.append(f"({' | '.join(places)}) >= 128")
    packed = ", ".join(f"{alias}::VARCHAR" for alias in as_given)
    before = "".join(f", {plain[name].parsed} AS {alias}" for name, alias in parsed.items())
    selected = ", ".join(f'{sql} AS "{name}"' for name, sql in looked.items())
    return (
        f"WITH parsed AS (SELECT *{before} FROM {records.source}), "
        f"looked AS (SELECT {selected} FROM parsed), records AS (SELECT *, "
        f"CASE WHEN {' OR '.join(doubts) or 'false'} THEN [{packed}] END AS {RAW} FROM looked) "
        f"SELECT * FROM ({array_path.exported})"
    )


def _input(column: Column, how: Plain, value: str) -> str:
    """SQL of what arrays see of a value: a day, a number, a first digit, yes or no, or a place
    in a list."""
    if column.datatype == "date":
        return f"{value}::DATE"
    if column.datatype == "integer":
        return f"{value}::BIGINT"
    return f"ascii({value})" if how.digits else how.truth or how.place(UNUSUAL)


def _unusual(
    records: Records,
    parsed: Mapping[str, str],
    columns: Mapping[str, Column],
    array_path: ArrayPath,
) -> list[str]:
    """SQL conditions under which a value of a row is not usual, but for places in a list."""
    found = list(records.doubts)
    for name, how in records.plain.items():
        if name in parsed:
            found += [doubt] if (doubt := how.unusual(parsed[name])) is not None else []
        elif not how.total and (name not in array_path.inputs or not listed(columns[name])):
            found.append(f"{how.place(UNUSUAL)} = {UNUSUAL}")
    return found


def _out_of_range(columns: Mapping[str, Column], array_path: ArrayPath) -> list[str]:
    """SQL conditions under which a day or a number is beyond those that are asked about."""
    ranges = {"date": DAYS, "integer": NUMBERS}
    return [
        f'"{INPUT}{name}" NOT BETWEEN {first} AND {first} + {count - 1}'
        for name in array_path.inputs
        if columns[name].datatype in ranges
        for first, count in (ranges[columns[name].datatype],)
    ]
