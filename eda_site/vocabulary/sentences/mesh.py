"""The mesh: links between brokers, interest that spreads over them, events that follow it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "mesh.linked": {
        "plain": {
            "by": "store",
            "true": _("{a} and {b} are linked; if the link is down, events wait."),
            "other": _("{a} and {b} are linked, so interest and events can cross."),
        },
        "precise": {
            "by": "store",
            "true": _(
                "Link {a}, {b} (store = true): interest travels one way, events the other; what cannot "
                "cross now waits at the link's end."
            ),
            "other": _(
                "Link {a}, {b} (store = false): interest travels one way, events the other; what has no "
                "way at all is lost."
            ),
        },
    },
    "mesh.link_lost": {
        "plain": {
            "by": "reason",
            "timeout": _(
                "Broker {broker} hears nothing from {neighbour}, so their link counts as down."
            ),
            "other": _(
                "Broker {broker} loses its connection to {neighbour}, so their link is down."
            ),
        },
        "precise": _(
            "{broker} takes the link to {neighbour} for down ({reason}; link_hello, link_timeout) and "
            "tells the other brokers, so that all routes are found anew."
        ),
    },
    "mesh.link_restored": {
        "plain": _("Broker {broker} hears {neighbour} again, so both exchange what they know."),
        "precise": _(
            "The link from {broker} to {neighbour} is up: both exchange interest and link states, newer "
            "versions win, and stored events go on."
        ),
    },
    "mesh.interest_spread": {
        "plain": _("Somebody at {origin} asked for {filter}, and broker {broker} knows it now."),
        "precise": _(
            "Interest at {origin} in {filter} is known at {broker} (told by {via}): matching events go on "
            "towards {origin}, over each link once."
        ),
    },
    "mesh.interest_withdrawn": {
        "plain": _("Nobody at {origin} asks for {filter} any more, and broker {broker} knows it."),
        "precise": _(
            "Interest at {origin} in {filter} is withdrawn at {broker} (told by {via}): matching events no "
            "longer cross links on behalf of {origin}."
        ),
    },
    "mesh.rerouted": {
        "plain": {
            "by": "after",
            "": _("Broker {broker} knows no way to {target} any more."),
            "other": {
                "by": "before",
                "": _("Broker {broker} has found a way to {target}; the next stop is {after}."),
                "other": _(
                    "From {broker} to {target}, the next stop is now {after}, not {before}."
                ),
            },
        },
        "precise": {
            "by": "after",
            "": _(
                "{broker} knows no path of links that are up to {target}: events for it are stored at a "
                "link with store = true, or lost."
            ),
            "other": _(
                "Shortest path from {broker} to {target} by the link states it knows: next hop {after} "
                "(before: “{before}”). Nobody changed a configuration."
            ),
        },
    },
    "mesh.forwarded": {
        "plain": {
            "by": "targets|count",
            "1": _(
                "Somebody at {targets|list} asked, so {broker} sends {name|event} on to {neighbour}."
            ),
            "other": _(
                "{targets|count} brokers beyond {neighbour} asked, so {broker} sends {name|event} there, "
                "once."
            ),
        },
        "precise": _(
            "Event {event} ({name}) crosses the link from {broker} to {neighbour} once, for the "
            "interest at {targets|list}; without interest beyond it, nothing would."
        ),
    },
    "mesh.stored": {
        "plain": _("The link to {neighbour} is down, so {name|event} waits at {broker}."),
        "precise": _(
            "Event {event} ({name}) waits at {broker} for the link to {neighbour} or another way (store "
            "= true); {waiting} wait there."
        ),
    },
    "mesh.released": {
        "plain": _("{name|Event} has waited for {neighbour} at {broker}, and now goes on."),
        "precise": _(
            "Event {event} ({name}) leaves the store of {broker} for the link to {neighbour}; {waiting} "
            "still wait there."
        ),
    },
    "mesh.duplicate_dropped": {
        "plain": _("Broker {broker} has {name|event} already, so the copy from {via} ends here."),
        "precise": _(
            "Event {event} ({name}) came to {broker} once more, by {via}: it is in the list of those seen "
            "lately, so nobody gets it twice and it does not circle."
        ),
    },
}
