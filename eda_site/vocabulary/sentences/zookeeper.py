"""The ensemble of Kafka 3.9 and older: who leads it, and the sessions that brokers hold there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "zookeeper.role_changed": {
        "plain": {
            "by": "role",
            "zk_leader": _("{node|Process} leads the ZooKeeper ensemble."),
            "zk_follower": _("{node|Process} follows the leader of the ZooKeeper ensemble."),
            "looking": _("{node|Process} has no leader, so it answers no broker."),
            "other": _("{node|Process} is down, so brokers turn to another node."),
        },
        "precise": _("ZooKeeper node {node}: {role} in epoch {epoch}."),
    },
    "zookeeper.leader_elected": {
        "plain": _(
            "A majority of the ensemble follows {node|process}, so ZooKeeper answers again."
        ),
        "precise": _(
            "Leader {node} of ZooKeeper epoch {epoch}: it reaches a majority of the ensemble. Every "
            "session timer starts afresh, since only the leader expires sessions."
        ),
    },
    "zookeeper.ensemble_lost": {
        "plain": _("Too few ZooKeeper nodes agree, so nothing is decided and no session ends."),
        "precise": _(
            "{alive} of {nodes} ZooKeeper nodes are alive and none of them reaches a majority as leader: "
            "no controller election, no change of topics or in-sync replicas, no session expiry. Brokers "
            "go on with the metadata they have."
        ),
    },
    "zookeeper.session_opened": {
        "plain": _("Broker {broker} opens a session, so ZooKeeper lists it as alive."),
        "precise": _(
            "Broker {broker} creates the ephemeral /brokers/ids/{broker}; without another ping its "
            "session ends at {session_deadline_at_us|clock} (zookeeper.session.timeout.ms)."
        ),
    },
    "zookeeper.session_expired": {
        "plain": _(
            "ZooKeeper hears nothing from broker {broker} for {waited_us|duration}, so it strikes it off."
        ),
        "precise": _(
            "No ping of broker {broker} for {waited_us|duration}: zookeeper.session.timeout.ms is over, "
            "its ephemeral nodes are deleted and watchers are told. In this mode a crash is noticed "
            "only so."
        ),
    },
    "zookeeper.controller_freed": {
        "plain": _("Broker {broker} was controller and is gone, so the others race for its place."),
        "precise": _(
            "The ephemeral /controller of broker {broker} (controller epoch {epoch}) is deleted; whoever "
            "creates it first is controller in the next epoch."
        ),
    },
    "zookeeper.state_read": {
        "plain": _("{node|Process} has read {partitions} partitions, so it can decide now."),
        "precise": _(
            "The new controller {node} has read topics, assignments and in-sync replicas of "
            "{partitions} partitions from ZooKeeper in {took_us|duration}; the time grows with their "
            "number. Now it sends LeaderAndIsr and UpdateMetadata to every broker."
        ),
    },
    "zookeeper.written": {
        "plain": _("ZooKeeper stores {decisions} decisions of the controller on {node|process}."),
        "precise": _(
            "The ensemble stores {decisions} decisions of controller {node} under its controller epoch, "
            "{total} in all; an older controller would be refused (BAD_VERSION)."
        ),
    },
}
