"""The control plane: who decides, and how brokers are watched."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "controller": {
        "title": _("Controller"),
        "text": _(
            "A node that votes on the cluster's metadata. One of them is active and decides: leaders, in-sync "
            "replicas, topics, which brokers are in. The others hold the same log."
        ),
        "not": _("The group coordinator, a broker that looks after one consumer group."),
        "kafka": "process.roles = controller",
    },
    "active controller": {
        "title": _("Active controller"),
        "text": _(
            "The controller that leads the quorum and makes the decisions. When it fails, the others "
            "elect another within about a second or a few; nothing must be loaded first."
        ),
        "not": _("A broker that leads partitions."),
        "kafka": "kafka-metadata-quorum --describe --status",
    },
    "quorum": {
        "title": _("Quorum"),
        "text": _(
            "The voters of the control plane. A decision counts when a majority has it: of 3 voters one may "
            "fail, of 5 two. Without a majority, records still flow but nothing new is decided."
        ),
        "not": _("The in-sync replicas: records need no majority."),
        "kafka": "controller.quorum.voters, controller.quorum.bootstrap.servers",
    },
    "voter": {
        "title": _("Voter"),
        "text": _(
            "A controller whose copy of the metadata log counts for the majority and that can be elected. On "
            "a combined node it shares its fate with the broker."
        ),
        "not": _("A replica of a topic's partition."),
        "kafka": "controller.quorum.fetch.timeout.ms = 2000",
    },
    "pre-vote": {
        "title": _("Pre-vote"),
        "text": _(
            "Before a voter stands for election, it asks whether the others hear no leader either. So a "
            "node that was only cut off does not force an election."
        ),
        "not": _("A vote: it promises nothing and raises no epoch."),
        "kafka": _("KIP-996, since 4.0"),
    },
    "KRaft": {
        "title": _("KRaft"),
        "text": _(
            "Kafka's own consensus among controllers, based on Raft. It replaced ZooKeeper: the metadata is "
            "a log like any other, fetched by all nodes."
        ),
        "not": _("ZooKeeper, which Kafka 4.0 and newer cannot use."),
        "kafka": _("production-ready since 3.3, the only way since 4.0"),
    },
    "metadata log": {
        "title": _("Metadata log"),
        "text": _(
            "The log of all decisions of the control plane. A decision counts when a majority of the voters "
            "has it; then every broker reads and follows it, each at its own pace."
        ),
        "not": _("The metadata that clients ask for."),
        "kafka": "__cluster_metadata",
    },
    "combined node": {
        "title": _("Combined node"),
        "text": _(
            "One process that is both broker and controller. When it fails, a broker and a voter are gone "
            "together. Kafka advises against it for critical clusters."
        ),
        "not": _("An isolated controller, which keeps no records."),
        "kafka": "process.roles = broker,controller",
    },
    "broker session": {
        "title": _("Broker session"),
        "text": _(
            "The time a broker may be silent before the active controller fences it. Every heartbeat starts "
            "it afresh. Until it ends, a crashed broker still counts as leader."
        ),
        "not": _("A consumer's session with its group coordinator."),
        "kafka": "broker.session.timeout.ms = 9000, broker.heartbeat.interval.ms = 2000",
    },
    "fenced": {
        "title": _("Fenced broker"),
        "text": _(
            "A broker that the controller keeps out: it leads nothing and is in no in-sync set. So it is "
            "after a silence, and after a start until it has caught up with the decisions."
        ),
        "not": _("A crashed broker: a fenced one may well be running."),
        "kafka": "broker.session.timeout.ms",
    },
    "broker epoch": {
        "title": _("Broker epoch"),
        "text": _(
            "A number that a broker gets at each registration. With it, requests of its former life are "
            "told from those of its present one."
        ),
        "not": _("The leader epoch of a partition."),
        "kafka": "STALE_BROKER_EPOCH",
    },
    "controlled shutdown": {
        "title": _("Controlled shutdown"),
        "text": _(
            "A broker that is stopped first asks the controller to move its leaderships. Clients wait a "
            "moment instead of a whole session timeout."
        ),
        "not": _("A crash, of which the controller learns only by silence."),
        "kafka": "controlled.shutdown.enable = true",
    },
}
