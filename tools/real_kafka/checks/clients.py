"""Producers: partitions of keys, idempotence, transactions (semantics 2, 7.7)."""

import time

from broker_core.coordinator.placement import coordinator_partition
from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene

KEYS = ["ada", "bo", "cal", "di", "ela", "fei"]


def partitions_of_keys(s: Scene) -> None:
    for count, name, expected in ((3, "three", [2, 1, 0, 1, 0, 2]), (4, "four", None)):
        s.probe("create", topic=name, partitions=count, rf=1)
        rows = s.probe("produce", topic=name, keys=KEYS)
        got = [row[0] for row in rows]
        ours = s.engine_partitions("murmur2", KEYS, count)
        s.fact(
            "2.1", f"partitions of {', '.join(KEYS)} with {count} partitions, Java producer",
            expected or ours, got,
        )  # fmt: skip
    s.probe("grow", topic="three", partitions=4)
    s.until(lambda: len(s.probe("describe", topic="three")) == 4)
    s.probe("close_producer", name="plain {}")
    rows = s.probe("produce", topic="three", keys=KEYS)
    s.fact(
        "3.9", "after a fourth partition is added, the same keys go to", s.engine_partitions(
            "murmur2", KEYS, 4), [row[0] for row in rows],
    )  # fmt: skip


def partitions_of_librdkafka(s: Scene) -> None:
    try:
        from confluent_kafka import Producer
    except ImportError:
        return
    s.probe("create", topic="rd", partitions=3, rf=1)
    for name, options in (
        ("consistent_random", {}),
        ("murmur2", {"partitioner": "murmur2_random"}),
    ):
        got = {}
        producer = Producer({"bootstrap.servers": s.cluster.servers, **options})
        for key in KEYS:
            producer.produce(
                "rd", key=key, value="v",
                on_delivery=lambda _, sent, key=key, got=got: got.update({key: sent.partition()}),
            )  # fmt: skip
            producer.flush(20)
        s.fact(
            "2.1", f"partitions of the same keys, librdkafka, partitioner {name}",
            s.engine_partitions(name, KEYS, 3), [got[key] for key in KEYS],
        )  # fmt: skip


def null_keys(s: Scene) -> None:
    s.probe("create", topic="nulls", partitions=3, rf=1)
    rows = s.probe("produce", topic="nulls", keys=[None] * 10, name="burst")
    s.fact("2.1", "partitions that ten null-key records in a row land in", 1,
           len({row[0] for row in rows}))  # fmt: skip
    rows = s.probe("produce", topic="nulls", keys=[None] * 10, name="burst", one_by_one=True)
    s.fact("2.1", "the same with a flush after each record (a sent batch does not switch)", 1,
           len({row[0] for row in rows}))  # fmt: skip


def client_defaults(s: Scene) -> None:
    expected = {
        "producer:linger.ms": "5", "producer:batch.size": "16384", "producer:acks": "all",
        "producer:enable.idempotence": "true", "producer:delivery.timeout.ms": "120000",
        "producer:max.in.flight.requests.per.connection": "5", "producer:retry.backoff.ms": "100",
        "consumer:group.protocol": "classic", "consumer:session.timeout.ms": "45000",
        "consumer:heartbeat.interval.ms": "3000", "consumer:max.poll.records": "500",
        "consumer:max.poll.interval.ms": "300000", "consumer:auto.offset.reset": "latest",
        "consumer:isolation.level": "read_uncommitted", "consumer:auto.commit.interval.ms": "5000",
    }  # fmt: skip
    expected = dict(sorted(expected.items()))
    seen = s.probe("defaults", names=[*expected, "consumer:partition.assignment.strategy"])
    strategy = seen.pop("consumer:partition.assignment.strategy")
    s.fact("7.8", "defaults of the Java clients", expected, seen)
    s.fact("5.6", "default partition.assignment.strategy", "range, then cooperative-sticky", strategy,
           strategy.find("RangeAssignor") < strategy.find("CooperativeSticky"))  # fmt: skip


def idempotence(s: Scene) -> None:
    s.probe("create", topic="idem", partitions=1, rf=3)
    c = s.connect(s.leader("idem"))
    error, pid, epoch = s.until(lambda: (r := wire.init_producer(c))[0] == "NONE" and r, 20)
    first = [wire.produce(c, "idem", wire.batch(["v"], pid, 0, n)) for n in range(7)]
    s.fact("2.6", "first epoch, and offsets of sequences 0 to 6", ("NONE", 0, list(range(7))),
           (error, epoch, [offset for _, offset in first]))  # fmt: skip
    send = lambda sequence, epoch=0, values=("v",): wire.produce(  # noqa: E731
        c, "idem", wire.batch(list(values), pid, epoch, sequence)
    )
    s.fact("2.6", "a batch sent again (sequence 6, then 2: fifth from the end)",
           [("NONE", 6), ("NONE", 2)], [send(6), send(2)])  # fmt: skip
    s.fact("2.6", "sequence 1 again: older than the five kept",
           "OUT_OF_ORDER_SEQUENCE_NUMBER", send(1)[0])  # fmt: skip
    s.fact("2.6", "a gap (9 after 6)", "OUT_OF_ORDER_SEQUENCE_NUMBER", send(9)[0])
    s.fact("2.6", "two records 6-7 that overlap the last batch in part",
           "OUT_OF_ORDER_SEQUENCE_NUMBER", send(6, values=("v", "v"))[0])  # fmt: skip
    s.fact("2.6", "a new epoch that does not start at 0", "OUT_OF_ORDER_SEQUENCE_NUMBER",
           send(7, epoch=1)[0])  # fmt: skip
    s.fact("2.6", "a new epoch from 0", ("NONE", 7), send(0, epoch=1))
    s.fact("2.6", "the older epoch then", "INVALID_PRODUCER_EPOCH", send(7, epoch=0)[0])
    s.fact("2.6", "a producer id nobody knows, starting at sequence 40: accepted", ("NONE", 8),
           wire.produce(c, "idem", wire.batch(["v"], pid + 500, 0, 40)))  # fmt: skip
    s.fact("2.3", "acks=2", "INVALID_REQUIRED_ACKS",
           wire.produce(c, "idem", wire.batch(["v"]), acks=2)[0])  # fmt: skip
    late = s.now_ms() + 2 * 3600 * 1000
    s.fact("1.6", "CreateTime two hours ahead", "INVALID_TIMESTAMP",
           wire.produce(c, "idem", wire.batch(["v"], at=late))[0])  # fmt: skip
    s.fact("1.6", "CreateTime one year back", ("NONE", 9),
           wire.produce(c, "idem", wire.batch(["v"], at=s.now_ms() - 365 * 86400 * 1000)))  # fmt: skip


def transactions(s: Scene) -> None:
    s.probe("create", topic="txn", partitions=1, rf=3)
    options = {"name": "t1", "config": {"transactional.id": "shop", "linger.ms": "0"}}
    step = lambda word, **more: s.probe(  # noqa: E731
        "transaction", **{**options, **more}, step=word
    )
    write = lambda *keys, **more: s.probe(  # noqa: E731
        "produce", topic="txn", keys=list(keys), **{**options, **more}
    )
    read = lambda level: s.probe(  # noqa: E731
        "read", topic="txn", config={"isolation.level": level}, for_ms=2500
    )
    step("init")
    step("begin")
    write("a1", "a2")
    write("other", name="plain {}", config={})
    open_dirty, open_stable = read("read_uncommitted"), read("read_committed")
    keys = lambda seen: [row[2] for row in seen["records"]]  # noqa: E731
    s.fact("2.7", "during a transaction, a read_uncommitted consumer sees", ["a1", "a2", "other"],
           keys(open_dirty))  # fmt: skip
    s.fact("2.7", "a read_committed one, though `other` is not in any transaction", [],
           keys(open_stable))  # fmt: skip
    c = s.connect(s.leader("txn"))
    seen = wire.fetch(c, "txn", 0)
    s.fact("1.1", "high watermark and last stable offset meanwhile", (3, 0),
           (seen.high_watermark, seen.last_stable))  # fmt: skip
    step("commit")
    done = read("read_committed")
    s.fact("2.7", "after the commit: records and their offsets", [[0, "a1"], [1, "a2"], [2, "other"]],
           [[row[0], row[2]] for row in done["records"]])  # fmt: skip
    s.fact("2.7", "the marker takes one offset: log end offset", 4,
           s.probe("offsets", topic="txn")["latest"])  # fmt: skip
    s.fact("7.7", "position after reading everything, last record is at 2 (stepped over the marker)",
           (4, 0), (done["position"], done["lag"]))  # fmt: skip
    step("begin")
    write("b1")
    step("abort")
    step("begin")
    write("c1")
    step("commit")
    s.fact("2.7", "an aborted record stays in the log; read_committed leaves it out",
           (["a1", "a2", "other", "b1", "c1"], ["a1", "a2", "other", "c1"]),
           (keys(read("read_uncommitted")), keys(read("read_committed"))))  # fmt: skip
    step("begin")
    write("z1")
    step("init", name="t2")
    try:
        write("z2")
        step("commit")
        fenced = "no error"
    except s.ProbeError as problem:
        fenced = problem.name
    rows = write("z3")
    s.fact("2.7", "a second instance's initTransactions fences the first and aborts its transaction",
           "a fencing error", f"{fenced}, {rows}", "Fenced" in fenced or "ProducerEpoch" in fenced)  # fmt: skip
    s.fact("2.7", "what the fenced instance wrote is aborted", ["a1", "a2", "other", "c1"],
           keys(read("read_committed")))  # fmt: skip
    batches = s.batches("txn")
    s.fact("1.1", "control batches among offsets 0 to 9", [3, 5, 7, 9],
           [row["base"] for row in batches if row["control"]][:4])  # fmt: skip
    s.fact("2.7", "feature levels of a new cluster", {
        "transaction.version": 2, "group.version": 1, "eligible.leader.replicas.version": 1,
        "share.version": 2}, {k: v for k, v in s.probe("features").items()
        if k in ("transaction.version", "group.version", "eligible.leader.replicas.version",
                 "share.version")})  # fmt: skip


def transaction_epochs(s: Scene) -> None:
    s.probe("create", topic="epochs", partitions=1, rf=3)
    options = {"name": "e", "config": {"transactional.id": "epochs"}}
    s.probe("transaction", step="init", **options)
    for end in ("commit", "commit", "abort"):
        s.probe("transaction", step="begin", **options)
        s.probe("produce", topic="epochs", keys=["k"], **options)
        s.probe("transaction", step=end, **options)
    s.until(lambda: len(s.batches("epochs")) == 6, 10)
    rows = s.batches("epochs")
    seen = [row["producer_epoch"] for row in rows]
    s.fact("2.7", "producer epochs in the log of three transactions of one producer, record and marker "
           "in turn: + 1 by each end, and the marker carries it", [0, 1, 1, 2, 2, 3],
           [epoch - seen[0] for epoch in seen])  # fmt: skip
    c = s.connect(1)
    found, expected = [], []
    for name in ("shop", "epochs", "a", "billing-1", "pay"):
        wire.find_coordinator(c, name, 1)
        found.append(s.until(lambda name=name: (a := wire.find_coordinator(c, name, 1))[0] == "NONE"
                             and a[1], 10))  # fmt: skip
        expected.append(s.leader("__transaction_state", coordinator_partition(name)))
    s.fact("2.7", "transaction coordinators of five ids: leaders of partition abs(hashCode) mod 50",
           expected, found)  # fmt: skip


def transaction_timeout(s: Scene) -> None:
    s.probe("create", topic="late", partitions=1, rf=3)
    options = {
        "name": "l",
        "config": {"transactional.id": "late", "transaction.timeout.ms": "5000"},
    }
    s.probe("transaction", step="init", **options)
    s.probe("transaction", step="begin", **options)
    s.probe("produce", topic="late", keys=["k"], **options)
    began = time.monotonic()
    c = s.connect(s.leader("late"))
    s.until(lambda: wire.fetch(c, "late", 0).last_stable == 2, 25)
    took = round(time.monotonic() - began, 1)
    s.fact("2.7", "a transaction of timeout 5 s is left open: seconds until it is aborted (sweep every "
           "10 s), last stable offset behind the marker", "5 to 16", took, 4.5 <= took <= 16.5)  # fmt: skip


def automatic_topics(s: Scene) -> None:
    c = s.connect(1)
    first = wire.topic_error(c, "surprise", create=True)
    found = s.until(lambda: wire.topic_error(c, "surprise", create=True) == "NONE", 15)
    rows = s.probe("describe", topic="surprise")
    s.fact("3.6", "Metadata of an unknown topic, creation allowed: first answer, then partitions and "
           "replicas", ("an error", True, 1, 1), (first, found, len(rows), len(rows[0]["replicas"])),
           first != "NONE" and found and len(rows) == len(rows[0]["replicas"]) == 1)  # fmt: skip
    s.fact("3.6", "the same without the client's leave", "UNKNOWN_TOPIC_OR_PARTITION",
           wire.topic_error(c, "nothing", create=False))  # fmt: skip


CHECKS = [partitions_of_keys, partitions_of_librdkafka, null_keys, client_defaults, idempotence,
          transactions, transaction_epochs, transaction_timeout, automatic_topics]  # fmt: skip
