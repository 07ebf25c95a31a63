"""A very small simulation with the engine's interface: clients that ask a server now and then.

Each client's request travels HOP_US, the answer as well; a repeated empty answer is chatter.
`kick NAME` sends one more request now, `break` is a fault, anything else is refused.
"""

import copy
import hashlib
import heapq
from typing import Any

from broker_core.events.broker import Crashed
from broker_core.events.network import Sent

HOP_US = 60_000


class Refused(Exception):
    def __init__(self, code: str, fields: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields


class FakeSim:
    def __init__(self, seed: int = 7, clients: tuple[tuple[str, int], ...] = (("ada", 500_000),)):
        self.seed = seed
        self.now_us = 0
        self.seq = 0
        self.commands = 0
        self.messages = 0
        self.heap: list[tuple[int, int, str, Any]] = []
        self.order = 0
        self.counts: dict[str, int] = {}
        self.scenario = {"title": "Fake", "preset": "teaching"}
        for name, every_us in clients:
            self._schedule(every_us, "ask", (name, every_us))

    def _schedule(self, at_us: int, what: str, data: Any) -> None:
        self.order += 1
        heapq.heappush(self.heap, (at_us, self.order, what, data))

    def next_at_us(self) -> int | None:
        return self.heap[0][0] if self.heap else None

    def _send(self, source: str, target: str, kind: str, cause: Any, chatter: bool) -> Any:
        self.seq += 1
        self.messages += 1
        arrives = self.now_us + HOP_US
        self._schedule(arrives, "arrive", (source, target, kind, self.seq))
        return Sent(self.seq, self.now_us, cause, (), (), self.messages, kind, source, target,
                    "data", self.now_us, arrives, chatter, None)  # fmt: skip

    def step(self) -> list[Any]:
        if not self.heap:
            return []
        self.now_us, _, what, data = heapq.heappop(self.heap)
        if what == "ask":
            name, every_us = data
            self._schedule(self.now_us + every_us, "ask", data)
            self.counts[name] = self.counts.get(name, 0) + 1
            quiet = self.counts[name] % 4 != 1
            return [self._send(name, "broker-1", "fetch", None, quiet)]
        source, target, kind, cause = data
        if kind.endswith("_reply"):
            return []
        return [self._send(target, source, kind + "_reply", cause, kind == "fetch")]

    def advance(self, until_us: int) -> list[Any]:
        events = []
        while self.heap and self.heap[0][0] <= until_us:
            events += self.step()
        self.now_us = max(self.now_us, until_us)
        return events

    def check(self, text: str) -> Refused | None:
        if text == "break" or text.startswith("kick "):
            return None
        return Refused("unknown_verb", {"text": text})

    def apply(self, text: str) -> list[Any]:
        refused = self.check(text)
        if refused:
            raise refused
        events = self.advance(self.now_us)
        self.commands += 1
        cause = f"cmd:{self.commands}"
        if text == "break":
            self.seq += 1
            return [*events, Crashed(self.seq, self.now_us, cause, (), (), 2)]
        return [*events, self._send(text[5:], "broker-1", "produce", cause, False)]

    def view(self) -> dict[str, Any]:
        return {"counts": dict(self.counts)}

    def cast(self) -> dict[str, Any]:
        return {"producers": [], "brokers": [1], "controllers": [], "topics": [], "groups": []}

    def clone(self, view: bool = True) -> "FakeSim":
        return copy.deepcopy(self)

    def digest(self) -> str:
        state = (
            self.now_us,
            self.seq,
            self.commands,
            sorted(self.heap),
            sorted(self.counts.items()),
        )
        return hashlib.sha256(repr(state).encode()).hexdigest()
