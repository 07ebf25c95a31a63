"""Publish and subscribe: an event arrives, or does not, and is worked on."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "pubsub.delivered": {
        "plain": {
            "by": "way",
            "queue": {
                "by": "delivery",
                "1": _("{client} gets {name|event} from queue {place} and has to acknowledge it."),
                "other": _(
                    "{client} gets {name|event} from queue {place}, delivered for time {delivery}."
                ),
            },
            "log": _("{client} gets {name|event} from log {place}, offset {offset}."),
            "other": _("{client} gets {name|event}, pushed by its broker."),
        },
        "precise": {
            "by": "way",
            "queue": _(
                "Event {event} ({name}) of queue {place} is in the inbox of {client}, delivery "
                "{delivery}; the queue keeps it until the acknowledgement."
            ),
            "log": _(
                "Event {event} ({name}) at offset {offset} of log {place} is in the inbox of {client}; "
                "in the log it stays."
            ),
            "other": _(
                "Event {event} ({name}) was pushed to {client} for its filter {place}: a direct "
                "delivery, of which the broker keeps nothing."
            ),
        },
    },
    "pubsub.lost": {
        "plain": {
            "by": "where",
            "fault": _("{place} will never get {name|event}: it was lost on its way."),
            "queue": {
                "by": "reason",
                "queue_full": _("Queue {place} is full, so it does not keep {name|event}."),
                "other": _("Queue {place} no longer has {name|event}, because {reason|error}."),
            },
            "client": {
                "by": "reason",
                "failed": _("{place} failed with {name|event}, and nobody will give it again."),
                "other": _("{place} had {name|event} in its memory only, so it is gone."),
            },
            "other": {
                "by": "reason",
                "offline": _("{place} is not connected, so it will never get {name|event}."),
                "inbox_full": _("The inbox of {place} is full, so {name|event} is dropped."),
                "no_way": _("No link leads to {place}, so {name|event} never gets there."),
                "other": _("{place} will never get {name|event}, because {reason|error}."),
            },
        },
        "precise": {
            "by": "reason",
            "offline": _(
                "Event {event} ({name}): {place} asked for it directly and has no connection; a direct "
                "delivery leaves no copy for later."
            ),
            "inbox_full": _(
                "Event {event} ({name}): push goes at the broker's pace; the bounded inbox of {place} was "
                "full (inbox), and nobody asks again."
            ),
            "no_way": _(
                "Event {event} ({name}): no way through the mesh to {place}, and the link keeps nothing "
                "(store = false)."
            ),
            "other": _("Event {event} ({name}) is lost for {place} ({where}: {reason})."),
        },
    },
    "pubsub.work_started": {
        "plain": _("{client} takes {name|event} out of its inbox and begins its work."),
        "precise": _(
            "{client} works on event {event} ({name}) in slot {slot} until {until_us|clock} (work)."
        ),
    },
    "pubsub.processed": {
        "plain": {
            "by": "again",
            "true": _("{client} is done with {name|event}, although it had done it before."),
            "other": _(
                "{client} is done with {name|event}, {late_us|duration} after it was published."
            ),
        },
        "precise": {
            "by": "again",
            "true": _(
                "{client} has processed event {event} ({name}) again, {late_us|duration} after it was "
                "published: only an idempotent handler makes that harmless."
            ),
            "other": _(
                "{client} has processed event {event} ({name}) {late_us|duration} after it was "
                "published; its producer never waited for this."
            ),
        },
    },
    "pubsub.work_failed": {
        "plain": _("{client} fails with {name|event}, so its work has no effect."),
        "precise": _(
            "{client} gives up on event {event} ({name}) in slot {slot}: a queue gives it out again "
            "(most_deliveries); pushed directly, it is lost to {client}."
        ),
    },
    "pubsub.discarded": {
        "plain": _("{client} gets {name|event} and throws it away: its code keeps only {keeps}."),
        "precise": _(
            "Event {event} ({name}) reached {client} in vain (keeps = {keeps}): a narrower subscription "
            "would have left it at the broker."
        ),
    },
    "pubsub.fault_armed": {
        "plain": {
            "by": "fault",
            "lose": _("The next event for {client} will get lost on its way."),
            "duplicate": _("The next event for {client} will arrive twice."),
            "swap": _("The next two events for {client} will change places."),
            "other": _("The next delivery to {client} will go wrong."),
        },
        "precise": _("A fault ({fault}) waits for the next delivery to {client}; it strikes once."),
    },
    "pubsub.fault_struck": {
        "plain": {
            "by": "fault",
            "lose": _("{name|Event} for {client} gets lost on its way, and nobody notices."),
            "duplicate": _("{name|Event} arrives at {client} twice."),
            "swap": _("{name|Event} for {client} is overtaken by the one behind it."),
            "other": _("The delivery of {name|event} to {client} goes wrong."),
        },
        "precise": _("The fault ({fault}) meets event {event} ({name}) on its way to {client}."),
    },
}
