"""The profiles of synthetic persons: how each fact is drawn, and the verdicts that are known.

Source: `profiles.yaml` beside this file, which says how to write one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.yaml_text import YamlError, read_yaml

PROFILES = Path(__file__).with_name("profiles.yaml")

Scalar = bool | int | str | date | None
Kind = Literal["boolean", "integer", "date", "string", "serial", "cpr", "account"]


class Draw(Struct, frozen=True):
    """How one fact is drawn.

    `way` is constant, any, age, between, after, cpr, account, serial or text; `choices` are the
    values with their weights, `low` and `high` the ends (years of age, days since 1970-01-01,
    days after `other`, or a whole number), `other` the column it rests on (or the prefix).
    """

    way: str
    kind: Kind | None
    choices: tuple[tuple[Scalar, float], ...] = ()
    low: int = 0
    high: int = 0
    other: str = ""


class Profile(Struct, frozen=True):
    """A kind of person: its share of all, its facts, and its verdicts by norm."""

    name: str
    weight: float
    facts: dict[str, Draw]
    verdicts: dict[str, str]


class Fault(Struct, frozen=True):
    """Something that is wrong with a record, where the columns `needs` are given."""

    name: str
    needs: tuple[str, ...]
    changes: dict[str, Draw]
    finds: str


class ProfileBook(Struct, frozen=True):
    """All profiles and faults; `columns` gives the kind of each column in order of the file."""

    as_of: date
    columns: dict[str, Kind]
    profiles: tuple[Profile, ...]
    faults: tuple[Fault, ...] = ()


def read_profiles(path: Path = PROFILES) -> ProfileBook:
    """Read a book of profiles.

    Raises `InputError` for a fact that cannot be drawn, a column of two kinds, or a column that
    rests on one that is not there.
    """
    try:
        book = read_yaml(path.read_text(encoding="utf-8"))
        norms: dict[str, str] = book["norms"]
        base = book["defaults"]
        common = {name: _draw(value) for name, value in base["facts"].items()}
        profiles = tuple(_profile(one, common, base["verdicts"], norms) for one in book["profiles"])
        faults = tuple(_fault(one) for one in book.get("faults", ()))
        as_of = book["as_of"]
    except (KeyError, TypeError, ValueError, YamlError) as error:
        raise _unusable(path, str(error)) from error
    columns = _kinds(path, common, profiles)
    for draws in (*(p.facts for p in profiles), *(f.changes for f in faults)):
        _check_columns(path, draws, columns)
    ordered = tuple(
        Profile(p.name, p.weight, _in_order(path, p.facts), p.verdicts) for p in profiles
    )
    return ProfileBook(as_of, columns, ordered, faults)


def _profile(
    one: Mapping[str, Any],
    common: Mapping[str, Draw],
    verdicts: Mapping[str, str],
    norms: Mapping[str, str],
) -> Profile:
    own = {name: _draw(value) for name, value in one.get("facts", {}).items()}
    known = {**verdicts, **one.get("verdicts", {})}
    return Profile(
        str(one["name"]),
        float(one["weight"]),
        {**common, **own},
        {norms[name]: verdict for name, verdict in known.items() if verdict is not None},
    )


def _fault(one: Mapping[str, Any]) -> Fault:
    changes = {name: _draw(value) for name, value in one["set"].items()}
    return Fault(str(one["name"]), tuple(one.get("needs", ())), changes, str(one["finds"]))


def _draw(value: Any) -> Draw:
    if not isinstance(value, dict):
        return Draw("constant", _kind_of((value,)), ((value, 1.0),))
    match value:
        case {"any": dict(weights)}:
            return Draw("any", _kind_of(weights), tuple((v, float(w)) for v, w in weights.items()))
        case {"age": [int(low), int(high)]}:
            return Draw("age", "date", low=low, high=high)
        case {"between": [date() as low, date() as high]}:
            return Draw("between", "date", low=days_of(low), high=days_of(high))
        case {"between": [int(low), int(high)]}:
            return Draw("between", "integer", low=low, high=high)
        case {"after": str(other), "days": [int(low), int(high)]}:
            return Draw("after", "date", low=low, high=high, other=other)
        case {"cpr": str(other)}:
            return Draw("cpr", "cpr", other=other)
        case {"account": True}:
            return Draw("account", "account")
        case {"serial": str(prefix)}:
            return Draw("serial", "serial", other=prefix)
        case {"text": str(text)}:
            return Draw("text", None, ((text, 1.0),))
    raise ValueError(f"{value}")


def days_of(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _kind_of(values: Iterable[Scalar]) -> Kind | None:
    kinds: set[Kind] = {
        "boolean" if isinstance(v, bool) else "integer" if isinstance(v, int)
        else "date" if isinstance(v, date) else "string"
        for v in values if v is not None
    }  # fmt: skip
    if len(kinds) > 1:
        raise ValueError(f"{sorted(kinds)}")
    return next(iter(kinds), None)


def _kinds(path: Path, common: Mapping[str, Draw], profiles: Iterable[Profile]) -> dict[str, Kind]:
    """The kind of each column; a column that is blank everywhere is text."""
    kinds: dict[str, Kind | None] = {name: draw.kind for name, draw in common.items()}
    for profile in profiles:
        for name, draw in profile.facts.items():
            kind = kinds.setdefault(name, draw.kind) or draw.kind
            if draw.kind and kind != draw.kind:
                raise _unusable(path, f"{profile.name}: {name}: {kind}, {draw.kind}")
            kinds[name] = kind
    return {name: kind or "string" for name, kind in kinds.items()}


def _check_columns(path: Path, draws: Mapping[str, Draw], columns: Mapping[str, Kind]) -> None:
    for name, draw in draws.items():
        rests_on = draw.other if draw.way in ("after", "cpr") else name
        if rests_on not in columns or name not in columns:
            raise _unusable(path, f"{name}: {rests_on}")


def _in_order(path: Path, facts: Mapping[str, Draw]) -> dict[str, Draw]:
    """The facts such that each comes after the one it rests on."""
    ordered: dict[str, Draw] = {}
    rest = dict(facts)
    while rest:
        ready = [n for n, d in rest.items() if d.way not in ("after", "cpr") or d.other in ordered]
        if not ready:
            raise _unusable(path, f"{sorted(rest)}")
        ordered.update((name, rest.pop(name)) for name in ready)
    return ordered


def _unusable(path: Path, detail: str) -> InputError:
    return InputError(
        f"Profilen kan ikke bruges: {detail}.",
        f"The profile cannot be used: {detail}.",
        str(path),
    )
