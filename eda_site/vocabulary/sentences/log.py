"""What is written to and cut from a partition's log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "log.replica_created": {
        "plain": _(
            "Broker {broker} opens its log of {topic}-{partition}; its next offset is "
            "{log_end_offset}."
        ),
        "precise": _(
            "Replica of {topic}-{partition} on broker {broker}: log start offset "
            "{log_start_offset}, log "
            "end offset {log_end_offset}, high watermark {high_watermark}."
        ),
    },
    "log.record_appended": {
        "plain": _(
            "Broker {broker} leads {topic}-{partition}, so it gives the record ({key|key}) offset "
            "{offset}."
        ),
        "precise": _(
            "Leader {broker} appends offset {offset} to {topic}-{partition} in leader epoch "
            "{record_epoch}; log end offset is {next_offset}. Consumers see it once the high "
            "watermark "
            "passes it."
        ),
    },
    "log.rejected": {
        "plain": _(
            "Broker {broker} refuses records for {topic}-{partition}, because {error|error}."
        ),
        "precise": _(
            "Produce of {producer} to {topic}-{partition} is answered {error}: none of its "
            "{records|count} record(s) is written by this request."
        ),
    },
    "log.duplicate_recognised": {
        "plain": _(
            "Broker {broker} knows this batch already, so {topic}-{partition} keeps it once, at "
            "offset {offset}."
        ),
        "precise": _(
            "enable.idempotence = true: the sequence numbers of {producer} are among the last 5 "
            "batches "
            "of {topic}-{partition}, so the answer is a success with the first offset {offset}."
        ),
    },
    "log.replica_removed": {
        "plain": {
            "by": "reason",
            "deleted": _(
                "Topic {topic} was deleted, so broker {broker} erases its copy of partition "
                "{partition}."
            ),
            "other": _(
                "The replicas of {topic}-{partition} have moved, so broker {broker} erases its copy."
            ),
        },
        "precise": _(
            "StopReplica with deletion on broker {broker}: the log of {topic}-{partition} is renamed "
            "and deleted after file.delete.delay.ms; whoever asks for it here is refused. Reason: "
            "{reason}."
        ),
    },
    "log.truncated": {
        "plain": _(
            "Broker {broker} erases {topic}-{partition} from offset {to_offset} on, because "
            "leader {leader} lacks those records."
        ),
        "precise": _(
            "Broker {broker} truncates {topic}-{partition} from log end offset {from_offset} to "
            "{to_offset}, where its leader epochs part from those of leader {leader} (KIP-101); "
            "erased "
            "offsets: {lost|list}."
        ),
    },
    "log.segment_rolled": {
        "plain": _(
            "Broker {broker} closes a segment of {topic}-{partition} and begins one at offset "
            "{base_offset}."
        ),
        "precise": _(
            "Replica of {topic}-{partition} on broker {broker} rolls: segment {closed} ({bytes} "
            "bytes) is closed, {base_offset} is the active one. The reason is {reason}; an idle log "
            "never rolls by itself."
        ),
    },
    "log.log_start_advanced": {
        "plain": {
            "by": "reason",
            "leader": _(
                "The leader's log starts later, so {topic}-{partition} on broker {broker} starts at "
                "{log_start_offset}."
            ),
            "request": _(
                "Records are deleted on request, so {topic}-{partition} on broker {broker} starts "
                "at {log_start_offset}."
            ),
            "other": _(
                "Old records may go, so {topic}-{partition} on broker {broker} starts at "
                "{log_start_offset}."
            ),
        },
        "precise": _(
            "Log start offset of {topic}-{partition} on broker {broker} moves from {before} to "
            "{log_start_offset} ({reason}); a consumer below it gets OFFSET_OUT_OF_RANGE and resets "
            "by auto.offset.reset."
        ),
    },
    "log.segment_deleted": {
        "plain": _(
            "Broker {broker} deletes a whole segment of {topic}-{partition}: offsets {base_offset} "
            "to before {end_offset}."
        ),
        "precise": _(
            "Retention on broker {broker}: segment {base_offset} of {topic}-{partition} ({count} "
            "records, {bytes} bytes) goes because of {reason}. Only whole segments below the high "
            "watermark go, at each replica's own check, whether they were read or not."
        ),
    },
    "log.compacted": {
        "plain": _(
            "Broker {broker} compacts {topic}-{partition}: {removed} outdated records go, {kept} "
            "stay where they are."
        ),
        "precise": _(
            "Log cleaner on broker {broker}: {topic}-{partition} was dirty from {from_offset} to "
            "{to_offset} ({reason}); {removed} records with a newer one of their key are gone, {kept} "
            "keep offset and order, {tombstones} tombstones among them. The active segment is never "
            "touched."
        ),
    },
    "log.started_over": {
        "plain": _(
            "Leader {leader} no longer has offset {before}, so broker {broker} starts over at "
            "{offset}."
        ),
        "precise": _(
            "OFFSET_OUT_OF_RANGE: the next offset {before} of broker {broker} is below the log start "
            "offset of leader {leader}, so it drops its log of {topic}-{partition} and fetches from "
            "{offset}."
        ),
    },
    "log.replica_lost": {
        "plain": _(
            "The disk is gone, so broker {broker} has nothing of {topic}-{partition} any more."
        ),
        "precise": _(
            "The replica of {topic}-{partition} on broker {broker} is lost with {records} records; "
            "it begins empty and copies everything from its leader, if there is one."
        ),
    },
}
