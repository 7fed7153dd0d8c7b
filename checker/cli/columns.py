"""`lovgraf columns`: what a dataset may have, by type of record: the names, headings and codes of
columns, as a mapping needs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang

if TYPE_CHECKING:
    from lovgraf.facts.fact import Column, Concept

_Words = Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="columns-words")]
_Json = Annotated[bool, typer.Option("--json", help="columns-json")]
_TYPES = {
    "date": {"da": "dato", "en": "date"},
    "boolean": {"da": "ja eller nej", "en": "yes or no"},
    "integer": {"da": "helt tal", "en": "whole number"},
    "decimal": {"da": "tal", "en": "number"},
    "string": {"da": "tekst", "en": "text"},
    "Country": {"da": "land", "en": "country"},
    "CprNumber": {"da": "CPR-nummer", "en": "CPR number"},
    "CvrNumber": {"da": "CVR-nummer", "en": "CVR number"},
    "Account": {"da": "konto", "en": "account"},
    "codes": {"da": "kode", "en": "code"},
}
_SEVERAL = {"da": ", flere", "en": ", several"}
_ALSO = {"da": "også", "en": "also"}
_NO_SUCH = {"da": "Ingen kolonne har de ord.", "en": "No column has these words."}


def columns(
    ctx: typer.Context,
    words: _Words = None,
    type_: options.Type = None,
    data: options.Data = None,
    as_json: _Json = False,
    output: options.Output = None,
    lang: options.Language = None,
) -> int:
    """List the columns of a type of record, all of whose words are in their names or headings."""
    language = lang_of(ctx)
    from lovgraf.core.errors import InputError
    from lovgraf.core.output import write_output
    from lovgraf.law import load_law

    law = load_law(data or ())
    values.tell_beside(law, language)
    kind = values.record_type(type_, law)
    kinds = [kind] if kind else sorted(law.facts.record_types.values())
    wanted = [word.casefold() for word in words or ()]
    found = {
        one: [c for c in law.facts.columns_of(one) if _has(c, wanted)] for one in kinds
    }  # fmt: skip
    if not any(found.values()):
        raise InputError(_NO_SUCH["da"], _NO_SUCH["en"])
    if as_json:
        printed = {one: [_as_json(c) for c in some] for one, some in found.items() if some}
        write_output([json.dumps(printed, ensure_ascii=False, indent=1) + "\n"], output)
    else:
        write_output(list(_listed(found, language)), output)
    return 0


def _has(column: Column, words: list[str]) -> bool:
    text = " ".join((column.name, *column.headers)).casefold()
    return all(word in text for word in words)


def _as_json(column: Column) -> dict[str, Any]:
    concepts = column.code_list.concepts if column.code_list else ()
    return {
        "column": column.name,
        "label": column.label.as_dict(),
        "definition": column.definition.as_dict() if column.definition else None,
        "datatype": column.datatype,
        "format": column.format,
        "several": column.multi,
        "headings": list(column.headers),
        "codes": {one.notation: one.label.as_dict() for one in concepts} or None,
        "words": {one.notation: _words(one) for one in concepts} or None,
    }


def _listed(found: dict[str, list[Column]], lang: Lang) -> Iterator[str]:
    """A heading for each type of record, some lines for each column."""
    for kind, some in found.items():
        if some:
            yield f"{kind}\n"
        for column in some:
            yield from _lines(column, lang)


def _lines(column: Column, lang: Lang) -> Iterator[str]:
    of = "codes" if column.code_list else column.format or column.datatype
    what = _TYPES.get(of, _TYPES[column.datatype])[lang]
    several = _SEVERAL[lang] if column.multi else ""
    yield f"  {column.name}: {column.label[lang]} ({what}{several})\n"
    others = [one for one in column.headers if one not in (column.label.da, column.label.en)]
    if others:
        yield f"    {_ALSO[lang]}: {', '.join(others)}\n"
    for concept in column.code_list.concepts if column.code_list else ():
        words = [one for one in _words(concept) if one != concept.label[lang]]
        also = f" ({_ALSO[lang]}: {'; '.join(words)})" if words else ""
        yield f"    {concept.notation} = {concept.label[lang]}{also}\n"


def _words(concept: Concept) -> list[str]:
    """What is read as a code, beside it and whatever its case."""
    labels = (concept.label.da, concept.label.en, *sorted(concept.spellings))
    return [*dict.fromkeys(one for one in labels if one != concept.notation)]
