"""Publish and subscribe: durable queues, which forget what was taken, and logs, which forget what is old."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "pubsub.queue_declared": {
        "plain": _(
            "Queue {queue} at broker {broker} keeps events until a reader acknowledges them."
        ),
        "precise": {
            "by": "expiry_us",
            "0": _(
                "Queue {queue} at {broker}: capacity {capacity} and most_deliveries {most_deliveries} (0: "
                "no bound), overflow {overflow}, no expiry, dead_letter “{dead_letter}”."
            ),
            "other": _(
                "Queue {queue} at {broker}: capacity {capacity} and most_deliveries {most_deliveries} (0: "
                "no bound), overflow {overflow}, expiry {expiry_us|duration}, dead_letter “{dead_letter}”."
            ),
        },
    },
    "pubsub.queue_changed": {
        "plain": {
            "by": "setting",
            "capacity": {
                "by": "value",
                "0": _("Queue {queue} has no bound any more."),
                "other": _("Queue {queue} now holds at most {value} events."),
            },
            "overflow": {
                "by": "value",
                "reject": _("When queue {queue} is full, it now refuses new events."),
                "drop_oldest": _("When queue {queue} is full, it now drops its oldest event."),
                "drop_newest": _("When queue {queue} is full, it now drops the newest event."),
                "other": _("Queue {queue} has another rule for when it is full."),
            },
            "expiry_us": {
                "by": "value",
                "0": _("Events now wait in queue {queue} as long as it takes."),
                "other": _("Events now wait at most {value|duration} in queue {queue}."),
            },
            "most_deliveries": {
                "by": "value",
                "0": _("Queue {queue} now gives an event out as often as it takes."),
                "other": _("Queue {queue} now gives an event out at most {value} times."),
            },
            "window": _("A reader of queue {queue} may now hold {value} unacknowledged events."),
            "ack_timeout_us": _("Queue {queue} now waits {value|duration} for an acknowledgement."),
            "other": _("Queue {queue} changes a rule: {setting} is {value|list}."),
        },
        "precise": {
            "by": "setting",
            "expiry_us": _(
                "Queue {queue}: expiry = {value|duration} for what is parked from now on."
            ),
            "ack_timeout_us": _("Queue {queue}: ack_timeout = {value|duration} from now on."),
            "other": _("Queue {queue}: {setting} = {value} from now on."),
        },
    },
    "pubsub.parked": {
        "plain": {
            "by": "waiting",
            "1": _("{name|Event} waits in queue {queue} until a reader takes it."),
            "other": _("{name|Event} waits in queue {queue}, where {waiting} wait now."),
        },
        "precise": _(
            "Event {event} ({name}) is in queue {queue}, given out {delivery} times so far; {waiting} "
            "wait (capacity, expiry). Its producer is not concerned any more."
        ),
    },
    "pubsub.taken": {
        "plain": {
            "by": "delivery",
            "1": _(
                "Queue {queue} gives {name|event} to {client} and waits for its acknowledgement."
            ),
            "other": _(
                "Queue {queue} gives {name|event} to {client}, delivered for time {delivery}."
            ),
        },
        "precise": _(
            "Event {event} ({name}) goes from queue {queue} to {client}, delivery {delivery}: readers "
            "compete and take turns, each with at most window unacknowledged events."
        ),
    },
    "pubsub.acknowledged": {
        "plain": _("{client} acknowledges {name|event}, so queue {queue} forgets it."),
        "precise": _(
            "Event {event} ({name}) is acknowledged by {client} and gone from queue {queue}; other "
            "queues and logs have copies of their own."
        ),
    },
    "pubsub.returned": {
        "plain": {
            "by": "reason",
            "stopped": _(
                "{client} stops without an acknowledgement, so queue {queue} has {name|event} again."
            ),
            "crashed": _(
                "{client} crashes without an acknowledgement, so queue {queue} has {name|event} again."
            ),
            "timeout": _(
                "{client} acknowledges nothing in time, so queue {queue} has {name|event} again."
            ),
            "failed": _("{client} fails with {name|event}, so it goes back to queue {queue}."),
            "reset": _("{client} loses its connection, so queue {queue} has {name|event} again."),
            "other": _("{name|Event} was not acknowledged, so queue {queue} has it again."),
        },
        "precise": _(
            "Event {event} ({name}) is in queue {queue} again, in its old place ({reason}); its next "
            "delivery, after {delivery}, may repeat work that {client} has done."
        ),
    },
    "pubsub.expired": {
        "plain": _(
            "{name|Event} waited {waited_us|duration} in queue {queue}, too long, so it leaves."
        ),
        "precise": _(
            "Event {event} ({name}) left queue {queue} after {waited_us|duration}: expiry (a time to "
            "live) is over and no reader had taken it."
        ),
    },
    "pubsub.overflowed": {
        "plain": {
            "by": "policy",
            "drop_oldest": _("Queue {queue} is full, so its oldest, event {victim}, makes room."),
            "drop_newest": _("Queue {queue} is full, so the newest, event {victim}, is dropped."),
            "other": _("Queue {queue} is full, so event {victim} is dropped."),
        },
        "precise": _(
            "Queue {queue} was at its capacity when event {event} came: overflow = {policy}, so event "
            "{victim} is gone; its producer is not told."
        ),
    },
    "pubsub.set_aside": {
        "plain": {
            "by": "dead_letter",
            "": _(
                "{name|Event} was delivered {delivery} times in vain, so queue {queue} drops it."
            ),
            "other": _(
                "{name|Event} was delivered {delivery} times in vain, so it goes to {dead_letter}."
            ),
        },
        "precise": {
            "by": "dead_letter",
            "": _(
                "Event {event} ({name}) reached most_deliveries in queue {queue} with delivery "
                "{delivery}; without a dead letter queue it is gone."
            ),
            "other": _(
                "Event {event} ({name}) reached most_deliveries in queue {queue} with delivery "
                "{delivery}: dead letter queue {dead_letter} keeps it, and the next one can go on."
            ),
        },
    },
    "pubsub.log_declared": {
        "plain": {
            "by": "retention_us",
            "0": _("Log {log} at broker {broker} keeps every event for ever."),
            "other": _(
                "Log {log} at broker {broker} keeps every event for {retention_us|duration}."
            ),
        },
        "precise": {
            "by": "retention_us",
            "0": _(
                "Log {log} at {broker}: one sequence by offset, no retention. Who has read what plays no "
                "part."
            ),
            "other": _(
                "Log {log} at {broker}: one sequence by offset, retention {retention_us|duration}. Who has "
                "read what plays no part."
            ),
        },
    },
    "pubsub.log_changed": {
        "plain": {
            "by": "retention_us",
            "0": _("Log {log} now keeps every event for ever."),
            "other": _("Log {log} now keeps every event for {retention_us|duration}."),
        },
        "precise": _(
            "Log {log}: retention = {retention_us|duration} from now on, for what is there already too; 0 "
            "keeps everything."
        ),
    },
    "pubsub.appended": {
        "plain": _("Log {log} writes {name|event} down at offset {offset}, whoever reads it."),
        "precise": _(
            "Event {event} ({name}), key {key|key}, is at offset {offset} of log {log}; the next one "
            "gets {next_offset}."
        ),
    },
    "pubsub.trimmed": {
        "plain": {
            "by": "removed",
            "1": _("Log {log} lets its oldest event go, read or not: it is too old."),
            "other": _("Log {log} lets its {removed} oldest events go, read or not."),
        },
        "precise": _(
            "Retention of log {log} is over for {removed} event(s): it begins at offset {start} now. A "
            "reader that stood below is out of range."
        ),
    },
    "pubsub.reading_began": {
        "plain": {
            "by": "origin",
            "earliest": _(
                "{client} reads log {log} from the earliest event on, offset {position}."
            ),
            "latest": _("{client} reads log {log} from now on, offset {position}."),
            "out_of_range": _(
                "What {client} would read next is gone, so it jumps to offset {position}."
            ),
            "other": _("{client} goes on in log {log} at its committed offset, {position}."),
        },
        "precise": _(
            "{client} begins in log {log} at offset {position} ({origin}; committed offset {committed}, "
            "where -1 is none). What it does not read stays there."
        ),
    },
    "pubsub.polled": {
        "plain": {
            "by": "count",
            "0": _("{client} asks log {log} for more, and there is nothing new."),
            "1": _("{client} takes 1 event from log {log}; {lag} more wait there."),
            "other": _("{client} takes {count} events from log {log}; {lag} more wait there."),
        },
        "precise": _(
            "{client} polled {count} event(s) from log {log} (most_records, poll_every): position "
            "{position}, lag {lag}. It asks when it is ready, so nothing overflows."
        ),
    },
    "pubsub.offset_committed": {
        "plain": _("Log {log} keeps offset {offset} for {client}, the next it will read."),
        "precise": _(
            "Committed offset {offset} of {client} in log {log}: after a restart it goes on there; work "
            "done beyond it is done again."
        ),
    },
}
