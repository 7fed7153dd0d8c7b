"""What was not read of a file is told also where the report is a file or a summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.cli.main import run


@pytest.mark.slow
@pytest.mark.parametrize("more", [["--output", "list.csv"], ["--output", "list.json", "--summary"]])
def test_columns_that_were_not_read_are_told(
    tmp_path: Path,
    more: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text(
        "id;birth_date;home_in_denmark;digital_post;Farve;Navn\n1;1980-01-01;ja;nej;rosa;Bo\n",
        "utf-8",
    )
    run(["--lang", "en", "check", "people.csv", "--as-of", "2014-12-01", *more])
    said = capfd.readouterr().err
    assert "Not read: 'Farve' (the header is not known)." in said
    assert "another type" not in said
