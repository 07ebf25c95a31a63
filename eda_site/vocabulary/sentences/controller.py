"""Decisions about brokers, topics and leaders."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "controller.cluster_formed": {
        "plain": {
            "by": "control_plane",
            "zookeeper": _(
                "The cluster is formed as of old: {voters|count} ZooKeeper nodes keep its list."
            ),
            "other": _("The cluster is formed: {voters|count} voters decide on its metadata."),
        },
        "precise": {
            "by": "combined",
            "true": _(
                "The cluster is formed with process.roles = broker,controller: voters {voters|list}, "
                "each sharing a node with a broker."
            ),
            "other": _(
                "The cluster is formed with controllers apart from the brokers: voters {voters|list}."
            ),
        },
    },
    "controller.broker_registered": {
        "plain": {
            "by": "fenced",
            "true": _(
                "The controller registers broker {broker} with epoch {broker_epoch}, fenced until it has caught up."
            ),
            "other": _("The controller registers broker {broker}, so it serves."),
        },
        "precise": _(
            "The controller accepts broker {broker} under broker epoch {broker_epoch}; requests of its "
            "former life carry an older epoch and are refused. Fenced: {fenced}."
        ),
    },
    "controller.registration_refused": {
        "plain": {
            "by": "error",
            "DUPLICATE_BROKER_REGISTRATION": _(
                "Broker {broker}'s former session still runs, so it registers again at "
                "{retry_at_us|clock}."
            ),
            "other": _(
                "The controller refuses broker {broker}, so it registers again at "
                "{retry_at_us|clock}."
            ),
        },
        "precise": _(
            "BrokerRegistration of broker {broker} is answered {error}, until "
            "broker.session.timeout.ms after the last heartbeat of its former life; next attempt at "
            "{retry_at_us|clock}."
        ),
    },
    "controller.heartbeat_received": {
        "plain": _(
            "The controller hears from broker {broker}, so its session runs until "
            "{session_deadline_at_us|clock}."
        ),
        "precise": _(
            "Heartbeat of broker {broker} (broker.heartbeat.interval.ms); without another one its "
            "session ends at {session_deadline_at_us|clock} (broker.session.timeout.ms)."
        ),
    },
    "controller.heartbeat_missed": {
        "plain": _(
            "Broker {broker} sends no heartbeat for {waited_us|duration}, so its session ends."
        ),
        "precise": _(
            "No heartbeat of broker {broker} for {waited_us|duration}: broker.session.timeout.ms is "
            "over at one of the controller's checks, eight per timeout."
        ),
    },
    "controller.broker_fenced": {
        "plain": _(
            "The controller fences broker {broker}, so it may lead nothing until it returns."
        ),
        "precise": _(
            "Broker {broker} is fenced: it leads nothing, is in no in-sync set and is left out of what "
            "clients learn about the cluster."
        ),
    },
    "controller.broker_unfenced": {
        "plain": _("Broker {broker} has caught up with the metadata, so it may serve again."),
        "precise": _(
            "Broker {broker} has replayed the metadata log up to its own registration and is unfenced; "
            "partitions without a leader are looked at again now."
        ),
    },
    "controller.topic_created": {
        "plain": {
            "by": "internal",
            "true": _(
                "Kafka's own topic {topic} exists: {partitions} partitions, each on "
                "{replication_factor} brokers."
            ),
            "other": _(
                "Topic {topic} exists: {partitions} partitions, each on {replication_factor} brokers."
            ),
        },
        "precise": _(
            "Topic {topic}: {partitions} partitions, replication factor {replication_factor}, "
            "min.insync.replicas = {min_insync_replicas}."
        ),
    },
    "controller.topic_config_changed": {
        "plain": {
            "by": "key",
            "min.insync.replicas": _(
                "Topic {topic} gets min.insync.replicas = {value}, so acks=all needs "
                "{min_insync_replicas} in sync."
            ),
            "other": _("Topic {topic} gets the setting {key} = {value}."),
        },
        "precise": {
            "by": "key",
            "min.insync.replicas": _(
                "IncrementalAlterConfigs sets {key} = {value} for topic {topic}; effective "
                "min.insync.replicas is {min_insync_replicas}. A changed minimum empties the eligible "
                "leader replicas (KIP-966)."
            ),
            "other": _(
                "IncrementalAlterConfigs sets {key} = {value} for topic {topic}; every replica goes "
                "by it from the moment it has read the change."
            ),
        },
    },
    "controller.partition_created": {
        "plain": _(
            "The controller places {topic}-{partition} on brokers {replica_ids|list}; broker {leader} "
            "leads it."
        ),
        "precise": _(
            "Partition {topic}-{partition}: replicas {replica_ids|list} (the first is the preferred "
            "leader), leader {leader}, leader epoch {leader_epoch}, in-sync {isr|list}."
        ),
    },
    "controller.topic_deleted": {
        "plain": _("Topic {topic} is deleted, so every broker erases its copies."),
        "precise": _(
            "DeleteTopics of {topic} is decided; brokers delete their logs when they replay it. The "
            "same name later is another topic with another id, and clients with the old one get "
            "UNKNOWN_TOPIC_ID."
        ),
    },
    "controller.partitions_added": {
        "plain": _("Topic {topic} has {partitions} partitions now, so keys may go to another one."),
        "precise": _(
            "CreatePartitions: {added} more, {partitions} in all, empty and placed like those of a "
            "new topic. Clients learn of it with their next metadata refresh (metadata.max.age.ms); "
            "the partition of a key is its hash modulo the new count."
        ),
    },
    "controller.reassignment_started": {
        "plain": {
            "by": "adding|list",
            "": _("Replicas {removing|list} of {topic}-{partition} shall go."),
            "other": _(
                "Brokers {adding|list} shall hold {topic}-{partition} too, so they copy it from its "
                "leader."
            ),
        },
        "precise": _(
            "AlterPartitionReassignments (KIP-455): replicas of {topic}-{partition} are "
            "{replica_ids|list} for now, adding {adding|list}, removing {removing|list}. It ends when "
            "all that are added are in sync; in-sync is {isr|list}."
        ),
    },
    "controller.reassignment_completed": {
        "plain": _(
            "{topic}-{partition} now stands on brokers {replica_ids|list}, because the new replicas "
            "are in sync."
        ),
        "precise": _(
            "The reassignment of {topic}-{partition} is complete: replicas {replica_ids|list}, gone "
            "{gone|list}, in-sync {isr|list}, leader {leader} in leader epoch {leader_epoch}; the first "
            "replica is the preferred leader."
        ),
    },
    "controller.leader_elected": {
        "plain": {
            "by": "election",
            "unclean": _(
                "Broker {leader} leads {topic}-{partition} without being in sync, so records may be "
                "lost."
            ),
            "last-known": _(
                "Broker {leader} leads {topic}-{partition}, because nobody is eligible and it led last."
            ),
            "other": {
                "by": "reason",
                "eligible": _(
                    "Broker {leader} leads {topic}-{partition}, because nobody is in sync but it is "
                    "eligible."
                ),
                "shutdown": _(
                    "Broker {previous_leader} shuts down, so broker {leader}, next in sync, leads "
                    "{topic}-{partition}."
                ),
                "returned": _(
                    "Broker {leader} is back with every committed record, so it leads "
                    "{topic}-{partition}."
                ),
                "preferred": _(
                    "Broker {leader} leads {topic}-{partition} again, because it is the preferred "
                    "replica."
                ),
                "asked": _(
                    "An operator asks for an election, so broker {leader}, the preferred replica, "
                    "leads {topic}-{partition}."
                ),
                "reassigned": _(
                    "The replicas of {topic}-{partition} have moved, so broker {leader} leads it now."
                ),
                "other": _(
                    "Broker {leader} leads {topic}-{partition}, because it is the first live in-sync "
                    "replica."
                ),
            },
        },
        "precise": {
            "by": "election",
            "unclean": _(
                "unclean.leader.election.enable = true: broker {leader} leads {topic}-{partition} in "
                "leader epoch {leader_epoch}; records past its log end offset are lost. In-sync is now "
                "{isr|list}."
            ),
            "last-known": _(
                "Broker {leader} leads {topic}-{partition} in leader epoch {leader_epoch} as its last "
                "known leader, since in-sync and eligible replicas are empty (KIP-966); this counts as "
                "unclean."
            ),
            "other": {
                "by": "reason",
                "eligible": _(
                    "Broker {leader} leads {topic}-{partition} in leader epoch {leader_epoch}: the in-sync "
                    "set is empty, and it is the first live eligible leader replica (KIP-966), so it holds "
                    "all below the high watermark."
                ),
                "shutdown": _(
                    "Controlled shutdown of broker {previous_leader}: broker {leader} leads "
                    "{topic}-{partition} in leader epoch {leader_epoch}. In-sync is now {isr|list}."
                ),
                "preferred": _(
                    "auto.leader.rebalance.enable = true: broker {leader}, first of "
                    "{replica_ids|list}, takes {topic}-{partition} back in leader epoch "
                    "{leader_epoch}."
                ),
                "other": _(
                    "Broker {leader} leads {topic}-{partition} in leader epoch {leader_epoch}: the "
                    "first live replica in the order {replica_ids|list} that was in sync (or "
                    "eligible, KIP-966, if none was). In-sync is now {isr|list}."
                ),
            },
        },
    },
    "controller.partition_offline": {
        "plain": _(
            "No replica of {topic}-{partition} may lead, so it can be neither written nor read."
        ),
        "precise": _(
            "Partition {topic}-{partition} is offline: leader -1, leader epoch {leader_epoch}, in-sync "
            "{isr|list}, eligible {elr|list}. unclean.leader.election.enable = false keeps it so until "
            "one of them returns."
        ),
    },
}
