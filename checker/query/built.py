"""A query put together from choices: a kind of thing, and criteria on it and on what it leads to.

Each criterion has a number, from 1 on, and stands at the thing (0) or at what an earlier one leads
to. In an address it is written `AT RELATION TEST VALUE`, with the names that SPARQL has for them:

>>> asked = built("core:Norm", ["0 core:tests any", "1 core:fact is record:age"])
>>> print(asked.text())
SELECT DISTINCT ?norm ?tests WHERE {
  ?norm a core:Norm ;
    core:tests ?tests .
  ?tests core:fact record:age .
}
ORDER BY ?norm ?tests
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.core.terms import PREFIXES, Lang, absolute, relative, short
from lovgraf.query.parameters import text_literal

Test = Literal["any", "some", "none", "is", "not", "least", "most", "has"]
"""Whether a step leads anywhere (and it is shown where, or not) or nowhere; to a value or not to
it; to at least or at most; to a text that has some words, whatever its language and case."""
TESTS: tuple[Test, ...] = get_args(Test)
WITH_VALUE = frozenset(("is", "not", "least", "most", "has"))
MOST = 12
"""Criteria that a query may have."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal"))
_TYPED = frozenset(_XSD + name for name in ("date", "duration"))
_SHORT = re.compile(r"([a-z]+):([A-Za-z][\w-]*)")
_NAME, _NO_NAME = re.compile(r"https?://.|[a-z][^:]*$"), re.compile(r"[\s<>\"{}|^`\\]")
_FORMS = {
    "number": re.compile(r"-?\d{1,7}(\.\d{1,4})?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "duration": re.compile(r"-?P(?=.)(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}D)?(T0S)?"),
}
"""How values are written that are no names; a number is too short to be a person's."""


class NotBuilt(InputError):
    """A part of an address that is no choice; what stands there is not repeated."""

    def __init__(self, number: int | None) -> None:
        whole = number is None
        danish, english = (
            ("Tingen", "The thing") if whole else (f"Betingelse {number}", f"Condition {number}")
        )
        super().__init__(
            f"{danish} kan ikke læses. Vælg på siden i stedet for at rette i adressen.",
            f"{english} cannot be read. Choose on the page rather than edit the address.",
        )


def name_of(iri: str) -> str:
    """An IRI as an address has it: with a prefix, below our base, or whole.

    >>> name_of("https://w3id.org/lovgraf/core#Norm"), name_of("https://w3id.org/lovgraf/group/1")
    ('core:Norm', 'group/1')
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and _SHORT.fullmatch(f"{prefix}:{iri[len(base) :]}"):
            return f"{prefix}:{iri[len(base) :]}"
    return relative(iri)


def iri_of(name: str) -> str | None:
    """The inverse; None for what is no name."""
    if (match := _SHORT.fullmatch(name)) and match[1] in PREFIXES:
        return PREFIXES[match[1]] + match[2]
    known = _NAME.match(name) and not _NO_NAME.search(name)
    return absolute(name) if known else None


def value_of(found: dict[str, Any]) -> str | None:
    """A value of an answer (SPARQL results in JSON) as an address has it; None for one without a
    name of its own, or in a language."""
    text, kind = str(found["value"]), str(found.get("datatype", ""))
    if found["type"] == "uri":
        return name_of(text)
    if found["type"] != "literal" or "xml:lang" in found:
        return None
    if kind in _NUMBERS or kind in _TYPED or kind == f"{_XSD}boolean":
        text = f"{text}.0" if kind == f"{_XSD}decimal" and "." not in text else text
        return text if any(form.fullmatch(text) for form in _FORMS.values()) else None
    return text_literal(text) if kind in ("", f"{_XSD}string") else None


class Value(Struct, frozen=True):
    """A value of an address: the IRI of a thing, or a literal and its type."""

    iri: str | None
    literal: str = ""
    kind: str = "string"

    def term(self) -> str:
        """As SPARQL writes it."""
        if self.iri is not None:
            return _term(self.iri)
        if self.kind == "string":
            return text_literal(self.literal)
        return self.literal if self.kind in ("number", "boolean") else self._typed()

    def _typed(self) -> str:
        return f'"{self.literal}"^^xsd:{self.kind}'


def read_value(text: str) -> Value | None:
    """A value as an address has it; None for what is none.

    >>> read_value("P5D").term(), read_value('"90"').term(), read_value("group/1").term()
    ('"P5D"^^xsd:duration', '"90"', '<group/1>')
    """
    for kind, form in _FORMS.items():
        if form.fullmatch(text):
            return Value(None, text, kind)
    if len(text) > 1 and text[0] == text[-1] == '"':
        inner = re.sub(r'\\(["\\])', r"\1", text[1:-1])
        return Value(None, inner) if text_literal(inner) == text else None
    iri = iri_of(text)
    return None if iri is None else Value(iri)


class Step(Struct, frozen=True):
    """From something to something else: along a relation (an IRI), or against its direction where
    `inverse`. Without a relation it stays where it is, to ask of the thing itself.

    >>> step_of("^core:exempts").name, step_of("=") == STAY, step_of("core exempts")
    ('^core:exempts', True, None)
    """

    relation: str | None
    inverse: bool = False

    @property
    def name(self) -> str:
        """As an address has it."""
        if self.relation is None:
            return _STAY
        return ("^" if self.inverse else "") + name_of(self.relation)

    def pattern(self, start: str, end: str) -> str:
        """The triple of terms that are a step apart."""
        assert self.relation is not None
        link = _term(self.relation)
        return f"{end} {link} {start}" if self.inverse else f"{start} {link} {end}"

    def variable(self, start: str) -> str:
        """A variable for where it leads from another."""
        if self.relation is None:
            return start
        name = _variable(self.relation)
        return f"{name}Of" if self.inverse else name


_STAY = "="
STAY = Step(None)
"""No step at all."""


def step_of(name: str) -> Step | None:
    """A step as an address has it; None for what is none."""
    if name == _STAY:
        return STAY
    iri = iri_of(name.removeprefix("^"))
    return None if iri is None else Step(iri, name.startswith("^"))


class Criterion(Struct, frozen=True):
    """What is asked of the thing, or of what an earlier criterion leads to."""

    at: int
    step: Step
    test: Test
    value: Value | None = None

    def written(self) -> str:
        """As an address has it."""
        given = "" if self.value is None else f" {self._given(self.value)}"
        return f"{self.at} {self.step.name} {self.test}{given}"

    @staticmethod
    def _given(value: Value) -> str:
        if value.iri is not None:
            return name_of(value.iri)
        return text_literal(value.literal) if value.kind == "string" else value.literal


class Built(Struct, frozen=True):
    """The kind of thing (an IRI) and the criteria."""

    kind: str
    criteria: tuple[Criterion, ...] = ()

    def with_one(self, added: Criterion) -> Built:
        """One criterion more."""
        return replace(self, criteria=(*self.criteria, added))

    def without(self, number: int) -> Built:
        """Without a criterion and what stands at what it leads to; the others keep their order."""
        places, kept = {0: 0}, []
        for own, one in enumerate(self.criteria, 1):
            if own != number and one.at in places:
                kept.append(replace(one, at=places[one.at]))
                places[own] = len(kept)
        return replace(self, criteria=tuple(kept))

    def turned(self, number: int) -> Built:
        """With the column of a criterion shown or not, otherwise than it is."""
        one = self.criteria[number - 1]
        other = replace(one, test="some" if one.test == "any" else "any")
        return replace(
            self, criteria=(*self.criteria[: number - 1], other, *self.criteria[number:])
        )

    def below(self, number: int) -> list[int]:
        """The criteria that stand at what one leads to (0: at the thing)."""
        return [own for own, one in enumerate(self.criteria, 1) if one.at == number]

    def open(self) -> list[int]:
        """Where a criterion can be added: at the thing, and at what others lead to."""
        own = enumerate(self.criteria, 1)
        return [0, *(number for number, one in own if one.test in ("any", "some"))]

    def shown(self) -> list[int]:
        """The numbers of what an answer has a column of: the thing, and what is not given."""
        own = enumerate(self.criteria, 1)
        return [0, *(n for n, one in own if one.test in ("any", "least", "most"))]

    def variables(self) -> dict[int, str]:
        """The variables, by number, named by kind and relation."""
        names: dict[int, str] = {0: _variable(self.kind)}
        for number, one in enumerate(self.criteria, 1):
            name = one.step.variable(names[one.at])
            taken = set(names.values())
            free = one.step == STAY or name not in taken
            names[number] = name if free else f"{name}{number}"
        return names

    def patterns(self) -> str:
        """The patterns and filters of the query, as the lines of its body."""
        names, lines = self.variables(), list[str]()
        for number in [0, *range(1, len(self.criteria) + 1)]:
            lines += self._about(number, names)
        return "\n".join(lines)

    def _about(self, number: int, names: dict[int, str]) -> list[str]:
        """What is said of one variable."""
        subject, said, further = f"?{names[number]}", [], []
        if number == 0:
            said.append(f"a {_term(self.kind)}")
        for own in self.below(number):
            one = self.criteria[own - 1]
            said_of, filtered = _said(one, subject, f"?{names[own]}")
            if one.step.relation is None or one.step.inverse or one.test in ("none", "not"):
                further += [f"  {said_of}"]
            else:
                said.append(said_of)
            further += [f"  {filtered}"] if filtered else []
        lines = [f"  {subject} " + " ;\n    ".join(said) + " ."] if said else []
        return lines + further

    def text(self, left_out: Collection[int] = (), in_language: Collection[int] = (),
             lang: Lang = "da") -> str:  # fmt: skip
        """The query; without columns that have no words of their own, and those of texts in one
        language."""
        names = self.variables()
        shown = [names[number] for number in self.shown() if number not in left_out]
        heads = " ".join(f"?{name}" for name in shown)
        spoken = "".join(
            f'  FILTER(LANG(?{names[number]}) = "{lang}")\n' for number in sorted(in_language)
        )
        body = f"{self.patterns()}\n{spoken}"
        return f"SELECT DISTINCT {heads} WHERE {{\n{body}}}\nORDER BY {heads}"

    # What else can be chosen.

    def relations(self, at: int, inverse: bool = False, among: Iterable[str] = ()) -> str:
        """The query of the relations there are at a place, each with how many things it would
        leave and one value; `among` are those asked for where they are not stored with the rest."""
        names = self.variables()
        root, here = f"?{names[0]}", f"?{names[at]}"
        some = " ".join(_term(one) for one in among)
        own = f"VALUES ?_relation {{ {some} }} " if some else ""
        said = f"?_value ?_relation {here}" if inverse else f"{here} ?_relation ?_value"
        return (
            f"SELECT ?_relation (COUNT(DISTINCT {root}) AS ?_things) (SAMPLE(?_value) AS ?_example)"
            f" WHERE {{\n  {{ SELECT DISTINCT {root} {here if at else ''} WHERE {{\n"
            f"{self.patterns()}\n  }} }}\n  {own}{said} .\n}}\nGROUP BY ?_relation"
        )

    def values(self, at: int, step: Step) -> str:
        """The query of the values that a step has at a place, with how many things it would
        leave."""
        names = self.variables()
        root, here = f"?{names[0]}", f"?{names[at]}"
        stays = step.relation is None
        said = f"BIND({here} AS ?_value)" if stays else f"{step.pattern(here, '?_value')} ."
        return (
            f"SELECT ?_value (COUNT(DISTINCT {root}) AS ?_things) WHERE {{\n"
            f"{self.patterns()}\n  {said}\n}}\nGROUP BY ?_value"
        )


def _said(one: Criterion, subject: str, target: str) -> tuple[str, str]:
    """A criterion as a pattern, or as what may not be there; and a filter of its value."""
    step, given = one.step, one.value.term() if one.value else "[]"
    if step.relation is None:
        if one.test == "not":
            return f"FILTER({subject} != {given})", ""
        return f"VALUES {subject} {{ {given} }}", ""
    if one.test in ("none", "not"):
        return f"FILTER NOT EXISTS {{ {step.pattern(subject, given)} }}", ""
    wanted = given if one.test == "is" else target
    filtered = ""
    if one.test == "has" and one.value is not None:
        filtered = f"FILTER({has_words(target, one.value.literal)})"
    elif sign := {"least": ">=", "most": "<="}.get(one.test):
        filtered = f"FILTER({target} {sign} {given})"
    if step.inverse:
        return f"{step.pattern(subject, wanted)} .", filtered
    return f"{_term(step.relation)} {wanted}", filtered


def has_words(variable: str, words: str) -> str:
    """The condition that a text has all of some words, or parts of words."""
    some = [text_literal(word) for word in dict.fromkeys(words.lower().split())]
    return " && ".join(f"CONTAINS(LCASE(STR({variable})), {word})" for word in some)


KINDS = "SELECT ?_value (COUNT(DISTINCT ?thing) AS ?_things) WHERE { ?thing a ?_value } GROUP BY ?_value"  # noqa: E501
"""The query of the kinds of thing, with how many there are of each."""


def built(kind: str, written: Sequence[str]) -> Built:
    """The query of an address. Raises `NotBuilt`."""
    iri = iri_of(kind)
    if iri is None:
        raise NotBuilt(None)
    found = Built(iri)
    for number, text in enumerate(written, 1):
        one = _criterion(text, number)
        if one.at not in found.open() or number > MOST:
            raise NotBuilt(number)
        found = found.with_one(one)
    return found


def _criterion(text: str, number: int) -> Criterion:
    at, name, test, value = (*text.split(" ", 3), "", "", "", "")[:4]
    step, known = step_of(name), next((one for one in TESTS if one == test), None)
    if not re.fullmatch(r"\d{1,2}", at) or step is None or known is None:
        raise NotBuilt(number)
    given = read_value(value) if value else None
    if (given is not None) != (known in WITH_VALUE) or bool(value) != (given is not None):
        raise NotBuilt(number)
    if not fits(step, known, given):
        raise NotBuilt(number)
    return Criterion(int(at), step, known, given)


def fits(step: Step, test: Test, value: Value | None) -> bool:
    """Whether a test can be made of where a step leads: a thing itself is or is not another, and
    words are a text."""
    if step.relation is None:
        return test in ("is", "not") and value is not None and value.iri is not None
    if test != "has":
        return True
    return value is not None and value.kind == "string" and bool(value.literal.split())


def _term(iri: str) -> str:
    name = name_of(iri)
    return name if _SHORT.fullmatch(name) else f"<{name}>"


def _variable(iri: str) -> str:
    """A variable by the end of an IRI.

    >>> _variable("https://w3id.org/lovgraf/core#Norm")
    'norm'
    """
    found = re.sub(r"\W", "", short(iri).title() if "-" in short(iri) else short(iri))
    return found[:1].lower() + found[1:] if found else "thing"
