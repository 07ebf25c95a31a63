"""Three isolated controllers and two brokers: the quorum is lost, all brokers live (4.3, 4.4)."""

import time

from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene


def data_goes_on(s: Scene) -> None:
    s.probe("create", topic="q", replicas=[[1, 2], [2, 1]])
    s.probe("produce", topic="q", keys=["a"], partition=0)
    on = s.coordinator("g")
    c, d = s.connect(1), s.connect(on)
    s.until(lambda: wire.commit(d, "g", "q", 1) == "NONE", 10)
    for number in (7, 8):
        s.cluster.kill(number)
    time.sleep(14)
    s.fact("4.3", "two of three isolated controllers dead for 14 s: acks=all", ("NONE", 1),
           wire.produce(c, "q", wire.batch(["v"])))  # fmt: skip
    s.fact("4.3", "and a consumer's fetch sees it (high watermark)", 2,
           s.until(lambda: wire.fetch(c, "q", 1).high_watermark == 2 and 2, 5))  # fmt: skip
    s.fact("4.3", "offset commit, all replicas of its partition alive", "NONE",
           wire.commit(d, "g", "q", 2))  # fmt: skip
    member = wire.join(d, "fresh" if s.coordinator("fresh") == on else "g").error
    s.fact("4.3", "a JoinGroup is answered", "MEMBER_ID_REQUIRED", member)
    s.fact(
        "4.3",
        "both brokers stay in the ISR, nobody is fenced",
        [1, 2],
        sorted(s.told(1, "q")["isr"]),
    )
    s.cluster.kill(2)
    time.sleep(12)
    told = [s.told(1, "q", part) for part in (0, 1)]
    s.fact("4.3", "then broker 2 dies: leader and ISR of both partitions 12 s later",
           [(1, [1, 2]), (2, [1, 2])], [(row["leader"], sorted(row["isr"])) for row in told])  # fmt: skip
    s.fact("4.3", "acks=all to broker 1 with the dead follower in its ISR, timeout 3 s",
           "REQUEST_TIMED_OUT", wire.produce(c, "q", wire.batch(["v"]), timeout=3000)[0])  # fmt: skip
    s.cluster.start(7)
    took = time.monotonic()
    s.until(lambda: s.told(1, "q", 1)["leader"] == 1, 60)
    s.fact("4.3", "a second controller is back: partition 1 gets leader 1, seconds after its start",
           "quorum + a fresh session of 9 s for broker 2", round(time.monotonic() - took),
           s.told(1, "q", 1)["leader"] == 1)  # fmt: skip


CHECKS = [data_goes_on]
