"""From a scenario of the other families to the state at virtual time 0: everybody is connected, all
interest has spread, programs just start."""

from typing import Any

from broker_core.config.presets import HOP_US
from broker_core.events.pubsub import (
    BrokerOpened,
    ClientDeclared,
    ClientStarted,
    LogDeclared,
    QueueDeclared,
)
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.world import Process, new_world
from broker_core.mesh import opening as mesh_opening
from broker_core.pubsub import hubs, outlet
from broker_core.pubsub.state import Hub, Intake, Outlet, Queue, Reader, Tape
from broker_core.services import opening as services_opening
from broker_core.town import Client, Town

START = "cmd:0"
Row = dict[str, Any]


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


def add_queue(t: Town, row: Row) -> Queue:
    """A durable queue with its subscriptions; `row` as the scenario's section has it."""
    hub = t.hubs[row["broker"]]
    queue = t.queues[row["id"]] = Queue(
        row["id"], hub.name, row["capacity"], row["overflow"], row["expiry_us"],
        row["most_deliveries"], row["dead_letter"], row["window"], row["ack_timeout_us"],
        [], {}, [], 0,
    )  # fmt: skip
    hub.queues.append(queue.name)
    t.world.emit(
        QueueDeclared, queue.name, hub.name, queue.capacity, queue.overflow, queue.expiry_us,
        queue.most_deliveries, queue.dead_letter,
    )  # fmt: skip
    for filter in row["filters"]:
        hubs.subscribe(t, hub, queue.name, filter, "queue")
    return queue


def own_queue(name: str, broker: str) -> Row:
    """The section of a queue that a client gets for itself."""
    return {
        "id": name, "broker": broker, "filters": [], "capacity": 0, "overflow": "reject",
        "expiry_us": 0, "most_deliveries": 0, "dead_letter": "", "window": 1, "ack_timeout_us": 0,
    }  # fmt: skip


def add_tape(t: Town, row: Row) -> Tape:
    """A log with its subscriptions."""
    hub = t.hubs[row["broker"]]
    tape = t.tapes[row["id"]] = Tape(row["id"], hub.name, row["retention_us"], Chunks(), 0, {})
    hub.logs.append(tape.name)
    t.world.emit(LogDeclared, tape.name, hub.name, tape.retention_us)
    for filter in row["filters"]:
        hubs.subscribe(t, hub, tape.name, filter, "log")
    return tape


def declare(t: Town, row: Row, kind: str) -> Client:
    """A program's place, absent until it begins."""
    wants = [
        (want["filter"], want["memory"], want["place"] or _own_place(row["id"], want["memory"]))
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
    )  # fmt: skip
    intake = Intake(wants, [], row["inbox"], row["work_us"], row["keeps"], False, readers, {}, {})
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


def _own_place(client: str, memory: str) -> str:
    return client if memory == "direct" else f"{client}.queue"


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
    it.intake.attached = True
    for filter, memory, place in it.intake.wants:
        take_interest(t, hub, name, filter, memory, place)
    if it.intake.readers:
        t.world.at(t.world.now_us, "poll", name)


def take_interest(t: Town, hub: Hub, client: str, filter: str, memory: str, place: str) -> None:
    """A broker keeps what a client asks for: a direct subscription, a queue to read, a log."""
    if memory == "queue":
        queue = t.queues.get(place) or add_queue(t, own_queue(place, hub.name))
        if client not in queue.readers:
            queue.readers.append(client)
    if filter:
        hubs.subscribe(t, hub, place, filter, memory)
