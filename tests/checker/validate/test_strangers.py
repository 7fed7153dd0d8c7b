"""Shapes in other people's style: what the data breaks is found, or the shapes are refused.

Each file of `strangers/` has shapes as people write them (profiles of catalogues, services, law and
persons, examples of tutorials, drafts; none is copied), then data that breaks them. Its first line
says how many results there are, or what the shapes are refused with.
"""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph

from lovgraf.core.errors import InputError
from lovgraf.validate import validate
from tests.examples import cells, one_in

FILES = sorted((Path(__file__).parent / "strangers").glob("*.ttl"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "engine"),
    cells(one_in(2, FILES), ("both", "reference")),
    ids=lambda given: given.stem if isinstance(given, Path) else given,
)
def test_nothing_broken_conforms(tmp_path: Path, file: Path, engine: str) -> None:
    """Every one of the shapes is broken by its data."""
    shapes_text, data_text = file.read_text(encoding="utf-8").split("\n# data\n")
    expected = shapes_text.splitlines()[0].removeprefix("# expect: ")
    prefixes = "".join(f"{line}\n" for line in shapes_text.splitlines() if line[:7] == "@prefix")
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(prefixes + data_text, encoding="utf-8")
    shapes.write_text(shapes_text, encoding="utf-8")
    if not expected.isdigit():
        with pytest.raises(InputError) as caught:
            validate(data, shapes, engine)
        assert expected in caught.value.message.en
        assert caught.value.line
        return
    report = validate(data, shapes, engine)
    assert (report.conforms, report.results) == (False, int(expected))
    if (
        engine == "reference" and "rdfs:Class" not in shapes_text
    ):  # of classes pySHACL takes fewer for targets
        assert _by_pyshacl(data, shapes) == int(expected)


def _by_pyshacl(data: Path, shapes: Path) -> int:
    """How many results pySHACL finds by itself."""
    _, report, _ = pyshacl.validate(
        Graph().parse(data), shacl_graph=Graph().parse(shapes), advanced=True
    )
    assert isinstance(report, Graph)
    return len(list(report.objects(None, SH.result)))
