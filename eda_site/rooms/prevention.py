"""Asks a worker process what would have prevented a harm: one at a time, within a limit of time."""

import asyncio
import sys
from typing import Any

import orjson
from django.conf import settings

TIME_LIMIT_S = 20.0
WAITING = 4
"""So many questions wait for the worker; more are refused."""


class TooBusy(Exception):
    """Too many ask at once."""


class TooLong(Exception):
    """The worker was stopped: it took longer than TIME_LIMIT_S."""


_turn: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None
_waiting = 0


async def ask(question: dict[str, Any]) -> dict[str, Any]:
    """The answer of `prevent_worker`. Raises TooBusy, TooLong, or RuntimeError when the worker failed."""
    global _waiting
    if _waiting >= WAITING:
        raise TooBusy
    _waiting += 1
    try:
        async with _lock():
            return await _run(orjson.dumps(question))
    finally:
        _waiting -= 1


def _lock() -> asyncio.Lock:
    """One for each loop: tests have many, a server has one."""
    global _turn
    loop = asyncio.get_running_loop()
    if _turn is None or _turn[0] is not loop:
        _turn = (loop, asyncio.Lock())
    return _turn[1]


async def _run(question: bytes) -> dict[str, Any]:
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "eda_site.rooms.prevent_worker"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
    )
    try:
        said, _ = await asyncio.wait_for(worker.communicate(question), TIME_LIMIT_S)
    except TimeoutError:
        raise TooLong from None
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    if worker.returncode != 0:
        raise RuntimeError(f"the worker ended with {worker.returncode}")
    answer: dict[str, Any] = orjson.loads(said)
    return answer
