"""CSVW metadata: how a table with headers, formats and codes of its own maps to the vocabulary.

Source: W3C `Metadata Vocabulary for Tabular Data`. Read are: `tables`, `url`, `tableSchema`,
`columns` (`name`, `titles`, `propertyUrl`, `virtual`, `suppressOutput`), the inherited properties
`datatype` (`base`, `format`), `null`, `separator`, `default`, and `dialect` (`delimiter`,
`encoding`, `header`, `headerRowCount`, `skipRows`, `quoteChar`, `commentPrefix`). CSVW lacks three
things, so there are annotations: `lovgraf:codes` (a foreign list's codes with ours),
`lovgraf:complete` (true on a column, or a list of names on the table: a blank means that it did not
happen) and `lovgraf:recordType`; `lovgraf:sheet` names the sheet of a workbook. Columns without
headers are described in `described.py`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Iterator, Sequence
from collections.abc import Mapping as Mapping_
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct, field, structs

from lovgraf.core.disclosure import Headings
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, RECORD
from lovgraf.facts.dates import DateForm, pattern_regex
from lovgraf.facts.decimals import NumberStyle
from lovgraf.facts.fact import Column
from lovgraf.facts.spelling import squeeze
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.csvw_terms import OURS, Json, unchecked
from lovgraf.readers.delimited import Dialect
from lovgraf.readers.described import FixedWidth, Paths, described
from lovgraf.readers.headers import HeaderBook, check_record_type, did_you_mean, suggestion
from lovgraf.readers.json_keys import RepeatedKey, read_json, repeated_key
from lovgraf.readers.reading import Form, Reader
from lovgraf.readers.who import Who

_TIMES = frozenset({"dateTime", "datetime", "dateTimeStamp"})
"""The datatypes of CSVW that have a time of day."""
_INHERITED = ("datatype", "null", "separator", "default")
_MISSPELT = 0.8
"""How like a name must be to one that there is to be taken for it misspelt."""


class MappedColumn(Struct, frozen=True):
    """One column of the metadata; `name` is canonical, None where no fact answers to it."""

    titles: tuple[str, ...]
    name: str | None
    form: Form
    virtual: bool = False
    suppressed: bool = False
    who: bool = False
    """Whether it says who somebody is, whatever it is called."""


class Mapping(Struct, frozen=True, dict=True):
    """What the metadata says of one table."""

    columns: tuple[MappedColumn, ...] = ()
    dialect: Dialect | None = None
    record_type: str | None = None
    complete: frozenset[str] = frozenset()
    sheet: str | None = None
    file: str = ""
    unchecked: tuple[str, ...] = ()
    """The constraints on values that it states, by their words: they are not checked."""
    _forms: dict[str, Form] = field(default_factory=dict)
    described: FixedWidth | Paths | None = None
    """Where columns are that have no headers."""

    def form(self, name: str) -> Form:
        """The stated form of a canonical column."""
        return self._forms.get(name) or Form()

    def with_codes(self, codes: Mapping_[str, dict[str, str]]) -> Mapping:
        """The same, with codes for texts of some canonical columns of which it states none."""
        more = {
            name: structs.replace(self.form(name), codes=own)
            for name, own in codes.items()
            if own and not self.form(name).codes
        }
        return structs.replace(self, _forms=self._forms | more) if more else self

    def called(self, said: str, book: HeaderBook, there: Container[str] = ()) -> str:
        """The canonical column of a heading, by the metadata or else by what it says: of several
        the one that is `there`. What names none stays as it is."""
        mapped = (c.name for c in self.columns if squeeze(said) in map(squeeze, c.titles))
        own = next(filter(None, mapped), None)
        found = [own] if own else [*book.candidates(said)]
        found = [one for one in found if one in there] or found
        return found[0] if len(found) == 1 else said

    def names(self, header: str) -> bool:
        """Whether the metadata names this header."""
        return squeeze(header) in self._titles

    @cached_property
    def _titles(self) -> frozenset[str]:
        """What headers are named, as they are compared."""
        return frozenset(squeeze(t) for c in self.columns for t in c.titles)

    def virtual(self) -> dict[str, str]:
        """Constants: canonical column to the text of its default."""
        return {
            column.name: column.form.default
            for column in self.columns
            if column.virtual and column.name and column.form.default is not None
        }

    def ignored(self, headers: Sequence[str]) -> frozenset[int]:
        """The positions of the columns that the metadata leaves out (`suppressOutput`)."""
        titles = {squeeze(t) for c in self.columns if c.suppressed for t in c.titles}
        return frozenset(n for n, header in enumerate(headers) if squeeze(header) in titles)

    def showing(self, headers: Sequence[str]) -> frozenset[int]:
        """The positions of the columns of which the metadata states that they say who somebody
        is."""
        titles = {squeeze(t) for c in self.columns if c.who for t in c.titles}
        return frozenset(n for n, header in enumerate(headers) if squeeze(header) in titles)

    def positions(
        self, headers: Sequence[str], file: str, told: Headings | None = None
    ) -> dict[int, str]:
        """The position of each mapped column; raises `InputError` for one that is not there, with
        the headings that are, as they may be told, and for one that is described twice."""
        places: dict[str, int] = {}
        for position, header in enumerate(headers):
            places.setdefault(squeeze(header), position)
        found: dict[int, str] = {}
        seen: dict[int, MappedColumn] = {}
        for column in self.columns:
            if column.virtual:
                continue
            place = next((places[k] for t in column.titles if (k := squeeze(t)) in places), None)
            if place is None:
                there = told or Headings.of(headers, (), False)
                wanted = column.titles[0]
                present = ", ".join(map(there.disclosed, range(len(headers))))
                raise InputError(
                    f"{self.file} nævner kolonnen {wanted}, som ikke er i {file}; der er: "
                    f"{present}.",
                    f"{self.file} names the column {wanted}, which is not in {file}; there are: "
                    f"{present}.",
                    self.file,
                )
            if seen.setdefault(place, column) != column:
                raise self._twice(seen[place], column)
            if column.name:
                found[place] = column.name
        return found

    def check_constants(self, given: Collection[str]) -> None:
        """Raise `InputError` for a constant of a column (by name) that the file gives."""
        for name in sorted(set(self.virtual()) & set(given)):
            raise InputError(
                f"{name} angives som den samme værdi i alle rækker (virtual), men filen har "
                "kolonnen; lad en af dem stå.",
                f"{name} is stated as one value in all rows (virtual), but the file has the "
                "column; leave one of the two.",
                self.file,
            )

    def _twice(self, first: MappedColumn, second: MappedColumn) -> InputError:
        """Two descriptions of one column: one of them would be passed over."""
        title = second.titles[0]
        names = [one.name or "–" for one in (first, second)]
        return InputError(
            f"Kolonnen {title} er beskrevet to gange ({names[0]}, {names[1]}); lad en af "
            "beskrivelserne stå.",
            f"The column {title} is described twice ({names[0]}, {names[1]}); leave one of the "
            "descriptions.",
            self.file,
        )


NO_MAPPING = Mapping()


def read_mapping(path: Path, facts: FactVocabulary, dataset: Path) -> Mapping:
    """Read CSVW metadata for a dataset.

    Raises `InputError` for what is no such metadata, or names what the graph does not declare.
    """
    reader = _MappingReader(path.name, facts)
    return reader.mapping(_load(path), dataset.name)


def _load(path: Path) -> Json:
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = read_json(text)
    except RepeatedKey as error:
        raise repeated_key(text, error.key, path.name) from None
    except json.JSONDecodeError as error:
        raise InputError(
            "CSVW-filen er ikke gyldig JSON.",
            "The CSVW file is no valid JSON.",
            path.name,
            error.lineno,
            error.colno,
        ) from None
    except (OSError, ValueError, RecursionError):
        raise InputError(
            "CSVW-filen kan ikke læses; kontrollér stien.",
            "The CSVW file cannot be read; check the path.",
            path.name,
        ) from None
    if not isinstance(data, dict):
        data = {}
    return data


class _MappingReader:
    def __init__(self, file: str, facts: FactVocabulary) -> None:
        self.file, self.facts, self.who = file, facts, Who(facts)
        self.by_iri = {column.iri: name for name, column in facts.columns.items()}

    def mapping(self, data: Json, dataset: str) -> Mapping:
        constraints = unchecked(data, self.file)
        table = self._table(data, dataset)
        schema = table.get("tableSchema") or data.get("tableSchema")
        if not isinstance(schema, dict) or not isinstance(schema.get("columns"), list):
            raise self._error(
                "CSVW-filen mangler tableSchema med columns.",
                "The CSVW file lacks a tableSchema with columns.",
            )
        above = {k: v for level in (data, table, schema) for k, v in level.items()}
        columns, complete, forms = [], set(self._complete(table)), dict[str, Form]()
        placed = []
        for raw in schema["columns"]:
            if not isinstance(raw, dict):
                raise self._error(
                    "En af columns er ikke et objekt.", "One of the columns is no object."
                )
            inherited = {k: above[k] for k in _INHERITED if k in above}
            column = self._column({**inherited, **raw})
            columns.append(column)
            if not column.virtual:
                many = column.name is None or self.facts.columns[column.name].multi
                placed.append((column.titles[0], many, _annotations(raw)))
            if column.name:
                forms[column.name] = self._form_of_all(column, columns[:-1])
                if _ours(raw, "complete") is True:
                    complete.add(column.name)
        record_type = _ours(table, "recordType") or _ours(data, "recordType")
        check_record_type(record_type, self.facts)
        dialect = {**_object(data.get("dialect")), **_object(table.get("dialect"))}
        return Mapping(
            tuple(columns),
            self._dialect(dialect, columns),
            record_type,
            frozenset(complete),
            _ours(table, "sheet"),
            self.file,
            constraints,
            forms,
            described(_annotations(above), dialect, placed, self.file),
        )

    def _error(self, danish: str, english: str) -> InputError:
        return InputError(danish, english, self.file)

    def _form_of_all(self, column: MappedColumn, before: Sequence[MappedColumn]) -> Form:
        """How a column is written that may give a fact together with others `before` it, whose
        words count for it too."""
        name, form = column.name, column.form
        if name is None or column.virtual or not self.facts.columns[name].multi:
            return form
        for one in before:
            if one.name == name and not one.virtual:
                form = self._form_of_both(name, one.form, form)
        return form

    def _form_of_both(self, name: str, first: Form, second: Form) -> Form:
        codes, nulls = first.codes | second.codes, first.nulls | second.nulls
        one, two = (structs.replace(form, codes=codes, nulls=nulls) for form in (first, second))
        if one != two or codes != second.codes | first.codes:
            raise self._error(
                f"To kolonner er {name}, og de er beskrevet hver på sin måde; beskriv dem ens.",
                f"Two columns are {name}, and each is described in a way of its own; describe them "
                "alike.",
            )
        return one

    def _table(self, data: Json, dataset: str) -> Json:
        tables = data.get("tables")
        if not isinstance(tables, list):
            return data
        named = [t for t in tables if isinstance(t, dict)]
        fitting = [t for t in named if str(t.get("url", "")).rsplit("/", 1)[-1] == dataset]
        if len(fitting or named) != 1:
            raise self._error(
                f"CSVW-filen beskriver ikke netop én tabel for {dataset}; ret url.",
                f"The CSVW file does not describe exactly one table for {dataset}; correct url.",
            )
        return (fitting or named)[0]

    def _complete(self, table: Json) -> Iterator[str]:
        names = _ours(table, "complete") or []
        for name in names if isinstance(names, list) else []:
            yield self._known(str(name))

    def _known(self, name: str) -> str:
        if name in self.facts.columns:
            return name
        near = suggestion(name, self.facts.columns)
        hint = did_you_mean(near)
        raise self._error(
            f"{name} er ikke en kolonne i grafen.{hint.da}",
            f"{name} is no column of the graph.{hint.en}",
        )

    def _column(self, raw: Json) -> MappedColumn:
        name = self._name(raw)
        titles = tuple(_titles(raw.get("titles"))) or ((str(raw["name"]),) if "name" in raw else ())
        virtual = raw.get("virtual") is True
        if not titles and not virtual:
            raise self._error(
                "En kolonne mangler titles og name.", "A column lacks titles and name."
            )
        column = self.facts.columns[name] if name else None
        suppressed = raw.get("suppressOutput") is True
        who = not suppressed and (self._says_who(raw) or name in self.who.names)
        return MappedColumn(
            titles, None if suppressed else name, self._form(raw, column), virtual, suppressed, who
        )

    def _says_who(self, raw: Json) -> bool:
        """Whether a column is stated to say who somebody is, by the IRI of that or a word for it
        which is no column's name."""
        url, name = raw.get("propertyUrl"), raw.get("name")
        if isinstance(url, str):
            return url == self.facts.says_who
        named = isinstance(name, str) and name not in self.facts.columns
        return named and self.who.called(str(name))

    def _name(self, raw: Json) -> str | None:
        if self._says_who(raw):
            return None
        url = raw.get("propertyUrl")
        if isinstance(url, str):
            iri = str(RECORD) + url.removeprefix("record:") if url.startswith("record:") else url
            if iri in self.by_iri:
                return self.by_iri[iri]
            if iri.startswith(BASE):
                return self._known(iri.removeprefix(str(RECORD)))
        name = raw.get("name")
        if not isinstance(name, str):
            return None
        misspelt = get_close_matches(name.lower(), self.facts.columns, n=1, cutoff=_MISSPELT)
        if misspelt and raw.get("suppressOutput") is not True:
            return self._known(name)
        return name if name in self.facts.columns else None

    def _form(self, raw: Json, column: Column | None) -> Form:
        datatype = raw.get("datatype")
        form = _object(datatype).get("format")
        nulls = raw.get("null", [])
        separator, default = raw.get("separator"), raw.get("default")
        codes = {str(k): str(v) for k, v in _object(_ours(raw, "codes")).items()}
        self._check_codes(codes, column)
        words = self._words(form, column)
        return Form(
            dates=self._dates(form, column, datatype),
            numbers=_numbers(form),
            nulls=frozenset(map(str, nulls if isinstance(nulls, list) else [nulls])),
            true=frozenset(words[:1]),
            false=frozenset(words[1:]),
            codes=codes,
            separator=separator if isinstance(separator, str) and separator else None,
            default=str(default) if default not in (None, "") else None,
        )

    def _check_codes(self, codes: Mapping_[str, str], column: Column | None) -> None:
        """Raise for a code that stands for what the column cannot have."""
        if column is None:
            return
        others = column.code_list.of_other_days if column.code_list else frozenset[str]()
        for code, meant in codes.items():
            if meant not in others and Reader(column).read(meant).flaw is not None:
                raise self._error(
                    f"lovgraf:codes: {code} skal betyde {meant}, men det kan {column.name} ikke "
                    "være.",
                    f"lovgraf:codes: {code} is to mean {meant}, which {column.name} cannot be.",
                )

    def _words(self, form: object, column: Column | None) -> list[str]:
        """The words for true and false in a boolean format such as `J|N`."""
        if column is None or column.datatype != "boolean" or form is None:
            return []
        found = form.split("|") if isinstance(form, str) else []
        if len(found) != 2 or not all(found):
            raise self._error(
                f"Formatet for {column.name} skal være et ord for ja og et for nej, fx J|N; at "
                "blankt betyder nej, siger lovgraf:complete.",
                f"The format of {column.name} must be a word for yes and one for no, such as J|N; "
                "that a blank means no is said by lovgraf:complete.",
            )
        return found

    def _dates(self, form: object, column: Column | None, datatype: object) -> DateForm:
        if column is None or column.datatype != "date" or not isinstance(form, str):
            return DateForm(times=_base(datatype) in _TIMES)
        if pattern_regex(form) is None:
            raise self._error(
                f"Datoformatet {form} for {column.name} kan ikke bruges; skriv fx dd-MM-yyyy.",
                f"The date format {form} of {column.name} cannot be used; write dd-MM-yyyy, say.",
            )
        return DateForm(pattern=form)

    def _dialect(self, raw: Json, columns: Sequence[MappedColumn]) -> Dialect:
        header = raw.get("header", True) is not False and raw.get("headerRowCount", 1) != 0
        rows = raw.get("headerRowCount", 1)
        skip = int(raw.get("skipRows", 0)) + (rows - 1 if isinstance(rows, int) and rows > 1 else 0)
        quote, delimiter = raw.get("quoteChar", '"'), raw.get("delimiter")
        return Dialect(
            delimiter=delimiter if isinstance(delimiter, str) else None,
            encoding=raw["encoding"] if isinstance(raw.get("encoding"), str) else None,
            header=header,
            skip=skip,
            quote=quote if isinstance(quote, str) else "",
            comment=raw.get("commentPrefix") or None,
            columns=tuple(c.titles[0] for c in columns if not c.virtual),
        )


def _base(datatype: object) -> object:
    """The datatype that a column states, or that its own one is made of."""
    return datatype.get("base") if isinstance(datatype, dict) else datatype


def _numbers(form: object) -> NumberStyle:
    if not isinstance(form, dict):
        return NumberStyle.UNKNOWN
    return NumberStyle.COMMA if form.get("decimalChar") == "," else NumberStyle.POINT


def _titles(titles: object) -> Iterator[str]:
    """Titles: a string, a list, or either by language."""
    if isinstance(titles, str):
        yield titles
    elif isinstance(titles, list):
        for title in titles:
            yield from _titles(title)
    elif isinstance(titles, dict):
        for title in titles.values():
            yield from _titles(title)


def _ours(raw: Json, name: str) -> Any:
    return next((raw[prefix + name] for prefix in OURS if prefix + name in raw), None)


def _annotations(raw: Json) -> Json:
    """Our own words by their local names."""
    return {
        key.removeprefix(prefix): value
        for key, value in raw.items()
        for prefix in reversed(OURS)
        if key.startswith(prefix)
    }


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
