"""Names given as parameters: each must be a name of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, absolute
from lovgraf.query.library import Question

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
