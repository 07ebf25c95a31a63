"""From a scenario to the state at virtual time 0: a formed cluster whose clients just start."""

from typing import Any

from broker_core import ensembles, members, producers
from broker_core.cluster import Cluster
from broker_core.config import check_value, settings_for
from broker_core.config.presets import HOP_US, lifted
from broker_core.config.topics import OFFSETS, from_brokers
from broker_core.controller import active, ensemble, quorum, zookeeper
from broker_core.controller.node import ControlPlane, Entry, new_node
from broker_core.controller.placement import PlacedBroker, place_kraft, place_zookeeper
from broker_core.controller.znodes import new_zookeeper
from broker_core.coordinator import service, transaction_service
from broker_core.coordinator.consumer_group import service as modern_service
from broker_core.coordinator.consumer_group.state import ConsumerGroups
from broker_core.coordinator.group import OFFSETS_TOPIC, Groups
from broker_core.coordinator.placement import coordinator_partition
from broker_core.coordinator.share_group.state import new_share_broker
from broker_core.coordinator.transactions import (
    TRANSACTIONS_PARTITIONS,
    TRANSACTIONS_TOPIC,
    new_transactions,
    state_partition,
)
from broker_core.events.consumer_group import ProtocolChosen
from broker_core.events.controller import (
    ClusterFormed,
    ControllerElected,
    MetadataReplayed,
    RoleChanged,
)
from broker_core.events.group import GroupCreated
from broker_core.kernel.world import Process, World, new_world
from broker_core.processors import Processor
from broker_core.replication import roles
from broker_core.replication.metadata import (
    BrokerInfo,
    Registration,
    new_image,
    replay,
    topic_info,
)
from broker_core.replication.replica import new_broker
from broker_core.share_opening import state_records

START = "cmd:0"
"""The cause of what is there when the run begins."""


def build(scenario: dict[str, Any], seed: int) -> Cluster:
    """The cluster at time 0; its opening events stand in `world.out`."""
    preset = scenario["preset"]
    world = new_world(seed, HOP_US[preset])
    world.cause = START
    overrides = lifted(preset, scenario["teaching_overrides"])
    given = scenario["cluster"]["config"]
    settings = settings_for("broker", preset, "java", given, overrides)
    plane = _plane(world, scenario, settings)
    racks = scenario["cluster"]["racks"]
    brokers = {
        n: new_broker(n, racks[n - 1] if racks else None, settings)
        for n in range(1, scenario["cluster"]["brokers"] + 1)
    }
    for broker in brokers.values():
        world.processes[broker.name] = Process(broker.name)
    for name in plane.nodes:
        world.processes.setdefault(name, Process(name))
    c = Cluster(
        world, plane, brokers, {n: Groups(n, {}, [], 0) for n in brokers},
        {n: ConsumerGroups(n, {}, []) for n in brokers},
        {n: new_share_broker(n) for n in brokers}, {}, {}, {}, {}, 0, {},
        [], overrides, settings_for("topic", preset, "java", from_brokers(given), overrides),
    )  # fmt: skip
    c.transactions = {n: new_transactions(n) for n in brokers}
    _decide_opening(c, scenario)
    for row in scenario["groups"]:
        settings = members.settings_of(row, preset, overrides)
        kind = "share" if row["type"] == "share" else settings["group.protocol"]
        c.group_settings[row["id"]] = {
            "kind": kind,
            "topics": tuple(row["topics"]),
            "work_us": row["work_us"],
            "profile": row["profile"],
            "settings": settings,
            "rules": members.rules_of(row),
            "static": row["static"],
        }
        partition = coordinator_partition(row["id"], service.OFFSETS_PARTITIONS)
        world.emit(GroupCreated, row["id"], tuple(row["topics"]), partition)
        if kind != "classic":
            world.emit(ProtocolChosen, row["id"], kind)
    _open_brokers(c)
    for row in scenario["producers"]:
        producers.add(c, row, preset)
    for row in scenario["groups"]:
        if row["dead_letter_topic"] is not None:
            producers.add(c, members.dead_letters(row), preset)
        for _ in range(row["members"]):
            members.add(c, row["id"])
    for row in scenario["processors"]:
        member = members.add(c, row["group"])
        c.processors[member] = Processor(row["id"], member, row["sink"], row["records"], {}, -1, "")
    world.cause = None
    return c


def _plane(world: World, scenario: dict[str, Any], settings: Any) -> ControlPlane:
    shape = scenario["cluster"]["control_plane"]
    brokers = [f"broker-{n}" for n in range(1, scenario["cluster"]["brokers"] + 1)]
    if shape["kind"] == "zookeeper":
        return _older_plane(world, scenario, settings, brokers)
    combined = shape["combined"]
    count = shape["voters"]
    voters = tuple(brokers[:count] if combined else [f"q{n}" for n in range(1, count + 1)])
    names = list(dict.fromkeys([*voters, *brokers]))
    nodes = {name: new_node(name, name in voters) for name in names}
    world.emit(ClusterFormed, "kraft", combined, scenario["preset"], voters)
    return ControlPlane(nodes, voters, new_image(), True, settings, {}, {})


def _older_plane(
    world: World, scenario: dict[str, Any], settings: Any, brokers: list[str]
) -> ControlPlane:
    """ZooKeeper mode: an ensemble keeps the list, one of the brokers decides (semantics 4.5)."""
    keeper = new_zookeeper(scenario["cluster"]["control_plane"]["ensemble"])
    nodes = {name: new_node(name, False) for name in brokers}
    for node in nodes.values():
        node.pushes = True
    for name in keeper.names:
        world.processes[name] = Process(name)
    settings = {**settings, "eligible.leader.replicas.version": 0}
    world.emit(ClusterFormed, "zookeeper", False, scenario["preset"], keeper.names)
    return ControlPlane(nodes, keeper.names, new_image(), True, settings, {}, {}, keeper)


def _decide_opening(c: Cluster, scenario: dict[str, Any]) -> None:
    """The metadata log that every node holds from the start."""
    world, plane = c.world, c.plane
    leader = plane.voters[0] if plane.zookeeper is None else next(iter(plane.nodes))
    records: list[Any] = [("leader_change", (leader,))]
    for broker in c.brokers:
        records.append(
            (
                "broker",
                tuple(BrokerInfo(broker, len(records), False, False, c.brokers[broker].rack)),
            )
        )
        c.brokers[broker].broker_epoch = len(records) - 1
    for row in scenario["topics"]:
        records += _topic_records(c, row, len(records))
    records += _offsets_records(c, scenario)
    records += _transactions_records(c, scenario)
    records += state_records(c, scenario, _placeable(c), _registration)
    entries = [Entry(1, record, START, "opening") for record in records]
    for node in plane.nodes.values():
        for entry in entries:
            node.log.append(entry)
            replay(node.image, entry.record)
        node.high_watermark = len(entries)
        node.leader = leader
        node.fetched_from_leader = True
        if node.voter:
            node.role = "leader" if node.name == leader else "follower"
            world.emit(RoleChanged, node.name, node.role, 1, leader)
    if plane.zookeeper is not None:
        plane.nodes[leader].role = "leader"
        ensemble.show_roles(world, plane)
        ensembles.open_plane(world, plane, entries)
    world.emit(ControllerElected, leader, 1)
    from broker_core.controller.announce import announce

    announce(world, plane, entries, 0)
    for node in plane.nodes.values():
        world.emit(MetadataReplayed, node.name, node.high_watermark)


def _topic_records(c: Cluster, row: dict[str, Any], number: int) -> list[Any]:
    own = {n: check_value("topic", n, v, n in c.overrides) for n, v in row["config"].items()}
    config = {**c.topic_defaults, **own}
    info = topic_info(
        row["id"], row["partitions"], row["replication_factor"], False, config, topic_id=number
    )
    placed = row["replicas"] or _placed(c, row["partitions"], row["replication_factor"])
    return [
        ("topic", tuple(info)),
        *(("partition", _registration(row["id"], p, tuple(r))) for p, r in enumerate(placed)),
    ]


def _placed(c: Cluster, partitions: int, factor: int) -> list[list[int]]:
    def draw(bound: int) -> int:
        return c.world.chance.below(bound, "controller", "placement")

    if c.plane.zookeeper is not None:
        rows = place_zookeeper(partitions, factor, _placeable(c), draw)
        return [rows[partition] for partition in sorted(rows)]
    return place_kraft(partitions, factor, _placeable(c), draw)


def _placeable(c: Cluster) -> list[PlacedBroker]:
    return [PlacedBroker(broker.id, broker.rack) for broker in c.brokers.values()]


def _registration(topic: str, partition: int, replicas: tuple[int, ...]) -> tuple[Any, ...]:
    return tuple(Registration(topic, partition, replicas, replicas, (), (), replicas[0], 0, 0))


def _offsets_records(c: Cluster, scenario: dict[str, Any]) -> list[Any]:
    """__consumer_offsets: of its 50 partitions those exist that some group of this run needs."""
    if not scenario["groups"]:
        return []
    factor = min(3, len(c.brokers))
    placed = place_kraft(
        service.OFFSETS_PARTITIONS, factor, _placeable(c),
        lambda bound: c.world.chance.below(bound, "controller", "offsets_placement"),
    )  # fmt: skip
    needed = dict.fromkeys(
        coordinator_partition(row["id"], service.OFFSETS_PARTITIONS) for row in scenario["groups"]
    )
    config = settings_for("topic", "production", "java", OFFSETS)
    info = topic_info(OFFSETS_TOPIC, service.OFFSETS_PARTITIONS, factor, True, config)
    return [
        ("topic", tuple(info)),
        *(("partition", _registration(OFFSETS_TOPIC, p, tuple(placed[p]))) for p in needed),
    ]


def _transactions_records(c: Cluster, scenario: dict[str, Any]) -> list[Any]:
    """__transaction_state: of its 50 partitions those that some transactional.id needs."""
    names = [r["transactional_id"] for r in scenario["producers"] if r["transactional_id"]]
    if not names:
        return []
    factor = min(3, len(c.brokers))
    placed = place_kraft(
        TRANSACTIONS_PARTITIONS, factor, list(c.brokers),
        lambda bound: c.world.chance.below(bound, "controller", "transactions_placement"),
    )  # fmt: skip
    least = c.plane.settings["transaction.state.log.min.isr"]
    config = settings_for("topic", "production", "java", {**OFFSETS, "min.insync.replicas": least})
    info = topic_info(TRANSACTIONS_TOPIC, TRANSACTIONS_PARTITIONS, factor, True, config)
    return [
        ("topic", tuple(info)),
        *(
            ("partition", _registration(TRANSACTIONS_TOPIC, p, tuple(placed[p])))
            for p in dict.fromkeys(state_partition(name) for name in names)
        ),
    ]


def _open_brokers(c: Cluster) -> None:
    world, plane = c.world, c.plane
    for broker in c.brokers.values():
        node = plane.nodes[broker.name]
        for entry in node.log:
            replay(broker.image, entry.record)
    for broker in c.brokers.values():
        for reg in broker.image.partitions.values():
            led = roles.apply(world, broker, reg)
            if led and reg.topic == TRANSACTIONS_TOPIC:
                txns = c.transactions[broker.id]
                transaction_service.took_over(world, broker, txns, reg.partition)
            if led and reg.topic == OFFSETS_TOPIC:
                groups = c.groups[broker.id]
                service.took_over(world, broker, groups, reg.partition, list(c.group_settings))
                modern = c.modern[broker.id]
                modern_service.took_over(world, broker, modern, reg.partition, c.newer_groups())
    for broker in c.brokers.values():
        start_timers(c, broker.id)
    for node in plane.nodes.values():
        if node.role == "leader":
            for entry in node.log:
                replay(node.pending, entry.record)
            node.progress = {v: (len(node.log), 0) for v in plane.nodes if v != node.name}
            if plane.zookeeper is not None:
                node.active = True
                zookeeper.start_balance(world, plane, node)
                continue
            active.activate(world, plane, node)
            world.at(quorum._check_every(plane), "check_quorum", node.name, node.epoch, cause=0)
        elif plane.zookeeper is None:
            if node.voter:
                quorum.arm_fetch_timeout(world, plane, node)
            quorum.fetch(world, plane, node)


def start_timers(c: Cluster, broker_id: int) -> None:
    """A broker's own rhythms, each beginning at a moment of its own."""
    world, broker = c.world, c.brokers[broker_id]
    settings = broker.settings
    sweep = settings["offsets.retention.check.interval.ms"]
    world.at(world.now_us + sweep, "offsets_sweep", broker.name)
    rhythms = (
        ("broker_beat", settings["broker.heartbeat.interval.ms"]),
        ("isr_check", settings["replica.lag.time.max.ms"] // 2),
        ("checkpoint", settings["replica.high.watermark.checkpoint.interval.ms"]),
        ("retention_check", settings["log.retention.check.interval.ms"]),
        ("cleaner_check", settings["log.cleaner.backoff.ms"]),
    )
    for kind, every in rhythms:
        if kind in ("retention_check", "cleaner_check") and world.now_us:
            first = settings["log.initial.task.delay.ms"] if kind == "retention_check" else every
            world.at(world.now_us + first, kind, broker.name)
            continue
        wait = 1 + world.chance.below(max(every, 1), broker.name, kind)
        world.at(world.now_us + wait, kind, broker.name)
