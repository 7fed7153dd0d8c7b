"""Jobs as real processes: done, refused, lost, cancelled, bounded, outliving who watches them."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from lovgraf_web.jobs import folders, keeper
from lovgraf_web.jobs.service import Jobs, Refused
from lovgraf_web.jobs.settings import Settings
from tests.web.jobs.conftest import ME, Trial, eventually, gone

Start = Callable[..., Trial]
OTHER = "b" * 64


def test_a_job_is_done_in_a_folder_of_its_own(start: Start) -> None:
    trial = start()
    job = trial.make("double", number=21)
    trial.until(job, "done")
    folder = folders.folder_of(trial.jobs.root, job)
    assert (folder / "answer").read_text("utf-8") == "42"
    for path, mode in ((trial.jobs.root, 0o700), (folder, 0o700), (folder / "answer", 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode
    assert trial.row(job).expires is not None


def test_progress_is_told(start: Start) -> None:
    trial = start()
    job = trial.make("wait")
    eventually(lambda: trial.row(job).fraction == 0.25)
    assert (trial.row(job).da, trial.row(job).en) == ("Venter", "Waiting")
    trial.go.touch()
    trial.until(job, "done")


def test_an_input_that_is_refused_says_why_and_a_fault_says_nothing_personal(start: Start) -> None:
    trial = start()
    refused, faulty = trial.make("refuse"), trial.make("fail")
    row = trial.until(refused, "failed")
    assert row.reason == "refused"
    assert trial.jobs.refusal(row) == ("data.csv: Filen er tom.", "data.csv: The file is empty.")
    row = trial.until(faulty, "failed")
    assert row.reason is not None
    assert row.reason.startswith("fault ValueError at kinds_for_tests.py:")
    everything = b"".join(path.read_bytes() for path in trial.jobs.root.glob("*") if path.is_file())
    assert b"610190" not in everything


def test_a_job_whose_process_dies_is_lost(start: Start) -> None:
    trial = start()
    quiet, killed = trial.make("die"), trial.make("wait")
    trial.until(quiet, "lost")
    os.kill(trial.pids(killed)[0], signal.SIGKILL)
    trial.until(killed, "lost")
    log = trial.jobs.root / folders.LOG
    eventually(lambda: log.read_text("utf-8").count('"job-lost"') == 2)  # told once it is written
    told = [json.loads(line) for line in log.open(encoding="utf-8")]
    lost = {one["job"]: one for one in told if one["event"] == "job-lost"}
    assert lost.keys() == {quiet, killed}
    assert lost[quiet]["kind"] == "die"
    assert {one["event"] for one in told} == {"job-started", "job-lost"}


def test_cancel_kills_the_process_and_what_it_started_and_removes_the_folder(start: Start) -> None:
    trial = start()
    job = trial.make("wait")
    pids = trial.pids(job)
    assert not any(gone(pid) for pid in pids)
    assert trial.jobs.cancel(ME, job)
    trial.until(job, "cancelled")
    eventually(lambda: all(gone(pid) for pid in pids))
    assert not folders.folder_of(trial.jobs.root, job).exists()


def test_what_waits_is_cancelled_before_it_starts(start: Start) -> None:
    trial = start(at_once=1)
    first, second = trial.make("wait"), trial.make("double", number=1)
    trial.until(first, "running")
    assert trial.jobs.cancel(ME, second)
    trial.until(second, "cancelled")
    trial.go.touch()
    trial.until(first, "done")
    assert trial.row(second).started is None


def test_a_few_run_at_once_and_the_rest_wait_in_order(start: Start) -> None:
    trial = start(at_once=2)
    jobs = [trial.make("wait") for _ in range(4)]
    trial.pids(jobs[0])
    trial.pids(jobs[1])
    assert [trial.row(job).state for job in jobs] == ["running", "running", "queued", "queued"]
    assert [trial.jobs.waiting(trial.row(job)) for job in jobs[2:]] == [0, 1]
    trial.go.touch()
    for job in jobs:
        trial.until(job, "done")


def test_a_job_outlives_the_keeper_and_the_next_keeper_knows_it(start: Start) -> None:
    trial = start()
    alive, dead = trial.make("wait"), trial.make("wait")
    first, second = trial.pids(alive), trial.pids(dead)
    keeper_before = trial.keeper()
    os.kill(keeper_before, signal.SIGKILL)
    os.kill(second[0], signal.SIGKILL)
    eventually(lambda: gone(keeper_before))
    assert trial.jobs.get(ME, alive) is not None
    trial.until(dead, "lost")
    assert trial.row(alive).state == "running"
    assert not gone(first[0])
    trial.go.touch()
    trial.until(alive, "done")


def test_a_job_that_an_earlier_keeper_started_is_killed_on_demand(start: Start) -> None:
    trial = start()
    job = trial.make("wait")
    pids = trial.pids(job)
    keeper_before = trial.keeper()
    os.kill(keeper_before, signal.SIGKILL)
    eventually(lambda: gone(keeper_before))
    assert trial.jobs.cancel(ME, job)
    trial.until(job, "cancelled")
    eventually(lambda: all(gone(pid) for pid in pids))


def test_a_job_that_takes_too_long_is_killed_and_says_so(start: Start) -> None:
    trial = start(seconds=0.5)
    job = trial.make("wait")
    pids = set[int]()

    def over() -> bool:
        row = trial.row(job)
        pids.update([row.pid] if row.pid else [])
        return row.state == "failed"

    eventually(over)
    assert trial.row(job).reason == "overtime"
    # On a busy machine it may not have come so far as to start another process.
    noted = folders.folder_of(trial.jobs.root, job) / "pids"
    pids.update(map(int, noted.read_text("utf-8").split()) if noted.exists() else [])
    assert pids
    eventually(lambda: all(gone(pid) for pid in pids))


@pytest.mark.parametrize("by", ["python", "engine"])
def test_a_job_that_takes_too_much_memory_fails_and_says_so(start: Start, by: str) -> None:
    trial = start(memory=400 << 20)
    greedy = trial.make("hoard", by=by, bytes=1 << 30)
    row = trial.until(greedy, "failed", "done", "lost")
    assert (row.state, row.reason) == ("failed", "memory")
    modest = trial.make("hoard", by=by, bytes=1 << 20)
    assert trial.until(modest, "failed", "done", "lost").state == "done"


def test_what_jobs_keep_for_others_has_its_time(start: Start) -> None:
    trial = start(caches={"kept": 3600})
    old, new = (trial.jobs.root / "kept" / name for name in ("old", "new"))
    for path in (old, new):
        path.mkdir(parents=True)
        (path / "file").touch()
    os.utime(old, (1, 1))
    trial.until(trial.make("double", number=1), "done")
    eventually(lambda: not old.exists())
    assert (new / "file").exists()


def test_a_job_is_removed_when_its_time_is_over(start: Start) -> None:
    trial = start(keep=0.5)
    job = trial.make("double", number=1)
    eventually(lambda: trial.jobs.store.get(job) is None)
    assert not folders.folder_of(trial.jobs.root, job).exists()


def test_a_job_is_removed_when_its_owner_says_so(start: Start) -> None:
    trial = start()
    done, running = trial.make("double", number=1), trial.make("wait")
    trial.until(done, "done")
    pids = trial.pids(running)
    for job in (done, running):
        assert trial.jobs.remove(ME, job)
        eventually(lambda job=job: trial.jobs.store.get(job) is None)  # type: ignore[misc]
        assert not folders.folder_of(trial.jobs.root, job).exists()
    eventually(lambda: all(gone(pid) for pid in pids))


def test_the_keeper_ends_with_the_last_job_and_another_begins_with_the_next(start: Start) -> None:
    trial = start(keep=0.1, grace=0.1)
    first = trial.make("double", number=1)
    eventually(lambda: trial.jobs.store.get(first) is None)
    eventually(lambda: not folders.held(trial.jobs.root / folders.LOCK))
    job = trial.make("double", number=1)
    eventually(lambda: trial.jobs.store.get(job) is None)


def test_there_is_one_keeper(start: Start) -> None:
    trial = start()
    job = trial.make("wait")
    trial.pids(job)
    first = trial.keeper()
    keeper.ensure(trial.jobs.root)
    assert trial.keeper() == first


def test_a_job_belongs_to_its_owner(start: Start) -> None:
    trial = start()
    job = trial.make("wait")
    trial.until(job, "running")
    assert trial.jobs.get(OTHER, job) is None
    assert not trial.jobs.cancel(OTHER, job)
    assert not trial.jobs.remove(OTHER, job)
    assert not trial.jobs.again(OTHER, job, "double", {"number": 1})
    assert trial.jobs.of(OTHER, "wait") == []
    assert [row.id for row in trial.jobs.of(ME, "wait")] == [job]
    assert trial.row(job).wanted is None


def test_an_ended_job_runs_again_as_the_next_kind_in_the_same_folder(start: Start) -> None:
    trial = start()
    job = trial.make("double", number=1)
    trial.until(job, "done")
    assert trial.jobs.again(ME, job, "double", {"number": 4})
    assert not trial.jobs.again(ME, job, "double", {"number": 5})
    trial.until(job, "done")
    answer = folders.folder_of(trial.jobs.root, job) / "answer"
    assert answer.read_text("utf-8") == "8"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"each": 1}, "many"),
        ({"kept": 1}, "many"),
        ({"all": 1}, "busy"),
        ({"disk": 10}, "disk"),
        ({"upload": 10}, "size"),
    ],
)
def test_limits_are_kept(
    start: Start, limits: dict[str, float], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "ensure", lambda _root: None)  # it need not begin
    trial = start(**limits)
    trial.jobs.admit(ME)
    job = trial.make("wait")
    with pytest.raises(Refused) as refused:
        trial.jobs.admit(ME, 11)
    trial.jobs.store.forget(job)
    assert refused.value.reason == reason


def test_too_many_starts_a_minute_are_refused(start: Start) -> None:
    trial = start(a_minute=2)
    trial.jobs.admit(ME)
    trial.jobs.admit(ME)
    with pytest.raises(Refused) as refused:
        trial.jobs.admit(ME)
    assert refused.value.reason == "often"
    trial.jobs.admit(OTHER)


def test_a_folder_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "jobs").symlink_to(tmp_path / "elsewhere")
    with pytest.raises((folders.Insecure, FileExistsError)):
        Jobs(tmp_path / "jobs", Settings())


def test_folders_that_no_job_owns_are_cleared_away(start: Start) -> None:
    trial = start()
    stray = trial.jobs.root / "job-left"
    stray.mkdir()
    os.utime(stray, (0, 0))
    job = trial.make("double", number=1)
    trial.until(job, "done")
    eventually(lambda: not stray.exists())
    assert folders.folder_of(trial.jobs.root, job).exists()
