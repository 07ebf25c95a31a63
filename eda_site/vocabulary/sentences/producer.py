"""Producers, and what every client learns about the cluster."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "client.producer_started": {
        "plain": _("Producer {producer} is ready: it sends to {topic} with acks={acks}."),
        "precise": _(
            "Producer {producer} ({profile} defaults) sends to {topic} with acks={acks}, "
            "enable.idempotence = {idempotent}."
        ),
    },
    "client.record_created": {
        "plain": {
            "by": "chosen_by",
            "key": _(
                "Key {key|key} leads to {topic}-{partition}, so {producer} creates its record there."
            ),
            "explicit": _(
                "{producer} creates a record for {topic}-{partition}, because the application named it."
            ),
            "sticky": _(
                "{producer} creates a record without key, so it stays with {topic}-{partition} for now."
            ),
            "other": _("{producer} creates a record for {topic}-{partition}."),
        },
        "precise": {
            "by": "chosen_by",
            "key": _(
                "The hash of key {key|key}, modulo the number of partitions of {topic}, gives {partition} "
                "(Java: murmur2; librdkafka by default: CRC32)."
            ),
            "explicit": _(
                "The record names partition {partition} of {topic}, so its key is not hashed."
            ),
            "sticky": _(
                "A record without key stays with {topic}-{partition} until batch.size bytes went there "
                "(KIP-794)."
            ),
            "other": _("The producer's partitioner chose {topic}-{partition}."),
        },
    },
    "client.ack_received": {
        "plain": {
            "by": "acks",
            "1": _(
                "The leader wrote offset {offset} of {topic}-{partition}, so {producer} gets its "
                "acknowledgement."
            ),
            "other": _(
                "All in-sync replicas hold {topic}-{partition} offset {offset}, so {producer} gets its "
                "acknowledgement."
            ),
        },
        "precise": {
            "by": "acks",
            "1": _(
                "acks=1: the leader appended offset {offset} to {topic}-{partition}, in memory, before "
                "any follower fetched it. If the leader crashes now, the record can be lost."
            ),
            "other": _(
                "acks={acks}: the high watermark of {topic}-{partition} passed offset {offset}, so every "
                "replica that is in sync has it; nothing says that it is on disk."
            ),
        },
    },
    "client.ack_skipped": {
        "plain": _(
            "{producer} waits for nobody, so its record for {topic}-{partition} counts as sent."
        ),
        "precise": _(
            "acks=0: the broker sends no answer, so {producer} learns neither the offset nor an error "
            "and does not retry."
        ),
    },
    "client.retried": {
        "plain": _("{producer} sends to {topic}-{partition} again, because {error|error}."),
        "precise": _(
            "{error} for {records|count} record(s) of {topic}-{partition}: attempt {attempt} failed, the "
            "next follows at {retry_at_us|clock} (retry.backoff.ms), within delivery.timeout.ms. "
            "Whether they were written is not known in every case."
        ),
    },
    "client.gave_up": {
        "plain": _(
            "{producer} reports a record for {topic}-{partition} as failed, because {error|error}."
        ),
        "precise": _(
            "{producer} hands {error} to the application for the record of {topic}-{partition} "
            "(delivery.timeout.ms over, or not retriable). It may be in the log all the same."
        ),
    },
    "client.metadata_received": {
        "plain": _(
            "{source|Process} answers {client|process}, so it knows the leaders of {leaders|count} "
            "partitions."
        ),
        "precise": _(
            "Metadata from {source|process} to {client|process}: leaders of {leaders|list}. Asked for "
            "again after an error or after metadata.max.age.ms."
        ),
    },
}
