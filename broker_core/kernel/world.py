"""The world of one run: virtual now, what is scheduled, who lives, and what was just said.

Time only moves in `Simulation`. Every scheduled thing is plain data: (time, order, kind, argument)
with argument = (owner, the owner's life when armed, cause, …); a thing whose owner died since is
void, one whose owner is paused waits for the pause to end.
"""

from dataclasses import field
from heapq import heappush
from typing import Any

from broker_core.kernel.chance import Chance
from broker_core.kernel.state import Plain, state


@state
class Process:
    """A program on some machine: a broker, an isolated controller, a producer or a consumer."""

    name: str
    up: bool = True
    life: int = 1
    paused_until_us: int = 0
    slow_us: int = 0


@state
class Message:
    """Something under way or waiting at its target; `reply_to` is 0 for a request, `summary` what
    may be drawn of it."""

    msg: int
    kind: str
    source: str
    target: str
    link: str
    link_life: int
    reply_to: int
    cause: Plain
    body: Plain
    sent_at_us: int
    arrives_at_us: int
    summary: Plain


@state
class Link:
    """A connection from a client to a server for one purpose, first in first out both ways.

    Invariants: at most one request is `serving`; `waiting` holds the client's unanswered requests
    in the order in which they left, as (kind, body, context, seq of departure, deadline).
    """

    client: str
    server: str
    purpose: str
    life: int
    silent: bool
    dead: bool
    to_server_us: int
    to_client_us: int
    queue: list[int]
    serving: int
    waiting: dict[int, Plain]
    timer_us: int


@state
class World:
    """Everything below the actors. Between calls `out` is empty and `cause` is None. `lags`: what a
    way ("a>b") takes longer than a hop."""

    chance: Chance
    hop_us: int
    now_us: int
    seq: int
    order: int
    next_msg: int
    next_record: int
    heap: list[Plain]
    processes: dict[str, Process]
    links: dict[str, Link]
    messages: dict[int, Message]
    cuts: dict[str, int]
    faults: dict[str, int]
    armed: dict[str, Plain]
    cause: Plain
    out: list[Plain]
    lags: dict[str, int] = field(default_factory=dict)

    def emit(
        self,
        kind: Any,
        *values: Any,
        cause: Any = None,
        also: tuple[int, ...] = (),
        because: tuple[str, ...] = (),
    ) -> int:
        """Say that something happened; returns its seq. The cause is the present one by default."""
        self.seq += 1
        why = self.cause if cause is None else cause
        self.out.append(kind(self.seq, self.now_us, why, also, because, *values))
        return self.seq

    def at(self, time_us: int, kind: str, owner: str, *data: Any, cause: Any = None) -> None:
        """Schedule a thing of `kind` for `owner` ("" for nobody's) at a virtual time."""
        self.order += 1
        life = self.processes[owner].life if owner else 0
        why = self.cause if cause is None else cause
        heappush(self.heap, (time_us, self.order, kind, (owner, life, why, *data)))

    def is_up(self, name: str) -> bool:
        process = self.processes.get(name)
        return process is not None and process.up

    def fault(self, seq: int, *places: str) -> None:
        """Remember the newest fault at each place: a process, or "a>b" for a direction."""
        for place in places:
            self.faults[place] = seq

    def fault_since(self, armed: Any, *ends: str) -> Any:
        """The newest fault at the ends or between them since `armed`, else `armed` itself.

        This is the cause of a timeout: what stopped what was awaited, or what armed the wait.
        """
        places = [*ends, *(f"{a}>{b}" for a in ends for b in ends if a != b)]
        newest = max((self.faults.get(place, 0) for place in places), default=0)
        return newest if newest > (armed if type(armed) is int else 0) else armed


def new_world(seed: int, hop_us: int) -> World:
    """An empty world at virtual time 0."""
    return World(
        Chance(seed), hop_us, 0, 0, 0, 0, 0, [], {}, {}, {}, {}, {}, {}, None, []
    )  # fmt: skip
