"""A room on a desk: the real engine, a clock that the test turns, storage that it commits or fails."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from eda_site.rooms.clock import RoomClock
from eda_site.rooms.door import Door
from eda_site.rooms.library import scene_scenario
from eda_site.rooms.limits import Limits
from eda_site.rooms.rebuild import new_run
from eda_site.rooms.room import Room
from eda_site.rooms.services import Branch
from eda_site.rooms.shares import Shares
from eda_site.rooms.viewer import Viewer

CODE = "7KQM4X"


class Timer:
    def __init__(self, at_s: float, call: Callable[[], None]) -> None:
        self.at_s, self.call, self.cancelled = at_s, call, False

    def cancel(self) -> None:
        self.cancelled = True


class DeskPort:
    """Nothing happens by itself: `turn` runs what is due, `commit` and `fail` answer storage."""

    def __init__(self) -> None:
        self.time_s = 100.0
        self.shares = Shares()
        self.due: list[Callable[[], None]] = []
        self.timers: list[Timer] = []
        self.stored: list[tuple[Any, tuple[Any, ...]]] = []
        self.waiting: list[tuple[Any, Any, tuple[Any, ...], Future[Any]]] = []
        self.noted: list[tuple[Any, tuple[Any, ...]]] = []

    def now_s(self) -> float:
        return self.time_s

    def soon(self, call: Callable[[], None]) -> None:
        self.due.append(call)

    def later(self, seconds: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(self.time_s + seconds, call))
        return self.timers[-1]

    def store(self, done: Any, work: Any, *args: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.waiting.append((done, work, args, future))
        return future

    def note(self, work: Any, *args: Any) -> None:
        self.noted.append((work, args))

    def turn(self) -> None:
        while self.due:
            self.due.pop(0)()

    def commit(self, error: BaseException | None = None) -> None:
        """Answer everything that waits for storage, and what follows from that."""
        self.turn()
        while self.waiting:
            done, work, args, future = self.waiting.pop(0)
            if not future.set_running_or_notify_cancel():
                continue
            if error is None:
                self.stored.append((work, args))
            done(None, error)
            self.turn()

    def wait(self, seconds: float) -> None:
        """Let time pass without the room's clock: timers go off."""
        self.time_s += seconds
        for timer in [t for t in self.timers if t.at_s <= self.time_s]:
            self.timers.remove(timer)
            if not timer.cancelled:
                timer.call()
        self.turn()


class Person:
    """Somebody at a browser: says intents and reads what comes."""

    def __init__(self, desk: "Desk", actor: str, role: str) -> None:
        self.desk = desk
        self.viewer = Viewer(actor, role)
        self.count = 0

    def say(self, type_name: str, **fields: Any) -> str:
        self.count += 1
        intent_id = fields.pop("id", f"{self.viewer.actor}-{self.count}")
        self.raw(json.dumps({"id": intent_id, "type": type_name, **fields}))
        return intent_id

    def raw(self, text: str) -> None:
        self.desk.door.receive(self.viewer, text)

    def read(self) -> list[dict[str, Any]]:
        """What has come since; acknowledged, as a browser does."""
        messages = [json.loads(text) for text in self.viewer.take(self.desk.room)]
        for message in messages:
            seq = message.get("seq", message.get("to"))
            if message["type"] in ("frame", "keyframe"):
                self.viewer.seen(seq)
        return messages

    def do(self, type_name: str, **fields: Any) -> dict[str, Any]:
        """Say it, let storage commit, and give the answer."""
        intent_id = self.say(type_name, **fields)
        self.desk.port.commit()
        answers = [m for m in self.read() if m.get("id") == intent_id]
        assert len(answers) == 1, answers
        return answers[0]


class Desk:
    """A room of the default scene with its door and clock; people come with `person`."""

    def __init__(self, seed: int = 7, preset: str = "teaching", **limits: Any) -> None:
        self.port = DeskPort()
        scenario = scene_scenario("broker-fails")
        assert scenario is not None
        run = new_run(scenario, seed, preset)
        run.scenario = scenario
        self.room = Room(CODE, run, self.port, Limits(**limits), room_id=1)
        self.room.branches = {1: Branch(1, None, 0, 0, seed, preset)}
        self.door = Door(self.room)
        self.clock = RoomClock(self.room)

    def person(self, actor: str = "teacher", role: str = "owner", hello: bool = True) -> Person:
        person = Person(self, actor, role)
        self.room.join(person.viewer)
        if hello:
            person.say("hello", timeline=None, seq=0)
        return person

    def play(self, seconds: float, beat_s: float = 0.1) -> None:
        """Let real time pass, in beats of the room's clock."""
        for _ in range(round(seconds / beat_s)):
            self.port.time_s += beat_s
            self.clock.beat()
            self.port.turn()
