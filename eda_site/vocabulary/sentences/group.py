"""Consumer groups as their group coordinator sees them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "group.created": {
        "plain": _(
            "Group {group} keeps its offsets in partition {offsets_partition} of Kafka's own __consumer_offsets."
        ),
        "precise": _(
            "The hash of group.id {group}, modulo 50, gives partition {offsets_partition} of "
            "__consumer_offsets; its leader coordinates the group."
        ),
    },
    "group.coordinator_moved": {
        "plain": {
            "by": "broker",
            "-1": _("Nobody leads the offsets of {group}, so the group has no coordinator."),
            "other": _(
                "Broker {broker} leads the offsets of {group}, so it coordinates the group."
            ),
        },
        "precise": {
            "by": "broker",
            "-1": _(
                "Partition {offsets_partition} of __consumer_offsets has no leader: FindCoordinator for "
                "{group} is answered COORDINATOR_NOT_AVAILABLE."
            ),
            "other": _(
                "Broker {broker} leads partition {offsets_partition} of __consumer_offsets and has loaded "
                "it; members, generation and assignment of {group} are restored without a rebalance."
            ),
        },
    },
    "group.member_joined": {
        "plain": _(
            "{member} joins group {group}, so the coordinator counts it in the next generation."
        ),
        "precise": _(
            "JoinGroup of {member}: the coordinator of {group} takes it in as {member_id} (KIP-394) and "
            "begins or joins a rebalance."
        ),
    },
    "group.loaded": {
        "plain": _(
            "The new coordinator of {group} has read its log: {members} members, as before."
        ),
        "precise": _(
            "The new coordinator has read the group's partition of __consumer_offsets: {group} is "
            "{state} in generation {generation} with {members} members; a rebalance that was under way "
            "is forgotten."
        ),
    },
    "group.member_loaded": {
        "plain": _("The log of {group} says that {member} is a member."),
        "precise": _(
            "Group metadata in __consumer_offsets: {member} ({member_id}) owns {partitions|list}; its "
            "session starts afresh."
        ),
    },
    "group.offset_loaded": {
        "plain": _("The log of {group} says: {topic}-{partition} goes on at offset {offset}."),
        "precise": _(
            "Committed offset in __consumer_offsets: {group} reads {topic}-{partition} from {offset} on."
        ),
    },
    "group.member_replaced": {
        "plain": _(
            "{member} takes the place of {instance_id} in {group}, so nothing is rebalanced."
        ),
        "precise": _(
            "JoinGroup with group.instance.id {instance_id}: {member_id} replaces {old_member_id}, which "
            "is fenced (FENCED_INSTANCE_ID); it keeps {partitions|list} (KIP-345)."
        ),
    },
    "group.offset_expired": {
        "plain": {
            "by": "reason",
            "deleted": _(
                "Group {group} is deleted, and its offset of {topic}-{partition} with it."
            ),
            "other": _(
                "The offset of {group} for {topic}-{partition} is too old, so it is forgotten."
            ),
        },
        "precise": _(
            "A tombstone for offset {offset} of {group}, {topic}-{partition} ({reason}): without a "
            "committed offset auto.offset.reset decides where reading begins."
        ),
    },
    "group.settings_changed": {
        "plain": _("Members of {group} that start from now on get other settings."),
        "precise": _(
            "Settings of {group} for members that start from now on: {settings|list}; time for one "
            "record: {work_us|duration}."
        ),
    },
    "group.member_left": {
        "plain": _("{member} leaves group {group} itself, so the others take over at once."),
        "precise": _(
            "LeaveGroup of {member} ({member_id}): {group} rebalances without waiting for "
            "session.timeout.ms."
        ),
    },
    "group.member_expired": {
        "plain": {
            "by": "reason",
            "session": _(
                "{member} is silent for {waited_us|duration}, so the coordinator puts it out of {group}."
            ),
            "rebalance": _(
                "{member} does not rejoin within {waited_us|duration}, so {group} goes on without it."
            ),
            "other": _(
                "{member} does not answer for {waited_us|duration}, so {group} goes on without it."
            ),
        },
        "precise": {
            "by": "reason",
            "session": _(
                "No heartbeat of {member} ({member_id}) for {waited_us|duration}: session.timeout.ms is "
                "over. What it processed after its last committed offset is read again."
            ),
            "rebalance": _(
                "{member} ({member_id}) sent no JoinGroup within the rebalance timeout "
                "(max.poll.interval.ms): {group} continues without it."
            ),
            "other": _(
                "{member} ({member_id}) is out of {group} after {waited_us|duration}: {reason}."
            ),
        },
    },
    "group.heartbeat_received": {
        "plain": _(
            "A member of {group} sends a heartbeat, so its session runs until "
            "{session_deadline_at_us|clock}."
        ),
        "precise": _(
            "Heartbeat of {member_id} (heartbeat.interval.ms); without another its session in {group} "
            "ends at {session_deadline_at_us|clock} (session.timeout.ms)."
        ),
    },
    "group.state_changed": {
        "plain": {
            "by": "state",
            "Empty": _("Group {group} has no member left, so nobody reads for it."),
            "PreparingRebalance": _(
                "Group {group} prepares a rebalance, so it waits until its members rejoin."
            ),
            "CompletingRebalance": _(
                "All members of {group} are there, so generation {generation} waits for its assignment."
            ),
            "Stable": _(
                "Group {group} is stable in generation {generation}, because the assignment of every member is saved."
            ),
            "Dead": _("Group {group} is dead: it has no members and no offsets."),
            "other": _("Group {group} goes from {previous} to {state}."),
        },
        "precise": {
            "by": "state",
            "Empty": _(
                "{group} is Empty (before: {previous}); its committed offsets stay for "
                "offsets.retention.minutes."
            ),
            "PreparingRebalance": _(
                "{group} is PreparingRebalance (before: {previous}): heartbeats are answered "
                "REBALANCE_IN_PROGRESS, JoinGroups are collected. Reason: {reason}."
            ),
            "CompletingRebalance": _(
                "{group} is CompletingRebalance: JoinGroup is answered with generation {generation}; the "
                "group's leader computes the assignment and sends it with SyncGroup."
            ),
            "Stable": _(
                "{group} is Stable: the assignment of generation {generation} is written to "
                "__consumer_offsets and SyncGroup is answered."
            ),
            "Dead": _("{group} is Dead: unloaded or deleted."),
            "other": _("{group} is {state} (before: {previous}). Reason: {reason}."),
        },
    },
    "group.rebalanced": {
        "plain": _(
            "Generation {generation} of {group} begins; its leader, {leader}, computes the assignment."
        ),
        "precise": _(
            "Generation {generation} of {group}: assignor {protocol}, supported by all members "
            "(partition.assignment.strategy); leader is the member {leader}, not a broker."
        ),
    },
    "group.assignment_stored": {
        "plain": {
            "by": "partitions",
            "[]": _(
                "The coordinator saves that {member} owns nothing in generation {generation}, so it "
                "idles."
            ),
            "other": _(
                "The coordinator saves that {member} owns {partitions|list} in generation {generation}."
            ),
        },
        "precise": _(
            "SyncGroup of generation {generation}: {partitions|list} for {member} ({member_id}), saved "
            "in __consumer_offsets."
        ),
    },
}
