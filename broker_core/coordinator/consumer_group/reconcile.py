"""One member on its way to the target, without a barrier for the others (semantics 6.1, trace 10.G).

First it gives up what it shall not keep (UNREVOKED_PARTITIONS, still at its old epoch); then it moves
to the target's epoch and takes what nobody else holds any more (UNRELEASED_PARTITIONS while something
is still held, else STABLE).
Source: Apache Kafka `CurrentAssignmentBuilder`.
"""

from typing import Any

from broker_core.coordinator.consumer_group.state import ConsumerGroup, ConsumerMember, reconciled


def advance(group: ConsumerGroup, member: ConsumerMember, owned: Any) -> bool:
    """Bring a member as far as it can get now; True when anything changed.

    `owned` are the places that the member says it owns, None when it did not say.
    """
    before = snapshot(member)
    if group.kind == "share":
        member.assigned = dict.fromkeys(
            group.target.get(member.member_id, ()), group.assignment_epoch
        )
        _move(member, group.assignment_epoch, "STABLE")
    elif not reconciled(group, member) and not (
        member.state == "UNREVOKED_PARTITIONS" and _still_owns(member.revoking, owned)
    ):
        _next(group, member, owned)
    return snapshot(member) != before


def snapshot(member: ConsumerMember) -> tuple[Any, ...]:
    return member.epoch, member.state, tuple(member.assigned), tuple(member.revoking)


def _still_owns(revoking: dict[str, int], owned: Any) -> bool:
    return owned is None or any(key in revoking for key in owned)


def _next(group: ConsumerGroup, member: ConsumerMember, owned: Any) -> None:
    target = group.target.get(member.member_id, ())
    keep = {key: epoch for key, epoch in member.assigned.items() if key in target}
    give_up = {key: epoch for key, epoch in member.assigned.items() if key not in target}
    held = _held(group)
    missing = [key for key in target if key not in keep]
    free = [key for key in missing if key not in held]
    member.assigned = keep
    if give_up and _still_owns(give_up, owned):
        member.revoking = give_up
        member.state = "UNREVOKED_PARTITIONS"
        return
    member.revoking = {}
    member.assigned.update(dict.fromkeys(free, group.assignment_epoch))
    state = "STABLE" if len(free) == len(missing) else "UNRELEASED_PARTITIONS"
    _move(member, group.assignment_epoch, state)


def _held(group: ConsumerGroup) -> dict[str, str]:
    """place -> a member that has it or has not yet confirmed that it gave it up."""
    return {
        key: m.member_id
        for m in group.members.values()
        for part in (m.assigned, m.revoking)
        for key in part
    }


def _move(member: ConsumerMember, epoch: int, state: str) -> None:
    if member.epoch != epoch:
        member.previous_epoch, member.epoch = member.epoch, epoch
    member.state = state
