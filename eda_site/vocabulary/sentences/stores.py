"""Services: what each keeps in its own stores, how events change it, and how far behind it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "service.state_changed": {
        "plain": {
            "by": "value",
            "null": _("{service} removes {key} from its store {store}."),
            "other": {
                "by": "before",
                "null": _("{service} writes {key} into its store {store}: {value|list}."),
                "other": _(
                    "{service} changes {key} in its store {store}: {before|list} becomes {value|list}."
                ),
            },
        },
        "precise": {
            "by": "before",
            "null": _(
                "{service}, store {store}, key {key}: new, {value|list}, version {version}. No other service "
                "sees this store."
            ),
            "other": {
                "by": "event",
                "0": _(
                    "{service}, store {store}, key {key}: {before|list} becomes {value|list}, version {version}, for a "
                    "call or a request."
                ),
                "other": _(
                    "{service}, store {store}, key {key}: {before|list} becomes {value|list}, version {version}, "
                    "as event {event} said. No other service sees this store."
                ),
            },
        },
    },
    "service.looked_up": {
        "plain": _("{name|Event} holds no details, so {service} asks {source} and gets them."),
        "precise": _(
            "Event {event} ({name}, key {key|key}) carries an identifier: {service} called {source} back "
            "and waited {waited_us|duration}."
        ),
    },
    "service.lookup_failed": {
        "plain": _("{service} knows of {name|event}, but {source} does not tell it the details."),
        "precise": _(
            "Event {event} ({name}, key {key|key}) carries an identifier, and the call back from {service} "
            "to {source} fails ({reason}): known that, not what."
        ),
    },
    "service.stale_used": {
        "plain": _(
            "{service} acts on {name|event}, although its source has newer state of {key|key}."
        ),
        "precise": _(
            "{service} uses version {version} of {key|key} from event {event} ({name}); its source is at "
            "version {newest}. What a fat event carries was true once."
        ),
    },
    "service.schema_failed": {
        "plain": _("{service} cannot read {name|event}, because the field {field} is missing."),
        "precise": _(
            "{service} needs the field {field} (needs), which event {event} ({name}) does not have: "
            "services share the shape of events, and a change of it reaches every reader."
        ),
    },
    "service.duplicate_ignored": {
        "plain": _("{service} has applied {name|event} before, so it does nothing this time."),
        "precise": _(
            "{service} finds event {event} ({name}) among those whose effect it has recorded (idempotent "
            "= true): a repeat is harmless."
        ),
    },
    "service.older_ignored": {
        "plain": _("{service} knows a newer version of {key}, so {name|event} changes nothing."),
        "precise": _(
            "Event {event} ({name}) has version {version} of {key}, {service} has {known} already "
            "(set_if_newer): the wrong order does no harm."
        ),
    },
    "service.read": {
        "plain": {
            "by": "value",
            "null": _("Somebody reads {key} at {service}, which knows nothing of it."),
            "other": {
                "by": "newest",
                "0": _("Somebody reads {key} at {service}: {value|list}; its source is not known."),
                "other": {
                    "by": "behind",
                    "0": _(
                        "Somebody reads {key} at {service}: {value|list}, as new as its source."
                    ),
                    "1": _(
                        "Somebody reads {key} at {service}: {value|list}, one version behind its source."
                    ),
                    "other": _(
                        "Somebody reads {key} at {service}: {value|list}, {behind} versions behind its source."
                    ),
                },
            },
        },
        "precise": {
            "by": "value",
            "null": _(
                "Read of {key} in store {store} of {service}: nothing; its source is at version {newest}."
            ),
            "other": {
                "by": "behind",
                "0": _(
                    "Read of {key} in store {store} of {service}: {value|list}, version {version} of {newest} (0: "
                    "the source is not known)."
                ),
                "other": _(
                    "Read of {key} in store {store} of {service}: {value|list}, version {version} of {newest}, out "
                    "of date for {behind_us|duration}. An older value that was true once."
                ),
            },
        },
    },
    "service.rewound": {
        "plain": _("{service} empties its stores and adds up log {log} again from the start."),
        "precise": _(
            "{service} is rewound: its stores are empty, and it reads log {log} from offset 0 up to "
            "{until}. State is what the events add up to."
        ),
    },
    "service.outbox_written": {
        "plain": _("{service} writes {name|event} into its outbox, in one step with the change."),
        "precise": _(
            "Event {event} ({name}) is in the outbox of {service} ({waiting} wait): one local write holds "
            "change and event, so a crash cannot part them."
        ),
    },
    "service.outbox_relayed": {
        "plain": _("The broker keeps {name|event} now, so it leaves the outbox of {service}."),
        "precise": _(
            "Event {event} ({name}) was published by the relay of {service} until it was confirmed, perhaps "
            "more than once (relay_every); {waiting} wait in the outbox."
        ),
    },
}
