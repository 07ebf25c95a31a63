"""Sentences for answers, by message kind; an answer with an error says why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eda_site.vocabulary.sentences import consumer_group, share

_REFUSED = _("{source|Process} refuses {target|process}, because {summary.error|error}.")
_REFUSED_PRECISE = _("{kind} from {source|process} to {target|process}: {summary.error}.")


def _unless_refused(good: Any, refused: Any = _REFUSED) -> dict[str, Any]:
    return {"by": "summary.error", "null": good, "NONE": good, "other": refused}


def _precise(good: Any) -> dict[str, Any]:
    return _unless_refused(good, _REFUSED_PRECISE)


PLAIN: dict[str, Any] = {
    **{
        f"{kind}_reply": _unless_refused(text)
        for kind, text in (consumer_group.REPLIES_PLAIN | share.REPLIES_PLAIN).items()
    },
    "produce_reply": _unless_refused(
        _("{source|Process} tells {target|process} that {summary|partitions} has its records.")
    ),
    "fetch_reply": _unless_refused(
        {
            "by": "summary|records",
            "0": {
                "by": "summary.diverging",
                "null": _(
                    "{source|Process} has no new records, so its answer to {target|process} is empty."
                ),
                "other": _(
                    "{source|Process} tells {target|process} where their logs part, so it can truncate."
                ),
            },
            "1": _("{source|Process} sends 1 record of {summary|partitions} to {target|process}."),
            "other": _(
                "{source|Process} sends {summary|records} records of {summary|partitions} to "
                "{target|process}."
            ),
        }
    ),
    "metadata_reply": _unless_refused(
        _("{source|Process} tells {target|process} which broker leads which partition.")
    ),
    "find_coordinator_reply": _unless_refused(
        _(
            "{source|Process} tells {target|process} that broker {summary.broker} is its coordinator."
        )
    ),
    "join_reply": {
        "by": "summary.error",
        "null": _("{source|Process} tells {target|process} that all members are there."),
        "NONE": _("{source|Process} tells {target|process} that all members are there."),
        "MEMBER_ID_REQUIRED": _(
            "{source|Process} gives {target|process} a member id, so it can join with it."
        ),
        "other": _REFUSED,
    },
    "sync_reply": _unless_refused(_("{source|Process} sends {target|process} its assignment.")),
    "heartbeat_reply": {
        "by": "summary.error",
        "null": _("{source|Process} confirms the heartbeat of {target|process}."),
        "NONE": _("{source|Process} confirms the heartbeat of {target|process}."),
        "REBALANCE_IN_PROGRESS": _(
            "The group rebalances, so {source|process} tells {target|process} to rejoin."
        ),
        "other": _REFUSED,
    },
    "leave_reply": _unless_refused(_("{source|Process} confirms that {target|process} has left.")),
    "commit_reply": _unless_refused(
        _("{source|Process} tells {target|process} that its offsets are saved.")
    ),
    "offset_fetch_reply": _unless_refused(
        _("{source|Process} tells {target|process} the committed offsets.")
    ),
    "list_offsets_reply": _unless_refused(
        _("{source|Process} tells {target|process} where the log begins or ends.")
    ),
    "epoch_end_reply": _unless_refused(
        _("{source|Process} tells {target|process} where that epoch ends in its log.")
    ),
    "init_producer_reply": _unless_refused(
        _("{source|Process} gives {target|process} a producer id.")
    ),
    "broker_heartbeat_reply": _unless_refused(
        {
            "by": "summary.may_stop",
            "true": _(
                "Nothing waits for {target|process} any more, so the controller lets it stop."
            ),
            "false": _(
                "{target|Process} still leads or is needed, so the controller makes it wait."
            ),
            "other": _(
                "The controller on {source|process} confirms the heartbeat of {target|process}."
            ),
        }
    ),
    "register_reply": _unless_refused(
        _("The controller on {source|process} lets {target|process} in, but fenced.")
    ),
    "alter_partition_reply": _unless_refused(
        _(
            "The controller on {source|process} accepts the in-sync replicas that {target|process} proposed."
        )
    ),
    "quorum_fetch_reply": _unless_refused(
        _("{source|Process} tells {target|process} what was decided.")
    ),
    "vote_reply": _unless_refused(
        {
            "by": "summary.granted",
            "true": _("{source|Process} says yes to {target|process} in epoch {summary.epoch}."),
            "false": _("{source|Process} says no to {target|process} in epoch {summary.epoch}."),
            "other": _("{source|Process} answers the call for votes of {target|process}."),
        }
    ),
    "begin_quorum_reply": _unless_refused(
        _("{source|Process} accepts {target|process} as leader of the quorum.")
    ),
    "end_quorum_reply": _unless_refused(
        _("{source|Process} knows that {target|process} gave the leadership up.")
    ),
    "add_partitions_reply": _unless_refused(
        _("{source|Process} tells {target|process} that its partition is part of the transaction.")
    ),
    "txn_offset_commit_reply": _unless_refused(
        _("{source|Process} tells {target|process} that it holds the offsets.")
    ),
    "end_txn_reply": _unless_refused(
        _("{source|Process} tells {target|process} that the transaction is decided.")
    ),
    "write_markers_reply": _unless_refused(
        _("{source|Process} tells {target|process} that the markers are replicated.")
    ),
}

PLAIN |= {
    "controlled_shutdown_reply": _unless_refused(
        _("{source|Process} answers {target|process} about its shutdown.")
    ),
    "leader_and_isr_reply": _unless_refused(
        _("{source|Process} tells {target|process} that it has taken it over.")
    ),
    "update_metadata_reply": _unless_refused(
        _("{source|Process} tells {target|process} that it has taken it over.")
    ),
    "zk_close_reply": _unless_refused(
        _("{source|Process} confirms the end of the session to {target|process}.")
    ),
    "zk_elect_reply": _unless_refused(
        _("{source|Process} tells {target|process} who is controller.")
    ),
    "zk_ping_reply": _unless_refused(
        _("{source|Process} keeps the session of {target|process} alive.")
    ),
    "zk_read_reply": _unless_refused(
        _("{source|Process} sends everything that is stored to {target|process}.")
    ),
    "zk_session_reply": _unless_refused(_("{source|Process} lists {target|process} as alive.")),
    "zk_watch_reply": _unless_refused(
        _("{source|Process} has seen what changed, as {target|process} told it.")
    ),
    "zk_write_reply": _unless_refused(
        _("{source|Process} tells {target|process} that its decisions are stored.")
    ),
}

PRECISE: dict[str, Any] = {
    **{
        f"{kind}_reply": _precise(text)
        for kind, text in (consumer_group.REPLIES_PRECISE | share.REPLIES_PRECISE).items()
    },
    "produce_reply": _precise(
        _(
            "Produce answer from {source|process} to {target|process}: {summary|partitions} without "
            "error, with the base offset of each batch."
        )
    ),
    "fetch_reply": _precise(
        {
            "by": "summary|records",
            "0": {
                "by": "summary.diverging",
                "null": _(
                    "Fetch answer without records from {source|process} to {target|process}; it "
                    "still carries the leader's high watermark."
                ),
                "other": _(
                    "Fetch answer from {source|process} to {target|process} with a diverging epoch: "
                    "the follower truncates to where that epoch ends on the leader (KIP-595)."
                ),
            },
            "other": _(
                "Fetch answer from {source|process} to {target|process}: {summary|records} record(s) of "
                "{summary|partitions} and the leader's high watermark."
            ),
        }
    ),
    "metadata_reply": _precise(
        _(
            "Metadata answer from {source|process} to {target|process}, as far as that broker has "
            "replayed the decisions; it can be out of date."
        )
    ),
    "find_coordinator_reply": _precise(
        _("FindCoordinator answer from {source|process} to {target|process}.")
    ),
    "join_reply": {
        "by": "summary.error",
        "null": _(
            "JoinGroup answer to {target|process}: generation, assignor and leader; only the leader gets "
            "the list of members."
        ),
        "NONE": _(
            "JoinGroup answer to {target|process}: generation, assignor and leader; only the leader gets "
            "the list of members."
        ),
        "MEMBER_ID_REQUIRED": _(
            "MEMBER_ID_REQUIRED for {target|process}: it joins again with the id it was given (KIP-394)."
        ),
        "other": _REFUSED_PRECISE,
    },
    "sync_reply": _precise(
        _("SyncGroup answer from {source|process}: the partitions of {target|process}.")
    ),
    "heartbeat_reply": {
        "by": "summary.error",
        "null": _(
            "Heartbeat answer without error: the generation of {target|process} is still valid."
        ),
        "NONE": _(
            "Heartbeat answer without error: the generation of {target|process} is still valid."
        ),
        "REBALANCE_IN_PROGRESS": _(
            "REBALANCE_IN_PROGRESS for {target|process}: it sends JoinGroup at its next poll(); its session "
            "is renewed all the same."
        ),
        "other": _REFUSED_PRECISE,
    },
    "leave_reply": _precise(_("LeaveGroup answer from {source|process} to {target|process}.")),
    "commit_reply": _precise(
        _(
            "OffsetCommit answer to {target|process}: the offsets are replicated in __consumer_offsets."
        )
    ),
    "offset_fetch_reply": _precise(
        _("OffsetFetch answer to {target|process}; where none is saved, auto.offset.reset decides.")
    ),
    "list_offsets_reply": _precise(
        _(
            "ListOffsets answer to {target|process}: log start offset for earliest, high watermark for latest."
        )
    ),
    "epoch_end_reply": _precise(
        _(
            "OffsetForLeaderEpoch answer to {target|process}; a position past that end moves back to it, "
            "silently when auto.offset.reset is set."
        )
    ),
    "init_producer_reply": _precise(
        _("InitProducerId answer to {target|process}: a producer id and epoch 0.")
    ),
    "broker_heartbeat_reply": _precise(
        _(
            "BrokerHeartbeat answer to {target|process}: whether it is fenced, and whether it may stop."
        )
    ),
    "register_reply": _precise(
        _(
            "BrokerRegistration answer to {target|process}: its new broker epoch; it starts out fenced."
        )
    ),
    "alter_partition_reply": _precise(
        _(
            "AlterPartition answer to {target|process}: the decided in-sync set and its partition epoch."
        )
    ),
    "quorum_fetch_reply": _precise(
        _(
            "Fetch answer of __cluster_metadata from {source|process} to {target|process}, with its high "
            "watermark."
        )
    ),
    "vote_reply": _precise(
        {
            "by": "summary.granted",
            "true": _("Vote answer from {source|process} to {target|process}: granted."),
            "other": _("Vote answer from {source|process} to {target|process}: not granted."),
        }
    ),
    "begin_quorum_reply": _precise(
        _("BeginQuorumEpoch answer from {source|process} to {target|process}.")
    ),
    "end_quorum_reply": _precise(
        _("EndQuorumEpoch answer from {source|process} to {target|process}.")
    ),
    "add_partitions_reply": _precise(
        _(
            "{source|Process} to {target|process}: the registration is replicated in __transaction_state."
        )
    ),
    "txn_offset_commit_reply": _precise(
        _("{source|Process} to {target|process}: pending offsets are in __consumer_offsets.")
    ),
    "end_txn_reply": _precise(
        _("{source|Process} to {target|process}: decided, and the next producer epoch.")
    ),
    "write_markers_reply": _precise(
        _("{source|Process} to {target|process}: the control records are on all in-sync replicas.")
    ),
}
PRECISE |= {
    "controlled_shutdown_reply": _precise(
        _("ControlledShutdown answer from {source|process} to {target|process}.")
    ),
    "leader_and_isr_reply": _precise(
        _("LeaderAndIsr answer from {source|process} to the controller {target|process}.")
    ),
    "update_metadata_reply": _precise(
        _("UpdateMetadata answer from {source|process} to the controller {target|process}.")
    ),
    "zk_close_reply": _precise(
        _("{source|Process} closes the ZooKeeper session of {target|process}.")
    ),
    "zk_elect_reply": _precise(
        _("{source|Process} tells {target|process} which broker holds /controller.")
    ),
    "zk_ping_reply": _precise(_("{source|Process} answers the session ping of {target|process}.")),
    "zk_read_reply": _precise(
        _("{source|Process} answers {target|process} with all partition states.")
    ),
    "zk_session_reply": _precise(
        _("{source|Process} has created the ephemeral node of {target|process}.")
    ),
    "zk_watch_reply": _precise(_("{source|Process} saw the watch of {target|process}.")),
    "zk_write_reply": _precise(
        _("{source|Process} has stored the partition states of {target|process}.")
    ),
}
