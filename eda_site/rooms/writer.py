"""The one thread that writes: it commits what is waiting as one transaction.

Each piece of work stands in a savepoint of its own, so that one failure does not take the others
along; when the transaction itself fails, all of it fails. Futures resolve only after the commit.
"""

import atexit
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from django.db import connection, transaction

log = logging.getLogger(__name__)

BATCH = 256


class Job(NamedTuple):
    work: Callable[..., Any]
    args: tuple[Any, ...]
    future: "Future[Any]"


class Writer:
    """Submit from any thread. Work is done in the order in which it was submitted."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def submit(self, work: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Do `work(*args)` soon. A future that is cancelled before its turn leaves no trace."""
        job = Job(work, args, Future())
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
            self._queue.put(job)
        return job.future

    @property
    def waiting(self) -> int:
        """How many pieces of work have not begun."""
        return self._queue.qsize()

    def stop(self) -> None:
        """Finish what is waiting and end the thread; the next `submit` starts another one."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._queue.put(None)
        if thread is not None:
            thread.join(timeout=10)

    def _run(self) -> None:
        try:
            while True:
                batch = self._waiting()
                jobs = [job for job in batch if job is not None]
                if jobs:
                    commit(jobs)
                if len(jobs) < len(batch):
                    return
        finally:
            connection.close()

    def _waiting(self) -> list[Job | None]:
        batch = [self._queue.get()]
        try:
            while batch[-1] is not None and len(batch) < BATCH:
                batch.append(self._queue.get_nowait())
        except Empty:
            pass
        return batch


def commit(jobs: list[Job]) -> None:
    """One transaction for all jobs that nobody cancelled; then their futures."""
    jobs = [job for job in jobs if job.future.set_running_or_notify_cancel()]
    outcomes: list[tuple[Any, BaseException | None]] = []
    try:
        with transaction.atomic():
            outcomes = [_attempt(job) for job in jobs]
    except Exception as error:
        log.exception("The transaction of %d pieces of work failed", len(jobs))
        outcomes = [(None, error)] * len(jobs)
        connection.close()
    for job, (result, problem) in zip(jobs, outcomes, strict=True):
        if problem is None:
            job.future.set_result(result)
        else:
            job.future.set_exception(problem)


def _attempt(job: Job) -> tuple[Any, BaseException | None]:
    try:
        with transaction.atomic():
            return job.work(*job.args), None
    except Exception as error:
        log.warning("%s failed: %s", getattr(job.work, "__name__", job.work), error)
        return None, error


writer = Writer()
atexit.register(writer.stop)
