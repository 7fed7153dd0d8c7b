"""What is said where a shape has no `sh:message`: the constraint in words, without any value."""

from __future__ import annotations

from rdflib import SH, Literal
from rdflib.term import Node

from lovgraf.core.terms import Text

_OPENING: dict[str, tuple[str, str]] = {
    "minCount": ("har for få værdier; mindst {0}", "has too few values; at least {0}"),
    "maxCount": ("har for mange værdier; højst {0}", "has too many values; at most {0}"),
    "datatype": ("er ikke en gyldig {0}", "is not a valid {0}"),
    "nodeKind": ("er ikke af arten {0}", "is not of the kind {0}"),
    "class": ("hører ikke til klassen {0}", "is not an instance of the class {0}"),
    "minInclusive": ("er ikke mindst {0}", "is not at least {0}"),
    "maxInclusive": ("er ikke højst {0}", "is not at most {0}"),
    "minExclusive": ("er ikke større end {0}", "is not more than {0}"),
    "maxExclusive": ("er ikke mindre end {0}", "is not less than {0}"),
    "minLength": ("er for kort; mindst {0} tegn", "is too short; at least {0} characters"),
    "maxLength": ("er for lang; højst {0} tegn", "is too long; at most {0} characters"),
    "pattern": ("passer ikke til mønsteret {0}", "does not match the pattern {0}"),
    "languageIn": ("er ikke på et af de tilladte sprog", "is in none of the languages allowed"),
    "uniqueLang": ("har flere værdier på samme sprog", "has several values in one language"),
    "equals": ("har ikke de samme værdier som {0}", "has not the same values as {0}"),
    "disjoint": ("har en værdi fælles med {0}", "shares a value with {0}"),
    "lessThan": ("er ikke mindre end {0}", "is not less than {0}"),
    "lessThanOrEquals": ("er større end {0}", "is more than {0}"),
    "hasValue": ("har ikke den værdi, der kræves", "lacks the value that is required"),
    "in": ("er ikke en af de tilladte værdier", "is none of the values allowed"),
    "closed": ("har en egenskab, som ikke er tilladt", "has a property that is not allowed"),
    "node": ("opfylder ikke formen {0}", "does not conform to the shape {0}"),
    "not": ("opfylder en form, som den ikke må", "conforms to a shape that it must not meet"),
    "and": ("opfylder ikke alle formerne", "does not conform to all of the shapes"),
    "or": ("opfylder ingen af formerne", "conforms to none of the shapes"),
    "xone": ("opfylder ikke netop én af formerne", "does not conform to exactly one of the shapes"),
    "qualifiedMinCount": (
        "har for få værdier, der opfylder formen; mindst {0}",
        "has too few values that conform to the shape; at least {0}",
    ),
    "qualifiedMaxCount": (
        "har for mange værdier, der opfylder formen; højst {0}",
        "has too many values that conform to the shape; at most {0}",
    ),
    "sparql": ("bryder en regel, der er skrevet i SPARQL", "breaks a rule written in SPARQL"),
}
_OTHER = ("bryder en regel", "breaks a rule")


def default_message(component: Node, value: Node | None, path: str | None) -> Text:
    """The sentence for a component, the value of its parameter and the path of the shape."""
    name = str(component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
    name = name[:1].lower() + name[1:]
    danish, english = _OPENING.get("sparql" if name == "sPARQL" else name, _OTHER)
    shown = _short(value) if value is not None else "?"
    subject = (f"Værdien af {path}", f"The value of {path}") if path else ("Noden", "The node")
    if name in _ABOUT_ALL and path:
        subject = (path, path)
    return Text(f"{subject[0]} {danish.format(shown)}.", f"{subject[1]} {english.format(shown)}.")


_ABOUT_ALL = frozenset({
    "minCount", "maxCount", "uniqueLang", "equals", "hasValue", "qualifiedMinCount",
    "qualifiedMaxCount",
})  # fmt: skip


def _short(node: Node) -> str:
    """A parameter's value for a sentence: the last part of an IRI, the text of a literal."""
    if isinstance(node, Literal):
        return str(node)
    text = str(node)
    return text.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1] or text
