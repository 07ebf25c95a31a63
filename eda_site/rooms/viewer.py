"""One person's connection as the room sees it: a cursor into the ring, and what is unanswered.

No socket in here: `take` gives the texts to send now, and `wake` is called when there are some.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from eda_site.rooms import wire
from eda_site.rooms.company import Badge
from eda_site.rooms.limits import Limits
from eda_site.rooms.tally import tally

if TYPE_CHECKING:
    from eda_site.rooms.room import Room

TURNED_AWAY, NEVER_SPOKE, NEVER_READS = 4403, 4408, 4410
"""Close codes: not let in, or no longer; no `hello` in time; frames unacknowledged for long."""


class Viewer:
    """Frames that ask for it must be acknowledged. Nothing is sent to a viewer who left one
    unacknowledged for 3 s, or was sent `owed_bytes` after it, until all of them are acknowledged;
    then one keyframe. So a slow one costs little memory, and one that stays so is dropped."""

    __slots__ = ("actor", "answers", "badge", "catch_up", "cursor", "drop", "encoding", "greeted",
                 "joined_s", "role", "stalled", "stalled_s", "told_room", "unasked", "unseen",
                 "wake")  # fmt: skip

    def __init__(
        self,
        actor: str,
        role: str,
        wake: Callable[[], None] = lambda: None,
        badge: Badge | None = None,
    ) -> None:
        self.actor = actor
        self.role = role
        self.wake = wake
        self.badge = badge or Badge(actor, "", role)
        self.drop: Callable[[int], None] = lambda code: None
        self.encoding = wire.STAGE
        self.greeted = False
        self.joined_s: float | None = None
        self.cursor: int | None = None
        self.catch_up: wire.Frame | None = None
        self.stalled = False
        self.stalled_s = 0.0
        self.told_room = True
        self.unasked = 0
        self.unseen: deque[tuple[int, float, int]] = deque()
        self.answers: deque[str] = deque(maxlen=256)

    def greet(self, lite: bool, now_s: float) -> None:
        """It begins, or begins again; what it has not acknowledged is owed still."""
        self.encoding = wire.LITE if lite else wire.STAGE
        self.greeted = True
        self.cursor, self.catch_up = None, None
        self.unseen = deque((seq, now_s, size) for seq, _, size in self.unseen)

    def answer(self, text: str) -> None:
        """Send this after the frames that are due."""
        self.answers.append(text)
        self.wake()

    def say_last(self, text: str, close_code: int) -> None:
        """Say this at once, whatever else is due, and close."""
        self.greeted = False
        self.answers.clear()
        self.answers.append(text)
        self.drop(close_code)

    def seen(self, seq: int) -> None:
        """The browser has handled everything up to the last frame that ended with `seq`."""
        places = [n for n, (sent, _, _) in enumerate(self.unseen) if sent == seq]
        if places:
            for _ in range(places[-1] + 1):
                self.unseen.popleft()
        if self.stalled and not self.unseen:
            self.stalled, self.cursor = False, None
            self.wake()

    def overdue(self, now_s: float, limits: Limits) -> int | None:
        """The code to close the socket with, when it never spoke or has not read for long."""
        if not self.greeted:
            if self.joined_s is None:
                self.joined_s = now_s
            return NEVER_SPOKE if now_s - self.joined_s > limits.greet_s else None
        self._look(now_s, limits)
        return NEVER_READS if self.stalled and now_s - self.stalled_s > limits.stalled_s else None

    def take(self, room: "Room") -> list[str]:
        """The texts to send now, in order."""
        texts: list[str] = []
        now_s = room.port.now_s()
        self._look(now_s, room.limits)
        if self.greeted and not self.stalled:
            self._take_frames(room, now_s, texts)
        texts += self.answers
        self.answers.clear()
        return texts

    def _look(self, now_s: float, limits: Limits) -> None:
        """Whether it has fallen behind, by time or by bytes sent after the oldest ask."""
        if self.stalled or not self.unseen:
            return
        late = now_s - self.unseen[0][1] > limits.unseen_s
        owed = self.unasked + sum(size for _, _, size in self.unseen) - self.unseen[0][2]
        if late or owed > limits.owed_bytes:
            self.stalled, self.stalled_s = True, now_s
            tally.stalls += 1

    def _take_frames(self, room: "Room", now_s: float, texts: list[str]) -> None:
        if self.cursor is None or not room.ring.holds(self.cursor):
            self.catch_up = None
            tally.keyframes += 1
            self._put(texts, room.keyframe(self), room.seq, now_s)
            self.told_room = True
        else:
            missing = [self.catch_up] if self.catch_up is not None else []
            for frame in missing + room.ring.since(self.cursor):
                asked = frame.to_seq if frame.asks else None
                self._put(texts, frame.text(self.encoding), asked, now_s)
        self.cursor, self.catch_up = room.ring.end, None
        if not self.told_room:
            self.told_room = True
            texts.append(wire.notice("room", room.fields(self)))

    def _put(self, texts: list[str], text: str, asked_seq: int | None, now_s: float) -> None:
        if text:
            texts.append(text)
        self.unasked += len(text)
        tally.sent_bytes += len(text)
        if asked_seq is not None:
            self.unseen.append((asked_seq, now_s, self.unasked))
            self.unasked = 0
