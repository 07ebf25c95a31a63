"""Sentences for requests, by message kind."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eda_site.vocabulary.sentences import consumer_group, share

PLAIN: dict[str, Any] = {
    **consumer_group.REQUESTS_PLAIN,
    **share.REQUESTS_PLAIN,
    "produce": {
        "by": "summary|records",
        "0": _("{source|Process} sends a produce request to {target|process}."),
        "1": _("{source|Process} sends 1 record for {summary|partitions} to {target|process}."),
        "other": _(
            "{source|Process} sends {summary|records} records for {summary|partitions} to "
            "{target|process}."
        ),
    },
    "fetch": _("{source|Process} asks {target|process} for new records of {summary|partitions}."),
    "metadata": _("{source|Process} asks {target|process} which broker leads which partition."),
    "find_coordinator": {
        "by": "summary.transaction",
        "null": _("{source|Process} asks {target|process} who coordinates its group."),
        "other": _("{source|Process} asks {target|process} who coordinates its transactions."),
    },
    "join": _("{source|Process} asks the coordinator on {target|process} to let it join."),
    "sync": _("{source|Process} asks the coordinator on {target|process} for its assignment."),
    "heartbeat": _("{source|Process} tells the coordinator on {target|process} that it is alive."),
    "leave": _("{source|Process} tells the coordinator on {target|process} that it leaves."),
    "commit": _(
        "{source|Process} asks {target|process} to save its offsets of {summary|partitions}."
    ),
    "offset_fetch": _(
        "{source|Process} asks {target|process} for the committed offsets, so it knows where to begin."
    ),
    "list_offsets": _("{source|Process} asks {target|process} for the first or last offset."),
    "epoch_end": _(
        "{source|Process} asks {target|process} whether its log still holds what it read."
    ),
    "init_producer": _(
        "{source|Process} asks {target|process} for a producer id, so repeated records are recognised."
    ),
    "broker_heartbeat": {
        "by": "summary.want_shutdown",
        "true": _("{source|Process} asks the controller on {target|process} whether it may stop."),
        "other": _("{source|Process} tells the controller on {target|process} that it is alive."),
    },
    "register": _("{source|Process} asks the controller on {target|process} to let it in."),
    "alter_partition": _(
        "{source|Process} asks the controller on {target|process} to change the in-sync replicas."
    ),
    "quorum_fetch": _("{source|Process} asks {target|process} for new decisions."),
    "vote": {
        "by": "summary.pre_vote",
        "true": _(
            "{source|Process} asks {target|process} whether it would support it in an election."
        ),
        "other": _("{source|Process} asks {target|process} for its vote in epoch {summary.epoch}."),
    },
    "begin_quorum": _("{source|Process} tells {target|process} that it leads the quorum now."),
    "end_quorum": _(
        "{source|Process} gives the leadership up, so it tells {target|process} to elect."
    ),
    "add_partitions": _(
        "{source|Process} asks {target|process} to note its partition as part of the transaction."
    ),
    "txn_offset_commit": _(
        "{source|Process} asks {target|process} to hold its offsets until the transaction ends."
    ),
    "end_txn": _(
        "{source|Process} asks {target|process} to end the transaction: {summary.outcome}."
    ),
    "write_markers": _(
        "{source|Process} asks {target|process} to write the markers of a transaction."
    ),
}

PLAIN |= {
    "controlled_shutdown": _(
        "{source|Process} asks the controller on {target|process} whether it may stop."
    ),
    "leader_and_isr": _(
        "The controller on {source|process} tells {target|process} who leads what now."
    ),
    "update_metadata": _("The controller on {source|process} tells {target|process} what changed."),
    "zk_close": _("{source|Process} ends its session, so {target|process} strikes it off at once."),
    "zk_elect": _("{source|Process} asks {target|process} to make it controller."),
    "zk_ping": _("{source|Process} tells {target|process} that it is alive."),
    "zk_read": _("{source|Process} asks {target|process} for everything that is stored."),
    "zk_session": _("{source|Process} asks {target|process} to list it as alive."),
    "zk_watch": {
        "by": "summary.controller",
        "-1": _("{source|Process} tells {target|process} that there is no controller."),
        "other": _("{source|Process} tells {target|process} that the list of brokers changed."),
    },
    "zk_write": _(
        "The controller on {source|process} asks {target|process} to store its decisions."
    ),
}

PRECISE: dict[str, Any] = {
    **consumer_group.REQUESTS_PRECISE,
    **share.REQUESTS_PRECISE,
    "produce": _(
        "Produce, acks={summary.acks}: {summary|records} record(s) for {summary|partitions} from "
        "{source|process} to {target|process}, at most one batch per partition."
    ),
    "fetch": _(
        "Fetch from {source|process} to {target|process}: {summary|partitions}. An offset in it says that "
        "{source|process} has everything below; without news the answer may wait."
    ),
    "metadata": _(
        "Metadata from {source|process} to {target|process}: after an error, or because "
        "metadata.max.age.ms is over."
    ),
    "find_coordinator": _(
        "FindCoordinator from {source|process} to {target|process}; any broker can answer it."
    ),
    "join": _(
        "JoinGroup from {source|process} to {target|process}: its topics and assignors "
        "(partition.assignment.strategy); the answer waits for the other members."
    ),
    "sync": _(
        "SyncGroup from {source|process} to {target|process}; the group's leader sends the whole "
        "assignment with it."
    ),
    "heartbeat": _(
        "Heartbeat from {source|process} to {target|process} every heartbeat.interval.ms, so that "
        "session.timeout.ms does not run out."
    ),
    "leave": _(
        "LeaveGroup from {source|process} to {target|process}: the coordinator need not wait for "
        "session.timeout.ms."
    ),
    "commit": _(
        "OffsetCommit from {source|process} to {target|process}: for each of {summary|partitions} the "
        "next offset to read, with the member's generation."
    ),
    "offset_fetch": _(
        "OffsetFetch from {source|process} to {target|process}, once after an assignment."
    ),
    "list_offsets": _(
        "ListOffsets from {source|process} to {target|process}, because auto.offset.reset needs an end of "
        "the log."
    ),
    "epoch_end": _(
        "OffsetForLeaderEpoch from {source|process} to {target|process} after a leader change: where does "
        "the epoch of the last record read end (KIP-320)?"
    ),
    "init_producer": _(
        "InitProducerId from {source|process} to {target|process} (enable.idempotence = true, KIP-98)."
    ),
    "broker_heartbeat": _(
        "BrokerHeartbeat from {source|process} to {target|process} every broker.heartbeat.interval.ms, "
        "with the metadata offset it has reached."
    ),
    "register": _(
        "BrokerRegistration from {source|process} to {target|process}; it gets a new broker epoch."
    ),
    "alter_partition": _(
        "AlterPartition from {source|process} to {target|process}: in-sync {summary.isr|list} for "
        "{summary.topic}-{summary.partition}. The leader proposes, the controller decides."
    ),
    "quorum_fetch": _(
        "Fetch of __cluster_metadata from {source|process} to {target|process}; its offset counts "
        "towards the majority."
    ),
    "vote": _(
        "Vote request from {source|process} to {target|process} with its epoch and the end of its "
        "metadata log (pre-vote first: KIP-996)."
    ),
    "begin_quorum": _(
        "BeginQuorumEpoch from {source|process} to {target|process}: the new leader names its epoch."
    ),
    "end_quorum": _(
        "EndQuorumEpoch from {source|process} to {target|process}: the leader resigns, so nobody waits "
        "for controller.quorum.fetch.timeout.ms."
    ),
    "add_partitions": _(
        "AddPartitionsToTxn from {source|process} to {target|process}: the leader registers its partition "
        "before the first transactional record (KIP-890)."
    ),
    "txn_offset_commit": _(
        "TxnOffsetCommit from {source|process} to {target|process} with the member's generation: the "
        "offsets stay pending."
    ),
    "end_txn": _(
        "EndTxn ({summary.outcome}) from {source|process} to {target|process}, after everything that was "
        "sent has its outcome."
    ),
    "write_markers": _(
        "WriteTxnMarkers ({summary.outcome}) from {source|process} to {target|process}; the answer waits "
        "for the in-sync replicas."
    ),
}
PRECISE |= {
    "controlled_shutdown": _(
        "ControlledShutdown from {source|process} to the controller {target|process} "
        "(controlled.shutdown.enable = true)."
    ),
    "leader_and_isr": _(
        "LeaderAndIsr and UpdateMetadata from the controller {source|process} to {target|process}, "
        "with its controller epoch; an older one is refused."
    ),
    "update_metadata": _(
        "UpdateMetadata from the controller {source|process} to {target|process}: what it may tell "
        "clients."
    ),
    "zk_close": _("{source|Process} closes its ZooKeeper session at {target|process}."),
    "zk_elect": _(
        "{source|Process} tries to create the ephemeral /controller at {target|process}; the first "
        "one wins."
    ),
    "zk_ping": _(
        "Session ping from {source|process} to {target|process}, several times in "
        "zookeeper.session.timeout.ms."
    ),
    "zk_read": _(
        "The new controller {source|process} reads all topics, assignments and in-sync replicas at "
        "{target|process}."
    ),
    "zk_session": _(
        "{source|Process} creates its ephemeral /brokers/ids node at {target|process}."
    ),
    "zk_watch": _(
        "A watch of {target|process} fires at {source|process}: a node it watches changed."
    ),
    "zk_write": _(
        "The controller {source|process} writes partition states at {target|process}, on condition of "
        "its controller epoch."
    ),
}
