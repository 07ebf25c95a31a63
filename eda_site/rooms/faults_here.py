"""What can be planned in a room: faults of everybody on its stage, and moments that a fault may wait for."""

from collections.abc import Iterator
from typing import Any

from broker_core import Rejected
from eda_site.vocabulary.commands import COMMANDS
from eda_site.vocabulary.moments import MOMENTS

_TRIES = "crash broker 1"
_LATER = ("wrong_state", "not_cut", "already_cut")
"""Refusals that may no longer hold when the time has come."""


def faults_here(sim: Any) -> list[dict[str, Any]]:
    """Groups of command lines by what they do: {"label", "lines"}, in order of the stage."""
    groups: dict[str, list[str]] = {}
    for name, line in _lines(sim.cast()):
        problem = _problem(sim, line)
        if problem is None or problem.code in _LATER:
            groups.setdefault(name, []).append(line)
    return [
        {"label": str(COMMANDS[name]["label"]).replace("{", "").replace("}", ""), "lines": lines}
        for name, lines in groups.items()
    ]


def moments_here(sim: Any) -> list[dict[str, str]]:
    """What a plan may wait for: {"clause", "label"}; a clause stands between `when` and `do`."""
    cast = sim.cast()
    who = {
        "broker": [str(n) for n in cast["brokers"]],
        "producer": [row["id"] for row in cast["producers"]],
        "member": [name for group in cast["groups"] for name in group["members"]],
        "client": [row["id"] for row in cast.get("clients", [])],
    }
    found = []
    for moment in MOMENTS:
        for name in who[moment.of] if moment.of else [""]:
            clause = moment.clause.format(who=name)
            if _fits(sim, clause, bool(cast.get("hubs"))):
                found.append({"clause": clause, "label": str(moment.label).format(who=name)})
    return found


def _fits(sim: Any, clause: str, town: bool) -> bool:
    """Whether such an event belongs to this family of scenes and has these fields."""
    is_town = clause.split(".")[0] in ("pubsub", "mesh", "service")
    return is_town == town and _problem(sim, f"when {clause} do {_TRIES}") is None


def _problem(sim: Any, line: str) -> Rejected | None:
    problem: Rejected | None = sim.check(line)
    return problem


def _lines(cast: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name of the command, line) for everybody on stage."""
    yield from _brokers([str(n) for n in cast["brokers"]])
    for controller in cast["controllers"]:
        name = controller["id"] if isinstance(controller, dict) else str(controller)
        yield "crash controller", f"crash controller {name}"
        yield "restart controller", f"restart controller {name}"
    for row in cast["producers"]:
        yield from _program("producer", row["id"])
        for broker in cast["brokers"]:
            yield "lose answer", f"lose answer {row['id']} {broker}"
    for group in cast["groups"]:
        for member in group["members"]:
            yield from _program("member", member)
    yield from _town(cast)


def _brokers(brokers: list[str]) -> Iterator[tuple[str, str]]:
    for broker in brokers:
        yield from _program("broker", broker)
        yield "stop broker", f"stop broker {broker}"
        yield "slow broker", f"slow broker {broker} latency=200ms"
        yield "lose disk", f"lose disk {broker}"
        yield "skew broker", f"skew broker {broker}"
    for n, a in enumerate(brokers):
        for b in brokers[n + 1 :]:
            yield "cut", f"cut broker-{a} broker-{b}"
            yield "cut", f"cut broker-{a} broker-{b} oneway=true"
            yield "cut", f"cut broker-{b} broker-{a} oneway=true"
            yield "heal", f"heal broker-{a} broker-{b}"


def _program(kind: str, name: str) -> Iterator[tuple[str, str]]:
    yield f"crash {kind}", f"crash {kind} {name}"
    yield f"restart {kind}", f"restart {kind} {name}"
    yield f"pause {kind}", f"pause {kind} {name} for=5s"


def _town(cast: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for hub in cast.get("hubs", []):
        yield from _program("broker", hub["id"])
    services = {row["id"] for row in cast.get("services", [])}
    for row in cast.get("clients", []):
        yield from _program("service" if row["id"] in services else "client", row["id"])
        if row["subscribes"]:
            for verb in ("lose", "duplicate", "swap"):
                yield f"{verb} delivery", f"{verb} delivery {row['id']}"
    for link in cast.get("links", []):
        yield "cut", f"cut {link['a']} {link['b']}"
        yield "heal", f"heal {link['a']} {link['b']}"
        yield "slow link", f"slow link {link['a']} {link['b']} latency=500ms"
