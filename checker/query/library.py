"""Competency questions: SPARQL files with a heading that says what they ask.

The heading is the comments at the top of the file; a line that starts with `#   ` continues the
one before. `title` and `about` are texts, each in `.da` and `.en`; `param.NAME: TYPE = DEFAULT |
dansk | English` declares a parameter, `column.NAME: dansk | English` names a column of the answer:

    # title.da: Aldersgrænser
    # title.en: Age limits
    # about.da: Hver grænse for alder i gældende ret.
    # about.en: Each limit of age in the law in force.
    # param.fact: iri = record#age | Oplysningen | The fact
    # column.limit: Grænse | Limit
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text, absolute
from lovgraf.law.graph import ONTOLOGY
from lovgraf.query.parameters import OWN, TODAY, TYPES, Parameter, fill, term

FOLDER = ONTOLOGY / "query"
_LINE = re.compile(r"#\s?(title|about|param|column)\.(\w+):\s*(.*)")
_PARAM = re.compile(r"(\w+)\s*=\s*([^|]*?)\s*\|\s*([^|]+?)\s*\|\s*([^|]+?)\s*")


class Question(Struct, frozen=True):
    """A query with what it asks; `columns` are the headings of its answer, by variable."""

    name: str
    title: Text
    about: Text
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Text]
    text: str

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with values in place of parameters. Raises `InputError`."""
        return fill(self.text, self.parameters, values)

    def as_of(self, values: Mapping[str, str]) -> date:
        """The date of the law that it is asked of. Raises `InputError`."""
        (parameter,) = (p for p in self.parameters if p.name == "asOf")
        value = values.get("asOf", parameter.default)
        term(parameter, value)
        return date.today() if value == TODAY else date.fromisoformat(value)


def names() -> list[str]:
    """The names of the shipped questions; nothing is read for it but the folder."""
    return sorted(path.stem for path in FOLDER.glob("*.rq"))


@cache
def questions() -> dict[str, Question]:
    """The shipped questions by name."""
    return {name: read(FOLDER / f"{name}.rq") for name in names()}


def find(name: str) -> Question:
    """A shipped question by name, or the one in a file. Raises `InputError`."""
    if not name.endswith(".rq") and "/" not in name:
        if name in names():
            return read(FOLDER / f"{name}.rq")
        near = get_close_matches(name, names(), 3, 0.5)
        hint = ", ".join(near)
        raise InputError(
            "Der er ingen forespørgsel med det navn. "
            + (f"Mente du {hint}? " if near else "")
            + "Se dem alle med lovgraf query --list, eller angiv en fil, der ender på .rq.",
            "There is no query of that name. "
            + (f"Did you mean {hint}? " if near else "")
            + "See them all with lovgraf query --list, or give a file that ends in .rq.",
        )
    return read(Path(name))


def read(path: Path) -> Question:
    """A query file; without a heading it has its name as title and the common parameters only.

    Raises `InputError` with the line of a faulty heading, or where the file cannot be read.
    """
    from lovgraf.core.turtle import read_text

    text = read_text(path)
    said: dict[tuple[str, str], str] = {}
    parameters = {parameter.name: parameter for parameter in OWN}
    columns: dict[str, Text] = {}
    for number, kind, name, value in _heading(text):
        if kind == "param":
            parameters[name] = _parameter(name, value, path, number)
        elif kind == "column":
            danish, bar, english = (part.strip() for part in value.partition("|"))
            if not (danish and bar and english):
                raise _wrong(path, number, "column.NAME: dansk | English")
            columns[name] = Text(danish, english)
        else:
            said[kind, name] = value

    def both(kind: str, otherwise: str) -> Text:
        danish = said.get((kind, "da"), otherwise)
        return Text(danish, said.get((kind, "en"), danish))

    return Question(
        path.stem,
        both("title", path.stem),
        both("about", ""),
        tuple(parameters.values()),
        columns,
        text,
    )


def _heading(text: str) -> Iterable[tuple[int, str, str, str]]:
    """The entries of the comments at the top: line, kind, name, value."""
    found: list[tuple[int, str, str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if match := _LINE.fullmatch(line):
            found.append((number, match[1], match[2], match[3].strip()))
        elif line.startswith("#   ") and found:
            at, kind, name, value = found[-1]
            found[-1] = at, kind, name, f"{value} {line[1:].strip()}"
    return found


def _parameter(name: str, value: str, path: Path, number: int) -> Parameter:
    match = _PARAM.fullmatch(value)
    if match is None or match[1] not in TYPES:
        known = ", ".join(TYPES)
        raise _wrong(path, number, f"param.NAME: TYPE = DEFAULT | dansk | English ({known})")
    found = Parameter(name, match[1], match[2], Text(match[3], match[4]))
    try:
        term(found, found.default)
    except InputError as error:
        raise InputError(error.message.da, error.message.en, str(path), number) from None
    return found


def _wrong(path: Path, number: int, form: str) -> InputError:
    return InputError(
        f"Linjen i hovedet skal skrives som {form}.",
        f"Write the line of the heading as {form}.",
        str(path),
        number,
    )


# Names given as parameters: each must be a name of the graph.

_NEAR = 3


def require_names(
    question: Question,
    values: Mapping[str, str],
    known: Callable[[str], bool],
    names: Callable[[], Iterable[str]],
) -> None:
    """Raise `InputError` where a parameter of type `iri` names nothing.

    `known` says whether an IRI is a name of the graph, `names` gives all of them (for names that
    are near). Without it a misspelt name would be answered by "no rows", which reads like law.
    """
    for parameter in question.parameters:
        value = values.get(parameter.name)
        if parameter.type != "iri" or value is None or known(absolute(value)):
            continue
        own = (name.removeprefix(BASE) for name in names() if name.startswith(BASE))
        near = ", ".join(get_close_matches(absolute(value).removeprefix(BASE), own, _NEAR, 0.7))
        raise InputError(
            f"Parameteren {parameter.name}: grafen har intet med det navn. "
            + (f"Mente du {near}?" if near else "Navne skrives som law/2012/528/par/3/stk/1."),
            f"The parameter {parameter.name}: the graph has nothing of that name. "
            + (f"Did you mean {near}?" if near else "Names are like law/2012/528/par/3/stk/1."),
        )
