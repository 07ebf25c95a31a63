"""Two clocks of one request: when it was accepted, when all was done."""

from typing import Any

from broker_core.checks.base import Check

Batch = tuple[str, int]


class AcceptedAndDone(Check):
    """For some number of requests given at one moment, at least `load` of them, both modes of `service`
    were measured: with events they were accepted sooner, and all done no sooner, than with calls."""

    def __init__(self, service: str, load: int = 2) -> None:
        self.service, self.load = service, load
        self.mode = ""
        self.batches: dict[Batch, list[str]] = {}
        self.accepted: dict[str, int] = {}
        self.done: dict[str, int] = {}

    def see(self, event: Any) -> None:
        kind = event.type
        if kind == "service.saga_finished":
            self.done[event.correlation] = event.took_us
        elif getattr(event, "service", "") != self.service:
            return
        elif kind == "service.declared":
            self.mode = event.mode
        elif kind == "service.changed" and event.setting == "mode":
            self.mode = event.value
        elif kind == "service.requested":
            batch = self.batches.setdefault((self.mode, event.at_us), [])
            batch.append(event.correlation)
        elif kind == "service.accepted" and event.outcome == "ok":
            self.accepted[event.correlation] = event.waited_us

    @property
    def met(self) -> bool:
        return any(
            self._shows(calls, events)
            for (mode, _), calls in self.batches.items()
            if mode == "calls" and len(calls) >= self.load
            for (other, _), events in self.batches.items()
            if other == "events" and len(events) == len(calls)
        )

    def _shows(self, calls: list[str], events: list[str]) -> bool:
        known = all(one in self.accepted for one in [*calls, *events])
        if not known or any(one not in self.done for one in events):
            return False
        slowest = max(self.accepted[one] for one in calls)
        sooner = max(self.accepted[one] for one in events) < slowest
        return sooner and max(self.done[one] for one in events) >= slowest
