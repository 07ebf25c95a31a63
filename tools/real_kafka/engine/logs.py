"""Logs, sequences, the quorum and what an operator does (semantics 1, 2.6, 3.9, 4)."""

from broker_core.log.partition_log import Record, new_log, sequence_verdict
from tools.real_kafka.engine.stage import part, say, scene, short, until, wait


def quorum() -> None:
    three = [[1, 2, 3], [2, 3, 1], [3, 1, 2]]
    sim = scene({"q": (three, 1)}, combined=True, voters=3)
    wait(sim, 20)
    active = int(sim.view()["cluster"]["active_controller"].removeprefix("broker-"))
    survivor, third = [n for n in (1, 2, 3) if n != active]
    at = sim.now_us
    sim.apply(f"crash broker {active}")
    name = f"broker-{active}"
    took = until(sim, lambda v: v["cluster"]["active_controller"] not in (None, "", name))
    say("4.1", "seconds to the next active controller", ((took or 0) - at) / 10**6)
    sim.apply(f"crash broker {third}")
    wait(sim, 14)
    own = next(n for n in range(3) if three[n][0] == survivor)
    say("4.3", "survivor's partition after 14 s", short(sim, "q", own))
    sim.apply(f"publish p q key=a partition={own} acks=1")
    sim.apply(f"publish p q key=b partition={own} acks=all")
    events = wait(sim, 31)
    mark = part(sim.view(), "q", own)["replicas"][str(survivor)]
    say("4.3", "acks=1 and acks=all there: answers; log end, high watermark", (
        [e.type for e in events if "ack_received" in e.type],
        [e.error for e in events if e.type == "client.retried"][:2],
        (mark["log_end_offset"], mark["high_watermark"])))  # fmt: skip


def watermarks() -> None:
    sim = scene({"hw": ([[1, 2, 3]], 1)}, config={"replica.fetch.wait.max.ms": 8000})
    wait(sim, 20)
    sim.apply("publish p hw key=a acks=all")
    acked = until(sim, lambda v: part(v, "hw")["replicas"]["1"]["high_watermark"] == 1, 20, 1)
    learnt = until(sim, lambda v: part(v, "hw")["replicas"]["2"]["high_watermark"] == 1, 20, 1)
    say("10.A", "seconds from the leader's high watermark to a follower's (fetch wait 8 s)",
        ((learnt or 0) - (acked or 0)) / 10**6)  # fmt: skip


def sequences() -> None:
    log = new_log()
    for n in range(7):
        log.append(Record(n, 0, n, None, None, 0, "p", 5, 0, n, n, 0))
    asked = {"6": (0, 6, 6), "2": (0, 2, 2), "1": (0, 1, 1), "9": (0, 9, 9), "6-7": (0, 6, 7),
             "7 of epoch 1": (1, 7, 7), "0 of epoch 1": (1, 0, 0)}  # fmt: skip
    say("2.6", "after sequences 0 to 6", {
        word: sequence_verdict(log, 5, *row) for word, row in asked.items()})  # fmt: skip
    say("2.6", "a producer nobody knows at 40", sequence_verdict(log, 9, 0, 40, 40))


def retention() -> None:
    sim = scene({"aged": ([[1, 2, 3]], 1), "mixed": ([[1, 2, 3]], 1)})
    wait(sim, 20)
    for topic in ("aged", "mixed"):
        sim.apply(f"set topic {topic} retention.ms=60000")
        for key in "abc":
            sim.apply(f"publish p {topic} key={key}")
    for _ in range(9):
        wait(sim, 50)
        sim.apply("publish p mixed key=young")
    ends = ("log_start_offset", "log_end_offset")
    for topic in ("aged", "mixed"):
        row = part(sim.view(), topic)["replicas"]["1"]
        say("1.4", f"{topic}: log start, log end", [row[name] for name in ends])


def compaction() -> None:
    sim = scene({"keyed": ([[1, 2, 3]], 1)}, preset="teaching")
    wait(sim, 10)
    sim.apply(
        "set topic keyed cleanup.policy=compact segment.bytes=1000 min.cleanable.dirty.ratio=0.01"
    )
    wait(sim, 1)
    sim.apply("publish p keyed key=gone")
    for number in range(30):
        sim.apply(f"publish p keyed key={'abc'[number % 3]} value={number}")
        wait(sim, 0.5)
    wait(sim, 60)
    rows = part(sim.view(), "keyed")["replicas"]["1"]["records"]
    say("1.5", "a tombstone, then a, b, c ten times; what is left", [(r[0], r[3]) for r in rows])


def operators() -> None:
    sim = scene({"orders": ([[1, 2, 3]] * 3, 1)})
    wait(sim, 20)

    def places() -> list[int]:
        found = []
        for key in ("ada", "bo", "cal", "di", "ela", "fei"):
            events = sim.apply(f"publish p orders key={key}") + wait(sim, 0.1)
            found += [e.partition for e in events if e.type == "client.record_created"]
        return found

    say("2.1", "keys on three partitions", places())
    sim.apply("set partitions orders total=4")
    wait(sim, 400)
    say("3.9", "on four, after the producer's next metadata", places())
    sim.apply("add broker 4")
    wait(sim, 30)
    rows = sim.view()["topics"]["orders"].values()
    say("3.9", "partitions that broker 4 holds", sum(4 in row["replica_ids"] for row in rows))
    sim.apply("reassign orders 0 replicas=4,2")
    wait(sim, 30)
    row = part(sim.view(), "orders")
    say("3.9", "after a reassignment to 4, 2", (row["replica_ids"], row["leader"], row["isr"]))
