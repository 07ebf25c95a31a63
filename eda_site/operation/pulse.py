"""How late the loop is: a look every 100 ms once somebody has asked, the worst of the last 10 s kept."""

import asyncio
from collections import deque

EVERY_S = 0.1
KEPT = 100


class Pulse:
    """Begins with the first `feel`, in the loop that serves, and ends with that loop."""

    def __init__(self) -> None:
        self._late: deque[float] = deque(maxlen=KEPT)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def worst_s(self) -> float:
        return max(self._late, default=0.0)

    def feel(self) -> None:
        """See to it that the loop's pulse is taken."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._late.clear()
            self._next(loop)

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        due_s = loop.time() + EVERY_S
        loop.call_at(due_s, self._look, loop, due_s)

    def _look(self, loop: asyncio.AbstractEventLoop, due_s: float) -> None:
        if self._loop is loop:
            self._late.append(loop.time() - due_s)
            self._next(loop)


pulse = Pulse()
