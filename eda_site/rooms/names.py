"""The name table of a room: ids, keys and words travel once, then as their index."""

LARGEST = 4_000


class Names:
    """Append-only; a frame carries the tail that its readers lack.

    When it has grown past LARGEST, `restart` empties it; readers then need the whole again, which
    a tail that starts at 0 gives them.
    """

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._sent = 0

    def index(self, name: str) -> int:
        return self._places.setdefault(name, len(self._places))

    def whole(self) -> list[str]:
        return list(self._places)

    def tail(self) -> dict[str, object] | None:
        """What is new since the last call, as {start, add}; None when nothing is."""
        if self._sent == len(self._places):
            return None
        start, self._sent = self._sent, len(self._places)
        return {"start": start, "add": list(self._places)[start:]}

    def restart(self) -> None:
        self._places.clear()
        self._sent = 0

    def is_full(self) -> bool:
        return len(self._places) > LARGEST
