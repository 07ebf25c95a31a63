"""One door for every intent: shape, role, rate, then the action; saved first, shown second.

Intents pass one at a time. While one waits for storage or for long work, the room is held and
the others wait here; a hold for storage lasts at most 2 s. When the writer has begun by then, nobody
knows whether the intent will be saved: the room goes on without it, and its sender is answered
once it is certain that it was not saved or has been taken back. So no refusal is ever undone by a
server that is killed.
"""

import logging
from collections import OrderedDict, deque
from concurrent.futures import Future
from typing import Any

from broker_core import Rejected
from eda_site.rooms import fullness, intake, wire
from eda_site.rooms.actions import Action, Intent, Store
from eda_site.rooms.actions.registry import Work
from eda_site.rooms.codes import Refused
from eda_site.rooms.port import Handle
from eda_site.rooms.roles import STUDENT, WATCH, refusal
from eda_site.rooms.room import Room
from eda_site.rooms.tally import tally
from eda_site.rooms.viewer import Viewer

log = logging.getLogger(__name__)

ANSWERS_KEPT = 4_096
RETRY_S = 1.0
Key = tuple[str, str]


class Waiting:
    """An intent on its way through; a resent one only changes who gets the answer."""

    __slots__ = ("action", "intent", "key", "viewer")

    def __init__(self, action: Action, intent: Intent) -> None:
        self.action = action
        self.intent = intent
        self.viewer = intent.viewer
        self.key: Key = (intent.actor, intent.id)


class Door:
    """`receive` never raises: every text gets its code or its effect, and the run goes on."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.answers: OrderedDict[Key, str] = OrderedDict()
        self._queue: deque[Waiting] = deque()
        self._known: dict[Key, Waiting] = {}
        self._current: Waiting | None = None
        self._work: Work | None = None
        self._meters = intake.Meters(room.limits)
        self._timer: Handle | None = None
        self._turn = 0
        self._late: set[Key] = set()

    @property
    def busy(self) -> bool:
        """Whether somebody still waits for an answer."""
        return bool(self._current or self._queue or self._late or self._known)

    def receive(self, viewer: Viewer, text: str) -> None:
        """Handle one message of one person."""
        intent_id: Any = None
        limits, now_s = self.room.limits, self.room.port.now_s()
        try:
            message = intake.parsed(text, limits)
            intent_id = intake.id_or_none(message)
            if message.get("type") == "seen":
                return self._seen(viewer, message)
            self._meters.count(viewer.actor, now_s)
            intent_id = intake.id_of(message)
            action = intake.action_of(message)
            right = action.right_for(message)
            self._check_role(viewer, right)
            key = (viewer.actor, intent_id)
            if right != WATCH and self._repeat(viewer, key):
                return None
            if viewer.role == STUDENT and right != WATCH:
                self._meters.count(viewer.actor, now_s, student=True)
            if len(self._queue) >= limits.waiting:
                raise Refused("too_many", per_s=limits.intents_per_s)
            self._enter(Waiting(action, Intent(viewer, intent_id, message)))
        except Refused as refused:
            tally.refusals[refused.code] += 1
            viewer.answer(wire.error(intent_id, refused.code, refused.fields))

    def _check_role(self, viewer: Viewer, right: str) -> None:
        code = refusal(viewer.role, right, self.room.company)
        if code is not None:
            raise Refused(code, **({"role": viewer.role} if code == "not_allowed" else {}))

    def _seen(self, viewer: Viewer, message: dict[str, Any]) -> None:
        seq = message.get("seq")
        if type(seq) is not int:
            raise Refused("wrong_fields", field="seq")
        viewer.seen(seq)

    def _repeat(self, viewer: Viewer, key: Key) -> bool:
        answer = self.answers.get(key)
        if answer is not None:
            viewer.answer(answer)
            return True
        waiting = self._known.get(key)
        if waiting is not None:
            waiting.viewer = viewer
            return True
        return False

    def _enter(self, waiting: Waiting) -> None:
        self._known.setdefault(waiting.key, waiting)
        self._queue.append(waiting)
        self._next()

    def _next(self) -> None:
        while self._current is None and self._queue:
            self._current = self._queue.popleft()
            try:
                fullness.check(self.room, self._current.action.type)
                work = self._current.action.run(self.room, self._current.intent)
            except Exception as error:
                self._end(error)
                continue
            if work is None:
                self._end(None)
            else:
                self._work = work
                self._advance(None)

    def _advance(self, error: BaseException | None) -> None:
        """Run the present work until it ends or has to wait, but no longer than a slice."""
        assert self._work is not None
        port = self.room.port
        until_s = port.now_s() + self.room.limits.slice_s
        try:
            item = self._work.throw(error) if error is not None else next(self._work)
            while item is None and port.now_s() < until_s:
                item = next(self._work)
        except StopIteration:
            return self._end(None)
        except Exception as raised:
            return self._end(raised)
        self.room.held = "storage" if item is not None else "work"
        if item is not None:
            self._store(item)
        else:
            turn = self._turn
            port.soon(lambda: self._go_on(turn, None))
        return None

    def _store(self, store: Store) -> None:
        turn = self._turn
        port = self.room.port
        if not self.room.id:
            port.soon(lambda: self._go_on(turn, None))
            return
        future = port.store(lambda _, error: self._stored(turn, error), store.work, *store.args)
        self._timer = port.later(
            self.room.limits.hold_s, lambda: self._too_slow(turn, store, future)
        )

    def _stored(self, turn: int, error: BaseException | None) -> None:
        if error is not None and turn == self._turn:
            log.warning("Room %s could not store: %s", self.room.code, error)
        if error is not None and not isinstance(error, Refused):
            error = Refused("storage_failed")
        self._go_on(turn, error)

    def _too_slow(self, turn: int, store: Store, future: "Future[Any]") -> None:
        if turn == self._turn and self._current is not None:
            if not future.cancel():
                self._late.add(self._current.key)
                self._take_back(self._current, store)
            self._go_on(turn, Refused("storage_slow"))

    def _take_back(self, waiting: Waiting, store: Store) -> None:
        """Undo what may be saved yet: it stands behind that in the writer's order."""

        def undone(_: Any, error: BaseException | None) -> None:
            if error is None:
                self._late.discard(waiting.key)
                self._answer(waiting, Refused("storage_slow"))
            else:
                self.room.port.later(RETRY_S, lambda: self._take_back(waiting, store))

        self.room.port.store(undone, store.undo, *store.args_of_undo())

    def _go_on(self, turn: int, error: BaseException | None) -> None:
        if turn != self._turn or self._work is None:
            return
        self._turn += 1
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.room.held = None
        self._advance(error)
        self._next()

    def _end(self, error: BaseException | None) -> None:
        waiting = self._current
        assert waiting is not None
        self._current, self._work = None, None
        self._turn += 1
        self.room.held = None
        if waiting.key not in self._late:
            self._answer(waiting, error)

    def _answer(self, waiting: Waiting, error: BaseException | None) -> None:
        self._known.pop(waiting.key, None)
        answer = self._answer_for(waiting.intent.id, error)
        if error is None or isinstance(error, Refused | Rejected):
            self._remember(waiting.key, answer)
        if waiting.action.answered:
            waiting.viewer.answer(answer)
            self.room.hurry()

    def _answer_for(self, intent_id: str, error: BaseException | None) -> str:
        if error is None:
            return wire.ack(intent_id)
        if isinstance(error, Refused | Rejected):
            tally.refusals[error.code] += 1
            return wire.error(intent_id, error.code, dict(error.fields))
        tally.refusals["server_error"] += 1
        log.error("An intent failed in room %s", self.room.code, exc_info=error)
        return wire.error(intent_id, "server_error", {})

    def _remember(self, key: Key, answer: str) -> None:
        self.answers[key] = answer
        if len(self.answers) > ANSWERS_KEPT:
            self.answers.popitem(last=False)

    @property
    def waiting(self) -> int:
        """How many intents have not been answered yet."""
        return len(self._queue) + (self._current is not None)

    def recall(self, answered: list[Key]) -> None:
        """Intents that a stored log says were done: sent again, they get their ack again."""
        for key in answered[-ANSWERS_KEPT:]:
            self._remember(key, wire.ack(key[1]))
