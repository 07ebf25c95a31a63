"""Where the rooms stand, once a second each, written for all of them at once.

One by one, the notes of 300 rooms would take half of the processor from the rooms themselves.
"""

import asyncio
from typing import Any

from eda_site.rooms import services
from eda_site.rooms.services import Standing
from eda_site.rooms.writer import Writer

GATHER_S = 0.2


class Standings:
    """Keeps the latest of each room for a moment. `flush` before anything that must come after."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._latest: dict[int, Standing] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def put(self, loop: asyncio.AbstractEventLoop, room_id: int, standing: Standing) -> None:
        self._latest[room_id] = standing
        if self._loop is not loop:
            self._loop = loop
            loop.call_later(GATHER_S, self._due, loop)

    def flush(self) -> None:
        """Hand all that was gathered to the writer."""
        if self._latest:
            gathered: list[tuple[int, Any]] = list(self._latest.items())
            self._latest.clear()
            self._writer.submit(services.rooms_save, gathered)

    def _due(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._loop is loop:
            self._loop = None
            self.flush()
