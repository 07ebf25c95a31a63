"""Share groups: what becomes of each record (KIP-932)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "share.partition_opened": {
        "plain": {
            "by": "origin",
            "saved": _(
                "Broker {broker} reads the saved state: {group} goes on in {topic}-{partition}."
            ),
            "other": _("{group} is new here, so {topic}-{partition} begins at {start_offset}."),
        },
        "precise": {
            "by": "origin",
            "saved": _(
                "ReadShareGroupState: {group} stands at start offset {start_offset}, end offset "
                "{end_offset} in {topic}-{partition}; records that were out are available again."
            ),
            "other": _(
                "No state of {group} for {topic}-{partition}: share.auto.offset.reset = {origin} puts "
                "its start offset at {start_offset}."
            ),
        },
    },
    "share.record_acquired": {
        "plain": {
            "by": "delivery",
            "1": _("{member} gets record {offset} of {topic}-{partition}, locked for it alone."),
            "other": _(
                "{member} gets record {offset} of {topic}-{partition}, delivered for time {delivery}."
            ),
        },
        "precise": _(
            "Record {offset} of {topic}-{partition} is Acquired by {member}, delivery {delivery}, until "
            "{lock_until_at_us|clock} (group.share.record.lock.duration.ms); others get other records."
        ),
    },
    "share.record_accepted": {
        "plain": _("{member} is done with record {offset}, so {group} never gets it again."),
        "precise": _(
            "{member} acknowledges record {offset} of {topic}-{partition} with ACCEPT: Acknowledged for "
            "{group}; in the log it stays."
        ),
    },
    "share.record_returned": {
        "plain": {
            "by": "reason",
            "released": _("{member} gives record {offset} back, so anybody may get it."),
            "lock_expired": _(
                "{member} took too long with record {offset}, so anybody may get it."
            ),
            "other": _("Record {offset} is free again, so anybody may get it."),
        },
        "precise": {
            "by": "reason",
            "released": _(
                "{member} acknowledges record {offset} of {topic}-{partition} with RELEASE: Available "
                "again after delivery {delivery}."
            ),
            "other": _(
                "The lock of {member} on record {offset} of {topic}-{partition} is over "
                "(group.share.record.lock.duration.ms): Available again after delivery {delivery}."
            ),
        },
    },
    "share.record_archived": {
        "plain": {
            "by": "reason",
            "rejected": _("{member} rejects record {offset}, so {group} never gets it again."),
            "other": _(
                "Record {offset} was delivered {delivery} times in vain, so {group} gives it up."
            ),
        },
        "precise": {
            "by": "reason",
            "rejected": _(
                "{member} acknowledges record {offset} of {topic}-{partition} with REJECT: Archived for "
                "{group}; other groups still read it."
            ),
            "other": _(
                "Record {offset} of {topic}-{partition} reached group.share.delivery.count.limit with "
                "delivery {delivery}: Archived for {group}; other groups still read it."
            ),
        },
    },
    "share.lock_renewed": {
        "plain": _("{member} needs longer for record {offset}, so its lock begins afresh."),
        "precise": _(
            "{member} acknowledges record {offset} of {topic}-{partition} with RENEW: its lock lasts "
            "until {lock_until_at_us|clock}."
        ),
    },
    "share.start_moved": {
        "plain": _(
            "All below {start_offset} is done, so {group} starts there in {topic}-{partition}."
        ),
        "precise": _(
            "Share-partition {topic}-{partition} of {group}: start offset {start_offset}, end offset "
            "{end_offset}; no record between log start and start offset is handed out again."
        ),
    },
    "share.state_saved": {
        "plain": _("Broker {broker} has saved what became of the records of {topic}-{partition}."),
        "precise": _(
            "__share_group_state on broker {broker} has the state of {group} for {topic}-{partition} "
            "on every in-sync replica."
        ),
    },
    "share.work_started": {
        "plain": _("{member} begins its work on record {offset} of {topic}-{partition}."),
        "precise": _(
            "The application of {member} works on record {offset} of {topic}-{partition}, key "
            "{key|key}, delivery {delivery}."
        ),
    },
    "share.record_processed": {
        "plain": {
            "by": "verdict",
            "accept": _("{member} finishes record {offset} and will accept it."),
            "release": _("{member} cannot do record {offset} now and will give it back."),
            "reject": _("{member} cannot do record {offset} and will reject it."),
            "other": _("{member} finishes record {offset}."),
        },
        "precise": _(
            "{member} is through with record {offset} of {topic}-{partition} (delivery {delivery}); its "
            "acknowledgement will say {verdict}."
        ),
    },
    "share.acknowledgement_refused": {
        "plain": _("{member} is too late with record {offset}, because {error|error}."),
        "precise": _(
            "ShareAcknowledge of {member} for record {offset} of {topic}-{partition} is answered "
            "{error}: the record may be with another member by now."
        ),
    },
}

REQUESTS_PLAIN: dict[str, Any] = {
    "share_heartbeat": {
        "by": "summary.epoch",
        "0": _("{source|Process} asks the coordinator on {target|process} to let it share."),
        "-1": _("{source|Process} tells the coordinator on {target|process} that it leaves."),
        "other": _("{source|Process} tells the coordinator on {target|process} it is alive."),
    },
    "share_fetch": _("{source|Process} asks {target|process} for records nobody works on."),
    "share_acknowledge": _("{source|Process} tells {target|process} what became of its records."),
    "share_state_read": _("{source|Process} asks {target|process} where the share group stands."),
    "share_state_write": _("{source|Process} asks {target|process} to save what was done."),
}

REQUESTS_PRECISE: dict[str, Any] = {
    "share_heartbeat": _(
        "ShareGroupHeartbeat from {source|process} to {target|process}, member epoch {summary.epoch}."
    ),
    "share_fetch": _(
        "ShareFetch from {source|process} to {target|process}: at most max.poll.records records, each "
        "locked for this member."
    ),
    "share_acknowledge": _(
        "ShareAcknowledge from {source|process} to {target|process}: {summary.verdict} for "
        "{summary|partitions}."
    ),
    "share_state_read": _(
        "ReadShareGroupState from {source|process} to {target|process}: a new leader hands out nothing "
        "before it knows the saved state."
    ),
    "share_state_write": _(
        "WriteShareGroupState from {source|process} to {target|process}: the start offset and the state "
        "of each record in flight."
    ),
}

REPLIES_PLAIN: dict[str, Any] = {
    "share_heartbeat": {
        "by": "summary.assignment",
        "null": _("{source|Process} confirms the heartbeat of {target|process}."),
        "other": _("{source|Process} tells {target|process} from which partitions to take."),
    },
    "share_fetch": {
        "by": "summary|records",
        "0": _("{source|Process} has no free record, so its answer is empty."),
        "1": _("{source|Process} hands 1 record of {summary|partitions} to {target|process}."),
        "other": _(
            "{source|Process} hands {summary|records} records of {summary|partitions} to "
            "{target|process}."
        ),
    },
    "share_acknowledge": _("{source|Process} has noted what {target|process} did."),
    "share_state_read": _("{source|Process} tells {target|process} the saved state."),
    "share_state_write": _("{source|Process} tells {target|process} that the state is saved."),
}

REPLIES_PRECISE: dict[str, Any] = {
    "share_heartbeat": _(
        "ShareGroupHeartbeat answer from {source|process} to {target|process}: member epoch "
        "{summary.epoch}; partitions may be given to several members."
    ),
    "share_fetch": _(
        "ShareFetch answer from {source|process} to {target|process}: {summary|records} acquired "
        "record(s) of {summary|partitions}."
    ),
    "share_acknowledge": _(
        "ShareAcknowledge answer from {source|process} to {target|process}, once the new state is in "
        "__share_group_state."
    ),
    "share_state_read": _("ReadShareGroupState answer from {source|process} to {target|process}."),
    "share_state_write": _(
        "WriteShareGroupState answer from {source|process} to {target|process}: on every in-sync "
        "replica."
    ),
}
