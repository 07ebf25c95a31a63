"""Faults that wait for one answer of a server to a client: it is lost, or comes late.

A lost answer is silence on its connection from then on (design, "Connections"): the client notices
at request.timeout.ms. A late one keeps the order: later answers wait behind it.
"""

from broker_core.events.network import AnswerDelayed, AnswerFaultArmed, AnswerLost
from broker_core.kernel.world import World

MOST = 16


def arm(world: World, client: str, server: str, fault: str, kind: str | None, by_us: int) -> None:
    """The next answer of `server` to `client` (of a request of this kind, if one is named)."""
    seq = world.emit(AnswerFaultArmed, client, server, fault, kind)
    way = f"{server}>{client}"
    world.armed[way] = (*world.armed.get(way, ()), (fault, kind, by_us, seq))


def count(world: World) -> int:
    return sum(len(rows) for rows in world.armed.values())


def strike(world: World, reply_kind: str, source: str, target: str) -> tuple[str, int, int] | None:
    """(lose or delay, by how much, the seq that armed it) when a fault waited for this answer."""
    way = f"{source}>{target}"
    rows = world.armed.get(way, ())
    for row in rows:
        fault, kind, by_us, seq = row
        if kind is None or f"{kind}_reply" == reply_kind:
            rest = tuple(r for r in rows if r is not row)
            if rest:
                world.armed[way] = rest
            else:
                del world.armed[way]
            return fault, by_us, seq
    return None


def tell(
    world: World, reply_kind: str, source: str, target: str, struck: tuple[str, int, int]
) -> None:
    """Say what became of the answer; whatever fails for it has this as its cause."""
    fault, by_us, seq = struck
    if fault == "lose":
        said = world.emit(AnswerLost, target, source, reply_kind, cause=seq)
    else:
        said = world.emit(AnswerDelayed, target, source, reply_kind, by_us, cause=seq)
    world.fault(said, f"{source}>{target}")
