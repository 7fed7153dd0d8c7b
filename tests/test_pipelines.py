"""What is shipped for pipelines does what docs/pipelines.md says, as far as the tools are here."""

from __future__ import annotations

import importlib.util
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from lovgraf.cli import run
from tests.examples import WHOLE, whole
from tests.places import ROOT

PIPELINES = ROOT / "examples" / "pipelines"
PERSONS = ROOT / "examples" / "persons.csv"
LOVGRAF = Path(sys.executable).with_name("lovgraf")
PAYMENTS = ROOT / "examples" / "payments.csv"
SETTINGS = f'as_of = 2026-06-10\n[[dataset]]\nname = "a"\npath = "{PAYMENTS}"\n'


def loaded(name: str) -> Any:
    """An example as a module."""
    spec = importlib.util.spec_from_file_location(name, PIPELINES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_names_every_file() -> None:
    page = (ROOT / "docs" / "pipelines.md").read_text("utf-8")
    linked = {Path(one).name for one in re.findall(r"\]\(\.\./([^)]+)\)", page)}
    shipped = {path.name for path in PIPELINES.iterdir() if path.is_file()}
    assert linked == {*shipped, "action.yml", ".pre-commit-hooks.yaml"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_units_hold(tmp_path: Path) -> None:
    """As systemd reads them, with a program and folders that are here."""
    for name in ("lovgraf.service", "lovgraf.timer"):
        text = (PIPELINES / name).read_text("utf-8")
        text = text.replace("/srv/lovgraf/.venv/bin/lovgraf", str(LOVGRAF))
        text = text.replace("User=lovgraf", "User=root").replace("/srv/register", str(tmp_path))
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "lovgraf.timer")],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_hooks_run_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry on a file that it is for."""
    monkeypatch.chdir(tmp_path)
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    files = {"lovgraf-settings": ("lovgraf.toml", SETTINGS), "lovgraf-format": ("a.ttl", "")}
    assert {hook["id"] for hook in hooks} == set(files)
    for hook in hooks:
        name, text = files[hook["id"]]
        (tmp_path / name).write_text(text)
        assert re.search(hook["files"], name)
        program, *arguments = hook["entry"].split()
        assert program == "lovgraf"
        assert run([*arguments, name]) == 0


STAND_IN = """#!/bin/sh
echo "$1 of $2 in $LOVGRAF_LANG"
exit 2
"""
"""A `lovgraf` that tells what was asked of it, and ends as it does where something is not there."""


def test_the_action_tells_what_the_command_says_and_how_it_ended(tmp_path: Path) -> None:
    """With what stands in for the command."""
    _, step = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    command = tmp_path / "lovgraf" / "bin" / "lovgraf"
    command.parent.mkdir(parents=True)
    command.write_text(STAND_IN)
    command.chmod(0o700)
    environment = {
        **os.environ, "RUNNER_TEMP": str(tmp_path), "SETTINGS": "a.toml", "LOVGRAF_LANG": "en",
        "GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]], env=environment, check=False, timeout=60
    )
    assert done.returncode == 2
    assert (tmp_path / "output").read_text() == "status=2\n"
    assert (tmp_path / "summary").read_text() == "run of a.toml in en\n"


@whole("test_the_action_tells_what_the_command_says_and_how_it_ended")
@pytest.mark.slow
def test_the_action_runs_and_tells(tmp_path: Path) -> None:
    """Its steps, with an installation that is here already."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert not [step for step in action["runs"]["steps"] if "${{" in step["run"]]
    install, step = action["runs"]["steps"]
    assert "pip install" in install["run"]
    (tmp_path / "lovgraf" / "bin").mkdir(parents=True)
    (tmp_path / "lovgraf" / "bin" / "lovgraf").symlink_to(LOVGRAF)
    (tmp_path / "lovgraf.toml").write_text(SETTINGS)
    environment = {
        **os.environ, "RUNNER_TEMP": str(tmp_path), "SETTINGS": str(tmp_path / "lovgraf.toml"),
        "GITHUB_OUTPUT": str(tmp_path / "output"), "LOVGRAF_LANG": "en",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }  # fmt: skip
    for status in (1, 0) if WHOLE else (1,):  # a second night: tests/checker/runs/nightly
        (tmp_path / "output").write_text("")
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            env=environment,
            check=False,
            timeout=300,
        )
        assert done.returncode == status
        assert (tmp_path / "output").read_text() == f"status={status}\n"
    assert "first run" in (tmp_path / "summary").read_text("utf-8")


def test_the_container_names_what_there_is() -> None:
    """It cannot be built here: its instructions are looked at."""
    text = (PIPELINES / "Containerfile").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    copied = [line for line in text.splitlines() if line.startswith("COPY ")]
    for path in re.findall(r"dist/[\w.*]+", copied[0]):
        assert path == "dist/*.whl" or path in makefile
    lines = [line.split()[0] for line in text.splitlines() if re.match(r"[A-Z]+ ", line)]
    assert lines.index("USER") > lines.index("RUN")
    assert "--require-hashes" in text
    assert ":latest" not in text


@pytest.mark.slow
def test_a_table_of_a_warehouse_is_tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"CREATE TABLE persons AS FROM read_csv('{PERSONS}', all_varchar=true)")
    script = str(PIPELINES / "after_dbt.py")
    monkeypatch.setattr(sys, "argv", [script, str(warehouse), "persons", "2014-12-01"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(script, run_name="__main__")
    assert ended.value.code == 1
    with duckdb.connect(str(warehouse)) as connection:
        rows = connection.execute("SELECT DISTINCT verdict, id FROM lovgraf_findings").fetchall()
        assert rows == [("breached", None)]
        assert connection.execute("SELECT count(*) FROM lovgraf_causes").fetchall()[0][0] > 1


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("dagster") is None, reason="Dagster is not installed")
def test_an_asset_check_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER", str(PERSONS))
    monkeypatch.setenv("AS_OF", "2014-12-01")
    module = loaded("dagster_checks")
    import dagster as dg

    done = dg.materialize([module.persons, module.complies], raise_on_error=False)
    (check,) = done.get_asset_check_evaluations()
    assert not check.passed
    assert check.metadata["records"].value == 27
