"""Columns that no table could be read by are refused by name as the law is read."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from tests.checker.small_law import law_of

WORDS = ("absentValue", "presentValue")


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("column", ["builtOn", "masts", "tonnage", "sails"])
def test_a_word_for_nothing_needs_a_column_of_text(word: str, column: str) -> None:
    """Else the data engine cannot read the word, and the file would be blamed."""
    with pytest.raises(InputError) as refused:
        law_of(f'record:{column} record:{word} "none" .').facts.columns  # noqa: B018
    assert column in refused.value.message.en
    assert word in refused.value.message.en


@pytest.mark.parametrize("word", WORDS)
def test_a_column_of_text_may_have_one(word: str) -> None:
    assert law_of(f'record:name record:{word} "none" .').facts.columns
