"""Segments, retention, compaction, and what a single broker cannot do (semantics 1, 5.1)."""

import time

from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene

HOUR_MS = 3600 * 1000


def _refused(s: Scene, **fields) -> str:
    try:
        s.probe("create", **fields)
        return "created"
    except s.ProbeError as problem:
        return problem.name


def single_broker(s: Scene) -> None:
    c = s.connect(1)
    answers = set()
    end = time.monotonic() + 10
    while time.monotonic() < end:
        answers.add(wire.coordinator(c, "billing")[0])
        time.sleep(0.5)
    s.fact("5.1", "one broker, offsets.topic.replication.factor 3 (default): FindCoordinator for 10 s",
           {"COORDINATOR_NOT_AVAILABLE"}, answers)  # fmt: skip
    s.fact("3.8", "a topic with replication factor 3 on one broker",
           "InvalidReplicationFactorException", _refused(s, topic="r3", partitions=1, rf=3))  # fmt: skip
    s.fact("1.3", "segment.bytes of 1048575, and of 1048576", ["InvalidConfigurationException", "created"],
           [_refused(s, topic=f"s{n}", config={"segment.bytes": str(n)}) for n in (1048575, 1048576)])  # fmt: skip
    s.fact("1.4", "an empty cleanup.policy (since 4.2)", "created",
           _refused(s, topic="forever", config={"cleanup.policy": ""}))  # fmt: skip
    big = wire.batch(["x" * 1_100_000])
    s.fact("1.1", "a batch above max.message.bytes", "MESSAGE_TOO_LARGE",
           wire.produce(c, "s1048576", big)[0])  # fmt: skip


def retention_by_time(s: Scene) -> None:
    old = s.now_ms() - HOUR_MS
    s.probe("create", topic="aged", config={"retention.ms": "60000"})
    s.probe("create", topic="mixed", config={"retention.ms": "60000"})
    s.probe("produce", topic="aged", keys=["a", "b", "c"], timestamp=old)
    s.probe("produce", topic="mixed", keys=["a", "b", "c"], timestamp=old)
    s.probe("produce", topic="mixed", keys=["young"])
    s.until(lambda: s.probe("offsets", topic="aged")["earliest"] == 3, 20)
    time.sleep(4)
    s.fact("1.4", "all three records too old, only the active segment: log start and end afterwards",
           {"earliest": 3, "latest": 3}, s.probe("offsets", topic="aged"))  # fmt: skip
    s.fact("1.4", "one young record in the same segment: everything stays",
           {"earliest": 0, "latest": 4}, s.probe("offsets", topic="mixed"))  # fmt: skip
    c = s.connect(1)
    s.fact("1.4", "a fetch at offset 0 of the emptied log", "OFFSET_OUT_OF_RANGE",
           wire.fetch(c, "aged", 0).error)  # fmt: skip
    files = sorted(p.name for p in (s.cluster.nodes[1].data / "aged-0").glob("*.log"))
    s.fact("1.4", "its only segment file is a fresh one at base offset", ["00000000000000000003.log"],
           files)  # fmt: skip


def retention_by_size(s: Scene) -> None:
    s.probe(
        "create", topic="sized", config={"segment.bytes": "1048576", "retention.bytes": "1500000"}
    )
    s.probe("produce", topic="sized", keys=["k"] * 40, size=100_000, one_by_one=True, name="big")
    before = s.batches("sized")
    first = {}
    for row in before:
        first.setdefault(row["segment"], row["base"])
    s.fact("1.3", "segment files are named by the first offset of the batch that rolled them", True,
           sorted(first.items())[:3], all(int(n[:-4]) == base for n, base in first.items()))  # fmt: skip
    s.until(lambda: s.probe("offsets", topic="sized")["earliest"] > 0, 20)
    time.sleep(5)
    now = s.probe("offsets", topic="sized")
    kept = (now["latest"] - now["earliest"]) * 100_000
    s.fact("1.4", "retention.bytes 1500000, segments of 1 MiB, 40 records of 100 kB: bytes kept",
           "from 1500000 to one segment more", kept, 1_500_000 <= kept <= 1_500_000 + 1_048_576)  # fmt: skip
    bases = [row["base"] for row in s.batches("sized")]
    s.fact("11", "what went is a prefix of whole segments: log start is a segment's base", True,
           now["earliest"], bases and bases[0] == now["earliest"])  # fmt: skip


def compaction(s: Scene) -> None:
    s.probe("create", topic="keyed", config={
        "cleanup.policy": "compact", "segment.bytes": "1048576", "min.cleanable.dirty.ratio": "0.01"})  # fmt: skip
    s.fact("1.5", "a record without a key", ["InvalidRecordException"],
           s.probe("produce", topic="keyed", keys=[None], name="nokey"))  # fmt: skip
    keys = ["gone", *["a", "b", "c"] * 10]
    s.probe("produce", topic="keyed", keys=["gone"], values=[None], name="tomb")
    s.probe("produce", topic="keyed", keys=keys[1:], size=60_000, one_by_one=True, name="big")
    segments = sorted({row["segment"] for row in s.batches("keyed")})
    active = int(segments[-1][:-4])
    s.until(lambda: len([k for row in s.batches("keyed") for k in row["records"]]) < 31, 40, 0.5)
    time.sleep(2)
    left = [tuple(pair) for row in s.batches("keyed") for pair in row["records"]]
    newest = {key: offset for offset, key in enumerate(keys) if offset < active}
    expected = sorted((offset, key) for key, offset in newest.items())
    expected += [(offset, keys[offset]) for offset in range(active, 31)]
    s.fact("1.5", f"a tombstone, then a, b, c ten times, active segment from {active}: what is left "
           "(newest of each key within the cleaned part, the tombstone, the whole active segment; "
           "offsets as they were)", expected, left)  # fmt: skip
    seen = s.probe("read", topic="keyed")["records"]
    s.fact("1.5", "a consumer skips the gaps: first offsets read", [row[0] for row in expected[:6]],
           [row[0] for row in seen[:6]])  # fmt: skip


CHECKS = [single_broker, retention_by_time, retention_by_size, compaction]
