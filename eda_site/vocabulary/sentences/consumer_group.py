"""Groups of the newer protocols, and what their members do (KIP-848, KIP-932)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "group.protocol_chosen": {
        "plain": {
            "by": "protocol",
            "share": _("{group} is a share group, so its members take records one by one."),
            "other": _(
                "{group} uses the consumer protocol, so the coordinator assigns partitions."
            ),
        },
        "precise": {
            "by": "protocol",
            "share": _(
                "{group} is a share group (KIP-932): partitions are shared, records are acquired one by "
                "one."
            ),
            "other": _(
                "group.protocol = consumer for {group} (KIP-848): epochs instead of generations, "
                "assignors in the coordinator, no barrier for all."
            ),
        },
    },
    "group.epoch_raised": {
        "plain": {
            "by": "reason",
            "member_joined": _("A member joined, so {group} enters epoch {epoch}."),
            "member_left": _("A member left, so {group} enters epoch {epoch}."),
            "member_expired": _("A member is out, so {group} enters epoch {epoch}."),
            "partitions_changed": _("A topic has new partitions, so {group} enters epoch {epoch}."),
            "subscription_changed": _(
                "A member reads other topics now, so {group} enters epoch {epoch}."
            ),
            "loaded": _("The coordinator reads in its log that {group} is at epoch {epoch}."),
            "other": _("Something changed in {group}, so it enters epoch {epoch}."),
        },
        "precise": _(
            "Group epoch {epoch} of {group}: {reason}. A new target assignment is due whenever the group "
            "epoch is ahead of the assignment epoch."
        ),
    },
    "group.target_assigned": {
        "plain": _("The coordinator decides who shall read what in epoch {epoch} of {group}."),
        "precise": _(
            "Target assignment of {group} for epoch {epoch}, computed by the coordinator with the "
            "{assignor} assignor; each member gets there by itself."
        ),
    },
    "group.member_admitted": {
        "plain": _("The coordinator takes {member} into {group}, so a new epoch begins."),
        "precise": _(
            "The coordinator of {group} takes {member} in under {member_id}, an id that the client "
            "chose; its epoch is 0 until the answer."
        ),
    },
    "group.member_advanced": {
        "plain": {
            "by": "state",
            "UNREVOKED_PARTITIONS": _(
                "{member} must give partitions up first, so it stays at epoch {epoch}."
            ),
            "UNRELEASED_PARTITIONS": _(
                "Others still hold its partitions, so {member} waits for them at epoch {epoch}."
            ),
            "STABLE": {
                "by": "partitions",
                "[]": _("{member} reaches epoch {epoch} with nothing to read."),
                "other": _("{member} reaches epoch {epoch} and may read all it shall."),
            },
            "other": _("{member} is {state} at epoch {epoch}."),
        },
        "precise": {
            "by": "state",
            "UNREVOKED_PARTITIONS": _(
                "{member} is UNREVOKED_PARTITIONS at epoch {epoch}: it keeps {partitions|list} and has "
                "max.poll.interval.ms to give up {revoking|list}."
            ),
            "UNRELEASED_PARTITIONS": _(
                "{member} is UNRELEASED_PARTITIONS at epoch {epoch}: it may read {partitions|list}; the "
                "rest of its target is still held by others."
            ),
            "other": _("{member} is {state} at epoch {epoch}: it may read {partitions|list}."),
        },
    },
    "group.member_departed": {
        "plain": _("{member} leaves {group} itself, so its partitions are free at once."),
        "precise": _(
            "Heartbeat of {member} ({member_id}) with epoch -1: {group} drops it, and its partitions "
            "need no confirmation any more."
        ),
    },
    "group.member_away": {
        "plain": _("{member} is static and closes, so its partitions wait for it."),
        "precise": _(
            "Heartbeat of {member} ({member_id}) with epoch -2: its place in {group} is kept until "
            "group.consumer.session.timeout.ms is over."
        ),
    },
    "group.static_member_back": {
        "plain": _("{member} is back in time, so it gets its own partitions again."),
        "precise": _(
            "The same group.instance.id with another member id: {member_id} takes the place of "
            "{old_member_id} in {group}; the group epoch stays."
        ),
    },
    "group.phase_changed": {
        "plain": {
            "by": "state",
            "Empty": _("{group} has no members, so nobody reads for it."),
            "Assigning": _("{group} changed, so the coordinator must decide anew who reads what."),
            "Reconciling": _("The target of {group} is clear; now each member moves towards it."),
            "Stable": _("Every member of {group} has what it shall have."),
            "other": _("{group} is {state}."),
        },
        "precise": _(
            "{group} is {state} (before: {previous}): group epoch {epoch}, assignment epoch "
            "{assignment_epoch}."
        ),
    },
    "client.member_epoch_changed": {
        "plain": _("{member} learns that it is at epoch {epoch} of {group}."),
        "precise": _(
            "The heartbeat answer gives {member} ({member_id}) epoch {epoch}; it names that epoch when "
            "it saves offsets."
        ),
    },
    "client.partitions_added": {
        "plain": _("{member} takes over {added|list} and keeps what it had."),
        "precise": _(
            "{member} adds {added|list} in epoch {epoch} and asks for the committed offsets there; it "
            "owns {partitions|list} now and never stopped reading the others."
        ),
    },
    "client.partition_given_up": {
        "plain": {
            "by": "partitions",
            "[]": _("{member} gives up {topic}-{partition}, the last it had."),
            "other": _("{member} gives up {topic}-{partition} and goes on with the others."),
        },
        "precise": _(
            "{member} has saved what was due and gives up {topic}-{partition}; it keeps "
            "{partitions|list} and tells the coordinator at once."
        ),
    },
    "client.member_failed": {
        "plain": _("{member} ends, because {error|error}."),
        "precise": _(
            "poll() of {member} throws {error}: the group {group} cannot take it as it is, and trying "
            "again would not help."
        ),
    },
}

REQUESTS_PLAIN: dict[str, Any] = {
    "consumer_heartbeat": {
        "by": "summary.epoch",
        "0": _("{source|Process} asks the coordinator on {target|process} to let it join."),
        "-1": _("{source|Process} tells the coordinator on {target|process} that it leaves."),
        "-2": _("{source|Process} closes, but tells {target|process} that it comes back."),
        "other": {
            "by": "summary.owned",
            "null": _("{source|Process} tells the coordinator on {target|process} it is alive."),
            "other": _(
                "{source|Process} tells the coordinator on {target|process} what it reads now."
            ),
        },
    },
}

REQUESTS_PRECISE: dict[str, Any] = {
    "consumer_heartbeat": _(
        "ConsumerGroupHeartbeat from {source|process} to {target|process}, member epoch "
        "{summary.epoch} (0 joins, -1 leaves); it names what it owns when that changed."
    ),
}

REPLIES_PLAIN: dict[str, Any] = {
    "consumer_heartbeat": {
        "by": "summary.state",
        "UNREVOKED_PARTITIONS": _(
            "{source|Process} tells {target|process} which partitions to give up."
        ),
        "UNRELEASED_PARTITIONS": _(
            "{source|Process} tells {target|process} to wait until others give partitions up."
        ),
        "other": {
            "by": "summary.assignment",
            "null": _("{source|Process} confirms the heartbeat of {target|process}."),
            "other": _("{source|Process} tells {target|process} what it may read."),
        },
    },
}

REPLIES_PRECISE: dict[str, Any] = {
    "consumer_heartbeat": _(
        "ConsumerGroupHeartbeat answer from {source|process} to {target|process}: member epoch "
        "{summary.epoch}, {summary.state}; the broker sets the interval."
    ),
}
