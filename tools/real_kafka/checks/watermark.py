"""What parked fetches carry, and when a follower learns of a new high watermark (3.1, 10.A).

The followers' fetch wait is set to 8 s, so that what waits for it can be told from what does not.
"""

import signal
import time

from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene


def follower_watermark(s: Scene) -> None:
    s.probe("create", topic="hw", replicas=[[1, 2, 3]])
    c, follower = s.connect(1), s.connect(2)
    s.leader("hw")
    time.sleep(2)
    waits = []
    for number in range(3):
        began = time.monotonic()
        answer = wire.produce(c, "hw", wire.batch(["v"]))
        acked = time.monotonic()
        seen = s.until(
            lambda n=number: (f := wire.fetch(follower, "hw", 0, wait=0)).high_watermark == n + 1
            and f, 12, 0.02,
        )  # fmt: skip
        waits.append((answer[1], round(acked - began, 2), round(time.monotonic() - acked, 2)))
        if seen is None:
            break
        time.sleep(1)
    s.fact("10.A", "acks=all, fetch wait 8 s: (offset, seconds to the acknowledgement, seconds more "
           "until a follower's high watermark passes it); no trace of KIP-1166 here",
           "acknowledged at once; the follower only with the next append or after 8 s", waits,
           all(row[2] > 3 for row in waits))  # fmt: skip
    s.fact("10.A", "acknowledged without waiting for the fetch wait", "far below the fetch wait",
           [row[1] for row in waits], all(row[1] < 2 for row in waits))  # fmt: skip
    began = time.monotonic()
    wire.produce(c, "hw", wire.batch(["v"]))
    wire.produce(c, "hw", wire.batch(["v"]))
    at = wire.fetch(follower, "hw", 0, wait=0).high_watermark
    s.fact("3.1", "right after two more appends a follower's high watermark (log end 5)",
           "4: one behind, it came with the second append's fetch answer", at, at >= 4)  # fmt: skip


def parked_fetch(s: Scene) -> None:
    """Followers freeze while their fetches are parked: the answers wait in their sockets."""
    s.probe("create", topic="saved", replicas=[[1, 2, 3]])
    s.probe("produce", topic="saved", keys=["kept"])
    time.sleep(1.5)
    c = s.connect(1)
    s.cluster.signal(signal.SIGSTOP, 2, 3)
    wire.produce(c, "saved", wire.batch(["x"], key="not lost"), acks=1)
    time.sleep(0.3)  # the answers to the parked fetches reach the frozen processes' sockets
    s.cluster.kill(1)
    s.cluster.signal(signal.SIGCONT, 2, 3)
    s.until(lambda: s.told(2, "saved")["leader"] == 2, 30)
    time.sleep(0.5)
    s.fact("3.1", "acks=1 while the frozen followers have a fetch parked at the leader, leader dies: "
           "the record survives in the answers under way; the next offset is", ("NONE", 2),
           wire.produce(s.connect(2), "saved", wire.batch(["z"]), acks=1))  # fmt: skip
    s.cluster.start(1)
    s.until(lambda: 1 in s.told(2, "saved")["isr"], 60)


CHECKS = [follower_watermark, parked_fetch]
