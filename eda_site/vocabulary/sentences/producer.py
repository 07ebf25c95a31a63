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
            "random": _(
                "{producer} creates a record without key, so chance picks {topic}-{partition}."
            ),
            "round_robin": _(
                "{producer} creates a record for {topic}-{partition}, because it is next in turn."
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
            "random": _(
                "librdkafka places a record without key at random and stays there for "
                "sticky.partitioning.linger.ms; with consistent_random an empty key counts as none."
            ),
            "round_robin": _(
                "RoundRobinPartitioner: each record goes to the next partition that has a leader; "
                "keys are ignored."
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
    "client.producer_crashed": {
        "plain": _("Producer {producer} crashes, so it forgets every record without an outcome."),
        "precise": _(
            "The process of {producer} died with {forgotten} record(s) without an outcome; those that "
            "were sent may be in the log. Restarted, it is a new session with a new producer id."
        ),
    },
    "client.producer_closing": {
        "plain": _("{producer} closes: it sends what it holds and waits for the answers."),
        "precise": _("close() of {producer}: linger.ms no longer counts, retries still do."),
    },
    "client.producer_closed": {
        "plain": _("{producer} knows the outcome of every record, so it ends."),
        "precise": _("{producer} is closed; its connections are gone."),
    },
    "client.send_blocked": {
        "plain": {
            "by": "reason",
            "memory": _("The memory of {producer} is full, so its application waits in send()."),
            "other": _("{producer} does not know {topic} yet, so its application waits in send()."),
        },
        "precise": {
            "by": "reason",
            "memory": _(
                "send() blocks: the batches of {producer} fill buffer.memory. It fails at "
                "{until_at_us|clock} (max.block.ms) unless one is settled before."
            ),
            "other": _(
                "send() blocks for the metadata of {topic}, at most until {until_at_us|clock} "
                "(max.block.ms)."
            ),
        },
    },
    "client.send_resumed": {
        "plain": _("{producer} has room for a record of {topic} again, so send() goes on."),
        "precise": _("The blocked send() of {producer} for {topic} returns."),
    },
    "client.send_failed": {
        "plain": _("{producer} cannot take a record for {topic}, because {error|error}."),
        "precise": _(
            "send() of {producer} for {topic} throws {error}; the record was never in a batch "
            "(max.block.ms, max.request.size, buffer.memory)."
        ),
    },
    "client.batch_split": {
        "plain": _(
            "The batch for {topic}-{partition} was too large, so {producer} sends {batches} smaller ones."
        ),
        "precise": _(
            "MESSAGE_TOO_LARGE for a batch of {records} records: {producer} splits it into {batches} and "
            "sends them with the sequences they had."
        ),
    },
}
