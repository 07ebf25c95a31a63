"""Jobs: fair turns, cancelling, refusals, and workers that die."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from eda_site.lab.jobs import Busy, Job, Jobs
from eda_site.lab.limits import parse


class Slow(Executor):
    """Keeps what it is given until it is told to do the next."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.waiting: list[tuple[Future[Any], Any, Any]] = []
        self.seen: list[Any] = []
        self.most = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, fn, args[0]))
        self.most = max(self.most, len(self.waiting))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        pass

    def go(self, turns: int = 1, error: Exception | None = None) -> None:
        for _ in range(turns):
            future, fn, argument = self.waiting.pop(0)
            self.seen.append(argument)
            if error is not None:
                future.set_exception(error)
                continue
            try:
                future.set_result(fn(argument))
            except ArithmeticError as problem:
                future.set_exception(problem)


@pytest.fixture
def desk(settings: Any) -> Iterator[tuple[Jobs, list[Slow]]]:
    settings.EVENTARIUM_LAB = {"workers": 2, "jobs_per_address": 2, "jobs": 4, "kept": 2}
    made: list[Slow] = []

    def make(workers: int) -> Any:
        made.append(Slow(workers))
        return made[-1]

    found = Jobs(make)
    yield found, made
    found.close()


def begin(jobs: Jobs, address: str, tasks: list[Any], work: Any = str) -> Job:
    return jobs.submit(address, "sweep", {}, work, tasks)


def test_addresses_take_turns_and_no_more_than_n_tasks_are_out(desk: Any) -> None:
    jobs, made = desk
    long = begin(jobs, "a", list(range(6)))
    short = begin(jobs, "b", ["x", "y"])
    made[0].go(6)
    assert short.state == "done" and short.results == ["x", "y"]
    assert long.state == "running"
    made[0].go(2)
    assert long.results == ["0", "1", "2", "3", "4", "5"]
    assert (long.state, long.done, made[0].most) == ("done", 6, 2)


def test_two_jobs_of_one_address_share_its_turns(desk: Any) -> None:
    jobs, made = desk
    begin(jobs, "a", list(range(8)))
    second = begin(jobs, "a", ["x", "y"])
    made[0].go(6)
    assert second.state == "done"


def test_cancelled_nothing_more_is_given_out(desk: Any) -> None:
    jobs, made = desk
    job = begin(jobs, "a", list(range(9)))
    jobs.cancel(job.id)
    made[0].go(2)
    assert (job.state, job.done, made[0].waiting) == ("cancelled", 0, [])
    assert jobs.cancel("nobody") is None


def test_too_much_is_refused_with_a_code(desk: Any) -> None:
    jobs, _ = desk
    for address in ("a", "a", "b", "c"):
        if address == "c":
            with pytest.raises(Busy, match="too_many_here"):
                begin(jobs, "a", [1])
        begin(jobs, address, [1])
    with pytest.raises(Busy, match=r"^too_many$"):
        begin(jobs, "d", [1])


def test_who_begins_too_many_in_a_minute_waits(desk: Any, settings: Any) -> None:
    jobs, made = desk
    settings.EVENTARIUM_LAB = {"workers": 2, "jobs_per_minute": 3}
    for _ in range(3):
        begin(jobs, "a", [1])
        made[0].go()
    with pytest.raises(Busy, match="too_fast"):
        begin(jobs, "a", [1])
    begin(jobs, "b", [1])


def test_a_worker_that_dies_fails_its_jobs_and_the_next_gets_new_workers(desk: Any) -> None:
    jobs, made = desk
    job = begin(jobs, "a", [1, 2, 3])
    made[0].go(1, BrokenProcessPool("gone"))
    assert job.state == "failed"
    after = begin(jobs, "a", [1])
    assert len(made) == 2
    made[1].go()
    assert after.state == "done"


def test_an_error_of_one_task_ends_its_job_only(desk: Any) -> None:
    jobs, made = desk
    bad = begin(jobs, "a", [0, 0], lambda n: 1 // n)
    good = begin(jobs, "b", [1])
    made[0].go(len(made[0].waiting))
    while made[0].waiting:
        made[0].go()
    assert (bad.state, good.state) == ("failed", "done")


def test_a_job_has_only_so_much_time(desk: Any, settings: Any) -> None:
    jobs, made = desk
    job = begin(jobs, "a", [1, 2, 3])
    job.spent_s = 10_000
    made[0].go()
    assert job.state == "too_long"


def test_old_results_go(desk: Any) -> None:
    jobs, made = desk
    found = []
    for _ in range(3):
        found.append(begin(jobs, "a", [1]))
        made[0].go()
    assert jobs.get(found[0].id) is None and jobs.get(found[2].id) is found[2]
    found[2].ended_s = time.monotonic() - 10_000
    assert jobs.get(found[2].id) is None


def test_limits_are_read_from_the_environment() -> None:
    assert parse("workers=1 runs=50") == {"workers": 1, "runs": 50}
    for wrong in ("worker=1", "runs=0", "runs=many"):
        with pytest.raises(Exception, match="EVENTARIUM_LAB"):
            parse(wrong)


PARENT = """
import os, sys, time
from eda_site.lab.pool import make_pool
if __name__ == "__main__":
    pool = make_pool(1)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_workers_end_with_a_killed_server(tmp_path: Path) -> None:
    file = tmp_path / "parent.py"
    file.write_text(PARENT)
    root = Path(__file__).resolve().parents[3]
    parent = subprocess.Popen(
        [sys.executable, str(file)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not runs(worker):
            return
        time.sleep(0.1)
    raise AssertionError("the worker still runs")


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
