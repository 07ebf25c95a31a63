"""A room on a desk whose storage is the real database, and the same room as another server loads it."""

import json

from asgiref.sync import async_to_sync
from django.db import transaction

from eda_site.rooms import selectors, services
from eda_site.rooms.hub import restore
from eda_site.rooms.services import NewRoom
from tests.web.rooms.desk import CODE, Desk, DeskPort


class KeptPort(DeskPort):
    """Does what it is given, in the order of the one writer, when `commit` is called."""

    def note(self, work, *args):
        self.store(lambda result, error: None, work, *args)

    def commit(self, error=None):
        self.turn()
        while self.waiting:
            done, work, args, future = self.waiting.pop(0)
            if not future.set_running_or_notify_cancel():
                continue
            result, problem = None, error
            if error is None:
                try:
                    with transaction.atomic():
                        result = work(*args)
                except Exception as raised:
                    problem = raised
            done(result, problem)
            self.turn()


class Kept(Desk):
    def __init__(self, **limits):
        super().__init__(intents_burst=10_000, **limits)
        scenario = json.dumps(self.room.run.scenario)
        new = NewRoom(CODE, "broker-fails", scenario, "1", 7, "teaching", "hash")
        self.room.id = self.room.archive.room_id = services.room_create(new)
        self.room.port = self.port = KeptPort()
        self.port.time_s = self.room.port.time_s

    def do(self, person, type_name, **fields):
        intent_id = person.say(type_name, **fields)
        self.port.commit()
        return next(m for m in person.read() if m.get("id") == intent_id)

    def again(self):
        """The room as another server would load it."""
        return async_to_sync(restore)(selectors.room_load(CODE), DeskPort())


def moment(room):
    return (
        room.timeline,
        room.now_us,
        room.pace.head.seq,
        room.pace.head.sim.digest(),
        room.run.head.now_us,
        room.run.sim.digest(),
        [tuple(entry) for entry in room.run.log],
        room.playing,
        room.stop_at_us,
        room.speed_permille,
        room.branches,
        room.bookmarks,
    )
