"""Two clocks of one request: when it was accepted, when all was done."""

from typing import Any

from broker_core.checks.base import Check


class AcceptedAndDone(Check):
    """Requests to `service` were answered sooner in mode `events` than in mode `calls` (medians), and
    some saga begun in mode events took at least as long as the slowest answer in mode calls."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.mode = ""
        self.accepted: dict[str, list[int]] = {"calls": [], "events": []}
        self.done: list[int] = []

    def see(self, event: Any) -> None:
        if event.type == "service.declared" and event.service == self.service:
            self.mode = event.mode
        elif event.type == "service.changed" and event.service == self.service:
            if event.setting == "mode":
                self.mode = event.value
        elif event.type == "service.accepted" and event.service == self.service:
            if event.outcome == "ok":
                self.accepted.setdefault(self.mode, []).append(event.waited_us)
        elif event.type == "service.saga_finished" and self.mode == "events":
            self.done.append(event.took_us)

    @property
    def met(self) -> bool:
        calls, events = sorted(self.accepted["calls"]), sorted(self.accepted["events"])
        if not calls or not events or not self.done:
            return False
        sooner = events[len(events) // 2] < calls[len(calls) // 2]
        return sooner and max(self.done) >= calls[-1]
