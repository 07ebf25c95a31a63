"""Cutting and mending the way between two processes: the same in every family."""

from collections.abc import Callable
from typing import Any

from broker_core.commands import kafka
from broker_core.errors import Rejected
from broker_core.events.network import Healed, WasCut
from broker_core.kernel import network
from broker_core.kernel.world import World

Lose = Callable[[World, int, str], None]


def ends(world: World, a: str, b: str) -> tuple[str, str] | None:
    """The names of two different processes; a Kafka broker may be named by its number alone."""
    names = [end if end in world.processes else f"broker-{end}" for end in (a, b)]
    if names[0] == names[1] or any(name not in world.processes for name in names):
        return None
    return names[0], names[1]


def check_cut(s: Any, cmd: kafka.CutLink) -> Rejected | None:
    found = ends(s.world, cmd.a, cmd.b)
    if found is None:
        return Rejected("not_connected", a=cmd.a, b=cmd.b)
    ways = [f"{found[0]}>{found[1]}"] + ([] if cmd.oneway else [f"{found[1]}>{found[0]}"])
    if all(way in s.world.cuts for way in ways):
        return Rejected("already_cut", a=cmd.a, b=cmd.b)
    return None


def cut(s: Any, cmd: kafka.CutLink, lose: Lose = network.lose) -> None:
    """Nothing gets through any more, what is under way included; `lose` ends one message."""
    found = ends(s.world, cmd.a, cmd.b)
    assert found is not None
    for source, target in [found] if cmd.oneway else [found, (found[1], found[0])]:
        way = f"{source}>{target}"
        if way not in s.world.cuts:
            s.world.cuts[way] = 1
            s.world.fault(s.world.emit(WasCut, source, target), way)
            _lose_what_is_under_way(s.world, source, target, lose)


def _lose_what_is_under_way(world: World, source: str, target: str, lose: Lose) -> None:
    in_flight = [m for m in world.messages.values() if (m.source, m.target) == (source, target)]
    for message in in_flight:
        link = world.links.get(message.link)
        if link is None or message.msg not in link.queue:
            lose(world, message.msg, "cut")


def check_heal(s: Any, cmd: kafka.HealLink) -> Rejected | None:
    found = ends(s.world, cmd.a, cmd.b)
    if found is None:
        return Rejected("not_connected", a=cmd.a, b=cmd.b)
    if not any(f"{x}>{y}" in s.world.cuts for x, y in (found, found[::-1])):
        return Rejected("not_cut", a=cmd.a, b=cmd.b)
    return None


def heal(s: Any, cmd: kafka.HealLink) -> None:
    """Both ways are open again."""
    found = ends(s.world, cmd.a, cmd.b)
    assert found is not None
    for source, target in (found, found[::-1]):
        if s.world.cuts.pop(f"{source}>{target}", None):
            s.world.emit(Healed, source, target)
