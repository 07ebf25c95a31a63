"""What became of events for those who asked: delivered, waiting, missed, wasted."""

from typing import Any

from broker_core.checks.base import Check


class FannedOut(Check):
    """Some event was delivered to exactly `copies` clients, each once, as many as had asked."""

    def __init__(self, copies: int) -> None:
        self.copies = copies
        self.wanted: dict[int, int] = {}
        self.got: dict[int, list[str]] = {}

    def see(self, event: Any) -> None:
        if event.type == "pubsub.matched":
            self.wanted[event.event] = len(event.places)
        elif event.type == "pubsub.delivered":
            self.got.setdefault(event.event, []).append(event.client)

    @property
    def met(self) -> bool:
        return any(
            len(who) == self.copies == self.wanted.get(n, 0) and len(dict.fromkeys(who)) == len(who)
            for n, who in self.got.items()
        )


class ReachedExactly(Check):
    """Of `topics`, each published since the last change of `client`'s interests, exactly those in
    `targets` were delivered to it: none missed, none too many. With `sticky` it stays met (a round
    that is won)."""

    def __init__(
        self, client: str, topics: list[str], targets: list[str], sticky: bool = False
    ) -> None:
        self.client, self.topics, self.targets = client, topics, targets
        self.sticky, self.won = sticky, False
        self.topic_of: dict[int, str] = {}
        self.published: dict[str, bool] = {}
        self.got: dict[str, bool] = {}

    def see(self, event: Any) -> None:
        kind = event.type
        if kind in ("pubsub.subscribed", "pubsub.unsubscribed") and event.place == self.client:
            self.published, self.got = {}, {}
        elif kind == "pubsub.matched" and event.topic in self.topics:
            self.topic_of[event.event] = event.topic
            self.published[event.topic] = True
        elif kind == "pubsub.delivered" and event.client == self.client:
            if event.event in self.topic_of:
                self.got[self.topic_of[event.event]] = True
        self.won = (self.won and self.sticky) or self._exact()

    def _exact(self) -> bool:
        return all(topic in self.published for topic in self.topics) and all(
            (topic in self.got) == (topic in self.targets) for topic in self.topics
        )

    @property
    def met(self) -> bool:
        return self.won


class Waste(Check):
    """With every event published on one topic only (`publisher`'s copies set to 1), `client` received
    at least `least` events since it last changed its interests and discarded fewer than
    `most_percent` of them."""

    def __init__(self, client: str, publisher: str, least: int = 5, most_percent: int = 10) -> None:
        self.client, self.publisher = client, publisher
        self.least, self.most_percent = least, most_percent
        self.narrowed = self.single = False
        self.received = self.discarded = 0

    def see(self, event: Any) -> None:
        kind = event.type
        if kind in ("pubsub.subscribed", "pubsub.unsubscribed") and event.place == self.client:
            self.narrowed = event.at_us > 0
            self.received = self.discarded = 0
        elif kind == "pubsub.client_changed" and event.client == self.publisher:
            if event.setting == "copies":
                self.single = event.value == 1
                self.received = self.discarded = 0
        elif kind == "pubsub.delivered" and event.client == self.client:
            self.received += 1
        elif kind == "pubsub.discarded" and event.client == self.client:
            self.discarded += 1

    @property
    def met(self) -> bool:
        enough = self.narrowed and self.single and self.received >= self.least
        return enough and self.discarded * 100 < self.most_percent * self.received


class ThreeMemories(Check):
    """At least `count` events were published while all three readers were away; back again, `direct`
    processed none of them, `queue` and `log` all, and the log `tape` still holds them."""

    def __init__(self, direct: str, queue: str, log: str, tape: str, count: int = 5) -> None:
        self.direct, self.durable = direct, (queue, log)
        self.tape, self.count = tape, count
        self.away: dict[str, bool] = {}
        self.back: dict[str, bool] = {}
        self.missed: dict[int, bool] = {}
        self.done: dict[str, dict[int, bool]] = {who: {} for who in (direct, queue, log)}
        self.start = self.end = 0

    def see(self, event: Any) -> None:
        kind = event.type
        if kind in ("pubsub.client_stopped", "pubsub.client_crashed"):
            self.away[event.client] = True
        elif kind == "pubsub.client_started":
            self.away[event.client] = False
            self.back[event.client] = bool(self.missed)
        elif kind == "pubsub.matched" and all(self.away.get(who) for who in self.done):
            self.missed[event.event] = True
        elif kind == "pubsub.processed" and event.client in self.done:
            if event.event in self.missed:
                self.done[event.client][event.event] = True
        elif kind == "pubsub.appended" and event.log == self.tape:
            self.end = event.next_offset
        elif kind == "pubsub.trimmed" and event.log == self.tape:
            self.start = event.start

    @property
    def met(self) -> bool:
        return (
            len(self.missed) >= self.count
            and self.end - self.start >= len(self.missed)
            and all(self.back.get(who, False) for who in self.done)
            and not self.done[self.direct]
            and all(len(self.done[who]) == len(self.missed) for who in self.durable)
        )


class Lagging(Check):
    """A log's reader fell more than `lag` events behind, while no poll gave more than `most_records`
    and `publisher` kept its rate (an event at least every `every_us`)."""

    def __init__(
        self, client: str, publisher: str, lag: int, most_records: int, every_us: int
    ) -> None:
        self.client, self.publisher = client, publisher
        self.lag, self.most_records, self.every_us = lag, most_records, every_us
        self.behind, self.clean = False, True
        self.last_us = -1

    def see(self, event: Any) -> None:
        if event.type == "pubsub.polled" and event.client == self.client:
            self.behind = self.behind or event.lag > self.lag
            self.clean = self.clean and event.count <= self.most_records
        elif event.type == "pubsub.published" and event.client == self.publisher:
            late = self.last_us >= 0 and event.at_us - self.last_us > self.every_us
            self.clean = self.clean and not late
            self.last_us = event.at_us

    @property
    def met(self) -> bool:
        return self.behind and self.clean


class OnlyInterested(Check):
    """Some event reached `client` after a link was lost, and no event of `topics`, of which at least
    one was published, ever crossed a link."""

    def __init__(self, client: str, topics: list[str]) -> None:
        self.client, self.topics = client, topics
        self.cut = self.delivered = False
        self.clean = True
        self.quiet: dict[int, bool] = {}

    def see(self, event: Any) -> None:
        kind = event.type
        if kind == "mesh.link_lost":
            self.cut = True
        elif kind == "pubsub.published" and event.topic in self.topics:
            self.quiet[event.event] = True
        elif kind == "mesh.forwarded" and event.event in self.quiet:
            self.clean = False
        elif kind == "pubsub.delivered" and event.client == self.client and self.cut:
            self.delivered = True

    @property
    def met(self) -> bool:
        return self.cut and self.delivered and bool(self.quiet) and self.clean
