"""The new consumer protocol (KIP-848) and share groups (KIP-932; semantics 6)."""

import time

from tools.real_kafka.checks.scene import Scene

NEW = {"group.protocol": "consumer"}


def _epochs(s: Scene) -> tuple:
    g = s.probe("group", group="modern")
    return g["group_epoch"], g["target_epoch"], sorted(m["epoch"] for m in g["members"])


def consumer_protocol(s: Scene) -> None:
    s.probe("create", topic="orders", partitions=4, rf=1)
    options = {"group": "modern", "topics": ["orders"]}
    s.probe("join", name="warm", group="warm", topics=["orders"], config=NEW)
    s.until(lambda: len(s.seen("warm")[0]["owned"]) == 4, 40)
    s.probe("leave", prefix="warm")
    s.probe("join", name="m-a", config={**NEW, "client.id": "m-a"}, **options)
    began = time.monotonic()
    s.until(lambda: len(s.seen("m-a")[0]["owned"]) == 4, 20)
    took = round(time.monotonic() - began, 1)
    s.fact("6.1", "first member gets all four partitions without the 3 s initial delay: seconds",
           "under 3, one assignment interval of 1 s and heartbeats", took, took < 3)  # fmt: skip
    first = s.until(lambda: len(set(map(str, (e := _epochs(s))[:2]))) == 1 and e, 10)
    s.probe("join", name="m-b", config={**NEW, "client.id": "m-b"}, **options)
    began = time.monotonic()
    states = set()
    while len(s.seen("m-b")[0]["owned"]) < 2 and time.monotonic() - began < 20:
        states.add(s.probe("group", group="modern")["state"])
    took = round(time.monotonic() - began, 1)
    s.until(lambda: s.probe("group", group="modern")["state"] == "Stable", 15)
    second = _epochs(s)
    group = s.probe("group", group="modern")
    s.fact("6.1", "group, target and member epochs with one member, and with two (+ 1 for the join, "
           "all equal when Stable)", "e, then e + 1 everywhere", (first, second),
           second[0] == first[0] + 1 and second[2] == [second[0]] * 2 and second[1] == second[0])  # fmt: skip
    s.fact("10.G", "what the first member's listener hears: only what moves", ["assigned 4", "revoked 2"],
           [f"{row[1]} {len(row[2])}" for row in s.seen("m-a")[0]["seen"] if row[2]])  # fmt: skip
    s.fact("6.1", "type and assignor", ("Consumer", "uniform"), (group["type"], group["assignor"]))
    s.fact("10.G", "seconds until the second member has its two partitions, and states on the way",
           "up to 5 + 5 (two heartbeat intervals)", (took, sorted(states)), took <= 11.5)  # fmt: skip
    s.probe("leave", prefix="m-")
    s.probe("join", name="bad", config={**NEW, "session.timeout.ms": "10000"}, **options)
    end = s.until(lambda: s.seen("bad")[0]["seen"], 10)
    s.fact("6.1", "session.timeout.ms set together with group.protocol=consumer", "ConfigException",
           str(end[0][2])[:160] if end else "nothing", "ConfigException" in str(end))  # fmt: skip
    s.probe("leave", prefix="bad")


def share_group(s: Scene) -> None:
    s.probe("create", topic="jobs", partitions=1, rf=1)
    s.probe("configure", kind="GROUP", name="pool", config={"share.auto.offset.reset": "earliest"})
    options = {"kind": "share", "group": "pool", "topics": ["jobs"]}
    for name in ("pool-a", "pool-b", "pool-c"):
        s.probe("join", name=name, config={"max.poll.records": "2"}, **options)
    time.sleep(12)
    for _ in range(6):
        s.probe("produce", topic="jobs", keys=["k"] * 10, name="jobs", one_by_one=True)
        time.sleep(0.3)
    records = lambda prefix: [  # noqa: E731
        [row[2] for row in m["seen"] if row[1] == "record"] for m in s.seen(prefix)
    ]
    s.until(lambda: sum(map(len, records("pool"))) >= 60, 30)
    time.sleep(1)
    got = records("pool")
    offsets = sorted(int(row.split("@")[1].split()[0]) for rows in got for row in rows)
    s.fact("6.2", "60 records of one partition over three members of a share group: records each, "
           "none twice", "each gets some", [len(rows) for rows in got],
           offsets == list(range(60)) and sum(1 for rows in got if rows) >= 2)  # fmt: skip
    s.probe("leave", prefix="pool")
    s.probe("create", topic="poison", partitions=1, rf=1)
    s.probe(
        "configure", kind="GROUP", name="strict", config={"share.auto.offset.reset": "earliest"}
    )
    s.probe("produce", topic="poison", keys=["k"], name="jobs")
    s.probe("join", name="strict", kind="share", group="strict", topics=["poison"], config={},
            answer="RELEASE")  # fmt: skip
    s.until(lambda: len(records("strict")[0]) >= 5, 40)
    time.sleep(6)
    s.fact("6.2", "a record that is always released: deliveries before it is archived (limit 5)",
           [f"0@0 delivery {n}" for n in range(1, 6)], records("strict")[0])  # fmt: skip
    s.probe("leave", prefix="strict")


CHECKS = [consumer_protocol, share_group]
