"""Services: calls and events, stores that fall behind, and processes over several services."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "service": {
        "title": _("Service"),
        "text": _(
            "A program with handlers and stores of its own, which can be stopped, scaled and deployed "
            "without the others. It shares the shape of events with them, not its stores."
        ),
        "not": _("A worker, of which a service has one or several."),
        "kafka": _("a producer and a consumer group in one program"),
    },
    "synchronous call": {
        "title": _("Synchronous call"),
        "text": _(
            "One service asks another and waits for the answer. A worker is held meanwhile; if the other is "
            "slow or down, the caller is so too, and its own caller as well."
        ),
        "not": _("An event, whose publisher is done once the broker keeps it."),
        "kafka": _("none; a request and a reply topic can imitate it"),
    },
    "timeout": {
        "title": _("Timeout"),
        "text": _(
            "How long a caller waits. Afterwards it goes on without an answer and does not know whether the "
            "other did the work, so trying again may do it twice."
        ),
        "not": _("A refusal, which is an answer: nothing was done."),
        "kafka": "request.timeout.ms, delivery.timeout.ms",
    },
    "eventual consistency": {
        "title": _("Eventual consistency"),
        "text": _(
            "Stores that follow by events agree some time after the last change, if no event is lost, those "
            "of a key come in order, and repeats do no harm. Otherwise they may differ for ever."
        ),
        "not": _("A promise of soon: it sets no limit of time."),
        "kafka": _("readers of a topic, each at its own lag"),
    },
    "staleness": {
        "title": _("Staleness"),
        "text": _(
            "How far a value is behind its source, in time or in changes. A stale value is not wrong: it "
            "was true once. It ends when the events in between have been processed."
        ),
        "not": _("Divergence, which no event on its way will end."),
        "kafka": _("lag counts offsets and says little about one key"),
    },
    "read stamp": {
        "title": _("Read stamp"),
        "text": _(
            "What a read is marked with here: the version that was read, the source's newest, and how far "
            "they are apart. In real systems the reader seldom knows the newest."
        ),
        "not": _("A lock: the next read may already differ."),
        "kafka": _("none; an offset or version in the value serves"),
    },
    "divergence": {
        "title": _("Divergence"),
        "text": _(
            "Stores that should agree do not, though nothing is on its way any more. It comes from a lost "
            "event, a wrong order, or a repeat that was applied twice."
        ),
        "not": _("Staleness, which passes by itself."),
        "kafka": _("lag 0 does not rule it out"),
    },
    "outbox": {
        "title": _("Outbox"),
        "text": _(
            "A table in the service's own store: change and event are written in one step, and a relay "
            "publishes from it until it is confirmed. A crash in between loses nothing but may repeat."
        ),
        "not": _("The local buffer, which is lost in a crash."),
        "kafka": _("a relay or change data capture (Kafka Connect) reads the table"),
    },
    "idempotent handler": {
        "title": _("Idempotent handler"),
        "text": _(
            "A handler for which twice is as good as once: it records what it has applied, together with "
            "the change, or it sets values instead of adding to them."
        ),
        "not": _("Idempotence of a Kafka producer, which says nothing about handlers."),
        "kafka": _("the application's own duty, beyond transactions in Kafka"),
    },
    "version check": {
        "title": _("Version check"),
        "text": _(
            "The source counts the changes of each key and sends the number along. A reader that has a "
            "newer one ignores the older event, so a wrong order does no harm when values are set."
        ),
        "not": _("Detecting lost events: a gap in the numbers has to be looked for."),
        "kafka": _("per key only by order in the partition, or in the value"),
    },
    "per-key order": {
        "title": _("Order per key"),
        "text": _(
            "Events of one key are processed in the order in which they were published; those of different "
            "keys may overtake each other. Several workers need a rule that keeps a key with one of them."
        ),
        "not": _("Order of everything, which would allow one worker only."),
        "kafka": _("within a partition, as long as the number of partitions stays"),
    },
    "choreography": {
        "title": _("Choreography"),
        "text": _(
            "A process without a centre: each service answers an event with an event. A new one joins "
            "without changing others; but nobody shows the whole, and each has to know how to undo."
        ),
        "not": _("Absence of rules: they are there, spread over the services."),
        "kafka": _("services that read and write topics"),
    },
    "orchestration": {
        "title": _("Orchestration"),
        "text": _(
            "A process with a centre: it sends commands, waits for replies and knows the next step. One "
            "place to look and to change, which every new step has to pass."
        ),
        "not": _("Synchronous calls: commands and replies may well be messages."),
        "kafka": _("not a part of it; workflow engines use topics"),
    },
    "orchestrator": {
        "title": _("Orchestrator"),
        "text": _(
            "The service that leads an orchestrated process. With durable state it goes on after a crash by "
            "sending its present command again; with none, its processes stay as they are for ever."
        ),
        "not": _("A broker: it knows the business, the broker only topics."),
        "kafka": _("its state belongs into a store or a compacted topic"),
    },
    "saga": {
        "title": _("Saga"),
        "text": _(
            "A business process of local steps in several services, without a common transaction. If a step "
            "is refused, the finished ones before it are made good by steps of their own."
        ),
        "not": _("A transaction: others see its half-done states."),
        "kafka": _("Kafka's transactions cover records, not other stores"),
    },
    "compensation": {
        "title": _("Compensation"),
        "text": _(
            "A step that makes an earlier one good: a refund for a payment. It runs in reverse order, can "
            "fail itself, and does not erase that the first step happened."
        ),
        "not": _("A rollback, after which nothing ever happened."),
        "kafka": _("none: it is an event like any other"),
    },
    "correlation id": {
        "title": _("Correlation id"),
        "text": _(
            "One id that every call, command and event of the same request or process carries on. With it, "
            "a trail can be put together afterwards and a repeated command recognised."
        ),
        "not": _("The key, which says what an event is about."),
        "kafka": _("a record header by convention"),
    },
    "trail": {
        "title": _("Trail"),
        "text": _(
            "All commands and events with one correlation id, in order. Its newest entry shows where a "
            "process is stuck, and who ought to have answered."
        ),
        "not": _("The log of a service, which shows one side only."),
        "kafka": _("tracing tools build it from headers"),
    },
}
