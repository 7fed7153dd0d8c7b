"""Files whose columns have no headers, as a mapping describes them: by where they stand in a line
(fixed width), or by their paths (nested JSON, XML).

CSVW has no words for either, so these are annotations: `lovgraf:start` and `lovgraf:length` of a
column count characters from 1; `lovgraf:recordLength` is how long a line is. Where a file has lines
of several kinds, `lovgraf:line` says what the lines of the records begin with, `lovgraf:line` of a
column from which other lines it comes, and `lovgraf:key` what such lines share with a record. Of
CSVW itself are `dialect.encoding`, and `dialect.lineTerminators`, `[]` where lines have no ends.
`lovgraf:records` is the path of the records, `lovgraf:path` that of a column within a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text

Json = Mapping[str, Any]
_LONGEST_LINE = 1_000_000
"""Characters of a line at most."""


class Span(Struct, frozen=True):
    """A part of a line: characters from `start` (0 is the first) up to `end`."""

    start: int
    end: int


class FixedColumn(Struct, frozen=True):
    """A column of fixed width: its header, and which lines it comes from (None: the records')."""

    header: str
    span: Span
    line: str | None = None


class FixedWidth(Struct, frozen=True):
    """Lines of fixed width.

    `length` is that of a line of a kind (None: of any), in characters; `trimmed` says that blanks
    at the ends of lines may have been cut off. `kind` is where a line says of which kind it is,
    `records` the kind of the lines that are records, `key` what lines of one record share;
    `lines` whether lines have ends.
    """

    columns: tuple[FixedColumn, ...]
    length: Mapping[str | None, int]
    trimmed: bool = False
    kind: Span | None = None
    records: str | None = None
    key: Span | None = None
    encoding: str | None = None
    lines: bool = True

    @property
    def kinds(self) -> tuple[str | None, ...]:
        """The kinds of lines that are read, that of the records first."""
        others = dict.fromkeys(c.line for c in self.columns if c.line != self.records)
        return (self.records, *others)

    @property
    def several(self) -> bool:
        """Whether a record is put together of lines of several kinds."""
        return len(self.kinds) > 1

    def of(self, kind: str | None) -> tuple[FixedColumn, ...]:
        """The columns of a kind of lines."""
        return tuple(column for column in self.columns if column.line == kind)


class PathColumn(Struct, frozen=True):
    """A column by its path: a name a step, `@name` for an attribute; `many` says that a record may
    have several values."""

    header: str
    path: str
    many: bool


class Paths(Struct, frozen=True):
    """Records by their path from the root of a file, and columns by theirs within a record."""

    records: str
    columns: tuple[PathColumn, ...]
    encoding: str | None = None


class BadDescription(Exception):
    """What is wrong with a description; `read_description` makes it an error of the mapping."""

    def __init__(self, danish: str, english: str) -> None:
        super().__init__(english)
        self.message = Text(danish, english)


def described(
    table: Json, dialect: Json, columns: Sequence[tuple[str, bool, Json]], file: str
) -> FixedWidth | Paths | None:
    """What the words of a mapping say of a file without headers; None where they say nothing.

    `table` has the annotations of the table by their local names, `columns` the header of each
    column of the file, whether it may have several values, and its annotations. Raises `InputError`
    for a description that does not say enough.
    """
    names = [header.casefold() for header, _, _ in columns]
    twice = next((one[0] for n, one in enumerate(columns) if names[n] in names[:n]), None)
    by_place = [one for one in columns if one[2].keys() & {"start", "length"}]
    by_path = [one for one in columns if "path" in one[2]]
    fixed = bool(by_place) or "recordLength" in table
    paths = bool(by_path) or "records" in table
    try:
        if fixed and paths:
            raise BadDescription(
                "Filen beskrives både med pladser (lovgraf:start) og stier (lovgraf:path); brug "
                "det ene.",
                "The file is described both by places (lovgraf:start) and by paths "
                "(lovgraf:path); use one.",
            )
        if (fixed or paths) and twice is not None:
            raise BadDescription(
                f"To kolonner hedder {twice}; giv dem hver sit navn (titles).",
                f"Two columns are called {twice}; give each a name of its own (titles).",
            )
        told = by_place if fixed else by_path
        if (fixed or paths) and len(told) < len(columns):
            missing = next(one[0] for one in columns if one not in told)
            word = "lovgraf:start, lovgraf:length" if fixed else "lovgraf:path"
            raise BadDescription(
                f"Kolonnen {missing} mangler {word}.", f"The column {missing} lacks {word}."
            )
        if fixed:
            return _fixed(table, dialect, by_place)
        return _paths(table, dialect, by_path) if paths else None
    except BadDescription as error:
        raise InputError(error.message.da, error.message.en, file) from None


# Fixed width.


def _fixed(table: Json, dialect: Json, columns: Sequence[tuple[str, bool, Json]]) -> FixedWidth:
    line = table.get("line")
    kind = records = None
    if line is not None:
        kind, records = _span(line, "lovgraf:line"), _text(line, "is", "lovgraf:line")
    found = tuple(
        FixedColumn(header, _span(raw, header), _kind_of(raw, header, records, line is not None))
        for header, _, raw in columns
    )
    key = _span(table["key"], "lovgraf:key") if "key" in table else None
    form = FixedWidth(
        found,
        _lengths(table.get("recordLength"), records),
        table.get("trimmed") is True,
        kind, records, key,
        _encoding(dialect),
        dialect.get("lineTerminators") not in ([], "", [""]),
    )  # fmt: skip
    _check(form)
    return form


def _kind_of(raw: Json, header: str, records: str | None, kinds: bool) -> str | None:
    """The kind of the lines that a column comes from."""
    if "line" not in raw:
        return records
    if not kinds or not isinstance(raw["line"], str):
        raise BadDescription(
            f"Kolonnen {header} nævner en slags linje; tabellen skal have lovgraf:line, og slagsen "
            "er en tekst.",
            f"The column {header} names a kind of line; the table must have lovgraf:line, and the "
            "kind is a text.",
        )
    return raw["line"]


def _lengths(given: Any, records: str | None) -> dict[str | None, int]:
    """How long the lines of each kind are."""
    told = given if isinstance(given, dict) else {records: given}
    if not told or not all(_counts(n) and n <= _LONGEST_LINE for n in told.values()):
        raise BadDescription(
            "Filer med fast bredde skal have lovgraf:recordLength: linjens længde i tegn, eller en "
            'for hver slags linje ({"001": 80}).',
            "Files of fixed width need lovgraf:recordLength: the length of a line in characters, "
            'or one for each kind of line ({"001": 80}).',
        )
    return dict(told)


def _check(form: FixedWidth) -> None:
    """Raise for columns beyond their lines, and for lines that cannot be put together."""
    for column in form.columns:
        length = form.length.get(column.line)
        if length is None:
            raise BadDescription(
                f"lovgraf:recordLength mangler længden af linjer af slagsen {column.line}.",
                f"lovgraf:recordLength lacks the length of lines of the kind {column.line}.",
            )
        if column.span.end > length:
            raise BadDescription(
                f"Kolonnen {column.header} slutter på plads {column.span.end}, efter linjens "
                f"{length} tegn.",
                f"The column {column.header} ends at place {column.span.end}, beyond the {length} "
                "characters of the line.",
            )
    if form.several and form.key is None:
        raise BadDescription(
            "Kolonner fra flere slags linjer skal samles: angiv lovgraf:key, hvor nøglen står i "
            "dem alle.",
            "Columns of several kinds of lines must be put together: give lovgraf:key, where the "
            "key stands in all of them.",
        )
    ends = [span.end for span in (form.kind, form.key) if span is not None]
    if ends and max(ends) > min(form.length[kind] for kind in form.kinds):
        raise BadDescription(
            "lovgraf:line eller lovgraf:key ligger efter linjens slutning.",
            "lovgraf:line or lovgraf:key lies beyond the end of a line.",
        )
    if not form.lines and (form.trimmed or len(set(form.length.values())) > 1):
        raise BadDescription(
            "Uden linjeskift (lineTerminators) skal alle linjer have samme længde.",
            "Without line ends (lineTerminators) all lines must have the same length.",
        )


def _span(raw: Any, what: str) -> Span:
    told = raw if isinstance(raw, dict) else {}
    start, length = told.get("start"), told.get("length")
    if not isinstance(start, int) or not isinstance(length, int) or min(start, length) < 1:
        raise BadDescription(
            f"{what}: start og length skal være hele tal fra 1.",
            f"{what}: start and length must be whole numbers from 1.",
        )
    return Span(start - 1, start - 1 + length)


def _counts(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number > 0


def _text(raw: Any, name: str, what: str) -> str:
    found = raw.get(name) if isinstance(raw, dict) else None
    if not isinstance(found, str) or not found:
        raise BadDescription(
            f"{what}: {name} skal være en tekst.", f"{what}: {name} must be a text."
        )
    return found


def _encoding(dialect: Json) -> str | None:
    found = dialect.get("encoding")
    return found if isinstance(found, str) and found else None


# Paths.


def _paths(table: Json, dialect: Json, columns: Sequence[tuple[str, bool, Json]]) -> Paths:
    records = table.get("records")
    if not isinstance(records, str) or not records.startswith("/"):
        raise BadDescription(
            "lovgraf:records mangler: stien til registreringerne, fx /udtraek/person.",
            "lovgraf:records is missing: the path of the records, /extract/person, say.",
        )
    found = []
    for header, many, raw in columns:
        path = raw["path"]
        if not isinstance(path, str) or not all(path.split("/")):
            raise BadDescription(
                f"{header}: lovgraf:path skal være en sti som adresse/postnr.",
                f"{header}: lovgraf:path must be a path such as address/postcode.",
            )
        found.append(PathColumn(header, path, many))
    return Paths(records, tuple(found), _encoding(dialect))


def steps(path: str) -> Iterator[str]:
    """The names of a path; `~1` stands for a slash in a name, `~0` for `~` (RFC 6901).

    >>> list(steps("/data/km~1t"))
    ['data', 'km/t']
    """
    for step in path.strip("/").split("/"):
        if step:
            yield step.replace("~1", "/").replace("~0", "~")
