"""Plays a golden story: a text file of commands and the exact events that follow.

A story is a list of blocks: comment lines, commands up to `----`, the output up to a blank line.
The commands are the engine's own and these words:

    cluster preset=teaching brokers=3 topic=orders partitions=1 …   a cluster made for the story
    scenario broker-fails seed=7                                    one of the library
    toml seed=7                                                     the lines up to ---- are a scenario
    advance 20s                                                     time goes by
    advance until EVENT field=value … [within=60s]                  up to the first such event
    show topics.orders.0.isr                                        a place of the view
    quiet log.,client.     only replication.,log.     all           which events are printed

A block that sets the stage (`cluster`, `scenario` or `toml`) prints `ok`, none of its events. Elsewhere an
event is one line: time since the block began, type, fields. Left out are chatter, events of internal
topics, and bookkeeping (BOOKKEEPING), unless an `only` names them in full.
"""

import tomllib
from typing import Any

from broker_core import Rejected, Simulation
from broker_core.commands.words import split_words
from broker_core.config import SETTINGS
from broker_core.events import REGISTRY
from broker_core.kernel.canonical import canonical_text
from broker_core.kernel.units import parse_duration
from tests.core.golden.lines import line

BOUND_US = 120_000_000
STAGES = ("cluster", "scenario", "toml")
BOOKKEEPING = (
    "controller.heartbeat_received",
    "group.heartbeat_received",
    "client.metadata_received",
    "controller.metadata_appended",
    "controller.metadata_replayed",
    "client.auto_commit_armed",
)
_SHAPE = {
    "preset": "teaching",
    "brokers": "3",
    "combined": "true",
    "voters": "3",
    "topic": "orders",
    "partitions": "1",
    "replication_factor": "3",
    "replicas": "",
    "producers": "checkout",
    "producer_profile": "java",
    "groups": "",
    "profile": "java",
    "members": "2",
    "group_type": "consumer",
    "poison": "",
    "poison_key": "",
    "work": "400ms",
    "seed": "7",
    "quiet": "",
    "only": "",
}


def replay(text: str) -> str:
    """The story again, its outputs as the engine gives them now; the rest stays as it is."""
    player = Player()
    out: list[str] = []
    commands: list[str] = []
    skipping = False
    for row in text.splitlines():
        if skipping:
            skipping = bool(row)
            if skipping:
                continue
        if row == "----":
            out += [row, *player.block(commands), ""]
            commands = []
            skipping = True
            continue
        if row and not row.startswith("#"):
            commands.append(row)
        if row or (out and out[-1] != ""):
            out.append(row)
    assert not commands, f"commands without ----: {commands}"
    while out and out[-1] == "":
        out.pop()
    return "\n".join(out) + "\n"


class Player:
    """One story's run and what it prints."""

    def __init__(self) -> None:
        self.sim: Simulation | None = None
        self.quiet: tuple[str, ...] = ()
        self.only: tuple[str, ...] = ()

    def block(self, commands: list[str]) -> list[str]:
        """The output of a block's commands."""
        stage = commands[0].split(" ")[0] in STAGES
        if commands[0].split(" ")[0] == "toml":
            self._play(tomllib.loads("\n".join(commands[1:])), commands[0][len("toml") :])
            return ["ok"]
        began = 0 if self.sim is None or stage else self.sim.now_us
        out = [row for command in commands for row in self._do(command, began)]
        return ["ok"] if stage else out or ["nothing"]

    def _do(self, command: str, began: int) -> list[str]:
        word, _, rest = command.partition(" ")
        if word in ("cluster", "scenario"):
            self._set_stage(word, rest)
            return []
        if word in ("quiet", "only", "all"):
            prefixes = tuple(p for p in rest.replace(" ", ",").split(",") if p)
            self.quiet = prefixes if word == "quiet" else ()
            self.only = prefixes if word == "only" else ()
            return []
        assert self.sim is not None, f"a story begins with one of {', '.join(STAGES)}"
        if word == "show":
            return [f"{rest} = {canonical_text(place(self.sim.view(), rest))}"]
        if word == "advance":
            return self._advance(rest, began)
        try:
            return self._print(self.sim.apply(command), began)
        except Rejected as error:
            fields = "".join(f" {k}={canonical_text(v)}" for k, v in error.fields.items())
            return [f"refused {error.code}{fields}"]

    def _set_stage(self, word: str, rest: str) -> None:
        words = split_words(rest)
        if word == "scenario":
            self._play(next(str(w.value) for w in words if not w.name), rest)
        else:
            self._play(shape({w.name: str(w.value) for w in words if w.name}), rest)

    def _play(self, scenario: Any, rest: str) -> None:
        options = {w.name: str(w.value) for w in split_words(rest) if w.name}
        self.sim = Simulation.from_scenario(scenario, int(options.get("seed", "7")))
        for name in ("quiet", "only"):
            prefixes = tuple(p for p in options.get(name, "").split(",") if p)
            setattr(self, name, prefixes)
        self.sim.advance(0)

    def _advance(self, rest: str, began: int) -> list[str]:
        assert self.sim is not None
        if not rest.startswith("until "):
            return self._print(self.sim.advance(self.sim.now_us + parse_duration(rest)), began)
        words = split_words(rest)[1:]
        kind = str(words[0].value)
        assert kind in REGISTRY, f"{kind} is not an event"
        wanted = {w.name: str(w.value) for w in words[1:]}
        bound = self.sim.now_us + parse_duration(wanted.pop("within", f"{BOUND_US}us"))
        events: list[Any] = []
        while (self.sim.next_at_us() or bound + 1) <= bound:
            fresh = self.sim.step()
            events += fresh
            if any(
                e.type == kind and all(str(getattr(e, n)) == v for n, v in wanted.items())
                for e in fresh
            ):
                return self._print(events, began)
        return [*self._print(events, began), f"no {kind} in time"]

    def _print(self, events: list[Any], began: int) -> list[str]:
        return [line(e, began) for e in events if self._shown(e)]

    def _shown(self, event: Any) -> bool:
        kind = event.type
        if self.only and not kind.startswith(self.only):
            return False
        if kind in BOOKKEEPING and kind not in self.only:
            return False
        return not kind.startswith(self.quiet or ("?",)) and _told(event)


def _told(event: Any) -> bool:
    """Neither chatter nor about an internal topic."""
    if getattr(event, "topic", "").startswith("__"):
        return False
    if event.type != "network.sent":
        return True
    parts = [*event.summary.get("parts", ()), *event.summary.get("at", ())]
    internal = bool(parts) and all(str(p[0]).startswith("__") for p in parts)
    return not event.chatter and not internal


def place(view: Any, path: str) -> Any:
    """What stands at a dotted path; ids with dots are found too."""
    if not path:
        return view
    words = path.split(".")
    for count in range(1, len(words) + 1):
        key = ".".join(words[:count])
        if isinstance(view, dict) and key in view:
            return place(view[key], ".".join(words[count:]))
    raise AssertionError(f"the view has no {path}; here are {list(view)}")


def shape(given: dict[str, str]) -> dict[str, Any]:
    """A scenario from the words of a `cluster` line.

    A Kafka setting goes to everybody who knows it, or, written as `webshop.acks=1` or
    `broker.request.timeout.ms=9s`, to that producer, group or the brokers only.
    """
    o = {**_SHAPE, **{k: v for k, v in given.items() if k in _SHAPE}}
    settings = {k: v for k, v in given.items() if k not in _SHAPE}
    producers = [p for p in o["producers"].split(",") if p]
    groups = [g for g in o["groups"].split(",") if g]

    def config(scope: str, name: str) -> dict[str, Any]:
        own = {
            k.removeprefix(f"{name}."): v for k, v in settings.items() if k.startswith(f"{name}.")
        }
        shared = {k: v for k, v in settings.items() if k in SETTINGS[scope]}
        return {**shared, **{k: v for k, v in own.items() if k in SETTINGS[scope]}}

    known = [n for scope in SETTINGS.values() for n in scope]
    for name in settings:
        head, _, tail = name.partition(".")
        own = head in ("broker", *producers, *groups) and tail in known
        assert name in known or own, f"cluster knows no {name}"
    topic: dict[str, Any] = {
        "id": o["topic"],
        "partitions": int(o["partitions"]),
        "replication_factor": int(o["replication_factor"]),
        "config": config("topic", o["topic"]),
    }
    if o["replicas"]:
        topic["replicas"] = [[int(b) for b in row.split(",")] for row in o["replicas"].split("/")]
    return {
        "title": "A golden story",
        "preset": o["preset"],
        "cluster": {
            "brokers": int(o["brokers"]),
            "control_plane": {
                "kind": "kraft",
                "voters": int(o["voters"]),
                "combined": o["combined"] == "true",
            },
            "config": config("broker", "broker"),
        },
        "topics": [topic],
        "producers": [
            {
                "id": p,
                "topic": o["topic"],
                "profile": o["producer_profile"],
                "config": config("producer", p),
            }
            for p in producers
        ],
        "groups": [
            {
                "id": g,
                "topics": [o["topic"]],
                "members": int(o["members"]),
                "work": o["work"],
                "profile": o["profile"],
                "type": o["group_type"],
                "poison": o["poison"],
                "poison_key": o["poison_key"] or None,
                "config": config("share" if o["group_type"] == "share" else "consumer", g),
            }
            for g in groups
        ],
    }
