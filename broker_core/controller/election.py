"""Who leads a partition next (semantics 3.4, 3.5): one pure function from registration to the next.

Kafka's PartitionChangeBuilder: keep the leader if it may stay, else the first replica in
assignment order that is in the in-sync set and may lead, else (set empty) an eligible leader
replica (KIP-966), else the last known leader, else, where allowed, any live replica.
"""

from collections.abc import Callable
from typing import NamedTuple

from broker_core.replication.metadata import Registration

NO_LEADER = -1


class Change(NamedTuple):
    """A decided change; `election` is clean, eligible, unclean or last-known, none for no leader, and
    "" when the leader stays."""

    registration: Registration
    election: str


def next_registration(
    reg: Registration,
    target_isr: tuple[int, ...],
    may_lead: Callable[[int], bool],
    min_insync: int,
    elr_enabled: bool,
    unclean: bool = False,
    lost_eligibility: tuple[int, ...] = (),
    prefer: bool = False,
) -> Change | None:
    """The registration after the in-sync set becomes `target_isr`, or None when nothing changes.

    `lost_eligibility` are replicas that came back from an unclean shutdown. `prefer` asks for the
    preferred replica (the first of the assignment) even though the leader could stay.
    """
    elr = _eligible(reg, target_isr, min_insync, elr_enabled, lost_eligibility)
    leader, election = _elect(reg, target_isr, elr, may_lead, elr_enabled, unclean, prefer)
    isr = target_isr
    last_known = reg.last_known if len(target_isr) < min_insync else ()
    if election in ("unclean", "last-known") or (leader != NO_LEADER and leader not in isr):
        isr = (leader,)
        elr = tuple(b for b in elr if b != leader)
    if not isr:
        if not elr_enabled:
            isr = reg.isr
        elif reg.leader != NO_LEADER:
            last_known = (reg.leader,)
    changed = leader != reg.leader
    after = reg._replace(
        isr=isr,
        elr=elr,
        last_known=last_known,
        leader=leader,
        leader_epoch=reg.leader_epoch + (1 if changed else 0),
        partition_epoch=reg.partition_epoch + 1,
    )
    if after == reg._replace(partition_epoch=reg.partition_epoch + 1):
        return None
    return Change(after, election if changed else "")


def _eligible(
    reg: Registration,
    isr: tuple[int, ...],
    min_insync: int,
    enabled: bool,
    lost: tuple[int, ...],
) -> tuple[int, ...]:
    """Who left below the minimum and still holds all that is committed."""
    if not enabled or len(isr) >= min_insync:
        return ()
    members = dict.fromkeys((*reg.elr, *reg.isr))
    return tuple(b for b in reg.replicas if b in members and b not in isr and b not in lost)


def _elect(
    reg: Registration,
    isr: tuple[int, ...],
    elr: tuple[int, ...],
    may_lead: Callable[[int], bool],
    elr_enabled: bool,
    unclean: bool,
    prefer: bool,
) -> tuple[int, str]:
    def valid(broker: int) -> bool:
        return (broker in isr or (not isr and broker in elr)) and may_lead(broker)

    if prefer and valid(reg.replicas[0]):
        return reg.replicas[0], "clean"
    if reg.leader != NO_LEADER and valid(reg.leader):
        return reg.leader, ""
    for broker in reg.replicas:
        if valid(broker):
            return broker, "clean" if broker in isr else "eligible"
    if elr_enabled and not isr and not elr and len(reg.last_known) == 1:
        if may_lead(reg.last_known[0]):
            return reg.last_known[0], "last-known"
    if unclean:
        for broker in reg.replicas:
            if may_lead(broker):
                return broker, "unclean"
    return NO_LEADER, "none"
