"""Who leads a partition next (semantics 3.4, 3.5): one pure function from registration to the next.

Kafka's PartitionChangeBuilder: keep the leader if it may stay, else the first replica in
assignment order that is in the in-sync set and may lead, else (set empty) an eligible leader
replica (KIP-966), else the last known leader, else, where allowed, any live replica. A change that
brings the replicas of a reassignment in sync ends it in the same step (KIP-455).
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


class Assignment(NamedTuple):
    """Where a partition's replicas stand, and which of them come and go."""

    replicas: tuple[int, ...]
    adding: tuple[int, ...]
    removing: tuple[int, ...]
    throttle: int = 0


def next_registration(
    reg: Registration,
    target_isr: tuple[int, ...],
    may_lead: Callable[[int], bool],
    min_insync: int,
    elr_enabled: bool,
    unclean: bool = False,
    lost_eligibility: tuple[int, ...] = (),
    prefer: bool = False,
    assignment: Assignment | None = None,
) -> Change | None:
    """The registration after the in-sync set becomes `target_isr`, or None when nothing changes.

    `lost_eligibility` are replicas that came back from an unclean shutdown. `prefer` asks for the
    preferred replica (the first of the assignment) even though the leader could stay. `assignment`
    is where the replicas shall stand from now on, if that changes.
    """
    place = assignment or Assignment(reg.replicas, reg.adding, reg.removing, reg.throttle)
    place, target_isr = _complete(place, target_isr)
    elr = _eligible(reg, place, target_isr, min_insync, elr_enabled, lost_eligibility)
    valid = _valid(target_isr, elr, may_lead)
    leader, election = _elect(reg, place, valid, prefer)
    if election == "eligible" and leader in target_isr:
        election = "clean"
    if leader == NO_LEADER:
        leader, election = _risk(reg, place, target_isr, elr, may_lead, elr_enabled, unclean)
    isr = target_isr
    if election in ("unclean", "last-known"):
        isr, elr = (leader,), ()
    elif leader != NO_LEADER and leader not in isr:
        isr, elr = (leader,), tuple(b for b in elr if b != leader)
    elif not isr and not elr_enabled:
        isr = reg.isr
    bump = leader != reg.leader or any(b not in place.replicas for b in reg.replicas)
    after = reg._replace(
        replicas=place.replicas,
        isr=isr,
        elr=elr,
        last_known=_last_known(reg, leader, isr),
        leader=leader,
        leader_epoch=reg.leader_epoch + (1 if bump else 0),
        partition_epoch=reg.partition_epoch + 1,
        adding=place.adding,
        removing=place.removing,
        throttle=place.throttle,
    )
    if after == reg._replace(partition_epoch=reg.partition_epoch + 1):
        return None
    return Change(after, election if leader != reg.leader else "")


def move_to(reg: Registration, target: tuple[int, ...], throttle: int = 0) -> Assignment:
    """The assignment of a partition that is on its way to `target`.

    What stood there before an unfinished move counts as old; the preferred replica is the target's.
    """
    old = tuple(b for b in reg.replicas if b not in reg.adding)
    adding = tuple(b for b in target if b not in old)
    removing = tuple(b for b in old if b not in target)
    return Assignment((*target, *removing), adding, removing, throttle)


def _complete(place: Assignment, isr: tuple[int, ...]) -> tuple[Assignment, tuple[int, ...]]:
    """A move ends when all that are added are in sync, and somebody that stays is."""
    if not place.adding and not place.removing:
        return place, isr
    staying = tuple(b for b in isr if b not in place.removing)
    if not staying or any(b not in staying for b in place.adding):
        return place, isr
    return Assignment(tuple(b for b in place.replicas if b not in place.removing), (), ()), staying


def _eligible(
    reg: Registration,
    place: Assignment,
    isr: tuple[int, ...],
    min_insync: int,
    enabled: bool,
    lost: tuple[int, ...],
) -> tuple[int, ...]:
    """Who left below the minimum and still holds all that is committed."""
    if not enabled or len(isr) >= min(min_insync, len(place.replicas)):
        return ()
    members = (*reg.elr, *reg.isr)
    return tuple(b for b in place.replicas if b in members and b not in isr and b not in lost)


def _valid(
    isr: tuple[int, ...], elr: tuple[int, ...], may_lead: Callable[[int], bool]
) -> Callable[[int], bool]:
    """In sync, or eligible where nobody is in sync; and alive."""
    return lambda b: (b in isr or (not isr and b in elr)) and may_lead(b)


def _elect(
    reg: Registration, place: Assignment, valid: Callable[[int], bool], prefer: bool
) -> tuple[int, str]:
    """A leader that loses nothing, if there is one."""
    if prefer and valid(place.replicas[0]):
        return place.replicas[0], "clean"
    if reg.leader != NO_LEADER and valid(reg.leader):
        return reg.leader, ""
    for broker in place.replicas:
        if valid(broker):
            return broker, "eligible"
    return NO_LEADER, "none"


def _risk(
    reg: Registration,
    place: Assignment,
    isr: tuple[int, ...],
    elr: tuple[int, ...],
    may_lead: Callable[[int], bool],
    elr_enabled: bool,
    unclean: bool,
) -> tuple[int, str]:
    """The last known leader, or anybody alive where that is allowed: records may be lost."""
    known = reg.last_known
    if elr_enabled and not isr and not elr and len(known) == 1 and may_lead(known[0]):
        return known[0], "last-known"
    for broker in place.replicas:
        if unclean and may_lead(broker):
            return broker, "unclean"
    return NO_LEADER, "none"


def _last_known(reg: Registration, leader: int, isr: tuple[int, ...]) -> tuple[int, ...]:
    """Noted when the in-sync set runs empty, forgotten with the next leader."""
    if leader != NO_LEADER:
        return ()
    if not isr and reg.leader != NO_LEADER:
        return (reg.leader,)
    return tuple(reg.last_known)
