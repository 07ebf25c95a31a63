"""A rebalance as a consumer lives it: join, sync, take over, give back (semantics 5.3, 5.6).

Eager: everything is given back before JoinGroup. Cooperative: everything is kept; what the new
assignment takes away is revoked after SyncGroup, and then the consumer joins once more.
Source: Apache Kafka `ConsumerCoordinator.onJoinPrepare`, `onJoinComplete`.
"""

from typing import Any

from broker_core.clients import commits, coordination, heartbeats
from broker_core.clients import consumer as loop
from broker_core.clients.consumer import Consumer
from broker_core.clients.coordination import COORDINATOR_GONE, FATAL
from broker_core.coordinator.assignors import client_assignors
from broker_core.events.client import PartitionReleased, PartitionsAssigned, PartitionsRevoked
from broker_core.kernel.world import World
from broker_core.replication.metadata import place


def join(world: World, consumer: Consumer) -> None:
    """Ask to belong to the next generation, once the topics' partitions are known: a leader
    without metadata would hand out nothing."""
    if all(topic not in consumer.knowledge.partitions for topic in consumer.topics):
        consumer.phase = "lost"
        consumer.rejoin = True
        loop.refresh(world, consumer)
        return
    if consumer.coordinator < 0:
        consumer.phase = "lost"
        consumer.rejoin = True
        coordination.find(world, consumer)
        return
    consumer.phase = "joining"
    consumer.rejoin = False
    generation, owned = _claims(consumer)
    body = {
        "session_us": consumer.settings["session.timeout.ms"],
        "rebalance_us": consumer.settings["max.poll.interval.ms"],
        "protocols": tuple(consumer.settings["partition.assignment.strategy"]),
        "topics": consumer.topics,
        "owned": owned,
        "owned_in": generation,
    }
    note: dict[str, Any] = {"member_id": consumer.member_id}
    if owned:
        note["owned"] = owned
    coordination.call(world, consumer, "join", body, note, long=True)


def _claims(consumer: Consumer) -> tuple[int, Any]:
    """(generation, partitions) that a JoinGroup claims: a cooperative member what it owns, one with
    the sticky assignor what it was given last, others nothing."""
    if loop.is_cooperative(consumer):
        return consumer.generation, tuple((p.topic, p.partition) for p in consumer.parts.values())
    if "sticky" in consumer.settings["partition.assignment.strategy"] and consumer.remembered:
        return int(consumer.remembered[0]), consumer.remembered[1]
    return -1, ()


def knows_more(world: World, consumer: Consumer) -> bool:
    """Fresh metadata came: a join that waited for it may go, and fetches find their leaders. True
    when the group must be rebalanced."""
    if consumer.phase == "lost" and consumer.rejoin and consumer.coordinator >= 0:
        join(world, consumer)
    loop.fetch_all(world, consumer)
    if consumer.counted is None or consumer.counted == _counts(consumer):
        return False
    # The group's leader assigned by another count: it asks for a rebalance (semantics 3.9).
    consumer.counted = None
    consumer.rejoin = True
    return True


def _counts(consumer: Consumer) -> tuple[Any, ...]:
    """How many partitions each topic has, as far as this consumer knows."""
    known = consumer.knowledge.partitions
    return tuple((topic, known.get(topic, 0)) for topic in consumer.topics)


def joined(world: World, consumer: Consumer, body: Any) -> None:
    """The answer to a join: an id, a generation, or trouble."""
    error = body["error"]
    if error == "MEMBER_ID_REQUIRED":
        consumer.member_id = body["member_id"]
        join(world, consumer)
    elif error is not None:
        _refused(world, consumer, error)
    else:
        consumer.member_id = body["member_id"]
        consumer.generation = body["generation"]
        consumer.phase = "syncing"
        consumer.rejoin = False
        heartbeats.begin(world, consumer)
        _sync(world, consumer, body)


def _refused(world: World, consumer: Consumer, error: str) -> None:
    """A join or sync was refused."""
    if error in COORDINATOR_GONE:
        coordination.lost(world, consumer)
    elif error in FATAL:
        coordination.fail(world, consumer, error)
    elif error == "REBALANCE_IN_PROGRESS":
        join(world, consumer)
    else:
        heartbeats.put_out(world, consumer, error)


def _sync(world: World, consumer: Consumer, body: Any) -> None:
    """The group's leader computes everybody's assignment in its own process."""
    assignments: tuple[Any, ...] = ()
    consumer.counted = _counts(consumer) if body["leads"] else None
    if body["leads"]:
        members = [
            {
                "member_id": member_id,
                "subscription": topics,
                "instance_id": instance_id,
                "owned": owned,
                "generation": owned_in,
            }
            for member_id, _, instance_id, topics, owned, owned_in in body["members"]
        ]
        assignor = client_assignors[body["protocol"]]
        plan = assignor.first_round(members, dict(consumer.knowledge.partitions))
        assignments = tuple(
            (
                member_id,
                tuple((t, p) for t in sorted(owned) for p in owned[t]),
            )
            for member_id, owned in plan.items()
        )
    coordination.call(
        world, consumer, "sync", {"assignments": assignments},
        {"leads": body["leads"], "assignments": assignments}, long=True,
    )  # fmt: skip


def synced(world: World, consumer: Consumer, body: Any) -> None:
    """The assignment is here; the application takes it over in poll()."""
    if consumer.phase != "syncing":
        return
    if body["error"] is not None:
        _refused(world, consumer, body["error"])
        return
    consumer.phase = "stable"
    consumer.outcome = body["assignment"]


def take_over(world: World, consumer: Consumer) -> None:
    """In poll(): onPartitionsRevoked for what went, onPartitionsAssigned for what came."""
    assignment, consumer.outcome = consumer.outcome, None
    kept = {place(t, p) for t, p in assignment} if loop.is_cooperative(consumer) else set()
    gone = [part for key, part in consumer.parts.items() if key not in kept]
    if loop.is_cooperative(consumer):
        if gone:
            commits.on_revoke(world, consumer)
            _release(world, consumer, gone, lost=False)
    else:
        consumer.parts = {}
        consumer.session += 1
        consumer.fetching = {}
    added = tuple((t, p) for t, p in assignment if place(t, p) not in consumer.parts)
    before = consumer.parts
    consumer.parts = {
        place(t, p): before.get(place(t, p)) or loop.new_part(t, p) for t, p in assignment
    }
    consumer.remembered = (consumer.generation, assignment)
    world.cause = world.emit(
        PartitionsAssigned, consumer.name, consumer.group, consumer.generation, assignment, added
    )
    commits.begin(world, consumer)
    if gone and loop.is_cooperative(consumer):
        rejoin(world, consumer)


def rejoin(world: World, consumer: Consumer) -> None:
    """In poll(): save what is due, give back what the protocol asks for, join the next generation."""
    consumer.rejoin = False
    commits.before_rebalance(world, consumer)
    if loop.is_cooperative(consumer):
        gone = [p for p in consumer.parts.values() if p.topic not in consumer.topics]
        if gone:
            _release(world, consumer, gone, lost=False)
    else:
        give_back(world, consumer, lost=False)
    join(world, consumer)


def start_over(world: World, consumer: Consumer) -> None:
    """In poll(), after the group went on without this member: its partitions are lost
    (onPartitionsLost, nothing can be committed), it joins anew."""
    give_back(world, consumer, lost=True)
    join(world, consumer)


def give_back(world: World, consumer: Consumer, lost: bool) -> None:
    """Part with everything: stop fetching, forget what was fetched."""
    _release(world, consumer, list(consumer.parts.values()), lost)
    consumer.session += 1
    consumer.fetching = {}


def _release(world: World, consumer: Consumer, gone: list[loop.Part], lost: bool) -> None:
    for part in gone:
        del consumer.parts[place(part.topic, part.partition)]
    if not gone:
        return
    rows = tuple((p.topic, p.partition) for p in gone)
    kept = tuple((p.topic, p.partition) for p in consumer.parts.values())
    world.cause = world.emit(
        PartitionsRevoked, consumer.name, consumer.group, rows, lost, kept,
        because=("partition.assignment.strategy",) if not lost else (),
    )  # fmt: skip
    for topic, partition in rows:
        world.emit(PartitionReleased, consumer.name, consumer.group, topic, partition)
