"""Failures of Spark in one line, whatever is left of it to ask."""

from __future__ import annotations

import pytest

from lovgraf.check.spark.failures import translated_failure


class _Untold(Exception):
    def __str__(self) -> str:
        raise ConnectionRefusedError("nobody is there")


@pytest.mark.parametrize("error", [_Untold(), ConnectionResetError("gone")])
def test_java_that_ended_cannot_be_asked(error: Exception) -> None:
    assert "Java ended before" in translated_failure(error).message.en


def test_the_text_of_an_error_is_not_told() -> None:
    found = translated_failure(ValueError("010190-1234 is no date: SomeException"))
    assert "010190" not in found.message.en
    assert "SomeException" in found.message.en
