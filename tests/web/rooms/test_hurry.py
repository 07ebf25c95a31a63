"""What a click began is seen to move at once: the clock does not sleep on after an intent."""

import asyncio

from eda_site.rooms.clock import RoomClock
from tests.web.rooms.desk import Desk


async def _until(fits, turns: int = 50) -> bool:
    for _ in range(turns):
        if fits():
            return True
        await asyncio.sleep(0)
    return False


async def test_an_answered_intent_ends_the_clock_s_rest():
    desk = Desk()
    teacher = desk.person()
    desk.port.commit()
    rests: list[float] = []

    async def sleep(seconds: float) -> None:
        rests.append(seconds)
        await asyncio.Event().wait()  # until somebody hurries the clock

    clock = RoomClock(desk.room, sleep)
    clock.start()
    assert await _until(lambda: len(rests) == 1)
    assert not await _until(lambda: len(rests) > 1, turns=10)
    teacher.say("command", text="publish checkout orders key=ada")
    desk.port.commit()
    assert await _until(lambda: len(rests) == 2)
    clock.stop()
