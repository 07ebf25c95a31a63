"""Three combined nodes: the controller fails over, then the quorum is lost (semantics 4)."""

import time

from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene


def quorum_lost(s: Scene) -> None:
    s.probe("create", topic="q", replicas=[[1, 2, 3], [2, 3, 1], [3, 1, 2]])
    s.probe("produce", topic="q", keys=["a"], partition=0)
    for group in ("g1", "g2", "g3", "g4", "g5"):
        s.coordinator(group)
    active = s.probe("quorum")["leader"]
    others = [n for n in (1, 2, 3) if n != active]
    survivor, third = others
    rows = s.probe("describe", topic="q")
    own = next(row["partition"] for row in rows if row["leader"] == survivor)
    c = s.connect(survivor)
    wire.produce(c, "q", wire.batch(["before"]), part=own)
    end = wire.fetch(c, "q", 0, part=own).high_watermark
    at = s.cluster.kill(active)
    s.probe.servers = ",".join(f"127.0.0.1:{s.cluster.port(n)}" for n in others)

    def leads():
        try:
            leader = s.probe("quorum", timeout_ms=1500)["leader"]
            return leader in others and leader
        except s.ProbeError:
            return None

    now = s.until(leads, 20, 0.05)
    took = round(time.monotonic() - at, 1)
    s.fact("4.1", "the active controller is killed: seconds until another of three is active",
           "up to a few (fetch timeout 2 s, or at once by the lost connection)", (took, now), took < 6)  # fmt: skip
    s.cluster.kill(third)
    time.sleep(14)
    told = s.told(survivor, "q", own)
    s.fact("4.3", "two of three are dead for 14 s (longer than the session): ISR of the survivor's "
           "partition", "still with dead members: nobody can shrink it", sorted(told["isr"]),
           len(told["isr"]) >= 2)  # fmt: skip
    lost = s.told(survivor, "q", next(p for p in range(3) if p != own))
    s.fact("4.3", "a partition led by a dead broker keeps that leader in Metadata", "a dead one",
           lost["leader"], lost["leader"] != survivor)  # fmt: skip
    s.fact("4.3", "acks=1 to the survivor", ("NONE", end), wire.produce(
        c, "q", wire.batch(["one"]), acks=1, part=own))  # fmt: skip
    s.fact("2.3", "acks=all there, timeout 3 s", "REQUEST_TIMED_OUT", wire.produce(
        c, "q", wire.batch(["all"]), part=own, timeout=3000)[0])  # fmt: skip
    s.fact("4.3", "high watermark meanwhile", end, wire.fetch(c, "q", 0, part=own).high_watermark)
    try:
        s.probe("create", topic="late", partitions=1, rf=1, timeout_ms=6000)
        created = "created"
    except s.ProbeError as problem:
        created = problem.name
    s.fact("4.3", "creating a topic without a quorum", "TimeoutException", created)
    groups = [
        g for g in ("g1", "g2", "g3", "g4", "g5") if wire.coordinator(c, g) == ("NONE", survivor)
    ]
    commits = {wire.commit(c, g, "q", 1) for g in groups[:1]}
    s.fact("4.3", "an offset commit at the survivor, whose coordinator's followers are both dead and "
           "still in the ISR", "not NONE: a commit is acknowledged when replicated (5.1)",
           commits or "no group here", "NONE" not in commits)  # fmt: skip
    s.cluster.start(active, third)
    s.probe.servers = s.cluster.servers
    ok = s.until(lambda: wire.fetch(c, "q", 0, part=own).high_watermark == end + 2, 60)
    s.fact(
        "2.3", "quorum back: both records are visible, the timed-out one as well", True, bool(ok)
    )


CHECKS = [quorum_lost]
