"""Java and librdkafka consumers in groups of the classic protocol (semantics 5.4 to 5.7, 7.2)."""

import time

from tools.real_kafka.checks.scene import Scene

NAME = "org.apache.kafka.clients.consumer."


def assignors(s: Scene) -> None:
    s.probe("create", topic="orders", partitions=4, rf=1)
    s.probe("create", topic="bills", partitions=4, rf=1)
    for word, expected in (
        ("RangeAssignor", [["bills-0", "bills-1", "orders-0", "orders-1"],
                           ["bills-2", "orders-2"], ["bills-3", "orders-3"]]),
        ("RoundRobinAssignor", [["bills-0", "bills-3", "orders-2"],
                                ["bills-1", "orders-0", "orders-3"], ["bills-2", "orders-1"]]),
    ):  # fmt: skip
        names = [f"{word}-{n}" for n in range(3)]
        for name in names:
            s.probe("join", name=name, group=word, topics=["orders", "bills"], config={
                "client.id": name, "partition.assignment.strategy": NAME + word})  # fmt: skip
        s.until(lambda word=word: sum(len(m["owned"]) for m in s.seen(word)) == 8, 25)
        time.sleep(1)
        s.fact("5.7", f"{word}: three members, orders and bills with four partitions each "
               "(members sorted by their ids)", expected, [m["owned"] for m in s.seen(word)])  # fmt: skip
        s.probe("leave", prefix=word)


def rebalances(s: Scene) -> None:
    for word in ("Range", "CooperativeSticky"):
        strategy = NAME + word + "Assignor"
        options = {"group": word, "topics": ["orders"], "config": {
            "partition.assignment.strategy": strategy, "heartbeat.interval.ms": "1000"}}  # fmt: skip
        s.probe("join", name=f"{word}-a", **options)
        s.until(lambda word=word: len(s.seen(word)[0]["owned"]) == 4, 20)
        s.probe("join", name=f"{word}-b", **options)
        s.until(lambda word=word: len(s.seen(word)[1]["owned"]) == 2, 25)
        time.sleep(1.5)
        log = [[row[1], row[2]] for row in s.seen(word)[0]["seen"]]
        late = [[row[1], row[2]] for row in s.seen(word)[1]["seen"]]
        if word == "Range":
            expected = ["assigned 4", "revoked 4", "assigned 2"]
        else:
            expected = ["assigned 4", "revoked 2"]
        got = [f"{what} {len(parts)}" for what, parts in log if parts]
        s.fact("5.6", f"{word}: what the first member's listener hears when a second joins (four "
               "partitions)", expected, got)  # fmt: skip
        s.fact("5.6", f"{word}: what the second one's hears", "assigned 2 last",
               [f"{what} {len(parts)}" for what, parts in late], len(late[-1][1]) == 2)  # fmt: skip
        s.probe("leave", prefix=word)


def static_members(s: Scene) -> None:
    options = {"group": "fixed", "topics": ["orders"], "config": {
        "group.instance.id": "one", "session.timeout.ms": "10000"}}  # fmt: skip
    s.probe("join", name="fixed-1", **options)
    s.until(lambda: len(s.seen("fixed-1")[0]["owned"]) == 4, 20)
    s.probe("join", name="fixed-2", **options)
    s.until(lambda: len(s.seen("fixed-2")[0]["owned"]) == 4, 20)
    fenced = s.until(lambda: [row for row in s.seen("fixed-1")[0]["seen"] if row[1] == "ended"], 12)
    s.fact("5.4", "a second instance with the same group.instance.id takes the partitions over; the "
           "first ends with", "FencedInstanceIdException", str(fenced)[:120],
           "FencedInstanceId" in str(fenced))  # fmt: skip
    s.probe("leave", prefix="fixed")


def static_restart(s: Scene) -> None:
    for name in ("one", "two"):
        _static(s, name, name)
    s.until(lambda: [len(m["owned"]) for m in s.seen("still-")] == [2, 2], 25)
    time.sleep(2)
    heard = len(s.seen("still-two")[0]["seen"])
    before = s.seen("still-one")[0]["owned"]
    s.probe("leave", prefix="still-one")
    time.sleep(2)
    _static(s, "one", "one")
    s.until(lambda: s.seen("still-one")[0]["owned"], 20)
    time.sleep(2)
    s.fact("5.5", "a static member closes and is back within its session: same partitions, and what "
           "the other one heard of it", (before, 0),
           (s.seen("still-one")[0]["owned"], len(s.seen("still-two")[0]["seen"]) - heard))  # fmt: skip
    s.probe("leave", prefix="still-")


def _static(s: Scene, name: str, instance: str) -> None:
    s.probe("join", name=f"still-{name}", group="still", topics=["orders"], config={
        "group.instance.id": instance, "session.timeout.ms": "20000"})  # fmt: skip


def auto_commit(s: Scene) -> None:
    """What stands committed 8 s after the first record was handed over and is still in work."""
    s.probe("create", topic="slow", partitions=1, rf=3)
    s.probe("produce", topic="slow", keys=["a", "b", "c"])
    s.probe("join", name="java-slow", group="java-slow", topics=["slow"], work_ms=9000, config={
        "auto.offset.reset": "earliest", "max.poll.records": "1"})  # fmt: skip
    s.until(lambda: [r for r in s.seen("java-slow")[0]["seen"] if r[1] == "record"], 25)
    time.sleep(8)
    s.fact("7.2", "Java, auto commit every 5 s, 8 s into the work on record 0: committed", {},
           s.probe("committed", group="java-slow"))  # fmt: skip
    s.until(lambda: s.probe("committed", group="java-slow"), 8, 0.3)
    s.fact("7.2", "after the next poll", {"slow-0": 1}, s.probe("committed", group="java-slow"))
    try:
        from confluent_kafka import Consumer
    except ImportError:
        return
    for store, expected in (("true", {"slow-0": 1}), ("false", {})):
        consumer = Consumer({
            "bootstrap.servers": s.cluster.servers, "group.id": f"rd-{store}",
            "auto.offset.reset": "earliest", "enable.auto.offset.store": store,
        })  # fmt: skip
        consumer.subscribe(["slow"])
        first = s.until(lambda consumer=consumer: consumer.poll(1.0), 30)
        time.sleep(8)
        seen = s.probe("committed", group=f"rd-{store}")
        s.fact("7.2", f"librdkafka, enable.auto.offset.store={store}, 8 s into the work on record 0: "
               "committed", expected, {k: v for k, v in seen.items() if v >= 0})  # fmt: skip
        if store == "false":
            consumer.store_offsets(first)
            time.sleep(6)
            s.fact("7.2", "then store_offsets(record 0), 6 s later: committed", {"slow-0": 1},
                   s.probe("committed", group="rd-false"))  # fmt: skip
        consumer.close()
    s.probe("leave", prefix="java-slow")


def poll_deadline(s: Scene) -> None:
    s.probe("join", name="stuck", group="stuck", topics=["slow"], work_ms=15000, config={
        "auto.offset.reset": "earliest", "max.poll.interval.ms": "4000", "max.poll.records": "1"})  # fmt: skip
    s.until(lambda: [r for r in s.seen("stuck")[0]["seen"] if r[1] == "record"], 25)
    began = time.monotonic()
    s.until(lambda: s.probe("group", group="stuck")["state"] == "Empty", 12, 0.2)
    took = round(time.monotonic() - began, 1)
    s.fact("5.4", "work longer than max.poll.interval.ms 4 s: seconds until the member has left by "
           "itself (session 45 s)", "about 4", took, 3 <= took <= 7)  # fmt: skip
    s.probe("leave", prefix="stuck")


def coordinator_dies(s: Scene) -> None:
    s.probe("create", topic="wide", partitions=2, rf=3)
    for name in ("calm-a", "calm-b"):
        s.probe("join", name=name, group="calm", topics=["wide"], config={})
    s.until(lambda: [len(m["owned"]) for m in s.seen("calm-")] == [1, 1], 25)
    time.sleep(4)
    heard = [len(m["seen"]) for m in s.seen("calm-")]
    old = s.coordinator("calm")
    s.cluster.kill(old)
    s.probe.servers = ",".join(f"127.0.0.1:{s.cluster.port(n)}" for n in (1, 2, 3) if n != old)
    time.sleep(18)
    now = s.probe("group", group="calm")
    s.fact("5.4", "the coordinator's broker dies: another coordinates, the group is Stable, and what "
           "the listeners of both members heard of it", (True, "Stable", [0, 0]),
           (now["coordinator"] != old, now["state"],
            [len(m["seen"]) - n for m, n in zip(s.seen("calm-"), heard, strict=True)]))  # fmt: skip
    s.probe("leave", prefix="calm-")


CHECKS = [
    assignors,
    rebalances,
    static_members,
    static_restart,
    auto_commit,
    poll_deadline,
    coordinator_dies,
]
