"""What scripts build on: the exit status of each command in each situation, and which keys its
JSON has, of which types. `LOVGRAF_GOLDEN=write` writes both anew after a change that is meant."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lovgraf.authoring.lint.coverage import measure
from lovgraf.authoring.lint.coverage.report import as_json as coverage_json
from lovgraf.authoring.lint.ledger import ledger
from lovgraf.authoring.lint.ledger.report import as_json as ledger_json
from lovgraf.authoring.lint.mutation import mutate
from lovgraf.authoring.lint.mutation.report import as_json as mutation_json
from lovgraf.cli import run
from lovgraf.core.terms import Text
from lovgraf.law import Law
from lovgraf.law.graph import ONTOLOGY, load_graph
from lovgraf.proposals.assess import Assessment, assess
from tests.checker.cli.said import Capture
from tests.checker.lint.coverage.test_coverage import BAD, GOOD
from tests.checker.lint.ledger.test_ledger import ACT, TEXT, norm
from tests.checker.lint.ledger.test_ledger import HEAD as LEDGER_HEAD
from tests.checker.proposals import small
from tests.checker.small_law import law_of, old_ships
from tests.checker.validate.helpers import PREFIXES
from tests.places import ROOT

GOLDEN = ROOT / "tests" / "golden"
STATUSES = GOLDEN / "statuses.txt"
CONTRACTS = GOLDEN / "json"
BY_DATA = frozenset({"labels", "verdicts", "counts", "receipt"})
"""The objects whose keys come from the law, the data or the program's parts."""

HEAD = "id,built_on,sails,flag,inspected\n"
SHAPE = """ex:S a sh:NodeShape ; sh:targetClass ex:Person ;
  sh:property [ sh:path ex:name ; sh:maxCount {most} ] .
"""
FILES = {
    "good.csv": f"{HEAD}a,2000-01-01,true,DK,true\n",
    "bad.csv": f"{HEAD}a,2000-01-01,true,DK,false\nb,2000-01-01,true,DK,\nc,x,true,DK,true\n",
    "other.csv": "wheels,doors\n4,5\n",
    "empty.csv": "",
    "days/day=2030-06-01/a.csv": f"{HEAD}a,2000-01-01,true,DK,false\n",
    "good-days/day=2030-06-01/a.csv": f"{HEAD}a,2000-01-01,true,DK,true\n",
    "undated/a.csv": HEAD,
    "data.ttl": PREFIXES + 'ex:a a ex:Person ; ex:name "Bo" .\n',
    "passes.ttl": PREFIXES + SHAPE.format(most=1),
    "fails.ttl": PREFIXES + SHAPE.format(most=0),
    "unknown.ttl": PREFIXES + SHAPE.format(most=1) + "ex:S sh:noSuch 1 .\n",
    "broken.ttl": "<a> <b>\n",
    "loose.ttl": "<b> <p> 1 . <a> <p> 2 .\n",
    "ask.rq": "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1\n",
    "wrong.rq": "SELEKT ?s\n",
    "proposal.ttl": small.text(),
    "no-report.json": "{}",
    **{
        f"{name}.toml": f'as_of = 2030-06-01\nkeep = "kept-{name}"\n'
        f'[[dataset]]\nname = "a"\npath = "{name}.csv"\ntype = "ship"\n'
        for name in ("good", "bad", "nowhere")
    },
    "wrong.toml": "datset = 1\n",
}
"""The files of the situations, in an empty folder."""
SHIP = "--as-of 2030-06-01 --type ship"
OLD = f"{SHIP} built_on=2000-01-01 sails=true flag=DK"
SITUATIONS = f"""
(none)   | without a command                    |
(none)   | version                              | --version
(none)   | help                                 | --help
(none)   | a command that is none               | chekc
check    | nothing found                        | check good.csv {SHIP}
check    | found                                | check bad.csv {SHIP}
check    | found, but not asked for             | check bad.csv {SHIP} --fail-on none
check    | a verdict that is none               | check bad.csv {SHIP} --fail-on wrong
check    | found, as a file and a summary       | check bad.csv {SHIP} -o report.json --summary
check    | help                                 | check --help
check    | an option that is none               | check good.csv --fast
check    | no file is named                     | check
check    | no such file                         | check nowhere.csv {SHIP}
check    | an empty file                        | check empty.csv {SHIP}
check    | no column is known                   | check other.csv {SHIP}
check    | a day that is none                   | check good.csv --as-of 2030-02-30 --type ship
check    | a day before all law                 | check good.csv --as-of 1900-01-01 --type ship
check    | a type that is none                  | check good.csv --type boat
check    | a format that is none                | check good.csv {SHIP} --format tex
check    | an engine that is none               | check good.csv {SHIP} --engine fast
check    | the report would replace the input   | check good.csv {SHIP} -o good.csv
check    | a proposal that cannot be read       | check good.csv {SHIP} --with broken.ttl
check    | interrupted                          | check good.csv {SHIP}
check    | a fault of the program               | check good.csv {SHIP}
person   | nothing found                        | person {OLD} inspected=true
person   | found                                | person {OLD} inspected=false
person   | unknown                              | person {OLD}
person   | a fact that is none                  | person wheels=4 {SHIP}
person   | a value that cannot be read          | person built_on=soon {SHIP}
person   | a word without a value               | person built_on {SHIP}
law      | in force                             | law --as-of 2030-06-01
law      | a provision                          | law law/2029/1/par/1 --as-of 2030-06-01
law      | a provision that is none             | law law/2029/9 --as-of 2030-06-01
law      | a day before all law                 | law --as-of 1900-01-01
law      | a file that cannot be read           | law --data nowhere.ttl
query    | answered                             | query ask.rq --as-of 2030-06-01
query    | the list                             | query --list
query    | no question                          | query
query    | a question that is none              | query no-such-question
query    | SPARQL that is none                  | query wrong.rq
query    | no such file                         | query nowhere.rq
query    | a parameter that is none             | query norms --param colour=red
assess   | carried out                          | assess proposal.ttl --format json
assess   | a gap that is an error               | assess proposal.ttl --format json
assess   | not known whether                    | assess proposal.ttl --format json
assess   | no proposal is named                 | assess
assess   | no such file                         | assess nowhere.ttl
assess   | a file that cannot be read           | assess broken.ttl
assess   | a file without a proposal            | assess data.ttl
lint     | remarks alone                        | lint
lint     | errors                               | lint
lint     | a file that cannot be read           | lint broken.ttl
lint     | an option without the other          | lint --about law/2029/1
lint     | no such folder                       | lint --coverage nowhere
validate | conforms                             | validate data.ttl passes.ttl
validate | does not conform                     | validate data.ttl fails.ttl
validate | terms that cannot be checked         | validate data.ttl unknown.ttl
validate | terms that are left out              | validate data.ttl unknown.ttl --ignore-unknown
validate | a file that cannot be read           | validate broken.ttl passes.ttl
validate | no such file                         | validate data.ttl nowhere.ttl
compare  | nothing new                          | compare bad.json bad.json
compare  | something new                        | compare good.json bad.json
compare  | gone                                 | compare bad.json good.json
compare  | no report                            | compare no-report.json bad.json
compare  | no such file                         | compare nowhere.json bad.json
history  | nothing found                        | history good-days --type ship --output out-good
history  | found                                | history days --type ship --output out-bad
history  | folders without a day                | history undated --type ship
history  | no such folder                       | history nowhere --type ship
map      | proposed                             | map good.csv --type ship
map      | no such file                         | map nowhere.csv --type ship
run      | nothing found                        | run good.toml
run      | found                                | run bad.toml
run      | found, and nothing new               | run bad.toml
run      | no such dataset                      | run nowhere.toml
run      | a key that is none                   | run wrong.toml
run      | the file alone                       | run bad.toml --check
run      | no such file                         | run
init     | written                              | init good.csv --type ship
init     | the file is there                    | init good.csv --type ship
init     | no such file                         | init nowhere.csv -o other.toml
token    | a word that is none                  | token make it
token    | without a name                       | token new
sample   | written                              | sample 3 some.csv
sample   | a number that is none                | sample few some.csv
sample   | a kind of file that is not written   | sample 3 some.xlsx
format   | would change                         | format --check loose.ttl
format   | changed                              | format loose.ttl
format   | nothing to change                    | format --check loose.ttl
format   | a file that cannot be read           | format broken.ttl
serve    | an address for all, and no login     | serve --host 0.0.0.0
"""
FEASIBLE = {"carried out": True, "a gap that is an error": False}
"""What the assessments of the situations find; of the others, that nothing can be concluded."""
SEVERITIES = {"remarks alone": "warning", "errors": "error"}
"""What the linter finds."""
ERRORS = {"interrupted": KeyboardInterrupt(), "a fault of the program": ZeroDivisionError()}
"""What happens while a dataset is checked."""
COMMANDS = {
    "person": [
        f"person {OLD} inspected=false --format json",
        f"person sails=true {SHIP} --format json",
    ],
    "law": [
        "law --as-of 2030-06-01 --format json",
        "law law/2029/1/par/1 --as-of 2030-06-01 --format json",
    ],
    "query": ["query ask.rq --as-of 2030-06-01 --format json"],
    "validate": [
        f"validate data.ttl {name}.ttl --format json --ignore-unknown"
        for name in ("passes", "fails", "unknown")
    ],
    "compare": ["compare good.json bad.json --format json"],
}
"""Commands whose answers have, together, what the JSON of one command can have."""


def situations() -> Iterator[tuple[str, str, list[str]]]:
    """The command, the situation and the arguments."""
    for line in SITUATIONS.strip().splitlines():
        command, situation, arguments = (part.strip() for part in line.split("|"))
        yield command, situation, arguments.split()


@pytest.fixture(scope="module")
def ships() -> tuple[Law, Assessment]:
    """A small law of ships, and the assessment of a proposal about it."""
    law = small.law()
    return law, assess(law, [small.proposal()])


@pytest.fixture
def folder(tmp_path: Path, ships: tuple[Law, Assessment], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files in the folder that is worked in, under the law of ships."""
    law, assessment = ships
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOVGRAF_LANG", "en")
    monkeypatch.setattr("lovgraf.law.load_law", lambda *_: law)
    monkeypatch.setattr("lovgraf.proposals.assess.assess", lambda *_, **__: assessment)
    for name in ("good", "bad"):
        run(["check", f"{name}.csv", *SHIP.split(), "-o", f"{name}.json"])
    return tmp_path


def golden(file: Path, content: str) -> None:
    """Hold a text against the kept one, or keep it."""
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == content


def _happens(situation: str, patch: pytest.MonkeyPatch) -> None:
    """Have happen what a situation is named after."""

    def checked(*_: object, **__: object) -> None:
        raise ERRORS[situation]

    if situation in ERRORS:
        patch.setattr("lovgraf.runs.dataset.check_dataset", checked)
    patch.setattr(Assessment, "feasible", property(lambda _: FEASIBLE.get(situation)))
    if severity := SEVERITIES.get(situation):
        text = Text("Navnet mangler.", "The label is missing.")
        finding = SimpleNamespace(
            code="no-label", severity=severity, message=text, file=None, subject=None
        )
        patch.setattr("lovgraf.authoring.lint.lint", lambda _: [finding])


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_the_exit_statuses_are_those_of_before(capsys: Capture) -> None:
    """Where the status is 2, one line on standard error says why, and nothing else is said."""
    lines = []
    for command, situation, arguments in situations():
        capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            _happens(situation, patch)
            status = run(arguments)
        said = capsys.readouterr()
        assert status != 2 or (said.out, said.err.count("\n")) == ("", 1), (arguments, said)
        lines.append(f"{status:>3}  {command:<8}  {situation}\n")
    golden(STATUSES, "".join(lines))


def shape(value: Any, path: str, found: dict[str, set[str]]) -> None:
    """Add where what stands in JSON, and of which type it is."""
    if isinstance(value, dict):
        if not value:
            found.setdefault(path, set()).add("{}")
        for key, inner in value.items():
            below = f"{path}.{'*' if path.split('.')[-1] in BY_DATA else key}"
            shape(inner, below.replace(".children[].children", ".children"), found)
    elif isinstance(value, list):
        if not value:
            found.setdefault(path, set()).add("[]")
        for inner in value:
            shape(inner, f"{path}[]", found)
    else:
        found.setdefault(path, set()).add(type(value).__name__)


def contract(name: str, *texts: str) -> None:
    """Hold the keys and types of some JSON against the kept ones."""
    found: dict[str, set[str]] = {}
    for text in texts:
        shape(json.loads(text), "", found)
    lines = (f"{path}: {' or '.join(sorted(types))}\n" for path, types in sorted(found.items()))
    golden(CONTRACTS / f"{name}.txt", "".join(lines))


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", COMMANDS)
def test_the_json_of_a_command_has_the_keys_of_before(name: str, capsys: Capture) -> None:
    texts = []
    for arguments in COMMANDS[name]:
        assert run(arguments.split()) in (0, 1)
        texts.append(capsys.readouterr().out)
    contract(name, *texts)


@pytest.mark.usefixtures("folder")
def test_the_json_of_history_has_the_keys_of_before() -> None:
    assert run(["history", "days", "--type", "ship", "--output", "out"]) == 1
    contract("history", *(path.read_text("utf-8") for path in Path("out").rglob("*.json")))


def test_the_json_of_check_has_the_keys_of_before() -> None:
    """Of the golden report, which has everything that a report can have."""
    contract("check", *(path.read_text("utf-8") for path in sorted(GOLDEN.glob("check.*.json"))))


def test_the_json_of_assess_has_the_keys_of_before() -> None:
    """Of the assessments of all shipped proposals."""
    files = sorted((GOLDEN / "assess").glob("*.json"))
    contract("assess", *(path.read_text("utf-8") for path in files))


def test_the_json_of_lint_has_the_keys_of_before(tmp_path: Path) -> None:
    """Of the sentences of an act, of the scenarios' coverage, and of what they notice."""
    data, text = tmp_path / "law.ttl", tmp_path / "2031_901.txt"
    data.write_text(LEDGER_HEAD + ACT + norm("par/1"), encoding="utf-8")
    text.write_text(TEXT, encoding="utf-8")
    files = [ONTOLOGY / "core.ttl", ONTOLOGY / "ledger" / "reasons.ttl", data]
    contract("lint-ledger", ledger_json(ledger(Law(load_graph(files=files)), tmp_path)))
    law = law_of(old_ships())
    contract("lint-coverage", coverage_json(measure(law, [GOOD])))
    contract("lint-mutate", "".join(mutation_json(mutate(law, [GOOD, BAD]), 2, {})))
