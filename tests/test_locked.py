"""What is locked in `locked/` satisfies setup.cfg in every Python that setup.cfg names.

`make lock` writes it anew. Nothing is asked of the network: the files are read, and what packages
need in turn is read off those that are installed here in the version that is locked.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.examples import cells
from tests.places import ROOT

LOCKED = ROOT / "locked"
EXTRAS = {"base": (), "test": ("test",), "spark": ("spark",), "dist": ("dist",)}
"""The files, and the extras of setup.cfg that each is for."""
RENEW = "run `make lock`"


def _config() -> configparser.ConfigParser:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def pythons() -> list[str]:
    """The versions of Python that setup.cfg says it runs on."""
    named = re.findall(r"Python :: (3\.\d+)$", _config()["metadata"]["classifiers"], re.MULTILINE)
    assert named
    return named


def asked(extras: tuple[str, ...]) -> list[Requirement]:
    """What setup.cfg asks for, with its own extras taken apart."""
    config = _config()
    told = config["options"]["install_requires"]
    for extra in extras:
        told += "\n" + config["options.extras_require"][extra]
    found = [Requirement(line) for line in told.split("\n") if line.strip()]
    own = tuple(sorted({extra for one in found if one.name == "lovgraf" for extra in one.extras}))
    rest = [one for one in found if one.name != "lovgraf"]
    return rest + (asked(own) if own else [])


def locked(name: str) -> list[Requirement]:
    """The packages of one file, each of one version."""
    text = (LOCKED / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [re.sub(r"\s+--hash=sha256:[0-9a-f]{64}\b", "", line) for line in text.splitlines()]
    return [Requirement(line) for line in lines]


@cache
def _here(python: str) -> dict[str, str]:
    """What markers are decided by, on Linux."""
    version = dict.fromkeys(("python_full_version", "implementation_version"), f"{python}.1")
    system = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    known = cast(dict[str, str], default_environment())
    return known | version | system | {"python_version": python}


def taken(name: str, python: str) -> dict[str, str]:
    """Which version of each package one Python gets."""
    found: dict[str, str] = {}
    for one in locked(name):
        if _applies(one, python):
            package = canonicalize_name(one.name)
            assert package not in found, f"{package} is locked twice for Python {python}"
            (version,) = one.specifier
            assert version.operator == "==", one
            found[package] = version.version
    return found


def _applies(one: Requirement, python: str, extras: Iterable[str] = ()) -> bool:
    """Whether a requirement is one of this Python, where some extras are asked for."""
    here = _here(python)
    return one.marker is None or any(
        one.marker.evaluate(here | {"extra": extra}) for extra in ("", *extras)
    )


def _in_turn(one: Requirement, locked_version: str, python: str) -> list[Requirement]:
    """What a package needs; nothing where it is not installed here in the version of the lock."""
    try:
        package = distribution(one.name)
    except PackageNotFoundError:
        return []
    if package.version != locked_version:
        return []
    needs = map(Requirement, package.requires or [])
    return [need for need in needs if _applies(need, python, one.extras)]


@pytest.mark.parametrize(("name", "python"), cells(EXTRAS, pythons()))
def test_the_lock_satisfies_what_is_asked_for(name: str, python: str) -> None:
    versions = taken(name, python)
    rest = [one for one in asked(EXTRAS[name]) if _applies(one, python)]
    seen = set[str]()
    while rest:
        one = rest.pop()
        if str(one) in seen:
            continue
        seen.add(str(one))
        version = versions.get(canonicalize_name(one.name))
        assert version is not None, f"{one} is not in locked/{name}.txt: {RENEW}"
        assert one.specifier.contains(version), f"{one}, locked is {version}: {RENEW}"
        rest += _in_turn(one, version, python)


@pytest.mark.parametrize("path", sorted(LOCKED.iterdir()), ids=lambda path: path.stem)
def test_a_lock_is_versions_and_hashes_and_nothing_else(path: Path) -> None:
    """No address of where packages come from, no option, no package without a hash."""
    name = "[a-z0-9]+(?:-[a-z0-9]+)*"
    entry = rf"{name}==[\w.+!]+(?: ; [\w.'<>=! ]+)?(?: \\\n    --hash=sha256:[0-9a-f]{{64}})+\n"
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(f"(?:{entry})+", text)


def test_the_locks_agree() -> None:
    """They are installed over one another."""
    known: dict[tuple[str, str], SpecifierSet] = {}
    for name in (*EXTRAS, "build"):
        for one in locked(name):
            assert known.setdefault((one.name, str(one.marker)), one.specifier) == one.specifier
