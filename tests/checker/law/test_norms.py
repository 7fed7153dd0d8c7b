"""What a norm may say but once."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from tests.checker.small_law import NORM, law_of, old_ships


@pytest.mark.parametrize(
    "twice",
    [
        "core:addressee record:Person",
        "core:bearer core:Subject , core:Minister",
        "core:recordType record:Person",
        "core:duty <duty/another>",
        "core:competentAuthority <authority/a> , <authority/b>",
    ],
)
def test_a_norm_that_gives_two_of_what_it_has_one_of_is_refused_by_name(twice: str) -> None:
    law = law_of(old_ships(), f"<{NORM}> {twice} .")
    with pytest.raises(InputError) as found:
        len(law.norms)
    what = twice.split()[0].partition(":")[2]
    for lang in ("da", "en"):
        assert what in found.value.in_language(lang)
        assert NORM in found.value.in_language(lang)
