"""What a click began is seen to move at once: the clock does not sleep on after an intent."""

import asyncio

from broker_core.events import REGISTRY
from eda_site.rooms.clock import RoomClock
from tests.web.rooms.desk import Desk, Timer


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
    clock = RoomClock(desk.room)

    def rests() -> list[Timer]:
        return [timer for timer in desk.port.timers if timer.call == clock._wake]

    clock.start()
    assert await _until(lambda: len(rests()) == 1)
    assert not await _until(lambda: len(rests()) > 1, turns=10)
    teacher.say("command", text="publish checkout orders key=ada")
    desk.port.commit()
    assert await _until(lambda: len(rests()) == 2)
    assert [timer.cancelled for timer in rests()] == [True, False]
    clock.stop()


async def test_shortly_after_an_intent_news_leave_without_waiting_for_the_next_frame():
    desk = Desk()
    teacher = desk.person()
    desk.port.commit()
    desk.play(3)
    teacher.read()
    teacher.do("command", text="publish checkout orders key=ada")
    waited = 0.0
    while not any(_sends_produce(desk, message) for message in teacher.read()):
        desk.play(0.01, beat_s=0.01)
        waited += 0.01
        assert waited < 0.1
    assert desk.room.is_eager


def _sends_produce(desk: Desk, message: dict) -> bool:
    sent, names = list(REGISTRY).index("network.sent"), desk.room.names.whole()
    return any(row[0] == sent and names[row[7]] == "produce" for row in message.get("rows", []))
