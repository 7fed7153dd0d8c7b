"""A command reads its input under the limits of a job of the pages."""

from __future__ import annotations

import mmap
import resource
import signal
import threading

import pytest

from lovgraf.cli.failure import report_failure
from lovgraf.core import limits
from lovgraf.core.errors import InputError
from lovgraf.core.limits import is_out_of_memory
from lovgraf.core.memory import left
from lovgraf_web.jobs.settings import Settings


def test_commands_and_jobs_have_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOVGRAF_MEMORY", raising=False)
    before = resource.getrlimit(resource.RLIMIT_DATA)
    settings = Settings()
    with limits.limited():
        assert settings.memory == limits.memory()
        assert left() == pytest.approx(limits.memory(), rel=0.01)
        processor, _ = resource.getrlimit(resource.RLIMIT_CPU)
        assert processor <= limits.processor_seconds(settings.seconds)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_more_may_be_allowed_and_nonsense_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOVGRAF_MEMORY", "3")
    with limits.limited():
        assert left() == pytest.approx(3 << 30, rel=0.01)
    monkeypatch.setenv("LOVGRAF_MEMORY", "meget")
    with pytest.raises(InputError, match="LOVGRAF_MEMORY"), limits.limited():
        pass


def test_what_a_process_has_taken_before_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one that has run for long can start no thread."""
    monkeypatch.setenv("LOVGRAF_MEMORY", "0.5")
    with mmap.mmap(-1, 1 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS), limits.limited():
        started = threading.Thread(target=lambda: None)
        started.start()
        started.join()
        with pytest.raises(OSError, match="memory"):
            mmap.mmap(-1, 1 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


def test_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="LOVGRAF_SECONDS"), limits.limited():
        signal.raise_signal(signal.SIGXCPU)


def test_memory_that_is_used_up_is_no_fault_of_the_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert report_failure(MemoryError(), "en") == 2
    line = capsys.readouterr().err
    assert "LOVGRAF_MEMORY" in line
    assert "fault" not in line


def test_what_engines_call_no_memory_is_none() -> None:
    """Python's own error, those of engines, and that no thread can be started; no other error."""
    engine = type("OutOfMemoryException", (Exception,), {})
    errors = [MemoryError(), engine(), RuntimeError("can't start new thread")]
    assert all(map(is_out_of_memory, errors))
    assert not is_out_of_memory(RuntimeError("can't start"))
