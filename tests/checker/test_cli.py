"""The command line: exit status, one line for each error, two languages, nothing heavy for help."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from checker.cli import run
from checker.cli.language import Lang, language
from checker.cli.texts import TEXTS
from checker.errors import InputError
from checker.reports.result import VERDICTS, CheckResult, Findings
from checker.terms import Text
from tests.checker.reports.example import EXAMPLE, FINDINGS

HEAVY = ("rdflib", "duckdb", "pyshacl", "pandas", "owlready2", "numpy", "rich", "flask")
PROGRAM = [sys.executable, "-c", "from checker.cli import main; main()"]
Capture = pytest.CaptureFixture[str]


class Checked:
    """Stands in for the checker: hands back a result and remembers what it was asked."""

    def __init__(self, answer: CheckResult | BaseException) -> None:
        self.answer, self.asked = answer, dict[str, Any]()

    def __call__(self, path: Path, **asked: Any) -> CheckResult:
        self.asked = {"path": path, **asked}
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Callable[[CheckResult | BaseException], Checked]:
    """Put a stand-in in the checker's place, with a law of one type of record."""

    def install(answer: CheckResult | BaseException) -> Checked:
        stand_in = Checked(answer)
        facts = SimpleNamespace(record_types={"x": "person", "y": "filing"})
        law = SimpleNamespace(first_day=date(2004, 10, 10), facts=facts)
        checker = SimpleNamespace(check_dataset=stand_in)
        monkeypatch.setitem(sys.modules, "checker.check", cast(Any, checker))
        monkeypatch.setitem(
            sys.modules, "checker.law", cast(Any, SimpleNamespace(load_law=lambda extra: law))
        )
        return stand_in

    monkeypatch.setenv("LOVGRAF_LANG", "en")
    monkeypatch.delenv("LOVGRAF_DEBUG", raising=False)
    return install


def one_line(capsys: Capture) -> str:
    """What stands on standard error: exactly one line; nothing on standard output."""
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("lovgraf: ")
    assert captured.err.count("\n") == 1
    assert captured.err.endswith("\n")
    return captured.err


def test_findings_give_status_one_and_their_absence_zero(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    assert run(["check", "personer.csv", "--as-of", "2014-11-01"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("The law as it stood on 1 November 2014\nNote: The graph does not cover")
    assert run(["check", "personer.csv", "--fail-on", "none"]) == 0
    assert "Nothing found" in capsys.readouterr().out
    assert run(["check", "personer.csv", "--fail-on", "pending, undetermined"]) == 1


def test_the_checker_is_asked_what_was_typed(checked: Any, capsys: Capture) -> None:
    asked = checked(EXAMPLE)
    words = "d.csv --type filing --mapping m.json --as-of 2014-11-01 --complete left_on"
    more = "--complete eid --fail-on pending --show-values --format json"
    run(["check", *words.split(), *more.split()])
    assert asked.asked["path"] == Path("d.csv")
    assert asked.asked["as_of"] == date(2014, 11, 1)
    assert asked.asked["record_type"] == "filing"
    assert asked.asked["mapping"] == Path("m.json")
    assert asked.asked["complete"] == ["left_on", "eid"]
    assert asked.asked["fail_on"] == {"pending"}
    assert asked.asked["show_values"] is True
    assert asked.asked["progress"] is None
    report = json.loads(capsys.readouterr().out)
    assert report["findings"][0]["id"] == FINDINGS[0].id


def test_another_engine_is_passed_on(checked: Any) -> None:
    asked = checked(EXAMPLE)
    assert run(["check", "d.csv", "--engine", "reference"]) == 1
    assert asked.asked["engine"] == "reference"


def test_ids_stay_hidden_unless_asked_for(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    for form in ("text", "json", "csv", "html", "sarif", "junit", "ttl"):
        run(["check", "d.csv", "--format", form])
        captured = capsys.readouterr()
        assert FINDINGS[0].id not in captured.out + captured.err


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.json", "{"), ("a.csv", "\ufeff"), ("a.html", "<!doctype"), ("a.sarif", "{"),
        ("a.xml", "<?xml"), ("a.ttl", "@prefix"), ("a.txt", "The law"), ("a", "The law"),
    ],
)  # fmt: skip
def test_the_file_ending_chooses_the_format(
    checked: Any, tmp_path: Path, name: str, start: str
) -> None:
    checked(EXAMPLE)
    assert run(["check", "d.csv", "--output", str(tmp_path / name)]) == 1
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert os.listdir(tmp_path) == [name]


def test_csv_tells_beside_it_what_it_leaves_out(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    run(["check", "d.csv", "--format", "csv", "--lang", "da"])
    captured = capsys.readouterr()
    assert captured.out.startswith("\ufeffRække;")
    assert "kun tælles" in captured.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", "Type one of the commands check, person"),
        ("chekc d.csv", "Did you mean check?"),
        ("0101701234", "Type one of the commands"),
        ("check", "DATASET is missing. See lovgraf check --help."),
        ("check d.csv e.csv", "too many arguments"),
        ("check d.csv --as", "There is no option --as."),
        ("check d.csv --as-of", "--as-of lacks a value"),
        ("check d.csv --as-of 2014-13-01", "yyyy-mm-dd"),
        ("check d.csv --as-of 20141101", "yyyy-mm-dd"),
        ("check d.csv --as-of 2004-10-09", "does not cover 2004-10-09"),
        ("check d.csv --format docx", "--format does not know"),
        ("check d.csv --output r.docx", "The ending .docx"),
        ("check d.csv --fail-on breech", "Did you mean breached?"),
        ("check d.csv --engine fast", "columns, reference, spark"),
        ("check d.csv --type cat", "--type does not know"),
        ("check d.csv --rows 0", "--rows must be"),
        ("check d.csv --lang fr", "--lang must be da or en"),
        ("person 0101701234", "Fact no. 1"),
        ("person =0101701234", "Fact no. 1"),
        ("sample ten f.csv", "N must be"),
        ("sample 10 f.csv --faults 2", "--faults must be"),
        ("serve --port http", "--port must be"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    checked: Any, capsys: Capture, arguments: str, words: str
) -> None:
    checked(EXAMPLE)
    assert run(arguments.split()) == 2
    line = one_line(capsys)
    assert words in line
    assert "0101701234" not in line
    if "--lang" not in arguments:
        assert run([*arguments.split()[:1], "--lang=da", *arguments.split()[1:]]) == 2
        assert one_line(capsys) != line


def test_an_unusable_input_is_told_in_the_chosen_language(checked: Any, capsys: Capture) -> None:
    checked(InputError("Filen er tom.", "The file is empty.", "d.csv", 3))
    assert run(["check", "d.csv", "--lang", "da"]) == 2
    assert one_line(capsys) == "lovgraf: d.csv:3: Filen er tom.\n"
    assert run(["check", "d.csv"]) == 2
    assert one_line(capsys) == "lovgraf: d.csv:3: The file is empty.\n"


def test_terminal_control_in_an_error_is_stripped(checked: Any, capsys: Capture) -> None:
    checked(InputError("a", "a", "d\x1b]0;title\x07\n.csv"))
    assert run(["check", "d.csv"]) == 2
    assert one_line(capsys) == "lovgraf: d .csv: a\n"


@pytest.mark.parametrize("verdicts", [{}, {"breached": 0}])
def test_nothing_checked_is_no_pass(
    checked: Any, capsys: Capture, tmp_path: Path, verdicts: dict[str, int]
) -> None:
    norms = tuple(replace(norm, verdicts=verdicts) for norm in EXAMPLE.norms)
    checked(replace(EXAMPLE, norms=norms))
    report = tmp_path / "r.json"
    assert run(["check", "d.csv", "--output", str(report)]) == 2
    assert "Nothing was checked" in one_line(capsys)
    assert not report.exists()


def test_what_nests_too_deep_is_said_in_one_line(checked: Any, capsys: Capture) -> None:
    checked(RecursionError("0101701234"))
    assert run(["check", "d.csv"]) == 2
    assert "nests too deep" in one_line(capsys)


def test_a_fault_of_the_program_shows_no_values(
    checked: Any, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(RuntimeError("0101701234"))
    assert run(["check", "d.csv"]) == 2
    line = one_line(capsys)
    assert "RuntimeError, " in line
    assert "report it" in line
    monkeypatch.setenv("LOVGRAF_DEBUG", "1")
    assert run(["check", "d.csv"]) == 2
    captured = capsys.readouterr()
    assert "File " in captured.err
    assert "0101701234" not in captured.err + line


def test_ctrl_c_gives_130_in_one_line(checked: Any, capsys: Capture) -> None:
    checked(KeyboardInterrupt())
    assert run(["check", "d.csv", "--lang", "da"]) == 130
    assert one_line(capsys) == "lovgraf: Afbrudt.\n"


def test_ctrl_c_half_way_through_the_report_leaves_nothing(
    checked: Any, capsys: Capture, tmp_path: Path
) -> None:
    class Stopped(Findings):
        def __len__(self) -> int:
            return 2

        def __iter__(self) -> Any:
            yield FINDINGS[0]
            raise KeyboardInterrupt

    checked(replace(EXAMPLE, findings=Stopped()))
    assert run(["check", "d.csv", "--output", str(tmp_path / "r.json")]) == 130
    one_line(capsys)
    assert os.listdir(tmp_path) == []


def test_the_input_is_never_written_over(checked: Any, capsys: Capture, tmp_path: Path) -> None:
    asked = checked(EXAMPLE)
    data = tmp_path / "d.csv"
    data.write_text("id\n1\n")
    assert run(["check", str(data), "--output", str(tmp_path / "." / "d.csv")]) == 2
    assert "overwrite a file that is read" in one_line(capsys)
    assert not asked.asked
    assert data.read_text() == "id\n1\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    assert run(["check", "d.csv", "--output", "/dev/full", "--format", "json"]) == 2
    assert "the disk is full" in one_line(capsys)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_help_is_in_one_language(capsys: Capture, lang: Lang) -> None:
    mine, other = (0, 1) if lang == "da" else (1, 0)
    for command in ("", "check", "person", "law", "lint", "format", "sample", "serve"):
        assert run([*command.split(), "--lang", lang, "--help"]) == 0
        text = " ".join(capsys.readouterr().out.split())
        assert TEXTS[command or "app"][mine] in text
        shown = [key for key, both in TEXTS.items() if len(both[0]) > 12 and both[other] in text]
        assert shown == []
        assert TEXTS["Usage"][mine].strip() in text


def test_every_help_text_is_there() -> None:
    from typer.main import get_command

    from checker.cli.app import app

    command = cast(Any, get_command(app))
    for name, sub in command.commands.items():
        assert name in TEXTS
        for parameter in sub.params:
            assert parameter.help in TEXTS, (name, parameter.name)


def test_language_by_option_environment_and_locale() -> None:
    assert language(["check", "--lang", "da"], {"LOVGRAF_LANG": "en"}) == "da"
    assert language(["--lang=en"], {"LOVGRAF_LANG": "da"}) == "en"
    assert language([], {"LOVGRAF_LANG": "da", "LANG": "en_GB.UTF-8"}) == "da"
    assert language([], {"LANG": "da_DK.UTF-8"}) == "da"
    assert language([], {"LC_ALL": "C.UTF-8", "LANG": "da_DK.UTF-8"}) == "en"
    assert language([], {"LOVGRAF_LANG": "fr"}) == "en"
    assert language([], {}) == "en"


def _program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LOVGRAF_LANG": "da", **options.pop("env", {})}
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment, capture_output=True, encoding="utf-8", check=False, **options,
    )  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom checker.cli import run\nassert run(['--help']) == 0\n"
        f"print([n for n in {HEAVY!r} if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr.strip() == "[]"


def test_output_is_utf8_whatever_the_locale() -> None:
    done = _program("--help", env={"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "Kontrollér datasæt" in done.stdout


def test_the_console_script_exits_with_the_status() -> None:
    done = _program("check")
    assert done.returncode == 2
    assert re.fullmatch(r"lovgraf: DATASET mangler\. .*\n", done.stderr)
    assert done.stdout == ""
    assert _program("--version").stdout.startswith("lovgraf")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lovgraf ", {"check", "person", "law", "lint", "format", "sample", "serve"}),
        ("lovgraf check d.csv --format ", {"text", "json", "csv", "html", "sarif", "junit", "ttl"}),
        ("lovgraf check d.csv --fail-on breached,", {f"breached,{v}" for v in (*VERDICTS, "none")}),
        ("lovgraf check d.csv --format = js", {"json"}),
        ("lovgraf query duties", {"duties-needing", "duties-without-sanction"}),
        ("lovgraf query routes --param ", {"asOf=today", "capability=capability/eid", "lang=da"}),
        ("lovgraf query routes --param capability =", {"capability/eid", "capability/cpr-number"}),
        ("lovgraf query code-list -p list = code-list/c", {"code-list/cpr-status"}),
        ("lovgraf query routes --param lang =", {"da", "en"}),
        ("lovgraf query routes -p lang = en -p ", {"asOf=today", "lang=da"}),
    ],
)
def test_the_shell_completes(words: str, expected: set[str]) -> None:
    done = _program(
        env={
            "_LOVGRAF_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
    )
    assert done.returncode == 0
    assert expected <= set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lovgraf query code-list --param list=code-list/cpr-s", "list=code-list/cpr-status"),
        ("lovgraf query code-list --param l", "lang=da list=code-list/exemption-ground"),
        ("lovgraf query code-list --param other=", ""),
        ("lovgraf query no-such-query --param ", ""),
    ],
)
def test_other_shells_keep_a_pair_together(words: str, expected: str) -> None:
    done = _program(
        env={"_LOVGRAF_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": words,
             "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, expected.split())


def test_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [*PROGRAM, "check", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_coverage_needs_a_folder_and_its_options_need_coverage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["lint", "--coverage"]) == 2
    assert "Name the folder of scenarios" in capsys.readouterr().err
    assert run(["lint", "--about", "law/2012/528"]) == 2
    assert "--about goes with --coverage only" in capsys.readouterr().err
    assert run(["lint", "--coverage", str(tmp_path / "nowhere"), "--lang", "da"]) == 2
    assert "ingen mappe med scenarier" in capsys.readouterr().err


def test_coverage_lists_what_scenarios_leave_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert (
        run(["lint", "--coverage", str(tmp_path), "--about", "law/2016/821", "--lang", "en"]) == 1
    )
    said = capsys.readouterr().out
    assert said.startswith("0 scenarios.")
    assert "\nlaw/2016/821: " in said
    assert "law/2012/528" not in said


def test_lint_lists_its_findings_and_fails_on_errors(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def install(severity: str) -> None:
        finding = SimpleNamespace(
            code="no-label",
            severity=severity,
            message=Text("Navnet mangler.", "The label is missing."),
            file=str(Path.cwd() / "a.ttl"),
            subject="law/2012/528",
        )
        stand_in = SimpleNamespace(lint=lambda files: [finding])
        monkeypatch.setitem(sys.modules, "checker.lint", cast(Any, stand_in))

    install("error")
    assert run(["lint", "--lang", "da"]) == 1
    assert capsys.readouterr().out == "a.ttl: Fejl <law/2012/528>: Navnet mangler. [no-label]\n"
    install("warning")
    assert run(["lint", "--lang", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("a.ttl: Warning")
    assert captured.err == "0 errors, 1 remark.\n"


def test_format_rewrites_or_only_names(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<b> <p> 1 . <a> <p> 2 .\n")
    assert run(["format", str(file), "--check"]) == 1
    assert capsys.readouterr().out == f"{file}\n"
    assert file.read_text().startswith("<b>")
    assert run(["format", str(file)]) == 0
    assert run(["format", str(file), "--check"]) == 0


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.cli.progress import progress_bar

    with progress_bar("da") as tell:
        assert tell is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress_bar("da") as tell:
        assert tell is not None
        tell(None, Text("Læser", "Reading"))
        tell(0.5, Text("Læser", "Reading"))


def test_progress_is_told_in_lines_where_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from checker.cli.progress import progress_bar

    clock = iter([0.0, 1.0, 5.0, 21.0])
    monkeypatch.setattr("checker.cli.progress.time.monotonic", lambda: next(clock))
    with progress_bar("en", lines=True) as tell:
        assert tell is not None
        for fraction in (None, 0.2, 0.7):
            tell(fraction, Text("Læser", "Reading\nrows"))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "lovgraf: Reading rows", "lovgraf: Reading rows (70 %, 0:00:09 left)",
    ]  # fmt: skip


def test_the_shipped_example_is_checked_end_to_end(tmp_path: Path, capsys: Capture) -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "persons.csv"
    command = ["check", str(example), "--as-of", "2014-12-01"]
    written = []
    for name in ("one.json", "two.json"):
        assert run([*command, "--output", str(tmp_path / name)]) == 1
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    report = json.loads(written[0])
    assert report["as_of"] == "2014-12-01"
    counts = {norm["norm"]: norm["verdicts"] for norm in report["norms"]}
    causes = {cause["cause"]: cause for cause in report["causes"]}
    listed = [causes[finding["cause"]] for finding in report["findings"]]
    assert {cause["verdict"] for cause in listed} <= {"breached", "unattainable"}
    assert len(listed) == sum(
        n.get("breached", 0) + n.get("unattainable", 0) for n in counts.values()
    )
    assert str(example.parent) not in written[0].decode()
    capsys.readouterr()


@pytest.mark.parametrize("when", ["2004-10-09", "0001-01-01"])
def test_a_date_before_the_first_act_is_unusable(capsys: Capture, when: str) -> None:
    assert run(["law", "--as-of", when]) == 2
    assert "2004-10-10" in one_line(capsys)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_of_the_data_engine_is_no_fault(
    number: signal.Signals, status: int, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    module = import_module("checker.cli.main")

    def check_dataset(path: Path, **asked: Any) -> CheckResult:
        with suppress(SystemExit):
            if number == signal.SIGTERM:
                module._terminate(number, None)
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(module, "_ending", [])
    monkeypatch.setattr("checker.check.check_dataset", check_dataset)
    assert run(["check", "d.csv", "--as-of", "2014-12-01"]) == status
    assert capsys.readouterr().err.count("\n") == (number == signal.SIGINT)
