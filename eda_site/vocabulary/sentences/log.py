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
}
