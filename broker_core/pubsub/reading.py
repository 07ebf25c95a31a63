"""A client reads logs: it asks when it is ready, works, commits its offset, and asks again."""

from typing import Any

from broker_core.kernel import network
from broker_core.pubsub.state import Reader
from broker_core.town import Client, Town


def due(t: Town, client: str, tape: str = "", due_us: int = -1) -> None:
    """Time to poll: one log whose rhythm it is, or every log, whoever asks for that."""
    it = t.clients[client]
    for reader in list(it.intake.readers.values()):
        if not tape or (reader.tape == tape and reader.due_us == due_us):
            poll(t, it, reader)


def poll(t: Town, it: Client, reader: Reader) -> None:
    """Ask for what follows the position, unless an answer or unfinished work is outstanding."""
    if it.state != "up" or reader.asking or pending(it, reader.tape):
        return
    most = reader.most_records
    if reader.until >= 0 and reader.position >= 0:
        most = min(most, reader.until - reader.position)
    if most <= 0:
        return
    reader.asking, reader.due_us = True, -1
    network.request(
        t.world, it.name, t.tapes[reader.tape].hub, "log", "poll",
        (reader.tape, reader.position, most, reader.reset), t.settings["request_timeout"],
        {"log": reader.tape, "position": reader.position}, reader.idle,
        (reader.tape, reader.position),
    )  # fmt: skip


def pending(it: Client, tape: str) -> bool:
    """Whether events of a log still wait in the inbox or are being worked on."""
    rows = [*it.intake.inbox, *it.intake.work.values(), *it.withheld]
    return any(row.way == "log" and row.place == tape for row in rows)


def later(t: Town, it: Client, reader: Reader) -> None:
    """The next poll in its rhythm."""
    reader.due_us = t.world.now_us + t.settings["poll_every"]
    t.world.at(reader.due_us, "poll", it.name, reader.tape, reader.due_us)


def failed(t: Town, client: str, server: str, reason: str, context: Any) -> None:
    """The broker did not answer: ask again in the rhythm."""
    it = t.clients[client]
    reader = it.intake.readers.get(context[0])
    if reader is not None and reader.asking:
        reader.asking = False
        later(t, it, reader)


def settled(t: Town, it: Client, tape: str) -> None:
    """An event of a log is done with: after the last one of a batch its offset is committed and the
    next batch asked for."""
    reader = it.intake.readers.get(tape)
    if reader is None or reader.asking or pending(it, tape):
        return
    network.request(
        t.world, it.name, t.tapes[tape].hub, "log", "commit", (tape, reader.position),
        t.settings["request_timeout"], {"log": tape, "offset": reader.position},
        context=(tape, reader.position),
    )  # fmt: skip
    poll(t, it, reader)


def committed(t: Town, client: str, server: str, body: Any, context: Any) -> None:
    """The broker keeps the offset; the next batch was asked for already."""


def uncommitted(t: Town, client: str, server: str, reason: str, context: Any) -> None:
    """Nobody knows whether the offset was kept; the next one says more."""


def forget(it: Client) -> None:
    """A process ended: its places in logs are those that it had committed."""
    for reader in it.intake.readers.values():
        reader.position, reader.asking, reader.idle = -1, False, False
        reader.due_us = reader.until = -1
