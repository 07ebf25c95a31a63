"""Copies of a partition, and who may lead it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "broker": {
        "title": _("Broker"),
        "text": _(
            "A server that keeps copies of partitions. For some it leads, for others it follows. Clients "
            "talk to the broker that leads the partition they need."
        ),
        "not": _("The controller, which decides who leads but serves no records."),
        "kafka": "node.id, process.roles",
    },
    "replica": {
        "title": _("Replica"),
        "text": _(
            "One broker's copy of a partition. One replica leads, the others fetch from it. The first in "
            "the list is the preferred leader."
        ),
        "not": _("A partition: three replicas hold the same records, not three parts."),
        "kafka": "default.replication.factor = 1",
    },
    "replication factor": {
        "title": _("Replication factor"),
        "text": _(
            "On how many brokers each partition of a topic is kept. With 3 and min.insync.replicas = 2, "
            "writing with acks=all goes on while one broker is down."
        ),
        "not": _("min.insync.replicas, the number that must be in sync."),
        "kafka": "default.replication.factor = 1, kafka-reassign-partitions",
    },
    "leader": {
        "title": _("Leader of a partition"),
        "text": _(
            "The replica that takes all writes of a partition and gives the offsets. Consumers normally "
            "read from it too. The controller chooses it."
        ),
        "not": _("The leader of a group, which is a consumer, or of the quorum."),
        "kafka": "replica.selector.class (KIP-392)",
    },
    "follower": {
        "title": _("Follower"),
        "text": _(
            "A replica that copies its leader's log by fetching. It serves nobody as long as it follows, "
            "but can be made leader when the leader is gone."
        ),
        "not": _("A consumer, although it uses the same fetch request."),
        "kafka": "num.replica.fetchers, replica.fetch.wait.max.ms = 500",
    },
    "in-sync replicas": {
        "title": _("In-sync replicas (ISR)"),
        "text": _(
            "The leader and those followers that reached the end of its log within "
            "replica.lag.time.max.ms. acks=all waits for exactly these, and a clean new leader is one of "
            "them."
        ),
        "not": _("Equal to the byte: a replica in sync may still miss the last records."),
        "kafka": "replica.lag.time.max.ms = 30000",
    },
    "eligible leader replicas": {
        "title": _("Eligible leader replicas (ELR)"),
        "text": _(
            "Replicas that left the in-sync set when it fell below the minimum, yet hold every committed "
            "record. If nobody is in sync, one of them may lead without loss."
        ),
        "not": _("In-sync replicas: acks=all does not wait for them."),
        "kafka": _("KIP-966; on by default in clusters formatted with 4.1 or newer"),
    },
    "leader election": {
        "title": _("Leader election"),
        "text": _(
            "The controller names a new leader: the first live in-sync replica in the partition's order. "
            "Clients learn it from their next error or metadata answer."
        ),
        "not": _("The vote among controllers for their own leader."),
        "kafka": "auto.leader.rebalance.enable = true, kafka-leader-election",
    },
    "unclean leader election": {
        "title": _("Unclean leader election"),
        "text": _(
            "A replica that was not in sync leads, since no other is left. The partition can be used again, "
            "but records that it lacks are lost, acknowledged ones too."
        ),
        "not": _("A clean election, which loses no committed record."),
        "kafka": "unclean.leader.election.enable = false",
    },
    "preferred leader": {
        "title": _("Preferred leader"),
        "text": _(
            "The first replica in a partition's list. After a failure the lead returns to it at a check "
            "every five minutes, not at once."
        ),
        "not": _("The present leader, which can be any in-sync replica."),
        "kafka": "leader.imbalance.check.interval.seconds = 300",
    },
    "offline partition": {
        "title": _("Offline partition"),
        "text": _(
            "A partition without a leader: no replica may lead now. It can be neither written nor read until "
            "one that may lead returns, or an unclean election is allowed."
        ),
        "not": _("A partition with fewer copies, which still has its leader."),
        "kafka": "OfflinePartitionsCount",
    },
}
