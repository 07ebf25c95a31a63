"""Records, logs and the offsets in them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "record": {
        "title": _("Record"),
        "text": _(
            "What a producer sends: a key, a value, a time and headers. Once written it never changes. "
            "Reading does not remove it; only retention or compaction does, on its own schedule."
        ),
        "not": _("A message on the network: one produce request can carry many records."),
        "kafka": "message.max.bytes, message.timestamp.type",
    },
    "key": {
        "title": _("Key"),
        "text": _(
            "The part of a record that chooses its partition. Records with one key stay in order as long "
            "as the number of partitions does not change."
        ),
        "not": _("A unique id: many records may share a key."),
        "kafka": "partitioner.class; murmur2 (Java), CRC32 (librdkafka)",
    },
    "value": {
        "title": _("Value"),
        "text": _(
            "The content of a record. Brokers do not look into it; producers and consumers agree on what "
            "it means. In a compacted topic, an empty value (null) marks a key as deleted."
        ),
        "not": _("The key, which chooses the partition."),
        "kafka": "value.serializer, value.deserializer",
    },
    "topic": {
        "title": _("Topic"),
        "text": _(
            "A named stream of records, split into partitions. Any number of groups can read it, each at "
            "its own pace, and each sees all of its records."
        ),
        "not": _("A queue: reading takes nothing away."),
        "kafka": "num.partitions, cleanup.policy, retention.ms",
    },
    "partition": {
        "title": _("Partition"),
        "text": _(
            "One of the logs that a topic is made of. Records are in order within a partition only. Within "
            "one consumer group, one member at a time reads it."
        ),
        "not": _("A replica: one partition is kept as several copies."),
        "kafka": "num.partitions = 1",
    },
    "log": {
        "title": _("Log"),
        "text": _(
            "A file that only grows at its end: the records of one partition on one broker. Old segments "
            "are deleted as a whole, or compacted, whether they were read or not."
        ),
        "not": _("A program's log file with messages for people."),
        "kafka": "segment.bytes, retention.ms, cleanup.policy",
    },
    "offset": {
        "title": _("Offset"),
        "text": _(
            "A record's number within its partition, given by the leader when it writes the record. It "
            "stays with the record. Numbers can be missing, so they do not count records."
        ),
        "not": _("A number across the topic: each partition counts for itself."),
        "kafka": _("64 bits, one per record"),
    },
    "log end offset": {
        "title": _("Log end offset"),
        "text": _(
            "The number that the next record of this log will get. Each replica has its own; a follower's "
            "is behind the leader's until it has copied the rest."
        ),
        "not": _("The high watermark, where reading ends for consumers."),
        "kafka": "kafka.log:type=Log,name=LogEndOffset",
    },
    "log start offset": {
        "title": _("Log start offset"),
        "text": _(
            "The first offset that can still be read. It only grows, when retention deletes old segments or "
            "somebody deletes records."
        ),
        "not": _("Offset 0: the oldest records may be gone."),
        "kafka": "retention.ms, retention.bytes, kafka-delete-records",
    },
    "high watermark": {
        "title": _("High watermark"),
        "text": _(
            "Below it, every in-sync replica has every record; consumers read up to it and no further. It "
            "stands still while fewer replicas are in sync than min.insync.replicas."
        ),
        "not": _("The log end offset, up to which the leader has written."),
        "kafka": "replica.high.watermark.checkpoint.interval.ms = 5000; KIP-966 (since 3.7)",
    },
    "committed record": {
        "title": _("Committed record"),
        "text": _(
            "A record below the high watermark: every in-sync replica has it, and consumers may read it. A "
            "clean election of a new leader does not lose it."
        ),
        "not": _("A committed offset, with which a consumer group says how far it has come."),
        "kafka": "min.insync.replicas, unclean.leader.election.enable",
    },
    "leader epoch": {
        "title": _("Leader epoch"),
        "text": _(
            "A number that grows with each new leader of a partition. Every record carries it, so that a "
            "returning replica can see where its log parts from the leader's."
        ),
        "not": _("The generation of a consumer group or the epoch of the quorum."),
        "kafka": "KIP-101, KIP-279",
    },
    "truncation": {
        "title": _("Truncation"),
        "text": _(
            "A follower erases the end of its log from the point where it differs from the leader's. "
            "Records that only it had are gone, and their offsets are given to others."
        ),
        "not": _("Retention, which deletes old records at the beginning of a log."),
        "kafka": "KIP-101, KIP-279",
    },
    "batch": {
        "title": _("Batch"),
        "text": _(
            "Records for one partition that travel and are written together: all of them or none. A "
            "producer collects them for a moment, so a batch can hold one record or many."
        ),
        "not": _("A transaction: batches of two partitions do not belong together."),
        "kafka": _("batch.size = 16384, linger.ms = 5 (0 before 4.0)"),
    },
}
