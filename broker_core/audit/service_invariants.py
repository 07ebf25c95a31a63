"""What must hold at every moment of the services of a run, whatever happened."""

from collections.abc import Callable
from typing import Any

SAGA_STATES = ("running", "compensating", "finished", "forgotten")


def broken(t: Any) -> list[str]:
    """What does not hold now, in words; empty when all is well."""
    out = [problem for s in t.services.values() for rule in _SERVICE for problem in rule(t, s)]
    return out + [problem for saga in t.sagas.values() for problem in _saga(t, saga)]


def _work(t: Any, s: Any) -> list[str]:
    """Nobody dead works; an event in work is in the hands of one worker, which the client knows too."""
    if not s.work:
        return []
    out = [] if t.world.is_up(s.name) else [f"{s.name} is down and works"]
    hands = t.clients[s.name].intake.work
    for slot, frame in s.work.items():
        if not -1 <= frame.at <= len(frame.steps):
            out.append(f"{s.name}: worker {slot} is at step {frame.at} of {len(frame.steps)}")
        if (frame.origin == "event") != (slot in hands):
            out.append(f"{s.name}: worker {slot} has an event only on one side")
        elif frame.origin == "event" and hands[slot].event != frame.number:
            out.append(f"{s.name}: worker {slot} works on another event than it took")
    serials = [frame.serial for frame in s.work.values()]
    return (
        out if len(serials) == len(dict.fromkeys(serials)) else [*out, f"{s.name}: one frame twice"]
    )


def _waits(t: Any, s: Any) -> list[str]:
    """Who waits for an answer waits on a connection that will bring one, or tell of its end."""
    calls = [f.waits[1] for f in s.work.values() if f.waits and f.waits[0] == "call"]
    awaited = [
        context[0]
        for link in t.world.links.values()
        if link.client == s.name
        for kind, _, context, _, _ in link.waiting.values()
        if kind == "call"
    ]
    return [f"{s.name}: nobody will answer call {call}" for call in calls if call not in awaited]


def _outbox(t: Any, s: Any) -> list[str]:
    """What waits in an outbox is this service's own, each once, in the order of writing; a relay that
    is up will look at it."""
    out = []
    if s.outbox != sorted(dict.fromkeys(s.outbox)):
        out.append(f"{s.name}: the outbox {s.outbox} is not in order")
    out += [f"{s.name}: event {n} is not its own" for n in s.outbox if t.event(n).source != s.name]
    return out


def _versions(t: Any, s: Any) -> list[str]:
    """The owner of a key holds its newest version; nobody knows a newer one."""
    out = []
    for store, entries in s.stores.items():
        for key, (value, version) in entries.items():
            newest = t.newest.get(f"{store} {key}")
            if newest is None:
                continue
            if version > newest[0]:
                out.append(f"{s.name}: {store} {key} is at {version}, the source at {newest[0]}")
            elif store in s.owns and (newest[0], newest[2]) != (version, value):
                out.append(f"{s.name} owns {store} {key} and does not hold the newest version")
    return out


_SERVICE: tuple[Callable[[Any, Any], list[str]], ...] = (_work, _waits, _outbox, _versions)


def _saga(t: Any, saga: Any) -> list[str]:
    row = t.definitions[saga.definition]
    name, out = f"saga {saga.correlation}", []
    if saga.state not in SAGA_STATES or (saga.state == "finished") != bool(saga.outcome):
        out.append(f"{name} is {saga.state} with the outcome {saga.outcome!r}")
    if not -1 <= saga.step <= len(row["steps"]):
        out.append(f"{name} is at step {saga.step} of {len(row['steps'])}")
    if saga.style == "choreographed" and saga.step != -1:
        out.append(f"{name} has no conductor and a step")
    if len(saga.trail) != min(saga.messages, 64):
        out.append(f"{name} counts {saga.messages} messages and knows {len(saga.trail)}")
    times = [at for _, _, at in saga.trail]
    if times != sorted(times) or (times and times[-1] > t.world.now_us):
        out.append(f"{name}: its trail is not in the order of time")
    return out
