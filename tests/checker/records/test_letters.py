"""What is told of all texts at once leaves out none that is near."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from lovgraf.readers.headers import suggestion
from lovgraf.readers.letters import Letters

TEXTS = st.text("abcdæ_øA\ud800", max_size=12)


@given(st.lists(TEXTS), TEXTS, st.sampled_from([0.0, 0.5, 0.6, 0.82, 1.0]))
def test_texts_that_are_alike_are_among_those_that_may_be(
    texts: list[str], text: str, alike: float
) -> None:
    found = Letters(texts).may_be(text, alike)
    for place, one in enumerate(texts):
        if SequenceMatcher(None, one, text).ratio() >= alike:
            assert place in found


@given(st.lists(TEXTS), TEXTS)
def test_the_nearest_word_is_the_nearest_of_all(known: list[str], word: str) -> None:
    sought = word.lower().replace("-", "_")
    assert suggestion(word, known) == next(
        iter(get_close_matches(sought, sorted(known), n=1, cutoff=0.6)), None
    )


def test_texts_that_share_few_letters_are_left_out() -> None:
    assert Letters(["departed_on", "arrived_on", "cpr"]).may_be("departed", 0.6) == [0]
