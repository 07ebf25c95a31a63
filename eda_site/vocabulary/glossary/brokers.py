"""Event brokers: topics and filters, and what each kind of memory does with an event."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "event broker": {
        "title": _("Event broker"),
        "text": _(
            "The program between publishers and subscribers: it takes events in, finds who asked for their "
            "topic, and delivers, queues or logs one copy for each. It must itself be made redundant."
        ),
        "not": _("A database: what nobody asked for, it does not keep."),
        "kafka": _("brokers keep all records of a topic, asked for or not"),
    },
    "router": {
        "title": _("Router"),
        "text": _(
            "What a broker is when it compares an event's topic with all subscriptions and sends copies "
            "only where one fits. Publishers and subscribers are spared each other's addresses."
        ),
        "not": _("A Kafka broker, which appends to a partition and compares nothing."),
        "kafka": _("none: clients choose topic and partition themselves"),
    },
    "topic hierarchy": {
        "title": _("Topic hierarchy"),
        "text": _(
            "A topic written in levels, such as shop/eu/order. It comes with each event and need not be "
            "created. Good levels go from the general to the special, so that filters can cut anywhere."
        ),
        "not": _("A folder: an event on shop/eu/order is not also on shop/eu."),
        "kafka": _("none: names are flat, dots are mere characters, / is not allowed"),
    },
    "one-level wildcard": {
        "title": _("Wildcard for one level"),
        "text": _(
            "Stands for exactly one level of a topic: + in MQTT, alone in its level; * in Solace, alone or "
            "after a beginning as in red*. shop/+/order does not fit shop/eu/order/created."
        ),
        "not": _("The wildcard for the rest, which crosses levels."),
        "kafka": _("none; regular expressions choose whole topic names"),
    },
    "rest wildcard": {
        "title": _("Wildcard for the rest"),
        "text": _(
            "Alone in the last level, it stands for all further ones. In MQTT, shop/# fits shop too; in "
            "Solace, shop/> needs at least one more level, so shop does not fit."
        ),
        "not": _("Everything: in MQTT, # skips topics that begin with $."),
        "kafka": _("none; a regular expression such as shop.* over names comes near"),
    },
    "dialect": {
        "title": _("Dialect"),
        "text": _(
            "How a broker reads topics and filters. MQTT and Solace cut at / and know wildcards, each its "
            "own; in Kafka's, a name is one piece and a filter is a regular expression."
        ),
        "not": _("The wire protocol: a broker may speak several."),
        "kafka": _("names: a-z A-Z 0-9 . _ - and at most 249 characters"),
    },
    "subscription": {
        "title": _("Subscription"),
        "text": _(
            "A filter and the place where matching events go: a connected program, a queue or a log. A "
            "place gets one copy of an event, even if several of its filters fit."
        ),
        "not": _("A copy of the past: without a log it begins now."),
        "kafka": _("subscribe() with names or a pattern, known to the consumer group"),
    },
    "direct delivery": {
        "title": _("Direct delivery"),
        "text": _(
            "The broker pushes an event to whoever is connected at this moment and keeps nothing. Quick "
            "and cheap; for those who are away, or whose inbox is full, the event is lost."
        ),
        "not": _("A durable queue, where an event waits for its reader."),
        "kafka": _("none: MQTT calls it QoS 0, Solace direct messaging"),
    },
    "durable queue": {
        "title": _("Durable queue"),
        "text": _(
            "A place at a broker where events wait, over crashes too, until a reader acknowledges them. "
            "Then they are gone. Who takes from the same queue shares its events."
        ),
        "not": _("A log, which forgets what is old, not what was taken."),
        "kafka": _("a share group (KIP-932) comes near, over a log"),
    },
    "reader's acknowledgement": {
        "title": _("Acknowledgement of a reader"),
        "text": _(
            "A reader's word to the queue that it is done with an event, upon which the queue forgets it. "
            "Given before the work, a crash loses the event; given after, a crash repeats it."
        ),
        "not": _(
            "A confirmation for the publisher: that one says that the broker keeps the event."
        ),
        "kafka": _("a committed offset, for all records before it at once"),
    },
    "redelivery": {
        "title": _("Redelivery"),
        "text": _(
            "A queue gives an event out again when its reader stopped, crashed, failed or was silent for "
            "too long. The work may have been done already, so handlers should bear repeats."
        ),
        "not": _("A duplicate from the publisher, which the broker may recognise."),
        "kafka": _("reading again from the committed offset"),
    },
    "competing consumers": {
        "title": _("Competing consumers"),
        "text": _(
            "Several readers of one queue: each event goes to one of them, so work is shared and more "
            "readers do more. Events may then finish in another order than they were published."
        ),
        "not": _("Several subscribers, of which each gets its own copy."),
        "kafka": _("a consumer group shares partitions, a share group single records"),
    },
    "expiry": {
        "title": _("Expiry"),
        "text": _(
            "How long an event may wait in a queue (its time to live). When it is over and no reader has "
            "taken it, it leaves, so that nobody works on news that is no longer any."
        ),
        "not": _("A deadline for the work: what a reader holds does not expire."),
        "kafka": _("none per record; retention.ms holds for a whole topic"),
    },
    "overflow policy": {
        "title": _("Overflow policy"),
        "text": _(
            "What a full queue does: refuse the new event, so that its publisher learns of it, drop the "
            "oldest, or drop the newest. Without a bound, the broker's memory is the bound."
        ),
        "not": _("Back-pressure, which slows the publisher before anything is lost."),
        "kafka": _("retention.bytes drops the oldest segments, read or not"),
    },
    "dead letter queue": {
        "title": _("Dead letter queue"),
        "text": _(
            "Where an event goes that was delivered in vain too often, so that those behind it can go on. "
            "Somebody has to look into it, else it is a slow way to lose events."
        ),
        "not": _("A cure: the reason for the failure is still there."),
        "kafka": _("a topic by convention; a setting in Kafka Connect"),
    },
    "push and pull": {
        "title": _("Push and pull"),
        "text": _(
            "Push: the broker sends as events come, at its own pace, and a slow reader's inbox fills. Pull: "
            "the reader asks when ready, and what it has not asked for waits in the log."
        ),
        "not": _("Fast and slow: pulling with a waiting request is just as quick."),
        "kafka": _("consumers pull: fetch.min.bytes = 1, fetch.max.wait.ms = 500"),
    },
    "inbox": {
        "title": _("Inbox"),
        "text": _(
            "Where pushed events wait in the program's memory for their turn. It is bounded: what comes "
            "directly to a full one is dropped; a queue holds back instead (window)."
        ),
        "not": _("A queue at the broker: a crash empties the inbox."),
        "kafka": _("fetched records wait in the consumer; max.poll.records = 500"),
    },
    "back-pressure": {
        "title": _("Back-pressure"),
        "text": _(
            "Whatever makes the faster side wait for the slower one: a window of unacknowledged events, a "
            "full buffer that refuses, a reader that asks only when it is ready."
        ),
        "not": _("Dropping events, which leaves the sender as fast as before."),
        "kafka": _("pulling; for producers buffer.memory and max.block.ms"),
    },
    "local buffer": {
        "title": _("Local buffer"),
        "text": _(
            "Where a publisher keeps events, in order, until its broker confirms them. It bridges an outage "
            "of the broker as long as it has room; a crash of the publisher empties it."
        ),
        "not": _("The outbox, which is durable."),
        "kafka": "buffer.memory = 32 MiB, delivery.timeout.ms = 120000",
    },
    "event log": {
        "title": _("Event log"),
        "text": _(
            "A sequence of events by offset, kept by age or size whoever has read it. Each reader keeps "
            "only its own place, so readers can come late, go back, and never disturb each other."
        ),
        "not": _("A queue: reading removes nothing."),
        "kafka": _("a partition"),
    },
    "replay": {
        "title": _("Replay"),
        "text": _(
            "Reading a log again from an earlier offset: to build a new store, to repair one, or to let a "
            "new service learn the past. Side effects such as e-mails would happen again."
        ),
        "not": _("Redelivery, in which a queue decides to repeat one event."),
        "kafka": "seek(), kafka-consumer-groups --reset-offsets",
    },
    "MQTT": {
        "title": _("MQTT"),
        "text": _(
            "A small publish-subscribe protocol for devices (version 5.0 here): levels cut at /, wildcards "
            "+ and #, and quality 0 (once at most), 1 (confirmed, perhaps twice) or 2."
        ),
        "not": _("A queue: without a session that is kept, absent subscribers miss events."),
        "kafka": _("not spoken by Kafka's brokers; a bridge is needed"),
    },
    "Solace": {
        "title": _("Solace (SMF)"),
        "text": _(
            "An event broker with its own protocol SMF, beside MQTT and others: topics in levels, "
            "wildcards * and >, direct messages, persistent ones through queues with subscriptions, and "
            "meshes of brokers."
        ),
        "not": _("A log: a queue's event is gone once acknowledged."),
        "kafka": _("another product; bridges copy events between the two"),
    },
}
