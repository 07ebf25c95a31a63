"""The last frames of a room, by running number. Whoever watches is a cursor into it."""

from collections import deque

from eda_site.rooms.wire import Frame


class Asks:
    """Which frames ask to be acknowledged: one a second, and one after so many bytes.

    Not all: with 1,000 viewers the answers would cost more than the frames. And frames that ask
    rather than browsers that choose, so that silence after the last one is never taken for a stall.
    """

    def __init__(self, seconds: float, size: int) -> None:
        self._seconds = seconds
        self._size = size
        self._asked_s = float("-inf")
        self._sent = 0

    def is_due(self, now_s: float) -> bool:
        """Whether the frame that is made now asks; noted, if so."""
        if now_s - self._asked_s < self._seconds and self._sent < self._size:
            return False
        self._asked_s, self._sent = now_s, 0
        return True

    def sent(self, size: int) -> None:
        self._sent += size


class Ring:
    """Holds frames start <= number < end, at most so many seconds and bytes of them."""

    def __init__(self, seconds: float, size: int) -> None:
        self.seconds = seconds
        self.size = size
        self.start = 0
        self.end = 0
        self._frames: deque[tuple[Frame, float, int]] = deque()
        self._bytes = 0

    def append(self, frame: Frame, now_s: float) -> int:
        """Hold one more; gives its size."""
        if self._frames:
            frame.follow(self._frames[-1][0])
        size = len(frame.text())
        self._frames.append((frame, now_s, size))
        self._bytes += size
        self.end += 1
        while self._frames and (
            self._bytes > self.size or now_s - self._frames[0][1] > self.seconds
        ):
            self._bytes -= self._frames.popleft()[2]
            self.start += 1
        return size

    def reset(self) -> None:
        """Nothing that was sent so far leads to what comes: everybody needs a keyframe."""
        self._frames.clear()
        self._bytes = 0
        self.end += 1
        self.start = self.end

    def holds(self, cursor: int) -> bool:
        return self.start <= cursor <= self.end

    def since(self, cursor: int) -> list[Frame]:
        """Frames from a cursor on; the cursor must be held."""
        frames = self._frames
        return [frames[n][0] for n in range(cursor - self.start, len(frames))]

    def cursor_after(self, seq: int) -> int | None:
        """Where somebody goes on who has everything up to `seq`; None when that is not held."""
        for n, (frame, _, _) in enumerate(self._frames):
            if frame.to_seq > seq:
                return self.start + n if frame.from_seq <= seq else None
        return None
