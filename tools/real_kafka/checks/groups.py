"""The classic group protocol, bare, and where its offsets stand (semantics 5.1 to 5.4, 7)."""

import time

from broker_core.coordinator.placement import coordinator_partition
from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene

GROUPS = ["billing", "my-group", "audit", "a", "shipping-2"]


def coordinators(s: Scene) -> None:
    c = s.connect(1)
    error, _ = wire.coordinator(c, "billing")
    s.fact("5.1", "FindCoordinator while __consumer_offsets does not exist",
           "COORDINATOR_NOT_AVAILABLE", error)  # fmt: skip
    s.until(lambda: wire.coordinator(c, "billing")[0] == "NONE", 30)
    rows = s.probe("describe", topic="__consumer_offsets")
    s.fact("5.1", "partitions and replication factor of __consumer_offsets", (50, 3),
           (len(rows), len(rows[0]["replicas"])))  # fmt: skip
    s.probe("create", topic="plain", partitions=1, rf=3)
    found, expected, who = {}, {}, True
    for group in GROUPS:
        broker = wire.coordinator(c, group)[1]
        on = s.connect(broker)
        s.until(lambda on=on, group=group: wire.commit(on, group, "plain", 5) == "NONE", 10, 0.3)
        part = coordinator_partition(group)
        expected[group] = part
        rows = s.probe("read", topic="__consumer_offsets", partition=part, for_ms=1200)["records"]
        found[group] = part if any(group in row[2] for row in rows) else -1
        who = who and s.leader("__consumer_offsets", part) == broker
    s.fact("5.1", "partition of __consumer_offsets that a group's commit stands in "
           "(expected: abs(hashCode) mod 50)", expected, found)  # fmt: skip
    s.fact("5.1", "FindCoordinator names the leader of that partition, five groups", True, who)


def classic_messages(s: Scene) -> None:
    group = "raw"
    c, a, b = (s.connect(s.coordinator(group)) for _ in range(3))
    first = wire.join(a, group)
    s.fact("5.3", "JoinGroup with an empty member id", "MEMBER_ID_REQUIRED and an id",
           (first.error, (first.member or "")[:5]),
           first.error == "MEMBER_ID_REQUIRED" and first.member.startswith("wire-"))  # fmt: skip
    began = time.monotonic()
    joined = wire.join(a, group, first.member)
    took = round(time.monotonic() - began, 1)
    s.fact("5.3", "first member of an empty group waits (seconds), generation, leader is itself",
           (3.0, 1, True), (took, joined.generation, joined.leader == first.member),
           2.9 <= took <= 3.6 and joined.generation == 1)  # fmt: skip
    s.fact("5.4", "commit in CompletingRebalance", "REBALANCE_IN_PROGRESS",
           wire.commit(c, group, "plain", 1, 1, first.member))  # fmt: skip
    s.fact("5.3", "heartbeat in CompletingRebalance", "NONE",
           wire.heartbeat(c, group, 1, first.member))  # fmt: skip
    s.fact("5.3", "SyncGroup of the leader", "NONE",
           wire.sync(a, group, 1, first.member, [(first.member, b"x")]))  # fmt: skip
    s.fact("5.4", "commit of a group with members by somebody outside it", "UNKNOWN_MEMBER_ID",
           wire.commit(c, group, "plain", 1))  # fmt: skip
    s.fact("5.4", "commit with an old generation", "ILLEGAL_GENERATION",
           wire.commit(c, group, "plain", 1, 0, first.member))  # fmt: skip
    s.fact("5.4", "heartbeat of a member nobody knows", "UNKNOWN_MEMBER_ID",
           wire.heartbeat(c, group, 1, "ghost"))  # fmt: skip
    second = wire.join(b, group)
    began = time.monotonic()
    wire.send_join(b, group, second.member)
    time.sleep(0.3)
    s.fact("5.3", "the first member's heartbeat when a second one joins", "REBALANCE_IN_PROGRESS",
           wire.heartbeat(a, group, 1, first.member))  # fmt: skip
    s.fact("5.4", "commit in PreparingRebalance with the right generation", "NONE",
           wire.commit(c, group, "plain", 2, 1, first.member))  # fmt: skip
    s.fact("5.3", "SyncGroup in PreparingRebalance", "REBALANCE_IN_PROGRESS",
           wire.sync(a, group, 1, first.member))  # fmt: skip
    again = wire.join(a, group, first.member)
    other = wire.read_join(b)
    took = round(time.monotonic() - began, 1)
    s.fact("5.3", "the second rebalance ends when all known members rejoined (no initial delay): "
           "seconds", "under 2", took, took < 2)  # fmt: skip
    s.fact("5.3", "generation, same leader, members listed to leader and to the other", (2, True, 2, 0),
           (again.generation, again.leader == first.member, len(again.members), len(other.members)))  # fmt: skip
    wire.sync(a, group, 2, first.member, [(first.member, b"x"), (second.member, b"y")])
    wire.sync(b, group, 2, second.member)
    same = wire.join(b, group, second.member)
    s.fact("5.2", "a follower rejoins in Stable with the same metadata: generation stays",
           ("NONE", 2), (same.error, same.generation))  # fmt: skip
    s.fact("5.4", "LeaveGroup of the second, then the first one's heartbeat",
           ("NONE", "REBALANCE_IN_PROGRESS"),
           (wire.leave(b, group, second.member), wire.heartbeat(a, group, 2, first.member)))  # fmt: skip
    short = wire.join(c, "short", session=5999)
    s.fact("5.3", "session.timeout.ms of 5999", "INVALID_SESSION_TIMEOUT", short.error)


def crashed_member(s: Scene) -> None:
    group = "sessions"
    a, b = s.connect(s.coordinator(group)), s.connect(s.coordinator(group))
    one = wire.join(a, group, session=6000).member
    wire.send_join(a, group, one, session=6000)
    wire.read_join(a)
    wire.sync(a, group, 1, one, [(one, b"x")])
    began = time.monotonic()
    two = wire.join(b, group).member
    a.close()
    joined = wire.join(b, group, two)
    took = round(time.monotonic() - began, 1)
    s.fact("5.4", "a member dies (connection closed, no LeaveGroup, session 6 s): seconds until the "
           "next generation is formed without it", "about 6: its session, not its connection",
           (took, joined.generation), 5.5 <= took <= 7.5 and joined.generation == 2)  # fmt: skip


def committed_offsets(s: Scene) -> None:
    s.probe("create", topic="work", partitions=1, rf=3)
    s.probe("produce", topic="work", keys=[f"k{n}" for n in range(10)])
    done = s.probe("read", topic="work", most=3, commit=True,
                   config={"group.id": "worker", "max.poll.records": "3"})  # fmt: skip
    s.fact("7.1", "offsets read, and the offset committed after them", ([0, 1, 2], 3),
           ([row[0] for row in done["records"]], done["position"]))  # fmt: skip
    again = s.probe("read", topic="work", config={"group.id": "worker"})
    s.fact("7.4", "the next reader of the group starts at the committed offset, although "
           "auto.offset.reset=earliest", 3, again["records"][0][0])  # fmt: skip
    new = s.probe("read", topic="work", config={"group.id": "new", "auto.offset.reset": "latest"})
    s.fact("7.4", "a new group with auto.offset.reset=latest gets of ten old records", 0,
           len(new["records"]))  # fmt: skip
    back = s.probe("read", topic="work", most=1, config={"group.id": "worker", "max.poll.records": "1"},
                   commit=True, **{"from": 0})  # fmt: skip
    s.fact(
        "7.2",
        "committing backwards is allowed: position committed after 3 was",
        1,
        back["position"],
    )


def crash_before_commit(s: Scene) -> None:
    """A Java consumer that ends without close: what it read and did not commit comes again."""
    s.probe("create", topic="again", partitions=1, rf=3)
    s.probe("produce", topic="again", keys=[f"k{n}" for n in range(6)])
    c = s.connect(s.coordinator("crashers"))
    wire.commit(c, "crashers", "again", 2)
    first = s.probe("read", topic="again", config={"group.id": "crashers"})
    second = s.probe("read", topic="again", config={"group.id": "crashers"})
    s.fact("7.5", "committed 2, read 2 to 5 without a commit, ended: the next one reads", [2, 3, 4, 5],
           [row[0] for row in second["records"]],
           [r[0] for r in first["records"]] == [r[0] for r in second["records"]] == [2, 3, 4, 5])  # fmt: skip


CHECKS = [coordinators, classic_messages, crashed_member, committed_offsets, crash_before_commit]
