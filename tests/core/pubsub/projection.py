"""The view of a town computed from the engine's own state, without any event: what the fold equals.

Not in the state, so not compared: since when somebody is in a state, and what has already been told
of a process that is down.
"""

import json
from collections.abc import Callable
from typing import Any

SHOWN = 64
Same = Callable[[str, Any, Any], None]
STATES = {"stopping": "up", "leaving": "up"}


def differences(sim: Any) -> list[str]:
    """Where view and state say different things now, as `place: view != state`."""
    view, t = json.loads(json.dumps(sim.view())), sim._cluster
    out: list[str] = []

    def same(place: str, shown: Any, real: Any) -> None:
        real = json.loads(json.dumps(real))
        if shown != real:
            out.append(f"{place}: {shown} != {real}")

    for judge in (_hubs, _clients, _subscriptions, _queues, _tapes):
        judge(view, t, same)
    return out


def _paused(t: Any, name: str, shown: str) -> bool:
    """At the very instant a pause ends it is told among other things: both are right then."""
    until_us = t.world.processes[name].paused_until_us
    return bool(until_us > t.world.now_us or (until_us == t.world.now_us and shown == "paused"))


def _hubs(view: Any, t: Any, same: Same) -> None:
    for name, hub in t.hubs.items():
        shown = view["hubs"][name]
        up = "paused" if _paused(t, name, shown["state"]) else "up"
        known = (up,) if t.world.is_up(name) else ("down", "stopped")
        same(f"hubs.{name}.state", shown["state"] in known or shown["state"], True)
        same(f"hubs.{name}.dialect", shown["dialect"], hub.dialect)


def _clients(view: Any, t: Any, same: Same) -> None:
    for name, it in t.clients.items():
        shown = view["clients"][name]
        state = STATES.get(it.state, it.state)
        same(
            f"{name}.state", shown["state"], "paused" if _paused(t, name, shown["state"]) else state
        )
        same(f"{name}.kind", [shown["kind"], shown["broker"]], [it.kind, it.hub])
        same(f"{name}.attached", shown.get("attached", False), name in t.hubs[it.hub].connected)
        inbox = [[r.event, r.way, r.place, r.delivery] for r in it.intake.inbox]
        same(f"{name}.inbox", shown["inbox"], inbox)
        same(f"{name}.held", view.get("held", {}).get(name, 0), len(it.outlet.held))
        work = {str(slot): row.event for slot, row in it.intake.work.items()}
        same(f"{name}.work", view.get("work", {}).get(name, {}), work)


def _subscriptions(view: Any, t: Any, same: Same) -> None:
    real: dict[str, Any] = {}
    for hub in t.hubs.values():
        for row in hub.subscriptions:
            real.setdefault(row.place, {})[row.filter] = row.memory
    shown = {place: rows for place, rows in view.get("subscriptions", {}).items() if rows}
    same("subscriptions", shown, real)


def _queues(view: Any, t: Any, same: Same) -> None:
    for name, queue in t.queues.items():
        shown = view["queues"][name]
        for key in ("capacity", "overflow", "expiry_us", "most_deliveries", "dead_letter"):
            same(f"{name}.{key}", shown[key], getattr(queue, key))
        same(f"{name}.waiting", shown["waiting"], [[r.event, r.delivery] for r in queue.waiting])
        out = {str(event): given.reader for event, given in queue.out.items()}
        same(f"{name}.out", shown["out"], out)


def _tapes(view: Any, t: Any, same: Same) -> None:
    for name, tape in t.tapes.items():
        shown = view["tapes"][name]
        same(f"{name}.start", [shown["start"], shown["end"]], [tape.start, tape.end])
        same(f"{name}.retention", shown["retention_us"], tape.retention_us)
        rows = [
            [tape.start + n, row[0], t.event(row[0]).name, t.event(row[0]).key]
            for n, row in enumerate(tape.rows)
        ]
        same(f"{name}.rows", shown["rows"], rows[-SHOWN:])
        readers = {n: row.get("committed", -1) for n, row in shown["readers"].items()}
        told = {n: offset for n, offset in readers.items() if offset >= 0}
        same(f"{name}.committed", told, tape.committed)
        for client, row in shown["readers"].items():
            reader = t.clients[client].intake.readers.get(name)
            if reader is not None and reader.position >= 0:
                same(f"{name}.{client}.position", row["position"], reader.position)
