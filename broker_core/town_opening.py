"""From a scenario of the other families to the state at virtual time 0: everybody is connected, all
interest has spread, programs just start."""

from typing import Any

from broker_core.config.presets import HOP_US
from broker_core.events.pubsub import BrokerOpened, ClientDeclared, ClientStarted
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.world import Process, new_world
from broker_core.mesh import opening as mesh_opening
from broker_core.pubsub import hubs, outlet
from broker_core.pubsub.places import Row, add_queue, add_tape, own_place, take_interest
from broker_core.pubsub.state import Hub, Intake, Outlet, Reader
from broker_core.services import opening as services_opening
from broker_core.town import Client, Town

START = "cmd:0"


def build(scenario: Row, seed: int) -> Town:
    """The town at time 0; its opening events stand in `world.out`."""
    world = new_world(seed, HOP_US[scenario["preset"]])
    world.cause = START
    t = Town(
        world, scenario["family"], dict(scenario["timing"]), {}, {}, {}, {}, {}, {},
        {row["id"]: row for row in scenario["sagas"]}, {}, Chunks(), 0, [], 0, {},
    )  # fmt: skip
    for row in scenario["brokers"]:
        add_hub(t, row["id"], row["dialect"], row["edge"])
    mesh_opening.link_all(t, scenario["links"])
    for row in scenario["queues"]:
        add_queue(t, row)
    for row in scenario["logs"]:
        add_tape(t, row)
    for row in scenario["clients"]:
        declare(t, row, row["kind"])
    for row in scenario["services"]:
        declare(t, row, "service")
        services_opening.declare(t, row)
    for row in [*scenario["clients"], *scenario["services"]]:
        if not row["absent"]:
            begin(t, row["id"])
    mesh_opening.form(t)
    for row in [*scenario["clients"], *scenario["services"]]:
        if not row["absent"]:
            outlet.start_program(t, row["id"], row["starts_us"])
    world.cause = None
    return t


def add_hub(t: Town, name: str, dialect: str, edge: bool) -> Hub:
    """A broker of its own, without links yet."""
    t.world.processes[name] = Process(name)
    hub = t.hubs[name] = Hub(name, dialect, edge, [], {}, {}, [], [])
    t.nodes[name] = mesh_opening.new_node(name)
    t.world.emit(BrokerOpened, name, dialect, edge)
    return hub


def declare(t: Town, row: Row, kind: str) -> Client:
    """A program's place, absent until it begins."""
    wants = [
        (want["filter"], want["memory"], want["place"] or own_place(row["id"], want["memory"]))
        for want in row["wants"]
    ]
    readers = {
        want["place"]: Reader(want["place"], want["reset"], want["most_records"], -1, False)
        for want in row["wants"]
        if want["memory"] == "log"
    }
    out = Outlet(
        row["quality"], row["buffer"], t.settings["publish_retry"], [], {}, 0,
        row["interval_us"], tuple(_program(row)), 0, row["times"], row["copies"], False,
        row.get("carries", "state"),
    )  # fmt: skip
    intake = Intake(
        wants, [], row["inbox"], row["work_us"], row["keeps"], False, readers, {}, {}, False, 0
    )
    it = t.clients[row["id"]] = Client(
        row["id"], kind, row["broker"], "absent", out, intake, [], []
    )
    t.world.processes[it.name] = Process(it.name, up=False)
    settings = (
        ("work_us", row["work_us"]), ("inbox", row["inbox"]), ("keeps", row["keeps"]),
        ("quality", row["quality"]), ("buffer", row["buffer"]),
        ("interval_us", row["interval_us"]), ("copies", row["copies"]), ("wants", tuple(wants)),
    )  # fmt: skip
    t.world.emit(ClientDeclared, it.name, kind, it.hub, settings)
    return it


def _program(row: Row) -> list[tuple[Any, ...]]:
    """(topics, name, form, key, value) of each event that a program publishes in turn."""
    return [
        (tuple(e["topics"] or [e["topic"]]), e["name"] or "Event", e["form"], e["key"], e["value"])
        for e in row["events"]
    ]


def begin(t: Town, name: str) -> None:
    """A program is up and attached at the start of a run, without a message."""
    it = t.clients[name]
    it.state = "up"
    t.world.processes[name].up = True
    t.world.emit(ClientStarted, name, it.kind)
    hub = t.hubs[it.hub]
    hubs.connect(t, hub, name)
    t.world.cause = START
    it.intake.attached, it.intake.session = True, 1
    t.world.at(t.world.now_us + t.settings["keep_alive"], "keep", name, 1)
    for filter, memory, place in it.intake.wants:
        take_interest(t, hub, name, filter, memory, place)
    if it.intake.readers:
        t.world.at(t.world.now_us, "poll", name)
