"""What a norm may say but once."""

from __future__ import annotations

import pytest

from lovgraf.api.given import presuming
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


def test_what_was_read_is_shared_with_a_law_that_presumes_something_else() -> None:
    """Else a check reads the norms a second time, for the profile alone."""
    law = law_of(old_ships())
    read = law.norms, law.facts, law.access
    for name in ("none", "register"):
        other = presuming(law, name)
        assert (other.norms, other.facts, other.access) == read
        assert other.norms is law.norms
    assert presuming(law, "case").profile != presuming(law, "register").profile
