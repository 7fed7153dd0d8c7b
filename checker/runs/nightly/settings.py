"""`lovgraf.toml`, read: which datasets a run checks, how, and whom it tells.

What the file may hold stands in `lovgraf.schema.json`, which editors read as well.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.fail_on import DEFAULT_FAIL_ON
from lovgraf.core.terms import Lang, Text, absolute, lies_in
from lovgraf.core.written import begun, choices

if TYPE_CHECKING:
    from jsonschema import ValidationError

SCHEMA = Path(__file__).with_name("lovgraf.schema.json")
_PLACE = re.compile(r"\s*line (\d+), column (\d+)")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*(?:\.[^=]*)?=")
_TYPES = {
    "string": Text("en tekst i anførselstegn", "a text in quotation marks"),
    "integer": Text("et helt tal", "a whole number"),
    "boolean": Text("true eller false", "true or false"),
    "array": Text("en liste [..., ...]", "a list [..., ...]"),
    "object": Text("en tabel", "a table"),
}


class Owner(Struct, frozen=True):
    """Who sees to the norms whose IRI is one of `rules`, or lies below one."""

    name: str
    label: Text
    rules: tuple[str, ...] = ()

    def nearness(self, norm: str) -> int:
        """How near the nearest of the rules is to a norm (IRI); 0 where it lies below none."""
        below = [rule for rule in self.rules if lies_in(norm, rule)]
        return max(map(len, below), default=0)


class DatasetSettings(Struct, frozen=True):
    """A dataset that is checked; `path` as `lovgraf check` takes it."""

    name: str
    path: str
    record_type: str | None = None
    mapping: Path | None = None
    sheet: str | None = None
    table: str | None = None
    query: str | None = None
    complete: tuple[str, ...] = ()
    accept_unread: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """The acts or provisions whose rules alone are asked about; all without any."""
    presume: str = "register"
    fail_on: frozenset[str] = DEFAULT_FAIL_ON
    owner: str | None = None


class MailSettings(Struct, frozen=True):
    """Whom mail goes to, and by which server; `on` says when."""

    to: tuple[str, ...]
    sender: str
    host: str = "localhost"
    port: int | None = None
    security: str = "starttls"
    user: str | None = None
    password_env: str | None = None
    on: str = "new"
    paths: bool = False
    """Whether the mail names folders of this machine."""


class WebhookSettings(Struct, frozen=True):
    """Which address is called, and when."""

    url: str
    secret_env: str | None = None
    on: str = "new"


@dataclass(frozen=True)
class Settings:
    """What `lovgraf.toml` says, with paths from where it lies."""

    file: str
    datasets: tuple[DatasetSettings, ...]
    keep: Path
    retention_days: int = 400
    as_of: date | None = None
    lang: Lang = "da"
    status: str = "new"
    outputs: tuple[str, ...] = ("json", "html")
    show_values: bool = False
    keep_data: bool = False
    exact: bool = False
    all_norms: bool = False
    data: tuple[Path, ...] = ()
    """Turtle files that are read beside the law."""
    log: Path | None = None
    """Where the log is written; None for standard error."""
    owners: tuple[Owner, ...] = ()
    mail: MailSettings | None = None
    webhook: WebhookSettings | None = None

    def owner_of(self, norm: str, dataset: DatasetSettings) -> Owner | None:
        """Who sees to a norm in a dataset: whose rules come nearest, else the dataset's own."""
        near = max(self.owners, key=lambda owner: owner.nearness(norm), default=None)
        if near is not None and near.nearness(norm):
            return near
        if dataset.owner is None:
            return None
        named = [owner for owner in self.owners if owner.name == dataset.owner]
        return named[0] if named else Owner(dataset.owner, Text(dataset.owner, dataset.owner))


def read_settings(path: Path) -> Settings:
    """Read the file. Raises `InputError` for what cannot be used, with its line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            "Filen findes ikke. Skriv en med lovgraf init DATASÆT, eller angiv en anden.",
            "There is no such file. Write one by lovgraf init DATASET, or name another.",
            path.name,
        ) from None
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "Filen kan ikke læses som tekst i UTF-8.",
            "The file cannot be read as text in UTF-8.",
            path.name,
        ) from None
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _no_toml(str(error), text, path.name) from None
    found = _with_dates(found)
    wrong = sorted(_validator().iter_errors(found), key=_first)
    if wrong:
        raise _wrong(wrong[0], text, path.name)
    return _settings(found, path, text)


def _no_toml(said: str, text: str, name: str) -> InputError:
    place = _PLACE.search(said)
    line = int(place[1]) if place else len(text.splitlines()) or 1
    return InputError(
        "Linjen er ikke TOML: se efter anførselstegn, lighedstegn, komma og klammer, og om en "
        "nøgle står to gange.",
        "The line is no TOML: look for quotation marks, equals signs, commas and brackets, and "
        "for a key that is given twice.",
        name,
        line,
        int(place[2]) if place else None,
    )


def _with_dates(value: Any) -> Any:
    """The same with days as texts: `as_of = 2014-12-01` means what `"2014-12-01"` does."""
    if isinstance(value, dict):
        return {key: _with_dates(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_dates(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _validator() -> Any:
    """Validates by the schema; slow to import."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def _first(error: ValidationError) -> tuple[bool, list[str]]:
    """Keys that are none are told before what is missing, which they may have been meant for."""
    return error.validator != "additionalProperties", [str(part) for part in error.absolute_path]


def _wrong(error: ValidationError, text: str, name: str) -> InputError:
    """What is wrong with a value, where and what would be right."""
    path = list(error.absolute_path)
    schema: Any = error.schema
    kind, key = str(error.validator), _shown(path)
    if kind == "additionalProperties":
        known = list(schema["properties"])
        other = next(one for one in error.instance if one not in known)
        said = _unknown(other, known, Text("nøglen", "the key"))
        return _error(said, name, _line(text, [*path, other]))
    if kind == "required":
        lacking = next(one for one in schema["required"] if one not in error.instance)
        below = Text(f" i {key}" if key else "", f" in {key}" if key else "")
        said = Text(f"{lacking} mangler{below.da}.", f"{lacking} is missing{below.en}.")
        return _error(said, name, _line(text, path))
    about = schema.get("description", "").split(" / ")
    hint = Text(about[0], about[-1]) if about[0] else None
    if kind == "enum":
        words = [str(one) for one in schema["enum"]]
        said = _unknown(
            str(error.instance), words, Text(f"værdien af {key}", f"the value of {key}")
        )
    elif kind == "type":
        wanted = _TYPES[schema["type"]]
        said = Text(f"{key} skal være {wanted.da}.", f"{key} must be {wanted.en}.")
    elif kind == "pattern" and hint is not None:
        said = Text(
            f"{key} er ikke skrevet, som den skal: {hint.da}.",
            f"{key} is not written as it must be: {hint.en}.",
        )
    elif kind in ("minimum", "maximum"):
        low, high = schema.get("minimum"), schema.get("maximum")
        said = Text(
            f"{key} skal være fra {low} til {high}.", f"{key} must be from {low} to {high}."
        )
    else:
        said = Text(f"{key} kan ikke bruges, som den står.", f"{key} cannot be used as it stands.")
    return _error(said, name, _line(text, path))


def _unknown(word: str, known: Iterable[str], what: Text) -> Text:
    """That a word is none of those that are known, and which was meant. It is not repeated: it may
    be anything."""
    meant = choices(word, list(known))
    return Text(
        f"{begun(what.da)} kendes ikke. {meant.da}", f"{begun(what.en)} is not known. {meant.en}"
    )


def _error(said: Text, name: str, line: int | None) -> InputError:
    return InputError(said.da, said.en, name, line)


def _shown(path: list[str | int]) -> str:
    """A place in the file, as in `dataset.path`."""
    return ".".join(str(part) for part in path if isinstance(part, str))


def _line(text: str, path: list[str | int]) -> int | None:
    """The line of a place in the file: of its key, else of the table that it stands in."""
    wanted = [part for part in path if isinstance(part, str)]
    number = next((part for part in path if isinstance(part, int)), 0)
    table, seen = list[str](), dict[str, int]()
    depth, found = 0, 1
    for place, line in enumerate(text.splitlines(), 1):
        whole = table
        if header := _HEADER.match(line):
            whole = table = header[2].split(".")
            seen[table[0]] = seen.get(table[0], -1) + (header[1] == "[[" or table[0] not in seen)
        elif key := _KEY.match(line):
            whole = [*table, key[1]]
        here = not table or seen[table[0]] == number
        if here and depth < len(whole) and whole == wanted[: len(whole)]:
            depth, found = len(whole), place
    return found


def _settings(found: dict[str, Any], path: Path, text: str) -> Settings:
    folder = path.absolute().parent
    owners = tuple(map(_owner, found.get("owner", ())))
    keep = folder / found.get("keep", "runs")
    log = found.get("log")
    datasets = tuple(_dataset(one, found, folder) for one in found["dataset"])
    names = [owner.name for owner in owners]
    for number, dataset in enumerate(datasets):
        place: list[str | int] = ["dataset", number]
        if dataset.name in [one.name for one in datasets[:number]]:
            said = Text("To datasæt har samme navn.", "Two datasets have the same name.")
            raise _error(said, path.name, _line(text, [*place, "name"]))
        if names and dataset.owner is not None and dataset.owner not in names:
            said = _unknown(dataset.owner, names, Text("ejeren", "the owner"))
            raise _error(said, path.name, _line(text, [*place, "owner"]))
    return Settings(
        file=path.name,
        datasets=datasets,
        keep=keep,
        retention_days=found.get("retention_days", Settings.retention_days),
        as_of=_day(found.get("as_of"), path.name, text),
        lang=found.get("lang", "da"),
        status=found.get("status", "new"),
        outputs=tuple(found.get("outputs", Settings.outputs)),
        show_values=found.get("show_values", False),
        keep_data=found.get("keep_data", False),
        exact=found.get("exact", False),
        all_norms=found.get("all_norms", False),
        data=tuple(folder / one for one in found.get("data", ())),
        log=None if log == "-" else folder / log if log else keep / "log.jsonl",
        owners=owners,
        mail=_mail(found.get("mail")),
        webhook=WebhookSettings(**found["webhook"]) if "webhook" in found else None,
    )


def _day(written: str | None, name: str, text: str) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        said = Text(
            "as_of: den dag findes ikke i kalenderen.",
            "as_of: there is no such day in the calendar.",
        )
        raise _error(said, name, _line(text, ["as_of"])) from None


def _owner(found: dict[str, Any]) -> Owner:
    label = found.get("label", found["name"])
    text = Text(label, label) if isinstance(label, str) else Text(label["da"], label["en"])
    return Owner(found["name"], text, tuple(absolute(one) for one in found.get("rules", ())))


def _dataset(one: dict[str, Any], found: dict[str, Any], folder: Path) -> DatasetSettings:
    mapping = one.get("mapping")
    presume = one.get("presume", found.get("presume", "register"))
    kinds = one.get("fail_on", found.get("fail_on"))
    return DatasetSettings(
        name=one["name"],
        path=one["path"] if "://" in one["path"] else str(folder / one["path"]),
        record_type=one.get("type"),
        mapping=folder / mapping if mapping else None,
        sheet=one.get("sheet"),
        table=one.get("table"),
        query=one.get("query"),
        complete=tuple(one.get("complete", ())),
        accept_unread=tuple(one.get("accept_unread", ())),
        about=tuple(one.get("about", ())),
        presume=str(folder / presume) if presume.endswith(".ttl") else presume,
        fail_on=DEFAULT_FAIL_ON if kinds is None else frozenset(kinds),
        owner=one.get("owner"),
    )


def _mail(found: dict[str, Any] | None) -> MailSettings | None:
    if found is None:
        return None
    others = {key: value for key, value in found.items() if key not in ("to", "from")}
    return MailSettings(tuple(found["to"]), found["from"], **others)
