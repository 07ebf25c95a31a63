"""When a follower learns of a new high watermark (semantics 3.1, 10.A; KIP-1166).

The followers' fetch wait is set to 8 s, so that what waits for it can be told from what does not.
"""

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
           "until a follower's high watermark passes it)",
           "acknowledged at once; the follower only with the next append or after 8 s", waits,
           all(row[2] > 3 for row in waits))  # fmt: skip
    s.fact("10.A", "acknowledged without waiting for the fetch wait", "under 1 s",
           [row[1] for row in waits], all(row[1] < 2 for row in waits))  # fmt: skip
    began = time.monotonic()
    wire.produce(c, "hw", wire.batch(["v"]))
    wire.produce(c, "hw", wire.batch(["v"]))
    at = wire.fetch(follower, "hw", 0, wait=0).high_watermark
    s.fact("3.1", "right after two more appends a follower's high watermark (log end 5)",
           "4: one behind, it came with the second append's fetch answer", at, at >= 4)  # fmt: skip


CHECKS = [follower_watermark]
