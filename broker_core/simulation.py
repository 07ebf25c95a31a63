"""One run: commands and time go in, events come out. This is the engine's public face.

A run is (engine version, scenario, seed, command log). Same run, same events, byte for byte; how
`advance` is sliced changes nothing.
"""

import json
from collections.abc import Mapping
from heapq import heappop, heappush
from pathlib import Path
from typing import Any, NamedTuple

from broker_core.audit.why import Link, chain
from broker_core.commands import Command, format, parse
from broker_core.errors import Rejected, ScenarioError
from broker_core.events import view as views
from broker_core.families import FAMILIES
from broker_core.kernel.canonical import LARGEST_INTEGER, canonical_bytes, digest_of
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.state import clone as clone_state
from broker_core.kernel.state import dump, load
from broker_core.kernel.world import World
from broker_core.plans import Plan, plans_of
from broker_core.scenario import load as load_scenario

OPENING = "cmd:0"
"""The cause of what is there when the run begins."""

ENGINE_VERSION = "1"
"""Changes whenever the same run could give other events."""

Events = list[Any]


class Parts(NamedTuple):
    """All that a run consists of at a moment."""

    scenario: dict[str, Any]
    seed: int
    cluster: Any
    book: Any
    trace: Chunks[Any]
    view: views.View | None


class Simulation:
    """A run at a moment. `seq` is the newest event's number, `now_us` the virtual time."""

    def __init__(
        self, scenario: dict[str, Any], seed: int, cluster: Any, index: Chunks[Any]
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self._family = FAMILIES[scenario["family"]]
        self._cluster = cluster
        self._index = index
        self._book = self._family.audit.make()
        self._opening: Events = []
        self._view: views.View | None = {}

    @classmethod
    def from_scenario(cls, source: str | Path | Mapping[str, Any], seed: int = 7) -> "Simulation":
        """A run at time 0. Raises ScenarioError, which names the file, the key and the rule.

        The opening events (the cluster as it stands) come with the first call that returns events.
        """
        scenario = load_scenario(source)
        if isinstance(seed, bool) or not isinstance(seed, int):
            raise ScenarioError("seed is a whole number, for example 7")
        if not 0 <= seed <= LARGEST_INTEGER:
            raise ScenarioError(f"seed must be from 0 to {LARGEST_INTEGER}")
        sim = cls(scenario, seed, FAMILIES[scenario["family"]].build(scenario, seed), Chunks())
        world = sim._cluster.world
        sim._cluster.commands = len(scenario["script"])
        for n, row in enumerate(scenario["script"], 1):
            world.at(row["at_us"], "command", "", n, row["do"], cause=f"cmd:{n}")
        sim._opening = sim._drain()
        return sim

    @property
    def _world(self) -> World:
        world: World = self._cluster.world
        return world

    @property
    def now_us(self) -> int:
        return self._world.now_us

    @property
    def seq(self) -> int:
        return self._world.seq

    def next_at_us(self) -> int | None:
        """When the next scheduled thing is due, None when nothing is."""
        heap = self._cluster.world.heap
        while heap and self._void(heap[0][3]):
            heappop(heap)
        return heap[0][0] if heap else None

    def _void(self, argument: Any) -> bool:
        """Whether a scheduled thing's owner died since it was armed."""
        owner, life = argument[0], argument[1]
        return bool(owner) and self._cluster.world.processes[owner].life != life

    def check(self, command: str | Command) -> Rejected | None:
        """Why the command would be refused now, or None; changes nothing."""
        try:
            item = parse(command) if isinstance(command, str) else command
            refusal: Rejected | None = self._rule(item)[0](self._cluster, item)
        except Rejected as error:
            return error
        return refusal

    def _rule(self, item: Command) -> Any:
        """(why not, do it) for a command; one of another family is refused."""
        rule = self._family.rules.get(type(item))
        if rule is None:
            raise Rejected("not_here", verb=item.verb, family=self.scenario["family"])
        return rule

    def apply(self, command: str | Command) -> Events:
        """Do a command now; everything due at this instant happens first.

        Returns the events of both. Raises Rejected without any change by the command.
        """
        item = parse(command) if isinstance(command, str) else command
        out = self.advance(self.now_us)
        try:
            refusal = self.check(item)
            if refusal is not None:
                raise refusal
        except Rejected:
            self._opening = out
            raise
        c = self._cluster
        c.commands += 1
        c.world.cause = f"cmd:{c.commands}"
        self._rule(item)[1](c, item)
        c.world.cause = None
        return out + self._drain()

    def advance(self, until_us: int) -> Events:
        """Run every scheduled thing up to and including `until_us`; time then stands there."""
        if until_us < self.now_us:
            raise ValueError(f"time only moves forward: {until_us} is before {self.now_us}")
        out, self._opening = self._opening, []
        heap = self._cluster.world.heap
        while heap and heap[0][0] <= until_us:
            out += self._run_next() or ()
        self._cluster.world.now_us = until_us
        return out

    def step(self, until_us: int | None = None) -> Events:
        """Run to the next scheduled thing and through it; things that became void are passed.

        With `until_us` nothing that is due later runs, and time then stands there at the latest.
        """
        out, self._opening = self._opening, []
        heap = self._cluster.world.heap
        while heap:
            if until_us is not None and heap[0][0] > until_us:
                self._cluster.world.now_us = until_us
                break
            events = self._run_next()
            if events is not None:
                return out + events
        return out

    def _run_next(self) -> Events | None:
        """Run one scheduled thing; None when it was void or had to wait for a pause to end."""
        c = self._cluster
        world = c.world
        time_us, _, kind, argument = heappop(world.heap)
        world.now_us = time_us
        if self._void(argument):
            return None
        owner, _, cause, *data = argument
        if owner and world.processes[owner].paused_until_us > time_us:
            until = world.processes[owner].paused_until_us
            world.order += 1
            heappush(world.heap, (until, world.order, kind, argument))
            return None
        world.cause = cause or OPENING
        if kind == "command":
            self._scripted(*data)
        else:
            self._family.due[kind](c, owner, *data)
        world.cause = None
        return self._drain()

    def _scripted(self, number: int, text: str) -> None:
        """A command of the script or of a met condition; one that makes no sense now is passed."""
        item = parse(text)
        if self.check(item) is None:
            self._rule(item)[1](self._cluster, item)

    def _drain(self) -> Events:
        """Take what was said: into the index, into the view, past the armed conditions."""
        c = self._cluster
        observe = self._family.audit.observe
        out: Events = c.world.out
        c.world.out = []
        for item in out:
            self._index.append((item.type, item.at_us, item.cause))
            observe(self._book, item)
            if self._view is not None:
                views.fold(self._view, item)
            if c.conditions:
                self._meet(item)
        return out

    def _meet(self, item: Any) -> None:
        c = self._cluster
        for condition in [row for row in c.conditions if row[1] == item.type]:
            number, _, wanted, text = condition
            if all(str(getattr(item, name)) == value for name, value in wanted):
                c.conditions.remove(condition)
                c.world.at(item.at_us, "command", "", number, text, cause=f"cmd:{number}")

    def view(self) -> views.View:
        """The fold of all effects so far, as JSON-able data (rows are tuples); the caller's own."""
        if self._view is None:
            raise ValueError("this clone was made without a view")
        copy: views.View = views.copy_view(self._view)
        views.prune(copy, self.now_us)
        return copy

    def plans(self) -> list[Plan]:
        """Commands that are to come, of the script and of people; see broker_core.plans."""
        return plans_of(self._cluster)

    def why(self, event: Any) -> list[Link]:
        """The causes of an event (or of a seq), newest first, at most six links; see audit.why."""
        return chain(self._index, event if isinstance(event, int) else event.seq)

    def audit(self) -> dict[str, Any]:
        """What the auditor counted so far, with evidence; see audit.measures and
        audit.ledger."""
        return self._family.audit.measure(self._book, self.now_us)

    def broken(self) -> list[str]:
        """Invariants that do not hold now, in words; empty when all is well."""
        return self._family.audit.broken(self._cluster)

    def cast(self) -> dict[str, Any]:
        """Who is on stage, as the scenario and the commands so far say; for layouts."""
        return self._family.cast(self._cluster, self.scenario)

    def digest(self) -> str:
        """sha256 of the canonical snapshot."""
        return digest_of(self._state())

    def clone(self, view: bool = True) -> "Simulation":
        """An independent copy that shares sealed chunks; without a view it is a cheap scout."""
        twin = Simulation(self.scenario, self.seed, clone_state(self._cluster), self._index.clone())
        twin._book = clone_state(self._book)
        twin._opening = list(self._opening)
        twin._view = views.copy_view(self._view) if view and self._view is not None else None
        return twin

    def _state(self) -> dict[str, Any]:
        """What defines the run from here on; void things and the heap's inner order do not."""
        heap = self._cluster.world.heap
        heap[:] = sorted(entry for entry in heap if not self._void(entry[3]))
        return {
            "engine": ENGINE_VERSION,
            "scenario": self.scenario,
            "seed": self.seed,
            "cluster": dump(self._cluster),
            "book": dump(self._book),
            "index": [list(column) for column in zip(*self._index, strict=True)],
        }

    def snapshot(self) -> bytes:
        """Everything, as canonical JSON with the engine's version inside."""
        return canonical_bytes({**self._state(), "view": self._view, "fresh": bool(self._opening)})

    @classmethod
    def restore(cls, data: bytes) -> "Simulation":
        """The run that `snapshot` wrote down. Raises ValueError for another engine's snapshot."""
        raw = json.loads(data)
        if raw.get("engine") != ENGINE_VERSION:
            raise ValueError(f"a snapshot of engine {raw.get('engine')}; this is {ENGINE_VERSION}")
        if raw["fresh"]:
            return cls.from_scenario(raw["scenario"], raw["seed"])
        index: Chunks[Any] = Chunks(zip(*raw["index"], strict=True))
        family = FAMILIES[raw["scenario"]["family"]]
        cluster, book = load(raw["cluster"], family.state), load(raw["book"], family.audit.state)
        return cls.of(Parts(raw["scenario"], raw["seed"], cluster, book, index, raw["view"]))

    def parts(self) -> Parts:
        """The run's own parts, not copies, for writing them down."""
        return Parts(self.scenario, self.seed, self._cluster, self._book, self._index, self._view)

    @classmethod
    def of(cls, parts: Parts) -> "Simulation":
        """A run of these parts, which are its own from now on."""
        sim = cls(parts.scenario, parts.seed, parts.cluster, parts.trace)
        sim._book = parts.book
        sim._view = parts.view
        return sim


__all__ = ["ENGINE_VERSION", "Rejected", "Simulation", "format"]
