"""Consumers: their life, their partitions, and the four marks position, processed, stored, committed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "client.read_replica_chosen": {
        "plain": _(
            "Broker {replica} is in the rack of {member}, so it reads {topic}-{partition} there."
        ),
        "precise": _(
            "replica.selector.class picks broker {replica}, an in-sync follower in the client.rack of "
            "{member}, for {topic}-{partition} (KIP-392). It serves up to its own high watermark, which "
            "lags the leader's, for metadata.max.age.ms."
        ),
    },
    "client.member_started": {
        "plain": _("Consumer {member} starts, so it looks for the coordinator of group {group}."),
        "precise": _(
            "Consumer {member} ({profile} defaults) subscribes to {topics|list} with group.id = "
            "{group}."
        ),
    },
    "client.member_crashed": {
        "plain": _(
            "Consumer {member} crashes, so its position and all else in its memory are gone."
        ),
        "precise": _(
            "Consumer {member} dies without LeaveGroup: group {group} waits for "
            "session.timeout.ms, and "
            "its partitions are not read meanwhile."
        ),
    },
    "client.member_closed": {
        "plain": {
            "by": "left",
            "true": _(
                "Consumer {member} is closed; it said goodbye, so group {group} need not wait."
            ),
            "other": _("Consumer {member} has ended without a goodbye to group {group}."),
        },
        "precise": {
            "by": "left",
            "true": _(
                "close() of {member} is done: what was due was saved, LeaveGroup was sent, so nobody "
                "waits for session.timeout.ms."
            ),
            "other": _(
                "{member} has ended without LeaveGroup: a static member (group.instance.id) keeps its "
                "place for session.timeout.ms, one that was put out has none."
            ),
        },
    },
    "client.subscribed": {
        "plain": _("{member} subscribes to {topics|list}, so it rejoins group {group}."),
        "precise": _(
            "subscribe() at {member}: {topics|list}; it rejoins {group} at its next poll(), and the "
            "changed metadata begins a rebalance."
        ),
    },
    "client.membership_lost": {
        "plain": _("{member} is out of {group}; offsets that it still sends are refused."),
        "precise": _(
            "{error}: the generation of {member} in {group} is over. Until its next poll() it is a "
            "zombie: it processes what it has, its OffsetCommits are refused."
        ),
    },
    "client.poll_expired": {
        "plain": {
            "by": "static",
            "true": _("{member} works too long on its records, so it stops its heartbeats."),
            "other": _("{member} works too long on its records, so it leaves {group} by itself."),
        },
        "precise": _(
            "{member} did not call poll() for {waited_us|duration} (max.poll.interval.ms): its "
            "background thread leaves {group}; a static member only stops heartbeating (KIP-62)."
        ),
    },
    "client.partition_released": {
        "plain": _("{member} forgets its position in {topic}-{partition}."),
        "precise": _("{member} drops position and fetched records of {topic}-{partition}."),
    },
    "client.record_failed": {
        "plain": {
            "by": "outcome",
            "retried": _(
                "{member} fails on record {key|key} and tries it again; all behind it waits."
            ),
            "skipped": _("{member} fails on record {key|key} and skips it."),
            "other": _("{member} fails on record {key|key} and sets it aside."),
        },
        "precise": {
            "by": "outcome",
            "retried": _(
                "Attempt {attempt} of {member} on offset {offset} of {topic}-{partition} failed; it is "
                "tried again, and the partition stands still."
            ),
            "skipped": _(
                "Attempt {attempt} of {member} on offset {offset} of {topic}-{partition} failed; its "
                "offset will be committed although it was never processed."
            ),
            "other": _(
                "Attempt {attempt} of {member} on offset {offset} of {topic}-{partition} failed; a copy "
                "goes to the dead letter topic first."
            ),
        },
    },
    "client.dead_lettered": {
        "plain": _("A copy of record {key|key} lies in {dead_letter_topic}, so {member} goes on."),
        "precise": _(
            "The copy of offset {offset} of {topic}-{partition} in {dead_letter_topic} is acknowledged; "
            "{member} goes on at {processed}."
        ),
    },
    "client.closing_started": {
        "plain": _("Consumer {member} begins to close, so it tells group {group} that it leaves."),
        "precise": _(
            "close() of {member}: with enable.auto.commit = true its last offsets are committed "
            "first, "
            "then LeaveGroup goes to the coordinator of {group}."
        ),
    },
    "client.coordinator_found": {
        "plain": {
            "by": "broker",
            "-1": _("{member} knows no coordinator of group {group}, so it asks again."),
            "other": _("{member} learns that broker {broker} coordinates group {group}."),
        },
        "precise": {
            "by": "broker",
            "-1": _(
                "FindCoordinator for {group} has no answer that helps (COORDINATOR_NOT_AVAILABLE, "
                "NOT_COORDINATOR or no connection); {member} tries again after retry.backoff.ms."
            ),
            "other": _(
                "FindCoordinator: broker {broker} leads the partition of __consumer_offsets that "
                "group.id "
                "{group} hashes to."
            ),
        },
    },
    "client.partitions_assigned": {
        "plain": {
            "by": "partitions",
            "[]": _("No partition is left for {member}, so it is idle in generation {generation}."),
            "other": _(
                "{member} receives {partitions|list} in generation {generation} of {group}."
            ),
        },
        "precise": _(
            "onPartitionsAssigned at {member}, generation {generation}: {partitions|list}. It "
            "asks for the "
            "committed offsets next (OffsetFetch)."
        ),
    },
    "client.partitions_revoked": {
        "plain": {
            "by": "lost",
            "true": {
                "by": "partitions",
                "[]": _("{member} was put out of group {group}, so it must join again."),
                "other": _("{member} was put out of {group}, so it loses {partitions|list}."),
            },
            "other": {
                "by": "partitions",
                "[]": _("{member} holds no partition, so it has none to give back to {group}."),
                "other": _(
                    "{member} gives {partitions|list} back, so that {group} can assign them anew."
                ),
            },
        },
        "precise": {
            "by": "lost",
            "true": _(
                "onPartitionsLost at {member}: its generation of {group} is over, so no offset "
                "can be "
                "committed for {partitions|list} any more."
            ),
            "other": _(
                "onPartitionsRevoked at {member} for {partitions|list}: the eager protocol gives "
                "all "
                "partitions back before JoinGroup; what is due is saved before."
            ),
        },
    },
    "client.position_set": {
        "plain": {
            "by": "origin",
            "committed": _(
                "{member} begins {topic}-{partition} at offset {position}, because that offset "
                "was committed last."
            ),
            "earliest": _(
                "No offset was committed for {topic}-{partition}, so {member} begins at its first, "
                "{position}."
            ),
            "latest": _(
                "No offset was committed for {topic}-{partition}, so {member} begins at its end, "
                "{position}."
            ),
            "reset": _(
                "Its offset on {topic}-{partition} no longer exists, so {member} begins at "
                "{position}."
            ),
            "other": _("{member} begins {topic}-{partition} at offset {position}."),
        },
        "precise": {
            "by": "origin",
            "committed": _(
                "OffsetFetch for {group} gave {position} for {topic}-{partition}: the next offset "
                "to "
                "read. auto.offset.reset plays no part."
            ),
            "earliest": _(
                "No committed offset and auto.offset.reset = earliest: {member} begins at the log "
                "start "
                "offset {position} of {topic}-{partition}."
            ),
            "latest": _(
                "No committed offset and auto.offset.reset = latest: {member} begins at the high "
                "watermark {position} of {topic}-{partition} and never sees older records."
            ),
            "reset": _(
                "OFFSET_OUT_OF_RANGE or a truncated log on {topic}-{partition}: auto.offset.reset "
                "sets "
                "the position of {member} to {position}."
            ),
            "other": _("The position of {member} on {topic}-{partition} is {position} ({origin})."),
        },
    },
    "client.records_fetched": {
        "plain": {
            "by": "count",
            "1": _(
                "{member} has 1 record of {topic}-{partition} in memory until poll() returns it."
            ),
            "other": _(
                "{member} has {count} records of {topic}-{partition} in memory until poll() "
                "returns them."
            ),
        },
        "precise": _(
            "A fetch answer of {topic}-{partition} lies in the memory of {member}: {count} "
            "record(s), "
            "fetched ahead (fetch.min.bytes, fetch.max.wait.ms); the position does not move yet."
        ),
    },
    "client.records_returned": {
        "plain": {
            "by": "count",
            "1": _(
                "poll() returns {topic}-{partition} offset {first_offset} to {member}, so its "
                "position "
                "becomes {position}."
            ),
            "other": _(
                "poll() returns {count} records of {topic}-{partition} to {member}, so its "
                "position "
                "becomes {position}."
            ),
        },
        "precise": _(
            "poll() returns {count} record(s) of {topic}-{partition} from offset {first_offset} "
            "(at most "
            "max.poll.records); position is {position}, which says nothing about work done."
        ),
    },
    "client.processing_started": {
        "plain": _("{member} begins its work on {topic}-{partition} offset {offset} ({key|key})."),
        "precise": _(
            "The application at {member} works on {topic}-{partition} offset {offset}; heartbeats "
            "go on "
            "meanwhile, max.poll.interval.ms limits the time until the next poll()."
        ),
    },
    "client.record_processed": {
        "plain": {
            "by": "again",
            "true": _(
                "{member} repeats the record at {topic}-{partition} offset {offset}, which group "
                "{group} had already processed."
            ),
            "other": _(
                "{member} finishes {topic}-{partition} offset {offset}, so offset {next_offset} "
                "is next."
            ),
        },
        "precise": {
            "by": "again",
            "true": _(
                "A record is processed twice by {group} at {topic}-{partition} offset {offset}: "
                "reading "
                "resumed at an older committed offset, or the record is in the log twice."
            ),
            "other": _(
                "The work of {member} on {topic}-{partition} offset {offset} is done; until offset "
                "{next_offset} is committed, a crash repeats it."
            ),
        },
    },
    "client.offset_stored": {
        "plain": _(
            "{member} stores {topic}-{partition} offset {offset} in memory until that offset is "
            "committed."
        ),
        "precise": _(
            "StoreOffset at {member} after the work (enable.auto.offset.store = false): {offset} "
            "on "
            "{topic}-{partition} is what auto.commit.interval.ms may send next."
        ),
    },
    "client.offset_committed": {
        "plain": _(
            "Broker {broker} saves {topic}-{partition} offset {offset}, so {group} would resume "
            "there."
        ),
        "precise": _(
            "OffsetCommit of {member}: offset {offset}, the next to read, is replicated in "
            "__consumer_offsets for {group}, {topic}-{partition}."
        ),
    },
    "client.commit_refused": {
        "plain": _("The coordinator refuses offsets of {member}, because {error|error}."),
        "precise": _(
            "OffsetCommit of {member} in {group} is answered {error}; the offsets saved before "
            "stay, and "
            "their work may be repeated."
        ),
    },
    "client.auto_commit_armed": {
        "plain": _(
            "The next offsets of {member} are committed automatically at {next_at_us|clock}."
        ),
        "precise": _(
            "enable.auto.commit = true: auto.commit.interval.ms of {member} runs until "
            "{next_at_us|clock}."
        ),
    },
}
