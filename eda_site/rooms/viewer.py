"""One person's connection as the room sees it: a cursor into the ring, and what is unanswered.

No socket in here: `take` gives the texts to send now, and `wake` is called when there are some.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from eda_site.rooms import wire
from eda_site.rooms.company import Badge

if TYPE_CHECKING:
    from eda_site.rooms.room import Room


class Viewer:
    """Nothing is sent to a viewer who left a frame unacknowledged for 3 s, until it has
    acknowledged everything; then one keyframe. So a slow one costs no memory."""

    __slots__ = ("actor", "answers", "badge", "catch_up", "cursor", "encoding", "ended", "greeted",
                 "role", "stalled", "told_room", "unseen", "wake")  # fmt: skip

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
        self.ended = False
        self.encoding = wire.STAGE
        self.greeted = False
        self.cursor: int | None = None
        self.catch_up: wire.Frame | None = None
        self.stalled = False
        self.told_room = True
        self.unseen: deque[tuple[int, float]] = deque()
        self.answers: deque[str] = deque(maxlen=256)

    def answer(self, text: str) -> None:
        """Send this after the frames that are due."""
        self.answers.append(text)
        self.wake()

    def end(self, text: str) -> None:
        """Say this and nothing more; whoever sends then closes the socket."""
        self.greeted, self.ended = False, True
        self.answers.clear()
        self.answer(text)

    def seen(self, seq: int) -> None:
        """The browser has handled everything up to the last frame that ended with `seq`."""
        places = [n for n, (sent, _) in enumerate(self.unseen) if sent == seq]
        if places:
            for _ in range(places[-1] + 1):
                self.unseen.popleft()
        if self.stalled and not self.unseen:
            self.stalled, self.cursor = False, None
            self.wake()

    def take(self, room: "Room") -> list[str]:
        """The texts to send now, in order."""
        texts: list[str] = []
        now_s = room.port.now_s()
        if self.unseen and now_s - self.unseen[0][1] > room.limits.unseen_s:
            self.stalled = True
        if self.greeted and not self.stalled:
            self._take_frames(room, now_s, texts)
        texts += self.answers
        self.answers.clear()
        return texts

    def _take_frames(self, room: "Room", now_s: float, texts: list[str]) -> None:
        if self.cursor is None or not room.ring.holds(self.cursor):
            texts.append(room.keyframe(self))
            self.unseen.append((room.seq, now_s))
            self.told_room = True
        else:
            missing = [self.catch_up] if self.catch_up is not None else []
            for frame in missing + room.ring.since(self.cursor):
                texts.append(frame.text(self.encoding))
                self.unseen.append((frame.to_seq, now_s))
        self.cursor, self.catch_up = room.ring.end, None
        if not self.told_room:
            self.told_room = True
            texts.append(wire.notice("room", room.fields(self)))
