"""Consumer groups: membership, rebalances and timeouts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "consumer group": {
        "title": _("Consumer group"),
        "text": _(
            "Consumers that share the partitions of their topics: each partition goes to one member. Members "
            "beyond the number of partitions are idle. Other groups are not affected."
        ),
        "not": _("A topic's audience: each group sees every record."),
        "kafka": "group.id, group.protocol = classic",
    },
    "member": {
        "title": _("Member"),
        "text": _(
            "A consumer in a group, known to the coordinator by a member id. A restarted consumer is a new "
            "member, unless it has a fixed instance id."
        ),
        "not": _("A partition's replica."),
        "kafka": "group.instance.id (KIP-345), KIP-394",
    },
    "group coordinator": {
        "title": _("Group coordinator"),
        "text": _(
            "The broker that looks after a group: its members, its generation and its offsets. It is the "
            "leader of the group's partition of __consumer_offsets."
        ),
        "not": _("The controller, or the leader of the group."),
        "kafka": "offsets.topic.num.partitions = 50",
    },
    "group leader": {
        "title": _("Leader of a group"),
        "text": _(
            "The member that computes the assignment in the classic protocol, usually the first that "
            "joined. The coordinator only passes the result on."
        ),
        "not": _("The leader of a partition, which is a broker."),
        "kafka": "partition.assignment.strategy",
    },
    "generation": {
        "title": _("Generation"),
        "text": _(
            "The number of a group's current assignment. Each rebalance raises it. Offsets that come with "
            "an older one are refused, so that a former owner cannot overwrite newer ones."
        ),
        "not": _("The leader epoch of a partition."),
        "kafka": "ILLEGAL_GENERATION",
    },
    "rebalance": {
        "title": _("Rebalance"),
        "text": _(
            "A group shares its partitions out anew, because a member came, left or fell silent. In the eager "
            "protocol every member gives all its partitions back first."
        ),
        "not": _("A new leader for a partition, or a move of replicas between brokers."),
        "kafka": "group.initial.rebalance.delay.ms = 3000",
    },
    "assignor": {
        "title": _("Assignor"),
        "text": _(
            "The rule by which partitions go to members. range gives blocks per topic, roundrobin deals all "
            "of them out in turn; the sticky ones move as little as possible."
        ),
        "not": _("A partitioner, which chooses a partition for a record."),
        "kafka": "partition.assignment.strategy = range, cooperative-sticky",
    },
    "eager rebalance": {
        "title": _("Eager rebalance"),
        "text": _(
            "All members give up all partitions before they rejoin, so the whole group pauses until the "
            "slowest has answered. The default list of assignors runs this way."
        ),
        "not": _("The cooperative way, which pauses only what moves."),
        "kafka": "KIP-429",
    },
    "group state": {
        "title": _("State of a group"),
        "text": _(
            "Empty, PreparingRebalance (members rejoin), CompletingRebalance (the assignment is awaited), "
            "Stable (everybody works) or Dead."
        ),
        "not": _("The state of one member."),
        "kafka": "kafka-consumer-groups --describe --state",
    },
    "heartbeat": {
        "title": _("Heartbeat"),
        "text": _(
            "A small message that says: still here. Consumers send it to their coordinator from a "
            "background thread, brokers to the active controller. It does not prove that work goes on."
        ),
        "not": _("poll(), which shows that the application takes records."),
        "kafka": "heartbeat.interval.ms = 3000, broker.heartbeat.interval.ms = 2000",
    },
    "session timeout": {
        "title": _("Session timeout"),
        "text": _(
            "How long a member may be silent before its coordinator puts it out. Until then a crashed "
            "member's partitions are read by nobody."
        ),
        "not": _("max.poll.interval.ms, with which a consumer watches its own application."),
        "kafka": _("session.timeout.ms = 45000 (10000 before 3.0)"),
    },
    "poll timeout": {
        "title": _("Poll interval"),
        "text": _(
            "The longest time between two calls of poll(). When the work takes longer, the consumer leaves "
            "its group by itself, although its heartbeats went on."
        ),
        "not": _("The session timeout, which the coordinator watches."),
        "kafka": "max.poll.interval.ms = 300000",
    },
    "member epoch": {
        "title": _("Member epoch"),
        "text": _(
            "In the consumer protocol, the newest target assignment that a member has reached. The group's own "
            "epoch runs ahead; each member follows by itself, so nobody waits for all."
        ),
        "not": _("The leader epoch of a partition."),
        "kafka": "group.protocol = consumer (KIP-848)",
    },
    "share group": {
        "title": _("Share group"),
        "text": _(
            "Consumers that take records one by one from the same partitions. More members than partitions "
            "help; the order within a partition is given up."
        ),
        "not": _("A consumer group, where a partition has one owner."),
        "kafka": "KIP-932, share.acknowledgement.mode, group.share.delivery.count.limit",
    },
    "record lock": {
        "title": _("Record lock"),
        "text": _(
            "In a share group, how long a record belongs to the member that got it. When the time is over "
            "without a word, somebody else may get it."
        ),
        "not": _("A lock on the partition or on the log."),
        "kafka": "group.share.record.lock.duration.ms",
    },
}
