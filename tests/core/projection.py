"""The view computed from the engine's own state, without any event: what the fold must equal.

Not in the state, so not compared: since when a broker is in its state, when it tries to register
again, how the last election went, what a client last heard, and that a position is looked for anew
(the view shows the last one until the answer), which of its last
records a member has finished. A process that is down keeps what was
last told of it: a dead broker's role, a lost coordinator's group, a pause cut short.
"""

import json
from collections.abc import Callable
from typing import Any

SHOWN = 64


def differences(sim: Any) -> list[str]:
    """Where view and state say different things now, as `place: view != state`."""
    view, c = json.loads(json.dumps(sim.view())), sim._cluster
    out: list[str] = []

    def same(place: str, shown: Any, real: Any) -> None:
        real = json.loads(json.dumps(real))
        if shown != real:
            out.append(f"{place}: {shown} != {real}")

    for judge in (_plane, _brokers, _topics, _producers, _members, _groups, _network):
        judge(view, c, same)
    return out


Same = Callable[[str, Any, Any], None]


def _plane(view: Any, c: Any, same: Same) -> None:
    same("cluster.voters", view["cluster"]["voters"], c.plane.voters)
    same("cluster.quorum", view["cluster"]["quorum"], "held" if c.plane.held else "lost")
    for name, node in c.plane.nodes.items():
        if node.voter:
            shown = {k: view["voters"][name][k] for k in ("role", "epoch", "leader")}
            real = {"role": node.role, "epoch": node.epoch, "leader": node.leader}
            same(f"voters.{name}", shown, real)
        if node.high_watermark:
            same(f"metadata.{name}", view["metadata"].get(name), node.high_watermark)


def _brokers(view: Any, c: Any, same: Same) -> None:
    for number, broker in c.brokers.items():
        shown = view["brokers"].get(str(number))
        info = c.plane.announced.brokers.get(number)
        if shown is None or info is None:
            continue
        same(f"brokers.{number}.fenced", shown["fenced"], info.fenced)
        same(f"brokers.{number}.broker_epoch", shown["broker_epoch"], info.broker_epoch)
        rising = ("up", "starting")  # told by the controller a hop before the broker hears it
        words = {
            "leaving": ("stopping",),
            "fenced": rising,
            "starting": rising,
            "up": ("up",),
        }.get(broker.state, (broker.state,))
        if shown["state"] not in words:
            same(f"brokers.{number}.state", shown["state"], words)


def _topics(view: Any, c: Any, same: Same) -> None:
    image = c.plane.announced
    for name, info in image.topics.items():
        shown = view["topic_configs"][name]
        same(f"{name}.partitions", shown["partitions"], info.partitions)
        same(f"{name}.min", shown["min_insync_replicas"], info.min_insync)
        same(f"{name}.internal", shown["internal"], info.internal)
    for reg in image.partitions.values():
        shown = view["topics"][reg.topic][str(reg.partition)]
        place = f"{reg.topic}-{reg.partition}"
        real = {
            "replica_ids": reg.replicas,
            "leader": reg.leader,
            "leader_epoch": reg.leader_epoch,
            "isr": reg.isr,
            "elr": reg.elr,
        }
        same(place, {k: shown[k] for k in real}, real)
    for broker in c.brokers.values():
        for replica in broker.replicas.values():
            place = view["topics"].get(replica.topic, {}).get(str(replica.partition))
            if place is not None and f"{replica.topic}:{replica.partition}" in image.partitions:
                _replica(place["replicas"][str(broker.id)], broker, replica, same)


def _replica(shown: Any, broker: Any, replica: Any, same: Same) -> None:
    place = f"{replica.topic}-{replica.partition} on {broker.id}"
    log = replica.log
    same(f"{place}: log start", shown["log_start_offset"], log.log_start)
    same(f"{place}: log end", shown["log_end_offset"], log.log_end)
    same(f"{place}: high watermark", shown["high_watermark"], replica.high_watermark)
    if replica.leader_epoch >= 0:
        role = "leader" if replica.leads else "follower"
        same(f"{place}: role", shown["role"], role)
        same(f"{place}: epoch", shown["leader_epoch"], replica.leader_epoch)
    count = len(shown["records"])
    rows = [
        (r.offset, r.epoch, r.record, r.key, r.value, r.created_at_us, r.kind or None, r.producer)
        for r in log.records.between(len(log.records) - count, len(log.records))
    ]
    same(f"{place}: records", shown["records"], rows)
    if len(log.records) <= SHOWN // 2:
        same(f"{place}: records shown", count, len(log.records))


def _producers(view: Any, c: Any, same: Same) -> None:
    for name, it in c.producers.items():
        real = {
            str(r[0]): (b.topic, b.partition, r[1], r[3], b.acks)
            for b in it.batches
            for r in b.records
        }
        same(f"producers.{name}.records", view["producers"][name]["records"], real)


def _members(view: Any, c: Any, same: Same) -> None:
    for name, it in c.consumers.items():
        shown = view["members"][name]
        state = "closing" if it.closing else "up"
        state = it.phase if it.phase in ("down", "closed") else state
        same(f"members.{name}.state", shown["state"], state)
        if state in ("down", "closed"):
            same(f"members.{name}.partitions", shown["partitions"], {})
            same(f"members.{name}.working", shown["working"], None)
            continue
        same(f"members.{name}.coordinator", shown.get("coordinator", -1), it.coordinator)
        owned = sorted([p.topic, p.partition] for p in it.parts.values())
        same(f"members.{name}.assigned", sorted(shown.get("assigned", [])), owned)
        work = it.batch[0] if it.working else None
        real = None if work is None else work[:5]
        same(f"members.{name}.working", shown["working"] and shown["working"][:5], real)
        parts: dict[str, Any] = {}
        for part in it.parts.values():
            if part.position is not None:
                parts.setdefault(part.topic, {})[str(part.partition)] = {
                    "position": part.position,
                    "processed": part.processed,
                    "stored": part.stored,
                    "fetched": [row[:3] for row in part.buffer[:16]],
                }
        told: dict[str, Any] = {}
        for topic, rows in shown["partitions"].items():
            for number, row in rows.items():
                part = it.parts.get(f"{topic}:{number}")
                if part is None or part.position is not None:  # else a reset is under way
                    told.setdefault(topic, {})[number] = {
                        k: v for k, v in row.items() if k != "done"
                    }
        same(f"members.{name}.partitions", told, parts)


def _groups(view: Any, c: Any, same: Same) -> None:
    for groups in c.groups.values():
        for name, group in groups.groups.items():
            shown = view["groups"][name]
            if sum(name in other.groups for other in c.groups.values()) > 1:
                continue  # two brokers coordinate until one of them hears otherwise
            place = f"groups.{name}"
            same(f"{place}.state", shown["state"], group.state)
            if group.state == "Stable":
                same(f"{place}.generation", shown["generation"], group.generation)
            members = {m.member_id: m.client for m in group.members.values()}
            told = {i: m.get("member") for i, m in shown["members"].items()}
            same(f"{place}.members", told, members)
            if group.state == "Stable":
                owned = {m.member_id: m.assignment for m in group.members.values()}
                told = {i: m.get("partitions") for i, m in shown["members"].items()}
                same(f"{place}.partitions", told, owned)
            committed: dict[str, Any] = {}
            for key, offset in group.offsets.items():
                topic, _, partition = key.rpartition(":")
                committed.setdefault(topic, {})[partition] = offset
            same(f"{place}.committed", shown["committed"], committed)


def _network(view: Any, c: Any, same: Same) -> None:
    for key, row in view.get("messages", {}).items():
        real = c.world.messages.get(int(key))
        there = None if real is None else [real.kind, real.source, real.target]
        same(f"messages.{key}", row[:3], there)
    cuts: dict[str, Any] = {}
    for way in c.world.cuts:
        source, target = way.split(">")
        cuts.setdefault(source, {})[target] = "cut"
    same("links", {s: t for s, t in view.get("links", {}).items() if t}, cuts)
    slow = {n: p.slow_us for n, p in c.world.processes.items() if p.slow_us}
    same("slow", {n: us for n, us in view.get("slow", {}).items() if us}, slow)
    now = c.world.now_us
    told = {n: u for n, u in view.get("paused", {}).items() if (u or 0) > now}
    for name, process in c.world.processes.items():
        until = process.paused_until_us
        if until > now or process.life == 1:  # a death ends a pause, and is told by itself
            same(f"paused.{name}", told.get(name), until if until > now else None)
