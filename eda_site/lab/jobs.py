"""Long work for people: jobs of many small tasks, run by at most N worker processes in fair turns.

A job belongs to an address; addresses take turns, then the jobs of each. Everything is in memory: after
a restart a job is gone, and since a run is data it can be run again. Views run in threads, answers
come in a thread of the pool, so everything here is locked.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

from eda_site.lab.limits import limits
from eda_site.lab.pool import make_pool
from eda_site.rooms.guard import Buckets


class Busy(Exception):
    """A job that is not taken now; `code` is too_many_here, too_many or too_fast."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass
class Job:
    """`results` in the order of its tasks, None until they are there. `state` is running, done,
    cancelled, too_long or failed; only a done one has all its results."""

    id: str
    address: str
    kind: str
    about: dict[str, Any]
    work: Callable[[Any], Any]
    tasks: Sequence[Any]
    results: list[Any]
    state: str = "running"
    begun_s: float = field(default_factory=time.monotonic)
    ended_s: float | None = None
    given: int = 0
    done: int = 0
    spent_s: float = 0.0

    @property
    def total(self) -> int:
        return len(self.tasks)


class Jobs:
    """At most `limits().workers` tasks are with the workers at any time."""

    def __init__(self, make: Callable[[int], ProcessPoolExecutor] = make_pool) -> None:
        self._lock = threading.RLock()
        self._make = make
        self._pool: ProcessPoolExecutor | None = None
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._turns: OrderedDict[str, None] = OrderedDict()
        self._busy = 0
        self._begun = Buckets(lambda: limits().jobs_per_minute)

    def submit(
        self, address: str, kind: str, about: dict[str, Any], work: Callable[[Any], Any],
        tasks: Sequence[Any],
    ) -> Job:  # fmt: skip
        """Take a job in. Raises Busy."""
        with self._lock:
            self._forget()
            running = self.unfinished()
            if len(running) >= limits().jobs:
                raise Busy("too_many")
            if sum(job.address == address for job in running) >= limits().jobs_per_address:
                raise Busy("too_many_here")
            if not self._begun.of(address).take(time.monotonic()):
                raise Busy("too_fast")
            job = Job(
                secrets.token_urlsafe(12), address, kind, about, work, tasks, [None] * len(tasks)
            )
            self._jobs[job.id] = job
            self._turns.setdefault(address, None)
            self._feed()
            return job

    def get(self, job_id: str) -> Job | None:
        with self._lock:
            self._forget()
            return self._jobs.get(job_id)

    def unfinished(self) -> list[Job]:
        with self._lock:
            return [job for job in self._jobs.values() if job.state == "running"]

    def cancel(self, job_id: str) -> Job | None:
        """Nothing more of it is run; what a worker has in hand ends by itself."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is not None and job.state == "running":
                self._end(job, "cancelled")
            return job

    def close(self) -> None:
        """End the workers, and every job."""
        with self._lock:
            for job in self.unfinished():
                self._end(job, "cancelled")
            pool, self._pool, self._busy = self._pool, None, 0
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _end(self, job: Job, state: str) -> None:
        job.state, job.ended_s = state, time.monotonic()

    def _feed(self) -> None:
        """Give tasks to idle workers."""
        while self._busy < limits().workers:
            job = self._next()
            if job is None:
                return
            if self._pool is None:
                self._pool = self._make(limits().workers)
            place = job.given
            job.given += 1
            self._busy += 1
            pool, begun_s = self._pool, time.monotonic()
            try:
                future = pool.submit(job.work, job.tasks[place])
            except (BrokenProcessPool, RuntimeError):
                self._busy -= 1
                self._pool = None
                self._end(job, "failed")
                continue
            future.add_done_callback(
                lambda f, job=job, place=place, pool=pool, begun_s=begun_s: self._take(  # type: ignore[misc]
                    f, job, place, pool, begun_s
                )
            )

    def _next(self) -> Job | None:
        """The job whose turn it is."""
        for address in list(self._turns):
            waiting = [
                job
                for job in self._jobs.values()
                if job.address == address and job.state == "running" and job.given < job.total
            ]
            if not waiting:
                del self._turns[address]
                continue
            self._turns.move_to_end(address)
            return min(waiting, key=lambda job: job.given)
        return None

    def _take(
        self, future: Future[Any], job: Job, place: int, pool: ProcessPoolExecutor, begun_s: float
    ) -> None:
        with self._lock:
            if pool is not self._pool:
                return
            self._busy -= 1
            job.spent_s += time.monotonic() - begun_s
            problem = None if future.cancelled() else future.exception()
            if isinstance(problem, BrokenProcessPool):
                self._pool, self._busy = None, 0
                for other in self.unfinished():
                    if other.given > other.done:
                        self._end(other, "failed")
            elif problem is not None and job.state == "running":
                self._end(job, "failed")
            elif job.state == "running":
                job.results[place] = future.result()
                job.done += 1
                if job.done == job.total:
                    self._end(job, "done")
                elif job.spent_s > limits().job_s:
                    self._end(job, "too_long")
            self._feed()

    def _forget(self) -> None:
        """Let old results go."""
        now_s = time.monotonic()
        ended = [job for job in self._jobs.values() if job.ended_s is not None]
        for place, job in enumerate(ended):
            old = now_s - (job.ended_s or now_s) > limits().kept_s
            if old or place < len(ended) - limits().kept:
                del self._jobs[job.id]


jobs = Jobs()
"""The server's own."""
