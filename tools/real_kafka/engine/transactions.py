"""A transaction left open, its marker, and what a read_committed member gets (semantics 2.7)."""

from typing import Any

from broker_core import Simulation
from tools.real_kafka.engine.stage import say, wait


def _scene(**more: Any) -> Simulation:
    return Simulation.from_scenario({
        "title": "As the real broker was driven",
        "preset": "production",
        "cluster": {"control_plane": {"kind": "kraft", "voters": 1, "combined": False}},
        "topics": [{"id": "txn", "partitions": 1, "replication_factor": 3}],
        "producers": [
            {"id": "shop", "topic": "txn", "transactional_id": "shop",
             "config": {"transaction.timeout.ms": 5000}, **more},
            {"id": "other", "topic": "txn"},
        ],
        "groups": [
            {"id": level.removeprefix("read_"), "topics": ["txn"], "members": 1,
             "config": {"isolation.level": level, "auto.offset.reset": "earliest"}}
            for level in ("read_committed", "read_uncommitted")
        ],
    })  # fmt: skip


def _read(events: list[Any], group: str) -> list[int]:
    return [
        e.offset for e in events
        if e.type == "client.record_processed" and e.member.startswith(group)
    ]  # fmt: skip


def _epochs(sim: Simulation) -> list[int]:
    """Out of a broker's log itself: no event tells the epoch of every batch."""
    for replica in sim._cluster.brokers[1].replicas.values():
        if replica.topic == "txn":
            return [record.producer_epoch for record in replica.log.records]
    return []


def transactions() -> None:
    sim = _scene()
    wait(sim, 30)
    events = sim.apply("publish shop txn key=a1") + wait(sim, 2)
    events += sim.apply("publish shop txn key=a2") + wait(sim, 2)
    row = sim.view()["topics"]["txn"]["0"]["replicas"]
    leader = str(sim.view()["topics"]["txn"]["0"]["leader"])
    say("2.7", "two transactions of one record each: log end", row[leader]["log_end_offset"])
    say("2.7", "producer epochs of record and marker in turn", _epochs(sim))
    say("2.7", "offsets that a read_committed member processes", _read(events, "committed"))
    say("7.7", "its position", {
        name: m["partitions"]["txn"]["0"]["position"] for name, m in sim.view()["members"].items()})  # fmt: skip
    sim = _scene(transaction={"records": 3, "every": "2s"})
    sim.apply("when log.record_appended topic=txn do hang producer shop for=90s")
    sim.apply("when transaction.partition_added do publish other txn key=other")
    at = sim.now_us
    events = wait(sim, 60)
    say("2.7", "a transaction left open (timeout 5 s): seconds, last stable offset", [
        (round((e.at_us - at) / 10**6, 1), e.type, getattr(e, "offset", ""))
        for e in events if e.type.startswith("transaction.")])  # fmt: skip
    for group in ("committed", "uncommitted"):
        say("2.7", f"processed by read_{group}, seconds and offset", [
            (round((e.at_us - at) / 10**6, 1), e.offset) for e in events
            if e.type == "client.record_processed" and e.member.startswith(f"{group}-")])  # fmt: skip
