"""The form of one record: a field for each column that the norms in force ask for, act by act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rdflib import URIRef
from rdflib.namespace import DCTERMS
from werkzeug.datastructures import MultiDict

from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, label, text_of
from lovgraf.facts.expected import expected_of_one
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law, LawView, Norm
from lovgraf.law.names import cited_on
from lovgraf.law.norms import natural
from lovgraf.law.within import acts_in_use
from lovgraf.readers.reading import Reader
from lovgraf.verdicts.program import Programs, compile_programs, readers
from lovgraf_web.outline import act_of
from lovgraf_web.texts import TEXTS

LONGEST = 200
_KINDS = {
    "boolean": "choice", "date": "date", "integer": "number", "decimal": "number", "string": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One column as a field; `kind` is choice, choices, country, date, number or text."""

    name: str
    label: Text
    hint: Text | None
    kind: str
    choices: tuple[tuple[str, Text], ...] = ()
    numeric_step: str = "1"
    asked_by: Text | None = None
    """The title of the first act that asks for it."""


@dataclass(frozen=True)
class Section:
    """The fields that an act is the first to ask for."""

    act: str
    title: Text
    fields: tuple[Field, ...]


@lru_cache(maxsize=16)
def sections(
    law: Law, as_of: date, record_type: str, only: tuple[str, ...] | None = None
) -> tuple[Section, ...]:
    """The form for one type of record on a date, for all acts or `only` some; a column stands under
    the first act that asks."""
    view = law.at(as_of)
    programs = compile_programs(view, record_type)
    seen: set[str] = set()
    found: dict[str, list[Field]] = {}
    norms = [
        norm
        for norm in view.norms.values()
        if norm.record_type == record_type and (only is None or act_of(view, norm) in only)
    ]
    for norm in sorted(norms, key=lambda norm: natural(norm.iri)):
        for column in _columns(view, programs, norm):
            if column.name not in seen and record_type in column.record_types:
                seen.add(column.name)
                act = act_of(view, norm)
                found.setdefault(act, []).append(field_for(column, _title(view, act)))
    return tuple(Section(act, _title(view, act), tuple(fields)) for act, fields in found.items())


@lru_cache(maxsize=16)
def acts(law: Law, as_of: date, record_type: str) -> tuple[tuple[tuple[str, ...], Text], ...]:
    """The acts with norms in force about a type of record (IRIs), those of one text together, and
    what the text is called on the day."""
    view = law.at(as_of)
    norms = (norm for norm in view.norms.values() if norm.record_type == record_type)
    in_force = {act_of(view, norm) for norm in norms}
    texts = acts_in_use(law, record_type, as_of).values()
    found = [tuple(act for act in text if act in in_force) for text in texts]
    named = [(own, cited_on(law.graph, own[0], as_of).text) for own in found if own]
    return tuple(sorted(named, key=lambda pair: natural(pair[0][0])))


def _title(view: LawView, act: str) -> Text:
    graph = view.law.graph
    return text_of(graph, URIRef(act), DCTERMS.title) or label(graph, URIRef(act))


def _columns(view: LawView, programs: Programs, norm: Norm) -> Iterator[Column]:
    """The columns that a norm's conditions rest on, in order of label."""
    facts = {fact for part in _conditions(view, programs, norm) for fact in facts_of(part)}
    inputs = {iri for fact in facts for iri in programs.facts.inputs(fact)}
    columns = [fact for iri in inputs if isinstance(fact := programs.facts[iri], Column)]
    yield from sorted(columns, key=lambda column: column.label.da)


def _conditions(view: LawView, programs: Programs, norm: Norm) -> Iterator[Condition]:
    program = programs.programs.get(norm.iri)
    if program is not None:
        yield from program.conditions
    elif not norm.judged:
        owl, _ = readers(view, norm.record_type)
        for name in (norm.addressee, norm.eligible, norm.granted):
            if name is not None:
                try:
                    yield owl.condition(URIRef(name))
                except InputError:
                    continue


def field_for(column: Column, asked_by: Text | None = None) -> Field:
    """A column as a field."""
    kind = _KINDS[column.datatype]
    choices: tuple[tuple[str, Text], ...] = ()
    step = "any" if column.datatype == "decimal" else "1"
    if column.datatype == "boolean":
        choices = (("true", TEXTS["yes"]), ("false", TEXTS["no"]))
    elif column.format == "Country":
        kind = "country"
    elif column.code_list is not None:
        kind = "choices" if column.multi else "choice"
        codes = sorted(column.code_list.concepts, key=lambda code: natural(code.notation))
        choices = tuple((code.notation, code.label) for code in codes)
    return Field(column.name, column.label, column.definition, kind, choices, step, asked_by)


def values(form: MultiDict[str, str], asked: tuple[Section, ...]) -> dict[str, str]:
    """What was filled in, by column; several codes are separated by a space.

    A field left empty is unknown.
    """
    found: dict[str, str] = {}
    for field in (field for section in asked for field in section.fields):
        text = " ".join(part.strip() for part in form.getlist(field.name)).strip()
        if text:
            found[field.name] = text
    return found


@dataclass(frozen=True)
class Fault:
    """A value that cannot be read: where on the page it stands (an id), and what to write."""

    place: str
    label: Text
    message: Text


def faults(
    given: Mapping[str, str], asked: tuple[Section, ...], facts: FactVocabulary
) -> dict[str, Fault]:
    """What is wrong with each value that was filled in, by column."""
    fields = {field.name: field for section in asked for field in section.fields}
    found: dict[str, Fault] = {}
    for name, text in given.items():
        if len(text) > LONGEST:
            message = TEXTS["value-too-long"]
        elif Reader(facts.columns[name]).read(text).flaw == "unreadable":
            message = _wanted(facts.columns[name])
        else:
            continue
        field = fields[name]
        code = f"-{field.choices[0][0]}" if field.kind == "choices" else ""
        found[name] = Fault(f"f-{name}{code}", field.label, message)
    return found


def _wanted(column: Column) -> Text:
    wanted = expected_of_one(column)
    return Text(
        f"Det kan ikke læses. Skriv {wanted.da}.", f"That cannot be read. Write {wanted.en}."
    )


FIRST = 10
"""How many of the facts that settle most are asked for openly."""


@dataclass(frozen=True)
class Arranged:
    """The form in the order that helps: what was answered, what settles most, what may still
    matter (by act), and what no open answer turns on."""

    answered: tuple[Field, ...]
    first: tuple[Field, ...]
    later: tuple[Section, ...]
    idle: tuple[Section, ...]


def arranged(
    asked: tuple[Section, ...], given: Mapping[str, str], worth: Mapping[str, float]
) -> Arranged:
    """Put the fields in order; `worth` are the columns that open answers turn on, best first."""
    fields = {field.name: field for section in asked for field in section.fields}
    open_ = [fields[name] for name in worth if name in fields and name not in given]
    first = open_[:FIRST]
    later = {field.name for field in open_[FIRST:]}
    idle = fields.keys() - given.keys() - {field.name for field in open_}
    return Arranged(
        tuple(field for field in fields.values() if field.name in given),
        tuple(first),
        _only(asked, later),
        _only(asked, idle),
    )


def _only(asked: tuple[Section, ...], names: Set[str]) -> tuple[Section, ...]:
    parts = (
        Section(s.act, s.title, tuple(field for field in s.fields if field.name in names))
        for s in asked
    )
    return tuple(part for part in parts if part.fields)


def chosen(given: Mapping[str, str], field: Field, code: str) -> bool:
    """Whether a code was chosen."""
    return code in given.get(field.name, "").split()
