"""What was not read of a file is told also where the report is a file or a summary."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from lovgraf.cli.main import run
from tests.checker.cli.said import Capture, one_line
from tests.examples import one_in


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


@pytest.mark.parametrize("heading", one_in(2, ["Fritaget til", "Fritagelse udløber"]))
def test_days_that_belong_to_a_yes_stop_a_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str
) -> None:
    """When an exemption ended is not read: whoever is exempt no longer must not be passed over."""
    path = tmp_path / "d.csv"
    path.write_text(
        f"CPR-nr;CPR-status;Digital Post;Fritaget;{heading}\n"
        "700758-0154;01;Nej;Ja;01-11-2013\n640278-0618;01;Nej;Nej;\n",
        "utf-8",
    )
    command = ["check", str(path), "--as-of", "2014-12-01", "--lang", "en"]
    assert run(command) == 2
    told = capsys.readouterr().err
    assert f"'{heading}' holds days that belong to 'Fritaget' (Exempt from Digital Post)" in told
    assert f"--accept-unread '{heading}'" in told
    assert run([*command, "--accept-unread", heading]) == 1


GROUNDS = ("ingen computer hjemme", "No computer at home", "Manglende computer", "3", "ingen")


@pytest.mark.slow
def test_grounds_in_words_are_read_or_told_with_what_the_codes_mean(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "d.csv"
    head = "CPR-nr;CPR-status;Digital Post;Fritaget;Fritagelsesgrund"
    command = ["check", str(path), "--as-of", "2014-12-01", "--format", "json"]

    def rows(grounds: Iterable[str]) -> str:
        people = (f"{61 + n}0158-{154 + n:04};01;Nej;Ja;{one}" for n, one in enumerate(grounds))
        return "\n".join((head, *people))

    path.write_text(rows(GROUNDS), "utf-8")
    run(command)
    quality = json.loads(capsys.readouterr().out)["record_quality"]
    assert not [one for one in quality if one["code"] == "unreadable"]
    path.write_text(rows(["Intet udstyr"] * 12), "utf-8")
    for lang, words in {
        "en": ("1 (cognitive impairment)", "lists them all", "lovgraf map asks"),
        "da": ("1 (kognitiv funktionsnedsættelse)", "viser dem alle", "lovgraf map spørger"),
    }.items():
        assert run([*command, "--lang", lang]) == 2
        told = one_line(capsys)
        assert "lovgraf columns exemption_ground" in told
        assert all(one in told for one in words)
        assert "udstyr" not in told
