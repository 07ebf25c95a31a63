"""What a client knows of the cluster, and how it asks (semantics 3.6)."""

from typing import Any

from broker_core.events.client import MetadataReceived
from broker_core.kernel import network
from broker_core.kernel.state import Plain, state
from broker_core.kernel.world import World
from broker_core.replication.metadata import place


@state
class Knowledge:
    """A client's cached metadata. `brokers` are the ids it may ask; `leaders` place -> (leader,
    epoch); `asking` while a request is unanswered or a backoff runs; `away` server -> (until,
    failures): a broker whose connection failed is left alone until then. `topic_ids` tell a topic
    from a later one of the same name."""

    brokers: Plain
    leaders: dict[str, Plain]
    partitions: dict[str, int]
    asking: bool
    turn: int
    failures: int
    away: dict[str, Plain]
    topic_ids: dict[str, int]


def new_knowledge(brokers: tuple[int, ...], turn: int) -> Knowledge:
    return Knowledge(brokers, {}, {}, False, turn, 0, {}, {})


def next_broker(knowledge: Knowledge, now_us: int) -> int:
    """The next broker to ask, in a circle; one whose connection just failed only as a last resort."""
    count = len(knowledge.brokers)
    for _ in range(count):
        knowledge.turn += 1
        broker = int(knowledge.brokers[knowledge.turn % count])
        if not is_away(knowledge, f"broker-{broker}", now_us):
            return broker
    return int(knowledge.brokers[knowledge.turn % count])


def is_away(knowledge: Knowledge, server: str, now_us: int) -> bool:
    """Whether reconnect.backoff.ms still runs for a broker."""
    return bool(knowledge.away.get(server, (0, 0))[0] > now_us)


def lost(world: World, client: str, knowledge: Knowledge, server: str, settings: Any) -> int:
    """A connection failed: leave the broker alone for reconnect.backoff.ms, doubled each time up to
    reconnect.backoff.max.ms, with 20 % jitter. Returns when that ends."""
    failures = knowledge.away.get(server, (0, 0))[1]
    top = settings["reconnect.backoff.max.ms"]
    span = min(settings["reconnect.backoff.ms"] << min(failures, 10), top)
    jitter = world.chance.below(span * 4 // 10 + 1, client, "reconnect") - span * 2 // 10
    until = world.now_us + span + jitter
    knowledge.away[server] = (until, failures + 1)
    return int(until)


def leader_of(knowledge: Knowledge, topic: str, partition: int) -> tuple[int, int]:
    """(leader, leader epoch) as far as known, else (-1, -1)."""
    known: tuple[int, int] = knowledge.leaders.get(place(topic, partition), (-1, -1))
    return known


def backoff_us(world: World, client: str, settings: Any, failures: int) -> int:
    """retry.backoff.ms doubled per failure up to retry.backoff.max.ms, with 20 % jitter."""
    base = settings["retry.backoff.ms"] << min(failures, 10)
    span = min(base, settings["retry.backoff.max.ms"])
    jitter = world.chance.below(span * 4 // 10 + 1, client, "backoff") - span * 2 // 10
    return min(int(span + jitter), int(settings["retry.backoff.max.ms"]))


def refresh(world: World, client: str, knowledge: Knowledge, topics: Any, settings: Any) -> None:
    """Ask some broker who leads what, unless that is under way."""
    if knowledge.asking:
        return
    knowledge.asking = True
    wait = backoff_us(world, client, settings, knowledge.failures - 1) if knowledge.failures else 0
    world.at(world.now_us + wait, "metadata_ask", client, tuple(topics))


def probe(
    world: World, client: str, knowledge: Knowledge, server: str, topics: Any, settings: Any
) -> None:
    """Ask a broker whose connection was lost: what awaits no answer goes only over a connection
    that stands, as in Kafka, where nothing is sent before the handshake."""
    if not knowledge.asking:
        knowledge.asking = True
        network.request(
            world, client, server, "data", "metadata", {"topics": topics},
            settings["request.timeout.ms"], {}, context=topics,
        )  # fmt: skip


def ask(world: World, client: str, knowledge: Knowledge, topics: Any, settings: Any) -> None:
    """Send the request to the next broker."""
    network.request(
        world, client, f"broker-{next_broker(knowledge, world.now_us)}", "data", "metadata",
        {"topics": topics}, settings["request.timeout.ms"], {}, context=topics,
    )  # fmt: skip


def answer(image: Any, topics: Any) -> dict[str, Any]:
    """A broker's answer: what its own replayed metadata says."""
    leaders = tuple(
        (r.topic, r.partition, r.leader, r.leader_epoch)
        for r in image.partitions.values()
        if r.topic in topics
    )
    brokers = tuple(sorted(b for b, info in image.brokers.items() if not info.fenced))
    counts = tuple((t, image.topics[t].partitions) for t in topics if t in image.topics)
    ids = tuple((t, image.topics[t].topic_id) for t in topics if t in image.topics)
    return {
        "leaders": leaders,
        "brokers": brokers,
        "partitions": counts,
        "ids": ids,
        "topics": tuple(topics),
    }


def learn(world: World, client: str, knowledge: Knowledge, server: str, body: Any) -> bool:
    """Take an answer in; True when every topic asked for is there and led."""
    knowledge.asking = False
    knowledge.away.pop(server, None)
    changed = False
    _forget_deleted(knowledge, body)
    for topic, partition, leader, epoch in body["leaders"]:
        key = place(topic, partition)
        if epoch >= knowledge.leaders.get(key, (-1, -1))[1]:
            changed = changed or knowledge.leaders.get(key) != (leader, epoch)
            knowledge.leaders[key] = (leader, epoch)
    for topic, count in body["partitions"]:
        knowledge.partitions[topic] = count
    if body["brokers"]:
        knowledge.brokers = body["brokers"]
    missing = len(body["ids"]) < len(body["topics"])
    complete = not missing and all(row[2] >= 0 for row in body["leaders"])
    knowledge.failures = 0 if complete else knowledge.failures + 1
    if changed:
        rows = tuple((t, p, *knowledge.leaders[place(t, p)]) for t, p, _, _ in body["leaders"])
        world.emit(MetadataReceived, client, server, rows)
    return complete


def _forget_deleted(knowledge: Knowledge, body: Any) -> None:
    """A topic that is not there any more, or is another one of the same name: its leaders and
    their epochs mean nothing now."""
    ids = dict(body["ids"])
    for topic in body["topics"]:
        known = knowledge.topic_ids.get(topic)
        if known is not None and ids.get(topic) != known:
            for key in [k for k in knowledge.leaders if k.rpartition(":")[0] == topic]:
                del knowledge.leaders[key]
            knowledge.partitions.pop(topic, None)
            del knowledge.topic_ids[topic]
        if topic in ids:
            knowledge.topic_ids[topic] = ids[topic]


def failed(
    world: World, client: str, knowledge: Knowledge, server: str, topics: Any, settings: Any
) -> None:
    """No answer: the next broker is asked after a backoff."""
    lost(world, client, knowledge, server, settings)
    knowledge.asking = False
    knowledge.failures += 1
    refresh(world, client, knowledge, topics, settings)
