"""The services' part of the view, computed from the engine's own state without any event."""

import json
from typing import Any


def differences(sim: Any) -> list[str]:
    """Where view and state say different things now, as `place: view != state`."""
    view, t = json.loads(json.dumps(sim.view())), sim._cluster
    real: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    for s in t.services.values():
        own = view["services"][s.name]
        shown[f"services.{s.name}"] = [own["mode"], own["workers"], own["deployed"]]
        real[f"services.{s.name}"] = [s.mode, s.workers, s.deployed]
        shown[f"stores.{s.name}"] = view.get("stores", {}).get(s.name, {})
        real[f"stores.{s.name}"] = {name: rows for name, rows in s.stores.items() if rows}
        shown[f"outbox.{s.name}"] = view.get("outbox", {}).get(s.name, 0)
        real[f"outbox.{s.name}"] = len(s.outbox)
        shown[f"frames.{s.name}"] = view.get("frames", {}).get(s.name, {})
        real[f"frames.{s.name}"] = {
            str(slot): frame.label for slot, frame in s.work.items() if frame.origin != "event"
        }
        shown[f"waits.{s.name}"] = sorted(view.get("waits", {}).get(s.name, {}))
        real[f"waits.{s.name}"] = sorted(
            str(frame.waits[1]) for frame in s.work.values() if frame.waits[:1] == ("call",)
        )
    for saga in t.sagas.values():
        own = view["sagas"][saga.correlation]
        shown[f"sagas.{saga.correlation}"] = [own["state"], [row[:3] for row in own["trail"]]]
        real[f"sagas.{saga.correlation}"] = [_state(saga), saga.trail]
    real = json.loads(json.dumps(real))
    return [f"{k}: {shown[k]} != {real[k]}" for k in real if shown[k] != real[k]]


def _state(saga: Any) -> str:
    """Undoing is shown by what is undone, so a process that does is running too."""
    if saga.stuck:
        return "stuck"
    return "running" if saga.state == "compensating" else str(saga.state)
