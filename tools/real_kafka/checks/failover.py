"""A broker crashes, stops, comes back; a new one joins (semantics 3.3 to 3.9, 10.B)."""

import signal
import time

from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene

REPLICAS = [[1, 2, 3], [2, 3, 1], [3, 1, 2]]


def crash(s: Scene) -> None:
    s.probe("create", topic="ft", replicas=REPLICAS, config={"min.insync.replicas": "2"})
    s.probe("create", topic="strict", replicas=[[2, 3, 1]], config={"min.insync.replicas": "3"})
    s.probe("create", topic="clamped", replicas=[[2, 3]], config={"min.insync.replicas": "3"})
    s.probe("produce", topic="ft", keys=["a", "b", "c"], partition=0)
    s.probe("produce", topic="strict", keys=["a"])
    before = [s.told(2, "ft", part) for part in range(3)]
    s.fact("3.4", "leaders of replicas [1,2,3], [2,3,1], [3,1,2]: first of each", [1, 2, 3],
           [row["leader"] for row in before])  # fmt: skip
    mark = s.decisions(9)[-1][0]
    at = s.cluster.kill(1)
    time.sleep(4)
    s.fact("3.6", "4 s after the crash, another broker's Metadata says of partition 0", 1,
           s.told(2, "ft")["leader"])  # fmt: skip
    s.until(lambda: s.told(2, "ft")["leader"] not in (1, -1), 20, 0.05)
    took = round(time.monotonic() - at, 1)
    s.fact(
        "3.7", "seconds from the crash to the new leader", "7 to 10.5", took, 6.9 <= took <= 10.8
    )
    time.sleep(0.5)
    after = [s.told(2, "ft", part) for part in range(3)]
    s.fact("10.B", "the new leader: next replica in assignment order, in the ISR", (2, [2, 3]),
           (after[0]["leader"], sorted(after[0]["isr"])))  # fmt: skip
    s.fact("3.4", "leader epochs of the three partitions: + 1 only where the leader changed",
           [1, 0, 0], [b["epoch"] - a["epoch"] for a, b in zip(before, after, strict=True)])  # fmt: skip
    s.fact("3.2", "the crashed follower left the other ISRs with the fencing, not after 30 s",
           [[2, 3], [2, 3]], [sorted(row["isr"]) for row in after[1:]])  # fmt: skip
    rows = [row for row in s.decisions(9, mark) if row[2] in (
        "PartitionChangeRecord", "BrokerRegistrationChangeRecord")]  # fmt: skip
    kinds = [row[2] for row in rows]
    s.fact("10.B", "order in the metadata log: partition changes, then the fencing", True,
           f"{kinds.count('PartitionChangeRecord')} PartitionChange, then {kinds[-1]}",
           kinds[-1].startswith("BrokerReg") and "BrokerReg" not in "".join(kinds[:-1]))  # fmt: skip


def under_min_insync(s: Scene) -> None:
    """Goes on from the crash: broker 1 is away, `strict` has two of three in sync, min 3."""
    c = s.connect(2)
    s.fact("2.4", "acks=all with ISR 2 below min.insync.replicas 3", ("NOT_ENOUGH_REPLICAS", -1),
           wire.produce(c, "strict", wire.batch(["lost"])))  # fmt: skip
    s.fact("2.4", "acks=1 then: acknowledged at the next offset", ("NONE", 1),
           wire.produce(c, "strict", wire.batch(["hidden"]), acks=1))  # fmt: skip
    time.sleep(1.5)
    seen = wire.fetch(c, "strict", 0)
    s.fact("2.4", "but the high watermark does not move", 1, seen.high_watermark)
    rows = s.probe("read", topic="strict")["records"]
    s.fact("10.C", "and a consumer sees only the old record", 1, len(rows))
    s.fact("2.4", "topic with two replicas and min.insync.replicas 3 (clamped to 2), acks=all",
           ("NONE", 0), wire.produce(c, "clamped", wire.batch(["v"])))  # fmt: skip
    s.fact("2.4", "acks=all with ISR {2,3} and min 2 goes on without broker 1", "NONE",
           wire.produce(c, "ft", wire.batch(["v"]))[0])  # fmt: skip


def placed_on_a_fenced_broker(s: Scene) -> None:
    """Goes on: a topic of three replicas is made while broker 1 is fenced."""
    s.probe("create", topic="placed", partitions=4, rf=3)
    s.until(lambda: len(s.told(2, "placed", 3).get("isr", [])) == 2, 10)
    rows = s.probe("describe", topic="placed")
    s.fact("3.8", "four partitions of three replicas while broker 1 is fenced: replicas each, partitions "
           "with 1 in first place, with 1 in the ISR, led by it", ([3, 3, 3, 3], 0, 0, 0),
           ([len(r["replicas"]) for r in rows], sum(r["replicas"][0] == 1 for r in rows),
            sum(1 in r["isr"] for r in rows), sum(r["leader"] == 1 for r in rows)))  # fmt: skip


def comes_back(s: Scene) -> None:
    s.cluster.start(1)
    s.until(lambda: 1 in s.told(2, "ft")["isr"], 60)
    isr = s.told(2, "ft")["isr"]
    s.fact("3.7", "back in the ISR {1, 2, 3} (the list's order has no meaning)", "all three", isr,
           sorted(isr) == [1, 2, 3])  # fmt: skip
    s.fact("3.7", "leader of partition 0 then: still", 2, s.told(2, "ft")["leader"])
    began = time.monotonic()
    s.fact("10.C", "the hidden acks=1 record is visible", True, bool(s.until(
        lambda: wire.fetch(s.connect(2), "strict", 0).high_watermark == 2, 20)))  # fmt: skip
    s.until(lambda: s.told(2, "ft")["leader"] == 1, 40)
    took = round(time.monotonic() - began)
    now = s.told(2, "ft")
    s.fact("3.4", "preferred leader again only at the balance interval (set to 30 s here): seconds "
           "after it was in sync, leader, epoch + 1", "up to 30", (took, now["leader"], now["epoch"]),
           now["leader"] == 1 and now["epoch"] == 2)  # fmt: skip


def controlled_shutdown(s: Scene) -> None:
    before = s.told(1, "ft", 1)
    at = s.cluster.stop(2)
    s.until(lambda: s.told(1, "ft", 1)["leader"] != 2, 20, 0.03)
    took = round(time.monotonic() - at, 2)
    now = s.told(1, "ft", 1)
    s.fact("3.7", "controlled shutdown of broker 2: seconds until partition 1 has a new leader",
           "under 2", took, took < 3)  # fmt: skip
    s.fact("3.7", "new leader, epoch + 1, broker 2 out of the ISR", (3, 1, False),
           (now["leader"], now["epoch"] - before["epoch"], 2 in now["isr"]))  # fmt: skip
    s.cluster.wait(2)
    lines = len(s.cluster.nodes[2].log.read_text("utf-8", "replace").splitlines())
    began = time.monotonic()
    s.cluster.start(2)
    s.until(lambda: 2 in s.told(1, "ft", 1)["isr"], 60)
    took = round(time.monotonic() - began)
    text = s.cluster.nodes[2].log.read_text("utf-8", "replace").splitlines()[lines:]
    refused = [row for row in text if "DUPLICATE_BROKER_REGISTRATION" in row]
    s.fact("3.7", "restarted right after a clean stop: registration refused with "
           "DUPLICATE_BROKER_REGISTRATION, every 2 s, until 9 s after the last heartbeat",
           "refused", f"{len(refused)} times; in sync again after {took} s", refused)  # fmt: skip


def crash_and_restart(s: Scene) -> None:
    lines = len(s.cluster.nodes[3].log.read_text("utf-8", "replace").splitlines())
    s.cluster.kill(3)
    s.cluster.start(3)
    s.until(lambda: any("Transition from STARTING to RECOVERY" in r or "has been unfenced" in r
            for r in s.cluster.nodes[3].log.read_text("utf-8", "replace").splitlines()[lines:]), 60)  # fmt: skip
    s.until(lambda: 3 in s.told(1, "ft", 2)["isr"], 60)
    text = s.cluster.nodes[3].log.read_text("utf-8", "replace").splitlines()[lines:]
    refused = [row[:12] for row in text if "DUPLICATE_BROKER_REGISTRATION" in row]
    s.fact("3.7", "restarted at once after a crash: refused the same way", "refused",
           f"{len(refused)} times, first and last at {refused[:1]} {refused[-1:]}", refused)  # fmt: skip


def lost_tail(s: Scene) -> None:
    """acks=1 records that only the dead leader had: gone, and their offsets used again."""
    s.probe("create", topic="tail", replicas=[[1, 2, 3]])
    s.probe("produce", topic="tail", keys=["kept1", "kept2"])
    time.sleep(1.5)
    c = s.connect(1)
    s.cluster.signal(signal.SIGSTOP, 2, 3)
    time.sleep(1)  # a fetch parked at the leader would still carry the records to them
    written = wire.produce(c, "tail", wire.batch(["x", "y"], key="lost"), acks=1)
    hidden = wire.fetch(c, "tail", 0).high_watermark
    s.cluster.kill(1)
    s.cluster.signal(signal.SIGCONT, 2, 3)
    s.fact("3.3", "acks=1 with frozen followers: acknowledged at offset 2, high watermark",
           (("NONE", 2), 2), (written, hidden))  # fmt: skip
    s.until(lambda: s.told(2, "tail")["leader"] == 2, 30)
    old = s.batches("tail", broker=1)
    second = s.connect(2)
    again = s.until(lambda: (r := wire.produce(second, "tail", wire.batch(["z"], key="new"), acks=1))[0]
                    == "NONE" and r, 10)  # fmt: skip
    s.fact("1.2", "the next record under the new leader gets the lost record's offset", ("NONE", 2),
           again)  # fmt: skip
    s.fact("1.2", "the new leader's answer to `where does epoch 0 end` (OffsetForLeaderEpoch)",
           ("NONE", 0, 2), wire.epoch_end(second, "tail", 1, 0))  # fmt: skip
    s.fact("1.2", "a fetch with an older leader epoch, and with a newer one",
           ["FENCED_LEADER_EPOCH", "UNKNOWN_LEADER_EPOCH"],
           [wire.fetch(second, "tail", 0, epoch=e).error for e in (0, 9)])  # fmt: skip
    s.fact("3.6", "a produce request to a follower",
           "NOT_LEADER_OR_FOLLOWER", wire.produce(s.connect(3), "tail", wire.batch(["q"]))[0])  # fmt: skip
    s.cluster.start(1)
    s.until(lambda: 1 in s.told(2, "tail")["isr"], 60)
    time.sleep(1)
    shown = lambda rows: [(o, r["epoch"], k) for r in rows for o, k in r["records"]]  # noqa: E731
    s.fact("10.B", "old leader's disk (offset, epoch, key) before and after it came back",
           ([(0, 0, "kept1"), (1, 0, "kept2"), (2, 0, "lost"), (3, 0, "lost")],
            [(0, 0, "kept1"), (1, 0, "kept2"), (2, 1, "new")]),
           (shown(old), shown(s.batches("tail", broker=1))))  # fmt: skip


def paused_leader(s: Scene) -> None:
    """A leader stands still longer than its session, and finds a request when it goes on."""
    s.probe("create", topic="gc", replicas=[[1, 2, 3]])
    s.probe("produce", topic="gc", keys=["kept"])
    time.sleep(1.5)
    c = s.connect(1)
    s.cluster.signal(signal.SIGSTOP, 1)
    time.sleep(1)
    c.send_produce("gc", wire.batch(["x"], key="late"), acks=1)
    s.until(lambda: s.told(2, "gc")["leader"] == 2, 30)
    new = s.until(lambda: (r := wire.produce(s.connect(2), "gc", wire.batch(["z"], key="new")))[0]
                  == "NONE" and r, 10)  # fmt: skip
    s.cluster.signal(signal.SIGCONT, 1)
    answer = wire.read_produce(c)
    s.fact("3.6", "a leader frozen beyond its session finds an acks=1 request when it goes on: its "
           "answer, while the new leader has given the offset to another record",
           "acknowledged or NOT_LEADER_OR_FOLLOWER", (answer, new), new == ("NONE", 1))  # fmt: skip
    s.until(lambda: 1 in s.told(2, "gc")["isr"], 60)
    time.sleep(1)
    rows = [(o, r["epoch"], k) for r in s.batches("gc", broker=1) for o, k in r["records"]]
    s.fact("1.2", "its log after it has rejoined (offset, epoch, key)", [(0, 0, "kept"), (1, 1, "new")],
           rows)  # fmt: skip


def new_broker(s: Scene) -> None:
    s.cluster.add(4)
    s.cluster.start(4)
    s.cluster.ready(4)
    time.sleep(8)
    everywhere = [4 in row["replicas"] for topic in ("ft", "tail", "strict")
                  for row in s.probe("describe", topic=topic)]  # fmt: skip
    s.fact("3.9", "a fourth broker joins: existing partitions that it gets", 0, sum(everywhere))
    s.probe("reassign", topic="ft", partition=0, to=[4, 2])
    s.until(lambda: sorted(s.told(2, "ft")["replicas"]) == [2, 4], 40)
    now = s.told(2, "ft")
    s.fact("3.9", "reassigning [1,2,3] to [4,2]: replicas, and the leader must change from 1",
           ([4, 2], True), (now["replicas"], now["leader"] in (2, 4)))  # fmt: skip


CHECKS = [crash, under_min_insync, placed_on_a_fenced_broker, comes_back, controlled_shutdown,
          crash_and_restart, lost_tail, paused_leader, new_broker]  # fmt: skip
