"""Producers, what they wait for, and consumers' marks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "producer": {
        "title": _("Producer"),
        "text": _(
            "A client that sends records to the leaders of partitions. It chooses the partition, collects "
            "batches, waits for acknowledgements and sends again what failed."
        ),
        "not": _("A broker: a producer keeps nothing once it has its answer."),
        "kafka": "acks, retries, delivery.timeout.ms",
    },
    "acks": {
        "title": _("acks"),
        "text": _(
            "What a producer waits for: 0 nothing, 1 the leader's own writing, all the writing by every "
            "replica that is in sync now. With 0 and 1, a crash of the leader can lose the record."
        ),
        "not": _(
            "The number of replicas that must answer: all means those in sync at this moment."
        ),
        "kafka": _("acks = all by default (since 3.0; aiokafka: 1)"),
    },
    "acknowledgement": {
        "title": _("Acknowledgement"),
        "text": _(
            "The leader's answer to a produce request, with the offset. What it says depends on acks. It "
            "says nothing about disks: brokers write to memory first."
        ),
        "not": _("A consumer's work: nobody needs to have read the record."),
        "kafka": "acks, flush.messages",
    },
    "min.insync.replicas": {
        "title": _("min.insync.replicas"),
        "text": _(
            "How many replicas must be in sync, so that records sent with acks=all are accepted. Below "
            "it they are refused, and the high watermark stands still for all."
        ),
        "not": _("How many replicas must answer: all that are in sync must."),
        "kafka": _("min.insync.replicas = 1; 2 with replication factor 3 is a usual choice"),
    },
    "retry": {
        "title": _("Retry"),
        "text": _(
            "A producer sends a batch again when no answer or a passing error came. Nobody knows then "
            "whether the first attempt was written, so without idempotence it can be written twice."
        ),
        "not": _("A second call of send() by the application, which is a new record."),
        "kafka": _("retries = 2147483647, retry.backoff.ms = 100, bounded by delivery.timeout.ms"),
    },
    "delivery timeout": {
        "title": _("Delivery timeout"),
        "text": _(
            "How long a producer tries before it reports a record as failed. It counts from send(). A "
            "record reported as failed may be in the log all the same."
        ),
        "not": _("The request timeout, which ends one attempt only."),
        "kafka": _("delivery.timeout.ms = 120000 (librdkafka: 300000)"),
    },
    "request timeout": {
        "title": _("Request timeout"),
        "text": _(
            "How long a client waits for one answer. Then it closes the connection, all requests in flight "
            "on it fail, and it tries again."
        ),
        "not": _("The session timeout, with which others decide that a client is gone."),
        "kafka": "request.timeout.ms = 30000",
    },
    "idempotence": {
        "title": _("Idempotence"),
        "text": _(
            "Each batch carries a producer id and a sequence number, so the leader recognises a repeated "
            "one and does not write it again. It holds for one producer session and one partition."
        ),
        "not": _(
            "Exactly once from end to end: a restarted producer or a new send() is not recognised."
        ),
        "kafka": _(
            "enable.idempotence = true (librdkafka, aiokafka: false), needs acks=all; KIP-98"
        ),
    },
    "sequence number": {
        "title": _("Sequence number"),
        "text": _(
            "What a producer counts per partition, so that the leader can tell a repeated batch from a new "
            "one and refuses a batch that comes too early."
        ),
        "not": _("The offset, which the leader gives."),
        "kafka": _("the last 5 batches per producer and partition are remembered"),
    },
    "consumer": {
        "title": _("Consumer"),
        "text": _(
            "A client that asks leaders for records, works on them and says how far it has come. Brokers "
            "push nothing: every record was asked for with a fetch."
        ),
        "not": _("A consumer group, which is several consumers that share the work."),
        "kafka": "group.id, max.poll.records, fetch.min.bytes",
    },
    "poll": {
        "title": _("poll()"),
        "text": _(
            "The call with which an application takes fetched records from its consumer. It moves the "
            "position. Called too rarely, the consumer leaves its group."
        ),
        "not": _("A fetch: that goes over the network, ahead of poll()."),
        "kafka": "max.poll.records = 500, max.poll.interval.ms = 300000",
    },
    "fetch": {
        "title": _("Fetch"),
        "text": _(
            "The request for records from an offset on. Followers and consumers use the same one. The "
            "leader answers when there is something, or after a short wait with nothing."
        ),
        "not": _("poll(), which only takes what was fetched before."),
        "kafka": "fetch.min.bytes = 1, fetch.max.wait.ms = 500",
    },
    "position": {
        "title": _("Position"),
        "text": _(
            "The offset that poll() returns next, kept in the consumer's memory. It moves when records are "
            "handed over, before the work on them is done, and is lost with the process."
        ),
        "not": _("The committed offset, which survives a crash."),
        "kafka": "consumer.position()",
    },
    "processed": {
        "title": _("Processed"),
        "text": _(
            "The first offset whose work is not done yet. Only the application knows it; Kafka keeps no "
            "such mark. What is processed but not committed is done again after a crash."
        ),
        "not": _("The position, which moves before the work."),
        "kafka": _("no setting: it lives in the application"),
    },
    "stored offset": {
        "title": _("Stored offset"),
        "text": _(
            "What librdkafka clients note in memory as the next offset to be committed. Stored after the "
            "work, it makes automatic saving safe: a crash repeats work but skips none."
        ),
        "not": _("The committed offset: what is stored is lost in a crash."),
        "kafka": _("enable.auto.offset.store = true, StoreOffset (librdkafka only)"),
    },
    "committed offset": {
        "title": _("Committed offset"),
        "text": _(
            "The offset that a group saved on the brokers for a partition: the next one to read. A new "
            "owner begins there, so it should be saved after the work."
        ),
        "not": _("A committed record, or the last offset processed: it is one more than that."),
        "kafka": "__consumer_offsets, offsets.retention.minutes = 10080",
    },
    "auto commit": {
        "title": _("Automatic offset commit"),
        "text": _(
            "The consumer saves its offsets by itself at intervals: Java clients their position during "
            "poll(), librdkafka its stored offsets in the background."
        ),
        "not": _("Safe in itself: it depends on when an offset counts as done."),
        "kafka": "enable.auto.commit = true, auto.commit.interval.ms = 5000",
    },
    "offset reset": {
        "title": _("Offset reset"),
        "text": _(
            "Where a consumer begins when its group has no valid committed offset: at the first record "
            "(earliest), behind the last (latest), or with an error (none)."
        ),
        "not": _("A way to read again: with a committed offset it does nothing."),
        "kafka": "auto.offset.reset = latest",
    },
    "lag": {
        "title": _("Lag"),
        "text": _(
            "How far a group is behind on a partition: the high watermark minus the committed offset. It "
            "counts offsets, not records, and lag 0 does not mean that all work is done."
        ),
        "not": _("A follower's distance from its leader."),
        "kafka": "kafka-consumer-groups --describe; records-lag",
    },
    "metadata": {
        "title": _("Metadata"),
        "text": _(
            "Who leads which partition and where the brokers are. Clients ask any broker for it and keep "
            "it until an error or a timer tells them to ask again, so it can be out of date."
        ),
        "not": _("The metadata log, in which the controllers keep their decisions."),
        "kafka": "metadata.max.age.ms = 300000",
    },
    "profile": {
        "title": _("Client profile"),
        "text": _(
            "The defaults of one client family. Java and librdkafka (for .NET, Go, Python) hash keys "
            "differently and save offsets by different rules."
        ),
        "not": _("A Kafka setting: the word is ours."),
        "kafka": _("Java 4.4, librdkafka 2.16"),
    },
}
