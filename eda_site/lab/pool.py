"""Worker processes that run trials. They are started afresh (no fork of a process with threads), hold
nothing between tasks, and lie below the server in priority.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.connection import wait as wait_for
from typing import Any, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")
NICENESS = 10


def make_pool(workers: int) -> ProcessPoolExecutor:
    """At most so many processes, started when there is work."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max(1, workers), mp_context=context, initializer=_begin)


def _begin() -> None:
    """In a worker: the terminal's interrupt is for the parent, and others come first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A server that is killed closes nothing; without it there is nobody to work for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(0)


def each(work: Callable[[In], Out], tasks: Iterable[In], workers: int) -> Iterator[Out]:
    """What `work` makes of each task, as it comes, in any order. With one worker nothing is started."""
    if workers <= 1:
        yield from map(work, tasks)
        return
    left = iter(tasks)
    pool = make_pool(workers)
    running: set[Future[Any]] = set()
    try:
        while True:
            for task in left:
                running.add(pool.submit(work, task))
                if len(running) >= 2 * workers:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
