"""What must hold at every moment of a run of the other families."""

from collections.abc import Iterator
from typing import Any

from broker_core.audit import mesh_invariants, service_invariants


def broken(t: Any) -> list[str]:
    """What does not hold now, in words; empty when all is well."""
    return [
        *_queues(t),
        *_readers(t),
        *_logs(t),
        *_brokers(t),
        *_buffers(t),
        *_inboxes(t),
        *mesh_invariants.broken(t),
        *service_invariants.broken(t),
    ]


def _queues(t: Any) -> Iterator[str]:
    """A queue has each event once, in the order in which they came, and no more than fit in."""
    for queue in t.queues.values():
        held = [row.event for row in queue.waiting] + list(queue.out)
        if len(held) != len(set(held)):
            yield f"queue {queue.name} has an event twice"
        order = [row.order for row in queue.waiting]
        if order != sorted(order):
            yield f"queue {queue.name} is out of order"
        if 0 < queue.capacity < len(held):
            yield f"queue {queue.name} has {len(held)} events and room for {queue.capacity}"
        if any(0 < row.expires_at_us < t.world.now_us for row in queue.waiting):
            if t.world.is_up(queue.hub) and not _still(t, queue.hub):
                yield f"an event waits in queue {queue.name} although its time is over"


def _still(t: Any, name: str) -> bool:
    """Whether a process stands still, so that what is due waits for it."""
    return bool(t.world.processes[name].paused_until_us >= t.world.now_us)


def _readers(t: Any) -> Iterator[str]:
    """Events are out with connected readers only, to each no more than its window when they were
    given (the window may have been made smaller since)."""
    for queue in t.queues.values():
        connected = t.hubs[queue.hub].connected
        for event, given in queue.out.items():
            if given.reader not in connected:
                yield f"event {event} of queue {queue.name} is with {given.reader}, who is not here"
            if given.delivery < 1:
                yield f"event {event} of queue {queue.name} is out and was never given"
        if queue.readers and not 0 <= queue.turn < len(queue.readers):
            yield f"it is nobody's turn at queue {queue.name}"


def _logs(t: Any) -> Iterator[str]:
    """Offsets count on without a gap; nobody has committed or read past the end."""
    for tape in t.tapes.values():
        if tape.start < 0:
            yield f"log {tape.name} starts at {tape.start}"
        times = [row[1] for row in tape.rows.between(len(tape.rows) - 16, len(tape.rows))]
        if times != sorted(times):
            yield f"log {tape.name} is out of order"
        for client, offset in tape.committed.items():
            if not 0 <= offset <= tape.end:
                yield f"{client} committed {offset} in log {tape.name}, which ends at {tape.end}"
    for it in t.clients.values():
        for reader in it.intake.readers.values():
            if reader.position > t.tapes[reader.tape].end:
                yield f"{it.name} is at {reader.position}, past the end of log {reader.tape}"


def _brokers(t: Any) -> Iterator[str]:
    """A broker that is down has no connections and no direct subscriptions; a direct subscription
    belongs to somebody who is connected; a place asks for a filter once."""
    for hub in t.hubs.values():
        if hub.connected and not t.world.is_up(hub.name):
            yield f"broker {hub.name} is down and has connections"
        rows = hub.subscriptions
        if len(rows) != len(set(rows)):
            yield f"broker {hub.name} has a subscription twice"
        for row in rows:
            if row.memory == "direct" and row.place not in hub.connected:
                yield f"broker {hub.name} keeps a direct subscription of {row.place}, who is gone"


def _buffers(t: Any) -> Iterator[str]:
    """A local buffer holds each event once, in order, at most so many; a dead program holds none."""
    for it in t.clients.values():
        held = it.outlet.held
        if len(held) != len(set(held)):
            yield f"{it.name} holds an event twice"
        if held and not t.world.is_up(it.name):
            yield f"{it.name} is not running and holds events"
        if it.outlet.flying and not held:
            yield f"{it.name} has an event under way that it does not hold"


def _inboxes(t: Any) -> Iterator[str]:
    """What was pushed directly found room; a dead program has neither inbox nor work."""
    for it in t.clients.values():
        box = it.intake
        if not t.world.is_up(it.name) and (box.inbox or box.work or it.withheld):
            yield f"{it.name} is not running and has events in hand"
        seqs = [row.seq for row in (*box.inbox, *box.work.values())]
        if len(seqs) != len(set(seqs)):
            yield f"{it.name} has one delivery twice"
