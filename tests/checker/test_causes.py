"""What a cause says of its verdict."""

from __future__ import annotations

import pytest

from lovgraf.check.causes import cause_message
from lovgraf.core.result import VERDICTS
from lovgraf.verdicts.decide import NO_REASON
from tests.checker.small_law import AS_OF, law_of, old_ships

WRONG = {"breached", "unattainable"}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_what_is_wrong_is_told_in_the_words_of_a_breach(verdict: str) -> None:
    law = law_of(old_ships())
    (duty,) = law.at(AS_OF).norms.values()
    said = cause_message(law, AS_OF, duty, VERDICTS.index(verdict), NO_REASON)
    assert said.en
    assert said.da
    assert ("Have the ship inspected." in said.en) == (verdict in WRONG)
