"""The mesh: brokers that are linked, and how events find their way."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "event mesh": {
        "title": _("Event mesh"),
        "text": _(
            "Brokers in several places, linked so that a subscriber of one gets what is published at "
            "another. Each event crosses a link only if somebody beyond it asked, and only once."
        ),
        "not": _("A cluster, whose brokers share the same data in one place."),
        "kafka": _("a cluster is no mesh; clusters have to be mirrored"),
    },
    "link": {
        "title": _("Link"),
        "text": _(
            "A connection between two brokers of a mesh. Interest travels over it one way, matching events "
            "the other. Each end finds out by itself whether it is up, so the two may differ for a moment."
        ),
        "not": _("A subscription: a link alone carries no event."),
        "kafka": _("brokers connect to copy partitions, not to route"),
    },
    "interest": {
        "title": _("Interest"),
        "text": _(
            "That somebody at a broker subscribed to a filter. It spreads from broker to broker, each "
            "learning it once, and is withdrawn when nobody there has that filter any more."
        ),
        "not": _("The subscription itself, which only its own broker knows with its place."),
        "kafka": _("none: brokers do not tell each other who reads"),
    },
    "edge broker": {
        "title": _("Edge broker"),
        "text": _(
            "A broker close to devices, linked to the rest of the mesh. Devices attach to it only; it goes "
            "on serving them when its link is down, and can store what has to leave."
        ),
        "not": _("A gateway that every event has to pass."),
        "kafka": _("none; often an MQTT broker stands in front of Kafka"),
    },
    "dynamic routing": {
        "title": _("Dynamic routing"),
        "text": _(
            "Brokers find the ways by themselves: they tell each other which links are up and go by the "
            "shortest path. A cut link means a detour; nobody configures a route."
        ),
        "not": _("Load balancing: the way depends on links and interest, not on load."),
        "kafka": _("none: clients ask for metadata and connect to each leader"),
    },
    "link store": {
        "title": _("Store at a link"),
        "text": _(
            "An option: events that cannot cross a link because it is down wait at its end, and go on when "
            "it is up or another way appears. Without it, they are lost for those beyond."
        ),
        "not": _("A durable queue, in which events wait for a reader."),
        "kafka": _("mirroring goes on from its offset after an outage"),
    },
    "mirroring": {
        "title": _("Mirroring"),
        "text": _(
            "Copying whole topics from one Kafka cluster to another, asked for or not. Offsets differ in "
            "the copy. Two-way copying needs a rule against loops, such as a prefix for copied topics."
        ),
        "not": _("An event mesh, where interest decides event by event."),
        "kafka": _("MirrorMaker 2: topics = a pattern, replication.policy.class"),
    },
}
