"""The fold over events that knows every message's class and how fast time may run right now."""

from itertools import islice
from typing import Any

from broker_core.kernel.chunks import Chunks
from broker_core.pacing.attention import (
    CAUSAL_STEPS,
    CHATTER,
    CHATTER_STEPS,
    HOP_MS,
    LONGEST_CLAIM_US,
    SIGNAL,
    SIGNALS_AT_ONCE,
    TRAFFIC,
    is_turning_point,
)

Rate = tuple[int, int]
"""(virtual microseconds, stage microseconds): so much of the one passes in so much of the other."""

_REMEMBERED = 2_048
_SIGNALS_REMEMBERED = 512


class Pacer:
    """State: causal depth of recent events, hops that claim time, and the foreground moments.

    Invariants: `claims` holds at most SIGNALS_AT_ONCE signals; `moments` rises strictly.
    """

    __slots__ = ("claims", "depth", "hops", "moments", "said", "signals")

    def __init__(self) -> None:
        self.depth: dict[int, int] = {}
        self.said: dict[tuple[str, str, str], bool] = {}
        self.signals: dict[int, bool] = {}
        self.claims: dict[int, tuple[str, int, int]] = {}
        self.hops: dict[int, int] = {}
        self.moments: Chunks = Chunks()

    def observe(self, event: Any) -> None:
        """Take in one event, in order."""
        turning = is_turning_point(event)
        depth = 0 if turning else self._depth(event)
        if turning:
            self.said.clear()
            self._foreground(event.at_us)
        if depth < CAUSAL_STEPS:
            self._remember(event.seq, depth)
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
        return is_turning_point(event)

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
        twin = Pacer.__new__(Pacer)
        twin.depth = dict(self.depth)
        twin.said = dict(self.said)
        twin.signals = dict(self.signals)
        twin.claims = dict(self.claims)
        twin.hops = dict(self.hops)
        twin.moments = self.moments.clone()
        return twin

    def _depth(self, event: Any) -> int:
        known = self.depth.get(event.cause, CAUSAL_STEPS)
        for seq in event.also:
            known = min(known, self.depth.get(seq, CAUSAL_STEPS))
        return known + 1

    def _remember(self, seq: int, depth: int) -> None:
        if len(self.depth) >= _REMEMBERED:
            for old in list(islice(self.depth, _REMEMBERED // 2)):
                del self.depth[old]
        self.depth[seq] = depth

    def _sent(self, event: Any, depth: int) -> None:
        kind = self._classify(event, depth)
        if kind == CHATTER:
            return
        if kind == SIGNAL:
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
            self.rate(event.at_us)
            busy = sum(1 for claim in self.claims.values() if claim[0] == SIGNAL)
            claim = kind if kind != SIGNAL or busy < SIGNALS_AT_ONCE else TRAFFIC
            self.claims[event.msg] = (claim, hop_us, event.arrives_at_us)

    def _classify(self, event: Any, depth: int) -> str:
        if event.chatter:
            return SIGNAL if depth <= CHATTER_STEPS else CHATTER
        way = (event.kind, event.source, event.target)
        first = way not in self.said
        self.said[way] = True
        return SIGNAL if first or depth <= CAUSAL_STEPS else TRAFFIC

    def _foreground(self, at_us: int) -> None:
        if not len(self.moments) or self.moments[-1] < at_us:
            self.moments.append(at_us)
