"""The one thread that writes: it commits what is waiting as one transaction.

Each piece of work stands in a savepoint of its own, so that one failure does not take the others
along. A failure can cost the whole transaction all the same (a full disk undoes it behind our
back): then each piece is tried again in a transaction of its own. Futures resolve after the commit.
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
WAITING = 20_000
"""So many pieces of work may wait for a database that does not answer; further ones fail at once."""


class StorageBusy(Exception):
    """Too much is waiting; nothing was done."""


class TransactionLost(Exception):
    """The database gave the whole transaction up, with what had succeeded in it."""


class Job(NamedTuple):
    work: Callable[..., Any]
    args: tuple[Any, ...]
    future: "Future[Any]"


Outcome = tuple[Any, BaseException | None]


class Writer:
    """Submit from any thread. Work is done in the order in which it was submitted."""

    def __init__(self, waiting: int = WAITING) -> None:
        self._limit = waiting
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def submit(self, work: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Do `work(*args)` soon. A future that is cancelled before its turn leaves no trace."""
        job = Job(work, args, Future())
        if self.waiting >= self._limit:
            job.future.set_exception(StorageBusy())
            return job.future
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
    """Do all jobs that nobody cancelled, together if that is possible; then resolve their futures."""
    jobs = [job for job in jobs if job.future.set_running_or_notify_cancel()]
    for job, (result, problem) in zip(jobs, _outcomes(jobs), strict=True):
        if problem is None:
            job.future.set_result(result)
        else:
            job.future.set_exception(problem)


def _outcomes(jobs: list[Job]) -> list[Outcome]:
    try:
        return _together(jobs)
    except TransactionLost as lost:
        if len(jobs) > 1:
            return [outcome for job in jobs for outcome in _outcomes([job])]
        return [(None, lost.__cause__ or lost)]
    except Exception as error:
        log.exception("The transaction of %d pieces of work failed", len(jobs))
        connection.close()
        return [(None, error)] * len(jobs)


def _together(jobs: list[Job]) -> list[Outcome]:
    """One transaction. Raises when it was not committed as a whole."""
    if connection.connection is not None and not connection.is_usable():
        connection.close()  # the database was restarted since the last time
    with transaction.atomic():
        outcomes = [_attempt(job) for job in jobs]
        # Django would roll back without a word here, and the jobs that succeeded would be lost.
        if connection.needs_rollback or connection.closed_in_transaction:
            raise TransactionLost from next((error for _, error in outcomes if error), None)
    return outcomes


def _attempt(job: Job) -> Outcome:
    try:
        with transaction.atomic():
            return job.work(*job.args), None
    except Exception as error:
        log.warning("%s failed: %s", getattr(job.work, "__name__", job.work), error)
        return None, error


writer = Writer()
atexit.register(writer.stop)
