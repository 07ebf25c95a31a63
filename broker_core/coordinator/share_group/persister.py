"""The state of share-partitions in __share_group_state, and how their leaders write and read it.

The leader of a partition is seldom the leader of the state topic's partition for it, so both travel:
WriteShareGroupState and ReadShareGroupState. Simplified: every write is a whole snapshot (Kafka also
writes updates between snapshots), and a write that failed is repeated with the newest state instead
of being rolled back. Source: Apache Kafka `PersisterStateManager`, `ShareCoordinatorShard`.
"""

import json
from typing import Any

from broker_core.coordinator.placement import coordinator_partition
from broker_core.coordinator.share_group.state import (
    ACQUIRED,
    AVAILABLE,
    STATE_TOPIC,
    Cell,
    ShareBroker,
    SharePartition,
    share_place,
)
from broker_core.events.share import StateSaved
from broker_core.kernel import network
from broker_core.kernel.canonical import canonical_text
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication import leader
from broker_core.replication.metadata import Image, place
from broker_core.replication.replica import Broker, Replica

RETRY_US = 1_000_000
STATE_PARTITIONS = 50


def state_partition(image: Image, key: str) -> int:
    """Which partition of the state topic keeps a share-partition; -1 when there is none at all."""
    wanted = coordinator_partition(key, STATE_PARTITIONS)
    if place(STATE_TOPIC, wanted) in image.partitions:
        return wanted
    made = [r.partition for r in image.partitions.values() if r.topic == STATE_TOPIC]
    return made[wanted % len(made)] if made else -1


def snapshot(sp: SharePartition) -> str:
    """What is worth remembering. A record that is out has no word said on it yet, so it counts as
    available and its present delivery does not count: a new leader hands it out again."""
    cells = []
    for offset, cell in sorted(sp.cells.items()):
        state, count = cell.state, cell.deliveries
        if state == ACQUIRED:
            state, count = AVAILABLE, count - 1
        cells.append([offset, state, count])
    return canonical_text({"start": sp.start, "cells": cells})


def save(world: World, broker: Broker, sp: SharePartition) -> None:
    """Send the newest state; while one write is under way the next waits for its answer."""
    if not sp.unsaved or sp.saving:
        return
    key = share_place(sp.group, sp.topic, sp.partition)
    body = {"key": key, "value": snapshot(sp)}
    if not _ask(world, broker, "share_state_write", sp, body):
        world.at(
            world.now_us + RETRY_US, "share_save", broker.name, sp.group, sp.topic, sp.partition
        )
        return
    sp.unsaved = False
    sp.saving = 1


def read(world: World, broker: Broker, sp: SharePartition) -> None:
    """Ask where the group stands; nobody gets records before that is known."""
    key = share_place(sp.group, sp.topic, sp.partition)
    if not _ask(world, broker, "share_state_read", sp, {"key": key}):
        world.at(
            world.now_us + RETRY_US, "share_read", broker.name, sp.group, sp.topic, sp.partition
        )


def _ask(world: World, broker: Broker, kind: str, sp: SharePartition, body: Any) -> bool:
    number = state_partition(broker.image, body["key"])
    reg = broker.image.partitions.get(place(STATE_TOPIC, number))
    if reg is None or reg.leader < 0:
        return False
    network.request(
        world, broker.name, f"broker-{reg.leader}", "share_state", kind,
        {**body, "partition": number}, broker.settings["request.timeout.ms"],
        {"group": sp.group, "share": ((sp.topic, sp.partition),)},
        context=(sp.group, sp.topic, sp.partition, sp.leader_epoch),
    )  # fmt: skip
    return True


def restore(sp: SharePartition, value: str | None) -> bool:
    """Take in what a read found; False when nothing was ever saved."""
    if value is None:
        return False
    data = json.loads(value)
    sp.start = data["start"]
    sp.cells = {offset: Cell(s, n, "", "", 0, 0, None, 0) for offset, s, n in data["cells"]}
    sp.end = max([sp.start, *(offset + 1 for offset in sp.cells)])
    return True


def name_records(replica: Replica, sp: SharePartition) -> None:
    """Fill in the records of restored cells; those that the log no longer has are forgotten."""
    for offset, cell in list(sp.cells.items()):
        rows = replica.log.read(offset, offset + 1)
        if rows:
            sp.cells[offset] = cell._replace(record=rows[0].record, key=rows[0].key)
        else:
            del sp.cells[offset]


def serve(world: World, broker: Broker, shares: ShareBroker, ref: Ref, body: Any) -> None:
    """The share coordinator's side: write a snapshot, or say what the newest one is."""
    replica = broker.replica(STATE_TOPIC, body["partition"])
    if replica is None or not replica.leads:
        reply(world, ref, {"error": "NOT_COORDINATOR"}, {"error": "NOT_COORDINATOR"})
    elif ref.kind == "share_state_read":
        reply(world, ref, {"error": None, "value": _newest(replica, body["key"])}, {})
    elif len(replica.isr) < broker.min_insync(STATE_TOPIC):
        error = "COORDINATOR_NOT_AVAILABLE"
        reply(world, ref, {"error": error}, {"error": error})
    else:
        world.next_record += 1
        row = (world.next_record, f"share {body['key']}", body["value"], world.now_us)
        base = leader.write(world, broker, replica, [row], None)
        shares.waiting.append((body["partition"], base + 1, tuple(ref), body["key"]))
        leader.after_append(world, broker, replica)
        saved(world, broker, shares, body["partition"])


def _newest(replica: Replica, key: str) -> str | None:
    rows = replica.log.read(replica.log.log_start, replica.log.log_end)
    return next((r.value for r in reversed(rows) if r.key == f"share {key}"), None)


def saved(world: World, broker: Broker, shares: ShareBroker, partition: int) -> None:
    """Confirm the writes that are on every in-sync replica by now."""
    if not shares.waiting:
        return
    replica = broker.replica(STATE_TOPIC, partition)
    mark = replica.high_watermark if replica is not None and replica.leads else -1
    due = [w for w in shares.waiting if w[0] == partition and w[1] <= mark]
    shares.waiting = [w for w in shares.waiting if not (w[0] == partition and w[1] <= mark)]
    for _, _, ref, key in due:
        group, topic, number = key.split(":")
        world.emit(StateSaved, group, topic, int(number), broker.id)
        reply(world, Ref(*ref), {"error": None}, {})
