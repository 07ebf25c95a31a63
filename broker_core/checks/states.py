"""What the stores of services say: rebuilt from a tape, behind, different, mended."""

from typing import Any

from broker_core.checks.base import Check

Place = tuple[str, ...]


class TapeMakesState(Check):
    """A service was rewound and has read its log to the end since; its store then equals the sum of the
    tape (`signs`: event name -> +1 or -1 for its key), which holds at least one event of each name."""

    def __init__(self, service: str, store: str, log: str, signs: dict[str, int]) -> None:
        self.service, self.store, self.log, self.signs = service, store, log, signs
        self.tape: list[tuple[str, str | None]] = []
        self.values: dict[str, Any] = {}
        self.rewound = False
        self.read = 0

    def see(self, event: Any) -> None:
        kind = event.type
        if kind == "pubsub.appended" and event.log == self.log:
            self.tape.append((event.name, event.key))
        elif kind == "service.rewound" and event.service == self.service:
            self.rewound, self.read, self.values = bool(self.tape), 0, {}
        elif kind == "service.state_changed":
            if (event.service, event.store) == (self.service, self.store):
                self.values[event.key] = event.value
        elif kind == "pubsub.processed" and event.client == self.service:
            self.read += 1

    @property
    def met(self) -> bool:
        named = dict(self.tape)
        if (
            not self.rewound
            or self.read < len(self.tape)
            or any(n not in named for n in self.signs)
        ):
            return False
        sums: dict[str, int] = {}
        for name, key in self.tape:
            if key is not None:
                sums[key] = sums.get(key, 0) + self.signs.get(name, 0)
        return all(int(self.values.get(key, 0) or 0) == total for key, total in sums.items())


class ReadWhileBehind(Check):
    """A value was read while it was behind its source, and later all of `stores` (service, store) held
    the same value for that key."""

    def __init__(self, stores: list[list[str]]) -> None:
        self.values: dict[Place, dict[str, Any]] = {tuple(row): {} for row in stores}
        self.waiting: dict[str, bool] = {}
        self.done = False

    def see(self, event: Any) -> None:
        if event.type == "service.read" and event.behind > 0:
            self.waiting[event.key] = True
        elif event.type == "service.state_changed":
            place = (event.service, event.store)
            if place in self.values:
                self.values[place][event.key] = event.value
                self._judge(event.key)

    def _judge(self, key: str) -> None:
        held = [values.get(key) for values in self.values.values()]
        if self.waiting.get(key) and held[0] is not None and all(v == held[0] for v in held):
            self.done = True

    @property
    def met(self) -> bool:
        return self.done


class BrokenThenMended(Check):
    """A delivery was disturbed (`fault`), after which the stores `source` and `copy` (service, store)
    disagreed with nothing under way (`quiet_us` without a change); then the copy's `setting` became
    `value`, another delivery was disturbed the same way, and the keys touched since agree."""

    def __init__(
        self,
        source: list[str],
        copy: list[str],
        setting: str,
        value: Any,
        fault: str,
        quiet_us: int,
    ) -> None:
        self.source, self.copy = tuple(source), tuple(copy)
        self.setting, self.value, self.fault, self.quiet_us = setting, value, fault, quiet_us
        self.values: dict[Place, dict[str, Any]] = {self.source: {}, self.copy: {}}
        self.changed_us = 0
        self.struck = self.broken = self.repaired = self.again = False
        self.touched: dict[str, bool] = {}

    def see(self, event: Any) -> None:
        quiet = event.at_us - self.changed_us > self.quiet_us
        if self.struck and quiet and self._differ(self.values[self.source]):
            self.broken = True
        if event.type == "service.state_changed":
            self._store(event)
        elif event.type == "pubsub.fault_struck" and event.fault == self.fault:
            self.struck = True
            self.again = self.again or self.repaired
        elif event.type == "service.changed" and event.service == self.copy[0]:
            if self.broken and (event.setting, event.value) == (self.setting, self.value):
                self.repaired = True

    def _store(self, event: Any) -> None:
        place = (event.service, event.store)
        if place in self.values:
            self.values[place][event.key] = event.value
            self.changed_us = event.at_us
            if self.repaired and place == self.source:
                self.touched[event.key] = True

    def _differ(self, keys: Any) -> bool:
        source, copy = self.values[self.source], self.values[self.copy]
        return any(source.get(key) != copy.get(key) for key in keys)

    @property
    def met(self) -> bool:
        return self.again and bool(self.touched) and not self._differ(self.touched)
