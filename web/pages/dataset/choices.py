"""Which column of an uploaded file is which fact: what the form shows, and what it sends back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import convert
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import CSVW
from rdflib.term import Node
from werkzeug.datastructures import MultiDict

from lovgraf.core.disclosure import told_apart
from lovgraf.core.errors import InputError
from lovgraf.core.safe import plain
from lovgraf.core.terms import RECORD, Lang, Text, label
from lovgraf.core.written import list_text, quoted
from lovgraf.facts.countries import in_order
from lovgraf.facts.fact import Column
from lovgraf.law import Law
from lovgraf.law.presumptions import PROFILES
from lovgraf.law.within import acts_judging
from lovgraf.readers.csvw_writing import ColumnForm, write_mapping
from lovgraf.readers.days_written import AS_THEY_STAND, TIMES, DaysWritten
from lovgraf.readers.described import PathColumn, Paths
from lovgraf.readers.headers import ID, HeaderBook, book_of
from lovgraf.readers.suggesting import codes_of, read_as, seen_with
from lovgraf.readers.who import Who
from lovgraf_web.address import needed_day
from lovgraf_web.api.sent import one_of
from lovgraf_web.jobs.application import KEPT_DAYS
from lovgraf_web.pages.dataset.work import COLUMNS
from lovgraf_web.texts import TEXTS

LEAVE_OUT = "-"
_HEADER = 100
_OR = Text("eller", "or")


@dataclass(frozen=True)
class Choice:
    """One column of the file in the form: its place, its heading as it stands and as it may be
    told, the fact it is taken for (`name`).

    `known` is the fact that its heading names, `suggested` what it may be, and `how` that is known:
    by its `heading`, by its `values`, or as it was chosen `before`. `dates` is a pattern of its
    own, `codes` are its words that are no code of ours, each with what it may mean.
    """

    place: int
    header: str
    disclosed: str
    name: str | None
    problem: str | None
    filled: int
    values: tuple[str, ...]
    complete: bool = False
    known: str | None = None
    suggested: str | None = None
    how: str = "heading"
    dates: str | None = None
    codes: tuple[tuple[str, str | None], ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    """All its words with their numbers, where there are few."""
    certain: bool = False
    """Whether what is suggested needs nobody's word."""
    others: tuple[str, ...] = ()
    """The facts that it may be, where these are several."""
    near: tuple[str, ...] = ()
    """The facts that its heading resembles, so that it is not passed over without a word."""
    beside: str | None = None
    """The fact to which its days belong, so that it is not passed over without a word either."""
    left: bool = False
    """Whether somebody chose not to read it."""
    fits: str | None = None
    """The fact as which its `dates` and `codes` are read."""
    written: DaysWritten = AS_THEY_STAND
    """How its dates are written, where it holds some."""
    of_days: bool = False
    """Whether the fact as which it `fits` is a day."""

    def read_as(self, fact: Column | None) -> Choice:
        """The same with its dates and words as they are read as a fact."""
        if fact is None or fact.name == self.fits:
            return self
        found = read_as(fact, self.words)
        of_days = fact.datatype == "date"
        dates, codes = self.written.dates if of_days else None, tuple(found.codes.items())
        return replace(self, fits=fact.name, of_days=of_days, dates=dates, codes=codes)

    def rows_with(self, word: str) -> int:
        """How many of the rows that were looked at have a word."""
        return seen_with(word, self.words)

    @property
    def days(self) -> str | None:
        """Which word of the page tells how its days are read, where not as they stand."""
        if self.dates is not None:
            return "dataset-times" if self.dates == TIMES else "dataset-dates"
        if self.fits != self.name or not self.of_days:
            return None
        if self.written.ways:
            return "dataset-dates-ways"
        return "dataset-dates-unread" if self.written.unread else None

    @property
    def days_told(self) -> Text | None:
        """How its days are read, in words."""
        if self.days is None:
            return None
        told, form = TEXTS[self.days], f" {self.dates}" if self.days == "dataset-dates" else ""
        return Text(f"{told.da}{form}", f"{told.en}{form}")

    @property
    def undecided(self) -> bool:
        """Whether somebody has to say what it is, or that it is not read; of what may be the id,
        on which no rule turns, nobody."""
        asked = bool({*self.near} - {ID}) or self.beside is not None
        return asked and self.name is None and not self.left

    @property
    def may_be(self) -> tuple[str, ...]:
        """What it may be, the likeliest first, where it is taken for nothing."""
        may = (self.suggested, *self.others, *self.near)
        return () if self.name else tuple(dict.fromkeys(name for name in may if name))

    def disclosed_words(self, shown: bool) -> dict[str, Text]:
        """The words that are no code of ours, as they may be told apart."""
        return told_apart({word: self.rows_with(word) for word, _ in self.codes}, shown)

    def as_json(self, shown: bool, law: Law) -> dict[str, Any]:
        """What a program is told of the column: the fact that it surely is, the one that it may be,
        and the fields of its words that are no code of ours."""
        fact = law.facts.columns.get(self.name or self.suggested or "")
        words = self.disclosed_words(shown)
        return {
            "header": self.disclosed,
            "column": self.name,
            "may_be": [*self.may_be],
            "undecided": self.undecided,
            "field": f"column-{self.place}",
            "days": None if (days := self.days_told) is None else days.as_dict(),
            "words": [
                {"field": f"code-{self.place}-{n}", "word": words[word].as_dict(), "code": code}
                for n, (word, code) in enumerate(self.codes)
            ],
            "codes": {c: text.as_dict() for c, text in codes_of(fact).items()}
            if fact is not None and self.codes
            else None,
        }

    @property
    def asked(self) -> bool:
        """Whether somebody has to look at it: it is not known, or some of its words are not."""
        if self.shows_who or self.taken:
            return False
        return self.known is None or self.known != self.name or bool(self.codes)

    @property
    def shows_who(self) -> bool:
        """Whether it only shows whom a row is about."""
        return self.problem == "who" and self.name is None

    @property
    def taken(self) -> bool:
        """Whether more than its heading says what it is, so that nobody has to."""
        sure = self.certain and self.known is None and not self.codes
        return sure and self.name is not None and self.name == self.suggested


@dataclass(frozen=True)
class Choices:
    """What the form shows: the columns, the facts that they may be, and the types of record."""

    rows: int
    sampled: int
    record_type: str | None
    columns: tuple[Choice, ...]
    facts: tuple[Column, ...]
    types: tuple[tuple[str, Text], ...]
    paths: Paths | None = None
    """Where records and columns are in nested JSON or XML."""

    @property
    def recognised(self) -> int:
        """How many columns are taken for a fact, or show who somebody is."""
        return sum(column.name is not None or column.shows_who for column in self.columns)

    def as_graph(self, law: Law) -> Graph:
        """The columns of the file in order, in the words of CSVW (tabular metadata)."""
        graph = Graph(bind_namespaces="none")
        schema, columns = BNode(), BNode()
        nodes: list[Node] = []
        for column in self.columns:
            node = BNode()
            nodes.append(node)
            graph.add((node, CSVW.title, Literal(plain(column.disclosed))))
            if column.name is not None:
                graph.add((node, CSVW.name, Literal(column.name)))
                graph.add((node, CSVW.propertyUrl, URIRef(law.facts.columns[column.name].iri)))
        Collection(graph, columns, nodes)
        graph.add((schema, RDF.type, CSVW.Schema))
        graph.add((schema, CSVW.column, columns))
        return graph

    def fields(self, law: Law, form: MultiDict[str, str]) -> dict[str, Sequence[str] | None]:
        """The fields of the form, each with the words that it knows (None: any)."""
        found: dict[str, Sequence[str] | None] = {
            "csrf_token": None, "as_of": None, "values": ("yes",), "presume": PROFILES,
            "type": [self.record_type or ""],  # another is chosen before: the columns are its own
            "about": ["", *acts_judging(law, self.record_type)],
            "keep": ("yes",), "series": None, "days": [str(days) for days in KEPT_DAYS],
        }  # fmt: skip
        for column in self.columns:
            found[f"column-{column.place}"] = None
            # The words come along where another fact is chosen than the form was made with.
            names = (form.get(f"column-{column.place}", ""), column.name or "")
            facts = [law.facts.columns[name] for name in names if name in law.facts.columns]
            allowed = ["", *(code for fact in facts for code in codes_of(fact))]
            most = max(len(one.codes) for one in (column, *map(column.read_as, facts)))
            for number in range(most):
                found[f"code-{column.place}-{number}"] = allowed
        chosen_names = [form.get(f"column-{column.place}", "") for column in self.columns]
        known = [name for name in chosen_names if name in law.facts.columns]
        known += sorted(str(column.place) for column in self.columns)
        for said in form.getlist("complete"):
            one_of("complete", said, known, "")
        return found

    @property
    def withheld(self) -> bool:
        """Whether a heading may be a value, and is told by its shape alone."""
        return any(column.disclosed != column.header for column in self.columns)

    @property
    def has_values(self) -> bool:
        """Whether the first values are there to be shown."""
        return any(column.values for column in self.columns)


@dataclass(frozen=True)
class Chosen:
    """What the form sent: a name for each column of the file, and how to check."""

    names: tuple[str | None, ...]
    complete: frozenset[str]
    record_type: str | None
    as_of: date
    values: bool
    presume: str = "register"
    """The profile of what blanks are presumed to mean."""
    codes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """What the words of a column at a place mean, as codes of ours."""
    about: str = ""
    """The act (IRI) whose rules alone are asked about; empty for all."""
    left: frozenset[int] = frozenset()
    """The places of the columns that were said not to be read."""

    def unread(self, choices: Choices) -> list[str | None]:
        """Why each column of the file is not read (a reason of the intake), None where it is."""
        return [
            None if name else "chosen" if self._own(column) else column.problem or "unknown"
            for column, name in zip(choices.columns, self.names, strict=True)
        ]

    def _own(self, column: Choice) -> bool:
        """Whether it is the reader's own choice that a column is not read."""
        return column.place in self.left and (column.name is not None or bool(column.near))

    def told(self, choices: Choices) -> dict[int, str]:
        """What columns are read as because somebody said so: no heading and no values tell it."""
        return {
            column.place: name
            for column, name in zip(choices.columns, self.names, strict=True)
            if name and name != column.known and not (column.certain and name == column.suggested)
        }

    def mapping(self, choices: Choices, law: Law, file: str) -> str:
        """The choices as CSVW metadata."""
        headers = [column.header for column in choices.columns]
        record_type = None if "type" in self.names else self.record_type
        forms = {
            column.place: ColumnForm(
                column.read_as(law.facts.columns[name]).dates, self.codes.get(column.place, {})
            )
            for column, name in zip(choices.columns, self.names, strict=True)
            if name is not None
        }
        return write_mapping(
            file, headers, self.names, law.facts, record_type, self.complete, forms, choices.paths
        )


def read_choices(folder: Path, law: Law) -> Choices:
    """What was found in the file, with the facts that its columns may be."""
    found: dict[str, Any] = json.loads((folder / COLUMNS).read_text("utf-8"))
    kind = found["record_type"]
    facts = [c for c in law.facts.columns.values() if kind is None or kind in c.record_types]
    outline = found.get("outline") or {"paths": None, "several": ()}
    whom, book = Who(law.facts), book_of(law.facts)
    days = {name for name, column in law.facts.columns.items() if column.datatype == "date"}
    single = {name for name, column in law.facts.columns.items() if not column.multi}

    def taken(column: Mapping[str, Any], name: str | None) -> str | None:
        """None for what has several values in a record where the fact has one."""
        return None if name in single and column["header"] in outline["several"] else name

    return Choices(
        rows=found["rows"],
        sampled=found["sampled"],
        record_type=kind,
        columns=tuple(
            Choice(
                place, column["header"], column["told"],
                taken(column, column["name"] or _certain(column, book)),
                "who" if not column["name"] and whom.called(column["header"]) else
                column["problem"], column["filled"],
                tuple(plain(value) for value in column["values"]), known=column["name"],
                suggested=column["suggested"], how="values" if column["by_values"] else "heading",
                dates=column["dates"], codes=tuple((word, code) for word, code in column["codes"]),
                certain=column.get("certain", False), others=tuple(column.get("others", ())),
                words=tuple((word, count) for word, count in column.get("words", ())),
                near=tuple(column.get("near", ())),
                beside=column.get("beside"),
                fits=column["name"] or column["suggested"],
                written=convert(column.get("written", {}), DaysWritten),
                of_days=(column["name"] or column["suggested"]) in days,
            )
            for place, column in enumerate(found["columns"])
        ),
        facts=tuple(sorted(facts, key=lambda fact: fact.label.da.lower())),
        types=types(law),
        paths=_paths(outline["paths"]),
    )  # fmt: skip


def _certain(column: Mapping[str, Any], book: HeaderBook) -> str | None:
    """What a column surely is although its heading is not known, or what alone such a heading and
    its values mean, beside what is no fact; what is but likely, somebody says."""
    name: str | None = column["suggested"]
    alone = book.loosely(column["header"]) == {name}
    return name if column.get("certain") or alone else None


@dataclass(frozen=True)
class Menu:
    """The facts that a column may be, as a reader finds them: what is suggested first, then by who
    holds such facts, sorted in the reader's language."""

    facts: Mapping[str, Column]
    groups: Sequence[tuple[str, Sequence[Column]]]
    suggested: str

    @classmethod
    def of(cls, facts: Iterable[Column], law: Law, lang: Lang) -> Menu:
        """The menu of some facts in a language."""
        found: dict[str, list[Column]] = {}
        for fact in sorted(facts, key=lambda fact: in_order(fact.label[lang], lang)):
            holder = law.graph.value(URIRef(fact.iri), RECORD.heldIn)
            name = label(law.graph, holder) if isinstance(holder, URIRef) else None
            heading = (name or TEXTS["dataset-other-facts"])[lang]
            found.setdefault(heading[:1].upper() + heading[1:], []).append(fact)
        groups = sorted(found.items(), key=lambda pair: in_order(pair[0], lang))
        named = {fact.name: fact for own in found.values() for fact in own}
        return cls(named, groups, TEXTS["dataset-suggested"][lang])

    def of_column(self, column: Choice) -> Iterator[tuple[str, Sequence[Column]]]:
        """The groups of facts for one column."""
        names = (column.name, column.known, column.suggested, *column.others, *column.near)
        first = [*dict.fromkeys(name for name in names if name in self.facts)]
        if first:
            yield self.suggested, [self.facts[name] for name in first if name is not None]
        for heading, facts in self.groups:
            if left := [fact for fact in facts if fact.name not in first]:
                yield heading, left


def _paths(kept: Mapping[str, Any] | None) -> Paths | None:
    """Paths as they were kept."""
    if kept is None:
        return None
    columns = tuple(PathColumn(**column) for column in kept["columns"])
    return Paths(kept["records"], columns, kept["encoding"])


def types(law: Law) -> tuple[tuple[str, Text], ...]:
    """The types of record with their labels."""
    return tuple(
        (notation, label(law.graph, URIRef(iri)))
        for iri, notation in sorted(law.facts.record_types.items(), key=lambda pair: pair[1])
        if iri.startswith(str(RECORD))
    )


def header_shown(header: str) -> str:
    """A header as the page shows it."""
    text = plain(header)
    return text if len(text) <= _HEADER else text[: _HEADER - 1] + "…"


def chosen(form: MultiDict[str, str], choices: Choices, law: Law) -> Chosen:
    """What was chosen. Raises `InputError` for a fact that two columns are to be and of which there
    is only one, for one that does not exist, and where nothing is left to check."""
    names = [_name(form, column, law) for column in choices.columns]
    seen: set[str] = set()
    for name in names:
        if name is not None and name in seen and not law.facts.columns[name].multi:
            fact = law.facts.columns[name].label
            raise InputError(
                f"To kolonner er valgt som {fact.da}; behold den ene.",
                f"Two columns are chosen as {fact.en}; keep one of them.",
            )
        seen |= {name} if name else set()
    if not seen:
        raise InputError(TEXTS["dataset-no-columns"].da, TEXTS["dataset-no-columns"].en)
    blank_means_no = {*form.getlist("complete")}
    complete = {
        name
        for place, name in enumerate(names)
        if name is not None and blank_means_no & {str(place), name}
    }
    return Chosen(
        tuple(names),
        frozenset(complete),
        choices.record_type,
        needed_day(form.get("as_of")),
        form.get("values") == "yes",
        form.get("presume") or "register",
        {column.place: codes for column in choices.columns if (codes := _codes(form, column, law))},
        form.get("about") or "",
        frozenset(c.place for c in choices.columns if form.get(f"column-{c.place}") == LEAVE_OUT),
    )


def refuse_undecided(choices: Choices, given: Chosen, law: Law) -> None:
    """Raise `InputError` where a heading resembles one that the law knows and nobody said whether
    the column is read: that it is misspelt would else be told as if the register had nothing."""
    for column, name in zip(choices.columns, given.names, strict=True):
        if name is None and column.undecided and column.place not in given.left:
            if column.beside is not None:
                raise _days_beside(column, law)
            labels = [law.facts.columns[near].label for near in column.may_be]
            meant = list_text([quoted(one) for one in labels], _OR)
            header = header_shown(column.disclosed)
            raise InputError(
                f"Hvad er kolonnen {header!r}? Mente du {meant.da}? Vælg, hvad den læses som, "
                "eller at den ikke læses.",
                f"What is the column {header!r}? Did you mean {meant.en}? Choose what it is read "
                "as, or that it is not read.",
            )


def _days_beside(column: Choice, law: Law) -> InputError:
    """The error that nobody said what days are that belong to another column."""
    header = header_shown(column.disclosed)
    label = law.facts.columns[column.beside or ""].label
    return InputError(
        f"Kolonnen {header!r} har dage, som hører til »{label.da}«: siden hvornår eller til "
        "hvornår det er så. Vælg, hvad den læses som, eller at den ikke læses.",
        f'The column {header!r} holds days that belong to "{label.en}": since when or until when '
        "it is so. Choose what it is read as, or that it is not read.",
    )


def _codes(form: MultiDict[str, str], column: Choice, law: Law) -> dict[str, str]:
    """What the words of a column were said to mean; a word of which nothing is said is not read."""
    fact = law.facts.columns.get(form.get(f"column-{column.place}", LEAVE_OUT))
    allowed = codes_of(fact) if fact is not None else {}
    given = {
        word: form.get(f"code-{column.place}-{number}", "")
        for number, (word, _) in enumerate(column.read_as(fact).codes)
    }
    return {word: code for word, code in given.items() if code in allowed}


def _name(form: MultiDict[str, str], column: Choice, law: Law) -> str | None:
    given = form.get(f"column-{column.place}", LEAVE_OUT)
    if given in ("", LEAVE_OUT):
        return None
    if given not in law.facts.columns:
        field, near = f"column-{column.place}", get_close_matches(given, law.facts.columns, 1)
        da, en = (f" {asks} {near[0]}?" if near else "" for asks in ("Mente du", "Did you mean"))
        raise InputError(f"{field}: det er ingen oplysning.{da}", f"{field}: that is no fact.{en}")
    return given


def with_chosen(choices: Choices, given: Chosen | None, law: Law) -> Sequence[Choice]:
    """The columns of the form as they were chosen before, with what their words were said to
    mean."""
    if given is None:
        return choices.columns
    return [
        replace(_coded(c, name, given, law), left=c.place in given.left)
        for c, name in zip(choices.columns, given.names, strict=True)
    ]


def _coded(column: Choice, name: str | None, given: Chosen, law: Law) -> Choice:
    """A column as the fact that was chosen, with the codes of its words."""
    if name is None:
        return replace(column, name=None)
    found, codes = column.read_as(law.facts.columns[name]), given.codes.get(column.place, {})
    return replace(
        found, name=name, problem=None, complete=name in given.complete,
        codes=tuple((word, codes.get(word)) for word, _ in found.codes),
    )  # fmt: skip


def unsaid(shown: Sequence[Choice], given: Chosen, form: MultiDict[str, str], law: Law) -> bool:
    """Whether a column is chosen as a fact that the form did not show it as, and nobody was asked
    what all of its words mean."""
    for column, name in zip(shown, given.names, strict=True):
        if name is None or name == column.fits:
            continue
        fact = law.facts.columns[name]
        fields = [f"code-{column.place}-{n}" for n in range(len(column.read_as(fact).codes))]
        if any(form.get(field) not in codes_of(fact) for field in fields):
            return True
    return False
