"""Publish and subscribe: brokers and programs come and go, and say what they ask for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "pubsub.broker_opened": {
        "plain": {
            "by": "edge",
            "true": _("Edge broker {broker} is up, so devices near it can attach."),
            "other": _("Broker {broker} is up, so programs can attach to it."),
        },
        "precise": {
            "by": "dialect",
            "mqtt": _(
                "Broker {broker} speaks the dialect mqtt: levels end at /, + stands for one level, # "
                "for the parent and all below."
            ),
            "solace": _(
                "Broker {broker} speaks the dialect solace: levels end at /, * stands for one level "
                "or its rest, > for one or more further levels."
            ),
            "kafka": _(
                "Broker {broker} speaks the dialect kafka: names are flat, a filter is a regular "
                "expression over whole names."
            ),
            "other": _("Broker {broker} is up, dialect {dialect}."),
        },
    },
    "pubsub.broker_crashed": {
        "plain": _(
            "Broker {broker} crashes, so its connections and direct subscriptions are gone; its queues "
            "stay."
        ),
        "precise": _(
            "Broker {broker} is down: connections and direct subscriptions were in memory; queues, logs "
            "and their subscriptions are durable. Producers keep what is not confirmed (buffer)."
        ),
    },
    "pubsub.broker_started": {
        "plain": _("Broker {broker} is back with its queues, its logs and their subscriptions."),
        "precise": _(
            "Broker {broker} is up again; programs attach after attach_retry and subscribe directly "
            "anew. What was published directly meanwhile does not come back."
        ),
    },
    "pubsub.broker_stopped": {
        "plain": _("Broker {broker} stops in order, so nobody can publish or read there."),
        "precise": _(
            "Broker {broker} has closed its connections; direct subscriptions are gone, queues and logs "
            "are durable. Producers keep what they publish meanwhile (buffer)."
        ),
    },
    "pubsub.broker_paused": {
        "plain": _("Broker {broker} stands still, so everything that needs it waits."),
        "precise": _(
            "The whole process of broker {broker} stands still until {until_us|clock}; its connections "
            "stay open and silent."
        ),
    },
    "pubsub.broker_resumed": {
        "plain": _("Broker {broker} goes on, so what waited for it moves again."),
        "precise": _("Broker {broker} goes on with the memory that it had before the pause."),
    },
    "pubsub.client_declared": {
        "plain": {
            "by": "kind",
            "publisher": _("Publisher {client} has its place at broker {broker}."),
            "subscriber": _("Subscriber {client} has its place at broker {broker}."),
            "device": _("Device {client} has its place at broker {broker}."),
            "service": _("Service {client} has its place at broker {broker}."),
            "other": _("{client} has its place at broker {broker}."),
        },
        "precise": _(
            "{client} ({kind}) knows one address, broker {broker}; it knows neither who publishes nor "
            "who subscribes."
        ),
    },
    "pubsub.client_started": {
        "plain": {
            "by": "kind",
            "publisher": _("Publisher {client} starts and attaches to its broker."),
            "subscriber": _("Subscriber {client} starts and attaches to its broker."),
            "device": _("Device {client} starts and attaches to its broker."),
            "service": _("Service {client} starts and attaches to its broker."),
            "other": _("{client} starts and attaches to its broker."),
        },
        "precise": _(
            "{client} ({kind}) is up with an empty inbox; until its broker knows the connection, "
            "nothing is pushed to it (attach_retry)."
        ),
    },
    "pubsub.client_stopped": {
        "plain": _("{client} stops in order, so what it had not begun stays behind."),
        "precise": _(
            "{client} ({kind}) stops: direct subscriptions end with its connection, events from queues "
            "go back unacknowledged, in a log its committed offset stays."
        ),
    },
    "pubsub.client_crashed": {
        "plain": _("{client} crashes, so its inbox, its work and its local buffer are gone."),
        "precise": _(
            "{client} ({kind}) dies without a goodbye: its broker learns it from the connection; queues "
            "get back what was not acknowledged."
        ),
    },
    "pubsub.client_paused": {
        "plain": _("{client} stands still, so what comes for it waits."),
        "precise": _(
            "The whole process of {client} stands still until {until_us|clock}; nobody is told."
        ),
    },
    "pubsub.client_resumed": {
        "plain": _("{client} goes on where it stood still."),
        "precise": _("{client} goes on with its memory; what arrived meanwhile is taken in now."),
    },
    "pubsub.client_changed": {
        "plain": {
            "by": "setting",
            "work_us": {
                "by": "value",
                "0": _("{client} now needs no time for an event."),
                "other": _("{client} now works {value|duration} on each event."),
            },
            "interval_us": {
                "by": "value",
                "0": _("{client} now publishes nothing by itself."),
                "other": _("{client} now publishes every {value|duration}."),
            },
            "inbox": {
                "by": "value",
                "0": _("The inbox of {client} has no bound any more."),
                "other": _("The inbox of {client} now holds at most {value} events."),
            },
            "buffer": _("{client} now keeps at most {value} unconfirmed events in its buffer."),
            "keeps": {
                "by": "value",
                "": _("{client} now keeps all that it gets."),
                "other": _("{client} now keeps only {value} and throws the rest away."),
            },
            "copies": {
                "by": "value",
                "1": _("{client} now publishes each event once, to one topic."),
                "other": _("{client} now publishes each event again and again, to {value} topics."),
            },
            "quality": {
                "by": "value",
                "direct": _("{client} now sends each event once and awaits no confirmation."),
                "other": _("{client} now sends each event until its broker confirms it."),
            },
            "other": _("{client} changes a setting while it runs: {setting} is {value|list}."),
        },
        "precise": {
            "by": "setting",
            "work_us": _("{client}: work = {value|duration} per event, from the next one on."),
            "interval_us": _("{client}: one event every {value|duration} (rate)."),
            "other": _(
                "{client}: {setting} = {value|list} from now on; what runs already is not changed."
            ),
        },
    },
    "pubsub.attached": {
        "plain": _("Broker {broker} knows the connection of {client}, so it can push to it."),
        "precise": _(
            "{client} is attached at {broker}: direct events and its share of queues are pushed over "
            "this connection."
        ),
    },
    "pubsub.detached": {
        "plain": {
            "by": "reason",
            "stopped": _(
                "{client} says goodbye, so broker {broker} pushes nothing to it any more."
            ),
            "timeout": _("{client} is silent for too long, so broker {broker} gives it up."),
            "other": _("Broker {broker} loses its connection to {client}, so it pushes nothing."),
        },
        "precise": _(
            "{client} is not attached at {broker} any more ({reason}): its direct subscriptions end; "
            "what a queue gave it and it did not acknowledge goes back."
        ),
    },
    "pubsub.subscribed": {
        "plain": {
            "by": "memory",
            "direct": _(
                "Broker {broker} pushes what {filter} selects to {place} while it is connected."
            ),
            "queue": _(
                "Queue {place} at broker {broker} keeps what {filter} selects until it is taken."
            ),
            "log": _(
                "Log {place} at broker {broker} writes down what {filter} selects, whoever reads."
            ),
            "other": _("Broker {broker} keeps an interest of {place}: {filter}."),
        },
        "precise": {
            "by": "memory",
            "direct": _(
                "Subscription {filter} of {place} at {broker}, memory direct: without a connection "
                "there is no delivery and no copy (QoS 0, a direct message)."
            ),
            "queue": _(
                "Subscription {filter} into queue {place} at {broker}, memory queue: a copy waits for a "
                "reader's acknowledgement, over a crash of the broker too."
            ),
            "log": _(
                "Subscription {filter} into log {place} at {broker}, memory log: one copy by offset, "
                "kept by retention, read by anybody as often as needed."
            ),
            "other": _("Subscription {filter} of {place} at {broker}, memory {memory}."),
        },
    },
    "pubsub.unsubscribed": {
        "plain": {
            "by": "reason",
            "gone": _("The connection of {place} is gone, and its interest in {filter} with it."),
            "crash": _("Broker {broker} forgets in its crash that {place} asked for {filter}."),
            "other": _("{place} no longer asks for {filter}, so broker {broker} forgets it."),
        },
        "precise": _(
            "Subscription {filter} of {place} at {broker} is withdrawn ({reason}); the mesh is told "
            "once nobody else here has that filter."
        ),
    },
    "pubsub.subscription_refused": {
        "plain": _("Broker {broker} refuses {filter} of {client}, because {rule|error}."),
        "precise": _(
            "{client} may not subscribe to {filter} at {broker}: the rule {rule} of its dialect is "
            "broken."
        ),
    },
}
