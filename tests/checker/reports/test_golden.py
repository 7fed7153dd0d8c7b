"""The reports of one hand-made check, byte for byte. LOVGRAF_GOLDEN=write writes them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest

from lovgraf.core.terms import Lang
from lovgraf.reports.formats import FORMATS, Pieces, ReportOptions
from tests.checker.reports.example import BILINGUAL, EXAMPLE

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@pytest.mark.parametrize("show_values", [False, True], ids=["plain", "values"])
@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize("name", sorted(n for n, form in FORMATS.items() if not form.binary))
def test_report_is_the_golden_one(name: str, lang: Lang, show_values: bool) -> None:
    form = FORMATS[name]
    options = ReportOptions(lang=lang, show_values=show_values)
    written = as_bytes(form.pieces(EXAMPLE, options))
    variant = "values" if show_values else "plain"
    language = "" if name in BILINGUAL else f".{lang}"
    golden = GOLDEN / f"check.{variant}{language}{form.suffixes[0]}"
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        golden.write_bytes(written)
    assert written == golden.read_bytes()
    assert written == as_bytes(form.pieces(EXAMPLE, options))


@pytest.mark.parametrize("lang", get_args(Lang))
def test_all_of_the_text_is_the_golden_one(lang: Lang) -> None:
    written = as_bytes(FORMATS["text"].write(EXAMPLE, ReportOptions(lang=lang, all=True)))
    golden = GOLDEN / f"check.all.{lang}.txt"
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        golden.write_bytes(written)
    assert written == golden.read_bytes()


def as_bytes(pieces: Pieces) -> bytes:
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
