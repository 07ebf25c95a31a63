"""The fold over events that knows every message's class and how fast time may run right now."""

from itertools import islice
from typing import Any

from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import state
from broker_core.pacing.attention import (
    CAUSAL_STEPS,
    CHATTER,
    CHATTER_STEPS,
    EFFECT,
    FIRST,
    HOP_MS,
    LONGEST_CLAIM_US,
    OPENING,
    REACH_US,
    SIGNAL,
    SIGNALS_AT_ONCE,
    TRAFFIC,
    is_turning_point,
)


def family(process: str) -> str:
    """Brokers are alike, and so are the clients of one group.

    >>> family("broker-2"), family("billing-1"), family("checkout")
    ('broker', 'billing', 'checkout')
    """
    return process.rpartition("-")[0] or process


Rate = tuple[int, int]
"""(virtual microseconds, stage microseconds): so much of the one passes in so much of the other."""

Depth = tuple[int, int]
_FAR: Depth = (CAUSAL_STEPS + 1, -REACH_US)

_REMEMBERED = 2_048
_SIGNALS_REMEMBERED = 512


@state
class Pacer:
    """State: causal depth of recent events, hops that claim time, and the foreground moments.

    Invariants: `claims` holds at most SIGNALS_AT_ONCE signals; `moments` rises strictly.
    """

    depth: dict[int, Depth]
    commanded: dict[str, int]
    said: dict[tuple[str, str, str], bool]
    signals: dict[int, bool]
    claims: dict[int, tuple[str, int, int]]
    hops: dict[int, int]
    moments: Chunks[int]

    def __init__(self) -> None:
        self.depth = {}
        self.commanded = {}
        self.said = {}
        self.signals = {}
        self.claims = {}
        self.hops = {}
        self.moments = Chunks()

    def observe(self, event: Any) -> None:
        """Take in one event, in order."""
        fresh = self._is_fresh_command(event)
        turning = fresh or is_turning_point(event)
        depth, root_us = (0, event.at_us) if turning else self._depth(event)
        if turning:
            self.said.clear()
            self._foreground(event.at_us)
        if depth < CAUSAL_STEPS:
            self._remember(event.seq, (depth, root_us))
        if event.type == "network.sent":
            self._sent(event, depth)
        elif event.type == "network.dropped":
            self.claims.pop(event.msg, None)
            self.hops.pop(event.msg, None)

    def class_of(self, sent: Any) -> str:
        """The class of a `network.sent` that this pacer has observed lately."""
        if sent.msg in self.signals:
            return SIGNAL
        return CHATTER if sent.chatter else TRAFFIC

    def is_foreground(self, event: Any) -> bool:
        """Worth a step of its own: a turning point, or a signal or traffic that leaves."""
        if event.type == "network.sent":
            return self.class_of(event) != CHATTER
        return is_turning_point(event) or self.commanded.get(event.cause) == event.at_us

    def rate(self, now_us: int) -> Rate | None:
        """The slowest of the unfinished hops' rates, never above real time; None without a claim."""
        best: Rate | None = None
        gone = []
        for msg, (kind, hop_us, arrives_at_us) in self.claims.items():
            if arrives_at_us <= now_us:
                gone.append(msg)
                continue
            lasts_us = HOP_MS[kind] * 1_000
            if best is None or hop_us * best[1] < best[0] * lasts_us:
                best = (hop_us, lasts_us)
        for msg in gone:
            del self.claims[msg]
        if best is not None and best[0] > best[1]:
            return (1, 1)
        return best

    def next_arrival_us(self, now_us: int) -> int | None:
        """When the first foreground hop that is under way ends; None when nothing is."""
        for msg in [m for m, at in self.hops.items() if at <= now_us]:
            del self.hops[msg]
        return min(self.hops.values(), default=None)

    def last_moment_us(self, before_us: int) -> int | None:
        """The newest time before `before_us` at which something of the foreground happened."""
        for place in range(len(self.moments) - 1, -1, -1):
            if self.moments[place] < before_us:
                return int(self.moments[place])
        return None

    def clone(self) -> "Pacer":
        twin = type(self).__new__(type(self))
        twin.depth = dict(self.depth)
        twin.commanded = dict(self.commanded)
        twin.said = dict(self.said)
        twin.signals = dict(self.signals)
        twin.claims = dict(self.claims)
        twin.hops = dict(self.hops)
        twin.moments = self.moments.clone()
        return twin

    def _depth(self, event: Any) -> Depth:
        """(causal steps, time) since the nearest turning point that led to this event."""
        if self.commanded.get(event.cause) == event.at_us:
            return (0, event.at_us)
        nearest = min(self.depth.get(seq, _FAR) for seq in (event.cause, *event.also))
        if event.at_us - nearest[1] > REACH_US:
            return _FAR
        return (nearest[0] + 1, nearest[1])

    def _is_fresh_command(self, event: Any) -> bool:
        """True for the first event of a person's or the script's command; what a timer that it
        armed does much later is no news."""
        cause = event.cause
        if type(cause) is not str or cause == OPENING or cause in self.commanded:
            return False
        self.commanded[cause] = event.at_us
        return True

    def _remember(self, seq: int, depth: Depth) -> None:
        if len(self.depth) >= _REMEMBERED:
            for old in list(islice(self.depth, _REMEMBERED // 2)):
                del self.depth[old]
        self.depth[seq] = depth

    def _sent(self, event: Any, depth: int) -> None:
        reason = self._classify(event, depth)
        if reason == CHATTER:
            return
        if reason != TRAFFIC:
            if len(self.signals) >= _SIGNALS_REMEMBERED:
                for old in list(islice(self.signals, _SIGNALS_REMEMBERED // 2)):
                    del self.signals[old]
            self.signals[event.msg] = True
        self._foreground(event.sent_at_us)
        hop_us = event.arrives_at_us - event.sent_at_us
        if hop_us <= 0:
            return
        self.next_arrival_us(event.at_us)
        self.hops[event.msg] = event.arrives_at_us
        if hop_us <= LONGEST_CLAIM_US:
            self._claim(event, reason, hop_us)

    def _claim(self, event: Any, reason: str, hop_us: int) -> None:
        self.rate(event.at_us)
        busy = sum(1 for claim in self.claims.values() if claim[0] != TRAFFIC)
        claim = reason if busy < SIGNALS_AT_ONCE else TRAFFIC
        self.claims[event.msg] = (claim, hop_us, event.arrives_at_us)

    def _classify(self, event: Any, depth: int) -> str:
        """Effect, first, traffic or chatter."""
        if event.chatter:
            return EFFECT if depth <= CHATTER_STEPS else CHATTER
        way = (event.kind, family(event.source), family(event.target))
        first = way not in self.said
        self.said[way] = True
        if depth <= CAUSAL_STEPS:
            return EFFECT
        return FIRST if first else TRAFFIC

    def _foreground(self, at_us: int) -> None:
        if not len(self.moments) or self.moments[-1] < at_us:
            self.moments.append(at_us)
