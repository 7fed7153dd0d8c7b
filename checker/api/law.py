"""`lovgraf.law` and `lovgraf.query`: what the graph holds."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, get_args

from lovgraf.api.arguments import flags, one_of, paths_of, text, texts
from lovgraf.api.given import Day, Source, day_of, law_of
from lovgraf.api.shown import Content, Shown
from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import SandboxError
from lovgraf.core.terms import Lang, Text
from lovgraf.law import Law
from lovgraf.proposals.proposal import file_of
from lovgraf.query import library
from lovgraf.query.data import QueryData, proposal_graphs, shipped_proposals
from lovgraf.query.run import Engine, failure
from lovgraf.query.unknown import refuse_ours
from lovgraf.reports import law as reports

if TYPE_CHECKING:
    import pyarrow as pa

_TEXT = ("{", "\n")
"""What stands in the text of every query, and in no name."""
_GO_ON = Text(
    "Ret navnet, eller få svaret alligevel med ignore_unknown.",
    "Correct the name, or have the answer nevertheless with ignore_unknown.",
)


class UnknownName(UserWarning):
    """A query names what the graph does not know."""


_engines: dict[str, Engine] = {}
"""The engine of the shipped law, by its content: to make it ready takes longer than a query."""


def law(provision: str | None = None, *, as_of: Day = None, law: Law | None = None) -> LawShown:
    """The law in force on a date, or with `provision` (an act, a section, as in
    `law/2012/528/par/3`) that provision with every norm it ever held and its history.

    Raises `InputError` for a provision that the graph does not know, and a day before its law.

    >>> import lovgraf
    >>> found = lovgraf.law("law/2012/528/par/3/stk/1").as_dict()
    >>> [norm["bearer"].rpartition("#")[2] for norm in found["norms"]]
    ['Subject']
    """
    texts(provision=provision)
    day = day_of(as_of)
    found, _ = law_of(law, (), day, "none")
    if provision is None:
        return LawShown(reports.in_force(found.at(day)))
    return LawShown(reports.one_provision(found, reports.find(found, provision), day))


@dataclass(repr=False)
class LawShown(Shown):
    """A part of the law, which can be shown and saved (`Shown`)."""

    part: reports.LawPart

    formats: ClassVar = {"text": (".txt",), "json": (".json",)}

    def _said(self) -> str:
        return f"{len(self.part.norms)} norms"

    def _write(self, form: str, lang: Lang) -> Content:
        return reports.as_json(self.part) if form == "json" else reports.as_text(self.part, lang)


def query(
    question: str,
    *,
    as_of: Day = None,
    lang: Lang = "en",
    proposals: Source | Sequence[Source] = (),
    law: Law | None = None,
    ignore_unknown: bool = False,
    **parameters: str,
) -> pa.Table | bool | str:
    """The answer to a SPARQL query on the law in force on a date: a table (SELECT; IRIs and values
    as text), yes or no (ASK), or Turtle (CONSTRUCT, DESCRIBE).

    `question` is the name of a shipped query (`lovgraf query --list`) with its `parameters`, a file
    that ends in `.rq`, or the text of a query. Raises `InputError` where it cannot be answered, and
    for a name of ours that the graph does not know, unless `ignore_unknown`; another name that it
    does not know gives a warning (`UnknownName`).
    """
    text("question", question)
    texts(**parameters)
    one_of("lang", lang, get_args(Lang))
    flags(ignore_unknown=ignore_unknown)
    day = day_of(as_of)
    found, _ = law_of(law, proposals, day, "none")
    if any(sign in question for sign in _TEXT):
        if parameters:
            names = ", ".join(parameters)
            raise InputError(
                f"En forespørgsels tekst har ingen parametre: {names}.",
                f"The text of a query has no parameters: {names}.",
            )
        asked = question
    else:
        given = {**parameters, "lang": lang, "asOf": day.isoformat()}
        asked = library.find(question).filled(given)
    engine = _engine(found, paths_of("proposals", proposals))
    try:
        answer = engine.run(asked, day)
    except SandboxError as error:
        said = failure(error, engine.limits)
        raise InputError(said.da, said.en) from None
    if not ignore_unknown:
        refuse_ours(asked, answer.unknown, _GO_ON)
        for one in answer.unknown:
            warnings.warn(one.said()[lang], UnknownName, stacklevel=2)
    if answer.form == "graph":
        return answer.content.decode()
    return _parsed(answer.content)


def _engine(law: Law, proposals: Sequence[Path]) -> Engine:
    if law.source.shipped and not proposals:
        if law.source.digest not in _engines:
            data = QueryData(law, proposal_graphs(shipped_proposals()))
            _engines[law.source.digest] = Engine(data)
        return _engines[law.source.digest]
    paths = [file_of(path) for path in proposals]
    return Engine(QueryData(law, proposal_graphs([*shipped_proposals(), *paths])))


def _parsed(content: bytes) -> pa.Table | bool:
    """A table, or yes or no, from the results format of SPARQL in JSON."""
    import json

    import pyarrow as pa

    found = json.loads(content)
    if "boolean" in found:
        return bool(found["boolean"])
    names = found["head"]["vars"]
    rows = found["results"]["bindings"]
    columns = [[row[name]["value"] if name in row else None for row in rows] for name in names]
    return pa.table([pa.array(one, pa.string()) for one in columns], names)
