"""Publish and subscribe: an event from its producer through the broker to the places that asked for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "pubsub.published": {
        "plain": {
            "by": "form",
            "command": _(
                "{client} publishes the command {name|event} on {topic}, so that somebody does it."
            ),
            "state": {
                "by": "key",
                "null": _("{client} publishes on {topic} how things stand now: {name|event}."),
                "other": _("{client} publishes on {topic} how {key} stands now: {name|event}."),
            },
            "other": {
                "by": "carries",
                "id": _(
                    "{client} publishes {name|event} on {topic}: {key|key} only, details on request."
                ),
                "other": {
                    "by": "key",
                    "null": _("{client} publishes {name|event} on {topic} for whoever asked."),
                    "other": _(
                        "{client} publishes {name|event} about {key} on {topic} for whoever asked."
                    ),
                },
            },
        },
        "precise": {
            "by": "carries",
            "id": _(
                "Event {event} ({name}, {form}) on {topic}, key {key|key}: an identifier only, so each "
                "reader has to call {client} back for the rest."
            ),
            "other": {
                "by": "value",
                "": _(
                    "Event {event} ({name}, {form}) on {topic}, key {key|key}, carries nothing further. {client} "
                    "names a topic and no receiver."
                ),
                "other": _(
                    "Event {event} ({name}, {form}) on {topic}, key {key|key}, carries its state, “{value}”. "
                    "{client} names a topic and no receiver."
                ),
            },
        },
    },
    "pubsub.held": {
        "plain": {
            "by": "waiting",
            "1": _("{client} keeps event {event} itself until its broker confirms it."),
            "other": _(
                "{client} keeps event {event} itself; {waiting} wait for their confirmation."
            ),
        },
        "precise": _(
            "Event {event} is in the local buffer of {client} ({waiting} wait there; buffer): it is sent "
            "again every publish_retry until {client} hears that it is kept."
        ),
    },
    "pubsub.confirmed": {
        "plain": _("Broker {broker} keeps {name|event}, so {client} is done with it."),
        "precise": _(
            "Event {event} ({name}) is confirmed by {broker} after {waited_us|duration} (as PUBACK at "
            "QoS 1): the broker keeps it; nobody need have received it. Buffer: {waiting}."
        ),
    },
    "pubsub.resent": {
        "plain": _(
            "{client} heard no confirmation, so it sends {name|event} again, attempt {attempt}."
        ),
        "precise": _(
            "Attempt {attempt} of {client} with event {event} ({name}) after publish_retry; a broker "
            "that has it already recognises its number."
        ),
    },
    "pubsub.gave_up": {
        "plain": {
            "by": "reason",
            "buffer_full": _("The local buffer of {client} is full, so {name|event} is lost."),
            "queue_full": _("A queue is full, so {client} gives {name|event} up."),
            "crashed": _("{client} dies before the broker has {name|event}, so it is lost."),
            "stopped": _("{client} stops before the broker has {name|event}, so it is lost."),
            "other": _("{client} gives {name|event} up, because {reason|error}."),
        },
        "precise": _(
            "{client} lets event {event} ({name}) go ({reason}); {waiting} others wait in its buffer. No "
            "broker has it, so no subscriber will ever see it."
        ),
    },
    "pubsub.matched": {
        "plain": {
            "by": "places|count",
            "0": {
                "by": "onward|count",
                "0": _("Nobody asked broker {broker} for {topic}, so {name|event} ends there."),
                "1": _("Nobody at {broker} asked for {topic}, but somebody at {onward|list} did."),
                "other": _(
                    "Nobody at {broker} asked for {topic}, but {onward|count} other brokers did."
                ),
            },
            "1": {
                "by": "onward|count",
                "0": _("At broker {broker}, one subscription selects {topic}: {places|list}."),
                "other": _(
                    "At {broker}, {places|list} asked for {topic}, and so did other brokers."
                ),
            },
            "other": {
                "by": "onward|count",
                "0": _(
                    "At broker {broker}, {places|count} asked for {topic}, so each gets one copy."
                ),
                "other": _(
                    "At {broker}, {places|count} asked for {topic}, and so did other brokers."
                ),
            },
        },
        "precise": _(
            "Event {event} ({name}) on {topic} at {broker}: places here {places|list}, each once by the "
            "first filter that fits; brokers where somebody asked: {onward|list}."
        ),
    },
    "pubsub.refused": {
        "plain": {
            "by": "reason",
            "queue_full": _(
                "A queue is full, so broker {broker} refuses {name|event} of {client}."
            ),
            "other": _("Broker {broker} refuses {name|event} of {client}, because {reason|error}."),
        },
        "precise": {
            "by": "reason",
            "queue_full": _(
                "Event {event} ({name}) on {topic} is refused at {broker}: a queue that asked for it is "
                "at its capacity and overflow = reject, so {client} has to deal with it."
            ),
            "other": _(
                "Event {event} ({name}) of {client} is refused at {broker}: {topic} breaks the rule "
                "{reason}."
            ),
        },
    },
    "pubsub.repeated": {
        "plain": _(
            "Broker {broker} has event {event} already, so it confirms it and does no more."
        ),
        "precise": _(
            "Event {event} came to {broker} a second time: it is in the list of those seen lately, so "
            "no place gets another copy."
        ),
    },
}
