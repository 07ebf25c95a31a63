"""Share groups: one partition for three members, and a record that is always released (6.2)."""

from collections import Counter
from typing import Any

from tools.real_kafka.engine.stage import say, scene, wait


def _group(**more: Any) -> dict[str, Any]:
    return {"id": "pool", "type": "share", "topics": ["jobs"], "work": "50ms", **more}


def share_group() -> None:
    sim = scene({"jobs": ([[1]], 1)}, groups=[_group(members=3)])
    wait(sim, 40)
    events = []
    for _ in range(60):
        events += sim.apply("publish p jobs key=k") + wait(sim, 0.03)
    events += wait(sim, 10)
    done = [event for event in events if event.type == "share.record_processed"]
    say("6.2", "60 records of one partition: each member's, and how many offsets in all",
        (dict(Counter(event.member for event in done)), len({event.offset for event in done})))  # fmt: skip
    sim = scene({"jobs": ([[1]], 1)}, groups=[_group(
        members=1, poison="release", poison_key="bad",
        config={"share.acknowledgement.mode": "explicit"})])  # fmt: skip
    wait(sim, 40)
    events = sim.apply("publish p jobs key=bad") + wait(sim, 30)
    say("6.2", "a record that is always released", [
        (event.type.removeprefix("share.record_"), event.delivery) for event in events
        if event.type in ("share.record_acquired", "share.record_archived")])  # fmt: skip
