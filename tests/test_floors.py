"""Each floor of the program imports only from below, and the documentation says which there are."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path

from tests.places import ROOT


def _floors() -> list[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config["importlinter:contract:floors"]["layers"].split()


def test_no_floor_imports_from_above() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "setup.cfg"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def test_every_folder_is_a_floor() -> None:
    rooms = [p.name for p in (ROOT / "checker").iterdir() if (p / "__init__.py").exists()]
    folders = {f"lovgraf.{name}" for name in rooms}
    assert folders | {"lovgraf_web"} == set(_floors())
    loose = {p.name for p in (ROOT / "checker").glob("*.py")}
    assert loose == {"__init__.py", "__main__.py"}


def test_the_documentation_lists_the_floors_from_the_top() -> None:
    text = (ROOT / "docs/index.md").read_text("utf-8")
    assert re.findall(r"^\| `(lovgraf[\w.]*)` \|", text, re.MULTILINE) == _floors()
