"""A Java that can run Spark: it takes a whole one, version 17 or 21."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from lovgraf.core.errors import InputError

OLDEST = 17
_VERSION = re.compile(r'version "(?:1\.)?([0-9]+)')
_MODULE = "jdk.incubator.vector"
"""A module that Spark is started with and that reduced copies of Java lack."""


def require_java() -> None:
    """Raise `InputError` where Spark would find no Java, or one that it does not start on."""
    java = find_java()
    if java is None:
        raise InputError(
            "Spark kræver Java 17 eller 21, og der er ingen. Installér fx openjdk-17-jre-headless, "
            "eller sæt JAVA_HOME.",
            "Spark needs Java 17 or 21, and there is none. Install for instance "
            "openjdk-17-jre-headless, or set JAVA_HOME.",
        )
    version = java_version(java)
    if version is None or version < OLDEST:
        raise InputError(
            f"Spark kræver Java 17 eller 21; den her er {version or 'ukendt'}. Installér en nyere, "
            "eller sæt JAVA_HOME.",
            f"Spark needs Java 17 or 21; this one is {version or 'unknown'}. Install a newer one, "
            "or set JAVA_HOME.",
        )
    if not has_module(java):
        raise InputError(
            f"Denne Java mangler modulet {_MODULE}, som Spark startes med. Installér en hel Java "
            "17 eller 21, eller sæt JAVA_HOME.",
            f"This Java lacks the module {_MODULE}, which Spark is started with. Install a whole "
            "Java 17 or 21, or set JAVA_HOME.",
        )


def find_java() -> str | None:
    """The Java that Spark's own scripts take: that of `JAVA_HOME`, else the first on the path."""
    home = os.environ.get("JAVA_HOME")
    if home:
        java = Path(home) / "bin" / "java"
        return str(java) if java.is_file() else None
    return shutil.which("java")


def java_version(java: str) -> int | None:
    """The version of a Java, such as 17; None where it does not tell."""
    found = _VERSION.search(_said(java, "-version"))
    return int(found[1]) if found else None


def has_module(java: str) -> bool:
    """Whether a Java has the module that Spark needs."""
    return _MODULE in _said(java, "--list-modules")


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout + done.stderr
