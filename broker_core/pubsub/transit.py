"""Events that never arrive: a message that carried one was dropped, and nothing brings it again."""

from collections.abc import Callable, Iterable
from typing import Any

from broker_core.kernel import network
from broker_core.kernel.world import Message
from broker_core.pubsub.messages import lost
from broker_core.town import Town


def losing(t: Town, messages: Iterable[Message | None], act: Callable[[], Any]) -> None:
    """Do something that may drop these messages, and say which events are lost with them."""
    watched = [m for m in messages if m is not None and _sent_once(m)]
    before = len(t.world.out)
    act()
    if not watched:
        return
    dropped = {e.msg: e for e in t.world.out[before:] if e.type == "network.dropped"}
    for message in watched:
        end = dropped.get(message.msg)
        if end is not None:
            lost(t, message.body[0], message.target, "link", end.reason, cause=end.seq)


def _sent_once(message: Message) -> bool:
    """Whether it carries an event that nobody will send again."""
    if message.kind == "deliver":
        return bool(message.body[1] == "direct")
    return message.kind == "publish" and not message.body[1]


def on_link(t: Town, key: str) -> list[Message | None]:
    return [m for m in t.world.messages.values() if m.link == key]


def of_process(t: Town, name: str) -> list[Message | None]:
    return [m for m in t.world.messages.values() if name in (m.source, m.target)]


def end_process(t: Town, name: str, seq: int) -> None:
    """A process is gone: its timers are void, what was under way from and to it fails."""
    process = t.world.processes[name]
    process.up = False
    process.life += 1
    process.paused_until_us = 0
    t.world.cause = seq
    losing(t, of_process(t, name), lambda: network.process_ended(t.world, name, seq))
