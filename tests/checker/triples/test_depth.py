"""Documents that nest deep are refused before a parser ends the process over them."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.errors import InputError
from lovgraf.readers.triples import parsed
from lovgraf.readers.triples.parsed import DEEPEST, refuse_deep
from tests.examples import examples


def _refused(content: bytes, form: str) -> bool:
    found: list[InputError] = []
    try:
        refuse_deep(io.BytesIO(content), form, "x")
    except InputError as error:
        found.append(error)
    return ["levels" in error.message.en for error in found] == [True]


def _json(levels: int) -> bytes:
    return (
        b'{"p":[' * (levels // 2)
        + b"{" * (levels % 2)
        + b"}" * (levels % 2)
        + b"]}" * (levels // 2)
    )


def _xml(levels: int) -> bytes:
    return b"<a b='<'>" * levels + b"</a>" * levels


@pytest.mark.parametrize(("form", "make"), [("json-ld", _json), ("rdf-xml", _xml)])
def test_the_last_level_that_is_read(form: str, make: object) -> None:
    assert callable(make)
    assert not _refused(make(DEEPEST).replace(b"'<'", b"'x'"), form)
    assert _refused(make(DEEPEST + 1).replace(b"'<'", b"'x'"), form)
    assert _refused(make(100_000).replace(b"'<'", b"'x'"), form)
    assert not _refused(make(100_000), "turtle")


_VALUES = st.recursive(
    st.text('[]{}"\\', max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('[{"\\a'), inner),
    max_leaves=30,
)


def _levels(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_levels, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_levels, value), default=0)
    return 0


@pytest.mark.slow
@examples(25, whole=80, of=200)
@given(_VALUES, st.integers(0, 6), st.integers(1, 40))
def test_brackets_in_texts_are_none(value: object, most: int, chunk: int) -> None:
    """As the JSON is read, wherever the pieces that are read at a time end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsed, "DEEPEST", most)
        patch.setattr(parsed, "_CHUNK", chunk)
        assert _refused(json.dumps(value).encode(), "json-ld") == (_levels(value) > most)


@pytest.mark.parametrize("content", [b"", b'{"a', b'"\\', b"]]]}", b"<a", b"\xff\xfe", b"<a></b>"])
def test_what_is_damaged_is_for_the_parser(content: bytes) -> None:
    for form in ("json-ld", "rdf-xml"):
        assert not _refused(content, form)
